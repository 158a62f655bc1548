//! What the law says of a history, written down as plainly as it can be and apart from the program: who may be written to
//! is found by reading everything that was ever said, oldest first.

mod file;
mod known;

use std::collections::{BTreeMap, BTreeSet};

use hjemmel_model::Channel;

use self::known::Known;

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
}
