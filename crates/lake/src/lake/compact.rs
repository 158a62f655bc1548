//! Compaction: many small files of a part become one, and what a withdrawal closed goes for good.

use arrow::{
    array::{Array, Int32Array, Int64Array, RecordBatch, UInt32Array},
    compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch},
};
use hjemmel_model::{GrantSeq, PurposeSet, Surrogate};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{Arc, ArrowError, BTreeMap, DataFile, Lake, LakeError, Part, RestrictionView, SiteId, Table, fs, list};
use crate::row::{columns, schema};

impl Lake {
    /// Compact every part of every site that has grown too many files. Returns how many parts were rewritten.
    pub async fn compact(&self) -> Result<usize, LakeError> {
        let sites: Vec<SiteId> = self.shared.sites.read().keys().cloned().collect();
        let mut rewritten = 0;
        for site in sites {
            rewritten += self.compact_site(&site, self.shared.options.part_files_max).await?;
        }
        Ok(rewritten)
    }

    /// Rewrite the parts of a site that have at least `files_min` files.
    pub async fn compact_site(&self, id: &SiteId, files_min: usize) -> Result<usize, LakeError> {
        let site = self.shared.site(id);
        let mut guard = site.table.lock().await;
        let Some(table) = guard.as_mut() else { return Ok(0) };
        let closed = self.shared.options.restrictions.view();
        let mut parts: BTreeMap<Part, Vec<DataFile>> = BTreeMap::new();
        for file in table.files()? {
            parts.entry(file.part.clone()).or_default().push(file);
        }
        let mut rewritten = 0;
        for files in parts.into_values().filter(|f| f.len() >= files_min.max(1)) {
            let batch = tokio::task::block_in_place(|| merge(table, &files, &closed))?;
            table.replace(&files, Some(&batch), self.shared.options.clock.now().0).await?;
            let gone = files.iter().map(|f| table.absolute(f)).collect();
            let fresh = Arc::new(list(table)?);
            let mut view = site.view.write();
            let before = std::mem::replace(&mut view.files, fresh);
            view.obsolete.push((before, gone));
            rewritten += 1;
        }
        // A list that nobody else holds has no reader left, nor has any list before it that shares its files.
        let mut view = site.view.write();
        while view.obsolete.first().is_some_and(|(held, _)| Arc::strong_count(held) == 1) {
            let (_, gone) = view.obsolete.remove(0);
            for path in gone {
                if let Err(e) = fs::remove_file(&path) {
                    tracing::warn!(error = %e, "lake.obsolete.kept");
                }
            }
        }
        Ok(rewritten)
    }
}

/// The rows of `files` in order of visitor and time, relabelled: what a restriction closed loses the purpose, and a
/// row without any purpose left is dropped.
fn merge(table: &Table, files: &[DataFile], closed: &RestrictionView) -> Result<RecordBatch, LakeError> {
    let mut batches = Vec::new();
    for file in files {
        let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(table.absolute(file))?)
            .and_then(|b| b.build())
            .map_err(ArrowError::from)?;
        for batch in reader {
            batches.push(batch?);
        }
    }
    let all = concat_batches(&schema(), &batches)?;
    let all = relabel(&all, closed)?;
    let keys = [columns::VISITOR, columns::AT, columns::EVENT_ID]
        .into_iter()
        .filter_map(|name| all.column_by_name(name))
        .map(|values| SortColumn { values: Arc::clone(values), options: None })
        .collect::<Vec<_>>();
    let order = lexsort_to_indices(&keys, None)?;
    Ok(take_record_batch(&all, &order)?)
}

fn relabel(batch: &RecordBatch, closed: &RestrictionView) -> Result<RecordBatch, ArrowError> {
    if closed.is_empty() {
        return Ok(batch.clone());
    }
    let missing = || ArrowError::SchemaError("a label column is missing".into());
    let int64 = |name: &str| batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<Int64Array>());
    let (visitor, grant) = (int64(columns::VISITOR).ok_or_else(missing)?, int64(columns::GRANT).ok_or_else(missing)?);
    let (at, labels) = batch
        .schema()
        .column_with_name(columns::PURPOSES)
        .and_then(|(at, _)| Some((at, batch.columns().get(at)?.as_any().downcast_ref::<Int32Array>()?)))
        .ok_or_else(missing)?;
    let mut left = Vec::with_capacity(batch.num_rows());
    let mut kept = Vec::with_capacity(batch.num_rows());
    for row in 0..batch.num_rows() {
        let purposes = PurposeSet(u32::from_ne_bytes(labels.value(row).to_ne_bytes()));
        let open = closed.allowed(Surrogate(visitor.value(row)), purposes, GrantSeq(grant.value(row)));
        left.push(i32::from_ne_bytes(open.0.to_ne_bytes()));
        if !open.is_empty() {
            kept.push(u32::try_from(row).map_err(|e| ArrowError::ComputeError(e.to_string()))?);
        }
    }
    let mut arrays = batch.columns().to_vec();
    if let Some(column) = arrays.get_mut(at) {
        *column = Arc::new(Int32Array::from(left));
    }
    take_record_batch(&RecordBatch::try_new(batch.schema(), arrays)?, &UInt32Array::from(kept))
}
