//! Counting: the numbers of a report over the open rows of one bucket, in one pass.
//!
//! A visitor's rows are met together, so that a visitor or visit is new to a group exactly when it is not the last that the
//! group saw: nothing is looked up. Only where a visit comes back after another is a set kept, of that one visitor.

use std::{collections::HashSet, sync::atomic::AtomicBool};

use hjemmel_model::{Ask, PAGE_VIEW, Sums};

use crate::{
    segment::{Need, Open, WORD},
    walk::{Ended, Stretch, ones, walk},
};

mod cut;
mod table;

pub use cut::Cut;
pub use table::{Block, Keys, Tables, tables};

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
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// How many of the open rows are views of a page, between each two times.
pub fn views_of(parts: &[Open], bounds: &[i64]) -> Vec<i64> {
    let mut out = vec![0; bounds.len().saturating_sub(1)];
    for open in parts {
        let Some(names) = open.column(0) else { continue };
        let table: Vec<bool> = names.texts().map(|name| name == PAGE_VIEW).collect();
        let open = open.clone().and(&names.pick(&table));
        let cut = Cut::new(bounds, open.zero_ms(), open.last());
        for (word, bits) in open.rows().words().iter().enumerate() {
            for bit in ones(*bits) {
                if let Some(number) = out.get_mut(cut.group(open.time(word * WORD + bit)) as usize) {
                    *number += 1;
                }
            }
        }
    }
    out
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

const VIEW: u8 = 1;
const CONVERSION: u8 = 2;

/// Open rows of a word that are looked at one by one.
const FEW: u32 = 8;

/// No value, and no group.
pub const NONE: u32 = u32::MAX;

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
                // Where few rows of a word are open, the others are not worth looking at.
                let few = open.rows().word(word).count_ones() <= FEW;
                if !few {
                    block.load(open, tables, word);
                }
                let (turns, before) = open.turns(word);
                let before = tables.visits + u64::from(before);
                for bit in ones(bits) {
                    let here = turns & (u64::MAX >> (63 - (bit & 63)));
                    let visit = before + u64::from(here.count_ones());
                    let (number, name, money) = match few {
                        true => Block::alone(open, tables, word * WORD + bit),
                        false => block.at(bit),
                    };
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
                block.load(open, tables, row / WORD);
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

/// Count the open rows of a bucket; nothing when it was given up, or there are more groups than can be counted.
pub fn tally(parts: &[Open], ended: &AtomicBool, meaning: &Meaning, by: &By) -> Option<Tallied> {
    let mut keys: Vec<Keys> = match by {
        By::Time(_) => Vec::new(),
        By::Values(columns) => (0..*columns).map(|_| Keys::default()).collect(),
    };
    let tables = tables(parts, meaning, by, &mut keys);
    let number = match by {
        By::Time(bounds) => bounds.len().saturating_sub(1),
        By::Values(_) => Keys::product(&keys)?,
    };
    if number > GROUPS_MAX {
        return None;
    }
    let mut tally = Tally {
        parts,
        tables,
        blocks: parts.iter().map(|_| Block::blank()).collect(),
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
    let some = |group: &Group| matches!(by, By::Time(_)) || group.sums.visitors > 0;
    let kept = groups.iter().enumerate().filter(|(_, group)| some(group));
    Some(Tallied {
        total: total.sums,
        groups: kept.map(|(number, group)| (Keys::named(&keys, number), group.sums)).collect(),
    })
}
