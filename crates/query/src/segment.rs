//! Segments: the rows of one file, or of the tail that belong beside it, as they are counted: in order of visitor and time,
//! texts as numbers. What was read of a file once is kept beside it for as long as it lives and there is room.
//!
//! Invariant: rows come out of a segment through [`Open`] alone, which cannot be made without a permit, and holds those rows
//! that the permit opens and no others.

mod base;
mod bits;
mod codes;
mod column;
mod gate;
mod kept;
mod then;
mod ties;

use std::sync::Arc;

use arrow::array::RecordBatch;
use hjemmel_lake::{Groups, LakeError, columns};
use hjemmel_model::{Cell, Dimension, channel, column as column_named};

use base::{Base, base};
use column::Builder;

pub use bits::{Bits, WORD};
pub use column::Column;
pub use gate::{Open, Origin};
pub use kept::{Budget, Segment};

/// A column that a question needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need(Dimension);

impl Need {
    /// The column of that name.
    pub fn named(name: &str) -> Option<Need> {
        column_named(name).map(|column| Need(Dimension::Column(column)))
    }

    /// Of a dimension.
    pub fn of(dimension: &Dimension) -> Need {
        Need(dimension.clone())
    }

    /// The columns of the file that it lies in.
    fn lies_in(&self) -> Vec<(&'static str, Cell)> {
        match &self.0 {
            Dimension::Column(column) => vec![(column.name, column.cell)],
            Dimension::Property(_) => vec![(columns::PROPS, Cell::Text(|r| &r.event.props, |r, v| r.event.props = v))],
            Dimension::Channel => {
                ["source", "medium"].into_iter().filter_map(column_named).map(|c| (c.name, c.cell)).collect()
            }
        }
    }
}

type Batches = Box<dyn Iterator<Item = Result<RecordBatch, LakeError>>>;

/// Where the rows of a segment are read from.
trait Source {
    /// The time that no row is before, nearly.
    fn zero_ms(&self) -> i64;
    /// Its rows, with these columns where it has them.
    fn batches(&self, columns: &[&str]) -> Result<Batches, LakeError>;
}

impl Source for hjemmel_lake::TableFile {
    fn zero_ms(&self) -> i64 {
        self.at_ms.0
    }

    fn batches(&self, columns: &[&str]) -> Result<Batches, LakeError> {
        Ok(one_by_one(self.groups(columns)?))
    }
}

fn one_by_one(groups: Groups) -> Batches {
    Box::new(groups.flat_map(|group| match group {
        Ok(batches) => batches.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(e) => vec![Err(e)],
    }))
}

/// Rows in memory, of seven weeks at most.
struct Loose {
    zero_ms: i64,
    rows: Vec<RecordBatch>,
}

impl Source for Loose {
    fn zero_ms(&self) -> i64 {
        self.zero_ms
    }

    fn batches(&self, _: &[&str]) -> Result<Batches, LakeError> {
        Ok(Box::new(self.rows.clone().into_iter().map(Ok)))
    }
}

fn base_of(source: &dyn Source) -> Result<Base, LakeError> {
    base(source.zero_ms(), || source.batches(&base::COLUMNS))?.ok_or(LakeError::Damaged)
}

/// The columns that are needed, in their order.
fn columns_of(source: &dyn Source, base: &Base, needs: &[Need]) -> Result<Vec<Arc<Column>>, LakeError> {
    let mut lie: Vec<(&'static str, Cell)> = Vec::new();
    for (name, cell) in needs.iter().flat_map(Need::lies_in) {
        if !lie.iter().any(|(known, _)| *known == name) {
            lie.push((name, cell));
        }
    }
    let names: Vec<&str> = lie.iter().map(|(name, _)| *name).collect();
    let mut builders: Vec<Builder> = lie.iter().map(|(_, cell)| Builder::new(cell)).collect();
    let mut rows = 0;
    for batch in source.batches(&names)? {
        let batch = batch?;
        rows += batch.num_rows();
        for (name, builder) in names.iter().zip(&mut builders) {
            if !builder.add(batch.column_by_name(name), batch.num_rows()) {
                return Err(LakeError::Damaged);
            }
        }
    }
    if base.order.is_none() && rows != base.rows() {
        return Err(LakeError::Damaged);
    }
    let order = base.order.as_deref();
    let read: Vec<Arc<Column>> = builders.into_iter().map(|b| Arc::new(b.finish(order))).collect();
    let named = |name: &str| read.get(names.iter().position(|own| *own == name)?);
    let of = |need: &Need| {
        Some(match &need.0 {
            Dimension::Column(column) => Arc::clone(named(column.name)?),
            Dimension::Property(name) => Arc::new(named(columns::PROPS)?.property(name)),
            Dimension::Channel => Arc::new(named("source")?.joined(named("medium")?, channel)),
        })
    };
    let text = Cell::Text(|r| &r.event.props, |r, v| r.event.props = v);
    let blank = |need: &Need| match need.lies_in().first() {
        Some((_, cell)) => Arc::new(Column::blank(cell, base.rows())),
        None => Arc::new(Column::blank(&text, base.rows())),
    };
    Ok(needs.iter().map(|need| of(need).unwrap_or_else(|| blank(need))).collect())
}
