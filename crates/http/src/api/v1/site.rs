//! Sites, the catalogue of purposes, notices.

use std::{collections::BTreeMap, sync::Arc};

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{DebugInput, DebugToken, NoticeChange, NoticeDraft, SiteDraft};
use hjemmel_collect::SiteEntry;
use hjemmel_model::{Language, Notice, Purpose, Site, SiteId, TenantId, Trace, catalogue};
use hjemmel_policy::act;
use hjemmel_store::StoreError;
use hjemmel_words::{Message, purpose_name, purpose_text};
use serde::Serialize;
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
    problem,
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        create,
        update,
        notices,
        publish: may_not_receive notice_unlawful refused taken,
        check: refused,
        change: refused,
        debug,
        debug_token,
        purposes,
    ]
}

/// The site of that id in the organisation of whoever asks.
pub fn site_of(state: &HttpState, tenant: &TenantId, id: &SiteId) -> Result<Arc<SiteEntry>, Problem> {
    state.app.sites().of(tenant, id.as_str()).ok_or_else(|| StoreError::NotFound("site").into())
}

/// A site with what is published on it.
#[derive(Serialize, utoipa::ToSchema)]
struct SiteView {
    /// Its settings.
    #[serde(flatten)]
    site: Site,
    /// Version of its current notice; none when nothing is published and so nothing is collected.
    notice_version: Option<u32>,
    /// Purposes it asks for.
    purposes: Vec<String>,
}

fn view(entry: &SiteEntry) -> SiteView {
    let notice = entry.notice.as_ref();
    SiteView {
        site: entry.site.clone(),
        notice_version: notice.map(|n| n.version),
        purposes: notice.map(|n| n.purposes.iter().map(|p| p.key.clone()).collect()).unwrap_or_default(),
    }
}

/// The organisation's sites.
#[utoipa::path(get, path = "/sites", tag = "site", operation_id = "site_list", responses((status = 200, body = Vec<SiteView>)))]
async fn list(auth: May<act::SiteRead>, State(state): State<HttpState>) -> Result<Json<Vec<SiteView>>, Problem> {
    Ok(Json(state.app.sites().list(&auth).iter().map(|s| view(s)).collect()))
}

/// Create a site.
#[utoipa::path(post, path = "/sites", tag = "site", operation_id = "site_create", request_body = SiteDraft,
    responses((status = 201, body = Site)))]
async fn create(
    auth: May<act::SiteWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<SiteDraft>,
) -> Result<(StatusCode, Json<Site>), Problem> {
    Ok((StatusCode::CREATED, Json(state.app.sites().create(&auth, &draft).await?)))
}

/// Change a site.
#[utoipa::path(put, path = "/sites/{id}", tag = "site", operation_id = "site_update", request_body = SiteDraft,
    responses((status = 200, body = Site)))]
async fn update(
    auth: May<act::SiteWrite>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Body(draft): Body<SiteDraft>,
) -> Result<Json<Site>, Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.sites().update(&auth, &entry.site, &draft).await?))
}

/// Every version of a site's notice, newest first.
#[utoipa::path(get, path = "/sites/{id}/notices", tag = "notice", operation_id = "notice_list",
    responses((status = 200, body = Vec<Notice>)))]
async fn notices(
    auth: May<act::SiteRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
) -> Result<Json<Vec<Notice>>, Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.sites().notice_list(&auth, &entry.site.id).await?))
}

/// Publish a notice. One that breaks a rule is refused with every fault.
#[utoipa::path(post, path = "/sites/{id}/notices", tag = "notice", operation_id = "notice_publish", request_body = NoticeDraft,
    responses((status = 201, body = Notice)))]
async fn publish(
    auth: May<act::NoticePublish>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Body(draft): Body<NoticeDraft>,
) -> Result<(StatusCode, Json<Notice>), Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    let notice = state.app.sites().notice_publish(&auth, &entry, &draft).await?;
    Ok((StatusCode::CREATED, Json(notice)))
}

/// What publishing would do.
#[derive(Serialize, utoipa::ToSchema)]
struct Checked {
    /// Every fault, with its rule. Empty when it may be published.
    faults: Vec<String>,
    /// The notice as it would be.
    notice: Notice,
}

/// Check a notice without publishing it.
#[utoipa::path(post, path = "/sites/{id}/notices/check", tag = "notice", operation_id = "notice_check", request_body = NoticeDraft,
    responses((status = 200, body = Checked)))]
async fn check(
    auth: May<act::NoticePublish>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Body(draft): Body<NoticeDraft>,
) -> Result<Json<Checked>, Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    let notice = state.app.sites().notice_draft(&entry, &draft).await?;
    let wrong = state.app.sites().notice_check(&notice, auth.tenant()).await?;
    let barred = state.app.sites().notice_barred(&notice, auth.tenant()).await?;
    let barred = barred.iter().map(|(name, reason)| problem::barred(name, *reason));
    let faults = wrong.iter().map(Message::from).chain(barred).map(|fault| fault.say(auth.language())).collect();
    Ok(Json(Checked { faults, notice }))
}

/// What publishing a notice would change, who is asked again, and how many. Nothing is published.
#[utoipa::path(post, path = "/sites/{id}/notices/change", tag = "notice", operation_id = "notice_change",
    request_body = NoticeDraft, responses((status = 200, body = NoticeChange)))]
async fn change(
    auth: May<act::NoticePublish>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Body(draft): Body<NoticeDraft>,
) -> Result<Json<NoticeChange>, Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.sites().notice_change(&auth, &entry, &draft).await?))
}

/// What would become of each event of a request: decided how, cleaned of what, kept as what. Nothing is stored or counted.
#[utoipa::path(post, path = "/sites/{id}/debug", tag = "site", operation_id = "site_debug", request_body = DebugInput,
    responses((status = 200, body = Vec<Trace>)))]
async fn debug(
    auth: May<act::SiteRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Body(input): Body<DebugInput>,
) -> Result<Json<Vec<Trace>>, Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.sites().debug(&auth, &entry, &input)?))
}

/// Make a token for an hour, with which a tracker that sends it in `Hjemmel-Debug` is answered with what became of each event.
#[utoipa::path(post, path = "/sites/{id}/debug/token", tag = "site", operation_id = "debug_token_create",
    responses((status = 201, body = DebugToken)))]
async fn debug_token(
    auth: May<act::SiteWrite>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
) -> Result<(StatusCode, Json<DebugToken>), Problem> {
    let entry = site_of(&state, auth.tenant(), &id)?;
    Ok((StatusCode::CREATED, Json(state.app.sites().debug_token(&auth, &entry))))
}

/// A purpose, with the words that a notice can begin with.
#[derive(Serialize, utoipa::ToSchema)]
struct PurposeOffered {
    #[serde(flatten)]
    purpose: Purpose,
    /// Name in each language.
    name: BTreeMap<Language, String>,
    /// One sentence on what happens, in each language.
    text: BTreeMap<Language, String>,
}

/// The purposes that a notice can name.
#[utoipa::path(get, path = "/purposes", tag = "notice", operation_id = "purpose_list", responses((status = 200, body = Vec<PurposeOffered>)))]
async fn purposes(_: May<act::SiteRead>) -> Result<Json<Vec<PurposeOffered>>, Problem> {
    let offered = catalogue().into_iter().map(|purpose| PurposeOffered {
        name: purpose_name(&purpose.key, &Language::ALL),
        text: purpose_text(&purpose.key, &Language::ALL),
        purpose,
    });
    Ok(Json(offered.collect()))
}
