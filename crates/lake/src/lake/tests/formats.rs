//! What was stored in every format there ever was is read as what it said then. The fixtures in `tests/fixtures` are kept
//! for ever: a folder a format, made by the program of then, with what it must read as beside it.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, BinaryArray, Int32Array, Int64Array, StringArray},
    datatypes::DataType,
};
use hjemmel_model::{DeviceClass, EVENT_FORMAT};

use super::*;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// Every row of a lake as a line: the columns that it has a value in, by name.
fn told(f: &Fixture, lake: &Lake) -> String {
    let mut lines = Vec::new();
    for batch in f.batches(lake) {
        for row in 0..batch.num_rows() {
            let mut cells = BTreeMap::new();
            for (field, column) in batch.schema().fields().iter().zip(batch.columns()) {
                let any = column.as_any();
                let cell: serde_json::Value = match field.data_type() {
                    _ if column.is_null(row) => continue,
                    DataType::Int64 => any.downcast_ref::<Int64Array>().unwrap().value(row).into(),
                    DataType::Int32 => any.downcast_ref::<Int32Array>().unwrap().value(row).into(),
                    DataType::Utf8 => any.downcast_ref::<StringArray>().unwrap().value(row).into(),
                    _ => format!("{:02x?}", any.downcast_ref::<BinaryArray>().unwrap().value(row)).into(),
                };
                cells.insert(field.name().clone(), cell);
            }
            lines.push(serde_json::to_string(&cells).unwrap() + "\n");
        }
    }
    lines.sort();
    lines.concat()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let to = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true => copy(&path, &to),
            false => drop(fs::copy(&path, &to).unwrap()),
        }
    }
}

/// What a site sends: page views and a sale, of two browsers in two months, with letters outside ASCII.
fn sent(f: &Fixture, id: u128, visitor: i64) -> Append {
    let mut append = f.append(id, visitor);
    let event = &mut append.event;
    event.title = "Smørrebrød & blomster 🌷".into();
    event.referrer = "www.search.example".into();
    event.source = "search".into();
    event.medium = "organic".into();
    event.campaign = "forår".into();
    event.content = "øverst".into();
    event.device = DeviceClass::Tv;
    event.props = r#"{"plan":"pro","seats":5,"trial":true}"#.into();
    if id.is_multiple_of(3) {
        event.name = "purchase".into();
        (event.value_minor, event.currency) = (34_900, "DKK".into());
    }
    if id.is_multiple_of(2) {
        event.at = event.at.plus_days(-40);
    }
    append
}

/// Writes a fixture of the format of today. Run once, when a format begins: `cargo test -- --ignored fixture_write`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "writes a fixture"]
async fn fixture_write() {
    let f = fixture();
    let lake = f.open().await;
    for some in [1..5u128, 5..7] {
        lake.append(some.map(|id| sent(&f, id, if id % 2 == 0 { 10 } else { 1 << 62 })).collect()).await.unwrap();
        lake.flush().await.unwrap();
    }
    lake.append(vec![sent(&f, 7, 10), sent(&f, 8, -3)]).await.unwrap();
    lake.append(vec![sent(&f, 9, 1 << 62)]).await.unwrap();
    let to = fixtures().join(format!("format-{EVENT_FORMAT}"));
    assert!(!to.exists(), "what was written is kept as it is");
    fs::create_dir_all(&to).unwrap();
    fs::write(to.join("told.jsonl"), told(&f, &lake)).unwrap();
    lake.close().await;
    drop(lake);
    copy(&f.options.folder, &to.join("lake"));
    fs::remove_file(to.join("lake/lock")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_format_reads_as_what_it_said() {
    let mut read = 0;
    for format in fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().path()) {
        let f = fixture();
        copy(&format.join("lake"), &f.options.folder);
        let said = fs::read_to_string(format.join("told.jsonl")).unwrap();
        let lake = f.open().await;
        assert_eq!(lake.condition(), []);
        assert_eq!(told(&f, &lake), said, "{} at a start", format.display());
        // What waited in its log goes into its table, and all of it into one file a part.
        lake.flush().await.unwrap();
        assert_eq!(told(&f, &lake), said, "{} taken up", format.display());
        lake.compact_whole(&f.site, 1).await.unwrap();
        assert_eq!(told(&f, &lake), said, "{} compacted", format.display());
        lake.close().await;
        drop(lake);
        let lake = f.open().await;
        assert_eq!((lake.condition(), told(&f, &lake)), (vec![], said), "{} after a restart", format.display());
        read += 1;
    }
    assert!(read > 0, "the fixtures are there");
}

/// The lake of the first format, to go on with.
fn first() -> Fixture {
    let f = fixture();
    copy(&fixtures().join("format-1/lake"), &f.options.folder);
    f
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_gains_the_columns_it_lacks_and_a_log_of_two_formats_is_read() {
    let f = first();
    let lake = f.open().await;
    let before = told(&f, &lake).lines().count();
    let root = f.options.folder.join("events/site_shop");
    let log: String = walk(&root.join("_delta_log")).iter().map(|p| fs::read_to_string(p).unwrap()).collect();
    assert!(log.contains(r#"\"name\":\"content\",\"type\":\"string\",\"nullable\":true"#), "the newest commit has it");
    // New rows behind the old ones, in the same log.
    let mut append = f.append(20, 10);
    (append.event.content, append.event.term) = ("header".into(), "roser".into());
    lake.append(vec![append, f.append(21, 11)]).await.unwrap();
    let with = |lake: &Lake| told(&f, lake).lines().filter(|l| l.contains(r#""content":"header""#)).count();
    assert_eq!((told(&f, &lake).lines().count(), with(&lake)), (before + 2, 1));
    lake.close().await;
    drop(lake);
    let lake = f.open().await;
    assert_eq!((told(&f, &lake).lines().count(), with(&lake)), (before + 2, 1), "read back from the log");
    lake.flush().await.unwrap();
    lake.compact_whole(&f.site, 1).await.unwrap();
    assert_eq!((told(&f, &lake).lines().count(), with(&lake)), (before + 2, 1), "beside rows without the column");
    let unsaid = told(&f, &lake).lines().filter(|l| !l.contains(r#""content""#)).count();
    assert_eq!(unsaid, before + 1, "what a row does not say has no value");
    assert_eq!(Table::open(&root).await.unwrap().grow().await.unwrap(), None, "there is nothing more to gain");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_with_a_column_of_a_newer_version_keeps_the_lake_shut_and_says_which() {
    for (name, kind) in
        [("tomorrow", deltalake_core::kernel::DataType::STRING), ("content", deltalake_core::kernel::DataType::LONG)]
    {
        let f = first();
        let root = f.options.folder.join("events/site_shop");
        let url = url::Url::from_directory_path(&root).unwrap();
        let table = deltalake_core::DeltaTableBuilder::from_url(url).unwrap().load().await.unwrap();
        let field = deltalake_core::kernel::StructField::nullable(name, kind);
        table.add_columns().with_fields([field]).await.unwrap();
        let refused = Lake::open(f.options.clone()).await.err().map(|e| e.to_string());
        assert!(refused.as_ref().is_some_and(|e| e.contains("site_shop") && e.contains(name)), "{refused:?}");
        let files = f.found("events", ".parquet").len();
        assert!(files > 0, "nothing of it was touched");
    }
}
