//! Sums in memory until the next flush.

use std::collections::{HashMap, HashSet};

use hjemmel_model::{SiteId, Tally, TallyKind};
use parking_lot::Mutex;

/// Different sums held at most; beyond it an item counts as `other`, so that nobody can fill the memory with names.
const ITEMS_MAX: usize = 100_000;

type Key = (SiteId, TallyKind, String, String);
/// Names that come from outside, of the latest day.
type Names = HashMap<(SiteId, TallyKind), (String, HashSet<String>)>;

/// The sums of a process since the last flush.
#[derive(Debug, Default)]
pub struct Tallies(Mutex<HashMap<Key, i64>>, Mutex<Names>);

impl Tallies {
    /// Add to a sum.
    pub fn add(&self, site: &SiteId, kind: TallyKind, day: &str, item: &str, n: i64) {
        let mut sums = self.0.lock();
        let key = (site.clone(), kind, day.to_owned(), item.to_owned());
        if sums.len() >= ITEMS_MAX && !sums.contains_key(&key) {
            *sums.entry((key.0, key.1, key.2, "other".into())).or_default() += n;
            return;
        }
        *sums.entry(key).or_default() += n;
    }

    /// Add one to a sum whose name comes from outside: beyond `most` names a day it counts as `other`, so that nobody fills the
    /// database with them.
    pub fn add_named(&self, site: &SiteId, kind: TallyKind, day: &str, item: &str, most: usize) {
        let known = {
            let mut names = self.1.lock();
            let (latest, seen) = names.entry((site.clone(), kind)).or_default();
            if latest != day {
                (*latest, *seen) = (day.to_owned(), HashSet::new());
            }
            !item.is_empty() && (seen.contains(item) || (seen.len() < most && seen.insert(item.to_owned())))
        };
        self.add(site, kind, day, if known { item } else { "other" }, 1);
    }

    /// Take everything out.
    pub fn drain(&self) -> Vec<(SiteId, TallyKind, Tally)> {
        let sums = std::mem::take(&mut *self.0.lock());
        let mut out: Vec<_> =
            sums.into_iter().map(|((site, kind, day, item), n)| (site, kind, Tally { day, item, n })).collect();
        // One order for everybody: two flushes at once cannot wait for each other.
        out.sort_by(|a, b| (&a.0, a.1, &a.2.day, &a.2.item).cmp(&(&b.0, b.1, &b.2.day, &b.2.item)));
        out
    }

    /// Put back what could not be flushed.
    pub fn restore(&self, sums: Vec<(SiteId, TallyKind, Tally)>) {
        for (site, kind, sum) in sums {
            self.add(&site, kind, &sum.day, &sum.item, sum.n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_come_from_outside_are_bounded_by_day() {
        let (tallies, site) = (Tallies::default(), SiteId::parse("site_shop").unwrap());
        let add = |day: &str, host: &str| tallies.add_named(&site, TallyKind::UnlistedHost, day, host, 50);
        let of = |item: &str| {
            let sums = tallies.drain();
            (sums.len(), sums.iter().find(|(_, _, t)| t.item == item).map(|(_, _, t)| t.n))
        };
        (0..40).for_each(|n| add("2026-11-22", &format!("h{n}.example")));
        assert_eq!(of("h39.example"), (40, Some(1)));
        // What was flushed counts too: each flush must not give room for as many again.
        (40..60).for_each(|n| add("2026-11-22", &format!("h{n}.example")));
        assert_eq!(of("other"), (11, Some(10)));
        add("2026-11-22", "h0.example");
        assert_eq!(of("h0.example"), (1, Some(1)), "a known one keeps its name");
        add("2026-11-23", "h59.example");
        assert_eq!(of("h59.example"), (1, Some(1)), "a new day begins anew");
    }
}
