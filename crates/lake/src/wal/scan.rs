//! What a segment's bytes still say: every whole record, before, between and behind what is damaged.
//!
//! Invariant: a record counts only when its sum fits. A single wrong length, number or sum is mended where the other three
//! parts of the record agree on what it must have been.

use std::ops::Range;

/// Bytes in front of a payload: length, sum, number.
pub(super) const HEADER: usize = 16;

/// Longest payload of one record, in bytes: far over any request.
pub(super) const PAYLOAD_MAX: usize = 64 * 1024 * 1024;

/// How far numbers may jump over what is damaged.
const JUMP_MAX: u64 = 1 << 32;

/// The sum over a record's number and payload.
pub(super) fn checksum(lsn: u64, payload: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(&lsn.to_le_bytes()), payload)
}

/// Whether it may be a record's payload. Its first byte says its format and is never zero: where a disk wrote zeros and ones,
/// a header alone, or one with zeros behind it, could fit its own sum.
pub(super) fn begins(payload: &[u8]) -> bool {
    payload.first().is_some_and(|byte| *byte != 0)
}

/// A whole record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Good {
    /// Its number.
    pub lsn: u64,
    /// Where its payload lies.
    pub payload: Range<usize>,
}

/// A stretch that is no record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bad {
    /// Where it lies.
    pub range: Range<usize>,
    /// What lay there could be told from the rest of it: nothing is lost.
    pub mended: bool,
    /// It looks like a write that a kill cut short: the last in the file, and not as long as it says.
    pub torn: bool,
}

/// A segment, gone through.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Scan {
    /// Whole records, in order.
    pub good: Vec<Good>,
    /// The rest, in order.
    pub bad: Vec<Bad>,
}

impl Scan {
    /// Bytes of what could not be read.
    pub(super) fn lost(&self) -> usize {
        self.bad.iter().filter(|b| !b.mended).map(|b| b.range.len()).sum()
    }

    /// Where the readable part ends when all that is wrong is a write cut short.
    pub(super) fn torn_at(&self) -> Option<usize> {
        match self.bad.as_slice() {
            [only] if only.torn => Some(only.range.start),
            _ => None,
        }
    }
}

struct Header {
    length: usize,
    sum: u32,
    lsn: u64,
}

fn header(bytes: &[u8], at: usize) -> Option<Header> {
    let rest = bytes.get(at..)?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let (sum, rest) = rest.split_first_chunk::<4>()?;
    let (lsn, _) = rest.split_first_chunk::<8>()?;
    Some(Header {
        length: u32::from_le_bytes(*length) as usize,
        sum: u32::from_le_bytes(*sum),
        lsn: u64::from_le_bytes(*lsn),
    })
}

/// The whole record at `at` with a number from `lowest` on.
fn record(bytes: &[u8], at: usize, lowest: u64) -> Option<Good> {
    let head = header(bytes, at)?;
    if head.length > PAYLOAD_MAX || head.lsn < lowest || head.lsn - lowest >= JUMP_MAX {
        return None;
    }
    let payload = at + HEADER..at + HEADER + head.length;
    let whole = bytes.get(payload.clone()).filter(|whole| begins(whole))?;
    (checksum(head.lsn, whole) == head.sum).then_some(Good { lsn: head.lsn, payload })
}

/// The record that fills `range`, when one of its length, number or sum is wrong and the rest says which.
fn mend(bytes: &[u8], range: &Range<usize>, lowest: u64) -> Option<Good> {
    let head = header(bytes, range.start)?;
    let payload = range.start + HEADER..range.end;
    let whole = bytes.get(payload.clone()).filter(|whole| begins(whole) && whole.len() <= PAYLOAD_MAX)?;
    let numbered = head.lsn >= lowest && head.lsn - lowest < JUMP_MAX;
    let sum = checksum(head.lsn, whole);
    if numbered && (sum == head.sum || (head.length == whole.len() && (sum ^ head.sum).count_ones() == 1)) {
        return Some(Good { lsn: head.lsn, payload });
    }
    (head.length == whole.len() && checksum(lowest, whole) == head.sum).then_some(Good { lsn: lowest, payload })
}

/// Go through a segment whose first record has at least the number `first`.
pub(super) fn scan(bytes: &[u8], first: u64) -> Scan {
    let mut found = Scan::default();
    let (mut at, mut lowest) = (0, first);
    while at < bytes.len() {
        if let Some(good) = record(bytes, at, lowest) {
            (at, lowest) = (good.payload.end, good.lsn.saturating_add(1));
            found.good.push(good);
            continue;
        }
        let behind = (at + 1..bytes.len()).find(|next| record(bytes, *next, lowest).is_some());
        let range = at..behind.unwrap_or(bytes.len());
        let mended = mend(bytes, &range, lowest);
        let short = header(bytes, at).is_none_or(|h| h.length.saturating_add(HEADER) > range.len());
        let empty = bytes.get(range.clone()).is_some_and(|rest| rest.iter().all(|b| *b == 0));
        let torn = mended.is_none() && behind.is_none() && (short || empty);
        at = range.end;
        found.bad.push(Bad { range, mended: mended.is_some(), torn });
        if let Some(good) = mended {
            lowest = good.lsn.saturating_add(1);
            found.good.push(good);
        }
    }
    found
}
