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

/// Every act that staff can do, for whatever has an item an act: here the values, in the policy the types.
#[macro_export]
macro_rules! for_every_action {
    ($make:ident) => {
        $make! {
            /// See reports.
            ReportRead = "report_read",
            /// See sites and notices.
            SiteRead = "site_read",
            /// Create and change sites.
            SiteWrite = "site_write",
            /// Publish a notice.
            NoticePublish = "notice_publish",
            /// See consent records.
            ConsentRead = "consent_read",
            /// Withdraw for a person who asked.
            ConsentWithdraw = "consent_withdraw",
            /// See who works here.
            TeamRead = "team_read",
            /// Invite, change roles, remove.
            TeamWrite = "team_write",
            /// Make and revoke API keys.
            KeyWrite = "key_write",
            /// See what staff did.
            AuditRead = "audit_read",
            /// See what runs in the background, and try it again.
            JobRead = "job_read",
            /// Let go of what may be kept no longer. Jobs only.
            RetentionRun = "retention_run",
            /// Say that the clock is right, or that so much may go at once.
            RetentionConfirm = "retention_confirm",
            /// Begin a new evidence log where the old one is damaged.
            EvidenceRestart = "evidence_restart",
            /// See people, their permissions and what they were sent.
            PersonRead = "person_read",
            /// Take permissions back for a person who asked.
            PersonWithdraw = "person_withdraw",
            /// Write down what is known about people, join browsers with them, and part them again.
            PersonWrite = "person_write",
            /// Erase people, see the receipts.
            PersonErase = "person_erase",
            /// See what a law holds after its person was erased.
            HeldRead = "held_read",
            /// See topics and sign-up forms.
            FormRead = "form_read",
            /// Create topics, publish sign-up forms.
            FormWrite = "form_write",
            /// Bring people in from a file.
            PersonImport = "person_import",
            /// See newsletters, whom they reach and what became of them.
            CampaignRead = "campaign_read",
            /// Write newsletters and release them.
            CampaignWrite = "campaign_write",
            /// See what people asked for.
            RequestRead = "request_read",
            /// Handle what people asked for.
            RequestWrite = "request_write",
            /// See the register: what the organisation does with people's data, and with whom.
            RegisterRead = "register_read",
            /// Keep the register. What it no longer names is refused from then on.
            RegisterWrite = "register_write",
            /// See segments, how many are in them and why others are neither in nor out.
            SegmentRead = "segment_read",
            /// Make segments, change and remove them.
            SegmentWrite = "segment_write",
        }
    };
}

macro_rules! actions {
    ($($(#[$doc:meta])+ $name:ident = $text:literal,)+) => {
        /// What staff can do, one word an act.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Action {
            $($(#[$doc])+ $name,)+
        }

        impl Action {
            /// All of them.
            pub const ALL: &'static [Action] = &[$(Action::$name,)+];

            /// As stored and shown.
            pub fn name(self) -> &'static str {
                match self {
                    $(Action::$name => $text,)+
                }
            }
        }
    };
}

for_every_action!(actions);

impl Action {
    /// The act of that name.
    pub fn from_name(name: &str) -> Option<Action> {
        Action::ALL.iter().copied().find(|a| a.name() == name)
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
        for action in Action::ALL.iter().copied() {
            assert_eq!(serde_json::to_value(action).ok(), Some(action.name().into()));
            assert_eq!(Action::from_name(action.name()), Some(action));
        }
    }
}
