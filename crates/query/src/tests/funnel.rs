//! Funnels, compared with trying every way by hand.

use std::collections::BTreeMap;

use hjemmel_model::{Funnel, FunnelFound, Row};

use super::{reports::Facts, *};

const STEPS: [&str; 6] = [
    "name:page_view",
    "name:purchase",
    "path:/1",
    "path:/2",
    r#"["not",["is","path",["/3"]]]"#,
    r#"["contains","prop:plan",["a"]]"#,
];
const BY: [&str; 4] = ["", "path", "device", "channel"];

/// Where a way from a beginning comes to, in time: how many steps, and when the last of them was.
fn way(rows: &[&Row], begin: usize, funnel: &Funnel) -> Vec<i64> {
    let mut times = vec![rows[begin].event.at.0];
    let mut at = begin;
    while times.len() < funnel.steps.len() {
        let step = &funnel.steps[times.len()];
        let fits = |row: &&Row| {
            let since = row.event.at.0 - times[0];
            step.holds(row) && funnel.window_ms.is_none_or(|window| since <= window)
        };
        let next = (at + 1..rows.len()).find(|n| fits(&rows[*n]));
        match next {
            Some(next) if !funnel.strict || next == at + 1 => at = next,
            _ => break,
        }
        times.push(rows[at].event.at.0);
    }
    times
}

fn by_hand(rows: &[&Row], ask: &Ask, funnel: &Funnel, by: Option<&Dimension>) -> FunnelFound {
    let mut visitors: BTreeMap<i64, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| ask.filter.holds(row)) {
        visitors.entry(row.visitor.0).or_default().push(row);
    }
    let seen = rows.iter().filter(|row| row.event.name == "page_view").count() as i64;
    let mut out =
        FunnelFound { steps: vec![0; funnel.steps.len()], lines: vec![], visitors: visitors.len() as i64, seen };
    let mut lines: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for own in visitors.values_mut() {
        own.sort_by_key(|row| row.event.at);
        let begins = (0..own.len()).filter(|n| funnel.steps[0].holds(own[*n]));
        let ways = begins.map(|n| (n, way(own, n, funnel)));
        // The furthest; of those the one that was there first; of those the one that began last.
        let best = ways.max_by_key(|(n, times)| (times.len(), -times[times.len() - 1], *n));
        let Some((begin, times)) = best else { continue };
        out.steps.iter_mut().take(times.len()).for_each(|n| *n += 1);
        let value = by.map(|by| by.of(own[begin]).into_owned()).unwrap_or_default();
        if !value.is_empty() {
            let line = lines.entry(value).or_insert_with(|| vec![0; funnel.steps.len()]);
            line.iter_mut().take(times.len()).for_each(|n| *n += 1);
        }
    }
    out.lines = lines.into_iter().collect();
    out.lines.sort_by(|(a, one), (b, other)| (other, a).cmp(&(one, b)));
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_funnel_equals_trying_every_way_whatever_was_taken_back() {
    let mut facts = Facts::new(21, 30).await;
    let mut far = [0; 3];
    for round in 0..16 {
        facts.append(70).await;
        match round % 5 {
            1 | 2 => facts.w.lake.flush().await.unwrap(),
            4 => _ = facts.w.lake.compact_whole(&facts.w.rules.site, 2).await.unwrap(),
            _ => {}
        }
        for _ in 0..8 {
            let (bit, mut ask) = (facts.below(3) as u8, facts.ask());
            if facts.below(2) == 0 {
                ask.filter = Predicate::default();
            }
            let number = 2 + facts.below(2);
            let step = |n: i64| Predicate::parse(STEPS[n as usize]).unwrap();
            let steps = (0..number).map(|_| step(facts.below(6))).collect();
            let window_ms = [None, Some(1_800_000), Some(20 * 86_400_000)][facts.below(3) as usize];
            let funnel = Funnel { steps, strict: facts.below(2) == 0, window_ms };
            let by = Dimension::from_name(BY[facts.below(4) as usize]);
            let (_, bounds) = ask.bounds();
            let rows = facts.open_between(bit, (bounds[0], bounds[bounds.len() - 1]));
            let wanted = by_hand(&rows, &ask, &funnel, by.as_ref());
            let view = facts.w.lake.view(&facts.w.rules.site).unwrap();
            let permit = facts.w.permit(bit);
            let found = facts.w.engine.funnel(view, permit, &ask, funnel.clone(), by.as_ref()).await.unwrap();
            assert_eq!(found, wanted, "{funnel:?} {by:?} {}", ask.filter);
            far.iter_mut().zip(&found.steps).for_each(|(all, n)| *all += n);
        }
        facts.bar().await;
    }
    assert!(far.iter().all(|n| *n > 30) && far[0] > far[1] && far[1] > far[2], "the funnels say something: {far:?}");
}
