//! The numbers of values, row by row.

use super::bits::{Bits, WORD};

/// For each row the number of its value, as narrow as it goes.
#[derive(Debug)]
pub enum Codes {
    /// Every row has the first value.
    One(usize),
    /// At most 256 values.
    Byte(Vec<u8>),
    /// At most 65,536.
    Short(Vec<u16>),
    /// More.
    Long(Vec<u32>),
}

impl Codes {
    /// Those of rows that have `values` different values.
    pub fn of(codes: Vec<u32>, values: usize) -> Codes {
        match values {
            0 | 1 => Codes::One(codes.len()),
            2..=256 => Codes::Byte(codes.into_iter().map(|c| c as u8).collect()),
            257..=65_536 => Codes::Short(codes.into_iter().map(|c| c as u16).collect()),
            _ => Codes::Long(codes),
        }
    }

    /// The number of a row's value.
    pub fn at(&self, row: usize) -> usize {
        match self {
            Codes::One(_) => 0,
            Codes::Byte(codes) => codes.get(row).map_or(0, |c| usize::from(*c)),
            Codes::Short(codes) => codes.get(row).map_or(0, |c| usize::from(*c)),
            Codes::Long(codes) => codes.get(row).map_or(0, |c| *c as usize),
        }
    }

    /// What `table` says of the values of the rows of a word.
    pub fn spread<T: Copy + Default>(&self, word: usize, table: &[T], out: &mut [T; WORD]) {
        fn fill<C: Copy + Into<u32>, T: Copy + Default>(codes: &[C], word: usize, table: &[T], out: &mut [T; WORD]) {
            let from = (word * WORD).min(codes.len());
            let some = codes.get(from..codes.len().min(from + WORD)).unwrap_or_default();
            for (slot, code) in out.iter_mut().zip(some) {
                *slot = table.get(Into::<u32>::into(*code) as usize).copied().unwrap_or_default();
            }
        }
        match self {
            Codes::One(_) => out.fill(table.first().copied().unwrap_or_default()),
            Codes::Byte(codes) => fill(codes, word, table, out),
            Codes::Short(codes) => fill(codes, word, table, out),
            Codes::Long(codes) => fill(codes, word, table, out),
        }
    }

    /// The rows whose value `table` says yes to.
    pub fn pick(&self, table: &[bool]) -> Bits {
        fn chosen<C: Copy + Into<u32> + TryFrom<usize> + PartialEq>(codes: &[C], table: &[bool]) -> Bits {
            let mut yes = table.iter().enumerate().filter(|(_, yes)| **yes).map(|(code, _)| code);
            match (yes.next(), yes.next()) {
                (None, _) => Bits::all(codes.len(), false),
                // One value is compared with, many are looked up.
                (Some(one), None) => match C::try_from(one) {
                    Ok(one) => Bits::of(codes, |c| c == one),
                    Err(_) => Bits::all(codes.len(), false),
                },
                _ => Bits::of(codes, |c| table.get(Into::<u32>::into(c) as usize).copied().unwrap_or(false)),
            }
        }
        match self {
            Codes::One(rows) => Bits::all(*rows, table.first().copied().unwrap_or(false)),
            Codes::Byte(codes) => chosen(codes, table),
            Codes::Short(codes) => chosen(codes, table),
            Codes::Long(codes) => chosen(codes, table),
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        match self {
            Codes::One(rows) => *rows,
            Codes::Byte(codes) => codes.len(),
            Codes::Short(codes) => codes.len(),
            Codes::Long(codes) => codes.len(),
        }
    }

    /// Bytes that they take.
    pub fn bytes(&self) -> usize {
        match self {
            Codes::One(_) => 0,
            Codes::Byte(codes) => codes.len(),
            Codes::Short(codes) => codes.len() * 2,
            Codes::Long(codes) => codes.len() * 4,
        }
    }
}
