//! What is held of files in memory, and how much of it.

use std::sync::{
    Arc, Weak,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use arrow::array::RecordBatch;
use hjemmel_lake::{LakeError, TableFile};
use hjemmel_model::Surrogate;
use hjemmel_policy::PermittedRows;
use parking_lot::Mutex;

use crate::rollup::Rollups;

use super::{
    Batches, Loose, Need, Open, Source,
    base::Base,
    base_of,
    column::Column,
    columns_of,
    gate::Gate,
    one_by_one,
    ties::{Ties, tie},
};

/// Rows as they were laid out, behind the gate.
pub struct Laid {
    pub base: Arc<Base>,
    pub columns: Vec<Arc<Column>>,
}

#[derive(Default)]
struct State {
    base: Option<(Arc<Base>, u64)>,
    columns: Vec<(Need, Arc<Column>, u64)>,
    gates: Vec<Gate>,
}

impl State {
    fn lay(&mut self, source: &dyn Source, needs: &[Need], now: u64) -> Result<Laid, LakeError> {
        let base = match &self.base {
            Some((base, _)) => Arc::clone(base),
            None => Arc::new(base_of(source)?),
        };
        self.base = Some((Arc::clone(&base), now));
        let known = |state: &State, need: &Need| state.columns.iter().position(|(own, ..)| own == need);
        let missing: Vec<Need> = needs.iter().filter(|need| known(self, need).is_none()).cloned().collect();
        if !missing.is_empty() {
            let read = columns_of(source, &base, &missing)?;
            self.columns.extend(missing.into_iter().zip(read).map(|(need, column)| (need, column, now)));
        }
        let mut columns = Vec::with_capacity(needs.len());
        for need in needs {
            let place = known(self, need);
            let (_, column, used) = place.and_then(|at| self.columns.get_mut(at)).ok_or(LakeError::Damaged)?;
            *used = now;
            columns.push(Arc::clone(column));
        }
        Ok(Laid { base, columns })
    }

    /// Whether all of that is held.
    fn has(&self, needs: &[Need]) -> bool {
        self.base.is_some() && needs.iter().all(|need| self.columns.iter().any(|(own, ..)| own == need))
    }

    fn bytes(&self) -> usize {
        self.base.as_ref().map_or(0, |(base, _)| base.bytes())
            + self.columns.iter().map(|(_, column, _)| column.bytes()).sum::<usize>()
            + self.gates.iter().map(Gate::bytes).sum::<usize>()
    }
}

/// What is held of one file.
#[derive(Default)]
pub struct Segment {
    state: Mutex<State>,
    counted: AtomicBool,
}

impl Segment {
    fn open(&self, source: &dyn Source, needs: &[Need], permit: &PermittedRows, now: u64) -> Result<Open, LakeError> {
        let mut state = self.state.lock();
        let laid = state.lay(source, needs, now)?;
        Ok(Open::by(permit, laid, &mut state.gates))
    }

    /// Rows in memory that a permit opens. They span seven weeks at most.
    pub fn loose(
        zero_ms: i64,
        rows: Vec<RecordBatch>,
        needs: &[Need],
        permit: &PermittedRows,
    ) -> Result<Open, LakeError> {
        Segment::default().open(&Loose { zero_ms, rows }, needs, permit, 0)
    }

    /// The columns that laying rows out takes.
    pub fn columns(needs: &[Need]) -> Vec<&'static str> {
        needs.iter().flat_map(Need::lies_in).map(|(name, _)| name).chain(super::base::COLUMNS).collect()
    }
}

/// The row groups of a file in which one visitor may be.
struct Own<'a>(&'a TableFile, Surrogate);

impl Source for Own<'_> {
    fn zero_ms(&self) -> i64 {
        self.0.zero_ms()
    }

    fn batches(&self, columns: &[&str]) -> Result<Batches, LakeError> {
        Ok(one_by_one(self.0.groups_of(self.1, columns)?))
    }
}

/// Of what may be held, the part that roll-ups may take.
const ROLLED_PART: usize = 4;

/// Rows of a file of which a column more is read as soon as a few groups of it.
const SMALL_ROWS: u64 = 1 << 18;

/// How much of files is held in memory: when it is more than it may be, what was not asked for the longest goes.
pub struct Budget {
    bytes_max: usize,
    now: AtomicU64,
    all: Mutex<Vec<Weak<Segment>>>,
    ties: Mutex<Ties>,
    /// What questions came to.
    pub rollups: Rollups,
}

impl Budget {
    /// At most so many bytes between two questions, of them those of roll-ups where these are wanted.
    pub fn new(bytes_max: usize, rollups: bool) -> Budget {
        Budget {
            bytes_max,
            now: AtomicU64::new(1),
            all: Mutex::default(),
            ties: Mutex::default(),
            rollups: Rollups::new(rollups),
        }
    }

    /// What a permit opens of a file.
    pub fn open(&self, file: &TableFile, needs: &[Need], permit: &PermittedRows) -> Result<Open, LakeError> {
        let segment = file.kept.get_or_init(Segment::default).ok_or(LakeError::Damaged)?;
        if !segment.counted.swap(true, Ordering::AcqRel) {
            self.all.lock().push(Arc::downgrade(&segment));
        }
        segment.open(file, needs, permit, self.now.fetch_add(1, Ordering::Relaxed))
    }

    /// What a permit opens of a file where it asks for one visitor. What is held of the file is used. Otherwise only the parts in
    /// which they may be are read and nothing is remembered, unless the file has hardly more than those.
    pub fn open_of(
        &self,
        file: &TableFile,
        visitor: Surrogate,
        needs: &[Need],
        permit: &PermittedRows,
    ) -> Result<Open, LakeError> {
        let held = file.kept.get_or_init(Segment::default).ok_or(LakeError::Damaged)?;
        let (based, all) = {
            let state = held.state.lock();
            (state.base.is_some(), state.has(needs))
        };
        if all || (based && file.rows <= SMALL_ROWS) {
            return self.open(file, needs, permit);
        }
        Segment::default().open(&Own(file, visitor), needs, permit, 0)
    }

    /// Work out, or remember, which visits lie in more than one of these files of a bucket.
    pub fn tie(&self, opens: &mut [Open]) {
        tie(&self.ties, opens);
    }

    /// Let go of what is too much, and say how many bytes are held.
    pub fn settle(&self) -> usize {
        let mut all = self.all.lock();
        all.retain(|segment| segment.strong_count() > 0);
        let live: Vec<Arc<Segment>> = all.iter().filter_map(Weak::upgrade).collect();
        drop(all);
        let of_files: usize = live.iter().map(|segment| segment.state.lock().bytes()).sum();
        let rolled = self.rollups.settle(self.bytes_max / ROLLED_PART);
        let mut held = of_files + rolled + self.ties.lock().settle();
        let mut parts: Vec<(u64, usize, Option<Need>)> = Vec::new();
        if held <= self.bytes_max {
            return held;
        }
        // Soonest worked out again.
        self.ties.lock().clear();
        held = of_files + rolled;
        for (place, segment) in live.iter().enumerate() {
            let state = segment.state.lock();
            parts.extend(state.base.as_ref().map(|(_, used)| (*used, place, None)));
            parts.extend(state.columns.iter().map(|(need, _, used)| (*used, place, Some(need.clone()))));
        }
        // Of what was used last together, the base goes last: without it no column is of use.
        parts.sort_by_key(|(used, _, need)| (*used, need.is_none()));
        for (_, place, need) in parts {
            if held <= self.bytes_max {
                break;
            }
            let Some(segment) = live.get(place) else { continue };
            let mut state = segment.state.lock();
            let before = state.bytes();
            match need {
                Some(need) => state.columns.retain(|(own, ..)| *own != need),
                None => *state = State::default(),
            }
            held = held.saturating_sub(before - state.bytes());
        }
        held.saturating_sub(rolled) + self.rollups.settle(self.bytes_max / ROLLED_PART)
    }
}

impl std::fmt::Debug for Budget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Budget").field("bytes_max", &self.bytes_max).finish_non_exhaustive()
    }
}
