//! Keys for servers.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{KeyDraft, used_at};
use hjemmel_model::{Action, Role, Scope};
use hjemmel_policy::{act, may};
use hjemmel_store::{ApiKey, work};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Proven},
    operation::{Id, KeyRef, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![list, create, revoke]
}

/// A key.
#[derive(Serialize, utoipa::ToSchema)]
struct KeyView {
    /// Its id.
    id: String,
    /// What it is called.
    name: String,
    /// As what it acts.
    role: Role,
    /// What of that it may do.
    may: Vec<Action>,
    /// Who made it, as an id.
    created_by: String,
    /// Since when, in milliseconds since 1970.
    created_at: i64,
    /// Until when.
    expires_at: i64,
    /// The day it was last used, as its first moment in UTC; null when it never was.
    used_at: Option<i64>,
    /// The secret; only in the answer that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

fn view(key: ApiKey, secret: Option<String>) -> KeyView {
    let acts = match key.scope {
        Scope::Role => Action::ALL.iter().copied().filter(|a| may(key.role, *a)).collect(),
        Scope::Acts(acts) => acts,
    };
    KeyView {
        id: key.id,
        name: key.name,
        role: key.role,
        may: acts,
        created_by: key.created_by,
        created_at: key.created_at.0,
        expires_at: key.expires_at.0,
        used_at: used_at(key.used_day).map(|at| at.0),
        secret,
    }
}

/// The organisation's keys.
#[utoipa::path(get, path = "/keys", tag = "key", operation_id = "key_list", responses((status = 200, body = Vec<KeyView>)))]
async fn list(auth: May<act::KeyWrite>, State(state): State<HttpState>) -> Result<Json<Vec<KeyView>>, Problem> {
    let keys = state.app.store.api_keys().list(&auth).await?;
    Ok(Json(keys.into_iter().map(|key| view(key, None)).collect()))
}

/// Make a key. Its secret is in this answer and never again. It needs a fresh proof, and goes with whoever made it.
#[utoipa::path(post, path = "/keys", tag = "key", operation_id = "key_create", request_body = KeyDraft,
    responses((status = 201, body = KeyView)))]
async fn create(
    auth: Proven<act::KeyWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<KeyDraft>,
) -> Result<(StatusCode, Json<KeyView>), Problem> {
    let (key, secret) = state.app.keys().create(&auth, &draft).await?;
    Ok((StatusCode::CREATED, Json(view(key, Some(secret)))))
}

/// Revoke a key at once.
#[utoipa::path(delete, path = "/keys/{id}", tag = "key", operation_id = "key_revoke",
    responses((status = 204)))]
async fn revoke(
    auth: May<act::KeyWrite>,
    State(state): State<HttpState>,
    Id(KeyRef(id)): Id<KeyRef>,
) -> Result<StatusCode, Problem> {
    work!(state.app.store, |w| { w.api_keys().revoke(&auth, &id, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}
