//! What a file that is brought in comes to.

use std::collections::BTreeSet;

use hjemmel_model::Channel;

use super::{Mark, Oracle, RowKind, Said, TOPICS, Word, channel};

impl Oracle {
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
