//! Limits on choices. A choice that allows something makes an entry of the ledger that is kept for years, so nobody may
//! make them without end: neither from one place nor, all together, on one site.
//!
//! Invariant: a no is never limited.

use std::{
    net::IpAddr,
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
    time::{Duration, Instant},
};

use governor::{
    Quota, RateLimiter,
    clock::{Clock, MonotonicClock},
    middleware::NoOpMiddleware,
    state::keyed::DashMapStateStore,
};
use hjemmel_model::{PurposeSet, SiteId};
use parking_lot::Mutex;

use crate::edge::place_of;

/// How many choices are taken.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceLimits {
    /// From one place at once; a tenth of them more each minute.
    pub place_max: u32,
    /// On one site at once; as many more each minute.
    pub site_max: u32,
}

impl Default for ChoiceLimits {
    fn default() -> ChoiceLimits {
        // A school, or everybody behind one address of a telephone company, comes with hundreds at once.
        ChoiceLimits { place_max: 600, site_max: 6_000 }
    }
}

/// Whoever goes on all day waits longer: of what a place may at once, this many times as much within a day.
const DAY_TIMES: u32 = 20;
/// Places remembered. When there are more, those that are not remembered share one budget.
const PLACES_MAX: usize = 100_000;
/// How often it is looked whether places may be forgotten, in choices.
const FORGET_EVERY: u32 = 1_000;
/// How long the alarm stands after the last choice that was one too many.
const ALARM: Duration = Duration::from_secs(600);

type Keyed<K, C> = RateLimiter<K, DashMapStateStore<K>, C, NoOpMiddleware<<C as Clock>::Instant>>;

/// The limits of a process.
pub struct Limits<C: Clock = MonotonicClock> {
    places: Keyed<IpAddr, C>,
    places_day: Keyed<IpAddr, C>,
    sites: Keyed<SiteId, C>,
    clock: C,
    seen: AtomicU32,
    crowded: std::sync::atomic::AtomicBool,
    limited_at: Mutex<Option<Instant>>,
}

impl<C: Clock> std::fmt::Debug for Limits<C> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Limits")
    }
}

fn quota(at_once: u32, within: Duration) -> Quota {
    let at_once = NonZeroU32::new(at_once).unwrap_or(NonZeroU32::MIN);
    let every = within.checked_div(at_once.get()).filter(|d| !d.is_zero()).unwrap_or(Duration::from_nanos(1));
    Quota::with_period(every).unwrap_or(Quota::per_second(at_once)).allow_burst(at_once)
}

impl Limits {
    /// With the clock of the system that only goes forward.
    pub fn new(limits: ChoiceLimits) -> Limits {
        Limits::with_clock(limits, MonotonicClock)
    }
}

impl<C: Clock + Clone> Limits<C> {
    fn with_clock(limits: ChoiceLimits, clock: C) -> Limits<C> {
        let place = quota(limits.place_max, Duration::from_secs(600));
        let day = quota(limits.place_max.saturating_mul(DAY_TIMES), Duration::from_secs(86_400));
        let site = quota(limits.site_max, Duration::from_secs(60));
        Limits {
            places: RateLimiter::dashmap_with_clock(place, clock.clone()),
            places_day: RateLimiter::dashmap_with_clock(day, clock.clone()),
            sites: RateLimiter::dashmap_with_clock(site, clock.clone()),
            clock,
            seen: AtomicU32::new(0),
            crowded: std::sync::atomic::AtomicBool::new(false),
            limited_at: Mutex::new(None),
        }
    }

    /// Take one choice of the budgets, or say how long to wait.
    pub fn choice(&self, from: Option<IpAddr>, site: &SiteId) -> Result<(), Duration> {
        self.forget();
        let now = self.clock.now();
        let wait = |e: governor::NotUntil<C::Instant>| e.wait_time_from(now);
        let taken = match from {
            // Within the process there is no place, only the site.
            None => Ok(()),
            Some(ip) => {
                let place = self.remembered(place_of(ip));
                self.places
                    .check_key(&place)
                    .map_err(wait)
                    .and_then(|()| self.places_day.check_key(&place).map_err(wait))
            }
        };
        let taken = taken.and_then(|()| self.sites.check_key(site).map_err(wait));
        if taken.is_err() {
            self.alarm(site);
        }
        taken
    }

    /// Whether choices were refused lately.
    pub fn limited(&self) -> bool {
        self.limited_at.lock().is_some_and(|at| at.elapsed() < ALARM)
    }

    fn alarm(&self, site: &SiteId) {
        let before = self.limited_at.lock().replace(Instant::now());
        if before.is_none_or(|at| at.elapsed() >= ALARM) {
            tracing::warn!(site = site.as_str(), "choices.limited");
        }
    }

    fn remembered(&self, place: IpAddr) -> IpAddr {
        if self.crowded.load(Ordering::Relaxed) { IpAddr::from([0; 4]) } else { place }
    }

    fn forget(&self) {
        if !self.seen.fetch_add(1, Ordering::Relaxed).is_multiple_of(FORGET_EVERY) {
            return;
        }
        self.sites.retain_recent();
        if self.places_day.len() < PLACES_MAX / 2 {
            self.crowded.store(false, Ordering::Relaxed);
            return;
        }
        self.places.retain_recent();
        self.places.shrink_to_fit();
        self.places_day.retain_recent();
        self.places_day.shrink_to_fit();
        self.crowded.store(self.places_day.len() >= PLACES_MAX, Ordering::Relaxed);
    }
}

/// What a budget says about a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// As it is.
    Whole,
    /// Only what it takes away: these purposes stay.
    NoesOnly(PurposeSet),
    /// Not now.
    Later(Duration),
}

/// A choice that asks for `asked` where `left` is allowed so far. What only takes away costs nothing.
pub fn heard(left: PurposeSet, asked: PurposeSet, take: impl FnOnce() -> Result<(), Duration>) -> Heard {
    let takes_away = !left.without(asked).is_empty();
    if asked.is_empty() || (takes_away && asked.without(left).is_empty()) {
        return Heard::Whole;
    }
    match take() {
        Ok(()) => Heard::Whole,
        Err(_) if takes_away => Heard::NoesOnly(asked.and(left)),
        Err(wait) => Heard::Later(wait),
    }
}

#[cfg(test)]
mod tests {
    use governor::clock::FakeRelativeClock;
    use proptest::prelude::*;

    use super::*;

    fn site() -> SiteId {
        SiteId::parse("site_a").unwrap()
    }

    #[test]
    fn a_school_gets_through_and_a_script_does_not() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(ChoiceLimits::default(), clock.clone());
        let from = |n: u8| Some(IpAddr::from([198, 51, 100, n]));
        assert!((0..600).all(|_| limits.choice(from(1), &site()).is_ok()), "six hundred at once");
        assert!(!limits.limited());
        // A script that goes on for ten minutes at 500 a second.
        let mut stored = 0;
        for _ in 0..600 {
            clock.advance(Duration::from_secs(1));
            stored += (0..500).filter(|_| limits.choice(from(1), &site()).is_ok()).count();
        }
        assert!((590..=610).contains(&stored), "one a second: {stored}");
        assert!(limits.limited());
        assert!(limits.choice(from(2), &site()).is_ok(), "others are not in its way");
        // And for the rest of the day.
        for _ in 0..24 * 60 {
            clock.advance(Duration::from_secs(60));
            stored += (0..600).filter(|_| limits.choice(from(1), &site()).is_ok()).count();
        }
        assert!(stored < 25_000, "{stored}");
    }

    #[test]
    fn many_places_share_the_budget_of_the_site() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(ChoiceLimits { place_max: 10, site_max: 50 }, clock.clone());
        let from = |n: u16| Some(IpAddr::from([0x2001, 0xdb8, 0, n, 0, 0, 0, 1]));
        let taken = (0..1_000).filter(|n| limits.choice(from(*n), &site()).is_ok()).count();
        assert_eq!(taken, 50);
        let other = SiteId::parse("site_b").unwrap();
        assert!(limits.choice(from(2_000), &other).is_ok(), "another site has its own");
        let wait = limits.choice(from(2_001), &site()).unwrap_err();
        assert!(wait <= Duration::from_secs(2), "{wait:?}");
        let same = |n: u16| Some(IpAddr::from([0x2001, 0xdb8, 9, 9, n, 0, 0, 1]));
        assert_eq!(
            (0..100).filter(|n| limits.choice(same(*n), &other).is_ok()).count(),
            10,
            "one network is one place"
        );
        assert!(limits.choice(None, &other).is_ok());
    }

    #[test]
    fn places_are_forgotten_when_there_are_too_many() {
        let clock = FakeRelativeClock::default();
        let limits = Limits::with_clock(ChoiceLimits { place_max: 10, site_max: u32::MAX }, clock.clone());
        let from = |n: u32| Some(IpAddr::from([0x2001, 0xdb8, (n >> 16) as u16, n as u16, 0, 0, 0, 1]));
        for n in 0..150_000 {
            let _ = limits.choice(from(n), &site());
        }
        assert!(limits.places_day.len() <= PLACES_MAX + FORGET_EVERY as usize, "{}", limits.places_day.len());
        clock.advance(Duration::from_secs(2 * 86_400));
        for n in 0..2 * FORGET_EVERY {
            let _ = limits.choice(from(n), &site());
        }
        assert!(limits.places_day.len() <= 2 * FORGET_EVERY as usize);
    }

    proptest! {
        #[test]
        fn a_no_is_always_heard_and_nothing_is_given_without_budget(left in 0u32..16, asked in 0u32..16) {
            let (left, asked) = (PurposeSet(left), PurposeSet(asked));
            let kept = match heard(left, asked, || Err(Duration::from_secs(1))) {
                Heard::Whole => asked,
                Heard::NoesOnly(kept) => kept,
                Heard::Later(_) => left,
            };
            prop_assert!(left.without(asked).and(kept).is_empty(), "what was taken away is gone");
            prop_assert!(kept.without(left).is_empty(), "nothing is added");
            let strictly_less = asked.is_empty() || (asked.without(left).is_empty() && asked != left);
            prop_assert_eq!(heard(left, asked, || Err(Duration::ZERO)) == Heard::Whole, strictly_less);
            prop_assert_eq!(heard(left, asked, || Ok(())), Heard::Whole);
        }
    }
}
