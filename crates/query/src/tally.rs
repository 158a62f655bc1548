//! Counting: the numbers of a report over the open rows of one bucket, in one pass.
//!
//! A visitor's rows are met together, so that a visitor or visit is new to a group exactly when it is not the last that the
//! group saw: nothing is looked up. Only where a visit comes back after another is a set kept, of that one visitor.

use std::{
    collections::{HashMap, HashSet},
    sync::atomic::AtomicBool,
};

use hjemmel_model::{Ask, Sums};

use crate::{
    segment::{Need, Open, WORD},
    walk::{Ended, Stretch, ones, walk},
};

mod cut;

use cut::Cut;

/// The columns that sums need, before those that groups are made by.
pub const NEEDS: [&str; 3] = ["name", "value_minor", "currency"];

/// The columns that sums need.
pub fn needs() -> Vec<Need> {
    NEEDS.iter().filter_map(|name| Need::named(name)).collect()
}

/// What rows are counted by.
#[derive(Clone, Debug)]
pub enum By {
    /// The intervals between these times.
    Time(Vec<i64>),
    /// The values of so many columns, which stand behind those of [`needs`].
    Values(usize),
}

/// What counts as what.
#[derive(Clone, Debug)]
pub struct Meaning {
    conversions: Vec<String>,
    currency: String,
}

impl Meaning {
    /// As a report asks.
    pub fn of(ask: &Ask) -> Meaning {
        Meaning { conversions: ask.conversions.clone(), currency: ask.currency.clone() }
    }
}

/// How many of the open rows are views of a page.
pub fn views(parts: &[Open]) -> i64 {
    let of_part = |open: &Open| {
        let Some(names) = open.column(0) else { return 0 };
        let table: Vec<bool> = names.texts().map(|name| name == PAGE_VIEW).collect();
        i64::from(open.clone().and(&names.pick(&table)).rows().count())
    };
    parts.iter().map(of_part).sum()
}

/// What one row comes to.
pub fn counted(open: &Open, row: usize, meaning: &Meaning) -> Sums {
    let text = |place: usize| open.column(place).map(|column| column.text(row)).unwrap_or_default();
    let (name, currency) = (text(0), text(2));
    let money = open.column(1).map_or(0, |column| column.number(row));
    Sums {
        visitors: 1,
        sessions: 1,
        page_views: i64::from(name == PAGE_VIEW),
        conversions: i64::from(meaning.conversions.iter().any(|c| *c == name)),
        revenue_minor: if *currency == meaning.currency { money } else { 0 },
    }
}

/// The name of a view of a page.
const PAGE_VIEW: &str = "page_view";

const VIEW: u8 = 1;
const CONVERSION: u8 = 2;

/// No group.
const NONE: u32 = u32::MAX;

/// Most groups that are counted at once.
pub const GROUPS_MAX: usize = 1 << 24;

#[derive(Clone, Default)]
struct Group {
    visitor: u32,
    visit: u64,
    sums: Sums,
}

impl Group {
    fn see(&mut self, visitor: u32, visit: u64) {
        if self.visit != visit {
            self.visit = visit;
            self.sums.sessions += 1;
            self.sums.visitors += i64::from(self.visitor != visitor);
            self.visitor = visitor;
        }
    }

    fn add(&mut self, name: u8, money: i64) {
        self.sums.page_views += i64::from(name & VIEW);
        self.sums.conversions += i64::from((name & CONVERSION) >> 1);
        self.sums.revenue_minor = self.sums.revenue_minor.wrapping_add(money);
    }
}

/// What the rows of one part say, by the numbers of their values.
struct Tables {
    names: Vec<u8>,
    money: Vec<i64>,
    /// All bits for the currency that is summed, none for others.
    currency: Vec<i64>,
    groups: Groups,
    /// Visits before those of this part.
    visits: u64,
}

enum Groups {
    Time(Cut),
    /// Place of a column, the group of each of its values, and how many groups there are by it.
    Values(Vec<(usize, Vec<u32>, u32)>),
}

/// What the rows of a word come to.
struct Block {
    word: usize,
    group: [u32; WORD],
    name: [u8; WORD],
    money: [i64; WORD],
}

impl Block {
    /// Group, name and money of a row.
    fn at(&self, bit: usize) -> (u32, u8, i64) {
        fn of<T: Copy + Default>(all: &[T; WORD], bit: usize) -> T {
            all.get(bit % WORD).copied().unwrap_or_default()
        }
        (of(&self.group, bit), of(&self.name, bit), of(&self.money, bit))
    }

    fn load(&mut self, open: &Open, tables: &Tables, word: usize) {
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
struct Keys {
    of: HashMap<Box<str>, u32>,
    names: Vec<Box<str>>,
}

impl Keys {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(known) = self.of.get(text) {
            return *known;
        }
        let next = self.names.len() as u32;
        self.of.insert(text.into(), next);
        self.names.push(text.into());
        next
    }
}

/// What one bucket comes to.
pub struct Tallied {
    /// Over all rows.
    pub total: Sums,
    /// By the number of the interval, or by the values.
    pub groups: Vec<(Vec<Box<str>>, Sums)>,
}

/// Counting over some parts.
struct Tally<'a> {
    parts: &'a [Open],
    tables: Vec<Tables>,
    blocks: Vec<Block>,
    groups: Vec<Group>,
    total: Group,
    visitor: u32,
    /// Visits of a tangled visitor, by group; that of all rows is [`NONE`].
    met: HashSet<(u32, i64)>,
}

impl Tally<'_> {
    fn visitor(&mut self, stretches: &[Stretch], tangled: bool) {
        self.visitor += 1;
        if tangled {
            return self.tangled(stretches);
        }
        for stretch in stretches {
            let place = stretch.part;
            let (Some(open), Some(tables)) = (self.parts.get(place), self.tables.get(place)) else { continue };
            let Some(block) = self.blocks.get_mut(place) else { continue };
            for (word, bits) in stretch.words(open) {
                if block.word != word {
                    block.load(open, tables, word);
                }
                let (turns, before) = open.turns(word);
                let before = tables.visits + u64::from(before);
                for bit in ones(bits) {
                    let here = turns & (u64::MAX >> (63 - (bit & 63)));
                    let visit = before + u64::from(here.count_ones());
                    let (number, name, money) = block.at(bit);
                    let Some(group) = self.groups.get_mut(number as usize) else { continue };
                    self.total.see(self.visitor, visit);
                    group.see(self.visitor, visit);
                    group.add(name, money);
                }
            }
        }
    }

    /// Of a visitor of whom a visit comes back, each is looked up.
    #[cold]
    fn tangled(&mut self, stretches: &[Stretch]) {
        self.met.clear();
        for stretch in stretches {
            let place = stretch.part;
            let (Some(open), Some(tables)) = (self.parts.get(place), self.tables.get(place)) else { continue };
            let Some(block) = self.blocks.get_mut(place) else { continue };
            for row in stretch.rows(open) {
                if block.word != row / WORD {
                    block.load(open, tables, row / WORD);
                }
                let (bit, visit) = (row % WORD, open.visit(row));
                let (number, name, money) = block.at(bit);
                let Some(group) = self.groups.get_mut(number as usize) else { continue };
                for (group, number) in [(&mut self.total, NONE), (&mut *group, number)] {
                    group.sums.sessions += i64::from(self.met.insert((number, visit)));
                    group.sums.visitors += i64::from(group.visitor != self.visitor);
                    group.visitor = self.visitor;
                }
                group.add(name, money);
            }
        }
    }
}

fn tables(parts: &[Open], meaning: &Meaning, by: &By, keys: &mut [Keys]) -> Vec<Tables> {
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
                    .map(|(keys, place)| {
                        let number = |t: std::borrow::Cow<'_, str>| if t.is_empty() { NONE } else { keys.number(&t) };
                        (place, texts(place).map(number).collect(), 0)
                    })
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

/// Count the open rows of a bucket; nothing when it was given up, or there are more groups than can be counted.
pub fn tally(parts: &[Open], ended: &AtomicBool, meaning: &Meaning, by: &By) -> Option<Tallied> {
    let mut keys: Vec<Keys> = match by {
        By::Time(_) => Vec::new(),
        By::Values(columns) => (0..*columns).map(|_| Keys::default()).collect(),
    };
    let tables = tables(parts, meaning, by, &mut keys);
    let number = match by {
        By::Time(bounds) => bounds.len().saturating_sub(1),
        By::Values(_) => keys.iter().try_fold(1usize, |product, keys| product.checked_mul(keys.names.len()))?,
    };
    if number > GROUPS_MAX {
        return None;
    }
    let blocks =
        parts.iter().map(|_| Block { word: usize::MAX, group: [NONE; WORD], name: [0; WORD], money: [0; WORD] });
    let mut tally = Tally {
        parts,
        tables,
        blocks: blocks.collect(),
        groups: vec![Group::default(); number],
        total: Group::default(),
        visitor: 0,
        met: HashSet::new(),
    };
    match walk(parts, ended, |stretches, tangled| tally.visitor(stretches, tangled)) {
        Ok(()) => {}
        Err(Ended) => return None,
    }
    let Tally { groups, mut total, .. } = tally;
    for group in &groups {
        total.sums.page_views += group.sums.page_views;
        total.sums.conversions += group.sums.conversions;
        total.sums.revenue_minor = total.sums.revenue_minor.wrapping_add(group.sums.revenue_minor);
    }
    let named = |number: usize| {
        let mut rest = number;
        let mut names: Vec<Box<str>> = Vec::with_capacity(keys.len());
        for keys in keys.iter().rev() {
            names.push(keys.names.get(rest % keys.names.len().max(1)).cloned().unwrap_or_default());
            rest /= keys.names.len().max(1);
        }
        names.reverse();
        names
    };
    let some = |group: &Group| matches!(by, By::Time(_)) || group.sums.visitors > 0;
    let kept = groups.iter().enumerate().filter(|(_, group)| some(group));
    Some(Tallied { total: total.sums, groups: kept.map(|(number, group)| (named(number), group.sums)).collect() })
}
