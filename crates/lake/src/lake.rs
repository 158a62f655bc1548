//! The lake: append, look, take up, compact.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering},
    },
};

use arrow::{array::RecordBatch, error::ArrowError};
use deltalake_core::DeltaTableError;
use hjemmel_model::{Clock, Entropy, Event, Row, SiteId, Surrogate};
use hjemmel_policy::{Collect, Permit, Refusal, RestrictionView, Restrictions};
use parking_lot::RwLock;
use tokio::sync::{Mutex, Semaphore, mpsc, oneshot};

use crate::{
    aside::Aside,
    condition::{Condition, FaultKind, LakeFault},
    dedupe::{self, Seen},
    kept::Kept,
    reader::Groups,
    row::to_batch,
    session::{self, Sessions},
    sums::Sums,
    table::{DataFile, Part, Table, bucket},
    tail::Tail,
    wal::Wal,
};

mod check;
mod compact;
mod erase;
mod flush;
mod late;
mod merge;
mod recover;
mod scrub;
mod sound;
mod state;
mod writer;

pub use compact::Retained;
pub use erase::RowsOf;
pub(crate) use merge::holding;
pub use scrub::ScrubReport;
use sound::{SoundFiles, Source};
use state::{Shared, SiteState};

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
    Layout(#[from] ArrowError),
    /// A file.
    #[error("a file could not be used")]
    File(#[from] io::Error),
    /// A log record that is whole but cannot be read: written by another version.
    #[error("log record {0} cannot be read by this version")]
    Record(u64),
    /// A table whose columns are not those of this version: written by a newer one.
    #[error("the table of {site} has {column}, which this version does not know; start the version that wrote it")]
    Columns {
        /// Whose.
        site: SiteId,
        /// Which column, and of what kind.
        column: String,
    },
    /// The site's table is damaged; the lake's condition says how.
    #[error("the site's table is damaged")]
    Damaged,
}

/// How a lake runs.
#[derive(Clone)]
pub struct LakeOptions {
    /// The folder it lies in.
    pub folder: PathBuf,
    /// Most rows that may wait for the table before appends are refused.
    pub waiting_rows_max: usize,
    /// Files of about one size in a part from which on they are compacted into one.
    pub part_files_max: usize,
    /// Most bytes for remembering recent ids, at about ten an event; with less than a day of them needs, older ones are
    /// looked up in files.
    pub duplicate_bytes_max: usize,
    /// The live restrictions.
    pub restrictions: Arc<Restrictions>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
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
    /// What a reader remembers of it.
    pub kept: Kept,
}

impl TableFile {
    /// Its rows, some of their columns, row group by row group.
    pub fn groups(&self, columns: &[&str]) -> Result<Groups, LakeError> {
        Groups::of(&self.path, columns, None)
    }

    /// Of its row groups, those in which a visitor may be.
    pub fn groups_of(&self, visitor: Surrogate, columns: &[&str]) -> Result<Groups, LakeError> {
        Groups::of(&self.path, columns, Some(&[visitor.0]))
    }

    /// Its name in the table.
    fn label(&self) -> String {
        let names: Vec<_> = self.path.iter().rev().take(3).map(|n| n.to_string_lossy()).collect();
        names.into_iter().rev().collect::<Vec<_>>().join("/")
    }

    /// Whether it lies where rows of that visitor lie.
    pub fn may_hold(&self, visitor: Surrogate) -> bool {
        self.part.rsplit('/').next().is_some_and(|own| own.parse() == Ok(bucket(visitor.0)))
    }
}

/// The number that says where rows of a visitor lie, as in [`TableFile::part`].
pub fn bucket_of(visitor: Surrogate) -> i32 {
    bucket(visitor.0)
}

/// Everything of a site at one moment: table and tail fit together, each event is in one of them.
#[derive(Debug)]
pub struct LakeView {
    /// The table's files. Held until the view is dropped.
    pub files: Arc<Vec<TableFile>>,
    /// What the table has not taken up yet.
    pub tail: Vec<RecordBatch>,
    source: Source,
}

/// How far back duplicates are told from memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duplicates {
    /// Milliseconds.
    pub window_ms: i64,
    /// Bytes it takes.
    pub bytes: usize,
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
            if self.shared.site(&event.site).is_closed() {
                return Err(LakeError::Damaged);
            }
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
        let known = self.known_late(&mut hits).await?;
        if hits.is_empty() {
            return Ok(Appended { refused, duplicates: known, ..Appended::default() });
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
        Ok(Appended { stored, duplicates: duplicates + known, refused })
    }

    /// Everything of a site at this moment.
    pub fn view(&self, id: &SiteId) -> Result<LakeView, LakeError> {
        let site = self.shared.site(id);
        if site.is_closed() {
            return Err(LakeError::Damaged);
        }
        let (files, mut tail, rows) = {
            let view = site.view.read();
            let (chunks, rows) = view.tail.parts(view.loose.is_none());
            (Arc::clone(&view.files), [chunks, view.loose.iter().cloned().collect()].concat(), rows)
        };
        if !rows.is_empty() {
            let refs: Vec<&Row> = rows.iter().map(|(_, row)| row.as_ref()).collect();
            let loose = to_batch(&refs)?;
            let mut view = site.view.write();
            if view.tail.ends_as(&rows) {
                view.loose = Some(loose.clone());
            }
            drop(view);
            tail.push(loose);
        }
        let source = Source { shared: Arc::clone(&self.shared), id: id.clone() };
        Ok(LakeView { files, tail, source })
    }

    /// What is wrong with the lake; nothing when it is well.
    pub fn condition(&self) -> Vec<LakeFault> {
        self.shared.condition.all()
    }

    /// How far back duplicates are told from memory; older ones are looked up in files.
    pub fn duplicates(&self) -> Duplicates {
        let since = self.shared.seen_since_ms.load(Ordering::Acquire);
        let window_ms = self.shared.options.clock.now().0.saturating_sub(since).clamp(0, dedupe::WINDOW_MS);
        Duplicates { window_ms, bytes: self.shared.seen_bytes.load(Ordering::Acquire) }
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

    /// Stop: what is acknowledged is on disk already, so there is nothing to save.
    pub async fn close(&self) {
        let _ = self.writer.send(writer::Message::Stop).await;
        if let Some(thread) = self.thread.lock().take() {
            let _ = thread.join();
        }
    }
}

/// The live files that can be read. What was remembered of one that lived before is remembered still.
fn list(table: &Table, site: &SiteState) -> Result<Vec<TableFile>, LakeError> {
    let files = table.files()?;
    let before = Arc::clone(&site.view.read().files);
    let known: HashMap<&Path, &Kept> = before.iter().map(|f| (f.path.as_path(), &f.kept)).collect();
    let unreadable = site.unreadable.lock();
    Ok(files
        .iter()
        .map(|f| TableFile {
            path: table.absolute(f),
            size: f.size,
            rows: f.rows,
            part: format!("{}/{}", f.part.month, f.part.bucket),
            at_ms: f.at_ms,
            kept: Kept::default(),
        })
        .map(|f| TableFile { kept: known.get(f.path.as_path()).map_or_else(Kept::default, |k| Kept::clone(k)), ..f })
        .filter(|f| !unreadable.contains(&f.path))
        .collect())
}

/// Run what reads files and computes off the threads that answer requests.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LakeError> + Send + 'static,
) -> Result<T, LakeError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| LakeError::Closed)?
}

#[cfg(test)]
pub(crate) mod tests;
