//! Requests of people: enter, see with their clock, take steps, answer.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use hjemmel_app::{ReplyAsk, ReplyDraft, ReplySent, RequestChange, RequestDraft, RequestView, Requests};
use hjemmel_model::{Language, PersonId, RequestId};
use hjemmel_policy::act;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
    holder::zipped,
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(read))
        .routes(routes!(step))
        .routes(routes!(reply_draft))
        .routes(routes!(reply))
        .routes(routes!(copy))
        .routes(routes!(restrict))
}

fn request_id(text: &str) -> Result<RequestId, Problem> {
    RequestId::parse(text).map_err(|e| Problem::new("malformed", e))
}

fn person_id(text: &str) -> Result<PersonId, Problem> {
    PersonId::parse(text).map_err(|e| Problem::new("malformed", e))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Closed requests before this id.
    before: Option<String>,
}

/// Open requests, the most urgent first, and closed ones, newest first.
#[utoipa::path(get, path = "/requests", tag = "request", operation_id = "request_list", params(Page),
    responses((status = 200, body = Requests), (status = 403, body = Problem)))]
async fn list(
    State(state): State<HttpState>,
    staff: Staff,
    Query(page): Query<Page>,
) -> Result<Json<Requests>, Problem> {
    Ok(Json(state.app.requests().list(&staff.may::<act::RequestRead>()?, page.before.as_deref()).await?))
}

/// Enter a request that came by telephone, letter or mail, or from another program. Its clock runs from when it came.
#[utoipa::path(post, path = "/requests", tag = "request", operation_id = "request_create", request_body = RequestDraft,
    responses((status = 201, body = RequestView), (status = 404, body = Problem), (status = 422, body = Problem)))]
async fn create(
    State(state): State<HttpState>,
    staff: May<act::RequestWrite>,
    Body(draft): Body<RequestDraft>,
) -> Result<(StatusCode, Json<RequestView>), Problem> {
    let made = state.app.requests().create(&staff.may::<act::RequestWrite>()?, &draft).await?;
    Ok((StatusCode::CREATED, Json(made)))
}

/// One request, its clock, and what was done about it.
#[utoipa::path(get, path = "/requests/{id}", tag = "request", operation_id = "request_read",
    responses((status = 200, body = RequestView), (status = 404, body = Problem)))]
async fn read(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Json<RequestView>, Problem> {
    let auth = staff.may::<act::RequestRead>()?;
    let found = state.app.requests().detail(&auth, &request_id(&id)?).await?;
    state.app.audit().looked(&auth, "person.request", &id).await;
    Ok(Json(found))
}

/// Take a step: begin, write down, ask who it is, extend, close.
#[utoipa::path(post, path = "/requests/{id}/steps", tag = "request", operation_id = "request_step",
    request_body = RequestChange,
    responses((status = 200, body = RequestView), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn step(
    State(state): State<HttpState>,
    staff: May<act::RequestWrite>,
    Path(id): Path<String>,
    Body(change): Body<RequestChange>,
) -> Result<Json<RequestView>, Problem> {
    let auth = staff.may::<act::RequestWrite>()?;
    Ok(Json(state.app.requests().step(&auth, &request_id(&id)?, &change).await?))
}

/// An answer from a template, in the language of the request, to be read and changed.
#[utoipa::path(post, path = "/requests/{id}/reply/draft", tag = "request", operation_id = "request_reply_draft",
    request_body = ReplyAsk, responses((status = 200, body = ReplyDraft), (status = 404, body = Problem)))]
async fn reply_draft(
    State(state): State<HttpState>,
    staff: May<act::RequestRead>,
    Path(id): Path<String>,
    Body(ask): Body<ReplyAsk>,
) -> Result<Json<ReplyDraft>, Problem> {
    let auth = staff.may::<act::RequestRead>()?;
    Ok(Json(state.app.requests().reply_draft(&auth, &request_id(&id)?, &ask).await?))
}

/// Send an answer to the person's confirmed address; without one it is written down, to be sent by hand.
#[utoipa::path(post, path = "/requests/{id}/reply", tag = "request", operation_id = "request_reply",
    request_body = ReplyDraft,
    responses((status = 200, body = ReplySent), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
async fn reply(
    State(state): State<HttpState>,
    staff: May<act::RequestWrite>,
    Path(id): Path<String>,
    Body(draft): Body<ReplyDraft>,
) -> Result<Json<ReplySent>, Problem> {
    let auth = staff.may::<act::RequestWrite>()?;
    Ok(Json(state.app.requests().reply(&auth, &request_id(&id)?, &draft).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Words {
    /// `da`, `sv` or `en`.
    language: Option<String>,
}

/// Everything that is held about a person, as a file for them: a page that needs no network, JSON and CSV.
#[utoipa::path(post, path = "/people/{id}/copy", tag = "request", operation_id = "person_copy", params(Words),
    responses((status = 200, content_type = "application/zip", body = Vec<u8>), (status = 404, body = Problem)))]
async fn copy(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
    Query(words): Query<Words>,
) -> Result<Response, Problem> {
    let auth = staff.may::<act::RequestWrite>()?;
    let read = staff.may::<act::PersonRead>()?;
    let language = words.language.as_deref().and_then(Language::from_tag);
    Ok(zipped(state.app.requests().copy_of(&auth, &read, &person_id(&id)?, language).await?))
}

/// Whether a person's data is only stored.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Restriction {
    /// `true` to only store it from now on; `false` to use it again, after the person was told (18(3)).
    restricted: bool,
}

/// Have a person's data only stored, or used again.
#[utoipa::path(put, path = "/people/{id}/restriction", tag = "request", operation_id = "person_restrict",
    request_body = Restriction, responses((status = 204), (status = 404, body = Problem)))]
async fn restrict(
    State(state): State<HttpState>,
    staff: May<act::RequestWrite>,
    Path(id): Path<String>,
    Body(to): Body<Restriction>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::RequestWrite>()?;
    state.app.requests().restrict(&auth, &person_id(&id)?, to.restricted).await?;
    Ok(StatusCode::NO_CONTENT)
}
