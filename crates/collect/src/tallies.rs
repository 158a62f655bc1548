//! Sums in memory until the next flush.

use std::collections::{HashMap, HashSet};

use hjemmel_model::{SiteId, Tally, TallyKind};
use parking_lot::Mutex;

/// Different sums held at most; beyond it an item counts as `other`, so that nobody can fill the memory with names.
const ITEMS_MAX: usize = 100_000;

type Key = (SiteId, TallyKind, String, String);

/// Different names of a kind that strangers choose, on a site and day; beyond it a name counts as `other`, so that nobody can
/// fill the database with them.
const NAMES_MAX: usize = 50;

/// The names seen on the latest day.
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

    /// Add one to a sum whose name a stranger chose.
    pub fn add_name(&self, site: &SiteId, kind: TallyKind, day: &str, name: &str) {
        let known = {
            let mut names = self.1.lock();
            let (latest, seen) = names.entry((site.clone(), kind)).or_default();
            if latest != day {
                (*latest, *seen) = (day.to_owned(), HashSet::new());
            }
            seen.contains(name) || (seen.len() < NAMES_MAX && seen.insert(name.to_owned()))
        };
        self.add(site, kind, day, if known { name } else { "other" }, 1);
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
    fn names_that_strangers_choose_are_bounded_by_day() {
        let (tallies, site) = (Tallies::default(), SiteId::parse("site_shop").unwrap());
        for n in 0..60 {
            tallies.add_name(&site, TallyKind::Unlisted, "2026-11-22", &format!("h{n}.example"));
        }
        tallies.add_name(&site, TallyKind::Unlisted, "2026-11-22", "h0.example");
        let sums = tallies.drain();
        let of = |item: &str| sums.iter().find(|(_, _, t)| t.item == item).map(|(_, _, t)| t.n);
        assert_eq!((sums.len(), of("other"), of("h0.example"), of("h59.example")), (51, Some(10), Some(2), None));
        tallies.add_name(&site, TallyKind::Unlisted, "2026-11-23", "h59.example");
        assert_eq!(tallies.drain()[0].2.item, "h59.example", "a new day begins anew");
    }
}
