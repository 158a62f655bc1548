//! Reports. Each names its purpose and its coverage.

use axum::{Json, extract::State};
use hjemmel_app::{
    AppError, CohortReport, Compare, DimensionView, DropReport, FunnelReport, PathReport, RefusalCount, Report,
    ReportAsk, VisitReport,
};
use hjemmel_model::{Dimension, Funnel, Grain, Language, Live, Period, Predicate, RowBy, SiteId, VisitBy, window_of};
use hjemmel_policy::act;
use hjemmel_words::key;
use serde::Deserialize;
use utoipa_axum::router::OpenApiRouter;

use super::{Query, site::site_of};
use crate::{
    HttpState, Problem,
    auth::May,
    operation::{Id, operations},
};

pub fn router() -> OpenApiRouter<HttpState> {
    operations![
        overview: filter_invalid invalid refused report_too_slow,
        breakdown: filter_invalid invalid refused report_too_slow,
        visits: filter_invalid invalid refused report_too_slow,
        funnel: filter_invalid invalid refused report_too_slow,
        cohorts: filter_invalid invalid refused report_too_slow,
        paths: filter_invalid invalid refused report_too_slow,
        dimensions,
        live: refused report_too_slow,
        refusals: invalid,
        dropped: invalid,
    ]
}

/// Whole days in the site's time zone, both included.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PeriodQuery {
    /// First day, as `2026-11-01`.
    #[param(example = "2026-11-01")]
    from: String,
    /// Last day.
    #[param(example = "2026-11-30")]
    to: String,
}

fn period(from: &str, to: &str) -> Result<Period, Problem> {
    let wrong = |_| Problem::new("invalid", key!("detail_from_and_to_are_days"));
    let period = Period::new(from.parse().map_err(wrong)?, to.parse().map_err(wrong)?);
    period.map_err(|e| Problem::new("invalid", e))
}

/// What every report is asked: the purpose, the days and the filter, as the query names them.
fn asked(purpose: Option<&str>, (from, to): (&str, &str), filter: Option<&str>) -> Result<ReportAsk, Problem> {
    let filter = Predicate::parse(filter.unwrap_or_default()).map_err(AppError::from)?;
    Ok(ReportAsk::new(purpose.unwrap_or("statistics"), period(from, to)?, filter))
}

impl PeriodQuery {
    /// The period asked for.
    pub fn period(&self) -> Result<Period, Problem> {
        period(&self.from, &self.to)
    }
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportQuery {
    /// First day, as `2026-11-01`.
    #[param(example = "2026-11-01")]
    from: String,
    /// Last day.
    #[param(example = "2026-11-30")]
    to: String,
    /// The purpose the report is for; `statistics` when left out.
    purpose: Option<String>,
    /// `previous` adds the same number of days right before, `year` the same days a year before. What is not over is compared
    /// with the same part of the earlier period.
    compare: Option<String>,
    /// For an overview: `hour` (31 days at most), `day`, `week` (from Monday) or `month`; `hour` for one day and `day` for more when
    /// left out.
    grain: Option<String>,
    /// Only events for which this holds: JSON with the operator first, such as `["is", "source", ["google"]]`; or the short
    /// form `source:google|path:/`.
    filter: Option<String>,
    /// For a breakdown: the dimension, such as `source` or `channel`, or `prop:` and the name of a property that the site
    /// declares. Of visits also `entry_page` and `exit_page`.
    by: Option<String>,
    /// For a breakdown: how many lines, up to 500.
    limit: Option<usize>,
}

impl ReportQuery {
    fn ask(&self) -> Result<ReportAsk, Problem> {
        let grain = self.grain.as_deref().map(|name| {
            Grain::from_name(name).ok_or_else(|| Problem::new("invalid", key!("detail_grain_is_an_interval")))
        });
        let compare = match self.compare.as_deref() {
            Some("previous") => Some(Compare::Previous),
            Some("year") => Some(Compare::Year),
            _ => None,
        };
        let asked = asked(self.purpose.as_deref(), (&self.from, &self.to), self.filter.as_deref())?;
        Ok(ReportAsk { grain: grain.transpose()?, compare, ..asked })
    }
}

/// The numbers of a period, in total and by hour, day, week or month. To whoever may not see people, numbers of few visitors are
/// hidden.
#[utoipa::path(get, path = "/sites/{id}/reports/overview", tag = "report", operation_id = "report_overview", params(ReportQuery),
    responses((status = 200, body = Report)))]
async fn overview(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<ReportQuery>,
) -> Result<Json<Report>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.reports().overview(&auth, &site, &q.ask()?).await?))
}

/// The numbers of a period by the values of a dimension.
#[utoipa::path(get, path = "/sites/{id}/reports/breakdown", tag = "report", operation_id = "report_breakdown", params(ReportQuery),
    responses((status = 200, body = Vec<RowBy>)))]
async fn breakdown(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<ReportQuery>,
) -> Result<Json<Vec<RowBy>>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let by = q.by.as_deref().and_then(Dimension::from_name);
    let by = by.ok_or_else(|| Problem::new("invalid", key!("detail_by_is_a_dimension")))?;
    Ok(Json(state.app.reports().breakdown(&auth, &site, &q.ask()?, &by, q.limit.unwrap_or(20)).await?))
}

/// The visits of a period as wholes, in total and by a dimension or the page they began or ended with: bounces, pages, duration,
/// goals, new and returning visitors, each as a count and as a rate by `visits`.
#[utoipa::path(get, path = "/sites/{id}/reports/visits", tag = "report", operation_id = "report_visits", params(ReportQuery),
    responses((status = 200, body = VisitReport)))]
async fn visits(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<ReportQuery>,
) -> Result<Json<VisitReport>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let by = match q.by.as_deref() {
        None => VisitBy::All,
        Some(name) => {
            VisitBy::from_name(name).ok_or_else(|| Problem::new("invalid", key!("detail_by_is_a_dimension")))?
        }
    };
    Ok(Json(state.app.reports().whole_visits(&auth, &site, &q.ask()?, &by, q.limit.unwrap_or(20)).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct FunnelQuery {
    /// First day, as `2026-11-01`.
    #[param(example = "2026-11-01")]
    from: String,
    /// Last day.
    #[param(example = "2026-11-30")]
    to: String,
    /// The purpose the report is for; `statistics` when left out.
    purpose: Option<String>,
    /// Only events for which this holds.
    filter: Option<String>,
    /// 2 to 10 steps in their order, as a JSON array of filters.
    #[param(example = r#"[["starts","path",["/shop"]],["is","name",["purchase"]]]"#)]
    steps: String,
    /// `strict`: nothing else may be done between two steps; `loose` when left out.
    order: Option<String>,
    /// How long after the first step the last may be, as `30m`, `12h` or `7d`; 90 days at most, and without an end when left out.
    window: Option<String>,
    /// The dimension to break down by: the value of the event with which a way began.
    by: Option<String>,
}

impl FunnelQuery {
    fn funnel(&self) -> Result<Funnel, Problem> {
        let wrong = || Problem::new("invalid", key!("detail_steps_are_filters"));
        let steps: Vec<serde_json::Value> = serde_json::from_str(&self.steps).map_err(|_| wrong())?;
        let step = |step: serde_json::Value| match step {
            serde_json::Value::String(short) => Predicate::parse(&short),
            tree => Predicate::parse(&tree.to_string()),
        };
        let steps = steps.into_iter().map(step).collect::<Result<Vec<_>, _>>().map_err(AppError::from)?;
        let strict = match self.order.as_deref() {
            None | Some("loose") => false,
            Some("strict") => true,
            Some(_) => return Err(Problem::new("invalid", key!("detail_order_is_loose_or_strict"))),
        };
        let window = self.window.as_deref().filter(|text| !text.is_empty());
        let window =
            window.map(|w| window_of(w).ok_or_else(|| Problem::new("invalid", key!("detail_window_is_a_time"))));
        Ok(Funnel { steps, strict, window_ms: window.transpose()? })
    }
}

/// How many visitors came to each step of a way, how many were lost at each, and the same by what the way began with. Each visitor
/// counts once, with the way of theirs that came the furthest.
#[utoipa::path(get, path = "/sites/{id}/reports/funnel", tag = "report", operation_id = "report_funnel", params(FunnelQuery),
    responses((status = 200, body = FunnelReport)))]
async fn funnel(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<FunnelQuery>,
) -> Result<Json<FunnelReport>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let asked = asked(q.purpose.as_deref(), (&q.from, &q.to), q.filter.as_deref())?;
    let by = q.by.as_deref().map(|name| {
        Dimension::from_name(name).ok_or_else(|| Problem::new("invalid", key!("detail_by_is_a_dimension")))
    });
    Ok(Json(state.app.reports().funnel(&auth, &site, &asked, q.funnel()?, by.transpose()?.as_ref()).await?))
}

/// Visitors by the week (from Monday) or month in which they first came, and how many of them were here in each of the next. Only
/// those whose permission lets them be remembered for at least 30 days before the period; a filter chooses whoever has an event in
/// their first interval for which it holds.
#[utoipa::path(get, path = "/sites/{id}/reports/cohorts", tag = "report", operation_id = "report_cohorts", params(ReportQuery),
    responses((status = 200, body = CohortReport)))]
async fn cohorts(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<ReportQuery>,
) -> Result<Json<CohortReport>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.reports().cohorts(&auth, &site, &q.ask()?).await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct PathQuery {
    /// First day, as `2026-11-01`.
    #[param(example = "2026-11-01")]
    from: String,
    /// Last day.
    #[param(example = "2026-11-30")]
    to: String,
    /// The purpose the report is for; `statistics` when left out.
    purpose: Option<String>,
    /// Only visits with an event for which this holds.
    filter: Option<String>,
    /// The page, without its query.
    #[param(example = "/shop")]
    page: String,
    /// How many lines on each side, up to 50; 10 when left out. All others are one.
    limit: Option<usize>,
}

/// What was looked at right before and after a page: the pages of most visitors, where visits began and ended, and all others
/// together.
#[utoipa::path(get, path = "/sites/{id}/reports/paths", tag = "report", operation_id = "report_paths", params(PathQuery),
    responses((status = 200, body = PathReport)))]
async fn paths(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<PathQuery>,
) -> Result<Json<PathReport>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let asked = asked(q.purpose.as_deref(), (&q.from, &q.to), q.filter.as_deref())?;
    Ok(Json(state.app.reports().paths(&auth, &site, &asked, &q.page, q.limit.unwrap_or(10)).await?))
}

/// What reports can be broken down by and filtered on: what every event has, and the properties that the site declares.
#[utoipa::path(get, path = "/sites/{id}/reports/dimensions", tag = "report", operation_id = "report_dimensions",
    responses((status = 200, body = Vec<DimensionView>)))]
async fn dimensions(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
) -> Result<Json<Vec<DimensionView>>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.reports().dimensions(&auth, &site)))
}

/// The last half hour.
#[utoipa::path(get, path = "/sites/{id}/reports/live", tag = "report", operation_id = "report_live",
    responses((status = 200, body = Live)))]
async fn live(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
) -> Result<Json<Live>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.reports().live(&auth, &site, "statistics").await?))
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
struct RefusalQuery {
    /// First day, as `2026-11-01`.
    #[param(example = "2026-11-01")]
    from: String,
    /// Last day.
    #[param(example = "2026-11-30")]
    to: String,
    /// `da`, `sv` or `en`.
    language: Option<String>,
}

/// What was refused, by reason, with the rule and the way out.
#[utoipa::path(get, path = "/sites/{id}/reports/refusals", tag = "report", operation_id = "report_refusals", params(RefusalQuery),
    responses((status = 200, body = Vec<RefusalCount>)))]
async fn refusals(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<RefusalQuery>,
) -> Result<Json<Vec<RefusalCount>>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    let language = q.language.as_deref().and_then(Language::from_tag).unwrap_or(Language::En);
    Ok(Json(state.app.reports().refusals(&auth, &site, period(&q.from, &q.to)?, language).await?))
}

/// What came and was not counted, or not kept as it came: by code and day.
#[utoipa::path(get, path = "/sites/{id}/reports/dropped", tag = "report", operation_id = "report_dropped",
    params(PeriodQuery), responses((status = 200, body = DropReport)))]
async fn dropped(
    auth: May<act::ReportRead>,
    State(state): State<HttpState>,
    Id(id): Id<SiteId>,
    Query(q): Query<PeriodQuery>,
) -> Result<Json<DropReport>, Problem> {
    let site = site_of(&state, auth.tenant(), &id)?;
    Ok(Json(state.app.reports().dropped(&auth, &site, q.period()?).await?))
}
