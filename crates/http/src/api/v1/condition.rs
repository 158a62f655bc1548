//! How the installation is, and what a named person confirms before it goes on.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::Condition;
use hjemmel_policy::act;
use hjemmel_store::LogRestart;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(read))
        .routes(routes!(confirm_clock))
        .routes(routes!(confirm_retention))
        .routes(routes!(restart_log))
}

/// What is not as it should be, the gravest first; nothing when all is well.
#[utoipa::path(get, path = "/condition", tag = "condition", operation_id = "condition_read",
    responses((status = 200, body = Condition), (status = 403, body = Problem)))]
async fn read(State(state): State<HttpState>, staff: Staff) -> Result<Json<Condition>, Problem> {
    Ok(Json(state.app.conditions().of(&staff.may::<act::JobRead>()?)))
}

/// Say that the clock is right although it is far from the last time seen here: what is older than promised may go again.
#[utoipa::path(post, path = "/condition/clock", tag = "condition", operation_id = "clock_confirm",
    responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn confirm_clock(State(state): State<HttpState>, staff: Staff) -> Result<StatusCode, Problem> {
    state.app.retention().time_confirm(&staff.may::<act::RetentionConfirm>()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say that as large a share as is held back may go, within a day.
#[utoipa::path(post, path = "/condition/retention", tag = "condition", operation_id = "retention_confirm",
    responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn confirm_retention(State(state): State<HttpState>, staff: Staff) -> Result<StatusCode, Problem> {
    state.app.retention().confirm(&staff.may::<act::RetentionConfirm>()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Why a new log is begun.
#[derive(Deserialize, ToSchema)]
struct LogRestartDraft {
    /// In words, for whoever reads the log later. It names nobody.
    reason: String,
}

/// Begin a new evidence log where the old one is damaged. Its first leaf refers to the old one, which stays as it is signed;
/// every record is entered again.
#[utoipa::path(post, path = "/condition/evidence-log", tag = "condition", operation_id = "evidence_restart",
    request_body = LogRestartDraft,
    responses((status = 200, body = LogRestart), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn restart_log(
    State(state): State<HttpState>,
    staff: May<act::EvidenceRestart>,
    Body(draft): Body<LogRestartDraft>,
) -> Result<Json<LogRestart>, Problem> {
    let auth = staff.may::<act::EvidenceRestart>()?;
    Ok(Json(state.app.conditions().evidence_restart(&auth, &draft.reason).await?))
}
