//! Filters and breakdowns as the engine computes them, compared with what a filter means.

use hjemmel_model::{DeviceClass, Dimension, Edge, Predicate, Range, Row};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

use super::*;

const ROWS: u128 = 160;
const TREES: usize = 200;

/// Values that a pattern, a quote or a number could be taken for.
const VALUES: [&str; 14] = ["", "a", "ab", "a%b", "a_b", "A", "å", "\\", "a\\%", "\"q\"", "5", "5.5", "-1", "true"];
const NUMBERS: [f64; 6] = [-1.0, 0.0, 5.0, 5.5, 100.0, 34_900.0];
const ON_TEXT: [&str; 7] = ["source", "campaign", "content", "term", "device", "prop:plan", "prop:n"];
const ON_NUMBER: [&str; 3] = ["value_minor", "prop:plan", "prop:n"];

fn on(names: &'static [&'static str]) -> impl Strategy<Value = Dimension> {
    prop::sample::select(names).prop_map(|name| Dimension::from_name(name).unwrap())
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::sample::select(&VALUES[..]).prop_map(String::from), 1..3)
}

fn range() -> impl Strategy<Value = Range> {
    let edge = || prop::option::of((prop::sample::select(&NUMBERS[..]), any::<bool>()));
    let edge_of = |e: Option<(f64, bool)>| e.map(|(at, included)| Edge { at, included });
    (edge(), edge()).prop_map(move |(from, to)| Range { from: edge_of(from), to: edge_of(to) })
}

pub(super) fn tree() -> impl Strategy<Value = Predicate> {
    let leaf = prop_oneof![
        (on(&ON_TEXT), texts()).prop_map(|(on, v)| Predicate::Is(on, v)),
        (on(&ON_TEXT), texts()).prop_map(|(on, v)| Predicate::Contains(on, v)),
        (on(&ON_TEXT), texts()).prop_map(|(on, v)| Predicate::Starts(on, v)),
        (on(&ON_NUMBER), range()).prop_map(|(on, r)| Predicate::Within(on, r)),
        prop::sample::select(vec!["0", "100", "34900"])
            .prop_map(|n| Predicate::Is(Dimension::from_name("value_minor").unwrap(), vec![n.into()])),
    ];
    leaf.prop_recursive(4, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Predicate::And),
            prop::collection::vec(inner.clone(), 0..3).prop_map(Predicate::Or),
            inner.prop_map(|p| Predicate::Not(Box::new(p))),
        ]
    })
}

pub(super) fn event_of() -> impl Strategy<Value = (Vec<&'static str>, Option<Value>, Option<Value>, i64, bool)> {
    let text = || prop::sample::select(&VALUES[..]);
    let property = || {
        prop::option::of(prop_oneof![
            text().prop_map(Value::from),
            prop::sample::select(vec![json!(5), json!(5.5), json!(-1), json!(true), json!(1e3)]),
        ])
    };
    let money = prop::sample::select(vec![0, 100, 34_900]);
    (prop::collection::vec(text(), 3), property(), property(), money, any::<bool>())
}

/// Rows in files and in the tail, each under a title of its own, and what was stored of them.
async fn rows(w: &World, runner: &mut TestRunner) -> Vec<Row> {
    let mut out = Vec::new();
    for id in 0..ROWS {
        let (texts, plan, n, value_minor, tv) = event_of().new_tree(runner).unwrap().current();
        let mut props = Map::new();
        props.extend(plan.map(|v| ("plan".to_owned(), v)).into_iter().chain(n.map(|v| ("n".to_owned(), v))));
        let mut event = hjemmel_testkit::event(&w.rules.site, id, NOW);
        // A visit hands its origin on to events without one, so each has one.
        event.source = format!("s{}", texts[0]);
        (event.campaign, event.content, event.term) = (texts[0].into(), texts[1].into(), texts[2].into());
        (event.title, event.value_minor) = (format!("t{id}"), value_minor);
        event.device = if tv { DeviceClass::Tv } else { DeviceClass::Mobile };
        event.props = Value::Object(props).to_string();
        out.push(Row { event: event.clone(), ..Row::blank(w.rules.site.clone()) });
        let permit = hjemmel_testkit::permit(&w.rules, NOW, 1 + i64::try_from(id).unwrap(), 1, 1);
        w.lake.append(vec![Append { event, permits: vec![permit] }]).await.unwrap();
        if id == ROWS / 2 {
            w.lake.flush().await.unwrap();
        }
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_filters_find_what_they_mean() {
    let w = world().await;
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let rows = rows(&w, &mut runner).await;
    let title = Dimension::from_name("title").unwrap();
    let (mut none, mut some) = (0, 0);
    for _ in 0..TREES {
        let filter = tree().new_tree(&mut runner).unwrap().current();
        let ask = Ask { filter: filter.clone(), ..World::ask() };
        let view = w.lake.view(&w.rules.site).unwrap();
        let found = w.engine.breakdown(view, w.permit(0), &ask, &title, 500).await.unwrap();
        let found: BTreeSet<String> = found.into_iter().map(|row| row.value).collect();
        let meant: BTreeSet<String> =
            rows.iter().filter(|row| filter.holds(row)).map(|row| row.event.title.clone()).collect();
        assert_eq!(found, meant, "{filter}");
        none += usize::from(meant.is_empty());
        some += usize::from(!meant.is_empty() && meant.len() < rows.len());
    }
    assert!(some > TREES / 4 && none > 0, "the filters say something: {some} find some, {none} none");

    // By a property, as by a column.
    for by in ["prop:plan", "prop:n", "content", "device"] {
        let by = Dimension::from_name(by).unwrap();
        let view = w.lake.view(&w.rules.site).unwrap();
        let found = w.engine.breakdown(view, w.permit(0), &World::ask(), &by, 500).await.unwrap();
        let mut counted: std::collections::BTreeMap<String, i64> = std::collections::BTreeMap::new();
        for value in rows.iter().map(|row| by.of(row).into_owned()).filter(|value| !value.is_empty()) {
            *counted.entry(value).or_default() += 1;
        }
        let found: std::collections::BTreeMap<String, i64> =
            found.into_iter().map(|row| (row.value, row.sums.page_views)).collect();
        assert_eq!(found, counted, "{by:?}");
    }
}

mod fuzz {
    //! Filters bent in every way: a tree that reads as it is written and can be asked, or none.

    use hjemmel_testkit::fuzz::bent;

    use super::*;

    const SEEDS: [&str; 4] = [
        "source:google|path:/roses|prop:plan:pro",
        r#"["and",[["is","source",["google","bing"]],["not",["starts","path",["/blog"]]]]]"#,
        r#"["or",[["between","prop:seats",[5,50.5]],["gt","value_minor",100],["is","value_minor",[1]]]]"#,
        r#"["contains","title",["\u00e5\"%_\\"]]"#,
    ];

    proptest! {
        #[test]
        fn a_filter_is_a_tree_or_none(
            bytes in bent(SEEDS.map(|s| s.as_bytes().to_vec()).to_vec(), &["[\"not\",", "[]", "null", "1e999", "prop:", "|"])
        ) {
            if let Ok(tree) = Predicate::parse(&String::from_utf8_lossy(&bytes)) {
                prop_assert_eq!(Predicate::parse(&tree.to_string()), Ok(tree));
            }
        }
    }

    #[test]
    fn every_seed_is_read() {
        for seed in SEEDS {
            assert!(Predicate::parse(seed).is_ok(), "{seed}");
        }
    }
}
