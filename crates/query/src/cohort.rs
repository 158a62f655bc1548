//! Cohorts and paths: who came back, and what was looked at right before and after a page, each in one pass that remembers one
//! visitor.

use std::{collections::HashMap, sync::atomic::AtomicBool};

use hjemmel_lake::LakeView;
use hjemmel_model::{Ask, Cohort, CohortsFound, PAGE_VIEW, PathStep, PathsFound};
use hjemmel_policy::{Measure, PermitSet};

use crate::{
    engine::{Engine, QueryError},
    journey::{in_order, is_set},
    scan::{Bucket, Question},
    segment::{Need, Open},
    tally::views,
    visits::{Before, Known},
    walk::{Stretch, walk},
};

/// What one bucket says of cohorts.
struct Part {
    cohorts: Vec<Vec<i64>>,
    returning: i64,
    unknown: i64,
    seen: i64,
}

fn interval(bounds: &[i64], at_ms: i64) -> usize {
    bounds.partition_point(|bound| *bound <= at_ms).saturating_sub(1)
}

fn cohorts(bucket: &Bucket<'_>, ended: &AtomicBool, bounds: &[i64], at_ms: (i64, i64)) -> Option<Part> {
    let rows = bucket.rows_at(at_ms);
    let before = Before::of(bucket, at_ms.0);
    let number = bounds.len().saturating_sub(1);
    let mut out = Part { cohorts: vec![], returning: 0, unknown: 0, seen: views(&rows.all) };
    out.cohorts = (0..number).map(|first| vec![0; number - first]).collect();
    let (mut own, mut met): (Vec<Stretch>, Vec<usize>) = (Vec::new(), Vec::new());
    walk(&rows.all, ended, |stretches, _| {
        own.clear();
        own.extend_from_slice(stretches);
        met.clear();
        let (mut known, mut chosen) = (None, false);
        in_order(&rows.all, &mut own, |(at, part, row)| {
            let Some(open) = rows.all.get(part) else { return true };
            known = known.or_else(|| Some(before.known(open, row)));
            let place = interval(bounds, at);
            if met.last() != Some(&place) {
                met.push(place);
            }
            // The filter chooses those whose first interval has an event that it holds for.
            chosen |= met.len() == 1 && rows.chosen.get(part).is_some_and(|open| is_set(open.rows(), row));
            matches!(known, Some(Known::New))
        });
        match known {
            Some(Known::Returning) => out.returning += 1,
            Some(Known::Unknown) | None => out.unknown += 1,
            Some(Known::New) if chosen => {
                let first = met.first().copied().unwrap_or(0);
                let Some(cohort) = out.cohorts.get_mut(first) else { return };
                for place in &met {
                    if let Some(slot) = cohort.get_mut(place - first) {
                        *slot += 1;
                    }
                }
            }
            Some(Known::New) => {}
        }
    })
    .ok()?;
    Some(out)
}

/// How many times, by how many.
#[derive(Clone, Copy, Default)]
struct Times {
    views: i64,
    visitors: i64,
    last: u32,
}

impl Times {
    fn add(&mut self, visitor: u32) {
        self.views += 1;
        self.visitors += i64::from(self.last != visitor);
        self.last = visitor;
    }
}

/// What one bucket says of paths.
#[derive(Default)]
struct Ways {
    total: Times,
    before: HashMap<Box<str>, Times>,
    after: HashMap<Box<str>, Times>,
    seen: i64,
    beside: i64,
}

/// The page views of one visit.
#[derive(Default)]
struct Visit {
    /// Part and number of the page, each page once in a row.
    pages: Vec<(usize, usize)>,
    chosen: bool,
}

fn paths(bucket: &Bucket<'_>, ended: &AtomicBool, page: &str, at_ms: (i64, i64)) -> Option<Ways> {
    let rows = bucket.rows_at(at_ms);
    let mut out = Ways { seen: views(&rows.all), ..Ways::default() };
    let texts = |open: &Open, column: usize| -> Vec<Box<str>> {
        open.column(column).into_iter().flat_map(|c| c.texts()).map(|t| t.as_ref().into()).collect()
    };
    let view = |open: &Open| texts(open, 0).iter().map(|name| **name == *PAGE_VIEW).collect::<Vec<bool>>();
    let tables: Vec<(Vec<bool>, Vec<Box<str>>)> = rows.all.iter().map(|open| (view(open), texts(open, 1))).collect();
    let name = |place: &(usize, usize)| tables.get(place.0).and_then(|(_, pages)| pages.get(place.1));
    let (mut visitor, mut own): (u32, Vec<Stretch>) = (0, Vec::new());
    let (mut places, mut visits): (HashMap<i64, usize>, Vec<Visit>) = (HashMap::new(), Vec::new());
    walk(&rows.all, ended, |stretches, _| {
        visitor += 1;
        own.clear();
        own.extend_from_slice(stretches);
        places.clear();
        visits.clear();
        in_order(&rows.all, &mut own, |(_, part, row)| {
            let (Some(open), Some((views, _))) = (rows.all.get(part), tables.get(part)) else { return true };
            let place = *places.entry(open.visit(row)).or_insert_with(|| {
                visits.push(Visit::default());
                visits.len() - 1
            });
            let Some(visit) = visits.get_mut(place) else { return true };
            visit.chosen |= rows.chosen.get(part).is_some_and(|open| is_set(open.rows(), row));
            let code = |column: usize| open.column(column).map_or(usize::MAX, |c| c.code(row));
            if views.get(code(0)).copied().unwrap_or(false) {
                let here = (part, code(1));
                if name(&here).is_some_and(|own| !own.is_empty()) && visit.pages.last().and_then(name) != name(&here) {
                    visit.pages.push(here);
                }
            }
            true
        });
        let mut beside = false;
        for visit in &visits {
            let is = |place: &(usize, usize)| name(place).is_some_and(|own| **own == *page);
            beside |= !visit.chosen || !visit.pages.iter().any(is);
            let here = visit.pages.iter().enumerate().filter(|(_, place)| visit.chosen && is(place));
            for (at, _) in here {
                let of = |at: Option<usize>| at.and_then(|at| visit.pages.get(at)).and_then(name);
                out.total.add(visitor);
                let none = || Box::<str>::from("");
                out.before.entry(of(at.checked_sub(1)).cloned().unwrap_or_else(none)).or_default().add(visitor);
                out.after.entry(of(Some(at + 1)).cloned().unwrap_or_else(none)).or_default().add(visitor);
            }
        }
        out.beside += i64::from(beside);
    })
    .ok()?;
    Some(out)
}

fn joined(all: &mut HashMap<Box<str>, PathStep>, own: HashMap<Box<str>, Times>) {
    for (value, times) in own {
        let step = all.entry(value).or_default();
        step.views += times.views;
        step.visitors += times.visitors;
    }
}

fn ranked(all: HashMap<Box<str>, PathStep>) -> Vec<PathStep> {
    let mut out: Vec<PathStep> =
        all.into_iter().map(|(value, step)| PathStep { value: value.into_string(), ..step }).collect();
    out.sort_unstable_by(|a, b| (b.visitors, b.views, &a.value).cmp(&(a.visitors, a.views, &b.value)));
    out
}

impl Engine {
    /// Visitors by the interval in which they first came, and in which of the next they came back.
    pub async fn cohorts(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
    ) -> Result<CohortsFound, QueryError> {
        let (_, bounds) = ask.bounds();
        let asked = Question::of(ask, Need::named("name").into_iter().collect());
        let (from, to) = asked.at_ms;
        let question = Question { at_ms: (i64::MIN, to), columns_from_ms: from, ..asked };
        let mut out = CohortsFound::default();
        let starts = bounds.iter().take(bounds.len().saturating_sub(1)).enumerate();
        let blank = |(first, start_ms): (usize, &i64)| Cohort {
            start_ms: *start_ms,
            visitors: vec![0; bounds.len().saturating_sub(1 + first)],
        };
        out.cohorts = starts.map(blank).collect();
        let each = move |bucket: &Bucket<'_>, ended: &AtomicBool| cohorts(bucket, ended, &bounds, (from, to));
        for part in self.scan(view, permit.into_rows(), question, Box::new(each)).await? {
            let part = part.ok_or(QueryError::Stopped)?;
            out.visitors_returning += part.returning;
            out.visitors_unknown += part.unknown;
            out.seen += part.seen;
            for (cohort, own) in out.cohorts.iter_mut().zip(part.cohorts) {
                cohort.visitors.iter_mut().zip(own).for_each(|(all, own)| *all += own);
            }
        }
        Ok(out)
    }

    /// What was looked at right before and after a page, in visits with an event for which the filter holds.
    pub async fn paths(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        page: String,
    ) -> Result<PathsFound, QueryError> {
        let question = Question::of(ask, ["name", "path"].iter().filter_map(|name| Need::named(name)).collect());
        let at_ms = question.at_ms;
        let each = move |bucket: &Bucket<'_>, ended: &AtomicBool| paths(bucket, ended, &page, at_ms);
        let mut out = PathsFound::default();
        let (mut before, mut after) = (HashMap::new(), HashMap::new());
        for part in self.scan(view, permit.into_rows(), question, Box::new(each)).await? {
            let part = part.ok_or(QueryError::Stopped)?;
            out.views += part.total.views;
            out.visitors += part.total.visitors;
            out.seen += part.seen;
            out.visitors_beside += part.beside;
            joined(&mut before, part.before);
            joined(&mut after, part.after);
        }
        (out.before, out.after) = (ranked(before), ranked(after));
        Ok(out)
    }
}
