//! One site's Delta table: create, list, append with the log's position, compact.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::array::RecordBatch;
use deltalake_core::{
    DeltaResult, DeltaTable, DeltaTableBuilder, DeltaTableError, TableProperty,
    kernel::{
        Action, Add, DataType, Remove, StructField, StructType, Transaction,
        engine::arrow_conversion::TryIntoKernel,
        transaction::{CommitBuilder, CommitProperties},
    },
    protocol::{DeltaOperation, SaveMode},
};
use object_store::local::LocalFileSystem;
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

use crate::{
    durable::{DurableFs, sync_up},
    row::{columns, schema},
};

/// Bits of the surrogate that choose the bucket: four buckets a month.
pub const BUCKET_BITS: u32 = 2;

/// Name of the application transaction that holds the log's position.
const LOG_POSITION: &str = "hjemmel.wal";

/// Where a row lies: calendar month in UTC and visitor bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// As `2026-11`.
    pub month: String,
    /// From 0.
    pub bucket: i32,
}

impl Part {
    /// The part of a row.
    pub fn of(visitor: i64, at_ms: i64) -> Part {
        let at = jiff_month(at_ms);
        Part { month: at, bucket: i32::try_from(visitor >> (63 - BUCKET_BITS)).unwrap_or(0) }
    }
}

fn jiff_month(at_ms: i64) -> String {
    let date = hjemmel_model::AtMs(at_ms).rfc3339();
    date.get(..7).unwrap_or("1970-01").to_owned()
}

/// A live data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFile {
    /// Relative to the table.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// Rows.
    pub rows: u64,
    /// Where it lies.
    pub part: Part,
    /// First and last time in it.
    pub at_ms: (i64, i64),
    /// Last time of receipt in it.
    pub received_ms_max: i64,
}

/// One site's table.
#[derive(Debug)]
pub struct Table {
    root: PathBuf,
    delta: DeltaTable,
    next_file: u64,
}

fn handle(root: &Path) -> DeltaResult<DeltaTable> {
    let url = url::Url::from_directory_path(root)
        .map_err(|()| DeltaTableError::InvalidTableLocation(root.display().to_string()))?;
    DeltaTableBuilder::from_url(url.clone())?
        .with_storage_backend(Arc::new(DurableFs(LocalFileSystem::new())), url)
        .build()
}

impl Table {
    /// Open the table in `root` (an absolute path), or create it.
    pub async fn open(root: &Path) -> DeltaResult<Table> {
        let exists = root.join("_delta_log/00000000000000000000.json").exists();
        let delta = if exists {
            let mut delta = handle(root)?;
            delta.load().await?;
            delta
        } else {
            fs::create_dir_all(root)?;
            let data: StructType = schema().as_ref().try_into_kernel()?;
            let parts =
                [StructField::not_null("month", DataType::STRING), StructField::not_null("bucket", DataType::INTEGER)];
            let stats = format!("{},{}", columns::AT, columns::RECEIVED);
            let delta = handle(root)?
                .create()
                .with_table_name("events")
                .with_columns(data.fields().cloned().chain(parts))
                .with_partition_columns(["month", "bucket"])
                .with_configuration_property(TableProperty::DataSkippingStatsColumns, Some(stats))
                .with_configuration_property(TableProperty::EnableExpiredLogCleanup, Some("false"))
                .with_save_mode(SaveMode::Ignore)
                .with_commit_properties(CommitProperties::default().with_max_retries(0))
                .await?;
            sync_up(root.parent().unwrap_or(root), &root.join("_delta_log/00000000000000000000.json"))?;
            delta
        };
        let next_file = delta.version().map_or(0, |v| v + 1);
        Ok(Table { root: root.to_owned(), delta, next_file })
    }

    /// The log position that the table has taken up: every record up to it is in.
    pub async fn position(&self) -> DeltaResult<u64> {
        let version = self.delta.snapshot()?.transaction_version(self.delta.log_store().as_ref(), LOG_POSITION).await?;
        Ok(version.and_then(|v| u64::try_from(v).ok()).unwrap_or(0))
    }

    /// The live files.
    pub fn files(&self) -> DeltaResult<Vec<DataFile>> {
        let log = self.delta.snapshot()?.log_data();
        let list = log.iter().map(|f| {
            let part = f.partition_values_map();
            let value = |key: &str| part.get(key).cloned().flatten().unwrap_or_default();
            let stats: serde_json::Value = f.stats().and_then(|s| serde_json::from_str(&s).ok()).unwrap_or_default();
            let stat = |kind: &str, column: &str| {
                stats.get(kind).and_then(|k| k.get(column)).and_then(serde_json::Value::as_i64)
            };
            DataFile {
                path: f.path().into_owned(),
                size: u64::try_from(f.size()).unwrap_or(0),
                rows: f.num_records().and_then(|n| u64::try_from(n).ok()).unwrap_or(0),
                part: Part { month: value("month"), bucket: value("bucket").parse().unwrap_or(0) },
                at_ms: (
                    stat("minValues", columns::AT).unwrap_or(i64::MIN),
                    stat("maxValues", columns::AT).unwrap_or(i64::MAX),
                ),
                received_ms_max: stat("maxValues", columns::RECEIVED).unwrap_or(i64::MAX),
            }
        });
        let mut files: Vec<_> = list.collect();
        files.sort_by(|a, b| (&a.part, &a.path).cmp(&(&b.part, &b.path)));
        Ok(files)
    }

    /// Write sorted rows as a file that nobody refers to yet.
    fn write(
        &mut self,
        part: &Part,
        batch: &RecordBatch,
        stats: FileStats,
        now_ms: i64,
        change: bool,
    ) -> DeltaResult<Add> {
        let folder = format!("month={}/bucket={}", part.month, part.bucket);
        fs::create_dir_all(self.root.join(&folder))?;
        // The number alone could be taken by a file of a commit that failed; the process and time are added.
        self.next_file += 1;
        let name = format!("{folder}/{:08}-{}-{now_ms}.parquet", self.next_file, std::process::id());
        let target = self.root.join(&name);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_max_row_group_row_count(Some(128 * 1024))
            .set_data_page_row_count_limit(8 * 1024)
            .build();
        let mut writer = ArrowWriter::try_new(fs::File::create(&target)?, schema(), Some(properties))?;
        writer.write(batch)?;
        writer.close()?;
        sync_up(&self.root, &target)?;
        let size = i64::try_from(fs::metadata(&target)?.len()).unwrap_or(i64::MAX);
        let stats = serde_json::json!({
            "numRecords": batch.num_rows(),
            "minValues": { columns::AT: stats.at_min, columns::RECEIVED: stats.received_min },
            "maxValues": { columns::AT: stats.at_max, columns::RECEIVED: stats.received_max },
            "nullCount": { columns::AT: 0, columns::RECEIVED: 0 },
        });
        Ok(Add {
            path: name,
            partition_values: part_values(part),
            size,
            modification_time: now_ms,
            data_change: change,
            stats: Some(stats.to_string()),
            ..Add::default()
        })
    }

    /// Append rows, one sorted batch a part, and take the log's position forward in the same commit.
    pub async fn append(&mut self, batches: Vec<(Part, RecordBatch)>, position: u64, now_ms: i64) -> DeltaResult<()> {
        let mut actions = Vec::with_capacity(batches.len());
        for (part, batch) in &batches {
            actions.push(Action::Add(self.write(part, batch, FileStats::of(batch), now_ms, true)?));
        }
        let by = Some(vec!["month".into(), "bucket".into()]);
        let operation = DeltaOperation::Write { mode: SaveMode::Append, partition_by: by, predicate: None };
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.commit(actions, Some(Transaction::new(LOG_POSITION, position)), operation).await
    }

    /// Replace `old` files of one part by the rows of `batch` (none: the part is left without them).
    pub async fn replace(&mut self, old: &[DataFile], batch: Option<&RecordBatch>, now_ms: i64) -> DeltaResult<()> {
        let mut actions: Vec<Action> = old
            .iter()
            .map(|f| {
                Action::Remove(Remove {
                    path: f.path.clone(),
                    data_change: true,
                    deletion_timestamp: Some(now_ms),
                    extended_file_metadata: Some(true),
                    partition_values: Some(part_values(&f.part)),
                    size: i64::try_from(f.size).ok(),
                    ..Remove::default()
                })
            })
            .collect();
        if let (Some(batch), Some(first)) = (batch.filter(|b| b.num_rows() > 0), old.first()) {
            actions.push(Action::Add(self.write(&first.part.clone(), batch, FileStats::of(batch), now_ms, true)?));
        }
        self.commit(actions, None, DeltaOperation::Delete { predicate: None }).await
    }

    /// One process writes a table, so a commit that meets another is a fault, never retried (`max_retries(0)`).
    async fn commit(
        &mut self,
        actions: Vec<Action>,
        txn: Option<Transaction>,
        operation: DeltaOperation,
    ) -> DeltaResult<()> {
        let mut properties = CommitProperties::default()
            .with_max_retries(0)
            .with_create_checkpoint(true)
            .with_cleanup_expired_logs(Some(false));
        if let Some(txn) = txn {
            properties = properties.with_application_transaction(txn);
        }
        let state = self.delta.snapshot()?.clone();
        let landed = CommitBuilder::from(properties)
            .with_actions(actions)
            .build(Some(&state), self.delta.log_store(), operation)
            .into_prepared_commit_future()
            .await?
            .await?;
        match landed.await {
            Ok(done) => self.delta.state = Some(done.snapshot()),
            // The commit itself landed; only the checkpoint after it failed.
            Err(e) => {
                tracing::warn!(error = %e, "lake.checkpoint.failed");
                self.delta.update_state().await?;
            }
        }
        Ok(())
    }

    /// Absolute path of a file.
    pub fn absolute(&self, file: &DataFile) -> PathBuf {
        self.root.join(&file.path)
    }

    /// Delete data files that no commit refers to: left by a kill between write and commit, or replaced. Only when no
    /// reader can hold one, that is at start.
    pub fn sweep(&self) -> DeltaResult<usize> {
        let live: std::collections::HashSet<PathBuf> = self.files()?.iter().map(|f| self.absolute(f)).collect();
        let mut swept = 0;
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let path = entry.path();
                if entry.file_name().to_string_lossy().starts_with('_') {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|e| e == "parquet") && !live.contains(&path) {
                    fs::remove_file(&path)?;
                    swept += 1;
                }
            }
        }
        Ok(swept)
    }
}

fn part_values(part: &Part) -> HashMap<String, Option<String>> {
    HashMap::from([
        ("month".to_owned(), Some(part.month.clone())),
        ("bucket".to_owned(), Some(part.bucket.to_string())),
    ])
}

struct FileStats {
    at_min: i64,
    at_max: i64,
    received_min: i64,
    received_max: i64,
}

impl FileStats {
    /// Row counts and times only: a surrogate must not stand in the table's log (see `docs/adr/0002`).
    fn of(batch: &RecordBatch) -> FileStats {
        let range = |name: &str| {
            let column = batch.column_by_name(name).and_then(|c| c.as_any().downcast_ref::<arrow::array::Int64Array>());
            let values = column.map(|c| c.values().as_ref()).unwrap_or_default();
            (values.iter().copied().min().unwrap_or(0), values.iter().copied().max().unwrap_or(0))
        };
        let ((at_min, at_max), (received_min, received_max)) = (range(columns::AT), range(columns::RECEIVED));
        FileStats { at_min, at_max, received_min, received_max }
    }
}
