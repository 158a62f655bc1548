//! Personal data where it does not belong: e-mail addresses, phone numbers and Nordic personal numbers are taken out of
//! every text field before it is stored, and counted (P-06, N-01, N-02); out of events and orders also words that say health,
//! belief and the like (P-08, P-18). What they look like is [`crate::recognise`]'s.

use std::borrow::Cow;

use crate::recognise;

/// What stands in place of what was taken out.
const REMOVED: &str = "[removed]";
/// What was beside something taken out may be recognised only then: a second look finds it.
const LOOKS: usize = 3;

/// The text without personal data.
pub fn scrub_text(text: &str) -> String {
    scrub(text, |_| {}).into_owned()
}

/// The text without personal data; each find is reported by kind.
pub fn scrub<'a>(text: &'a str, found: impl FnMut(&'static str)) -> Cow<'a, str> {
    scrub_field("", text, found)
}

/// The text of a field without personal data: its name may say what its numbers are.
pub fn scrub_field<'a>(field: &str, text: &'a str, mut found: impl FnMut(&'static str)) -> Cow<'a, str> {
    let mut out = Cow::Borrowed(text);
    for _ in 0..LOOKS {
        let finds = recognise::find(&out, field);
        if finds.is_empty() {
            break;
        }
        let places = finds.iter().inspect(|one| found(one.kind.name())).map(|one| (one.from, one.to));
        out = Cow::Owned(cut(&out, places).into_owned());
    }
    out
}

/// The text without national numbers: of a letter that somebody wrote, everything else stays.
pub fn scrub_national(text: &str) -> Cow<'_, str> {
    let finds = recognise::find(text, "");
    cut(text, finds.iter().filter(|f| f.kind == recognise::Kind::PersonalNumber).map(|f| (f.from, f.to)))
}

/// The text with these places taken out, which are in order.
fn cut(text: &str, places: impl Iterator<Item = (usize, usize)>) -> Cow<'_, str> {
    let (mut cleaned, mut copied) = (String::new(), 0);
    for (from, to) in places {
        cleaned.push_str(text.get(copied..from).unwrap_or_default());
        cleaned.push_str(REMOVED);
        copied = to;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    cleaned.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(cleaned)
}

/// The text without words of special categories; how many places were taken out is told.
pub fn scrub_special(text: &str) -> (Cow<'_, str>, usize) {
    let places = recognise::special_places(text);
    let many = places.len();
    (cut(text, places.into_iter()), many)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_find_is_reported_and_the_rest_is_not_copied() {
        let mut found = Vec::new();
        let out = scrub("eva@x.example, +45 12 34 56 78, 311299-1234", |kind| found.push(kind));
        assert_eq!(out, "[removed], [removed], [removed]");
        assert_eq!(found, ["email", "phone", "personal_number"]);
        assert!(matches!(scrub("Roser 20 stk.", |_| {}), Cow::Borrowed(_)));
        assert_eq!(scrub_field("cpr", "3112991234", |_| {}), "[removed]");
    }
}
