//! The queue's worker: takes one job after the other, holds its lease while it runs, and says what came of it.

use std::time::Duration;

use hjemmel_model::{AtMs, JobId};
use hjemmel_store::{Job, JobDraft, Lane, work};

use super::kind::{KINDS, kind};
use crate::{App, AppError};

/// How long a job is ours without a sign of life.
const LEASE_MS: i64 = 60_000;
const LEASE_EXTEND_EVERY: Duration = Duration::from_secs(20);
const IDLE: Duration = Duration::from_secs(1);
const FAILING: Duration = Duration::from_secs(5);

/// How often the recurring jobs are looked after.
const ENSURE_EVERY: Duration = Duration::from_secs(3600);

impl App {
    /// See to it that every recurring job is in the queue, and due within a day.
    pub async fn jobs_ensure(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        for kind in KINDS.iter().filter(|kind| kind.every_days() > 0).filter_map(|kind| kind.names().first().copied()) {
            let id = JobId::new(now, self.entropy.as_ref());
            let (key, payload) = (kind.to_owned(), String::from("{}"));
            let draft = JobDraft { id, kind, tenant: None, key, payload, run_at: now, created_at: now };
            work!(self.store, |w| { w.jobs().enqueue(&draft).await })?;
        }
        // A clock that once ran ahead must not put a job off for years.
        Ok(work!(self.store, |w| { w.jobs().clamp(now.plus_days(1), now.plus_ms(LEASE_MS)).await })?)
    }

    /// Run the next job that is due. `false` when there was none.
    pub async fn job_step(&self) -> Result<bool, AppError> {
        self.job_step_in(Lane::Any).await
    }

    async fn job_step_in(&self, lane: Lane) -> Result<bool, AppError> {
        // Counted before it is claimed, so that whoever waits for quiet does not miss it.
        let runs = self.one_runs();
        let claimed = self.store.jobs().claim_in(lane, self.clock.now(), LEASE_MS).await?;
        let Some(job) = claimed else { return Ok(false) };
        // A task of its own, so that it is never dropped halfway through a commit.
        let (app, taken) = (self.clone(), job.clone());
        let mut work = tokio::spawn(async move { app.job_do(&taken).await });
        let outcome = loop {
            tokio::select! {
                outcome = &mut work => break outcome.unwrap_or(Err(AppError::Interrupted)),
                () = tokio::time::sleep(LEASE_EXTEND_EVERY) => {
                    // When this fails the lease may run out and the job may run twice, which every job bears.
                    if let Err(e) = self.store.jobs().extend(&job, self.clock.now().plus_ms(LEASE_MS)).await {
                        tracing::warn!(error = %e, "job.lease.failed");
                    }
                }
            }
        };
        let now = self.clock.now();
        match outcome {
            Ok(None) => {
                self.store.jobs().finish(&job).await?;
            }
            Ok(Some(at)) => {
                self.store.jobs().again(&job, at, now).await?;
            }
            Err(error) => {
                // Mail that waits for its server is never given up either.
                let stays =
                    matches!(error, AppError::MailLater) || kind(&job.kind).is_some_and(|kind| !kind.gives_up());
                let stopped = self.store.jobs().fail(&job, error.code(), now, stays).await?;
                tracing::error!(job.id = %job.id, job.kind = %job.kind, stopped, error = %error, "job.failed");
            }
        }
        drop(runs);
        Ok(true)
    }

    async fn job_do(&self, job: &Job) -> Result<Option<AtMs>, AppError> {
        let kind = kind(&job.kind).ok_or_else(|| AppError::JobUnknown(job.kind.clone()))?;
        kind.run(self, job).await
    }

    pub(super) async fn queue_run(self, lane: Lane) {
        let mut ensured: Option<tokio::time::Instant> = None;
        loop {
            if ensured.is_none_or(|at| at.elapsed() > ENSURE_EVERY) && self.jobs_ensure().await.is_ok() {
                ensured = Some(tokio::time::Instant::now());
            }
            if self.stopping() {
                return std::future::pending().await;
            }
            match self.job_step_in(lane).await {
                Ok(true) => {}
                Ok(false) => tokio::time::sleep(IDLE).await,
                Err(e) => {
                    tracing::warn!(error = %e, "queue.failed");
                    tokio::time::sleep(FAILING).await;
                }
            }
        }
    }
}
