//! The two databases behind one face: text, integers and nothing else; one transaction type; retry.
//!
//! Invariant: what cannot be written is known at once ([`Db::trouble`]) and tried again by the next unit of work.

mod held;

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;

use sqlx::{
    ConnectOptions, Postgres, Row as _, SqlSafeStr, Sqlite, TypeInfo, ValueRef,
    migrate::{Migration, MigrationType, Migrator},
    postgres::{PgConnectOptions, PgPool, PgPoolOptions, PgRow},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteRow, SqliteSynchronous},
};

pub(crate) use self::held::{Held, answers};
use crate::{
    error::{StoreError, Trouble},
    sql,
};

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
pub(crate) const MIGRATIONS: &[(i64, &str, &str)] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// A database.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    state: Arc<State>,
}

/// The connections to it.
#[derive(Clone, Debug)]
pub enum Pools {
    /// SQLite: one writer, many readers.
    Sqlite {
        /// The writer.
        write: SqlitePool,
        /// The readers.
        read: SqlitePool,
        /// The readers of the restriction feed, so that no long list keeps it waiting.
        feed: SqlitePool,
    },
    /// PostgreSQL.
    Postgres {
        /// Everything but the feed.
        pool: PgPool,
        /// The restriction feed.
        feed: PgPool,
    },
}

/// What units of work learned about the database.
#[derive(Debug, Default)]
struct State {
    trouble: Mutex<Option<Trouble>>,
    /// The number of the lease under which this process writes; 0 without one.
    fence: AtomicI64,
}

/// A value for a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A 64-bit integer.
    Int(i64),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Int(number) => write!(f, "{number}"),
        }
    }
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

/// Whether there is a value for each placeholder: SQLite would take a missing one for nothing.
fn fits(sql: &str, values: &[Value]) -> bool {
    let numbers = sql.split('$').skip(1).filter_map(|rest| {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..digits)?.parse::<usize>().ok()
    });
    numbers.max().unwrap_or(0) == values.len()
}

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

/// Connections for what is not the feed.
const CONNECTIONS_MAX: u32 = 8;
/// Readers of SQLite.
const READERS_MAX: u32 = 4;

async fn open_sqlite(path: &str) -> Result<Pools, StoreError> {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("secure_delete", "ON")
        .disable_statement_logging();
    let pool = |most| SqlitePoolOptions::new().max_connections(most);
    let write = pool(1).connect_with(options.clone()).await?;
    let read = pool(READERS_MAX).connect_with(options.clone()).await?;
    Ok(Pools::Sqlite { write, read, feed: pool(1).connect_with(options).await? })
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    // What is slow is in the metrics; the text of a query, many times a second, helps nobody.
    let options = url.parse::<PgConnectOptions>()?.disable_statement_logging();
    let pool = |most| PgPoolOptions::new().max_connections(most);
    let feed = pool(1).connect_with(options.clone()).await?;
    Ok(Pools::Postgres { pool: pool(CONNECTIONS_MAX).connect_with(options).await?, feed })
}

impl Db {
    /// Connect.
    pub async fn open(url: &str) -> Result<Db, StoreError> {
        let pools = match url.split_once(':') {
            Some(("sqlite", path)) => open_sqlite(path).await?,
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await?,
            // The address may hold a password, so it is not repeated.
            _ => return Err(StoreError::Address(url.split(':').next().unwrap_or_default().to_owned())),
        };
        Ok(Db { pools, state: Arc::default() })
    }

    /// The connections to it.
    pub fn pools(&self) -> &Pools {
        &self.pools
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.pools, Pools::Postgres { .. })
    }

    pub(crate) async fn migrate(&self) -> Result<(), StoreError> {
        self.migrate_to(i64::MAX).await
    }

    /// Bring the tables up to date, as far as that change of them.
    pub(crate) async fn migrate_to(&self, last: i64) -> Result<(), StoreError> {
        let migrations = MIGRATIONS.iter().filter(|(version, ..)| *version <= last).map(|(version, name, text)| {
            Migration::new(*version, (*name).into(), MigrationType::Simple, (*text).into_sql_str(), false)
        });
        let migrator = Migrator::with_migrations(migrations.collect());
        match &self.pools {
            Pools::Sqlite { write, .. } => migrator.run(write).await?,
            Pools::Postgres { pool, .. } => migrator.run(pool).await?,
        }
        Ok(())
    }

    /// The number of the last change that the tables have; 0 for none.
    pub(crate) async fn schema(&self) -> Result<i64, StoreError> {
        // Without a table of changes there was none yet.
        match self.read("select coalesce(max(version), 0) from _sqlx_migrations", &[]).await {
            Err(error) if error.trouble().is_none() => Ok(0),
            rows => rows?.first().map_or(Ok(0), |row| row.int(0)),
        }
    }

    pub(crate) async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read, feed } => {
                feed.close().await;
                read.close().await;
                write.close().await;
            }
            Pools::Postgres { pool, feed } => {
                feed.close().await;
                pool.close().await;
            }
        }
    }

    /// Read outside a unit of work.
    pub async fn read(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        debug_assert!(fits(sql, values), "a value is missing: {sql}");
        match &self.pools {
            Pools::Sqlite { read, .. } => bound!(sql, values).fetch_all(read).await?.iter().map(read_sqlite).collect(),
            Pools::Postgres { pool, .. } => {
                bound!(sql, values).fetch_all(pool).await?.iter().map(read_postgres).collect()
            }
        }
    }

    /// Read the restriction feed, on a connection that nothing else may keep busy.
    pub(crate) async fn read_feed(&self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        debug_assert!(fits(sql, values), "a value is missing: {sql}");
        match &self.pools {
            Pools::Sqlite { feed, .. } => bound!(sql, values).fetch_all(feed).await?.iter().map(read_sqlite).collect(),
            Pools::Postgres { feed, .. } => {
                bound!(sql, values).fetch_all(feed).await?.iter().map(read_postgres).collect()
            }
        }
    }

    /// Have SQLite take its own log up, so that what was deleted is written over in its file and gone from the log. `false`
    /// when somebody who reads is in the way. PostgreSQL sweeps by itself.
    pub async fn sweep(&self) -> Result<bool, StoreError> {
        let Pools::Sqlite { write, .. } = &self.pools else { return Ok(true) };
        let row = sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(write).await?;
        Ok(sqlx::Row::try_get::<i64, _>(&row, 0)? == 0)
    }

    /// Begin a unit of work. It is undone unless [`Tx::commit`] is called.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        let mut tx = match &self.pools {
            Pools::Sqlite { write, .. } => Tx::Sqlite(Held::begin(write, "BEGIN IMMEDIATE").await?),
            Pools::Postgres { pool, .. } => {
                Tx::Postgres(Held::begin(pool, "BEGIN ISOLATION LEVEL SERIALIZABLE").await?)
            }
        };
        let fence = self.state.fence.load(Ordering::Acquire);
        if fence > 0 && tx.read(sql::LEASE_READ, &[]).await?.first().map(|row| row.int(0)).transpose()? != Some(fence) {
            return Err(StoreError::Superseded);
        }
        Ok(tx)
    }

    /// Write only as long as the lease of that number is the newest.
    pub(crate) fn fenced(&self, fence: i64) {
        self.state.fence.store(fence, Ordering::Release);
    }

    /// What keeps records from being written, as the last unit of work met it.
    pub fn trouble(&self) -> Option<Trouble> {
        *self.state.trouble.lock()
    }

    /// Remember what a unit of work met: an error, or none.
    pub(crate) fn met(&self, error: Option<&StoreError>) {
        let trouble = error.and_then(StoreError::trouble);
        // Where nothing was wrong with the database, whether it can be written to is not known better than before.
        if error.is_none() || trouble.is_some() {
            *self.state.trouble.lock() = trouble;
        }
    }
}

/// A unit of work.
pub enum Tx {
    /// On SQLite.
    Sqlite(Held<Sqlite>),
    /// On PostgreSQL.
    Postgres(Held<Postgres>),
}

impl Tx {
    /// Change something; returns how many rows were.
    pub async fn execute(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        debug_assert!(fits(sql, values), "a value is missing: {sql}");
        Ok(match self {
            Tx::Sqlite(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
            Tx::Postgres(tx) => bound!(sql, values).execute(&mut **tx).await?.rows_affected(),
        })
    }

    /// Read something.
    pub async fn read(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        debug_assert!(fits(sql, values), "a value is missing: {sql}");
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

    /// Undo it, because of that error of the database, if it was one.
    pub(crate) async fn undo(self, error: Option<&StoreError>) {
        if error.is_some_and(|error| error.trouble().is_some()) {
            // SQLite has undone it by itself then, and the two sides would no longer agree: the connection goes.
            return;
        }
        match self {
            Tx::Sqlite(tx) => tx.undo().await,
            Tx::Postgres(tx) => tx.undo().await,
        }
    }
}

/// A unit of work within the store, for upkeep that is nobody's use case. The block sees `$tx: &mut Tx`.
macro_rules! unit_of_work {
    ($db:expr, |$tx:ident| $body:block) => {{
        let mut attempts = $crate::work::Attempts::default();
        loop {
            let tried: Result<_, $crate::error::StoreError> = match $db.begin().await {
                Ok(mut tx) => {
                    let done = {
                        let $tx = &mut tx;
                        async { $body }.await
                    };
                    $crate::work::end(tx, done).await
                }
                Err(error) => Err(error),
            };
            if let Some(done) = attempts.over_db(&$db, tried).await {
                break done;
            }
        }
    }};
}

pub(crate) use bound;
pub(crate) use unit_of_work;
