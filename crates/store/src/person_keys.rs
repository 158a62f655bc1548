//! One key a person, and one a request, in a file of its own beside the master secret and apart from the data: when it is
//! destroyed, what lies in the database and in its backups can be read no more. Beside them stands what a restored database
//! must not forget: the journal, and how many grants were ever made.
//!
//! Invariant: a key is durable before anything is sealed with it, and is never made twice for one person.

use std::{collections::HashMap, sync::Arc, time::Duration};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305};
use hjemmel_model::Entropy;
use parking_lot::Mutex;
use sqlx::{
    ConnectOptions, Row, Sqlite,
    query::Query,
    sqlite::{
        SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
    },
};
use zeroize::Zeroizing;

use crate::{
    db::Held,
    error::{StoreError, Trouble},
    keyring::{Keyring, open_with, seal_with},
};

/// The keys of persons.
#[derive(Clone, Debug)]
pub struct PersonKeys {
    pool: SqlitePool,
    trouble: Arc<Mutex<Option<Trouble>>>,
}

/// A statement with its values.
type Statement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// A new key; of two for one person the first stands.
const KEY_INSERT: &str =
    "insert into person_key (person_id, key_enc) values ($1, $2) on conflict (person_id) do nothing";

/// The key of one person.
pub struct PersonKey(XChaCha20Poly1305);

impl std::fmt::Debug for PersonKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonKey(..)")
    }
}

impl PersonKeys {
    /// Open the file at `path`, or make it.
    pub async fn open(path: &str) -> Result<PersonKeys, StoreError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(5))
            .pragma("secure_delete", "ON")
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        sqlx::query("create table if not exists person_key (person_id text primary key, key_enc text not null)")
            .execute(&pool)
            .await?;
        sqlx::query(
            "create table if not exists journal (seq integer primary key autoincrement, body_enc text not null, at_ms integer not null)",
        )
        .execute(&pool)
        .await?;
        // Which entries are about an address, by a keyed hash: without it an erasure would open every one.
        sqlx::query(
            "create table if not exists journal_about (hash text not null, seq integer not null, primary key (hash, seq)) without rowid",
        )
        .execute(&pool)
        .await?;
        sqlx::query("create table if not exists mark (name text primary key, value integer not null)")
            .execute(&pool)
            .await?;
        sqlx::query("create table if not exists file (id integer primary key, name text not null)")
            .execute(&pool)
            .await?;
        Ok(PersonKeys { pool, trouble: Arc::default() })
    }

    /// What keeps the file from being written, as whoever wrote last met it.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        *self.trouble.lock()
    }

    /// Run one statement by itself. A connection that met a full or failing disk is not used again.
    pub(crate) async fn run(&self, statement: Statement<'_>) -> Result<(), StoreError> {
        let mut connection = self.pool.acquire().await?;
        let done = statement.execute(&mut *connection).await.map(|_| ()).map_err(StoreError::from);
        if self.met(&done) {
            connection.close_on_drop();
        }
        done
    }

    /// Run statements together, all or none. Returns the number of the row that came last.
    pub(crate) async fn run_together(&self, statements: Vec<Statement<'_>>) -> Result<i64, StoreError> {
        let done = self.together(statements).await;
        self.met(&done);
        done
    }

    async fn together(&self, statements: Vec<Statement<'_>>) -> Result<i64, StoreError> {
        let mut work = Held::begin(&self.pool, "BEGIN IMMEDIATE").await?;
        let mut last = 0;
        for statement in statements {
            last = statement.execute(&mut *work).await?.last_insert_rowid();
        }
        work.commit().await?;
        Ok(last)
    }

    /// Remember what a write met. `true` when it was trouble.
    fn met<T>(&self, done: &Result<T, StoreError>) -> bool {
        let trouble = done.as_ref().err().and_then(StoreError::trouble);
        if done.is_ok() || trouble.is_some() {
            *self.trouble.lock() = trouble;
        }
        trouble.is_some()
    }

    /// The name of this very file, made with it: a new file has another one.
    pub(crate) async fn name(&self, ring: &Keyring) -> Result<String, StoreError> {
        let mut fresh = [0u8; 16];
        ring.entropy().fill(&mut fresh);
        let name = crate::evidence::hex(&fresh);
        self.run(sqlx::query("insert into file (id, name) values (1, $1) on conflict (id) do nothing").bind(name))
            .await?;
        Ok(sqlx::query("select name from file where id = 1").fetch_one(&self.pool).await?.try_get(0)?)
    }

    /// A number that only ever rises, whatever database is restored; 0 when it was never set.
    pub(crate) async fn mark(&self, name: &str) -> Result<i64, StoreError> {
        let row = sqlx::query("select value from mark where name = $1").bind(name).fetch_optional(&self.pool).await?;
        row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
    }

    /// Raise it. When this returns, that is on disk.
    pub(crate) async fn mark_raise(&self, name: &str, to: i64) -> Result<(), StoreError> {
        let raise = sqlx::query(
            "insert into mark (name, value) values ($1, $2) on conflict (name) do update set value = max(value, excluded.value)",
        );
        self.run(raise.bind(name).bind(to)).await
    }

    /// Set it, up or down, because a person said so.
    pub(crate) async fn mark_set(&self, name: &str, to: i64) -> Result<(), StoreError> {
        let set =
            "insert into mark (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
        self.run(sqlx::query(set).bind(name).bind(to)).await
    }

    pub(crate) fn pool(&self) -> &SqlitePool {
        &self.pool
    }

    /// The key of a person who has one; a missing key is how an erased person looks.
    pub async fn get(&self, ring: &Keyring, person: &str) -> Result<PersonKey, StoreError> {
        let found = sqlx::query("select key_enc from person_key where person_id = $1")
            .bind(person)
            .fetch_optional(&self.pool)
            .await?;
        let row = found.ok_or(StoreError::NotFound("key of this person"))?;
        opened(ring, person, row.try_get(0)?)
    }

    /// The keys of the people after `after` up to `last`.
    pub(crate) async fn between(
        &self,
        ring: &Keyring,
        after: &str,
        last: &str,
    ) -> Result<HashMap<String, PersonKey>, StoreError> {
        let rows = sqlx::query("select person_id, key_enc from person_key where person_id > $1 and person_id <= $2")
            .bind(after)
            .bind(last)
            .fetch_all(&self.pool)
            .await?;
        let mut out = HashMap::with_capacity(rows.len());
        for row in &rows {
            let person: String = row.try_get(0)?;
            out.insert(person.clone(), opened(ring, &person, row.try_get(1)?)?);
        }
        Ok(out)
    }

    /// The key of a person, made when there is none. When this returns, the key is on disk.
    pub async fn make(&self, ring: &Keyring, person: &str) -> Result<PersonKey, StoreError> {
        let mut secret = Zeroizing::new([0u8; 32]);
        ring.entropy().fill(secret.as_mut());
        let plain = Zeroizing::new(STANDARD_NO_PAD.encode(secret.as_ref()));
        let sealed = ring.seal(&format!("person_key.{person}"), &plain)?;
        self.run(sqlx::query(KEY_INSERT).bind(person).bind(sealed)).await?;
        // Whoever was first, theirs counts.
        self.get(ring, person).await
    }

    /// The keys of many who have none yet, in one go. When this returns, they are on disk.
    pub async fn make_many(&self, ring: &Keyring, people: &[&str]) -> Result<(), StoreError> {
        let mut statements = Vec::with_capacity(people.len());
        for person in people {
            let mut secret = Zeroizing::new([0u8; 32]);
            ring.entropy().fill(secret.as_mut());
            let plain = Zeroizing::new(STANDARD_NO_PAD.encode(secret.as_ref()));
            let sealed = ring.seal(&format!("person_key.{person}"), &plain)?;
            statements.push(sqlx::query(KEY_INSERT).bind(*person).bind(sealed));
        }
        self.run_together(statements).await.map(|_| ())
    }

    /// Destroy a person's key. Nothing that was sealed with it can be read after this.
    pub async fn destroy(&self, person: &str) -> Result<(), StoreError> {
        self.run(sqlx::query("delete from person_key where person_id = $1").bind(person)).await?;
        // The log of the file still holds the page; it goes too.
        self.sweep().await
    }

    /// Take the file's own log up, so that what was written over is gone from it.
    pub(crate) async fn sweep(&self) -> Result<(), StoreError> {
        sqlx::query("pragma wal_checkpoint(truncate)").execute(&self.pool).await?;
        Ok(())
    }

    /// Whose keys there are, by id, after `after`, at most 500.
    pub(crate) async fn page(&self, after: &str) -> Result<Vec<String>, StoreError> {
        let rows = sqlx::query("select person_id from person_key where person_id > $1 order by person_id limit 500")
            .bind(after)
            .fetch_all(&self.pool)
            .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    pub(crate) async fn close(&self) {
        self.pool.close().await;
    }
}

fn opened(ring: &Keyring, person: &str, sealed: &str) -> Result<PersonKey, StoreError> {
    let plain = Zeroizing::new(ring.open_sealed(&format!("person_key.{person}"), sealed)?);
    let bytes = Zeroizing::new(STANDARD_NO_PAD.decode(plain.as_bytes()).map_err(|_| StoreError::Damaged("key"))?);
    let key: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| StoreError::Damaged("key"))?;
    Ok(PersonKey(XChaCha20Poly1305::new(&Key::from(*key))))
}

impl PersonKey {
    /// Ciphertext of a personal column; `place` is bound to it.
    pub fn seal(&self, entropy: &dyn Entropy, place: &str, plain: &str) -> Result<String, StoreError> {
        seal_with(&self.0, entropy, place, plain)
    }

    /// What [`PersonKey::seal`] sealed at the same place.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String, StoreError> {
        open_with(&self.0, place, sealed)
    }
}

#[cfg(test)]
mod tests {
    use hjemmel_testkit::Seeded;

    use super::*;

    #[tokio::test]
    async fn after_a_full_disk_keys_are_made_again_as_soon_as_there_is_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("persons.db");
        let keys = PersonKeys::open(path.to_str().unwrap()).await.unwrap();
        let ring = Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap();
        keys.make(&ring, "per_1").await.unwrap();
        // The file may not grow: that is what a full disk looks like to this connection.
        sqlx::query("pragma max_page_count = 1").fetch_one(&keys.pool).await.unwrap();
        let mut made = 1;
        let full = loop {
            match keys.make(&ring, &format!("per_{}", made + 1)).await {
                Ok(_) => made += 1,
                Err(error) => break error,
            }
            assert!(made < 10_000, "it never filled up");
        };
        assert_eq!(full.trouble(), Some(Trouble::Full));
        assert_eq!(keys.trouble(), Some(Trouble::Full), "health says so");
        // There is room again, because the connection that met the full disk was not kept.
        keys.make(&ring, "per_later").await.unwrap();
        keys.mark_raise("grant", 7).await.unwrap();
        assert_eq!((keys.trouble(), keys.mark("grant").await.unwrap()), (None, 7));
        let there: i64 =
            sqlx::query("select count(*) from person_key").fetch_one(&keys.pool).await.unwrap().try_get(0).unwrap();
        assert_eq!(there, made + 1, "nothing half, nothing lost");
    }
}
