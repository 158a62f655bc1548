//! What runs in the background.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_model::JobId;
use hjemmel_policy::act;
use hjemmel_store::JobEntry;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![list, retry]
}

/// What waits, runs or failed, for the organisation and for the whole installation.
#[utoipa::path(get, path = "/jobs", tag = "job", operation_id = "job_list",
    responses((status = 200, body = Vec<JobEntry>)))]
async fn list(auth: May<act::JobRead>, State(state): State<HttpState>) -> Result<Json<Vec<JobEntry>>, Problem> {
    Ok(Json(state.app.jobs().list(&auth).await?))
}

/// Run a job now that waits or was given up.
#[utoipa::path(post, path = "/jobs/{id}/retry", tag = "job", operation_id = "job_retry",
    responses((status = 204)))]
async fn retry(
    auth: May<act::JobRead>,
    State(state): State<HttpState>,
    Id(id): Id<JobId>,
) -> Result<StatusCode, Problem> {
    state.app.jobs().retry(&auth, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
