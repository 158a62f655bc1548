//! What is known of people and their addresses at a moment, and what follows from it.

use std::collections::{BTreeMap, BTreeSet};

use hjemmel_model::Channel;

use super::{Mark, Said, Told, Word, channel};

/// What is known at a moment, and may be kept as a backup.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The record that each known address is of.
    pub owner: BTreeMap<usize, u32>,
    /// Records that are of one person.
    same: BTreeSet<(u32, u32)>,
    pub(super) said: Vec<Said>,
    /// Records whose data is only stored.
    shut: BTreeSet<u32>,
    pub(super) marks: BTreeMap<usize, Mark>,
    /// The newest button that confirms, of each address: about what, and in which mail.
    pub(super) button: BTreeMap<usize, (u8, u32)>,
}

impl Known {
    /// All records of the person that one is of.
    pub(super) fn group(&self, record: u32) -> BTreeSet<u32> {
        let mut all = BTreeSet::from([record]);
        loop {
            let more: Vec<u32> = self.same.iter().filter(|(a, _)| all.contains(a)).map(|(_, b)| *b).collect();
            let before = all.len();
            all.extend(more);
            if all.len() == before {
                return all;
            }
        }
    }

    /// Every address of the person that has this one.
    pub fn addresses(&self, address: usize) -> BTreeSet<usize> {
        let Some(record) = self.owner.get(&address) else { return BTreeSet::new() };
        let group = self.group(*record);
        self.owner.iter().filter(|(_, r)| group.contains(r)).map(|(a, _)| *a).collect()
    }

    /// What was said on any address of the person that has this one, oldest first.
    pub(super) fn heard(&self, address: usize) -> Vec<&Said> {
        let theirs = self.addresses(address);
        self.said.iter().filter(|s| theirs.contains(&s.address)).collect()
    }

    /// May it be written to? The last yes of this very address that no later no of the person ended.
    pub fn may(&self, address: usize, topic: u8) -> bool {
        self.owner.contains_key(&address)
            && !self.marks.contains_key(&address)
            && !self.paused(address)
            && self.yes(address, topic)
    }

    /// Whether the data of whoever has it is only stored.
    pub(super) fn paused(&self, address: usize) -> bool {
        let record = self.owner.get(&address);
        record.is_some_and(|record| self.group(*record).iter().any(|r| self.shut.contains(r)))
    }

    fn yes(&self, address: usize, topic: u8) -> bool {
        let about = self.heard(address).into_iter().filter(|s| s.is_about(topic, channel(address)));
        about.fold(false, |may, s| match s.word {
            Word::Yes => may || s.address == address,
            Word::No => false,
            Word::Asked => may,
        })
    }

    pub fn marked(&self, address: usize) -> Option<Mark> {
        self.marks.get(&address).copied()
    }

    pub(super) fn no(&mut self, said: Said) {
        if said.by.is_none_or(|by| by == Channel::Email) {
            for address in self.addresses(said.address) {
                self.button.remove(&address);
            }
        }
        self.said.push(said);
    }

    fn forget(&mut self, records: &BTreeSet<u32>) {
        let gone: Vec<usize> = self.owner.iter().filter(|(_, r)| records.contains(r)).map(|(a, _)| *a).collect();
        for address in gone {
            self.owner.remove(&address);
            self.button.remove(&address);
            self.said.retain(|s| s.address != address);
            if self.marks.get(&address) != Some(&Mark::Never) {
                self.marks.remove(&address);
            }
        }
        self.same.retain(|(a, b)| !records.contains(a) && !records.contains(b));
        self.shut.retain(|r| !records.contains(r));
    }

    /// Whoever it bound is bound again; an address that is not known is marked.
    fn told_no(&mut self, said: &Said, addresses: &BTreeSet<usize>, records: &BTreeSet<u32>, travels: bool) {
        let group = match self.owner.get(&said.address) {
            Some(record) => self.group(*record),
            None => BTreeSet::new(),
        };
        let mut bound = Vec::new();
        match group.is_empty() {
            true => drop(self.marks.entry(said.address).or_insert(Mark::Stopped)),
            false => bound.extend(Some(said.address).filter(|_| !travels)),
        }
        let mut heard = group.clone();
        for address in addresses {
            match self.owner.get(address) {
                None => drop(self.marks.entry(*address).or_insert(Mark::Stopped)),
                Some(record) if !group.contains(record) => {
                    bound.push(*address);
                    heard.insert(*record);
                }
                Some(_) => {}
            }
        }
        for record in records.iter().filter(|record| !heard.contains(record)) {
            bound.extend(self.owner.iter().find(|(_, r)| *r == record).map(|(a, _)| *a));
        }
        for address in bound {
            self.no(Said { address, ..said.clone() });
        }
    }

    /// A no as the journal has it.
    pub(super) fn journaled(&self, said: &Said, travels: bool) -> Told {
        let mut addresses = self.addresses(said.address);
        addresses.retain(|a| *a != said.address && said.by.is_none_or(|by| by == channel(*a)));
        let records = self.group(self.owner[&said.address]);
        Told::No { said: said.clone(), addresses, records, travels }
    }

    pub(super) fn told(&mut self, told: &Told) {
        let there = |known: &Known, record: u32| known.owner.values().any(|r| *r == record);
        match told {
            Told::No { said, addresses, records, travels } => self.told_no(said, addresses, records, *travels),
            Told::Shut(record, true) if there(self, *record) => drop(self.shut.insert(*record)),
            Told::Shut(record, _) => drop(self.shut.remove(record)),
            Told::Same(a, b, true) if there(self, *a) && there(self, *b) => self.same.extend([(*a, *b), (*b, *a)]),
            Told::Same(_, _, true) => {}
            Told::Same(a, b, false) => self.same.retain(|pair| *pair != (*a, *b) && *pair != (*b, *a)),
            Told::Erased { records, never } => {
                self.forget(records);
                self.marks.extend(never.iter().map(|a| (*a, Mark::Never)));
            }
        }
    }
}
