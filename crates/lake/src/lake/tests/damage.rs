//! A disk that changes or loses things: nothing is cut or swept without a copy, and what is missing is said.

use proptest::prelude::*;

use super::*;

fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at % bytes.len();
    bytes[at] ^= 1 << (at % 8);
    fs::write(path, bytes).unwrap();
}

/// Three files of one event each, in three commits.
async fn three(f: &Fixture) {
    let lake = f.open().await;
    for id in 1..4 {
        lake.append(vec![f.append(id, 10)]).await.unwrap();
        lake.flush().await.unwrap();
    }
    lake.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flipped_byte_in_the_log_costs_one_event_at_most_and_is_said_until_somebody_looked() {
    let f = fixture();
    let lake = f.open().await;
    for id in 0..50 {
        lake.append(vec![f.append(id, 10)]).await.unwrap();
    }
    assert_eq!(lake.condition(), []);
    lake.close().await;
    drop(lake);
    let segment = f.found("wal", ".wal").pop().unwrap();
    // In what the first record holds.
    flip(&segment, 40);
    let damaged = fs::read(&segment).unwrap();

    let lake = f.open().await;
    assert_eq!(f.paths(&lake).len(), 49);
    assert_eq!(f.kinds(&lake), [FaultKind::LogDamaged]);
    assert_eq!(fs::read(&f.found("damaged", ".wal")[0]).unwrap(), damaged, "a copy lies aside");
    assert_eq!(lake.append(vec![f.append(50, 10)]).await.unwrap().stored, 1);
    lake.flush().await.unwrap();
    lake.close().await;
    drop(lake);

    let lake = f.open().await;
    assert_eq!(f.paths(&lake).len(), 50);
    assert_eq!(f.kinds(&lake), [FaultKind::LogDamaged]);
    f.found("damaged", ".json").iter().for_each(|note| fs::remove_file(note).unwrap());
    lake.scrub(u64::MAX).await.unwrap();
    assert_eq!(lake.condition(), [], "somebody looked");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_commit_is_missed_and_its_file_is_set_aside() {
    for noted in [true, false] {
        let f = fixture();
        three(&f).await;
        fs::remove_file(f.found("events", "3.json").pop().unwrap()).unwrap();
        if !noted {
            fs::remove_file(f.options.folder.join("taken.json")).unwrap();
        }
        let lake = f.open().await;
        assert_eq!(f.paths(&lake), ["/1", "/2"]);
        let kinds = f.kinds(&lake);
        assert!(kinds.contains(if noted { &FaultKind::CommitMissing } else { &FaultKind::LogGap }), "{kinds:?}");
        assert_eq!(f.found("aside", ".parquet").len(), 1);
        lake.append(vec![f.append(4, 10)]).await.unwrap();
        lake.flush().await.unwrap();
        lake.close().await;
        drop(lake);
        let lake = f.open().await;
        assert_eq!(f.kinds(&lake), kinds, "it is said still");
        assert_eq!(f.paths(&lake), ["/1", "/2", "/4"]);
        assert_eq!(f.found("aside", ".parquet").len(), 1);
        for _ in 0..20 {
            lake.scrub(u64::MAX).await.unwrap();
        }
        assert_eq!(f.found("aside", ".parquet").len(), 1, "one day, however often");
        for _ in 0..crate::aside::DAYS_KEPT {
            f.clock.advance_ms(86_400_000);
            lake.scrub(u64::MAX).await.unwrap();
        }
        assert_eq!(f.found("aside", ".parquet").len(), 0, "long enough");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_that_no_longer_says_how_far_the_log_was_taken_up_closes_its_table() {
    let f = fixture();
    three(&f).await;
    let commits =
        f.found("events", ".json").into_iter().filter(|p| fs::read_to_string(p).is_ok_and(|t| t.contains("txn")));
    let newest = commits.max().unwrap();
    let text = fs::read_to_string(&newest).unwrap();
    let (before, after) = text.split_once("\"txn\"").unwrap();
    fs::write(&newest, format!("{before}\"txn\"{}", after.replacen("\"version\"", "\"wersion\"", 1))).unwrap();
    let lake = f.open().await;
    assert!(f.kinds(&lake).contains(&FaultKind::TableUnreadable), "{:?}", f.kinds(&lake));
    assert!(matches!(lake.view(&f.site), Err(LakeError::Damaged)));
    assert_eq!(f.found("events", ".parquet").len(), 3, "nothing is swept");
    lake.close().await;
    drop(lake);

    // The way out that the note names: the file as a backup has it.
    fs::write(&newest, &text).unwrap();
    let notes = f.found("damaged", ".json");
    assert!(notes.iter().any(|note| fs::read_to_string(note).unwrap().contains("from a backup")));
    notes.iter().for_each(|note| fs::remove_file(note).unwrap());
    let lake = f.open().await;
    assert_eq!((f.kinds(&lake), f.paths(&lake).len()), (Vec::new(), 3));
    lake.close().await;
    drop(lake);

    // And the other: without it and what came after it.
    fs::write(&newest, "{").unwrap();
    let lake = f.open().await;
    assert!(matches!(lake.view(&f.site), Err(LakeError::Damaged)));
    lake.close().await;
    drop(lake);
    fs::remove_file(&newest).unwrap();
    f.found("damaged", ".json").iter().for_each(|note| fs::remove_file(note).unwrap());
    let lake = f.open().await;
    assert_eq!(f.paths(&lake), ["/1", "/2"]);
    assert_eq!((f.kinds(&lake), f.found("aside", ".parquet").len()), (vec![FaultKind::CommitMissing], 1));
    assert_eq!(lake.append(vec![f.append(9, 10)]).await.unwrap().stored, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_that_cannot_be_opened_holds_up_no_other() {
    let f = fixture();
    three(&f).await;
    fs::remove_file(f.found("events", "2.json").pop().unwrap()).unwrap();
    let lake = f.open().await;
    assert_eq!(f.kinds(&lake), [FaultKind::TableUnreadable]);
    assert!(matches!(lake.view(&f.site), Err(LakeError::Damaged)));
    assert!(matches!(lake.append(vec![f.append(9, 10)]).await, Err(LakeError::Damaged)));
    assert_eq!(f.found("events", ".parquet").len(), 3, "nothing is swept");

    let other = SiteId::parse("site_other").unwrap();
    let permit = hjemmel_testkit::permit(&rules(&other), f.clock.now(), 10, 1, 1);
    let event = hjemmel_testkit::event(&other, 1, f.clock.now());
    assert_eq!(lake.append(vec![Append { event, permits: vec![permit] }]).await.unwrap().stored, 1);
    lake.flush().await.unwrap();
    assert_eq!(lake.view(&other).unwrap().files.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_of_another_than_was_written_is_found_a_share_at_a_time_and_left_out() {
    let f = fixture();
    three(&f).await;
    flip(&f.found("events", ".parquet")[1], 300);
    let lake = f.open().await;
    let (mut runs, mut damaged) = (0, 0);
    loop {
        let report = lake.scrub(1).await.unwrap();
        assert!(report.files <= 1);
        (runs, damaged) = (runs + 1, damaged + report.damaged);
        if report.complete {
            break;
        }
    }
    assert!(runs > 3 && damaged == 1, "{runs} {damaged}");
    assert_eq!(f.kinds(&lake), [FaultKind::FileDamaged]);
    assert_eq!(f.paths(&lake).len(), 2, "reports go on with the rest");
    assert!(!lake.erase(&f.site, &[Surrogate(10)]).await.unwrap(), "it cannot be shown that nothing is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_is_gone_is_said_at_the_start() {
    let f = fixture();
    three(&f).await;
    fs::remove_file(&f.found("events", ".parquet")[0]).unwrap();
    let lake = f.open().await;
    assert_eq!(f.kinds(&lake), [FaultKind::FileMissing]);
    assert_eq!(f.paths(&lake).len(), 2);
    lake.append(vec![f.append(9, 10)]).await.unwrap();
    lake.flush().await.unwrap();
    lake.compact().await.unwrap();
    assert_eq!(f.paths(&lake).len(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_log_that_is_gone_is_said() {
    let f = fixture();
    three(&f).await;
    fs::remove_dir_all(f.options.folder.join("wal")).unwrap();
    let lake = f.open().await;
    assert_eq!(f.kinds(&lake), [FaultKind::LogGap]);
    assert_eq!(f.paths(&lake), ["/1", "/2", "/3"]);
    assert_eq!(
        lake.append(vec![f.append(2, 10), f.append(4, 10)]).await.unwrap(),
        Appended { stored: 1, duplicates: 1, refused: Vec::new() }
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lake_of_before_sums_and_notes_is_taken_as_it_is() {
    let f = fixture();
    three(&f).await;
    fs::remove_file(f.options.folder.join("taken.json")).unwrap();
    fs::remove_dir_all(f.options.folder.join("sums")).unwrap();
    let lake = f.open().await;
    assert_eq!(lake.condition(), []);
    assert_eq!(f.paths(&lake), ["/1", "/2", "/3"]);
    assert_eq!(lake.append(vec![f.append(2, 10)]).await.unwrap().duplicates, 1);
    let report = lake.scrub(u64::MAX).await.unwrap();
    assert!(report.complete && report.damaged == 0 && report.files >= 7);
    lake.close().await;
    drop(lake);
    flip(&f.found("events", ".parquet")[1], 300);
    let lake = f.open().await;
    assert_eq!(lake.scrub(u64::MAX).await.unwrap().damaged, 1, "it was summed when it was gone through");
}

/// A bit in the name of a column is damage: it must not be taken for what a newer version wrote, which keeps the whole
/// server from starting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_column_that_damage_renamed_is_damage() {
    let f = fixture();
    three(&f).await;
    let first = f.found("events", "0.json").into_iter().find(|p| p.ends_with("00000000000000000000.json")).unwrap();
    let text = fs::read_to_string(&first).unwrap();
    fs::write(&first, text.replace("\"medium\\\"", "\"oedium\\\"")).unwrap();
    assert_ne!(fs::read_to_string(&first).unwrap(), text, "the schema names it");
    let lake = f.open().await;
    assert!(f.kinds(&lake).contains(&FaultKind::TableUnreadable), "{:?}", f.kinds(&lake));
    assert!(lake.view(&f.site).is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_an_erasure_takes_out_is_not_left_aside_either() {
    let f = fixture();
    let lake = f.open().await;
    for id in 1..4 {
        lake.append(vec![f.append(id, 10), f.append(id + 10, 11)]).await.unwrap();
        lake.flush().await.unwrap();
    }
    lake.append(vec![f.append(99, 4_242_424_242)]).await.unwrap();
    lake.close().await;
    drop(lake);
    fs::remove_file(f.found("events", "3.json").pop().unwrap()).unwrap();
    let segment = f.found("wal", ".wal").pop().unwrap();
    flip(&segment, fs::metadata(&segment).unwrap().len() as usize - 3);
    let lake = f.open().await;
    assert_eq!((f.found("aside", ".parquet").len(), f.found("damaged", ".wal").len()), (1, 1));
    for visitor in [10, 4_242_424_242] {
        f.options.restrictions.add([Bar {
            subject: Surrogate(visitor),
            purposes: PurposeSet(u32::MAX),
            lowest: GrantSeq(i64::MAX),
        }]);
    }
    assert!(lake.erase(&f.site, &[Surrogate(10), Surrogate(4_242_424_242)]).await.unwrap());
    assert_eq!(f.found("damaged", ".wal").len(), 0);
    let aside = &f.found("aside", ".parquet")[0];
    let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(aside).unwrap()).unwrap();
    let rows: usize = reader.build().unwrap().map(|b| b.unwrap().num_rows()).sum();
    assert_eq!(rows, 1, "the other visitor's stays");
    assert_eq!(f.found("", ".parquet").iter().filter(|p| p.to_string_lossy().contains("fresh")).count(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// A bit that flips in whatever file the lake keeps: it starts all the same, and what is missing is said.
    #[test]
    fn nothing_is_missing_in_silence(which in any::<prop::sample::Index>(), at in any::<prop::sample::Index>()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let done: Result<(), TestCaseError> = runtime.block_on(async {
            let f = fixture();
            let lake = f.open().await;
            for id in 1..4 {
                lake.append(vec![f.append(id, 10), f.append(id + 10, 11)]).await.unwrap();
                lake.flush().await.unwrap();
            }
            lake.compact().await.unwrap();
            lake.append(vec![f.append(20, 10)]).await.unwrap();
            lake.append(vec![f.append(21, 10)]).await.unwrap();
            let all = f.paths(&lake);
            lake.close().await;
            drop(lake);
            let files: Vec<_> = f.found("", "").into_iter().filter(|p| fs::metadata(p).unwrap().len() > 0).collect();
            let file = which.get(&files);
            flip(file, at.index(fs::metadata(file).unwrap().len() as usize));
            let lake = f.open().await;
            lake.scrub(u64::MAX).await.unwrap();
            let left = match lake.view(&f.site) {
                Ok(_) => f.paths(&lake),
                Err(_) => Vec::new(),
            };
            prop_assert!(left == all || !lake.condition().is_empty(), "{}: {left:?}", file.display());
            let more = f.append(30, 10);
            if lake.view(&f.site).is_ok() {
                prop_assert_eq!(lake.append(vec![more]).await.unwrap().stored, 1);
                lake.flush().await.unwrap();
                prop_assert_eq!(f.paths(&lake).len(), left.len() + 1);
            }
            Ok(())
        });
        done?;
    }
}
