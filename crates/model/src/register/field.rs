//! What a kind of the register says, field by field. Checks, forms, lists and exports are made from these declarations, so a
//! field is written down once.

use super::RegisterKind;

/// Terms of a closed list: what a field is filled in with.
#[derive(Debug, PartialEq, Eq)]
pub struct TermList {
    /// What the list is called.
    pub name: &'static str,
    /// What the words of its terms begin with.
    pub words: &'static str,
    /// Each as it is stored, with the closest term of the W3C Data Privacy Vocabulary; empty where there is none.
    pub terms: &'static [(&'static str, &'static str)],
}

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One line.
    Line,
    /// Some sentences.
    Text,
    /// A day that has been, as `2026-11-27`.
    DayPast,
    /// A day, as `2026-11-27`.
    Day,
    /// A moment that has been, in the organisation's zone, as `2026-11-27T14:30`.
    MomentPast,
    /// One term.
    One(&'static TermList),
    /// Any terms.
    Many(&'static TermList),
    /// Countries, as ISO 3166-1 alpha-2.
    Countries,
    /// Countries outside the EEA.
    CountriesOutside,
    /// Recipients, by their ids.
    Recipients,
    /// Records of another kind, by their ids.
    Entries(RegisterKind),
    /// Hosts.
    Hosts,
    /// Lines with fields of their own: a line, a moment or one country each.
    Rows(&'static [Field]),
    /// One country; in rows.
    Country,
}

/// One field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// As it is sent and stored.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether it must say something, where it is asked for.
    pub needed: bool,
    /// Another field and the terms in it that ask for this one; no terms where anything there does. Elsewhere it is empty.
    pub when: Option<(&'static str, &'static [&'static str])>,
    /// The part of the form it stands in.
    pub part: &'static str,
    /// Which letter of the law asks for it.
    pub letter: &'static str,
    /// Whether lists show it.
    pub listed: bool,
}

impl Field {
    /// A field that may be empty.
    pub const fn new(name: &'static str, shape: Shape) -> Field {
        Field { name, shape, needed: false, when: None, part: "", letter: "", listed: false }
    }

    /// It must say something.
    pub const fn needed(self) -> Field {
        Field { needed: true, ..self }
    }

    /// It is asked for only where another field says one of those.
    pub const fn when(self, field: &'static str, says: &'static [&'static str]) -> Field {
        Field { when: Some((field, says)), ..self }
    }

    /// It stands in that part of the form.
    pub const fn part(self, part: &'static str) -> Field {
        Field { part, ..self }
    }

    /// That letter of the law asks for it.
    pub const fn letter(self, letter: &'static str) -> Field {
        Field { letter, ..self }
    }

    /// Lists show it.
    pub const fn listed(self) -> Field {
        Field { listed: true, ..self }
    }
}
