//! What a report is asked: a period, a filter, a dimension.

mod channel;
mod cohort;
mod dimension;
mod funnel;
mod predicate;
mod properties;
mod visits;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

use crate::AtMs;

pub use channel::{CHANNELS, channel};
pub use cohort::{Cohort, CohortsFound, PathStep, PathsFound};
pub use dimension::Dimension;
pub use funnel::{FUNNEL_STEPS, Funnel, FunnelFound, window_of};
pub use predicate::{Axis, Edge, FilterError, Predicate, Range, Seen, Truth, number_of};
pub use properties::{VALUE_FROM, property};
pub use visits::{GOALS_MAX, REMEMBERED_MS, VisitBy, VisitSums, VisitsFound, is_deed};

/// The name of a view of a page.
pub const PAGE_VIEW: &str = "page_view";

/// Whole days in a site's time zone, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Why a period cannot be asked for.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PeriodError {
    /// It ends before it begins.
    #[error("the period ends before it begins")]
    Backwards,
    /// Longer than two years.
    #[error("the period is longer than {0} days")]
    TooLong(i64),
}

/// Days a report may span.
const DAYS_MAX: i64 = 740;

impl Period {
    /// A period of at most 740 days.
    pub fn new(from: Date, to: Date) -> Result<Period, PeriodError> {
        let period = Period { from, to };
        if to < from {
            return Err(PeriodError::Backwards);
        }
        if period.days() > DAYS_MAX {
            return Err(PeriodError::TooLong(DAYS_MAX));
        }
        Ok(period)
    }

    /// How many days.
    pub fn days(&self) -> i64 {
        i64::from(self.from.until(self.to).map(|s| s.get_days()).unwrap_or(0)) + 1
    }

    /// The same days of the year before; the last of February where there is no 29th.
    pub fn year_before(&self) -> Period {
        let back = |d: Date| d.checked_sub(1.year()).unwrap_or(d);
        Period { from: back(self.from), to: back(self.to) }
    }

    /// The moment up to which another period has lasted as long as this one has at `now`: on the same day of it, at the same
    /// time of day. Nothing when this one is over or has not begun.
    pub fn same_part(&self, other: &Period, now: AtMs, zone: &TimeZone) -> Option<AtMs> {
        let local = Timestamp::from_millisecond(now.0).ok()?.to_zoned(zone.clone());
        if local.date() < self.from || local.date() > self.to {
            return None;
        }
        let days = self.from.until(local.date()).ok()?.get_days();
        let day = other.from.checked_add(days.days()).ok()?;
        let at = day.to_datetime(local.time()).to_zoned(zone.clone()).ok()?;
        Some(AtMs(at.timestamp().as_millisecond()))
    }

    /// The same number of days right before.
    pub fn previous(&self) -> Period {
        let days = self.days();
        let back = |d: Date| d.checked_sub(days.days()).unwrap_or(d);
        Period { from: back(self.from), to: back(self.to) }
    }

    /// Each day, in order.
    pub fn dates(&self) -> Vec<Date> {
        let mut out = Vec::new();
        let mut day = self.from;
        while day <= self.to {
            out.push(day);
            match day.checked_add(1.day()) {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        out
    }
}

fn start_of(day: Date, zone: &TimeZone) -> i64 {
    day.to_zoned(zone.clone()).map(|z| z.timestamp().as_millisecond()).unwrap_or(0)
}

/// The first millisecond of each day of the period in `zone`, and of the day after it.
pub fn local_day_bounds(period: &Period, zone: &TimeZone) -> Vec<i64> {
    let mut days = period.dates();
    if let Ok(after) = period.to.checked_add(1.day()) {
        days.push(after);
    }
    days.into_iter().map(|d| start_of(d, zone)).collect()
}

/// The first millisecond of each hour that the day has in `zone` (23, 24 or 25 of them), and of the next day.
pub fn local_hour_bounds(day: Date, zone: &TimeZone) -> Vec<i64> {
    let start = start_of(day, zone);
    let end = day.checked_add(1.day()).map(|next| start_of(next, zone)).unwrap_or(start);
    let mut bounds: Vec<i64> = (0..).map(|h| start + h * 3_600_000).take_while(|at| *at < end).collect();
    bounds.push(end);
    bounds
}

/// How finely an overview is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One point a day.
    Day,
    /// One point an hour, for a few days at most; what a period of one day is cut in.
    Hour,
    /// One point a week, which begins on Monday.
    Week,
    /// One point a month.
    Month,
}

/// Days of a period that is cut in hours, at most.
pub const HOUR_DAYS_MAX: i64 = 31;

impl Grain {
    /// The one of that name.
    pub fn from_name(name: &str) -> Option<Grain> {
        match name {
            "hour" => Some(Grain::Hour),
            "day" => Some(Grain::Day),
            "week" => Some(Grain::Week),
            "month" => Some(Grain::Month),
            _ => None,
        }
    }

    /// Whether a day is the first of an interval.
    fn begins(self, day: Date) -> bool {
        match self {
            Grain::Hour | Grain::Day => true,
            Grain::Week => day.weekday() == Weekday::Monday,
            Grain::Month => day.day() == 1,
        }
    }
}

/// What is asked of a site's events.
#[derive(Clone, Debug)]
pub struct Ask {
    /// When.
    pub period: Period,
    /// The time zone that days are cut in.
    pub zone: crate::Zone,
    /// Only events for which this holds.
    pub filter: Predicate,
    /// Names of events that count as conversions.
    pub conversions: Vec<String>,
    /// The currency that is summed.
    pub currency: String,
    /// How finely it is cut; by hour for one day and by day for more when nothing is said.
    pub grain: Option<Grain>,
    /// Only what was before, within the period.
    pub until: Option<AtMs>,
}

/// The numbers of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Sums {
    /// Different surrogates.
    pub visitors: i64,
    /// Visits: ended by half an hour of quiet.
    pub sessions: i64,
    /// Page views.
    pub page_views: i64,
    /// Conversions.
    pub conversions: i64,
    /// Revenue in the minor unit of the site's currency.
    pub revenue_minor: i64,
}

/// Why a number is not told to whoever may not see people. What is hidden stands as zero beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Hidden {
    /// It is of fewer visitors than reports tell of.
    FewVisitors,
    /// Beside the total it would tell of a number that is hidden.
    Complement,
}

/// The numbers of one interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Point {
    /// When it begins.
    pub start_ms: i64,
    /// Its numbers.
    #[serde(flatten)]
    pub sums: Sums,
    /// Why they are not told, where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

/// An overview of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Overview {
    /// Over the whole period; visitors are not the sum of the points.
    pub totals: Sums,
    /// How finely it is cut.
    pub grain: Grain,
    /// Each interval, also the empty ones.
    pub series: Vec<Point>,
    /// Why the totals are not told, where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

/// One line of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RowBy {
    /// The value.
    pub value: String,
    /// Its numbers.
    #[serde(flatten)]
    pub sums: Sums,
    /// Why lines are not told: one line without a value stands for all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

/// One minute of the live report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LiveMinute {
    /// When it begins.
    pub start_ms: i64,
    /// Page views.
    pub page_views: i64,
}

/// One page of the live report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct LivePage {
    /// Its path.
    pub path: String,
    /// Visitors on it in the last half hour.
    pub visitors: i64,
}

/// The last half hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Live {
    /// Visitors in the last five minutes.
    pub visitors_now: i64,
    /// Minute by minute.
    pub minutes: Vec<LiveMinute>,
    /// Busiest pages.
    pub pages: Vec<LivePage>,
    /// Why numbers are not told, where they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hidden: Option<Hidden>,
}

impl Ask {
    /// How finely it is cut, and the bounds of the cuts: one more than there are cuts.
    pub fn bounds(&self) -> (Grain, Vec<i64>) {
        let one = if self.period.days() == 1 { Grain::Hour } else { Grain::Day };
        let grain = self.grain.unwrap_or(one);
        let zone = self.zone.tz();
        let mut bounds = match grain {
            Grain::Hour => self.period.dates().into_iter().flat_map(|day| local_hour_bounds(day, zone)).collect(),
            Grain::Day => local_day_bounds(&self.period, zone),
            Grain::Week | Grain::Month => {
                let days = self.period.dates().into_iter().map(Some).chain([None]);
                let cut = days.zip(local_day_bounds(&self.period, zone)).enumerate();
                let kept = cut.filter(|(n, (day, _))| *n == 0 || day.is_none_or(|day| grain.begins(day)));
                kept.map(|(_, (_, at))| at).collect::<Vec<_>>()
            }
        };
        // One day ends where the next begins.
        bounds.dedup();
        if let Some(AtMs(until)) = self.until
            && let Some(first) = bounds.first().copied()
        {
            let end = bounds.last().copied().unwrap_or(first).min(until.max(first));
            bounds.retain(|bound| *bound < end);
            if bounds.is_empty() {
                bounds.push(first);
            }
            bounds.push(end);
        }
        (grain, bounds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_copenhagen_have_23_24_and_25_hours() {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let hours = |day: &str| local_hour_bounds(day.parse().unwrap(), &zone).len() - 1;
        assert_eq!((hours("2026-03-29"), hours("2026-06-01"), hours("2026-10-25")), (23, 24, 25));
    }

    fn cut(from: &str, to: &str, grain: Grain, until: Option<i64>) -> Vec<String> {
        let zone = crate::Zone::of("Europe/Copenhagen");
        let ask = Ask {
            period: Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap(),
            zone: zone.clone(),
            filter: Predicate::default(),
            conversions: Vec::new(),
            currency: "DKK".into(),
            grain: Some(grain),
            until: until.map(AtMs),
        };
        ask.bounds().1.into_iter().map(|at| AtMs(at).local_date(zone.tz()).to_string()).collect()
    }

    #[test]
    fn weeks_begin_on_monday_and_months_with_their_first_day() {
        let weeks = ["2026-10-21", "2026-10-26", "2026-11-02", "2026-11-04"];
        assert_eq!(cut("2026-10-21", "2026-11-03", Grain::Week, None), weeks);
        // From Monday to Sunday it is one.
        assert_eq!(cut("2026-11-02", "2026-11-08", Grain::Week, None), ["2026-11-02", "2026-11-09"]);
        let months = ["2026-09-30", "2026-10-01", "2026-11-01", "2026-11-04"];
        assert_eq!(cut("2026-09-30", "2026-11-03", Grain::Month, None), months);
        // Two days, one of which has 25 hours.
        assert_eq!(cut("2026-10-24", "2026-10-25", Grain::Hour, None).len(), 24 + 25 + 1);
        let leap = Period::new("2028-02-29".parse().unwrap(), "2028-03-01".parse().unwrap()).unwrap().year_before();
        assert_eq!((leap.from.to_string(), leap.to.to_string()), ("2027-02-28".into(), "2027-03-01".into()));
    }

    #[test]
    fn a_period_that_is_not_over_is_compared_with_the_same_part_of_another() {
        let zone = TimeZone::get("Europe/Copenhagen").unwrap();
        let at = |text: &str| {
            AtMs(
                text.parse::<jiff::civil::DateTime>()
                    .unwrap()
                    .to_zoned(zone.clone())
                    .unwrap()
                    .timestamp()
                    .as_millisecond(),
            )
        };
        let period = |from: &str, to: &str| Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
        let this = period("2026-11-01", "2026-11-30");
        let part = |now: &str, other: &Period| this.same_part(other, at(now), &zone);
        // Clocks went back on the 25th of October, and the time of day stays.
        assert_eq!(part("2026-11-22T13:30", &this.previous()), Some(at("2026-10-23T13:30")));
        assert_eq!(part("2026-11-22T13:30", &this.year_before()), Some(at("2025-11-22T13:30")));
        assert_eq!(part("2026-12-01T00:00", &this.previous()), None);
        assert_eq!(part("2026-10-31T23:59", &this.previous()), None);
    }

    #[test]
    fn a_period_that_is_cut_short_ends_there() {
        // 2026-11-03T12:00 in Copenhagen.
        let noon = 1_793_703_600_000;
        assert_eq!(cut("2026-11-02", "2026-11-04", Grain::Day, Some(noon)), ["2026-11-02", "2026-11-03", "2026-11-03"]);
        assert_eq!(cut("2026-11-02", "2026-11-02", Grain::Day, Some(noon)), ["2026-11-02", "2026-11-03"]);
        assert_eq!(cut("2026-11-05", "2026-11-06", Grain::Day, Some(noon)), ["2026-11-05", "2026-11-05"]);
    }

    #[test]
    fn a_period_and_the_one_before_it_touch() {
        let p = Period::new("2026-03-01".parse().unwrap(), "2026-03-31".parse().unwrap()).unwrap();
        assert_eq!(p.days(), 31);
        assert_eq!(p.previous().to.to_string(), "2026-02-28");
        assert_eq!(p.previous().days(), 31);
        assert_eq!(local_day_bounds(&p, &TimeZone::UTC).len(), 32);
        assert_eq!(Period::new(p.to, p.from), Err(PeriodError::Backwards));
    }
}
