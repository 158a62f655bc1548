//! What the lake holds of each site, and what all of its parts share.

use super::{
    Arc, Aside, AtomicBool, AtomicI64, AtomicUsize, Condition, FaultKind, HashMap, HashSet, LakeFault, LakeOptions,
    Mutex, Ordering, PathBuf, RecordBatch, RwLock, Semaphore, SiteId, SoundFiles, Sums, Table, TableFile, Tail, check,
};

#[derive(Debug, Default)]
pub(super) struct SiteView {
    pub(super) files: Arc<Vec<TableFile>>,
    pub(super) tail: Tail,
    /// The rows of the tail that are in no chunk yet, as columns, for as long as none is added.
    pub(super) loose: Option<RecordBatch>,
    /// Files that the table let go of, with the list that readers may still hold.
    pub(super) obsolete: Vec<(Arc<Vec<TableFile>>, Vec<PathBuf>)>,
}

#[derive(Debug, Default)]
pub(super) struct SiteState {
    pub(super) view: RwLock<SiteView>,
    /// Held for a commit.
    pub(super) table: Mutex<Option<Table>>,
    /// Held for as long as files are rewritten: by compaction, retention or an erasure, beside which flushes go on.
    pub(super) rewriting: Mutex<()>,
    pub(super) sums: parking_lot::Mutex<Sums>,
    /// Its table cannot be opened.
    pub(super) closed: AtomicBool,
    pub(super) sound: parking_lot::Mutex<SoundFiles>,
    /// Held for summing a file, so that of several questions at once only the first does it.
    pub(super) summing: Mutex<()>,
    /// Live files that cannot be read: no view and no compaction has them.
    pub(super) unreadable: parking_lot::Mutex<HashSet<PathBuf>>,
}

impl SiteState {
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }
}

pub(super) type Sites = RwLock<HashMap<SiteId, Arc<SiteState>>>;

pub(super) struct Shared {
    pub(super) options: LakeOptions,
    pub(super) sites: Sites,
    pub(super) condition: Condition,
    pub(super) taken: parking_lot::Mutex<check::Taken>,
    /// Everything received from here on is known to the writer by its id.
    pub(super) seen_since_ms: AtomicI64,
    pub(super) seen_bytes: AtomicUsize,
    /// Look-ups in files that go on at once.
    pub(super) lookups: Semaphore,
}

impl Shared {
    pub(super) fn site(&self, id: &SiteId) -> Arc<SiteState> {
        if let Some(site) = self.sites.read().get(id) {
            return Arc::clone(site);
        }
        let fresh = || {
            let sums = parking_lot::Mutex::new(Sums::open(self.sums_path(id)));
            Arc::new(SiteState { sums, ..SiteState::default() })
        };
        Arc::clone(self.sites.write().entry(id.clone()).or_insert_with(fresh))
    }

    pub(super) fn all_sites(&self) -> Vec<(SiteId, Arc<SiteState>)> {
        self.sites.read().iter().map(|(id, site)| (id.clone(), Arc::clone(site))).collect()
    }

    pub(super) fn waiting_rows(&self) -> usize {
        self.sites.read().values().map(|s| s.view.read().tail.len()).sum()
    }

    pub(super) fn table_folder(&self, site: &SiteId) -> PathBuf {
        self.options.folder.join("events").join(site.as_str())
    }

    pub(super) fn sums_path(&self, site: &SiteId) -> PathBuf {
        self.options.folder.join("sums").join(site.as_str())
    }

    pub(super) fn aside(&self) -> Aside {
        Aside::of(&self.options.folder, self.options.clock.now())
    }

    /// A fault that is there for as long as what causes it. `true` when that is news.
    pub(super) fn fault(&self, kind: FaultKind, site: Option<&SiteId>, label: &str) -> bool {
        let since = self.options.clock.now();
        let fresh = self.condition.set(LakeFault { kind, site: site.cloned(), label: label.to_owned(), since });
        if fresh {
            let site = site.map(SiteId::as_str).unwrap_or_default();
            tracing::error!(kind = kind.name(), site, label, "lake.fault");
        }
        fresh
    }

    /// A fault that is remembered until somebody has looked and taken its note away.
    pub(super) fn fault_noted(&self, kind: FaultKind, site: Option<&SiteId>, label: &str, what: &str) {
        self.fault(kind, site, label);
        let since = self.options.clock.now();
        let fault = LakeFault { kind, site: site.cloned(), label: label.to_owned(), since };
        if let Err(e) = self.aside().note(&fault, what) {
            tracing::error!(error = %e, "lake.fault.unwritten");
        }
    }
}
