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

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Action::ReportRead => "report_read",
            Action::SiteRead => "site_read",
            Action::SiteWrite => "site_write",
            Action::NoticePublish => "notice_publish",
            Action::ConsentRead => "consent_read",
            Action::ConsentWithdraw => "consent_withdraw",
            Action::TeamRead => "team_read",
            Action::TeamWrite => "team_write",
            Action::KeyWrite => "key_write",
            Action::AuditRead => "audit_read",
            Action::JobRead => "job_read",
            Action::RetentionRun => "retention_run",
            Action::RetentionConfirm => "retention_confirm",
            Action::EvidenceRestart => "evidence_restart",
            Action::PersonRead => "person_read",
            Action::PersonWithdraw => "person_withdraw",
            Action::PersonWrite => "person_write",
            Action::PersonErase => "person_erase",
            Action::HeldRead => "held_read",
            Action::FormRead => "form_read",
            Action::FormWrite => "form_write",
            Action::PersonImport => "person_import",
            Action::CampaignRead => "campaign_read",
            Action::CampaignWrite => "campaign_write",
            Action::RequestRead => "request_read",
            Action::RequestWrite => "request_write",
        }
    }

    /// The act of that name.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|a| a.name() == name)
    }
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

    /// Whether it opens everything there is, so that its sign-ins end sooner and a second factor may be asked for.
    pub fn is_guarded(self) -> bool {
        matches!(self, Role::Owner | Role::DataProtectionOfficer)
    }

    /// How long a sign-in lasts at most, however much it is used, in milliseconds.
    pub fn session_ms_max(self) -> i64 {
        if self.is_guarded() { 12 * HOUR_MS } else { 30 * 24 * HOUR_MS }
    }

    /// How long a sign-in lasts without being used, in milliseconds.
    pub fn session_idle_ms(self) -> i64 {
        if self.is_guarded() { 12 * HOUR_MS } else { 14 * 24 * HOUR_MS }
    }
}

const HOUR_MS: i64 = 3_600_000;

/// What a key for servers may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// What its role allows, without what needs a fresh proof. Keys of earlier versions have it.
    Role,
    /// These acts, as far as its role allows them.
    Acts(Vec<Action>),
}

impl Scope {
    /// Whether it holds the act, whatever the role allows.
    pub fn holds(&self, action: Action) -> bool {
        match self {
            Scope::Role => true,
            Scope::Acts(acts) => acts.contains(&action),
        }
    }

    /// As stored.
    pub fn text(&self) -> String {
        match self {
            Scope::Role => "*".into(),
            Scope::Acts(acts) => acts.iter().map(|a| a.name()).collect::<Vec<_>>().join(","),
        }
    }

    /// What [`Scope::text`] wrote. An act that this version does not know is none.
    pub fn from_text(text: &str) -> Scope {
        match text {
            "*" => Scope::Role,
            acts => Scope::Acts(acts.split(',').filter_map(Action::from_name).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_back_as_it_was_and_unknown_acts_are_none() {
        for scope in [Scope::Role, Scope::Acts(vec![]), Scope::Acts(vec![Action::ReportRead, Action::PersonErase])] {
            assert_eq!(Scope::from_text(&scope.text()), scope);
        }
        assert_eq!(Scope::from_text("everything,site_read"), Scope::Acts(vec![Action::SiteRead]));
        assert!(!Scope::from_text("").holds(Action::ReportRead));
    }

    #[test]
    fn every_act_has_the_name_it_has_in_the_api() {
        for action in Action::ALL {
            assert_eq!(serde_json::to_value(action).ok(), Some(action.name().into()));
            assert_eq!(Action::from_name(action.name()), Some(action));
        }
    }
}
