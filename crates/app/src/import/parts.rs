//! What is read of files, written down as one text and handed on in parts of whole characters.

use std::io::Write;

use crate::AppError;

/// Bytes of a part.
const PART_BYTES: usize = 256 << 10;

/// Where parts go.
pub(super) type Sink<'a> = &'a mut dyn FnMut(String) -> Result<(), AppError>;

/// Rows that are written down.
pub(super) struct Parts<'a> {
    out: csv::Writer<Vec<u8>>,
    sink: Sink<'a>,
}

fn writer(buffer: Vec<u8>) -> csv::Writer<Vec<u8>> {
    csv::WriterBuilder::new().flexible(true).from_writer(buffer)
}

fn damaged<E>(_: E) -> AppError {
    AppError::Damaged("import")
}

impl Parts<'_> {
    pub(super) fn new(sink: Sink<'_>) -> Parts<'_> {
        Parts { out: writer(Vec::with_capacity(PART_BYTES * 2)), sink }
    }

    /// Write a row down.
    pub(super) fn row<'f>(&mut self, fields: impl Iterator<Item = &'f str>) -> Result<(), AppError> {
        self.out.write_record(fields).map_err(damaged)?;
        if self.out.get_ref().len() < PART_BYTES {
            return Ok(());
        }
        self.hand_on(PART_BYTES)
    }

    /// Hand on what is left.
    pub(super) fn end(&mut self) -> Result<(), AppError> {
        self.hand_on(1)
    }

    /// Hand on parts, for as long as there are so many bytes.
    fn hand_on(&mut self, least: usize) -> Result<(), AppError> {
        self.out.flush().map_err(damaged)?;
        let written = std::mem::replace(&mut self.out, writer(Vec::new())).into_inner().map_err(damaged)?;
        let text = String::from_utf8(written).map_err(damaged)?;
        let mut rest = text.as_str();
        while rest.len() >= least.max(1) {
            let (part, after) = rest.split_at(rest.floor_char_boundary(PART_BYTES));
            (self.sink)(part.to_owned())?;
            rest = after;
        }
        let mut buffer = Vec::with_capacity(PART_BYTES * 2);
        buffer.write_all(rest.as_bytes()).map_err(damaged)?;
        self.out = writer(buffer);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_of_one_size_and_of_whole_characters() {
        let mut parts = Vec::new();
        let mut sink = |part: String| {
            parts.push(part);
            Ok(())
        };
        let mut out = Parts::new(&mut sink);
        let mut want = String::new();
        for row in 0..40_000 {
            let number = row.to_string();
            out.row([number.as_str(), "åse, ø", "\"x\""].into_iter()).unwrap();
            want.push_str(&format!("{number},\"åse, ø\",\"\"\"x\"\"\"\n"));
        }
        out.row([" ".repeat(600_000).as_str()].into_iter()).unwrap();
        want.push_str(&format!("{}\n", " ".repeat(600_000)));
        out.end().unwrap();
        assert!(parts.concat() == want);
        let (last, whole) = parts.split_last().unwrap();
        assert!(!last.is_empty() && whole.iter().all(|part| part.len() > PART_BYTES - 4 && part.len() <= PART_BYTES));
    }
}
