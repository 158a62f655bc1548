//! What was stored in every format there ever was is read as what it said then. The fixtures in `tests/fixtures` are kept
//! for ever: a folder a format, made by the program of then, with what it must read as beside it.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, BinaryArray, Int32Array, Int64Array, StringArray},
    datatypes::DataType,
};
use hjemmel_model::DeviceClass;

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
    let to = fixtures().join("format-1");
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
