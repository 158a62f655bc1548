//! From the log into the tables: what waits is sorted and written beside everything else, then committed with the log's
//! position, and only then the log behind it goes.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, BinaryArray, RecordBatch},
    compute::interleave_record_batch,
};

use super::{
    Arc, ArrowError, FaultKind, HashMap, Lake, LakeError, Part, SiteId, SiteState, Table, blocking, bucket,
    compact::sweep, list, oneshot, writer,
};
use crate::{
    row::columns,
    table::{Files, NewFile, month},
    tail::{Chunk, numbers},
};

/// Rows that are laid out at once.
const BATCH_ROWS: usize = 8 * 1024;

impl Lake {
    /// Take everything that waits up into the tables, and let go of the log behind it.
    pub async fn flush(&self) -> Result<(), LakeError> {
        let done = self.flush_all().await;
        match &done {
            Ok(()) => self.shared.condition.clear(FaultKind::TableUnwritable, None, ""),
            Err(LakeError::Closed) => {}
            Err(_) => {
                self.shared.fault(FaultKind::TableUnwritable, None, "");
            }
        }
        done
    }

    async fn flush_all(&self) -> Result<(), LakeError> {
        let (done, answer) = oneshot::channel();
        self.writer.send(writer::Message::Rotate { done }).await.map_err(|_| LakeError::Closed)?;
        let sealed = answer.await.map_err(|_| LakeError::Closed)?.map_err(LakeError::Log)?;
        // One bad table does not hold up the others, but the log stays until all have taken it up.
        let (mut failed, mut waits) = (None, false);
        for (id, site) in self.shared.all_sites() {
            if site.is_closed() {
                waits |= site.view.read().tail.len() > 0;
            } else if let Err(e) = self.flush_site(&id, &site, sealed).await {
                tracing::error!(site = %id, error = %e, "lake.flush.failed");
                failed.get_or_insert(e);
            }
        }
        if let Some(e) = failed {
            return Err(e);
        }
        self.taken_save(Some(sealed)).await;
        if waits {
            return Ok(());
        }
        let (done, answer) = oneshot::channel();
        self.writer.send(writer::Message::Delete { through: sealed, done }).await.map_err(|_| LakeError::Closed)?;
        answer.await.map_err(|_| LakeError::Closed)?.map_err(LakeError::Log)
    }

    async fn flush_site(&self, id: &SiteId, site: &Arc<SiteState>, sealed: u64) -> Result<(), LakeError> {
        let mut guard = site.table.lock().await;
        if site.view.read().tail.chunks(0, sealed).is_empty() {
            return Ok(());
        }
        let table = match guard.as_mut() {
            Some(table) => table,
            None => guard.insert(Table::open(&self.shared.table_folder(id)).await?),
        };
        // What an earlier flush left in the tail although its commit landed is in the table already.
        let taken = table.position().await?;
        let chunks = site.view.read().tail.chunks(taken, sealed);
        if !chunks.is_empty() {
            let (writer, now_ms) = (table.writer(), self.shared.options.clock.now().0);
            let files = blocking(move || write(&chunks, &writer, now_ms)).await?;
            if let Err(e) = table.append(&files, sealed).await {
                // The commit may have landed all the same: open again and ask the table itself.
                *guard = None;
                let table = guard.insert(Table::open(&self.shared.table_folder(id)).await?);
                if table.position().await? < sealed {
                    files.iter().for_each(NewFile::discard);
                    return Err(e.into());
                }
            }
            self.committed(id, site, guard.as_ref(), &files);
        }
        let Some(table) = guard.as_ref() else { return Err(LakeError::Closed) };
        let files = Arc::new(list(table, site)?);
        let mut view = site.view.write();
        // A reader may still hold the list of before, and with it files that a compaction will replace.
        let before = std::mem::replace(&mut view.files, files);
        view.obsolete.push((before, Vec::new()));
        view.tail.taken(sealed);
        view.loose = None;
        drop(view);
        drop(guard);
        sweep(site);
        Ok(())
    }
}

/// Write the rows of the chunks, a file a part.
fn write(chunks: &[Chunk], writer: &Files, now_ms: i64) -> Result<Vec<NewFile>, LakeError> {
    let batches: Vec<&RecordBatch> = chunks.iter().map(|c| &c.rows).collect();
    let mut files = Vec::new();
    for (part, mut rows) in parts(&batches)? {
        sort(&batches, &mut rows)?;
        let written = (|| {
            let mut file = writer.begin(&part, now_ms)?;
            for some in rows.chunks(BATCH_ROWS) {
                file.write(&interleave_record_batch(&batches, some)?)?;
            }
            Ok::<_, LakeError>(file.finish()?)
        })();
        match written {
            Ok(file) => files.extend(file),
            Err(e) => {
                files.iter().for_each(NewFile::discard);
                return Err(e);
            }
        }
    }
    Ok(files)
}

type Places = Vec<(usize, usize)>;

fn parts(batches: &[&RecordBatch]) -> Result<BTreeMap<Part, Places>, ArrowError> {
    let mut months = HashMap::new();
    let mut found: HashMap<(usize, i32), Places> = HashMap::new();
    let mut names: Vec<String> = Vec::new();
    for (batch, rows) in batches.iter().enumerate() {
        let (visitors, times) = (numbers(rows, columns::VISITOR)?, numbers(rows, columns::AT)?);
        for (row, (visitor, at)) in visitors.values().iter().zip(times.values()).enumerate() {
            let month = *months.entry(at.div_euclid(86_400_000)).or_insert_with(|| {
                let name = month(*at);
                names.iter().position(|n| *n == name).unwrap_or_else(|| {
                    names.push(name);
                    names.len() - 1
                })
            });
            found.entry((month, bucket(*visitor))).or_default().push((batch, row));
        }
    }
    let named = found.into_iter().map(|((month, bucket), places)| {
        (Part { month: names.get(month).cloned().unwrap_or_default(), bucket }, places)
    });
    Ok(named.collect())
}

/// In order of visitor, time and id.
fn sort(batches: &[&RecordBatch], rows: &mut Places) -> Result<(), ArrowError> {
    let mut keys = Vec::with_capacity(batches.len());
    for batch in batches {
        let ids = batch.column_by_name(columns::EVENT_ID).and_then(|c| c.as_any().downcast_ref::<BinaryArray>());
        let ids = ids.ok_or_else(|| ArrowError::SchemaError("the id column is missing".into()))?;
        keys.push((numbers(batch, columns::VISITOR)?.values(), numbers(batch, columns::AT)?.values(), ids));
    }
    rows.sort_unstable_by_key(|(batch, row)| {
        let key = keys.get(*batch);
        key.map(|(visitor, at, ids)| (visitor.get(*row), at.get(*row), ids.value(*row)))
    });
    Ok(())
}
