//! What is held of files in memory: no more than may be, nothing of a file that is gone, and nothing that changes an answer.

use hjemmel_model::Dimension;

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
    let all = w.engine.held_bytes();
    assert!(all > 0);
    assert_eq!(answers(&w, &w.engine).await, plenty, "out of memory");
    assert_eq!(w.engine.held_bytes(), all, "nothing is held twice");
    for memory_bytes_max in [0, 1, all / 3, all - 1] {
        let w = world_in(w.copied()).await;
        let engine = Engine::new(EngineOptions { memory_bytes_max, ..EngineOptions::default() });
        assert_eq!(answers(&w, &engine).await, plenty);
        assert!(engine.held_bytes() <= memory_bytes_max);
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
        let steps = vec![Predicate::default()];
        let funnel = w.engine.funnel(view(), w.permit(bit), &World::ask(), steps).await.unwrap();
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
