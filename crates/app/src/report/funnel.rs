//! Funnels: how far visitors came on a way of steps, and where they stopped.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{Dimension, FUNNEL_STEPS, Funnel, FunnelFound, Hidden};
use hjemmel_policy::{Authorized, act};
use hjemmel_words::key;
use serde::Serialize;

use super::{Coverage, ReportAsk, cells::Cells};
use crate::{AppError, cases};

/// Lines of a funnel's breakdown at most.
const LINES_MAX: usize = 100;

/// One step of a funnel.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FunnelStep {
    /// Visitors that came to it.
    pub visitors: i64,
    /// Of those that came to the first step; nothing when nobody did.
    pub of_first: Option<f64>,
    /// Of those that came to the step before; nothing when nobody did.
    pub of_before: Option<f64>,
    /// Visitors that came to the step before and not to this one.
    pub lost: i64,
    /// Why the numbers are not told, where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

impl FunnelStep {
    fn all(visitors: &[i64], hidden: &[Option<Hidden>]) -> Vec<FunnelStep> {
        #[expect(clippy::cast_precision_loss, reason = "a share of counts needs no more digits than a float has")]
        let share = |n: i64, of: i64| (of > 0).then(|| n as f64 / of as f64);
        let first = visitors.first().copied().unwrap_or(0);
        // What comes before a step is told, or it is not told either.
        let before = [first].into_iter().chain(visitors.iter().copied());
        let step = |((n, before), hidden): ((&i64, i64), &Option<Hidden>)| match hidden {
            Some(_) => FunnelStep { hidden: *hidden, ..FunnelStep::default() },
            None => FunnelStep {
                visitors: *n,
                of_first: share(*n, first),
                of_before: share(*n, before),
                lost: before - n,
                hidden: None,
            },
        };
        visitors.iter().zip(before).zip(hidden).map(step).collect()
    }
}

/// The steps of those whose way began with one value.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct FunnelLine {
    /// The value of the event with which the way began that came the furthest.
    pub value: String,
    /// Each step.
    pub steps: Vec<FunnelStep>,
    /// Why the line is not told, where it is not: one line without a value stands for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

/// How far visitors came on a way of steps.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FunnelReport {
    /// The purpose it is bound to.
    pub purpose: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Each step, in order.
    pub steps: Vec<FunnelStep>,
    /// By the value that ways began with, most visitors first; empty when nothing is broken down.
    pub lines: Vec<FunnelLine>,
    /// What it rests on.
    pub coverage: Coverage,
}

/// Visitors that came to a step.
fn came(steps: &[i64], step: usize) -> i64 {
    steps.get(step).copied().unwrap_or(0)
}

/// Visitors that came to the step before and not to this one.
fn lost(steps: &[i64], step: usize) -> i64 {
    came(steps, step.saturating_sub(1)) - came(steps, step)
}

impl Cells {
    /// Which steps are not told: neither few who came to one, nor few who did not come on from one that is told. What comes
    /// after a step that is not told is not told either.
    pub(super) fn steps(self, visitors: &[i64], all: Option<Hidden>) -> Vec<Option<Hidden>> {
        let mut why = all;
        let mut before: Option<i64> = None;
        let each = visitors.iter().map(|n| {
            why = why.or_else(|| self.why(*n, before.map_or(0, |before| before - n)));
            before = Some(*n);
            why
        });
        each.collect()
    }

    /// Which steps of each line are not told: what is taken off the total leaves neither few who came nor few who were lost.
    pub(super) fn steps_of_lines(self, found: &FunnelFound) -> Vec<Vec<Option<Hidden>>> {
        let mut hidden: Vec<Vec<Option<Hidden>>> =
            found.lines.iter().map(|(_, steps)| self.steps(steps, None)).collect();
        for (step, total) in self.steps(&found.steps, None).into_iter().enumerate() {
            // What stands after a step that is not told would tell of it.
            let hide = |line: &mut Vec<Option<Hidden>>, why: Option<Hidden>| {
                line.iter_mut().skip(step).for_each(|slot| *slot = slot.or(why));
            };
            hidden.iter_mut().for_each(|line| hide(line, total));
            let numbers: [fn(&[i64], usize) -> i64; 2] = [came, lost];
            for number in numbers {
                let own: Vec<i64> = found.lines.iter().map(|(_, steps)| number(steps, step)).collect();
                // Those in no line are never told.
                let rest = number(&found.steps, step) - own.iter().sum::<i64>();
                let all: Vec<i64> = own.into_iter().chain([rest]).collect();
                let gone = hidden.iter().map(|line| line.get(step).is_some_and(Option::is_some));
                let gone: Vec<bool> = gone.chain([true]).collect();
                if let Some(line) = self.beside(&all, &gone).and_then(|place| hidden.get_mut(place)) {
                    hide(line, Some(Hidden::Complement));
                }
            }
        }
        hidden
    }
}

impl cases::Reports<'_> {
    /// How far visitors came in a period, by a dimension where one is given.
    pub async fn funnel(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        funnel: Funnel,
        by: Option<&Dimension>,
    ) -> Result<FunnelReport, AppError> {
        if !(FUNNEL_STEPS.0..=FUNNEL_STEPS.1).contains(&funnel.steps.len()) {
            return Err(AppError::Invalid { field: "steps", why: key!("field_are_2_to_10") });
        }
        if funnel.steps.iter().any(hjemmel_model::Predicate::is_empty) {
            return Err(AppError::Invalid { field: "steps", why: key!("field_says_nothing") });
        }
        let of_steps = funnel.steps.iter().flat_map(hjemmel_model::Predicate::dimensions);
        Self::declared(site, asked.filter.dimensions().into_iter().chain(of_steps).chain(by))?;
        let cells = Cells::of(auth, self.report_visitors_min);
        let ask = Self::ask(site, asked, asked.period);
        let found = self.reports.funnel(self.measure(auth, site, &asked.purpose)?, &ask, funnel, by).await?;
        let why = self.barred(auth, site, asked, &ask, found.visitors).await?;
        let first = found.steps.first().copied().unwrap_or(0);
        let why = why.or_else(|| cells.why(first, found.visitors - first));
        Ok(FunnelReport {
            purpose: asked.purpose.clone(),
            from: asked.period.from.to_string(),
            to: asked.period.to.to_string(),
            steps: FunnelStep::all(&found.steps, &cells.steps(&found.steps, why)),
            lines: Self::lines(cells, &found, why),
            coverage: self.coverage(site, &asked.period, if why.is_some() { 0 } else { found.seen }).await?,
        })
    }

    fn lines(cells: Cells, found: &FunnelFound, why: Option<Hidden>) -> Vec<FunnelLine> {
        let other = |hidden| FunnelLine { value: String::new(), steps: Vec::new(), hidden: Some(hidden) };
        if let Some(hidden) = why {
            return found.lines.first().map(|_| other(hidden)).into_iter().collect();
        }
        let hidden = cells.steps_of_lines(found);
        let told = found.lines.iter().zip(&hidden).filter(|(_, hidden)| hidden.first().is_some_and(Option::is_none));
        let line = |((value, steps), hidden): (&(String, Vec<i64>), &Vec<Option<Hidden>>)| FunnelLine {
            value: value.clone(),
            steps: FunnelStep::all(steps, hidden),
            hidden: None,
        };
        let mut lines: Vec<FunnelLine> = told.map(line).collect();
        let some = lines.len() < found.lines.len();
        lines.truncate(LINES_MAX);
        lines.extend(some.then(|| other(Hidden::FewVisitors)));
        lines
    }
}
