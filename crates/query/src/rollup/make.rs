//! Making a roll-up: once through the rows of some files, each visitor's in order of time.

use std::{collections::HashMap, sync::atomic::AtomicBool};

use hjemmel_model::{Ask, AtMs, Period};

use super::{
    Asked,
    made::{Added, Day, Pairs, Part, Rolled},
};
use crate::{
    journey::in_order,
    scan::Bucket,
    segment::Open,
    tally::{Block, By, Cut, Keys, tables, views_of},
    walk::{Stretch, walk},
};

/// Sums that are held while one is made: groups times days.
const SUMS_MAX: usize = 1 << 20;

/// Pairs that are collected before they are counted.
const PENDING_MAX: usize = 1 << 22;

/// Pairs of days by group, counted.
#[derive(Default)]
struct Counter {
    pending: Vec<u64>,
    counted: Vec<(u64, u32)>,
}

impl Counter {
    fn add(&mut self, group: u32, day: Day, before: Day) {
        self.pending.push(u64::from(group) << 32 | u64::from(day) << 16 | u64::from(before));
        if self.pending.len() >= PENDING_MAX {
            self.count();
        }
    }

    fn count(&mut self) {
        self.pending.sort_unstable();
        let mut all: Vec<(u64, u32)> = Vec::with_capacity(self.counted.len());
        let mut known = std::mem::take(&mut self.counted).into_iter().peekable();
        let mut put = |key: u64, number: u32| match all.last_mut() {
            Some((last, sum)) if *last == key => *sum += number,
            _ => all.push((key, number)),
        };
        for key in self.pending.drain(..) {
            while let Some((own, number)) = known.next_if(|(own, _)| *own <= key) {
                put(own, number);
            }
            put(key, 1);
        }
        known.for_each(|(own, number)| put(own, number));
        self.counted = all;
    }

    fn pairs(mut self, groups: usize) -> Pairs {
        self.count();
        let starts = starts(groups, self.counted.iter().map(|(key, _)| (key >> 32) as usize));
        let pair = |(key, number): (u64, u32)| ((key >> 16) as Day, key as Day, number);
        Pairs { starts, pairs: self.counted.into_iter().map(pair).collect() }
    }
}

/// Where each group begins among things in order of group, and how many there are.
fn starts(groups: usize, of: impl Iterator<Item = usize>) -> Vec<u32> {
    let mut starts = vec![0; groups + 1];
    for group in of {
        if let Some(next) = starts.get_mut(group + 1) {
            *next += 1;
        }
    }
    let mut sum = 0;
    starts.iter_mut().for_each(|start| {
        sum += *start;
        *start = sum;
    });
    starts
}

/// What a group saw last.
#[derive(Clone, Default)]
struct Last {
    visitor: u32,
    day: Day,
    visit: i64,
    visit_day: Day,
}

struct Making {
    days: usize,
    last: Vec<Last>,
    added: Vec<Added>,
    visitors: Counter,
    visits: Counter,
    /// Visits of a visitor of whom one comes back, by group, with the last day of each.
    met: HashMap<(u32, i64), Day>,
}

impl Making {
    fn see(&mut self, visitor: u32, group: u32, day: Day, visit: i64, tangled: bool) {
        let Some(last) = self.last.get_mut(group as usize) else { return };
        let other = last.visitor != visitor;
        let before = if other { 0 } else { last.day };
        if before != day {
            self.visitors.add(group, day, before);
        }
        let same = !other && last.visit == visit;
        let visit_before = match tangled {
            true => self.met.insert((group, visit), day).unwrap_or(0),
            false if same => last.visit_day,
            false => 0,
        };
        if visit_before != day {
            self.visits.add(group, day, visit_before);
        }
        *last = Last { visitor, day, visit, visit_day: day };
    }

    fn add(&mut self, group: u32, day: Day, name: u8, money: i64) {
        let place = group as usize * self.days + usize::from(day) - 1;
        if let Some(added) = self.added.get_mut(place) {
            added.page_views += u32::from(name & 1);
            added.conversions += u32::from(name >> 1 & 1);
            added.revenue_minor = added.revenue_minor.wrapping_add(money);
        }
    }
}

/// The days of a question's zone in which some files have rows; nothing when they are too many.
fn days(ask: &Ask, files: &[Open]) -> Option<Vec<i64>> {
    let first = files.iter().map(Open::first_ms).min()?;
    let last = files.iter().map(|open| open.zero_ms() + i64::from(open.last())).max()?;
    let day = |at: i64| AtMs(at).local_date(ask.zone.tz());
    let period = Period::new(day(first), day(last)).ok()?;
    Some(hjemmel_model::local_day_bounds(&period, ask.zone.tz()))
}

impl Rolled {
    /// Of the files of a bucket; nothing when it would be too large, or the question was given up.
    pub(super) fn make(asked: &Asked, bucket: &Bucket<'_>, ended: &AtomicBool) -> Option<Rolled> {
        // Of any age: whoever asks for days of which something is too old gets no answer from this.
        let all: Vec<Open> = bucket.files.iter().map(Open::of_any_age).collect();
        let bounds = days(&asked.ask, &all)?;
        let days = bounds.len().checked_sub(1)?;
        let parts: Vec<Open> = all.iter().map(|open| bucket.chosen(open)).collect();
        let mut keys: Vec<Keys> = asked.key.by.iter().map(|_| Keys::default()).collect();
        let tables = tables(&parts, &asked.key.meaning, &By::Values(keys.len()), &mut keys);
        let groups = Keys::product(&keys)?;
        if groups.checked_mul(days)? > SUMS_MAX {
            return None;
        }
        let cuts: Vec<Cut> = parts.iter().map(|open| Cut::new(&bounds, open.zero_ms(), open.last())).collect();
        let mut making = Making {
            days,
            last: vec![Last::default(); groups],
            added: vec![Added::default(); groups * days],
            visitors: Counter::default(),
            visits: Counter::default(),
            met: HashMap::new(),
        };
        let (mut visitor, mut own): (u32, Vec<Stretch>) = (0, Vec::new());
        walk(&parts, ended, |stretches, tangled| {
            visitor += 1;
            making.met.clear();
            own.clear();
            own.extend_from_slice(stretches);
            // In order of time a late visit in one file may lie within a visit of another.
            let tangled = tangled || stretches.len() > 1;
            in_order(&parts, &mut own, |(_, part, row)| {
                let (Some(open), Some(tables), Some(cut)) = (parts.get(part), tables.get(part), cuts.get(part)) else {
                    return true;
                };
                let (group, name, money) = Block::alone(open, tables, row);
                let day = Day::try_from(cut.group(open.time(row)).wrapping_add(1)).unwrap_or(0);
                if (group as usize) < groups && day > 0 {
                    making.see(visitor, group, day, open.visit(row), tangled);
                    making.add(group, day, name, money);
                }
                true
            });
        })
        .ok()?;
        let Making { added, visitors, visits, .. } = making;
        let kept = |added: &Added| added.page_views != 0 || added.conversions != 0 || added.revenue_minor != 0;
        let places = added.iter().enumerate().filter(|(_, added)| kept(added));
        let added_starts = starts(groups, places.clone().map(|(place, _)| place / days.max(1)));
        let day_of = |(place, added): (usize, &Added)| ((place % days.max(1) + 1) as Day, *added);
        Some(Rolled {
            parts: bucket.files.iter().map(Part::of).collect(),
            closed: asked.closed.clone(),
            names: (0..groups).map(|group| Keys::named(&keys, group)).collect(),
            added_starts,
            added: places.map(day_of).collect(),
            visitors: visitors.pairs(groups),
            visits: visits.pairs(groups),
            views: views_of(&all, &bounds),
            bounds,
        })
    }
}
