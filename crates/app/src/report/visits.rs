//! Visits as wholes: counts, with the rates that they make beside them.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{Hidden, VisitBy, VisitSums, VisitsFound};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use super::{
    Coverage, ReportAsk,
    cells::{Cells, Line},
};
use crate::{AppError, cases};

/// Lines of a breakdown at most.
const LINES_MAX: usize = 500;

/// How many visits reached one of the site's goals.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct GoalNumbers {
    /// The event that counts as the goal.
    pub name: String,
    /// Visits with at least one of it.
    pub visits: i64,
    /// Of all `visits`; nothing when there are none.
    pub rate: Option<f64>,
}

/// What visits come to. Every rate and mean is by `visits`, and nothing when there are none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitNumbers {
    /// The counts.
    #[serde(flatten)]
    pub sums: VisitSums,
    /// Visits of one page view in which nothing else was done, of all visits.
    pub bounce_rate: Option<f64>,
    /// Page views a visit.
    pub pages_mean: Option<f64>,
    /// From the first to the last event of a visit, in the mean.
    pub duration_ms_mean: Option<f64>,
    /// Visits with a conversion, of all visits.
    pub conversion_rate: Option<f64>,
    /// Each goal of the site.
    pub goals: Vec<GoalNumbers>,
    /// Why the numbers are not told, where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
    /// Why it is not told how many of the visitors are new, returning and unknown, where it is not: all three stand as zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_hidden: Option<Hidden>,
}

/// How many visitors are new, returning and unknown.
const KNOWN: [fn(&VisitSums) -> i64; 3] =
    [|sums| sums.visitors_new, |sums| sums.visitors_returning, |sums| sums.visitors_unknown];

impl VisitNumbers {
    fn of(sums: VisitSums, goals: &[String]) -> VisitNumbers {
        #[expect(clippy::cast_precision_loss, reason = "a share of counts needs no more digits than a float has")]
        let share = |n: i64| (sums.visits > 0).then(|| n as f64 / sums.visits as f64);
        let goal = |(place, name): (usize, &String)| {
            let visits = sums.goals.get(place).copied().unwrap_or(0);
            GoalNumbers { name: name.clone(), visits, rate: share(visits) }
        };
        VisitNumbers {
            bounce_rate: share(sums.bounces),
            pages_mean: share(sums.page_views),
            duration_ms_mean: share(sums.duration_ms),
            conversion_rate: share(sums.converting),
            goals: goals.iter().enumerate().map(goal).collect(),
            sums,
            hidden: None,
            known_hidden: None,
        }
    }

    /// Why it is not told how many are new: few are, or few are returning or unknown.
    fn known_why(&self, cells: Cells) -> Option<Hidden> {
        let few = cells.hidden(&KNOWN.map(|number| number(&self.sums))).iter().any(Option::is_some);
        few.then_some(Hidden::FewVisitors)
    }

    /// The same numbers, without how many are new where there is a reason.
    fn with_known(mut self, why: Option<Hidden>) -> VisitNumbers {
        if why.is_some() {
            (self.sums.visitors_new, self.sums.visitors_returning, self.sums.visitors_unknown) = (0, 0, 0);
            self.known_hidden = why;
        }
        self
    }

    fn untold(hidden: Hidden) -> VisitNumbers {
        VisitNumbers { hidden: Some(hidden), ..VisitNumbers::default() }
    }
}

/// One line of visits.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct VisitLine {
    /// The value that one of their events has, or the page they began or ended with.
    pub value: String,
    /// What they come to.
    #[serde(flatten)]
    pub numbers: VisitNumbers,
}

impl Line for VisitLine {
    fn visitors(&self) -> i64 {
        self.numbers.sums.visitors
    }

    fn untold(hidden: Hidden) -> VisitLine {
        VisitLine { value: String::new(), numbers: VisitNumbers::untold(hidden) }
    }
}

/// Lines without how many are new, returning and unknown where few are, nor where the total would tell of these; `rest` visitors
/// are in no line.
fn with_known(cells: Cells, lines: Vec<VisitLine>, totals: &VisitSums, rest: i64) -> Vec<VisitLine> {
    if cells.all() {
        return lines;
    }
    let visitors: Vec<i64> = lines.iter().map(VisitLine::visitors).chain([rest]).collect();
    let hidden = cells.hidden(&visitors);
    let mut why: Vec<Option<Hidden>> =
        lines.iter().zip(&hidden).map(|(line, hidden)| hidden.or(line.numbers.known_why(cells))).collect();
    for number in KNOWN {
        let own: Vec<i64> = lines.iter().map(|line| number(&line.numbers.sums)).collect();
        let left = number(totals) - own.iter().sum::<i64>();
        let all: Vec<i64> = own.into_iter().chain([left]).collect();
        let gone: Vec<bool> = why.iter().map(Option::is_some).chain([true]).collect();
        if let Some(slot) = cells.beside(&all, &gone).and_then(|place| why.get_mut(place)) {
            *slot = Some(Hidden::Complement);
        }
    }
    let line = |(line, why): (VisitLine, Option<Hidden>)| VisitLine { numbers: line.numbers.with_known(why), ..line };
    lines.into_iter().zip(why).map(line).collect()
}

/// What the visits of a period come to as wholes. The filter chooses visits: those with an event for which it holds.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct VisitReport {
    /// The purpose it is bound to.
    pub purpose: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Over all visits.
    pub totals: VisitNumbers,
    /// The same of the period that is compared with.
    pub previous: Option<VisitNumbers>,
    /// By value, most visitors first; empty when nothing is broken down.
    pub lines: Vec<VisitLine>,
    /// What it rests on.
    pub coverage: Coverage,
}

impl cases::Reports<'_> {
    /// The visits of a period as wholes, by a dimension or by the page they began or ended with.
    pub async fn whole_visits(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        by: &VisitBy,
        lines: usize,
    ) -> Result<VisitReport, AppError> {
        let on = match by {
            VisitBy::Value(dimension) => Some(dimension),
            VisitBy::All | VisitBy::Entry | VisitBy::Exit => None,
        };
        Self::declared(site, asked.filter.dimensions().into_iter().chain(on))?;
        let (cells, goals) = (Cells::of(auth, self.report_visitors_min), &site.site.conversions);
        let told = |found: &VisitsFound| {
            let why = cells.why(found.totals.visitors, found.visitors_beside);
            let numbers = VisitNumbers::of(found.totals.clone(), goals);
            let known = numbers.known_why(cells);
            (why, why.map_or_else(|| numbers.with_known(known), VisitNumbers::untold))
        };
        let ask = Self::ask(site, asked, asked.period);
        let mut found = self.reports.whole_visits(self.measure(auth, site, &asked.purpose)?, &ask, by).await?;
        let own = std::mem::take(&mut found.lines).into_iter();
        let own = own.map(|(value, sums)| VisitLine { value, numbers: VisitNumbers::of(sums, goals) }).collect();
        let own = with_known(cells, own, &found.totals, found.visitors_without);
        let (why, totals) = told(&found);
        let previous = match self.compared(cells, site, asked) {
            Some((_, ask)) => {
                let permit = self.measure(auth, site, &asked.purpose)?;
                Some(told(&self.reports.whole_visits(permit, &ask, &VisitBy::All).await?).1)
            }
            None => None,
        };
        Ok(VisitReport {
            purpose: asked.purpose.clone(),
            from: asked.period.from.to_string(),
            to: asked.period.to.to_string(),
            totals,
            previous,
            lines: cells.lines(own, found.visitors_without, why, lines.clamp(1, LINES_MAX)),
            coverage: self.coverage(site, &asked.period, if why.is_some() { 0 } else { found.seen }).await?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_few_are_new_is_not_told_nor_left_over() {
        let sums = |new: i64, returning: i64| VisitSums {
            visitors: new + returning,
            visitors_new: new,
            visitors_returning: returning,
            ..VisitSums::default()
        };
        let line = |(new, returning): (i64, i64)| VisitLine {
            value: "v".into(),
            numbers: VisitNumbers::of(sums(new, returning), &[]),
        };
        let told = |min: i64| -> Vec<(i64, i64, Option<Hidden>)> {
            let lines = [(3, 7), (7, 13), (9, 30)].map(line).to_vec();
            let lines = with_known(Cells { min }, lines, &sums(19, 50), 0);
            let of = |l: &VisitLine| {
                (l.numbers.sums.visitors_new, l.numbers.sums.visitors_returning, l.numbers.known_hidden)
            };
            lines.iter().map(of).collect()
        };
        assert_eq!(told(0), [(3, 7, None), (7, 13, None), (9, 30, None)]);
        let (few, beside) = (Some(Hidden::FewVisitors), Some(Hidden::Complement));
        assert_eq!(told(5), [(0, 0, few), (0, 0, beside), (9, 30, None)]);
    }
}
