//! Sessions: a visit ends after half an hour without an event.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use hjemmel_model::{Event, Surrogate};

/// Quiet time that ends a visit, in milliseconds.
pub const QUIET_MS: i64 = 30 * 60_000;

/// Where a visit came from; every event of the visit carries it, so that a purchase counts for the campaign that led
/// to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    /// `utm_source`, or the class of the referrer.
    pub source: String,
    /// `utm_medium`, or how it came.
    pub medium: String,
    /// `utm_campaign`.
    pub campaign: String,
    /// Host that linked.
    pub referrer: String,
    /// `utm_content`.
    pub content: String,
    /// `utm_term`.
    pub term: String,
}

impl Origin {
    /// The columns that hold one.
    pub const COLUMNS: [&'static str; 6] = ["source", "medium", "campaign", "referrer", "content", "term"];

    fn direct() -> Origin {
        Origin { source: "direct".into(), medium: "none".into(), ..Origin::default() }
    }

    fn of(event: &Event) -> Option<Origin> {
        (!event.source.is_empty()).then(|| Origin {
            source: event.source.clone(),
            medium: event.medium.clone(),
            campaign: event.campaign.clone(),
            referrer: event.referrer.clone(),
            content: event.content.clone(),
            term: event.term.clone(),
        })
    }

    fn stamp(&self, event: &mut Event) {
        event.source.clone_from(&self.source);
        event.medium.clone_from(&self.medium);
        event.campaign.clone_from(&self.campaign);
        event.referrer.clone_from(&self.referrer);
        event.content.clone_from(&self.content);
        event.term.clone_from(&self.term);
    }
}

#[derive(Clone, Debug)]
struct Visit {
    session: i64,
    first_ms: i64,
    last_ms: i64,
    origin: Arc<Origin>,
}

/// The running visit of each visitor. Surrogates are random, so sites need not be told apart.
#[derive(Debug)]
pub struct Sessions {
    running: HashMap<Surrogate, Visit>,
    /// Where they came from: many visits, few origins.
    origins: HashSet<Arc<Origin>>,
    direct: Arc<Origin>,
    swept_ms: i64,
}

impl Default for Sessions {
    fn default() -> Sessions {
        let (running, origins) = (HashMap::new(), HashSet::new());
        Sessions { running, origins, direct: Arc::new(Origin::direct()), swept_ms: 0 }
    }
}

impl Sessions {
    /// The session that an event belongs to; an event that names no source gets the one of its visit. The session's
    /// number is made of visitor and start, so that the same events give the same sessions again.
    pub fn assign(&mut self, visitor: Surrogate, event: &mut Event) -> i64 {
        let at_ms = event.at.0;
        self.sweep(at_ms);
        let own = Origin::of(event).map(|own| self.origin(own));
        let direct = Arc::clone(&self.direct);
        let fresh = || Visit {
            session: session_number(visitor, at_ms),
            first_ms: at_ms,
            last_ms: at_ms,
            origin: own.clone().unwrap_or_else(|| Arc::clone(&direct)),
        };
        let visit = self.running.entry(visitor).or_insert_with(fresh);
        let within = (visit.first_ms - QUIET_MS..=visit.last_ms + QUIET_MS).contains(&at_ms);
        if within {
            visit.last_ms = visit.last_ms.max(at_ms);
            visit.first_ms = visit.first_ms.min(at_ms);
            if let Some(own) = own {
                visit.origin = own;
            }
        } else if at_ms > visit.last_ms {
            *visit = fresh();
        } else {
            // An old event, sent late: a visit of its own, and the running one goes on.
            let late = fresh();
            late.origin.stamp(event);
            return late.session;
        }
        visit.origin.stamp(event);
        visit.session
    }

    /// Take up a visit that was running before a restart.
    pub fn resume(&mut self, visitor: Surrogate, session: i64, at_ms: i64, origin: Origin) {
        let origin = self.origin(origin);
        let visit = self.running.entry(visitor).or_insert_with(|| Visit {
            session,
            first_ms: at_ms,
            last_ms: at_ms,
            origin: origin.clone(),
        });
        if at_ms > visit.last_ms {
            *visit = Visit { session, first_ms: visit.first_ms, last_ms: at_ms, origin };
        }
    }

    fn origin(&mut self, origin: Origin) -> Arc<Origin> {
        if let Some(known) = self.origins.get(&origin) {
            return Arc::clone(known);
        }
        let origin = Arc::new(origin);
        self.origins.insert(Arc::clone(&origin));
        origin
    }

    fn sweep(&mut self, now_ms: i64) {
        if now_ms - self.swept_ms > QUIET_MS {
            self.running.retain(|_, visit| now_ms - visit.last_ms <= 2 * QUIET_MS);
            self.running.shrink_to_fit();
            self.origins.retain(|origin| Arc::strong_count(origin) > 1);
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
    use crate::lake::tests::event;

    fn assign(s: &mut Sessions, visitor: i64, at_ms: i64, source: &str) -> (i64, String) {
        let mut e = event(1, at_ms);
        e.source = source.into();
        let session = s.assign(Surrogate(visitor), &mut e);
        (session, e.source)
    }

    #[test]
    fn half_an_hour_of_quiet_ends_a_visit() {
        let mut s = Sessions::default();
        let (first, _) = assign(&mut s, 7, 1_000_000_000, "");
        assert_eq!(assign(&mut s, 7, 1_000_000_000 + QUIET_MS, "").0, first);
        let (second, _) = assign(&mut s, 7, 1_000_000_000 + 2 * QUIET_MS + 1, "");
        assert_ne!(second, first);
        assert_ne!(assign(&mut s, 8, 1_000_000_000 + 2 * QUIET_MS + 1, "").0, second);
    }

    #[test]
    fn events_carry_the_source_of_their_visit() {
        let mut s = Sessions::default();
        assert_eq!(assign(&mut s, 7, 1_000_000_000, "newsletter").1, "newsletter");
        assert_eq!(assign(&mut s, 7, 1_000_060_000, "").1, "newsletter");
        assert_eq!(assign(&mut s, 7, 1_000_060_000 + QUIET_MS + 1, "").1, "direct");
    }

    #[test]
    fn a_late_event_does_not_end_the_running_visit() {
        let mut s = Sessions::default();
        let (now, _) = assign(&mut s, 7, 1_000_000_000, "");
        assert_ne!(assign(&mut s, 7, 1_000_000_000 - 10 * QUIET_MS, "").0, now);
        assert_eq!(assign(&mut s, 7, 1_000_000_001, "").0, now);
    }

    #[test]
    fn a_visit_goes_on_after_a_restart() {
        let mut s = Sessions::default();
        s.resume(Surrogate(7), 99, 1_000_000_000, Origin { source: "bing".into(), ..Origin::direct() });
        assert_eq!(assign(&mut s, 7, 1_000_000_000 + QUIET_MS - 1, ""), (99, "bing".into()));
    }
}
