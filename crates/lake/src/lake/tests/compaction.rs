//! Compaction beside everything else, and a table whose own log stays short.

use super::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flush_does_not_wait_for_a_compaction() {
    let f = fixture();
    let lake = f.open().await;
    lake.append(vec![f.append(1, 10)]).await.unwrap();
    lake.flush().await.unwrap();
    let site = lake.shared.site(&f.site);
    let under_way = site.rewriting.lock().await;
    lake.append(vec![f.append(2, 10)]).await.unwrap();
    lake.flush().await.unwrap();
    assert_eq!(lake.waiting_rows(), 0);
    drop(under_way);
    assert_eq!(f.paths(&lake), ["/1", "/2"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_rows_of_many_files_become_one_in_order_and_none_is_lost() {
    let mut f = fixture();
    f.options.part_files_max = 5;
    let lake = f.open().await;
    let mut id = 0;
    for _ in 0..5 {
        let some = (0..4_000).map(|_| {
            id += 1;
            // Many visitors in one bucket, in no order.
            f.append_late(id, (id as i64 * 7_919) % 1_009 + 1, (id as i64 * 31) % 5_000)
        });
        assert_eq!(lake.append(some.collect()).await.unwrap().stored, 4_000);
        assert_eq!(lake.view(&f.site).unwrap().tail.iter().map(RecordBatch::num_rows).sum::<usize>(), 4_000);
        lake.flush().await.unwrap();
        assert_eq!(lake.waiting_rows(), 0);
    }
    let before = f.paths(&lake);
    assert_eq!(before.len(), 20_000);
    assert_eq!(lake.compact().await.unwrap(), 1);
    assert_eq!(lake.view(&f.site).unwrap().files.len(), 1);
    assert_eq!(f.paths(&lake), before);
    let mut last = (i64::MIN, i64::MIN);
    for batch in f.batches(&lake) {
        let numbers = |name| crate::tail::numbers(&batch, name).unwrap().clone();
        let (visitors, times) = (numbers(columns::VISITOR), numbers(columns::AT));
        for row in 0..batch.num_rows() {
            let key = (visitors.value(row), times.value(row));
            assert!(last <= key, "{last:?} {key:?}");
            last = key;
        }
    }
    let of = lake.rows_of(&f.site, &[Surrogate(5), Surrogate(1_000_000)]).await.unwrap();
    assert_eq!(of.all, 20_000);
    assert!(of.theirs > 10 && of.theirs < 60, "{of:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erasure_writes_only_the_files_anew_that_they_are_in() {
    let mut f = fixture();
    f.options.part_files_max = 100;
    let lake = f.open().await;
    for (id, visitor) in [(1, 10), (2, 11), (3, 12)] {
        lake.append(vec![f.append(id, visitor), f.append(id + 10, 13)]).await.unwrap();
        lake.flush().await.unwrap();
    }
    let before: Vec<_> = lake.view(&f.site).unwrap().files.iter().map(|file| file.path.clone()).collect();
    let bar = Bar { subject: Surrogate(11), purposes: PurposeSet(u32::MAX), lowest: GrantSeq(i64::MAX) };
    f.options.restrictions.add([bar]);
    assert!(lake.erase(&f.site, &[Surrogate(11)]).await.unwrap());
    let after: Vec<_> = lake.view(&f.site).unwrap().files.iter().map(|file| file.path.clone()).collect();
    assert_eq!(before.iter().filter(|path| after.contains(path)).count(), 2);
    assert_eq!(f.paths(&lake), ["/1", "/11", "/12", "/13", "/3"]);
    assert_eq!(lake.rows_of(&f.site, &[Surrogate(11)]).await.unwrap().theirs, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_tables_own_log_stays_short_and_a_damaged_checkpoint_is_done_without() {
    let mut f = fixture();
    f.options.part_files_max = 8;
    let lake = f.open().await;
    for id in 0..170 {
        lake.append(vec![f.append(id, 10)]).await.unwrap();
        lake.flush().await.unwrap();
        if id % 10 == 0 {
            lake.compact().await.unwrap();
        }
    }
    let log = f.found("events/site_shop/_delta_log", "");
    assert!(log.len() < 110, "{} files after 170 commits and more", log.len());
    let all = f.paths(&lake);
    assert_eq!(all.len(), 170);
    lake.close().await;
    drop(lake);
    let lake = f.open().await;
    assert_eq!(f.paths(&lake), all);
    assert_eq!(lake.condition(), []);
    lake.scrub(u64::MAX).await.unwrap();
    lake.close().await;
    drop(lake);
    let checkpoint = f.found("events/site_shop/_delta_log", ".checkpoint.parquet").pop().unwrap();
    let bytes = fs::read(&checkpoint).unwrap();
    fs::write(&checkpoint, &bytes[..bytes.len() / 2]).unwrap();
    let lake = f.open().await;
    assert_eq!(f.paths(&lake), all);
    assert_eq!(f.kinds(&lake), [FaultKind::CommitDamaged]);
    lake.append(vec![f.append(500, 10)]).await.unwrap();
    lake.flush().await.unwrap();
    let copied = f._dir.path().join("copy");
    assert!(crate::copy(&f.options.folder, &copied).await.unwrap() > 0, "a backup of it is whole");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn retention_is_counted_before_it_is_done() {
    let f = fixture();
    let lake = f.open().await;
    lake.append(vec![f.append(1, 10)]).await.unwrap();
    lake.append(vec![f.append(2, 11)]).await.unwrap();
    lake.flush().await.unwrap();
    let bar = Bar { subject: Surrogate(11), purposes: PurposeSet(1), lowest: GrantSeq(2) };
    f.options.restrictions.add([bar]);
    let rules = hjemmel_policy::Retention::of([&hjemmel_testkit::notice(&f.site, 1)]).at(f.clock.now());
    let would = lake.retain_count(&f.site, &rules).await.unwrap();
    assert_eq!((would.rows, would.rows_gone), (2, 0), "a withdrawal is nobody's mistake");
    let late = hjemmel_policy::Retention::of([&hjemmel_testkit::notice(&f.site, 1)]).at(f.clock.now().plus_days(2_000));
    let would = lake.retain_count(&f.site, &late).await.unwrap();
    assert_eq!((would.rows, would.rows_gone, would.files_rewritten), (2, 2, 0));
    assert_eq!(f.paths(&lake), ["/1", "/2"], "nothing is done");
    // Of whoever is paused nothing goes: not because of that, and not by its age while it stands.
    f.options.restrictions.pause([Surrogate(10)]);
    let would = lake.retain_count(&f.site, &late).await.unwrap();
    assert_eq!((would.rows, would.rows_gone), (2, 1));
    let done = lake.retain_site(&f.site, &rules).await.unwrap();
    assert_eq!((done.rows, done.rows_gone, done.files_rewritten), (2, 1, 1));
    assert_eq!(f.paths(&lake), ["/1"]);
    assert_eq!(lake.retain_site(&f.site, &late).await.unwrap().rows_gone, 0);
    f.options.restrictions.pause([]);
    assert_eq!(lake.retain_site(&f.site, &late).await.unwrap().rows_gone, 1, "it goes when the pause is over");
}
