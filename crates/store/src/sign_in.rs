//! Failed sign-ins, so that a restart forgets none of them. Keys are keyed hashes; they say neither who nor where.

use hjemmel_model::AtMs;

use crate::{Store, db::unit_of_work, error::StoreError, sql};

/// Failures in a row under one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignInFailures {
    /// Keyed hash of account and place.
    pub key_hash: String,
    /// How many.
    pub failures: i64,
    /// The last of them.
    pub at: AtMs,
}

impl Store {
    /// Failures after `since`, the newest first.
    pub async fn sign_in_failures(&self, since: AtMs) -> Result<Vec<SignInFailures>, StoreError> {
        let rows = self.db.read(sql::SIGN_IN_FAILURE_ALL, &[since.0.into()]).await?;
        let all = rows
            .iter()
            .map(|row| Ok(SignInFailures { key_hash: row.text(0)?, failures: row.int(1)?, at: AtMs(row.int(2)?) }));
        all.collect()
    }

    /// Write failures down, and let go of those before `since`.
    pub async fn sign_in_failures_put(&self, all: &[SignInFailures], since: AtMs) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::SIGN_IN_FAILURE_EXPIRE, &[since.0.into()]).await?;
            for one in all {
                let values = [one.key_hash.as_str().into(), one.failures.into(), one.at.0.into()];
                tx.execute(sql::SIGN_IN_FAILURE_PUT, &values).await?;
            }
            Ok(())
        })
    }

    /// Forget the failures under a key: it was the right one after all.
    pub async fn sign_in_failures_forget(&self, key_hash: &str) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::SIGN_IN_FAILURE_DELETE, &[key_hash.into()]).await?;
            Ok(())
        })
    }
}
