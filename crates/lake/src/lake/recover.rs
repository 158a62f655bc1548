//! Start: find the tables, read the log back, remember recent ids and running visits, and say what is not as it was left.

use arrow::array::{Array, BinaryArray, RecordBatch, StringArray};
use hjemmel_model::Surrogate;
use parquet::arrow::ProjectionMask;

use super::{
    Arc, ArrowError, AtomicI64, AtomicUsize, Condition, DataFile, FaultKind, HashMap, Lake, LakeError, LakeOptions,
    Ordering, Path, RwLock, Seen, Semaphore, Sessions, Shared, SiteId, SiteState, Wal,
    check::{self, Taken, open_table, settle},
    dedupe, fs, list, mpsc, session,
    writer::Writer,
};
use crate::{
    reader::{Batches, batches},
    record::decode,
    row::columns,
    session::Origin,
    tail::numbers,
};

/// Calls that may wait for the writer.
const INBOX: usize = 8 * 1024;

/// Look-ups of late events that go on at once.
const LOOKUPS: usize = 2;

/// Rows of a file that are read at once.
const BATCH_ROWS: usize = 16 * 1024;

pub(super) async fn open(options: LakeOptions) -> Result<Lake, LakeError> {
    fs::create_dir_all(options.folder.join("events"))?;
    let lock = fs::OpenOptions::new().create(true).truncate(false).write(true).open(options.folder.join("lock"))?;
    lock.try_lock().map_err(|_| LakeError::Locked)?;

    let now_ms = options.clock.now().0;
    let noted = Taken::read(&options.folder);
    let shared = Arc::new(Shared {
        sites: RwLock::new(HashMap::new()),
        condition: Condition::default(),
        taken: parking_lot::Mutex::new(check::Taken::default()),
        seen_since_ms: AtomicI64::new(i64::MIN),
        seen_bytes: AtomicUsize::new(0),
        lookups: Semaphore::new(LOOKUPS),
        options,
    });
    for fault in shared.aside().faults() {
        tracing::error!(kind = fault.kind.name(), label = fault.label, "lake.fault.noted");
        shared.condition.set(fault);
    }
    let noted = noted.unwrap_or_else(|e| {
        tracing::error!(error = %e, "lake.taken.unreadable");
        shared.fault_noted(FaultKind::CommitDamaged, None, "taken.json", "the note of the tables cannot be read");
        None
    });

    let mut tables = tables(&shared, noted.as_ref()).await?;
    let mut taken = noted.clone().unwrap_or_default();
    let mut start = Start::new(&shared, now_ms);
    for (site, _, opened) in &tables {
        if let Some(table) = &opened.table {
            let position = table.position().await?;
            start.positions.insert(site.clone(), position);
            start.next = start.next.max(position + 1);
            taken.tables.insert(site.as_str().to_owned(), table.version());
        }
    }
    start.next = start.next.max(taken.log_through + 1);
    *shared.taken.lock() = taken;
    let wal = start.log(noted.is_some())?;
    if let Some((from, to)) = start.gap
        // A lake of before there were notes let go of records that held nothing: only with a file to go with it is it a fault.
        && (noted.is_some() || unknown(&tables).await?)
    {
        let what = format!("records {from} to {to} are in neither the log nor a table");
        shared.fault_noted(FaultKind::LogGap, None, &from.to_string(), &what);
        tables.iter_mut().for_each(|(_, _, opened)| opened.doubt = true);
    }
    let Start { sessions, recovered, .. } = start;
    if recovered > 0 {
        tracing::info!(rows = recovered, "lake.recovered");
    }
    finish(shared, Begun { tables, wal, sessions, lock }, now_ms).await
}

/// Whether any table has files that it does not know.
async fn unknown(tables: &[Opened]) -> Result<bool, LakeError> {
    for (_, _, opened) in tables {
        if let Some(table) = &opened.table
            && !table.unreferenced().await?.1.is_empty()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

type Opened = (SiteId, Arc<SiteState>, check::Opened);

/// Open the tables there are. One that cannot be opened holds up no other.
async fn tables(shared: &Shared, noted: Option<&Taken>) -> Result<Vec<Opened>, LakeError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(shared.options.folder.join("events"))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let Ok(site) = SiteId::parse(name) else { continue };
        let newest = noted.and_then(|n| n.tables.get(site.as_str()).copied());
        let mut opened = open_table(shared, &site, newest).await?;
        let sums = parking_lot::Mutex::new(std::mem::take(&mut opened.sums));
        let state = Arc::new(SiteState { sums, ..SiteState::default() });
        state.closed.store(opened.table.is_none(), Ordering::Release);
        shared.sites.write().insert(site.clone(), Arc::clone(&state));
        found.push((site, state, opened));
    }
    let gone = noted.into_iter().flat_map(|n| n.tables.keys());
    for name in gone.filter(|name| !found.iter().any(|(site, ..)| site.as_str() == *name)) {
        let Ok(site) = SiteId::parse(name) else { continue };
        shared.fault_noted(FaultKind::TableUnreadable, Some(&site), "", "the folder of the table is gone");
    }
    Ok(found)
}

/// What was found and opened, to go on with.
struct Begun {
    tables: Vec<Opened>,
    wal: Wal,
    sessions: Sessions,
    lock: fs::File,
}

/// Sweep what may be swept, remember recent ids and visits, and start the writer.
async fn finish(shared: Arc<Shared>, begun: Begun, now_ms: i64) -> Result<Lake, LakeError> {
    let Begun { tables, wal, sessions, lock } = begun;
    let mut key = [0; 32];
    shared.options.entropy.fill(&mut key);
    let seen = Seen::new(key, now_ms - dedupe::WINDOW_MS, shared.options.duplicate_bytes_max);
    let mut memory = Memory { seen, sessions, now_ms };
    let mut recent = Vec::new();
    for (id, site, opened) in tables {
        let Some(table) = opened.table else { continue };
        settle(&shared, &id, &site, &table, opened.doubt).await?;
        let unreadable = site.unreadable.lock().clone();
        let files = table.files()?.into_iter().map(|f| (table.absolute(&f), f));
        recent
            .extend(files.filter(|(path, _)| !unreadable.contains(path)).map(|(path, file)| (id.clone(), path, file)));
        *site.table.lock().await = Some(table);
    }
    for (id, site) in shared.all_sites() {
        let (chunks, rows) = site.view.read().tail.parts(true);
        for batch in &chunks {
            memory.ids(&id, batch);
        }
        rows.iter().for_each(|(_, row)| memory.remember(&id, row.visitor, row.event.id.0, row.event.received_at.0));
    }
    // The newest first: where memory does not suffice, it is the oldest that are left out.
    recent.sort_by_key(|(_, _, file)| std::cmp::Reverse(file.received_ms_max));
    for (id, path, file) in recent {
        if let Err(e) = memory.read(&id, &path, &file) {
            tracing::error!(site = %id, error = %e, "lake.file.unreadable");
            shared.fault(FaultKind::FileDamaged, Some(&id), &file.path);
            shared.site(&id).unreadable.lock().insert(path);
        }
    }
    for (_, site) in shared.all_sites() {
        if let Some(table) = site.table.lock().await.as_ref() {
            site.view.write().files = Arc::new(list(table, &site)?);
        }
    }
    let (writer, inbox) = mpsc::channel(INBOX);
    let state = Writer::new(Arc::clone(&shared), wal, memory.seen, memory.sessions);
    let thread = std::thread::Builder::new().name("lake-writer".into()).spawn(move || state.run(inbox))?;
    Ok(Lake { shared, writer, thread: parking_lot::Mutex::new(Some(thread)), _lock: lock })
}

/// The log as it is read back.
struct Start<'a> {
    shared: &'a Shared,
    positions: HashMap<SiteId, u64>,
    /// The record that is to come next.
    next: u64,
    /// Records that should have come.
    gap: Option<(u64, u64)>,
    /// A record that another version wrote.
    unreadable: Option<u64>,
    sessions: Sessions,
    recovered: usize,
    now_ms: i64,
}

impl<'a> Start<'a> {
    fn new(shared: &'a Shared, now_ms: i64) -> Start<'a> {
        Start {
            shared,
            positions: HashMap::new(),
            next: 1,
            gap: None,
            unreadable: None,
            sessions: Sessions::default(),
            recovered: 0,
            now_ms,
        }
    }

    /// Read the log back, and say what of it was damaged.
    fn log(&mut self, noted: bool) -> Result<Wal, LakeError> {
        let (shared, least) = (self.shared, self.next);
        let folder = shared.options.folder.join("wal");
        // A running lake has an open segment, be it empty.
        if noted && !fs::read_dir(&folder).is_ok_and(|mut segments| segments.next().is_some()) {
            shared.fault_noted(FaultKind::LogGap, None, "wal", "the log is gone, and what waited in it");
        }
        let opened = Wal::open(&folder, &shared.aside(), least, &mut |lsn, bytes| self.take(lsn, bytes));
        let (wal, damage) = opened.map_err(LakeError::Log)?;
        if let Some(lsn) = self.unreadable {
            return Err(LakeError::Record(lsn));
        }
        // The name of a segment that is still empty says what was written before it.
        if wal.next() > self.next && self.gap.is_none() {
            self.gap = Some((self.next, wal.next() - 1));
        }
        for found in &damage {
            let what = format!(
                "segment {} was damaged: {} records read, about {} bytes lost; the copy lies beside this",
                found.segment, found.kept, found.bytes_lost
            );
            shared.fault_noted(FaultKind::LogDamaged, None, &found.segment.to_string(), &what);
            // What is missing is said already.
            self.gap = None;
        }
        Ok(wal)
    }

    fn take(&mut self, lsn: u64, payload: &[u8]) {
        if lsn > self.next && self.gap.is_none() {
            self.gap = Some((self.next, lsn - 1));
        }
        self.next = self.next.max(lsn + 1);
        let Some(rows) = decode(payload) else {
            self.unreadable.get_or_insert(lsn);
            return;
        };
        for row in rows {
            let e = &row.event;
            if self.now_ms - e.at.0 <= session::QUIET_MS {
                let origin = Origin {
                    source: e.source.clone(),
                    medium: e.medium.clone(),
                    campaign: e.campaign.clone(),
                    referrer: e.referrer.clone(),
                    content: e.content.clone(),
                    term: e.term.clone(),
                };
                self.sessions.resume(row.visitor, row.session, e.at.0, origin);
            }
            if lsn > self.positions.get(&e.site).copied().unwrap_or(0) {
                let site = self.shared.site(&e.site);
                site.view.write().tail.push(lsn, Arc::new(row));
                self.recovered += 1;
            }
        }
    }
}

struct Memory {
    seen: Seen,
    sessions: Sessions,
    now_ms: i64,
}

impl Memory {
    fn remember(&mut self, site: &SiteId, visitor: Surrogate, id: u128, received_ms: i64) {
        if received_ms >= self.seen.since_ms() {
            self.seen.insert(self.seen.hash(site.as_str(), visitor, id), received_ms);
        }
    }

    fn ids(&mut self, site: &SiteId, batch: &RecordBatch) {
        let ids = batch.column_by_name(columns::EVENT_ID).and_then(|c| c.as_any().downcast_ref::<BinaryArray>());
        let (Some(ids), Ok(received), Ok(visitor)) =
            (ids, numbers(batch, columns::RECEIVED), numbers(batch, columns::VISITOR))
        else {
            return;
        };
        for row in 0..batch.num_rows() {
            if let Ok(id) = ids.value(row).try_into() {
                self.remember(site, Surrogate(visitor.value(row)), u128::from_be_bytes(id), received.value(row));
            }
        }
    }

    /// Take ids and visits of the last while from a data file: of most only the columns of the ids are read.
    fn read(&mut self, site: &SiteId, path: &Path, file: &DataFile) -> Result<(), LakeError> {
        if file.received_ms_max < self.seen.since_ms() {
            return Ok(());
        }
        for batch in self.open(path, &[columns::EVENT_ID, columns::RECEIVED, columns::VISITOR])? {
            self.ids(site, &batch?);
        }
        if self.now_ms.saturating_sub(file.at_ms.1) > session::QUIET_MS {
            return Ok(());
        }
        let wanted = [&[columns::VISITOR, columns::SESSION, columns::AT], &Origin::COLUMNS[..]].concat();
        for batch in self.open(path, &wanted)? {
            self.visits(&batch?)?;
        }
        Ok(())
    }

    fn open(&self, path: &Path, wanted: &[&str]) -> Result<Batches, LakeError> {
        let builder = crate::reader::reader(path)?;
        let mask = ProjectionMask::columns(builder.parquet_schema(), wanted.iter().copied());
        batches(builder.with_projection(mask).with_batch_size(BATCH_ROWS))
    }

    fn visits(&mut self, batch: &RecordBatch) -> Result<(), ArrowError> {
        let (visitor, session, at) =
            (numbers(batch, columns::VISITOR)?, numbers(batch, columns::SESSION)?, numbers(batch, columns::AT)?);
        for row in 0..batch.num_rows() {
            if self.now_ms - at.value(row) > session::QUIET_MS || !session.is_valid(row) {
                continue;
            }
            let text = |name: &str| {
                let column = batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<StringArray>());
                let said = column.filter(|c| c.is_valid(row)).map(|c| c.value(row).to_owned());
                said.unwrap_or_default()
            };
            let origin = Origin {
                source: text("source"),
                medium: text("medium"),
                campaign: text("campaign"),
                referrer: text("referrer"),
                content: text("content"),
                term: text("term"),
            };
            self.sessions.resume(Surrogate(visitor.value(row)), session.value(row), at.value(row), origin);
        }
        Ok(())
    }
}
