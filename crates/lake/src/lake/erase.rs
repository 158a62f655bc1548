//! Erasing visitors: out of the log, out of the tables, and the old files gone from the disk.
//!
//! Invariant: their rows are hidden by a restriction before this begins. When it returns `true`, no file of the lake holds a
//! row of theirs; a kill anywhere leaves work that doing it again ends.

use std::collections::HashSet;

use arrow::array::{Array, Int64Array};
use hjemmel_model::Surrogate;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};

use super::{
    ArrowError, Lake, LakeError, Part, PathBuf, SiteId,
    compact::{blocking, parts, paths, sweep},
    fs,
};
use crate::row::columns;

/// Times that rows which were under way are waited for.
const ROUNDS_MAX: usize = 3;

/// How many rows are whose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowsOf {
    /// Of the visitors asked for.
    pub theirs: u64,
    /// Of everybody.
    pub all: u64,
}

impl Lake {
    /// How many rows of a site are of these visitors.
    pub async fn rows_of(&self, id: &SiteId, visitors: &[Surrogate]) -> Result<RowsOf, LakeError> {
        let wanted: HashSet<i64> = visitors.iter().map(|v| v.0).collect();
        let site = self.shared.site(id);
        // The list is held while it is read, so that no compaction takes a file away.
        let (files, tail, tail_theirs) = {
            let view = site.view.read();
            let theirs = view.tail.iter().filter(|(_, row)| wanted.contains(&row.visitor.0)).count();
            (view.files.clone(), view.tail.len(), theirs)
        };
        let all = files.iter().map(|f| f.rows).sum::<u64>() + tail as u64;
        let held = files.clone();
        let theirs = blocking(move || {
            let read = held.iter().filter(|f| wanted.iter().any(|v| f.may_hold(Surrogate(*v))));
            read.map(|f| count(&f.path, &wanted)).sum::<Result<u64, LakeError>>()
        })
        .await?;
        drop(files);
        Ok(RowsOf { theirs: theirs + tail_theirs as u64, all })
    }

    /// Take every row of these visitors out of a site's log and files. `false` when a reader still holds an old file: then
    /// it is to be done again.
    pub async fn erase(&self, id: &SiteId, visitors: &[Surrogate]) -> Result<bool, LakeError> {
        let site = self.shared.site(id);
        let theirs = |view: &super::SiteView| view.tail.iter().any(|(_, row)| visitors.contains(&row.visitor));
        for _ in 0..ROUNDS_MAX {
            // The log is taken up whole: what was on its way when the restriction came is in there too.
            self.flush().await?;
            self.erase_files(id, visitors).await?;
            if !theirs(&site.view.read()) {
                break;
            }
        }
        sweep(&site);
        let clean = site.view.read().obsolete.iter().all(|(_, gone)| gone.is_empty()) && !theirs(&site.view.read());
        Ok(clean)
    }

    async fn erase_files(&self, id: &SiteId, visitors: &[Surrogate]) -> Result<(), LakeError> {
        let site = self.shared.site(id);
        let buckets: HashSet<i32> = visitors.iter().map(|v| Part::of(v.0, 0).bucket).collect();
        let wanted: HashSet<i64> = visitors.iter().map(|v| v.0).collect();
        let all: Vec<Part> = match site.table.lock().await.as_ref() {
            Some(table) => parts(table)?.into_keys().filter(|p| buckets.contains(&p.bucket)).collect(),
            None => Vec::new(),
        };
        for part in all {
            let mut guard = site.table.lock().await;
            let Some(table) = guard.as_mut() else { break };
            let Some(files) = parts(table)?.remove(&part) else { continue };
            let (sources, of) = (paths(table, &files), wanted.clone());
            let found = blocking(move || sources.iter().map(|path| count(path, &of)).sum::<Result<u64, LakeError>>());
            if found.await? > 0 {
                self.rewrite(id, &site, table, &files, self.keep(None)).await?;
            }
        }
        Ok(())
    }
}

fn count(path: &PathBuf, wanted: &HashSet<i64>) -> Result<u64, LakeError> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path)?).map_err(ArrowError::from)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), [columns::VISITOR]);
    let mut found = 0;
    for batch in builder.with_projection(mask).build().map_err(ArrowError::from)? {
        let batch = batch?;
        let column = batch.column_by_name(columns::VISITOR).and_then(|c| c.as_any().downcast_ref::<Int64Array>());
        let column = column.ok_or_else(|| ArrowError::SchemaError("the visitor column is missing".into()))?;
        found += (0..column.len()).filter(|row| wanted.contains(&column.value(*row))).count() as u64;
    }
    Ok(found)
}
