//! An event counts once for as long as clients may send it again, and nobody's id drops what another sent.

use super::*;

const DAY_MS: i64 = 86_400_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_a_stranger_guessed_drops_nothing() {
    let f = fixture();
    let lake = f.open().await;
    assert_eq!(lake.append(vec![f.append(1002, 20)]).await.unwrap().stored, 1);
    let order = lake.append(vec![f.append(1002, 10)]).await.unwrap();
    assert_eq!((order.stored, order.duplicates), (1, 0));
    assert_eq!(lake.append(vec![f.append(1002, 10), f.append(1002, 20)]).await.unwrap().duplicates, 2);
    lake.flush().await.unwrap();
    lake.close().await;
    drop(lake);
    let lake = f.open().await;
    assert_eq!(lake.append(vec![f.append(1002, 10), f.append(1002, 20)]).await.unwrap().duplicates, 2);
    assert_eq!(lake.append(vec![f.append(1002, 30)]).await.unwrap().stored, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_comes_again_after_days_counts_once() {
    let f = fixture();
    let lake = f.open().await;
    lake.append(vec![f.append(1, 10), f.append(2, 10), f.append(3, 11)]).await.unwrap();
    lake.flush().await.unwrap();
    for round in 0..2 {
        f.clock.advance_ms(2 * DAY_MS);
        // Something in between, so that memory moves on.
        lake.append(vec![f.append(100 + round, 12)]).await.unwrap();
    }
    let again =
        vec![f.append_late(1, 10, 4 * DAY_MS), f.append_late(2, 11, 4 * DAY_MS), f.append_late(4, 10, 4 * DAY_MS)];
    let done = lake.append(again).await.unwrap();
    assert_eq!((done.stored, done.duplicates), (2, 1), "the id of another, and a new one, are stored");
    lake.flush().await.unwrap();
    lake.compact().await.unwrap();
    lake.close().await;
    drop(lake);
    let lake = f.open().await;
    f.clock.advance_ms(2 * DAY_MS);
    let again =
        vec![f.append_late(1, 10, 6 * DAY_MS), f.append_late(3, 11, 6 * DAY_MS), f.append_late(4, 10, 6 * DAY_MS)];
    assert_eq!(lake.append(again).await.unwrap().duplicates, 3);
    assert_eq!(lake.append(vec![f.append(1, 10)]).await.unwrap().stored, 1, "what happened today is another event");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_memory_files_and_log_are_asked_and_it_is_said() {
    let mut f = fixture();
    f.options.duplicate_bytes_max = 0;
    let lake = f.open().await;
    for id in 0..20 {
        assert_eq!(lake.append(vec![f.append(id, 10)]).await.unwrap().stored, 1);
        f.clock.advance_ms(60_000);
    }
    assert_eq!(f.kinds(&lake), [FaultKind::DuplicatesShort]);
    let duplicates = lake.duplicates();
    assert!(duplicates.window_ms < 3_600_000 && duplicates.bytes == 0, "{duplicates:?}");
    assert_eq!(lake.append(vec![f.append(7, 10)]).await.unwrap().duplicates, 1, "in the tail");
    lake.flush().await.unwrap();
    assert_eq!(lake.append(vec![f.append(8, 10)]).await.unwrap().duplicates, 1, "in a file");
    assert_eq!(f.paths(&lake).len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_window_that_is_kept_is_told() {
    let f = fixture();
    let lake = f.open().await;
    assert_eq!(lake.duplicates().window_ms, DAY_MS);
    lake.append(vec![f.append(1, 10)]).await.unwrap();
    f.clock.advance_ms(DAY_MS);
    lake.append(vec![f.append(2, 10)]).await.unwrap();
    assert_eq!(lake.duplicates().window_ms, DAY_MS);
    assert!(lake.duplicates().bytes > 0);
    assert_eq!(lake.condition(), []);
}

/// Ids are a third of what an event takes; nobody can send an event again after two weeks.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ids_are_kept_for_as_long_as_an_event_can_come_again_and_no_longer() {
    let f = fixture();
    let lake = f.open().await;
    lake.append((0..500).map(|id| f.append(id, 10)).collect()).await.unwrap();
    lake.flush().await.unwrap();
    let ids = |lake: &Lake| {
        let mut ids = Vec::new();
        for batch in f.batches(lake) {
            let column = batch.column_by_name(columns::EVENT_ID).unwrap();
            let column = column.as_any().downcast_ref::<arrow::array::BinaryArray>().unwrap();
            ids.extend(column.iter().map(|id| u128::from_be_bytes(id.unwrap().try_into().unwrap())));
        }
        ids.sort_unstable();
        ids
    };
    let size = |lake: &Lake| lake.view(&f.site).unwrap().files.iter().map(|file| file.size).sum::<u64>();
    let retain = async || {
        let rules = hjemmel_policy::Retention::of([&hjemmel_testkit::notice(&f.site, 1)]).at(f.clock.now());
        lake.retain_site(&f.site, &rules).await.unwrap()
    };
    f.clock.advance_ms(6 * DAY_MS);
    assert_eq!(retain().await.files_rewritten, 0);
    // What comes again at its last moment is known.
    f.clock.advance_ms(DAY_MS);
    assert_eq!(lake.append(vec![f.append_late(3, 10, 7 * DAY_MS)]).await.unwrap().duplicates, 1);
    f.clock.advance_ms(10 * DAY_MS);
    lake.append(vec![f.append(9_000, 10)]).await.unwrap();
    lake.flush().await.unwrap();
    let (before, paths) = (size(&lake), f.paths(&lake));
    let done = retain().await;
    assert_eq!((done.rows, done.rows_gone, done.files_rewritten), (501, 0, 1), "the old file alone");
    let left = ids(&lake);
    assert_eq!((left.len(), left[499], left[500]), (501, 0, 9_000));
    assert!(size(&lake) < before && f.paths(&lake) == paths, "nothing else changed");
    assert_eq!(retain().await.files_rewritten, 0, "once");
    // A merge forgets none, and remembers none.
    lake.compact_whole(&f.site, 1).await.unwrap();
    assert_eq!(ids(&lake), left);
}
