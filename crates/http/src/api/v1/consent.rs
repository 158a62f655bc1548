//! Consent records, their proof, withdrawal for a person who asked, opt-in rates.

use axum::{Json, extract::State, http::StatusCode};
use hjemmel_app::{ConsentDetail, OptIn};
use hjemmel_model::{ConsentId, ConsentRecord, SiteId};
use hjemmel_policy::act;
use serde::{Deserialize, Serialize};
use utoipa_axum::router::OpenApiRouter;

use super::{Query, report::PeriodQuery, site::site_of};
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        list,
        read,
        withdraw,
        opt_in: invalid,
    ]
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
    responses((status = 200, body = Vec<ConsentRecord>)))]
async fn list(
    auth: May<act::ConsentRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<ConsentRecord>>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let (before, limit) = (page.before.unwrap_or(i64::MAX), page.limit.unwrap_or(50));
    Ok(Json(state.app.consents().page(&auth, &site.site.id, before, limit).await?))
}

/// One record: what was shown, what was chosen, everything of the same browser, and the proof.
#[utoipa::path(get, path = "/consents/{id}", tag = "consent", operation_id = "consent_read",
    responses((status = 200, body = ConsentDetail)))]
async fn read(
    auth: May<act::ConsentRead>,
    State(state): State<HttpState>,
    Id(id): Id<ConsentId>,
) -> Result<Json<ConsentDetail>, Problem> {
    Ok(Json(state.app.consents().detail(&auth, &id).await?))
}

/// The withdrawal that was recorded.
#[derive(Serialize, utoipa::ToSchema)]
struct Withdrawn {
    /// Its record.
    id: String,
}

/// Take back everything the browser behind a record allowed, for a person who asked.
#[utoipa::path(post, path = "/consents/{id}/withdraw", tag = "consent", operation_id = "consent_withdraw",
    responses((status = 201, body = Withdrawn)))]
async fn withdraw(
    auth: May<act::ConsentWithdraw>,
    State(state): State<HttpState>,
    Id(id): Id<ConsentId>,
) -> Result<(StatusCode, Json<Withdrawn>), Problem> {
    let id = state.app.consents().withdraw(&auth, &id).await?;
    Ok((StatusCode::CREATED, Json(Withdrawn { id: id.to_string() })))
}

/// Banners shown and choices made, day by day.
#[utoipa::path(get, path = "/sites/{id}/choices", tag = "consent", operation_id = "consent_choices", params(PeriodQuery),
    responses((status = 200, body = Vec<OptIn>)))]
async fn opt_in(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(query): Query<PeriodQuery>,
) -> Result<Json<Vec<OptIn>>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let period = query.period()?;
    let (from, to) = (period.from.to_string(), period.to.to_string());
    Ok(Json(state.app.consents().opt_in(&site.site.id, &from, &to).await?))
}
