//! Data files: written sorted and row group by row group, synced, summed; nothing of an attempt that failed stays.

use std::{
    collections::HashMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use arrow::array::RecordBatch;
use deltalake_core::{DeltaResult, kernel::Add};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, Encoding, ZstdLevel},
    file::properties::{WriterProperties, WriterPropertiesBuilder},
};

use super::Part;
use crate::{
    durable::sync_up,
    row::{columns, schema},
    sums::Sum,
    tail::numbers,
};

/// Rows of a row group: what a writer and each reader of a merge hold in memory.
const GROUP_ROWS: usize = 64 * 1024;

/// Where a table's data files are written.
#[derive(Clone, Debug)]
pub struct Files {
    root: PathBuf,
    next: Arc<AtomicU64>,
}

/// A file that is on disk and that no commit refers to yet.
#[derive(Debug)]
pub struct NewFile {
    /// What the commit will say.
    pub add: Add,
    /// Its sum.
    pub sum: Sum,
    path: PathBuf,
}

impl NewFile {
    /// No commit will refer to it.
    pub fn discard(&self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// A file that sums what goes through it.
struct Summed {
    file: fs::File,
    sum: Sum,
}

impl Write for Summed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sum.add(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A file that is being written. Unless it is finished, it goes when this is dropped.
pub struct Writing {
    root: PathBuf,
    path: PathBuf,
    name: String,
    part: Part,
    now_ms: i64,
    writer: Option<ArrowWriter<Summed>>,
    stats: Option<Stats>,
    rows: usize,
}

#[derive(Clone, Copy)]
struct Stats {
    at: (i64, i64),
    received: (i64, i64),
}

/// Values that hardly repeat take more room with a dictionary than without. Times are told by how far they lie apart; numbers of
/// visits and ids are random.
fn packed(mut properties: WriterPropertiesBuilder) -> WriterPropertiesBuilder {
    for name in [columns::AT, columns::RECEIVED, columns::SESSION, columns::EVENT_ID] {
        properties = properties.set_column_dictionary_enabled(name.into(), false);
    }
    for time in [columns::AT, columns::RECEIVED] {
        properties = properties.set_column_encoding(time.into(), Encoding::DELTA_BINARY_PACKED);
    }
    properties.set_column_encoding(columns::EVENT_ID.into(), Encoding::DELTA_LENGTH_BYTE_ARRAY)
}

impl Files {
    /// Of the table in `root`, whose next commit has that number.
    pub fn new(root: &Path, next: u64) -> Files {
        Files { root: root.to_owned(), next: Arc::new(AtomicU64::new(next)) }
    }

    /// Begin a file of a part.
    pub fn begin(&self, part: &Part, now_ms: i64) -> DeltaResult<Writing> {
        let folder = format!("month={}/bucket={}", part.month, part.bucket);
        fs::create_dir_all(self.root.join(&folder))?;
        // The number alone could be taken by a file of a commit that failed; the process and time are added.
        let number = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let name = format!("{folder}/{number:08}-{}-{now_ms}.parquet", std::process::id());
        let path = self.root.join(&name);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_data_page_row_count_limit(8 * 1024);
        let properties = packed(properties).build();
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path)?;
        let mut writing = Writing {
            root: self.root.clone(),
            path,
            name,
            part: part.clone(),
            now_ms,
            writer: None,
            stats: None,
            rows: 0,
        };
        let summed = Summed { file, sum: Sum::default() };
        writing.writer = Some(ArrowWriter::try_new(summed, schema(), Some(properties))?);
        Ok(writing)
    }
}

impl Writing {
    /// The next rows, in order of visitor and time.
    pub fn write(&mut self, batch: &RecordBatch) -> DeltaResult<()> {
        if batch.num_rows() == 0 {
            return Ok(());
        }
        let range = |name: &str, known: Option<(i64, i64)>| {
            let values = numbers(batch, name).map(|c| c.values().as_ref()).unwrap_or_default();
            values.iter().fold(known.unwrap_or((i64::MAX, i64::MIN)), |(min, max), v| (min.min(*v), max.max(*v)))
        };
        self.stats = Some(Stats {
            at: range(columns::AT, self.stats.map(|s| s.at)),
            received: range(columns::RECEIVED, self.stats.map(|s| s.received)),
        });
        self.rows += batch.num_rows();
        if let Some(writer) = &mut self.writer {
            writer.write(batch)?;
        }
        Ok(())
    }

    /// Bring it to disk; nothing when there was no row.
    pub fn finish(mut self) -> DeltaResult<Option<NewFile>> {
        let (Some(mut writer), Some(stats)) = (self.writer.take(), self.stats) else { return Ok(None) };
        writer.finish()?;
        let sum = writer.inner().sum;
        sync_up(&self.root, &self.path)?;
        let size = i64::try_from(sum.bytes).unwrap_or(i64::MAX);
        // Row counts and times only: a surrogate must not stand in the table's log (see `docs/adr/0002`).
        let said = serde_json::json!({
            "numRecords": self.rows,
            "minValues": { columns::AT: stats.at.0, columns::RECEIVED: stats.received.0 },
            "maxValues": { columns::AT: stats.at.1, columns::RECEIVED: stats.received.1 },
            "nullCount": { columns::AT: 0, columns::RECEIVED: 0 },
        });
        let add = Add {
            path: self.name.clone(),
            partition_values: part_values(&self.part),
            size,
            modification_time: self.now_ms,
            data_change: true,
            stats: Some(said.to_string()),
            ..Add::default()
        };
        let path = std::mem::take(&mut self.path);
        Ok(Some(NewFile { add, sum, path }))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            drop(self.writer.take());
            let _ = fs::remove_file(&self.path);
        }
    }
}

pub(super) fn part_values(part: &Part) -> HashMap<String, Option<String>> {
    HashMap::from([
        ("month".to_owned(), Some(part.month.clone())),
        ("bucket".to_owned(), Some(part.bucket.to_string())),
    ])
}
