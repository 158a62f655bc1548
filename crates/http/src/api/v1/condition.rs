//! How the installation is, and what a named person confirms before it goes on.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::Condition;
use hjemmel_policy::act;
use hjemmel_store::LogRestart;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{HttpState, Problem, auth::May, operation::operations};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        read,
        confirm_clock: nothing_to_confirm,
        confirm_retention: clock_in_doubt nothing_to_confirm,
        restart_log: changed nothing_to_confirm,
    ]
}

/// What is not as it should be, the gravest first; nothing when all is well.
#[utoipa::path(get, path = "/condition", tag = "condition", operation_id = "condition_read",
    responses((status = 200, body = Condition)))]
async fn read(auth: May<act::JobRead>, State(state): State<HttpState>) -> Result<Json<Condition>, Problem> {
    Ok(Json(state.app.conditions().of(&auth)))
}

/// Say that the clock is right although it is far from the last time seen here: what is older than promised may go again.
#[utoipa::path(post, path = "/condition/clock", tag = "condition", operation_id = "clock_confirm",
    responses((status = 204)))]
async fn confirm_clock(
    auth: May<act::RetentionConfirm>,
    State(state): State<HttpState>,
) -> Result<StatusCode, Problem> {
    state.app.retention().time_confirm(&auth).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say that as large a share as is held back may go, within a day.
#[utoipa::path(post, path = "/condition/retention", tag = "condition", operation_id = "retention_confirm",
    responses((status = 204)))]
async fn confirm_retention(
    auth: May<act::RetentionConfirm>,
    State(state): State<HttpState>,
) -> Result<StatusCode, Problem> {
    state.app.retention().confirm(&auth).await?;
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
    responses((status = 200, body = LogRestart)))]
async fn restart_log(
    auth: May<act::EvidenceRestart>,
    State(state): State<HttpState>,
    Body(draft): Body<LogRestartDraft>,
) -> Result<Json<LogRestart>, Problem> {
    Ok(Json(state.app.conditions().evidence_restart(&auth, &draft.reason).await?))
}
