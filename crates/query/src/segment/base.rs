//! What is known of every row of a segment before any column is asked for: whose it is, when, of which visit, and the label
//! that says what it may be used for.
//!
//! Invariant: rows stand in order of visitor and time, whatever order they came in; a row whose label lacks something is not
//! in it.

use std::collections::{HashMap, HashSet};

use arrow::array::{Array, Int32Array, Int64Array, RecordBatch};
use hjemmel_lake::columns;
use hjemmel_model::PurposeSet;

use super::{
    bits::{Bits, WORD},
    codes::Codes,
};

/// The columns that a base is made of.
pub const COLUMNS: [&str; 6] =
    [columns::VISITOR, columns::AT, columns::SESSION, columns::GRANT, columns::PURPOSES, columns::NOTICE_VERSION];

/// Rows that are labelled alike.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// What they may be used for.
    pub purposes: PurposeSet,
    /// The notice that was shown.
    pub version: u32,
    /// First and last time of one, since the segment's first.
    pub times: (u32, u32),
}

/// Rows in order of visitor and time.
#[derive(Debug)]
pub struct Base {
    /// One a visitor, in order.
    pub visitors: Vec<i64>,
    /// The first row of each visitor, and the number of rows.
    pub starts: Vec<u32>,
    /// What times count from.
    pub zero_ms: i64,
    /// When, since then.
    pub times: Vec<u32>,
    /// Rows that are of another visit than the row before.
    pub turns: Bits,
    /// Turns before each word of rows.
    pub turns_before: Vec<u32>,
    /// The number of the visit from each turn on.
    pub visits: Vec<i64>,
    /// Visitors, by place, of whom a visit comes back after another.
    pub tangled: Vec<u32>,
    /// How each row is labelled.
    pub labels: Codes,
    /// The different labels.
    pub kinds: Vec<Kind>,
    /// From which row on the grant is which.
    pub grants: Vec<(u32, i64)>,
    /// Where the rows stood, when they were not in order or some were left out.
    pub order: Option<Vec<u32>>,
}

impl Base {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.times.len()
    }

    /// The rows of the visitor at a place.
    pub fn run(&self, place: usize) -> std::ops::Range<usize> {
        let at = |place: usize| self.starts.get(place).map_or(self.rows(), |row| *row as usize);
        at(place)..at(place + 1)
    }

    /// The number of the turn that a row belongs to, counted from one.
    fn turn(&self, row: usize) -> usize {
        let before = self.turns_before.get(row / WORD).copied().unwrap_or(0);
        (before + (self.turns.word(row / WORD) & (u64::MAX >> (WORD - 1 - row % WORD))).count_ones()) as usize
    }

    /// The visit of a row.
    pub fn visit(&self, row: usize) -> i64 {
        self.visits.get(self.turn(row).saturating_sub(1)).copied().unwrap_or(0)
    }

    /// The visits of neighbouring rows, one for each turn.
    pub fn visits_of(&self, rows: std::ops::Range<usize>) -> &[i64] {
        let turns = self.turn(rows.start).saturating_sub(1)..self.turn(rows.end.saturating_sub(1));
        self.visits.get(turns).unwrap_or_default()
    }

    /// The stretches of a run under one grant each.
    pub fn granted(&self, run: std::ops::Range<usize>) -> impl Iterator<Item = (std::ops::Range<usize>, i64)> + '_ {
        let first = self.grants.partition_point(|(from, _)| *from as usize <= run.start).saturating_sub(1);
        let stretches = self.grants.get(first..).unwrap_or_default().iter().enumerate();
        let (start, end) = (run.start, run.end);
        stretches.take_while(move |(_, (from, _))| (*from as usize) < end).map(move |(n, (from, grant))| {
            let until = self.grants.get(first + n + 1).map_or(end, |(next, _)| *next as usize);
            ((*from as usize).max(start)..until.min(end), *grant)
        })
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.visitors.len() * 12
            + self.times.len() * 4
            + self.turns.bytes()
            + self.turns_before.len() * 4
            + self.visits.len() * 8
            + self.labels.bytes()
            + self.grants.len() * 16
            + self.order.as_ref().map_or(0, |order| order.len() * 4)
    }
}

/// One row's share of a base.
#[derive(Clone, Copy)]
pub struct Label {
    visitor: i64,
    at: i64,
    session: i64,
    grant: i64,
    purposes: i32,
    version: i32,
}

/// The columns of a batch that a base is made of.
struct Labels<'a> {
    numbers: [&'a Int64Array; 4],
    bits: [&'a Int32Array; 2],
}

impl<'a> Labels<'a> {
    fn of(batch: &'a RecordBatch) -> Option<Labels<'a>> {
        fn typed<'a, A: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Option<&'a A> {
            batch.column_by_name(name)?.as_any().downcast_ref()
        }
        let [visitor, at, session, grant, purposes, version] = COLUMNS;
        let mut numbers = [typed(batch, visitor)?; 4];
        for (slot, name) in numbers.iter_mut().zip([visitor, at, session, grant]) {
            *slot = typed(batch, name)?;
        }
        Some(Labels { numbers, bits: [typed(batch, purposes)?, typed(batch, version)?] })
    }

    fn whole(&self) -> bool {
        self.numbers.iter().all(|c| c.null_count() == 0) && self.bits.iter().all(|c| c.null_count() == 0)
    }

    fn valid(&self, row: usize) -> bool {
        self.numbers.iter().all(|c| c.is_valid(row)) && self.bits.iter().all(|c| c.is_valid(row))
    }

    fn rows(&self) -> impl Iterator<Item = Label> + use<'a> {
        let [visitor, at, session, grant] = self.numbers.map(Int64Array::values);
        let [purposes, version] = self.bits.map(Int32Array::values);
        let times = visitor.iter().zip(at).zip(session.iter().zip(grant));
        times.zip(purposes.iter().zip(version)).map(|(((visitor, at), (session, grant)), (purposes, version))| Label {
            visitor: *visitor,
            at: *at,
            session: *session,
            grant: *grant,
            purposes: *purposes,
            version: *version,
        })
    }
}

/// Visits of one visitor that are remembered in a list; more are in a set.
const VISITS_LISTED: usize = 16;

/// A base that grows row by row.
struct Growing {
    base: Base,
    labels: Vec<u32>,
    kind_of: HashMap<(i32, i32), u32>,
    last: Option<(Label, u32)>,
    /// Visits of the last visitor.
    listed: Vec<i64>,
    many: HashSet<i64>,
}

impl Growing {
    fn new(zero_ms: i64) -> Growing {
        let base = Base {
            visitors: Vec::new(),
            starts: Vec::new(),
            zero_ms,
            times: Vec::new(),
            turns: Bits::all(0, false),
            turns_before: Vec::new(),
            visits: Vec::new(),
            tangled: Vec::new(),
            labels: Codes::One(0),
            kinds: Vec::new(),
            grants: Vec::new(),
            order: None,
        };
        let (listed, many) = (Vec::new(), HashSet::new());
        Growing { base, labels: Vec::new(), kind_of: HashMap::new(), last: None, listed, many }
    }

    /// The next row; `false` when it is not the next in order, or lies too far off in time.
    fn push(&mut self, label: Label) -> bool {
        let Ok(time) = u32::try_from(label.at.wrapping_sub(self.base.zero_ms)) else { return false };
        let (row, before) = (self.base.times.len() as u32, self.last.map(|(last, _)| last));
        if before.is_some_and(|last| (last.visitor, last.at) > (label.visitor, label.at)) {
            return false;
        }
        let other = before.is_none_or(|last| last.visitor != label.visitor);
        if other {
            self.base.visitors.push(label.visitor);
            self.base.starts.push(row);
            self.listed.clear();
            self.many.clear();
        }
        let turn = other || before.is_none_or(|last| last.session != label.session);
        if turn {
            self.turn(label.session);
        }
        self.base.turns.push(turn);
        if before.is_none_or(|last| last.grant != label.grant) {
            self.base.grants.push((row, label.grant));
        }
        let kind = self.kind(&label, time);
        self.labels.push(kind);
        self.base.times.push(time);
        self.last = Some((label, kind));
        true
    }

    fn turn(&mut self, session: i64) {
        self.base.visits.push(session);
        let known = self.listed.contains(&session) || self.many.contains(&session);
        let place = self.base.visitors.len().saturating_sub(1) as u32;
        if known && self.base.tangled.last() != Some(&place) {
            self.base.tangled.push(place);
        }
        match self.listed.len() < VISITS_LISTED {
            true => self.listed.push(session),
            false => _ = self.many.insert(session),
        }
    }

    fn kind(&mut self, label: &Label, time: u32) -> u32 {
        let kind = match self.last {
            Some((last, kind)) if (last.purposes, last.version) == (label.purposes, label.version) => kind,
            _ => {
                let next = self.base.kinds.len() as u32;
                let kind = *self.kind_of.entry((label.purposes, label.version)).or_insert(next);
                if kind == next {
                    let number = |value: i32| u32::from_ne_bytes(value.to_ne_bytes());
                    let (purposes, version) = (PurposeSet(number(label.purposes)), number(label.version));
                    self.base.kinds.push(Kind { purposes, version, times: (time, time) });
                }
                kind
            }
        };
        if let Some(kind) = self.base.kinds.get_mut(kind as usize) {
            kind.times = (kind.times.0.min(time), kind.times.1.max(time));
        }
        kind
    }

    fn finish(mut self) -> Base {
        self.base.starts.push(self.base.times.len() as u32);
        self.base.labels = Codes::of(self.labels, self.base.kinds.len());
        let mut before = 0;
        self.base.turns_before = self
            .base
            .turns
            .words()
            .iter()
            .map(|word| {
                before += word.count_ones();
                before - word.count_ones()
            })
            .collect();
        self.base
    }
}

/// A base out of batches; nothing when they are not of the columns it is made of, or span more than seven weeks. The batches
/// are asked for a second time when they are not in order.
pub fn base<E>(
    zero_ms: i64,
    batches: impl Fn() -> Result<Box<dyn Iterator<Item = Result<RecordBatch, E>>>, E>,
) -> Result<Option<Base>, E> {
    let mut growing = Growing::new(zero_ms);
    let mut in_order = true;
    'all: for batch in batches()? {
        let batch = batch?;
        let Some(labels) = Labels::of(&batch) else { return Ok(None) };
        in_order = labels.whole() && labels.rows().all(|label| growing.push(label));
        if !in_order {
            break 'all;
        }
    }
    if in_order {
        return Ok(Some(growing.finish()));
    }
    let (mut all, mut before) = (Vec::new(), 0u32);
    for batch in batches()? {
        let batch = batch?;
        let Some(labels) = Labels::of(&batch) else { return Ok(None) };
        let known = labels.rows().enumerate().filter(|(row, _)| labels.valid(*row));
        all.extend(known.map(|(row, label)| (before + row as u32, label)));
        before += batch.num_rows() as u32;
    }
    all.sort_unstable_by_key(|(row, label)| (label.visitor, label.at, *row));
    let mut growing = Growing::new(all.iter().map(|(_, label)| label.at).min().unwrap_or(zero_ms));
    if !all.iter().all(|(_, label)| growing.push(*label)) {
        return Ok(None);
    }
    let mut base = growing.finish();
    base.order = Some(all.into_iter().map(|(row, _)| row).collect());
    Ok(Some(base))
}
