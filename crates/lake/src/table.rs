//! One site's Delta table: create, list, append with the log's position, replace files, keep its own log short.

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
};

use deltalake_core::{
    DeltaResult, DeltaTable, DeltaTableBuilder, DeltaTableError, TableProperty,
    checkpoints::create_checkpoint,
    kernel::{
        Action, DataType, Remove, StructField, StructType, Transaction,
        engine::arrow_conversion::TryIntoKernel,
        transaction::{CommitBuilder, CommitProperties},
    },
    protocol::{DeltaOperation, SaveMode},
};
use futures::TryStreamExt;
use object_store::local::LocalFileSystem;

use crate::{
    durable::{DurableFs, sync_up},
    row::{columns, schema},
};

mod file;

pub use file::{Files, NewFile, Writing};

/// Bits of the surrogate that choose the bucket: four buckets a month.
pub const BUCKET_BITS: u32 = 2;

/// Name of the application transaction that holds the log's position.
const LOG_POSITION: &str = "hjemmel.wal";

/// Commits from one checkpoint to the next. What is older than the last checkpoint but one goes.
const CHECKPOINT_EVERY: u64 = 50;

/// The columns that say where a row lies.
const PARTS: [(&str, DataType); 2] = [("month", DataType::STRING), ("bucket", DataType::INTEGER)];

/// Where a row lies: calendar month in UTC and visitor bucket.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// As `2026-11`.
    pub month: String,
    /// From 0.
    pub bucket: i32,
}

/// The bucket of a visitor.
pub fn bucket(visitor: i64) -> i32 {
    i32::try_from(visitor >> (63 - BUCKET_BITS)).unwrap_or(0)
}

/// The calendar month of a time.
pub fn month(at_ms: i64) -> String {
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
    files: Files,
}

fn handle(root: &Path) -> DeltaResult<DeltaTable> {
    let url = url::Url::from_directory_path(root)
        .map_err(|()| DeltaTableError::InvalidTableLocation(root.display().to_string()))?;
    DeltaTableBuilder::from_url(url.clone())?
        .with_storage_backend(Arc::new(DurableFs(LocalFileSystem::new())), url)
        .build()
}

/// The names in a table's own log, in order.
pub fn log_names(root: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root.join("_delta_log"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The commit that a name in the log belongs to.
pub fn log_version(name: &str) -> Option<u64> {
    let (number, rest) = name.split_at_checked(20)?;
    rest.starts_with('.').then(|| number.parse().ok())?
}

/// The commits that have a checkpoint, in order.
pub fn checkpoints(names: &[String]) -> Vec<u64> {
    let named = names.iter().filter(|n| n.contains(".checkpoint.") && n.ends_with(".parquet"));
    let mut found: Vec<u64> = named.filter_map(|n| log_version(n)).collect();
    found.dedup();
    found
}

impl Table {
    /// Open the table in `root` (an absolute path), or create it.
    pub async fn open(root: &Path) -> DeltaResult<Table> {
        let exists = log_names(root).is_ok_and(|names| names.iter().any(|name| log_version(name).is_some()));
        let delta = if exists {
            let mut delta = handle(root)?;
            delta.load().await?;
            delta
        } else {
            Table::create(root).await?
        };
        let files = Files::new(root, delta.version().map_or(0, |v| v + 1));
        Ok(Table { root: root.to_owned(), delta, files })
    }

    async fn create(root: &Path) -> DeltaResult<DeltaTable> {
        fs::create_dir_all(root)?;
        let data: StructType = schema().as_ref().try_into_kernel()?;
        let parts = PARTS.map(|(name, kind)| StructField::not_null(name, kind));
        let stats = format!("{},{}", columns::AT, columns::RECEIVED);
        let delta = handle(root)?
            .create()
            .with_table_name("events")
            .with_columns(data.fields().cloned().chain(parts))
            .with_partition_columns(PARTS.map(|(name, _)| name))
            .with_configuration_property(TableProperty::DataSkippingStatsColumns, Some(stats))
            .with_configuration_property(TableProperty::EnableExpiredLogCleanup, Some("false"))
            .with_save_mode(SaveMode::Ignore)
            .with_commit_properties(CommitProperties::default().with_max_retries(0))
            .await?;
        sync_up(root.parent().unwrap_or(root), &root.join("_delta_log/00000000000000000000.json"))?;
        Ok(delta)
    }

    /// The table's columns beside those of this version: it gains those that it lacks, in a commit of its own, and says
    /// which it has that this version does not know or knows as something else. Then it has gained none.
    pub async fn grow(&mut self) -> DeltaResult<Option<String>> {
        let ours: StructType = schema().as_ref().try_into_kernel()?;
        let theirs = self.delta.snapshot()?.schema();
        let part = |field: &StructField| PARTS.iter().any(|(name, _)| name == field.name());
        let known =
            |field: &StructField| ours.field(field.name()).is_some_and(|own| own.data_type() == field.data_type());
        if let Some(other) = theirs.fields().find(|field| !part(field) && !known(field)) {
            return Ok(Some(format!("`{}` ({})", other.name(), other.data_type())));
        }
        let missing: Vec<StructField> =
            ours.fields().filter(|own| theirs.field(own.name()).is_none()).cloned().collect();
        if missing.is_empty() {
            return Ok(None);
        }
        let names: Vec<&str> = missing.iter().map(|field| field.name().as_str()).collect();
        tracing::info!(columns = names.join(" "), "lake.table.grown");
        let properties = CommitProperties::default().with_max_retries(0).with_create_checkpoint(false);
        let delta = self.delta.clone().add_columns().with_fields(missing);
        self.delta = delta.with_commit_properties(properties.with_cleanup_expired_logs(Some(false))).await?;
        Ok(None)
    }

    /// Number of the newest commit.
    pub fn version(&self) -> u64 {
        self.delta.version().unwrap_or(0)
    }

    /// Where data files are written.
    pub fn writer(&self) -> Files {
        self.files.clone()
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

    /// Append files and take the log's position forward in the same commit.
    pub async fn append(&mut self, files: &[NewFile], position: u64) -> DeltaResult<()> {
        let actions = files.iter().map(|f| Action::Add(f.add.clone())).collect();
        let by = Some(vec!["month".into(), "bucket".into()]);
        let operation = DeltaOperation::Write { mode: SaveMode::Append, partition_by: by, predicate: None };
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        self.commit(actions, Some(Transaction::new(LOG_POSITION, position)), operation).await
    }

    /// Replace `old` files of one part by another (none: the part is left without them).
    pub async fn replace(&mut self, old: &[DataFile], new: Option<&NewFile>, now_ms: i64) -> DeltaResult<()> {
        let removed = old.iter().map(|f| {
            Action::Remove(Remove {
                path: f.path.clone(),
                data_change: true,
                deletion_timestamp: Some(now_ms),
                extended_file_metadata: Some(true),
                partition_values: Some(file::part_values(&f.part)),
                size: i64::try_from(f.size).ok(),
                ..Remove::default()
            })
        });
        let actions = removed.chain(new.map(|f| Action::Add(f.add.clone()))).collect();
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
            .with_create_checkpoint(false)
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
            // The commit itself landed; only what comes after it failed.
            Err(e) => {
                tracing::warn!(error = %e, "lake.commit.unsure");
                self.delta.update_state().await?;
            }
        }
        if (self.version() + 1).is_multiple_of(CHECKPOINT_EVERY)
            && let Err(e) = self.shorten_log().await
        {
            // The log is longer for it and nothing else; the next attempt comes.
            tracing::warn!(error = %e, "lake.checkpoint.failed");
        }
        Ok(())
    }

    /// Sum the log up in a checkpoint, and let go of what lies before the last one but one, so that a damaged checkpoint can
    /// be done without.
    async fn shorten_log(&self) -> DeltaResult<()> {
        create_checkpoint(&self.delta, None).await?;
        let root = self.root.clone();
        let shortened = tokio::task::spawn_blocking(move || -> io::Result<()> {
            let names = log_names(&root)?;
            let Some(keep) = checkpoints(&names).iter().rev().nth(1).copied() else { return Ok(()) };
            for name in names.iter().filter(|name| log_version(name).is_some_and(|version| version < keep)) {
                fs::remove_file(root.join("_delta_log").join(name))?;
            }
            Ok(())
        });
        Ok(shortened.await.map_err(io::Error::other)??)
    }

    /// Absolute path of a file.
    pub fn absolute(&self, file: &DataFile) -> PathBuf {
        self.root.join(&file.path)
    }

    /// Data files in the folder that are not live: those that the table's own log says were replaced, and those it does not
    /// know, left by a kill between write and commit or named by a commit that is gone.
    pub async fn unreferenced(&self) -> DeltaResult<(Vec<PathBuf>, Vec<PathBuf>)> {
        let live: HashSet<PathBuf> = self.files()?.iter().map(|f| self.absolute(f)).collect();
        let log_store = self.delta.log_store();
        let tombstones = self.delta.snapshot()?.all_tombstones(log_store.as_ref());
        let replaced: HashSet<PathBuf> = tombstones.map_ok(|t| self.root.join(t.path().as_ref())).try_collect().await?;
        let (mut known, mut unknown) = (Vec::new(), Vec::new());
        for path in data_files(&self.root)?.into_iter().filter(|path| !live.contains(path)) {
            match replaced.contains(&path) {
                true => known.push(path),
                false => unknown.push(path),
            }
        }
        Ok((known, unknown))
    }
}

/// The Parquet files of a table's folder, its own log left out.
pub fn data_files(root: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_name().to_string_lossy().starts_with('_') {
                continue;
            }
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "parquet") {
                found.push(path);
            }
        }
    }
    Ok(found)
}
