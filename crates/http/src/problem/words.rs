//! What problems say in Danish and Swedish. The table is English text, Danish, Swedish; `{}` stands for what changes.
//!
//! Invariant: what has no entry stays as it is, so that nobody is told nothing.

use std::sync::LazyLock;

use hjemmel_model::Language;

type Entry = (String, String, String);

static WORDS: LazyLock<Vec<Entry>> =
    // A table that cannot be read is an empty one; a test reads it.
    LazyLock::new(|| serde_json::from_str(include_str!("words.json")).unwrap_or_default());

fn of(entry: &Entry, language: Language) -> &str {
    match language {
        Language::Da => &entry.1,
        Language::Sv => &entry.2,
        Language::En => &entry.0,
    }
}

/// What stands in the places of a pattern, if the text is one of it.
fn places<'a>(pattern: &str, mut text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    text = text.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let parts: Vec<_> = parts.collect();
    for (n, part) in parts.iter().enumerate() {
        // The last part ends the text; the others are met as early as can be.
        let at = if n + 1 == parts.len() {
            text.strip_suffix(part).map(str::len)?
        } else {
            text.find(part).filter(|at| !part.is_empty() || *at > 0)?
        };
        let (place, rest) = text.split_at_checked(at)?;
        found.push(place);
        text = rest.get(part.len()..)?;
    }
    text.is_empty().then_some(found)
}

fn filled(pattern: &str, places: &[&str]) -> String {
    let mut parts = pattern.split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (part, place) in parts.zip(places) {
        out.push_str(place);
        out.push_str(part);
    }
    out
}

fn whole(text: &str, language: Language) -> Option<String> {
    if let Some(entry) = WORDS.iter().find(|e| e.0 == text) {
        return Some(of(entry, language).to_owned());
    }
    let pattern = WORDS.iter().filter(|e| e.0.contains("{}"));
    pattern.filter_map(|e| Some(filled(of(e, language), &places(&e.0, text)?))).next()
}

/// The text in that language; as it is where there is none.
pub fn words(text: &str, language: Language) -> String {
    if language == Language::En {
        return text.to_owned();
    }
    if let Some(said) = whole(text, language) {
        return said;
    }
    // A field in backticks, and what is wrong with it.
    let field = text.strip_prefix('`').and_then(|rest| rest.split_once("` "));
    match field.and_then(|(field, why)| Some((field, whole(why, language)?))) {
        Some((field, why)) => format!("`{field}` {why}"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::PROBLEMS;

    #[test]
    fn each_entry_says_the_same_things_in_every_language() {
        assert!(WORDS.len() > 150, "the table is read");
        let marks = |text: &str| {
            let mut marks: Vec<_> = text.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            marks.sort();
            (text.matches("{}").count(), marks)
        };
        for (en, da, sv) in WORDS.iter() {
            assert_eq!((marks(en), marks(en)), (marks(da), marks(sv)), "{en}");
            assert!(da.trim() == da && sv.trim() == sv && !da.is_empty() && !sv.is_empty(), "{en}");
        }
        for (code, _, title) in PROBLEMS {
            assert!(whole(title, Language::Da).is_some(), "{code}");
        }
    }

    #[test]
    fn what_changes_is_put_back_in_its_place() {
        let da = |text: &str| words(text, Language::Da);
        assert_eq!(da("try again in 15 minutes"), "prøv igen om 15 minutter");
        assert!(
            da("`name` needs 1 to 100 characters").starts_with("`name` skal "),
            "{}",
            da("`name` needs 1 to 100 characters")
        );
        assert_eq!(da("no entry for this"), "no entry for this");
        assert_eq!(words("try again in 15 minutes", Language::En), "try again in 15 minutes");
        assert_eq!(places("a {} b {}", "a x b y"), Some(vec!["x", "y"]));
        assert_eq!((places("a {}", "b"), places("a {} c", "a b")), (None, None));
    }
}
