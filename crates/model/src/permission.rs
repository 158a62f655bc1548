//! Permissions: what the holder of an address allowed, by topic. A ledger of its own, because a device's consent and a
//! marketing permission are two things under two laws (P-02, E-01).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::Digest;

use crate::{
    AtMs, Controller, FormId, GrantSeq, IdentifierId, IdentifierKind, Language, NoticeHash, PermissionId, TopicId,
};

/// Something people can ask to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Topic {
    /// Its id.
    pub id: TopicId,
    /// Name in each language.
    pub name: BTreeMap<Language, String>,
    /// What one gets and how often, in each language (E-04).
    pub text: BTreeMap<Language, String>,
}

/// How somebody is written to. Each is asked for on its own (E-04), and all are electronic mail in law (E-20).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A mail to an e-mail address: what is meant where none is named.
    #[default]
    Email,
    /// A text message to a telephone number.
    Sms,
}

impl Channel {
    /// All of them.
    pub const ALL: [Channel; 2] = [Channel::Email, Channel::Sms];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Channel::Email => "email",
            Channel::Sms => "sms",
        }
    }

    /// The channel of that name.
    pub fn from_name(name: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|c| c.name() == name)
    }

    /// The kind of identifier it goes to.
    pub fn kind(self) -> IdentifierKind {
        match self {
            Channel::Email => IdentifierKind::Email,
            Channel::Sms => IdentifierKind::Phone,
        }
    }

    /// The channel that reaches an identifier of that kind, if one does.
    pub fn of(kind: IdentifierKind) -> Option<Channel> {
        Channel::ALL.into_iter().find(|c| c.kind() == kind)
    }
}

/// What happened to a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionEvent {
    /// Somebody entered the address; its holder has not answered yet.
    Asked,
    /// The holder said yes.
    Given,
    /// The holder takes it back.
    Withdrawn,
    /// The person objects to all direct marketing (GDPR 21(2)).
    Objected,
}

impl PermissionEvent {
    /// All of them.
    pub const ALL: [PermissionEvent; 4] =
        [PermissionEvent::Asked, PermissionEvent::Given, PermissionEvent::Withdrawn, PermissionEvent::Objected];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            PermissionEvent::Asked => "asked",
            PermissionEvent::Given => "given",
            PermissionEvent::Withdrawn => "withdrawn",
            PermissionEvent::Objected => "objected",
        }
    }

    /// The event of that name.
    pub fn from_name(name: &str) -> Option<PermissionEvent> {
        PermissionEvent::ALL.into_iter().find(|e| e.name() == name)
    }
}

/// How it came to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionSource {
    /// A sign-up form.
    Form,
    /// The button behind the link in a confirmation mail.
    Confirmation,
    /// The person's own page, behind a link in a mail.
    Preferences,
    /// The one-click header of a mail (RFC 8058).
    OneClick,
    /// Staff, for a person who asked.
    Staff,
    /// The person's own pages, after they showed control of the address.
    Holder,
    /// A file, with evidence in it.
    Import,
    /// A file, with evidence that a member of staff vouches for of all that is in it: weaker than a row's own.
    Vouched,
    /// The reader's provider, whom they told that mail was not wanted (RFC 5965).
    Complaint,
    /// The organisation's own server, which saw the holder of the address say so.
    Api,
    /// An answer by mail to the address that reports come back to.
    Answer,
    /// The journal, after a restored backup: they had said so before.
    Restore,
}

impl PermissionSource {
    /// All of them.
    pub const ALL: [PermissionSource; 12] = [
        PermissionSource::Form,
        PermissionSource::Confirmation,
        PermissionSource::Preferences,
        PermissionSource::OneClick,
        PermissionSource::Staff,
        PermissionSource::Holder,
        PermissionSource::Import,
        PermissionSource::Vouched,
        PermissionSource::Complaint,
        PermissionSource::Api,
        PermissionSource::Answer,
        PermissionSource::Restore,
    ];

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            PermissionSource::Form => "form",
            PermissionSource::Confirmation => "confirmation",
            PermissionSource::Preferences => "preferences",
            PermissionSource::OneClick => "one_click",
            PermissionSource::Staff => "staff",
            PermissionSource::Holder => "holder",
            PermissionSource::Import => "import",
            PermissionSource::Vouched => "vouched",
            PermissionSource::Complaint => "complaint",
            PermissionSource::Api => "api",
            PermissionSource::Answer => "answer",
            PermissionSource::Restore => "restore",
        }
    }

    /// The source of that name.
    pub fn from_name(name: &str) -> Option<PermissionSource> {
        PermissionSource::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// One entry of the ledger of permissions: what, when, where, under which words (E-21).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PermissionRecord {
    /// Its id.
    pub id: PermissionId,
    /// Its place in the ledger.
    pub seq: GrantSeq,
    /// The address it was given for.
    pub identifier: IdentifierId,
    /// For what; nothing means for every topic.
    pub topic: Option<TopicId>,
    /// By which channel; nothing, of a no, means by every one.
    pub channel: Option<Channel>,
    /// What happened.
    pub event: PermissionEvent,
    /// How it came.
    pub source: PermissionSource,
    /// The form that was shown, with its version.
    pub form: Option<(FormId, u32)>,
    /// The content address of the form's words.
    pub form_hash: Option<NoticeHash>,
    /// The language they were shown in.
    pub language: Language,
    /// The page it happened on, without what follows `?`.
    pub page: String,
    /// When.
    pub at: AtMs,
}

/// A sign-up form as published: immutable, content-addressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Form {
    /// Which form.
    pub id: FormId,
    /// Counts up from 1.
    pub version: u32,
    /// What staff call it.
    pub name: String,
    /// Who asks and sends (E-04).
    pub sender: Controller,
    /// What one can ask for; nothing is ticked beforehand.
    pub topics: Vec<Topic>,
    /// The channels its words name. The form itself asks for e-mail only, because a telephone number typed into it proves nothing;
    /// the organisation's own server may hand in a yes to the others (E-04).
    #[serde(default = "email_only", skip_serializing_if = "is_email_only")]
    pub channels: Vec<Channel>,
    /// Whether the holder of the address confirms before anything is sent (on by default).
    pub confirm: bool,
    /// Heading in each language.
    pub title: BTreeMap<Language, String>,
    /// When it was published.
    pub published_at: AtMs,
}

fn email_only() -> Vec<Channel> {
    vec![Channel::Email]
}

/// Left out then, so that the content address of a form from before there were others stays what it was.
fn is_email_only(channels: &[Channel]) -> bool {
    channels == [Channel::Email]
}

/// Why a form cannot be published. Each names the rule it would break.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// Nothing to ask for.
    #[error("no topic is named (E-04)")]
    NoTopic,
    /// The sender is not named.
    #[error("the sender's {0} is missing, too long or not one line (E-04, E-09)")]
    Sender(&'static str),
    /// The name that an organisation has before somebody gives it one.
    #[error("the sender is still called by the placeholder name; give the organisation its own (E-04)")]
    Placeholder,
    /// A text is missing.
    #[error("`{what}` has no text in `{language}` (B-12, E-04)")]
    Text {
        /// What.
        what: String,
        /// Which language.
        language: &'static str,
    },
    /// Words that press or shame.
    #[error("`{phrase}` in `{what}` presses (B-24)")]
    Pressing {
        /// Where.
        what: String,
        /// The words.
        phrase: &'static str,
    },
    /// Words that tie a yes to something else.
    #[error("`{phrase}` in `{what}` ties the yes to something else (B-09)")]
    Tied {
        /// Where.
        what: String,
        /// The words.
        phrase: &'static str,
    },
    /// The policy's address is none.
    #[error("the privacy policy needs an address that begins with https://, http:// or / (R-10)")]
    PolicyUrl,
}

/// The content address of words.
pub fn wording_hash(words: &str) -> NoticeHash {
    let hex: String = sha2::Sha256::digest(words.as_bytes()).iter().map(|b| format!("{b:02x}")).collect();
    NoticeHash(format!("sha256:{hex}"))
}

impl Form {
    /// The content address: the words as shown, to the letter.
    pub fn hash(&self) -> NoticeHash {
        // A struct of plain fields always serialises; the fallback keeps the function total.
        wording_hash(&serde_json::to_string(self).unwrap_or_default())
    }

    /// The language it is shown in to somebody who reads `asked`: one that all of it was published in.
    pub fn language_for(&self, asked: Language) -> Language {
        let topics = self.topics.iter().flat_map(|t| [&t.name, &t.text]);
        asked.read_all(std::iter::once(&self.title).chain(topics))
    }

    /// All that is wrong with it, where its texts must stand in those languages; a form is published only when this is
    /// empty.
    pub fn check(&self, languages: &[Language]) -> Vec<FormError> {
        let mut wrong = Vec::new();
        let sender = [
            ("name", &self.sender.name),
            ("address", &self.sender.address),
            ("contact", &self.sender.contact),
            ("policy_url", &self.sender.policy_url),
        ];
        wrong.extend(
            sender
                .into_iter()
                .filter(|(_, v)| v.trim().is_empty() || v.len() > 300 || v.chars().any(char::is_control))
                .map(|(field, _)| FormError::Sender(field)),
        );
        if crate::is_placeholder(&self.sender.name) {
            wrong.push(FormError::Placeholder);
        }
        let url = self.sender.policy_url.trim();
        if !url.is_empty() && !["https://", "http://", "/"].iter().any(|start| url.starts_with(start)) {
            wrong.push(FormError::PolicyUrl);
        }
        if self.topics.is_empty() {
            wrong.push(FormError::NoTopic);
        }
        let asked = self.topics.iter().map(|t| (t.id.as_str(), vec![&t.name, &t.text]));
        for (what, texts) in asked.chain([("title", vec![&self.title])]) {
            let said: String = texts.into_iter().flat_map(|map| map.values()).map(|text| format!("{text}\n")).collect();
            wrong.extend(crate::wording_faults(&said).into_iter().filter_map(|(fault, phrase)| {
                let what = what.to_owned();
                match fault {
                    crate::WordingFault::Pressing => Some(FormError::Pressing { what, phrase }),
                    crate::WordingFault::Tied => Some(FormError::Tied { what, phrase }),
                    // A newsletter says what is in it, and need not say why.
                    crate::WordingFault::Vague => None,
                }
            }));
        }
        for language in languages.iter().copied() {
            let has = |map: &BTreeMap<Language, String>, least: usize| {
                map.get(&language).is_some_and(|t| t.trim().chars().count() >= least)
            };
            let mut need = |ok: bool, what: &str| {
                if !ok {
                    wrong.push(FormError::Text { what: what.to_owned(), language: language.tag() });
                }
            };
            need(has(&self.title, 3), "title");
            for topic in &self.topics {
                need(has(&topic.name, 2) && has(&topic.text, 15), topic.id.as_str());
            }
        }
        wrong
    }
}
