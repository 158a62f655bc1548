//! Scrubbing: every file is gone through again, a bounded share at a time, so that what a disk changed is known before a
//! report needs it.

use super::{Arc, FaultKind, HashSet, Lake, LakeError, Path, SiteId, SiteState, blocking, fs};
use crate::{
    aside::write_synced,
    sums::Sum,
    table::{DataFile, log_names, log_version},
};

/// The name of the file that says where the last run stopped.
const PLACE: &str = "scrub.at";

/// What a run of scrubbing came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScrubReport {
    /// Files gone through.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// Files that are not what was written, found in this run.
    pub damaged: u64,
    /// The last file was reached; the next run begins at the first.
    pub complete: bool,
}

/// A file to go through: a data file, or one of a table's own log.
struct Task {
    site: SiteId,
    name: String,
    data: Option<DataFile>,
}

impl Task {
    fn place(&self) -> String {
        format!("{}/{}", self.site, self.name)
    }
}

impl Lake {
    /// Go through files where the last run stopped until `bytes_max` are read. What lies aside grows older by a day with the
    /// first run of it.
    pub async fn scrub(&self, bytes_max: u64) -> Result<ScrubReport, LakeError> {
        self.notes_refresh();
        let gone = self.shared.aside().age()?;
        if gone > 0 {
            tracing::info!(sets = gone, "lake.aside.let_go");
        }
        let place = self.shared.options.folder.join(PLACE);
        let after = fs::read_to_string(&place).unwrap_or_default();
        let mut tasks = self.tasks().await?;
        tasks.sort_by_key(Task::place);
        let mut report = ScrubReport { complete: true, ..ScrubReport::default() };
        let mut last = String::new();
        for task in tasks.into_iter().filter(|t| t.place() > after) {
            if report.bytes >= bytes_max {
                report.complete = false;
                break;
            }
            last = task.place();
            self.scrub_one(task, &mut report).await?;
        }
        write_synced(&place, if report.complete { b"" } else { last.as_bytes() })?;
        Ok(report)
    }

    /// Faults whose notes somebody took away are settled.
    fn notes_refresh(&self) {
        let noted = self.shared.aside().faults();
        let kinds = [FaultKind::LogDamaged, FaultKind::LogGap, FaultKind::CommitMissing, FaultKind::CommitDamaged];
        for fault in self.condition().into_iter().filter(|f| kinds.contains(&f.kind)) {
            if !noted.iter().any(|n| (n.kind, &n.site, &n.label) == (fault.kind, &fault.site, &fault.label)) {
                self.shared.condition.clear(fault.kind, fault.site.as_ref(), &fault.label);
            }
        }
    }

    /// Everything there is, and sums of what is there no more forgotten.
    async fn tasks(&self) -> Result<Vec<Task>, LakeError> {
        let mut tasks = Vec::new();
        for (id, site) in self.shared.all_sites() {
            let guard = site.table.lock().await;
            let Some(table) = guard.as_ref() else { continue };
            let root = self.shared.table_folder(&id);
            let unreadable = site.unreadable.lock().clone();
            let data = table.files()?.into_iter().filter(|f| !unreadable.contains(&table.absolute(f)));
            let mut own: Vec<Task> =
                data.map(|f| Task { site: id.clone(), name: f.path.clone(), data: Some(f) }).collect();
            for name in log_names(&root)?.into_iter().filter(|name| log_version(name).is_some()) {
                own.push(Task { site: id.clone(), name: format!("_delta_log/{name}"), data: None });
            }
            let live: HashSet<String> = own.iter().map(|t| t.name.clone()).collect();
            if let Err(e) = site.sums.lock().retain(&live) {
                tracing::warn!(error = %e, "lake.sums.unwritten");
            }
            tasks.append(&mut own);
        }
        Ok(tasks)
    }

    async fn scrub_one(&self, task: Task, report: &mut ScrubReport) -> Result<(), LakeError> {
        let site = self.shared.site(&task.site);
        // Held, so that no compaction takes the file away meanwhile.
        let held = Arc::clone(&site.view.read().files);
        let path = self.shared.table_folder(&task.site).join(&task.name);
        if task.data.is_some() && !held.iter().any(|f| f.path == path) {
            return Ok(());
        }
        let known = site.sums.lock().get(&task.name);
        let data = task.data.is_some();
        let read = blocking(move || Ok(examined(&path, known, data))).await?;
        drop(held);
        report.files += 1;
        match read {
            Ok(sum) => {
                report.bytes += sum.bytes;
                if known.is_none() {
                    site.sums.lock().put([(task.name, sum)]);
                }
            }
            Err(e) => {
                if task.data.is_none() && !self.shared.table_folder(&task.site).join(&task.name).exists() {
                    return Ok(());
                }
                report.damaged += 1;
                report.bytes += task.data.as_ref().map_or(1, |f| f.size.max(1));
                tracing::error!(site = %task.site, file = task.name, error = %e, "lake.scrub.damaged");
                self.found_damaged(&task, &site);
            }
        }
        Ok(())
    }

    fn found_damaged(&self, task: &Task, site: &SiteState) {
        match &task.data {
            Some(file) => self.damaged(&task.site, site, file),
            None => {
                let what = "the file is not what was written";
                self.shared.fault_noted(FaultKind::CommitDamaged, Some(&task.site), &task.name, what);
            }
        }
    }
}

/// The sum of a file, when that is what it must be; a file without one must be readable to its end.
pub(super) fn examined(path: &Path, known: Option<Sum>, data: bool) -> Result<Sum, LakeError> {
    let sum = Sum::of(path)?;
    match known {
        Some(known) if known == sum => Ok(sum),
        Some(_) => Err(LakeError::Damaged),
        None if data => decoded(path).map(|()| sum),
        None => Ok(sum),
    }
}

/// Read a data file to its end.
pub(super) fn decoded(path: &Path) -> Result<(), LakeError> {
    let builder = crate::reader::reader(path)?;
    for batch in crate::reader::batches(builder)? {
        batch?;
    }
    Ok(())
}
