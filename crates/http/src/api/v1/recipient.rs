//! Who outside gets personal data, and what they have to hear about erasures.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{RecipientDraft, Recipients};
use hjemmel_model::{ErasureId, RecipientId};
use hjemmel_policy::act;
use hjemmel_store::Recipient;
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, Ids, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![list, create, remove, answered]
}

/// Who gets personal data, and which erasures they have not answered yet.
#[utoipa::path(get, path = "/recipients", tag = "recipient", operation_id = "recipient_list",
    responses((status = 200, body = Recipients)))]
async fn list(auth: May<act::PersonErase>, State(state): State<HttpState>) -> Result<Json<Recipients>, Problem> {
    Ok(Json(state.app.recipients().list(&auth).await?))
}

/// Record somebody who gets personal data. From then on each erasure stays open with them until they answer.
#[utoipa::path(post, path = "/recipients", tag = "recipient", operation_id = "recipient_create",
    request_body = RecipientDraft, responses((status = 201, body = Recipient)))]
async fn create(
    auth: May<act::PersonErase>,
    State(state): State<HttpState>,
    Body(draft): Body<RecipientDraft>,
) -> Result<(StatusCode, Json<Recipient>), Problem> {
    let made = state.app.recipients().create(&auth, &draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// They get nothing any more. What is open with them stays open.
#[utoipa::path(delete, path = "/recipients/{id}", tag = "recipient", operation_id = "recipient_remove",
    responses((status = 204)))]
async fn remove(
    auth: May<act::PersonErase>,
    State(state): State<HttpState>,
    Id(id): Id<RecipientId>,
) -> Result<StatusCode, Problem> {
    state.app.recipients().remove(&auth, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A recipient answered that an erasure is done there too. When all have, whom it was about is forgotten.
#[utoipa::path(post, path = "/erasures/{erasure}/recipients/{id}/answered", tag = "recipient",
    operation_id = "recipient_answered", responses((status = 204)))]
async fn answered(
    auth: May<act::PersonErase>,
    State(state): State<HttpState>,
    Ids(erasure, id): Ids<ErasureId, RecipientId>,
) -> Result<StatusCode, Problem> {
    state.app.recipients().answered(&auth, &erasure, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
