//! People: found by exact identifier, with what they may be sent and why not.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{
    IdentifierInput, LinkInput, OrderInput, People, PermissionInput, PermissionPut, PersonDetail, PersonInput,
    SendAnswer, SendQuestion, Visits,
};
use hjemmel_model::{AtMs, ErasurePlan, Language, LinkId, Order, PersonId, SignedReceipt};
use hjemmel_policy::act;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::{May, Proven},
    operation::{Id, Ids, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        search,
        put: not_for_profiles refused taken,
        read,
        visits,
        link: changed not_for_profiles not_found refused,
        part: refused,
        join: not_for_profiles taken,
        unjoin: refused,
        permit: not_for_profiles not_found refused too_many_attempts,
        may_send: not_for_profiles not_found,
        order: not_for_profiles refused taken,
        held,
        withdraw,
        plan,
        erase: too_much unanswered,
        erasures,
    ]
}

/// Who is looked for. It travels in the body: an address must not stand in a URL.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Search {
    /// An exact e-mail address, telephone number or customer number; empty for everybody, newest first.
    #[serde(default)]
    query: String,
    /// People before this id.
    #[serde(default)]
    before: Option<String>,
}

/// People, newest first, or whoever has exactly that identifier.
#[utoipa::path(post, path = "/people/search", tag = "person", operation_id = "person_search", request_body = Search,
    responses((status = 200, body = People)))]
async fn search(
    auth: May<act::PersonRead>,
    State(state): State<HttpState>,
    Body(search): Body<Search>,
) -> Result<Json<People>, Problem> {
    let how = if search.query.trim().is_empty() { "person.list" } else { "person.search" };
    state.app.audit().looked(&auth, how, "").await;
    Ok(Json(state.app.people().list(&auth, &search.query, search.before.as_deref()).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Words {
    /// `da`, `sv` or `en`.
    language: Option<String>,
}

/// One person: identifiers, what they may be sent and why not, permissions, messages.
#[utoipa::path(get, path = "/people/{id}", tag = "person", operation_id = "person_read", params(Words),
    responses((status = 200, body = PersonDetail)))]
async fn read(
    auth: May<act::PersonRead>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Query(words): Query<Words>,
) -> Result<Json<PersonDetail>, Problem> {
    let language = words.language.as_deref().and_then(Language::from_tag).unwrap_or(Language::En);
    let found = state.app.people().detail(&auth, &id, language).await?;
    state.app.audit().looked(&auth, "person.read", id.as_str()).await;
    Ok(Json(found))
}

/// Who was written down.
#[derive(serde::Serialize, utoipa::ToSchema)]
struct PersonPut {
    /// Their id.
    id: PersonId,
}

/// Write somebody down, or more about somebody who is known: identifiers, language, attributes with where they come from.
#[utoipa::path(post, path = "/people", tag = "person", operation_id = "person_put", request_body = PersonInput,
    responses((status = 200, body = PersonPut)))]
async fn put(
    auth: May<act::PersonWrite>,
    State(state): State<HttpState>,
    Body(input): Body<PersonInput>,
) -> Result<Json<PersonPut>, Problem> {
    let id = state.app.people().put(&auth, &input).await?;
    Ok(Json(PersonPut { id }))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Until {
    /// Only what was before that moment, in milliseconds.
    before_ms: Option<i64>,
}

/// What a person did on the organisation's sites, as far as it may be shown: their browsers allowed it, and still do. Newest
/// first, about two hundred events at a time; where there is `more`, ask for what was before the last of them.
#[utoipa::path(get, path = "/people/{id}/visits", tag = "person", operation_id = "person_visits", params(Until),
    responses((status = 200, body = Visits)))]
async fn visits(
    auth: May<act::PersonRead>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Query(until): Query<Until>,
) -> Result<Json<Visits>, Problem> {
    let before = AtMs(until.before_ms.unwrap_or(i64::MAX));
    let found = state.app.people().visits(&auth, &id, before).await?;
    state.app.audit().looked(&auth, "person.visits", id.as_str()).await;
    Ok(Json(found))
}

/// The browser that was joined.
#[derive(serde::Serialize, utoipa::ToSchema)]
struct Linked {
    /// Its id; the browser's own number is not told.
    id: LinkId,
}

/// Join a browser with a person, as their site's server says after they signed in there (P-10). The browser must have
/// allowed the purpose `profile`.
#[utoipa::path(post, path = "/visitors/link", tag = "person", operation_id = "visitor_link", request_body = LinkInput,
    responses((status = 201, body = Linked)))]
async fn link(
    auth: May<act::PersonWrite>,
    State(state): State<HttpState>,
    Body(input): Body<LinkInput>,
) -> Result<(StatusCode, Json<Linked>), Problem> {
    let id = state.app.people().visitor_link(&auth, &input).await?;
    Ok((StatusCode::CREATED, Json(Linked { id })))
}

/// Part a browser from a person: both are as they were.
#[utoipa::path(delete, path = "/people/{id}/links/{link}", tag = "person", operation_id = "link_remove",
    responses((status = 204)))]
async fn part(
    auth: May<act::PersonWithdraw>,
    State(state): State<HttpState>,
    Ids(id, link): Ids<PersonId, LinkId>,
) -> Result<StatusCode, Problem> {
    state.app.people().link_remove(&auth, &id, &link).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Another record of the same person.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Join {
    /// One way the other record is known.
    identifier: IdentifierInput,
    /// Who says so, such as `staff`.
    source: String,
}

/// Say that another record is of the same person. Nothing is copied: a no on either binds both, a yes stays with its address,
/// an erasure takes both, and parting them leaves each as it was.
#[utoipa::path(post, path = "/people/{id}/joins", tag = "person", operation_id = "person_join", request_body = Join,
    responses((status = 204)))]
async fn join(
    auth: May<act::PersonWrite>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Body(with): Body<Join>,
) -> Result<StatusCode, Problem> {
    state.app.people().join(&auth, &id, &with.identifier, &with.source).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Two records are not of one person after all: each is as it was.
#[utoipa::path(delete, path = "/people/{id}/joins/{other}", tag = "person", operation_id = "person_unjoin",
    responses((status = 204)))]
async fn unjoin(
    auth: May<act::PersonWrite>,
    State(state): State<HttpState>,
    Ids(id, other): Ids<PersonId, PersonId>,
) -> Result<StatusCode, Problem> {
    state.app.people().unjoin(&auth, &id, &other).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What came of a sign-up.
#[derive(serde::Serialize, utoipa::ToSchema)]
struct Permitted {
    /// Whether it counts, or waits for the holder of the address.
    status: PermissionPut,
}

/// Hand in a sign-up that the organisation's own server took: confirmed by mail, or counted at once where the server saw
/// the holder of the address say so. A no that is newer, and an address that is not written to, stand.
#[utoipa::path(post, path = "/people/permissions", tag = "person", operation_id = "permission_put",
    request_body = PermissionInput, responses((status = 202, body = Permitted)))]
async fn permit(
    auth: May<act::PersonWrite>,
    State(state): State<HttpState>,
    Body(input): Body<PermissionInput>,
) -> Result<(StatusCode, Json<Permitted>), Problem> {
    let status = state.app.permissions().put(&auth, &input).await?;
    Ok((StatusCode::ACCEPTED, Json(Permitted { status })))
}

/// May somebody be written to about a topic, by a sender, now, and how do we know? For an organisation's own system to ask before
/// each message that it sends itself, such as a text message.
#[utoipa::path(post, path = "/people/may-send", tag = "person", operation_id = "send_decide",
    request_body = SendQuestion, responses((status = 200, body = SendAnswer)))]
async fn may_send(
    auth: May<act::PersonRead>,
    State(state): State<HttpState>,
    Body(ask): Body<SendQuestion>,
) -> Result<Json<SendAnswer>, Problem> {
    Ok(Json(state.app.permissions().decide(&auth, &ask, auth.language()).await?))
}

/// Record what somebody bought. The same number again changes nothing.
#[utoipa::path(post, path = "/orders", tag = "person", operation_id = "order_put", request_body = OrderInput,
    responses((status = 200, body = PersonPut)))]
async fn order(
    auth: May<act::PersonWrite>,
    State(state): State<HttpState>,
    Body(input): Body<OrderInput>,
) -> Result<Json<PersonPut>, Problem> {
    let id = state.app.people().order_put(&auth, &input).await?;
    Ok(Json(PersonPut { id }))
}

/// Orders of erased people that a bookkeeping law still holds, with the day each goes by itself.
#[utoipa::path(get, path = "/orders/held", tag = "person", operation_id = "order_held",
    responses((status = 200, body = Vec<Order>)))]
async fn held(auth: May<act::HeldRead>, State(state): State<HttpState>) -> Result<Json<Vec<Order>>, Problem> {
    Ok(Json(state.app.people().order_held(&auth).await?))
}

/// What a person asked for.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Withdrawal {
    /// Whether it is an objection to all direct marketing (GDPR 21(2)).
    #[serde(default)]
    objects: bool,
}

/// Take everything back for a person who asked.
#[utoipa::path(post, path = "/people/{id}/withdraw", tag = "person", operation_id = "person_withdraw",
    request_body = Withdrawal, responses((status = 204)))]
async fn withdraw(
    auth: May<act::PersonWithdraw>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Body(asked): Body<Withdrawal>,
) -> Result<StatusCode, Problem> {
    state.app.people().withdraw(&auth, &id, asked.objects).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What erasing a person would take and leave, store by store, without doing it.
#[utoipa::path(get, path = "/people/{id}/erasure", tag = "person", operation_id = "erasure_plan",
    responses((status = 200, body = ErasurePlan)))]
async fn plan(
    auth: May<act::PersonErase>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
) -> Result<Json<ErasurePlan>, Problem> {
    Ok(Json(state.app.erasures().plan(&auth, &id).await?))
}

/// How to erase.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct Erasure {
    /// Keep a keyed hash of the address, so that no import makes it be written to again (E-12).
    no_mail_mark: bool,
    /// How many rows the plan counted, where it said that they are more than one person leaves.
    #[serde(default)]
    confirm_rows: Option<i64>,
}

/// Erase a person, at once and for good. The answer is a signed receipt that `hjemmel verify` checks offline. It needs a fresh
/// proof, or a key that was made for it.
#[utoipa::path(post, path = "/people/{id}/erasure", tag = "person", operation_id = "erasure_run",
    request_body = Erasure, responses((status = 201, body = SignedReceipt)))]
async fn erase(
    auth: Proven<act::PersonErase>,
    State(state): State<HttpState>,
    Id(id): Id<PersonId>,
    Body(how): Body<Erasure>,
) -> Result<(StatusCode, Json<SignedReceipt>), Problem> {
    let receipt = state.app.erasures().run(&auth, &id, how.no_mail_mark, how.confirm_rows).await?;
    Ok((StatusCode::CREATED, Json(receipt)))
}

/// Receipts of erasures, newest first.
#[utoipa::path(get, path = "/erasures", tag = "person", operation_id = "erasure_list",
    responses((status = 200, body = Vec<SignedReceipt>)))]
async fn erasures(
    auth: May<act::PersonErase>,
    State(state): State<HttpState>,
) -> Result<Json<Vec<SignedReceipt>>, Problem> {
    Ok(Json(state.app.erasures().list(&auth).await?))
}
