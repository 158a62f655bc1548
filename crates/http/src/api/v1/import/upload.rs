//! Files as they come off the wire: sealed on disk piece by piece, so that what lies in memory does not grow with them.

use std::{future::poll_fn, io::Write, pin::Pin, sync::Arc, time::Duration};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{FromRequest, Multipart, Request, multipart::Field},
    http::{HeaderMap, StatusCode, header},
};
use hjemmel_app::ImportFile;
use hjemmel_store::{Spool, Spools, StoreError};
use hjemmel_words::{key, message};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{HttpState, Problem};

/// How long a file waits for its turn.
const ROOM_WAIT: Duration = Duration::from_secs(10);
/// Bytes of what is said about files.
const SAID_BYTES_MAX: usize = 256 << 10;
/// Bytes that wait until they are sealed and written.
const WAITING_BYTES: usize = 256 << 10;

/// Room for files, as soon as there is any.
pub(super) async fn room(uploads: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, Problem> {
    room_within(uploads, ROOM_WAIT).await
}

async fn room_within(uploads: &Arc<Semaphore>, wait: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    let room = tokio::time::timeout(wait, Arc::clone(uploads).acquire_owned()).await;
    let none = || Problem::new("unavailable", key!("detail_other_files_are_taken_in")).later(60);
    room.ok().and_then(Result::ok).ok_or_else(none)
}

/// What came with a request.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) files: Vec<ImportFile>,
    pub(super) mapping: Option<String>,
    pub(super) vouched: Option<String>,
}

impl Sent {
    pub(super) async fn read(state: &HttpState, request: Request, name: &str) -> Result<Sent, Problem> {
        let mut budget = Budget { left: state.app.spools.bytes_max(), most: state.app.spools.bytes_max() };
        if said(request.headers()).is_some_and(|said| said > budget.most) {
            return Err(budget.over());
        }
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let mut sent = Sent::default();
        if kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            let mut form = Multipart::from_request(request, &()).await.map_err(|e| budget.refused(e.status()))?;
            while let Some(field) = form.next_field().await.map_err(|e| budget.refused(e.status()))? {
                sent.part(&state.app.spools, &mut budget, field).await?;
            }
        } else {
            let mut body = request.into_body();
            let mut writing = Writing::new(&state.app.spools)?;
            while let Some(bytes) = piece(&mut body).await? {
                budget.take(bytes.len())?;
                writing.add(&bytes).await?;
            }
            sent.files.push(writing.finish(name).await?);
        }
        if sent.files.is_empty() {
            return Err(Problem::new("invalid", key!("detail_file_is_missing")));
        }
        Ok(sent)
    }

    async fn part(&mut self, spools: &Spools, budget: &mut Budget, mut field: Field<'_>) -> Result<(), Problem> {
        match field.name().unwrap_or_default() {
            "file" => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let mut writing = Writing::new(spools)?;
                while let Some(bytes) = field.chunk().await.map_err(|e| budget.refused(e.status()))? {
                    budget.take(bytes.len())?;
                    writing.add(&bytes).await?;
                }
                self.files.push(writing.finish(&name).await?);
            }
            "mapping" => self.mapping = Some(text(field, budget).await?),
            "vouched" => self.vouched = Some(text(field, budget).await?),
            _ => while field.chunk().await.map_err(|e| budget.refused(e.status()))?.is_some() {},
        }
        Ok(())
    }
}

/// How many bytes a request says it has.
fn said(headers: &HeaderMap) -> Option<u64> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The next bytes of a body.
async fn piece(body: &mut Body) -> Result<Option<Bytes>, Problem> {
    loop {
        match poll_fn(|cx| Pin::new(&mut *body).poll_frame(cx)).await {
            None => return Ok(None),
            Some(Ok(frame)) => {
                if let Ok(bytes) = frame.into_data() {
                    return Ok(Some(bytes));
                }
            }
            Some(Err(_)) => return Err(unreadable()),
        }
    }
}

async fn text(mut field: Field<'_>, budget: &mut Budget) -> Result<String, Problem> {
    let wrong = || Problem::new("invalid", key!("detail_mapping_and_vouched"));
    let mut all = Vec::new();
    while let Some(bytes) = field.chunk().await.map_err(|e| budget.refused(e.status()))? {
        budget.take(bytes.len())?;
        all.extend_from_slice(&bytes);
        if all.len() > SAID_BYTES_MAX {
            return Err(wrong());
        }
    }
    String::from_utf8(all).map_err(|_| wrong())
}

/// What may still be sent.
struct Budget {
    left: u64,
    most: u64,
}

impl Budget {
    fn take(&mut self, bytes: usize) -> Result<(), Problem> {
        self.left =
            u64::try_from(bytes).ok().and_then(|bytes| self.left.checked_sub(bytes)).ok_or_else(|| self.over())?;
        Ok(())
    }

    fn over(&self) -> Problem {
        Problem::new("too_large", message!("detail_file_at_most", n = self.most >> 20))
    }

    /// A body that cannot be taken. It is not repeated: it may name somebody.
    fn refused(&self, status: StatusCode) -> Problem {
        if status == StatusCode::PAYLOAD_TOO_LARGE { self.over() } else { unreadable() }
    }
}

fn unreadable() -> Problem {
    Problem::new("malformed", key!("detail_not_the_file_or_form"))
}

/// A file that is being taken in.
struct Writing {
    spool: Option<Spool>,
    waiting: Vec<u8>,
}

impl Writing {
    fn new(spools: &Spools) -> Result<Writing, Problem> {
        Ok(Writing { spool: Some(spools.open()?), waiting: Vec::with_capacity(WAITING_BYTES) })
    }

    async fn add(&mut self, bytes: &[u8]) -> Result<(), Problem> {
        for some in bytes.chunks(WAITING_BYTES) {
            if self.waiting.len() + some.len() > WAITING_BYTES {
                self.write().await?;
            }
            self.waiting.extend_from_slice(some);
        }
        Ok(())
    }

    /// Sealing and writing keep no other request waiting.
    async fn write(&mut self) -> Result<(), Problem> {
        let Some(mut spool) = self.spool.take() else { return Err(unreadable()) };
        let mut waiting = std::mem::take(&mut self.waiting);
        let written = tokio::task::spawn_blocking(move || {
            spool.write_all(&waiting)?;
            waiting.clear();
            Ok((spool, waiting))
        });
        let written = written.await.unwrap_or_else(|_| Err(std::io::Error::other("interrupted")));
        let (spool, waiting) = written.map_err(StoreError::File)?;
        (self.spool, self.waiting) = (Some(spool), waiting);
        Ok(())
    }

    async fn finish(mut self, name: &str) -> Result<ImportFile, Problem> {
        self.write().await?;
        let Some(spool) = self.spool.take() else { return Err(unreadable()) };
        let name = name.chars().filter(|c| !c.is_control()).take(100).collect();
        Ok(ImportFile { name, body: spool.finish().map_err(StoreError::File)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_wait_for_their_turn_and_are_told_when_it_does_not_come() {
        let uploads = Arc::new(Semaphore::new(2));
        let room = async || room_within(&uploads, Duration::from_millis(20)).await;
        let (one, other) = (room().await.unwrap(), room().await.unwrap());
        let refused = room().await.unwrap_err();
        assert_eq!((refused.status, refused.code), (503, "unavailable"));
        drop(one);
        drop((other, room().await.unwrap()));
        assert_eq!(uploads.available_permits(), 2);
    }

    #[test]
    fn no_more_is_taken_than_may_be_sent() {
        let mut budget = Budget { left: 10, most: 3 << 20 };
        assert!(budget.take(10).is_ok() && budget.take(0).is_ok());
        let over = budget.take(1).unwrap_err();
        assert_eq!((over.status, over.code), (413, "too_large"));
    }
}
