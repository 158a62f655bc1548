//! What a site's table has not taken up yet: columns, and a few rows that came last.
//!
//! Invariant: no sealed position lies inside a chunk, so that a flush takes whole chunks.

use std::{collections::HashSet, sync::Arc};

use arrow::{
    array::{Array, Int64Array, RecordBatch},
    error::ArrowError,
};

use hjemmel_model::Row;

use crate::row::{columns, to_batch};

/// Rows that become columns together.
const CHUNK_ROWS: usize = 4 * 1024;

/// Rows as columns.
#[derive(Clone, Debug)]
pub struct Chunk {
    /// Number of the last log record in it.
    pub last: u64,
    /// Its rows.
    pub rows: RecordBatch,
}

/// The rows that wait.
#[derive(Debug, Default)]
pub struct Tail {
    chunks: Vec<Chunk>,
    loose: Vec<(u64, Arc<Row>)>,
    rows: usize,
}

impl Tail {
    /// One more.
    pub fn push(&mut self, lsn: u64, row: Arc<Row>) {
        self.loose.push((lsn, row));
        self.rows += 1;
        if self.loose.len() >= CHUNK_ROWS {
            self.seal();
        }
    }

    /// Lay the last rows out in columns as well. Whoever seals the log does this first.
    pub fn seal(&mut self) {
        let Some((last, _)) = self.loose.last() else { return };
        let rows: Vec<&Row> = self.loose.iter().map(|(_, row)| row.as_ref()).collect();
        // Rows always fit their own columns; should they not, they wait as they are.
        if let Ok(batch) = to_batch(&rows) {
            self.chunks.push(Chunk { last: *last, rows: batch });
            self.loose = Vec::new();
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// The chunks, and on demand the rows that are in none. Cheap: nothing is copied.
    pub fn parts(&self, loose: bool) -> (Vec<RecordBatch>, Vec<(u64, Arc<Row>)>) {
        (self.chunks.iter().map(|c| c.rows.clone()).collect(), if loose { self.loose.clone() } else { Vec::new() })
    }

    /// Whether those are still the rows that are in no chunk.
    pub fn ends_as(&self, loose: &[(u64, Arc<Row>)]) -> bool {
        let last = |rows: &[(u64, Arc<Row>)]| rows.last().map(|(_, row)| Arc::as_ptr(row));
        self.loose.len() == loose.len() && last(&self.loose) == last(loose)
    }

    /// The chunks with records over `taken` and up to `sealed`.
    pub fn chunks(&self, taken: u64, sealed: u64) -> Vec<Chunk> {
        self.chunks.iter().filter(|c| c.last > taken && c.last <= sealed).cloned().collect()
    }

    /// Let go of what a table has taken up.
    pub fn taken(&mut self, sealed: u64) {
        self.chunks.retain(|c| c.last > sealed);
        self.chunks.shrink_to_fit();
        self.loose.retain(|(lsn, _)| *lsn > sealed);
        self.loose.shrink_to_fit();
        self.rows = self.loose.len() + self.chunks.iter().map(|c| c.rows.num_rows()).sum::<usize>();
    }

    /// How many are of these visitors.
    pub fn of(&self, visitors: &HashSet<i64>) -> usize {
        let loose = self.loose.iter().filter(|(_, row)| visitors.contains(&row.visitor.0)).count();
        let numbers = self.chunks.iter().filter_map(|c| numbers(&c.rows, columns::VISITOR).ok());
        loose + numbers.map(|n| n.values().iter().filter(|v| visitors.contains(v)).count()).sum::<usize>()
    }
}

/// A column of numbers.
pub fn numbers<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a Int64Array, ArrowError> {
    let column = batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref());
    column.ok_or_else(|| ArrowError::SchemaError("a column of numbers is missing".into()))
}
