//! Rewriting: many small files of a part become one, and what a withdrawal closed or retention ended goes for good.

use arrow::{
    array::{Array, Int32Array, Int64Array, RecordBatch, UInt32Array},
    compute::{SortColumn, concat_batches, lexsort_to_indices, take_record_batch},
};
use hjemmel_model::{GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::RetentionAt;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};

use super::{
    Arc, ArrowError, BTreeMap, DataFile, Lake, LakeError, Part, PathBuf, RestrictionView, SiteId, SiteState, Table, fs,
    list,
};
use crate::row::{columns, schema};

/// What going through a site's files came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows that went, because nothing they were collected for allows them any more.
    pub rows_gone: u64,
    /// Rows that lost a purpose and stay for another.
    pub rows_narrowed: u64,
    /// Parts that were rewritten.
    pub parts_rewritten: u64,
}

/// What decides whether a row may stay.
#[derive(Clone)]
pub(super) struct Keep {
    closed: RestrictionView,
    retention: Option<Arc<RetentionAt>>,
}

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

    pub(super) fn keep(&self, retention: Option<&Arc<RetentionAt>>) -> Keep {
        Keep { closed: self.shared.options.restrictions.view(), retention: retention.map(Arc::clone) }
    }

    /// Rewrite the parts of a site that have at least `files_min` files.
    pub async fn compact_site(&self, id: &SiteId, files_min: usize) -> Result<usize, LakeError> {
        let site = self.shared.site(id);
        let mut guard = site.table.lock().await;
        let Some(table) = guard.as_mut() else { return Ok(0) };
        let mut rewritten = 0;
        for files in parts(table)?.into_values().filter(|f| f.len() >= files_min.max(1)) {
            self.rewrite(id, &site, table, &files, self.keep(None)).await?;
            rewritten += 1;
        }
        sweep(&site);
        Ok(rewritten)
    }

    /// Take out of a site's files, for good, every row and every label that a withdrawal closed or retention ended
    /// (P-07). Only the parts that have such rows are rewritten, and between two parts others get their turn.
    pub async fn retain_site(&self, id: &SiteId, retention: &RetentionAt) -> Result<Retained, LakeError> {
        let site = self.shared.site(id);
        let retention = Arc::new(retention.clone());
        let all: Vec<Part> = match site.table.lock().await.as_ref() {
            Some(table) => parts(table)?.into_keys().collect(),
            None => Vec::new(),
        };
        let mut done = Retained::default();
        for part in all {
            let mut guard = site.table.lock().await;
            let Some(table) = guard.as_mut() else { break };
            let Some(files) = parts(table)?.remove(&part) else { continue };
            let keep = self.keep(Some(&retention));
            let (paths, asked) = (paths(table, &files), keep.clone());
            let (gone, narrowed) = blocking(move || count(&paths, &asked)).await?;
            done.rows += files.iter().map(|f| f.rows).sum::<u64>();
            if gone + narrowed > 0 {
                self.rewrite(id, &site, table, &files, keep).await?;
                done.rows_gone += gone;
                done.rows_narrowed += narrowed;
                done.parts_rewritten += 1;
            }
        }
        sweep(&site);
        Ok(done)
    }

    /// What retention would take out of a site's files, without taking it. What withdrawals closed is not counted.
    pub async fn retain_look(&self, id: &SiteId, retention: &RetentionAt) -> Result<Retained, LakeError> {
        // Held while it is read, so that no compaction takes a file away.
        let files = Arc::clone(&self.shared.site(id).view.read().files);
        let keep = Keep { closed: RestrictionView::default(), retention: Some(Arc::new(retention.clone())) };
        blocking(move || {
            let paths: Vec<PathBuf> = files.iter().map(|f| f.path.clone()).collect();
            let (rows_gone, rows_narrowed) = count(&paths, &keep)?;
            let rows = files.iter().map(|f| f.rows).sum();
            Ok(Retained { rows, rows_gone, rows_narrowed, parts_rewritten: 0 })
        })
        .await
    }

    pub(super) async fn rewrite(
        &self,
        id: &SiteId,
        site: &SiteState,
        table: &mut Table,
        files: &[DataFile],
        keep: Keep,
    ) -> Result<(), LakeError> {
        let sources = paths(table, files);
        let read = sources.clone();
        let batch = blocking(move || merge(&read, &keep)).await?;
        let replaced = table.replace(files, Some(&batch), self.shared.options.clock.now().0).await;
        if let Err(e) = &replaced {
            // The commit may have landed all the same: open again, and let the table itself say which files live.
            tracing::warn!(site = %id, error = %e, "lake.rewrite.unsure");
            *table = Table::open(&self.shared.table_folder(id)).await?;
        }
        let fresh = Arc::new(list(table)?);
        let gone = sources.into_iter().filter(|path| !fresh.iter().any(|live| live.path == *path)).collect();
        let mut view = site.view.write();
        let before = std::mem::replace(&mut view.files, fresh);
        view.obsolete.push((before, gone));
        drop(view);
        Ok(replaced?)
    }
}

/// Run what reads files and computes off the threads that answer requests.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LakeError> + Send + 'static,
) -> Result<T, LakeError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| LakeError::Closed)?
}

pub(super) fn paths(table: &Table, files: &[DataFile]) -> Vec<PathBuf> {
    files.iter().map(|f| table.absolute(f)).collect()
}

pub(super) fn parts(table: &Table) -> Result<BTreeMap<Part, Vec<DataFile>>, LakeError> {
    let mut parts: BTreeMap<Part, Vec<DataFile>> = BTreeMap::new();
    for file in table.files()? {
        parts.entry(file.part.clone()).or_default().push(file);
    }
    Ok(parts)
}

/// Delete what no reader can hold any more: a list that nobody else holds has no reader left, nor has any list before
/// it that shares its files.
pub(super) fn sweep(site: &SiteState) {
    let mut view = site.view.write();
    while view.obsolete.first().is_some_and(|(held, _)| Arc::strong_count(held) == 1) {
        let (_, gone) = view.obsolete.remove(0);
        for path in gone {
            if let Err(e) = fs::remove_file(&path) {
                tracing::warn!(error = %e, "lake.obsolete.kept");
            }
        }
    }
}

/// How many rows of `files` would go, and how many would lose a purpose.
fn count(files: &[PathBuf], keep: &Keep) -> Result<(u64, u64), LakeError> {
    let (mut gone, mut narrowed) = (0, 0);
    for file in files {
        let builder = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(file)?).map_err(ArrowError::from)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), Labels::COLUMNS);
        for batch in builder.with_projection(mask).build().map_err(ArrowError::from)? {
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
    }
    Ok((gone, narrowed))
}

/// The rows of `files` in order of visitor and time, relabelled: what may be used no longer loses the purpose, and a row
/// without any purpose left is dropped.
fn merge(files: &[PathBuf], keep: &Keep) -> Result<RecordBatch, LakeError> {
    let mut batches = Vec::new();
    for file in files {
        let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(file)?)
            .and_then(|b| b.build())
            .map_err(ArrowError::from)?;
        for batch in reader {
            batches.push(batch?);
        }
    }
    let all = concat_batches(&schema(), &batches)?;
    let all = relabel(&all, keep)?;
    let keys = [columns::VISITOR, columns::AT, columns::EVENT_ID]
        .into_iter()
        .filter_map(|name| all.column_by_name(name))
        .map(|values| SortColumn { values: Arc::clone(values), options: None })
        .collect::<Vec<_>>();
    let order = lexsort_to_indices(&keys, None)?;
    Ok(take_record_batch(&all, &order)?)
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
        let open = keep.closed.allowed(Surrogate(self.visitor.value(row)), before, GrantSeq(self.grant.value(row)));
        let kept = |rules: &Arc<RetentionAt>| {
            rules.kept_at_rest(number(self.notice_version.value(row)), self.at.value(row), open)
        };
        (before, keep.retention.as_ref().map_or(open, kept))
    }
}

fn relabel(batch: &RecordBatch, keep: &Keep) -> Result<RecordBatch, ArrowError> {
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
