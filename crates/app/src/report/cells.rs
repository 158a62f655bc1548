//! Small cells: in one answer, who may not see people is told of no group of fewer visitors than a report has to have, not by
//! subtraction either. Two answers can be taken off each other (see the gaps of ADR 0027).
//!
//! Invariant: what is hidden together in one answer has at least so many visitors, or is all there is.

use hjemmel_model::{Action, Ask, AtMs, Grain, Hidden, Live, Overview, RowBy, Sums};
use hjemmel_policy::{Actor, Authorized, act, may};

/// What is told to somebody.
#[derive(Clone, Copy, Debug)]
pub struct Cells {
    pub(super) min: i64,
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

    /// Of the cells of one total, some of which are not told already, the one that has to go with them: where one of these is few
    /// and none is large enough, the least of those that are told and large enough.
    pub fn beside(self, numbers: &[i64], gone: &[bool]) -> Option<usize> {
        let own = numbers.iter().zip(gone).filter(|(_, gone)| **gone).map(|(n, _)| *n);
        if !own.clone().any(|n| self.few(n)) || own.clone().any(|n| n >= self.min) {
            return None;
        }
        let told = numbers.iter().zip(gone).enumerate().filter(|(_, (n, gone))| !**gone && **n >= self.min);
        told.min_by_key(|(_, (n, _))| **n).map(|(place, _)| place)
    }

    /// The earlier moment that whoever may not see people is told up to: a full hour of the site's clock, so that what came
    /// between two looks is not of a moment.
    pub fn until(self, ask: &Ask, at: AtMs) -> AtMs {
        if self.all() {
            return at;
        }
        let hours = Ask { grain: Some(Grain::Hour), until: None, ..ask.clone() }.bounds().1;
        AtMs(hours.into_iter().filter(|bound| *bound <= at.0).max().unwrap_or(at.0))
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

    /// The last half hour as it is told. A minute is of few nearly always, so all of them are told as one.
    pub fn live(self, live: &mut Live) {
        if self.all() {
            return;
        }
        // How many there were in the half hour is not less than on its busiest page or in its last minutes.
        let known = live.pages.iter().map(|page| page.visitors).max().unwrap_or(0).max(live.visitors_now);
        let mut views: i64 = live.minutes.iter().map(|minute| minute.page_views).sum();
        let seen = live.visitors_now > 0 || views > 0;
        if seen && known < self.min || self.few(live.visitors_now) {
            (live.visitors_now, views) = (0, 0);
            live.pages.clear();
            live.hidden = Some(Hidden::FewVisitors);
        }
        live.minutes.truncate(1);
        live.minutes.iter_mut().for_each(|minute| minute.page_views = views);
        let visitors: Vec<i64> = live.pages.iter().map(|page| page.visitors).collect();
        let hidden = self.hidden(&visitors);
        let mut each = hidden.iter();
        live.pages.retain(|_| !each.next().is_some_and(Option::is_some));
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
    use hjemmel_model::{FunnelFound, LiveMinute, LivePage};
    use proptest::prelude::*;

    use super::*;

    /// A funnel of three steps: each line, and then those in none, by who came to the last step and who was lost before it.
    fn funnel(ways: &[(i64, i64, i64)], none: (i64, i64, i64)) -> FunnelFound {
        let steps = |(last, second, first): (i64, i64, i64)| vec![last + second + first, last + second, last];
        let mut total = steps(none);
        let lines: Vec<(String, Vec<i64>)> = ways.iter().map(|way| ("v".to_owned(), steps(*way))).collect();
        for (_, own) in &lines {
            total.iter_mut().zip(own).for_each(|(n, own)| *n += own);
        }
        FunnelFound { visitors: total[0], steps: total, lines, seen: 0 }
    }

    #[test]
    fn few_lost_are_not_told_by_what_is_left_of_all() {
        // Of twenty two are lost, of eighty thirty-eight: without the eighty the total would tell of the two.
        let found = FunnelFound {
            steps: vec![190, 90],
            lines: vec![("a".into(), vec![20, 18]), ("b".into(), vec![80, 42]), ("c".into(), vec![90, 30])],
            visitors: 190,
            seen: 0,
        };
        let beside = Some(Hidden::Complement);
        let hidden = Cells { min: 5 }.steps_of_lines(&found);
        assert_eq!(hidden, [[None, beside], [None, beside], [None, None]]);
    }

    #[test]
    fn the_last_half_hour_is_told_as_one_and_of_no_page_of_few() {
        let live = |visitors: &[i64], views: [i64; 2]| Live {
            visitors_now: 7,
            minutes: views.iter().map(|views| LiveMinute { start_ms: 0, page_views: *views }).collect(),
            pages: visitors.iter().map(|n| LivePage { path: format!("/{n}"), visitors: *n }).collect(),
            hidden: None,
        };
        let told = |cells: Cells, mut live: Live| {
            cells.live(&mut live);
            let views: Vec<i64> = live.minutes.iter().map(|minute| minute.page_views).collect();
            (views, live.pages.iter().map(|page| page.visitors).collect::<Vec<_>>(), live.hidden)
        };
        assert_eq!(told(Cells { min: 0 }, live(&[7, 6, 2], [9, 1])), (vec![9, 1], vec![7, 6, 2], None));
        assert_eq!(told(Cells { min: 5 }, live(&[7, 6, 2], [9, 1])), (vec![10], vec![7], None));
        assert_eq!(told(Cells { min: 8 }, live(&[7], [9, 1])), (vec![0], vec![], Some(Hidden::FewVisitors)));
    }

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

        /// The same of every step of a funnel, of those who came to it and of those who were lost before it.
        #[test]
        fn no_few_are_told_nor_left_over_at_a_step(
            min in 1i64..9,
            ways in prop::collection::vec((0i64..12, 0i64..12, 0i64..12), 0..8),
            none in (0i64..12, 0i64..12, 0i64..12),
        ) {
            let (cells, found) = (Cells { min }, funnel(&ways, none));
            let hidden = cells.steps_of_lines(&found);
            for (step, total) in cells.steps(&found.steps, None).into_iter().enumerate() {
                if total.is_some() {
                    prop_assert!(hidden.iter().all(|line| line[step].is_some()));
                    continue;
                }
                for before in [None, step.checked_sub(1)] {
                    let number = |steps: &[i64]| before.map_or(steps[step], |before| steps[before] - steps[step]);
                    let (mut told, mut gone) = (Vec::new(), Vec::new());
                    for ((_, steps), line) in found.lines.iter().zip(&hidden) {
                        if line[step].is_some() { gone.push(number(steps)) } else { told.push(number(steps)) }
                    }
                    gone.push(number(&found.steps) - told.iter().sum::<i64>() - gone.iter().sum::<i64>());
                    prop_assert!(told.iter().all(|n| *n == 0 || *n >= min));
                    let all_gone = told.iter().sum::<i64>() == 0;
                    prop_assert!(all_gone || !gone.iter().any(|n| cells.few(*n)) || gone.iter().any(|n| *n >= min));
                    prop_assert!(!cells.few(gone.iter().sum()));
                }
            }
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
