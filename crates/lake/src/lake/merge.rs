//! Files read one batch at a time: what is in them, and one file out of many.
//!
//! Invariant: a merge holds a batch and the pages under it of each file, and the row group it writes, however much the files
//! hold together. Each row comes out once, or not at all when nothing allows it any more.

use std::{cmp::Reverse, collections::BinaryHeap};

use arrow::{
    array::{Array, BinaryArray, Int32Array, Int64Array, RecordBatch, UInt32Array},
    compute::{interleave_record_batch, take_record_batch},
};
use hjemmel_model::{GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::RetentionAt;
use parquet::{
    arrow::ProjectionMask,
    file::{metadata::ParquetMetaData, statistics::Statistics},
};

use super::{Arc, ArrowError, LakeError, Path, PathBuf, RestrictionView};
use crate::{
    reader::{Batches, batches},
    row::{columns, grown},
    table::Writing,
    tail::numbers,
};

/// Rows that are read from a file, and written, at once.
const BATCH_ROWS: usize = 4 * 1024;

/// What decides whether a row may stay.
#[derive(Clone)]
pub(super) struct Keep {
    pub closed: RestrictionView,
    pub retention: Option<Arc<RetentionAt>>,
    /// What was received before has no id any more: nobody can send it again.
    pub ids_from_ms: i64,
}

/// What stands for an id that is forgotten.
const NO_ID: [u8; 16] = [0; 16];

/// Whether a row of a file has an id still.
pub(super) fn has_ids(path: &Path) -> Result<bool, LakeError> {
    let builder = crate::reader::reader(path)?;
    let forgotten = |group: usize| {
        let columns = builder.metadata().row_group(group).columns();
        let ids = columns.iter().find(|c| c.column_path().string() == columns::EVENT_ID);
        let Some(Statistics::ByteArray(known)) = ids.and_then(|c| c.statistics()) else { return false };
        known.min_bytes_opt() == Some(&NO_ID[..]) && known.max_bytes_opt() == Some(&NO_ID[..])
    };
    Ok(!(0..builder.metadata().num_row_groups()).all(forgotten))
}

/// How many rows of a file would go, and how many would lose a purpose.
pub(super) fn count(file: &Path, keep: &Keep) -> Result<(u64, u64), LakeError> {
    let (mut gone, mut narrowed) = (0, 0);
    let builder = crate::reader::reader(file)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), Labels::COLUMNS);
    for batch in batches(builder.with_projection(mask))? {
        let batch = batch?;
        let labels = Labels::of(&batch)?;
        for row in 0..batch.num_rows() {
            let (before, after) = labels.at(row, keep);
            match after.is_empty() {
                true => gone += 1,
                false if after != before => narrowed += 1,
                false => {}
            }
        }
    }
    Ok((gone, narrowed))
}

/// How many rows of a file are of these visitors (in order of number).
pub(super) fn count_of(path: &Path, visitors: &[i64]) -> Result<u64, LakeError> {
    let builder = crate::reader::reader(path)?;
    let groups = holding(builder.metadata(), visitors);
    if groups.is_empty() {
        return Ok(0);
    }
    let mask = ProjectionMask::columns(builder.parquet_schema(), [columns::VISITOR]);
    let mut found = 0;
    for batch in batches(builder.with_row_groups(groups).with_projection(mask))? {
        let batch = batch?;
        let column = numbers(&batch, columns::VISITOR)?;
        found += column.values().iter().filter(|v| visitors.binary_search(v).is_ok()).count() as u64;
    }
    Ok(found)
}

/// The groups of a file in which one of these visitors (in order of number) may be.
pub(crate) fn holding(metadata: &ParquetMetaData, visitors: &[i64]) -> Vec<usize> {
    let may = |group: usize| {
        let columns = metadata.row_group(group).columns();
        let visitor = columns.iter().find(|c| c.column_path().string() == columns::VISITOR);
        let Some(Statistics::Int64(known)) = visitor.and_then(|c| c.statistics()) else { return true };
        let (Some(least), Some(most)) = (known.min_opt(), known.max_opt()) else { return true };
        let from = visitors.partition_point(|v| v < least);
        visitors.get(from).is_some_and(|v| v <= most)
    };
    (0..metadata.num_row_groups()).filter(|group| may(*group)).collect()
}

type Key = (i64, i64, [u8; 16]);

/// One file of a merge.
struct Source {
    reader: Batches,
    visitor: Int64Array,
    at: Int64Array,
    id: BinaryArray,
    /// Where its batch stands among those that are held.
    slot: usize,
    row: usize,
}

impl Source {
    fn key(&self) -> Key {
        let id = self.id.value(self.row).try_into().unwrap_or_default();
        (self.visitor.value(self.row), self.at.value(self.row), id)
    }

    /// Take the next batch with rows up; `false` at the end.
    fn load(&mut self, held: &mut Vec<RecordBatch>) -> Result<bool, LakeError> {
        for batch in self.reader.by_ref() {
            let batch = grown(batch?)?;
            if batch.num_rows() == 0 {
                continue;
            }
            self.visitor = numbers(&batch, columns::VISITOR)?.clone();
            self.at = numbers(&batch, columns::AT)?.clone();
            let id = batch.column_by_name(columns::EVENT_ID).and_then(|c| c.as_any().downcast_ref::<BinaryArray>());
            self.id = id.ok_or_else(|| ArrowError::SchemaError("the id column is missing".into()))?.clone();
            (self.slot, self.row) = (held.len(), 0);
            held.push(batch);
            return Ok(true);
        }
        Ok(false)
    }
}

/// Write the rows of `files` in order of visitor and time, relabelled: what may be used no longer loses the purpose, and a
/// row without any purpose left is dropped.
pub(super) fn merge(files: &[PathBuf], keep: &Keep, out: &mut Writing) -> Result<(), LakeError> {
    let (mut held, mut sources, mut heads) = (Vec::new(), Vec::with_capacity(files.len()), BinaryHeap::new());
    for file in files {
        let builder = crate::reader::reader(file)?;
        let reader = batches(builder.with_batch_size(BATCH_ROWS))?;
        let none = || Int64Array::from(Vec::<i64>::new());
        let id = BinaryArray::from(Vec::<&[u8]>::new());
        let mut source = Source { reader, visitor: none(), at: none(), id, slot: 0, row: 0 };
        if source.load(&mut held)? {
            heads.push(Reverse((source.key(), sources.len())));
            sources.push(source);
        }
    }
    let held_max = 4 * sources.len() + 4;
    let mut chosen = Vec::with_capacity(BATCH_ROWS);
    while let Some(Reverse((_, of))) = heads.pop() {
        let Some(source) = sources.get_mut(of) else { break };
        chosen.push((source.slot, source.row));
        source.row += 1;
        if source.row < source.visitor.len() || source.load(&mut held)? {
            heads.push(Reverse((source.key(), of)));
        } else {
            // Nothing of it is held any more once what was chosen is written.
            source.slot = usize::MAX;
        }
        if chosen.len() >= BATCH_ROWS || held.len() > held_max {
            write(&held, &mut chosen, keep, out)?;
            settle(&mut held, &mut sources);
        }
    }
    write(&held, &mut chosen, keep, out)
}

/// Hold on to the batches that sources stand in, and no others.
fn settle(held: &mut Vec<RecordBatch>, sources: &mut [Source]) {
    let mut fresh = Vec::with_capacity(sources.len());
    for source in sources {
        if let Some(batch) = held.get(source.slot) {
            source.slot = fresh.len();
            fresh.push(batch.clone());
        }
    }
    *held = fresh;
}

fn write(
    held: &[RecordBatch],
    chosen: &mut Vec<(usize, usize)>,
    keep: &Keep,
    out: &mut Writing,
) -> Result<(), LakeError> {
    if chosen.is_empty() {
        return Ok(());
    }
    let held: Vec<&RecordBatch> = held.iter().collect();
    let batch = interleave_record_batch(&held, chosen)?;
    chosen.clear();
    Ok(out.write(&relabel(&batch, keep)?)?)
}

/// The columns that say what a row may be used for.
struct Labels<'a> {
    visitor: &'a Int64Array,
    grant: &'a Int64Array,
    at: &'a Int64Array,
    notice_version: &'a Int32Array,
    purposes: &'a Int32Array,
}

impl<'a> Labels<'a> {
    const COLUMNS: [&'static str; 5] =
        [columns::VISITOR, columns::GRANT, columns::AT, columns::NOTICE_VERSION, columns::PURPOSES];

    fn of(batch: &'a RecordBatch) -> Result<Labels<'a>, ArrowError> {
        fn typed<'a, A: Array + 'static>(batch: &'a RecordBatch, name: &str) -> Result<&'a A, ArrowError> {
            let column = batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref());
            column.ok_or_else(|| ArrowError::SchemaError("a label column is missing".into()))
        }
        Ok(Labels {
            visitor: typed(batch, columns::VISITOR)?,
            grant: typed(batch, columns::GRANT)?,
            at: typed(batch, columns::AT)?,
            notice_version: typed(batch, columns::NOTICE_VERSION)?,
            purposes: typed(batch, columns::PURPOSES)?,
        })
    }

    /// What a row is labelled with, and what is left of that.
    fn at(&self, row: usize, keep: &Keep) -> (PurposeSet, PurposeSet) {
        let number = |value: i32| u32::from_ne_bytes(value.to_ne_bytes());
        let before = PurposeSet(number(self.purposes.value(row)));
        let visitor = Surrogate(self.visitor.value(row));
        let open = keep.closed.left(visitor, before, GrantSeq(self.grant.value(row)));
        let kept = |rules: &Arc<RetentionAt>| {
            rules.kept_at_rest(number(self.notice_version.value(row)), self.at.value(row), open)
        };
        // Of whoever is paused nothing goes by its age either: it may be what they need for a claim (GDPR 18(1)(c)).
        let ages = keep.retention.as_ref().filter(|_| !keep.closed.is_paused(visitor));
        (before, ages.map_or(open, kept))
    }
}

/// The same rows, those without an id that nobody can send again.
fn without_old_ids(batch: &RecordBatch, from_ms: i64) -> Result<RecordBatch, ArrowError> {
    let received = numbers(batch, columns::RECEIVED).map_err(|e| ArrowError::SchemaError(e.to_string()))?;
    if received.values().iter().all(|at| *at >= from_ms) {
        return Ok(batch.clone());
    }
    let at = batch.schema().index_of(columns::EVENT_ID)?;
    let mut arrays = batch.columns().to_vec();
    let Some(column) = arrays.get_mut(at) else { return Ok(batch.clone()) };
    let ids = column.as_any().downcast_ref::<BinaryArray>();
    let ids = ids.ok_or_else(|| ArrowError::SchemaError("the id column is missing".into()))?;
    let left = ids.iter().zip(received.values()).map(|(id, at)| if *at < from_ms { Some(&NO_ID[..]) } else { id });
    *column = Arc::new(left.collect::<BinaryArray>());
    RecordBatch::try_new(batch.schema(), arrays)
}

fn relabel(batch: &RecordBatch, keep: &Keep) -> Result<RecordBatch, ArrowError> {
    let batch = &without_old_ids(batch, keep.ids_from_ms)?;
    if keep.closed.is_empty() && keep.retention.is_none() {
        return Ok(batch.clone());
    }
    let labels = Labels::of(batch)?;
    let mut left = Vec::with_capacity(batch.num_rows());
    let mut kept = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        let (_, open) = labels.at(row, keep);
        left.push(i32::from_ne_bytes(open.0.to_ne_bytes()));
        if !open.is_empty() {
            kept.push(u32::try_from(row).map_err(|e| ArrowError::ComputeError(e.to_string()))?);
        }
    }
    let at = batch.schema().index_of(columns::PURPOSES)?;
    let mut arrays = batch.columns().to_vec();
    if let Some(column) = arrays.get_mut(at) {
        *column = Arc::new(Int32Array::from(left));
    }
    take_record_batch(&RecordBatch::try_new(batch.schema(), arrays)?, &UInt32Array::from(kept))
}
