//! Filters of reports that are kept under a name.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_app::SavedFilterDraft;
use hjemmel_model::FilterId;
use hjemmel_policy::act;
use hjemmel_store::SavedFilter;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Body, site::site_of};
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list, create)).routes(routes!(remove))
}

/// The filters kept for a site's reports, by name.
#[utoipa::path(get, path = "/sites/{id}/filters", tag = "report", operation_id = "filter_list",
    responses((status = 200, body = Vec<SavedFilter>)))]
async fn list(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Json<Vec<SavedFilter>>, Problem> {
    let auth = staff.may::<act::ReportRead>()?;
    let site = site_of(&state, &staff, &id)?;
    Ok(Json(state.app.filters().list(&auth, &site).await?))
}

/// Keep a filter under a name, for everybody who reads the site's reports.
#[utoipa::path(post, path = "/sites/{id}/filters", tag = "report", operation_id = "filter_create",
    request_body = SavedFilterDraft, responses((status = 201, body = SavedFilter), (status = 409, body = Problem),
    (status = 422, body = Problem)))]
async fn create(
    State(state): State<HttpState>,
    staff: May<act::ReportRead>,
    Path(id): Path<String>,
    Body(draft): Body<SavedFilterDraft>,
) -> Result<(StatusCode, Json<SavedFilter>), Problem> {
    let auth = staff.may::<act::ReportRead>()?;
    let site = site_of(&state, &staff, &id)?;
    Ok((StatusCode::CREATED, Json(state.app.filters().create(&auth, &site, &draft).await?)))
}

/// Let go of a kept filter.
#[utoipa::path(delete, path = "/sites/{id}/filters/{filter}", tag = "report", operation_id = "filter_remove",
    responses((status = 204), (status = 404, body = Problem)))]
async fn remove(
    State(state): State<HttpState>,
    staff: Staff,
    Path((id, filter)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    let auth = staff.may::<act::ReportRead>()?;
    let site = site_of(&state, &staff, &id)?;
    let filter = FilterId::parse(&filter).map_err(|e| Problem::new("malformed", e))?;
    state.app.filters().remove(&auth, &site, &filter).await?;
    Ok(StatusCode::NO_CONTENT)
}
