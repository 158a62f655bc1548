//! Bringing people in from a file.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, FromRequest, Multipart, Path, Request, State, multipart::Field},
    http::{HeaderMap, StatusCode, header},
};
use hjemmel_app::{ImportDraft, ImportFile, ImportView, Mapping, Vouched};
use hjemmel_model::{Channel, ImportId};
use hjemmel_policy::act;
use hjemmel_words::key;
use serde::Deserialize;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Query;
use crate::{HttpState, Problem, auth::Staff, problem::of_field};

/// Bytes that all files together may have.
const FILE_BYTES_MAX: usize = 200 << 20;
/// How long a file waits for its turn.
const ROOM_WAIT: Duration = Duration::from_secs(10);
/// Bytes of what is said about them.
const SAID_BYTES_MAX: usize = 256 << 10;

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .layer(DefaultBodyLimit::max(FILE_BYTES_MAX))
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(cancel))
        .routes(routes!(doubts_lift))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Of {
    /// Id of the topic that people said yes to.
    topic: String,
    /// Id of the form whose sender they said yes to.
    form: String,
    /// The channel that its rows say yes and no to: `email`, or `sms` for a file of telephone numbers.
    #[serde(default)]
    channel: Channel,
    /// The file's name.
    #[serde(default)]
    name: String,
    /// `true` to only look: nothing is stored.
    #[serde(default)]
    dry: bool,
    /// The country of telephone numbers and clocks that name none, such as `DK` (ISO 3166); without it that of the
    /// organisation, or of its first site.
    #[serde(default)]
    country: String,
    /// What columns hold, as a JSON object from their names to words such as `address`, `status` or `irrelevant`; the look
    /// says what was taken for what, and what can be chosen. It is remembered for the next file with the same columns.
    #[serde(default)]
    mapping: String,
    /// What whoever brings the file in vouches for of all that is in it, as a JSON object with `words`, `place`, `from_on`
    /// and `to_on`: the exact words, where, and the first and last day they were shown. It counts less than what a row says
    /// of itself, and answers no *no*.
    #[serde(default)]
    vouched: String,
}

/// What is sent as parts of a form, so that several files are one import.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "it stands in the description of the API")]
struct ImportParts {
    /// Each file: CSV, XLSX, or a ZIP archive of them.
    #[schema(value_type = Vec<String>)]
    file: Vec<u8>,
    /// As in the address.
    mapping: Option<String>,
    /// As in the address.
    vouched: Option<String>,
}

/// Bring people in from files: CSV, XLSX, or a ZIP archive of them, as the body or as parts named `file` of a form. One line
/// of each names the columns. Every no in all of them is heard first. A column that is not known keeps the rows of its file
/// from being used until `mapping` says what it holds. It is gone through in the background, and kept encrypted until then,
/// for seven days at most: after a stop or a restart it goes on by itself. The same file twice changes nothing.
#[utoipa::path(post, path = "/imports", tag = "import", operation_id = "import_begin", params(Of),
    request_body(content((String = "text/csv"), (ImportParts = "multipart/form-data"))),
    responses((status = 202, body = ImportView), (status = 404, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
async fn begin(
    State(state): State<HttpState>,
    staff: Staff,
    Query(of): Query<Of>,
    request: Request,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let auth = staff.may::<act::PersonImport>()?;
    // Until it is kept, sealed, it lies in memory.
    let _room = room(&state.uploads, kibibytes(request.headers()), ROOM_WAIT).await?;
    let sent = Sent::read(request, &of.name).await?;
    let draft = ImportDraft {
        name: of.name,
        topic: of.topic,
        form: of.form,
        channel: of.channel,
        dry: of.dry,
        country: of.country,
        mapping: parsed::<Mapping>(&sent.mapping.unwrap_or(of.mapping), "mapping")?.unwrap_or_default(),
        vouched: parsed::<Vouched>(&sent.vouched.unwrap_or(of.vouched), "vouched")?,
    };
    Ok((StatusCode::ACCEPTED, Json(state.app.import_begin(&auth, &draft, sent.files).await?)))
}

/// KiB of memory that a file takes as it comes in: as much as it says it has, or as much as any may have.
fn kibibytes(headers: &HeaderMap) -> u32 {
    let most = FILE_BYTES_MAX >> 10;
    let said = headers.get(header::CONTENT_LENGTH).and_then(|said| said.to_str().ok());
    let kibibytes = said.and_then(|said| said.parse::<usize>().ok()).map_or(most, |bytes| (bytes >> 10) + 1);
    u32::try_from(kibibytes.min(most)).unwrap_or(u32::MAX)
}

/// Room for it, as soon as there is any.
async fn room(uploads: &Arc<Semaphore>, kibibytes: u32, wait: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    let room = tokio::time::timeout(wait, Arc::clone(uploads).acquire_many_owned(kibibytes)).await;
    let none = || Problem::new("unavailable", key!("detail_other_files_are_taken_in")).later(60);
    room.ok().and_then(Result::ok).ok_or_else(none)
}

/// What came with a request.
#[derive(Default)]
struct Sent {
    files: Vec<ImportFile>,
    mapping: Option<String>,
    vouched: Option<String>,
}

impl Sent {
    async fn read(request: Request, name: &str) -> Result<Sent, Problem> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data") {
            let body = Bytes::from_request(request, &()).await.map_err(|e| refused(e.status(), e.body_text()))?;
            let file = ImportFile { name: name.to_owned(), bytes: body.into() };
            return Ok(Sent { files: vec![file], ..Sent::default() });
        }
        let mut form = Multipart::from_request(request, &()).await.map_err(|e| refused(e.status(), e.body_text()))?;
        let mut sent = Sent::default();
        while let Some(field) = form.next_field().await.map_err(|e| refused(e.status(), e.body_text()))? {
            sent.part(field).await?;
        }
        if sent.files.is_empty() {
            return Err(Problem::new("invalid", key!("detail_file_is_missing")));
        }
        Ok(sent)
    }

    async fn part(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let (kind, name) =
            (field.name().unwrap_or_default().to_owned(), field.file_name().unwrap_or_default().to_owned());
        let bytes = field.bytes().await.map_err(|e| refused(e.status(), e.body_text()))?;
        let text = || {
            let short = Some(bytes.as_ref()).filter(|bytes| bytes.len() <= SAID_BYTES_MAX);
            let text = short.and_then(|bytes| std::str::from_utf8(bytes).ok()).map(str::to_owned);
            text.ok_or_else(|| Problem::new("invalid", key!("detail_mapping_and_vouched")))
        };
        match kind.as_str() {
            "file" => {
                let name: String = name.chars().filter(|c| !c.is_control()).take(100).collect();
                self.files.push(ImportFile { name, bytes: bytes.into() });
            }
            "mapping" => self.mapping = Some(text()?),
            "vouched" => self.vouched = Some(text()?),
            _ => {}
        }
        Ok(())
    }
}

/// A body that cannot be taken. It is not repeated: it may name somebody.
fn refused(status: StatusCode, _why: String) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new("too_large", key!("detail_file_at_most")),
        _ => Problem::new("malformed", key!("detail_not_the_file_or_form")),
    }
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str, field: &str) -> Result<Option<T>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    serde_json::from_str(text)
        .map(Some)
        .map_err(|_| Problem::new("invalid", of_field(field, key!("field_is_not_the_json"))))
}

/// Write down that somebody has looked at what an import left in doubt: from then on a later file may give those addresses
/// a yes.
#[utoipa::path(post, path = "/imports/{id}/doubts/lift", tag = "import", operation_id = "import_doubts_lift",
    responses((status = 200, body = ImportView), (status = 404, body = Problem)))]
async fn doubts_lift(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Json<ImportView>, Problem> {
    let auth = staff.may::<act::PersonImport>()?;
    Ok(Json(state.app.import_doubts_lift(&auth, &import_id(&id)?).await?))
}

/// The last imports, newest first.
#[utoipa::path(get, path = "/imports", tag = "import", operation_id = "import_list",
    responses((status = 200, body = Vec<ImportView>), (status = 403, body = Problem)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<ImportView>>, Problem> {
    Ok(Json(state.app.import_list(&staff.may::<act::PersonImport>()?).await?))
}

/// One import: how far it is, and what came of the rows.
#[utoipa::path(get, path = "/imports/{id}", tag = "import", operation_id = "import_read",
    responses((status = 200, body = ImportView), (status = 404, body = Problem)))]
async fn read(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Json<ImportView>, Problem> {
    let auth = staff.may::<act::PersonImport>()?;
    Ok(Json(state.app.import_find(&auth, &import_id(&id)?).await?))
}

/// End an import that runs. What was brought in stays, the rest is not brought in, and the file goes.
#[utoipa::path(post, path = "/imports/{id}/cancel", tag = "import", operation_id = "import_cancel",
    responses((status = 200, body = ImportView), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn cancel(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Json<ImportView>, Problem> {
    let auth = staff.may::<act::PersonImport>()?;
    Ok(Json(state.app.import_cancel(&auth, &import_id(&id)?).await?))
}

fn import_id(text: &str) -> Result<ImportId, Problem> {
    ImportId::parse(text).map_err(|e| Problem::new("malformed", e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_wait_for_room_in_memory_and_are_told_when_there_is_none() {
        let said = |length: &str| kibibytes(&HeaderMap::from_iter([(header::CONTENT_LENGTH, length.parse().unwrap())]));
        let most = kibibytes(&HeaderMap::new());
        assert_eq!((most, said("209715200"), said("999999999999"), said("-1")), (200 << 10, most, most, most));
        assert_eq!(said("1000000"), 977);

        let uploads = Arc::new(Semaphore::new(256 << 10));
        let room = async |kibibytes| super::room(&uploads, kibibytes, Duration::from_millis(20)).await;
        let (large, small) = (room(most).await.unwrap(), room(977).await.unwrap());
        let refused = room(most).await.unwrap_err();
        assert_eq!((refused.status, refused.code), (503, "unavailable"));
        drop(large);
        drop((small, room(most).await.unwrap()));
        assert_eq!(uploads.available_permits(), 256 << 10);
    }
}
