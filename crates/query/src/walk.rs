//! Through the open rows of one bucket, visitor by visitor: files lie in that order, so it takes one look at each.
//!
//! Invariant: each visitor with an open row is met once, with all of theirs, whatever files they lie in.

use std::{
    collections::HashSet,
    ops::Range,
    sync::atomic::{AtomicBool, Ordering},
};

use crate::segment::{Open, WORD};

/// Rows of one visitor in one part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Which part.
    pub part: usize,
    /// Which rows; some of them may not be open.
    pub rows: Range<usize>,
}

impl Stretch {
    /// The open rows of it, a word at a time.
    pub fn words<'a>(&'a self, open: &'a Open) -> impl Iterator<Item = (usize, u64)> + 'a {
        let (first, last) = (self.rows.start / WORD, self.rows.end.div_ceil(WORD));
        let masked = move |word: usize| {
            let from = self.rows.start.saturating_sub(word * WORD);
            let over = ((word + 1) * WORD).saturating_sub(self.rows.end);
            open.rows().word(word) & (u64::MAX << from.min(63)) & (u64::MAX >> over.min(63))
        };
        (first..last).map(move |word| (word, masked(word))).filter(|(_, bits)| *bits != 0)
    }

    /// The open rows of it, one by one.
    pub fn rows<'a>(&'a self, open: &'a Open) -> impl Iterator<Item = usize> + 'a {
        self.words(open).flat_map(|(word, bits)| ones(bits).map(move |bit| word * WORD + bit))
    }
}

/// The places of the bits that are set.
pub fn ones(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(bit)
    })
}

/// Where a part has been read to.
struct Cursor<'a> {
    open: &'a Open,
    place: usize,
    visitor: Option<i64>,
    rows: Range<usize>,
}

impl<'a> Cursor<'a> {
    fn new(open: &'a Open) -> Cursor<'a> {
        let mut cursor = Cursor { open, place: 0, visitor: None, rows: 0..0 };
        cursor.find(0, 0);
        cursor
    }

    fn next(&mut self) {
        self.find(self.place + 1, self.rows.end);
    }

    /// The first visitor at or after `place` with an open row at or after `row`.
    fn find(&mut self, mut place: usize, row: usize) {
        self.visitor = None;
        let Some(row) = self.open.rows().next(row) else { return };
        // Mostly it is the next one; where few rows are open, the steps grow.
        let mut step = 1;
        while self.open.visitor(place).1.end <= row {
            match self.open.visitor(place + step).1.start <= row && place + step < self.open.visitors() {
                true => (place, step) = (place + step, step * 2),
                false if step > 1 => step = 1,
                false => return,
            }
        }
        let (visitor, rows) = self.open.visitor(place);
        (self.place, self.visitor, self.rows) = (place, Some(visitor.0), rows);
    }
}

/// The question was given up.
#[derive(Debug, PartialEq, Eq)]
pub struct Ended;

/// Visitors between two looks at whether the question is still asked.
const LOOK_EVERY: usize = 4096;

/// Call `each` for each visitor with their rows, part by part, and whether a visit of theirs comes back after another. Ends
/// early when `ended` says so.
pub fn walk(parts: &[Open], ended: &AtomicBool, mut each: impl FnMut(&[Stretch], bool)) -> Result<(), Ended> {
    let mut cursors: Vec<Cursor<'_>> = parts.iter().map(Cursor::new).collect();
    let mut stretches = Vec::with_capacity(cursors.len());
    let mut met = 0usize;
    while let Some(visitor) = cursors.iter().filter_map(|c| c.visitor).min() {
        met += 1;
        if met.is_multiple_of(LOOK_EVERY) && ended.load(Ordering::Relaxed) {
            return Err(Ended);
        }
        stretches.clear();
        let mut tangled = false;
        for (part, cursor) in cursors.iter_mut().enumerate() {
            if cursor.visitor == Some(visitor) {
                tangled |= cursor.open.is_tangled(cursor.place);
                stretches.push(Stretch { part, rows: cursor.rows.clone() });
                cursor.next();
            }
        }
        // Of files it is known.
        let loose = |stretch: &Stretch| parts.get(stretch.part).is_none_or(|open| !open.is_tied());
        let tangled = tangled || (stretches.len() > 1 && stretches.iter().any(loose) && shared(parts, &stretches));
        each(&stretches, tangled);
    }
    Ok(())
}

/// Visits of two stretches that are compared one with each other; of more a set is made.
const COMPARED_MAX: usize = 256;

/// Whether a visit lies in more than one of the stretches.
fn shared(parts: &[Open], stretches: &[Stretch]) -> bool {
    let visits = |stretch: &Stretch| parts.get(stretch.part).map_or(&[][..], |open| open.visits(stretch.rows.clone()));
    stretches.iter().enumerate().any(|(place, one)| {
        let one = visits(one);
        stretches.iter().skip(place + 1).map(visits).any(|other| match one.len() * other.len() <= COMPARED_MAX {
            true => one.iter().any(|visit| other.contains(visit)),
            false => {
                let known: HashSet<&i64> = one.iter().collect();
                other.iter().any(|visit| known.contains(visit))
            }
        })
    })
}
