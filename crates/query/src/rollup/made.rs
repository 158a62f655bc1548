//! What a roll-up holds: for each group what its rows add up to by day, and on how many visitors' and visits' days it rests.
//!
//! Different visitors of a period are those days of visitors, in it, before which they were not in the group since it began. So
//! of each day of a visitor in a group stands, beside the day, the last one before: how many there are with the same two.

use std::{ops::Range, sync::Arc};

use hjemmel_model::Sums;
use hjemmel_policy::RestrictionView;

use crate::segment::{Bits, Open, Origin};

/// A day, counted from one; none is before the first.
pub type Day = u16;

/// How many there are of each pair of days, by group.
#[derive(Default)]
pub struct Pairs {
    /// The first of each group, and how many there are.
    pub starts: Vec<u32>,
    /// A day, the one before, and how many.
    pub pairs: Vec<(Day, Day, u32)>,
}

impl Pairs {
    fn of(&self, group: usize) -> &[(Day, Day, u32)] {
        let at = |place: usize| self.starts.get(place).map_or(0, |start| *start as usize);
        self.pairs.get(at(group)..at(group + 1)).unwrap_or_default()
    }

    /// How many different ones there are in some days.
    fn count(&self, group: usize, days: &Range<Day>) -> i64 {
        let own = self.of(group);
        let from = own.partition_point(|(day, ..)| *day < days.start);
        let some = own.get(from..).unwrap_or_default().iter().take_while(|(day, ..)| *day < days.end);
        some.filter(|(_, before, _)| *before < days.start).map(|(.., number)| i64::from(*number)).sum()
    }
}

/// What rows of a day add up to.
#[derive(Clone, Copy, Default)]
pub struct Added {
    /// Page views.
    pub page_views: u32,
    /// Conversions.
    pub conversions: u32,
    /// In the minor unit.
    pub revenue_minor: i64,
}

/// A file as it was when a roll-up was made.
pub struct Part {
    /// Which, without holding it.
    origin: Origin,
    /// Its rows that were open.
    open: Arc<Bits>,
    /// Its first and its last row.
    at_ms: (i64, i64),
}

impl Part {
    pub(super) fn of(open: &Open) -> Part {
        let at_ms = (open.first_ms(), open.zero_ms() + i64::from(open.last()));
        Part { origin: open.origin(), open: open.gate(), at_ms }
    }
}

/// What a question came to, day by day.
pub struct Rolled {
    /// The files.
    pub(super) parts: Vec<Part>,
    /// The restrictions under which they were.
    pub(super) closed: RestrictionView,
    /// Where days begin, and the end of the last.
    pub(super) bounds: Vec<i64>,
    /// The values of each group.
    pub(super) names: Vec<Vec<Box<str>>>,
    pub(super) added_starts: Vec<u32>,
    pub(super) added: Vec<(Day, Added)>,
    pub(super) visitors: Pairs,
    pub(super) visits: Pairs,
    /// Views of a page by day, whatever the filter.
    pub(super) views: Vec<i64>,
}

impl Rolled {
    /// Whether all of its files are there still.
    pub fn is_live(&self) -> bool {
        self.parts.iter().all(|part| part.origin.is_live())
    }

    /// Which rows of a file were open when this was made; nothing when the file is not among its own.
    pub fn open_then(&self, open: &Open) -> Option<&Arc<Bits>> {
        self.parts.iter().find(|part| open.is_of(&part.origin)).map(|part| &part.open)
    }

    /// Whether each of its files that has rows in a time is among these. A file that was replaced may be held still by whoever
    /// reads an earlier view; its days are in the sums all the same.
    pub fn is_of(&self, files: &[Open], (from, to): (i64, i64)) -> bool {
        let within = |part: &&Part| part.at_ms.0 < to && part.at_ms.1 >= from;
        self.parts.iter().filter(within).all(|part| files.iter().any(|open| open.is_of(&part.origin)))
    }

    /// The days between two times; nothing when these are not where days begin. What lies outside of all days has no rows.
    pub(super) fn days(&self, at_ms: (i64, i64)) -> Option<Range<Day>> {
        let last = self.bounds.len().checked_sub(1)?;
        let place = |at: i64| match self.bounds.binary_search(&at) {
            Ok(place) => Some(place),
            Err(0) => Some(0),
            Err(after) if after > last => Some(last),
            Err(_) => None,
        };
        let day = |place: usize| Day::try_from(place + 1).ok();
        Some(day(place(at_ms.0)?)?..day(place(at_ms.1)?)?)
    }

    /// What a group comes to in some days.
    pub(super) fn sums(&self, group: usize, days: &Range<Day>) -> Sums {
        let at = |place: usize| self.added_starts.get(place).map_or(0, |start| *start as usize);
        let own = self.added.get(at(group)..at(group + 1)).unwrap_or_default();
        let from = own.partition_point(|(day, _)| *day < days.start);
        let mut sums = Sums::default();
        for (_, added) in own.get(from..).unwrap_or_default().iter().take_while(|(day, _)| *day < days.end) {
            sums.page_views += i64::from(added.page_views);
            sums.conversions += i64::from(added.conversions);
            sums.revenue_minor = sums.revenue_minor.wrapping_add(added.revenue_minor);
        }
        sums.visitors = self.visitors.count(group, days);
        sums.sessions = self.visits.count(group, days);
        sums
    }

    /// Views of a page in some days, whatever the filter.
    pub(super) fn seen(&self, days: &Range<Day>) -> i64 {
        let place = |day: Day| usize::from(day.saturating_sub(1));
        self.views.get(place(days.start)..place(days.end)).unwrap_or_default().iter().sum()
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        let names: usize = self.names.iter().flatten().map(|name| name.len() + 16).sum();
        let pairs = |pairs: &Pairs| pairs.starts.len() * 4 + pairs.pairs.len() * 8;
        let bits: usize = self.parts.iter().map(|part| part.open.bytes()).sum();
        let days = self.bounds.len() * 8 + self.views.len() * 8;
        let added = self.added_starts.len() * 4 + self.added.len() * 24;
        names + self.names.len() * 24 + pairs(&self.visitors) + pairs(&self.visits) + bits + days + added
    }
}
