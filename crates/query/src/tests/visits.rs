//! Visits as wholes, compared with a count by hand over the rows that may be used, told apart by a second opinion on which
//! visit each is of.

use std::collections::{BTreeMap, HashMap};

use hjemmel_model::{REMEMBERED_MS, Row, VisitBy, VisitSums, VisitsFound};

use super::{reports::Facts, *};
use crate::second::rows_open;

const GOALS: [&str; 2] = ["purchase", "click"];
const BY: [&str; 8] = ["", "path", "channel", "name", "device", "prop:plan", "entry_page", "exit_page"];
const DAY_MS: i64 = 86_400_000;

/// Which visit each event that may be used is of, as the files and the tail say it.
pub fn visit_of(w: &World, permit: PermitSet<Measure>, at_ms: (i64, i64)) -> HashMap<u128, i64> {
    let rows = rows_open(&w.lake.view(&w.rules.site).unwrap(), &permit.into_rows());
    let within = |row: &Row| at_ms.0 <= row.event.at.0 && row.event.at.0 < at_ms.1;
    let found: Vec<_> = rows.iter().filter(|row| within(row)).map(|row| (row.event.id.0, row.session)).collect();
    let all: HashMap<u128, i64> = found.iter().copied().collect();
    assert_eq!(all.len(), found.len());
    all
}

fn values(by: &VisitBy, rows: &[&Row], filter: &Predicate) -> Vec<String> {
    let views = || rows.iter().filter(|row| row.event.name == "page_view").map(|row| row.event.path.clone());
    let mut all: Vec<String> = match by {
        VisitBy::All => Vec::new(),
        VisitBy::Entry => views().next().into_iter().collect(),
        VisitBy::Exit => views().next_back().into_iter().collect(),
        VisitBy::Value(of) => rows.iter().filter(|row| filter.holds(row)).map(|row| of.of(row).into_owned()).collect(),
    };
    all.retain(|value| !value.is_empty());
    all.sort();
    all.dedup();
    all
}

fn one(rows: &[&Row]) -> VisitSums {
    let named = |name: &str| rows.iter().filter(|row| row.event.name == name).count();
    let views = named("page_view");
    VisitSums {
        visits: 1,
        page_views: views as i64,
        bounces: i64::from(views == 1 && rows.len() == 1),
        duration_ms: rows[rows.len() - 1].event.at.0 - rows[0].event.at.0,
        converting: i64::from(GOALS.iter().any(|goal| named(goal) > 0)),
        goals: GOALS.iter().map(|goal| i64::from(named(goal) > 0)).collect(),
        ..VisitSums::default()
    }
}

/// What a count by hand comes to.
fn by_hand(rows: &[&Row], visits: &HashMap<u128, i64>, from: i64, oldest: i64, ask: &Ask, by: &VisitBy) -> VisitsFound {
    let earlier: BTreeSet<i64> = rows.iter().filter(|r| r.event.at.0 < from).map(|r| r.visitor.0).collect();
    let mut whole: BTreeMap<(i64, i64), Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.event.at.0 >= from) {
        whole.entry((row.visitor.0, visits[&row.event.id.0])).or_default().push(row);
    }
    let mut lines: BTreeMap<Option<String>, (VisitSums, BTreeSet<i64>)> = BTreeMap::new();
    let (mut seen, mut beside, mut without) = (0, BTreeSet::new(), BTreeSet::new());
    for ((visitor, _), rows) in &mut whole {
        rows.sort_by_key(|row| row.event.at);
        seen += one(rows).page_views;
        if !rows.iter().any(|row| ask.filter.holds(row)) {
            beside.insert(*visitor);
            continue;
        }
        let own = values(by, rows, &ask.filter);
        if own.is_empty() {
            without.insert(*visitor);
        }
        for value in own.into_iter().map(Some).chain([None]) {
            let line = lines.entry(value).or_default();
            line.0.join(&one(rows));
            line.1.insert(*visitor);
        }
    }
    let sums = |(mut sums, visitors): (VisitSums, BTreeSet<i64>)| {
        let returning = visitors.intersection(&earlier).count() as i64;
        let others = visitors.len() as i64 - returning;
        let known = oldest <= from - REMEMBERED_MS;
        sums.visitors = visitors.len() as i64;
        sums.visitors_returning = returning;
        (sums.visitors_new, sums.visitors_unknown) = if known { (others, 0) } else { (0, others) };
        sums
    };
    let mut all: Vec<(Option<String>, VisitSums)> =
        lines.into_iter().map(|(value, line)| (value, sums(line))).collect();
    let totals = all.iter().position(|(value, _)| value.is_none()).map(|at| all.remove(at).1).unwrap_or_default();
    let mut lines: Vec<_> = all.into_iter().map(|(value, sums)| (value.unwrap(), sums)).collect();
    lines.sort_by(|(a, one), (b, other)| (other.visitors, other.visits, a).cmp(&(one.visitors, one.visits, b)));
    VisitsFound { totals, lines, seen, visitors_beside: beside.len() as i64, visitors_without: without.len() as i64 }
}

async fn compare(facts: &mut Facts, later_days: i64) -> VisitsFound {
    let (bit, now) = (facts.below(3) as u8, NOW.plus_days(later_days));
    let mut ask = Ask { conversions: GOALS.map(String::from).to_vec(), ..facts.ask() };
    if facts.below(4) == 0 {
        let (_, bounds) = ask.bounds();
        ask.until = Some(AtMs(bounds[0] + (bounds[bounds.len() - 1] - bounds[0]) / 3));
    }
    let by = BY[facts.below(8) as usize];
    let by = if by.is_empty() { VisitBy::All } else { VisitBy::from_name(by).unwrap() };
    let w = &facts.w;
    w.restrictions.refreshed(now);
    let auth = authorized::<act::ReportRead>(&TenantId::parse("ten_a").unwrap());
    let permit = || decide_measure(&auth, &w.rules, bit, &w.restrictions, now).unwrap();
    let (_, bounds) = ask.bounds();
    let (from, to) = (bounds[0], bounds[bounds.len() - 1]);
    let oldest = now.0 - 395 * DAY_MS;
    let rows = facts.open_between(bit, (oldest, to));
    let visits = visit_of(w, permit(), (i64::MIN, to));
    assert_eq!(visits.len(), rows.len(), "both opinions rest on the same events");
    let found = w.engine.whole_visits(w.lake.view(&w.rules.site).unwrap(), permit(), &ask, &by).await.unwrap();
    let mut wanted = by_hand(&rows, &visits, from, oldest, &ask, &by);
    // Where nothing is, nothing was counted of goals.
    wanted.totals.goals.resize(found.totals.goals.len(), 0);
    assert_eq!(found, wanted, "{by:?} {} {ask:?}", ask.filter);
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn visits_equal_a_count_by_hand_whatever_was_taken_back_or_grew_too_old() {
    let mut facts = Facts::new(12, 40).await;
    let mut all = VisitSums::default();
    for round in 0..14 {
        facts.append(70).await;
        match round % 5 {
            1 | 2 => facts.w.lake.flush().await.unwrap(),
            4 => _ = facts.w.lake.compact_whole(&facts.w.rules.site, 2).await.unwrap(),
            _ => {}
        }
        for later in [0, 0, 300, 330, 0, 345] {
            all.join(&compare(&mut facts, later).await.totals);
        }
        facts.w.restrictions.refreshed(NOW);
        facts.bar().await;
        for later in [0, 310, 0] {
            all.join(&compare(&mut facts, later).await.totals);
        }
        facts.w.restrictions.refreshed(NOW);
    }
    let VisitSums { visitors_new, visitors_returning, visitors_unknown, bounces, duration_ms, .. } = all;
    let each = [visitors_new, visitors_returning, visitors_unknown, bounces, duration_ms, all.goals[1]];
    assert!(each.iter().all(|n| *n > 20), "the reports say something: {each:?}");
}

#[tokio::test]
async fn a_filter_chooses_visits_and_not_parts_of_them() {
    let w = world().await;
    for (id, name, path, minute) in [(1, "page_view", "/a", 0), (2, "page_view", "/b", 5), (3, "purchase", "/b", 9)] {
        let permit = hjemmel_testkit::permit(&w.rules, NOW, 7, 1, 1);
        let at = NOW.plus_ms(minute * 60_000);
        let mut event = hjemmel_testkit::event(&w.rules.site, id, at);
        (event.name, event.path, event.received_at) = (name.into(), path.into(), NOW);
        w.lake.append(vec![Append { event, permits: vec![permit] }]).await.unwrap();
    }
    w.view_at(NOW, 4, 8, 1, 1).await;
    let ask = Ask { filter: Predicate::parse("path:/a").unwrap(), ..World::ask() };
    let view = || w.lake.view(&w.rules.site).unwrap();
    let found = w.engine.whole_visits(view(), w.permit(0), &ask, &VisitBy::Exit).await.unwrap();
    let VisitSums { visits, page_views, bounces, duration_ms, converting, .. } = found.totals;
    assert_eq!([visits, page_views, bounces, duration_ms, converting], [1, 2, 0, 9 * 60_000, 1]);
    assert_eq!(found.lines.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>(), ["/b"]);
    assert_eq!(found.seen, 3);
    let all = w.engine.whole_visits(view(), w.permit(0), &World::ask(), &VisitBy::Entry).await.unwrap();
    assert_eq!((all.totals.visits, all.totals.bounces, all.totals.visitors_new), (2, 1, 2));
}
