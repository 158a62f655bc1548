//! A file of people as a whole and piece by piece: all of it is looked at once before anything is stored, it is kept in parts,
//! and read on from any row.
//!
//! Invariant: where a batch of rows ends follows from where it begins, so that what was stopped comes to the same end.

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, Channel};
use hjemmel_store::ImportAt;

use super::{
    ImportReport,
    read::{Column, Doubt, Understood, column_of, understand},
};
use crate::AppError;

/// Bytes of a part.
const PART_BYTES: usize = 256 << 10;
/// Longest first line, in bytes: it lies in the first part.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// Rows a file may have.
const ROWS_MAX: usize = 2_000_000;
/// Rows brought in in one unit of work, and rows looked at for them.
const CHUNK: usize = 200;
const READ_MAX: i64 = 2_000;

fn invalid(why: &'static str) -> AppError {
    AppError::Invalid { field: "file", why }
}

fn reader(text: &str, delimiter: u8, head: bool) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(head).from_reader(text.as_bytes())
}

/// Where a reader is: the byte and the line.
fn place(reader: &csv::Reader<&[u8]>) -> (i64, i64) {
    let at = reader.position();
    (i64::try_from(at.byte()).unwrap_or(i64::MAX), i64::try_from(at.line()).unwrap_or(i64::MAX))
}

fn bytes(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

/// The first line: what the columns hold, how fields are parted, and where the rows begin.
pub(super) struct Head {
    pub(super) columns: Vec<Option<Column>>,
    /// The channel the file is about.
    pub(super) channel: Channel,
    /// The columns that were understood, as they stand in the file.
    shown: BTreeMap<String, String>,
    delimiter: u8,
    byte: i64,
    line: i64,
}

impl Head {
    /// Read the first line of a file, or of its first part.
    pub(super) fn of(text: &str, channel: Channel) -> Result<Head, AppError> {
        let long = || invalid("has a first line that is too long; it must name the columns");
        let first = text.lines().next().unwrap_or_default();
        if first.len() > HEAD_BYTES_MAX {
            return Err(long());
        }
        let count = |sign: char| first.matches(sign).count();
        let delimiter = [';', ',', '\t'].into_iter().max_by_key(|s| count(*s)).unwrap_or(',');
        let delimiter = u8::try_from(delimiter).unwrap_or(b',');
        let mut reader = reader(text, delimiter, true);
        let names = reader.headers().map_err(|_| invalid("has a first line that cannot be read"))?.clone();
        let (byte, line) = place(&reader);
        if usize::try_from(byte).is_ok_and(|byte| byte > HEAD_BYTES_MAX) {
            return Err(long());
        }
        let mut head = Head { columns: Vec::new(), channel, shown: BTreeMap::new(), delimiter, byte, line };
        for name in &names {
            head.column(name);
        }
        let (column, without) = match channel {
            Channel::Email => (Column::Email, "has no column of e-mail addresses; call it `email`"),
            Channel::Sms => (Column::Phone, "has no column of telephone numbers; call it `phone`"),
        };
        if !head.columns.contains(&Some(column)) {
            return Err(invalid(without));
        }
        Ok(head)
    }

    fn column(&mut self, name: &str) {
        // Of most kinds the first column counts; of those that can say no, each, and of telephones, because people have several.
        let each = |column| matches!(column, Column::Status | Column::OptIn | Column::Unsubscribed | Column::Phone);
        let known =
            column_of(name, self.channel).filter(|(column, word)| each(*column) || !self.shown.contains_key(*word));
        if let Some((_, word)) = known {
            let shown: String = name.chars().take(60).collect();
            self.shown.entry(word.to_owned()).and_modify(|s| *s = format!("{s}, {shown}")).or_insert(shown);
        }
        self.columns.push(known.map(|(column, _)| column));
    }

    /// Where the next row begins: after this line, when none of the pass was read.
    pub(super) fn begin(&self, at: ImportAt) -> ImportAt {
        if at.rows > 0 { at } else { ImportAt { byte: self.byte, line: self.line, ..at } }
    }

    /// Read on in `text`, which begins with a row in the line `line` of the file: rows that say no, or all others. Unless it
    /// is the `last` of the file, the row it ends in may be torn and is left.
    pub(super) fn batch(&self, text: &str, line: i64, last: bool, nos: bool, now: AtMs) -> Batch {
        let mut batch = Batch { line, ..Batch::default() };
        let mut reader = reader(text, self.delimiter, false);
        let mut record = csv::StringRecord::new();
        while batch.read < READ_MAX && batch.rows.len() < CHUNK {
            let more = reader.read_record(&mut record);
            let (end, lines) = place(&reader);
            if !last && end >= bytes(text) {
                break;
            }
            let understood = match more {
                Ok(false) => {
                    batch.ended = true;
                    break;
                }
                Ok(true) => understand(&self.columns, self.channel, &record, now),
                Err(_) => Err(Doubt { code: "unreadable", address: None }),
            };
            match understood {
                Ok(row) if row.says.is_no() == nos => batch.rows.push(row),
                Ok(_) => {}
                Err(doubt) => batch.doubts.push((batch.line + blank_lines(text, batch.byte), doubt)),
            }
            batch.read += 1;
            (batch.byte, batch.line) = (end, line + lines - 1);
        }
        batch
    }
}

/// Lines that end right where a row begins: empty ones, and the other half of a line end as Windows writes it.
fn blank_lines(text: &str, byte: i64) -> i64 {
    let rest = usize::try_from(byte).ok().and_then(|byte| text.get(byte..)).unwrap_or_default();
    let blank = rest.bytes().take_while(|b| matches!(b, b'\r' | b'\n'));
    i64::try_from(blank.filter(|b| *b == b'\n').count()).unwrap_or(0)
}

/// Some rows of a file.
#[derive(Default)]
pub(super) struct Batch {
    /// Rows that were asked for.
    pub(super) rows: Vec<Understood>,
    /// Rows that could not be understood, with the lines they begin in.
    pub(super) doubts: Vec<(i64, Doubt)>,
    /// Rows that were looked at.
    pub(super) read: i64,
    /// Whether there are no more.
    pub(super) ended: bool,
    byte: i64,
    line: i64,
}

impl Batch {
    /// Where the row after these begins, when they began at `at`, in `parts`.
    pub(super) fn after(&self, at: ImportAt, parts: &[String]) -> ImportAt {
        if self.ended {
            return ImportAt { pass: at.pass + 1, ..ImportAt::default() };
        }
        let mut to = ImportAt { rows: at.rows + self.read, byte: at.byte + self.byte, line: self.line, ..at };
        for part in parts {
            if to.byte < bytes(part) {
                break;
            }
            (to.byte, to.part) = (to.byte - bytes(part), to.part + 1);
        }
        to
    }
}

/// A file as read.
pub(super) struct Sheet {
    pub(super) head: Head,
    pub(super) report: ImportReport,
    pub(super) rows: usize,
    text: String,
}

impl Sheet {
    /// Read a file, whatever program wrote it. All of it is looked at once, before anything is stored.
    pub(super) fn open(bytes: &[u8], channel: Channel) -> Result<Sheet, AppError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        if bytes.contains(&0) {
            return Err(invalid("is no text: save it as CSV in UTF-8"));
        }
        let (text, encoding) = match std::str::from_utf8(bytes) {
            // Where files were put together, each began with a mark that says nothing.
            Ok(text) => (text.replace('\u{feff}', ""), "utf-8"),
            // What is not UTF-8 comes from an older spreadsheet.
            Err(_) => (encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), "windows-1252"),
        };
        let head = Head::of(&text, channel)?;
        let columns = head.shown.clone();
        let report = ImportReport { columns, encoding: encoding.into(), ..ImportReport::default() };
        let mut sheet = Sheet { head, report, rows: 0, text };
        sheet.rows = sheet.count()?;
        Ok(sheet)
    }

    /// Once through all of it: a quote that is never closed would swallow other people's rows.
    fn count(&self) -> Result<usize, AppError> {
        let mut rows = 0;
        for record in self.reader().records() {
            rows += 1;
            let torn = record.is_ok_and(|r| r.iter().any(|f| f.contains('\n') && f.contains('@')));
            if torn {
                return Err(invalid("has a quote that is not closed: a field runs over lines that hold addresses"));
            }
        }
        match rows {
            0 => Err(invalid("has no rows under its first line, which must name the columns")),
            1..=ROWS_MAX => Ok(rows),
            _ => Err(invalid("has more than two million rows: cut it in parts")),
        }
    }

    /// From the first row on.
    pub(super) fn reader(&self) -> csv::Reader<&[u8]> {
        reader(&self.text, self.head.delimiter, true)
    }

    /// The text in parts of whole characters.
    pub(super) fn parts(&self) -> Vec<&str> {
        cut(&self.text, PART_BYTES)
    }
}

fn cut(mut text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let (part, rest) = text.split_at(text.floor_char_boundary(most));
        parts.push(part);
        text = rest;
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: AtMs = AtMs(1_795_000_000_000);
    const FILE: &str = "email,status,note\r\na@x.example,unsubscribed,Å\r\n\r\n\"b@x.example\",,\"two\nlines, ø\"\r\nno address,,\n\
        c@x.example,cleaned,\rd@x.example,,\nb@x.example,what,\r\n";

    type Seen = (Vec<String>, Vec<(i64, &'static str)>, i64);

    /// Go through a file that lies in parts of `most` bytes, reading `window` of them at a time.
    fn through(file: &str, most: usize, window: usize, nos: bool) -> Seen {
        let parts: Vec<String> = cut(file, most).into_iter().map(str::to_owned).collect();
        let head = Head::of(file, Channel::Email).unwrap();
        let (mut seen, mut lines, mut at, mut more) = (Vec::new(), Vec::new(), ImportAt::default(), window);
        loop {
            let from = head.begin(at);
            let first = usize::try_from(from.part).unwrap().min(parts.len());
            let some = &parts[first..parts.len().min(first + more)];
            let text = some.concat();
            let rest = &text[usize::try_from(from.byte).unwrap().min(text.len())..];
            // The head lies in the first part of a real file; here it may not.
            let batch = match text.len() < usize::try_from(from.byte).unwrap() {
                true => Batch::default(),
                false => head.batch(rest, from.line, first + some.len() == parts.len(), nos, NOW),
            };
            if batch.read == 0 && !batch.ended {
                more += 1;
                continue;
            }
            seen.extend(batch.rows.iter().map(|r| r.address.clone()));
            lines.extend(batch.doubts.iter().map(|(line, d)| (*line, d.code)));
            if batch.ended {
                return (seen, lines, at.rows + batch.read);
            }
            (at, more) = (batch.after(from, some), window);
        }
    }

    #[test]
    fn wherever_a_file_is_cut_the_same_rows_come_from_it() {
        let whole = |nos| through(FILE, FILE.len(), 1, nos);
        let names = |names: &[&str]| names.iter().map(|n| format!("{n}@x.example")).collect::<Vec<_>>();
        assert_eq!((whole(true).0, whole(false).0), (names(&["a", "c"]), names(&["b", "d"])));
        let (_, lines, read) = whole(false);
        assert_eq!((lines, read), (vec![(6, "email"), (8, "status")], 6), "lines as an editor counts them");
        for most in 4..FILE.len() {
            for window in 1..4 {
                for nos in [true, false] {
                    assert_eq!(through(FILE, most, window, nos), whole(nos), "{most} bytes, {window} parts");
                }
            }
        }
    }

    #[test]
    fn a_batch_ends_where_a_unit_of_work_does() {
        let file = format!("email\n{}", "a@x.example\n".repeat(450));
        let head = Head::of(&file, Channel::Email).unwrap();
        let first = head.batch(&file["email\n".len()..], 2, true, false, NOW);
        assert_eq!((first.rows.len(), first.read, first.line, first.ended), (CHUNK, 200, 202, false));
        let none = head.batch(&"a@x.example\n".repeat(2_500), 2, true, true, NOW);
        assert_eq!((none.rows.len(), none.read, none.ended), (0, READ_MAX, false));
        assert_eq!(cut("aåb", 2), ["a", "å", "b"]);
    }

    fn open(file: &[u8]) -> Result<Sheet, AppError> {
        Sheet::open(file, Channel::Email)
    }

    #[test]
    fn what_is_no_file_of_people_says_so() {
        let torn = "email,words\na@x.example,\"Ja tak\nb@x.example,x\nc@x.example,y\n";
        assert!(open(torn.as_bytes()).is_err(), "a quote that is not closed swallows nobody");
        assert!(open(b"email\na@x.example\0\n").is_err());
        let sheet = open(b"email;kilde\na@x.example;K\xf8benhavn\n").unwrap();
        assert_eq!((sheet.report.encoding.as_str(), sheet.rows), ("windows-1252", 1));
        let long = format!("\"email\n{}\",email\na,a@x.example\n", "x\n".repeat(HEAD_BYTES_MAX));
        for wrong in ["", "email\n", "name,phone\nEva,1\n", long.as_str()] {
            assert!(open(wrong.as_bytes()).is_err(), "{}", wrong.get(..40).unwrap_or(wrong));
        }
    }
}
