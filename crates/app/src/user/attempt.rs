//! How often somebody may try: by place for what anybody may do, by account and place for signing in.
//!
//! Failures at signing in make the next attempt wait, longer each time, and close nothing for others: they are counted by
//! account and place together, by place alone with more patience, and in a browser that is known by account and browser. They
//! are written down, so that a restart forgets none.

use std::collections::HashMap;

use hjemmel_model::AtMs;
use hjemmel_store::{SignInFailures, Store, work};
use parking_lot::Mutex;
use tokio::sync::{OnceCell, Semaphore};

use super::{passkey::Challenges, told::Told};
use crate::AppError;

const WINDOW_MS: i64 = 15 * 60_000;
const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Most that is remembered at once; beyond it what was forgotten for longest goes.
const KEYS_MAX: usize = 50_000;
/// Password hashes that are worked out at the same time; each needs 19 MiB.
const HASHING_MAX: usize = 2;
/// Whoever may wait for that.
const WAITING_MAX: usize = 96;

/// What a place did in the last quarter of an hour, of which it may do so many.
#[derive(Debug, Default)]
pub struct Attempts(Mutex<HashMap<String, Vec<i64>>>);

impl Attempts {
    /// Count one more under each key, of which `most` are allowed.
    pub(crate) fn begin_most(&self, keys: &[String], now: AtMs, most: usize) -> Result<(), AppError> {
        let mut all = self.0.lock();
        if all.len() > KEYS_MAX {
            all.retain(|_, at| at.iter().any(|t| now.0 - t < WINDOW_MS));
        }
        for key in keys {
            let recent = all.entry(key.clone()).or_default();
            recent.retain(|t| now.0 - t < WINDOW_MS);
            if recent.len() >= most {
                let oldest = recent.first().copied().unwrap_or(now.0);
                return Err(too_many(WINDOW_MS - (now.0 - oldest)));
            }
        }
        keys.iter().for_each(|key| all.entry(key.clone()).or_default().push(now.0));
        Ok(())
    }
}

fn too_many(left_ms: i64) -> AppError {
    AppError::TooMany { minutes: u32::try_from((left_ms - 1).max(0) / MINUTE_MS + 1).unwrap_or(60) }
}

/// What failures are counted under, and how patiently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// Keyed hash of what it is.
    pub(super) key: String,
    /// Failures before anybody waits.
    pub(super) free: i64,
    /// Longest wait, in minutes.
    pub(super) minutes_max: i64,
    /// When it failed before this attempt.
    before: AtMs,
}

impl Count {
    /// So many are `free`, then it waits, for `minutes_max` at most.
    pub(super) fn new(key: String, free: i64, minutes_max: i64) -> Count {
        Count { key, free, minutes_max, before: AtMs(0) }
    }

    /// How long after the last of so many failures the next attempt waits: a minute, two, four …
    fn wait_ms(&self, failures: i64) -> i64 {
        match failures - self.free {
            over if over < 0 => 0,
            over => (1_i64 << over.min(30)).min(self.minutes_max).saturating_mul(MINUTE_MS),
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Failed {
    failures: i64,
    at: AtMs,
}

/// Signing in: who failed, who works a password out, what was told already.
pub struct SignIns {
    failed: Mutex<HashMap<String, Failed>>,
    read: OnceCell<()>,
    pub(super) hashing: Semaphore,
    pub(super) waiting: Semaphore,
    pub(crate) told: Told,
    pub(super) challenges: Challenges,
}

impl Default for SignIns {
    fn default() -> SignIns {
        SignIns {
            failed: Mutex::default(),
            read: OnceCell::new(),
            hashing: Semaphore::new(HASHING_MAX),
            waiting: Semaphore::new(WAITING_MAX),
            told: Told::default(),
            challenges: Challenges::default(),
        }
    }
}

impl SignIns {
    /// Take an attempt for a failure before it is tried, so that many at once cannot slip through. Gives what to hand to
    /// [`SignIns::failed`] or [`SignIns::right`].
    pub(super) async fn begin(&self, store: &Store, mut counts: Vec<Count>, now: AtMs) -> Result<Vec<Count>, AppError> {
        self.read.get_or_try_init(|| self.remember(store, now)).await?;
        let mut all = self.failed.lock();
        if all.len() > KEYS_MAX {
            all.retain(|_, f| now.since_ms(f.at) < DAY_MS);
        }
        let mut left = 0;
        for count in &counts {
            if let Some(failed) = all.get_mut(&count.key) {
                // A clock that was put back keeps nobody out for longer.
                failed.at = failed.at.min(now);
                if now.since_ms(failed.at) >= DAY_MS {
                    failed.failures = 0;
                }
                left = left.max(count.wait_ms(failed.failures) - now.since_ms(failed.at));
            }
        }
        if left > 0 {
            return Err(too_many(left));
        }
        for count in &mut counts {
            let failed = all.entry(count.key.clone()).or_insert(Failed { failures: 0, at: now });
            failed.failures += 1;
            count.before = std::mem::replace(&mut failed.at, now);
        }
        Ok(counts)
    }

    async fn remember(&self, store: &Store, now: AtMs) -> Result<(), AppError> {
        let before = store.sign_ins().failures(now.plus_ms(-DAY_MS)).await?;
        let mut all = self.failed.lock();
        for one in before {
            all.insert(one.key_hash, Failed { failures: one.failures, at: one.at });
        }
        Ok(())
    }

    /// It failed: written down. That it cannot be written changes no answer.
    pub(super) async fn failed(&self, store: &Store, counts: &[Count], now: AtMs) {
        let all: Vec<SignInFailures> = {
            let failed = self.failed.lock();
            let of = |c: &Count| failed.get(&c.key).map(|f| (c.key.clone(), f.failures, f.at));
            counts
                .iter()
                .filter_map(of)
                .map(|(key_hash, failures, at)| SignInFailures { key_hash, failures, at })
                .collect()
        };
        if let Err(error) = work!(store, |w| { w.sign_ins().failures_put(&all, now.plus_ms(-DAY_MS)).await }) {
            tracing::warn!(error = %error, "sign_in.failure.unwritten");
        }
    }

    /// It was neither right nor wrong: as if it had not been tried.
    pub(super) fn undo(&self, counts: &[Count]) {
        let mut all = self.failed.lock();
        for count in counts {
            if let Some(failed) = all.get_mut(&count.key) {
                failed.failures -= 1;
                // The wait goes on from the last that failed.
                failed.at = count.before;
            }
        }
    }

    /// It was right. What was counted under the first key is forgotten; of the others only this attempt, because whoever has
    /// an account must not clear what a place did to others.
    pub(super) async fn right(&self, store: &Store, counts: &[Count]) {
        self.undo(counts);
        let Some(first) = counts.first() else { return };
        let forgotten = self.failed.lock().remove(&first.key);
        if forgotten.is_some_and(|f| f.failures > 0)
            && let Err(error) = work!(store, |w| { w.sign_ins().failures_forget(&first.key).await })
        {
            tracing::warn!(error = %error, "sign_in.failure.unforgotten");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_in_a_quarter_of_an_hour_and_no_more() {
        let attempts = Attempts::default();
        let keys = ["a".to_owned()];
        for at in 0..8 {
            assert!(attempts.begin_most(&keys, AtMs(at), 8).is_ok());
        }
        assert!(matches!(attempts.begin_most(&keys, AtMs(9), 8), Err(AppError::TooMany { minutes: 15 })));
        assert!(attempts.begin_most(&["b".to_owned()], AtMs(9), 8).is_ok());
        assert!(attempts.begin_most(&keys, AtMs(WINDOW_MS + 8), 8).is_ok());
    }

    #[test]
    fn each_failure_waits_longer_and_there_is_an_end_to_it() {
        let count = Count::new("a".into(), 8, 60);
        let minutes: Vec<i64> = (6..17).map(|n| count.wait_ms(n) / MINUTE_MS).collect();
        assert_eq!(minutes, [0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
        assert_eq!(count.wait_ms(i64::MAX), 60 * MINUTE_MS);
    }
}
