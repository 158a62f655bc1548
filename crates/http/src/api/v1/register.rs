//! The register: what the organisation does with people's data.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use hjemmel_app::{Activities, ActivityChange, ActivityVersions, AppError, RecordFormat, Terms, terms};
use hjemmel_model::{Activity, AtMs, EntryId, Language};
use hjemmel_policy::act;
use hjemmel_store::Entry;
use hjemmel_words::key;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::May,
    caller::text,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list: invalid,
        create: taken,
        change: changed,
        end: changed invalid,
        history,
        start: taken,
        read_terms,
        record: invalid,
    ]
}

/// The moment that is asked about.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct When {
    /// A day that has been, as `2026-11-27`: the register as it was at its end. Left out: as it is.
    #[param(example = "2026-11-27")]
    on: Option<String>,
}

impl When {
    fn at(&self) -> Result<Option<AtMs>, Problem> {
        let Some(day) = self.on.as_deref().filter(|day| !day.is_empty()) else { return Ok(None) };
        let end = AtMs::parse_rfc3339(&format!("{day}T23:59:59.999Z"));
        let wrong = || AppError::Invalid { field: "on", why: key!("field_is_a_day_that_has_been") };
        Ok(Some(end.ok_or_else(wrong)?))
    }
}

/// The processing activities, as they are or as they were at the end of a day, with what is missing today.
#[utoipa::path(get, path = "/register/activities", tag = "register", operation_id = "activity_list",
    params(When), responses((status = 200, body = Activities)))]
async fn list(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    Query(when): Query<When>,
) -> Result<Json<Activities>, Problem> {
    Ok(Json(state.app.register().activities(&auth, when.at()?).await?))
}

/// Enter a processing activity. What the program does is refused unless an activity names it.
#[utoipa::path(post, path = "/register/activities", tag = "register", operation_id = "activity_create",
    request_body = Activity, responses((status = 201, body = Entry<Activity>)))]
async fn create(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<Activity>,
) -> Result<(StatusCode, Json<Entry<Activity>>), Problem> {
    Ok((StatusCode::CREATED, Json(state.app.register().create(&auth, &draft).await?)))
}

/// Write the next version of a processing activity. What it names no longer is refused from then on.
#[utoipa::path(put, path = "/register/activities/{id}", tag = "register", operation_id = "activity_change",
    request_body = ActivityChange, responses((status = 200, body = Entry<Activity>)))]
async fn change(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Id(id): Id<EntryId>,
    Body(change): Body<ActivityChange>,
) -> Result<Json<Entry<Activity>>, Problem> {
    Ok(Json(state.app.register().change(&auth, &id, &change).await?))
}

/// The version that was read.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Version {
    /// When another one was written meanwhile, nothing ends.
    version: i64,
}

/// End a processing activity. What it named is refused from then on; what it said stays in its history.
#[utoipa::path(delete, path = "/register/activities/{id}", tag = "register", operation_id = "activity_end",
    params(Version), responses((status = 204)))]
async fn end(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Id(id): Id<EntryId>,
    Query(read): Query<Version>,
) -> Result<StatusCode, Problem> {
    state.app.register().end(&auth, &id, read.version).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Every version of a processing activity, newest first.
#[utoipa::path(get, path = "/register/activities/{id}/history", tag = "register", operation_id = "activity_history",
    responses((status = 200, body = ActivityVersions)))]
async fn history(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    Id(id): Id<EntryId>,
) -> Result<Json<ActivityVersions>, Problem> {
    Ok(Json(state.app.register().history(&auth, &id).await?))
}

/// Begin the register with the set that ships: an activity for each thing the program does, in the organisation's language.
#[utoipa::path(post, path = "/register/start", tag = "register", operation_id = "register_start",
    responses((status = 201, body = ActivityVersions)))]
async fn start(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
) -> Result<(StatusCode, Json<ActivityVersions>), Problem> {
    Ok((StatusCode::CREATED, Json(state.app.register().start(&auth).await?)))
}

/// The terms that processing activities are written in, in the reader's language.
#[utoipa::path(get, path = "/register/terms", tag = "register", operation_id = "register_terms",
    responses((status = 200, body = Terms)))]
async fn read_terms(_: May<act::RegisterRead>, headers: HeaderMap) -> Result<Json<Terms>, Problem> {
    Ok(Json(terms(language_of(&headers))))
}

fn language_of(headers: &HeaderMap) -> Language {
    Language::from_accept(text(headers, "accept-language")).unwrap_or(Language::En)
}

/// As what the record is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct RecordAsk {
    /// A page to print, a table or data.
    #[serde(default)]
    #[param(inline)]
    format: RecordFormat,
    /// The language it is written in; left out, the reader's.
    #[param(inline)]
    language: Option<Language>,
    /// A day that has been, as `2026-11-27`: the register as it was at its end. Left out: as it is.
    on: Option<String>,
}

/// The record of processing activities (Article 30) as a file: to print, as a table, or as data with the terms of the W3C Data
/// Privacy Vocabulary.
#[utoipa::path(get, path = "/register/record", tag = "register", operation_id = "register_record", params(RecordAsk),
    responses((status = 200, content((String = "text/html"), (String = "text/csv"), (Object = "application/json")))))]
async fn record(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    headers: HeaderMap,
    Query(ask): Query<RecordAsk>,
) -> Result<Response, Problem> {
    let language = ask.language.unwrap_or_else(|| language_of(&headers));
    let at = When { on: ask.on }.at()?;
    let file = state.app.register().record(&auth, at, ask.format, language).await?;
    let kind = match ask.format {
        RecordFormat::Html => "text/html; charset=utf-8",
        RecordFormat::Csv => "text/csv; charset=utf-8",
        RecordFormat::Json => "application/json",
    };
    let named = format!("attachment; filename=\"{}\"", file.name);
    Ok(([("content-type", kind.to_owned()), ("content-disposition", named)], file.bytes).into_response())
}
