//! Visits as wholes: what is told of a visit only when all of its events are seen together.

use serde::Serialize;

use super::{Dimension, PAGE_VIEW};

/// What visits are told apart by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VisitBy {
    /// Nothing: all of them together.
    All,
    /// Each value that one of their events has; a visit with two values is in both lines.
    Value(Dimension),
    /// The page they began with.
    Entry,
    /// The page they ended with.
    Exit,
}

impl VisitBy {
    /// The one of that name.
    pub fn from_name(name: &str) -> Option<VisitBy> {
        match name {
            "entry_page" => Some(VisitBy::Entry),
            "exit_page" => Some(VisitBy::Exit),
            name => Dimension::from_name(name).map(VisitBy::Value),
        }
    }
}

/// Goals that are counted at most: as many as a site may have.
pub const GOALS_MAX: usize = 256;

/// What some visits come to, each seen as a whole: all of its events in the period, whichever of them the filter holds for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct VisitSums {
    /// Different surrogates.
    pub visitors: i64,
    /// Those of them who were not here before the period, where that may be remembered.
    pub visitors_new: i64,
    /// Those of them who were here before the period.
    pub visitors_returning: i64,
    /// Those of whom it may not be remembered for long enough whether they were here before.
    pub visitors_unknown: i64,
    /// Visits: ended by half an hour of quiet. What the rates are rates of.
    pub visits: i64,
    /// Page views in these visits.
    pub page_views: i64,
    /// Visits of one page view, in which nothing else was done.
    pub bounces: i64,
    /// From the first to the last event of each visit, added up, in milliseconds.
    pub duration_ms: i64,
    /// Visits with at least one conversion.
    pub converting: i64,
    /// Visits with each of the site's conversions, in the order in which the site names them.
    #[serde(skip)]
    pub goals: Vec<i64>,
}

impl VisitSums {
    /// With those of other visitors.
    pub fn join(&mut self, other: &VisitSums) {
        self.visitors += other.visitors;
        self.visitors_new += other.visitors_new;
        self.visitors_returning += other.visitors_returning;
        self.visitors_unknown += other.visitors_unknown;
        self.visits += other.visits;
        self.page_views += other.page_views;
        self.bounces += other.bounces;
        self.duration_ms += other.duration_ms;
        self.converting += other.converting;
        self.goals.resize(self.goals.len().max(other.goals.len()), 0);
        self.goals.iter_mut().zip(&other.goals).for_each(|(own, other)| *own += other);
    }
}

/// How long before a period somebody must be remembered to be called new in it.
pub const REMEMBERED_MS: i64 = 30 * 86_400_000;

/// Whether an event is something that somebody does: what only says that a page is still being looked at is not.
pub fn is_deed(name: &str) -> bool {
    name != PAGE_VIEW && name != "page_ping"
}

/// Visits by what they are told apart by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VisitsFound {
    /// All that the filter chooses.
    pub totals: VisitSums,
    /// By value, most visitors first.
    pub lines: Vec<(String, VisitSums)>,
    /// Page views without the filter.
    pub seen: i64,
    /// Visitors of visits that the filter does not choose.
    pub visitors_beside: i64,
    /// Visitors of visits that are chosen and in no line.
    pub visitors_without: i64,
}
