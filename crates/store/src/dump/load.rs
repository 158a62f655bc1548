//! Records from lines of text, into empty tables.

use std::{collections::BTreeMap, io::BufRead};

use hjemmel_model::AtMs;
use sqlx::AssertSqlSafe;

use super::{FORMAT, Head, TableHead, schema};
use crate::{
    Store,
    db::{Tx, Value, bound},
    error::StoreError,
    journal::RESTORED,
    sql,
    tables::TABLES,
};

/// What was brought in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Rows of each table.
    pub rows: BTreeMap<String, u64>,
    /// Messages that were waiting to be sent and are unknown now.
    pub unknown: u64,
}

fn broken() -> StoreError {
    StoreError::Damaged("dump")
}

/// The oldest version of the tables that a dump may be of.
const SCHEMA_LEAST: i64 = 11;
/// Tables that had another name before a version.
const BEFORE: &[(&str, i64)] = &[("checkpoint", 12)];

/// A statement that puts one row into a table; only names that are ours get into it.
fn insert(head: &TableHead, schema: i64) -> Result<String, StoreError> {
    let ours = TABLES.iter().any(|table| table.dump && table.name == head.table)
        || BEFORE.iter().any(|(table, until)| *table == head.table && schema < *until);
    let plain = |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if !ours || head.columns.is_empty() || !head.columns.iter().all(plain) {
        return Err(broken());
    }
    let places: Vec<String> = (1..=head.columns.len()).map(|n| format!("${n}")).collect();
    Ok(format!("insert into {} ({}) values ({})", head.table, head.columns.join(", "), places.join(", ")))
}

fn values(row: &[serde_json::Value]) -> Result<Vec<Value>, StoreError> {
    row.iter()
        .map(|value| match value {
            serde_json::Value::String(text) => Ok(Value::Text(text.clone())),
            serde_json::Value::Number(number) => number.as_i64().map(Value::Int).ok_or_else(broken),
            _ => Err(broken()),
        })
        .collect()
}

async fn put(tx: &mut Tx, statement: &str, values: &[Value]) -> Result<(), StoreError> {
    let query = AssertSqlSafe(statement.to_owned());
    match tx {
        Tx::Sqlite(tx) => bound!(query, values).execute(&mut **tx).await.map(|_| ())?,
        Tx::Postgres(tx) => bound!(query, values).execute(&mut **tx).await.map(|_| ())?,
    }
    Ok(())
}

impl Store {
    /// Whether nothing was ever stored here.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        if self.db.schema().await? == 0 {
            return Ok(true);
        }
        Ok(self.db.read(sql::TENANT_LIST, &[]).await?.is_empty())
    }

    /// Bring all records in, all or none. The tables must be empty. A dump of older tables is brought into such, which are
    /// then brought up to date.
    pub async fn load(&self, from: &mut (dyn BufRead + Send), at: AtMs) -> Result<Loaded, StoreError> {
        if !self.is_empty().await? {
            return Err(StoreError::NotEmpty);
        }
        let mut first = String::new();
        from.read_line(&mut first).map_err(StoreError::File)?;
        let head: Head = serde_json::from_str(&first).map_err(|_| broken())?;
        if head.format != FORMAT {
            return Err(broken());
        }
        let there = self.db.schema().await?;
        let fits = if there == 0 { SCHEMA_LEAST..=schema() } else { there..=there };
        if !fits.contains(&head.schema) {
            return Err(StoreError::OtherVersion { theirs: head.schema, ours: schema() });
        }
        self.db.migrate_to(head.schema).await?;
        let mut tx = self.db.begin().await?;
        let loaded = self.load_in(&mut tx, from, head.schema, at).await?;
        tx.commit().await?;
        self.db.migrate().await?;
        self.keys_check(true).await?;
        Ok(loaded)
    }

    async fn load_in(
        &self,
        tx: &mut Tx,
        from: &mut (dyn BufRead + Send),
        of: i64,
        at: AtMs,
    ) -> Result<Loaded, StoreError> {
        let mut loaded = Loaded::default();
        let mut text = String::new();
        let mut next = |text: &mut String| -> Result<bool, StoreError> {
            text.clear();
            Ok(from.read_line(text).map_err(StoreError::File)? > 0)
        };
        let mut table: Option<(TableHead, String)> = None;
        while next(&mut text)? {
            if text.starts_with('{') {
                let head: TableHead = serde_json::from_str(&text).map_err(|_| broken())?;
                let statement = insert(&head, of)?;
                table = Some((head, statement));
                continue;
            }
            let (head, statement) = table.as_ref().ok_or_else(broken)?;
            let row: Vec<serde_json::Value> = serde_json::from_str(&text).map_err(|_| broken())?;
            if row.len() != head.columns.len() {
                return Err(broken());
            }
            put(tx, statement, &values(&row)?).await?;
            *loaded.rows.entry(head.table.clone()).or_default() += 1;
        }
        // A newer backup may be wanted next: the keys of who is only in that one stay until it would be gone.
        tx.execute(sql::COUNTER_RAISE, &[RESTORED.into(), at.0.into()]).await?;
        // What was waiting may have gone since: nobody is written to twice.
        loaded.unknown = tx.execute(sql::MESSAGE_UNKNOWN_ALL, &[]).await?;
        tx.execute(sql::CAMPAIGN_PAUSE_ALL, &[]).await?;
        tx.execute(sql::JOB_DELETE_MAIL, &[]).await?;
        tx.execute(sql::IMPORT_INTERRUPT_RUNNING, &[]).await?;
        Ok(loaded)
    }
}
