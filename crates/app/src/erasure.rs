//! Erasing people: a look first, a stop when it is more than one person leaves, everything hidden at once, the rest by a job.

use hjemmel_model::{AtMs, ErasureId, ErasurePlan, JobId, PersonId, SignedReceipt, SiteId, StoreCount, Surrogate};
use hjemmel_policy::{Authorized, Unanswered, act, authorize_job, decide_erasure, orders_held};
use hjemmel_store::{Erased, ErasureDraft, ErasureWork, StoreError, work};

use crate::{AppError, EventsOf, cases};

/// Rows among the events of a site that one person leaves without anybody wondering.
const EVENTS_USUAL: u64 = 10_000;
/// Above that, the part of a site's events, in percent.
const EVENTS_PART_MAX: u64 = 5;
/// Browsers that one person has.
const BROWSERS_MAX: usize = 20;
/// Rows in the records that one person leaves.
const RECORDS_MAX: i64 = 5_000;
/// How long the evidence log is waited for with the last word of a receipt, in milliseconds.
const LOG_WAIT_MS: i64 = 10_000;
/// When a job looks again, in milliseconds.
const AGAIN_MS: i64 = 2_000;

fn surrogates(numbers: &[i64]) -> Vec<Surrogate> {
    numbers.iter().map(|n| Surrogate(*n)).collect()
}

impl cases::Erasures<'_> {
    /// What erasing a person would take and leave, without doing it.
    pub async fn plan(&self, auth: &Authorized<act::PersonErase>, id: &PersonId) -> Result<ErasurePlan, AppError> {
        let (plan, _) = self.planned(auth, id, self.clock.now()).await?;
        let recipients = self.store.recipients().list(auth.tenant()).await?.into_iter().map(|r| r.name).collect();
        Ok(ErasurePlan { recipients, ..plan })
    }

    async fn planned(
        &self,
        auth: &Authorized<act::PersonErase>,
        id: &PersonId,
        now: AtMs,
    ) -> Result<(ErasurePlan, Vec<StoreCount>), AppError> {
        let found = work!(self.store, |w| { w.erasures().found(auth, id, now).await })?;
        let (events, much) = self.events_of(auth, &found.visitors()).await?;
        let kept = orders_held(&found.facts, now);
        let mut gone = found.gone_but(&kept);
        let records: i64 = gone.iter().map(|c| c.rows).sum();
        let rows = records + events.iter().map(|c| c.rows).sum::<i64>();
        gone.extend(events.iter().cloned());
        let too_much = much || records > RECORDS_MAX;
        Ok((ErasurePlan { people: found.people(), gone, kept, recipients: Vec::new(), too_much, rows }, events))
    }

    /// The events of those browsers by site, and whether they are more than one person leaves.
    pub(crate) async fn events_of(
        &self,
        auth: &Authorized<act::PersonErase>,
        visitors: &[(SiteId, Vec<i64>)],
    ) -> Result<(Vec<StoreCount>, bool), AppError> {
        let (mut counts, mut much) = (Vec::new(), false);
        for (site, numbers) in visitors {
            let EventsOf { theirs, all } = self.events.rows_of(auth, site, &surrogates(numbers)).await?;
            much |= numbers.len() > BROWSERS_MAX;
            much |= theirs > EVENTS_USUAL && theirs.saturating_mul(100) > all.saturating_mul(EVENTS_PART_MAX);
            let rows = i64::try_from(theirs).unwrap_or(i64::MAX);
            counts.push(StoreCount { store: format!("events.{site}"), rows });
        }
        Ok((counts, much))
    }

    /// Erase a person. With `no_mail_mark` a keyed hash of the address stays, so that no import makes it be written to
    /// again. What is more than one person leaves is erased only when `confirm_rows` says how much it is.
    pub async fn run(
        &self,
        auth: &Authorized<act::PersonErase>,
        id: &PersonId,
        no_mail_mark: bool,
        confirm_rows: Option<i64>,
    ) -> Result<SignedReceipt, AppError> {
        let now = self.clock.now();
        let (planned, events) = self.planned(auth, id, now).await?;
        if planned.too_much && confirm_rows != Some(planned.rows) {
            return Err(AppError::TooMuch { rows: planned.rows });
        }
        let draft = ErasureDraft {
            id: ErasureId::new(now, self.entropy.as_ref()),
            job: JobId::new(now, self.entropy.as_ref()),
            person: id.clone(),
            no_mail_mark,
            events,
            backup_days: self.backup_days,
            at: now,
        };
        let erased = self.carried_out(auth, &draft).await?;
        // Hidden in this process at once, in every other within the time of the feed.
        self.restrictions.add(erased.bars);
        // The keys at once where it can be; the job that was committed with it does it in any case.
        if let Err(e) = self.store.erasures().keys(&erased.work, now).await {
            tracing::warn!(erasure = %draft.id, error = %e, "erasure.keys.later");
        }
        Ok(erased.receipt)
    }

    /// What is there is looked at, what stays is decided, and the rest taken, in one unit of work.
    async fn carried_out(&self, auth: &Authorized<act::PersonErase>, draft: &ErasureDraft) -> Result<Erased, AppError> {
        let (outside, before) = self.store.erasures().prepare(auth, &draft.id).await?;
        let erased = work!(self.store, |w| {
            let found = w.erasures().found(auth, &draft.person, draft.at).await?.telling(&outside);
            let stays = decide_erasure(&found.facts, auth.actor(), draft.no_mail_mark, draft.at)
                .map_err(|Unanswered| StoreError::Unanswered)?;
            w.erasures().take(auth, draft, found, stays).await
        });
        if erased.is_err() {
            self.store.erasures().undone(&draft.id, before, draft.at).await;
        }
        Ok(erased?)
    }

    /// What is left of an erasure: the keys, the files, the last word of the receipt. Gives when to look again.
    pub(crate) async fn erasure_work_run(&self, payload: &str) -> Result<Option<AtMs>, AppError> {
        let work: ErasureWork = serde_json::from_str(payload).map_err(|_| AppError::Damaged("erasure job"))?;
        let now = self.clock.now();
        self.store.erasures().keys(&work, now).await?;
        // Nothing is rewritten on an old list of what is closed.
        self.restrictions_refresh().await?;
        if let Some(tenant) = work.tenant() {
            #[expect(clippy::disallowed_methods, reason = "the job that ends an erasure which was decided")]
            let auth = authorize_job::<act::RetentionRun>(tenant, "erasure");
            for (site, numbers) in &work.visitors {
                if !self.events.erase(&auth, site, &surrogates(numbers)).await? {
                    return Ok(Some(now.plus_ms(AGAIN_MS)));
                }
            }
        }
        let wait = now.since_ms(work.at()) < LOG_WAIT_MS;
        match self.store.erasures().done(&work, now, wait).await? {
            true => Ok(None),
            false => Ok(Some(now.plus_ms(AGAIN_MS))),
        }
    }

    /// The receipt of that id, for whoever was given it.
    pub async fn receipt_find(&self, id: &ErasureId) -> Result<SignedReceipt, AppError> {
        Ok(self.store.erasures().find(id).await?)
    }

    /// The receipts of an organisation.
    pub async fn list(&self, auth: &Authorized<act::PersonErase>) -> Result<Vec<SignedReceipt>, AppError> {
        Ok(self.store.erasures().list(auth).await?)
    }
}
