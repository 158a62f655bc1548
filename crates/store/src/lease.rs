//! One server a database: whoever serves holds a lease, and nobody else serves, migrates or replays meanwhile.
//!
//! On SQLite it is a lock on a file beside the database, which ends with the process and with nothing else. On PostgreSQL it
//! is a lock of a session, which ends when that connection does; because a process that was paused may wake up after
//! that, each lease has a number, and every unit of work asks whether its own is still the newest.

use std::{
    fs::{File, OpenOptions, TryLockError},
    time::Duration,
};

use sqlx::{Connection, Executor, PgConnection, Row, postgres::PgConnectOptions};

use crate::{Store, db::answers, error::StoreError};

/// The lock of a session that means *serves this database*; databases of one PostgreSQL do not share it.
const LOCK: i64 = 0x686a_656d_6d65_6c01;
/// How long whoever comes waits for whoever is just leaving.
const WAIT: Duration = Duration::from_secs(10);
const WAIT_STEP: Duration = Duration::from_millis(200);

/// The right to serve a database.
#[derive(Debug)]
pub struct Lease(Kind);

#[derive(Debug)]
enum Kind {
    /// The file is locked until it is closed.
    File { _locked: File },
    /// The session that holds the lock, and the number of this lease.
    Session { connection: Box<PgConnection>, url: String, fence: i64 },
}

impl Lease {
    /// Take the lease of the database at `url`; [`StoreError::Held`] while somebody else has it.
    pub async fn take(url: &str) -> Result<Lease, StoreError> {
        let mut waited = Duration::ZERO;
        loop {
            match Lease::try_take(url).await {
                Err(StoreError::Held) if waited < WAIT => {
                    waited += WAIT_STEP;
                    tokio::time::sleep(WAIT_STEP).await;
                }
                taken => return taken,
            }
        }
    }

    /// The same, without waiting for whoever is just leaving.
    pub async fn try_take(url: &str) -> Result<Lease, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            return lock_file(path).map(|_locked| Lease(Kind::File { _locked }));
        }
        let mut connection = lock_session(url).await?;
        let fence = fence_next(&mut connection).await?;
        Ok(Lease(Kind::Session { connection: Box::new(connection), url: url.to_owned(), fence }))
    }

    /// Let go of it, so that whoever comes next has it at once: a session that is only dropped ends when its server notices.
    pub(crate) async fn release(self) {
        if let Kind::Session { mut connection, .. } = self.0 {
            // A session that does not answer any more holds nothing for long.
            if sqlx::query("select pg_advisory_unlock($1)").bind(LOCK).execute(connection.as_mut()).await.is_ok() {
                let _ = connection.close().await;
            }
        }
    }

    fn fence(&self) -> i64 {
        match &self.0 {
            Kind::File { .. } => 0,
            Kind::Session { fence, .. } => *fence,
        }
    }

    /// Make sure that it is still held; a lost connection is made again, unless somebody else came meanwhile.
    async fn hold(&mut self) -> Result<(), StoreError> {
        let Kind::Session { connection, url, fence } = &mut self.0 else { return Ok(()) };
        if answers(connection.as_mut()).await {
            return Ok(());
        }
        let mut again = match lock_session(url).await {
            Err(StoreError::Held) => return Err(StoreError::Superseded),
            again => again?,
        };
        if fence_read(&mut again).await? != *fence {
            return Err(StoreError::Superseded);
        }
        **connection = again;
        Ok(())
    }
}

fn lock_file(path: &str) -> Result<File, StoreError> {
    let beside = format!("{path}.lock");
    let file = OpenOptions::new().create(true).truncate(false).write(true).open(beside).map_err(StoreError::File)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Held),
        Err(TryLockError::Error(e)) => Err(StoreError::File(e)),
    }
}

async fn lock_session(url: &str) -> Result<PgConnection, StoreError> {
    let options: PgConnectOptions = url.parse()?;
    // A machine that lost its power is noticed within a quarter of a minute, not within hours.
    let options = options.options([
        ("tcp_keepalives_idle", "5"),
        ("tcp_keepalives_interval", "3"),
        ("tcp_keepalives_count", "3"),
    ]);
    let mut connection = PgConnection::connect_with(&options).await?;
    let row = sqlx::query("select pg_try_advisory_lock($1)").bind(LOCK).fetch_one(&mut connection).await?;
    if row.try_get::<bool, _>(0)? { Ok(connection) } else { Err(StoreError::Held) }
}

/// Number a new lease. The table is made here, because a lease is taken before the tables are brought up to date.
async fn fence_next(connection: &mut PgConnection) -> Result<i64, StoreError> {
    connection
        .execute(sqlx::raw_sql("create table if not exists lease (name text primary key, fence bigint not null)"))
        .await?;
    let next = "insert into lease (name, fence) values ('server', 1) \
        on conflict (name) do update set fence = lease.fence + 1 returning fence";
    Ok(sqlx::query(next).fetch_one(connection).await?.try_get(0)?)
}

async fn fence_read(connection: &mut PgConnection) -> Result<i64, StoreError> {
    let row = sqlx::query("select fence from lease where name = 'server'").fetch_one(connection).await?;
    Ok(row.try_get(0)?)
}

impl Store {
    /// Serve under that lease: from now on every unit of work asks whether it is still the newest.
    #[must_use]
    pub fn holding(self, lease: Lease) -> Store {
        self.db.fenced(lease.fence());
        Store { lease: std::sync::Arc::new(tokio::sync::Mutex::new(Some(lease))), ..self }
    }

    /// Make sure that the lease is still held. [`StoreError::Superseded`] means that this process has to end.
    pub async fn lease_hold(&self) -> Result<(), StoreError> {
        match self.lease.lock().await.as_mut() {
            Some(lease) => lease.hold().await,
            None => Ok(()),
        }
    }
}
