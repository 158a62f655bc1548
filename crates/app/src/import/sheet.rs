//! Files of people as a whole and piece by piece: all of them are read once, to their end, before anything begins, kept in
//! parts as one text of our own writing, and read on from any row.
//!
//! Invariant: where a batch of rows ends follows from where it begins, so that what was stopped comes to the same end.

use hjemmel_model::{AtMs, Channel};
use hjemmel_store::{ImportAt, Spools};
use hjemmel_words::{Key, key};

use super::{
    ImportReport,
    column::{Column, Mapping, Taken, Why, columns, shape},
    noes::Named,
    parts::{Parts, Sink},
    plan::{Plan, SheetHead},
    read::{Doubt, Heard, Understood, understand},
    sample::Samples,
    table::{Before, ImportFile, Table, parted, tables, title_says_no},
};
use crate::AppError;

/// What is written down about how it is read, in bytes: it lies in the first part.
const HEAD_BYTES_MAX: usize = 192 << 10;
/// Rows that may be brought in at once.
const ROWS_MAX: usize = 10_000_000;
/// Files that may be brought in at once.
const FILES_MAX: usize = 50;
/// Rows brought in in one unit of work, and rows looked at for them.
const CHUNK: usize = 200;
const READ_MAX: i64 = 2_000;

pub(super) fn invalid(field: &'static str, why: Key) -> AppError {
    AppError::Invalid { field, why }
}

pub(super) fn unread(why: Key) -> AppError {
    AppError::Unread(why.into())
}

pub(super) fn reader(text: &str, delimiter: u8, head: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(head).from_reader(text.as_bytes())
}

/// Whether a field runs over lines that hold addresses.
pub(super) fn torn(record: &csv::StringRecord) -> bool {
    record.iter().any(|f| f.contains('\n') && f.contains('@'))
}

fn bytes(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

fn byte_of(reader: &csv::Reader<&[u8]>) -> i64 {
    i64::try_from(reader.position().byte()).unwrap_or(i64::MAX)
}

/// How rows are read, and where they begin.
pub(super) struct Head {
    pub(super) plan: Plan,
    byte: i64,
}

impl Head {
    /// Read it from the first part.
    pub(super) fn of(text: &str) -> Result<Head, AppError> {
        let damaged = || AppError::Damaged("import");
        let mut reader = reader(text, b',', false);
        let mut record = csv::StringRecord::new();
        if !reader.read_record(&mut record).map_err(|_| damaged())? {
            return Err(damaged());
        }
        let plan = serde_json::from_str(record.get(0).unwrap_or_default()).map_err(|_| damaged())?;
        Ok(Head { plan, byte: byte_of(&reader) })
    }

    /// Where the next row begins: after this, when none of the pass was read.
    pub(super) fn begin(&self, at: ImportAt) -> ImportAt {
        if at.rows > 0 { at } else { ImportAt { byte: self.byte, ..at } }
    }

    /// Read on in `text`, which begins with a row: rows that say no, or all others. Unless it is the `last` of the file, the
    /// row it ends in may be torn and is left.
    pub(super) fn batch(&self, text: &str, last: bool, nos: bool, now: AtMs) -> Batch {
        let mut batch = Batch::default();
        let mut reader = reader(text, b',', false);
        let mut record = csv::StringRecord::new();
        while batch.read < READ_MAX && batch.rows.len() < CHUNK {
            let more = reader.read_record(&mut record);
            let end = byte_of(&reader);
            if !last && end >= bytes(text) {
                break;
            }
            if matches!(more, Ok(false)) {
                batch.ended = true;
                break;
            }
            if more.is_ok() {
                self.row(&record, nos, now, &mut batch);
            }
            batch.read += 1;
            batch.byte = end;
        }
        batch
    }

    fn row(&self, record: &csv::StringRecord, nos: bool, now: AtMs, batch: &mut Batch) {
        let mut fields = record.iter();
        let mut number = || fields.next().and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let (sheet, line) = (number(), number());
        let cells: Vec<&str> = fields.collect();
        let Heard { rows, doubts } = understand(&self.plan, sheet, &cells, now);
        batch.rows.extend(rows.into_iter().filter(|row| row.says.is_no() == nos));
        batch.doubts.extend(doubts.into_iter().map(|doubt| (sheet, line, doubt)));
    }
}

/// Some rows of a file.
#[derive(Default)]
pub(super) struct Batch {
    /// Rows that were asked for.
    pub(super) rows: Vec<Understood>,
    /// Rows that could not be understood, with the file and the lines they begin in.
    pub(super) doubts: Vec<(usize, usize, Doubt)>,
    /// Rows that were looked at.
    pub(super) read: i64,
    /// Whether there are no more.
    pub(super) ended: bool,
    byte: i64,
}

impl Batch {
    /// Where the row after these begins, when they began at `at`, in `parts`.
    pub(super) fn after(&self, at: ImportAt, parts: &[String]) -> ImportAt {
        if self.ended {
            return ImportAt { pass: at.pass + 1, ..ImportAt::default() };
        }
        let mut to = ImportAt { rows: at.rows + self.read, byte: at.byte + self.byte, ..at };
        for part in parts {
            if to.byte < bytes(part) {
                break;
            }
            (to.byte, to.part) = (to.byte - bytes(part), to.part + 1);
        }
        to
    }
}

/// A column as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct ColumnSeen {
    /// What it is called in the file; its number, such as `#3`, where it has no name.
    pub name: String,
    /// What it was taken for.
    pub taken: Taken,
    /// Why.
    pub why: Why,
    /// At most three values in it, hidden as far as they may be about one person.
    pub samples: Vec<String>,
    /// Rows in which something stands in it.
    pub filled: i64,
    /// What it could be taken for instead.
    pub choices: Vec<Taken>,
}

/// One of the files as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
pub struct SheetSeen {
    /// Its name.
    pub name: String,
    /// How it is written: `utf-8`, `utf-16`, `windows-1252`, `xlsx`, or `unknown`: then its words prove nothing.
    pub encoding: String,
    /// The program that wrote it, such as `mailchimp`, if its columns say so.
    pub program: String,
    /// The line that names the columns, from 1.
    pub line: i64,
    /// Rows in it.
    pub rows: i64,
    /// Its columns.
    pub columns: Vec<ColumnSeen>,
    /// Whether it waits for somebody to say what a column holds: until then no row of it is used.
    pub waits: bool,
}

/// Files as read.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) report: ImportReport,
    pub(super) rows: usize,
    /// What was said of each, by the shape of its columns.
    pub(super) shapes: Vec<String>,
    /// How it is read, which lies in a part of its own before the rows.
    pub(super) head: String,
}

/// What is known before files are read.
pub(super) struct Asked<'a> {
    /// With no sheets yet.
    pub(super) plan: Plan,
    pub(super) said: &'a Mapping,
    pub(super) remembered: &'a dyn Fn(&str) -> Mapping,
    pub(super) spools: &'a Spools,
}

impl Sheet {
    /// Read files, whatever program wrote them, and hand on their rows in parts.
    pub(super) fn open(files: &[ImportFile], asked: Asked<'_>, sink: Sink<'_>) -> Result<Sheet, AppError> {
        let Asked { mut plan, said, remembered, spools } = asked;
        let before = Before { channel: plan.channel, said, remembered, plan: &plan.clone(), spools };
        let mut report = ImportReport { vouched: plan.vouched.clone(), ..ImportReport::default() };
        let mut out = Parts::new(sink);
        let (mut rows, mut shapes) = (0, Vec::new());
        for file in files {
            tables(file, &before, &mut |table| {
                if plan.sheets.len() >= FILES_MAX {
                    return Err(unread(key!("field_are_more_than_50")));
                }
                shapes.push(shape(&table.names));
                report.add(table, &mut plan, &mut out, &mut rows)
            })?;
        }
        if rows == 0 {
            return Err(unread(key!("field_has_no_rows")));
        }
        out.end()?;
        Ok(Sheet { report, rows, shapes, head: head(&plan)? })
    }
}

/// How it is read, as a row of its own.
fn head(plan: &Plan) -> Result<String, AppError> {
    let damaged = || AppError::Damaged("import");
    let plan = serde_json::to_string(plan).map_err(|_| damaged())?;
    if plan.len() > HEAD_BYTES_MAX {
        return Err(unread(key!("field_has_too_long_column_names")));
    }
    let mut head = csv::Writer::from_writer(Vec::new());
    head.write_record([plan]).map_err(|_| damaged())?;
    String::from_utf8(head.into_inner().map_err(|_| damaged())?).map_err(|_| damaged())
}

impl ImportReport {
    /// Read a table: write its rows down, and what its columns are.
    fn add(
        &mut self,
        mut table: Table,
        plan: &mut Plan,
        out: &mut Parts<'_>,
        rows: &mut usize,
    ) -> Result<(), AppError> {
        let first = plan.sheets.len();
        let width = table.columns.len();
        let mut samples = Samples::of(width);
        let before = *rows;
        let mut inner: Vec<Inner> = Vec::new();
        table.each(|line, record| {
            let (fields, beside) = parted(record);
            if let Some(begins) = Inner::of(fields.clone(), plan.channel) {
                inner.push(begins);
                return Ok(());
            }
            *rows += 1;
            if *rows > ROWS_MAX {
                return Err(unread(key!("field_has_too_many_rows")));
            }
            let (number, line) = ((first + inner.len()).to_string(), line.to_string());
            let named = inner.iter().rev().find_map(|inner| inner.columns.as_ref());
            if named.is_none() {
                samples.row(fields.clone());
            }
            let width = named.map_or(width, Vec::len);
            // Workbooks end rows with fewer cells than there are columns.
            let short = if table.text.encoding == "xlsx" { width.saturating_sub(fields.clone().count()) } else { 0 };
            let cells = trimmed(fields, width).chain(std::iter::repeat_n("", short)).chain(beside);
            let cells = cells.map(|cell| -> &str { cell });
            out.row([number.as_str(), line.as_str()].into_iter().chain(cells))
        })?;
        for (at, column) in table.columns.iter_mut().enumerate() {
            if column.why != Why::Said && samples.filled(at) == 0 && matches!(column.taken, Taken::Unknown) {
                (column.taken, column.why) = (Taken::Empty, Why::Empty);
            }
        }
        let words: Vec<String> = table.names.iter().map(|name| super::noes::plain(name)).collect();
        let program = super::column::vendor(&words);
        let waits = table.columns.iter().any(|c| c.taken == Taken::Unknown);
        self.name_columns(&table.columns);
        self.encoding = match self.encoding.as_str() {
            "" => table.text.encoding.to_owned(),
            _ if table.text.sure => self.encoding.clone(),
            _ => "unknown".to_owned(),
        };
        let columns = table.columns.iter().enumerate().map(|(at, column)| seen(column, &samples, at)).collect();
        self.sheets.push(SheetSeen {
            name: table.name.clone(),
            encoding: table.text.encoding.to_owned(),
            program: program.to_owned(),
            line: i64::try_from(table.line).unwrap_or(0),
            rows: i64::try_from(*rows - before).unwrap_or(0),
            columns,
            waits,
        });
        let (named_no, all_no) = (table.named != Named::Nothing, table.named == Named::No);
        let (name, columns, sure, dated) = (table.name, table.columns, table.text.sure, program == "mailchimp");
        plan.sheets.extend(heads(SheetHead { name, columns, sure, waits, named_no, all_no, dated }, inner));
        Ok(())
    }

    /// Remember what columns are called, by what they were taken for.
    fn name_columns(&mut self, columns: &[Column]) {
        for column in columns {
            let Some(word) = column.taken.word() else { continue };
            let shown: String = column.name.chars().take(60).collect();
            let known = self.columns.entry(word.to_owned()).or_default();
            if !known.split(", ").any(|name| name == shown) {
                *known = if known.is_empty() { shown } else { format!("{known}, {shown}") };
            }
        }
    }
}

/// The cells of a row: spreadsheets end rows with more signs than there are columns.
fn trimmed<'a>(fields: impl Iterator<Item = &'a str> + Clone, width: usize) -> impl Iterator<Item = &'a str> {
    let filled = fields.clone().enumerate().filter(|(_, field)| !field.trim().is_empty()).last();
    let filled = filled.map_or(0, |(at, _)| at + 1);
    fields.take(filled.max(width))
}

/// A table, and those that begin in its rows: each under what was said of the one before.
fn heads(mut head: SheetHead, inner: Vec<Inner>) -> Vec<SheetHead> {
    let mut all = vec![head.clone()];
    for Inner { columns, all_no } in inner {
        // What stands under no name there waits too.
        head.waits |= columns.iter().flatten().any(|c| c.taken == Taken::Unknown);
        head.columns = columns.unwrap_or(head.columns);
        (head.named_no, head.all_no) = (head.named_no || all_no, head.all_no || all_no);
        all.push(head.clone());
    }
    all
}

/// Where another table begins in the rows of one: under a title, or under other names of columns.
struct Inner {
    columns: Option<Vec<Column>>,
    all_no: bool,
}

impl Inner {
    fn of<'a>(fields: impl Iterator<Item = &'a str> + Clone, channel: Channel) -> Option<Inner> {
        let filled: Vec<&str> = fields.clone().map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if filled.iter().any(|cell| cell.contains('@') || cell.len() > 60) {
            return None;
        }
        if let [title] = filled.as_slice()
            && title_says_no(title)
        {
            return Some(Inner { columns: None, all_no: true });
        }
        let about = match channel {
            Channel::Email => Taken::Address,
            Channel::Sms => Taken::Telephone,
        };
        // A row of answers is none: each of its fields is the name of a column.
        let names: Vec<String> = fields.map(str::to_owned).collect();
        let found = columns(&names, channel, &Mapping::new(), &Mapping::new());
        let known = |(column, name): (&Column, &String)| {
            name.trim().is_empty() || matches!(column.why, Why::Name | Why::SoundsNo)
        };
        let heads = filled.len() > 1 && found.iter().any(|c| c.taken == about) && found.iter().zip(&names).all(known);
        heads.then_some(Inner { columns: Some(found), all_no: false })
    }
}

fn seen(column: &Column, samples: &Samples, at: usize) -> ColumnSeen {
    ColumnSeen {
        name: column.name.clone(),
        taken: column.taken,
        why: column.why,
        samples: samples.shown(at, column.taken),
        filled: samples.filled(at),
        choices: Taken::CHOICES.to_vec(),
    }
}

#[cfg(test)]
mod tests;
