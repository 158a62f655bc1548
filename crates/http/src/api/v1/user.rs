//! The team: roles, invitations, removal, reset links.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_app::InvitationMade;
use hjemmel_model::{Role, UserId};
use hjemmel_policy::act;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{HttpState, Problem, auth::Staff};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(invite))
        .routes(routes!(change, remove))
        .routes(routes!(reset))
}

/// A colleague.
#[derive(Serialize, utoipa::ToSchema)]
struct Colleague {
    /// Their id.
    id: String,
    /// What they are called.
    name: String,
    /// Where they get mail.
    email: String,
    /// What they are here for.
    role: Role,
    /// Since when, in milliseconds since 1970.
    created_at: i64,
}

/// A role.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleInput {
    /// The role.
    role: Role,
}

fn user_id(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).map_err(|e| Problem::new("malformed", e.to_string()))
}

/// Everybody in the organisation.
#[utoipa::path(get, path = "/team", tag = "user", operation_id = "user_list", responses((status = 200, body = Vec<Colleague>)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<Colleague>>, Problem> {
    let users = state.app.store.user_list(&staff.may::<act::TeamRead>()?).await?;
    let colleagues = users.into_iter().map(|u| Colleague {
        id: u.id.to_string(),
        name: u.name,
        email: u.email,
        role: u.role,
        created_at: u.created_at.0,
    });
    Ok(Json(colleagues.collect()))
}

/// Make an invitation link, to be given to the person.
#[utoipa::path(post, path = "/team/invitations", tag = "user", operation_id = "user_invite", request_body = RoleInput,
    responses((status = 201, body = InvitationMade), (status = 403, body = Problem)))]
async fn invite(
    State(state): State<HttpState>,
    staff: Staff,
    Body(input): Body<RoleInput>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    let made = state.app.user_invite(&staff.may::<act::TeamWrite>()?, input.role).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Change somebody's role.
#[utoipa::path(put, path = "/team/{id}", tag = "user", operation_id = "user_update", request_body = RoleInput,
    responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn change(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
    Body(input): Body<RoleInput>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    state.app.store.user_set_role(&auth, &user_id(&id)?, input.role, state.app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove somebody.
#[utoipa::path(delete, path = "/team/{id}", tag = "user", operation_id = "user_delete",
    responses((status = 204), (status = 403, body = Problem), (status = 409, body = Problem)))]
async fn remove(State(state): State<HttpState>, staff: Staff, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    state.app.store.user_remove(&auth, &user_id(&id)?, state.app.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a link with which somebody chooses a new password.
#[utoipa::path(post, path = "/team/{id}/reset", tag = "user", operation_id = "user_reset",
    responses((status = 201, body = InvitationMade), (status = 403, body = Problem)))]
async fn reset(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    Ok((StatusCode::CREATED, Json(state.app.user_reset(&auth, &user_id(&id)?).await?)))
}
