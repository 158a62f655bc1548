//! Newsletters: write, look, test, release, stop, and see what became of each recipient.

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{Html, IntoResponse, Response},
};
use hjemmel_app::{Audience, CampaignDetail, CampaignPreview, Readers, ReleaseDraft};
use hjemmel_model::{AtMs, CampaignBody, CampaignId, CampaignState, Language, TopicId};
use hjemmel_policy::act;
use hjemmel_store::CampaignRecipient;
use hjemmel_words::Message;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;

use super::{Body, Query};
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        create: not_found,
        read,
        change: changed,
        delete: changed,
        audience,
        readers,
        preview,
        preview_page,
        test: campaign_unlawful mail_later refused,
        release: campaign_unlawful changed mail_later,
        state_set: changed,
        recipients,
    ]
}

/// What is wrong with it, in the language of whoever reads it.
fn told(mut detail: CampaignDetail, language: Language) -> CampaignDetail {
    detail.faults = detail.wrong.iter().map(|wrong| Message::from(wrong).say(language)).collect();
    detail
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Newsletters before this id.
    before: Option<String>,
}

/// Newsletters, newest first, at most 100.
#[utoipa::path(get, path = "/campaigns", tag = "campaign", operation_id = "campaign_list", params(Page),
    responses((status = 200, body = Vec<CampaignDetail>)))]
async fn list(
    auth: May<act::CampaignRead>,
    State(state): State<HttpState>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<CampaignDetail>>, Problem> {
    Ok(Json(state.app.campaigns().list(&auth, page.before.as_deref()).await?))
}

/// Begin a newsletter. It may be unfinished: `faults` says what is missing.
#[utoipa::path(post, path = "/campaigns", tag = "campaign", operation_id = "campaign_create", request_body = CampaignBody,
    responses((status = 201, body = CampaignDetail)))]
async fn create(
    auth: May<act::CampaignWrite>,
    State(state): State<HttpState>,
    Body(body): Body<CampaignBody>,
) -> Result<(StatusCode, Json<CampaignDetail>), Problem> {
    let made = state.app.campaigns().create(&auth, &body).await?;
    Ok((StatusCode::CREATED, Json(told(made, auth.language()))))
}

/// One newsletter, with what is wrong with it and how many recipients stand where.
#[utoipa::path(get, path = "/campaigns/{id}", tag = "campaign", operation_id = "campaign_read",
    responses((status = 200, body = CampaignDetail)))]
async fn read(
    auth: May<act::CampaignRead>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignDetail>, Problem> {
    let found = state.app.campaigns().detail(&auth, &id).await?;
    Ok(Json(told(found, auth.language())))
}

/// A change of a draft.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CampaignChange {
    /// What it says now.
    body: CampaignBody,
    /// When it was last changed, as seen by whoever changes it, in milliseconds.
    changed_at_ms: i64,
}

/// Change a draft. Whoever did not see its latest state is refused with `changed`.
#[utoipa::path(put, path = "/campaigns/{id}", tag = "campaign", operation_id = "campaign_change",
    request_body = CampaignChange,
    responses((status = 200, body = CampaignDetail)))]
async fn change(
    auth: May<act::CampaignWrite>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
    Body(change): Body<CampaignChange>,
) -> Result<Json<CampaignDetail>, Problem> {
    let seen = AtMs(change.changed_at_ms);
    let changed = state.app.campaigns().change(&auth, &id, &change.body, seen).await?;
    Ok(Json(told(changed, auth.language())))
}

/// What those read who said yes to a topic, so that a newsletter to them begins in their language.
#[utoipa::path(get, path = "/topics/{id}/readers", tag = "campaign", operation_id = "campaign_readers",
    responses((status = 200, body = Readers)))]
async fn readers(
    auth: May<act::CampaignRead>,
    State(state): State<HttpState>,
    Id(id): Id<TopicId>,
) -> Result<Json<Readers>, Problem> {
    Ok(Json(state.app.campaigns().readers(&auth, &id).await?))
}

/// Throw a draft away.
#[utoipa::path(delete, path = "/campaigns/{id}", tag = "campaign", operation_id = "campaign_delete",
    responses((status = 204)))]
async fn delete(
    auth: May<act::CampaignWrite>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
) -> Result<StatusCode, Problem> {
    state.app.campaigns().delete(&auth, &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Words {
    /// `da`, `sv` or `en`.
    language: Option<String>,
}

/// From everybody to those it reaches, with the rule of each step.
#[utoipa::path(get, path = "/campaigns/{id}/audience", tag = "campaign", operation_id = "campaign_audience", params(Words),
    responses((status = 200, body = Audience)))]
async fn audience(
    auth: May<act::CampaignRead>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
    Query(words): Query<Words>,
) -> Result<Json<Audience>, Problem> {
    let language = words.language.as_deref().and_then(Language::from_tag).unwrap_or(Language::En);
    Ok(Json(state.app.campaigns().audience(&auth, &id, language).await?))
}

/// How it looks to a reader, as HTML and as text.
#[utoipa::path(get, path = "/campaigns/{id}/preview", tag = "campaign", operation_id = "campaign_preview",
    responses((status = 200, body = CampaignPreview)))]
async fn preview(
    auth: May<act::CampaignRead>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
) -> Result<Json<CampaignPreview>, Problem> {
    Ok(Json(state.app.campaigns().preview(&auth, &id).await?))
}

/// What a frame of the console may do with it: show pictures from where they lie, as a mail program does, and nothing else.
const PREVIEW_POLICY: &str = "default-src 'none'; img-src https: http: data:; style-src 'unsafe-inline'; sandbox; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/// The same as a page of its own, for a frame: with its pictures, which the console itself may not load.
#[utoipa::path(get, path = "/campaigns/{id}/preview/page", tag = "campaign", operation_id = "campaign_preview_page",
    responses((status = 200, body = String, content_type = "text/html")))]
async fn preview_page(
    auth: May<act::CampaignRead>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
) -> Result<Response, Problem> {
    let preview = state.app.campaigns().preview(&auth, &id).await?;
    let headers = [
        (header::CONTENT_SECURITY_POLICY, PREVIEW_POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Html(preview.html)).into_response())
}

/// Where a test went.
#[derive(Serialize, utoipa::ToSchema)]
struct TestSent {
    /// The address of whoever asked for it.
    to: String,
}

/// Send it to whoever asks, at their own address and nowhere else.
#[utoipa::path(post, path = "/campaigns/{id}/test", tag = "campaign", operation_id = "campaign_test",
    responses((status = 200, body = TestSent)))]
async fn test(
    auth: May<act::CampaignWrite>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
) -> Result<Json<TestSent>, Problem> {
    let to = state.app.campaigns().test(&auth, &id).await?;
    Ok(Json(TestSent { to }))
}

/// Release it: from now on it cannot be changed. Permission is asked for each recipient at the moment of sending.
#[utoipa::path(post, path = "/campaigns/{id}/release", tag = "campaign", operation_id = "campaign_release",
    request_body = ReleaseDraft,
    responses((status = 200, body = CampaignDetail)))]
async fn release(
    auth: May<act::CampaignWrite>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
    Body(draft): Body<ReleaseDraft>,
) -> Result<Json<CampaignDetail>, Problem> {
    Ok(Json(state.app.campaigns().release(&auth, &id, &draft).await?))
}

/// Where it is to stand.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
struct CampaignMove {
    /// `paused`, `sending` to go on, or `cancelled` for good.
    state: CampaignState,
}

/// Stop it for now, go on, or stop it for good.
#[utoipa::path(put, path = "/campaigns/{id}/state", tag = "campaign", operation_id = "campaign_move",
    request_body = CampaignMove,
    responses((status = 200, body = CampaignDetail)))]
async fn state_set(
    auth: May<act::CampaignWrite>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
    Body(to): Body<CampaignMove>,
) -> Result<Json<CampaignDetail>, Problem> {
    Ok(Json(state.app.campaigns().move_to(&auth, &id, to.state).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Which {
    /// Only those who stand there: `planned`, `sending`, `accepted`, `refused`, `failed`, `bounced`, `cancelled`.
    state: Option<String>,
    /// Recipients after this message.
    after: Option<String>,
}

/// Who it goes to and what became of each, at most 100.
#[utoipa::path(get, path = "/campaigns/{id}/recipients", tag = "campaign", operation_id = "campaign_recipients",
    params(Which),
    responses((status = 200, body = Vec<CampaignRecipient>)))]
async fn recipients(
    people: May<act::PersonRead>,
    State(state): State<HttpState>,
    Id(id): Id<CampaignId>,
    Query(which): Query<Which>,
) -> Result<Json<Vec<CampaignRecipient>>, Problem> {
    // Addresses are shown, so it takes leave to see people as well.
    let auth = people.also::<act::CampaignRead>()?;
    let (of, after) = (which.state.unwrap_or_default(), which.after.unwrap_or_default());
    let found = state.app.campaigns().recipients(&auth, &id, &of, &after).await?;
    state.app.audit().looked(&auth, "person.recipients", id.as_str()).await;
    Ok(Json(found))
}
