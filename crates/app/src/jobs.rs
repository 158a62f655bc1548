//! What runs beside the requests: the restriction feed, the flush of sums, the sequencer of the evidence log, and
//! the worker of the queue.

mod campaign;
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

use hjemmel_store::Lane;

use crate::{App, AppError};

/// Whether jobs are to come to a stop, and how many run.
#[derive(Debug, Default)]
pub struct Running {
    stopping: AtomicBool,
    jobs: AtomicI64,
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
    flushing: tokio::sync::Mutex<()>,
}

/// How often the feed is read: well within the second after which a collector refuses.
const FEED_EVERY: Duration = Duration::from_millis(250);
const SITES_EVERY: Duration = Duration::from_secs(5);

impl App {
    /// Read what is new in the restriction feed. The feed is fresh as of the moment before it was read.
    pub async fn restrictions_refresh(&self) -> Result<(), AppError> {
        loop {
            let before = self.clock.now();
            let from = self.feed.seq.load(Ordering::Acquire);
            let rows = self.store.restriction_after(from).await?;
            let Some(last) = rows.last().map(|r| r.seq) else {
                self.restrictions.refreshed(before);
                return Ok(());
            };
            self.restrictions.add(rows.iter().map(|r| r.bar));
            self.feed.seq.fetch_max(last, Ordering::AcqRel);
        }
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
            app.store.tally_add(&sums).await.inspect_err(|_| app.tallies.restore(sums))
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

    /// Run everything until the task is dropped. Failures are logged once and tried again.
    pub async fn jobs_run(self) {
        // A task each: what is slow in one must never keep the feed from being read. Dropping the set ends them all.
        let mut tasks = tokio::task::JoinSet::new();
        tasks.spawn(self.clone().feed_run());
        tasks.spawn(self.clone().slow_run());
        tasks.spawn(self.clone().queue_run(Lane::Mail));
        tasks.spawn(self.clone().queue_run(Lane::Campaign));
        tasks.spawn(self.queue_run(Lane::Other));
        while let Some(ended) = tasks.join_next().await {
            tracing::error!(panicked = ended.is_err(), "jobs.task.ended");
        }
    }

    async fn feed_run(self) {
        let mut every = tokio::time::interval(FEED_EVERY);
        let mut failing = false;
        loop {
            every.tick().await;
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

    async fn slow_run(self) {
        let mut every = tokio::time::interval(Duration::from_secs(1));
        let mut frontier = None;
        let mut sites = tokio::time::Instant::now();
        loop {
            every.tick().await;
            if let Err(e) = self.tallies_flush().await {
                tracing::warn!(error = %e, "tallies.flush.failed");
            }
            if sites.elapsed() > SITES_EVERY {
                sites = tokio::time::Instant::now();
                if let Err(e) = self.sites_refresh().await {
                    tracing::warn!(error = %e, "sites.refresh.failed");
                }
            }
            let current = match frontier.take() {
                Some(frontier) => Ok(frontier),
                None => self.store.evidence_frontier().await,
            };
            let done = match current {
                Ok(mut tree) => {
                    let numbered = self.store.evidence_sequence(&mut tree, self.clock.now()).await;
                    frontier = numbered.is_ok().then_some(tree);
                    numbered.map(|_| ())
                }
                Err(e) => Err(e),
            };
            if let Err(e) = done {
                tracing::warn!(error = %e, "evidence.sequence.failed");
            }
        }
    }
}
