//! What is held of files in memory: no more than may be, nothing of a file that is gone, and nothing that changes an answer.

use hjemmel_model::{Dimension, Funnel};
use hjemmel_policy::{Browser, decide_access};

use super::*;

const VISITORS: i64 = 40;

/// In every bucket some.
fn surrogate(n: i64) -> Surrogate {
    Surrogate(n * (1 << 57) - (1 << 61) + 5)
}

async fn filled() -> World {
    let w = world().await;
    for id in 0..u128::try_from(4 * VISITORS).unwrap() {
        let visitor = surrogate(i64::try_from(id).unwrap() % VISITORS).0;
        w.view_at(
            NOW.plus_ms(-i64::try_from(id).unwrap() * 60_000),
            id,
            visitor,
            1 + u32::try_from(id % 7).unwrap(),
            1,
        )
        .await;
        if id % 50 == 49 {
            w.lake.flush().await.unwrap();
        }
    }
    w.lake.flush().await.unwrap();
    w
}

async fn answers(w: &World, engine: &Engine) -> Vec<String> {
    let mut out = Vec::new();
    for bit in 0..3 {
        let view = || w.lake.view(&w.rules.site).unwrap();
        out.push(format!("{:?}", engine.overview(view(), w.permit(bit), &World::ask()).await.unwrap()));
        for by in ["path", "device", "prop:plan"] {
            let by = Dimension::from_name(by).unwrap();
            out.push(format!("{:?}", engine.breakdown(view(), w.permit(bit), &World::ask(), &by, 50).await.unwrap()));
        }
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_little_memory_the_answers_are_the_same_and_no_more_is_held() {
    let w = filled().await;
    let plenty = answers(&w, &w.engine).await;
    // What is asked a second time is remembered as well.
    assert_eq!(answers(&w, &w.engine).await, plenty);
    let all = w.engine.held_bytes();
    assert!(all > 0);
    assert_eq!(answers(&w, &w.engine).await, plenty, "out of memory");
    assert_eq!(w.engine.held_bytes(), all, "nothing is held twice");
    for memory_bytes_max in [0, 1, all / 3, all - 1] {
        let w = world_in(w.copied()).await;
        let engine = Engine::new(EngineOptions { memory_bytes_max, ..EngineOptions::default() });
        for _ in 0..3 {
            assert_eq!(answers(&w, &engine).await, plenty);
            assert!(engine.held_bytes() <= memory_bytes_max);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_held_of_a_file_goes_with_it() {
    let w = filled().await;
    answers(&w, &w.engine).await;
    let before = w.engine.held_bytes();
    let one = surrogate(0);
    let bar = Bar { subject: one, purposes: PurposeSet(u32::MAX), lowest: GrantSeq(i64::MAX) };
    w.restrictions.add([bar]);
    assert!(w.lake.erase(&w.rules.site, &[one]).await.unwrap());
    assert!(w.engine.held_bytes() < before, "their files are not held any more");
    let all: Vec<Surrogate> = (0..VISITORS).map(surrogate).collect();
    w.restrictions.add(all.iter().map(|subject| Bar { subject: *subject, ..bar }));
    assert!(w.lake.erase(&w.rules.site, &all).await.unwrap());
    assert_eq!(w.engine.held_bytes(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_comes_through_a_gate_that_is_shut() {
    let w = world().await;
    w.view(1, 1 << 61, 0b001, 5).await;
    w.lake.flush().await.unwrap();
    w.view(2, 1 << 61, 0b001, 5).await;
    w.view(3, -1, 0b100, 5).await;
    let seen = async |bit| {
        let view = || w.lake.view(&w.rules.site).unwrap();
        let (overview, seen) = w.engine.overview(view(), w.permit(bit), &World::ask()).await.unwrap();
        let funnel = Funnel { steps: vec![Predicate::default(); 1], strict: false, window_ms: None };
        let funnel = w.engine.funnel(view(), w.permit(bit), &World::ask(), funnel, None).await.unwrap().steps;
        let path = Dimension::from_name("path").unwrap();
        let pages = w.engine.breakdown(view(), w.permit(bit), &World::ask(), &path, 9).await.unwrap();
        let last = w.engine.last_by(view(), w.permit(bit), &World::ask(), &path).await.unwrap();
        let live = w.engine.live(view(), w.permit(bit), NOW).await.unwrap();
        let visitors = |rows: &[hjemmel_model::RowBy]| rows.iter().map(|row| row.sums.visitors).sum::<i64>();
        assert_eq!(overview.totals.page_views, seen);
        [overview.totals.visitors, funnel[0], visitors(&pages), visitors(&last), live.visitors_now]
    };
    assert_eq!([seen(0).await, seen(1).await, seen(2).await], [[1; 5], [0; 5], [1; 5]]);
    // What is remembered of the file does not outlast a withdrawal.
    w.restrictions.add([Bar { subject: Surrogate(1 << 61), purposes: PurposeSet(1), lowest: GrantSeq(6) }]);
    assert_eq!([seen(0).await, seen(2).await], [[0; 5], [1; 5]]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_visitor_is_the_same_from_what_is_held_and_from_the_files() {
    let w = filled().await;
    let who = surrogate(7).0;
    w.view(9_001, who, 0b001, 3).await;
    let (tenant, key) = (TenantId::parse("ten_a").unwrap(), hjemmel_testkit::token_key());
    let permit = || {
        let presented = key.verify(&key.mint(&hjemmel_testkit::claims(&w.rules, NOW, who, 1, 1)));
        let browser = Browser::shown(&tenant, &w.rules, &presented).unwrap();
        decide_access(&browser, &w.rules, &w.restrictions, NOW).unwrap().into_iter().next().unwrap()
    };
    let seen = async |engine: &Engine| {
        let view = || w.lake.view(&w.rules.site).unwrap();
        let some = engine.visits(view(), permit(), AtMs(i64::MAX), 2).await.unwrap();
        let all = engine.visits(view(), permit(), AtMs(i64::MAX), usize::MAX).await.unwrap();
        assert_eq!(some, all[..some.len()]);
        let ends =
            all.last().zip(all.first()).map(|(first, last)| (all.len() as u64, AtMs(first.at_ms), AtMs(last.at_ms)));
        assert_eq!(engine.extent(view(), permit()).await.unwrap(), ends);
        all
    };
    let cold = seen(&Engine::new(EngineOptions::default())).await;
    assert!(cold.len() > 1, "in a file and beside it: {cold:?}");
    answers(&w, &w.engine).await;
    assert_eq!(seen(&w.engine).await, cold);
    let held = w.engine.held_bytes();
    assert_eq!(seen(&w.engine).await, cold);
    assert_eq!(w.engine.held_bytes(), held);
    w.restrictions.add([Bar { subject: Surrogate(who), purposes: PurposeSet(1), lowest: GrantSeq(i64::MAX) }]);
    assert!(seen(&w.engine).await.is_empty());
}
