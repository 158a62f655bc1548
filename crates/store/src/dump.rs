//! All records as lines of text, and back: the same from and for both databases, so that a backup is also the way from one
//! to the other.
//!
//! The first line says what it is; then, table by table, a line with its columns and a line for each row. Personal columns
//! stay ciphertext. What lets somebody in (sign-ins, one-time links, codes) is left out.
//!
//! Invariant: read in one snapshot, written in one unit of work, into tables that are empty. What was waiting to be sent is
//! unknown after a restore: it may have gone, so it is shown and not sent again.

mod load;

use std::{collections::BTreeMap, io::Write};

use futures::TryStreamExt;
use serde::{Deserialize, Serialize};
use sqlx::{AssertSqlSafe, Column, Row as _};

pub use load::Loaded;

use crate::{
    Store,
    db::{MIGRATIONS, Pools, Value, read_postgres, read_sqlite},
    error::StoreError,
    tables::TABLES,
};

/// What the first line says.
pub(crate) const FORMAT: &str = "hjemmel records 1";

/// The head of a dump.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Head {
    pub(crate) format: String,
    /// The number of the last change of the tables.
    pub(crate) schema: i64,
}

/// The head of a table.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TableHead {
    pub(crate) table: String,
    pub(crate) columns: Vec<String>,
}

pub(crate) fn schema() -> i64 {
    MIGRATIONS.last().map_or(0, |(version, _, _)| *version)
}

/// Where lines go.
struct Out<'a> {
    to: &'a mut (dyn Write + Send),
    rows: BTreeMap<String, u64>,
}

impl Out<'_> {
    fn line(&mut self, value: &impl Serialize) -> Result<(), StoreError> {
        let mut text = serde_json::to_vec(value).map_err(|_| StoreError::Damaged("row"))?;
        text.push(b'\n');
        self.to.write_all(&text).map_err(StoreError::File)
    }

    /// A row, and before the first of a table its columns.
    fn row(&mut self, table: &str, columns: impl FnOnce() -> Vec<String>, values: &[Value]) -> Result<(), StoreError> {
        if !self.rows.contains_key(table) {
            self.line(&TableHead { table: table.to_owned(), columns: columns() })?;
        }
        *self.rows.entry(table.to_owned()).or_default() += 1;
        let values: Vec<serde_json::Value> = values
            .iter()
            .map(|v| match v {
                Value::Text(text) => text.as_str().into(),
                Value::Int(number) => (*number).into(),
            })
            .collect();
        self.line(&values)
    }
}

macro_rules! dump_from {
    ($tx:expr, $read:expr, $out:expr) => {
        for table in TABLES.iter().filter(|table| table.dump).map(|table| table.name) {
            // The names are ours, from the list above.
            let query = AssertSqlSafe(format!("select * from {table}"));
            let mut rows = sqlx::query(query).fetch(&mut *$tx);
            while let Some(row) = rows.try_next().await? {
                let columns = || row.columns().iter().map(|c| c.name().to_owned()).collect();
                $out.row(table, columns, $read(&row)?.values())?;
            }
        }
    };
}

impl Store {
    /// Write all records out, as they are at one moment. Returns how many rows of each table.
    pub async fn dump(&self, to: &mut (dyn Write + Send)) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut out = Out { to, rows: BTreeMap::new() };
        out.line(&Head { format: FORMAT.to_owned(), schema: schema() })?;
        match self.db().pools() {
            Pools::Sqlite { read, .. } => {
                let mut tx = read.begin().await?;
                dump_from!(tx, read_sqlite, out);
            }
            Pools::Postgres { pool, .. } => {
                let mut tx = pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
                dump_from!(tx, read_postgres, out);
            }
        }
        Ok(out.rows)
    }

    /// Copy the keys of persons, as they are at one moment, into a new file.
    pub async fn persons_copy(&self, to: &std::path::Path) -> Result<(), StoreError> {
        let path = to.display().to_string();
        sqlx::query("vacuum into $1").bind(path).execute(self.persons.pool()).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use crate::tables::TABLES;

    /// A table that a backup forgets is data that a restore loses.
    #[test]
    fn every_table_of_the_data_map_is_dumped_or_left_out_by_name() {
        let map: BTreeMap<String, toml::Value> = toml::from_str(include_str!("../data_map.toml")).unwrap();
        let mapped: BTreeSet<&str> = map.keys().map(String::as_str).collect();
        let listed: BTreeSet<&str> = TABLES.iter().map(|table| table.name).collect();
        // The keys of people and the journal beside them lie in a file of their own.
        let beside: BTreeSet<&str> = mapped.difference(&listed).copied().collect();
        assert!(listed.is_subset(&mapped), "{listed:?}");
        assert!(beside.is_empty(), "{beside:?}");
    }
}
