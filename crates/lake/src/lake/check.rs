//! Whether a lake is what was left: how far every table was is noted beside them, so that a commit that is gone is missed.
//!
//! Invariant: where anything is missing, nothing is swept; what nothing refers to is set aside.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Arc, FaultKind, HashSet, Lake, LakeError, Path, Shared, SiteId, SiteState, Table, blocking, fs};
use crate::{
    aside::write_synced,
    sums::{Sum, Sums},
    table::{checkpoints, data_files, log_names, log_version},
};

/// The name of the note.
const NAME: &str = "taken.json";

/// What whoever finds a closed table can do.
const CLOSED: &str = "the table cannot be opened; its events are neither taken nor shown. With the server stopped, put the \
    damaged file of its `_delta_log` back from a backup: such files never change. If nobody has it, move it and every later \
    commit out of that folder: what only they named is then set aside and said to be missing. Then take this note away and start";

/// How far tables were when this was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Taken {
    /// Log records up to here are in tables; the log may have let go of them.
    pub log_through: u64,
    /// Number of the newest commit, by site.
    pub tables: BTreeMap<String, u64>,
}

impl Taken {
    /// The note of the lake in `folder`: none is a lake of before there were notes, or a restored one.
    pub(super) fn read(folder: &Path) -> Result<Option<Taken>, serde_json::Error> {
        match fs::read(folder.join(NAME)) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some),
            Err(_) => Ok(None),
        }
    }

    pub(super) fn table(&mut self, site: &SiteId, version: u64) {
        let known = self.tables.entry(site.as_str().to_owned()).or_default();
        *known = version.max(*known);
    }
}

impl Lake {
    /// Write down how far the tables are. An older note than the truth misses nothing that is there, so failing is no error.
    pub(super) async fn taken_save(&self, sealed: Option<u64>) {
        let shared = Arc::clone(&self.shared);
        let done = blocking(move || {
            // Held while it is written: there is one such file.
            let mut taken = shared.taken.lock();
            taken.log_through = taken.log_through.max(sealed.unwrap_or(0));
            let bytes = serde_json::to_vec(&*taken).map_err(std::io::Error::other)?;
            Ok(write_synced(&shared.options.folder.join(NAME), &bytes)?)
        });
        if let Err(e) = done.await {
            tracing::warn!(error = %e, "lake.taken.unwritten");
        }
    }
}

/// A table as it was found.
pub(super) struct Opened {
    /// Nothing when it cannot be opened.
    pub table: Option<Table>,
    /// The sums of its files.
    pub sums: Sums,
    /// A commit of it is missing or damaged.
    pub doubt: bool,
}

/// Open a site's table with whatever of its own log is sound.
pub(super) async fn open_table(shared: &Shared, site: &SiteId, newest: Option<u64>) -> Result<Opened, LakeError> {
    let root = shared.table_folder(site);
    let mut sums = Sums::open(shared.sums_path(site));
    let names = log_names(&root).unwrap_or_default();
    for left in names.iter().filter(|name| name.contains('#')) {
        let _ = fs::remove_file(root.join("_delta_log").join(left));
    }
    let logged = names.iter().any(|name| log_version(name).is_some());
    if !logged && (newest.is_some_and(|n| n > 0) || !data_files(&root)?.is_empty()) {
        let what = "the table has no log of its own; its events are neither taken nor shown";
        shared.fault_noted(FaultKind::TableUnreadable, Some(site), "", what);
        return Ok(Opened { table: None, sums, doubt: true });
    }
    let mut doubt = changed(shared, site, &root, &names, &sums);
    let opened = match Table::open(&root).await {
        // One that does not say how far it has taken the log up is of no more use than one that is gone.
        Ok(table) => table.position().await.map(|_| table),
        Err(e) => Err(e),
    };
    let table = match opened {
        Ok(table) => Some(table),
        Err(e) => {
            tracing::error!(site = %site, error = %e, "lake.table.unreadable");
            doubt = true;
            match without_checkpoint(shared, site, &root).await {
                Some(table) if table.position().await.is_ok() => Some(table),
                _ => None,
            }
        }
    };
    let Some(mut table) = table else {
        shared.fault_noted(FaultKind::TableUnreadable, Some(site), "", CLOSED);
        return Ok(Opened { table: None, sums, doubt });
    };
    if let Some(missing) = newest.filter(|newest| table.version() < *newest) {
        doubt = true;
        let label = format!("{:020}", table.version() + 1);
        let what = format!("commits up to {missing} were written and are gone; what they named lies in `aside`");
        shared.fault_noted(FaultKind::CommitMissing, Some(site), &label, &what);
    }
    match table.grow().await {
        Ok(None) => {}
        // What a damaged file of the table's own log says of its columns is damage, and no newer version's word.
        Ok(Some(column)) if doubt => {
            tracing::error!(site = %site, %column, "lake.table.unreadable");
            shared.fault_noted(FaultKind::TableUnreadable, Some(site), "", CLOSED);
            return Ok(Opened { table: None, sums, doubt });
        }
        Ok(Some(column)) => return Err(LakeError::Columns { site: site.clone(), column }),
        // Its files are read by what is in them: it says so at the next start, and nothing else is different.
        Err(e) => tracing::warn!(site = %site, error = %e, "lake.table.not_grown"),
    }
    if !doubt {
        summed(&root, &mut sums);
    }
    Ok(Opened { table: Some(table), sums, doubt })
}

/// Remember the sums of commits that were made as the table was opened, its first one above all: it says the columns.
fn summed(root: &Path, sums: &mut Sums) {
    let commits = log_names(root).unwrap_or_default().into_iter().filter(|name| name.ends_with(".json"));
    let unknown = commits.map(|name| format!("_delta_log/{name}")).filter(|inside| sums.get(inside).is_none());
    let found: Vec<_> =
        unknown.filter_map(|inside| Some((inside.clone(), Sum::of(&root.join(&inside)).ok()?))).collect();
    if !found.is_empty() {
        sums.put(found);
    }
}

/// Whether a file of the table's own log is not what was written. A checkpoint that is not is moved aside where there is an
/// older one.
fn changed(shared: &Shared, site: &SiteId, root: &Path, names: &[String], sums: &Sums) -> bool {
    let mut found = false;
    for name in names {
        let inside = format!("_delta_log/{name}");
        let Some(known) = sums.get(&inside) else { continue };
        if Sum::of(&root.join(&inside)).is_ok_and(|sum| sum == known) {
            continue;
        }
        found = true;
        shared.fault_noted(FaultKind::CommitDamaged, Some(site), &inside, "the file is not what was written");
        let again = name.contains(".checkpoint.") && can_do_without(names, log_version(name));
        if again && shared.aside().keep_file(&root.join(&inside), &format!("{site}-{name}")).is_ok() {
            let _ = fs::remove_file(root.join("_delta_log/_last_checkpoint"));
        }
    }
    found
}

/// Whether the commits from an older checkpoint, or from the first, up to that one are there.
fn can_do_without(names: &[String], checkpoint: Option<u64>) -> bool {
    let Some(checkpoint) = checkpoint else { return false };
    let older = checkpoints(names).into_iter().rfind(|v| *v < checkpoint);
    let commits: HashSet<u64> = names.iter().filter(|n| n.ends_with(".json")).filter_map(|n| log_version(n)).collect();
    (older.map_or(0, |v| v + 1)..=checkpoint).all(|v| commits.contains(&v))
}

/// A table whose newest checkpoint cannot be read, opened from the one before.
async fn without_checkpoint(shared: &Shared, site: &SiteId, root: &Path) -> Option<Table> {
    let log = root.join("_delta_log");
    let names = log_names(root).ok()?;
    let newest = checkpoints(&names).into_iter().next_back();
    // The pointer to it may be what is wrong.
    if names.iter().any(|n| n == "_last_checkpoint") {
        shared.aside().keep_file(&log.join("_last_checkpoint"), &format!("{site}-_last_checkpoint")).ok()?;
        if let Ok(table) = Table::open(root).await {
            shared.fault_noted(FaultKind::CommitDamaged, Some(site), "_delta_log/_last_checkpoint", "it misled");
            return Some(table);
        }
    }
    if !can_do_without(&names, newest) {
        return None;
    }
    let of = |name: &&String| name.contains(".checkpoint.") && log_version(name) == newest;
    for name in names.iter().filter(of) {
        shared.aside().keep_file(&log.join(name), &format!("{site}-{name}")).ok()?;
        let label = format!("_delta_log/{name}");
        shared.fault_noted(FaultKind::CommitDamaged, Some(site), &label, "the checkpoint could not be read");
    }
    Table::open(root).await.ok()
}

/// Leave files out that a table names and that are not there, and clear away or set aside those that it does not name.
pub(super) async fn settle(
    shared: &Shared,
    id: &SiteId,
    site: &SiteState,
    table: &Table,
    doubt: bool,
) -> Result<(), LakeError> {
    for file in table.files()? {
        let path = table.absolute(&file);
        let length = fs::metadata(&path).map(|m| m.len());
        if length.as_ref().is_ok_and(|length| *length == file.size) {
            continue;
        }
        let kind = if length.is_ok() { FaultKind::FileDamaged } else { FaultKind::FileMissing };
        shared.fault(kind, Some(id), &file.path);
        site.unreadable.lock().insert(path);
    }
    let (replaced, unknown) = table.unreferenced().await?;
    // The commit that replaced them is there, and what replaced them with it.
    for path in &replaced {
        fs::remove_file(path)?;
    }
    if !replaced.is_empty() {
        tracing::info!(site = %id, files = replaced.len(), "lake.replaced.swept");
    }
    for path in &unknown {
        shared.aside().unreferenced(id, &shared.table_folder(id), path)?;
    }
    if !unknown.is_empty() {
        tracing::warn!(site = %id, files = unknown.len(), doubt, "lake.unreferenced.set_aside");
    }
    Ok(())
}
