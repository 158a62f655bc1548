//! What comes of a row of a file of people: decided on the whole ledger of the person it is about, and on nothing else.
//!
//! Invariant: a row takes away at once and gives only where nothing was ever said against it; so neither the order of rows nor
//! the same file twice changes anything.

mod noes;

#[cfg(test)]
mod tests;

use hjemmel_model::{AtMs, Channel, FormId, IdentifierId, PermissionEvent, PermissionRecord, TopicId};
use serde::Serialize;

use crate::reach::Suppression;
use noes::Heard;

/// What a row says about an address, as far as it decides what comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowClaim {
    /// Its holder said yes, with evidence for it.
    Yes,
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
    /// Its holder called what they got unwanted.
    Complained,
}

impl RowClaim {
    /// Whether it takes something away.
    pub fn is_no(self) -> bool {
        !matches!(self, RowClaim::Yes | RowClaim::Nothing)
    }
}

/// An address that is known already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowAddress {
    /// It.
    pub identifier: IdentifierId,
    /// Whether its holder showed that it is theirs.
    pub verified: bool,
    /// Whether it came by a form.
    pub by_form: bool,
}

/// What is known of an address before a row about it.
#[derive(Clone, Debug)]
pub struct RowFacts<'a> {
    /// The channel that the row is about.
    pub by: Channel,
    /// The topic that its file is about.
    pub topic: &'a TopicId,
    /// The form whose sender its people said yes to.
    pub form: &'a FormId,
    /// Every topic of the organisation.
    pub topics: &'a [TopicId],
    /// The address, where it is known.
    pub address: Option<RowAddress>,
    /// The mark on it.
    pub mark: Option<Suppression>,
    /// The marks on whatever else the row knows the same person by.
    pub other_marks: Vec<Suppression>,
    /// All that was said on any record of the person, oldest first.
    pub said: Vec<PermissionRecord>,
    /// Whether the person's data is only stored (GDPR 18).
    pub paused: bool,
}

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// A yes that may be used from now on.
    Usable,
    /// Brought in, and not usable: evidence is missing.
    Stored,
    /// They are known already, and have said the same or more.
    Known,
    /// They have said no before, here or in this file: that stands.
    SaidNo,
    /// A no that was brought in, and binds.
    Stopped,
    /// They want no mail ever, and are not even stored.
    NoMail,
    /// They were erased while the file was gone through, and are not brought back.
    Erased,
    /// Their data is only stored: nothing of the row is brought in while that stands.
    Restricted,
}

impl RowOutcome {
    /// Whether the address is stored for it.
    pub fn changes(self) -> bool {
        matches!(self, RowOutcome::Usable | RowOutcome::Stored | RowOutcome::Stopped)
    }

    /// Its name, as in reports.
    pub fn name(self) -> &'static str {
        match self {
            RowOutcome::Usable => "usable",
            RowOutcome::Stored => "stored",
            RowOutcome::Known => "known",
            RowOutcome::SaidNo => "said_no",
            RowOutcome::Stopped => "stopped",
            RowOutcome::NoMail => "no_mail",
            RowOutcome::Erased => "erased",
            RowOutcome::Restricted => "restricted",
        }
    }
}

/// What is to be done about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowDecision {
    /// What came of it, as its report says.
    pub outcome: RowOutcome,
    /// The noes to enter: each to a topic, or to everything with `None`. Empty when what it takes away is taken already.
    pub noes: Vec<Option<TopicId>>,
    /// Whether no later file may give the address a yes until somebody has looked: what was said against it ended nothing
    /// that stands, and stands in no ledger.
    pub bars: bool,
    /// Whether more may be stored about the person: other numbers, attributes.
    pub more: bool,
}

/// Decide a row.
pub fn decide_row(facts: &RowFacts<'_>, claim: RowClaim) -> RowDecision {
    let marks = || facts.mark.iter().chain(&facts.other_marks);
    if marks().any(|mark| *mark == Suppression::NoMail) {
        return RowDecision { outcome: RowOutcome::NoMail, noes: Vec::new(), bars: false, more: false };
    }
    // A no is always heard; whatever else a file says of them waits for its next turn.
    if facts.paused && !claim.is_no() {
        return RowDecision { outcome: RowOutcome::Restricted, noes: Vec::new(), bars: false, more: false };
    }
    let heard = Heard::of(facts);
    // Another way the same person is known tells of them too, where they stopped everything.
    let stopped = facts.mark.is_some() || marks().any(|mark| *mark == Suppression::Stopped);
    let noes = heard.noes(claim);
    let outcome = outcome(facts, &heard, claim, (stopped || heard.said_no(), noes.is_empty()));
    // Who was entered in a form and never answers goes in a fortnight, and leaves no number behind.
    let outcome = match outcome {
        // That they did not say yes is no reason to write another address of theirs down.
        RowOutcome::Stored if facts.paused => RowOutcome::Restricted,
        outcome => outcome,
    };
    let unanswered = facts.address.as_ref().is_some_and(|address| address.by_form && !address.verified)
        && facts.said.iter().all(|e| e.event == PermissionEvent::Asked);
    let stands = outcome == RowOutcome::Stopped && heard.ended_by_itself(claim);
    RowDecision {
        outcome,
        bars: matches!(claim, RowClaim::No { .. }) && noes.is_empty() && !heard.said_no(),
        more: !facts.paused && (!unanswered || outcome == RowOutcome::Usable),
        noes: if outcome == RowOutcome::Stopped && !stands { noes } else { Vec::new() },
    }
}

fn outcome(
    facts: &RowFacts<'_>,
    heard: &Heard<'_>,
    claim: RowClaim,
    (said_no, takes_nothing): (bool, bool),
) -> RowOutcome {
    let unused = match facts.address {
        _ if said_no => RowOutcome::SaidNo,
        Some(_) => RowOutcome::Known,
        None => RowOutcome::Stored,
    };
    match claim {
        RowClaim::Yes if said_no => RowOutcome::SaidNo,
        RowClaim::Yes if heard.said_this_yes() => RowOutcome::Known,
        RowClaim::Yes => RowOutcome::Usable,
        RowClaim::Nothing if facts.address.is_some() => unused,
        RowClaim::Nothing => RowOutcome::Stored,
        RowClaim::NotYes if heard.yes_stands() => RowOutcome::Stopped,
        RowClaim::NotYes => unused,
        // They said yes again after that no, to all they had: it is answered.
        RowClaim::No { .. } if takes_nothing => RowOutcome::Known,
        RowClaim::No { .. } | RowClaim::Bounced | RowClaim::Complained => RowOutcome::Stopped,
    }
}
