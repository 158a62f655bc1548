//! Records that may be kept no longer: proof whose time is over, old restrictions, sign-ins and links.

use hjemmel_model::AtMs;
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{Store, db::unit_of_work, error::StoreError, sql};

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
}

impl Store {
    /// Let go of all records of an installation whose time is over at `now`. Restrictions go when they were made at or
    /// before `restrictions_until`: by then every token they close has expired and every row is gone from the lake.
    pub async fn records_expire(
        &self,
        auth: &Authorized<act::RetentionRun>,
        now: AtMs,
        restrictions_until: AtMs,
    ) -> Result<RecordsGone, StoreError> {
        unit_of_work!(self.db, |tx| {
            let gone = RecordsGone {
                proofs: tx.execute(sql::CONSENT_PROOF_END, &[now.0.into()]).await?,
                restrictions: tx.execute(sql::RESTRICTION_FORGET, &[restrictions_until.0.into()]).await?,
                sessions: tx.execute(sql::SESSION_DELETE_EXPIRED, &[now.0.into()]).await?,
                links: tx.execute(sql::LINK_DELETE_EXPIRED, &[now.0.into()]).await?,
            };
            if gone.proofs + gone.restrictions > 0 {
                let detail = serde_json::to_string(&gone).unwrap_or_default();
                self.audit_add(tx, auth.tenant(), auth.actor(), "retention.records", "installation", &detail, now)
                    .await?;
            }
            Ok(gone)
        })
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
