//! Roll-ups: whatever came, was closed, erased, compacted or grew too old since, an answer from one is what counting comes to.

use super::{reports::Facts, *};

const VISITORS: i64 = 300;
const ROUNDS: usize = 40;
const FILTERS: [&str; 3] =
    ["", "name:page_view", r#"["or",[["is","source",["sa","sab"]],["not",["is","path",["/1"]]]]]"#];
const BY: [&[&str]; 4] = [&[], &["path"], &["source", "device"], &["prop:plan"]];

fn dimensions(names: &[&str]) -> Vec<Dimension> {
    names.iter().filter_map(|name| Dimension::from_name(name)).collect()
}

/// What an engine says of days so many before now, at a moment.
async fn said(w: &World, engine: &Engine, now: AtMs, bit: u8, filter: &str, by: &[&str], back: (i64, i64)) -> String {
    let auth = authorized::<act::ReportRead>(&TenantId::parse("ten_a").unwrap());
    w.restrictions.refreshed(now);
    let permit = || decide_measure(&auth, &w.rules, bit, &w.restrictions, now).unwrap();
    let day = |back: i64| NOW.plus_days(-back).local_date(Zone::of("Europe/Copenhagen").tz());
    let period = Period::new(day(back.0.max(back.1)), day(back.0.min(back.1))).unwrap();
    let ask = Ask { period, filter: Predicate::parse(filter).unwrap(), ..World::ask() };
    let view = || w.lake.view(&w.rules.site).unwrap();
    if by.is_empty() {
        return format!("{:?}", engine.overview(view(), permit(), &ask).await.unwrap());
    }
    let mut lines = engine.breakdown_by(view(), permit(), &ask, &dimensions(by)).await.unwrap();
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    format!("{lines:?}")
}

/// The same from an engine that remembers and from one that has never been asked anything.
async fn compare(facts: &mut Facts, now: AtMs) {
    for (by, filter) in BY.iter().zip(FILTERS.iter().cycle().skip(facts.below(3) as usize)) {
        let (bit, back) = (facts.below(2) as u8, (facts.below(90), facts.below(90)));
        let found = said(&facts.w, &facts.w.engine, now, bit, filter, by, back).await;
        let fresh = Engine::new(EngineOptions::default());
        let wanted = said(&facts.w, &fresh, now, bit, filter, by, back).await;
        assert_eq!(found, wanted, "{by:?} {filter} {back:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_up_says_what_counting_comes_to_whatever_has_changed() {
    let mut facts = Facts::new(3, VISITORS).await;
    facts.append(2500).await;
    facts.w.lake.flush().await.unwrap();
    for round in 0..ROUNDS {
        facts.append(3).await;
        match round % 10 {
            3 | 6 => facts.w.lake.flush().await.unwrap(),
            9 => _ = facts.w.lake.compact_whole(&facts.w.rules.site, 2).await.unwrap(),
            _ => {}
        }
        compare(&mut facts, NOW).await;
        facts.bar().await;
        compare(&mut facts, NOW).await;
    }
    let told = facts.w.engine.rollups_told();
    assert!(told.0 > 200 && told.1 > 100, "from roll-ups, and with people counted by hand: {told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_roll_up_tells_nothing_that_has_grown_too_old() {
    let mut facts = Facts::new(4, VISITORS).await;
    facts.append(1500).await;
    facts.w.lake.flush().await.unwrap();
    let days = i64::from(hjemmel_model::catalogue_find("statistics").unwrap().retention_days);
    for later in [0, 0, 0, days - 76, days - 76, days - 45, days - 30, days - 1, days + 1] {
        for _ in 0..3 {
            compare(&mut facts, NOW.plus_days(later).plus_ms(-12_345)).await;
        }
    }
    assert!(facts.w.engine.rollups_told().0 > 10);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_changes_every_number_at_once_and_what_was_remembered_goes_with_the_files() {
    let mut facts = Facts::new(5, VISITORS).await;
    facts.append(1500).await;
    facts.w.lake.flush().await.unwrap();
    let all = async |facts: &Facts| {
        let mut out = Vec::new();
        for by in BY {
            out.push(said(&facts.w, &facts.w.engine, NOW, 0, "", by, (0, 89)).await);
        }
        out
    };
    let first = all(&facts).await;
    assert_eq!([all(&facts).await, all(&facts).await], [first.clone(), first.clone()]);
    let rolled = facts.w.engine.held_bytes();
    let one = facts.someone_open();
    facts.w.restrictions.add([Bar { subject: one, purposes: PurposeSet(u32::MAX), lowest: GrantSeq(i64::MAX) }]);
    let hidden = all(&facts).await;
    assert!(hidden.iter().zip(&first).all(|(now, before)| now != before), "each of them");
    assert!(facts.w.lake.erase(&facts.w.rules.site, &[one]).await.unwrap());
    assert!(facts.w.engine.held_bytes() < rolled);
    assert_eq!(all(&facts).await, hidden, "rewritten files say the same");
    assert_eq!(all(&facts).await, hidden);
}
