//! Funnels and last events, compared with looking at each visitor by hand.

use std::collections::BTreeMap;

use hjemmel_model::{Dimension, Funnel};

use super::*;

const NAMES: [&str; 4] = ["page_view", "add", "purchase", "click"];
const SOURCES: [&str; 3] = ["", "google", "bing"];

/// When, what, from where.
type Facts = BTreeMap<i64, Vec<(i64, &'static str, &'static str)>>;

/// Visitors in every bucket, in files of two months, in files that wait for compaction, and in the tail.
async fn facts(w: &World) -> Facts {
    let mut state = 11u64;
    let mut random = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % n).unwrap()
    };
    let mut facts = Facts::new();
    for id in 0..400u128 {
        let visitor = i64::try_from(random(30)).unwrap() * (1 << 58) - (1 << 61) + 5;
        let at = NOW.0 - i64::try_from(random(40)).unwrap() * 86_400_000 - i64::try_from(id).unwrap();
        let (name, source) = (NAMES[random(4)], SOURCES[random(3)]);
        let permit = hjemmel_testkit::permit(&w.rules, NOW, visitor, 1, 1);
        let mut event = hjemmel_testkit::event(&w.rules.site, id, AtMs(at));
        (event.name, event.campaign, event.received_at) = (name.into(), source.into(), NOW);
        w.lake.append(vec![Append { event, permits: vec![permit] }]).await.unwrap();
        facts.entry(visitor).or_default().push((at, name, source));
        if id % 90 == 89 {
            w.lake.flush().await.unwrap();
        }
    }
    facts.values_mut().for_each(|own| own.sort_unstable());
    facts
}

fn ask() -> Ask {
    let day = |back: i64| NOW.plus_days(-back).local_date(Zone::of("Europe/Copenhagen").tz());
    Ask { period: Period::new(day(60), day(0)).unwrap(), ..World::ask() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_funnel_equals_a_look_at_each_visitor() {
    let w = world().await;
    let facts = facts(&w).await;
    for steps in [vec!["page_view"], vec!["page_view", "add", "purchase"], vec!["add", "add", "add", "click"]] {
        let mut wanted = vec![0; steps.len()];
        for own in facts.values() {
            let mut since = i64::MIN;
            for (place, step) in steps.iter().enumerate() {
                let Some((at, ..)) = own.iter().find(|(at, name, _)| *at > since && name == step) else { break };
                since = *at;
                wanted[place] += 1;
            }
        }
        let steps: Vec<Predicate> =
            steps.iter().map(|name| Predicate::parse(&format!("name:{name}")).unwrap()).collect();
        let funnel = Funnel { steps, strict: false, window_ms: None };
        let view = w.lake.view(&w.rules.site).unwrap();
        let found = w.engine.funnel(view, w.permit(0), &ask(), funnel, None).await.unwrap();
        assert_eq!(found.steps, wanted);
        assert!(wanted[wanted.len() - 1] > 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_event_of_each_visitor_is_counted_by_its_own_value() {
    let w = world().await;
    let facts = facts(&w).await;
    let mut wanted: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (_, name, campaign) in facts.values().filter_map(|own| own.last()).filter(|(.., campaign)| !campaign.is_empty())
    {
        let line = wanted.entry((*campaign).to_owned()).or_default();
        *line = (line.0 + 1, line.1 + i64::from(*name == "purchase"));
    }
    let view = w.lake.view(&w.rules.site).unwrap();
    let by = Dimension::from_name("campaign").unwrap();
    let found = w.engine.last_by(view, w.permit(0), &ask(), &by).await.unwrap();
    let found: BTreeMap<_, _> =
        found.into_iter().map(|row| (row.value, (row.sums.visitors, row.sums.conversions))).collect();
    assert_eq!(found, wanted);
}
