//! What the register is written in, in the reader's words: the terms of every list, and of every kind its parts and fields. Forms,
//! lists and pages of the console are made from it.

use std::collections::BTreeMap;

use hjemmel_model::{Field, Language, RegisterKind, Registered, Shape, TermList};
use hjemmel_words::word;
use serde::Serialize;

/// A term and what it is called.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Term {
    /// As it is sent.
    pub name: &'static str,
    /// As it is read.
    pub label: String,
}

/// All that the register is written in.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Terms {
    /// The terms of each list, by its name.
    pub lists: BTreeMap<&'static str, Vec<Term>>,
    /// The kinds of records, in the order in which they are shown.
    pub kinds: Vec<KindShown>,
}

/// A kind of record.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct KindShown {
    /// Which.
    pub kind: RegisterKind,
    /// What is said of it on pages, by what it is for: `one`, `many`, `lead`, `new`, `end` …
    pub words: BTreeMap<&'static str, String>,
    /// The parts of its form, in their order.
    pub parts: Vec<PartShown>,
}

/// A part of a form.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct PartShown {
    /// What it is called.
    pub label: String,
    /// Its fields, in their order.
    pub fields: Vec<FieldShown>,
}

/// A field.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct FieldShown {
    /// As it is sent.
    pub name: &'static str,
    /// As it is read.
    pub label: String,
    /// What helps whoever fills it in.
    pub hint: String,
    /// What is read where it says nothing; empty where it is left out then.
    pub nothing: String,
    /// What it holds: `line`, `text`, `day`, `day_past`, `moment_past`, `one`, `many`, `countries`, `countries_outside`, `country`, `recipients`,
    /// `entries`, `hosts` or `rows`.
    pub shape: &'static str,
    /// The list its terms are from, where it holds terms; the kind of the records it names, where it names records.
    pub of: &'static str,
    /// Whether it must say something, where it is asked for.
    pub needed: bool,
    /// What asks for it; without it, it is always asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<WhenShown>,
    /// Which letter of the law asks for it.
    pub letter: &'static str,
    /// Whether lists show it.
    pub listed: bool,
    /// The fields of each of its lines, where it holds lines.
    #[schema(no_recursion)]
    pub rows: Vec<FieldShown>,
}

/// What asks for a field.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct WhenShown {
    /// Another field.
    pub field: &'static str,
    /// Which of its terms; none where anything there asks for it.
    pub says: &'static [&'static str],
}

/// What is said of a kind on pages.
const WORDS: [&str; 14] = [
    "one",
    "many",
    "lead",
    "new",
    "change",
    "end",
    "ended",
    "law",
    "record",
    "none",
    "none_then",
    "none_fit",
    "start",
    "start_def",
];

/// What is said of a kind: `kind_activity_new`.
pub(super) fn of_kind<T: Registered>(what: &str, language: Language) -> String {
    said(&format!("kind_{}_{what}", T::KIND), language)
}

fn said(name: &str, language: Language) -> String {
    word(language, name).unwrap_or_default()
}

/// What a field is called: in its kind, or wherever it stands.
pub(super) fn label(kind: &str, field: &Field, language: Language) -> String {
    own(kind, field.name, language)
}

fn own(kind: &str, name: &str, language: Language) -> String {
    word(language, &format!("rf_{kind}_{name}")).unwrap_or_else(|| said(&format!("rf_{name}"), language))
}

/// What is read where a field says nothing; empty where it is left out then.
pub(super) fn or_nothing(kind: &str, field: &Field, language: Language) -> String {
    own(kind, &format!("{}_none", field.name), language)
}

fn list(list: &TermList, language: Language) -> Vec<Term> {
    let term =
        |(name, _): &(&'static str, &str)| Term { name, label: said(&format!("{}{name}", list.words), language) };
    list.terms.iter().map(term).collect()
}

fn field(kind: &str, f: &Field, language: Language) -> FieldShown {
    let (shape, of) = match f.shape {
        Shape::Line => ("line", ""),
        Shape::Text => ("text", ""),
        Shape::DayPast => ("day_past", ""),
        Shape::Day => ("day", ""),
        Shape::MomentPast => ("moment_past", ""),
        Shape::One(list) => ("one", list.name),
        Shape::Many(list) => ("many", list.name),
        Shape::Countries => ("countries", ""),
        Shape::CountriesOutside => ("countries_outside", ""),
        Shape::Country => ("country", ""),
        Shape::Recipients => ("recipients", ""),
        Shape::Entries(kind) => ("entries", kind.name()),
        Shape::Hosts => ("hosts", ""),
        Shape::Rows(_) => ("rows", ""),
    };
    FieldShown {
        name: f.name,
        label: label(kind, f, language),
        hint: own(kind, &format!("{}_def", f.name), language),
        nothing: or_nothing(kind, f, language),
        shape,
        of,
        needed: f.needed,
        when: f.when.map(|(field, says)| WhenShown { field, says }),
        letter: f.letter,
        listed: f.listed,
        rows: match f.shape {
            Shape::Rows(fields) => fields.iter().map(|f| field(kind, f, language)).collect(),
            _ => Vec::new(),
        },
    }
}

fn kind(kind: RegisterKind, language: Language) -> KindShown {
    let mut parts: Vec<(&str, PartShown)> = Vec::new();
    for f in kind.fields() {
        let shown = field(kind.stored(), f, language);
        match parts.iter_mut().find(|(name, _)| *name == f.part) {
            Some((_, part)) => part.fields.push(shown),
            None => {
                let part = PartShown { label: said(&format!("part_{}", f.part), language), fields: vec![shown] };
                parts.push((f.part, part));
            }
        }
    }
    let words = WORDS.map(|what| (what, said(&format!("kind_{}_{what}", kind.stored()), language)));
    KindShown { kind, words: words.into(), parts: parts.into_iter().map(|(_, part)| part).collect() }
}

/// All that the register is written in, in a language.
pub fn terms(language: Language) -> Terms {
    let lists = RegisterKind::ALL.iter().flat_map(|kind| kind.fields()).filter_map(|f| match f.shape {
        Shape::One(of) | Shape::Many(of) => Some((of.name, list(of, language))),
        _ => None,
    });
    Terms { lists: lists.collect(), kinds: RegisterKind::ALL.iter().map(|of| kind(*of, language)).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_and_every_field_has_words_in_every_language() {
        for language in Language::ALL {
            let t = terms(language);
            for term in t.lists.values().flatten() {
                assert!(!term.label.is_empty(), "{language:?}: {}", term.name);
            }
            for kind in &t.kinds {
                for (what, text) in &kind.words {
                    let law = *what == "law" && kind.parts.iter().flat_map(|p| &p.fields).all(|f| f.letter.is_empty());
                    // A kind without a set has nothing to begin with.
                    let law = law || (what.starts_with("start") && kind.kind == RegisterKind::Breaches);
                    assert!(law || !text.is_empty(), "{language:?}: {what} of {:?}", kind.kind);
                }
                for part in &kind.parts {
                    assert!(!part.label.is_empty(), "{language:?}: a part of {:?}", kind.kind);
                    for field in part.fields.iter().flat_map(|f| f.rows.iter().chain([f])) {
                        assert!(!field.label.is_empty(), "{language:?}: {} of {:?}", field.name, kind.kind);
                    }
                }
            }
        }
    }
}
