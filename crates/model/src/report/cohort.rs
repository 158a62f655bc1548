//! Cohorts: visitors by when they first came, and whether they came back. Paths: what was looked at right before and after a page.

/// Visitors who came for the first time in one interval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cohort {
    /// When the interval begins.
    pub start_ms: i64,
    /// Visitors of it that were here in each interval from that one on: the first number is all of them.
    pub visitors: Vec<i64>,
}

/// Every cohort of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CohortsFound {
    /// One an interval, in order.
    pub cohorts: Vec<Cohort>,
    /// Visitors who were here before the period, and stand in no cohort.
    pub visitors_returning: i64,
    /// Visitors of whom it may not be remembered for long enough whether they were; they stand in no cohort either.
    pub visitors_unknown: i64,
    /// Page views without the filter.
    pub seen: i64,
}

/// Where visits came from, or went, right before or after a page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathStep {
    /// The page; empty where the visit began or ended.
    pub value: String,
    /// How many times.
    pub views: i64,
    /// Different visitors.
    pub visitors: i64,
}

/// What was looked at right before and after a page. To look at the same page again is no step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathsFound {
    /// How many times the page was come to.
    pub views: i64,
    /// Visitors who came to it.
    pub visitors: i64,
    /// What was before, most visitors first.
    pub before: Vec<PathStep>,
    /// What was after, most visitors first.
    pub after: Vec<PathStep>,
    /// Page views without the filter.
    pub seen: i64,
    /// Visitors of visits that the filter does not choose, or that did not come to the page.
    pub visitors_beside: i64,
}
