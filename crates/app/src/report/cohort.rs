//! Cohorts and paths: who came back, and what was looked at right before and after a page.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{Ask, CohortsFound, Grain, Hidden, PathStep, Predicate};
use hjemmel_policy::{Authorized, act};
use hjemmel_words::key;
use serde::Serialize;

use super::{Coverage, ReportAsk, cells::Cells};
use crate::{AppError, cases};

/// Cohorts at most: a year of weeks and a little.
const COHORTS_MAX: usize = 60;

/// Lines of a path on each side at most.
const PATH_LINES_MAX: usize = 50;

/// How many of a cohort were here in one interval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CohortCell {
    /// Different visitors.
    pub visitors: i64,
    /// Of all of the cohort; nothing when there is nobody in it.
    pub rate: Option<f64>,
    /// Why it is not told, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

/// Visitors who came for the first time in one interval.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct CohortRow {
    /// When the interval begins.
    pub start_ms: i64,
    /// How many they are. What the rates are rates of.
    pub visitors: i64,
    /// Those of them who were here in this interval, in the next, and so on.
    pub returned: Vec<CohortCell>,
    /// Why it is not told, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

/// Who came for the first time when, and came back. Only of visitors whose permission lets them be remembered for long enough.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct CohortReport {
    /// The purpose it is bound to.
    pub purpose: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// What the intervals are: `week` or `month`.
    pub grain: Grain,
    /// One an interval, in order.
    pub cohorts: Vec<CohortRow>,
    /// What it rests on.
    pub coverage: Coverage,
}

/// What was looked at right before or after a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PathLine {
    /// `page`; `edge` where the visit began or ended; `other` for all that are not told one by one.
    pub kind: &'static str,
    /// The page.
    pub value: String,
    /// How many times.
    pub views: i64,
    /// Different visitors; nothing of `other`.
    pub visitors: Option<i64>,
}

/// What was looked at right before and after a page.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PathReport {
    /// The purpose it is bound to.
    pub purpose: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The page.
    pub page: String,
    /// How many times it was come to. To look at it again is no step.
    pub views: i64,
    /// Visitors who came to it.
    pub visitors: i64,
    /// What was before, most visitors first.
    pub before: Vec<PathLine>,
    /// What was after, most visitors first.
    pub after: Vec<PathLine>,
    /// Why it is not told, where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// What it rests on.
    pub coverage: Coverage,
}

fn sizes(found: &CohortsFound) -> impl Iterator<Item = i64> + '_ {
    found.cohorts.iter().map(|cohort| cohort.visitors.first().copied().unwrap_or(0))
}

/// Cohorts as they are told; `beside` is how many of each the filter leaves out.
fn rows(cells: Cells, found: &CohortsFound, beside: &[i64]) -> Vec<CohortRow> {
    #[expect(clippy::cast_precision_loss, reason = "a share of counts needs no more digits than a float has")]
    let share = |n: i64, of: i64| (of > 0).then(|| n as f64 / of as f64);
    // Those who are in none are no cell: the report of visits tells how many they are.
    let all: Vec<i64> = sizes(found).collect();
    let hidden = cells.hidden(&all);
    let row = |(place, cohort): (usize, &hjemmel_model::Cohort)| {
        let visitors = all.get(place).copied().unwrap_or(0);
        let left_out = cells.why(visitors, beside.get(place).copied().unwrap_or(0));
        let why = hidden.get(place).copied().flatten().or(left_out);
        if why.is_some() {
            return CohortRow { start_ms: cohort.start_ms, hidden: why, ..CohortRow::default() };
        }
        let cell = |n: &i64| match cells.why(*n, visitors - n) {
            Some(why) => CohortCell { hidden: Some(why), ..CohortCell::default() },
            None => CohortCell { visitors: *n, rate: share(*n, visitors), hidden: None },
        };
        let returned = cohort.visitors.iter().map(cell).collect();
        CohortRow { start_ms: cohort.start_ms, visitors, returned, hidden: None }
    };
    found.cohorts.iter().enumerate().map(row).collect()
}

/// One side of a page as it is told: the first `most`, and all others together.
fn side(cells: Cells, steps: Vec<PathStep>, most: usize) -> Vec<PathLine> {
    let visitors: Vec<i64> = steps.iter().map(|step| step.visitors).collect();
    let hidden = if cells.all() { vec![None; steps.len()] } else { cells.hidden(&visitors) };
    let (mut out, mut other) = (Vec::new(), PathLine { kind: "other", ..PathLine::default() });
    let mut some = false;
    for (step, hidden) in steps.into_iter().zip(hidden) {
        if hidden.is_some() || out.len() >= most {
            other.views += step.views;
            some = true;
            continue;
        }
        let kind = if step.value.is_empty() { "edge" } else { "page" };
        out.push(PathLine { kind, value: step.value, views: step.views, visitors: Some(step.visitors) });
    }
    out.extend(some.then_some(other));
    out
}

impl cases::Reports<'_> {
    /// Visitors by the interval in which they first came, and in which of the next they came back.
    pub async fn cohorts(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
    ) -> Result<CohortReport, AppError> {
        Self::declared(site, asked.filter.dimensions())?;
        let grain = asked.grain.unwrap_or(Grain::Week);
        let ask = Ask { grain: Some(grain), ..Self::ask(site, asked, asked.period) };
        let number = ask.bounds().1.len();
        if matches!(grain, Grain::Hour | Grain::Day) || number > COHORTS_MAX {
            return Err(AppError::Invalid { field: "grain", why: key!("field_cohorts_are_60") });
        }
        let cells = Cells::of(auth, self.report_visitors_min);
        let found = self.reports.cohorts(self.measure(auth, site, &asked.purpose)?, &ask).await?;
        let beside = if cells.all() || ask.filter.is_empty() {
            Vec::new()
        } else {
            let ask = Ask { filter: Predicate::default(), ..ask.clone() };
            let all = self.reports.cohorts(self.measure(auth, site, &asked.purpose)?, &ask).await?;
            sizes(&all).zip(sizes(&found)).map(|(all, own)| all - own).collect()
        };
        let everybody = sizes(&found).sum::<i64>() + found.visitors_returning + found.visitors_unknown;
        let measured = if cells.few(everybody) { 0 } else { found.seen };
        Ok(CohortReport {
            purpose: asked.purpose.clone(),
            from: asked.period.from.to_string(),
            to: asked.period.to.to_string(),
            grain,
            cohorts: rows(cells, &found, &beside),
            coverage: self.coverage(site, &asked.period, measured).await?,
        })
    }

    /// What was looked at right before and after a page.
    pub async fn paths(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        page: &str,
        lines: usize,
    ) -> Result<PathReport, AppError> {
        Self::declared(site, asked.filter.dimensions())?;
        if page.is_empty() || page.len() > 2000 {
            return Err(AppError::Invalid { field: "page", why: key!("field_says_nothing") });
        }
        let (cells, ask) = (Cells::of(auth, self.report_visitors_min), Self::ask(site, asked, asked.period));
        let found = self.reports.paths(self.measure(auth, site, &asked.purpose)?, &ask, page).await?;
        let why = cells.why(found.visitors, found.visitors_beside);
        let most = lines.clamp(1, PATH_LINES_MAX);
        let told = |steps| if why.is_some() { Vec::new() } else { side(cells, steps, most) };
        Ok(PathReport {
            purpose: asked.purpose.clone(),
            from: asked.period.from.to_string(),
            to: asked.period.to.to_string(),
            page: page.to_owned(),
            views: if why.is_some() { 0 } else { found.views },
            visitors: if why.is_some() { 0 } else { found.visitors },
            before: told(found.before),
            after: told(found.after),
            hidden: why,
            coverage: self.coverage(site, &asked.period, if why.is_some() { 0 } else { found.seen }).await?,
        })
    }
}
