//! The team: roles, invitations, removal, reset links, what is asked of everybody.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_app::InvitationMade;
use hjemmel_model::{Role, UserId};
use hjemmel_policy::act;
use hjemmel_store::{LinkEntry, StoreError, work};
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(invitations, invite))
        .routes(routes!(invitation_revoke))
        .routes(routes!(rules, rules_change))
        .routes(routes!(change, remove))
        .routes(routes!(reset))
        .routes(routes!(sessions_end))
        .routes(routes!(factor_remove))
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
    /// Whether a second factor is asked for when they sign in.
    second_factor: bool,
}

/// A role.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct RoleInput {
    /// The role.
    role: Role,
}

/// Whatever is no colleague's id is nobody's.
fn user_id(text: &str) -> Result<UserId, Problem> {
    UserId::parse(text).map_err(|_| StoreError::NotFound("user").into())
}

/// Everybody in the organisation.
#[utoipa::path(get, path = "/team", tag = "user", operation_id = "user_list", responses((status = 200, body = Vec<Colleague>)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<Colleague>>, Problem> {
    let users = state.app.store.users().list(&staff.may::<act::TeamRead>()?).await?;
    let colleagues = users.into_iter().map(|u| Colleague {
        id: u.id.to_string(),
        name: u.name,
        email: u.email,
        role: u.role,
        created_at: u.created_at.0,
        second_factor: u.second_factor,
    });
    Ok(Json(colleagues.collect()))
}

/// Unused invitations and reset links, newest first. What opens them is not known here.
#[utoipa::path(get, path = "/team/invitations", tag = "user", operation_id = "invitation_list",
    responses((status = 200, body = Vec<LinkEntry>), (status = 403, body = Problem)))]
async fn invitations(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<LinkEntry>>, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    Ok(Json(state.app.store.staff_links().unused(&auth, state.app.clock.now()).await?))
}

/// Make an invitation link, to be given to the person. One for an owner needs a fresh proof.
#[utoipa::path(post, path = "/team/invitations", tag = "user", operation_id = "user_invite", request_body = RoleInput,
    responses((status = 201, body = InvitationMade), (status = 403, body = Problem)))]
async fn invite(
    State(state): State<HttpState>,
    staff: May<act::TeamWrite>,
    Body(input): Body<RoleInput>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    if input.role.is_guarded() {
        staff.fresh(&state)?;
    }
    let made = state.app.users().invite(&staff.may::<act::TeamWrite>()?, input.role).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Take an unused invitation or reset link back.
#[utoipa::path(delete, path = "/team/invitations/{id}", tag = "user", operation_id = "invitation_revoke",
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn invitation_revoke(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    work!(state.app.store, |w| { w.staff_links().revoke(&auth, &id, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// What is asked of the team.
#[derive(Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct TeamRules {
    /// Whether owners and data-protection officers must have a second factor.
    second_factor: bool,
}

/// What is asked of the team.
#[utoipa::path(get, path = "/team/rules", tag = "user", operation_id = "team_rules_read",
    responses((status = 200, body = TeamRules)))]
async fn rules(State(state): State<HttpState>, staff: Staff) -> Result<Json<TeamRules>, Problem> {
    let auth = staff.may::<act::TeamRead>()?;
    Ok(Json(TeamRules { second_factor: state.app.store.factors().rule(auth.tenant()).await? }))
}

/// Say what is asked of the team. It needs a fresh proof.
#[utoipa::path(put, path = "/team/rules", tag = "user", operation_id = "team_rules_change", request_body = TeamRules,
    responses((status = 204), (status = 403, body = Problem)))]
async fn rules_change(
    State(state): State<HttpState>,
    staff: May<act::TeamWrite>,
    Body(rules): Body<TeamRules>,
) -> Result<StatusCode, Problem> {
    staff.fresh(&state)?;
    let auth = staff.may::<act::TeamWrite>()?;
    work!(state.app.store, |w| { w.factors().rule_set(&auth, rules.second_factor, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change somebody's role. Making an owner or a data-protection officer needs a fresh proof.
#[utoipa::path(put, path = "/team/{id}", tag = "user", operation_id = "user_update", request_body = RoleInput,
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn change(
    State(state): State<HttpState>,
    staff: May<act::TeamWrite>,
    Path(id): Path<String>,
    Body(input): Body<RoleInput>,
) -> Result<StatusCode, Problem> {
    if input.role.is_guarded() {
        staff.fresh(&state)?;
    }
    let auth = staff.may::<act::TeamWrite>()?;
    let id = user_id(&id)?;
    work!(state.app.store, |w| { w.users().set_role(&auth, &id, input.role, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove somebody. Their sessions, and the keys and unused links they made, end at once.
#[utoipa::path(delete, path = "/team/{id}", tag = "user", operation_id = "user_delete",
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem), (status = 409, body = Problem)))]
async fn remove(State(state): State<HttpState>, staff: Staff, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    let id = user_id(&id)?;
    work!(state.app.store, |w| { w.users().remove(&auth, &id, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a link with which somebody chooses a new password. It needs a fresh proof.
#[utoipa::path(post, path = "/team/{id}/reset", tag = "user", operation_id = "user_reset",
    responses((status = 201, body = InvitationMade), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn reset(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    staff.fresh(&state)?;
    Ok((StatusCode::CREATED, Json(state.app.users().reset(&auth, &user_id(&id)?).await?)))
}

/// End every session of somebody, such as of who lost a computer.
#[utoipa::path(delete, path = "/team/{id}/sessions", tag = "user", operation_id = "user_sessions_end",
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn sessions_end(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    let id = user_id(&id)?;
    work!(state.app.store, |w| { w.sessions().end_all(&auth, &id, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take every second factor of somebody away who lost it: authenticator, passkeys, recovery codes. Their sessions end; it needs
/// a fresh proof.
#[utoipa::path(delete, path = "/team/{id}/factor", tag = "user", operation_id = "user_factor_remove",
    responses((status = 204), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn factor_remove(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::TeamWrite>()?;
    staff.fresh(&state)?;
    state.app.factors().remove_of(&auth, &user_id(&id)?).await?;
    Ok(StatusCode::NO_CONTENT)
}
