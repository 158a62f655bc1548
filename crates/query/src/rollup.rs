//! What a question came to, day by day, remembered for the files of a bucket: asked again for any of their days, it is added up
//! and no row is looked at.
//!
//! Invariant: an answer is what counting the open rows comes to. Whoever is closed otherwise than when a roll-up was made, and
//! whoever has rows beside its files, is counted from their own rows: as they were, which is taken off, and as they are. What is
//! remembered names nobody, and is not found any more when one of its files is gone.

mod correct;
mod made;
mod make;

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use hjemmel_model::{Ask, Dimension, Grain, Predicate, SiteId, Sums};
use hjemmel_policy::{PermittedRows, RestrictionView};
use parking_lot::Mutex;

use crate::{
    scan::Bucket,
    tally::{By, Meaning, Tallied, views},
};
use correct::{Dirty, dirty, few_beside};
use made::Rolled;

/// What was asked, whatever the period.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    site: SiteId,
    bit: u8,
    filter: Predicate,
    by: Vec<Dimension>,
    meaning: Meaning,
}

/// A report that may be answered from a roll-up.
pub struct Asked {
    key: Key,
    ask: Ask,
    closed: RestrictionView,
    by: By,
}

impl Asked {
    /// A report under a permit.
    pub fn of(permit: &PermittedRows, ask: &Ask, of: &[Dimension], by: By) -> Asked {
        let (site, bit) = (permit.site().clone(), permit.purpose_bit());
        let key = Key { site, bit, filter: ask.filter.clone(), by: of.to_vec(), meaning: Meaning::of(ask) };
        Asked { key, ask: ask.clone(), closed: permit.closed().clone(), by }
    }

    /// Whether days can say what it comes to in a bucket: it asks for whole days of which nothing is too old, and few have rows
    /// that no file has yet.
    fn is_of_days(&self, bucket: &Bucket<'_>) -> bool {
        // Days are whole ones, and of hours they know nothing.
        let hours = matches!(self.by, By::Time(_)) && self.ask.bounds().0 == Grain::Hour || self.ask.until.is_some();
        let too_old = || bucket.files.iter().any(|open| open.kept_since_ms() > bucket.at_ms().0);
        !hours && !too_old() && few_beside(bucket)
    }

    /// Count the rows of a bucket without anything that is remembered.
    fn counted(&self, bucket: &Bucket<'_>, ended: &AtomicBool) -> Option<(Tallied, i64)> {
        let rows = bucket.rows();
        let tallied = crate::tally::tally(&rows.chosen, ended, &self.key.meaning, &self.by)?;
        let seen = if self.key.filter.is_empty() { tallied.total.page_views } else { views(&rows.all) };
        Some((tallied, seen))
    }
}

struct Entry {
    bucket: i32,
    key: Key,
    /// Nothing when it was asked once only: most questions do not come again.
    made: Option<Arc<Rolled>>,
    /// It has more groups than are worth it.
    too_large: bool,
    used: u64,
}

/// Questions that are remembered at most, with what they came to or without.
const ENTRIES_MAX: usize = 1024;

#[derive(Default)]
struct State {
    entries: Vec<Entry>,
    now: u64,
}

impl State {
    fn entry(&mut self, bucket: i32, key: &Key) -> Option<&mut Entry> {
        self.now += 1;
        let now = self.now;
        let found = self.entries.iter_mut().find(|entry| entry.bucket == bucket && entry.key == *key)?;
        found.used = now;
        Some(found)
    }

    fn oldest(&self) -> Option<usize> {
        self.entries.iter().enumerate().min_by_key(|(_, entry)| entry.used).map(|(place, _)| place)
    }

    fn bytes(&self) -> usize {
        self.entries.iter().filter_map(|entry| entry.made.as_ref()).map(|made| made.bytes()).sum()
    }
}

/// What is remembered of questions.
pub struct Rollups {
    remembers: bool,
    state: Mutex<State>,
    /// How many times one told what a bucket comes to, and with people counted by hand.
    #[cfg(test)]
    told: [std::sync::atomic::AtomicUsize; 2],
}

/// What was asked of a bucket before.
enum Before {
    /// Never, or it is no use to remember it.
    Never,
    Once,
    Made(Arc<Rolled>),
}

impl Rollups {
    /// None yet; without `remembers` none ever.
    pub fn new(remembers: bool) -> Rollups {
        Rollups {
            remembers,
            state: Mutex::default(),
            #[cfg(test)]
            told: Default::default(),
        }
    }

    /// What a bucket comes to; nothing when it was given up, or there are more groups than can be counted.
    pub fn answer(&self, asked: &Asked, bucket: &Bucket<'_>, ended: &AtomicBool) -> Option<(Tallied, i64)> {
        if !self.remembers || !asked.is_of_days(bucket) {
            return asked.counted(bucket, ended);
        }
        let made = match self.before(bucket.number, &asked.key) {
            Before::Never => return asked.counted(bucket, ended),
            Before::Once => None,
            Before::Made(made) => Some(made),
        };
        if let Some(made) = made
            && let Dirty::Some(people) = dirty(&made, bucket, &asked.closed)
            && let Some(found) = made.answer(asked, bucket, &people, ended)
        {
            #[cfg(test)]
            self.tell(&people);
            return Some(found);
        }
        let fresh = Rolled::make(asked, bucket, ended).map(Arc::new);
        if let Some(entry) = self.state.lock().entry(bucket.number, &asked.key) {
            entry.made.clone_from(&fresh);
            entry.too_large = fresh.is_none() && !ended.load(Ordering::Relaxed);
        }
        let told = fresh.and_then(|fresh| match dirty(&fresh, bucket, &asked.closed) {
            Dirty::Some(people) => fresh.answer(asked, bucket, &people, ended),
            Dirty::TooMany => None,
        });
        told.or_else(|| asked.counted(bucket, ended))
    }

    #[cfg(test)]
    fn tell(&self, people: &[i64]) {
        let [all, by_hand] = &self.told;
        all.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        by_hand.fetch_add(usize::from(!people.is_empty()), std::sync::atomic::Ordering::Relaxed);
    }

    #[cfg(test)]
    pub fn told(&self) -> (usize, usize) {
        let [all, by_hand] = self.told.each_ref().map(|n| n.load(std::sync::atomic::Ordering::Relaxed));
        (all, by_hand)
    }

    fn before(&self, bucket: i32, key: &Key) -> Before {
        let mut state = self.state.lock();
        match state.entry(bucket, key) {
            Some(entry) if entry.too_large => Before::Never,
            Some(entry) => entry.made.clone().filter(|made| made.is_live()).map_or(Before::Once, Before::Made),
            None => {
                if state.entries.len() >= ENTRIES_MAX
                    && let Some(place) = state.oldest()
                {
                    state.entries.swap_remove(place);
                }
                let used = state.now;
                state.entries.push(Entry { bucket, key: key.clone(), made: None, too_large: false, used });
                Before::Never
            }
        }
    }

    /// Forget what is of files that are gone, and what was not asked for the longest as long as the rest is more than so many
    /// bytes. Says how many are left.
    pub fn settle(&self, bytes_max: usize) -> usize {
        let mut state = self.state.lock();
        for entry in &mut state.entries {
            entry.made = entry.made.take().filter(|made| made.is_live());
        }
        while state.bytes() > bytes_max {
            let made = state.entries.iter_mut().filter(|entry| entry.made.is_some());
            let Some(oldest) = made.min_by_key(|entry| entry.used) else { break };
            oldest.made = None;
        }
        state.bytes()
    }
}

/// Take off what was, and put on what is.
fn exchange(sums: &mut Sums, was: &Sums, is: &Sums) {
    sums.visitors += is.visitors - was.visitors;
    sums.sessions += is.sessions - was.sessions;
    sums.page_views += is.page_views - was.page_views;
    sums.conversions += is.conversions - was.conversions;
    sums.revenue_minor = sums.revenue_minor.wrapping_add(is.revenue_minor).wrapping_sub(was.revenue_minor);
}
