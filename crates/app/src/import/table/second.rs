//! The second line of a head of two: under each question what is asked for, or one answer a column.

use hjemmel_model::Channel;

use super::{Before, Candidate};
use crate::import::{
    column::{columns, shape},
    noes::plain,
    read,
    sheet::reader,
};

/// What stands under a question that has no choices.
const RESPONSE: &[&str] = &[
    "response",
    "openendedresponse",
    "antwort",
    "offeneantwort",
    "svar",
    "fritekstsvar",
    "abentsvar",
    "oppetsvar",
    "fritextsvar",
    "vastaus",
    "avoinvastaus",
];

/// Take the line under the head for a part of it, where it is one: then the names of columns are both together.
pub(super) fn merge(best: &mut Candidate, head: &str, before: &Before<'_>) {
    let rest = head.get(best.byte..).unwrap_or_default();
    let mut lines = reader(rest, best.delimiter, false);
    let mut record = csv::StringRecord::new();
    if best.line == 0 || !lines.read_record(&mut record).is_ok_and(|more| more) || record.len() > best.names.len() {
        return;
    }
    let Some(names) = merged(&best.names, &record, before) else { return };
    best.byte = best.byte.saturating_add(usize::try_from(lines.position().byte()).unwrap_or(0));
    let remembered = (before.remembered)(&shape(&names));
    best.columns = columns(&names, before.channel, before.said, &remembered);
    best.names = names;
}

/// The names of both lines together, if the second is no row: it names nobody, and says something of every column without
/// a name.
fn merged(names: &[String], record: &csv::StringRecord, before: &Before<'_>) -> Option<Vec<String>> {
    let of_row = |cell: &str| {
        let number =
            before.channel == Channel::Sms && !read::found(before.channel.kind(), cell, before.plan).is_empty();
        cell.contains('@') || number || cell.bytes().all(|b| b.is_ascii_digit() || b == b' ')
    };
    let filled: Vec<(usize, &str)> =
        record.iter().map(str::trim).enumerate().filter(|(_, cell)| !cell.is_empty()).collect();
    let response = |cell: &str| RESPONSE.contains(&plain(cell).as_str());
    if filled.iter().any(|(_, cell)| of_row(cell)) || !filled.iter().any(|(_, cell)| response(cell)) {
        return None;
    }
    let (mut all, mut group) = (Vec::with_capacity(names.len()), "");
    for (at, name) in names.iter().enumerate() {
        let under = filled.iter().find(|(of, _)| *of == at).map_or("", |(_, cell)| cell);
        group = if name.trim().is_empty() { group } else { name.trim() };
        all.push(match under {
            "" => name.clone(),
            under if response(under) => group.to_owned(),
            under => format!("{group} {under}"),
        });
    }
    Some(all)
}
