//! What staff and jobs did.

use axum::{Json, extract::State};
use hjemmel_policy::act;
use hjemmel_store::AuditEntry;
use serde::Deserialize;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::Query;
use crate::{HttpState, Problem, auth::Staff};

pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Entries before this number.
    before: Option<i64>,
    /// At most this many, up to 200.
    limit: Option<i64>,
}

/// Entries, newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", operation_id = "audit_list", params(Page),
    responses((status = 200, body = Vec<AuditEntry>), (status = 403, body = Problem)))]
async fn list(
    State(state): State<HttpState>,
    staff: Staff,
    Query(page): Query<Page>,
) -> Result<Json<Vec<AuditEntry>>, Problem> {
    let auth = staff.may::<act::AuditRead>()?;
    let entries = state.app.audit_page(&auth, page.before.unwrap_or(i64::MAX), page.limit.unwrap_or(50)).await?;
    Ok(Json(entries))
}
