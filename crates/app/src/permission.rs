//! A yes that the organisation's own server hands in, with the words of a form; and the answer when it asks whether somebody may
//! be written to.
//!
//! Invariant: a no that is as new or newer binds, and so does an address that is not written to.

use std::collections::BTreeMap;

use hjemmel_model::{
    AtMs, Channel, Form, FormId, IdentifierKind, Language, PauseException, PermissionEvent, PermissionId,
    PermissionRecord, PermissionSource, Topic, TopicId, Use,
};
use hjemmel_policy::{Authorized, Reason, Refusal, Suppression, Witness, act, decide_send};
use hjemmel_store::{PermissionDraft, StoreError, work};
use hjemmel_words::{Key, key};
use serde::{Deserialize, Serialize};

use crate::{
    AppError, Explanation, SignUpError, SignUpInput,
    campaign::same_sender,
    cases,
    form::page_of,
    profile::{IdentifierInput, PersonInput},
};

/// A sign-up that the organisation's own server hands in.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PermissionInput {
    /// The channel they said yes to; it needs the address or number that it reaches.
    #[serde(default)]
    pub channel: Channel,
    /// The e-mail address.
    #[serde(default)]
    pub email: String,
    /// The telephone number. Beside an address it is of the same person, and the other way round.
    #[serde(default)]
    pub phone: String,
    /// Ids of the topics that were chosen.
    #[schema(value_type = Vec<hjemmel_model::TopicId>)]
    pub topics: Vec<String>,
    /// The form whose words were shown.
    #[schema(value_type = hjemmel_model::FormId)]
    pub form: String,
    /// Which version of it.
    pub version: u32,
    /// In which language.
    pub language: Language,
    /// Where, as a web address.
    pub page: String,
    /// When, in milliseconds; now when left out. Of one that is confirmed by mail it is always now.
    #[serde(default)]
    pub at_ms: i64,
    /// Whether the holder of the address confirms by mail first. Only a server that saw them say so, signed in with that
    /// address, says no here, and answers for it (E-21). A yes to text messages needs such a server.
    #[serde(default = "yes")]
    pub confirm: bool,
    /// What of Article 18(2) allows it, of somebody whose data is only stored.
    #[serde(default)]
    pub despite_pause: Option<PauseException>,
}

fn yes() -> bool {
    true
}

/// A question of the organisation's own system before it writes to somebody itself.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendQuestion {
    /// Whom: an e-mail address or a telephone number.
    pub identifier: IdentifierInput,
    /// Id of the topic it is about.
    #[schema(value_type = hjemmel_model::TopicId)]
    pub topic: String,
    /// Id of the form whose sender writes.
    #[schema(value_type = hjemmel_model::FormId)]
    pub form: String,
}

/// The answer. It holds now: ask again before each message, because somebody may say no at any moment.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct SendAnswer {
    /// Whether they may be written to.
    pub allowed: bool,
    /// The entry of the ledger of permissions that allows it.
    pub evidence: Option<PermissionRecord>,
    /// Why not, by which rule, and the way out.
    pub refusal: Option<Explanation>,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PermissionPut {
    /// They are asked by mail.
    Asked,
    /// It counts from now on.
    Given,
}

impl cases::Permissions<'_> {
    /// May they be written to about that topic, by that sender, now, and how do we know? Whoever is not known has said
    /// nothing.
    pub async fn decide(
        &self,
        auth: &Authorized<act::PersonRead>,
        ask: &SendQuestion,
        language: Language,
    ) -> Result<SendAnswer, AppError> {
        let kind = ask.identifier.kind;
        let no_way = AppError::Invalid { field: "identifier", why: key!("field_is_none_that_a_message_can_go_to") };
        let channel = Channel::of(kind).ok_or(no_way)?;
        let value = self.organisation().identifier_normal(auth.tenant(), kind, &ask.identifier.value).await?;
        let form = FormId::parse(&ask.form).map_err(|_| StoreError::NotFound("form"))?;
        let (form, tenant) = self.store.forms().current(&form).await?;
        let topic = TopicId::parse(&ask.topic).map_err(|_| StoreError::NotFound("topic"))?;
        let known = self.store.topics().list(auth.tenant()).await?.iter().any(|t| t.id == topic);
        if tenant != *auth.tenant() || !known {
            return Err(StoreError::NotFound("form or topic").into());
        }
        let refused = |refusal: Refusal| SendAnswer {
            allowed: false,
            evidence: None,
            refusal: Some(Explanation::of(&refusal, language)),
        };
        let Some(found) = self.store.people().identifier_find(auth, kind, &value).await? else {
            let marked = self.store.people().suppressed(auth, kind, &value).await?.is_some();
            let reason = if marked { Reason::Suppressed } else { Reason::NoPermission };
            return Ok(refused(Refusal::new(reason)));
        };
        let facts = self.store.permissions().reach_facts(auth, &found.identifier).await?;
        let sender = self.campaigns().said_to(auth.tenant(), |c| same_sender(c, &form.sender)).await?;
        if let Err(refusal) = decide_send(&facts, channel, &topic, &sender, self.clock.now()) {
            return Ok(refused(refusal));
        }
        let yes = facts.yes_to(&sender, &topic);
        let ledger = self.store.permissions().list(auth, &found.person).await?;
        let evidence = ledger.into_iter().find(|entry| Some(entry.seq) == yes);
        Ok(SendAnswer { allowed: true, evidence, refusal: None })
    }

    /// The organisation's own server hands a sign-up in: as the form does, with a mail to confirm; or, where the server
    /// itself saw the holder of the address say so, as a yes from then on. The server says by that who answers for it.
    pub async fn put(
        &self,
        auth: &Authorized<act::PersonWrite>,
        input: &PermissionInput,
    ) -> Result<PermissionPut, AppError> {
        let id = FormId::parse(&input.form).map_err(|_| StoreError::NotFound("form"))?;
        let (form, tenant) = self.store.forms().version(&id, input.version).await?;
        if tenant != *auth.tenant() {
            return Err(StoreError::NotFound("form").into());
        }
        if !form.channels.contains(&input.channel) {
            return Err(wrong("channel", key!("field_is_not_named_by_the_form")));
        }
        if input.confirm {
            return self.permission_asked(input).await;
        }
        self.register().asked(auth.tenant(), Use::Newsletters).await?;
        let drafts = self.vouched(&form, input)?;
        let kind = input.channel.kind();
        let identifiers = self.vouched_of(auth, input).await?;
        let to = identifiers.iter().find(|i| i.kind == kind).map(|i| i.value.clone()).unwrap_or_default();
        let despite_pause = input.despite_pause;
        let person = PersonInput {
            identifiers,
            language: None,
            attributes: BTreeMap::new(),
            source: "api".into(),
            despite_pause,
        };
        self.people().put(auth, &person).await?;
        let found = self.store.people().identifier_find(auth, kind, &to).await?;
        let found = found.ok_or(StoreError::Busy)?;
        match work!(self.store, |w| { w.permissions().vouch(auth, &found, &drafts, despite_pause).await })? {
            None => Ok(PermissionPut::Given),
            Some(PermissionEvent::Objected) => Err(AppError::Refused(Reason::Objected)),
            Some(_) => Err(AppError::Refused(Reason::Withdrawn)),
        }
    }

    /// By mail, as the form does.
    async fn permission_asked(&self, input: &PermissionInput) -> Result<PermissionPut, AppError> {
        if input.channel != Channel::Email {
            return Err(wrong("confirm", key!("field_is_by_mail")));
        }
        if !input.phone.is_empty() {
            return Err(wrong("phone", key!("field_is_taken_from_a_server_only")));
        }
        let sign_up = SignUpInput {
            email: input.email.clone(),
            topics: input.topics.clone(),
            version: input.version,
            language: Some(input.language),
            page: input.page.clone(),
            // A server signs up many; one address is written to no more often than through the form.
            caller: format!("api {}", input.email),
            ..SignUpInput::default()
        };
        match self.forms().sign_up(&input.form, &sign_up).await {
            Ok(_) => Ok(PermissionPut::Asked),
            Err(SignUpError::Entered(what)) => Err(match what.name() {
                "error_email" => wrong("email", key!("field_is_no_email_address")),
                "error_old" => wrong("version", key!("field_is_not_the_current_version")),
                "error_topic" => wrong("topics", key!("field_names_no_topic_of_the_form")),
                _ => AppError::TooMany { minutes: 15 },
            }),
            Err(SignUpError::App(e)) => Err(e),
        }
    }

    /// The entries of what a server saw them say yes to.
    fn vouched(&self, form: &Form, input: &PermissionInput) -> Result<Vec<PermissionDraft>, AppError> {
        let now = self.clock.now();
        let at = if input.at_ms == 0 { now } else { AtMs(input.at_ms) };
        if at > now || at < now.plus_months(-60) {
            return Err(wrong("at_ms", key!("field_must_be_within_five_years")));
        }
        let page = page_of(&input.page);
        if page.is_empty() {
            return Err(wrong("page", key!("field_is_needed_as_web_address")));
        }
        let chosen: Vec<&Topic> =
            form.topics.iter().filter(|t| input.topics.iter().any(|c| c == t.id.as_str())).collect();
        if chosen.is_empty() || chosen.len() != input.topics.len() {
            return Err(wrong("topics", key!("field_names_a_topic_not_of_the_form")));
        }
        let drafts = chosen.iter().map(|topic| PermissionDraft {
            id: PermissionId::new(now, self.entropy.as_ref()),
            topic: Some(topic.id.clone()),
            channel: Some(input.channel),
            event: PermissionEvent::Given,
            source: PermissionSource::Api,
            form: Some((form.id.clone(), form.version, form.hash())),
            language: input.language,
            page: page.clone(),
            at,
        });
        Ok(drafts.collect())
    }

    /// How whoever said so is known, unless they stopped everything before.
    async fn vouched_of(&self, who: &impl Witness, input: &PermissionInput) -> Result<Vec<IdentifierInput>, AppError> {
        let kind = input.channel.kind();
        let mut identifiers = Vec::new();
        for (of, text) in [(IdentifierKind::Email, &input.email), (IdentifierKind::Phone, &input.phone)] {
            if of == kind || !text.is_empty() {
                identifiers.push(IdentifierInput {
                    kind: of,
                    value: self.organisation().identifier_normal(who.tenant(), of, text).await?,
                });
            }
        }
        for i in &identifiers {
            match self.store.people().suppressed(who, i.kind, &i.value).await? {
                // A number that once could not be reached is reached by whoever says yes with it now.
                Some(Suppression::Bounced) if i.kind == kind && input.channel == Channel::Sms => {}
                // Whoever wants nothing ever, or stopped everything, is not brought back by another way they are known.
                Some(why) if i.kind == kind || matches!(why, Suppression::NoMail | Suppression::Stopped) => {
                    return Err(AppError::Refused(Reason::Suppressed));
                }
                _ => {}
            }
        }
        Ok(identifiers)
    }
}

fn wrong(field: &'static str, why: Key) -> AppError {
    AppError::Invalid { field, why }
}
