//! The queue's worker: takes one job after the other, holds its lease while it runs, and says what came of it.

use std::time::Duration;

use hjemmel_model::{AtMs, JobId};
use hjemmel_store::{Job, JobDraft};

use crate::{App, AppError};

/// How long a job is ours without a sign of life.
const LEASE_MS: i64 = 60_000;
const LEASE_EXTEND_EVERY: Duration = Duration::from_secs(20);
const IDLE: Duration = Duration::from_secs(1);
const FAILING: Duration = Duration::from_secs(5);

/// Jobs that are always there: kind, and days until they run again.
const RECURRING: &[(&str, i64)] = &[("retention", 1)];

/// What comes after a job that succeeded.
enum Next {
    /// At that time again.
    Again(AtMs),
}

impl App {
    /// See to it that every recurring job is in the queue.
    pub async fn jobs_ensure(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        for (kind, _) in RECURRING {
            let id = JobId::new(now, self.entropy.as_ref());
            let (key, payload) = ((*kind).to_owned(), String::from("{}"));
            let draft = JobDraft { id, kind, tenant: None, key, payload, run_at: now, created_at: now };
            self.store.job_enqueue(&draft).await?;
        }
        Ok(())
    }

    /// Run the next job that is due. `false` when there was none.
    pub async fn job_step(&self) -> Result<bool, AppError> {
        let Some(job) = self.store.job_claim(self.clock.now(), LEASE_MS).await? else { return Ok(false) };
        let outcome = {
            let work = self.job_do(&job);
            tokio::pin!(work);
            loop {
                tokio::select! {
                    outcome = &mut work => break outcome,
                    () = tokio::time::sleep(LEASE_EXTEND_EVERY) => {
                        let until = self.clock.now().plus_ms(LEASE_MS);
                        if !self.store.job_extend(&job, until).await? {
                            // Somebody else has it: dropping the work here leaves it whole to them.
                            return Ok(true);
                        }
                    }
                }
            }
        };
        let now = self.clock.now();
        match outcome {
            Ok(Next::Again(at)) => {
                self.store.job_again(&job, at, now).await?;
            }
            Err(error) => {
                let stopped = self.store.job_fail(&job, error.code(), now).await?;
                tracing::error!(job.id = %job.id, job.kind = %job.kind, stopped, error = %error, "job.failed");
            }
        }
        Ok(true)
    }

    async fn job_do(&self, job: &Job) -> Result<Next, AppError> {
        match job.kind.as_str() {
            "retention" => self.retention_run().await?,
            other => return Err(AppError::JobUnknown(other.to_owned())),
        }
        let days = RECURRING.iter().find(|(kind, _)| *kind == job.kind).map_or(1, |(_, days)| *days);
        Ok(Next::Again(self.clock.now().plus_days(days)))
    }

    pub(super) async fn queue_run(self) {
        let mut ensured = false;
        loop {
            if !ensured {
                ensured = self.jobs_ensure().await.is_ok();
            }
            match self.job_step().await {
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
