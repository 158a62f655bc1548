//! The register: what the organisation answers for. Every kind of record has the same operations; which kind stands in the
//! address.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use hjemmel_app::{
    DraftFor, KeptRecord, RecordFormat, RegisterChange, RegisterRecords, RegisterVersions, StateFormat, Terms, terms,
};
use hjemmel_model::{AnyRecord, AtMs, EntryId, Language, RegisterKind, SignedState, TenantId, with_kind};
use hjemmel_policy::act;
use hjemmel_store::{Entry, PeopleHeld, StoreError};
use hjemmel_words::message;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::May,
    caller::text,
    operation::{Id, Ids, Segment, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list: invalid,
        create: taken,
        change: changed,
        end: changed invalid,
        history: invalid,
        start: taken,
        read_terms,
        record: invalid,
        breach_draft,
        held,
        state_on: invalid,
    ]
}

/// A kind of record, as it stands in an address.
struct Kind(RegisterKind);

impl Segment for Kind {
    fn read(text: &str) -> Result<Kind, Problem> {
        RegisterKind::from_name(text).map(Kind).ok_or_else(|| StoreError::NotFound("record").into())
    }

    fn schema() -> Value {
        let names: Vec<_> = RegisterKind::ALL.iter().map(|kind| kind.name()).collect();
        let form = format!("^({})$", names.join("|"));
        json!({ "type": "string", "enum": names, "pattern": form, "examples": names.get(..1) })
    }
}

/// What was sent, as a record of the kind.
fn read<R: KeptRecord>(said: Value) -> Result<R, Problem> {
    serde_json::from_value(said)
        .map_err(|e| Problem::new("invalid", message!("detail_json_not_as_asked", why = e.to_string())))
}

/// The moment that is asked about.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct When {
    /// A day that has begun, as `2026-11-27`: the register as it was at its end, in the organisation's zone. Left out: as it is.
    #[param(example = "2026-11-27")]
    on: Option<String>,
}

impl When {
    fn at(&self, state: &HttpState, tenant: &TenantId) -> Result<Option<AtMs>, Problem> {
        let Some(day) = self.on.as_deref().filter(|day| !day.is_empty()) else { return Ok(None) };
        Ok(Some(state.app.register().day_end(tenant, day)?))
    }
}

/// The records of a kind, as they are or as they were at the end of a day, with what is missing today.
#[utoipa::path(get, path = "/register/{kind}", tag = "register", operation_id = "register_list",
    params(When), responses((status = 200, body = RegisterRecords)))]
async fn list(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    Id(Kind(kind)): Id<Kind>,
    headers: HeaderMap,
    Query(when): Query<When>,
) -> Result<Json<RegisterRecords>, Problem> {
    let (register, at, language) = (state.app.register(), when.at(&state, auth.tenant())?, language_of(&headers));
    Ok(Json(with_kind!(kind, R => register.list::<R>(&auth, at, language).await)?))
}

/// Enter a record. What the program does is refused unless an activity names it, and nobody outside gets anything unless a
/// supplier says that they may.
#[utoipa::path(post, path = "/register/{kind}", tag = "register", operation_id = "register_create",
    request_body = AnyRecord, responses((status = 201, body = Entry<AnyRecord>)))]
async fn create(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Id(Kind(kind)): Id<Kind>,
    Body(said): Body<Value>,
) -> Result<(StatusCode, Json<Entry<AnyRecord>>), Problem> {
    let register = state.app.register();
    let made = with_kind!(kind, R => register.create(&auth, &read::<R>(said)?).await?.any());
    Ok((StatusCode::CREATED, Json(made)))
}

/// The next version of a record.
#[derive(Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Change {
    /// The version that was read: when another one was written meanwhile, nothing is written over.
    version: i64,
    /// What it is to say.
    #[schema(value_type = AnyRecord)]
    entry: Value,
}

/// Write the next version of a record. What it names no longer is refused from then on.
#[utoipa::path(put, path = "/register/{kind}/{id}", tag = "register", operation_id = "register_change",
    request_body = Change, responses((status = 200, body = Entry<AnyRecord>)))]
async fn change(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Ids(Kind(kind), id): Ids<Kind, EntryId>,
    Body(Change { version, entry }): Body<Change>,
) -> Result<Json<Entry<AnyRecord>>, Problem> {
    let register = state.app.register();
    Ok(Json(with_kind!(kind, R => {
        let change = RegisterChange { version, entry: read::<R>(entry)? };
        register.change(&auth, &id, &change).await?.any()
    })))
}

/// The version that was read.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct Version {
    /// When another one was written meanwhile, nothing ends.
    version: i64,
}

/// End a record. What it named is refused from then on; what it said stays in its history.
#[utoipa::path(delete, path = "/register/{kind}/{id}", tag = "register", operation_id = "register_end",
    params(Version), responses((status = 204)))]
async fn end(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Ids(Kind(kind), id): Ids<Kind, EntryId>,
    Query(read): Query<Version>,
) -> Result<StatusCode, Problem> {
    let register = state.app.register();
    with_kind!(kind, R => register.end::<R>(&auth, &id, read.version).await)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Every version of a record, newest first; with a day, those that there were at its end.
#[utoipa::path(get, path = "/register/{kind}/{id}/history", tag = "register", operation_id = "register_history",
    params(When), responses((status = 200, body = RegisterVersions)))]
async fn history(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    Ids(Kind(kind), id): Ids<Kind, EntryId>,
    Query(when): Query<When>,
) -> Result<Json<RegisterVersions>, Problem> {
    let (register, until) = (state.app.register(), when.at(&state, auth.tenant())?);
    Ok(Json(with_kind!(kind, R => register.history::<R>(&auth, &id, until).await)?))
}

/// Begin with the set that ships, in the organisation's language: an activity for each thing the program does, or whom a shop
/// mostly has its data handled by.
#[utoipa::path(post, path = "/register/{kind}/start", tag = "register", operation_id = "register_start",
    responses((status = 201, body = RegisterVersions)))]
async fn start(
    auth: May<act::RegisterWrite>,
    State(state): State<HttpState>,
    Id(Kind(kind)): Id<Kind>,
) -> Result<(StatusCode, Json<RegisterVersions>), Problem> {
    let register = state.app.register();
    let made = with_kind!(kind, R => register.start::<R>(&auth).await?.into_iter().map(Entry::any).collect());
    Ok((StatusCode::CREATED, Json(RegisterVersions { versions: made })))
}

/// What the register is written in, in the reader's language: the terms of each list, and of each kind the parts and fields.
#[utoipa::path(get, path = "/register", tag = "register", operation_id = "register_terms",
    responses((status = 200, body = Terms)))]
async fn read_terms(_: May<act::RegisterRead>, headers: HeaderMap) -> Result<Json<Terms>, Problem> {
    Ok(Json(terms(language_of(&headers))))
}

fn language_of(headers: &HeaderMap) -> Language {
    Language::from_accept(text(headers, "accept-language")).unwrap_or(Language::En)
}

/// As what records are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct RecordAsk {
    /// A page to print, a table or data.
    #[serde(default)]
    #[param(inline)]
    format: RecordFormat,
    /// The language it is written in; left out, the reader's.
    #[param(inline)]
    language: Option<Language>,
    /// A day that has begun, as `2026-11-27`: the register as it was at its end, in the organisation's zone. Left out: as it is.
    on: Option<String>,
}

/// The records of a kind as a file: to print, as a table, or as data with the terms of the W3C Data Privacy Vocabulary. Of
/// activities that is the record of Article 30.
#[utoipa::path(get, path = "/register/{kind}/record", tag = "register", operation_id = "register_record", params(RecordAsk),
    responses((status = 200, content((String = "text/html"), (String = "text/csv"), (Object = "application/json")))))]
async fn record(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    Id(Kind(kind)): Id<Kind>,
    headers: HeaderMap,
    Query(ask): Query<RecordAsk>,
) -> Result<Response, Problem> {
    let language = ask.language.unwrap_or_else(|| language_of(&headers));
    let at = When { on: ask.on }.at(&state, auth.tenant())?;
    let register = state.app.register();
    let file = with_kind!(kind, R => register.record::<R>(&auth, at, ask.format, language).await)?;
    let kind = match ask.format {
        RecordFormat::Html => "text/html; charset=utf-8",
        RecordFormat::Csv => "text/csv; charset=utf-8",
        RecordFormat::Json => "application/json",
    };
    let named = format!("attachment; filename=\"{}\"", file.name);
    Ok(([("content-type", kind.to_owned()), ("content-disposition", named)], file.bytes).into_response())
}

/// How many people the organisation holds data of, by what is known of them: to say about how many a breach reaches.
#[utoipa::path(get, path = "/register/held", tag = "register", operation_id = "register_held",
    responses((status = 200, body = PeopleHeld)))]
async fn held(auth: May<act::RegisterRead>, State(state): State<HttpState>) -> Result<Json<PeopleHeld>, Problem> {
    Ok(Json(state.app.register().held(&auth).await?))
}

/// As what a draft about a breach is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct DraftAsk {
    /// For whom.
    #[serde(default, rename = "for")]
    #[param(inline)]
    whom: DraftFor,
    /// The language it is written in; left out, the reader's.
    #[param(inline)]
    language: Option<Language>,
}

/// A draft about a breach, as a page: for the form of the authority with what Article 33(3) asks for, or for the people with what
/// Article 34(2) does. It names what the case does not say yet.
#[utoipa::path(get, path = "/register/breaches/{id}/draft", tag = "register", operation_id = "breach_draft", params(DraftAsk),
    responses((status = 200, content((String = "text/html")))))]
async fn breach_draft(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    Id(id): Id<EntryId>,
    headers: HeaderMap,
    Query(ask): Query<DraftAsk>,
) -> Result<Response, Problem> {
    let language = ask.language.unwrap_or_else(|| language_of(&headers));
    let file = state.app.register().breach_draft(&auth, &id, ask.whom, language).await?;
    let named = format!("attachment; filename=\"{}\"", file.name);
    Ok(([("content-type", "text/html; charset=utf-8".to_owned()), ("content-disposition", named)], file.bytes)
        .into_response())
}

/// As what the state is asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
struct StateAsk {
    /// A page to print, or data with its signature.
    #[serde(default)]
    #[param(inline)]
    format: StateFormat,
    /// The language it is written in; left out, the reader's.
    #[param(inline)]
    language: Option<Language>,
    /// A day that has begun, as `2026-11-27`: everything as it was at its end, in the organisation's zone. Left out: as it is.
    on: Option<String>,
}

/// Everything that the organisation answers for as it was on a day, signed with the key of the evidence log: the records of every
/// kind, what the program might do by them, and the notices people were asked under.
#[utoipa::path(get, path = "/register/state", tag = "register", operation_id = "register_state", params(StateAsk),
    responses((status = 200, content((String = "text/html"), (SignedState = "application/json")))))]
async fn state_on(
    auth: May<act::RegisterRead>,
    State(state): State<HttpState>,
    headers: HeaderMap,
    Query(ask): Query<StateAsk>,
) -> Result<Response, Problem> {
    let language = ask.language.unwrap_or_else(|| language_of(&headers));
    let at = When { on: ask.on }.at(&state, auth.tenant())?;
    let file = state.app.register().state(&auth, at, ask.format, language).await?;
    let kind = match ask.format {
        StateFormat::Html => "text/html; charset=utf-8",
        StateFormat::Json => "application/json",
    };
    let named = format!("attachment; filename=\"{}\"", file.name);
    Ok(([("content-type", kind.to_owned()), ("content-disposition", named)], file.bytes).into_response())
}
