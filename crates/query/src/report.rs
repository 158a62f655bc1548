//! Reports: an overview over time, a breakdown, what happens right now, and what one browser did.

use std::{
    collections::HashMap,
    sync::{Arc, atomic::AtomicBool},
};

use hjemmel_lake::LakeView;
use hjemmel_model::{
    Ask, AtMs, Dimension, Live, LiveMinute, LivePage, Overview, Point, Predicate, RowBy, Sums, VisitEvent,
};
use hjemmel_policy::{Measure, OneBrowser, PermitSet};

use crate::{
    engine::{Engine, QueryError},
    rollup::Asked,
    scan::{Bucket, Question},
    segment::{Need, Open},
    tally::{By, Tallied, needs},
    walk::walk,
};

const MINUTE_MS: i64 = 60_000;

/// What two parts of the data come to that no visitor is in both of.
pub fn join(one: &mut Sums, other: &Sums) {
    one.visitors += other.visitors;
    one.sessions += other.sessions;
    one.page_views += other.page_views;
    one.conversions += other.conversions;
    one.revenue_minor = one.revenue_minor.wrapping_add(other.revenue_minor);
}

/// Most visitors first.
pub fn ranked(mut lines: Vec<RowBy>) -> Vec<RowBy> {
    lines.sort_unstable_by(|a, b| {
        (b.sums.visitors, b.sums.page_views, &a.value).cmp(&(a.sums.visitors, a.sums.page_views, &b.value))
    });
    lines
}

impl Engine {
    async fn tallied(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        of: &[Dimension],
        by: By,
    ) -> Result<Vec<(Tallied, i64)>, QueryError> {
        let question = Question::of(ask, needs().into_iter().chain(of.iter().map(Need::of)).collect());
        let permit = permit.into_rows();
        let (asked, budget) = (Asked::of(&permit, ask, of, by), Arc::clone(&self.budget));
        let count = move |bucket: &Bucket<'_>, ended: &AtomicBool| budget.rollups.answer(&asked, bucket, ended);
        let found = self.scan(view, permit, question, Box::new(count)).await?;
        found.into_iter().collect::<Option<Vec<_>>>().ok_or(QueryError::TooMany)
    }

    /// The numbers of a period, in total and over time, and how many page views there are without the filter.
    pub async fn overview(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
    ) -> Result<(Overview, i64), QueryError> {
        let (grain, bounds) = ask.bounds();
        let found = self.tallied(view, permit, ask, &[], By::Time(bounds.clone())).await?;
        let (mut totals, mut seen) = (Sums::default(), 0);
        let starts = bounds.iter().take(bounds.len().saturating_sub(1));
        let mut series: Vec<Point> =
            starts.map(|start_ms| Point { start_ms: *start_ms, sums: Sums::default(), hidden: None }).collect();
        for (part, views) in &found {
            seen += views;
            join(&mut totals, &part.total);
            series.iter_mut().zip(&part.groups).for_each(|(point, (_, sums))| join(&mut point.sums, sums));
        }
        Ok((Overview { totals, grain, series, hidden: None }, seen))
    }

    /// The numbers of a period by the values of a dimension, most visitors first, as many lines as are asked for.
    pub async fn breakdown(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &Dimension,
        lines: usize,
    ) -> Result<Vec<RowBy>, QueryError> {
        let rows = self.breakdown_by(view, permit, ask, std::slice::from_ref(by)).await?;
        let value = |values: Vec<Box<str>>| values.into_iter().next().unwrap_or_default().into_string();
        let mut out: Vec<RowBy> =
            rows.into_iter().map(|(values, sums)| RowBy { value: value(values), sums, hidden: None }).collect();
        out = ranked(out);
        out.truncate(lines);
        Ok(out)
    }

    /// The numbers of a period by the values of some dimensions together, in no order. Where one has no value there is no line.
    pub async fn breakdown_by(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &[Dimension],
    ) -> Result<Vec<(Vec<Box<str>>, Sums)>, QueryError> {
        let found = self.tallied(view, permit, ask, by, By::Values(by.len())).await?;
        let mut lines: HashMap<Vec<Box<str>>, Sums> = HashMap::new();
        for (values, sums) in found.into_iter().flat_map(|(part, _)| part.groups) {
            join(lines.entry(values).or_default(), &sums);
        }
        Ok(lines.into_iter().collect())
    }

    /// The half hour before `now`.
    pub async fn live(&self, view: LakeView, permit: PermitSet<Measure>, now: AtMs) -> Result<Live, QueryError> {
        let last = now.0 - now.0.rem_euclid(MINUTE_MS);
        let bounds: Vec<i64> = (-29..=1).map(|m| last + m * MINUTE_MS).collect();
        let at_ms = (last - 29 * MINUTE_MS, last + MINUTE_MS);
        let needs: Vec<Need> = ["name", "path"].iter().filter_map(|name| Need::named(name)).collect();
        let question = Question { at_ms, filter: Predicate::default(), needs, columns_from_ms: i64::MIN };
        let starts = bounds.clone();
        let recent = (now.0 - 5 * MINUTE_MS + 1, at_ms.1);
        let count =
            move |bucket: &Bucket<'_>, ended: &AtomicBool| live_part(&bucket.rows().chosen, ended, &starts, recent);
        let found = self.scan(view, permit.into_rows(), question, Box::new(count)).await?;
        let mut minutes: Vec<LiveMinute> =
            bounds.iter().take(30).map(|start_ms| LiveMinute { start_ms: *start_ms, page_views: 0 }).collect();
        let (mut visitors_now, mut pages) = (0, HashMap::<String, i64>::new());
        for part in found {
            visitors_now += part.now;
            minutes.iter_mut().zip(&part.minutes).for_each(|(minute, n)| minute.page_views += n);
            part.pages.into_iter().for_each(|(path, n)| *pages.entry(path).or_default() += n);
        }
        let mut pages: Vec<LivePage> = pages.into_iter().map(|(path, visitors)| LivePage { path, visitors }).collect();
        pages.sort_unstable_by(|a, b| (b.visitors, &a.path).cmp(&(a.visitors, &b.path)));
        pages.truncate(10);
        Ok(Live { visitors_now, minutes, pages, hidden: None })
    }

    /// How many events of the browser of a permit there are, and when the first and the last were.
    pub async fn extent<Op: OneBrowser>(
        &self,
        view: LakeView,
        permit: PermitSet<Op>,
    ) -> Result<Option<(u64, AtMs, AtMs)>, QueryError> {
        let question = Question {
            at_ms: (i64::MIN, i64::MAX),
            filter: Predicate::default(),
            needs: Vec::new(),
            columns_from_ms: i64::MIN,
        };
        let count =
            |bucket: &Bucket<'_>, _: &AtomicBool| bucket.rows().chosen.iter().filter_map(Open::extent).reduce(both);
        let found = self.scan(view, permit.into_rows(), question, Box::new(count)).await?;
        let all = found.into_iter().flatten().reduce(both);
        Ok(all.map(|(number, first, last)| (number, AtMs(first), AtMs(last))))
    }

    /// What the browser of a permit did, newest first.
    pub async fn visits<Op: OneBrowser>(
        &self,
        view: LakeView,
        permit: PermitSet<Op>,
        before: AtMs,
        most: usize,
    ) -> Result<Vec<VisitEvent>, QueryError> {
        let site = permit.site().clone();
        let needs: Vec<Need> = VISIT.iter().filter_map(|name| Need::named(name)).collect();
        let question =
            Question { at_ms: (i64::MIN, before.0), filter: Predicate::default(), needs, columns_from_ms: i64::MIN };
        let count = move |bucket: &Bucket<'_>, ended: &AtomicBool| {
            let (parts, mut places) = (bucket.rows().chosen, Vec::new());
            let walked = walk(&parts, ended, |stretches, _| {
                for stretch in stretches {
                    let Some(open) = parts.get(stretch.part) else { continue };
                    places.extend(stretch.rows(open).map(|row| (open.at_ms(row), stretch.part, row)));
                }
            });
            walked.ok()?;
            // Those of the moment at which enough are there are all told, so that their order is the same each time.
            places.sort_unstable_by_key(|(at, ..)| std::cmp::Reverse(*at));
            let last = most.checked_sub(1).and_then(|n| places.get(n)).map_or(i64::MIN, |(at, ..)| *at);
            let wanted = places.into_iter().take_while(|(at, ..)| *at >= last);
            let event = |(_, part, row)| parts.get(part).map(|open: &Open| visit_event(&site, open, row));
            Some(wanted.filter_map(event).collect::<Vec<_>>())
        };
        let found = self.scan(view, permit.into_rows(), question, Box::new(count)).await?;
        let mut out: Vec<VisitEvent> = found.into_iter().flatten().flatten().collect();
        out.sort_by(|a, b| (b.at_ms, &a.path).cmp(&(a.at_ms, &b.path)));
        out.truncate(most);
        Ok(out)
    }
}

fn both(one: (u64, i64, i64), other: (u64, i64, i64)) -> (u64, i64, i64) {
    (one.0 + other.0, one.1.min(other.1), one.2.max(other.2))
}

impl Question {
    /// What a report asks, with the columns that it needs.
    pub fn of(ask: &Ask, needs: Vec<Need>) -> Question {
        let (_, bounds) = ask.bounds();
        let at_ms = (bounds.first().copied().unwrap_or(0), bounds.last().copied().unwrap_or(0));
        Question { at_ms, filter: ask.filter.clone(), needs, columns_from_ms: i64::MIN }
    }
}

/// The columns that an event of a visit is made of.
const VISIT: [&str; 7] = ["name", "path", "title", "source", "device", "currency", "value_minor"];

fn visit_event(site: &hjemmel_model::SiteId, open: &Open, row: usize) -> VisitEvent {
    let text = |place: usize| open.column(place).map_or_else(String::new, |column| column.text(row).into_owned());
    VisitEvent {
        site: site.clone(),
        at_ms: open.at_ms(row),
        name: text(0),
        path: text(1),
        title: text(2),
        source: text(3),
        device: text(4),
        currency: text(5),
        value_minor: open.column(6).map_or(0, |column| column.number(row)),
    }
}

/// What one bucket says of the last half hour.
#[derive(Default)]
struct LivePart {
    now: i64,
    minutes: Vec<i64>,
    pages: HashMap<String, i64>,
}

fn live_part(parts: &[Open], ended: &AtomicBool, bounds: &[i64], recent: (i64, i64)) -> LivePart {
    let mut out = LivePart { minutes: vec![0; bounds.len()], ..LivePart::default() };
    // Few rows are of the last half hour; whoever gave up does not look at what was left out.
    let _ = walk(parts, ended, |stretches, _| {
        let mut here = Vec::new();
        let mut now = false;
        for stretch in stretches {
            let Some(open) = parts.get(stretch.part) else { continue };
            let text = |place: usize, row: usize| open.column(place).map(|column| column.text(row));
            for row in stretch.rows(open) {
                let at = open.at_ms(row);
                now |= at >= recent.0 && at < recent.1;
                if text(0, row).as_deref() == Some("page_view") {
                    let minute = bounds.partition_point(|bound| *bound <= at).checked_sub(1);
                    if let Some(n) = minute.and_then(|minute| out.minutes.get_mut(minute)) {
                        *n += 1;
                    }
                    here.extend(text(1, row));
                }
            }
        }
        out.now += i64::from(now);
        here.sort_unstable();
        here.dedup();
        here.into_iter().for_each(|path| *out.pages.entry(path.into_owned()).or_default() += 1);
    });
    out
}
