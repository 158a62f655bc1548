//! The rows of a table, one after another, as they come off the disk.
//!
//! Invariant: of a row no more is held than one may have, whatever stands in the file.

use hjemmel_words::key;
use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use super::{Table, workbook};
use crate::{
    AppError,
    import::{
        sheet::{torn, unread},
        text::{lost, no_text},
    },
};

/// Bytes that a row may have.
const ROW_BYTES_MAX: usize = 4 << 20;

/// A reader that gives up when a row takes more than one may have: a quote that is never closed would swallow the file.
struct Bounded<R> {
    inner: R,
    left: Rc<Cell<usize>>,
    over: Rc<Cell<bool>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            self.over.set(true);
            return Err(io::Error::other("a row is too long"));
        }
        let most = out.len().min(left);
        let count = self.inner.read(out.get_mut(..most).unwrap_or_default())?;
        self.left.set(left - count);
        Ok(count)
    }
}

/// The fields of a row, and what a workbook says beside them.
pub(in crate::import) fn parted(record: &csv::StringRecord) -> (impl Iterator<Item = &str> + Clone, Option<&str>) {
    let last = record.len().checked_sub(1).and_then(|at| record.get(at));
    let beside = last.filter(|field| field.starts_with(workbook::BESIDE));
    (record.iter().take(record.len() - usize::from(beside.is_some())), beside)
}

impl Table {
    /// Hand on each row with its line: not those that name the columns again. A quote that is never closed would swallow
    /// other people's rows.
    pub(in crate::import) fn each(
        &self,
        mut row: impl FnMut(u64, &csv::StringRecord) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        let mut text = self.text.reader()?;
        io::copy(&mut text.by_ref().take(self.byte), &mut io::sink()).map_err(lost)?;
        let (left, over) = (Rc::new(Cell::new(ROW_BYTES_MAX)), Rc::new(Cell::new(false)));
        let bounded = Bounded { inner: text, left: Rc::clone(&left), over: Rc::clone(&over) };
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.delimiter).flexible(true).has_headers(false);
        let mut reader = builder.from_reader(bounded);
        let mut record = csv::StringRecord::new();
        loop {
            left.set(ROW_BYTES_MAX);
            match reader.read_record(&mut record) {
                Ok(false) => return Ok(()),
                Ok(true) => {}
                Err(_) if over.get() => {
                    return Err(unread(key!("field_has_a_long_row")));
                }
                Err(error) => {
                    return Err(match error.into_kind() {
                        csv::ErrorKind::Io(error) => lost(error),
                        _ => unread(key!("field_cannot_be_read_as_csv")),
                    });
                }
            }
            if torn(&record) {
                return Err(unread(key!("field_has_an_open_quote")));
            }
            let (cells, _) = parted(&record);
            let again = cells.clone().map(str::trim).eq(self.names.iter().map(|name| name.trim()));
            if again || cells.clone().all(|field| field.trim_matches(['\0', '\u{1a}', ' ']).is_empty()) {
                continue;
            }
            if cells.into_iter().any(|field| field.contains('\0')) {
                return Err(no_text());
            }
            // Each row ends with the end of a line, and holds those that stand in its fields.
            let within: u64 = record.iter().map(super::lines).sum();
            let line = self.lines + reader.position().line().saturating_sub(1 + within);
            row(line, &record)?;
        }
    }
}
