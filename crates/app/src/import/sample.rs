//! A few values of each column, so that staff see what it holds; hidden as far as they may be about one person.

use std::collections::BTreeMap;

use super::{column::Taken, noes};

/// Values that are shown.
const SHOWN: usize = 3;
/// Values that are remembered.
const KEPT: usize = 12;
/// Bytes of a value that are looked at.
const LOOKED: usize = 400;
/// Characters of a value that are shown.
const CHARS: usize = 60;

/// What was seen in each column.
#[derive(Debug, Default)]
pub(super) struct Samples {
    columns: Vec<Seen>,
}

#[derive(Clone, Debug, Default)]
struct Seen {
    filled: i64,
    /// Values in the order they came.
    first: Vec<String>,
    /// How often each of them stood there.
    counts: BTreeMap<String, u32>,
}

impl Samples {
    pub(super) fn of(width: usize) -> Samples {
        Samples { columns: vec![Seen::default(); width] }
    }

    pub(super) fn row<'a>(&mut self, fields: impl Iterator<Item = &'a str>) {
        for (seen, field) in self.columns.iter_mut().zip(fields) {
            let field = field.trim();
            let field = field.get(..field.floor_char_boundary(LOOKED)).unwrap_or_default();
            if field.is_empty() {
                continue;
            }
            seen.filled += 1;
            if let Some(count) = seen.counts.get_mut(field) {
                *count = count.saturating_add(1);
            } else if seen.counts.len() < KEPT {
                seen.counts.insert(field.to_owned(), 1);
                seen.first.push(field.to_owned());
            }
        }
    }

    /// Rows in which something stands in that column.
    pub(super) fn filled(&self, at: usize) -> i64 {
        self.columns.get(at).map_or(0, |seen| seen.filled)
    }

    /// Its first values, those that sound like a no before others.
    pub(super) fn shown(&self, at: usize, taken: Taken) -> Vec<String> {
        let Some(seen) = self.columns.get(at) else { return Vec::new() };
        let mut values: Vec<&String> = seen.first.iter().collect();
        values.sort_by_key(|value| !noes::sounds_no(value));
        let clear = |value: &str| match taken {
            Taken::Address | Taken::Telephone | Taken::Number | Taken::Name => false,
            Taken::Status
            | Taken::OptIn
            | Taken::No
            | Taken::State
            | Taken::Language
            | Taken::Other
            | Taken::OtherNo => true,
            // A value that many have, or an answer, says nothing of one person.
            _ => seen.counts.get(value).is_some_and(|count| *count > 2) || answer(value),
        };
        values.into_iter().take(SHOWN).map(|value| if clear(value) { scrubbed(value) } else { hidden(value) }).collect()
    }
}

/// Whether it is a word that answers, or a day.
fn answer(value: &str) -> bool {
    let known = !matches!(noes::status(value), noes::Says::Unknown) || noes::answer_is_no(value);
    let day =
        value.len() <= 25 && value.chars().all(|c| c.is_ascii_digit() || "-:.TZ+ ".contains(c)) && value.contains('-');
    (known && !value.contains('@') && value.chars().count() <= 30)
        || (day && !value.starts_with('+') && value.get(4..5) == Some("-"))
}

fn scrubbed(value: &str) -> String {
    hidden_addresses(&hjemmel_collect::scrub_text(value)).chars().take(CHARS).collect()
}

fn hidden_addresses(value: &str) -> String {
    if value.contains('@') { hidden(value) } else { value.to_owned() }
}

/// Each word by its first letter, each figure as a nought.
fn hidden(value: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in value.chars().take(CHARS) {
        if c.is_alphabetic() {
            out.push(if inside { '·' } else { c });
            inside = true;
        } else {
            inside = false;
            out.push(if c.is_numeric() { '0' } else { c });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_show_what_a_column_holds_and_nobody() {
        let mut samples = Samples::of(3);
        for (email, status, note) in [
            ("eva@x.example", "subscribed", "Eva Holm, Gaden 2"),
            ("bo@x.example", "unsubscribed", "Withdrawn"),
            ("", "subscribed", "ja"),
        ] {
            samples.row([email, status, note].into_iter());
        }
        assert_eq!(samples.shown(0, Taken::Address), ["e··@x.e······", "b·@x.e······"]);
        assert_eq!(samples.shown(1, Taken::Status), ["unsubscribed", "subscribed"]);
        assert_eq!(samples.shown(2, Taken::Unknown), ["Withdrawn", "E·· H···, G···· 0", "ja"]);
        assert_eq!((samples.filled(0), samples.filled(2)), (2, 3));
    }
}
