//! What the audit log was told already, so that whoever repeats themself does not fill it.

use std::collections::HashMap;

use hjemmel_model::AtMs;
use parking_lot::Mutex;

const WINDOW_MS: i64 = 10 * 60_000;
const IN_WINDOW_MAX: i64 = 10;
const KEYS_MAX: usize = 20_000;

#[derive(Clone, Copy, Debug)]
struct Said {
    since: AtMs,
    times: i64,
    held: i64,
}

/// How often each thing was told of late.
#[derive(Debug, Default)]
pub(crate) struct Told(Mutex<HashMap<String, Said>>);

impl Told {
    /// Whether it is to be told now, and how many times it was held back since it last was: ten times in ten minutes, then
    /// once when the ten minutes are over.
    pub(crate) fn tell(&self, key: &str, now: AtMs) -> Option<i64> {
        self.tell_most(key, now, WINDOW_MS, IN_WINDOW_MAX)
    }

    /// The same, once in `window_ms`.
    pub(crate) fn tell_once(&self, key: &str, now: AtMs, window_ms: i64) -> Option<i64> {
        self.tell_most(key, now, window_ms, 1)
    }

    fn tell_most(&self, key: &str, now: AtMs, window_ms: i64, most: i64) -> Option<i64> {
        let mut all = self.0.lock();
        if all.len() > KEYS_MAX {
            all.retain(|_, said| (0..WINDOW_MS).contains(&now.since_ms(said.since)));
        }
        let said = all.entry(key.to_owned()).or_insert(Said { since: now, times: 0, held: 0 });
        if !(0..window_ms).contains(&now.since_ms(said.since)) {
            *said = Said { since: now, times: 0, held: said.held };
        }
        if said.times >= most {
            said.held += 1;
            return None;
        }
        said.times += 1;
        Some(std::mem::take(&mut said.held))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_of_the_number() {
        let told = Told::default();
        let mut sum = 0;
        for n in 0..1_000 {
            sum += told.tell("a", AtMs(n * 7_000)).map_or(0, |held| held + 1);
        }
        let last = told.tell("a", AtMs(100_000_000)).unwrap();
        assert_eq!(sum + last, 1_000);
        assert_eq!(told.tell("b", AtMs(0)), Some(0));
        assert_eq!((told.tell_once("c", AtMs(0), 60), told.tell_once("c", AtMs(59), 60)), (Some(0), None));
        assert_eq!(told.tell_once("c", AtMs(60), 60), Some(1));
    }
}
