//! Filters of reports that are kept under a name.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::SavedFilterDraft;
use hjemmel_model::{FilterId, SiteId};
use hjemmel_policy::act;
use hjemmel_store::SavedFilter;
use utoipa_axum::router::OpenApiRouter;

use super::{Body, site::site_of};
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, Ids, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        create: filter_invalid taken,
        remove,
    ]
}

/// The filters kept for a site's reports, by name.
#[utoipa::path(get, path = "/sites/{id}/filters", tag = "report", operation_id = "filter_list",
    responses((status = 200, body = Vec<SavedFilter>)))]
async fn list(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
) -> Result<Json<Vec<SavedFilter>>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.filters().list(&auth, &site).await?))
}

/// Keep a filter under a name, for everybody who reads the site's reports.
#[utoipa::path(post, path = "/sites/{id}/filters", tag = "report", operation_id = "filter_create",
    request_body = SavedFilterDraft, responses((status = 201, body = SavedFilter)))]
async fn create(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Body(draft): Body<SavedFilterDraft>,
) -> Result<(StatusCode, Json<SavedFilter>), Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok((StatusCode::CREATED, Json(state.app.filters().create(&auth, &site, &draft).await?)))
}

/// Let go of a kept filter.
#[utoipa::path(delete, path = "/sites/{id}/filters/{filter}", tag = "report", operation_id = "filter_remove",
    responses((status = 204)))]
async fn remove(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Ids(id, filter): Ids<SiteId, FilterId>,
) -> Result<StatusCode, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    state.app.filters().remove(&auth, &site, &filter).await?;
    Ok(StatusCode::NO_CONTENT)
}
