//! Retention: letting go of what may be kept no longer (P-07, B-21).

use async_trait::async_trait;
use hjemmel_model::{SiteId, TenantId};
use hjemmel_policy::{Authorized, RetentionAt, act, authorize_job};
use serde::Serialize;

use crate::{App, AppError};

/// Months after which no token that a restriction closed can be valid any more (B-18 caps a grant at twelve).
const TOKEN_MONTHS_MAX: i32 = 12;

/// The events could not be gone through. What was done so far stays done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the events could not be gone through")]
pub struct EventsError;

/// What going through a site's events came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventsGone {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows that went.
    pub rows_gone: u64,
    /// Rows that lost a purpose and stay for another.
    pub rows_narrowed: u64,
}

/// The state of the events, for those who run the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventsGauges {
    /// Rows that are in the log and not yet in a table.
    pub rows_waiting: u64,
    /// Files of all tables.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
}

/// The events at rest, as use cases need them.
#[async_trait]
pub trait Events: Send + Sync {
    /// Take out of a site's events what withdrawals closed and retention ended, for good.
    async fn retain(
        &self,
        auth: &Authorized<act::RetentionRun>,
        site: &SiteId,
        retention: &RetentionAt,
    ) -> Result<EventsGone, EventsError>;

    /// How they are.
    fn gauges(&self) -> EventsGauges;
}

impl App {
    /// Go through all events and records, and let go of what may be kept no longer. Each site's outcome is in the audit
    /// log, also when there was nothing to do: that is the proof that somebody looked.
    pub async fn retention_run(&self) -> Result<(), AppError> {
        let started = self.clock.now();
        let mut failed = None;
        let mut last_tenant: Option<TenantId> = None;
        for site in self.sites.all() {
            let auth = authorize_job::<act::RetentionRun>(&site.site.tenant, "retention");
            let now = self.clock.now();
            match self.events.retain(&auth, &site.site.id, &site.rules.retention.at(now)).await {
                Ok(gone) => {
                    let detail = serde_json::to_value(gone).unwrap_or_default();
                    self.store.retention_note(&auth, &site.site.id, &detail, now).await?;
                }
                // One site that cannot be read does not keep the others' data.
                Err(e) => {
                    tracing::error!(site = %site.site.id, error = %e, "retention.failed");
                    failed = Some(e);
                }
            }
            last_tenant = Some(site.site.tenant.clone());
        }
        if let Some(e) = failed {
            return Err(e.into());
        }
        let Some(tenant) = last_tenant else { return Ok(()) };
        // Every row that a restriction of then closes is gone by now, and so is every token.
        let auth = authorize_job::<act::RetentionRun>(&tenant, "retention");
        let restrictions_until = started.plus_months(-TOKEN_MONTHS_MAX).plus_days(-1);
        self.store.records_expire(&auth, started, restrictions_until).await?;
        Ok(())
    }
}
