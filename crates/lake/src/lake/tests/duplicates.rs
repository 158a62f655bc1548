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
