//! Who outside gets personal data, and what they have to hear about erasures.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_app::{RecipientDraft, Recipients};
use hjemmel_model::{ErasureId, IdError, RecipientId};
use hjemmel_policy::act;
use hjemmel_store::Recipient;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(remove)).routes(routes!(answered))
}

fn malformed(e: IdError) -> Problem {
    Problem::new("malformed", e)
}

/// Who gets personal data, and which erasures they have not answered yet.
#[utoipa::path(get, path = "/recipients", tag = "recipient", operation_id = "recipient_list",
    responses((status = 200, body = Recipients), (status = 403, body = Problem)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Recipients>, Problem> {
    Ok(Json(state.app.recipients().list(&staff.may::<act::PersonErase>()?).await?))
}

/// Record somebody who gets personal data. From then on each erasure stays open with them until they answer.
#[utoipa::path(post, path = "/recipients", tag = "recipient", operation_id = "recipient_create",
    request_body = RecipientDraft, responses((status = 201, body = Recipient), (status = 422, body = Problem)))]
async fn create(
    State(state): State<HttpState>,
    staff: May<act::PersonErase>,
    Body(draft): Body<RecipientDraft>,
) -> Result<(StatusCode, Json<Recipient>), Problem> {
    let made = state.app.recipients().create(&staff.may::<act::PersonErase>()?, &draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// They get nothing any more. What is open with them stays open.
#[utoipa::path(delete, path = "/recipients/{id}", tag = "recipient", operation_id = "recipient_remove",
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(State(state): State<HttpState>, staff: Staff, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::PersonErase>()?;
    state.app.recipients().remove(&auth, &RecipientId::parse(&id).map_err(malformed)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A recipient answered that an erasure is done there too. When all have, whom it was about is forgotten.
#[utoipa::path(post, path = "/erasures/{erasure}/recipients/{id}/answered", tag = "recipient",
    operation_id = "recipient_answered", responses((status = 204), (status = 404, body = Problem)))]
async fn answered(
    State(state): State<HttpState>,
    staff: Staff,
    Path((erasure, id)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::PersonErase>()?;
    let erasure = ErasureId::parse(&erasure).map_err(malformed)?;
    state.app.recipients().answered(&auth, &erasure, &RecipientId::parse(&id).map_err(malformed)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
