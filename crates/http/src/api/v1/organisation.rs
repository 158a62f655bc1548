//! The organisation itself.

use axum::{Json, extract::State};
use hjemmel_app::OrganisationDraft;
use hjemmel_policy::act;
use hjemmel_store::Organisation;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Body;
use crate::{
    HttpState, Problem,
    auth::{May, Staff},
};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(read, change))
}

/// What the organisation is called, where it is, where its staff are reached.
#[utoipa::path(get, path = "/organisation", tag = "organisation", operation_id = "organisation_read",
    responses((status = 200, body = Organisation)))]
async fn read(State(state): State<HttpState>, staff: Staff) -> Result<Json<Organisation>, Problem> {
    Ok(Json(state.app.organisation().read(&staff.may::<act::SiteRead>()?).await?))
}

/// Give the organisation its name, country and contact.
#[utoipa::path(put, path = "/organisation", tag = "organisation", operation_id = "organisation_change",
    request_body = OrganisationDraft,
    responses((status = 200, body = Organisation), (status = 403, body = Problem), (status = 422, body = Problem)))]
async fn change(
    State(state): State<HttpState>,
    staff: May<act::TeamWrite>,
    Body(draft): Body<OrganisationDraft>,
) -> Result<Json<Organisation>, Problem> {
    Ok(Json(state.app.organisation().change(&staff.may::<act::TeamWrite>()?, &draft).await?))
}
