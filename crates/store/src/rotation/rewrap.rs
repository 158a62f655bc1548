//! Sealing again, with the newest key, what an earlier one sealed. It goes through everything and changes what the
//! newest does not open, so that it may be stopped anywhere and begun again.

use sqlx::Row as _;

use crate::{
    Store,
    db::{Row, Value, unit_of_work},
    error::StoreError,
};

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewrapped {
    /// Values that were sealed again.
    pub changed: u64,
    /// Values that no key opens: damaged, or sealed with a key that is gone.
    pub unreadable: u64,
    /// Whether it came to the end.
    pub complete: bool,
}

/// A column that the installation's own key seals, and where: what a value is bound to begins with that.
#[derive(Debug)]
pub struct Sealed {
    /// The column, as `table.column`.
    pub name: &'static str,
    place: &'static str,
    page: &'static str,
    update: &'static str,
    /// Rows are counted, and not named.
    numbered: bool,
    /// Other keys seal it too, so that not every value is ours to open.
    shared: bool,
}

macro_rules! sealed {
    ($table:literal, $key:literal, $column:literal, $place:literal, $numbered:literal, $shared:literal) => {
        Sealed {
            name: concat!($table, ".", $column),
            place: $place,
            page: concat!(
                "select ",
                $key,
                ", ",
                $column,
                " from ",
                $table,
                " where ",
                $key,
                " > $1 order by ",
                $key,
                " limit 500"
            ),
            update: concat!("update ", $table, " set ", $column, " = $1 where ", $key, " = $2 and ", $column, " = $3"),
            numbered: $numbered,
            shared: $shared,
        }
    };
}

/// Every column of the database that is sealed with the installation's own key; all others are sealed with a key of
/// their own, which lies in the file of persons' keys.
pub const SEALED: &[Sealed] = &[
    sealed!("consent", "id", "subject_enc", "consent.subject", false, false),
    sealed!("restriction", "seq", "subject_enc", "restriction.subject", true, false),
    sealed!("staff", "id", "email_enc", "staff.email", false, false),
    sealed!("staff", "id", "name_enc", "staff.name", false, false),
    sealed!("staff", "id", "totp_enc", "staff.totp", false, false),
    sealed!("passkey", "id", "name_enc", "staff.passkey", false, false),
    sealed!("link", "token_hash", "subject_enc", "link.subject", false, false),
    sealed!("job", "id", "payload_enc", "job.payload", false, false),
    // One that waited while an earlier version was replaced.
    sealed!("message", "id", "payload_enc", "message.payload", false, true),
];

/// One value, and what is to stand there instead.
struct Change {
    key: Value,
    old: String,
    new: String,
}

impl Store {
    /// Seal again what the newest key did not seal, at most about `most` values. Persons' keys come first: whoever they
    /// are of is most worth it.
    pub async fn key_rewrap(&self, most: u64) -> Result<Rewrapped, StoreError> {
        let mut done = Rewrapped::default();
        self.rewrap_persons(most, &mut done).await?;
        self.rewrap_journal(most, &mut done).await?;
        for column in SEALED {
            self.rewrap_column(column, most, &mut done).await?;
        }
        done.complete = done.changed < most;
        // What was replaced is gone from the logs of both files too.
        self.persons.sweep().await?;
        self.db.sweep().await?;
        Ok(done)
    }

    /// The value sealed with the newest key; `None` when it is already.
    fn rewrapped(&self, place: &str, sealed: &str) -> Result<Option<String>, StoreError> {
        match self.keys.open_sealed_by(place, sealed)? {
            (_, true) => Ok(None),
            (plain, false) => self.keys.seal(place, &zeroize::Zeroizing::new(plain)).map(Some),
        }
    }

    async fn rewrap_persons(&self, most: u64, done: &mut Rewrapped) -> Result<(), StoreError> {
        let page = "select person_id, key_enc from person_key where person_id > $1 order by person_id limit 500";
        let mut after = String::new();
        while done.changed < most {
            let rows = sqlx::query(page).bind(&after).fetch_all(self.persons.pool()).await?;
            let mut statements = Vec::new();
            for row in &rows {
                let (id, old): (String, String) = (row.try_get(0)?, row.try_get(1)?);
                match self.rewrapped(&format!("person_key.{id}"), &old) {
                    Ok(Some(new)) => {
                        let update = "update person_key set key_enc = $1 where person_id = $2 and key_enc = $3";
                        statements.push(sqlx::query(update).bind(new).bind(id.clone()).bind(old));
                    }
                    Ok(None) => {}
                    Err(_) => done.unreadable += 1,
                }
                after = id;
            }
            if rows.is_empty() {
                break;
            }
            done.changed += statements.len() as u64;
            self.persons.run_together(statements).await?;
        }
        Ok(())
    }

    async fn rewrap_journal(&self, most: u64, done: &mut Rewrapped) -> Result<(), StoreError> {
        let page = "select seq, body_enc from journal where seq > $1 order by seq limit 500";
        let mut after = 0i64;
        while done.changed < most {
            let rows = sqlx::query(page).bind(after).fetch_all(self.persons.pool()).await?;
            let mut statements = Vec::new();
            for row in &rows {
                let (seq, old): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
                match self.rewrapped("journal", &old) {
                    Ok(Some(new)) => {
                        let update = "update journal set body_enc = $1 where seq = $2 and body_enc = $3";
                        statements.push(sqlx::query(update).bind(new).bind(seq).bind(old));
                    }
                    Ok(None) => {}
                    Err(_) => done.unreadable += 1,
                }
                after = seq;
            }
            if rows.is_empty() {
                break;
            }
            done.changed += statements.len() as u64;
            self.persons.run_together(statements).await?;
        }
        Ok(())
    }

    async fn rewrap_column(&self, column: &Sealed, most: u64, done: &mut Rewrapped) -> Result<(), StoreError> {
        let mut after: Value = if column.numbered { i64::MIN.into() } else { "".into() };
        while done.changed < most {
            let rows = self.db.read(column.page, &[after.clone()]).await?;
            let mut changes = Vec::new();
            for row in &rows {
                let (key, old) = (column.key(row)?, row.text(1)?);
                // Of a row that is found by a hash, the hash is its id, whatever key seals that.
                let id = if column.numbered { row.int(0)?.to_string() } else { row.text(0)? };
                let id = self.keys.hash_bare(&id).unwrap_or(id);
                after = key.clone();
                match self.rewrapped(&format!("{}.{id}", column.place), &old) {
                    // What was emptied has nothing to open.
                    _ if old.is_empty() => {}
                    Ok(Some(new)) => changes.push(Change { key, old, new }),
                    Ok(None) => {}
                    Err(_) if column.shared => {}
                    Err(_) => done.unreadable += 1,
                }
            }
            if rows.is_empty() {
                break;
            }
            unit_of_work!(self.db, |tx| {
                for change in &changes {
                    let values = [change.new.as_str().into(), change.key.clone(), change.old.as_str().into()];
                    tx.execute(column.update, &values).await?;
                }
                Ok(())
            })?;
            done.changed += changes.len() as u64;
        }
        Ok(())
    }
}

impl Sealed {
    fn key(&self, row: &Row) -> Result<Value, StoreError> {
        Ok(if self.numbered { row.int(0)?.into() } else { row.text(0)?.into() })
    }
}
