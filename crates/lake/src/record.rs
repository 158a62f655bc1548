//! Records of the log: the rows of one request. The first byte says the format; every format there ever was is read.
//!
//! Format 2 is made of the table of columns and can grow: behind the number of rows, each row is its site, the number of its
//! fields and the fields; a field is the number of its column with what follows in the lowest bit (a number, or a length and
//! as many bytes), then that. What is empty or zero is left out, so what a row does not say is absent. A field of a column
//! that this version does not know is passed over and said aloud: its row is one of a newer version, and without the column
//! it is still a row.
//!
//! Numbers are written as postcard writes them: seven bits a byte, signs folded in.

use hjemmel_model::{COLUMNS, Cell, EVENT_FORMAT, Row, SiteId};

mod first;

/// Fields that a row may have: far more columns than there will be.
const FIELDS_MAX: u64 = 4_096;

fn number(out: &mut Vec<u8>, value: u64) {
    let mut rest = value;
    while rest >= 0x80 {
        out.push((rest & 0x7f) as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

fn bytes(out: &mut Vec<u8>, value: &[u8]) {
    number(out, value.len() as u64);
    out.extend(value);
}

/// Signs folded in: numbers near zero stay short on either side of it.
fn folded(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)) as u64
}

fn unfolded(value: u64) -> i64 {
    ((value >> 1) as i64) ^ -((value & 1) as i64)
}

/// Rows as a record of today's format.
pub fn encode(rows: &[Row]) -> Vec<u8> {
    let mut out = vec![EVENT_FORMAT];
    number(&mut out, rows.len() as u64);
    let mut fields = Vec::new();
    for row in rows {
        bytes(&mut out, row.event.site.as_str().as_bytes());
        fields.clear();
        let mut n = 0;
        for (place, column) in (1..).zip(COLUMNS) {
            n += u64::from(field(&mut fields, place, &column.cell, row));
        }
        number(&mut out, n);
        out.extend(&fields);
    }
    out
}

/// Write a field, unless it is empty.
fn field(out: &mut Vec<u8>, place: u64, cell: &Cell, row: &Row) -> bool {
    let mut plain = |value: u64| {
        if value != 0 {
            number(out, place << 1);
            number(out, value);
        }
        value != 0
    };
    let of = match cell {
        Cell::Number(get, _) => return plain(folded(get(row))),
        Cell::Bits(get, _) => return plain(u64::from(get(row))),
        Cell::Id(get, _) => &get(row).to_be_bytes()[..],
        Cell::Text(get, _) => get(row).as_bytes(),
    };
    if of.is_empty() {
        return false;
    }
    number(out, place << 1 | 1);
    bytes(out, of);
    true
}

/// What is left of a record.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn number(&mut self) -> Option<u64> {
        let mut value = 0u64;
        for shift in (0..).step_by(7) {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            let bits = u64::from(byte & 0x7f);
            if shift > 63 || (shift == 63 && bits > 1) {
                return None;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// One field into a row. `false` when this version has no such column.
    fn field(&mut self, row: &mut Row) -> Option<bool> {
        let tag = self.number()?;
        let place = usize::try_from(tag >> 1).ok()?.checked_sub(1)?;
        let (plain, of) = if tag & 1 == 0 { (self.number()?, &[][..]) } else { (0, self.bytes()?) };
        let Some(column) = COLUMNS.get(place) else { return Some(false) };
        match (column.cell, tag & 1) {
            (Cell::Number(_, set), 0) => set(row, unfolded(plain)),
            (Cell::Bits(_, set), 0) => set(row, u32::try_from(plain).ok()?),
            (Cell::Id(_, set), 1) => set(row, u128::from_be_bytes(of.try_into().ok()?)),
            (Cell::Text(_, set), 1) => set(row, std::str::from_utf8(of).ok()?.to_owned()),
            _ => return None,
        }
        Some(true)
    }

    fn row(&mut self, newer: &mut bool) -> Option<Row> {
        let site = SiteId::parse(std::str::from_utf8(self.bytes()?).ok()?).ok()?;
        let mut row = Row::blank(site);
        let fields = self.number().filter(|n| *n <= FIELDS_MAX)?;
        for _ in 0..fields {
            *newer |= !self.field(&mut row)?;
        }
        Some(row)
    }
}

/// The rows of a record, whichever format it has; nothing when it cannot be read.
pub fn decode(payload: &[u8]) -> Option<Vec<Row>> {
    match payload.split_first()? {
        (&first::FORMAT, rest) => first::decode(rest),
        (&EVENT_FORMAT, rest) => {
            let (mut rest, mut newer) = (Rest(rest), false);
            let n = usize::try_from(rest.number()?).ok()?;
            // Each takes bytes: a number that is made up asks for no memory.
            let mut rows = Vec::with_capacity(n.min(rest.0.len()));
            for _ in 0..n {
                rows.push(rest.row(&mut newer)?);
            }
            if newer {
                tracing::warn!("lake.record.newer_columns");
            }
            rest.0.is_empty().then_some(rows)
        }
        _ => None,
    }
}

/// A visitor as records of every format spell one.
pub fn spelled(visitor: i64) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, folded(visitor));
    out
}

#[cfg(test)]
mod tests;
