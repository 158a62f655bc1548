//! Sessions: a visit ends after half an hour without an event.

use std::collections::HashMap;

use hjemmel_model::Surrogate;

/// Quiet time that ends a visit, in milliseconds.
pub const QUIET_MS: i64 = 30 * 60_000;

#[derive(Clone, Copy, Debug)]
struct Visit {
    session: i64,
    first_ms: i64,
    last_ms: i64,
}

/// The running visit of each visitor. Surrogates are random, so sites need not be told apart.
#[derive(Debug, Default)]
pub struct Sessions {
    running: HashMap<Surrogate, Visit>,
    swept_ms: i64,
}

impl Sessions {
    /// The session that an event at `at_ms` belongs to. Its number is made of visitor and start, so that the same
    /// events give the same sessions again.
    pub fn assign(&mut self, visitor: Surrogate, at_ms: i64) -> i64 {
        self.sweep(at_ms);
        let fresh = Visit { session: session_number(visitor, at_ms), first_ms: at_ms, last_ms: at_ms };
        let visit = self.running.entry(visitor).or_insert(fresh);
        let within = (visit.first_ms - QUIET_MS..=visit.last_ms + QUIET_MS).contains(&at_ms);
        if within {
            visit.last_ms = visit.last_ms.max(at_ms);
            visit.first_ms = visit.first_ms.min(at_ms);
        } else if at_ms > visit.last_ms {
            *visit = fresh;
        } else {
            // An old event, sent late: a visit of its own, and the running one goes on.
            return fresh.session;
        }
        visit.session
    }

    /// Take up a visit that was running before a restart.
    pub fn resume(&mut self, visitor: Surrogate, session: i64, at_ms: i64) {
        let visit = self.running.entry(visitor).or_insert(Visit { session, first_ms: at_ms, last_ms: at_ms });
        if at_ms > visit.last_ms {
            visit.session = session;
            visit.last_ms = at_ms;
        }
    }

    fn sweep(&mut self, now_ms: i64) {
        if now_ms - self.swept_ms > QUIET_MS {
            self.running.retain(|_, visit| now_ms - visit.last_ms <= 2 * QUIET_MS);
            self.swept_ms = now_ms;
        }
    }
}

fn session_number(visitor: Surrogate, at_ms: i64) -> i64 {
    // SplitMix64 finaliser: spreads, and costs nothing.
    let mut z = (visitor.0 as u64) ^ (at_ms as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_hour_of_quiet_ends_a_visit() {
        let mut s = Sessions::default();
        let v = Surrogate(7);
        let first = s.assign(v, 1_000_000_000);
        assert_eq!(s.assign(v, 1_000_000_000 + QUIET_MS), first);
        let second = s.assign(v, 1_000_000_000 + 2 * QUIET_MS + 1);
        assert_ne!(second, first);
        assert_ne!(s.assign(Surrogate(8), 1_000_000_000 + 2 * QUIET_MS + 1), second);
    }

    #[test]
    fn a_late_event_does_not_end_the_running_visit() {
        let mut s = Sessions::default();
        let v = Surrogate(7);
        let now = s.assign(v, 1_000_000_000);
        assert_ne!(s.assign(v, 1_000_000_000 - 10 * QUIET_MS), now);
        assert_eq!(s.assign(v, 1_000_000_001), now);
    }

    #[test]
    fn a_visit_goes_on_after_a_restart() {
        let mut s = Sessions::default();
        s.resume(Surrogate(7), 99, 1_000_000_000);
        assert_eq!(s.assign(Surrogate(7), 1_000_000_000 + QUIET_MS - 1), 99);
    }
}
