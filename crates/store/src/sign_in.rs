//! Failed sign-ins, so that a restart forgets none of them. Keys are keyed hashes; they say neither who nor where.

use hjemmel_model::AtMs;

use crate::{
    error::StoreError,
    sql,
    work::{Records, SignIns, Work},
};

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

impl<R: Records> SignIns<R> {
    /// Failures after `since`, the newest first.
    pub async fn failures(&mut self, since: AtMs) -> Result<Vec<SignInFailures>, StoreError> {
        let rows = self.0.read(sql::SIGN_IN_FAILURE_ALL, &[since.0.into()]).await?;
        let all = rows
            .iter()
            .map(|row| Ok(SignInFailures { key_hash: row.text(0)?, failures: row.int(1)?, at: AtMs(row.int(2)?) }));
        all.collect()
    }
}

impl SignIns<&mut Work> {
    /// Write failures down, and let go of those before `since`.
    pub async fn failures_put(&mut self, all: &[SignInFailures], since: AtMs) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::SIGN_IN_FAILURE_EXPIRE, &[since.0.into()]).await?;
        for one in all {
            let values = [one.key_hash.as_str().into(), one.failures.into(), one.at.0.into()];
            tx.execute(sql::SIGN_IN_FAILURE_PUT, &values).await?;
        }
        Ok(())
    }

    /// Forget the failures under a key: it was the right one after all.
    pub async fn failures_forget(&mut self, key_hash: &str) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::SIGN_IN_FAILURE_DELETE, &[key_hash.into()]).await?;
        Ok(())
    }
}
