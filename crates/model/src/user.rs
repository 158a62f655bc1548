//! Staff: roles and what each may do.

use serde::{Deserialize, Serialize};

/// What a member of staff is here for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Runs the organisation's account.
    Owner,
    /// Reaches people.
    Marketer,
    /// Reads reports.
    Analyst,
    /// Data-protection officer: proves that it is lawful.
    DataProtectionOfficer,
    /// Answers people.
    Support,
}

/// What staff can do, one word an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// See reports.
    ReportRead,
    /// See sites and notices.
    SiteRead,
    /// Create and change sites.
    SiteWrite,
    /// Publish a notice.
    NoticePublish,
    /// See consent records.
    ConsentRead,
    /// Withdraw for a person who asked.
    ConsentWithdraw,
    /// See who works here.
    TeamRead,
    /// Invite, change roles, remove.
    TeamWrite,
    /// Make and revoke API keys.
    KeyWrite,
    /// See what staff did.
    AuditRead,
    /// See what runs in the background, and try it again.
    JobRead,
    /// Let go of what may be kept no longer. Jobs only.
    RetentionRun,
    /// Say that the clock is right, or that so much may go at once.
    RetentionConfirm,
    /// Begin a new evidence log where the old one is damaged.
    EvidenceRestart,
    /// See people, their permissions and what they were sent.
    PersonRead,
    /// Take permissions back for a person who asked.
    PersonWithdraw,
    /// Write down what is known about people, join browsers with them, and part them again.
    PersonWrite,
    /// Erase people, see the receipts.
    PersonErase,
    /// See what a law holds after its person was erased.
    HeldRead,
    /// See topics and sign-up forms.
    FormRead,
    /// Create topics, publish sign-up forms.
    FormWrite,
    /// Bring people in from a file.
    PersonImport,
    /// See newsletters, whom they reach and what became of them.
    CampaignRead,
    /// Write newsletters and release them.
    CampaignWrite,
    /// See what people asked for.
    RequestRead,
    /// Handle what people asked for.
    RequestWrite,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 26] = [
        Action::ReportRead,
        Action::SiteRead,
        Action::SiteWrite,
        Action::NoticePublish,
        Action::ConsentRead,
        Action::ConsentWithdraw,
        Action::TeamRead,
        Action::TeamWrite,
        Action::KeyWrite,
        Action::AuditRead,
        Action::JobRead,
        Action::RetentionRun,
        Action::RetentionConfirm,
        Action::EvidenceRestart,
        Action::PersonRead,
        Action::PersonWithdraw,
        Action::PersonWrite,
        Action::PersonErase,
        Action::HeldRead,
        Action::FormRead,
        Action::FormWrite,
        Action::PersonImport,
        Action::CampaignRead,
        Action::CampaignWrite,
        Action::RequestRead,
        Action::RequestWrite,
    ];
}

impl Role {
    /// All of them, in the order shown.
    pub const ALL: [Role; 5] = [Role::Owner, Role::Marketer, Role::Analyst, Role::DataProtectionOfficer, Role::Support];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::Marketer => "marketer",
            Role::Analyst => "analyst",
            Role::DataProtectionOfficer => "data_protection_officer",
            Role::Support => "support",
        }
    }

    /// The role of that name.
    pub fn from_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|r| r.name() == name)
    }
}
