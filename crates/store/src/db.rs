//! The two databases behind one face: text, integers and nothing else; one transaction type; retry.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use sqlx::{
    Row as _, SqlSafeStr, TypeInfo, ValueRef,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

use crate::error::StoreError;

/// Attempts at a unit of work that meets another one.
pub(crate) const ATTEMPTS_MAX: u32 = 30;
/// Longest wait before the next attempt, in milliseconds.
const PAUSE_MS_MAX: u64 = 200;

/// Wait before another attempt: longer each time, and not as long as whoever met us.
pub(crate) async fn pause(attempt: u32) {
    static TURN: AtomicU64 = AtomicU64::new(0);
    let turn = TURN.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed) >> 40;
    let most = u64::from(4 * attempt * attempt).min(PAUSE_MS_MAX);
    tokio::time::sleep(Duration::from_millis(1 + turn % most)).await;
}

/// Every change of the tables, in order. One that has been released is never edited.
pub(crate) const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "init", include_str!("../sql/migrations/0001_init.sql")),
    (2, "jobs", include_str!("../sql/migrations/0002_jobs.sql")),
    (3, "people", include_str!("../sql/migrations/0003_people.sql")),
    (4, "erasure", include_str!("../sql/migrations/0004_erasure.sql")),
    (5, "campaigns", include_str!("../sql/migrations/0005_campaigns.sql")),
    (6, "requests", include_str!("../sql/migrations/0006_requests.sql")),
    (7, "imports", include_str!("../sql/migrations/0007_imports.sql")),
    (8, "profiles", include_str!("../sql/migrations/0008_profiles.sql")),
    (9, "import_parts", include_str!("../sql/migrations/0009_import_parts.sql")),
    (10, "person_joins", include_str!("../sql/migrations/0010_person_joins.sql")),
    (11, "channels", include_str!("../sql/migrations/0011_channels.sql")),
    (14, "accounts", include_str!("../sql/migrations/0014_accounts.sql")),
];

/// A database.
#[derive(Clone, Debug)]
pub enum Db {
    /// SQLite: one writer, many readers.
    Sqlite {
        /// The writer.
        write: SqlitePool,
        /// The readers.
        read: SqlitePool,
    },
    /// PostgreSQL.
    Postgres(PgPool),
}

/// A value for a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A 64-bit integer.
    Int(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Int(number)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Value {
        Value::Int(i64::from(number))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Value {
        Value::Int(i64::from(flag))
    }
}

/// A row read back, by position.
#[derive(Clone, Debug)]
pub struct Row(Vec<Value>);

impl Row {
    /// Its values.
    pub(crate) fn values(&self) -> &[Value] {
        &self.0
    }

    /// The text at `index`.
    pub fn text(&self, index: usize) -> Result<String, StoreError> {
        match self.0.get(index) {
            Some(Value::Text(text)) => Ok(text.clone()),
            _ => Err(StoreError::Damaged("text")),
        }
    }

    /// The integer at `index`.
    pub fn int(&self, index: usize) -> Result<i64, StoreError> {
        match self.0.get(index) {
            Some(Value::Int(number)) => Ok(*number),
            _ => Err(StoreError::Damaged("number")),
        }
    }

    /// The integer at `index`, as a 32-bit one.
    pub fn u32(&self, index: usize) -> Result<u32, StoreError> {
        u32::try_from(self.int(index)?).map_err(|_| StoreError::Damaged("number"))
    }
}

macro_rules! read_row {
    ($name:ident, $row:ty) => {
        pub(crate) fn $name(row: &$row) -> Result<Row, StoreError> {
            let mut out = Vec::with_capacity(row.columns().len());
            for index in 0..row.columns().len() {
                let kind = row.try_get_raw(index)?.type_info().name().to_owned();
                out.push(match kind.as_str() {
                    "INTEGER" | "INT8" => Value::Int(row.try_get(index)?),
                    "TEXT" => Value::Text(row.try_get(index)?),
                    _ => return Err(StoreError::Damaged("column type")),
                });
            }
            Ok(Row(out))
        }
    };
}

read_row!(read_sqlite, SqliteRow);
read_row!(read_postgres, PgRow);

macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text.as_str()),
                Value::Int(number) => query.bind(*number),
            };
        }
        query
    }};
}

impl Db {
    /// Connect.
    pub async fn open(url: &str) -> Result<Db, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
                .pragma("secure_delete", "ON");
            let write = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
            let read = SqlitePoolOptions::new().max_connections(4).connect_with(options).await?;
            return Ok(Db::Sqlite { write, read });
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            let options: PgConnectOptions = url.parse()?;
            return Ok(Db::Postgres(PgPoolOptions::new().max_connections(8).connect_with(options).await?));
        }
        // The address may hold a password, so it is not repeated.
        Err(StoreError::Address(url.split(':').next().unwrap_or_default().to_owned()))
    }

    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        let migrations = MIGRATIONS.iter().map(|(version, name, text)| {
            Migration::new(*version, (*name).into(), MigrationType::Simple, (*text).into_sql_str(), false)
        });
        let migrator = Migrator::with_migrations(migrations.collect());
        match self {
            Db::Sqlite { write, .. } => migrator.run(write).await?,
            Db::Postgres(pool) => migrator.run(pool).await?,
        }
        Ok(())
    }

    pub(crate) async fn close(&self) {
        match self {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }

    /// Read outside a unit of work.
    pub async fn read(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self {
            Db::Sqlite { read, .. } => bound!(sql, values).fetch_all(read).await?.iter().map(read_sqlite).collect(),
            Db::Postgres(pool) => bound!(sql, values).fetch_all(pool).await?.iter().map(read_postgres).collect(),
        }
    }

    /// Have SQLite take its own log up, so that what was deleted is written over in its file and gone from the log. `false`
    /// when somebody who reads is in the way. PostgreSQL sweeps by itself.
    pub async fn sweep(&self) -> Result<bool, StoreError> {
        let Db::Sqlite { write, .. } = self else { return Ok(true) };
        let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(write).await?;
        Ok(sqlx::Row::try_get::<i64, _>(&row, 0)? == 0)
    }

    /// Begin a unit of work. It is undone unless [`Tx::commit`] is called.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Db::Postgres(pool) => Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL SERIALIZABLE").await?),
        })
    }
}

/// A unit of work.
pub enum Tx {
    /// On SQLite.
    Sqlite(sqlx::SqliteTransaction<'static>),
    /// On PostgreSQL.
    Postgres(sqlx::PgTransaction<'static>),
}

impl Tx {
    /// Change something; returns how many rows were.
    pub async fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        Ok(match self {
            Tx::Sqlite(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Tx::Postgres(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Read something.
    pub async fn read(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        match self {
            Tx::Sqlite(tx) => bound!(sql, values).fetch_all(&mut **tx).await?.iter().map(read_sqlite).collect(),
            Tx::Postgres(tx) => bound!(sql, values).fetch_all(&mut **tx).await?.iter().map(read_postgres).collect(),
        }
    }

    /// Keep it.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Run a unit of work, again from the start when it met another one. The block sees `$tx: &mut Tx`, may borrow what is
/// around it, and gives a `Result<T, StoreError>`.
macro_rules! unit_of_work {
    ($db:expr, |$tx:ident| $body:block) => {{
        let mut attempt: u32 = 0;
        loop {
            attempt += 1;
            let tried: Result<_, $crate::error::StoreError> = async {
                let mut work = $db.begin().await?;
                let out = {
                    let $tx = &mut work;
                    let out: Result<_, $crate::error::StoreError> = async { $body }.await;
                    out?
                };
                work.commit().await?;
                Ok(out)
            }
            .await;
            match tried {
                Err(e) if e.is_retryable() && attempt < $crate::db::ATTEMPTS_MAX => {
                    $crate::db::pause(attempt).await;
                }
                Err(e) if e.is_retryable() => break Err($crate::error::StoreError::Busy),
                done => break done,
            }
        }
    }};
}

pub(crate) use bound;
pub(crate) use unit_of_work;
