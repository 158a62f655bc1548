//! Records that may be kept no longer: proof whose time is over, old restrictions, sign-ins and links.

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{Store, db::unit_of_work, error::StoreError, sql};

/// Days after which an address that nobody confirmed goes.
const UNCONFIRMED_DAYS: i64 = 14;

/// What was let go of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RecordsGone {
    /// Consent records that no longer say whose they were (B-21).
    pub proofs: u64,
    /// Restrictions that no token and no row could meet any more.
    pub restrictions: u64,
    /// Sign-ins.
    pub sessions: u64,
    /// One-time links.
    pub links: u64,
    /// People who were entered in a form and never confirmed.
    pub unconfirmed: u64,
    /// Keys that belonged to nobody any more.
    pub keys: u64,
    /// Orders of erased people that a law held until now.
    pub orders: u64,
}

impl Store {
    /// Let go of all records of an installation whose time is over at `now`. Restrictions go when they were made at or
    /// before `restrictions_until`: by then every token they close has expired and every row is gone from the lake. With
    /// `None` they stay.
    pub async fn records_expire(
        &self,
        auth: &Authorized<act::RetentionRun>,
        now: AtMs,
        restrictions_until: Option<AtMs>,
        backup_days: i64,
    ) -> Result<RecordsGone, StoreError> {
        let unconfirmed = self.unconfirmed_delete(auth, now.plus_days(-UNCONFIRMED_DAYS)).await?;
        let orders = self.orders_lapse(auth, now).await?;
        self.persons.journal_forget(now.plus_months(-crate::journal::JOURNAL_MONTHS)).await?;
        self.import_parts_expire(auth, now).await?;
        let keys = self.person_keys_sweep(auth, now, backup_days).await?;
        let gone = unit_of_work!(self.db, |tx| {
            let gone = RecordsGone {
                proofs: {
                    let ended = tx.execute(sql::CONSENT_PROOF_END, &[now.0.into()]).await?;
                    tx.execute(sql::CONSENT_PROOF_DELETE, &[now.0.into()]).await?;
                    ended
                },
                restrictions: match restrictions_until {
                    Some(until) => tx.execute(sql::RESTRICTION_FORGET, &[until.0.into()]).await?,
                    None => 0,
                },
                sessions: tx.execute(sql::SESSION_DELETE_EXPIRED, &[now.0.into()]).await?
                    + tx.execute(sql::HOLDER_SESSIONS_EXPIRE, &[now.0.into()]).await?
                    + tx.execute(sql::HOLDER_CODES_EXPIRE, &[now.plus_days(-1).0.into()]).await?,
                links: tx.execute(sql::LINK_DELETE_EXPIRED, &[now.0.into()]).await?
                    + tx.execute(sql::MAIL_LINK_DELETE_EXPIRED, &[now.0.into()]).await?,
                unconfirmed,
                keys,
                orders,
            };
            tx.execute(sql::SIGN_IN_FAILURE_EXPIRE, &[now.plus_days(-1).0.into()]).await?;
            tx.execute(sql::STAFF_DEVICE_EXPIRE, &[now.plus_days(-crate::session::DEVICE_DAYS).0.into()]).await?;
            // An address that took no mail two years ago is forgotten, unless an old yes to it is left: a new one lifts it.
            tx.execute(sql::SUPPRESSION_EXPIRE, &[now.0.into()]).await?;
            if gone.proofs + gone.restrictions + gone.unconfirmed + gone.orders > 0 {
                let detail = serde_json::to_string(&gone).unwrap_or_default();
                self.audit_add(tx, auth.tenant(), auth.actor(), "retention.records", "installation", &detail, now)
                    .await?;
            }
            Ok(gone)
        })?;
        self.db.sweep().await?;
        Ok(gone)
    }

    /// Record that a site's events were gone through.
    pub async fn retention_note(
        &self,
        auth: &Authorized<act::RetentionRun>,
        site: &hjemmel_model::SiteId,
        detail: &serde_json::Value,
        now: AtMs,
    ) -> Result<(), StoreError> {
        let detail = detail.to_string();
        unit_of_work!(self.db, |tx| {
            self.audit_add(tx, auth.tenant(), auth.actor(), "retention.events", site.as_str(), &detail, now).await
        })
    }
}
