//! What is wrong with a lake, for whoever must be able to trust *healthy*.

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, SiteId};
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// Records of the log could not be read; what could be read is kept, the segment lies in `damaged`.
    LogDamaged,
    /// Records are in neither the log nor a table.
    LogGap,
    /// A commit of a table is gone; files that nothing refers to any more lie in `aside`.
    CommitMissing,
    /// A commit or checkpoint of a table is not what was written.
    CommitDamaged,
    /// A table cannot be opened: its events are neither taken nor shown.
    TableUnreadable,
    /// A data file is gone: reports leave its rows out.
    FileMissing,
    /// A data file is not what was written: reports leave its rows out.
    FileDamaged,
    /// The log cannot be written: nothing is acknowledged.
    LogUnwritable,
    /// Events cannot be taken up into the tables; they wait in the log.
    TableUnwritable,
    /// Tables cannot be compacted.
    CompactionFailing,
    /// There is less memory for recent ids than a day of them needs; older ones are looked up in files, which takes longer.
    DuplicatesShort,
}

impl FaultKind {
    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            FaultKind::LogDamaged => "log_damaged",
            FaultKind::LogGap => "log_gap",
            FaultKind::CommitMissing => "commit_missing",
            FaultKind::CommitDamaged => "commit_damaged",
            FaultKind::TableUnreadable => "table_unreadable",
            FaultKind::FileMissing => "file_missing",
            FaultKind::FileDamaged => "file_damaged",
            FaultKind::LogUnwritable => "log_unwritable",
            FaultKind::TableUnwritable => "table_unwritable",
            FaultKind::CompactionFailing => "compaction_failing",
            FaultKind::DuplicatesShort => "duplicates_short",
        }
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LakeFault {
    /// What.
    pub kind: FaultKind,
    /// Where, when it concerns one site.
    pub site: Option<SiteId>,
    /// The file or segment; empty when there is none. It names nobody.
    pub label: String,
    /// Since when it is known.
    pub since: AtMs,
}

type Key = (FaultKind, Option<String>, String);

/// The faults that are known.
#[derive(Debug, Default)]
pub struct Condition {
    faults: Mutex<BTreeMap<Key, LakeFault>>,
}

fn key(kind: FaultKind, site: Option<&SiteId>, label: &str) -> Key {
    (kind, site.map(|s| s.as_str().to_owned()), label.to_owned())
}

impl Condition {
    /// It is so. `true` when that is news.
    pub fn set(&self, fault: LakeFault) -> bool {
        let key = key(fault.kind, fault.site.as_ref(), &fault.label);
        let mut faults = self.faults.lock();
        let fresh = !faults.contains_key(&key);
        faults.entry(key).or_insert(fault);
        fresh
    }

    /// It is so no longer.
    pub fn clear(&self, kind: FaultKind, site: Option<&SiteId>, label: &str) {
        self.faults.lock().remove(&key(kind, site, label));
    }

    /// All of them.
    pub fn all(&self) -> Vec<LakeFault> {
        self.faults.lock().values().cloned().collect()
    }
}
