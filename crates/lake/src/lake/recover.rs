//! Start: find the tables, read the log back, remember recent ids and running visits.

use super::{
    Arc, DataFile, HashMap, Lake, LakeError, LakeOptions, Path, RwLock, Seen, Sessions, Shared, SiteId, SiteState,
    Table, Wal, dedupe, fs, list, mpsc, session,
    writer::{Writer, decode},
};
use crate::{row::columns, session::Origin};
use arrow::array::{Array, BinaryArray, Int64Array, StringArray};
use hjemmel_model::Surrogate;
use parquet::arrow::{ProjectionMask, arrow_reader::ParquetRecordBatchReaderBuilder};

/// Calls that may wait for the writer.
const INBOX: usize = 8 * 1024;

pub(super) async fn open(options: LakeOptions) -> Result<Lake, LakeError> {
    fs::create_dir_all(options.folder.join("events"))?;
    let lock = fs::OpenOptions::new().create(true).truncate(false).write(true).open(options.folder.join("lock"))?;
    lock.try_lock().map_err(|_| LakeError::Locked)?;

    let now_ms = options.clock.now().0;
    let mut memory = Memory { seen: Seen::default(), sessions: Sessions::default(), now_ms };
    let mut sites = HashMap::new();
    let mut positions = HashMap::new();
    for entry in fs::read_dir(options.folder.join("events"))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let Ok(site) = SiteId::parse(name) else { continue };
        let table = Table::open(&path).await?;
        let swept = table.sweep()?;
        if swept > 0 {
            tracing::info!(site = %site, files = swept, "lake.unreferenced.swept");
        }
        for file in table.files()? {
            memory.read(&site, &table.absolute(&file), &file)?;
        }
        positions.insert(site.clone(), table.position().await?);
        let state = SiteState::default();
        state.view.write().files = Arc::new(list(&table)?);
        *state.table.lock().await = Some(table);
        sites.insert(site, Arc::new(state));
    }

    let next_least = positions.values().max().map_or(1, |p| p + 1);
    let (wal, records) = Wal::open(&options.folder.join("wal"), next_least).map_err(LakeError::Log)?;
    let shared = Arc::new(Shared { options, sites: RwLock::new(sites) });
    let mut recovered = 0;
    for record in records {
        let rows = decode(&record.payload).ok_or(LakeError::Record(record.lsn))?;
        for row in rows {
            let site = &row.event.site;
            memory.remember(site, row.event.id.0, row.event.received_at.0);
            let e = &row.event;
            let origin = Origin {
                source: e.source.clone(),
                medium: e.medium.clone(),
                campaign: e.campaign.clone(),
                referrer: e.referrer.clone(),
            };
            memory.sessions.resume(row.visitor, row.session, e.at.0, origin);
            if record.lsn > positions.get(site).copied().unwrap_or(0) {
                shared.site(site).view.write().tail.push((record.lsn, Arc::new(row.clone())));
                recovered += 1;
            }
        }
    }
    if recovered > 0 {
        tracing::info!(rows = recovered, "lake.recovered");
    }

    let (writer, inbox) = mpsc::channel(INBOX);
    let state = Writer { shared: Arc::clone(&shared), wal, seen: memory.seen, sessions: memory.sessions };
    let thread = std::thread::Builder::new().name("lake-writer".into()).spawn(move || state.run(inbox))?;
    Ok(Lake { shared, writer, thread: parking_lot::Mutex::new(Some(thread)), _lock: lock })
}

struct Memory {
    seen: Seen,
    sessions: Sessions,
    now_ms: i64,
}

impl Memory {
    fn remember(&mut self, site: &SiteId, id: u128, received_ms: i64) {
        if self.now_ms - received_ms <= dedupe::WINDOW_MS {
            self.seen.insert(dedupe::key(site.as_str(), id), received_ms);
        }
    }

    /// Take ids and visits of the last while from a data file.
    fn read(&mut self, site: &SiteId, path: &Path, file: &DataFile) -> Result<(), LakeError> {
        if self.now_ms.saturating_sub(file.received_ms_max) > dedupe::WINDOW_MS {
            return Ok(());
        }
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(fs::File::open(path)?).map_err(arrow::error::ArrowError::from)?;
        let wanted = [
            columns::EVENT_ID,
            columns::RECEIVED,
            columns::VISITOR,
            columns::SESSION,
            columns::AT,
            "source",
            "medium",
            "campaign",
            "referrer",
        ];
        let mask = ProjectionMask::columns(builder.parquet_schema(), wanted);
        let reader = builder.with_projection(mask).build().map_err(arrow::error::ArrowError::from)?;
        for batch in reader {
            let batch = batch?;
            let numbers = |name: &str| batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<Int64Array>());
            let ids = batch.column_by_name(columns::EVENT_ID).and_then(|c| c.as_any().downcast_ref::<BinaryArray>());
            let (Some(ids), Some(received), Some(visitor), Some(session), Some(at)) = (
                ids,
                numbers(columns::RECEIVED),
                numbers(columns::VISITOR),
                numbers(columns::SESSION),
                numbers(columns::AT),
            ) else {
                continue;
            };
            for row in 0..batch.num_rows() {
                if let Ok(id) = ids.value(row).try_into() {
                    self.remember(site, u128::from_be_bytes(id), received.value(row));
                }
                if self.now_ms - at.value(row) <= session::QUIET_MS && session.is_valid(row) {
                    let text = |name: &str| {
                        let column = batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<StringArray>());
                        column.map(|c| c.value(row).to_owned()).unwrap_or_default()
                    };
                    let origin = Origin {
                        source: text("source"),
                        medium: text("medium"),
                        campaign: text("campaign"),
                        referrer: text("referrer"),
                    };
                    self.sessions.resume(Surrogate(visitor.value(row)), session.value(row), at.value(row), origin);
                }
            }
        }
        Ok(())
    }
}
