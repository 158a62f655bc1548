//! The one thread that writes the log: it drops duplicates, assigns sessions, syncs a whole group at once, and only
//! then lets readers see the rows and callers go on.

use std::{io, sync::Arc};

use hjemmel_model::Event;
use hjemmel_policy::Label;
use tokio::sync::{mpsc, oneshot};

use super::{LakeError, Row, Seen, Sessions, Shared, Wal, dedupe};

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
    pub shared: Arc<Shared>,
    pub wal: Wal,
    pub seen: Seen,
    pub sessions: Sessions,
}

struct Prepared {
    rows: Vec<Row>,
    stored: usize,
    duplicates: usize,
    done: Answer,
}

impl Writer {
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
                    let _ = done.send(self.wal.rotate());
                }
                Some(Message::Delete { through, done }) => {
                    let _ = done.send(self.wal.delete_through(through));
                }
                Some(Message::Stop) => return,
            }
        }
    }

    fn append(&mut self, group: Vec<(Hits, Answer)>) {
        let mut new_ids = Vec::new();
        let mut prepared = Vec::with_capacity(group.len());
        let mut payloads = Vec::with_capacity(group.len());
        for (hits, done) in group {
            let mut p = Prepared { rows: Vec::with_capacity(hits.len()), stored: 0, duplicates: 0, done };
            for (mut event, labels) in hits {
                let key = dedupe::key(event.site.as_str(), event.id.0);
                if !self.seen.insert(key, event.received_at.0) {
                    p.duplicates += 1;
                    continue;
                }
                new_ids.push(key);
                p.stored += 1;
                let (last, others) = match labels.split_last() {
                    Some(split) => split,
                    None => continue,
                };
                for label in others {
                    let mut event = event.clone();
                    let session = self.sessions.assign(label.subject, &mut event);
                    p.rows.push(Row::new(event, *label, session));
                }
                let session = self.sessions.assign(last.subject, &mut event);
                p.rows.push(Row::new(event, *last, session));
            }
            payloads.push(encode(&p.rows));
            prepared.push(p);
        }
        if prepared.is_empty() {
            return;
        }
        match self.wal.write(&payloads) {
            Err(e) => {
                tracing::error!(error = %e, "wal.write.failed");
                self.seen.undo(&new_ids);
                let kind = e.kind();
                for p in prepared {
                    let _ = p.done.send(Err(LakeError::Log(io::Error::from(kind))));
                }
            }
            Ok(first) => {
                for (lsn, p) in (first..).zip(prepared) {
                    for row in p.rows {
                        let site = self.shared.site(&row.event.site);
                        site.view.write().tail.push((lsn, Arc::new(row)));
                    }
                    let _ = p.done.send(Ok((p.stored, p.duplicates)));
                }
            }
        }
    }
}

/// First byte of a log record: the version of its format.
const FORMAT: u8 = 1;

fn encode(rows: &[Row]) -> Vec<u8> {
    // Plain structs always encode; an empty record would be refused at recovery.
    postcard::to_extend(rows, vec![FORMAT]).unwrap_or_default()
}

/// The rows of a log record.
pub(super) fn decode(payload: &[u8]) -> Option<Vec<Row>> {
    let (FORMAT, rows) = payload.split_first().map(|(v, r)| (*v, r))? else { return None };
    postcard::from_bytes(rows).ok()
}
