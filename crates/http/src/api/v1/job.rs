//! What runs in the background.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_model::JobId;
use hjemmel_policy::act;
use hjemmel_store::JobEntry;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{HttpState, Problem, auth::Staff};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(retry))
}

/// What waits, runs or failed, for the organisation and for the whole installation.
#[utoipa::path(get, path = "/jobs", tag = "job", operation_id = "job_list",
    responses((status = 200, body = Vec<JobEntry>), (status = 403, body = Problem)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<JobEntry>>, Problem> {
    Ok(Json(state.app.jobs().list(&staff.may::<act::JobRead>()?).await?))
}

/// Run a job now that waits or was given up.
#[utoipa::path(post, path = "/jobs/{id}/retry", tag = "job", operation_id = "job_retry",
    responses((status = 204), (status = 404, body = Problem)))]
async fn retry(State(state): State<HttpState>, staff: Staff, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::JobRead>()?;
    let id = JobId::parse(&id).map_err(|e| Problem::new("malformed", e))?;
    state.app.jobs().retry(&auth, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
