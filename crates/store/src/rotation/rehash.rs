//! Sealing hashes again, with the newest key of lookups, so that they are found by it. It goes through everything and
//! changes what the newest did not seal, so that it may be stopped anywhere and begun again.
//!
//! Invariant: nothing looks anything up while some hashes are of one key and some of another. A database says by which
//! its hashes are found, in a counter that goes with a backup of it; the file of persons' keys says so by a mark.

use sqlx::Row as _;

use crate::{
    Store,
    db::{Row, Value, unit_of_work},
    error::StoreError,
    rotation::Rewrapped,
    sql,
};

/// The counter, and the mark, with the number of the key that seals every hash.
pub(crate) const FOUND_BY: &str = "key_lookup_done";

/// A column of keyed hashes, and what its rows are known by.
#[derive(Debug)]
pub struct Hashed {
    /// The column, as `table.column`.
    pub name: &'static str,
    page: &'static str,
    update: &'static str,
    /// What comes before the first row.
    first: &'static [&'static str],
}

macro_rules! hashed {
    ($table:literal, $column:literal, $keys:literal, $after:literal, $same:literal, $first:expr) => {
        Hashed {
            name: concat!($table, ".", $column),
            page: concat!(
                "select ",
                $column,
                ", ",
                $keys,
                " from ",
                $table,
                " where (",
                $keys,
                ") > (",
                $after,
                ") order by ",
                $keys,
                " limit 2000"
            ),
            update: concat!(
                "update ",
                $table,
                " set ",
                $column,
                " = $1 where ",
                $column,
                " = $2 and (",
                $keys,
                ") = (",
                $same,
                ")"
            ),
            first: $first,
        }
    };
    ($table:literal, $column:literal, $key:literal) => {
        hashed!($table, $column, $key, "$1", "$3", &[""])
    };
}

/// Every column of keyed hashes. Whoever adds one enters it here; a test compares the list with the data map.
pub const HASHED: &[Hashed] = &[
    hashed!("consent", "subject_hash", "id"),
    hashed!("consent_proof", "subject_hash", "site_id, subject_hash", "$1, $2", "$3, $4", &["", ""]),
    hashed!("restriction", "subject_hash", "seq", "$1", "$3", NUMBERED),
    hashed!("staff", "email_hash", "id"),
    hashed!("staff", "address_hash", "id"),
    hashed!("recovery_code", "code_hash", "code_hash"),
    hashed!("staff_device", "token_hash", "token_hash"),
    hashed!("sign_in_failure", "key_hash", "key_hash"),
    hashed!("session", "token_hash", "id"),
    hashed!("link", "token_hash", "token_hash"),
    hashed!("api_key", "key_hash", "id"),
    hashed!("identifier", "value_hash", "id"),
    hashed!("suppression", "value_hash", "tenant_id, kind, value_hash", "$1, $2, $3", "$3, $4, $5", &["", "", ""]),
    hashed!("mail_link", "token_hash", "token_hash"),
    hashed!("holder_code", "id_hash", "id_hash"),
    hashed!("holder_code", "code_hash", "id_hash"),
    hashed!("holder_session", "token_hash", "token_hash"),
    hashed!("import", "file_mark", "id"),
    hashed!("import_doubt", "value_hash", "import_id, value_hash", "$1, $2", "$3, $4", &["", ""]),
    hashed!(
        "doubt",
        "value_hash",
        "tenant_id, kind, value_hash, import_id",
        "$1, $2, $3, $4",
        "$3, $4, $5, $6",
        &["", "", "", ""]
    ),
    hashed!("visitor_link", "subject_hash", "id"),
    hashed!("person_order", "number_hash", "id"),
];

/// Rows are counted, and not named.
const NUMBERED: &[&str] = &[];

impl Hashed {
    fn before_first(&self) -> Vec<Value> {
        match self.first {
            [] => vec![i64::MIN.into()],
            texts => texts.iter().map(|text| (*text).into()).collect(),
        }
    }
}

impl Store {
    /// Whether hashes wait for the newest key: nothing may be looked up before.
    pub(crate) async fn hashes_wait(&self) -> Result<bool, StoreError> {
        let newest = i64::from(self.keys.lookup_number());
        let counted = self.db.read(sql::COUNTER_READ, &[FOUND_BY.into()]).await?;
        let here = counted.first().map_or(Ok(1), |row| row.int(0))?;
        Ok(here.min(self.persons.mark(FOUND_BY).await?.max(1)) < newest)
    }

    /// Seal again what the newest key of lookups did not seal, at most about `most` hashes; to be done before anything is
    /// looked up. When it came to the end, database and keys know that it did.
    pub async fn key_rehash(&self, most: u64) -> Result<Rewrapped, StoreError> {
        let mut done = Rewrapped::default();
        self.rehash_journal(most, &mut done).await?;
        for column in HASHED {
            self.rehash_column(column, most, &mut done).await?;
        }
        done.complete = done.changed < most;
        if done.complete {
            // What was replaced is gone from the logs of both files too.
            self.persons.sweep().await?;
            self.db.sweep().await?;
            let newest = i64::from(self.keys.lookup_number());
            self.persons.mark_raise(FOUND_BY, newest).await?;
            unit_of_work!(self.db, |tx| {
                tx.execute(sql::COUNTER_RAISE, &[FOUND_BY.into(), newest.into()]).await.map(|_| ())
            })?;
        }
        Ok(done)
    }

    /// A hash as the newest key has it; `None` when it is so already, or when no key opens it.
    fn rehashed(&self, stored: &str, done: &mut Rewrapped) -> Option<String> {
        match self.keys.hash_renewed(stored) {
            Ok(new) => Some(new).filter(|new| new != stored),
            Err(_) => {
                done.unreadable += 1;
                None
            }
        }
    }

    async fn rehash_journal(&self, most: u64, done: &mut Rewrapped) -> Result<(), StoreError> {
        let page = "select hash, seq from journal_about where (hash, seq) > ($1, $2) order by hash, seq limit 2000";
        let (mut hash, mut seq) = (String::new(), 0i64);
        while done.changed < most {
            let rows = sqlx::query(page).bind(&hash).bind(seq).fetch_all(self.persons.pool()).await?;
            let mut statements = Vec::new();
            for row in &rows {
                (hash, seq) = (row.try_get(0)?, row.try_get(1)?);
                if let Some(new) = self.rehashed(&hash, done) {
                    let update = "update or replace journal_about set hash = $1 where hash = $2 and seq = $3";
                    statements.push(sqlx::query(update).bind(new).bind(hash.clone()).bind(seq));
                }
            }
            if rows.is_empty() {
                break;
            }
            done.changed += statements.len() as u64;
            self.persons.run_together(statements).await?;
        }
        Ok(())
    }

    async fn rehash_column(&self, column: &Hashed, most: u64, done: &mut Rewrapped) -> Result<(), StoreError> {
        let mut after = column.before_first();
        while done.changed < most {
            let rows = self.db.read(column.page, &after).await?;
            let Some(last) = rows.last() else { break };
            after = key(last);
            let mut changes: Vec<Vec<Value>> = Vec::new();
            for row in &rows {
                let stored = row.text(0)?;
                if let Some(new) = self.rehashed(&stored, done) {
                    changes.push([vec![new.into(), stored.into()], key(row)].concat());
                }
            }
            unit_of_work!(self.db, |tx| {
                for change in &changes {
                    tx.execute(column.update, change).await?;
                }
                Ok(())
            })?;
            done.changed += changes.len() as u64;
        }
        Ok(())
    }
}

/// What a row is known by.
fn key(row: &Row) -> Vec<Value> {
    row.values().iter().skip(1).cloned().collect()
}
