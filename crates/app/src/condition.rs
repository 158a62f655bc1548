//! How the installation is: what an operator has to know, in one list for health, metrics and the console.
//!
//! Invariant: *healthy* is said only when nothing in this list keeps the program from doing what it promises.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use hjemmel_model::{AtMs, Clock};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{LogRestart, StoreError};
use hjemmel_words::key;
use parking_lot::Mutex;
use serde::Serialize;

use crate::{AppError, cases};

/// Longest reason for a new evidence log.
const REASON_CHARS_MAX: usize = 500;

/// How much a fault matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FaultLevel {
    /// Somebody should look when there is time.
    Notice,
    /// Something that is promised is not done, or was lost: the program is not healthy.
    Serious,
    /// Nothing is collected meanwhile, because what people say could not be written down or obeyed.
    Closed,
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// What, as a stable word: `records_unwritable`, `feed_stale`, `evidence_damaged`, `clock_in_doubt`, `retention_held`,
    /// `task_ended`, `jobs_stopped`, `keys_in_data`, or what the lake says.
    pub code: &'static str,
    /// Which of them, where there may be several, or why: a word, never a value of anybody.
    pub detail: String,
    /// How much it matters.
    pub level: FaultLevel,
    /// Since when it is known, in milliseconds.
    pub since: AtMs,
}

/// How the installation is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Condition {
    /// What is not as it should be, the gravest first.
    pub faults: Vec<Fault>,
}

impl Condition {
    /// Whether the program does what it promises.
    pub fn is_healthy(&self) -> bool {
        self.faults.iter().all(|fault| fault.level == FaultLevel::Notice)
    }
}

type Faults = BTreeMap<(&'static str, String), (FaultLevel, AtMs)>;

/// What tasks found wrong, until they find it right.
#[derive(Debug, Default)]
pub struct Watch {
    /// Told by tasks.
    told: Mutex<Faults>,
    /// Seen when somebody last looked, so that each keeps the time it was first seen.
    seen: Mutex<Faults>,
}

impl Watch {
    /// It is so, at `now`.
    pub fn found(&self, code: &'static str, detail: &str, level: FaultLevel, now: AtMs) {
        let mut told = self.told.lock();
        let since = told.get(&(code, detail.to_owned())).map_or(now, |(_, since)| *since);
        told.insert((code, detail.to_owned()), (level, since));
    }

    /// It is so no longer.
    pub fn mended(&self, code: &'static str, detail: &str) {
        self.told.lock().remove(&(code, detail.to_owned()));
    }

    /// Nothing of the kind is so any longer.
    pub fn mended_all(&self, code: &'static str) {
        self.told.lock().retain(|(known, _), _| *known != code);
    }

    /// Whether anything of the kind is so.
    pub(crate) fn is_found(&self, code: &'static str) -> bool {
        self.told.lock().keys().any(|(known, _)| *known == code)
    }
}

impl cases::Conditions<'_> {
    /// What keeps events from being taken, and why: what people say could not be written down, or would not be obeyed.
    pub fn collecting_closed(&self) -> Option<(&'static str, &'static str)> {
        if let Some(trouble) = self.store.trouble() {
            return Some(("records_unwritable", trouble.name()));
        }
        (!self.restrictions.is_fresh(self.clock.now())).then_some(("feed_stale", ""))
    }

    /// How the installation is.
    pub fn now(&self) -> Condition {
        let now = self.clock.now();
        let mut live: Vec<(&'static str, String, FaultLevel)> = Vec::new();
        if let Some((code, detail)) = self.collecting_closed() {
            live.push((code, detail.to_owned(), FaultLevel::Closed));
        }
        live.extend(self.events.faults());
        let mut seen = self.watch.seen.lock();
        let fresh: Faults = live
            .into_iter()
            .map(|(code, detail, level)| {
                let since = seen.get(&(code, detail.clone())).map_or(now, |(_, since)| *since);
                ((code, detail), (level, since))
            })
            .collect();
        seen.clone_from(&fresh);
        drop(seen);
        let all = self.watch.told.lock().clone().into_iter().chain(fresh);
        let mut faults: Vec<Fault> =
            all.map(|((code, detail), (level, since))| Fault { code, detail, level, since }).collect();
        faults.sort_by(|a, b| b.level.cmp(&a.level).then(a.since.cmp(&b.since)));
        Condition { faults }
    }

    /// The same, for staff.
    pub fn of(&self, _auth: &Authorized<act::JobRead>) -> Condition {
        self.now()
    }

    /// Begin a new evidence log where the old one is damaged.
    pub async fn evidence_restart(
        &self,
        auth: &Authorized<act::EvidenceRestart>,
        reason: &str,
    ) -> Result<LogRestart, AppError> {
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_CHARS_MAX {
            return Err(AppError::Invalid { field: "reason", why: key!("field_says_why") });
        }
        let begun = match self.store.evidence().restart(auth, reason, self.clock.now()).await {
            Err(StoreError::Changed("evidence log")) => return Err(AppError::NothingToConfirm),
            begun => begun?,
        };
        self.watch.mended_all("evidence_damaged");
        Ok(begun)
    }
}

/// The shortest pause before a task is begun again.
const PAUSE: Duration = Duration::from_millis(250);
/// Pauses grow up to that many times the shortest.
const PAUSES_MAX: u32 = 120;
/// A task that ran for that many of the shortest pauses counts as mended.
const PAUSES_MENDED: u32 = 40;

/// Run a task for as long as this is not dropped. One that ends, by a panic above all, is begun again after a pause.
pub async fn kept_running<F>(watch: Arc<Watch>, clock: Arc<dyn Clock>, name: &'static str, task: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    kept_running_by(PAUSE, watch, clock, name, task).await;
}

async fn kept_running_by<F>(
    least: Duration,
    watch: Arc<Watch>,
    clock: Arc<dyn Clock>,
    name: &'static str,
    task: impl Fn() -> F,
) where
    F: Future<Output = ()> + Send + 'static,
{
    let mut pause = least;
    loop {
        // A set, because it ends what it holds when it is dropped.
        let mut set = tokio::task::JoinSet::new();
        set.spawn(task());
        let ended = match tokio::time::timeout(least * PAUSES_MENDED, set.join_next()).await {
            Ok(ended) => ended,
            Err(_) => {
                watch.mended("task_ended", name);
                pause = least;
                set.join_next().await
            }
        };
        // What a panic says may name a person, so it is not repeated.
        tracing::error!(task = name, panicked = matches!(ended, Some(Err(_))), "task.ended");
        watch.found("task_ended", name, FaultLevel::Serious, clock.now());
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(least * PAUSES_MAX);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    struct Still;

    impl Clock for Still {
        fn now(&self) -> AtMs {
            AtMs(5)
        }
    }

    #[tokio::test]
    async fn a_task_that_dies_is_named_and_begun_again() {
        let (watch, begun) = (Arc::<Watch>::default(), Arc::new(AtomicU32::new(0)));
        let counted = Arc::clone(&begun);
        let least = Duration::from_millis(20);
        let kept = kept_running_by(least, Arc::clone(&watch), Arc::new(Still), "sequence", move || {
            let turn = counted.fetch_add(1, Ordering::SeqCst);
            async move {
                assert!(turn >= 2, "dies twice");
                std::future::pending::<()>().await;
            }
        });
        let kept = tokio::spawn(kept);
        let mut named = false;
        while begun.load(Ordering::SeqCst) < 3 {
            named |= watch.is_found("task_ended");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        assert!(named, "it was named while it did not run");
        while watch.is_found("task_ended") {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert_eq!(begun.load(Ordering::SeqCst), 3, "it runs");
        kept.abort();
    }
}
