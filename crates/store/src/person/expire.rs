//! People who never answered, and keys that belong to nobody.

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};

use crate::{
    Store,
    db::unit_of_work,
    error::StoreError,
    journal::RESTORED,
    sql,
    work::{People, Records},
};

impl People<&Store> {
    /// Delete who was entered in a form before `before`, never confirmed and is nothing else to us, with everything that hangs
    /// on the address.
    /// Returns how many people went.
    pub async fn unconfirmed_delete(
        &self,
        _auth: &Authorized<act::RetentionRun>,
        before: AtMs,
    ) -> Result<u64, StoreError> {
        let mut gone = 0;
        loop {
            let batch = unit_of_work!(self.0.db, |tx| {
                let found = tx.read(sql::IDENTIFIER_UNCONFIRMED, &[before.0.into()]).await?;
                for row in &found {
                    let id = [row.text(0)?.into()];
                    for query in [
                        sql::HOLDER_CODES_DELETE_OF,
                        sql::HOLDER_SESSIONS_DELETE_OF,
                        sql::MAIL_LINK_DELETE_OF,
                        sql::MESSAGE_DELETE_OF,
                        sql::PERMISSION_DELETE_OF,
                        sql::VISITOR_LINK_DELETE_OF,
                    ] {
                        tx.execute(query, &id).await?;
                    }
                    tx.execute(sql::IDENTIFIER_DELETE, &id).await?;
                    tx.execute(sql::REQUEST_NOTES_BLANK_OF_NOBODY, &[row.text(1)?.into()]).await?;
                    tx.execute(sql::REQUEST_BLANK_OF_NOBODY, &[row.text(1)?.into()]).await?;
                    tx.execute(sql::PERSON_JOIN_DELETE_OF_NOBODY, &[row.text(1)?.into()]).await?;
                    tx.execute(sql::PERSON_PAUSE_DELETE_OF_NOBODY, &[row.text(1)?.into()]).await?;
                    for query in [sql::SEGMENT_MEMBERS_DELETE_OF, sql::SEGMENT_DUE_DELETE_OF] {
                        tx.execute(query, &[row.text(1)?.into()]).await?;
                    }
                    tx.execute(sql::PERSON_DELETE_EMPTY, &[row.text(1)?.into()]).await?;
                    tx.execute(sql::AUDIT_FORGET_NOBODY, &[row.text(1)?.into()]).await?;
                }
                Ok(found.len() as u64)
            })?;
            if batch == 0 {
                return Ok(gone);
            }
            gone += batch;
        }
    }
}

impl<R: Records> People<R> {
    /// Destroy every key that belongs to nobody: of people who went, and of sign-ups that came to nothing. Keys made within
    /// the last hour stay, because theirs may be on the way; and all of them in a database that was restored, for as long as
    /// a newer backup may hold who it does not know. Returns how many went.
    pub async fn keys_sweep(
        &mut self,
        _auth: &Authorized<act::RetentionRun>,
        now: AtMs,
        backup_days: i64,
    ) -> Result<u64, StoreError> {
        let rows = self.0.read(sql::COUNTER_READ, &[RESTORED.into()]).await?;
        let restored = rows.first().map(|row| row.int(0)).transpose()?;
        if restored.is_some_and(|at| now < AtMs(at).plus_days(backup_days)) {
            return Ok(0);
        }
        let mut gone = 0;
        let mut after = String::new();
        loop {
            let page = self.0.store().persons.page(&after).await?;
            let Some(last) = page.last() else { return Ok(gone) };
            after.clone_from(last);
            for person in page {
                if person_made_ms(&person) > now.0 - 3_600_000 {
                    continue;
                }
                if self.0.read(sql::PERSON_EXISTS, &[person.as_str().into()]).await?.is_empty() {
                    self.0.store().persons.destroy(&person).await?;
                    gone += 1;
                }
            }
        }
    }
}

/// When an id was made: it begins with the time in milliseconds. One that does not is old.
fn person_made_ms(id: &str) -> i64 {
    let hex = id.split_once('_').and_then(|(_, rest)| rest.get(..12));
    hex.and_then(|hex| i64::from_str_radix(hex, 16).ok()).unwrap_or(0)
}
