//! The lake as its users see it: stored once, seen at once, there after a restart, gone after a withdrawal.

use hjemmel_model::{AtMs, GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::Bar;
use hjemmel_testkit::{SetClock, rules};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::*;

use crate::row::columns;

mod compaction;
mod damage;
mod disk;
mod duplicates;
mod formats;
mod fuzz;
mod model;

const START: i64 = 1_795_000_000_000;

struct Fixture {
    options: LakeOptions,
    clock: Arc<SetClock>,
    site: SiteId,
    _dir: tempfile::TempDir,
}

fn fixture() -> Fixture {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(SetClock::at(AtMs(START)));
    let restrictions = Arc::new(Restrictions::new());
    restrictions.refreshed(AtMs(i64::MAX));
    let options = LakeOptions {
        folder: dir.path().to_owned(),
        waiting_rows_max: 1_000_000,
        part_files_max: 3,
        duplicate_bytes_max: 1 << 24,
        restrictions,
        clock: Arc::clone(&clock) as Arc<dyn Clock>,
        entropy: Arc::new(hjemmel_testkit::Seeded::default()),
    };
    Fixture { options, clock, site: SiteId::parse("site_shop").unwrap(), _dir: dir }
}

impl Fixture {
    async fn open(&self) -> Lake {
        Lake::open(self.options.clone()).await.unwrap()
    }

    /// An event of a visitor who allowed statistics in choice number 1.
    fn append(&self, id: u128, visitor: i64) -> Append {
        let permit = hjemmel_testkit::permit(&rules(&self.site), self.clock.now(), visitor, 1, 1);
        Append { event: self.event(id), permits: vec![permit] }
    }

    fn event(&self, id: u128) -> Event {
        event(id, self.clock.now().0)
    }

    /// One that happened `ago_ms` ago.
    fn append_late(&self, id: u128, visitor: i64, ago_ms: i64) -> Append {
        let mut append = self.append(id, visitor);
        append.event.at = append.event.at.plus_ms(-ago_ms);
        append
    }

    fn kinds(&self, lake: &Lake) -> Vec<FaultKind> {
        lake.condition().into_iter().map(|fault| fault.kind).collect()
    }

    /// Paths of files under a folder of the lake whose names end so.
    fn found(&self, folder: &str, ending: &str) -> Vec<PathBuf> {
        let folder = self.options.folder.join(folder);
        let all = if folder.exists() { walk(&folder) } else { Vec::new() };
        let mut found: Vec<_> = all.into_iter().filter(|p| p.to_string_lossy().ends_with(ending)).collect();
        found.sort();
        found
    }

    fn batches(&self, lake: &Lake) -> Vec<RecordBatch> {
        let view = lake.view(&self.site).unwrap();
        let mut batches = view.tail.clone();
        for file in view.files.iter() {
            let reader = ParquetRecordBatchReaderBuilder::try_new(fs::File::open(&file.path).unwrap()).unwrap();
            batches.extend(reader.build().unwrap().map(Result::unwrap));
        }
        batches
    }

    fn paths(&self, lake: &Lake) -> Vec<String> {
        let mut out = Vec::new();
        for batch in self.batches(lake) {
            let column = batch.column_by_name("path").unwrap();
            let column = column.as_any().downcast_ref::<arrow::array::StringArray>().unwrap();
            out.extend(column.iter().map(|p| p.unwrap().to_owned()));
        }
        out.sort();
        out
    }
}

pub(crate) fn event(id: u128, at_ms: i64) -> Event {
    hjemmel_testkit::event(&SiteId::parse("site_shop").unwrap(), id, AtMs(at_ms))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_counts_once_before_and_after_the_hand_over_and_after_a_restart() {
    let f = fixture();
    let lake = f.open().await;
    let first = lake.append(vec![f.append(1, 10), f.append(2, 20), f.append(1, 10)]).await.unwrap();
    assert_eq!((first.stored, first.duplicates), (2, 1));
    assert_eq!(f.paths(&lake), ["/1", "/2"]);
    lake.flush().await.unwrap();
    assert_eq!(lake.waiting_rows(), 0);
    assert_eq!(f.paths(&lake), ["/1", "/2"]);
    lake.append(vec![f.append(3, 10)]).await.unwrap();
    assert_eq!(f.paths(&lake), ["/1", "/2", "/3"]);
    lake.close().await;
    drop(lake);

    let lake = f.open().await;
    assert_eq!(f.paths(&lake), ["/1", "/2", "/3"]);
    let again = lake.append(vec![f.append(1, 10), f.append(3, 10), f.append(4, 10)]).await.unwrap();
    assert_eq!((again.stored, again.duplicates), (1, 2));
    lake.flush().await.unwrap();
    assert_eq!(f.paths(&lake), ["/1", "/2", "/3", "/4"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_between_commit_and_log_clean_up_does_not_count_twice() {
    let f = fixture();
    let lake = f.open().await;
    lake.append(vec![f.append(1, 10)]).await.unwrap();
    let wal: Vec<_> = fs::read_dir(f.options.folder.join("wal")).unwrap().map(|e| e.unwrap().path()).collect();
    let saved: Vec<_> = wal.iter().map(|p| (p.clone(), fs::read(p).unwrap())).collect();
    lake.flush().await.unwrap();
    lake.close().await;
    drop(lake);
    for (path, bytes) in saved {
        fs::write(path, bytes).unwrap();
    }
    let lake = f.open().await;
    assert_eq!(f.paths(&lake), ["/1"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn compaction_keeps_every_open_row_and_drops_what_a_withdrawal_closed() {
    let f = fixture();
    let lake = f.open().await;
    for id in 0..6 {
        lake.append(vec![f.append(id, if id < 3 { 10 } else { 11 })]).await.unwrap();
        lake.flush().await.unwrap();
    }
    let held = lake.view(&f.site).unwrap();
    assert_eq!(held.files.len(), 6);
    // The reader's list is older than the one that the compaction replaces.
    lake.append(vec![f.append(6, 11)]).await.unwrap();
    lake.flush().await.unwrap();
    f.options.restrictions.add([Bar { subject: Surrogate(10), purposes: PurposeSet(1), lowest: GrantSeq(2) }]);
    assert_eq!(lake.compact().await.unwrap(), 1);
    assert_eq!(f.paths(&lake), ["/3", "/4", "/5", "/6"]);
    assert!(held.files.iter().all(|file| file.path.exists()), "a reader holds the old files");
    drop(held);
    lake.compact().await.unwrap();
    let root = f.options.folder.join("events/site_shop");
    let left = walk(&root).into_iter().filter(|p| p.extension().is_some_and(|e| e == "parquet")).count();
    assert_eq!(left, 1, "nobody holds the old files");
    lake.close().await;
    drop(lake);
    assert_eq!(f.paths(&f.open().await), ["/3", "/4", "/5", "/6"]);
}

fn walk(root: &Path) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out.extend(walk(&path));
        } else {
            out.push(path);
        }
    }
    out
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sink_asks_the_restrictions_again() {
    let f = fixture();
    let lake = f.open().await;
    let permitted = f.append(1, 10);
    f.options.restrictions.add([Bar { subject: Surrogate(10), purposes: PurposeSet(1), lowest: GrantSeq(2) }]);
    let done = lake.append(vec![permitted]).await.unwrap();
    assert_eq!((done.stored, done.refused.len()), (0, 1));
    let stale = f.append(2, 20);
    f.clock.advance_ms(1_001);
    let done = lake.append(vec![stale]).await.unwrap();
    assert_eq!((done.stored, done.refused.len()), (0, 1));
    assert_eq!(f.paths(&lake), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_process_holds_the_lake() {
    let f = fixture();
    let lake = f.open().await;
    assert!(matches!(Lake::open(f.options.clone()).await, Err(LakeError::Locked)));
    lake.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_surrogate_stands_in_no_log_of_the_table() {
    let f = fixture();
    let lake = f.open().await;
    let visitor = 4_242_424_242_424_242;
    lake.append(vec![f.append(1, visitor)]).await.unwrap();
    lake.flush().await.unwrap();
    let log = f.options.folder.join("events/site_shop/_delta_log");
    let text: String = walk(&log).iter().map(|p| String::from_utf8_lossy(&fs::read(p).unwrap()).into_owned()).collect();
    assert!(text.contains("numRecords"), "the search sees the log");
    assert!(!text.contains(&visitor.to_string()));
}
