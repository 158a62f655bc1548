//! Workbooks and archives of files, with a limit on what they unpack to. What is unpacked lies sealed on disk, like the file
//! itself; of a workbook only its texts are held, and one workbook at a time.

use hjemmel_words::key;
use std::{
    io::{Read, Seek, SeekFrom},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, DataRef, Reader, Xlsx, XlsxFormulaMetadata};
use hjemmel_store::{SpoolReader, Spooled, Spools};
use zip::ZipArchive;

use super::{
    ImportFile,
    beside::{self, Around, Beside},
};
use crate::{
    AppError,
    import::{
        read::{FORMULA, addresses},
        sheet::unread,
        text::{Text, lost},
    },
};

/// Bytes that a workbook may have, and may unpack to; of its parts only sheets may be larger than the last.
const WORKBOOK_BYTES_MAX: u64 = 200 << 20;
const UNPACKED_MAX: u64 = 400 << 20;
const PART_BYTES_MAX: u64 = 64 << 20;
/// Files an archive may hold.
const FILES_MAX: usize = 2_000;
/// Sheets a workbook may have.
const SHEETS_MAX: usize = 200;
/// Fields a sheet may have.
const FIELDS_MAX: usize = 20_000_000;
/// Columns that are read.
const COLUMNS_MAX: usize = 1_000;
/// Rows that a sheet may have, as spreadsheets count them. What says that it stands further down would be reached by that many
/// empty ones.
const ROWS_MAX: u32 = 1_048_576;
/// Where archives say how many files they hold, from their end.
const END_BYTES: u64 = 66 << 10;
/// The sign before what stands beside a row and in no field of it.
pub(in crate::import) const BESIDE: char = '\u{1}';

pub(super) enum Kind {
    Text,
    Workbook,
    Archive,
}

type Archive = ZipArchive<SpoolReader>;

fn archive(of: &Spooled) -> Result<Option<Archive>, AppError> {
    let mut first = Vec::new();
    of.reader().take(4).read_to_end(&mut first).map_err(lost)?;
    if first != b"PK\x03\x04" {
        return Ok(None);
    }
    if files_said(of)? > FILES_MAX {
        return Err(unread(key!("field_holds_too_many_files")));
    }
    Ok(ZipArchive::new(of.reader()).ok())
}

/// How many files an archive says it holds: to list them takes memory for each.
fn files_said(of: &Spooled) -> Result<usize, AppError> {
    let (mut reader, mut end) = (of.reader(), Vec::new());
    reader.seek(SeekFrom::Start(of.len().saturating_sub(END_BYTES))).map_err(lost)?;
    reader.read_to_end(&mut end).map_err(lost)?;
    let said = end.windows(12).filter(|w| w.starts_with(b"PK\x05\x06"));
    let count = |w: &[u8]| w.get(10..12).and_then(|n| n.try_into().ok()).map_or(0, u16::from_le_bytes);
    Ok(said.map(count).max().unwrap_or(0).into())
}

/// What a file is, by what it begins with.
pub(super) fn kind(of: &Spooled) -> Result<Kind, AppError> {
    Ok(match archive(of)? {
        Some(archive) if archive.index_for_name("[Content_Types].xml").is_some() => Kind::Workbook,
        Some(_) => Kind::Archive,
        None => Kind::Text,
    })
}

/// Hand on the files of an archive, the hidden ones of a Mac left out.
pub(super) fn files(
    of: &Spooled,
    spools: &Spools,
    each: &mut dyn FnMut(ImportFile) -> Result<(), AppError>,
) -> Result<(), AppError> {
    let mut archive = archive(of)?.ok_or_else(|| unread(key!("field_cannot_be_unpacked")))?;
    let (mut left, mut any) = (spools.bytes_max(), false);
    for at in 0..archive.len() {
        let inner = archive.by_index(at).map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        let name = inner.name().map_err(|_| unread(key!("field_cannot_be_unpacked")))?.into_owned();
        let lower = name.to_lowercase();
        let wanted = [".csv", ".txt", ".tsv", ".xlsx"].iter().any(|end| lower.ends_with(end));
        if !wanted || lower.contains("__macosx") || inner.is_dir() {
            continue;
        }
        let mut spool = spools.open()?;
        let read = std::io::copy(&mut inner.take(left + 1), &mut spool).map_err(unpacking)?;
        left = left.checked_sub(read).ok_or_else(|| unread(key!("field_unpacks_to_more_than_may_be_sent")))?;
        // The folder may say what the people in it said.
        let name: Vec<&str> = name.rsplit('/').take(2).collect();
        let name = name.into_iter().rev().collect::<Vec<_>>().join("/").chars().take(100).collect();
        any = true;
        each(ImportFile { name, body: spool.finish().map_err(lost)? })?;
    }
    if any { Ok(()) } else { Err(unread(key!("field_is_an_archive_without_a_table"))) }
}

/// Packed wrongly, or no room where it is unpacked to.
fn unpacking(error: std::io::Error) -> AppError {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => lost(error),
        _ => unread(key!("field_cannot_be_unpacked")),
    }
}

/// Whatever a workbook says of its size, it is unpacked once into nothing.
fn bomb(archive: &mut Archive) -> Result<(), AppError> {
    let mut left = UNPACKED_MAX;
    for at in 0..archive.len() {
        let inner = archive.by_index(at).map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        let sheet = inner.name().is_ok_and(|name| name.to_lowercase().contains("worksheets/"));
        let read = std::io::copy(&mut inner.take(left + 1), &mut std::io::sink())
            .map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        if read > PART_BYTES_MAX && !sheet {
            return Err(unread(key!("field_has_too_many_texts")));
        }
        left = left.checked_sub(read).ok_or_else(|| unread(key!("field_unpacks_to_too_much")))?;
    }
    Ok(())
}

/// A sheet as text.
pub(super) struct SheetText {
    pub(super) title: String,
    pub(super) text: Text,
    /// Whether anything in it looks like an address.
    pub(super) holds_address: bool,
}

/// Each sheet of a workbook that holds anything, hidden or not, as text under its title.
pub(super) fn sheets(of: &Spooled, spools: &Spools) -> Result<Vec<SheetText>, AppError> {
    if of.len() > WORKBOOK_BYTES_MAX {
        return Err(unread(key!("field_is_too_large_a_workbook")));
    }
    let _one = spools.workbook();
    let mut parts = archive(of)?.ok_or_else(|| unread(key!("field_cannot_be_unpacked")))?;
    bomb(&mut parts)?;
    // What reads workbooks counts without limits, and panics on the place of a cell that is none.
    catch_unwind(AssertUnwindSafe(|| book(of, beside::around(&mut parts), spools))).unwrap_or_else(|_| Err(wrong()))
}

fn book(of: &Spooled, mut around: Around, spools: &Spools) -> Result<Vec<SheetText>, AppError> {
    let mut book: Xlsx<_> = Xlsx::new(of.reader()).map_err(|_| wrong())?;
    let names = book.sheet_names();
    if names.len() > SHEETS_MAX {
        return Err(unread(key!("field_has_too_many_sheets")));
    }
    let (mut texts, mut fields) = (Vec::new(), 0);
    for title in names {
        let beside = Beside::read(&mut book, &title, &mut around);
        let mut rows = Rows::new(beside, spools, fields)?;
        if rows.sheet(&mut book, &title)? {
            fields = rows.fields;
            texts.push(rows.text(title)?);
        }
    }
    if texts.is_empty() { Err(unread(key!("field_has_no_sheet"))) } else { Ok(texts) }
}

fn wrong() -> AppError {
    unread(key!("field_is_no_workbook"))
}

/// The rows of a sheet as they are written down.
struct Rows {
    beside: Beside,
    out: csv::Writer<hjemmel_store::Spool>,
    row: Vec<String>,
    /// The number of the row, from 0.
    at: u32,
    fields: usize,
    /// Addresses that fields of the row lead to and do not show.
    hidden: Vec<String>,
    holds_address: bool,
}

impl Rows {
    fn new(beside: Beside, spools: &Spools, fields: usize) -> Result<Rows, AppError> {
        let out = csv::WriterBuilder::new().flexible(true).from_writer(spools.open()?);
        Ok(Rows { beside, out, row: Vec::new(), at: 0, fields, hidden: Vec::new(), holds_address: false })
    }

    /// Write a sheet down, row by row: what it says of its size is not believed. `false` when nothing stands in it.
    fn sheet(&mut self, book: &mut Xlsx<SpoolReader>, name: &str) -> Result<bool, AppError> {
        // A sheet of charts has no cells.
        let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(false) };
        let before = self.fields;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(|_| wrong())? {
            let (line, column) = cell.pos;
            let text = self.field(cell.pos, cell.value, cell.formula.as_ref());
            let column = usize::try_from(column).unwrap_or(usize::MAX);
            if text.is_empty() || column >= COLUMNS_MAX {
                continue;
            }
            if line >= ROWS_MAX {
                return Err(wrong());
            }
            // Empty rows are lines too.
            while self.at < line {
                self.end()?;
            }
            self.row.resize(self.row.len().max(column), String::new());
            self.holds_address |= text.contains('@');
            match self.row.get_mut(column) {
                Some(field) => *field = text,
                None => self.row.push(text),
            }
            if self.fields > FIELDS_MAX {
                return Err(unread(key!("field_has_too_many_fields")));
            }
        }
        if self.at == 0 && self.row.is_empty() && self.fields == before {
            return Ok(false);
        }
        self.end()?;
        Ok(true)
    }

    /// Write the row down, with what stands beside it.
    fn end(&mut self) -> Result<(), AppError> {
        self.fields = self.fields.saturating_add(self.row.len().max(1));
        if self.row.is_empty() {
            self.row.push(String::new());
        }
        let beside = self.beside.of_row(self.at).into_iter().chain(self.hidden.iter().map(String::as_str));
        let beside: Vec<String> = beside.map(|text| format!("{BESIDE}{}", clean(text))).collect();
        if !beside.is_empty() {
            self.row.push(beside.concat());
        }
        self.out.write_record(&self.row).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(error) => lost(error),
            _ => wrong(),
        })?;
        self.row.clear();
        self.hidden.clear();
        self.at = self.at.saturating_add(1);
        Ok(())
    }

    fn text(mut self, title: String) -> Result<SheetText, AppError> {
        self.out.flush().map_err(lost)?;
        let spool = self.out.into_inner().map_err(|error| lost(error.into_error()))?;
        let text = Text::of_sheet(spool.finish().map_err(lost)?);
        Ok(SheetText { title, text, holds_address: self.holds_address })
    }

    /// A field as text, with the address it leads to where it shows none.
    fn field(&mut self, at: (u32, u32), value: DataRef<'_>, formula: Option<&XlsxFormulaMetadata>) -> String {
        // Programs that cannot reckon write nothing for what a formula comes to, or a nought.
        let nought = matches!(value, DataRef::Int(0)) || matches!(value, DataRef::Float(number) if number == 0.0);
        let unknown = formula.is_some() && (matches!(value, DataRef::Empty) || (nought && self.beside.unreckoned));
        let text = if unknown { FORMULA.to_owned() } else { shown(&Data::from(value)) };
        let written = match formula {
            Some(XlsxFormulaMetadata::Normal { formula } | XlsxFormulaMetadata::Shared { formula, .. }) => {
                formula.to_uppercase().contains("HYPERLINK").then(|| beside::address_of(formula)).flatten()
            }
            _ => None,
        };
        let Some(address) = self.beside.link(at).map(str::to_owned).or(written) else { return text };
        let shown = addresses(&text);
        if shown.is_empty() && !text.is_empty() && !unknown {
            return format!("{text} <{address}>");
        }
        if !shown.contains(&address) {
            self.hidden.push(address);
        }
        text
    }
}

/// On one line, so that lines are rows.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// What a field shows.
fn shown(data: &Data) -> String {
    let text = match data {
        Data::Empty => String::new(),
        // Something stands there, and nobody knows what: it is no empty field, and no answer.
        Data::Error(_) => "#error".to_owned(),
        Data::DateTime(at) if at.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
            }
        }
        // A telephone number that was kept as a number has no fraction.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Bool(true) => "true".to_owned(),
        Data::Bool(false) => "false".to_owned(),
        other => other.to_string(),
    };
    clean(&text)
}
