//! Consent records, their proof, withdrawal for a person who asked, opt-in rates.

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use hjemmel_app::{ConsentDetail, OptIn};
use hjemmel_model::{ConsentId, ConsentRecord};
use hjemmel_policy::act;
use serde::{Deserialize, Serialize};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Query, report::PeriodQuery, site::site_of};
use crate::{HttpState, Problem, auth::Staff};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(read)).routes(routes!(withdraw)).routes(routes!(opt_in))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Records before this number of the ledger.
    before: Option<i64>,
    /// At most this many, up to 200.
    limit: Option<i64>,
}

/// Records of a site, newest first.
#[utoipa::path(get, path = "/sites/{id}/consents", tag = "consent", operation_id = "consent_list", params(Page),
    responses((status = 200, body = Vec<ConsentRecord>), (status = 403, body = Problem)))]
async fn list(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<ConsentRecord>>, Problem> {
    let auth = staff.may::<act::ConsentRead>()?;
    let site = site_of(&state, &staff, &id)?;
    let (before, limit) = (page.before.unwrap_or(i64::MAX), page.limit.unwrap_or(50));
    Ok(Json(state.app.consents().page(&auth, &site.site.id, before, limit).await?))
}

fn consent_id(text: &str) -> Result<ConsentId, Problem> {
    ConsentId::parse(text).map_err(|e| Problem::new("malformed", e))
}

/// One record: what was shown, what was chosen, everything of the same browser, and the proof.
#[utoipa::path(get, path = "/consents/{id}", tag = "consent", operation_id = "consent_read",
    responses((status = 200, body = ConsentDetail), (status = 404, body = Problem)))]
async fn read(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<Json<ConsentDetail>, Problem> {
    let auth = staff.may::<act::ConsentRead>()?;
    Ok(Json(state.app.consents().detail(&auth, &consent_id(&id)?).await?))
}

/// The withdrawal that was recorded.
#[derive(Serialize, utoipa::ToSchema)]
struct Withdrawn {
    /// Its record.
    id: String,
}

/// Take back everything the browser behind a record allowed, for a person who asked.
#[utoipa::path(post, path = "/consents/{id}/withdraw", tag = "consent", operation_id = "consent_withdraw",
    responses((status = 201, body = Withdrawn), (status = 403, body = Problem), (status = 404, body = Problem)))]
async fn withdraw(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
) -> Result<(StatusCode, Json<Withdrawn>), Problem> {
    let auth = staff.may::<act::ConsentWithdraw>()?;
    let id = state.app.consents().withdraw(&auth, &consent_id(&id)?).await?;
    Ok((StatusCode::CREATED, Json(Withdrawn { id: id.to_string() })))
}

/// Banners shown and choices made, day by day.
#[utoipa::path(get, path = "/sites/{id}/choices", tag = "consent", operation_id = "consent_choices", params(PeriodQuery),
    responses((status = 200, body = Vec<OptIn>), (status = 422, body = Problem)))]
async fn opt_in(
    State(state): State<HttpState>,
    staff: Staff,
    Path(id): Path<String>,
    Query(query): Query<PeriodQuery>,
) -> Result<Json<Vec<OptIn>>, Problem> {
    staff.may::<act::ReportRead>()?;
    let site = site_of(&state, &staff, &id)?;
    let period = query.period()?;
    let (from, to) = (period.from.to_string(), period.to.to_string());
    Ok(Json(state.app.consents().opt_in(&site.site.id, &from, &to).await?))
}
