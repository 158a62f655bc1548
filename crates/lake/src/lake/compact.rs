//! Rewriting: files of about one size in a part become one of the next size, and what a withdrawal closed or retention ended
//! goes for good.
//!
//! Files are told apart by size in steps of eight, so that a row is written anew once a step and not with every flush; what
//! has reached the largest size is left alone. A merge reads its files side by side and writes as it reads; flushes go on
//! beside it, because the table is held for the commit only.

use std::collections::BTreeMap;

use hjemmel_policy::RetentionAt;

use super::{
    Arc, DataFile, FaultKind, HashSet, Lake, LakeError, Part, PathBuf, SiteId, SiteState, Table, TableFile, blocking,
    fs, io,
    late::IDS_MS,
    list,
    merge::{Keep, count, has_ids, merge},
};
use crate::table::NewFile;

/// Bytes from which on a file is of the second size.
const STEP_FIRST: u64 = 64 * 1024;

/// How much larger the files of the next size are.
const STEP_TIMES: u64 = 8;

/// Bytes from which on a file is left alone.
const SIZE_LARGEST: u64 = 128 * 1024 * 1024;

/// Most files that are merged at once.
const MERGE_MAX: usize = 32;

/// What going through a site's files came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Retained {
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows that went, because nothing they were collected for allows them any more.
    pub rows_gone: u64,
    /// Rows that lost a purpose and stay for another.
    pub rows_narrowed: u64,
    /// Files that were rewritten.
    pub files_rewritten: u64,
}

/// Which size a file is of; none for the largest.
fn step(size: u64) -> Option<u32> {
    if size >= SIZE_LARGEST {
        return None;
    }
    let (mut step, mut limit) = (0, STEP_FIRST);
    while size >= limit {
        (step, limit) = (step + 1, limit.saturating_mul(STEP_TIMES));
    }
    Some(step)
}

/// Whether there is anything to merge.
fn crowded(files: &[TableFile], files_min: usize) -> bool {
    let mut sizes: BTreeMap<(&str, u32), usize> = BTreeMap::new();
    files.iter().filter_map(|f| Some((f.part.as_str(), step(f.size)?))).any(|of| {
        let number = sizes.entry(of).or_default();
        *number += 1;
        *number >= files_min.max(2)
    })
}

/// Files that one merge takes up: enough of one size, the smallest first, until they fill a file of the largest size.
fn due(files: &[DataFile], files_min: usize) -> Vec<Vec<DataFile>> {
    let mut sizes: BTreeMap<u32, Vec<&DataFile>> = BTreeMap::new();
    for file in files {
        if let Some(step) = step(file.size) {
            sizes.entry(step).or_default().push(file);
        }
    }
    let enough = sizes.into_values().filter(|files| files.len() >= files_min.max(2));
    enough
        .map(|mut files| {
            files.sort_by_key(|f| f.size);
            let mut sum = 0;
            let fits = files.into_iter().take(MERGE_MAX).take_while(|f| {
                let before = sum;
                sum += f.size;
                before < SIZE_LARGEST
            });
            fits.cloned().collect()
        })
        .collect()
}

impl Lake {
    /// Compact what has grown too many files, in every site. Returns how many merges there were.
    pub async fn compact(&self) -> Result<usize, LakeError> {
        let (mut merged, mut failed) = (0, None);
        for (id, site) in self.shared.all_sites() {
            match self.compact_site(&id, &site).await {
                Ok(n) => merged += n,
                Err(e) => {
                    tracing::error!(site = %id, error = %e, "lake.compact.failed");
                    failed.get_or_insert(e);
                }
            }
        }
        match failed {
            None => {
                self.shared.condition.clear(FaultKind::CompactionFailing, None, "");
                Ok(merged)
            }
            Some(e) => {
                self.shared.fault(FaultKind::CompactionFailing, None, "");
                Err(e)
            }
        }
    }

    pub(super) fn keep(&self, retention: Option<&Arc<RetentionAt>>) -> Keep {
        // Only where the clock was looked at before: what is forgotten by a wrong one does not come back.
        let ids_from_ms = retention.map_or(i64::MIN, |_| self.shared.options.clock.now().0.saturating_sub(IDS_MS));
        Keep { closed: self.shared.options.restrictions.view(), retention: retention.map(Arc::clone), ids_from_ms }
    }

    /// Make one file of each part of a site that has at least `files_min`, whatever their sizes: for history that was made
    /// at once.
    pub async fn compact_whole(&self, id: &SiteId, files_min: usize) -> Result<usize, LakeError> {
        let site = self.shared.site(id);
        let _turn = site.rewriting.lock().await;
        let mut merged = 0;
        for files in self.parts(&site).await?.into_values().filter(|files| files.len() >= files_min.max(1)) {
            self.rewrite(id, &site, &files, self.keep(None)).await?;
            merged += 1;
        }
        sweep(&site);
        Ok(merged)
    }

    async fn compact_site(&self, id: &SiteId, site: &Arc<SiteState>) -> Result<usize, LakeError> {
        if !crowded(&site.view.read().files, self.shared.options.part_files_max) {
            sweep(site);
            return Ok(0);
        }
        let _turn = site.rewriting.lock().await;
        let mut merged = 0;
        // What became one file may be one too many of the next size.
        loop {
            let mut again = false;
            for files in self.parts(site).await?.into_values() {
                for group in due(&files, self.shared.options.part_files_max) {
                    self.rewrite(id, site, &group, self.keep(None)).await?;
                    (merged, again) = (merged + 1, true);
                }
            }
            if !again {
                break;
            }
        }
        sweep(site);
        Ok(merged)
    }

    /// Take out of a site's files, for good, every row and every label that a withdrawal closed or retention ended
    /// (P-07). Only the files that have such rows are rewritten, and between two files others get their turn.
    pub async fn retain_site(&self, id: &SiteId, retention: &RetentionAt) -> Result<Retained, LakeError> {
        self.retain(id, retention, true).await
    }

    /// What retention alone would take, with nothing done: what withdrawals closed is not counted.
    pub async fn retain_count(&self, id: &SiteId, retention: &RetentionAt) -> Result<Retained, LakeError> {
        self.retain(id, retention, false).await
    }

    async fn retain(&self, id: &SiteId, retention: &RetentionAt, write: bool) -> Result<Retained, LakeError> {
        let site = self.shared.site(id);
        let retention = Arc::new(retention.clone());
        let all: Vec<DataFile> = self.parts(&site).await?.into_values().flatten().collect();
        let (mut done, mut failed) = (Retained::default(), None);
        for file in all {
            let _turn = site.rewriting.lock().await;
            let Some(path) = self.live(&site, &file).await? else { continue };
            let mut keep = self.keep(Some(&retention));
            if !write {
                keep.closed = keep.closed.only_pauses();
            }
            let asked = keep.clone();
            let old = write && file.received_ms_max < keep.ids_from_ms;
            let counted = blocking(move || Ok((count(&path, &asked)?, old && has_ids(&path)?))).await;
            let ((gone, narrowed), ids) = match counted {
                Ok(counted) => counted,
                // One bad file holds up no other.
                Err(e) => {
                    self.damaged(id, &site, &file);
                    failed.get_or_insert(e);
                    continue;
                }
            };
            done.rows += file.rows;
            done.rows_gone += gone;
            done.rows_narrowed += narrowed;
            if write && (gone + narrowed > 0 || ids) {
                self.rewrite(id, &site, std::slice::from_ref(&file), keep).await?;
                done.files_rewritten += 1;
            }
        }
        sweep(&site);
        failed.map_or(Ok(done), Err)
    }

    /// A site's live files that can be read, by part.
    pub(super) async fn parts(&self, site: &SiteState) -> Result<BTreeMap<Part, Vec<DataFile>>, LakeError> {
        let guard = site.table.lock().await;
        let mut parts: BTreeMap<Part, Vec<DataFile>> = BTreeMap::new();
        let Some(table) = guard.as_ref() else { return Ok(parts) };
        for file in table.files()? {
            if !site.unreadable.lock().contains(&table.absolute(&file)) {
                parts.entry(file.part.clone()).or_default().push(file);
            }
        }
        Ok(parts)
    }

    /// Where a file lies, if it is live still.
    pub(super) async fn live(&self, site: &SiteState, file: &DataFile) -> Result<Option<PathBuf>, LakeError> {
        let guard = site.table.lock().await;
        let Some(table) = guard.as_ref() else { return Ok(None) };
        let path = table.absolute(file);
        Ok(site.view.read().files.iter().any(|f| f.path == path).then_some(path))
    }

    /// Write `files` of one part anew as one. Whoever calls this holds `rewriting`.
    pub(super) async fn rewrite(
        &self,
        id: &SiteId,
        site: &Arc<SiteState>,
        files: &[DataFile],
        keep: Keep,
    ) -> Result<(), LakeError> {
        let Some(part) = files.first().map(|f| f.part.clone()) else { return Ok(()) };
        self.sound_before(id, site, files).await?;
        let (sources, writer) = {
            let guard = site.table.lock().await;
            let Some(table) = guard.as_ref() else { return Ok(()) };
            (files.iter().map(|f| table.absolute(f)).collect::<Vec<PathBuf>>(), table.writer())
        };
        let (read, now_ms) = (sources.clone(), self.shared.options.clock.now().0);
        let merged = blocking(move || {
            let mut out = writer.begin(&part, now_ms)?;
            merge(&read, &keep, &mut out)?;
            Ok(out.finish()?)
        });
        let fresh = match merged.await {
            Ok(fresh) => fresh,
            Err(e) => {
                self.find_unreadable(id, site, files).await;
                return Err(e);
            }
        };
        let mut guard = site.table.lock().await;
        let Some(table) = guard.as_mut() else { return Ok(()) };
        let replaced = table.replace(files, fresh.as_ref(), now_ms).await;
        if let Err(e) = &replaced {
            // The commit may have landed all the same: open again, and let the table itself say which files live.
            tracing::warn!(site = %id, error = %e, "lake.rewrite.unsure");
            *guard = None;
            let table = guard.insert(Table::open(&self.shared.table_folder(id)).await?);
            let live = table.files()?;
            if let Some(fresh) = fresh.as_ref().filter(|f| !live.iter().any(|l| l.path == f.add.path)) {
                fresh.discard();
            }
        }
        self.committed(id, site, guard.as_ref(), fresh.as_slice());
        let Some(table) = guard.as_ref() else { return Ok(()) };
        let live: HashSet<PathBuf> = table.files()?.iter().map(|f| table.absolute(f)).collect();
        let gone = sources.into_iter().filter(|path| !live.contains(path)).collect();
        let fresh = Arc::new(list(table, site)?);
        drop(guard);
        self.taken_save(None).await;
        let mut view = site.view.write();
        let before = std::mem::replace(&mut view.files, fresh);
        view.obsolete.push((before, gone));
        drop(view);
        Ok(replaced?)
    }

    /// A merge failed: leave out what cannot be read, so that the next one does not meet it again.
    async fn find_unreadable(&self, id: &SiteId, site: &Arc<SiteState>, files: &[DataFile]) {
        for file in files {
            let path = self.shared.table_folder(id).join(&file.path);
            if let Ok(Err(e)) = blocking(move || Ok(super::scrub::decoded(&path))).await {
                tracing::error!(site = %id, error = %e, "lake.file.unreadable");
                self.damaged(id, site, file);
            }
        }
    }

    /// Remember the sums of what a commit brought, and how far the table is.
    pub(super) fn committed(&self, id: &SiteId, site: &SiteState, table: Option<&Table>, files: &[NewFile]) {
        let Some(table) = table else { return };
        let version = table.version();
        let mut sums: Vec<_> = files.iter().map(|f| (f.add.path.clone(), f.sum)).collect();
        let root = self.shared.table_folder(id);
        let mut known = site.sums.lock();
        // The commit that made the table, or gave it a column, came just before and is nobody's own.
        for commit in (0..=version).rev() {
            let name = format!("_delta_log/{commit:020}.json");
            match crate::sums::Sum::of(&root.join(&name)) {
                // One that was lost and is written anew has another sum than it had.
                Ok(sum) if commit == version || known.get(&name).is_none() => sums.push((name, sum)),
                _ => break,
            }
        }
        known.put(sums);
        drop(known);
        self.shared.taken.lock().table(id, version);
    }
}

/// Delete what no reader can hold any more: a list that nobody else holds has no reader left, nor has any list before
/// it that shares its files.
pub(super) fn sweep(site: &SiteState) {
    let mut view = site.view.write();
    let mut left = Vec::new();
    while view.obsolete.first().is_some_and(|(held, _)| Arc::strong_count(held) == 1) {
        let (held, gone) = view.obsolete.remove(0);
        let mut kept = Vec::new();
        for path in gone {
            match fs::remove_file(&path) {
                Err(e) if e.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(error = %e, "lake.obsolete.kept");
                    kept.push(path);
                }
                _ => {}
            }
        }
        if !kept.is_empty() {
            left.push((held, kept));
        }
    }
    // Tried again next time.
    view.obsolete.splice(0..0, left);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: usize, size: u64) -> DataFile {
        let part = Part { month: "2026-11".into(), bucket: 0 };
        DataFile { path: name.to_string(), size, rows: 1, part, at_ms: (0, 0), received_ms_max: 0 }
    }

    #[test]
    fn files_of_one_size_are_merged_and_the_largest_are_left_alone() {
        let sizes = [1, 100, 70_000, 80_000, 90_000, SIZE_LARGEST, SIZE_LARGEST, SIZE_LARGEST + 9];
        let files: Vec<_> = sizes.into_iter().enumerate().map(|(i, size)| file(i, size)).collect();
        let names = |groups: Vec<Vec<DataFile>>| -> Vec<Vec<String>> {
            groups.into_iter().map(|g| g.into_iter().map(|f| f.path).collect()).collect()
        };
        assert_eq!(names(due(&files, 3)), [["2", "3", "4"]]);
        assert_eq!(names(due(&files, 2)), [vec!["0", "1"], vec!["2", "3", "4"]]);
        assert_eq!(names(due(&files, 4)), Vec::<Vec<String>>::new());
    }

    /// Flush after flush of 10 kB, as a month of minutes brings them: rows are written anew a few times, not thousands.
    #[test]
    fn each_row_is_written_a_few_times_however_long_it_goes_on() {
        let (mut files, mut next, mut written, mut came) = (Vec::new(), 0, 0, 0);
        for _ in 0..30_000 {
            next += 1;
            files.push(file(next, 10_000));
            came += 10_000;
            while let Some(group) = due(&files, 8).into_iter().next() {
                let size = group.iter().map(|f| f.size).sum();
                files.retain(|f| !group.contains(f));
                next += 1;
                files.push(file(next, size));
                written += size;
            }
            assert!(files.len() < 50, "{}", files.len());
        }
        assert!(written / came < 7, "{written} of {came}");
        assert_eq!(files.iter().map(|f| f.size).sum::<u64>(), came);
    }
}
