//! A connection with a transaction of ours open on it.
//!
//! Invariant: a connection goes back to its pool only when its transaction has ended and both sides know so. After anything
//! else, a full disk above all, it is closed: the pool then makes a new one, and the next unit of work begins afresh.

use std::ops::{Deref, DerefMut};

use sqlx::{Connection, Database, Executor, Pool, pool::PoolConnection};

/// A connection with a transaction open on it.
pub struct Held<D: Database> {
    connection: PoolConnection<D>,
    ended: bool,
}

impl<D: Database> Held<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
{
    /// Take a connection and begin, with these words.
    pub(crate) async fn begin(pool: &Pool<D>, words: &'static str) -> Result<Held<D>, sqlx::Error> {
        let mut held = Held { connection: pool.acquire().await?, ended: false };
        held.say(words).await?;
        Ok(held)
    }

    /// Keep what was done.
    pub(crate) async fn commit(mut self) -> Result<(), sqlx::Error> {
        self.say("COMMIT").await?;
        self.ended = true;
        Ok(())
    }

    /// Undo it. A connection that cannot even do that is closed.
    pub(crate) async fn undo(mut self) {
        self.ended = self.say("ROLLBACK").await.is_ok();
    }

    async fn say(&mut self, words: &'static str) -> Result<(), sqlx::Error> {
        (&mut *self.connection).execute(sqlx::raw_sql(words)).await.map(|_| ())
    }
}

impl<D: Database> Deref for Held<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        &self.connection
    }
}

impl<D: Database> DerefMut for Held<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        &mut self.connection
    }
}

impl<D: Database> Drop for Held<D> {
    fn drop(&mut self) {
        if !self.ended {
            self.connection.close_on_drop();
        }
    }
}

/// Whether a connection answers.
pub(crate) async fn answers<C: Connection>(connection: &mut C) -> bool {
    connection.ping().await.is_ok()
}
