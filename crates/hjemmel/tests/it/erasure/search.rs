//! A search through every store that knows how each of them writes: rows of both databases, their files, the pages of
//! Parquet, the log of the lake, the keys.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use aho_corasick::AhoCorasick;
use arrow::array::{Array, Int64Array};
use hjemmel_model::PersonId;
use hjemmel_testkit::{OwnPostgres, reader};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::Deserialize;

use crate::world::World;

#[derive(Deserialize)]
struct Table {
    about: String,
    erase: String,
    export: bool,
    #[serde(default)]
    of_person: String,
    columns: BTreeMap<String, String>,
}

fn map() -> BTreeMap<String, Table> {
    toml::from_str(include_str!("../../../../store/data_map.toml")).unwrap()
}

/// Everything that every store holds at one moment.
pub struct Taken {
    /// Rows by table, each as its columns.
    rows: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Files by name, as they lie on the disk.
    files: BTreeMap<String, Vec<u8>>,
    /// Browsers in the pages of Parquet, with how many rows each has.
    pages: BTreeMap<i64, usize>,
    /// Browsers of the person who was linked first.
    numbers: BTreeMap<String, Vec<i64>>,
}

fn files(root: &Path, name: &str, wanted: &dyn Fn(&Path) -> bool, out: &mut BTreeMap<String, Vec<u8>>) {
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if wanted(&path) {
                let relative = path.strip_prefix(root).unwrap().display().to_string();
                out.insert(format!("{name}/{relative}"), fs::read(&path).unwrap());
            }
        }
    }
}

async fn query(world: &World, sql: String) -> Vec<Vec<String>> {
    // A test may leak what it asks.
    let sql: &'static str = sql.leak();
    let columns = sql.matches("coalesce(").count();
    let rows = world.running.app.store.db().read(sql, &[]).await.unwrap();
    rows.iter().map(|row| (0..columns).map(|at| row.text(at).unwrap()).collect()).collect()
}

/// Take everything.
pub async fn taken(world: &World, server: Option<&OwnPostgres>) -> Taken {
    let mut rows: BTreeMap<String, BTreeSet<Vec<String>>> = BTreeMap::new();
    for (name, table) in map() {
        let columns: Vec<_> = table.columns.keys().map(|c| format!("coalesce(cast({c} as text), '')")).collect();
        let found = query(world, format!("select {} from \"{name}\"", columns.join(", "))).await;
        rows.insert(name, found.into_iter().collect());
    }
    let mut kept = BTreeMap::new();
    if let Some(server) = server {
        // A row that is gone stays in PostgreSQL's files until it sweeps, and in its own log until that is written over:
        // the receipt says so. What is left after it swept must be clean.
        for sql in ["vacuum full", "checkpoint"] {
            world.running.app.store.db().read(sql, &[]).await.unwrap();
        }
        files(&server.data().join("base"), "postgres", &|_| true, &mut kept);
    }
    let folder = &world.config.data;
    files(folder, "data", &|p| !p.starts_with(folder.join("keys")), &mut kept);
    if let Some(url) = world.config.database_url().strip_prefix("sqlite:") {
        for suffix in ["", "-wal"] {
            kept.insert(format!("sqlite{suffix}"), fs::read(format!("{url}{suffix}")).unwrap_or_default());
        }
    }
    files(&world.config.keys_folder(), "keys", &|p| p.display().to_string().contains("persons.db"), &mut kept);
    let mut pages = BTreeMap::new();
    for (_, bytes) in kept.iter().filter(|(name, _)| name.ends_with(".parquet") && !name.contains("_delta_log")) {
        let reader = ParquetRecordBatchReaderBuilder::try_new(axum::body::Bytes::from(bytes.clone()));
        for batch in reader.unwrap().build().unwrap() {
            let batch = batch.unwrap();
            let column = batch.column_by_name("visitor").unwrap().as_any().downcast_ref::<Int64Array>().unwrap();
            for row in 0..column.len() {
                *pages.entry(column.value(row)).or_default() += 1;
            }
        }
    }
    let mut numbers = BTreeMap::new();
    for row in rows["person"].iter() {
        let person = &row[map()["person"].columns.keys().position(|c| c == "id").unwrap()];
        let links = world
            .running
            .app
            .store
            .links()
            .list(&reader(&world.tenant), &PersonId::parse(person).unwrap())
            .await
            .unwrap();
        numbers.insert(person.clone(), links.iter().map(|l| l.visitor.0).collect());
    }
    Taken { rows, files: kept, pages, numbers }
}

/// A copy that somebody takes home holds rows of every table that the data map gives to it, of none that it does not, and what
/// is sealed in clear words.
pub fn copied(zip: Vec<u8>, words: &[&str]) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(zip)).unwrap();
    let mut all = String::new();
    for at in 0..archive.len() {
        all.push_str(&std::io::read_to_string(archive.by_index(at).unwrap()).unwrap());
    }
    for word in words {
        assert!(all.contains(word), "`{word}` is not in the copy");
    }
    let records = std::io::read_to_string(archive.by_name("data/records.json").unwrap()).unwrap();
    let records: Vec<serde_json::Value> = serde_json::from_str(&records).unwrap();
    for (name, table) in map() {
        let parts = records.iter().filter(|part| part["table"] == name.as_str());
        let rows: usize = parts.map(|part| part["rows"].as_array().unwrap().len()).sum();
        let exported = table.export && !table.of_person.is_empty();
        assert_eq!(rows > 0, exported, "{name}: {rows} rows in the copy");
    }
}

/// The ways in which a text may lie on a disk.
fn written(text: &str) -> Vec<Vec<u8>> {
    let hex: String = text.bytes().map(|b| format!("{b:02x}")).collect();
    let mut ways = vec![text.as_bytes().to_vec(), hex.into_bytes()];
    // In Base64 a text looks different at each of three places; its middle does not depend on what stands around it.
    for shift in 0..3 {
        let mut padded = vec![b'x'; shift];
        padded.extend(text.as_bytes());
        let coded = base64(&padded);
        let (from, to) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
        ways.push(coded[from..to].to_vec());
    }
    // What is itself hexadecimal may lie as the bytes that it stands for.
    let digits = text.len().is_multiple_of(2) && text.bytes().all(|b| b.is_ascii_hexdigit());
    if digits && text.len() >= 16 {
        let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        ways.push((0..text.len()).step_by(2).map(byte).collect());
    }
    ways
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: Vec<u8> = bytes.iter().flat_map(|b| (0..8).rev().map(move |at| b >> at & 1)).collect();
    bits.chunks(6)
        .map(|six| DIGITS[six.iter().fold(0, |n, bit| n << 1 | usize::from(*bit)) << (6 - six.len())])
        .collect()
}

/// A number as the log of the lake writes it: seven bits a byte, the sign first.
fn varint(n: i64) -> Vec<u8> {
    let mut rest = n.cast_unsigned() << 1 ^ (n >> 63).cast_unsigned();
    let mut out = Vec::new();
    while rest > 0x7f {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
    out
}

/// Which needles lie in which files.
fn hits(files: &BTreeMap<String, Vec<u8>>, needles: &[(String, Vec<u8>)]) -> BTreeMap<String, BTreeSet<String>> {
    let finder = AhoCorasick::new(needles.iter().map(|(_, bytes)| bytes)).unwrap();
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    for (file, bytes) in files {
        for hit in finder.find_overlapping_iter(bytes) {
            let (what, _) = &needles[hit.pattern().as_usize()];
            found.entry(what.clone()).or_default().insert(file.clone());
        }
    }
    found
}

/// Before, the person was in every table that can hold one and in every file; after, nowhere.
pub fn compare(before: &Taken, after: &Taken, person: &str) {
    let map = map();
    let everywhere: BTreeSet<&String> = after.rows.values().flatten().flatten().collect();
    let mut needles: Vec<(String, Vec<u8>)> = Vec::new();
    let mut blind = Vec::new();
    for (name, table) in map.iter().filter(|(_, t)| matches!(t.about.as_str(), "person" | "visitor")) {
        let gone: Vec<_> = before.rows[name].difference(&after.rows[name]).collect();
        // What stays for a while by itself says so in the map; a proof of a visitor is made when they withdraw.
        let stays = table.erase == "keep" || name == "consent_proof";
        if gone.is_empty() && !stays {
            blind.push(name.clone());
        }
        for row in gone {
            for (cell, (column, kind)) in row.iter().zip(&table.columns) {
                let telling = matches!(kind.as_str(), "cipher" | "hash" | "secret") && cell.len() >= 16;
                if telling && !everywhere.contains(cell) {
                    needles.push((format!("{name}.{column} {cell}"), cell.clone().into_bytes()));
                }
            }
        }
    }
    assert!(blind.is_empty(), "nothing of theirs was in {blind:?}: the search is blind there");
    assert!(needles.len() > 20, "{}", needles.len());
    let sealed = needles.len();
    needles.push((format!("id {person}"), person.as_bytes().to_vec()));
    let seen_before = hits(&before.files, &needles);
    let unseen: Vec<_> = needles.iter().map(|(what, _)| what).filter(|what| !seen_before.contains_key(*what)).collect();
    assert!(unseen.is_empty(), "of {sealed}, not in any file: {unseen:?}");
    for store in ["keys/persons.db", if before.files.contains_key("sqlite") { "sqlite" } else { "postgres" }] {
        assert!(seen_before.values().flatten().any(|file| file.starts_with(store)), "{store} was not searched");
    }
    let left = hits(&after.files, &needles);
    assert!(left.is_empty(), "still there: {left:#?}");

    // Their browsers, in the pages of the tables and in the log of what is not in a table yet.
    let numbers = &before.numbers[person];
    assert!(!numbers.is_empty() && !after.numbers.contains_key(person));
    let lake = |files: &BTreeMap<String, Vec<u8>>| {
        let needles: Vec<_> = numbers
            .iter()
            .flat_map(|n| [n.to_le_bytes().to_vec(), n.to_be_bytes().to_vec(), varint(*n), n.to_string().into_bytes()])
            .map(|bytes| ("browser".to_owned(), bytes))
            .collect();
        let lake = files.iter().filter(|(name, _)| name.starts_with("data/lake"));
        hits(&lake.map(|(n, b)| (n.clone(), b.clone())).collect(), &needles)
    };
    assert!(numbers.iter().all(|n| before.pages.contains_key(n)), "in the pages");
    assert!(lake(&before.files)["browser"].iter().any(|file| file.contains("/wal/")), "in the log");
    assert!(numbers.iter().all(|n| !after.pages.contains_key(n)), "{:?}", after.pages);
    assert_eq!(lake(&after.files), BTreeMap::new());

    // In clear nobody ever stood anywhere, in whatever way it may be written.
    for text in [crate::profile::EVA, "Eva ringer igen", "Ring til Eva", "eva.holm"] {
        let ways: Vec<_> = written(text).into_iter().map(|bytes| (text.to_owned(), bytes)).collect();
        assert_eq!(hits(&before.files, &ways), BTreeMap::new());
    }
    let control: Vec<_> = written("Budtjenesten").into_iter().map(|bytes| ("Budtjenesten".to_owned(), bytes)).collect();
    assert!(!hits(&before.files, &control).is_empty(), "what is no secret is found");
}
