//! The one recogniser of addresses and numbers: used on events, attributes, customer numbers, order lines, texts of
//! campaigns and files of people, so that what one place takes for an address every other place finds too.
//!
//! A text is read the way people and programs wrap it (percent-encoding, entities, invisible characters, wide letters)
//! by [`view`]; addresses are found by [`email`], numbers by [`number`].
//!
//! Invariant: every address that [`IdentifierKind::Email`](hjemmel_model::IdentifierKind) takes is found in a text that
//! holds it.
//!
//! A telephone number is known by `+`, by `00` and a Nordic country, or by a word before it; a personal number by a
//! separator and its date, by its check digits, or by a word before it. Ten digits alone are an order number, and so are six
//! and four behind a word for one. A Danish
//! number without `+45` and without such a word stays: eight digits are too many other things.

mod email;
mod number;
mod special;
mod view;

pub use special::{special_name, special_places, special_text};
use view::View;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A Danish, Swedish, Norwegian, Finnish or Icelandic personal number.
    PersonalNumber,
}

impl Kind {
    /// As counted and shown.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Email => "email",
            Kind::Phone => "phone",
            Kind::PersonalNumber => "personal_number",
        }
    }
}

/// Something found in a text: its place there, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// Every e-mail address in a text, in the form in which addresses are stored, each once, in order.
///
/// Where signs stand before an address that may belong to it (`m=eva@x.example`), the address without them comes first
/// and the longer one after it. Letters outside ASCII before the `@` are kept in lower case: such an address is found
/// and barred, although it cannot be written to.
pub fn emails(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    if may_hold_address(text) {
        let view = View::of(text);
        all.extend(email::find(&view).into_iter().flat_map(|found| found.addresses));
    }
    // What is an address as it stands is one whatever else it could be read as.
    all.extend(email::whole(text));
    let mut seen = std::collections::HashSet::new();
    all.retain(|address| seen.insert(address.clone()));
    all
}

/// Everything in a text that says who somebody is, in order and without overlaps. `field` is the name of the field the
/// text stands in, empty when it has none: a number in a field named `cpr` needs no other sign.
pub fn find(text: &str, field: &str) -> Vec<Found> {
    if !may_hold_anything(text) {
        return Vec::new();
    }
    let view = View::of(text);
    let mut found: Vec<Found> = Vec::new();
    let mut add = |kind, from: usize, to: usize| {
        let (from, to) = view.origin(from, to);
        if from < to && found.iter().all(|f| to <= f.from || f.to <= from) {
            found.push(Found { kind, from, to });
        }
    };
    email::find(&view).into_iter().for_each(|f| add(Kind::Email, f.from, f.to));
    if view.text.bytes().any(|b| b.is_ascii_digit()) {
        number::personal_named(&view.text, field).into_iter().for_each(|(a, b)| add(Kind::PersonalNumber, a, b));
        number::phones(&view.text, field).into_iter().for_each(|(a, b)| add(Kind::Phone, a, b));
        number::personal(&view.text, field).into_iter().for_each(|(a, b)| add(Kind::PersonalNumber, a, b));
    }
    found.sort_by_key(|f| f.from);
    found
}

/// Whether a text is, or holds, a national number of a person. Alone, without any sign of what they are, ten digits are one
/// when date and check digit say so, or the first of January, for which Danish ones are given out without.
pub fn national_number(text: &str) -> bool {
    let view = View::of(text);
    number::bare(&view.text) || find(text, "").iter().any(|found| found.kind == Kind::PersonalNumber)
}

/// Whether the name of a field says that it holds one.
pub fn national_name(name: &str) -> bool {
    number::says_personal(name)
}

/// An at sign may come as itself, percent-encoded, as an entity or wide.
fn may_hold_address(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, b'@' | b'%' | b'&' | b'\\') || !b.is_ascii())
}

fn may_hold_anything(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit()) || may_hold_address(text)
}

#[cfg(test)]
mod tests;
