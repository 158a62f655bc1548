//! The team: roles, invitations, removal, reset links, what is asked of everybody.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::InvitationMade;
use hjemmel_model::{Role, UserId};
use hjemmel_policy::act;
use hjemmel_store::{LinkEntry, work};
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Proven},
    operation::{ColleagueRef, Id, LinkRef, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        invitations,
        invite: fresh_proof_needed,
        invitation_revoke,
        rules,
        rules_change,
        change: fresh_proof_needed taken,
        remove: taken,
        reset,
        sessions_end,
        factor_remove,
    ]
}

/// A colleague.
#[derive(Serialize, utoipa::ToSchema)]
struct Colleague {
    /// Their id.
    #[schema(value_type = UserId)]
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

/// Everybody in the organisation.
#[utoipa::path(get, path = "/team", tag = "user", operation_id = "user_list", responses((status = 200, body = Vec<Colleague>)))]
async fn list(auth: May<act::TeamRead>, State(state): State<HttpState>) -> Result<Json<Vec<Colleague>>, Problem> {
    let users = state.app.store.users().list(&auth).await?;
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
    responses((status = 200, body = Vec<LinkEntry>)))]
async fn invitations(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
) -> Result<Json<Vec<LinkEntry>>, Problem> {
    Ok(Json(state.app.store.staff_links().unused(&auth, state.app.clock.now()).await?))
}

/// Make an invitation link, to be given to the person. One for an owner needs a fresh proof.
#[utoipa::path(post, path = "/team/invitations", tag = "user", operation_id = "user_invite", request_body = RoleInput,
    responses((status = 201, body = InvitationMade)))]
async fn invite(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
    Body(input): Body<RoleInput>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    if input.role.is_guarded() {
        auth.fresh(&state)?;
    }
    let made = state.app.users().invite(&auth, input.role).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// Take an unused invitation or reset link back.
#[utoipa::path(delete, path = "/team/invitations/{id}", tag = "user", operation_id = "invitation_revoke",
    responses((status = 204)))]
async fn invitation_revoke(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
    Id(LinkRef(id)): Id<LinkRef>,
) -> Result<StatusCode, Problem> {
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
async fn rules(auth: May<act::TeamRead>, State(state): State<HttpState>) -> Result<Json<TeamRules>, Problem> {
    Ok(Json(TeamRules { second_factor: state.app.store.factors().rule(auth.tenant()).await? }))
}

/// Say what is asked of the team. It needs a fresh proof.
#[utoipa::path(put, path = "/team/rules", tag = "user", operation_id = "team_rules_change", request_body = TeamRules,
    responses((status = 204)))]
async fn rules_change(
    auth: Proven<act::TeamWrite>,
    State(state): State<HttpState>,
    Body(rules): Body<TeamRules>,
) -> Result<StatusCode, Problem> {
    work!(state.app.store, |w| { w.factors().rule_set(&auth, rules.second_factor, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change somebody's role. Making an owner or a data-protection officer needs a fresh proof.
#[utoipa::path(put, path = "/team/{id}", tag = "user", operation_id = "user_update", request_body = RoleInput,
    responses((status = 204)))]
async fn change(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
    Id(ColleagueRef(id)): Id<ColleagueRef>,
    Body(input): Body<RoleInput>,
) -> Result<StatusCode, Problem> {
    if input.role.is_guarded() {
        auth.fresh(&state)?;
    }
    work!(state.app.store, |w| { w.users().set_role(&auth, &id, input.role, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove somebody. Their sessions, and the keys and unused links they made, end at once.
#[utoipa::path(delete, path = "/team/{id}", tag = "user", operation_id = "user_delete",
    responses((status = 204)))]
async fn remove(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
    Id(ColleagueRef(id)): Id<ColleagueRef>,
) -> Result<StatusCode, Problem> {
    work!(state.app.store, |w| { w.users().remove(&auth, &id, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Make a link with which somebody chooses a new password. It needs a fresh proof.
#[utoipa::path(post, path = "/team/{id}/reset", tag = "user", operation_id = "user_reset",
    responses((status = 201, body = InvitationMade)))]
async fn reset(
    auth: Proven<act::TeamWrite>,
    State(state): State<HttpState>,
    Id(ColleagueRef(id)): Id<ColleagueRef>,
) -> Result<(StatusCode, Json<InvitationMade>), Problem> {
    Ok((StatusCode::CREATED, Json(state.app.users().reset(&auth, &id).await?)))
}

/// End every session of somebody, such as of who lost a computer.
#[utoipa::path(delete, path = "/team/{id}/sessions", tag = "user", operation_id = "user_sessions_end",
    responses((status = 204)))]
async fn sessions_end(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
    Id(ColleagueRef(id)): Id<ColleagueRef>,
) -> Result<StatusCode, Problem> {
    work!(state.app.store, |w| { w.sessions().end_all(&auth, &id, state.app.clock.now()).await })?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take every second factor of somebody away who lost it: authenticator, passkeys, recovery codes. Their sessions end; it needs
/// a fresh proof.
#[utoipa::path(delete, path = "/team/{id}/factor", tag = "user", operation_id = "user_factor_remove",
    responses((status = 204)))]
async fn factor_remove(
    auth: Proven<act::TeamWrite>,
    State(state): State<HttpState>,
    Id(ColleagueRef(id)): Id<ColleagueRef>,
) -> Result<StatusCode, Problem> {
    state.app.factors().remove_of(&auth, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
