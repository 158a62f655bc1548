//! Set-up: what is missing or failing, and the next step of each.

use axum::{Json, extract::State};
use hjemmel_app::{Setup, SetupItem, Severity};
use hjemmel_policy::act;
use utoipa_axum::router::OpenApiRouter;

use crate::{HttpState, Problem, auth::May, operation::operations};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![read]
}

/// What is open, most important first: what fails, what is missing, what to look at. Empty when all is well.
#[utoipa::path(get, path = "/setup", tag = "setup", operation_id = "setup_read", responses((status = 200, body = Setup)))]
async fn read(auth: May<act::SiteRead>, State(state): State<HttpState>) -> Result<Json<Setup>, Problem> {
    let mut open = state.app.setup().read(&auth).await?.open;
    // A proxy speaks for its visitors and is not believed: all of them count as one place.
    let forwarded = state.metrics.untrusted_forwards();
    if forwarded > 0 {
        let count = i64::try_from(forwarded).unwrap_or(i64::MAX);
        open.push(SetupItem { count, ..SetupItem::new("proxy_untrusted", Severity::Failing, "/") });
    }
    Ok(Json(Setup::of(open)))
}
