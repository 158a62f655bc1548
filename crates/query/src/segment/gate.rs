//! The gate: which rows of a segment a permit opens. A row passes when it is labelled with the purpose, no restriction closed
//! it, it is not too old, and it is of the one browser that the permit is for, where it is for one.
//!
//! Invariant: what is remembered of a segment's gate was worked out under the restrictions that it is asked under, or under
//! fewer, and then those that came since are applied before anything is read.

use std::{
    ops::Range,
    sync::{Arc, Weak},
};

use hjemmel_model::{GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::{PermittedRows, RestrictionView, RetentionAt};

use super::{
    base::Base,
    bits::{Bits, WORD},
    column::Column,
    kept::Laid,
};

/// Which rows are open for a purpose, as restrictions stood at a moment. Age is not in it: it passes with time.
#[derive(Debug)]
pub struct Gate {
    bit: u8,
    closed: RestrictionView,
    rows: Arc<Bits>,
}

impl Gate {
    /// The gate of now, which takes the place of those remembered for the same purpose.
    fn of(base: &Base, permit: &PermittedRows, known: &mut Vec<Gate>) -> Arc<Bits> {
        let (bit, closed) = (permit.purpose_bit(), permit.closed());
        let before = known.iter().find(|gate| gate.bit == bit);
        if let Some(same) = before.filter(|gate| closed.is_as(&gate.closed)) {
            return Arc::clone(&same.rows);
        }
        // Nothing is opened again but from the start: that a pause is over is rare.
        let before = before.filter(|gate| closed.only_closed_since(&gate.closed));
        let mut rows = match before {
            Some(gate) => Arc::clone(&gate.rows),
            None => {
                let table: Vec<bool> = base.kinds.iter().map(|kind| kind.purposes.has(bit)).collect();
                Arc::new(base.labels.pick(&table))
            }
        };
        for subject in closed.changed(before.map(|gate| &gate.closed)) {
            let Ok(place) = base.visitors.binary_search(&subject.0) else { continue };
            for (stretch, grant) in base.granted(base.run(place)) {
                if !closed.allowed(subject, PurposeSet::one(bit), GrantSeq(grant)).has(bit) {
                    Arc::make_mut(&mut rows).put_all(stretch, false);
                }
            }
        }
        known.retain(|gate| gate.bit != bit);
        known.push(Gate { bit, closed: closed.clone(), rows: Arc::clone(&rows) });
        rows
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.rows.bytes()
    }
}

/// Since when what is labelled so may be used.
fn oldest(base: &Base, retention: &RetentionAt, bit: u8) -> Arc<[i64]> {
    base.kinds.iter().map(|kind| retention.oldest_ms(kind.version, bit)).collect()
}

/// Close what is too old for a purpose, or of a notice that says nothing of it. Before when that is, or might be.
fn age(base: &Base, oldest: &[i64], bit: u8, rows: &mut Arc<Bits>) -> i64 {
    let mut since = i64::MIN;
    let kinds = base.kinds.iter().zip(oldest).enumerate();
    for (number, (kind, oldest_ms)) in kinds.filter(|(_, (kind, _))| kind.purposes.has(bit)) {
        let oldest_ms = *oldest_ms;
        let oldest = oldest_ms.saturating_sub(base.zero_ms);
        if oldest <= i64::from(kind.times.0) {
            continue;
        }
        since = since.max(oldest_ms);
        let table: Vec<bool> = (0..base.kinds.len()).map(|other| other == number).collect();
        let mut gone = base.labels.pick(&table);
        gone.and(&Bits::of(&base.times, |time| i64::from(time) < oldest));
        gone.not();
        Arc::make_mut(rows).and(&gone);
    }
    since
}

/// Which file rows came from, without holding what is held of it.
#[derive(Clone, Debug)]
pub struct Origin(Weak<Base>);

impl Origin {
    pub(super) fn of(base: &Arc<Base>) -> Origin {
        Origin(Arc::downgrade(base))
    }

    /// Whether it is held still.
    pub fn is_live(&self) -> bool {
        self.0.strong_count() > 0
    }
}

/// Rows of a segment that a permit opens, with the columns that were asked for.
#[derive(Clone)]
pub struct Open {
    base: Arc<Base>,
    columns: Vec<Arc<Column>>,
    rows: Arc<Bits>,
    tied: Option<Arc<Bits>>,
    /// Those that the gate opens, of any age.
    gate: Arc<Bits>,
    /// Before this something may be too old.
    since_ms: i64,
    /// Since when what is labelled so may be used, by label.
    oldest: Arc<[i64]>,
}

impl Open {
    /// What that permit opens of them.
    pub(super) fn by(permit: &PermittedRows, laid: Laid, known: &mut Vec<Gate>) -> Open {
        let Laid { base, columns } = laid;
        let mut rows = Gate::of(&base, permit, known);
        let gate = Arc::clone(&rows);
        let oldest = oldest(&base, permit.retention(), permit.purpose_bit());
        let since_ms = age(&base, &oldest, permit.purpose_bit(), &mut rows);
        if let Some(only) = permit.only() {
            let mut own = Bits::all(base.rows(), false);
            if let Ok(place) = base.visitors.binary_search(&only.0) {
                own.put_all(base.run(place), true);
            }
            Arc::make_mut(&mut rows).and(&own);
        }
        Open { base, columns, rows, tied: None, gate, since_ms, oldest }
    }

    /// Of these rows, those at or after `at_ms.0` and before `at_ms.1`.
    #[must_use]
    pub fn between(mut self, at_ms: (i64, i64)) -> Open {
        let since = |at: i64| at.saturating_sub(self.base.zero_ms);
        let (from, to) = (since(at_ms.0), since(at_ms.1));
        let ends = |kinds: &mut dyn Iterator<Item = (u32, u32)>| {
            kinds.fold((u32::MAX, 0), |a, b| (a.0.min(b.0), a.1.max(b.1)))
        };
        let (first, last) = ends(&mut self.base.kinds.iter().map(|kind| kind.times));
        if from > i64::from(first) || to <= i64::from(last) {
            let (from, to) = (from.max(0), to.min(1 << 32));
            let (start, length) = (u32::try_from(from), u32::try_from(to.saturating_sub(from).saturating_sub(1)));
            let within = match (start, length) {
                (Ok(start), Ok(length)) => Bits::of(&self.base.times, |time| time.wrapping_sub(start) <= length),
                // It ends before it begins, or begins after all there is.
                _ => Bits::all(self.base.rows(), false),
            };
            Arc::make_mut(&mut self.rows).and(&within);
        }
        self
    }

    /// Of these rows, those that are among `others` too.
    #[must_use]
    pub fn and(mut self, others: &Bits) -> Open {
        Arc::make_mut(&mut self.rows).and(others);
        self
    }

    /// How many rows of the one visitor that a permit is for are open, and when the first and the last of them were.
    pub fn extent(&self) -> Option<(u64, i64, i64)> {
        let first = self.rows.next(0)?;
        let last = self.rows.last(first..self.base.rows())?;
        Some((u64::from(self.rows.count()), self.at_ms(first), self.at_ms(last)))
    }

    /// Which rows are open.
    pub fn rows(&self) -> &Bits {
        &self.rows
    }

    /// How many visitors there are, open or not.
    pub fn visitors(&self) -> usize {
        self.base.visitors.len()
    }

    /// Who the visitor at a place is, and their rows, open or not.
    pub fn visitor(&self, place: usize) -> (Surrogate, Range<usize>) {
        (Surrogate(self.base.visitors.get(place).copied().unwrap_or(i64::MAX)), self.base.run(place))
    }

    /// Whether a visit of the visitor at a place comes back, after another or in another part that is tied to this one.
    pub fn is_tangled(&self, place: usize) -> bool {
        match &self.tied {
            Some(bits) => bits.word(place / WORD) >> (place % WORD) & 1 == 1,
            None => self.base.tangled.binary_search(&(place as u32)).is_ok(),
        }
    }

    /// Whether it is known which visits lie in other parts too.
    pub fn is_tied(&self) -> bool {
        self.tied.is_some()
    }

    /// The rows that the gate opens, of any age.
    pub fn gate(&self) -> Arc<Bits> {
        Arc::clone(&self.gate)
    }

    /// The time before which something is too old, or might be.
    pub fn kept_since_ms(&self) -> i64 {
        self.since_ms
    }

    /// Since when events may be used that are labelled as this row is.
    pub fn remembered_since_ms(&self, row: usize) -> i64 {
        self.oldest.get(self.base.labels.at(row)).copied().unwrap_or(i64::MAX)
    }

    /// Whose row it is.
    pub fn visitor_of(&self, row: usize) -> i64 {
        let place = self.base.starts.partition_point(|start| *start as usize <= row).saturating_sub(1);
        self.base.visitors.get(place).copied().unwrap_or(i64::MAX)
    }

    /// Whether any row of a visitor is open.
    pub fn has(&self, visitor: i64) -> bool {
        let Ok(place) = self.base.visitors.binary_search(&visitor) else { return false };
        self.rows.last(self.base.run(place)).is_some()
    }

    /// Whether they came from there.
    pub fn is_of(&self, origin: &Origin) -> bool {
        std::ptr::eq(origin.0.as_ptr(), Arc::as_ptr(&self.base))
    }

    pub(super) fn set_rows(&mut self, rows: Arc<Bits>) {
        self.rows = rows;
    }

    pub(super) fn tie(&mut self, bits: Arc<Bits>) {
        self.tied = Some(bits);
    }

    pub(super) fn base(&self) -> &Arc<Base> {
        &self.base
    }

    /// Rows of a word at which another visit begins, and how many there are before it.
    pub fn turns(&self, word: usize) -> (u64, u32) {
        (self.base.turns.word(word), self.base.turns_before.get(word).copied().unwrap_or(0))
    }

    /// How many turns there are.
    pub fn turns_all(&self) -> u32 {
        self.base.visits.len() as u32
    }

    /// The visit of a row.
    pub fn visit(&self, row: usize) -> i64 {
        self.base.visit(row)
    }

    /// The visits of neighbouring rows, one for each turn.
    pub fn visits(&self, rows: Range<usize>) -> &[i64] {
        self.base.visits_of(rows)
    }

    /// When a row was.
    pub fn at_ms(&self, row: usize) -> i64 {
        self.base.zero_ms + self.base.times.get(row).map_or(0, |time| i64::from(*time))
    }

    /// When a row was, since [`Open::zero_ms`].
    pub fn time(&self, row: usize) -> u32 {
        self.base.times.get(row).copied().unwrap_or(0)
    }

    /// When the rows of a word were, since [`Open::zero_ms`].
    pub fn times(&self, word: usize) -> &[u32] {
        let from = (word * WORD).min(self.base.rows());
        self.base.times.get(from..self.base.rows().min(from + WORD)).unwrap_or_default()
    }

    /// What times count from.
    pub fn zero_ms(&self) -> i64 {
        self.base.zero_ms
    }

    /// The last time there is, since [`Open::zero_ms`].
    pub fn last(&self) -> u32 {
        self.base.kinds.iter().map(|kind| kind.times.1).max().unwrap_or(0)
    }

    /// A column that was asked for, by its place among those.
    pub fn column(&self, place: usize) -> Option<&Column> {
        self.columns.get(place).map(Arc::as_ref)
    }
}
