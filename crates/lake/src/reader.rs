//! Opening a data file. The schema that Arrow keeps inside one is read by code that panics on what it does not know; a
//! damaged file must be an error like any other.

use std::{
    fs::File,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use arrow::error::ArrowError;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use crate::LakeError;

/// A reader of the file at `path`; an error when there is none, or when it is damaged.
pub(crate) fn reader(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, LakeError> {
    let file = File::open(path)?;
    let opened = catch_unwind(AssertUnwindSafe(|| ParquetRecordBatchReaderBuilder::try_new(file)));
    let opened = opened.map_err(|_| ArrowError::ParquetError("the schema in the file cannot be read".into()))?;
    Ok(opened.map_err(ArrowError::from)?)
}
