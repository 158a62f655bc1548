//! The job queue: work that outlives a request.
//!
//! Invariant: a job is enqueued in the unit of work that causes it, runs at least once, and holds no permission: it
//! stores the question and asks again when it runs. Payloads are ciphertext; failures are codes, never messages.

use hjemmel_model::{AtMs, JobId, TenantId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx, Value, unit_of_work},
    error::StoreError,
    sql,
    work::{Jobs, Records, Work},
};

/// Attempts after which a job waits for a person.
pub const JOB_ATTEMPTS_MAX: i64 = 10;
/// Longest wait between two attempts, in milliseconds.
const BACKOFF_MS_MAX: i64 = 3_600_000;

/// A job to enqueue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobDraft {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: &'static str,
    /// For whom; `None` for the whole installation.
    pub tenant: Option<TenantId>,
    /// Of two jobs with the same key the first stands.
    pub key: String,
    /// What it needs to know, as JSON.
    pub payload: String,
    /// Not before.
    pub run_at: AtMs,
    /// When it was enqueued.
    pub created_at: AtMs,
}

/// Which jobs a worker takes: mail waits for other servers, and must not keep the rest waiting, nor the other way round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lane {
    /// Every job.
    Any,
    /// Mail only.
    Mail,
    /// Newsletters only.
    Campaign,
    /// All the rest.
    Other,
}

impl Lane {
    fn name(self) -> &'static str {
        match self {
            Lane::Any => "any",
            Lane::Mail => "mail",
            Lane::Campaign => "campaign",
            Lane::Other => "other",
        }
    }
}

/// A job that this process holds until its lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// For whom; `None` for the whole installation.
    pub tenant: Option<TenantId>,
    /// What it needs to know, as JSON.
    pub payload: String,
    /// Which attempt this is, from 1.
    pub attempt: i64,
    lease: String,
}

/// A job as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct JobEntry {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// When it runs next, in milliseconds.
    pub run_at_ms: i64,
    /// Whether it runs now.
    pub running: bool,
    /// Attempts since it last succeeded.
    pub attempts: i64,
    /// Code of the last failure; empty when there was none.
    pub failed: String,
    /// Whether it waits for a person, because too many attempts failed.
    pub stopped: bool,
    /// When it last succeeded, in milliseconds; 0 when it never did.
    pub done_at_ms: i64,
}

impl Store {
    /// Enqueue a job in a unit of work.
    pub(crate) async fn job_add(&self, tx: &mut Tx, job: &JobDraft) -> Result<(), StoreError> {
        let values = [
            job.id.as_str().into(),
            job.kind.into(),
            job.tenant.as_ref().map_or("", TenantId::as_str).into(),
            job.key.as_str().into(),
            self.keys.seal(&format!("job.payload.{}", job.id), &job.payload)?.into(),
            job.run_at.0.into(),
            job.created_at.0.into(),
        ];
        tx.execute(sql::JOB_INSERT, &values).await?;
        Ok(())
    }

    fn job(&self, row: &Row, lease: &str) -> Result<Job, StoreError> {
        let damaged = || StoreError::Damaged("job");
        let id = JobId::parse(&row.text(0)?).map_err(|_| damaged())?;
        let tenant = Some(row.text(2)?).filter(|t| !t.is_empty());
        Ok(Job {
            kind: row.text(1)?,
            tenant: tenant.map(|t| TenantId::parse(&t).map_err(|_| damaged())).transpose()?,
            payload: self.keys.open_sealed(&format!("job.payload.{id}"), &row.text(3)?)?,
            attempt: row.int(4)?,
            lease: lease.to_owned(),
            id,
        })
    }

    async fn job_change(&self, query: &'static str, job: &Job, more: Vec<Value>) -> Result<bool, StoreError> {
        let mut values = vec![job.id.as_str().into(), job.lease.as_str().into()];
        values.extend(more);
        unit_of_work!(self.db, |tx| { Ok(tx.execute(query, &values).await? == 1) })
    }
}

impl Jobs<&mut Work> {
    /// Enqueue a job that nothing else is committed with.
    pub async fn enqueue(&mut self, job: &JobDraft) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.job_add(tx, job).await
    }

    /// See to it that no recurring job is put off beyond `run_at` and no lease beyond `leased_until`.
    pub async fn clamp(&mut self, run_at: AtMs, leased_until: AtMs) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::JOB_CLAMP_RUN, &[run_at.0.into()]).await?;
        tx.execute(sql::JOB_CLAMP_LEASE, &[leased_until.0.into()]).await?;
        Ok(())
    }

    /// Let go of the leases of a process that is gone. One process uses a SQLite file, so whoever begins to use it knows; on
    /// PostgreSQL there may be others, and leases run out by themselves.
    pub async fn release(&mut self) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        if store.db.is_postgres() {
            return Ok(());
        }
        tx.execute(sql::JOB_RELEASE, &[]).await?;
        Ok(())
    }

    /// Run a job now that waits or was given up.
    pub async fn retry(&mut self, auth: &Authorized<act::JobRead>, id: &JobId, now: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [now.0.into(), id.as_str().into(), auth.tenant().as_str().into()];
        if tx.execute(sql::JOB_RETRY, &values).await? != 1 {
            return Err(StoreError::NotFound("job"));
        }
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("job.retry").to(id.as_str()), now).await
    }
}

impl<R: Records> Jobs<R> {
    /// When a kind of job last succeeded, in milliseconds; 0 when it never did.
    pub async fn done_at_ms(&mut self, kind: &str) -> Result<i64, StoreError> {
        let rows = self.0.read(sql::JOB_DONE_AT, &[kind.into()]).await?;
        rows.first().ok_or(StoreError::Damaged("job"))?.int(0)
    }

    /// What waits, runs or failed for an organisation and for the installation, at most 500.
    pub async fn list(&mut self, auth: &Authorized<act::JobRead>, now: AtMs) -> Result<Vec<JobEntry>, StoreError> {
        let rows = self.0.read(sql::JOB_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(JobEntry {
                    id: row.text(0)?,
                    kind: row.text(1)?,
                    run_at_ms: row.int(2)?,
                    running: row.int(3)? > now.0,
                    attempts: row.int(4)?,
                    failed: row.text(5)?,
                    stopped: row.int(6)? > 0,
                    done_at_ms: row.int(7)?,
                })
            })
            .collect()
    }

    /// How many jobs there are, and how many of them were given up.
    pub async fn count(&mut self) -> Result<(i64, i64), StoreError> {
        let rows = self.0.read(sql::JOB_COUNT, &[]).await?;
        let row = rows.first().ok_or(StoreError::Damaged("job"))?;
        Ok((row.int(0)?, row.int(1)?))
    }
}

impl Jobs<&Store> {
    /// Take the job that has waited longest, for `lease_ms`.
    pub async fn claim(&self, now: AtMs, lease_ms: i64) -> Result<Option<Job>, StoreError> {
        self.claim_in(Lane::Any, now, lease_ms).await
    }

    /// Take the job of a lane that has waited longest, for `lease_ms`.
    pub async fn claim_in(&self, lane: Lane, now: AtMs, lease_ms: i64) -> Result<Option<Job>, StoreError> {
        let mut lease = [0; 16];
        self.0.keys.entropy().fill(&mut lease);
        let lease = crate::evidence::hex(&lease);
        let values = [now.0.into(), now.plus_ms(lease_ms).0.into(), lease.as_str().into(), lane.name().into()];
        let rows = unit_of_work!(self.0.db, |tx| { tx.read(sql::JOB_CLAIM, &values).await })?;
        rows.first().map(|row| self.0.job(row, &lease)).transpose()
    }

    /// Hold on to a job for longer. `false` when somebody else has it by now: then stop.
    pub async fn extend(&self, job: &Job, until: AtMs) -> Result<bool, StoreError> {
        self.0.job_change(sql::JOB_EXTEND, job, vec![until.0.into()]).await
    }

    /// It is done.
    pub async fn finish(&self, job: &Job) -> Result<bool, StoreError> {
        self.0.job_change(sql::JOB_FINISH, job, vec![]).await
    }

    /// It is done, and is to be done again.
    pub async fn again(&self, job: &Job, run_at: AtMs, now: AtMs) -> Result<bool, StoreError> {
        self.0.job_change(sql::JOB_AGAIN, job, vec![run_at.0.into(), now.0.into()]).await
    }

    /// It failed: later again, and after too many attempts not before a person says so, unless it is to go on `forever`.
    /// Returns whether it was the last attempt.
    pub async fn fail(&self, job: &Job, code: &'static str, now: AtMs, forever: bool) -> Result<bool, StoreError> {
        let shift = u32::try_from(job.attempt.clamp(0, 20)).unwrap_or(20);
        let wait_ms = (1_000 << shift).min(BACKOFF_MS_MAX);
        let last = !forever && job.attempt >= JOB_ATTEMPTS_MAX;
        let dead_at = if last { now.0 } else { 0 };
        self.0.job_change(sql::JOB_FAIL, job, vec![code.into(), now.plus_ms(wait_ms).0.into(), dead_at.into()]).await?;
        Ok(last)
    }
}
