//! Events that come late: older than what memory tells duplicates by. Whoever sent them may have sent them before, so they are
//! looked up where they would lie.
//!
//! Invariant: with this, an id counts once for as long as clients may send it again, whatever the rate.

use std::collections::{BTreeMap, HashSet};

use arrow::array::{Array, BinaryArray, BooleanArray, RecordBatch};
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ArrowPredicateFn, RowFilter},
};

use super::{Arc, FaultKind, Lake, LakeError, Ordering, Path, SiteId, Surrogate, blocking, writer::Hits};
use crate::{lake::merge::holding, row::columns, tail::numbers};

/// How much two attempts at the same event may differ in what they make of its time, in milliseconds.
const SKEW_MS: i64 = 5 * 60_000;

/// How far back an event may have been received that is sent again now, in milliseconds: the age that clients' events are cut
/// down to, and a day.
const BACK_MS: i64 = 8 * 86_400_000;

/// For how long files keep the ids of events, in milliseconds: an event lies at most `BACK_MS` before it is received, and is looked
/// for as long after that.
pub(super) const IDS_MS: i64 = 2 * BACK_MS;

/// What is looked for: of a visitor, these ids.
struct Wanted {
    visitor: Surrogate,
    ids: HashSet<u128>,
    at_ms: (i64, i64),
}

impl Lake {
    /// Take out of `hits` what was stored before memory begins. Returns how many events were all known.
    pub(super) async fn known_late(&self, hits: &mut Hits) -> Result<usize, LakeError> {
        let before = self.shared.seen_since_ms.load(Ordering::Acquire).saturating_add(SKEW_MS);
        let mut wanted: BTreeMap<SiteId, BTreeMap<i64, Wanted>> = BTreeMap::new();
        for (event, labels) in hits.iter().filter(|(event, _)| event.at.0 < before) {
            for label in labels {
                let site = wanted.entry(event.site.clone()).or_default();
                let at = (event.at.0, event.at.0);
                let of = site.entry(label.subject.0).or_insert_with(|| Wanted {
                    visitor: label.subject,
                    ids: HashSet::new(),
                    at_ms: at,
                });
                of.ids.insert(event.id.0);
                of.at_ms = (of.at_ms.0.min(at.0), of.at_ms.1.max(at.0));
            }
        }
        if wanted.is_empty() {
            return Ok(0);
        }
        // A flood of old events must not take all threads there are.
        let _turn = self.shared.lookups.acquire().await.map_err(|_| LakeError::Closed)?;
        let mut known = HashSet::new();
        for (site, of) in wanted {
            let found = self.find(&site, of.into_values().collect()).await?;
            known.extend(found.into_iter().map(|(visitor, id)| (site.clone(), visitor, id)));
        }
        if known.is_empty() {
            return Ok(0);
        }
        let mut all_known = 0;
        hits.retain_mut(|(event, labels)| {
            if event.at.0 < before {
                labels.retain(|label| !known.contains(&(event.site.clone(), label.subject.0, event.id.0)));
                all_known += usize::from(labels.is_empty());
            }
            !labels.is_empty()
        });
        Ok(all_known)
    }

    async fn find(&self, id: &SiteId, wanted: Vec<Wanted>) -> Result<Vec<(i64, u128)>, LakeError> {
        let site = self.shared.site(id);
        let (files, tail) = {
            let view = site.view.read();
            (Arc::clone(&view.files), view.tail.parts(true))
        };
        let shared = Arc::clone(&self.shared);
        let id = id.clone();
        blocking(move || {
            let mut found = Vec::new();
            for want in wanted {
                let (chunks, loose) = &tail;
                for batch in chunks {
                    matching(batch, &want, &mut found)?;
                }
                let rows = loose.iter().map(|(_, row)| row).filter(|row| row.visitor == want.visitor);
                found.extend(rows.map(|row| (row.visitor.0, row.event.id.0)).filter(|(_, id)| want.ids.contains(id)));
                let (from, to) = (want.at_ms.0.saturating_sub(BACK_MS), want.at_ms.1.saturating_add(SKEW_MS));
                let near = files.iter().filter(|f| f.at_ms.0 <= to && f.at_ms.1 >= from);
                for file in near.filter(|f| f.may_hold(want.visitor)) {
                    if let Err(e) = read(&file.path, &want, &mut found) {
                        // Kept twice rather than lost.
                        tracing::error!(site = %id, error = %e, "lake.lookup.failed");
                        shared.fault(FaultKind::FileDamaged, Some(&id), &file.label());
                    }
                }
            }
            Ok(found)
        })
        .await
    }
}

/// Ids of a file that are wanted: only the groups, and in them the rows, of that visitor are read.
fn read(path: &Path, want: &Wanted, found: &mut Vec<(i64, u128)>) -> Result<(), LakeError> {
    let builder = crate::reader::reader(path)?;
    let groups = holding(builder.metadata(), &[want.visitor.0]);
    if groups.is_empty() {
        return Ok(());
    }
    let visitor = want.visitor.0;
    let own = ProjectionMask::columns(builder.parquet_schema(), [columns::VISITOR]);
    let theirs = ArrowPredicateFn::new(own, move |batch| {
        let visitors = numbers(&batch, columns::VISITOR)?;
        Ok(visitors.values().iter().map(|v| Some(*v == visitor)).collect::<BooleanArray>())
    });
    let mask = ProjectionMask::columns(builder.parquet_schema(), [columns::VISITOR, columns::EVENT_ID]);
    let reader = builder.with_row_groups(groups).with_projection(mask);
    for batch in crate::reader::batches(reader.with_row_filter(RowFilter::new(vec![Box::new(theirs)])))? {
        matching(&batch?, want, found)?;
    }
    Ok(())
}

fn matching(batch: &RecordBatch, want: &Wanted, found: &mut Vec<(i64, u128)>) -> Result<(), LakeError> {
    let visitors = numbers(batch, columns::VISITOR)?;
    let ids = batch.column_by_name(columns::EVENT_ID).and_then(|c| c.as_any().downcast_ref::<BinaryArray>());
    let Some(ids) = ids else { return Ok(()) };
    for (row, visitor) in visitors.values().iter().enumerate().filter(|(_, v)| **v == want.visitor.0) {
        if let Ok(id) = ids.value(row).try_into().map(u128::from_be_bytes)
            && want.ids.contains(&id)
        {
            found.push((*visitor, id));
        }
    }
    Ok(())
}
