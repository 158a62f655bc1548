//! What a report is compared with, and what of it is told.

use hjemmel_collect::SiteEntry;
use hjemmel_model::{Ask, AtMs, Dimension, Hidden, Overview, Period, Predicate};
use hjemmel_policy::{Authorized, act};

use super::{Compare, ReportAsk, cells::Cells};
use crate::{AppError, cases};

impl cases::Reports<'_> {
    /// What is asked of the period that another is compared with: as much of it as there has been of this one.
    pub(super) fn compared(&self, cells: Cells, site: &SiteEntry, asked: &ReportAsk) -> Option<(Period, Ask)> {
        let period = match asked.compare? {
            Compare::Previous => asked.period.previous(),
            Compare::Year => asked.period.year_before(),
        };
        let until = asked.period.same_part(&period, self.clock.now(), site.zone().tz());
        let ask = Self::ask(site, asked, period);
        Some((period, Ask { until: until.map(|at| cells.until(&ask, at)), ..ask }))
    }

    /// Visitors of whom something holds in a period.
    async fn visitors(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        ask: &Ask,
        filter: Predicate,
    ) -> Result<i64, AppError> {
        let ask = Ask { filter, ..ask.clone() };
        let found = self.reports.overview(self.measure(auth, site, &asked.purpose)?, &ask).await?;
        Ok(found.0.totals.visitors)
    }

    /// Why nothing is told of what an overview came to, where nothing is: it is of few visitors, or what the filter leaves out
    /// is.
    pub(super) async fn barred(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        ask: &Ask,
        visitors: i64,
    ) -> Result<Option<Hidden>, AppError> {
        let cells = Cells::of(auth, self.report_visitors_min);
        if cells.all() {
            return Ok(None);
        }
        let beside = match ask.filter.is_empty() {
            true => 0,
            false => self.visitors(auth, site, asked, ask, Predicate::Not(Box::new(ask.filter.clone()))).await?,
        };
        Ok(cells.why(visitors, beside))
    }

    /// Visitors with events that have no value of a dimension.
    pub(super) async fn without(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        ask: &Ask,
        by: &Dimension,
    ) -> Result<i64, AppError> {
        // A number is never without a value.
        if by.is_number() {
            return Ok(0);
        }
        let filter = Predicate::And(vec![ask.filter.clone(), Predicate::Is(by.clone(), vec![String::new()])]);
        self.visitors(auth, site, asked, ask, filter).await
    }

    /// An overview as it is told, and why nothing of it is.
    pub(super) async fn overview_told(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        ask: &Ask,
    ) -> Result<(Overview, i64), AppError> {
        let (mut overview, seen) = self.reports.overview(self.measure(auth, site, &asked.purpose)?, ask).await?;
        let why = self.barred(auth, site, asked, ask, overview.totals.visitors).await?;
        Cells::of(auth, self.report_visitors_min).overview(&mut overview, why);
        Ok((overview, if why.is_some() { 0 } else { seen }))
    }

    /// The earlier period: its numbers for as much of it as there has been of the later, and its intervals as far as they may
    /// be told without telling of the rest of one.
    pub(super) async fn previous_told(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
    ) -> Result<Option<Previous>, AppError> {
        let cells = Cells::of(auth, self.report_visitors_min);
        let Some((period, ask)) = self.compared(cells, site, asked) else { return Ok(None) };
        let (mut overview, _) = self.overview_told(auth, site, asked, &ask).await?;
        if ask.until.is_some() && cells.all() {
            let whole = Ask { until: None, ..ask.clone() };
            overview.series = self.overview_told(auth, site, asked, &whole).await?.0.series;
        }
        Ok(Some(Previous { period, until: ask.until, overview }))
    }
}

/// What is compared with.
pub(super) struct Previous {
    /// The days.
    pub period: Period,
    /// How far, where the later period is not over.
    pub until: Option<AtMs>,
    /// The numbers.
    pub overview: Overview,
}
