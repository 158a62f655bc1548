//! Sums in memory until the next flush.

use std::collections::HashMap;

use hjemmel_model::{SiteId, Tally, TallyKind};
use parking_lot::Mutex;

/// Different sums held at most; beyond it an item counts as `other`, so that nobody can fill the memory with names.
const ITEMS_MAX: usize = 100_000;

type Key = (SiteId, TallyKind, String, String);

/// The sums of a process since the last flush.
#[derive(Debug, Default)]
pub struct Tallies(Mutex<HashMap<Key, i64>>);

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

    /// Add one to a sum whose name comes from outside: beyond `most` names a day since the last flush it counts as `other`.
    pub fn add_named(&self, site: &SiteId, kind: TallyKind, day: &str, item: &str, most: usize) {
        let known = |key: &&Key| key.0 == *site && key.1 == kind && key.2 == day;
        let full = {
            let sums = self.0.lock();
            let names: Vec<&Key> = sums.keys().filter(known).collect();
            names.len() >= most && !names.iter().any(|key| key.3 == item)
        };
        self.add(site, kind, day, if full || item.is_empty() { "other" } else { item }, 1);
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
