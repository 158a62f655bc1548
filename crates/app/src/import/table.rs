//! A file as rows of fields: which line names the columns, how fields are parted, and where the rows begin.

mod workbook;

use hjemmel_model::Channel;
use hjemmel_words::{key, message};

use super::{
    column::{Column, Mapping, Taken, Why, columns},
    noes::{Named, name_says_no, named},
    plan::Plan,
    sheet::{reader, torn, unread},
    text::{self, Text},
};
use crate::AppError;

/// A file that was handed in.
#[derive(Clone, Debug)]
pub struct ImportFile {
    /// Its name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Lines that may stand before the one that names the columns.
const HEAD_LINES: usize = 25;
/// How much of a file is looked at to find it.
const HEAD_BYTES: usize = 64 << 10;
/// Columns a file may have.
const COLUMNS_MAX: usize = 500;
/// Rows that are looked at to tell what an unnamed column holds.
const GUESS_ROWS: usize = 50;
/// Signs that part fields.
const PARTS: [u8; 4] = *b",;\t|";

/// A file whose columns are named.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) text: Text,
    pub(super) delimiter: u8,
    /// The line that names the columns, from 1; 0 where none does.
    pub(super) line: u64,
    /// Where the rows begin.
    byte: usize,
    /// What stands in that line.
    pub(super) names: Vec<String>,
    pub(super) columns: Vec<Column>,
    /// What its own name, or a line above it, says of all in it.
    pub(super) named: Named,
}

/// What is known of a file before it is read.
pub(super) struct Before<'a> {
    pub(super) channel: Channel,
    pub(super) said: &'a Mapping,
    /// What was said of a file with the same columns before, by their shape.
    pub(super) remembered: &'a dyn Fn(&str) -> Mapping,
    /// For reading numbers.
    pub(super) plan: &'a Plan,
}

/// The tables in a file: one, each of an archive of them, or each sheet of a workbook.
pub(super) fn tables(file: ImportFile, before: &Before<'_>) -> Result<Vec<Table>, AppError> {
    match workbook::kind(&file.bytes) {
        workbook::Kind::Archive => {
            let mut all = Vec::new();
            for inner in workbook::files(&file.bytes)? {
                match workbook::kind(&inner.bytes) {
                    workbook::Kind::Workbook => all.extend(sheets(&inner, before)?),
                    _ => all.push(alone(inner, before)?),
                }
            }
            Ok(all)
        }
        workbook::Kind::Workbook => sheets(&file, before),
        workbook::Kind::Text => Ok(vec![alone(file, before)?]),
    }
}

fn alone(file: ImportFile, before: &Before<'_>) -> Result<Table, AppError> {
    let said = named(&file.name);
    table(file.name, text::read(file.bytes)?, said, before)
}

/// Each sheet of a workbook that is a table, or that holds an address: a no may stand in any of them.
fn sheets(file: &ImportFile, before: &Before<'_>) -> Result<Vec<Table>, AppError> {
    let mut texts = workbook::texts(&file.bytes)?;
    if texts.len() == 1
        && let Some((_, text)) = texts.pop()
    {
        return Ok(vec![table(file.name.clone(), text, named(&file.name), before)?]);
    }
    let (mut all, mut failed) = (Vec::new(), None);
    for (title, text) in texts {
        let said = match (named(&file.name), named(&title)) {
            (Named::No, _) => Named::No,
            (_, of) => of,
        };
        let holds = before.channel == Channel::Email && text.text.contains('@');
        match table(format!("{}: {title}", file.name), text, said, before) {
            Ok(table) => all.push(table),
            // What is no table and names nobody is a cover or a sum.
            Err(error) if holds => return Err(error),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) if all.is_empty() => Err(error),
        _ => Ok(all),
    }
}

/// A line that may name the columns.
struct Candidate {
    delimiter: u8,
    line: u64,
    /// Where it begins, and where it ends.
    start: usize,
    byte: usize,
    names: Vec<String>,
    columns: Vec<Column>,
    score: (bool, usize, usize),
}

fn table(name: String, text: Text, mut said: Named, before: &Before<'_>) -> Result<Table, AppError> {
    let (skip, lines, given) = separator(&text.text);
    let given: &[u8] = given.as_slice();
    let delimiters = if given.is_empty() { PARTS.as_slice() } else { given };
    let mut best: Option<Candidate> = None;
    for delimiter in delimiters {
        for candidate in candidates(&text.text, skip, lines, *delimiter, before) {
            if best.as_ref().is_none_or(|best| best.score < candidate.score) {
                best = Some(candidate);
            }
        }
    }
    let best = best.or_else(|| headless(&text.text, skip, delimiters, before));
    let mut best = best.ok_or_else(|| unread(key!("field_has_no_head")))?;
    if best.names.len() > COLUMNS_MAX {
        return Err(unread(key!("field_has_too_many_columns")));
    }
    if !best.score.0 {
        guess(&mut best, &text.text, before);
    }
    let wanted = match before.channel {
        Channel::Email => Taken::Address,
        Channel::Sms => Taken::Telephone,
    };
    if best.columns.iter().all(|c| c.taken != wanted) {
        let (line, shown) = (best.line, head_shown(&best.names));
        return Err(AppError::Unread(match before.channel {
            Channel::Email => message!("field_has_no_address_column", line = line, shown = shown),
            Channel::Sms => message!("field_has_no_phone_column", line = line, shown = shown),
        }));
    }
    let start = best.start;
    if above(&mut best, text.text.get(skip..start).unwrap_or_default(), before) {
        said = Named::No;
    }
    firsts(&mut best.columns);
    // Where rows say for themselves what their people said, a name that is about both kinds says nothing.
    if said == Named::Mixed && best.columns.iter().any(|c| matches!(c.taken, Taken::Status | Taken::No | Taken::OptIn))
    {
        said = Named::Nothing;
    }
    let Candidate { delimiter, line, byte, names, columns, .. } = best;
    Ok(Table { name, text, delimiter, line, byte, names, columns, named: said })
}

/// A file whose first line is a row already: a list of addresses.
fn headless(text: &str, skip: usize, delimiters: &[u8], before: &Before<'_>) -> Option<Candidate> {
    let rest = text.get(skip..).unwrap_or_default();
    let width = |delimiter: u8| {
        let mut first = csv::StringRecord::new();
        reader(rest, delimiter, false).read_record(&mut first).ok().filter(|more| *more).map(|_| first.len())
    };
    let delimiter = *delimiters.iter().max_by_key(|delimiter| width(**delimiter))?;
    let names = vec![String::new(); width(delimiter)?];
    let columns = columns(&names, before.channel, before.said, &Mapping::new());
    Some(Candidate { delimiter, line: 0, start: skip, byte: skip, names, columns, score: (false, 0, 0) })
}

/// Words of a line above a table that may say something of all in it.
const TITLE_WORDS: usize = 6;

/// Whether a field is a title that says of all below it that they said no.
pub(super) fn title_says_no(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=TITLE_WORDS).contains(&words) && !text.contains(['@', ':']) && named(text) == Named::No
}

/// What stands above the line that names the columns: titles, and names of groups of columns, under which a column that is
/// called `E-mail` may hold who is not to be written to. Gives whether a title says that all below said no.
fn above(best: &mut Candidate, text: &str, before: &Before<'_>) -> bool {
    let mut says_no = false;
    let mut last = None;
    for record in reader(text, best.delimiter, false).into_records().take(HEAD_LINES).flatten() {
        let filled: Vec<usize> =
            record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty()).map(|(at, _)| at).collect();
        match filled.as_slice() {
            [] => continue,
            [0] => says_no |= title_says_no(record.get(0).unwrap_or_default().trim()),
            _ => last = Some(record),
        }
    }
    let Some(groups) = last else { return says_no };
    let (mut names, mut group) = (Vec::new(), "");
    for (at, name) in best.names.iter().enumerate() {
        group = groups.get(at).map(str::trim).filter(|cell| !cell.is_empty()).unwrap_or(group);
        let denied = at > 0 && name_says_no(group);
        names.push(if denied { format!("{group} {}", name.trim()).trim().to_owned() } else { name.clone() });
    }
    if names != best.names {
        let remembered = (before.remembered)(&super::column::shape(&best.names));
        best.columns = columns(&names, before.channel, before.said, &remembered);
    }
    says_no
}

/// The line with which spreadsheets say how fields are parted: how long it is, and what it says.
fn separator(text: &str) -> (usize, u64, Vec<u8>) {
    let blank = text.len() - text.trim_start_matches(['\r', '\n', ' ']).len();
    let rest = text.get(blank..).unwrap_or_default();
    let first = rest.split(['\r', '\n']).next().unwrap_or_default();
    let said = first.trim().trim_matches('"').to_ascii_lowercase();
    let lines = |text: &str| text.matches('\n').count().max(text.matches('\r').count());
    match said.strip_prefix("sep=").map(str::as_bytes) {
        Some(sign) if sign.len() <= 1 => {
            let end = blank + first.len();
            let skipped = text.get(..end).map_or(0, lines);
            // A tab at the end of a line is cut off with the spaces.
            let sign = sign.first().copied().unwrap_or(b'\t');
            (end, u64::try_from(skipped).unwrap_or(0), vec![sign])
        }
        _ => (0, 0, Vec::new()),
    }
}

fn candidates(text: &str, skip: usize, lines: u64, delimiter: u8, before: &Before<'_>) -> Vec<Candidate> {
    let end = text.floor_char_boundary(skip.saturating_add(HEAD_BYTES));
    let some = text.get(skip..end).unwrap_or_default();
    let mut reader = reader(some, delimiter, false);
    let mut record = csv::StringRecord::new();
    let mut found = Vec::new();
    while found.len() < HEAD_LINES && reader.read_record(&mut record).is_ok_and(|more| more) {
        let names: Vec<String> = record.iter().map(str::to_owned).collect();
        let filled = names.iter().filter(|name| !name.trim().is_empty()).count();
        // What holds an address or a number is a row.
        let number = |name: &String| {
            before.channel == Channel::Sms && !super::read::found(before.channel.kind(), name, before.plan).is_empty()
        };
        if filled == 0 || names.iter().any(|name| name.contains('@') || number(name)) {
            continue;
        }
        let remembered = (before.remembered)(&super::column::shape(&names));
        let columns = columns(&names, before.channel, before.said, &remembered);
        let known = columns.iter().filter(|c| !matches!(c.why, Why::Unknown | Why::SoundsNo)).count();
        let wanted = taken_of(before.channel);
        let score = (columns.iter().any(|c| c.taken == wanted), known, filled);
        let place = record.position().map_or(0, csv::Position::line);
        let blank = blank_lines(some, record.position().map_or(0, csv::Position::byte));
        let byte = skip.saturating_add(usize::try_from(reader.position().byte()).unwrap_or(0));
        let start = skip.saturating_add(record.position().map_or(0, |at| usize::try_from(at.byte()).unwrap_or(0)));
        found.push(Candidate { delimiter, line: lines + place + blank, start, byte, names, columns, score });
    }
    found
}

fn taken_of(channel: Channel) -> Taken {
    match channel {
        Channel::Email => Taken::Address,
        Channel::Sms => Taken::Telephone,
    }
}

/// Which column holds addresses, where none is called so: one in which hardly anything else stands.
fn guess(best: &mut Candidate, text: &str, before: &Before<'_>) {
    let kind = before.channel.kind();
    let mut counts = vec![(0usize, 0usize); best.columns.len()];
    let rest = text.get(best.byte..).unwrap_or_default();
    for record in reader(rest, best.delimiter, false).into_records().take(GUESS_ROWS).flatten() {
        for ((filled, hold), field) in counts.iter_mut().zip(&record) {
            if !field.trim().is_empty() {
                *filled += 1;
                *hold += usize::from(!super::read::found(kind, field, before.plan).is_empty());
            }
        }
    }
    let likely = |(filled, hold): &(usize, usize)| *filled > 0 && hold * 10 >= filled * 8;
    for (column, counts) in best.columns.iter_mut().zip(&counts) {
        if column.why == Why::Unknown && likely(counts) {
            (column.taken, column.why) = (taken_of(before.channel), Why::Content);
            break;
        }
    }
}

/// Of most kinds the first column counts, and another of the same name is something that is known about them; of those that
/// can say no each, and of addresses and telephones, because people have several.
fn firsts(columns: &mut [Column]) {
    let mut seen = Vec::new();
    for column in columns {
        let once = matches!(column.taken, Taken::Place | Taken::Words | Taken::Language | Taken::Number);
        if once && column.why == Why::Name {
            if seen.contains(&column.taken) {
                column.taken = Taken::Attribute;
            }
            seen.push(column.taken);
        }
    }
}

/// Names of columns as an error may show them.
fn head_shown(names: &[String]) -> String {
    let names = names.iter().map(|name| hjemmel_collect::scrub_text(&super::column::shown(name)));
    let names: Vec<String> = names
        .filter(|n| !n.is_empty())
        .take(8)
        .map(|n| format!("`{}`", n.chars().take(30).collect::<String>()))
        .collect();
    names.join(", ")
}

/// Lines that end right where a row begins: empty ones, and the other half of a line end as Windows writes it.
fn blank_lines(text: &str, byte: u64) -> u64 {
    let rest = usize::try_from(byte).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let blank: Vec<u8> = rest.bytes().take_while(|b| matches!(b, b'\r' | b'\n')).collect();
    let count = |sign| blank.iter().filter(|b| **b == sign).count();
    u64::try_from(if count(b'\n') > 0 { count(b'\n') } else { 0 }).unwrap_or(0)
}

impl Table {
    /// Hand on each row with its line: not those that name the columns again. A quote that is never closed would swallow
    /// other people's rows.
    pub(super) fn each(
        &self,
        mut row: impl FnMut(u64, &csv::StringRecord) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let rest = self.text.text.get(self.byte..).unwrap_or_default();
        let mut reader = reader(rest, self.delimiter, false);
        let mut record = csv::StringRecord::new();
        // The rows begin in the line after that of their names, which may have been long.
        let before = if self.line == 0 { 0 } else { self.line.saturating_sub(1) + self.lines_of_head() };
        while reader.read_record(&mut record).map_err(|_| unread(key!("field_cannot_be_read_as_csv")))? {
            if torn(&record) {
                return Err(unread(key!("field_has_an_open_quote")));
            }
            let again = record.iter().map(str::trim).eq(self.names.iter().map(|name| name.trim()));
            if again || record.iter().all(|field| field.trim_matches(['\0', '\u{1a}', ' ']).is_empty()) {
                continue;
            }
            let at = record.position().map_or(1, csv::Position::line);
            let blank = blank_lines(rest, record.position().map_or(0, csv::Position::byte));
            row(before + at + blank, &record)?;
        }
        Ok(())
    }

    fn lines_of_head(&self) -> u64 {
        let inner: usize = self.names.iter().map(|name| name.matches('\n').count()).sum();
        u64::try_from(inner).unwrap_or(0)
            + u64::from(!self.text.text.get(self.byte..).unwrap_or_default().starts_with('\n'))
    }
}
