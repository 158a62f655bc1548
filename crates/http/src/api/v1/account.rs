//! One's own account: password, second factor, proof, and what was done with it.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{FactorDraft, ProofInput, RecoveryCodes};
use hjemmel_store::AuditEntry;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::{Account, ProvenAccount},
    operation::operations,
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        prove: passkey_copied passkey_elsewhere passkey_wrong passkeys_unavailable proof_wrong too_many_attempts,
        password: proof_wrong too_many_attempts,
        activity,
        factor_begin: taken,
        factor_confirm: not_found second_factor_wrong taken too_many_attempts,
        factor_remove,
        recovery: not_found,
    ]
}

/// Prove again that it is still whoever signed in: for ten minutes what asks for a fresh proof can be done.
#[utoipa::path(post, path = "/session/proof", tag = "session", operation_id = "session_proof", request_body = ProofInput,
    responses((status = 204)))]
async fn prove(
    account: Account,
    State(state): State<HttpState>,
    Body(input): Body<ProofInput>,
) -> Result<StatusCode, Problem> {
    state.app.factors().prove(account.own(), &input).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The old password and a new one.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct PasswordInput {
    /// The old one.
    old: String,
    /// The new one: at least 12 characters, and none that is easily guessed.
    password: String,
}

/// Change one's own password. Every other session ends.
#[utoipa::path(put, path = "/session/password", tag = "session", operation_id = "session_password",
    request_body = PasswordInput, responses((status = 204)))]
async fn password(
    account: Account,
    State(state): State<HttpState>,
    Body(input): Body<PasswordInput>,
) -> Result<StatusCode, Problem> {
    state.app.users().password_change(account.own(), &input.old, &input.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Before {
    /// Entries before this number.
    before: Option<i64>,
}

/// What one did, and what was done to one's account, newest first: sign-ins, failures, changes, looking at people.
#[utoipa::path(get, path = "/session/activity", tag = "session", operation_id = "session_activity", params(Before),
    responses((status = 200, body = Vec<AuditEntry>)))]
async fn activity(
    account: Account,
    State(state): State<HttpState>,
    Query(page): Query<Before>,
) -> Result<Json<Vec<AuditEntry>>, Problem> {
    let own = account.own();
    Ok(Json(state.app.audit().own(own.tenant, own.user, page.before.unwrap_or(i64::MAX)).await?))
}

/// Make a secret for an authenticator. It counts once a code of it was shown.
#[utoipa::path(post, path = "/session/factor", tag = "session", operation_id = "session_factor_begin",
    responses((status = 201, body = FactorDraft)))]
async fn factor_begin(
    account: ProvenAccount,
    State(state): State<HttpState>,
) -> Result<(StatusCode, Json<FactorDraft>), Problem> {
    let own = account.own();
    Ok((StatusCode::CREATED, Json(state.app.factors().begin(own).await?)))
}

/// A code.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CodeInput {
    /// What the authenticator shows.
    code: String,
}

/// Show that the authenticator works: from now on it is asked for. The recovery codes are in this answer and never again.
#[utoipa::path(put, path = "/session/factor", tag = "session", operation_id = "session_factor_confirm",
    request_body = CodeInput, responses((status = 200, body = RecoveryCodes)))]
async fn factor_confirm(
    account: Account,
    State(state): State<HttpState>,
    Body(input): Body<CodeInput>,
) -> Result<Json<RecoveryCodes>, Problem> {
    Ok(Json(state.app.factors().confirm(account.own(), &input.code).await?))
}

/// Do without an authenticator. Passkeys stay.
#[utoipa::path(delete, path = "/session/factor", tag = "session", operation_id = "session_factor_remove",
    responses((status = 204)))]
async fn factor_remove(account: ProvenAccount, State(state): State<HttpState>) -> Result<StatusCode, Problem> {
    let own = account.own();
    state.app.factors().remove(own).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// New recovery codes in place of the old ones.
#[utoipa::path(post, path = "/session/factor/recovery", tag = "session", operation_id = "session_factor_recovery",
    responses((status = 201, body = RecoveryCodes)))]
async fn recovery(
    account: ProvenAccount,
    State(state): State<HttpState>,
) -> Result<(StatusCode, Json<RecoveryCodes>), Problem> {
    let own = account.own();
    Ok((StatusCode::CREATED, Json(state.app.factors().recovery_replace(own).await?)))
}
