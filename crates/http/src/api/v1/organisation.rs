//! The organisation itself.

use axum::{Json, extract::State};
use hjemmel_app::OrganisationDraft;
use hjemmel_policy::act;
use hjemmel_store::Organisation;
use utoipa_axum::router::OpenApiRouter;

use super::Body;
use crate::{HttpState, Problem, auth::May, operation::operations};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![read, change]
}

/// What the organisation is called, where it is, where its staff are reached.
#[utoipa::path(get, path = "/organisation", tag = "organisation", operation_id = "organisation_read",
    responses((status = 200, body = Organisation)))]
async fn read(auth: May<act::SiteRead>, State(state): State<HttpState>) -> Result<Json<Organisation>, Problem> {
    Ok(Json(state.app.organisation().read(&auth).await?))
}

/// Give the organisation its name, country and contact.
#[utoipa::path(put, path = "/organisation", tag = "organisation", operation_id = "organisation_change",
    request_body = OrganisationDraft,
    responses((status = 200, body = Organisation)))]
async fn change(
    auth: May<act::TeamWrite>,
    State(state): State<HttpState>,
    Body(draft): Body<OrganisationDraft>,
) -> Result<Json<Organisation>, Problem> {
    Ok(Json(state.app.organisation().change(&auth, &draft).await?))
}
