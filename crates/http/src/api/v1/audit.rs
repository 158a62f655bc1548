//! What staff and jobs did.

use axum::{Json, extract::State};
use hjemmel_policy::act;
use hjemmel_store::{AuditAsk, AuditEntry};
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::Query;
use crate::{HttpState, Problem, auth::May, operation::operations};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![list]
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct Page {
    /// Entries before this number.
    before: Option<i64>,
    /// At most this many, up to 200.
    limit: Option<i64>,
    /// How the action begins, such as `session.` or `person.`; all when left out.
    kind: Option<String>,
    /// Who acted or was acted upon, as an id; all when left out.
    about: Option<String>,
}

/// Entries, newest first.
#[utoipa::path(get, path = "/audit", tag = "audit", operation_id = "audit_list", params(Page),
    responses((status = 200, body = Vec<AuditEntry>)))]
async fn list(
    auth: May<act::AuditRead>,
    State(state): State<HttpState>,
    Query(page): Query<Page>,
) -> Result<Json<Vec<AuditEntry>>, Problem> {
    let Page { before, limit, kind, about } = page;
    let ask = AuditAsk { before, limit, kind: kind.unwrap_or_default(), about: about.unwrap_or_default() };
    Ok(Json(state.app.audit().find(&auth, &ask).await?))
}
