//! A row of a file of people: what it says, what it ends, and what came of it.

use hjemmel_model::{
    AtMs, Channel, FormId, IdentifierId, IdentifierKind, Language, PermissionEvent, PermissionId, PermissionRecord,
    PersonId, TopicId,
};
use hjemmel_policy::{RowClaim, RowOutcome};

/// What a row of a file says about an address.
#[derive(Clone, Debug)]
pub enum RowSays {
    /// Its holder said yes, with evidence for it.
    Yes {
        /// When.
        at: AtMs,
        /// Where.
        page: String,
        /// The words that were shown.
        wording: String,
        /// Whether some of this is what a member of staff vouches for of the whole file, and not what the row says.
        vouched: bool,
    },
    /// That they did not say yes; a yes that stands here ends with it.
    NotYes,
    /// Nothing that could be used.
    Nothing,
    /// Its holder wants no more.
    No {
        /// When they said so, where that is known.
        at: Option<AtMs>,
    },
    /// What was sent to it came back.
    Bounced,
    /// Its holder called mail to it unwanted.
    Complained,
}

impl RowSays {
    /// What of it decides what comes of the row.
    pub(super) fn claim(&self) -> RowClaim {
        match self {
            RowSays::Yes { .. } => RowClaim::Yes,
            RowSays::NotYes => RowClaim::NotYes,
            RowSays::Nothing => RowClaim::Nothing,
            RowSays::No { .. } => RowClaim::No,
            RowSays::Bounced | RowSays::Complained => RowClaim::Ended,
        }
    }

    /// Whether it takes something away.
    pub fn is_no(&self) -> bool {
        matches!(self, RowSays::No { .. } | RowSays::NotYes | RowSays::Bounced | RowSays::Complained)
    }
}

/// Another way the person of a row is known: a number, or an address that the row says nothing about.
#[derive(Clone, Debug)]
pub struct ImportNumber {
    /// Its id, if it is new.
    pub id: IdentifierId,
    /// What it is.
    pub kind: IdentifierKind,
    /// It, in its normal form.
    pub value: String,
}

/// A row to bring in.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Id of the person, if they are new.
    pub person: PersonId,
    /// Id of the address, if it is new.
    pub identifier: IdentifierId,
    /// Id of its ledger entry.
    pub entry: PermissionId,
    /// The channel that it says yes or no to: the file's, or for a no beside it another one.
    pub channel: Channel,
    /// The address or number it is about, in its normal form.
    pub address: String,
    /// The language.
    pub language: Language,
    /// What it says.
    pub says: RowSays,
    /// Numbers of the same person.
    pub numbers: Vec<ImportNumber>,
    /// What else is known about them, by name. What is known already stands.
    pub attributes: Vec<(String, String)>,
}

impl ImportRow {
    /// The e-mail address that stands in a row about a number.
    pub(super) fn email(&self) -> Option<&str> {
        self.numbers.iter().find(|n| n.kind == IdentifierKind::Email).map(|n| n.value.as_str())
    }
}

/// For which topic and under which form rows count.
#[derive(Clone, Debug)]
pub struct ImportFor {
    /// The topic.
    pub topic: TopicId,
    /// The form whose sender people said yes to.
    pub form: (FormId, u32),
    /// When they are brought in.
    pub at: AtMs,
}

/// What a no of that moment ends: everything, or each topic with no later yes, the file's own among them.
/// `own` are the entries of the very address.
pub(super) fn stops<'a>(
    said: impl Iterator<Item = &'a PermissionRecord> + Clone,
    own: impl Fn(&'a PermissionRecord) -> bool,
    at: AtMs,
    topic: &TopicId,
) -> Vec<Option<TopicId>> {
    let yeses = said.clone().filter(|e| e.event == PermissionEvent::Given);
    let no = |e: &PermissionRecord| matches!(e.event, PermissionEvent::Withdrawn | PermissionEvent::Objected);
    let ends = |e: &PermissionRecord, yes: &PermissionRecord| {
        no(e) && e.seq > yes.seq && (e.topic.is_none() || e.topic == yes.topic)
    };
    // A topic is spared when every yes to it that stands, on whatever address and to whatever sender, came later.
    let later = |about: &Option<TopicId>| {
        let mut standing =
            yeses.clone().filter(|yes| yes.topic == *about && !said.clone().any(|e| ends(e, yes))).peekable();
        standing.peek().is_some() && standing.all(|yes| yes.at > at)
    };
    let mut topics: Vec<_> = yeses.clone().map(|e| e.topic.clone()).chain([Some(topic.clone())]).collect();
    topics.sort();
    topics.dedup();
    if !topics.iter().any(later) {
        return vec![None];
    }
    // One that is ended already needs no second no; by this address itself, because two records may be parted again.
    let ended = |about: &Option<TopicId>| {
        let said = || said.clone().filter(|e| e.topic == *about || e.topic.is_none());
        let last = said().filter(|e| !no(e)).last().map(|e| e.seq);
        said().any(|e| no(e) && own(e) && Some(e.seq) > last)
    };
    topics.retain(|about| !later(about) && !ended(about));
    topics
}

/// What came of a row and of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowCame {
    /// What came of the row.
    pub outcome: RowOutcome,
    /// How many of its numbers belong to somebody else, and were left out.
    pub taken: i64,
}
