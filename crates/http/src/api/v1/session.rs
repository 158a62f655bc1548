//! Signing in and out, one's own sessions, and one-time links.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::{JoinInput, Me, SignedIn};
use hjemmel_collect::classify_device;
use hjemmel_model::SessionId;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{OwnPage, SESSION_COOKIE, Staff},
    caller::{From, text},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(sign_in, sign_out, me))
        .routes(routes!(list))
        .routes(routes!(revoke))
        .routes(routes!(look, follow))
        .routes(routes!(hint))
}

/// Address and password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// Address.
    email: String,
    /// Password.
    password: String,
}

fn device(headers: &HeaderMap) -> String {
    let (_, browser, os) = classify_device(text(headers, "user-agent"));
    format!("{browser} \u{b7} {os}")
}

fn signed_in(state: &HttpState, done: SignedIn) -> Response {
    let secure = if state.options.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{SESSION_COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=1209600{secure}", done.token);
    ([(header::SET_COOKIE, cookie)], Json(done.me)).into_response()
}

/// Sign in.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "session_create", request_body = SignIn,
    responses((status = 200, body = Me), (status = 401, body = Problem), (status = 429, body = Problem)))]
async fn sign_in(
    State(state): State<HttpState>,
    _own: OwnPage,
    from: From,
    headers: HeaderMap,
    Body(body): Body<SignIn>,
) -> Result<Response, Problem> {
    let caller = from.0.ip.map(|ip| ip.to_string()).unwrap_or_default();
    let done = state.app.sign_in(&body.email, &body.password, &caller, &device(&headers)).await?;
    Ok(signed_in(&state, done))
}

/// Sign out.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "session_delete", responses((status = 204)))]
async fn sign_out(State(state): State<HttpState>, staff: Staff) -> Result<Response, Problem> {
    if let Some(session) = &staff.session {
        state.app.store.session_delete(&staff.user, session).await?;
    }
    let cookie = format!("{SESSION_COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]).into_response())
}

/// Who asks.
#[utoipa::path(get, path = "/session", tag = "session", operation_id = "session_read",
    responses((status = 200, body = Me), (status = 401, body = Problem)))]
async fn me(State(state): State<HttpState>, staff: Staff) -> Result<Json<Me>, Problem> {
    Ok(Json(state.app.me(&staff.user).await?))
}

/// One of one's own sessions.
#[derive(Serialize, utoipa::ToSchema)]
struct OwnSession {
    /// Its id.
    id: String,
    /// Browser and system.
    device: String,
    /// Last used, in milliseconds since 1970.
    seen_at: i64,
    /// Since when.
    created_at: i64,
    /// Whether it is the one that asks.
    current: bool,
}

/// One's own sessions.
#[utoipa::path(get, path = "/sessions", tag = "session", operation_id = "session_list",
    responses((status = 200, body = Vec<OwnSession>)))]
async fn list(State(state): State<HttpState>, staff: Staff) -> Result<Json<Vec<OwnSession>>, Problem> {
    let all = state.app.store.session_list(&staff.user, state.app.clock.now()).await?;
    let own = all.into_iter().map(|s| OwnSession {
        current: staff.session.as_ref() == Some(&s.id),
        id: s.id.to_string(),
        device: s.device,
        seen_at: s.seen_at.0,
        created_at: s.created_at.0,
    });
    Ok(Json(own.collect()))
}

/// End one of one's own sessions.
#[utoipa::path(delete, path = "/sessions/{id}", tag = "session", operation_id = "session_revoke",
    responses((status = 204), (status = 404, body = Problem)))]
async fn revoke(State(state): State<HttpState>, staff: Staff, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let id = SessionId::parse(&id).map_err(|e| Problem::new("malformed", e.to_string()))?;
    state.app.store.session_delete(&staff.user, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What a link is for.
#[derive(Serialize, utoipa::ToSchema)]
struct LinkFor {
    /// `invitation` or `reset`.
    kind: String,
    /// The role it gives.
    role: hjemmel_model::Role,
}

/// What a link is for. The secret travels in the header `Hjemmel-Link`, so that it stands in no log.
#[utoipa::path(get, path = "/link", tag = "session", operation_id = "link_read",
    responses((status = 200, body = LinkFor), (status = 410, body = Problem)))]
async fn look(State(state): State<HttpState>, headers: HeaderMap) -> Result<Json<LinkFor>, Problem> {
    let link = state.app.link_look(text(&headers, "hjemmel-link")).await?;
    let kind = match link.kind {
        hjemmel_store::LinkKind::Invitation => "invitation",
        hjemmel_store::LinkKind::Reset => "reset",
    };
    Ok(Json(LinkFor { kind: kind.into(), role: link.role }))
}

/// Follow a link: join, or choose a new password.
#[utoipa::path(post, path = "/link", tag = "session", operation_id = "link_follow", request_body = JoinInput,
    responses((status = 200, body = Me), (status = 410, body = Problem), (status = 422, body = Problem)))]
async fn follow(
    State(state): State<HttpState>,
    _own: OwnPage,
    headers: HeaderMap,
    Body(body): Body<JoinInput>,
) -> Result<Response, Problem> {
    let done = state.app.link_follow(text(&headers, "hjemmel-link"), &body, &device(&headers)).await?;
    Ok(signed_in(&state, done))
}

/// What the sign-in page tells in the demo; null otherwise.
#[utoipa::path(get, path = "/demo", tag = "session", operation_id = "demo_read", responses((status = 200)))]
async fn hint(State(state): State<HttpState>) -> Json<serde_json::Value> {
    Json(serde_json::to_value(&state.options.demo).unwrap_or_default())
}
