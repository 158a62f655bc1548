//! Signing in and out, one's own sessions, and one-time links.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{AppendHeaders, IntoResponse, Response},
};
use hjemmel_app::{JoinInput, Me, PasskeyAnswer, SignInInput};
use hjemmel_collect::classify_device;
use hjemmel_model::SessionId;
use hjemmel_store::work;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{
    DemoHint, HttpState, Problem,
    auth::{Anybody, BROWSER_COOKIE, OwnPage, SignedIn, session_cookie},
    caller::{From, cookie, text},
    operation::{Id, operations},
    person::place,
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        sign_in: passkey_copied passkey_elsewhere passkey_wrong passkeys_unavailable second_factor_asked second_factor_wrong sign_in_failed too_many_attempts,
        sign_out,
        me,
        list,
        revoke,
        look: link_spent,
        follow: link_spent passkey_copied passkey_elsewhere passkey_wrong passkeys_unavailable second_factor_asked second_factor_wrong taken too_many_attempts,
        hint,
    ]
}

/// Address and password.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct SignIn {
    /// Address.
    email: String,
    /// Password.
    password: String,
    /// A code of the second factor, or a recovery code; asked for with `second_factor_asked`.
    #[serde(default)]
    code: String,
    /// A passkey's answer in place of a code, to what stands as `passkey` in `second_factor_asked`.
    #[serde(default)]
    passkey: Option<PasskeyAnswer>,
}

pub(super) fn device(headers: &HeaderMap) -> String {
    let (_, browser, os) = classify_device(text(headers, "user-agent"));
    format!("{browser} \u{b7} {os}")
}

/// Days a browser is known after somebody signed in with it.
const BROWSER_DAYS: i64 = 400;

fn set_cookie(state: &HttpState, name: &str, value: &str, seconds: i64) -> (header::HeaderName, String) {
    let secure = if state.options.secure_cookies { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    (header::SET_COOKIE, cookie)
}

pub(super) fn signed_in(state: &HttpState, done: hjemmel_app::SignedIn) -> Response {
    let session = session_cookie(state.options.secure_cookies);
    let cookies = [
        set_cookie(state, session, &done.token, done.seconds),
        set_cookie(state, BROWSER_COOKIE, &done.browser, BROWSER_DAYS * 86_400),
    ];
    (AppendHeaders(cookies), Json(done.me)).into_response()
}

/// Sign in. Where somebody has a second factor, the answer to a right password alone is `second_factor_asked`.
#[utoipa::path(post, path = "/session", tag = "session", operation_id = "session_create", request_body = SignIn,
    responses((status = 200, body = Me)))]
async fn sign_in(
    _: OwnPage,
    State(state): State<HttpState>,
    from: From,
    headers: HeaderMap,
    Body(body): Body<SignIn>,
) -> Result<Response, Problem> {
    let input = SignInInput {
        email: body.email,
        password: body.password,
        code: body.code,
        passkey: body.passkey,
        place: place(from.0.ip),
        browser: cookie(&headers, BROWSER_COOKIE).unwrap_or_default().to_owned(),
        device: device(&headers),
    };
    Ok(signed_in(&state, state.app.users().sign_in_with(&input).await?))
}

/// Sign out.
#[utoipa::path(delete, path = "/session", tag = "session", operation_id = "session_delete", responses((status = 204)))]
async fn sign_out(staff: SignedIn, State(state): State<HttpState>) -> Result<Response, Problem> {
    if let Some(session) = &staff.session {
        work!(state.app.store, |w| { w.sessions().delete(&staff.user, session).await })?;
    }
    let gone = set_cookie(&state, session_cookie(state.options.secure_cookies), "", 0);
    Ok((StatusCode::NO_CONTENT, [gone]).into_response())
}

/// Who asks.
#[utoipa::path(get, path = "/session", tag = "session", operation_id = "session_read",
    responses((status = 200, body = Me)))]
async fn me(staff: SignedIn, State(state): State<HttpState>) -> Result<Json<Me>, Problem> {
    Ok(Json(state.app.users().me(&staff.user).await?))
}

/// One of one's own sessions.
#[derive(Serialize, utoipa::ToSchema)]
struct OwnSession {
    /// Its id.
    #[schema(value_type = SessionId)]
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
async fn list(staff: SignedIn, State(state): State<HttpState>) -> Result<Json<Vec<OwnSession>>, Problem> {
    let all = state.app.store.sessions().list(&staff.user, staff.role, state.app.clock.now()).await?;
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
    responses((status = 204)))]
async fn revoke(staff: SignedIn, State(state): State<HttpState>, Id(id): Id<SessionId>) -> Result<StatusCode, Problem> {
    work!(state.app.store, |w| { w.sessions().delete(&staff.user, &id).await })?;
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
    responses((status = 200, body = LinkFor)))]
async fn look(_: Anybody, State(state): State<HttpState>, headers: HeaderMap) -> Result<Json<LinkFor>, Problem> {
    let link = state.app.users().link_look(text(&headers, "hjemmel-link")).await?;
    Ok(Json(LinkFor { kind: link.kind.name().into(), role: link.role }))
}

/// Follow a link: join, or choose a new password.
#[utoipa::path(post, path = "/link", tag = "session", operation_id = "link_follow", request_body = JoinInput,
    responses((status = 200, body = Me)))]
async fn follow(
    _: OwnPage,
    State(state): State<HttpState>,
    headers: HeaderMap,
    Body(body): Body<JoinInput>,
) -> Result<Response, Problem> {
    let done = state.app.users().link_follow(text(&headers, "hjemmel-link"), &body, &device(&headers)).await?;
    Ok(signed_in(&state, done))
}

/// What the sign-in page tells in the demo; null otherwise.
#[utoipa::path(get, path = "/demo", tag = "session", operation_id = "demo_read",
    responses((status = 200, body = Option<DemoHint>)))]
async fn hint(_: Anybody, State(state): State<HttpState>) -> Json<Option<DemoHint>> {
    Json(state.options.demo.clone())
}
