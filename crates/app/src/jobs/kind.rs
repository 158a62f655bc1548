//! What can lie in the queue. A new kind of job is one entry here: how it is called, how often it comes back, whether it is ever
//! given up, and what it does.
//!
//! Invariant: a job may run twice and never not at all, so each one bears to be run again.

use async_trait::async_trait;
use hjemmel_model::AtMs;
use hjemmel_store::Job;

use crate::{App, AppError};

/// One kind of job.
#[async_trait]
pub(super) trait Kind: Sync {
    /// Its name in the queue, and those it had in earlier versions.
    fn names(&self) -> &'static [&'static str];

    /// Days until it runs again by itself; 0 for what runs when it is asked for.
    fn every_days(&self) -> i64 {
        0
    }

    /// Whether it is given up after too many failures. What is not waits an hour at most, and the metrics say since when it
    /// fails.
    fn gives_up(&self) -> bool {
        false
    }

    /// Do it. Gives when to go on; `None` when it is done.
    async fn run(&self, app: &App, job: &Job) -> Result<Option<AtMs>, AppError>;
}

/// Every kind.
pub(super) const KINDS: &[&dyn Kind] = &[&Mail, &Campaign, &Import, &Erasure, &Retention];

/// The kind of that name.
pub(super) fn kind(name: &str) -> Option<&'static dyn Kind> {
    KINDS.iter().copied().find(|kind| kind.names().contains(&name))
}

struct Mail;

#[async_trait]
impl Kind for Mail {
    fn names(&self) -> &'static [&'static str] {
        &["mail"]
    }

    fn gives_up(&self) -> bool {
        true
    }

    async fn run(&self, app: &App, job: &Job) -> Result<Option<AtMs>, AppError> {
        app.mail_run(job).await.map(|()| None)
    }
}

struct Campaign;

#[async_trait]
impl Kind for Campaign {
    fn names(&self) -> &'static [&'static str] {
        &["campaign"]
    }

    async fn run(&self, app: &App, job: &Job) -> Result<Option<AtMs>, AppError> {
        app.campaigns().run(&job.payload).await
    }
}

struct Import;

#[async_trait]
impl Kind for Import {
    fn names(&self) -> &'static [&'static str] {
        &["import"]
    }

    async fn run(&self, app: &App, job: &Job) -> Result<Option<AtMs>, AppError> {
        app.imports().run(&job.payload).await
    }
}

struct Erasure;

#[async_trait]
impl Kind for Erasure {
    fn names(&self) -> &'static [&'static str] {
        &["erasure", "erase_key"]
    }

    async fn run(&self, app: &App, job: &Job) -> Result<Option<AtMs>, AppError> {
        app.erasures().erasure_work_run(&job.payload).await
    }
}

struct Retention;

#[async_trait]
impl Kind for Retention {
    fn names(&self) -> &'static [&'static str] {
        &["retention"]
    }

    fn every_days(&self) -> i64 {
        1
    }

    async fn run(&self, app: &App, _job: &Job) -> Result<Option<AtMs>, AppError> {
        // What may not be done any more is not done, whatever can be let go of.
        app.register().uses_refresh().await?;
        app.retention().run().await?;
        Ok(Some(app.clock.now().plus_days(self.every_days())))
    }
}
