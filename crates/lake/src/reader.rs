//! Reading a data file. The code under it panics on some of what it does not know, such as in the schema that Arrow keeps
//! inside a file; a damaged file must be an error like any other.
//!
//! Invariant: nothing else in this crate opens a data file.

use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::Arc,
};

use arrow::{
    array::RecordBatch,
    datatypes::{DataType, Field, Schema},
    error::ArrowError,
};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{
        ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
    },
};

use crate::LakeError;

fn damaged() -> ArrowError {
    ArrowError::ParquetError("the file cannot be read".into())
}

/// What `read` comes to; an error when it panics.
fn guarded<T>(read: impl FnOnce() -> T) -> Result<T, ArrowError> {
    catch_unwind(AssertUnwindSafe(read)).map_err(|_| damaged())
}

/// A reader of the file at `path`; an error when there is none, or when it is damaged.
pub(crate) fn reader(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, LakeError> {
    let file = File::open(path)?;
    Ok(guarded(|| ParquetRecordBatchReaderBuilder::try_new(file))?.map_err(ArrowError::from)?)
}

/// The rows of a file, as the builder of its reader was told.
pub(crate) struct Batches(Option<ParquetRecordBatchReader>);

/// Begin to read.
pub(crate) fn batches(builder: ParquetRecordBatchReaderBuilder<File>) -> Result<Batches, LakeError> {
    Ok(Batches(Some(guarded(|| builder.build())?.map_err(ArrowError::from)?)))
}

impl Iterator for Batches {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let reader = self.0.as_mut()?;
        guarded(|| reader.next()).unwrap_or_else(|e| {
            // What is left of a reader that panicked is not asked again.
            self.0 = None;
            Some(Err(e))
        })
    }
}

/// The row groups of a file in order, each as one batch of some columns. Texts come as the codes of a dictionary, as they lie
/// in the file: whoever counts by them compares numbers.
pub struct Groups {
    file: File,
    metadata: ArrowReaderMetadata,
    columns: ProjectionMask,
    left: std::vec::IntoIter<usize>,
}

fn coded(field: &Arc<Field>) -> Field {
    let kind = match field.data_type() {
        DataType::Utf8 => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
        other => other.clone(),
    };
    Field::new(field.name(), kind, field.is_nullable())
}

impl Groups {
    /// Of the file at `path`; a column that it lacks is in no batch. With `visitors` (in order of number), only the groups in
    /// which one of them may be.
    pub(crate) fn of(path: &Path, columns: &[&str], visitors: Option<&[i64]>) -> Result<Groups, LakeError> {
        let file = File::open(path)?;
        let plain = guarded(|| ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()))?;
        let plain = plain.map_err(ArrowError::from)?;
        let schema = Schema::new(plain.schema().fields().iter().map(coded).collect::<Vec<_>>());
        let options = ArrowReaderOptions::new().with_schema(Arc::new(schema));
        let metadata = guarded(|| ArrowReaderMetadata::try_new(Arc::clone(plain.metadata()), options))?;
        let metadata = metadata.map_err(ArrowError::from)?;
        let left: Vec<usize> = match visitors {
            Some(visitors) => crate::lake::holding(metadata.metadata(), visitors),
            None => (0..metadata.metadata().num_row_groups()).collect(),
        };
        let columns = ProjectionMask::columns(metadata.parquet_schema(), columns.iter().copied());
        Ok(Groups { file, metadata, columns, left: left.into_iter() })
    }

    fn read(&self, group: usize) -> Result<Vec<RecordBatch>, LakeError> {
        let rows = self.metadata.metadata().row_groups().get(group).map_or(0, |g| g.num_rows());
        let rows = usize::try_from(rows).map_err(|_| damaged())?;
        let file = self.file.try_clone()?;
        let builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, self.metadata.clone());
        let builder = builder.with_projection(self.columns.clone()).with_row_groups(vec![group]);
        Ok(batches(builder.with_batch_size(rows.clamp(1, GROUP_ROWS_MAX)))?.collect::<Result<_, _>>()?)
    }
}

/// Rows that are read at once at most, whatever a file says that it holds.
const GROUP_ROWS_MAX: usize = 1 << 20;

impl Iterator for Groups {
    type Item = Result<Vec<RecordBatch>, LakeError>;

    fn next(&mut self) -> Option<Self::Item> {
        let group = self.left.next()?;
        Some(self.read(group))
    }
}
