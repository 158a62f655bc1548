//! Reading a data file. The code under it panics on some of what it does not know, such as in the schema that Arrow keeps
//! inside a file; a damaged file must be an error like any other.
//!
//! Invariant: nothing else in this crate opens a data file.

use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use arrow::{array::RecordBatch, error::ArrowError};
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

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
