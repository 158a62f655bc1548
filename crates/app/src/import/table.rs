//! A file as rows of fields: which line names the columns, how fields are parted, and where the rows begin.

mod beside;
mod rows;
mod second;
mod workbook;

use hjemmel_model::Channel;
use hjemmel_store::{Spooled, Spools};
use hjemmel_words::{key, message};

use super::{
    column::{Column, Mapping, Taken, Why, columns},
    noes::{Named, name_says_no, named, named_in},
    plan::Plan,
    sheet::{reader, unread},
    text::Text,
};
use crate::AppError;

pub(super) use rows::parted;
pub(super) use workbook::BESIDE;

/// A file that was handed in.
#[derive(Clone, Debug)]
pub struct ImportFile {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub body: Spooled,
}

/// Lines that may stand before the one that names the columns.
const HEAD_LINES: usize = 25;
/// How much of a file is looked at to find it, and to tell what a column without a name holds.
const HEAD_BYTES: usize = 64 << 10;
const BEGINNING_BYTES: usize = 256 << 10;
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
    /// Where the rows begin, and how many lines stand before them.
    byte: u64,
    lines: u64,
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
    /// Where what is unpacked lies.
    pub(super) spools: &'a Spools,
}

impl Before<'_> {
    /// Whether somebody vouches for all rows.
    fn vouched(&self) -> bool {
        self.plan.vouched.is_some()
    }
}

/// Hand on the tables in a file, one after another: one, each of an archive of them, or each sheet of a workbook.
pub(super) fn tables(
    file: &ImportFile,
    before: &Before<'_>,
    each: &mut dyn FnMut(Table) -> Result<(), AppError>,
) -> Result<(), AppError> {
    match workbook::kind(&file.body)? {
        workbook::Kind::Archive => {
            workbook::files(&file.body, before.spools, &mut |inner| match workbook::kind(&inner.body)? {
                workbook::Kind::Workbook => sheets(&inner, before, each),
                _ => each(alone(&inner, before)?),
            })
        }
        workbook::Kind::Workbook => sheets(file, before, each),
        workbook::Kind::Text => each(alone(file, before)?),
    }
}

fn alone(file: &ImportFile, before: &Before<'_>) -> Result<Table, AppError> {
    table(file.name.clone(), Text::of(&file.body)?, named(&file.name, before.vouched()), before)
}

/// Each sheet of a workbook that is a table, or that holds an address: a no may stand in any of them.
fn sheets(
    file: &ImportFile,
    before: &Before<'_>,
    each: &mut dyn FnMut(Table) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut sheets = workbook::sheets(&file.body, before.spools)?;
    if sheets.len() == 1
        && let Some(sheet) = sheets.pop()
    {
        return each(table(file.name.clone(), sheet.text, named(&file.name, before.vouched()), before)?);
    }
    let (mut any, mut failed) = (false, None);
    for workbook::SheetText { title, text, holds_address } in sheets {
        let said = named_in(named(&file.name, before.vouched()), &title, before.vouched());
        let holds = before.channel == Channel::Email && holds_address;
        match table(format!("{}: {title}", file.name), text, said, before) {
            Ok(table) => {
                any = true;
                each(table)?;
            }
            // What is no table and names nobody is a cover or a sum.
            Err(error) if holds => return Err(error),
            Err(error) => failed = Some(error),
        }
    }
    match failed {
        Some(error) if !any => Err(error),
        _ => Ok(()),
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
    let head = text.beginning(BEGINNING_BYTES)?;
    let (skip, given) = separator(&head);
    let given: &[u8] = given.as_slice();
    let delimiters = if given.is_empty() { PARTS.as_slice() } else { given };
    let mut best: Option<Candidate> = None;
    for delimiter in delimiters {
        for candidate in candidates(&head, skip, *delimiter, before) {
            if best.as_ref().is_none_or(|best| best.score < candidate.score) {
                best = Some(candidate);
            }
        }
    }
    let best = best.or_else(|| headless(&head, skip, delimiters, before));
    let mut best = best.ok_or_else(|| unread(key!("field_has_no_head")))?;
    if best.names.len() > COLUMNS_MAX {
        return Err(unread(key!("field_has_too_many_columns")));
    }
    if !best.score.0 {
        guess(&mut best, &head, before);
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
    second::merge(&mut best, &head, before);
    let start = best.start;
    if above(&mut best, head.get(skip..start).unwrap_or_default(), before) {
        said = Named::No;
    }
    firsts(&mut best.columns);
    // Where rows say for themselves what their people said, a name that is about both kinds says nothing.
    if said == Named::Mixed && best.columns.iter().any(|c| matches!(c.taken, Taken::Status | Taken::No | Taken::OptIn))
    {
        said = Named::Nothing;
    }
    let Candidate { delimiter, line, byte, names, columns, .. } = best;
    let lines = lines(head.get(..byte).unwrap_or_default());
    Ok(Table { name, text, delimiter, line, byte: byte as u64, lines, names, columns, named: said })
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
    (1..=TITLE_WORDS).contains(&words) && !text.contains(['@', ':']) && named(text, false) == Named::No
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

/// Lines that end in a text.
fn lines(text: &str) -> u64 {
    text.bytes().filter(|b| *b == b'\n').count() as u64
}

/// The line with which spreadsheets say how fields are parted: where it ends, and what it says.
fn separator(text: &str) -> (usize, Vec<u8>) {
    let blank = text.len() - text.trim_start_matches(['\n', ' ']).len();
    let rest = text.get(blank..).unwrap_or_default();
    let first = rest.split('\n').next().unwrap_or_default();
    let said = first.trim().trim_matches('"').to_ascii_lowercase();
    match said.strip_prefix("sep=").map(str::as_bytes) {
        // A tab at the end of a line is cut off with the spaces.
        Some(sign) if sign.len() <= 1 => (blank + first.len(), vec![sign.first().copied().unwrap_or(b'\t')]),
        _ => (0, Vec::new()),
    }
}

fn candidates(text: &str, skip: usize, delimiter: u8, before: &Before<'_>) -> Vec<Candidate> {
    let end = text.floor_char_boundary(skip.saturating_add(HEAD_BYTES));
    let some = text.get(skip..end).unwrap_or_default();
    let mut reader = reader(some, delimiter, false);
    let mut record = csv::StringRecord::new();
    let mut found = Vec::new();
    while found.len() < HEAD_LINES && reader.read_record(&mut record).is_ok_and(|more| more) {
        let (cells, _) = rows::parted(&record);
        let names: Vec<String> = cells.map(str::to_owned).collect();
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
        let place = |at: &csv::Position| skip.saturating_add(usize::try_from(at.byte()).unwrap_or(0));
        let start = record.position().map_or(skip, place);
        let blank = text.get(start..).map_or(0, |rest| rest.len() - rest.trim_start_matches('\n').len());
        let start = start + blank;
        let line = lines(text.get(..start).unwrap_or_default()) + 1;
        found.push(Candidate { delimiter, line, start, byte: place(reader.position()), names, columns, score });
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
