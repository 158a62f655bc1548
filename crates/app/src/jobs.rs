//! What runs beside the requests: the restriction feed, the flush of sums, the sequencer of the evidence log, the watch over
//! lease, clock and disk, and the workers of the queue.
//!
//! Invariant: a task that ends is begun again and named in the condition; what fails waits longer each time.

mod campaign;
mod kind;
mod mail;
mod queue;

pub(crate) use mail::ReplyPayload;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
    time::Duration,
};

use hjemmel_model::AtMs;
use hjemmel_store::{Frontier, Lane, StoreError, work};

use crate::{App, AppError, FaultLevel, condition::kept_running};

/// Whether jobs are to come to a stop, and how many run.
#[derive(Debug, Default)]
pub struct Running {
    stopping: AtomicBool,
    jobs: AtomicI64,
    superseded: tokio::sync::Notify,
}

/// A job that runs, until this is dropped.
pub(crate) struct OneRuns(Arc<Running>);

impl Drop for OneRuns {
    fn drop(&mut self) {
        self.0.jobs.fetch_sub(1, Ordering::AcqRel);
    }
}

/// How far the restriction feed was read.
#[derive(Debug, Default)]
pub struct Feed {
    seq: AtomicI64,
    /// Which state of the pauses is held, if any: whoever brings a newer one in waits for its turn.
    pauses: tokio::sync::Mutex<Option<i64>>,
    flushing: tokio::sync::Mutex<()>,
}

/// How often the feed is read: well within the second after which a collector refuses.
const FEED_EVERY: Duration = Duration::from_millis(250);
const SITES_EVERY: Duration = Duration::from_secs(5);
const TALLIES_EVERY: Duration = Duration::from_secs(1);
/// How often what is pending in the evidence log is numbered, and the longest wait after failures.
const SEQUENCE_EVERY: Duration = Duration::from_secs(1);
const SEQUENCE_WAIT_MAX: Duration = Duration::from_secs(60);
/// How often the lease is held on to, and a disk that was full is tried again.
const WATCH_EVERY: Duration = Duration::from_secs(1);
/// How often the time is written down.
const TIME_EVERY: Duration = Duration::from_secs(60);
/// How often everything that lies still is looked through.
const SCRUB_EVERY: Duration = Duration::from_secs(86_400);

impl App {
    /// Read what is new in the restriction feed. The feed is fresh as of the moment before it was read.
    pub async fn restrictions_refresh(&self) -> Result<(), AppError> {
        loop {
            let before = self.clock.now();
            let from = self.feed.seq.load(Ordering::Acquire);
            let rows = self.store.consents().restrictions_after(from).await?;
            let Some(last) = rows.last().map(|r| r.seq) else {
                self.pauses_refresh(before).await?;
                self.restrictions.refreshed(before);
                return Ok(());
            };
            self.restrictions.add(rows.iter().map(|r| r.bar));
            self.feed.seq.fetch_max(last, Ordering::AcqRel);
        }
    }

    /// Look whose data is only stored, if that may have changed. Until it is known the feed is not fresh.
    async fn pauses_refresh(&self, before: AtMs) -> Result<(), AppError> {
        let mut held = self.feed.pauses.lock().await;
        // The number first: what changes while the rest is read has another one.
        let version = self.store.people().pauses_version().await?;
        if *held != Some(version) {
            let (numbers, unread) = self.store.people().paused_browsers().await?;
            self.restrictions.pause(numbers);
            *held = Some(version);
            // What could be read is closed, and nobody else's events wait for the rest.
            match unread {
                0 => self.watch.mended("records_damaged", "pauses"),
                _ => {
                    tracing::error!(unread, "pauses.damaged");
                    self.watch.found("records_damaged", "pauses", FaultLevel::Serious, before);
                }
            }
        }
        Ok(())
    }

    /// Write the sums of the last moment to the database. What cannot be written is kept for the next time.
    pub async fn tallies_flush(&self) -> Result<(), AppError> {
        // A task of its own: whoever waits for it may go away, and no sum is lost between memory and database.
        let app = self.clone();
        let flush = tokio::spawn(async move {
            let _one_at_a_time = app.feed.flushing.lock().await;
            let sums = app.tallies.drain();
            if sums.is_empty() {
                return Ok(());
            }
            work!(app.store, |w| { w.tallies().add(&sums).await }).inspect_err(|_| app.tallies.restore(sums))
        });
        Ok(flush.await.map_err(|_| AppError::Interrupted)??)
    }

    /// Have no more jobs begun, and those that take turns end theirs.
    pub fn stop(&self) {
        self.running.stopping.store(true, Ordering::Release);
    }

    /// Whether jobs are to come to a stop.
    pub(crate) fn stopping(&self) -> bool {
        self.running.stopping.load(Ordering::Acquire)
    }

    pub(crate) fn one_runs(&self) -> OneRuns {
        self.running.jobs.fetch_add(1, Ordering::AcqRel);
        OneRuns(Arc::clone(&self.running))
    }

    /// Wait until no job runs.
    pub async fn idle(&self) {
        while self.running.jobs.load(Ordering::Acquire) > 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Wait until another server has taken the database over: this one has to end then.
    pub async fn superseded(&self) {
        self.running.superseded.notified().await;
    }

    /// Run a task for as long as the program runs. One that ends is begun again after a pause, and is named meanwhile.
    pub(crate) async fn kept_running<F>(self, name: &'static str, task: impl Fn(App) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        kept_running(Arc::clone(&self.watch), Arc::clone(&self.clock), name, move || task(self.clone())).await;
    }

    /// Run everything until the task is dropped. Failures are logged once and tried again.
    pub async fn jobs_run(self) {
        // A task each: what is slow in one must never keep the feed from being read. Dropping the set ends them all.
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(self.clone().kept_running("feed", App::feed_run));
        tasks.spawn(self.clone().kept_running("tallies", App::tallies_run));
        tasks.spawn(self.clone().kept_running("sites", App::sites_run));
        tasks.spawn(self.clone().kept_running("sequence", App::sequence_run));
        tasks.spawn(self.clone().kept_running("watch", App::watch_run));
        tasks.spawn(self.clone().kept_running("time", App::time_run));
        tasks.spawn(self.clone().kept_running("scrub", App::scrub_run));
        tasks.spawn(self.clone().kept_running("segments", App::segments_run));
        tasks.spawn(self.clone().kept_running("mail", |app| app.queue_run(Lane::Mail)));
        tasks.spawn(self.clone().kept_running("campaigns", |app| app.queue_run(Lane::Campaign)));
        tasks.spawn(self.kept_running("jobs", |app| app.queue_run(Lane::Other)));
        while tasks.join_next().await.is_some() {}
    }

    async fn feed_run(self) {
        let mut every = tokio::time::interval(FEED_EVERY);
        let mut failing = false;
        loop {
            every.tick().await;
            let moved_ms = self.clock.follow();
            if moved_ms != 0 {
                self.restrictions.clock_moved(moved_ms);
                tracing::warn!(moved_ms, "clock.set");
            }
            match self.restrictions_refresh().await {
                Ok(()) => failing = false,
                Err(e) if !failing => {
                    failing = true;
                    tracing::error!(error = %e, "feed.failed");
                }
                Err(_) => {}
            }
        }
    }

    async fn tallies_run(self) {
        let mut every = tokio::time::interval(TALLIES_EVERY);
        loop {
            every.tick().await;
            if let Err(e) = self.tallies_flush().await {
                tracing::warn!(error = %e, "tallies.flush.failed");
            }
        }
    }

    async fn sites_run(self) {
        let mut every = tokio::time::interval(SITES_EVERY);
        loop {
            every.tick().await;
            if let Err(e) = self.sites_refresh().await {
                tracing::warn!(error = %e, "sites.refresh.failed");
            }
        }
    }

    async fn sequence_run(self) {
        let (mut frontier, mut wait) = (None, SEQUENCE_EVERY);
        loop {
            tokio::time::sleep(wait).await;
            match self.sequence_step(frontier.take()).await {
                Ok(grown) => {
                    frontier = Some(grown);
                    wait = SEQUENCE_EVERY;
                }
                Err(e) => {
                    tracing::warn!(error = %e, "evidence.sequence.failed");
                    wait = (wait * 2).min(SEQUENCE_WAIT_MAX);
                }
            }
        }
    }

    /// Number what is pending, as often as there is a full share of it.
    async fn sequence_step(&self, frontier: Option<Frontier>) -> Result<Frontier, StoreError> {
        let mut tree = match frontier {
            Some(tree) => tree,
            None => self.store.evidence().frontier().await?,
        };
        while self.store.evidence().sequence(&mut tree, self.clock.now()).await? > 0 {}
        Ok(tree)
    }

    async fn watch_run(self) {
        let mut every = tokio::time::interval(WATCH_EVERY);
        loop {
            every.tick().await;
            match self.store.lease_hold().await {
                Err(StoreError::Superseded) => {
                    tracing::error!("server.superseded");
                    self.running.superseded.notify_one();
                    return std::future::pending().await;
                }
                Err(e) => tracing::warn!(error = %e, "lease.failed"),
                Ok(()) => {}
            }
            if self.store.trouble().is_some() {
                // Nobody may want to write while nothing is collected, so that it would never be known to be over.
                let _ = self.store.write_try(self.clock.now()).await;
            }
            if let Ok((_, stopped)) = self.store.jobs().count().await {
                match stopped {
                    0 => self.watch.mended_all("jobs_stopped"),
                    _ => self.watch.found("jobs_stopped", "", FaultLevel::Serious, self.clock.now()),
                }
            }
        }
    }

    async fn time_run(self) {
        let mut every = tokio::time::interval(TIME_EVERY);
        loop {
            every.tick().await;
            if let Err(e) = self.retention().time_pass().await {
                tracing::warn!(error = %e, "time.failed");
            }
        }
    }

    async fn scrub_run(self) {
        let mut every = tokio::time::interval(SCRUB_EVERY);
        loop {
            every.tick().await;
            if let Err(e) = self.scrub().await {
                tracing::warn!(error = %e, "scrub.failed");
            }
        }
    }

    /// Look through what lies still: does the evidence log give the root that was signed, is the database whole, are the
    /// events what was written?
    pub async fn scrub(&self) -> Result<(), AppError> {
        let now = self.clock.now();
        let log = self.store.evidence().check().await?;
        self.watch.mended_all("evidence_damaged");
        if !log.intact {
            tracing::error!(fault = log.fault, "evidence.damaged");
            self.watch.found("evidence_damaged", &log.fault, FaultLevel::Serious, now);
        }
        self.watch.mended("records_damaged", "");
        // A key may be back, or what was whole may be damaged: who is paused is looked for anew.
        *self.feed.pauses.lock().await = None;
        if !self.store.retention().is_whole().await? {
            tracing::error!("records.damaged");
            self.watch.found("records_damaged", "", FaultLevel::Serious, now);
        }
        Ok(self.events.scrub().await?)
    }
}
