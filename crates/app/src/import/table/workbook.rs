//! Workbooks and archives of files, with a limit on what they unpack to.

use hjemmel_words::key;
use std::{
    io::{Cursor, Read},
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{Data, Reader, Xlsx};

use super::{ImportFile, Text};
use crate::{AppError, import::sheet::unread};

/// Bytes that all of it may unpack to.
const UNPACKED_MAX: u64 = 400 << 20;
/// Files an archive may hold.
const FILES_MAX: usize = 2_000;
/// Fields a sheet may have.
const FIELDS_MAX: usize = 20_000_000;
/// Columns that are read.
const COLUMNS_MAX: usize = 1_000;
/// Rows that a sheet may have, as spreadsheets count them. What says that it stands further down would be reached by that many
/// empty ones.
const ROWS_MAX: u32 = 1_048_576;

pub(super) enum Kind {
    Text,
    Workbook,
    Archive,
}

fn archive(bytes: &[u8]) -> Option<zip::ZipArchive<Cursor<&[u8]>>> {
    bytes.starts_with(b"PK\x03\x04").then(|| zip::ZipArchive::new(Cursor::new(bytes)).ok()).flatten()
}

/// What a file is, by what it begins with.
pub(super) fn kind(bytes: &[u8]) -> Kind {
    match archive(bytes) {
        Some(archive) if archive.index_for_name("[Content_Types].xml").is_some() => Kind::Workbook,
        Some(_) => Kind::Archive,
        None => Kind::Text,
    }
}

/// The files of an archive, the hidden ones of a Mac left out.
pub(super) fn files(bytes: &[u8]) -> Result<Vec<ImportFile>, AppError> {
    let mut archive = archive(bytes).ok_or_else(|| unread(key!("field_cannot_be_unpacked")))?;
    if archive.len() > FILES_MAX {
        return Err(unread(key!("field_holds_too_many_files")));
    }
    let (mut files, mut left) = (Vec::new(), UNPACKED_MAX);
    for at in 0..archive.len() {
        let inner = archive.by_index(at).map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        let name = inner.name().map_err(|_| unread(key!("field_cannot_be_unpacked")))?.into_owned();
        let lower = name.to_lowercase();
        let wanted = [".csv", ".txt", ".tsv", ".xlsx"].iter().any(|end| lower.ends_with(end));
        if !wanted || lower.contains("__macosx") || inner.is_dir() {
            continue;
        }
        let mut bytes = Vec::new();
        inner.take(left + 1).read_to_end(&mut bytes).map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(too_much)?;
        // The folder may say what the people in it said.
        let name: Vec<&str> = name.rsplit('/').take(2).collect();
        let name = name.into_iter().rev().collect::<Vec<_>>().join("/").chars().take(100).collect();
        files.push(ImportFile { name, bytes });
    }
    if files.is_empty() { Err(unread(key!("field_is_an_archive_without_a_table"))) } else { Ok(files) }
}

fn too_much() -> AppError {
    unread(key!("field_unpacks_to_too_much"))
}

/// Whatever a workbook says of its size, it is unpacked once into nothing.
fn bomb(bytes: &[u8]) -> Result<(), AppError> {
    let mut archive = archive(bytes).ok_or_else(|| unread(key!("field_cannot_be_unpacked")))?;
    if archive.len() > FILES_MAX {
        return Err(unread(key!("field_holds_too_many_files")));
    }
    let mut left = UNPACKED_MAX;
    for at in 0..archive.len() {
        let inner = archive.by_index(at).map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        let read = std::io::copy(&mut inner.take(left + 1), &mut std::io::sink())
            .map_err(|_| unread(key!("field_cannot_be_unpacked")))?;
        left = left.checked_sub(read).ok_or_else(too_much)?;
    }
    Ok(())
}

/// Each sheet of a workbook that holds anything, hidden or not, as text under its title.
pub(super) fn texts(bytes: &[u8]) -> Result<Vec<(String, Text)>, AppError> {
    bomb(bytes)?;
    // What reads workbooks counts without limits, and panics on the place of a cell that is none.
    catch_unwind(AssertUnwindSafe(|| sheets(bytes))).unwrap_or_else(|_| Err(wrong()))
}

fn sheets(bytes: &[u8]) -> Result<Vec<(String, Text)>, AppError> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| wrong())?;
    let (mut texts, mut fields) = (Vec::new(), 0);
    for name in book.sheet_names() {
        if let Some(text) = sheet(&mut book, &name, &mut fields)? {
            texts.push((name, Text { text, encoding: "xlsx", sure: true }));
        }
    }
    if texts.is_empty() { Err(unread(key!("field_has_no_sheet"))) } else { Ok(texts) }
}

fn wrong() -> AppError {
    unread(key!("field_is_no_workbook"))
}

/// A sheet as text, row by row: what it says of its size is not believed. Nothing when nothing stands in it.
fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, fields: &mut usize) -> Result<Option<String>, AppError> {
    // A sheet of charts has no cells.
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(None) };
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let (mut row, mut at, before) = (Vec::<String>::new(), 0u32, *fields);
    while let Some(cell) = cells.next_cell().map_err(|_| wrong())? {
        let (line, column) = cell.get_position();
        let text = field(&Data::from(cell.get_value().clone()));
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if text.is_empty() || column >= COLUMNS_MAX {
            continue;
        }
        if line >= ROWS_MAX {
            return Err(wrong());
        }
        // Empty rows are lines too.
        while at < line {
            *fields = fields.saturating_add(row.len().max(1));
            if row.is_empty() {
                row.push(String::new());
            }
            out.write_record(&row).map_err(|_| wrong())?;
            row.clear();
            at = at.saturating_add(1);
        }
        row.resize(row.len().max(column), String::new());
        match row.get_mut(column) {
            Some(field) => *field = text,
            None => row.push(text),
        }
        if *fields > FIELDS_MAX {
            return Err(unread(key!("field_has_too_many_fields")));
        }
    }
    if at == 0 && row.is_empty() && *fields == before {
        return Ok(None);
    }
    out.write_record(&row).map_err(|_| wrong())?;
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).map(Some).ok_or_else(wrong)
}

/// A field as text; on one line, so that lines are rows.
fn field(data: &Data) -> String {
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
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
