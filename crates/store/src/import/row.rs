//! A row of a file of people: what it says, what it ends, and what came of it.

use hjemmel_model::{AtMs, Channel, FormId, IdentifierId, IdentifierKind, Language, PermissionId, PersonId, TopicId};
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
            RowSays::No { at } => RowClaim::No { at: *at },
            RowSays::Bounced => RowClaim::Bounced,
            RowSays::Complained => RowClaim::Complained,
        }
    }

    /// Whether it takes something away.
    pub fn is_no(&self) -> bool {
        self.claim().is_no()
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

/// What came of a row and of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowCame {
    /// What came of the row.
    pub outcome: RowOutcome,
    /// How many of its numbers belong to somebody else, and were left out.
    pub taken: i64,
}
