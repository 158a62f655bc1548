//! Restrictions: what withdrawals and erasures closed, and whose data is only stored, known to every collector before it
//! serves.
//!
//! Invariant: what withdrawals and erasures closed only grows within a run, and the order in which it arrives does not matter.
//! A pause comes and goes, and takes nothing away for good: what is left of a row is asked without it.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use hjemmel_model::{AtMs, GrantSeq, PurposeSet, Surrogate};
use parking_lot::RwLock;

use crate::refusal::Reason;

/// Age of the feed over which nothing is permitted, in milliseconds.
pub const FEED_STALE_MS: i64 = 1_000;

/// One restriction: for these purposes only grants from `lowest` on count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Whom it binds.
    pub subject: Surrogate,
    /// For what.
    pub purposes: PurposeSet,
    /// The lowest grant that still counts; [`GrantSeq`] of `i64::MAX` closes all, which is how an erasure looks.
    pub lowest: GrantSeq,
}

type Part = HashMap<Surrogate, Vec<(PurposeSet, GrantSeq)>>;

/// Parts that restrictions are kept in: a new one copies only its own when a query holds on to all of them.
const PARTS: u64 = 256;

/// All restrictions, in parts.
#[derive(Clone, Debug)]
struct Bars(Vec<Arc<Part>>);

impl Default for Bars {
    fn default() -> Bars {
        Bars((0..PARTS).map(|_| Arc::default()).collect())
    }
}

impl Bars {
    /// Surrogates are random, so that any of their bits tell the parts apart.
    fn place(subject: Surrogate) -> usize {
        usize::try_from(subject.0.unsigned_abs() % PARTS).unwrap_or(0)
    }

    fn of(&self, subject: Surrogate) -> Option<&[(PurposeSet, GrantSeq)]> {
        self.0.get(Bars::place(subject))?.get(&subject).map(Vec::as_slice)
    }

    fn allowed(&self, subject: Surrogate, purposes: PurposeSet, grant: GrantSeq) -> PurposeSet {
        let closed = self.of(subject).unwrap_or_default().iter().filter(|(_, lowest)| grant < *lowest);
        closed.fold(purposes, |left, (closed, _)| left.without(*closed))
    }

    /// Whether nothing would come of adding it.
    fn knows(&self, bar: Bar) -> bool {
        let covers =
            |(p, lowest): &(PurposeSet, GrantSeq)| *lowest >= bar.lowest && bar.purposes.without(*p).is_empty();
        self.of(bar.subject).unwrap_or_default().iter().any(covers)
    }

    fn add(&mut self, bar: Bar) {
        let Some(part) = self.0.get_mut(Bars::place(bar.subject)) else { return };
        let entry = Arc::make_mut(part).entry(bar.subject).or_default();
        entry.retain(|(p, lowest)| *lowest > bar.lowest || !p.without(bar.purposes).is_empty());
        entry.push((bar.purposes, bar.lowest));
    }
}

/// The browsers of people whose data is only stored (GDPR 18).
type Pauses = HashSet<Surrogate>;

/// The restrictions at one moment, for a query to hold on to.
#[derive(Clone, Debug, Default)]
pub struct RestrictionView {
    bars: Arc<Bars>,
    pauses: Arc<Pauses>,
    epoch: u64,
}

impl RestrictionView {
    /// Those of `purposes` that a row or token of that grant may be used for now.
    pub fn allowed(&self, subject: Surrogate, purposes: PurposeSet, grant: GrantSeq) -> PurposeSet {
        match self.is_paused(subject) {
            true => PurposeSet::NONE,
            false => self.left(subject, purposes, grant),
        }
    }

    /// The same without pauses: what is left when they are over. Whatever deletes, and whoever sees what is held about
    /// themselves, asks this.
    pub fn left(&self, subject: Surrogate, purposes: PurposeSet, grant: GrantSeq) -> PurposeSet {
        self.bars.allowed(subject, purposes, grant)
    }

    /// Whether the data of whoever sits at that browser is only stored.
    pub fn is_paused(&self, subject: Surrogate) -> bool {
        self.pauses.contains(&subject)
    }

    /// What withdrawals and erasures closed, as if no pause stood.
    pub fn without_pauses(self) -> RestrictionView {
        RestrictionView { pauses: Arc::default(), ..self }
    }

    /// The pauses, as if nothing was ever withdrawn or erased.
    pub fn only_pauses(self) -> RestrictionView {
        RestrictionView { bars: Arc::default(), ..self }
    }

    /// Whether nobody is restricted.
    pub fn is_empty(&self) -> bool {
        self.pauses.is_empty() && self.bars.0.iter().all(|part| part.is_empty())
    }

    /// Whether nothing changed since `before`, a moment of the same run. Asked of what is held, not of the number of the
    /// epoch, which may be read a moment later than what it counts.
    pub fn is_as(&self, before: &RestrictionView) -> bool {
        Arc::ptr_eq(&self.bars, &before.bars) && self.paused_as(before)
    }

    fn paused_as(&self, before: &RestrictionView) -> bool {
        Arc::ptr_eq(&self.pauses, &before.pauses)
    }

    /// Whether whatever was closed at `before` is closed still: no pause of then is over.
    pub fn only_closed_since(&self, before: &RestrictionView) -> bool {
        self.paused_as(before) || before.pauses.is_subset(&self.pauses)
    }

    /// Whoever may be restricted otherwise than at `before`; without one, everybody who is restricted. It may name some whose
    /// restrictions are the same.
    pub fn changed<'a>(&'a self, before: Option<&'a RestrictionView>) -> impl Iterator<Item = Surrogate> + 'a {
        let same = move |at: usize, part: &Arc<Part>| {
            before.and_then(|b| b.bars.0.get(at)).is_some_and(|known| Arc::ptr_eq(known, part))
        };
        let parts = self.bars.0.iter().enumerate().filter(move |(at, part)| !same(*at, part));
        let paused_then = move |subject: &Surrogate| before.is_some_and(|b| b.is_paused(*subject));
        let begun = self.pauses.iter().copied().filter(move |subject| !paused_then(subject));
        let over =
            before.into_iter().flat_map(|b| b.pauses.iter().copied()).filter(|subject| !self.is_paused(*subject));
        parts.flat_map(|(_, part)| part.keys().copied()).chain(begun).chain(over)
    }

    /// Counts up with every change.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }
}

/// The live restrictions of a process.
#[derive(Debug, Default)]
pub struct Restrictions {
    bars: RwLock<Arc<Bars>>,
    pauses: RwLock<Arc<Pauses>>,
    epoch: AtomicU64,
    fresh_at: AtomicI64,
}

impl Restrictions {
    /// None known yet, and not fresh: nothing is permitted until [`Restrictions::refreshed`].
    pub fn new() -> Restrictions {
        Restrictions { fresh_at: AtomicI64::new(i64::MIN), ..Restrictions::default() }
    }

    /// Add restrictions; one that is already known changes nothing.
    pub fn add(&self, more: impl IntoIterator<Item = Bar>) {
        let mut bars = self.bars.write();
        let mut changed = false;
        for bar in more {
            if bars.knows(bar) {
                continue;
            }
            // Copies at most the list of parts and one of them.
            Arc::make_mut(&mut bars).add(bar);
            changed = true;
        }
        if changed {
            self.epoch.fetch_add(1, Ordering::Release);
        }
    }

    /// These are the browsers of people whose data is only stored, and no others.
    pub fn pause(&self, browsers: impl IntoIterator<Item = Surrogate>) {
        let now: Pauses = browsers.into_iter().collect();
        let mut pauses = self.pauses.write();
        if **pauses != now {
            *pauses = Arc::new(now);
            self.epoch.fetch_add(1, Ordering::Release);
        }
    }

    /// Whether the data of whoever sits at that browser is only stored.
    pub fn is_paused(&self, subject: Surrogate) -> bool {
        self.pauses.read().contains(&subject)
    }

    /// Everything that the database knew at `at` has been added.
    pub fn refreshed(&self, at: AtMs) {
        self.fresh_at.fetch_max(at.0, Ordering::Release);
    }

    /// The clock was set: what was fresh stays as fresh as it was, and no fresher.
    pub fn clock_moved(&self, by_ms: i64) {
        let move_by = |at: i64| (at != i64::MIN).then(|| at.saturating_add(by_ms));
        let _ = self.fresh_at.fetch_update(Ordering::AcqRel, Ordering::Acquire, move_by);
    }

    /// Whether the feed is at most [`FEED_STALE_MS`] old.
    pub fn is_fresh(&self, now: AtMs) -> bool {
        self.age_ms(now) <= FEED_STALE_MS
    }

    /// How old the feed is, in milliseconds; the largest number when it was never loaded.
    pub fn age_ms(&self, now: AtMs) -> i64 {
        match self.fresh_at.load(Ordering::Acquire) {
            i64::MIN => i64::MAX,
            at => now.0.saturating_sub(at),
        }
    }

    /// Those of `purposes` that a grant may be used for now; if none, why not.
    pub fn open(&self, subject: Surrogate, purposes: PurposeSet, grant: GrantSeq) -> Result<PurposeSet, Reason> {
        let left = self.left(subject, purposes, grant);
        match left.is_empty() {
            true => Err(Reason::Withdrawn),
            false if self.is_paused(subject) => Err(Reason::Restricted),
            false => Ok(left),
        }
    }

    /// Those of `purposes` that a grant may be used for now.
    pub fn allowed(&self, subject: Surrogate, purposes: PurposeSet, grant: GrantSeq) -> PurposeSet {
        self.open(subject, purposes, grant).unwrap_or(PurposeSet::NONE)
    }

    /// The same without pauses: what a grant allows when they are over.
    pub fn left(&self, subject: Surrogate, purposes: PurposeSet, grant: GrantSeq) -> PurposeSet {
        self.bars.read().allowed(subject, purposes, grant)
    }

    /// Hold on to what is known now.
    pub fn view(&self) -> RestrictionView {
        let (bars, pauses) = (Arc::clone(&self.bars.read()), Arc::clone(&self.pauses.read()));
        RestrictionView { bars, pauses, epoch: self.epoch.load(Ordering::Acquire) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bar() -> impl Strategy<Value = Bar> {
        (1i64..4, 0u32..16, 0i64..20).prop_map(|(s, p, l)| Bar {
            subject: Surrogate(s),
            purposes: PurposeSet(p),
            lowest: GrantSeq(l),
        })
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_nothing_is_forgotten(bars in prop::collection::vec(bar(), 0..12), grant in 0i64..20) {
            let (forward, backward) = (Restrictions::new(), Restrictions::new());
            forward.add(bars.iter().copied());
            for b in bars.iter().rev() {
                backward.add([*b]);
                backward.add([*b]);
            }
            for subject in 1..4 {
                let all = PurposeSet(15);
                let expected = bars
                    .iter()
                    .filter(|b| b.subject == Surrogate(subject) && grant < b.lowest.0)
                    .fold(all, |left, b| left.without(b.purposes));
                prop_assert_eq!(forward.allowed(Surrogate(subject), all, GrantSeq(grant)), expected);
                prop_assert_eq!(backward.allowed(Surrogate(subject), all, GrantSeq(grant)), expected);
                prop_assert_eq!(forward.view().allowed(Surrogate(subject), all, GrantSeq(grant)), expected);
            }
        }
    }

    #[test]
    fn a_clock_that_is_set_makes_the_feed_neither_older_nor_younger() {
        let r = Restrictions::new();
        r.clock_moved(5_000);
        assert!(!r.is_fresh(AtMs(0)), "never loaded stays never loaded");
        r.refreshed(AtMs(10_000));
        for by in [3_600_000, -7_200_000] {
            let before = r.age_ms(AtMs(10_400));
            r.clock_moved(by);
            assert_eq!(r.age_ms(AtMs(10_400 + by)), before);
            r.clock_moved(-by);
        }
        // Set back an hour and then stopped: it is noticed within a second, not within an hour.
        r.clock_moved(-3_600_000);
        assert!(!r.is_fresh(AtMs(11_001 - 3_600_000)));
    }

    #[test]
    fn a_view_stays_what_it_was() {
        let r = Restrictions::new();
        let bar = |subject| Bar { subject: Surrogate(subject), purposes: PurposeSet(1), lowest: GrantSeq(9) };
        r.add([bar(1)]);
        let view = r.view();
        r.add([bar(257), bar(2)]);
        let allowed = |subject| view.allowed(Surrogate(subject), PurposeSet(1), GrantSeq(1));
        assert_eq!([allowed(1), allowed(257), allowed(2)], [PurposeSet::NONE, PurposeSet(1), PurposeSet(1)]);
        assert!(r.view().epoch() > view.epoch());
    }

    #[test]
    fn whoever_was_restricted_since_is_named() {
        let r = Restrictions::new();
        let bar = |subject| Bar { subject: Surrogate(subject), purposes: PurposeSet(1), lowest: GrantSeq(9) };
        r.add([bar(1), bar(2)]);
        let before = r.view();
        assert!(r.view().is_as(&before));
        r.add([bar(1)]);
        assert!(r.view().is_as(&before), "a restriction that is known changes nothing");
        r.add([bar(258), bar(3)]);
        let after = r.view();
        assert!(!after.is_as(&before));
        let mut named: Vec<i64> = after.changed(Some(&before)).map(|s| s.0).collect();
        named.sort_unstable();
        assert_eq!(named, [2, 3, 258], "2 lies beside 258");
        assert_eq!((after.changed(None).count(), after.changed(Some(&after)).count()), (4, 0));
    }

    proptest! {
        #[test]
        fn a_pause_closes_everything_while_it_stands_and_leaves_nothing_behind(
            bars in prop::collection::vec(bar(), 0..8),
            paused in prop::collection::hash_set(1i64..4, 0..3),
            then in prop::collection::hash_set(1i64..4, 0..3),
            grant in 0i64..20,
        ) {
            let (with, without) = (Restrictions::new(), Restrictions::new());
            with.add(bars.iter().copied());
            without.add(bars.iter().copied());
            with.pause(paused.iter().map(|s| Surrogate(*s)));
            let before = with.view();
            with.pause(then.iter().map(|s| Surrogate(*s)));
            let after = with.view();
            let named: HashSet<Surrogate> = after.changed(Some(&before)).collect();
            prop_assert_eq!(after.only_closed_since(&before), paused.is_subset(&then));
            prop_assert_eq!(after.is_as(&before), paused == then);
            for subject in 1..4 {
                let (who, all, grant) = (Surrogate(subject), PurposeSet(15), GrantSeq(grant));
                let left = without.view().allowed(who, all, grant);
                for (view, paused) in [(&before, &paused), (&after, &then)] {
                    let open = if paused.contains(&subject) { PurposeSet::NONE } else { left };
                    prop_assert_eq!(view.allowed(who, all, grant), open);
                    prop_assert_eq!(view.left(who, all, grant), left, "nothing is deleted because of a pause");
                    prop_assert_eq!(view.clone().without_pauses().allowed(who, all, grant), left);
                    prop_assert_eq!(view.clone().only_pauses().left(who, all, grant), all);
                }
                prop_assert_eq!(with.allowed(who, all, grant), after.allowed(who, all, grant));
                prop_assert_eq!(named.contains(&who), paused.contains(&subject) != then.contains(&subject));
            }
        }
    }

    #[test]
    fn a_feed_that_was_never_loaded_is_not_fresh() {
        let r = Restrictions::new();
        assert!(!r.is_fresh(AtMs(0)));
        r.refreshed(AtMs(10_000));
        assert!(r.is_fresh(AtMs(11_000)));
        assert!(!r.is_fresh(AtMs(11_001)));
    }
}
