//! The lake: append, look, take up, compact.

use std::{
    collections::{BTreeMap, HashMap},
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::{array::RecordBatch, error::ArrowError};
use deltalake_core::DeltaTableError;
use hjemmel_model::{Clock, Event, SiteId, Surrogate};
use hjemmel_policy::{Collect, Permit, Refusal, RestrictionView, Restrictions};
use parking_lot::RwLock;
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::{
    dedupe::{self, Seen},
    row::{Row, to_batch},
    session::{self, Sessions},
    table::{DataFile, Part, Table},
    wal::Wal,
};

mod compact;
mod erase;
mod recover;
mod writer;

pub use compact::Retained;
pub use erase::RowsOf;

/// Why the lake could not do it. Nothing of the call was stored.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// The disk is full or broken.
    #[error("the log could not be written")]
    Log(#[source] io::Error),
    /// More waits than is healthy.
    #[error("too many events are waiting to be stored")]
    Busy,
    /// The lake is shutting down.
    #[error("the lake is closed")]
    Closed,
    /// Another process holds the folder.
    #[error("another process uses this lake")]
    Locked,
    /// The table.
    #[error("the table could not be used")]
    Table(#[from] DeltaTableError),
    /// The columns.
    #[error("rows could not be laid out in columns")]
    Columns(#[from] ArrowError),
    /// A file.
    #[error("a file could not be used")]
    File(#[from] io::Error),
    /// A log record that is whole but cannot be read: written by another version.
    #[error("log record {0} cannot be read by this version")]
    Record(u64),
}

/// How a lake runs.
#[derive(Clone)]
pub struct LakeOptions {
    /// The folder it lies in.
    pub folder: PathBuf,
    /// Most rows that may wait for the table before appends are refused.
    pub waiting_rows_max: usize,
    /// Files in a part from which on they are compacted into one.
    pub part_files_max: usize,
    /// The live restrictions.
    pub restrictions: Arc<Restrictions>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
}

/// An event to store, with the permits that allow it: one a surrogate.
#[derive(Debug)]
pub struct Append {
    /// What happened.
    pub event: Event,
    /// Why it may be stored.
    pub permits: Vec<Permit<Collect>>,
}

/// What became of the events of one call.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// Stored for the first time.
    pub stored: usize,
    /// Known already.
    pub duplicates: usize,
    /// Permits that no longer held when they were used.
    pub refused: Vec<Refusal>,
}

/// A data file for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Absolute path.
    pub path: PathBuf,
    /// Bytes.
    pub size: u64,
    /// Rows.
    pub rows: u64,
    /// Month and bucket, as `2026-11/3`: rows of one visitor and month lie in one of these.
    pub part: String,
    /// First and last time in it.
    pub at_ms: (i64, i64),
}

impl TableFile {
    /// Whether it lies where rows of that visitor lie.
    pub fn may_hold(&self, visitor: Surrogate) -> bool {
        let bucket = Part::of(visitor.0, 0).bucket;
        self.part.rsplit('/').next().is_some_and(|own| own.parse() == Ok(bucket))
    }
}

/// Everything of a site at one moment: table and tail fit together, each event is in one of them.
#[derive(Debug)]
pub struct LakeView {
    /// The table's files. Held until the view is dropped.
    pub files: Arc<Vec<TableFile>>,
    /// What the table has not taken up yet.
    pub tail: RecordBatch,
}

#[derive(Debug, Default)]
struct SiteView {
    files: Arc<Vec<TableFile>>,
    tail: Vec<(u64, Arc<Row>)>,
    /// Files that the table let go of, with the list that readers may still hold.
    obsolete: Vec<(Arc<Vec<TableFile>>, Vec<PathBuf>)>,
}

#[derive(Debug, Default)]
struct SiteState {
    view: RwLock<SiteView>,
    table: Mutex<Option<Table>>,
}

type Sites = RwLock<HashMap<SiteId, Arc<SiteState>>>;

struct Shared {
    options: LakeOptions,
    sites: Sites,
}

impl Shared {
    fn site(&self, id: &SiteId) -> Arc<SiteState> {
        if let Some(site) = self.sites.read().get(id) {
            return Arc::clone(site);
        }
        Arc::clone(self.sites.write().entry(id.clone()).or_default())
    }

    fn waiting_rows(&self) -> usize {
        self.sites.read().values().map(|s| s.view.read().tail.len()).sum()
    }

    fn table_folder(&self, site: &SiteId) -> PathBuf {
        self.options.folder.join("events").join(site.as_str())
    }
}

/// The events of all sites of one process.
pub struct Lake {
    shared: Arc<Shared>,
    writer: mpsc::Sender<writer::Message>,
    thread: parking_lot::Mutex<Option<std::thread::JoinHandle<()>>>,
    /// Held for as long as the lake lives.
    _lock: fs::File,
}

impl Lake {
    /// Open the lake, take up what a kill left behind, and start the writer.
    pub async fn open(options: LakeOptions) -> Result<Lake, LakeError> {
        recover::open(options).await
    }

    /// Store events. When this returns `Ok`, they are on disk and in every view taken from now on.
    pub async fn append(&self, events: Vec<Append>) -> Result<Appended, LakeError> {
        let now = self.shared.options.clock.now();
        let mut refused = Vec::new();
        let mut hits = Vec::with_capacity(events.len());
        for Append { event, permits } in events {
            let mut labels = Vec::with_capacity(permits.len());
            for permit in permits {
                match permit.spend(&self.shared.options.restrictions, now) {
                    Ok(label) => labels.push(label),
                    Err(refusal) => refused.push(refusal),
                }
            }
            if !labels.is_empty() {
                hits.push((event, labels));
            }
        }
        if hits.is_empty() {
            return Ok(Appended { refused, ..Appended::default() });
        }
        if self.shared.waiting_rows() > self.shared.options.waiting_rows_max {
            return Err(LakeError::Busy);
        }
        let (done, answer) = oneshot::channel();
        self.writer.try_send(writer::Message::Append { hits, done }).map_err(|e| match e {
            mpsc::error::TrySendError::Full(_) => LakeError::Busy,
            mpsc::error::TrySendError::Closed(_) => LakeError::Closed,
        })?;
        let (stored, duplicates) = answer.await.map_err(|_| LakeError::Closed)??;
        Ok(Appended { stored, duplicates, refused })
    }

    /// Everything of a site at this moment.
    pub fn view(&self, site: &SiteId) -> Result<LakeView, LakeError> {
        let (files, tail) = {
            let state = self.shared.site(site);
            let view = state.view.read();
            (Arc::clone(&view.files), view.tail.iter().map(|(_, row)| Arc::clone(row)).collect::<Vec<_>>())
        };
        let rows: Vec<&Row> = tail.iter().map(Arc::as_ref).collect();
        Ok(LakeView { files, tail: to_batch(&rows)? })
    }

    /// Rows that wait for the table, over all sites.
    pub fn waiting_rows(&self) -> usize {
        self.shared.waiting_rows()
    }

    /// Files of all tables, and the bytes in them.
    pub fn files(&self) -> (u64, u64) {
        let sites = self.shared.sites.read();
        let lists = sites.values().map(|s| Arc::clone(&s.view.read().files));
        lists.fold((0, 0), |(n, bytes), files| {
            (n + files.len() as u64, bytes + files.iter().map(|f| f.size).sum::<u64>())
        })
    }

    /// Take everything that waits up into the tables, and let go of the log behind it.
    pub async fn flush(&self) -> Result<(), LakeError> {
        let (done, answer) = oneshot::channel();
        self.writer.send(writer::Message::Rotate { done }).await.map_err(|_| LakeError::Closed)?;
        let sealed = answer.await.map_err(|_| LakeError::Closed)?.map_err(LakeError::Log)?;
        let sites: Vec<SiteId> = self.shared.sites.read().keys().cloned().collect();
        // One bad table does not hold up the others, but the log stays until all have taken it up.
        let mut failed = None;
        for site in sites {
            if let Err(e) = self.flush_site(&site, sealed).await {
                tracing::error!(site = %site, error = %e, "lake.flush.failed");
                failed.get_or_insert(e);
            }
        }
        if let Some(e) = failed {
            return Err(e);
        }
        let (done, answer) = oneshot::channel();
        self.writer.send(writer::Message::Delete { through: sealed, done }).await.map_err(|_| LakeError::Closed)?;
        answer.await.map_err(|_| LakeError::Closed)?.map_err(LakeError::Log)
    }

    async fn flush_site(&self, id: &SiteId, sealed: u64) -> Result<(), LakeError> {
        let site = self.shared.site(id);
        let mut table = site.table.lock().await;
        if site.view.read().tail.is_empty() {
            return Ok(());
        }
        if table.is_none() {
            *table = Some(Table::open(&self.shared.table_folder(id)).await?);
        }
        let Some(table) = table.as_mut() else { return Err(LakeError::Closed) };
        // What an earlier flush left in the tail although its commit landed is in the table already.
        let taken = table.position().await?;
        let rows: Vec<Arc<Row>> = {
            let view = site.view.read();
            let fresh = view.tail.iter().filter(|(lsn, _)| *lsn > taken && *lsn <= sealed);
            fresh.map(|(_, row)| Arc::clone(row)).collect()
        };
        let mut parts: BTreeMap<Part, Vec<&Row>> = BTreeMap::new();
        for row in &rows {
            parts.entry(Part::of(row.visitor.0, row.event.at.0)).or_default().push(row);
        }
        let mut batches = Vec::with_capacity(parts.len());
        for (part, mut rows) in parts {
            rows.sort_by_key(|r| (r.visitor, r.event.at, r.event.id));
            batches.push((part, to_batch(&rows)?));
        }
        let landed = match batches.is_empty() {
            true => Ok(()),
            false => table.append(batches, sealed, self.shared.options.clock.now().0).await,
        };
        if let Err(e) = landed {
            // The commit may have landed all the same: open again and ask the table itself.
            *table = Table::open(&self.shared.table_folder(id)).await?;
            if table.position().await? < sealed {
                return Err(e.into());
            }
        }
        let files = Arc::new(list(table)?);
        let mut view = site.view.write();
        // A reader may still hold the list of before, and with it files that a compaction will replace.
        let before = std::mem::replace(&mut view.files, files);
        view.obsolete.push((before, Vec::new()));
        view.tail.retain(|(lsn, _)| *lsn > sealed);
        Ok(())
    }

    /// Stop: what is acknowledged is on disk already, so there is nothing to save.
    pub async fn close(&self) {
        let _ = self.writer.send(writer::Message::Stop).await;
        if let Some(thread) = self.thread.lock().take() {
            let _ = thread.join();
        }
    }
}

fn list(table: &Table) -> Result<Vec<TableFile>, LakeError> {
    let files = table.files()?;
    Ok(files
        .iter()
        .map(|f| TableFile {
            path: table.absolute(f),
            size: f.size,
            rows: f.rows,
            part: format!("{}/{}", f.part.month, f.part.bucket),
            at_ms: f.at_ms,
        })
        .collect())
}

#[cfg(test)]
pub(crate) mod tests;
