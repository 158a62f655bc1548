//! Funnels: how far visitors came on a way of steps, in one pass that remembers one visitor.
//!
//! A way that began late leaves the most time, so for each step the latest beginning of a way that came there is all that has to
//! be remembered.

use std::{collections::HashMap, sync::atomic::AtomicBool};

use hjemmel_lake::LakeView;
use hjemmel_model::{Ask, Dimension, Funnel, FunnelFound};
use hjemmel_policy::{Measure, PermitSet};

use crate::{
    engine::{Engine, QueryError},
    journey::{in_order, is_set},
    scan::{Bucket, Question},
    segment::{Bits, Need, Open},
    select,
    tally::{Keys, NONE, views},
    walk::{Stretch, walk},
};

/// A way that has come to a step: when it began, and the value that it began with.
#[derive(Clone, Copy)]
struct Way {
    since_ms: i64,
    value: u32,
}

/// What one visitor has done so far.
struct Walked<'a> {
    funnel: &'a Funnel,
    /// Ways at each step, of before the moment that is looked at.
    ways: Vec<Option<Way>>,
    /// With those of that moment.
    next: Vec<Option<Way>>,
    at_ms: i64,
    /// The furthest that a way came, and the value it began with.
    far: (usize, u32),
}

impl<'a> Walked<'a> {
    fn new(funnel: &'a Funnel) -> Walked<'a> {
        let none = vec![None; funnel.steps.len()];
        Walked { funnel, ways: none.clone(), next: none, at_ms: i64::MIN, far: (0, NONE) }
    }

    fn clear(&mut self) {
        self.ways.fill(None);
        self.next.fill(None);
        (self.at_ms, self.far) = (i64::MIN, (0, NONE));
    }

    fn see(&mut self, at_ms: i64, value: u32, is: impl Fn(usize) -> bool) {
        // One moment is one step, unless nothing else may be done in between: then one event is.
        if at_ms > self.at_ms || self.funnel.strict {
            self.ways.copy_from_slice(&self.next);
            if self.funnel.strict {
                self.next.fill(None);
            }
            self.at_ms = at_ms;
        }
        let window_ms = self.funnel.window_ms;
        let in_time = move |way: &Way| window_ms.is_none_or(|window| at_ms - way.since_ms <= window);
        for step in 0..self.funnel.steps.len() {
            if !is(step) {
                continue;
            }
            let way = match step.checked_sub(1) {
                None => Some(Way { since_ms: at_ms, value }),
                Some(before) => self.ways.get(before).copied().flatten().filter(in_time),
            };
            let (Some(way), Some(slot)) = (way, self.next.get_mut(step)) else { continue };
            if slot.is_none_or(|known| known.since_ms < way.since_ms) {
                *slot = Some(way);
            }
            if step + 1 > self.far.0 {
                self.far = (step + 1, way.value);
            }
        }
    }
}

/// Different values that a funnel is broken down by, at most.
const VALUES_MAX: usize = 1 << 20;

/// What one bucket comes to.
struct Part {
    steps: Vec<i64>,
    lines: Vec<(Box<str>, Vec<i64>)>,
    visitors: i64,
    seen: i64,
}

fn count(bucket: &Bucket<'_>, ended: &AtomicBool, funnel: &Funnel, needs: &[Need], by: bool) -> Option<Part> {
    let rows = bucket.rows();
    let parts = &rows.chosen;
    let met = |open: &Open| funnel.steps.iter().map(|step| select::chosen(step, open, needs)).collect::<Vec<Bits>>();
    let met: Vec<Vec<Bits>> = parts.iter().map(met).collect();
    // What only says that a page is still being looked at is nothing that is done in between.
    let deed = |open: &Open| {
        let column = open.column(0)?;
        Some(column.pick(&column.texts().map(|name| name != "page_ping").collect::<Vec<_>>()))
    };
    let deeds: Vec<Option<Bits>> = parts.iter().map(deed).collect();
    let mut keys = Keys::default();
    let last = needs.len().saturating_sub(1);
    let values = |open: &Open| {
        let column = open.column(last).filter(|_| by)?;
        Some(column.texts().map(|text| keys.number(&text)).collect::<Vec<u32>>())
    };
    let values: Vec<Option<Vec<u32>>> = parts.iter().map(values).collect();
    if keys.names.len() > VALUES_MAX {
        return None;
    }
    let number = funnel.steps.len();
    let (mut steps, mut lines, mut visitors) = (vec![0; number], vec![vec![0; number]; keys.names.len()], 0);
    let (mut walked, mut own): (Walked<'_>, Vec<Stretch>) = (Walked::new(funnel), Vec::new());
    walk(parts, ended, |stretches, _| {
        visitors += 1;
        walked.clear();
        own.clear();
        own.extend_from_slice(stretches);
        in_order(parts, &mut own, |(at, part, row)| {
            let (Some(open), Some(met)) = (parts.get(part), met.get(part)) else { return true };
            let deed = deeds.get(part).and_then(Option::as_ref).is_none_or(|deeds| is_set(deeds, row));
            if deed || !funnel.strict {
                let code = open.column(last).map_or(0, |c| c.code(row));
                let value =
                    values.get(part).and_then(Option::as_ref).and_then(|v| v.get(code)).copied().unwrap_or(NONE);
                walked.see(at, value, |step| met.get(step).is_some_and(|bits| is_set(bits, row)));
            }
            walked.far.0 < number
        });
        let (far, value) = walked.far;
        steps.iter_mut().take(far).for_each(|n| *n += 1);
        if let Some(line) = lines.get_mut(value as usize) {
            line.iter_mut().take(far).for_each(|n| *n += 1);
        }
    })
    .ok()?;
    let lines = keys.names.into_iter().zip(lines).filter(|(_, steps)| steps.first().is_some_and(|n| *n > 0)).collect();
    // The column of names stands first.
    Some(Part { steps, lines, visitors, seen: views(&rows.all) })
}

impl Engine {
    /// How many visitors came to each step of a way, and by what the way began with.
    pub async fn funnel(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        funnel: Funnel,
        by: Option<&Dimension>,
    ) -> Result<FunnelFound, QueryError> {
        let mut needs: Vec<Need> = Need::named("name").into_iter().collect();
        for need in funnel.steps.iter().flat_map(select::needs) {
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
        needs.extend(by.map(Need::of));
        let (question, by) = (Question::of(ask, needs.clone()), by.is_some());
        let mut out = FunnelFound { steps: vec![0; funnel.steps.len()], ..FunnelFound::default() };
        let each = move |bucket: &Bucket<'_>, ended: &AtomicBool| count(bucket, ended, &funnel, &needs, by);
        let mut lines: HashMap<Box<str>, Vec<i64>> = HashMap::new();
        for part in self.scan(view, permit.into_rows(), question, Box::new(each)).await? {
            let part = part.ok_or(QueryError::TooMany)?;
            out.steps.iter_mut().zip(&part.steps).for_each(|(all, own)| *all += own);
            out.visitors += part.visitors;
            out.seen += part.seen;
            for (value, steps) in part.lines {
                let line = lines.entry(value).or_insert_with(|| vec![0; steps.len()]);
                line.iter_mut().zip(steps).for_each(|(all, own)| *all += own);
            }
        }
        out.lines = lines.into_iter().map(|(value, steps)| (value.into_string(), steps)).collect();
        out.lines.sort_unstable_by(|(a, one), (b, other)| (other, a).cmp(&(one, b)));
        Ok(out)
    }
}
