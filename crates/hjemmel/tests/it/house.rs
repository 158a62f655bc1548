//! The house: which crate may use which, and what each owns alone. The same table stands in `ARCHITECTURE.md`.

use std::{collections::BTreeSet, process::Command};

/// Crates, what of ours each may use, and what of others it alone may name.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    ("model", &[], &[]),
    ("policy", &["model"], &[]),
    ("store", &["model", "policy"], &["sqlx", "chacha20poly1305", "ed25519-dalek"]),
    ("lake", &["model", "policy"], &["parquet", "deltalake-core", "object_store", "crc32c", "postcard"]),
    ("query", &["model", "policy", "lake"], &[]),
    ("collect", &["model", "policy"], &["maxminddb", "regex"]),
    ("words", &["model"], &["fluent-bundle"]),
    ("pages", &["model", "words"], &["minijinja"]),
    ("mail", &["model", "policy"], &["lettre"]),
    ("app", &["model", "policy", "store", "collect", "mail", "pages", "words"], &["argon2", "ciborium"]),
    ("http", &["app", "model", "policy", "pages", "collect", "store", "words"], &["tower-http", "utoipa-axum"]),
    (
        "hjemmel",
        &["app", "collect", "http", "lake", "mail", "model", "policy", "query", "store"],
        &["clap", "figment", "tracing-subscriber"],
    ),
    ("testkit", &["model", "policy", "words"], &[]),
];

/// What tests alone may name.
const OF_TESTS: &[&str] = &["insta"];

#[test]
fn the_crates_keep_to_their_table() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut seen = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let short = name.trim_start_matches("hjemmel-");
        let (_, may, _) =
            TABLE.iter().find(|(n, _, _)| *n == short).unwrap_or_else(|| panic!("{name} is not in the table"));
        seen.insert(short.to_owned());
        for dependency in package["dependencies"].as_array().unwrap() {
            let used = dependency["name"].as_str().unwrap();
            if dependency["kind"] == "dev" {
                continue;
            }
            assert!(!OF_TESTS.contains(&used), "{used} is for tests, and {name} is built with it");
            if let Some(ours) = used.strip_prefix("hjemmel-") {
                assert!(may.contains(&ours), "{name} may not use {used}");
            }
            for (owner, _, owned) in TABLE {
                let test_only = short == "testkit";
                assert!(
                    !owned.contains(&used) || *owner == short || test_only,
                    "{used} belongs to {owner}, not to {name}"
                );
            }
        }
    }
    assert_eq!(seen.len(), TABLE.len());
}

/// Features unify over what is built: were they others without the tests, the heavy crates would be built twice.
#[test]
fn what_is_built_to_run_and_what_is_built_to_be_tested_are_the_same_crates() {
    let tree = |edges: &str| -> BTreeSet<String> {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--workspace", "--offline", "--prefix", "none", "--format", "{p}|{f}", "--edges", edges])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        text.lines().map(|line| line.trim_end_matches(" (*)").to_owned()).filter(|line| !line.is_empty()).collect()
    };
    let (run, tested) = (tree("no-dev"), tree("all"));
    assert!(tested.iter().any(|line| line.starts_with("insta ")) && run.len() > 100);
    let only: Vec<_> = run.difference(&tested).collect();
    assert!(only.is_empty(), "with other features in tests: {only:#?}");
    assert!(!run.iter().any(|line| line.starts_with("insta ")), "the program is built without it");
}

#[test]
fn the_table_in_the_architecture_is_this_one() {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ARCHITECTURE.md")).unwrap();
    for (name, may, owned) in TABLE {
        let list = |words: &[&str]| if words.is_empty() { "–".to_owned() } else { words.join(", ") };
        let line = text
            .lines()
            .find(|l| l.starts_with(&format!("| `{name}` |")))
            .unwrap_or_else(|| panic!("`{name}` has no line"));
        assert!(line.ends_with(&format!("| {} | {} |", list(may), list(owned))), "`{name}`: {line}");
    }
}
