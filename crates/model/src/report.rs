//! What a report is asked: a period, a filter, a dimension.

mod dimension;
mod predicate;
mod properties;

use jiff::{ToSpan, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

pub use dimension::Dimension;
pub use predicate::{Axis, Edge, FilterError, Predicate, Range, Seen, Truth, number_of};
pub use properties::{VALUE_FROM, property};

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
    /// One point an hour; for a period of one day.
    Hour,
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

/// The numbers of one day or hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Point {
    /// When it begins.
    pub start_ms: i64,
    /// Its numbers.
    #[serde(flatten)]
    pub sums: Sums,
}

/// An overview of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Overview {
    /// Over the whole period; visitors are not the sum of the points.
    pub totals: Sums,
    /// How finely it is cut.
    pub grain: Grain,
    /// Each day or hour, also the empty ones.
    pub series: Vec<Point>,
}

/// One line of a breakdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct RowBy {
    /// The value.
    pub value: String,
    /// Its numbers.
    #[serde(flatten)]
    pub sums: Sums,
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
}

impl Ask {
    /// How finely it is cut, and the bounds of the cuts: one more than there are cuts.
    pub fn bounds(&self) -> (Grain, Vec<i64>) {
        if self.period.days() == 1 {
            return (Grain::Hour, local_hour_bounds(self.period.from, self.zone.tz()));
        }
        (Grain::Day, local_day_bounds(&self.period, self.zone.tz()))
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
