//! The house: which crate may use which, and what each owns alone. The same table stands in `ARCHITECTURE.md`.

use std::{collections::BTreeSet, process::Command};

/// Crates, what of ours each may use, and what of others it alone may name.
const TABLE: &[(&str, &[&str], &[&str])] = &[
    ("model", &[], &[]),
    ("policy", &["model"], &[]),
    ("store", &["model", "policy"], &["sqlx", "chacha20poly1305", "ed25519-dalek"]),
    ("lake", &["model", "policy"], &["parquet", "arrow", "deltalake-core", "object_store", "crc32c", "postcard"]),
    ("query", &["model", "policy", "lake"], &["datafusion"]),
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
