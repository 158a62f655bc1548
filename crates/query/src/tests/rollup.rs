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

/// Events of many visitors, all of them in files.
async fn filed(seed: u8) -> Facts {
    let mut facts = Facts::new(seed, VISITORS).await;
    facts.append(1500).await;
    facts.w.lake.flush().await.unwrap();
    facts
}

/// What the engine that remembers says by each of the dimensions.
async fn all(facts: &Facts) -> Vec<String> {
    let mut out = Vec::new();
    for by in BY {
        out.push(said(&facts.w, &facts.w.engine, NOW, 0, "", by, (0, 89)).await);
    }
    out
}

/// The same, asked for as often as it takes to be remembered.
async fn all_again(facts: &Facts) -> Vec<String> {
    let first = all(facts).await;
    assert_eq!([all(facts).await, all(facts).await], [first.clone(), first.clone()]);
    first
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
    let mut facts = filed(4).await;
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
    let facts = filed(5).await;
    let first = all_again(&facts).await;
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_paused_is_in_no_report_while_that_stands_and_in_all_of_them_afterwards() {
    let mut facts = filed(6).await;
    let first = all_again(&facts).await;
    let one = facts.someone_open();
    facts.w.restrictions.pause([one]);
    let paused = all(&facts).await;
    assert!(paused.iter().zip(&first).all(|(now, before)| now != before), "each of them");
    // While it stands, others come and go, and files are made anew; nothing of it is lost.
    for round in 0..12 {
        let others: Vec<_> = (0..round % 4).map(|_| facts.someone_open()).collect();
        facts.w.restrictions.pause(others.into_iter().chain([one]));
        compare(&mut facts, NOW).await;
        if round == 6 {
            facts.w.lake.compact_whole(&facts.w.rules.site, 2).await.unwrap();
        }
    }
    facts.w.restrictions.pause([one]);
    assert_eq!(all(&facts).await, paused);
    facts.w.restrictions.pause([]);
    assert_eq!(all(&facts).await, first, "as if nothing had been");
    compare(&mut facts, NOW).await;
}

/// Many visitors of two months ago, and a few of today.
async fn few_of_today() -> World {
    let w = world().await;
    for id in 0..200 {
        w.view_at(NOW.plus_days(-60), id, 100 + id as i64, 1, 1).await;
    }
    for id in 200..203 {
        w.view_at(NOW.plus_ms(-60_000), id, 5 + (id - 200) as i64, 1, 1).await;
    }
    w.lake.flush().await.unwrap();
    w
}

async fn as_counted(w: &World, when: &str) -> String {
    let mut all = Vec::new();
    for by in BY {
        let fresh = Engine::new(EngineOptions::default());
        let wanted = said(w, &fresh, NOW, 0, "", by, (0, 89)).await;
        assert_eq!(said(w, &w.engine, NOW, 0, "", by, (0, 89)).await, wanted, "{when}: {by:?}");
        all.push(wanted);
    }
    all.join("")
}

#[tokio::test]
async fn files_that_were_replaced_tell_nothing_while_somebody_reads_them_still() {
    let w = few_of_today().await;
    w.view_at(NOW.plus_ms(-30_000), 300, 5, 1, 1).await;
    w.lake.flush().await.unwrap();
    for _ in 0..3 {
        as_counted(&w, "remembered").await;
    }
    assert!(w.engine.rollups_told().0 > 0);
    // A slow reader: what it reads is not let go of.
    let held = w.lake.view(&w.rules.site).unwrap();
    assert!(w.lake.compact_whole(&w.rules.site, 2).await.unwrap() > 0);
    let before = as_counted(&w, "compacted").await;
    as_counted(&w, "compacted, again").await;
    let held = (held, w.lake.view(&w.rules.site).unwrap());
    let one = Surrogate(6);
    w.restrictions.add([Bar { subject: one, purposes: PurposeSet(u32::MAX), lowest: GrantSeq(i64::MAX) }]);
    assert!(!w.lake.erase(&w.rules.site, &[one]).await.unwrap(), "rewritten, and not gone from the disk");
    assert_ne!(as_counted(&w, "erased").await, before);
    drop(held);
    assert!(w.lake.erase(&w.rules.site, &[one]).await.unwrap());
    as_counted(&w, "let go of").await;
}

#[tokio::test]
async fn a_late_visit_within_another_in_a_second_file_is_one_visit() {
    let w = few_of_today().await;
    let at = |minutes: i64| NOW.plus_ms(-600 * 60_000 + minutes * 60_000);
    w.view_at(at(0), 400, 50, 1, 1).await;
    w.view_at(at(20), 401, 50, 1, 1).await;
    w.view_at(at(300), 402, 50, 1, 1).await;
    w.lake.flush().await.unwrap();
    w.view_at(at(10), 403, 50, 1, 1).await;
    w.lake.flush().await.unwrap();
    for round in ["first", "made", "told"] {
        as_counted(&w, round).await;
    }
    w.restrictions.add([Bar { subject: Surrogate(50), purposes: PurposeSet(u32::MAX), lowest: GrantSeq(i64::MAX) }]);
    as_counted(&w, "closed").await;
}
