//! Answering from a roll-up, with whoever cannot be answered for from it counted by hand.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::AtomicBool},
};

use hjemmel_model::Sums;
use hjemmel_policy::RestrictionView;

use super::{Asked, exchange, made::Rolled};
use crate::{
    scan::Bucket,
    segment::{Bits, Open},
    tally::{By, Tallied, tally, views},
};

/// Of all rows of the files, the part that may be counted by hand: beyond it a roll-up saves little.
const PART: usize = 4;

/// Whom a roll-up does not answer for.
pub enum Dirty {
    /// These, in order.
    Some(Vec<i64>),
    /// Too many.
    TooMany,
}

/// Whether few have rows that no file has yet.
pub fn few_beside(bucket: &Bucket<'_>) -> bool {
    let all: usize = bucket.files.iter().map(|open| open.rows().rows()).sum();
    let people = || bucket.loose.iter().map(Open::visitor_numbers);
    let theirs = |open: &Open| people().map(|people| open.rows_of(people)).sum::<usize>();
    people().map(<[i64]>::len).sum::<usize>() <= all && bucket.files.iter().map(theirs).sum::<usize>() <= all / PART
}

/// Who is closed otherwise than when a roll-up was made, or has rows beside its files.
pub fn dirty(made: &Rolled, bucket: &Bucket<'_>, closed: &RestrictionView) -> Dirty {
    if !made.is_of(&bucket.files, bucket.at_ms()) {
        return Dirty::TooMany;
    }
    let mut people: Vec<i64> = Vec::new();
    let beside = bucket.files.iter().filter(|open| made.open_then(open).is_none()).chain(&bucket.loose);
    let own: Vec<(&Open, &Arc<Bits>)> =
        bucket.files.iter().filter_map(|open| Some((open, made.open_then(open)?))).collect();
    let all: usize = own.iter().map(|(open, _)| open.rows().rows()).sum();
    for open in beside {
        people.extend_from_slice(open.visitor_numbers());
        if people.len() > all {
            return Dirty::TooMany;
        }
    }
    if !closed.is_as(&made.closed) {
        let otherwise = |subject: &i64| own.iter().any(|(open, then)| open.was_otherwise(*subject, then));
        people.extend(closed.changed(Some(&made.closed)).map(|subject| subject.0).filter(otherwise));
    }
    people.sort_unstable();
    people.dedup();
    let theirs: usize = own.iter().map(|(open, _)| open.rows_of(&people)).sum();
    if theirs > all / PART { Dirty::TooMany } else { Dirty::Some(people) }
}

impl Rolled {
    /// What a bucket comes to; nothing when this cannot say it, or the question was given up.
    pub(super) fn answer(
        &self,
        asked: &Asked,
        bucket: &Bucket<'_>,
        people: &[i64],
        ended: &AtomicBool,
    ) -> Option<(Tallied, i64)> {
        let at_ms = bucket.at_ms();
        if bucket.files.iter().any(|open| open.kept_since_ms() > at_ms.0) {
            return None;
        }
        let days = self.days(at_ms)?;
        let mut seen = self.seen(&days);
        let mut found = match &asked.by {
            By::Time(bounds) => {
                let each = |from: i64, to: i64| Some(self.sums(0, &self.days((from, to))?));
                let intervals = bounds.iter().zip(bounds.iter().skip(1));
                let groups: Option<Vec<_>> =
                    intervals.map(|(from, to)| Some((Vec::new(), each(*from, *to)?))).collect();
                Tallied { total: self.sums(0, &days), groups: groups? }
            }
            By::Values(_) => {
                let lines =
                    self.names.iter().enumerate().map(|(group, names)| (names.clone(), self.sums(group, &days)));
                Tallied { total: Sums::default(), groups: lines.filter(|(_, sums)| sums.visitors > 0).collect() }
            }
        };
        if !people.is_empty() {
            let was = |open: &Open| Some(open.as_it_was(Arc::clone(self.open_then(open)?)));
            let was: Vec<Open> = bucket.files.iter().filter_map(was).map(|open| open.of(people)).collect();
            let is: Vec<Open> = bucket.files.iter().chain(&bucket.loose).map(|open| open.of(people)).collect();
            let (was, is) = (bucket.rows_of(&was), bucket.rows_of(&is));
            seen += views(&is.all) - views(&was.all);
            let count = |parts: &[Open]| tally(parts, ended, &asked.key.meaning, &asked.by);
            corrected(&mut found, count(&was.chosen)?, count(&is.chosen)?, &asked.by);
        }
        Some((found, seen))
    }
}

fn corrected(found: &mut Tallied, was: Tallied, is: Tallied, by: &By) {
    exchange(&mut found.total, &was.total, &is.total);
    if matches!(by, By::Time(_)) {
        let both = was.groups.iter().zip(&is.groups);
        found.groups.iter_mut().zip(both).for_each(|((_, own), ((_, was), (_, is)))| exchange(own, was, is));
        return;
    }
    let mut lines: HashMap<Vec<Box<str>>, Sums> = std::mem::take(&mut found.groups).into_iter().collect();
    let none = Sums::default();
    was.groups.into_iter().for_each(|(names, sums)| exchange(lines.entry(names).or_default(), &sums, &none));
    is.groups.into_iter().for_each(|(names, sums)| exchange(lines.entry(names).or_default(), &none, &sums));
    found.groups = lines.into_iter().filter(|(_, sums)| sums.visitors > 0).collect();
}
