//! What the law says of a history, written down as plainly as it can be and apart from the program: who may be written to
//! is found by reading everything that was ever said, oldest first.

use std::collections::{BTreeMap, BTreeSet};

use hjemmel_model::Channel;

/// Topics there are.
pub const TOPICS: u8 = 2;
/// Addresses there are: three to which mail goes, two to which text messages go.
pub const ADDRESSES: usize = 5;
/// The addresses of a record that comes with several of them.
pub const OWNED: [&[usize]; 3] = [&[0, 3], &[1], &[2, 4]];

pub fn channel(address: usize) -> Channel {
    if address < 3 { Channel::Email } else { Channel::Sms }
}

/// Why an address is not written to, whatever was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// What was sent there came back, at that time.
    Returned(i64),
    Unwanted,
    Stopped,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Yes,
    No,
    /// Somebody entered the address, which is no answer.
    Asked,
}

/// One thing that was said: a yes, or a no to a topic or all of them, by a channel or every one.
#[derive(Clone, Debug)]
struct Said {
    address: usize,
    topic: Option<u8>,
    by: Option<Channel>,
    word: Word,
    at: i64,
}

impl Said {
    fn is_about(&self, topic: u8, by: Channel) -> bool {
        self.topic.is_none_or(|t| t == topic) && self.by.is_none_or(|b| b == by)
    }
}

/// What a restored backup is told.
#[derive(Clone, Debug)]
enum Told {
    /// What else it bound: other addresses, and records. It travels when it was said before, and two records that became one
    /// let it bind more.
    No {
        said: Said,
        addresses: BTreeSet<usize>,
        records: BTreeSet<u32>,
        travels: bool,
    },
    Shut(u32, bool),
    Same(u32, u32, bool),
    Erased {
        records: BTreeSet<u32>,
        never: Vec<usize>,
    },
}

/// What a row of a file says.
#[derive(Clone, Copy, Debug)]
pub enum RowKind {
    Yes(i64),
    NotYes,
    Nothing,
    No(Option<i64>),
    Returned,
    Unwanted,
}

/// What is known at a moment, and may be kept as a backup.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The record that each known address is of.
    pub owner: BTreeMap<usize, u32>,
    /// Records that are of one person.
    same: BTreeSet<(u32, u32)>,
    said: Vec<Said>,
    /// Records whose data is only stored.
    shut: BTreeSet<u32>,
    marks: BTreeMap<usize, Mark>,
    /// The newest button that confirms, of each address: about what, and in which mail.
    button: BTreeMap<usize, (u8, u32)>,
}

/// The law's own books.
#[derive(Clone, Debug, Default)]
pub struct Oracle {
    pub now: Known,
    told: Vec<(u32, Told)>,
    number: u32,
    records: u32,
    /// The newest mail with a button to each address, which is the one that is pressed: a restored backup may not know it.
    mails: BTreeMap<usize, u32>,
    backup: Option<(u32, Known)>,
}

impl Known {
    /// All records of the person that one is of.
    fn group(&self, record: u32) -> BTreeSet<u32> {
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
    fn heard(&self, address: usize) -> Vec<&Said> {
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
    fn paused(&self, address: usize) -> bool {
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

    fn no(&mut self, said: Said) {
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
    fn journaled(&self, said: &Said, travels: bool) -> Told {
        let mut addresses = self.addresses(said.address);
        addresses.retain(|a| *a != said.address && said.by.is_none_or(|by| by == channel(*a)));
        let records = self.group(self.owner[&said.address]);
        Told::No { said: said.clone(), addresses, records, travels }
    }

    fn told(&mut self, told: &Told) {
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

impl Oracle {
    fn tell(&mut self, told: Told) {
        self.number += 1;
        self.told.push((self.number, told));
    }

    /// The record with an address, a new one if nobody has it.
    pub fn come(&mut self, address: usize) -> u32 {
        self.records += 1;
        *self.now.owner.entry(address).or_insert(self.records)
    }

    /// Addresses that come together: of one record, or it is refused.
    pub fn come_together(&mut self, addresses: &[usize]) {
        let theirs: BTreeSet<u32> = addresses.iter().filter_map(|a| self.now.owner.get(a).copied()).collect();
        if theirs.len() < 2 && !addresses.iter().any(|a| self.now.paused(*a)) {
            self.records += 1;
            let record = theirs.first().copied().unwrap_or(self.records);
            self.now.owner.extend(addresses.iter().map(|a| (*a, record)));
        }
    }

    pub fn yes(&mut self, address: usize, topic: u8, at: i64) {
        let by = Some(channel(address));
        self.now.said.push(Said { address, topic: Some(topic), by, word: Word::Yes, at });
    }

    pub fn no(&mut self, address: usize, topic: Option<u8>, by: Option<Channel>, at: i64) {
        let said = Said { address, topic, by, word: Word::No, at };
        self.tell(self.now.journaled(&said, false));
        self.now.no(said);
    }

    /// A form was filled in, and a mail with a button goes to the address.
    pub fn enter(&mut self, address: usize, topic: u8, at: i64) {
        self.come(address);
        let by = Some(channel(address));
        self.now.said.push(Said { address, topic: Some(topic), by, word: Word::Asked, at });
        let mail = self.mails.entry(address).or_default();
        *mail += 1;
        self.now.button.insert(address, (topic, *mail));
    }

    /// The button is pressed: a yes, and a proof that the address lives.
    pub fn press(&mut self, address: usize, at: i64) {
        let newest = self.mails.get(&address).copied();
        if let Some((topic, mail)) = self.now.button.get(&address).copied()
            && Some(mail) == newest
        {
            self.now.button.remove(&address);
            if self.now.marked(address) != Some(Mark::Never) {
                self.now.marks.remove(&address);
            }
            self.yes(address, topic, at);
        }
    }

    /// A server saw them say so: it counts unless a no is as new.
    pub fn vouch(&mut self, address: usize, topic: u8, said_at: i64) {
        if self.now.paused(address) {
            return;
        }
        let about = self.now.heard(address).into_iter().filter(|s| s.is_about(topic, channel(address)));
        if about.clone().any(|s| s.word == Word::No && s.at >= said_at) {
            return;
        }
        let returned = |mark| matches!(mark, Mark::Returned(at) if at < said_at);
        if channel(address) == Channel::Sms && self.now.marked(address).is_some_and(returned) {
            self.now.marks.remove(&address);
        }
        self.yes(address, topic, said_at);
    }

    pub fn join(&mut self, one: usize, other: usize, same: bool) {
        let (Some(a), Some(b)) = (self.now.owner.get(&one).copied(), self.now.owner.get(&other).copied()) else {
            return;
        };
        // Parting ends nobody's pause.
        if a == b || (!same && self.now.paused(one)) {
            return;
        }
        let told = Told::Same(a, b, same);
        self.now.told(&told);
        self.tell(told);
        if same {
            // A backup may know only one of the two.
            let mut noes: Vec<Said> = Vec::new();
            for said in self.now.heard(one).into_iter().rev().filter(|s| s.word == Word::No) {
                if !noes.iter().any(|n| (n.address, n.topic, n.by) == (said.address, said.topic, said.by)) {
                    noes.push(said.clone());
                }
            }
            for said in noes.iter().rev() {
                self.tell(self.now.journaled(said, true));
            }
        }
    }

    pub fn shut(&mut self, address: usize, shut: bool) {
        if let Some(record) = self.now.owner.get(&address).copied() {
            self.now.told(&Told::Shut(record, shut));
            self.tell(Told::Shut(record, shut));
        }
    }

    pub fn erase(&mut self, address: usize, never: bool) {
        let Some(record) = self.now.owner.get(&address).copied() else { return };
        let theirs = self.now.addresses(address);
        let never = if never { theirs.iter().copied().collect() } else { Vec::new() };
        let told = Told::Erased { records: self.now.group(record), never };
        self.now.told(&told);
        // What they said before would lead to them.
        self.told.retain(|(_, t)| !matches!(t, Told::No { said, .. } if theirs.contains(&said.address)));
        for (_, told) in &mut self.told {
            if let Told::No { addresses, .. } = told {
                addresses.retain(|a| !theirs.contains(a));
            }
        }
        self.tell(told);
    }

    pub fn backup(&mut self) {
        self.backup = Some((self.number, self.now.clone()));
    }

    /// The backup, told what was taken away since.
    pub fn restore(&mut self) -> bool {
        let Some((number, known)) = self.backup.clone() else { return false };
        self.now = known;
        for (_, told) in self.told.iter().filter(|(n, _)| *n > number) {
            self.now.told(told);
        }
        true
    }

    /// A file: its noes first, and a yes only where nothing was ever said against it.
    pub fn import(&mut self, topic: u8, by: Channel, rows: &[(usize, RowKind)], at: i64) {
        let noes = |kind: &RowKind| !matches!(kind, RowKind::Yes(_) | RowKind::Nothing);
        let rows: Vec<_> = rows.iter().filter(|(a, _)| channel(*a) == by).copied().collect();
        let doubted: BTreeSet<usize> =
            rows.iter().filter(|(_, k)| matches!(k, RowKind::NotYes)).map(|(a, _)| *a).collect();
        for (address, kind) in rows.iter().filter(|(_, k)| noes(k)).chain(rows.iter().filter(|(_, k)| !noes(k))) {
            if self.now.marked(*address) == Some(Mark::Never) {
                continue;
            }
            let kind = if doubted.contains(address) && !noes(kind) { RowKind::Nothing } else { *kind };
            self.row(*address, kind, topic, by, at);
        }
    }

    fn row(&mut self, address: usize, kind: RowKind, topic: u8, by: Channel, at: i64) {
        if self.now.paused(address) && matches!(kind, RowKind::Yes(_) | RowKind::Nothing) {
            return;
        }
        let heard: Vec<Said> = self.now.heard(address).into_iter().cloned().collect();
        let about = || heard.iter().filter(|s| s.by.is_none_or(|b| b == by));
        // Of whoever stopped everything nothing is stored that does not say so again.
        let kept = matches!(kind, RowKind::Yes(_) | RowKind::NotYes) && self.now.marked(address).is_some();
        if kept && !self.now.owner.contains_key(&address) {
            return;
        }
        self.come(address);
        match kind {
            RowKind::Yes(said_at) => {
                let own = |s: &Said| s.word == Word::Yes && s.address == address && s.topic == Some(topic);
                // The same yes brought in again is no newer one.
                if !about().any(|s| s.word == Word::No || own(s)) && self.now.marked(address).is_none() {
                    self.yes(address, topic, said_at);
                }
            }
            RowKind::Nothing => {}
            // Who never said yes takes nothing back by not saying it.
            RowKind::NotYes => {
                let own_no = |s: &Said| s.word == Word::No && s.topic.is_none() && s.address == address;
                if about().fold(false, |yes, s| s.word == Word::Yes || (yes && !own_no(s))) {
                    self.no(address, None, Some(by), at);
                }
            }
            RowKind::No(until) => {
                // A topic to which every yes that stands came later is spared, and only that.
                let spared: Vec<u8> = (0..TOPICS)
                    .filter(|topic| {
                        let mut standing: Vec<&Said> = Vec::new();
                        for s in about().filter(|s| s.topic.is_none_or(|t| t == *topic)) {
                            match s.word {
                                Word::Yes => standing.push(s),
                                Word::No => standing.clear(),
                                Word::Asked => {}
                            }
                        }
                        !standing.is_empty() && until.is_some_and(|until| standing.iter().all(|s| s.at > until))
                    })
                    .collect();
                if spared.is_empty() {
                    return self.again(address, None, Some(by), at);
                }
                for topic in (0..TOPICS).filter(|t| !spared.contains(t)) {
                    self.again(address, Some(topic), Some(by), at);
                }
            }
            RowKind::Returned => drop(self.now.marks.entry(address).or_insert(Mark::Returned(at))),
            RowKind::Unwanted => {
                self.again(address, None, None, at);
                let mark = self.now.marks.entry(address).or_insert(Mark::Unwanted);
                if matches!(mark, Mark::Returned(_)) {
                    *mark = Mark::Unwanted;
                }
            }
        }
    }

    /// A no of a file: one that is the last word of the address already is not a new one.
    fn again(&mut self, address: usize, topic: Option<u8>, by: Option<Channel>, at: i64) {
        let covers = |s: &Said| {
            s.word == Word::No
                && s.address == address
                && s.topic.is_none_or(|t| topic == Some(t))
                && (s.by.is_none() || s.by == by)
        };
        let channel = channel(address);
        let about =
            |s: &&Said| s.by.is_none_or(|b| b == channel) && (topic.is_none() || s.topic.is_none() || s.topic == topic);
        let stands = self
            .now
            .heard(address)
            .into_iter()
            .filter(about)
            .fold(false, |no, s| s.word == Word::No && (no || covers(s)));
        if !stands {
            self.no(address, topic, by, at);
        }
    }
}
