//! Consent: what somebody chose, when, how, and what they were shown (B-20).

use serde::{Deserialize, Serialize};

use crate::{AtMs, ConsentId, Language, LawPack, NoticeHash, PurposeSet, SiteId};

/// A random number that stands for one browser under one group of purposes. Never zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct Surrogate(pub i64);

/// The place of a choice in the ledger: a later choice has a higher number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct GrantSeq(pub i64);

/// What happened to a consent (the words of ISO/IEC TS 27560 and the DPV).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ConsentEvent {
    /// Given, in whole or in part.
    Given,
    /// Changed or given again.
    Renewed,
    /// Taken back in whole or in part.
    Withdrawn,
}

impl ConsentEvent {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            ConsentEvent::Given => "given",
            ConsentEvent::Renewed => "renewed",
            ConsentEvent::Withdrawn => "withdrawn",
        }
    }
}

/// The control a person used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceControl {
    /// Accept everything named in the first layer.
    AcceptAll,
    /// Refuse everything.
    RefuseAll,
    /// Save a choice purpose by purpose.
    Save,
    /// Take everything back.
    Withdraw,
}

impl ChoiceControl {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            ChoiceControl::AcceptAll => "accept_all",
            ChoiceControl::RefuseAll => "refuse_all",
            ChoiceControl::Save => "save",
            ChoiceControl::Withdraw => "withdraw",
        }
    }
}

/// How the choice was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Act {
    /// The layer of the banner, 1 or 2.
    pub layer: u8,
    /// The control used.
    pub control: ChoiceControl,
    /// Whether the browser vouched for a real user act (B-28).
    pub trusted: bool,
}

/// One entry of the consent ledger. It holds no address, no user agent, and no surrogate in the clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ConsentRecord {
    /// Its id.
    pub id: ConsentId,
    /// Where it was given.
    pub site: SiteId,
    /// Its place in the ledger.
    pub seq: GrantSeq,
    /// What happened.
    pub event: ConsentEvent,
    /// Purposes allowed after it.
    pub granted: PurposeSet,
    /// Purposes said no to; what is in neither set is undecided.
    pub refused: PurposeSet,
    /// The notice shown.
    pub notice_version: u32,
    /// Its content address.
    pub notice_hash: NoticeHash,
    /// The language it was shown in.
    pub language: Language,
    /// The build of the banner that showed it.
    pub ui_build: String,
    /// How it was chosen.
    pub act: Act,
    /// Whether the browser sent Global Privacy Control.
    pub gpc: bool,
    /// The law it was given under.
    pub law: LawPack,
    /// When.
    pub at: AtMs,
    /// Until when it counts (B-18).
    pub expires_at: AtMs,
    /// Keyed hash of the surrogates: shows that two records are of one browser, and nothing else.
    pub subject: String,
}
