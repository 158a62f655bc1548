//! Passkeys: one's own, and signing in with one alone.

use axum::{
    Json,
    extract::{FromRequestParts, State},
    http::{HeaderMap, StatusCode, request::Parts},
    response::Response,
};
use hjemmel_app::{
    Me, PasskeyAnswer, PasskeyCreation, PasskeyDraft, PasskeyMade, PasskeyRequest, PasskeySignIn, PasskeyView,
};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::{
    Body,
    session::{device, signed_in},
};
use crate::{
    HttpState, Problem,
    auth::{Account, BROWSER_COOKIE, OwnPage, ProvenAccount},
    caller::{From, cookie, text},
    operation::{Facts, Id, Part, PasskeyRef, operations},
    person::place,
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        add: passkey_wrong taken,
        begin: invalid,
        rename,
        remove,
        ask_proof: not_found,
        sign_in: passkey_copied passkey_wrong too_many_attempts,
        ask,
    ]
}

/// The page that asks is the one that passkeys are made for.
struct Here;

impl Part for Here {
    fn tell(facts: &mut Facts) {
        facts.gives(&["passkey_elsewhere", "passkeys_unavailable"]);
    }
}

impl FromRequestParts<HttpState> for Here {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        state.app.passkeys().page(text(&parts.headers, "origin"))?;
        Ok(Here)
    }
}

/// One's own passkeys, oldest first.
#[utoipa::path(get, path = "/session/passkeys", tag = "session", operation_id = "session_passkey_list",
    responses((status = 200, body = Vec<PasskeyView>)))]
async fn list(account: Account, State(state): State<HttpState>) -> Result<Json<Vec<PasskeyView>>, Problem> {
    Ok(Json(state.app.passkeys().list(account.own().user).await?))
}

/// Ask the browser for a new passkey. It needs a fresh proof.
#[utoipa::path(post, path = "/session/passkeys/challenge", tag = "session", operation_id = "session_passkey_begin",
    responses((status = 200, body = PasskeyCreation)))]
async fn begin(
    account: ProvenAccount,
    State(state): State<HttpState>,
    _here: Here,
) -> Result<Json<PasskeyCreation>, Problem> {
    let own = account.own();
    Ok(Json(state.app.passkeys().begin(own).await?))
}

/// Keep the passkey that the browser made. Where it is the first second factor, the recovery codes are in this answer and never
/// again, and every other session ends.
#[utoipa::path(post, path = "/session/passkeys", tag = "session", operation_id = "session_passkey_add",
    request_body = PasskeyDraft, responses((status = 201, body = PasskeyMade)))]
async fn add(
    account: ProvenAccount,
    State(state): State<HttpState>,
    _here: Here,
    Body(draft): Body<PasskeyDraft>,
) -> Result<(StatusCode, Json<PasskeyMade>), Problem> {
    let own = account.own();
    Ok((StatusCode::CREATED, Json(state.app.passkeys().add(own, &draft).await?)))
}

/// What a passkey is called.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PasskeyName {
    /// What its holder calls it: 1 to 100 characters.
    name: String,
}

/// Call one's own passkey something else.
#[utoipa::path(put, path = "/session/passkeys/{id}", tag = "session", operation_id = "session_passkey_rename",
    request_body = PasskeyName, responses((status = 204)))]
async fn rename(
    account: Account,
    State(state): State<HttpState>,
    Id(PasskeyRef(id)): Id<PasskeyRef>,
    Body(input): Body<PasskeyName>,
) -> Result<StatusCode, Problem> {
    state.app.passkeys().rename(account.own(), &id, &input.name).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove one's own passkey. It needs a fresh proof.
#[utoipa::path(delete, path = "/session/passkeys/{id}", tag = "session", operation_id = "session_passkey_remove",
    responses((status = 204)))]
async fn remove(
    account: ProvenAccount,
    State(state): State<HttpState>,
    Id(PasskeyRef(id)): Id<PasskeyRef>,
) -> Result<StatusCode, Problem> {
    let own = account.own();
    state.app.passkeys().remove(own, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for a passkey as fresh proof; its answer goes to `POST /session/proof`.
#[utoipa::path(post, path = "/session/proof/challenge", tag = "session", operation_id = "session_proof_challenge",
    responses((status = 200, body = PasskeyRequest)))]
async fn ask_proof(
    account: Account,
    State(state): State<HttpState>,
    _here: Here,
) -> Result<Json<PasskeyRequest>, Problem> {
    Ok(Json(state.app.passkeys().ask_proof(account.own()).await?))
}

/// Ask for a passkey to sign in with, whoever's it is; its answer goes to `POST /session/passkey`.
#[utoipa::path(post, path = "/session/passkey/challenge", tag = "session", operation_id = "session_passkey_ask",
    responses((status = 200, body = PasskeyRequest)))]
async fn ask(_: OwnPage, State(state): State<HttpState>, _here: Here) -> Result<Json<PasskeyRequest>, Problem> {
    Ok(Json(state.app.passkeys().ask_alone()?))
}

/// Sign in with a passkey alone.
#[utoipa::path(post, path = "/session/passkey", tag = "session", operation_id = "session_passkey_create",
    request_body = PasskeyAnswer, responses((status = 200, body = Me)))]
async fn sign_in(
    _: OwnPage,
    State(state): State<HttpState>,
    _here: Here,
    (from, headers): (From, HeaderMap),
    Body(passkey): Body<PasskeyAnswer>,
) -> Result<Response, Problem> {
    let input = PasskeySignIn {
        passkey,
        place: place(from.0.ip),
        browser: cookie(&headers, BROWSER_COOKIE).unwrap_or_default().to_owned(),
        device: device(&headers),
    };
    Ok(signed_in(&state, state.app.passkeys().sign_in(&input).await?))
}
