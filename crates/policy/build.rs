//! The law as a table becomes code: `rules.toml` is read when the program is built, and nothing of it while it runs.

use std::{env, error::Error, fmt::Write as _, fs, path::PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    rule: Vec<Row>,
}

/// A row as `rules.toml` says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    text: String,
    source: String,
    certainty: Certainty,
    kind: Kind,
    status: Status,
    #[serde(rename = "where")]
    files: Vec<String>,
    tests: Vec<String>,
    note: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Certainty {
    Settled,
    Unsettled,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Must,
    Should,
    Design,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Enforced,
    Partly,
    NotYet,
}

#[expect(clippy::disallowed_methods, reason = "Cargo tells a build where it is by the environment")]
fn main() -> Result<(), Box<dyn Error>> {
    for input in ["rules.toml", "build.rs"] {
        println!("cargo::rerun-if-changed={input}");
    }
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let table: Table = toml::from_str(&fs::read_to_string(here.join("rules.toml"))?)?;
    let mut code = String::from("&[\n");
    for row in table.rule {
        let Row { id, text, source, certainty, kind, status, files, tests, note } = row;
        let rule =
            format!("Rule {{ id: {id:?}, text: {text:?}, source: {source:?}, certainty: Certainty::{certainty:?} }}");
        let rest = format!("kind: RuleKind::{kind:?}, status: RuleStatus::{status:?}, note: {note:?}");
        writeln!(code, "    RuleRow {{ rule: {rule}, files: &{files:?}, tests: &{tests:?}, {rest} }},")?;
    }
    code.push_str("]\n");
    fs::write(out.join("rules.rs"), code)?;
    Ok(())
}
