//! Cohorts and paths, compared with a look at each visitor by hand.

use std::collections::{BTreeMap, HashMap};

use hjemmel_model::{CohortsFound, Grain, PathStep, PathsFound, REMEMBERED_MS, Row};

use super::{reports::Facts, visits::visit_of, *};

const DAY_MS: i64 = 86_400_000;

fn cohorts_by_hand(rows: &[&Row], ask: &Ask, oldest: i64) -> CohortsFound {
    let (_, bounds) = ask.bounds();
    let number = bounds.len() - 1;
    let mut out = CohortsFound::default();
    for (first, start_ms) in bounds.iter().take(number).enumerate() {
        out.cohorts.push(hjemmel_model::Cohort { start_ms: *start_ms, visitors: vec![0; number - first] });
    }
    let mut visitors: BTreeMap<i64, Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| visitors.entry(row.visitor.0).or_default().push(row));
    let place = |row: &&Row| (0..number).find(|n| bounds[*n] <= row.event.at.0 && row.event.at.0 < bounds[n + 1]);
    for own in visitors.values() {
        let within: Vec<_> = own.iter().filter_map(|row| Some((place(row)?, *row))).collect();
        let Some(first) = within.iter().map(|(place, _)| *place).min() else { continue };
        out.seen += within.iter().filter(|(_, row)| row.event.name == "page_view").count() as i64;
        match () {
            () if within.len() < own.len() => out.visitors_returning += 1,
            () if oldest > bounds[0] - REMEMBERED_MS => out.visitors_unknown += 1,
            () if within.iter().any(|(place, row)| *place == first && ask.filter.holds(row)) => {
                let met: BTreeSet<usize> = within.iter().map(|(place, _)| *place).collect();
                met.into_iter().for_each(|place| out.cohorts[first].visitors[place - first] += 1);
            }
            () => {}
        }
    }
    out
}

fn paths_by_hand(rows: &[&Row], visits: &HashMap<u128, i64>, ask: &Ask, page: &str) -> PathsFound {
    let mut whole: BTreeMap<(i64, i64), Vec<&Row>> = BTreeMap::new();
    rows.iter().for_each(|row| whole.entry((row.visitor.0, visits[&row.event.id.0])).or_default().push(row));
    let mut sides: [BTreeMap<String, Vec<i64>>; 2] = Default::default();
    let (mut out, mut here, mut beside) = (PathsFound::default(), BTreeSet::new(), BTreeSet::new());
    for ((visitor, _), rows) in &mut whole {
        rows.sort_by_key(|row| row.event.at);
        let mut pages: Vec<String> =
            rows.iter().filter(|row| row.event.name == "page_view").map(|row| row.event.path.clone()).collect();
        out.seen += pages.len() as i64;
        pages.dedup();
        let chosen = rows.iter().any(|row| ask.filter.holds(row));
        if !chosen || !pages.iter().any(|own| own == page) {
            beside.insert(*visitor);
            continue;
        }
        for at in (0..pages.len()).filter(|at| pages[*at] == page) {
            out.views += 1;
            here.insert(*visitor);
            let before = if at == 0 { String::new() } else { pages[at - 1].clone() };
            sides[0].entry(before).or_default().push(*visitor);
            sides[1].entry(pages.get(at + 1).cloned().unwrap_or_default()).or_default().push(*visitor);
        }
    }
    let [before, after] = sides.map(|side| {
        let step = |(value, by): (String, Vec<i64>)| PathStep {
            value,
            views: by.len() as i64,
            visitors: by.into_iter().collect::<BTreeSet<_>>().len() as i64,
        };
        let mut all: Vec<PathStep> = side.into_iter().map(step).collect();
        all.sort_by(|a, b| (b.visitors, b.views, &a.value).cmp(&(a.visitors, a.views, &b.value)));
        all
    });
    (out.visitors, out.visitors_beside) = (here.len() as i64, beside.len() as i64);
    PathsFound { before, after, ..out }
}

async fn filled(facts: &mut Facts, round: i32) {
    facts.append(60).await;
    match round % 5 {
        1 | 2 => facts.w.lake.flush().await.unwrap(),
        4 => _ = facts.w.lake.compact_whole(&facts.w.rules.site, 2).await.unwrap(),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cohorts_equal_a_look_at_each_visitor_whatever_was_taken_back() {
    let mut facts = Facts::new(33, 60).await;
    let (mut back, mut unknown) = (0, 0);
    for round in 0..14 {
        filled(&mut facts, round).await;
        for later in [0, 0, 320, 0] {
            let (bit, mut ask, now) = (facts.below(3) as u8, facts.ask(), NOW.plus_days(later));
            ask.grain = Some(if facts.below(2) == 0 { Grain::Week } else { Grain::Month });
            let w = &facts.w;
            w.restrictions.refreshed(now);
            let auth = authorized::<act::ReportRead>(&TenantId::parse("ten_a").unwrap());
            let permit = decide_measure(&auth, &w.rules, bit, &w.restrictions, now).unwrap();
            let (_, bounds) = ask.bounds();
            let oldest = now.0 - 395 * DAY_MS;
            let view = w.lake.view(&w.rules.site).unwrap();
            let found = w.engine.cohorts(view, permit, &ask).await.unwrap();
            let rows = facts.open_between(bit, (oldest, bounds[bounds.len() - 1]));
            assert_eq!(found, cohorts_by_hand(&rows, &ask, oldest), "{ask:?} {}", ask.filter);
            back += found.cohorts.iter().flat_map(|c| c.visitors.iter().skip(1)).sum::<i64>();
            unknown += found.visitors_unknown;
        }
        facts.w.restrictions.refreshed(NOW);
        facts.bar().await;
    }
    assert!([back, unknown].iter().all(|n| *n > 10), "the reports say something: {back} {unknown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn paths_equal_a_look_at_each_visit_whatever_was_taken_back() {
    let mut facts = Facts::new(34, 12).await;
    let mut went = 0;
    for round in 0..14 {
        filled(&mut facts, round).await;
        for _ in 0..4 {
            let (bit, mut ask, page) = (facts.below(3) as u8, facts.ask(), format!("/{}", facts.below(5)));
            // Visits of more than one event are those of the last hours: what comes late is a visit of its own.
            let today = NOW.local_date(Zone::of("Europe/Copenhagen").tz());
            ask.period = Period::new(ask.period.from, today).unwrap();
            let w = &facts.w;
            let (_, bounds) = ask.bounds();
            let at_ms = (bounds[0], bounds[bounds.len() - 1]);
            let visits = visit_of(w, w.permit(bit), at_ms);
            let view = w.lake.view(&w.rules.site).unwrap();
            let found = w.engine.paths(view, w.permit(bit), &ask, page.clone()).await.unwrap();
            let rows = facts.open_between(bit, at_ms);
            assert_eq!(found, paths_by_hand(&rows, &visits, &ask, &page), "{page} {ask:?} {}", ask.filter);
            went += found.after.iter().filter(|step| !step.value.is_empty()).map(|step| step.views).sum::<i64>();
        }
        facts.bar().await;
    }
    assert!(went > 10, "the reports say something: {went}");
}
