//! Bringing people in from a file.

mod upload;

use axum::{
    Json,
    extract::{DefaultBodyLimit, Request, State},
    http::StatusCode,
};
use hjemmel_app::{ImportDraft, ImportView, Mapping, Vouched};
use hjemmel_model::{Channel, ImportId};
use hjemmel_policy::act;
use hjemmel_words::key;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::Query;
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
    problem::of_field,
};
use upload::{Sent, room};

pub fn router() -> OpenApiRouter<HttpState> {
    let files = operations![begin: invalid not_found refused].layer(DefaultBodyLimit::disable());
    files.merge(operations![
        list,
        read,
        cancel: changed,
        doubts_lift,
    ])
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Of {
    /// Id of the topic that people said yes to.
    #[param(value_type = hjemmel_model::TopicId)]
    topic: String,
    /// Id of the form whose sender they said yes to.
    #[param(value_type = hjemmel_model::FormId)]
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
/// for seven days at most: after a stop or a restart it goes on by itself. The same file twice changes nothing. All that is
/// sent at once may have 1 GiB, unless the server says otherwise (`import_bytes_max`), and ten million rows; a workbook 200 MB.
#[utoipa::path(post, path = "/imports", tag = "import", operation_id = "import_begin", params(Of),
    request_body(content((String = "text/csv"), (ImportParts = "multipart/form-data"))),
    responses((status = 202, body = ImportView)))]
async fn begin(
    auth: May<act::PersonImport>,
    State(state): State<HttpState>,
    Query(of): Query<Of>,
    request: Request,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let _room = room(&state.uploads).await?;
    let sent = Sent::read(&state, request, &of.name).await?;
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
    Ok((StatusCode::ACCEPTED, Json(state.app.imports().begin(&auth, &draft, sent.files).await?)))
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
    responses((status = 200, body = ImportView)))]
async fn doubts_lift(
    auth: May<act::PersonImport>,
    State(state): State<HttpState>,
    Id(id): Id<ImportId>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(state.app.imports().doubts_lift(&auth, &id).await?))
}

/// The last imports, newest first.
#[utoipa::path(get, path = "/imports", tag = "import", operation_id = "import_list",
    responses((status = 200, body = Vec<ImportView>)))]
async fn list(auth: May<act::PersonImport>, State(state): State<HttpState>) -> Result<Json<Vec<ImportView>>, Problem> {
    Ok(Json(state.app.imports().list(&auth).await?))
}

/// One import: how far it is, and what came of the rows.
#[utoipa::path(get, path = "/imports/{id}", tag = "import", operation_id = "import_read",
    responses((status = 200, body = ImportView)))]
async fn read(
    auth: May<act::PersonImport>,
    State(state): State<HttpState>,
    Id(id): Id<ImportId>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(state.app.imports().find(&auth, &id).await?))
}

/// End an import that runs. What was brought in stays, the rest is not brought in, and the file goes.
#[utoipa::path(post, path = "/imports/{id}/cancel", tag = "import", operation_id = "import_cancel",
    responses((status = 200, body = ImportView)))]
async fn cancel(
    auth: May<act::PersonImport>,
    State(state): State<HttpState>,
    Id(id): Id<ImportId>,
) -> Result<Json<ImportView>, Problem> {
    Ok(Json(state.app.imports().cancel(&auth, &id).await?))
}
