//! The law as a table, printed: for a terminal, as data, and as the page of `docs` in which a change of what the program
//! holds is a change that somebody reads.

use std::fmt::Write as _;

use hjemmel_policy::{RULES, RuleRow, RuleStatus};
use serde_json::json;

/// What to print only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Only {
    /// Held, with tests that fail when it is taken out.
    Enforced,
    /// Held for some of the cases.
    Partly,
    /// Not held.
    #[value(alias = "not_yet")]
    NotYet,
}

impl Only {
    fn is(self, status: RuleStatus) -> bool {
        match self {
            Only::Enforced => status == RuleStatus::Enforced,
            Only::Partly => status == RuleStatus::Partly,
            Only::NotYet => status == RuleStatus::NotYet,
        }
    }
}

/// Letters of the parts that rules stand in, with what each is about.
const PARTS: [(char, &str); 10] = [
    ('T', "Reading from and writing to a device"),
    ('B', "Banner, and the quality of consent"),
    ('P', "Purposes, grounds, profiles"),
    ('E', "E-mail and other direct marketing"),
    ('K', "Children"),
    ('N', "National numbers"),
    ('R', "Rights of people"),
    ('G', "Accountability, security"),
    ('X', "Transfers"),
    ('D', "Online platforms"),
];
/// Characters of a rule's text in a line of a terminal.
const TEXT_CHARS: usize = 60;

fn rows(only: Option<Only>) -> impl Iterator<Item = &'static RuleRow> {
    RULES.iter().filter(move |row| only.is_none_or(|only| only.is(row.status)))
}

fn counts<'a>(rows: impl Iterator<Item = &'a RuleRow> + Clone) -> [usize; 3] {
    RuleStatus::ALL.map(|status| rows.clone().filter(|row| row.status == status).count())
}

/// For a terminal: id, status, rule, and where the program holds it, with the counts of the whole table at the end.
pub fn table(only: Option<Only>) -> String {
    let mut out = String::new();
    line(&mut out, ["ID", "STATUS", "RULE", "WHERE"]);
    for row in rows(only) {
        let text = lines(row.rule.text);
        for at in 0..text.len().max(row.files.len()).max(1) {
            let first = |said| if at == 0 { said } else { "" };
            let (text, file) =
                (text.get(at).map_or("", String::as_str), row.files.get(at).copied().unwrap_or_default());
            line(&mut out, [first(row.rule.id), first(row.status.name()), text, file]);
        }
    }
    let [enforced, partly, not_yet] = counts(RULES.iter());
    let shown = rows(only).count();
    let _ =
        writeln!(out, "\n{shown} of {} rules: {enforced} enforced, {partly} partly, {not_yet} not yet", RULES.len());
    out
}

fn line(out: &mut String, [id, status, text, file]: [&str; 4]) {
    let whole = format!("{id:<6}{status:<10}{text:<width$}  {file}", width = TEXT_CHARS);
    let _ = writeln!(out, "{}", whole.trim_end());
}

/// A text in lines of so many characters, broken between words.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut().filter(|last| last.chars().count() + 1 + word.chars().count() <= TEXT_CHARS) {
            Some(last) => {
                last.push(' ');
                last.push_str(word);
            }
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// As data.
pub fn json(only: Option<Only>) -> String {
    let rules = rows(only).map(|row| {
        json!({
            "id": row.rule.id,
            "status": row.status,
            "where": row.files,
            "tests": row.tests,
            "note": row.note,
            "text": row.rule.text,
            "source": row.rule.source,
            "certainty": row.rule.certainty,
            "kind": row.kind,
        })
    });
    let all = json!({ "rules": rules.collect::<Vec<_>>() });
    // A value that was just made always serialises; the fallback keeps the function total.
    serde_json::to_string_pretty(&all).unwrap_or_default() + "\n"
}

/// As the page `docs/law.md`.
pub fn markdown() -> String {
    let mut out = String::from(HEAD);
    out.push_str("\n| | part | enforced | partly | not yet | all |\n|---|---|--:|--:|--:|--:|\n");
    let of = |part: char| RULES.iter().filter(move |row| row.rule.id.starts_with(part));
    for (part, about) in PARTS {
        let [enforced, partly, not_yet] = counts(of(part));
        let _ = writeln!(out, "| {part} | {about} | {enforced} | {partly} | {not_yet} | {} |", of(part).count());
    }
    let [enforced, partly, not_yet] = counts(RULES.iter());
    let _ = writeln!(out, "| | **all** | **{enforced}** | **{partly}** | **{not_yet}** | **{}** |", RULES.len());
    for (part, about) in PARTS {
        let _ = writeln!(out, "\n## {about}");
        of(part).for_each(|row| section(&mut out, row));
    }
    out
}

const HEAD: &str = "# The law, and how far the program holds it

Made from `crates/policy/rules.toml` by `make law`. *Enforced*: the program does it or refuses, and the tests named here fail
when that is taken out. *Partly*: for some of the cases. *Not yet*: not at all, or only because something happens to be
absent. Engineering, not legal advice.
";

fn section(out: &mut String, row: &RuleRow) {
    let rule = row.rule;
    let _ = writeln!(out, "\n### {} · {}\n\n{}  ", rule.id, row.status.name(), rule.text);
    let _ = writeln!(out, "*{}; {}; {}.*", rule.source, row.kind.name(), rule.certainty.name());
    if !row.note.is_empty() {
        let _ = writeln!(out, "\n{}", row.note);
    }
    let list = row.files.iter().map(|file| format!("`{file}`")).collect::<Vec<_>>().join(", ");
    if !list.is_empty() {
        let _ = writeln!(out, "\nWhere: {list}");
    }
    if !row.tests.is_empty() {
        out.push('\n');
    }
    for test in row.tests {
        let _ = writeln!(out, "- `` {test} ``");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_of_the_law_is_the_table() {
        let page = include_str!("../../../docs/law.md");
        assert!(page == markdown(), "run `make law`, and read what changed");
    }

    #[test]
    fn every_row_is_printed_and_one_status_by_itself() {
        let data: serde_json::Value = serde_json::from_str(&json(None)).unwrap();
        let all = data["rules"].as_array().unwrap();
        assert_eq!(all.len(), RULES.len());
        for field in ["id", "status", "where", "tests", "note"] {
            assert!(all.iter().all(|row| !row[field].is_null()), "{field}");
        }
        let said: Vec<_> = ["enforced", "partly", "not yet"].into();
        assert!(all.iter().all(|row| said.contains(&row["status"].as_str().unwrap())));
        let whole = table(None);
        assert!(RULES.iter().all(|row| whole.contains(&format!("\n{}  {}", row.rule.id, row.status.name()))));
        assert!(whole.lines().all(|line| line.chars().count() <= 140), "{whole}");
        let [enforced, partly, not_yet] = counts(RULES.iter());
        assert_eq!(enforced + partly + not_yet, RULES.len());
        for (only, count) in [(Only::Enforced, enforced), (Only::Partly, partly), (Only::NotYet, not_yet)] {
            let data: serde_json::Value = serde_json::from_str(&json(Some(only))).unwrap();
            assert_eq!(data["rules"].as_array().unwrap().len(), count);
            assert!(table(Some(only)).ends_with(&format!(
                "\n{count} of 121 rules: {enforced} enforced, {partly} partly, {not_yet} not yet\n"
            )));
        }
    }
}
