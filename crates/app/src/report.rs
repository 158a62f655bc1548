//! Reports with their purpose and their coverage.

mod cells;
mod cohort;
mod funnel;
mod told;
mod visits;

use async_trait::async_trait;
use hjemmel_collect::{SiteEntry, list_dates};
use hjemmel_model::{
    AggregateLane, Ask, AtMs, CohortsFound, Dimension, FilterError, Funnel, FunnelFound, Grain, HOUR_DAYS_MAX,
    Language, Live, Overview, PathsFound, Period, Predicate, RowBy, TallyKind, VALUE_FROM, VisitBy, VisitEvent,
    VisitsFound, catalogue_find,
};
use hjemmel_policy::{Access, Authorized, Measure, PermitSet, Profile, Reason, Refusal, act, decide_measure};
use hjemmel_words::key;
use serde::Serialize;

use crate::{AppError, Explanation, cases};
use cells::Cells;
pub use cohort::{CohortCell, CohortReport, CohortRow, PathLine, PathReport};
pub use funnel::{FunnelLine, FunnelReport, FunnelStep};
pub use visits::{GoalNumbers, VisitLine, VisitNumbers, VisitReport};

/// Lines of a breakdown at most.
const LINES_MAX: usize = 500;

/// What a period is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// As many days right before.
    Previous,
    /// The same days a year before.
    Year,
}

/// What a report is asked, beside the site.
#[derive(Clone, Debug)]
pub struct ReportAsk {
    /// The purpose it is for.
    pub purpose: String,
    /// When.
    pub period: Period,
    /// Only events for which this holds.
    pub filter: Predicate,
    /// How finely an overview is cut.
    pub grain: Option<Grain>,
    /// What it is compared with.
    pub compare: Option<Compare>,
}

impl ReportAsk {
    /// Of a period, with nothing else said.
    pub fn new(purpose: &str, period: Period, filter: Predicate) -> ReportAsk {
        ReportAsk { purpose: purpose.to_owned(), period, filter, grain: None, compare: None }
    }
}

/// Something that reports can be broken down by and filtered on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DimensionView {
    /// Its name, such as `source`, or `prop:plan` for a property that the site declares.
    pub name: String,
    /// The list of breakdowns it stands in: `origin`, `content`, `place`, `device`, `property`; `none` for what is filtered on.
    pub group: &'static str,
    /// What filters can say of it.
    pub operators: Vec<&'static str>,
}

/// Why a report was not computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReportError {
    /// It took too long.
    #[error("the report took too long; ask for a shorter period")]
    TooSlow,
    /// The engine failed.
    #[error("the report could not be computed")]
    Failed,
}

/// Analytics over what may be used.
#[async_trait]
pub trait Reports: Send + Sync {
    /// Numbers in total and over time, and how many page views there are without the filter.
    async fn overview(&self, permit: PermitSet<Measure>, ask: &Ask) -> Result<(Overview, i64), ReportError>;
    /// Visits as wholes.
    async fn whole_visits(
        &self,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &VisitBy,
    ) -> Result<VisitsFound, ReportError>;
    /// How far visitors came on a way of steps.
    async fn funnel(
        &self,
        permit: PermitSet<Measure>,
        ask: &Ask,
        funnel: Funnel,
        by: Option<&Dimension>,
    ) -> Result<FunnelFound, ReportError>;
    /// Visitors by when they first came, and when they came back.
    async fn cohorts(&self, permit: PermitSet<Measure>, ask: &Ask) -> Result<CohortsFound, ReportError>;
    /// What was looked at right before and after a page.
    async fn paths(&self, permit: PermitSet<Measure>, ask: &Ask, page: &str) -> Result<PathsFound, ReportError>;
    /// Numbers by the values of a dimension, as many lines as are asked for.
    async fn breakdown(
        &self,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &Dimension,
        lines: usize,
    ) -> Result<Vec<RowBy>, ReportError>;
    /// The last half hour.
    async fn live(&self, permit: PermitSet<Measure>, now: AtMs) -> Result<Live, ReportError>;
    /// What the browser of a person did before a moment, newest first.
    async fn visits(
        &self,
        permit: PermitSet<Profile>,
        before: AtMs,
        most: usize,
    ) -> Result<Vec<VisitEvent>, ReportError>;
    /// What a browser did, for whoever sits there, newest first.
    async fn left(&self, permit: PermitSet<Access>, most: usize) -> Result<Vec<VisitEvent>, ReportError>;
}

/// What a report rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Coverage {
    /// Page views measured with permission.
    pub measured: i64,
    /// Views counted without permission in the aggregate lane. In the mode `request` these are requests for the tag,
    /// those with permission included.
    pub counted: i64,
    /// Events refused.
    pub refused: i64,
    /// The setting of the aggregate lane: `off`, `request` or `script`.
    pub lane: AggregateLane,
}

/// A report with its purpose and coverage.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Report {
    /// The purpose it is bound to.
    pub purpose: String,
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// The site's time zone.
    pub time_zone: String,
    /// The currency of revenue.
    pub currency: String,
    /// The numbers.
    pub overview: Overview,
    /// The numbers of the earlier period: in total for as much of it as there has been of this one.
    pub previous: Option<Overview>,
    /// First day of the earlier period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_from: Option<String>,
    /// Last day of the earlier period.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_to: Option<String>,
    /// How far its totals go, when this period is not over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_until_ms: Option<i64>,
    /// What it rests on.
    pub coverage: Coverage,
}

/// How many events were refused for a reason.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct RefusalCount {
    /// How many.
    pub n: i64,
    /// Why, by which rule, and the way out.
    #[serde(flatten)]
    pub explanation: Explanation,
}

/// How many on one day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DropCount {
    /// The day in the site's time zone.
    pub day: String,
    /// How many.
    pub n: i64,
}

/// Something that came and was not counted, or not kept as it came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Dropped {
    /// `rejected` for whole events, `scrubbed` for what was taken out of events.
    pub kind: &'static str,
    /// What: the code of the fault, the kind of personal data, `property_not_listed`.
    pub item: String,
    /// How many in the period.
    pub n: i64,
    /// Day by day, those with any.
    pub days: Vec<DropCount>,
}

/// A list that tells machines and places that link here apart, with the day it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ListAge {
    /// `bots`, `devices` or `referrers`.
    pub list: String,
    /// The day, as `2026-11-27`.
    pub date: String,
}

/// What was not counted in a period, and the lists by which that was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct DropReport {
    /// What, most first.
    pub dropped: Vec<Dropped>,
    /// The lists that the program was built with.
    pub lists: Vec<ListAge>,
}

impl cases::Reports<'_> {
    fn measure(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        purpose: &str,
    ) -> Result<PermitSet<Measure>, AppError> {
        let bit = catalogue_find(purpose).map(|p| p.bit).ok_or(AppError::Refused(Reason::PurposeUnknown))?;
        decide_measure(auth, &site.rules, bit, &self.restrictions, self.clock.now())
            .map_err(|refusal| AppError::Refused(refusal.reason))
    }

    fn ask(site: &SiteEntry, asked: &ReportAsk, period: Period) -> Ask {
        Ask {
            period,
            zone: site.zone().clone(),
            filter: asked.filter.clone(),
            conversions: site.site.conversions.clone(),
            currency: site.site.currency.clone(),
            grain: asked.grain,
            until: None,
        }
    }

    /// What reports of a site can be broken down by and filtered on.
    pub fn dimensions(&self, auth: &Authorized<act::ReportRead>, site: &SiteEntry) -> Vec<DimensionView> {
        let _ = auth;
        let view = |d: Dimension| DimensionView {
            name: d.name().into_owned(),
            group: d.group(),
            operators: d.operators().to_vec(),
        };
        let properties = site.site.properties.iter().filter(|name| *name != VALUE_FROM).cloned();
        let declared = properties.map(Dimension::Property);
        // Who said what a sale is worth is no list of its own.
        let told = DimensionView { group: "none", ..view(Dimension::Property(VALUE_FROM.to_owned())) };
        Dimension::columns().into_iter().chain(declared).map(view).chain([told]).collect()
    }

    /// Go on only if the site declares each property that is asked by.
    pub(crate) fn declared<'a>(
        site: &SiteEntry,
        asked: impl IntoIterator<Item = &'a Dimension>,
    ) -> Result<(), AppError> {
        for dimension in asked {
            if let Dimension::Property(name) = dimension
                && name != VALUE_FROM
                && !site.site.properties.contains(name)
            {
                return Err(FilterError::Undeclared(name.chars().take(40).collect()).into());
            }
        }
        Ok(())
    }

    /// An overview of a period, with the one that it is compared with.
    pub async fn overview(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
    ) -> Result<Report, AppError> {
        let ReportAsk { purpose, period, filter, grain, .. } = asked;
        Self::declared(site, filter.dimensions())?;
        if *grain == Some(Grain::Hour) && period.days() > HOUR_DAYS_MAX {
            return Err(AppError::Invalid { field: "grain", why: key!("field_hours_are_of_a_month") });
        }
        let (overview, unfiltered) = self.overview_told(auth, site, asked, &Self::ask(site, asked, *period)).await?;
        let previous = self.previous_told(auth, site, asked).await?;
        let coverage = self.coverage(site, period, unfiltered).await?;
        Ok(Report {
            purpose: purpose.clone(),
            from: period.from.to_string(),
            to: period.to.to_string(),
            time_zone: site.site.time_zone.clone(),
            currency: site.site.currency.clone(),
            overview,
            previous_from: previous.as_ref().map(|p| p.period.from.to_string()),
            previous_to: previous.as_ref().map(|p| p.period.to.to_string()),
            previous_until_ms: previous.as_ref().and_then(|p| p.until).map(|at| at.0),
            previous: previous.map(|p| p.overview),
            coverage,
        })
    }

    async fn coverage(&self, site: &SiteEntry, period: &Period, measured: i64) -> Result<Coverage, AppError> {
        self.tallies_flush().await?;
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let sum = async |kind| -> Result<i64, AppError> {
            let sums = self.store.tallies().sum(&site.site.id, kind, &from, &to).await?;
            Ok(sums.iter().map(|t| t.n).sum())
        };
        Ok(Coverage {
            measured,
            counted: sum(TallyKind::View).await?,
            refused: sum(TallyKind::Refusal).await?,
            lane: site.site.lane(),
        })
    }

    /// A period by the values of a dimension.
    pub async fn breakdown(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        asked: &ReportAsk,
        by: &Dimension,
        lines: usize,
    ) -> Result<Vec<RowBy>, AppError> {
        Self::declared(site, asked.filter.dimensions().into_iter().chain([by]))?;
        let ask = Self::ask(site, asked, asked.period);
        let cells = Cells::of(auth, self.report_visitors_min);
        let permit = self.measure(auth, site, &asked.purpose)?;
        let lines = lines.clamp(1, LINES_MAX);
        if cells.all() {
            return Ok(self.reports.breakdown(permit, &ask, by, lines).await?);
        }
        // Which are told is told from all of them.
        let found = self.reports.breakdown(permit, &ask, by, usize::MAX).await?;
        let totals = self.reports.overview(self.measure(auth, site, &asked.purpose)?, &ask).await?.0.totals;
        let why = self.barred(auth, site, asked, &ask, totals.visitors).await?;
        let without = self.without(auth, site, asked, &ask, by).await?;
        Ok(cells.lines(found, without, why, lines))
    }

    /// The last half hour.
    pub async fn live(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        purpose: &str,
    ) -> Result<Live, AppError> {
        let mut live = self.reports.live(self.measure(auth, site, purpose)?, self.clock.now()).await?;
        Cells::of(auth, self.report_visitors_min).live(&mut live);
        Ok(live)
    }

    /// What came in a period and was not counted, or not kept as it came, most first.
    pub async fn dropped(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        period: Period,
    ) -> Result<DropReport, AppError> {
        let _ = auth;
        self.tallies_flush().await?;
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let mut out: Vec<Dropped> = Vec::new();
        for kind in [TallyKind::Rejected, TallyKind::Scrubbed] {
            for sum in self.store.tallies().sum(&site.site.id, kind, &from, &to).await? {
                let day = DropCount { day: sum.day, n: sum.n };
                match out.iter_mut().find(|d| d.kind == kind.name() && d.item == sum.item) {
                    Some(known) => {
                        known.n += day.n;
                        known.days.push(day);
                    }
                    None => out.push(Dropped { kind: kind.name(), item: sum.item, n: day.n, days: vec![day] }),
                }
            }
        }
        out.sort_by_key(|d| std::cmp::Reverse(d.n));
        let lists = list_dates().map(|l| ListAge { list: l.list.to_owned(), date: l.date.to_owned() }).to_vec();
        Ok(DropReport { dropped: out, lists })
    }

    /// What was refused in a period, by reason, most first.
    pub async fn refusals(
        &self,
        auth: &Authorized<act::ReportRead>,
        site: &SiteEntry,
        period: Period,
        language: Language,
    ) -> Result<Vec<RefusalCount>, AppError> {
        let _ = auth;
        self.tallies_flush().await?;
        let (from, to) = (period.from.to_string(), period.to.to_string());
        let sums = self.store.tallies().sum(&site.site.id, TallyKind::Refusal, &from, &to).await?;
        let count = |reason: Reason| sums.iter().filter(|t| t.item == reason.name()).map(|t| t.n).sum::<i64>();
        let mut out: Vec<_> = Reason::ALL
            .into_iter()
            .map(|reason| RefusalCount {
                n: count(reason),
                explanation: Explanation::of(&Refusal::new(reason), language),
            })
            .filter(|c| c.n > 0)
            .collect();
        out.sort_by_key(|c| std::cmp::Reverse(c.n));
        Ok(out)
    }
}
