//! Requests of people: enter, see with their clock, take steps, answer.

use axum::{Json, extract::State, http::StatusCode, response::Response};
use hjemmel_app::{
    PauseTell, PauseView, ReplyAsk, ReplyDraft, ReplySent, RequestChange, RequestDraft, RequestView, Requests,
};
use hjemmel_model::{Language, PersonId, RequestId};
use hjemmel_policy::act;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::May,
    holder::zipped,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        create: not_found,
        read,
        step: changed no_answer recipients_open unanswered,
        reply_draft,
        reply: changed mail_later,
        copy,
        restrict: changed refused,
        tell: changed,
    ]
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Closed requests before this id.
    before: Option<String>,
}

/// Open requests, the most urgent first, and closed ones, newest first.
#[utoipa::path(get, path = "/requests", tag = "request", operation_id = "request_list", params(Page),
    responses((status = 200, body = Requests)))]
async fn list(
    auth: May<act::RequestRead>,
    State(state): State<HttpState>,
    Query(page): Query<Page>,
) -> Result<Json<Requests>, Problem> {
    Ok(Json(state.app.requests().list(&auth, page.before.as_deref()).await?))
}

/// Enter a request that came by telephone, letter or mail, or from another program. Its clock runs from when it came.
#[utoipa::path(post, path = "/requests", tag = "request", operation_id = "request_create", request_body = RequestDraft,
    responses((status = 201, body = RequestView)))]
async fn create(
    auth: May<act::RequestWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<RequestDraft>,
) -> Result<(StatusCode, Json<RequestView>), Problem> {
    let made = state.app.requests().create(&auth, &draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// One request, its clock, and what was done about it.
#[utoipa::path(get, path = "/requests/{id}", tag = "request", operation_id = "request_read",
    responses((status = 200, body = RequestView)))]
async fn read(
    auth: May<act::RequestRead>,
    State(state): State<HttpState>,
    Id(id): Id<RequestId>,
) -> Result<Json<RequestView>, Problem> {
    let found = state.app.requests().detail(&auth, &id).await?;
    state.app.audit().looked(&auth, "person.request", id.as_str()).await;
    Ok(Json(found))
}

/// Take a step: begin, write down, ask who it is, extend, close.
#[utoipa::path(post, path = "/requests/{id}/steps", tag = "request", operation_id = "request_step",
    request_body = RequestChange,
    responses((status = 200, body = RequestView)))]
async fn step(
    auth: May<act::RequestWrite>,
    State(state): State<HttpState>,
    Id(id): Id<RequestId>,
    Body(change): Body<RequestChange>,
) -> Result<Json<RequestView>, Problem> {
    Ok(Json(state.app.requests().step(&auth, &id, &change).await?))
}

/// An answer from a template, in the language of the request, to be read and changed.
#[utoipa::path(post, path = "/requests/{id}/reply/draft", tag = "request", operation_id = "request_reply_draft",
    request_body = ReplyAsk, responses((status = 200, body = ReplyDraft)))]
async fn reply_draft(
    auth: May<act::RequestRead>,
    State(state): State<HttpState>,
    Id(id): Id<RequestId>,
    Body(ask): Body<ReplyAsk>,
) -> Result<Json<ReplyDraft>, Problem> {
    Ok(Json(state.app.requests().reply_draft(&auth, &id, &ask).await?))
}

/// Send an answer to the person's confirmed address; without one it is written down, to be sent by hand.
#[utoipa::path(post, path = "/requests/{id}/reply", tag = "request", operation_id = "request_reply",
    request_body = ReplyDraft,
    responses((status = 200, body = ReplySent)))]
async fn reply(
    auth: May<act::RequestWrite>,
    State(state): State<HttpState>,
    Id(id): Id<RequestId>,
    Body(draft): Body<ReplyDraft>,
) -> Result<Json<ReplySent>, Problem> {
    Ok(Json(state.app.requests().reply(&auth, &id, &draft).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Words {
    /// `da`, `sv` or `en`.
    language: Option<String>,
}

/// Everything that is held about a person, as a file for them: a page that needs no network, JSON and CSV.
#[utoipa::path(post, path = "/people/{id}/copy", tag = "request", operation_id = "person_copy", params(Words),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>)))]
async fn copy(
    auth: May<act::RequestWrite>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Query(words): Query<Words>,
) -> Result<Response, Problem> {
    let read = auth.also::<act::PersonRead>()?;
    let language = words.language.as_deref().and_then(Language::from_tag);
    Ok(zipped(state.app.requests().copy_of(&auth, &read, &id, language).await?))
}

/// Whether a person's data is only stored.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Restriction {
    /// `true` to only store it from now on; `false` to use it again, a week after the person was told (18(3)).
    restricted: bool,
}

/// Have a person's data only stored, or used again. The answer says what stands still since when, and what ending it needs.
#[utoipa::path(put, path = "/people/{id}/restriction", tag = "request", operation_id = "person_restrict",
    request_body = Restriction, responses((status = 200, body = PauseView)))]
async fn restrict(
    auth: May<act::RequestWrite>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Body(to): Body<Restriction>,
) -> Result<Json<PauseView>, Problem> {
    Ok(Json(state.app.requests().restrict(&auth, &id, to.restricted).await?))
}

/// Tell a person by mail that the pause ends, or write down that they were told by letter. A week later it may end.
#[utoipa::path(post, path = "/people/{id}/restriction/told", tag = "request", operation_id = "person_restrict_tell",
    request_body = PauseTell, responses((status = 200, body = PauseView)))]
async fn tell(
    auth: May<act::RequestWrite>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Body(how): Body<PauseTell>,
) -> Result<Json<PauseView>, Problem> {
    Ok(Json(state.app.requests().pause_tell(&auth, &id, &how).await?))
}
