//! Bringing people in from a file.

use axum::{
    Json,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::StatusCode,
};
use hjemmel_app::{ImportDraft, ImportView};
use hjemmel_model::{Channel, ImportId};
use hjemmel_policy::act;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Query;
use crate::{HttpState, Problem, auth::Staff};

/// Bytes a file may have.
const FILE_BYTES_MAX: usize = 200 << 20;

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(begin))
        .layer(DefaultBodyLimit::max(FILE_BYTES_MAX))
        .routes(routes!(list))
        .routes(routes!(read))
        .routes(routes!(cancel))
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
}

/// Bring people in from a CSV file: its first line names the columns. It is gone through in the background, and kept
/// encrypted until then, for seven days at most: after a stop or a restart it goes on by itself. The same file twice changes
/// nothing.
#[utoipa::path(post, path = "/imports", tag = "import", operation_id = "import_begin", params(Of),
    request_body(content = String, content_type = "text/csv"),
    responses((status = 202, body = ImportView), (status = 404, body = Problem), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
async fn begin(
    State(state): State<HttpState>,
    staff: Staff,
    Query(of): Query<Of>,
    body: Bytes,
) -> Result<(StatusCode, Json<ImportView>), Problem> {
    let auth = staff.may::<act::PersonImport>()?;
    let draft = ImportDraft { name: of.name, topic: of.topic, form: of.form, channel: of.channel, dry: of.dry };
    Ok((StatusCode::ACCEPTED, Json(state.app.import_begin(&auth, &draft, &body).await?)))
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
    ImportId::parse(text).map_err(|e| Problem::new("malformed", e.to_string()))
}
