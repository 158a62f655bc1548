//! The one thread that writes the log: it drops duplicates, assigns sessions, syncs a whole group at once, and only
//! then lets readers see the rows and callers go on.

use std::{io, sync::Arc};

use hjemmel_model::{Event, Row};
use hjemmel_policy::Label;
use tokio::sync::{mpsc, oneshot};

use super::{FaultKind, HashSet, LakeError, Ordering, Seen, Sessions, Shared, Wal, dedupe};
use crate::{record::encode, row::row};

/// Most calls that are synced together.
const GROUP_MAX: usize = 1024;

/// Events under the labels of their permits.
pub(super) type Hits = Vec<(Event, Vec<Label>)>;

type Answer = oneshot::Sender<Result<(usize, usize), LakeError>>;

/// What the writer is asked.
pub(super) enum Message {
    /// Store these.
    Append {
        /// Events under the labels of their permits.
        hits: Hits,
        /// Told how many were new and how many known.
        done: Answer,
    },
    /// Seal the segment; answers with the last record in it.
    Rotate {
        /// Told the number of the last record sealed.
        done: oneshot::Sender<io::Result<u64>>,
    },
    /// Let go of sealed segments.
    Delete {
        /// Up to this record.
        through: u64,
        /// Told when they are gone.
        done: oneshot::Sender<io::Result<()>>,
    },
    /// End.
    Stop,
}

pub(super) struct Writer {
    shared: Arc<Shared>,
    wal: Wal,
    seen: Seen,
    sessions: Sessions,
    unwritable: bool,
}

struct Prepared {
    rows: Vec<Row>,
    stored: usize,
    duplicates: usize,
    done: Answer,
}

impl Writer {
    pub(super) fn new(shared: Arc<Shared>, wal: Wal, seen: Seen, sessions: Sessions) -> Writer {
        let mut writer = Writer { shared, wal, seen, sessions, unwritable: false };
        writer.told();
        writer
    }

    pub(super) fn run(mut self, mut inbox: mpsc::Receiver<Message>) {
        while let Some(first) = inbox.blocking_recv() {
            let mut next = Some(first);
            let mut group = Vec::new();
            let mut after = None;
            while let Some(message) = next {
                match message {
                    Message::Append { hits, done } => group.push((hits, done)),
                    other => {
                        after = Some(other);
                        break;
                    }
                }
                next = if group.len() < GROUP_MAX { inbox.try_recv().ok() } else { None };
            }
            self.append(group);
            match after {
                None | Some(Message::Append { .. }) => {}
                Some(Message::Rotate { done }) => {
                    let _ = done.send(self.rotate());
                }
                Some(Message::Delete { through, done }) => {
                    let _ = done.send(self.wal.delete_through(through));
                }
                Some(Message::Stop) => return,
            }
        }
    }

    fn rotate(&mut self) -> io::Result<u64> {
        // No chunk of a tail may reach over the end of the segment.
        for (_, site) in self.shared.all_sites() {
            let mut view = site.view.write();
            view.tail.seal();
            view.loose = None;
        }
        self.wal.rotate()
    }

    fn append(&mut self, group: Vec<(Hits, Answer)>) {
        let mut fresh = Vec::new();
        let mut own = HashSet::new();
        let mut prepared = Vec::with_capacity(group.len());
        for (hits, done) in group {
            let mut p = Prepared { rows: Vec::with_capacity(hits.len()), stored: 0, duplicates: 0, done };
            for (mut event, mut labels) in hits {
                let (seen, received_ms) = (&self.seen, event.received_at.0);
                labels.retain(|label| {
                    let hash = seen.hash(event.site.as_str(), label.subject, event.id.0);
                    let new = !seen.contains(hash) && own.insert(hash);
                    if new {
                        fresh.push((hash, received_ms));
                    }
                    new
                });
                let Some((last, others)) = labels.split_last() else {
                    p.duplicates += 1;
                    continue;
                };
                p.stored += 1;
                for label in others {
                    let mut event = event.clone();
                    let session = self.sessions.assign(label.subject, &mut event);
                    p.rows.push(row(event, *label, session));
                }
                let session = self.sessions.assign(last.subject, &mut event);
                p.rows.push(row(event, *last, session));
            }
            prepared.push(p);
        }
        if prepared.is_empty() {
            return;
        }
        let payloads: Vec<_> = prepared.iter().filter(|p| !p.rows.is_empty()).map(|p| encode(&p.rows)).collect();
        let written = if payloads.is_empty() { Ok(0) } else { self.wal.write(&payloads) };
        match written {
            Err(e) => {
                tracing::error!(error = %e, "wal.write.failed");
                self.unwritable = true;
                self.shared.fault(FaultKind::LogUnwritable, None, "");
                let kind = e.kind();
                for p in prepared {
                    let _ = p.done.send(Err(LakeError::Log(io::Error::from(kind))));
                }
            }
            Ok(first) => {
                if std::mem::take(&mut self.unwritable) {
                    self.shared.condition.clear(FaultKind::LogUnwritable, None, "");
                }
                // Before anybody is told: from now on they are known.
                fresh.into_iter().for_each(|(hash, received_ms)| self.seen.insert(hash, received_ms));
                self.show(first, prepared);
                self.told();
            }
        }
    }

    /// Let readers see the rows, and callers go on.
    fn show(&self, first: u64, prepared: Vec<Prepared>) {
        let mut lsn = first;
        for p in prepared {
            let some = !p.rows.is_empty();
            for row in p.rows {
                let site = self.shared.site(&row.event.site);
                let mut view = site.view.write();
                view.loose = None;
                view.tail.push(lsn, Arc::new(row));
            }
            lsn += u64::from(some);
            let _ = p.done.send(Ok((p.stored, p.duplicates)));
        }
    }

    /// Say how far back ids are remembered.
    fn told(&mut self) {
        let since = self.seen.since_ms();
        self.shared.seen_since_ms.store(since, Ordering::Release);
        self.shared.seen_bytes.store(self.seen.bytes(), Ordering::Release);
        let now = self.shared.options.clock.now().0;
        if self.seen.fell_short() {
            if self.shared.fault(FaultKind::DuplicatesShort, None, "") {
                let hours = now.saturating_sub(since) / 3_600_000;
                tracing::warn!(hours, bytes_max = self.shared.options.duplicate_bytes_max, "lake.duplicates.short");
            }
        } else if now.saturating_sub(since) >= dedupe::WINDOW_MS {
            self.shared.condition.clear(FaultKind::DuplicatesShort, None, "");
        }
    }
}
