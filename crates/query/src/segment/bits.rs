//! One bit a row: which rows are chosen.

/// Rows of a word.
pub const WORD: usize = 64;

/// A bit for each of some rows. Bits beyond the last row are never set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    rows: usize,
}

/// Eight truths, a byte each, as eight bits.
fn eight(flags: [u8; 8]) -> u64 {
    u64::from_le_bytes(flags).wrapping_mul(0x0102_0408_1020_4080) >> 56
}

fn pack(flags: &[u8; WORD]) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |word, flags| word << 8 | eight(*flags))
}

impl Bits {
    /// The same for each row.
    pub fn all(rows: usize, set: bool) -> Bits {
        let mut bits = Bits { words: vec![if set { u64::MAX } else { 0 }; rows.div_ceil(WORD)], rows };
        bits.trim();
        bits
    }

    /// Those of `values` for which `is` holds.
    pub fn of<T: Copy>(values: &[T], is: impl Fn(T) -> bool) -> Bits {
        let mut words = Vec::with_capacity(values.len().div_ceil(WORD));
        let (full, rest) = values.as_chunks::<WORD>();
        let mut flags = [0u8; WORD];
        for chunk in full {
            flags.iter_mut().zip(chunk).for_each(|(flag, value)| *flag = u8::from(is(*value)));
            words.push(pack(&flags));
        }
        if !rest.is_empty() {
            flags = [0; WORD];
            flags.iter_mut().zip(rest).for_each(|(flag, value)| *flag = u8::from(is(*value)));
            words.push(pack(&flags));
        }
        Bits { words, rows: values.len() }
    }

    fn trim(&mut self) {
        let over = self.words.len() * WORD - self.rows;
        if let Some(last) = self.words.last_mut() {
            *last &= u64::MAX >> over.min(63);
        }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Set or clear the bit of a row.
    pub fn put(&mut self, row: usize, set: bool) {
        if let Some(word) = self.words.get_mut(row / WORD) {
            let bit = 1 << (row % WORD);
            *word = if set { *word | bit } else { *word & !bit };
        }
    }

    /// Set or clear the bits of neighbouring rows.
    pub fn put_all(&mut self, rows: std::ops::Range<usize>, set: bool) {
        rows.for_each(|row| self.put(row, set));
    }

    /// One more row.
    pub fn push(&mut self, set: bool) {
        if self.rows.is_multiple_of(WORD) {
            self.words.push(0);
        }
        self.rows += 1;
        self.put(self.rows - 1, set);
    }

    /// The bits of rows from `64 * at` on.
    pub fn word(&self, at: usize) -> u64 {
        self.words.get(at).copied().unwrap_or(0)
    }

    /// All words.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Leave those that are in both.
    pub fn and(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own &= other);
    }

    /// Add those of the other.
    pub fn or(&mut self, other: &Bits) {
        self.words.iter_mut().zip(&other.words).for_each(|(own, other)| *own |= other);
    }

    /// Those that were not.
    pub fn not(&mut self) {
        self.words.iter_mut().for_each(|word| *word = !*word);
        self.trim();
    }

    /// The first set row at or after `row`.
    pub fn next(&self, row: usize) -> Option<usize> {
        let at = row / WORD;
        let first = self.word(at) & (u64::MAX << (row % WORD));
        if first != 0 {
            return Some(at * WORD + first.trailing_zeros() as usize);
        }
        let rest = self.words.get(at + 1..)?;
        let (skipped, word) = rest.iter().enumerate().find(|(_, word)| **word != 0)?;
        Some((at + 1 + skipped) * WORD + word.trailing_zeros() as usize)
    }

    /// How many rows are set.
    pub fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// The last set row of some.
    pub fn last(&self, rows: std::ops::Range<usize>) -> Option<usize> {
        let (first, end) = (rows.start / WORD, rows.end.div_ceil(WORD));
        (first..end).rev().find_map(|at| {
            let over = ((at + 1) * WORD).saturating_sub(rows.end).min(63);
            let word = self.word(at) & (u64::MAX >> over) & (u64::MAX << rows.start.saturating_sub(at * WORD).min(63));
            (word != 0).then(|| at * WORD + 63 - word.leading_zeros() as usize)
        })
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.words.len() * 8
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn bits_are_what_a_list_of_truths_is(a in prop::collection::vec(any::<bool>(), 0..300), seed: u64) {
            let b: Vec<bool> = a.iter().enumerate().map(|(i, _)| seed.rotate_left(i as u32) & 1 == 1).collect();
            let list = |bits: &Bits| (0..bits.rows()).map(|r| bits.word(r / 64) >> (r % 64) & 1 == 1).collect::<Vec<_>>();
            let (one, two) = (Bits::of(&a, |v| v), Bits::of(&b, |v| v));
            prop_assert_eq!(list(&one), a.clone());
            let mut pushed = Bits::all(0, false);
            a.iter().for_each(|v| pushed.push(*v));
            prop_assert_eq!(&pushed, &one);
            let mut both = one.clone();
            both.and(&two);
            prop_assert_eq!(list(&both), a.iter().zip(&b).map(|(a, b)| *a && *b).collect::<Vec<_>>());
            let mut either = one.clone();
            either.or(&two);
            prop_assert_eq!(list(&either), a.iter().zip(&b).map(|(a, b)| *a || *b).collect::<Vec<_>>());
            let mut other = one.clone();
            other.not();
            prop_assert_eq!(list(&other), a.iter().map(|a| !a).collect::<Vec<_>>());
            other.not();
            prop_assert_eq!(&other, &one);
            for from in 0..a.len() + 2 {
                let wanted = a.iter().enumerate().skip(from).find(|(_, v)| **v).map(|(i, _)| i);
                prop_assert_eq!(one.next(from), wanted);
            }
            let (from, to) = (a.len() / 3, a.len() - a.len() / 5);
            prop_assert_eq!(one.last(from..to), (from..to).rev().find(|row| a[*row]));
            let mut all = Bits::all(a.len(), true);
            prop_assert_eq!(list(&all), vec![true; a.len()]);
            all.put_all(a.len() / 3..a.len() / 2, false);
            prop_assert_eq!(list(&all).iter().filter(|v| !**v).count(), a.len() / 2 - a.len() / 3);
        }
    }
}
