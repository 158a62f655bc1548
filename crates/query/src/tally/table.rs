//! What the rows of a bucket say, by the numbers of their values, and word by word.

use std::collections::HashMap;

use hjemmel_model::PAGE_VIEW;

use super::{By, CONVERSION, Meaning, NEEDS, NONE, VIEW, cut::Cut};
use crate::segment::{Open, WORD};

/// What the rows of one part say, by the numbers of their values.
pub struct Tables {
    names: Vec<u8>,
    money: Vec<i64>,
    /// All bits for the currency that is summed, none for others.
    currency: Vec<i64>,
    groups: Groups,
    /// Visits before those of this part.
    pub visits: u64,
}

enum Groups {
    Time(Cut),
    /// Place of a column, the group of each of its values, and how many groups there are by it.
    Values(Vec<(usize, Vec<u32>, u32)>),
}

/// What the rows of a word come to.
pub struct Block {
    word: usize,
    group: [u32; WORD],
    name: [u8; WORD],
    money: [i64; WORD],
}

impl Block {
    /// Of no word yet.
    pub fn blank() -> Block {
        Block { word: usize::MAX, group: [NONE; WORD], name: [0; WORD], money: [0; WORD] }
    }

    /// Group, name and money of a row.
    pub fn at(&self, bit: usize) -> (u32, u8, i64) {
        fn of<T: Copy + Default>(all: &[T; WORD], bit: usize) -> T {
            all.get(bit % WORD).copied().unwrap_or_default()
        }
        (of(&self.group, bit), of(&self.name, bit), of(&self.money, bit))
    }

    /// Group, name and money of one row, without the other rows of its word.
    pub fn alone(open: &Open, tables: &Tables, row: usize) -> (u32, u8, i64) {
        fn of<T: Copy>(table: &[T], open: &Open, place: usize, row: usize) -> Option<T> {
            table.get(open.column(place)?.code(row)).copied()
        }
        let name = of(&tables.names, open, 0, row).unwrap_or(0);
        let money = of(&tables.money, open, 1, row).unwrap_or(0) & of(&tables.currency, open, 2, row).unwrap_or(0);
        let group = match &tables.groups {
            Groups::Time(cut) => cut.group(open.time(row)),
            Groups::Values(columns) => columns.iter().fold(0, |group, (place, table, size)| {
                match of(table, open, *place, row).unwrap_or(NONE) {
                    NONE => NONE,
                    own if group != NONE => group * size + own,
                    _ => NONE,
                }
            }),
        };
        (group, name, money)
    }

    /// Be about that word.
    pub fn load(&mut self, open: &Open, tables: &Tables, word: usize) {
        if self.word == word {
            return;
        }
        self.word = word;
        if let Some(names) = open.column(0) {
            names.spread(word, &tables.names, &mut self.name);
        }
        if !tables.money.is_empty()
            && let (Some(values), Some(currencies)) = (open.column(1), open.column(2))
        {
            let mut mask = [0; WORD];
            values.spread(word, &tables.money, &mut self.money);
            currencies.spread(word, &tables.currency, &mut mask);
            self.money.iter_mut().zip(mask).for_each(|(money, mask)| *money &= mask);
        }
        match &tables.groups {
            Groups::Time(cut) => cut.groups(open.times(word), &mut self.group),
            Groups::Values(columns) => {
                self.group = [0; WORD];
                let mut next = [NONE; WORD];
                for (place, table, size) in columns {
                    next.fill(NONE);
                    if let Some(column) = open.column(*place) {
                        column.spread(word, table, &mut next);
                    }
                    self.group.iter_mut().zip(next).for_each(|(group, own)| {
                        *group = if *group == NONE || own == NONE { NONE } else { *group * size + own };
                    });
                }
            }
        }
    }
}

/// The different values of a dimension over all parts.
#[derive(Default)]
pub struct Keys {
    of: HashMap<Box<str>, u32>,
    /// By their numbers.
    pub names: Vec<Box<str>>,
}

impl Keys {
    /// How many groups there are by some dimensions; nothing when they cannot be numbered.
    pub fn product(keys: &[Keys]) -> Option<usize> {
        keys.iter().try_fold(1usize, |product, keys| product.checked_mul(keys.names.len()))
    }

    /// The values of a group.
    pub fn named(keys: &[Keys], group: usize) -> Vec<Box<str>> {
        let mut rest = group;
        let mut names: Vec<Box<str>> = Vec::with_capacity(keys.len());
        for keys in keys.iter().rev() {
            names.push(keys.names.get(rest % keys.names.len().max(1)).cloned().unwrap_or_default());
            rest /= keys.names.len().max(1);
        }
        names.reverse();
        names
    }

    /// The number of a value, its next when it is met for the first time; what is empty has none.
    pub fn number(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NONE;
        }
        if let Some(known) = self.of.get(text) {
            return *known;
        }
        let next = self.names.len() as u32;
        self.of.insert(text.into(), next);
        self.names.push(text.into());
        next
    }
}

/// The tables of each part; the values of each dimension are added to `keys`.
pub fn tables(parts: &[Open], meaning: &Meaning, by: &By, keys: &mut [Keys]) -> Vec<Tables> {
    let mut visits = 0;
    let mut out = Vec::with_capacity(parts.len());
    for open in parts {
        let texts = |place: usize| open.column(place).into_iter().flat_map(|column| column.texts());
        let name = |text: &str| {
            u8::from(text == PAGE_VIEW) * VIEW + u8::from(meaning.conversions.iter().any(|c| c == text)) * CONVERSION
        };
        let money = open.column(1).map(|column| column.numbers()).unwrap_or_default();
        let groups = match by {
            By::Time(bounds) => Groups::Time(Cut::new(bounds, open.zero_ms(), open.last())),
            By::Values(_) => Groups::Values(
                keys.iter_mut()
                    .zip(NEEDS.len()..)
                    .map(|(keys, place)| (place, texts(place).map(|text| keys.number(&text)).collect(), 0))
                    .collect(),
            ),
        };
        out.push(Tables {
            names: texts(0).map(|text| name(&text)).collect(),
            money: if money.iter().all(|money| *money == 0) { Vec::new() } else { money },
            currency: texts(2).map(|text| if *text == meaning.currency { -1 } else { 0 }).collect(),
            groups,
            visits,
        });
        visits += u64::from(open.turns_all());
    }
    // How many values there are is known when all parts have been looked at.
    for tables in &mut out {
        if let Groups::Values(columns) = &mut tables.groups {
            columns.iter_mut().zip(keys.iter()).for_each(|((.., size), keys)| *size = keys.names.len() as u32);
        }
    }
    out
}
