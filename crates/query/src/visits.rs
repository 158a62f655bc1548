//! Visits as wholes: how they began, went on and ended, in one pass that meets a visitor's rows together and in order of time.
//!
//! Invariant: whether somebody was here before is told from rows that the gate opens, as everything else is; where these may not
//! reach far enough back it is not told.

use std::{collections::HashMap, sync::atomic::AtomicBool};

use hjemmel_lake::LakeView;
use hjemmel_model::{Ask, GOALS_MAX, PAGE_VIEW, REMEMBERED_MS, VisitBy, VisitSums, VisitsFound, is_deed};
use hjemmel_policy::{Measure, PermitSet};

use crate::{
    engine::{Engine, QueryError},
    journey::{in_order, is_set},
    scan::{Bucket, Question},
    segment::{Bits, Need, Open},
    tally::{GROUPS_MAX, Keys, NONE, views},
    walk::{Stretch, walk},
};

/// The columns that visits are made of; behind them stands the one that they are told apart by.
const NEEDS: [&str; 2] = ["name", "path"];

/// Goals of a visit, one bit each.
type Goals = [u64; GOALS_MAX / 64];

fn needs(by: &VisitBy) -> Vec<Need> {
    let own = NEEDS.iter().filter_map(|name| Need::named(name));
    match by {
        VisitBy::Value(dimension) => own.chain([Need::of(dimension)]).collect(),
        VisitBy::All | VisitBy::Entry | VisitBy::Exit => own.collect(),
    }
}

/// What the rows of one part say, by the numbers of their values.
struct Table {
    views: Vec<bool>,
    deeds: Vec<bool>,
    goals: Vec<Option<usize>>,
    groups: Vec<u32>,
    column: usize,
    chosen: Bits,
}

fn table(all: &Open, chosen: &Open, ask: &Ask, by: &VisitBy, keys: &mut Keys) -> Table {
    let names: Vec<String> = all.column(0).into_iter().flat_map(|c| c.texts()).map(|t| t.into_owned()).collect();
    let column = if matches!(by, VisitBy::Value(_)) { NEEDS.len() } else { 1 };
    let texts = all.column(column).into_iter().flat_map(|c| c.texts());
    let goal = |name: &String| ask.conversions.iter().position(|c| c == name).filter(|place| *place < GOALS_MAX);
    Table {
        views: names.iter().map(|name| name == PAGE_VIEW).collect(),
        deeds: names.iter().map(|name| is_deed(name)).collect(),
        goals: names.iter().map(goal).collect(),
        groups: if *by == VisitBy::All { Vec::new() } else { texts.map(|text| keys.number(&text)).collect() },
        column,
        chosen: chosen.rows().clone(),
    }
}

/// One visit as far as its rows were met.
#[derive(Default)]
struct Visit {
    first_ms: i64,
    last_ms: i64,
    views: i64,
    deeds: i64,
    goals: Goals,
    chosen: bool,
    groups: Vec<u32>,
}

impl Visit {
    /// The next row of it in order of time.
    fn add(&mut self, at_ms: i64, row: usize, open: &Open, table: &Table, by: &VisitBy) {
        let code = |column: usize| open.column(column).map_or(usize::MAX, |c| c.code(row));
        let name = code(0);
        let of = |list: &[bool]| list.get(name).copied().unwrap_or(false);
        let (view, deed, chosen) = (of(&table.views), of(&table.deeds), is_set(&table.chosen, row));
        self.last_ms = at_ms;
        self.views += i64::from(view);
        self.deeds += i64::from(deed);
        self.chosen |= chosen;
        if let Some(goal) = table.goals.get(name).copied().flatten()
            && let Some(word) = self.goals.get_mut(goal / 64)
        {
            *word |= 1 << (goal % 64);
        }
        let group = table.groups.get(code(table.column)).copied().unwrap_or(NONE);
        match by {
            VisitBy::All => {}
            VisitBy::Value(_) if chosen && group != NONE && !self.groups.contains(&group) => self.groups.push(group),
            VisitBy::Entry if view && self.views == 1 => self.groups.push(group),
            VisitBy::Exit if view => {
                self.groups.clear();
                self.groups.push(group);
            }
            VisitBy::Value(_) | VisitBy::Entry | VisitBy::Exit => {}
        }
    }
}

/// Whether somebody is new in a period.
#[derive(Clone, Copy)]
pub enum Known {
    /// They have no event before it.
    New,
    /// They have one.
    Returning,
    /// It may not be remembered for long enough.
    Unknown,
}

#[derive(Clone, Default)]
struct Group {
    visitor: u32,
    sums: VisitSums,
}

impl Group {
    fn add(&mut self, visitor: u32, known: Known, visit: &Visit, goals: usize) {
        let sums = &mut self.sums;
        if self.visitor != visitor {
            self.visitor = visitor;
            sums.visitors += 1;
            match known {
                Known::New => sums.visitors_new += 1,
                Known::Returning => sums.visitors_returning += 1,
                Known::Unknown => sums.visitors_unknown += 1,
            }
        }
        sums.visits += 1;
        sums.page_views += visit.views;
        sums.bounces += i64::from(visit.views == 1 && visit.deeds == 0);
        sums.duration_ms += visit.last_ms - visit.first_ms;
        sums.converting += i64::from(visit.goals.iter().any(|word| *word != 0));
        sums.goals.resize(goals, 0);
        for (place, sum) in sums.goals.iter_mut().enumerate() {
            let bits = visit.goals.get(place / 64).copied().unwrap_or(0);
            *sum += i64::try_from(bits >> (place % 64) & 1).unwrap_or(0);
        }
    }
}

/// Rows of before a period, and when it begins.
pub struct Before {
    parts: Vec<Open>,
    from_ms: i64,
}

impl Before {
    /// Of a bucket.
    pub fn of(bucket: &Bucket<'_>, from_ms: i64) -> Before {
        // Whether the filter holds for them is asked by nobody.
        let all = bucket.files.iter().chain(&bucket.loose);
        Before { parts: all.map(|open| open.clone().between((i64::MIN, from_ms))).collect(), from_ms }
    }

    /// Whether the visitor of a row, the first of theirs in the period, is new there.
    pub fn known(&self, open: &Open, row: usize) -> Known {
        let visitor = open.visitor_of(row);
        if self.parts.iter().any(|part| part.has(visitor)) {
            return Known::Returning;
        }
        match open.remembered_since_ms(row) <= self.from_ms - REMEMBERED_MS {
            true => Known::New,
            false => Known::Unknown,
        }
    }
}

/// What one bucket comes to.
struct Part {
    totals: VisitSums,
    lines: Vec<(Box<str>, VisitSums)>,
    seen: i64,
    /// Visitors of visits that are not chosen, and of such as are in no line.
    beside: i64,
    without: i64,
}

fn count(bucket: &Bucket<'_>, ended: &AtomicBool, ask: &Ask, by: &VisitBy, at_ms: (i64, i64)) -> Option<Part> {
    let rows = bucket.rows_at(at_ms);
    let before = Before::of(bucket, at_ms.0);
    let mut keys = Keys::default();
    let pairs = rows.all.iter().zip(&rows.chosen);
    let tables: Vec<Table> = pairs.map(|(all, chosen)| table(all, chosen, ask, by, &mut keys)).collect();
    if keys.names.len() > GROUPS_MAX {
        return None;
    }
    let goals = ask.conversions.len().min(GOALS_MAX);
    let (mut total, mut groups) = (Group::default(), vec![Group::default(); keys.names.len()]);
    let (mut beside, mut without) = (0, 0);
    let (mut visitor, mut own): (u32, Vec<Stretch>) = (0, Vec::new());
    let (mut places, mut visits): (HashMap<i64, usize>, Vec<Visit>) = (HashMap::new(), Vec::new());
    walk(&rows.all, ended, |stretches, _| {
        visitor += 1;
        places.clear();
        visits.clear();
        own.clear();
        own.extend_from_slice(stretches);
        let mut known = None;
        in_order(&rows.all, &mut own, |(at, part, row)| {
            let (Some(open), Some(table)) = (rows.all.get(part), tables.get(part)) else { return true };
            known = known.or_else(|| Some(before.known(open, row)));
            let place = *places.entry(open.visit(row)).or_insert_with(|| {
                visits.push(Visit { first_ms: at, ..Visit::default() });
                visits.len() - 1
            });
            if let Some(visit) = visits.get_mut(place) {
                visit.add(at, row, open, table, by);
            }
            true
        });
        let known = known.unwrap_or(Known::Unknown);
        beside += i64::from(visits.iter().any(|visit| !visit.chosen));
        without += i64::from(visits.iter().any(|visit| visit.chosen && visit.groups.iter().all(|g| *g == NONE)));
        for visit in visits.iter().filter(|visit| visit.chosen) {
            total.add(visitor, known, visit, goals);
            for group in &visit.groups {
                if let Some(group) = groups.get_mut(*group as usize) {
                    group.add(visitor, known, visit, goals);
                }
            }
        }
    })
    .ok()?;
    let lines = keys.names.into_iter().zip(groups).filter(|(_, group)| group.sums.visits > 0);
    let lines = lines.map(|(name, group)| (name, group.sums)).collect();
    Some(Part { totals: total.sums, lines, seen: views(&rows.all), beside, without })
}

impl Engine {
    /// What the visits of a period come to, those with an event for which the filter holds.
    pub async fn whole_visits(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &VisitBy,
    ) -> Result<VisitsFound, QueryError> {
        let asked = Question::of(ask, needs(by));
        let (from, to) = asked.at_ms;
        let question = Question { at_ms: (i64::MIN, to), columns_from_ms: from, ..asked };
        let (ask, by) = (ask.clone(), by.clone());
        let each = move |bucket: &Bucket<'_>, ended: &AtomicBool| count(bucket, ended, &ask, &by, (from, to));
        let (mut out, mut lines) = (VisitsFound::default(), HashMap::<Box<str>, VisitSums>::new());
        for part in self.scan(view, permit.into_rows(), question, Box::new(each)).await? {
            let part = part.ok_or(QueryError::TooMany)?;
            out.totals.join(&part.totals);
            out.seen += part.seen;
            out.visitors_beside += part.beside;
            out.visitors_without += part.without;
            part.lines.into_iter().for_each(|(name, sums)| lines.entry(name).or_default().join(&sums));
        }
        out.lines = lines.into_iter().map(|(name, sums)| (name.into_string(), sums)).collect();
        out.lines.sort_unstable_by(|(a, one), (b, other)| {
            (other.visitors, other.visits, a).cmp(&(one.visitors, one.visits, b))
        });
        Ok(out)
    }
}
