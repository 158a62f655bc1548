//! The queue's worker: takes one job after the other, holds its lease while it runs, and says what came of it.

use std::time::Duration;

use hjemmel_model::{AtMs, JobId};
use hjemmel_store::{Job, JobDraft, Lane, work};

use crate::{App, AppError};

/// How long a job is ours without a sign of life.
const LEASE_MS: i64 = 60_000;
const LEASE_EXTEND_EVERY: Duration = Duration::from_secs(20);
const IDLE: Duration = Duration::from_secs(1);
const FAILING: Duration = Duration::from_secs(5);

/// How often the recurring jobs are looked after.
const ENSURE_EVERY: Duration = Duration::from_secs(3600);

/// Jobs that are always there: kind, and days until they run again.
const RECURRING: &[(&str, i64)] = &[("retention", 1)];

/// What comes after a job that succeeded.
enum Next {
    /// Never again.
    Done,
    /// At that time again.
    Again(AtMs),
}

impl App {
    /// See to it that every recurring job is in the queue, and due within a day.
    pub async fn jobs_ensure(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        for (kind, _) in RECURRING {
            let id = JobId::new(now, self.entropy.as_ref());
            let (key, payload) = ((*kind).to_owned(), String::from("{}"));
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
            Ok(Next::Done) => {
                self.store.jobs().finish(&job).await?;
            }
            Ok(Next::Again(at)) => {
                self.store.jobs().again(&job, at, now).await?;
            }
            Err(error) => {
                // What recurs, a key that must go, a file that is brought in, and mail that waits for its server are never given up: it waits an hour at most, and the metrics say since when it fails.
                let recurs = matches!(job.kind.as_str(), "erasure" | "erase_key" | "campaign" | "import")
                    || matches!(error, AppError::MailLater)
                    || RECURRING.iter().any(|(kind, _)| *kind == job.kind);
                let stopped = self.store.jobs().fail(&job, error.code(), now, recurs).await?;
                tracing::error!(job.id = %job.id, job.kind = %job.kind, stopped, error = %error, "job.failed");
            }
        }
        drop(runs);
        Ok(true)
    }

    async fn job_do(&self, job: &Job) -> Result<Next, AppError> {
        match job.kind.as_str() {
            "mail" => {
                self.mail_run(&job.payload).await?;
                return Ok(Next::Done);
            }
            "campaign" => {
                let next = self.campaign_run(&job.payload).await?;
                return Ok(next.map_or(Next::Done, Next::Again));
            }
            "import" => {
                let next = self.import_run(&job.payload).await?;
                return Ok(next.map_or(Next::Done, Next::Again));
            }
            // Under the older name it was begun by an earlier version.
            "erasure" | "erase_key" => {
                let next = self.erasure_work_run(&job.payload).await?;
                return Ok(next.map_or(Next::Done, Next::Again));
            }
            "retention" => self.retention_run().await?,
            other => return Err(AppError::JobUnknown(other.to_owned())),
        }
        let days = RECURRING.iter().find(|(kind, _)| *kind == job.kind).map_or(1, |(_, days)| *days);
        Ok(Next::Again(self.clock.now().plus_days(days)))
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
