//! Small cells: who may not see people is told of no group of fewer visitors than a report has to have, not by subtraction
//! either.
//!
//! Invariant: what is hidden together has at least so many visitors, or is all there is.

use hjemmel_model::{Action, Hidden, Live, Overview, RowBy, Sums};
use hjemmel_policy::{Actor, Authorized, act, may};

/// What is told to somebody.
#[derive(Clone, Copy, Debug)]
pub struct Cells {
    min: i64,
}

impl Cells {
    /// What is told to whoever asks, where numbers of fewer than `min` visitors are for those who may see people.
    pub fn of(auth: &Authorized<act::ReportRead>, min: i64) -> Cells {
        let sees = match auth.actor() {
            Actor::Staff { role, .. } => may(*role, Action::PersonRead),
            // Nobody else reads reports.
            Actor::Job(_) | Actor::Person(_) | Actor::Browser | Actor::Stranger => false,
        };
        Cells { min: if sees { 0 } else { min } }
    }

    /// Whether everything is told.
    pub fn all(self) -> bool {
        self.min <= 1
    }

    /// Whether so many visitors are few; none are not.
    pub fn few(self, visitors: i64) -> bool {
        visitors > 0 && visitors < self.min
    }

    /// Why nothing is told of so many visitors, where `beside` are all others of the period.
    pub fn why(self, visitors: i64, beside: i64) -> Option<Hidden> {
        match (self.few(visitors), self.few(beside)) {
            (true, _) => Some(Hidden::FewVisitors),
            (false, true) => Some(Hidden::Complement),
            (false, false) => None,
        }
    }

    /// Which cells of one total are not told, by how many visitors each has. When one is not, another that is large enough goes
    /// with it, so that what is left of the total is of both.
    pub fn hidden(self, visitors: &[i64]) -> Vec<Option<Hidden>> {
        let few = |n: &i64| self.few(*n).then_some(Hidden::FewVisitors);
        let mut out: Vec<Option<Hidden>> = visitors.iter().map(few).collect();
        if out.iter().any(Option::is_some) {
            let large = visitors.iter().enumerate().filter(|(_, n)| **n >= self.min);
            let least = large.min_by_key(|(_, n)| **n).map(|(place, _)| place);
            if let Some(slot) = least.and_then(|place| out.get_mut(place)) {
                *slot = Some(Hidden::Complement);
            }
        }
        out
    }

    /// An overview as it is told; `all` is why nothing of it is.
    pub fn overview(self, overview: &mut Overview, all: Option<Hidden>) {
        if self.all() {
            return;
        }
        let visitors: Vec<i64> = overview.series.iter().map(|point| point.sums.visitors).collect();
        for (point, hidden) in overview.series.iter_mut().zip(self.hidden(&visitors)) {
            let hidden = if point.sums == Sums::default() { None } else { all.or(hidden) };
            if hidden.is_some() {
                (point.sums, point.hidden) = (Sums::default(), hidden);
            }
        }
        if all.is_some() {
            (overview.totals, overview.hidden) = (Sums::default(), all);
        }
    }

    /// The first `most` lines as they are told: those that are not are one without a value. `rest` visitors are in no line;
    /// `all` is why no line is told.
    pub fn lines<T: Line>(self, mut lines: Vec<T>, rest: i64, all: Option<Hidden>, most: usize) -> Vec<T> {
        let visitors: Vec<i64> = lines.iter().map(T::visitors).chain([rest]).collect();
        let hidden = if self.all() { Vec::new() } else { self.hidden(&visitors) };
        let mut each = hidden.iter();
        let before = lines.len();
        lines.retain(|_| all.is_none() && !each.next().is_some_and(Option::is_some));
        let other = (lines.len() < before).then(|| T::untold(all.unwrap_or(Hidden::FewVisitors)));
        lines.truncate(most);
        lines.extend(other);
        lines
    }

    /// The last half hour as it is told.
    pub fn live(self, live: &mut Live) {
        if self.all() {
            return;
        }
        live.pages.retain(|page| !self.few(page.visitors));
        // How many there were in the half hour is not less than on its busiest page or in its last minutes.
        let known = live.pages.iter().map(|page| page.visitors).max().unwrap_or(0).max(live.visitors_now);
        let seen = live.visitors_now > 0 || live.minutes.iter().any(|minute| minute.page_views > 0);
        if seen && known < self.min || self.few(live.visitors_now) {
            live.visitors_now = 0;
            live.minutes.iter_mut().for_each(|minute| minute.page_views = 0);
            live.pages.clear();
            live.hidden = Some(Hidden::FewVisitors);
        }
    }
}

/// A line of a report.
pub trait Line {
    /// How many visitors it is of.
    fn visitors(&self) -> i64;
    /// The line that stands for those that are not told.
    fn untold(hidden: Hidden) -> Self;
}

impl Line for RowBy {
    fn visitors(&self) -> i64 {
        self.sums.visitors
    }

    fn untold(hidden: Hidden) -> RowBy {
        RowBy { value: String::new(), sums: Sums::default(), hidden: Some(hidden) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn row(visitors: i64) -> RowBy {
        RowBy { value: "v".into(), sums: Sums { visitors, ..Sums::default() }, hidden: None }
    }

    proptest! {
        /// Whoever takes what is told off the total is left with a group that is large enough, or with all there is.
        #[test]
        fn nothing_small_is_told_nor_left_over(
            min in 1i64..9,
            visitors in prop::collection::vec(0i64..12, 0..12),
        ) {
            let cells = Cells { min };
            let hidden = cells.hidden(&visitors);
            let told = visitors.iter().zip(&hidden).filter(|(_, h)| h.is_none()).map(|(n, _)| *n);
            prop_assert!(told.clone().all(|n| n == 0 || n >= min));
            let gone: Vec<i64> = visitors.iter().zip(&hidden).filter(|(_, h)| h.is_some()).map(|(n, _)| *n).collect();
            let all_gone = told.sum::<i64>() == 0;
            prop_assert!(gone.is_empty() || all_gone || gone.iter().any(|n| *n >= min) && gone.len() > 1);
            // What is large is hidden only beside what is small, and then one of it.
            prop_assert!(gone.iter().filter(|n| **n >= min).count() <= usize::from(gone.iter().any(|n| *n < min)));
        }

        #[test]
        fn lines_that_are_not_told_are_one(visitors in prop::collection::vec(1i64..12, 0..12), rest in 0i64..9, most in 1usize..9) {
            let cells = Cells { min: 5 };
            let told = cells.lines(visitors.iter().map(|n| row(*n)).collect(), rest, None, most);
            let few = visitors.iter().any(|n| *n < 5);
            prop_assert!(told.iter().filter(|r| r.hidden.is_some()).count() <= 1);
            prop_assert!(!few || told.last().is_some_and(|r| r.hidden.is_some() && r.sums == Sums::default()));
            prop_assert!(told.iter().all(|r| r.hidden.is_some() || r.sums.visitors >= 5));
            let none = cells.lines(visitors.iter().map(|n| row(*n)).collect(), rest, Some(Hidden::Complement), most);
            prop_assert_eq!(none.len(), usize::from(!visitors.is_empty()));
            let seen = Cells { min: 0 }.lines(visitors.iter().map(|n| row(*n)).collect(), rest, None, 100);
            prop_assert_eq!(seen.len(), visitors.len());
        }
    }
}
