//! Keys for servers.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_model::Role;
use hjemmel_policy::act;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{HttpState, Problem, auth::Staff};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(revoke))
}

/// A key.
#[derive(Serialize, utoipa::ToSchema)]
struct KeyView {
    /// Its id.
    id: String,
    /// What it is called.
    name: String,
    /// What it may do.
    role: Role,
    /// Since when, in milliseconds since 1970.
    created_at: i64,
    /// The secret; only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

/// A key to make.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct KeyDraft {
    /// What it is called.
    name: String,
    /// What it may do; not `owner`.
    role: Role,
}

/// The organisation's keys.
#[utoipa::path(get, path = "/keys", tag = "key", operation_id = "key_list", responses((status = 200, body = Vec<KeyView>)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<KeyView>>, Problem> {
    let keys = state.app.store.api_key_list(&staff.may::<act::KeyWrite>()?).await?;
    let keys = keys.into_iter().map(|k| KeyView {
        id: k.id,
        name: k.name,
        role: k.role,
        created_at: k.created_at.0,
        secret: None,
    });
    Ok(Json(keys.collect()))
}

/// Make a key. Its secret is in this answer and never again.
#[utoipa::path(post, path = "/keys", tag = "key", operation_id = "key_create", request_body = KeyDraft,
    responses((status = 201, body = KeyView), (status = 422, body = Problem)))]
async fn create(
    State(state): State<HttpState>,
    staff: Staff,
    Body(draft): Body<KeyDraft>,
) -> Result<(StatusCode, Json<KeyView>), Problem> {
    let (k, secret) = state.app.api_key_create(&staff.may::<act::KeyWrite>()?, &draft.name, draft.role).await?;
    let view = KeyView { id: k.id, name: k.name, role: k.role, created_at: k.created_at.0, secret: Some(secret) };
    Ok((StatusCode::CREATED, Json(view)))
}

/// Revoke a key at once.
#[utoipa::path(delete, path = "/keys/{id}", tag = "key", operation_id = "key_revoke",
    responses((status = 204), (status = 404, body = Problem)))]
async fn revoke(State(state): State<HttpState>, staff: Staff, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::KeyWrite>()?;
    state.app.store.api_key_revoke(&auth, &id, state.app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
