//! Who acts: staff by session cookie, a server by key.

use axum::{
    extract::FromRequestParts,
    http::{Method, request::Parts},
};
use hjemmel_model::{Language, Role, SessionId, TenantId, UserId};
use hjemmel_policy::{Authorized, act, authorize_staff};

use crate::{
    HttpState, Problem,
    caller::{cookie, text},
};

/// The session cookie.
pub const SESSION_COOKIE: &str = "hjemmel_session";
/// The header that a page of another site cannot send without asking.
const OWN_HEADER: &str = "x-hjemmel";
const SEEN_EVERY_MS: i64 = 10 * 60_000;

/// The staff member or server that asks.
#[derive(Debug)]
pub struct Staff {
    /// Whose data.
    pub tenant: TenantId,
    /// Who.
    pub user: UserId,
    /// As what.
    pub role: Role,
    /// In which session; none for a server.
    pub session: Option<SessionId>,
    /// The language they read.
    pub language: Language,
}

impl Staff {
    /// Proof that the role allows the act.
    pub fn may<A: act::ActionKind>(&self) -> Result<Authorized<A>, Problem> {
        authorize_staff(&self.tenant, &self.user, self.role)
            .map_err(|denied| Problem::new("not_allowed", denied.to_string()))
    }
}

/// Refuse a change that another site's page could have started.
pub fn same_site(parts: &Parts) -> Result<(), Problem> {
    let changes = !matches!(parts.method, Method::GET | Method::HEAD);
    if changes && text(&parts.headers, OWN_HEADER).is_empty() {
        return Err(Problem::new("cross_site", "send the header `X-Hjemmel: 1` with every change"));
    }
    Ok(())
}

/// For endpoints without a session: the request came from our own page.
pub struct OwnPage;

impl FromRequestParts<HttpState> for OwnPage {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &HttpState) -> Result<Self, Problem> {
        same_site(parts).map(|()| OwnPage)
    }
}

impl FromRequestParts<HttpState> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        let app = &state.app;
        let language = Language::from_accept(text(&parts.headers, "accept-language")).unwrap_or(Language::En);
        let needed = || Problem::new("sign_in_needed", "sign in, or send `Authorization: Bearer` with a key");
        if let Some(secret) = text(&parts.headers, "authorization").strip_prefix("Bearer ") {
            let (id, tenant, role) = app.store.api_key_by_secret(secret).await?.ok_or_else(needed)?;
            let user = UserId::parse(&format!("usr_{id}")).map_err(|_| needed())?;
            return Ok(Staff { tenant, user, role, session: None, language });
        }
        let token = cookie(&parts.headers, SESSION_COOKIE).ok_or_else(needed)?;
        same_site(parts)?;
        let now = app.clock.now();
        let found = app.store.session_by_token(token, now).await?.ok_or_else(needed)?;
        if now.since_ms(found.seen_at) > SEEN_EVERY_MS {
            app.store.session_seen(&found.session, now, now.plus_days(14)).await?;
        }
        Ok(Staff { tenant: found.tenant, user: found.user, role: found.role, session: Some(found.session), language })
    }
}
