//! What the ledger of a person says about a channel, and what a no of a file still takes from it.

use hjemmel_model::{AtMs, GrantSeq, PermissionEvent, PermissionRecord, TopicId};

use super::{RowClaim, RowFacts};

fn no(e: &PermissionRecord) -> bool {
    matches!(e.event, PermissionEvent::Withdrawn | PermissionEvent::Objected)
}

fn yes(e: &PermissionRecord) -> bool {
    e.event == PermissionEvent::Given
}

/// What was said about the channel of a row, oldest first.
pub(super) struct Heard<'a> {
    facts: &'a RowFacts<'a>,
    said: Vec<&'a PermissionRecord>,
}

impl<'a> Heard<'a> {
    pub(super) fn of(facts: &'a RowFacts<'a>) -> Heard<'a> {
        let said = facts.said.iter().filter(|e| e.channel.is_none_or(|by| by == facts.by)).collect();
        Heard { facts, said }
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = &'a PermissionRecord> + Clone {
        self.said.iter().copied()
    }

    /// Whether it was said of this very address.
    fn own(&self, e: &PermissionRecord) -> bool {
        self.facts.address.as_ref().is_some_and(|address| address.identifier == e.identifier)
    }

    /// Whether a no of theirs was ever heard.
    pub(super) fn said_no(&self) -> bool {
        self.all().any(no)
    }

    /// Whether this address said yes to what the file is about, to the sender that it names.
    pub(super) fn said_this_yes(&self) -> bool {
        let same = |e: &PermissionRecord| e.topic.as_ref() == Some(self.facts.topic);
        let sender = |e: &PermissionRecord| e.form.as_ref().is_some_and(|(form, _)| form == self.facts.form);
        self.all().any(|e| yes(e) && self.own(e) && same(e) && sender(e))
    }

    fn last_yes(&self) -> Option<GrantSeq> {
        self.all().rfind(|e| yes(e)).map(|e| e.seq)
    }

    /// The last no to everything of this very address: one of a record that it was joined with counts only for as long as
    /// they are, and one that a form came after leaves the button in its mail.
    fn last_own_no(&self, complained: bool) -> Option<GrantSeq> {
        let whole = |e: &PermissionRecord| e.topic.is_none() && (e.channel.is_none() || !complained);
        self.all().rfind(|e| no(e) && self.own(e) && whole(e)).map(|e| e.seq)
    }

    /// Whether no yes came after that.
    fn ended(&self, complained: bool) -> bool {
        self.last_own_no(complained).is_some_and(|no| self.last_yes().is_none_or(|yes| yes < no))
    }

    /// Whether a yes of theirs stands, of any kind.
    pub(super) fn yes_stands(&self) -> bool {
        self.last_yes().is_some() && !self.ended(false)
    }

    /// Whether a no to everything is the last word of this very address already.
    pub(super) fn ended_by_itself(&self, claim: RowClaim) -> bool {
        let complained = claim == RowClaim::Complained;
        let last = self.last_own_no(complained).filter(|_| self.ended(complained));
        last.is_some_and(|last| self.all().all(|e| no(e) || e.seq < last))
    }

    /// The noes that a claim comes to: to everything, or to each topic that no later yes spares.
    pub(super) fn noes(&self, claim: RowClaim) -> Vec<Option<TopicId>> {
        match claim {
            RowClaim::No { at: Some(at) } => self.noes_until(at),
            // Who never said yes takes nothing back by not saying it.
            RowClaim::NotYes if self.last_yes().is_none() => Vec::new(),
            RowClaim::No { at: None } | RowClaim::NotYes | RowClaim::Complained => vec![None],
            RowClaim::Yes | RowClaim::Nothing | RowClaim::Bounced => Vec::new(),
        }
    }

    fn noes_until(&self, at: AtMs) -> Vec<Option<TopicId>> {
        let of_yeses = self.all().filter(|e| yes(e)).map(|e| e.topic.clone());
        let mut topics: Vec<_> = of_yeses.chain(self.facts.topics.iter().cloned().map(Some)).collect();
        topics.push(Some(self.facts.topic.clone()));
        topics.sort();
        topics.dedup();
        if !topics.iter().any(|about| self.later(about, at)) {
            return vec![None];
        }
        topics.retain(|about| !self.later(about, at) && !self.ended_about(about));
        topics
    }

    /// A topic is spared when every yes to it that stands, on whatever address and to whatever sender, came later.
    fn later(&self, about: &Option<TopicId>, at: AtMs) -> bool {
        let ends = |e: &PermissionRecord, yes: &PermissionRecord| {
            no(e) && e.seq > yes.seq && (e.topic.is_none() || e.topic == yes.topic)
        };
        let yeses = self.all().filter(|e| yes(e) && e.topic == *about);
        let mut standing = yeses.filter(|yes| !self.all().any(|e| ends(e, yes))).peekable();
        standing.peek().is_some() && standing.all(|yes| yes.at > at)
    }

    /// One that is ended already needs no second no; by this address itself, because two records may be parted again.
    fn ended_about(&self, about: &Option<TopicId>) -> bool {
        let said = || self.all().filter(|e| e.topic == *about || e.topic.is_none());
        let last = said().rfind(|e| !no(e)).map(|e| e.seq);
        said().any(|e| no(e) && self.own(e) && Some(e.seq) > last)
    }
}
