//! The table of the law says no more than what is there: its tests and files exist, what is not held says so, and whatever is
//! cited anywhere stands in it.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use hjemmel_policy::{RULES, RuleRow, RuleStatus, rule};

/// How many rules each part has, in the order of the table.
const PARTS: [(char, usize); 10] =
    [('T', 14), ('B', 28), ('P', 18), ('E', 23), ('K', 3), ('N', 3), ('R', 13), ('G', 9), ('X', 5), ('D', 5)];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text of a file of the repository, if it is there.
fn text(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// Whether a function of that name in a source is a test that runs.
fn is_test(source: &str, name: &str) -> bool {
    let lines: Vec<&str> = source.lines().map(str::trim_start).collect();
    let head = format!("fn {name}(");
    let heads = lines.iter().enumerate().filter(|(_, line)| line.contains(&head));
    heads.into_iter().any(|(at, _)| {
        let above = lines.iter().take(at).rev().take_while(|line| line.starts_with("#[") || line.starts_with("//"));
        let above: Vec<_> = above.collect();
        let marked = above.iter().any(|line| line.starts_with("#[test]") || line.starts_with("#[tokio::test"));
        marked && !above.iter().any(|line| line.starts_with("#[ignore"))
    })
}

/// Whether a test is there that nextest calls so: `hjemmel-policy decide::tests::…`, `hjemmel::it collect::…`.
fn rust_test_is_there(name: &str) -> bool {
    let Some((binary, path)) = name.split_once(' ') else { return false };
    let (package, target) = binary.split_once("::").unwrap_or((binary, ""));
    let folder = root().join("crates").join(package.strip_prefix("hjemmel-").unwrap_or(package));
    let (mut file, mut inside) = match target {
        "" => (folder.join("src/lib.rs"), folder.join("src")),
        target if folder.join(format!("tests/{target}.rs")).is_file() => {
            (folder.join(format!("tests/{target}.rs")), folder.join("tests"))
        }
        target => (folder.join("tests").join(target).join("main.rs"), folder.join("tests").join(target)),
    };
    let mut modules: Vec<&str> = path.split("::").collect();
    let function = modules.pop().unwrap_or_default();
    for module in modules {
        let Some(source) = text(&file) else { return false };
        if source.contains(&format!("mod {module};")) {
            file = inside.join(format!("{module}.rs"));
        } else if !source.contains(&format!("mod {module} {{")) {
            return false;
        }
        inside = inside.join(module);
    }
    text(&file).is_some_and(|source| is_test(&source, function))
}

/// Whether a test of that title stands in a file of tests in a browser: `e2e/tests/visitor.test.mjs: …`.
fn titled_test_is_there(name: &str) -> bool {
    let Some((file, title)) = name.split_once(": ") else { return false };
    let source = text(&root().join(file)).unwrap_or_default();
    ["\"", "`"].iter().any(|quote| source.contains(&format!("test({quote}{title}{quote}")))
}

fn test_is_there(name: &str) -> bool {
    if name.starts_with("hjemmel") { rust_test_is_there(name) } else { titled_test_is_there(name) }
}

/// What a row says that is not so.
fn faults(row: &RuleRow) -> Vec<String> {
    let mut wrong = Vec::new();
    let held = row.status != RuleStatus::NotYet;
    if row.status == RuleStatus::Enforced && row.tests.is_empty() {
        wrong.push("is called enforced and names no test".to_owned());
    }
    if row.status != RuleStatus::Enforced && row.note.trim().is_empty() {
        wrong.push("does not say what is missing".to_owned());
    }
    if held && row.files.is_empty() {
        wrong.push("does not say where".to_owned());
    }
    let names = !row.files.is_empty() || !row.tests.is_empty();
    if !held && names {
        wrong.push("is called not yet and names where".to_owned());
    }
    let gone = row.files.iter().filter(|file| !root().join(file).is_file());
    wrong.extend(gone.map(|file| format!("there is no file `{file}`")));
    let gone = row.tests.iter().filter(|test| !test_is_there(test));
    wrong.extend(gone.map(|test| format!("there is no test `{test}`")));
    wrong
}

#[test]
fn every_rule_stands_there_once_and_in_its_place() {
    let want = PARTS.iter().flat_map(|(part, count)| (1..=*count).map(move |n| format!("{part}-{n:02}")));
    let ids: Vec<String> = RULES.iter().map(|row| row.rule.id.to_owned()).collect();
    assert_eq!(ids, want.collect::<Vec<_>>());
    assert_eq!(ids.len(), 121);
    for row in RULES {
        let said = [row.rule.text, row.rule.source].iter().all(|text| text.trim() == *text && text.len() > 5);
        assert!(said && rule(row.rule.id) == Some(&row.rule), "{}", row.rule.id);
    }
    let texts: BTreeSet<_> = RULES.iter().map(|row| row.rule.text).collect();
    assert_eq!(texts.len(), RULES.len(), "two rules say the same");
}

#[test]
fn no_row_says_more_than_its_tests_and_files_hold() {
    let line = |row: &RuleRow| faults(row).into_iter().map(|f| format!("{} {f}", row.rule.id)).collect::<Vec<_>>();
    let wrong: Vec<String> = RULES.iter().flat_map(line).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_row_that_says_more_is_found() {
    let whole = *RULES.iter().find(|row| row.rule.id == "T-09").unwrap();
    assert_eq!(faults(&whole), Vec::<String>::new());
    let partly = RuleRow { status: RuleStatus::Partly, note: "x", ..whole };
    assert_eq!(faults(&partly), Vec::<String>::new());
    for (row, says) in [
        (RuleRow { tests: &[], ..whole }, "names no test"),
        (RuleRow { files: &[], ..whole }, "does not say where"),
        (RuleRow { files: &["crates/policy/src/nothing.rs"], ..whole }, "no file"),
        (RuleRow { note: " ", ..partly }, "what is missing"),
        (RuleRow { status: RuleStatus::NotYet, note: "x", ..whole }, "names where"),
    ] {
        let wrong = faults(&row);
        assert!(wrong.len() == 1 && wrong.iter().all(|f| f.contains(says)), "{says}: {wrong:?}");
    }
    for there in [
        "hjemmel-policy decide::tests::each_reason_has_its_case",
        "hjemmel-policy reach::tests::any_history_that_ends_in_a_no_permits_nothing",
        "hjemmel-policy::fuzz only_what_was_shown_counts_as_shown",
        "hjemmel::it import::stops::a_file_is_kept_for_a_week_and_readable_until_then",
        "hjemmel-store::it sums_add_up",
        "e2e/tests/visitor.test.mjs: escape stores nothing and the question stays open",
    ] {
        assert!(test_is_there(there), "{there}");
    }
    for none in [
        "hjemmel-policy decide::tests::each_reason_has_its_cases",
        "hjemmel-policy decide::tests::claims",
        "hjemmel-policy each_reason_has_its_case",
        "hjemmel-policy decide::nothing::each_reason_has_its_case",
        "hjemmel-nothing decide::tests::each_reason_has_its_case",
        "hjemmel::at collect::asked_obeyed_counted_and_seen",
        "hjemmel::it formats::fixture_write",
        "e2e/tests/visitor.test.mjs: escape stores nothing",
        "e2e/tests/nothing.test.mjs: escape stores nothing and the question stays open",
        "each_reason_has_its_case",
    ] {
        assert!(!test_is_there(none), "{none}");
    }
}

/// What looks like the id of a rule in a text.
fn cited(text: &str) -> impl Iterator<Item = &str> {
    let inside = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'-');
    let bytes = text.as_bytes();
    text.match_indices('-').filter_map(move |(at, _)| {
        let from = at.checked_sub(1)?;
        let id = text.get(from..at + 3)?;
        let part = id.chars().next().filter(|part| PARTS.iter().any(|(of, _)| of == part));
        let digits = bytes.get(at + 1..at + 3)?.iter().all(u8::is_ascii_digit);
        let alone = !inside(from.checked_sub(1).and_then(|i| bytes.get(i))) && !inside(bytes.get(at + 3));
        (part.is_some() && digits && alone).then_some(id)
    })
}

fn walk(path: &Path, visit: &mut impl FnMut(&Path)) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if ["target", "node_modules", "dist", "corpus", "fixtures"].contains(&name.as_str()) {
        return;
    }
    if path.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| walk(&entry.unwrap().path(), visit));
    } else {
        visit(path);
    }
}

#[test]
fn whatever_is_cited_stands_in_the_table() {
    let found: Vec<_> = cited("B-02, (P-11). T-011 xB-02 B-02x B-021 UTF-16 Z-01 `E-99`").collect();
    assert_eq!(found, ["B-02", "P-11", "E-99"]);
    let (mut seen, mut unknown) = (BTreeSet::new(), Vec::new());
    let mut look = |path: &Path| {
        let ending = path.extension().unwrap_or_default().to_string_lossy().into_owned();
        if !["rs", "toml", "ftl", "ts", "tsx", "mjs", "md", "sql", "snap", "html", "txt"].contains(&ending.as_str()) {
            return;
        }
        // This file and the table itself cite what they like.
        if path.ends_with("policy/tests/law.rs") || path.ends_with("policy/rules.toml") || path.ends_with("docs/law.md")
        {
            return;
        }
        for id in cited(&text(path).unwrap_or_default()) {
            seen.insert(id.to_owned());
            if rule(id).is_none() {
                unknown.push(format!("{}: {id}", path.display()));
            }
        }
    };
    let files = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];
    for of in ["crates", "words", "tag/src", "console/src", "e2e/tests", "docs", "scripts"].iter().chain(&files) {
        walk(&root().join(of), &mut look);
    }
    assert!(seen.len() > 50, "the search sees too little: {}", seen.len());
    assert!(unknown.is_empty(), "{unknown:#?}");
}
