//! Who acts: staff by session cookie, a server by key.
//!
//! Invariant: whoever may not do something is told so before what they sent is read; where the organisation asks for a second
//! factor, whoever has none can do nothing but set it up; what gives others power, and what cannot be undone, needs a proof of
//! the last ten minutes, or a key that was made for it.

mod asker;

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{FromRequestParts, Request, State},
    http::{Method, request::Parts},
    middleware::Next,
    response::Response,
};
use hjemmel_app::{Own, key_user, staff_actor};
use hjemmel_model::{Action, AtMs, Language, Role, Scope, SessionId, TenantId, UserId};
use hjemmel_policy::{Actor, Authorized, act, authorize_staff};
use hjemmel_store::work;
use hjemmel_words::{Message, key, message};

pub use asker::{Account, Anybody, May, OwnPage, Proven, ProvenAccount, SignedIn};

use crate::{
    HttpState, Problem,
    caller::{cookie, text},
};

/// The header that a page of another site cannot send without asking.
const OWN_HEADER: &str = "x-hjemmel";
const SEEN_EVERY_MS: i64 = 10 * 60_000;
/// How long a proof is fresh.
const PROOF_MS: i64 = 10 * 60_000;
/// What marks the browser as known.
pub const BROWSER_COOKIE: &str = "hjemmel_browser";

/// The session cookie. Over HTTPS no other host and no plain page can set it.
pub fn session_cookie(secure: bool) -> &'static str {
    if secure { "__Host-hjemmel_session" } else { "hjemmel_session" }
}

/// What was refused while a request was handled, to be written down after it.
#[derive(Clone, Default)]
struct Refused(Arc<OnceLock<(TenantId, Actor, Action)>>);

/// Write down what a member of staff or a key was refused, before they are told.
pub async fn refusals(State(state): State<HttpState>, mut request: Request, next: Next) -> Response {
    let refused = Refused::default();
    request.extensions_mut().insert(refused.clone());
    let response = next.run(request).await;
    if let Some((tenant, actor, action)) = refused.0.get() {
        state.app.audit().refused(tenant, actor, *action).await;
    }
    response
}

/// Since when it is proven who asks.
#[derive(Clone, Copy, Debug)]
enum Proof {
    /// By signing in, or since.
    At(AtMs),
    /// By a key.
    Key,
}

/// The staff member or server that asks.
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
    actor: Actor,
    scope: Scope,
    proof: Proof,
    refused: Option<Refused>,
}

impl Staff {
    /// Proof that the role allows the act, and the key where it is one.
    pub fn may<A: act::ActionKind>(&self) -> Result<Authorized<A>, Problem> {
        let refuse = |detail: Message| {
            if let Some(refused) = &self.refused {
                let _ = refused.0.set((self.tenant.clone(), self.actor.clone(), A::ACTION));
            }
            Problem::new("not_allowed", detail)
        };
        if !self.scope.holds(A::ACTION) {
            return Err(refuse(key!("detail_key_not_made_for_this").into()));
        }
        authorize_staff(&self.tenant, &self.user, self.role)
            .map_err(|denied| refuse(message!("detail_role_may_not", role = denied.role.name())))
    }

    /// It was proven within the last ten minutes who asks. A key shows that by having been made for the very act.
    pub fn fresh(&self, state: &HttpState) -> Result<(), Problem> {
        let fresh = match self.proof {
            Proof::At(at) => (0..=PROOF_MS).contains(&state.app.clock.now().since_ms(at)),
            Proof::Key if self.scope == Scope::Role => {
                return Err(Problem::new("not_allowed", key!("detail_key_from_before_scopes")));
            }
            Proof::Key => true,
        };
        if fresh { Ok(()) } else { Err(Problem::new("fresh_proof_needed", key!("detail_prove_it"))) }
    }

    /// The account of whoever is signed in. A server has none.
    pub fn own(&self) -> Result<Own<'_>, Problem> {
        let session = self.session.as_ref();
        let session = session.ok_or_else(|| Problem::new("not_allowed", key!("detail_key_has_no_account")))?;
        Ok(Own { tenant: &self.tenant, actor: &self.actor, user: &self.user, session })
    }
}

/// Refuse a change that another site's page could have started.
pub fn same_site(parts: &Parts) -> Result<(), Problem> {
    let changes = !matches!(parts.method, Method::GET | Method::HEAD);
    if changes && text(&parts.headers, OWN_HEADER).is_empty() {
        return Err(Problem::new("cross_site", key!("detail_send_the_header")));
    }
    Ok(())
}

async fn identified(parts: &Parts, state: &HttpState) -> Result<(Staff, bool), Problem> {
    let app = &state.app;
    let language = Language::from_accept(text(&parts.headers, "accept-language")).unwrap_or(Language::En);
    let needed = || Problem::new("sign_in_needed", key!("detail_sign_in_or_send_a_key"));
    let refused = parts.extensions.get::<Refused>().cloned();
    if let Some(secret) = text(&parts.headers, "authorization").strip_prefix("Bearer ") {
        let key = app.keys().open(secret).await?.ok_or_else(needed)?;
        let user = key_user(&key.id).ok_or_else(needed)?;
        let (actor, role) = (staff_actor(&user, key.role), key.role);
        let (proof, scope, tenant) = (Proof::Key, key.scope, key.tenant);
        return Ok((Staff { tenant, user, role, session: None, language, actor, scope, proof, refused }, false));
    }
    let token = cookie(&parts.headers, session_cookie(state.options.secure_cookies)).ok_or_else(needed)?;
    same_site(parts)?;
    let now = app.clock.now();
    let found = app.store.sessions().by_token(token, now).await?.ok_or_else(needed)?;
    if now.since_ms(found.seen_at) > SEEN_EVERY_MS {
        work!(app.store, |w| {
            w.sessions().seen(&found.session, now, now.plus_ms(found.role.session_idle_ms())).await
        })?;
    }
    let staff = Staff {
        actor: staff_actor(&found.user, found.role),
        tenant: found.tenant,
        user: found.user,
        role: found.role,
        session: Some(found.session),
        language,
        scope: Scope::Role,
        proof: Proof::At(found.proof_at),
        refused,
    };
    Ok((staff, found.factor_missing))
}

impl FromRequestParts<HttpState> for Staff {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        match identified(parts, state).await? {
            (staff, false) => Ok(staff),
            (_, true) => Err(Problem::new("second_factor_needed", key!("detail_your_organisation_asks_for_one"))),
        }
    }
}
