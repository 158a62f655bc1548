//! Pauses: a person's data is only stored (GDPR 18), from when, and what they were told before it is used again.

use serde::{Deserialize, Serialize};

use crate::{AtMs, PauseId, PersonId};

/// What Article 18(2) allows to be done with data that is only stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PauseException {
    /// The person agreed to just this, or did it themself.
    Consent,
    /// To establish, exercise or defend a legal claim.
    Claims,
    /// To protect the rights of somebody else.
    OthersRights,
    /// An important public interest of the Union or a member state.
    PublicInterest,
}

impl PauseException {
    /// As written down.
    pub fn name(self) -> &'static str {
        match self {
            PauseException::Consent => "consent",
            PauseException::Claims => "claims",
            PauseException::OthersRights => "others_rights",
            PauseException::PublicInterest => "public_interest",
        }
    }
}

/// How the person was told that the pause ends (18(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum PauseTold {
    /// By a mail to their confirmed address.
    Mail {
        /// When the next server took it; nothing while it has not.
        taken_at_ms: Option<i64>,
        /// Whether it cannot be delivered: then they were not told.
        failed: bool,
    },
    /// By a letter.
    Letter {
        /// The day on which it was sent: its first moment, in milliseconds.
        sent_on_ms: i64,
    },
}

/// One time during which a person's data is only stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Its id.
    pub id: PauseId,
    /// The record that it was begun for; those that are joined with it are paused too.
    pub person: PersonId,
    /// Since when.
    pub began_at: AtMs,
    /// Who began it: a user, or `person`.
    pub began_by: String,
    /// How the person was told that it ends.
    pub told: Option<PauseTold>,
    /// Who told them.
    pub told_by: String,
}
