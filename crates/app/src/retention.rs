//! Retention: letting go of what may be kept no longer (P-07, B-21).

mod guard;

use async_trait::async_trait;
use hjemmel_model::{Site, SiteId, Surrogate};
use hjemmel_policy::{Authorized, Retention, RetentionAt, act, authorize_job};
use hjemmel_store::work;
use serde::Serialize;

use crate::{AppError, FaultLevel, cases};

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

/// How many rows are whose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventsOf {
    /// Of the browsers asked for.
    pub theirs: u64,
    /// Of everybody.
    pub all: u64,
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
    /// How far back events that are sent again are known from memory, in milliseconds; older ones are looked up.
    pub duplicates_window_ms: u64,
    /// Bytes that takes.
    pub duplicates_bytes: u64,
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

    /// What that would come to, without doing it.
    async fn retain_look(
        &self,
        auth: &Authorized<act::RetentionRun>,
        site: &SiteId,
        retention: &RetentionAt,
    ) -> Result<EventsGone, EventsError>;

    /// How many rows of a site are of these browsers.
    async fn rows_of(
        &self,
        auth: &Authorized<act::PersonErase>,
        site: &SiteId,
        visitors: &[Surrogate],
    ) -> Result<EventsOf, EventsError>;

    /// Take every row of these browsers, which are closed already, out of every file. `false` when a reader still holds an
    /// old file: then it is to be done again.
    async fn erase(
        &self,
        auth: &Authorized<act::RetentionRun>,
        site: &SiteId,
        visitors: &[Surrogate],
    ) -> Result<bool, EventsError>;

    /// How they are.
    fn gauges(&self) -> EventsGauges;

    /// What is wrong with them: a stable word, which of them, and how much it matters.
    fn faults(&self) -> Vec<(&'static str, String, FaultLevel)>;

    /// Look whether what lies there is still what was written, a bounded share at a time.
    async fn scrub(&self) -> Result<(), EventsError>;
}

impl cases::Retention<'_> {
    /// Go through all events and records, and let go of what may be kept no longer. Each site's outcome is in the audit
    /// log, also when there was nothing to do: that is the proof that somebody looked.
    pub async fn run(&self) -> Result<(), AppError> {
        if !self.time_pass().await? {
            return Err(AppError::ClockInDoubt);
        }
        let started = self.clock.now();
        let mut failed = None;
        for site in self.store.sites().list_all().await? {
            // One site that cannot be read does not keep the others' data.
            if let Err(e) = self.retention_site(&site).await {
                tracing::error!(site = %site.id, error = %e, "retention.failed");
                failed.get_or_insert(e);
            }
        }
        for (tenant, _) in self.store.organisations().list().await?.into_iter().take(1) {
            #[expect(clippy::disallowed_methods, reason = "the job that runs every day")]
            let auth = authorize_job::<act::RetentionRun>(&tenant, "retention");
            // Every token that a restriction of then closes has expired; its rows are gone when every site was gone through.
            let until = started.plus_months(-TOKEN_MONTHS_MAX).plus_days(-1);
            let (gone, all) = self.store.retention().expire_look(&auth, started).await?;
            self.may_go("records", gone, all).await?;
            self.store.retention().expire(&auth, started, failed.is_none().then_some(until), self.backup_days).await?;
        }
        failed.map_or(Ok(()), Err)
    }

    async fn retention_site(&self, site: &Site) -> Result<(), AppError> {
        #[expect(clippy::disallowed_methods, reason = "the job that runs every day")]
        let auth = authorize_job::<act::RetentionRun>(&site.tenant, "retention");
        // Read now and not from memory: what is deleted on an old list is gone.
        let notices = self.store.notices().list(&site.id).await?;
        let now = self.clock.now();
        let retention = Retention::of(&notices).at(now);
        let would = self.events.retain_look(&auth, &site.id, &retention).await?;
        self.may_go(site.id.as_str(), would.rows_gone, would.rows).await?;
        let gone = self.events.retain(&auth, &site.id, &retention).await?;
        let detail = serde_json::to_value(gone).unwrap_or_default();
        Ok(work!(self.store, |w| { w.retention().note(&auth, &site.id, &detail, now).await })?)
    }
}
