//! Topics, sign-up forms, and what the holder of an address does behind a link: confirm, stop.

mod allowed;
mod sign_up;

use std::collections::BTreeMap;

use hjemmel_collect::recognise::special_text;
use hjemmel_model::{
    Channel, Controller, Form, FormId, Language, LawPack, PermissionEvent, PermissionId, PermissionSource, Topic,
    TopicId,
};
use hjemmel_pages::TopicLine;
use hjemmel_policy::{Asking, Authorized, act, asking};
use hjemmel_store::{Found, MailLink, MailLinkDraft, MailLinkKind, PermissionDraft, StoreError, work};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

pub use allowed::Allowed;
pub use sign_up::{SignUpError, SignUpInput};

use crate::{AppError, cases};

/// Days a link to one's preferences works.
pub(super) const PREFERENCES_DAYS: i64 = 400;

/// A topic to create.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicDraft {
    /// Name in each language.
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub name: BTreeMap<Language, String>,
    /// What one gets and how often, in each language.
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub text: BTreeMap<Language, String>,
}

/// A form to publish.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FormDraft {
    /// What staff call it.
    pub name: String,
    /// Who asks and sends.
    pub sender: Controller,
    /// Ids of the topics it offers.
    #[schema(value_type = Vec<hjemmel_model::TopicId>)]
    pub topics: Vec<String>,
    /// Heading in each language.
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub title: BTreeMap<Language, String>,
    /// The channels a yes under its words may count for, e-mail among them.
    #[serde(default = "email_only")]
    pub channels: Vec<Channel>,
}

fn email_only() -> Vec<Channel> {
    vec![Channel::Email]
}

/// What a link in a mail opens.
#[derive(Clone, Debug)]
pub struct LinkOpened {
    /// What it stands for.
    pub link: MailLink,
    /// What it opens records with.
    pub(crate) asking: Asking,
    /// The form it came from: its words and its sender.
    pub form: Form,
    /// What is asked to be confirmed.
    pub topics: Vec<Topic>,
    /// What is allowed now, of a link to preferences.
    pub allowed: Vec<Allowed>,
}

/// What a planned mail needs to be made. It holds the secrets of links, so it is sealed at rest.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct MailPayload {
    pub(crate) form: FormId,
    pub(crate) version: u32,
    pub(crate) topics: Vec<TopicId>,
    pub(crate) confirm: String,
    pub(crate) preferences: String,
    #[serde(default)]
    pub(crate) code: String,
}

/// A text in the languages it was written in.
fn written(text: &BTreeMap<Language, String>) -> BTreeMap<Language, String> {
    text.iter().filter(|(_, text)| !text.trim().is_empty()).map(|(l, text)| (*l, text.clone())).collect()
}

/// Topics as pages show them.
pub fn topic_lines(topics: &[Topic], language: Language, chosen: impl Fn(&Topic) -> bool) -> Vec<TopicLine> {
    let of = |map: &BTreeMap<Language, String>| language.read(map).unwrap_or_default().to_owned();
    let line = |t: &Topic| TopicLine {
        id: t.id.to_string(),
        name: of(&t.name),
        channel: String::new(),
        text: of(&t.text),
        chosen: chosen(t),
    };
    topics.iter().map(line).collect()
}

impl cases::Forms<'_> {
    /// Create a topic.
    pub async fn topic_create(&self, auth: &Authorized<act::FormWrite>, draft: &TopicDraft) -> Result<Topic, AppError> {
        for language in self.organisation().organisation_languages(auth.tenant()).await? {
            let has = |map: &BTreeMap<Language, String>, least: usize| {
                map.get(&language).is_some_and(|t| (least..=400).contains(&t.trim().chars().count()))
            };
            if !has(&draft.name, 2) {
                return Err(AppError::Invalid { field: "name", why: key!("field_needs_2_to_400_characters") });
            }
            if !has(&draft.text, 15) {
                return Err(AppError::Invalid { field: "text", why: key!("field_needs_15_to_400_characters") });
            }
        }
        // Who asks for it would say something about themselves (P-08).
        for (field, map) in [("name", &draft.name), ("text", &draft.text)] {
            if map.values().any(|text| special_text(text)) {
                return Err(AppError::Invalid { field, why: key!("field_names_special_data") });
            }
        }
        let now = self.clock.now();
        let id = TopicId::new(now, self.entropy.as_ref());
        let topic = Topic { id, name: written(&draft.name), text: written(&draft.text) };
        work!(self.store, |w| { w.topics().insert(auth, &topic, now).await })?;
        Ok(topic)
    }

    /// The topics of an organisation.
    pub async fn topic_list(&self, auth: &Authorized<act::FormRead>) -> Result<Vec<Topic>, AppError> {
        Ok(self.store.topics().list(auth.tenant()).await?)
    }

    /// The current forms of an organisation.
    pub async fn list(&self, auth: &Authorized<act::FormRead>) -> Result<Vec<Form>, AppError> {
        Ok(self.store.forms().list(auth.tenant()).await?)
    }

    /// Publish a form, or with `id` its next version, unless it breaks a rule.
    pub async fn publish(
        &self,
        auth: &Authorized<act::FormWrite>,
        id: Option<&FormId>,
        draft: &FormDraft,
    ) -> Result<Form, AppError> {
        let now = self.clock.now();
        if draft.name.trim().is_empty() || draft.name.chars().count() > 100 {
            return Err(AppError::Invalid { field: "name", why: key!("field_needs_1_to_100_characters") });
        }
        let (id, version) = match id {
            None => (FormId::new(now, self.entropy.as_ref()), 1),
            Some(id) => match self.store.forms().current(id).await? {
                (old, tenant) if tenant == *auth.tenant() => (id.clone(), old.version + 1),
                _ => return Err(StoreError::NotFound("form").into()),
            },
        };
        let known = self.store.topics().list(auth.tenant()).await?;
        let topics = draft.topics.iter().map(|t| known.iter().find(|k| k.id.as_str() == t).cloned());
        let topics: Option<Vec<Topic>> = topics.collect();
        let form = Form {
            id,
            version,
            name: draft.name.trim().to_owned(),
            sender: draft.sender.clone(),
            channels: channels_of(&draft.channels)?,
            topics: topics.ok_or(AppError::Invalid { field: "topics", why: key!("field_names_an_unknown_topic") })?,
            confirm: true,
            title: written(&draft.title),
            published_at: now,
        };
        let wrong = form.check(&self.organisation().organisation_languages(auth.tenant()).await?);
        if !wrong.is_empty() {
            return Err(AppError::Form(wrong));
        }
        work!(self.store, |w| { w.forms().insert(auth, &form).await })?;
        Ok(form)
    }

    /// The current version of a form, for whoever opens its page.
    pub async fn open(&self, id: &str) -> Result<Form, AppError> {
        let id = FormId::parse(id).map_err(|_| StoreError::NotFound("form"))?;
        Ok(self.store.forms().current(&id).await?.0)
    }

    /// What a link in a mail opens; `None` when it is old, unknown or of another kind.
    pub async fn link_open(&self, secret: &str, kind: MailLinkKind) -> Result<Option<LinkOpened>, AppError> {
        let now = self.clock.now();
        if secret.len() > 64 {
            return Ok(None);
        }
        let Some(link) = self.store.messages().link_find(secret, now).await?.filter(|l| l.kind == kind) else {
            return Ok(None);
        };
        let (form, _) = self.store.forms().version(&link.form.0, link.form.1).await?;
        #[expect(
            clippy::disallowed_methods,
            reason = "whoever holds the secret of a link holds the address it was sent to"
        )]
        let asking = asking(&link.tenant);
        let (topics, allowed) = match kind {
            MailLinkKind::Confirm => {
                (form.topics.iter().filter(|t| link.topics.contains(&t.id)).cloned().collect(), Vec::new())
            }
            MailLinkKind::Preferences => (Vec::new(), self.allowed(&asking, &link.identifier).await?),
        };
        Ok(Some(LinkOpened { link, asking, form, topics, allowed }))
    }

    /// The holder of the address pressed the button: what was asked for is allowed from now on. With `join` they say too that
    /// the browser that signed up is theirs. Pressing it again changes nothing. `None` when the link is old or unknown.
    pub async fn link_confirm(
        &self,
        secret: &str,
        join: bool,
        language: Language,
    ) -> Result<Option<LinkOpened>, AppError> {
        let Some(opened) = self.link_open(secret, MailLinkKind::Confirm).await? else { return Ok(None) };
        if opened.link.used {
            return Ok(Some(opened));
        }
        let now = self.clock.now();
        let form = (opened.form.id.clone(), opened.form.version, opened.form.hash());
        let drafts: Vec<_> = opened
            .topics
            .iter()
            .map(|topic| PermissionDraft {
                id: PermissionId::new(now, self.entropy.as_ref()),
                topic: Some(topic.id.clone()),
                channel: Some(Channel::Email),
                event: PermissionEvent::Given,
                source: PermissionSource::Confirmation,
                form: Some(form.clone()),
                language,
                page: opened.link.page.clone(),
                at: now,
            })
            .collect();
        let next = MailLinkDraft {
            secret: self.preferences_of(secret),
            kind: MailLinkKind::Preferences,
            form: opened.link.form.clone(),
            topics: Vec::new(),
            page: opened.link.page.clone(),
            expires_at: now.plus_days(PREFERENCES_DAYS),
            at: now,
        };
        let (tenant, identifier) = (&opened.link.tenant, &opened.link.identifier);
        // Read before the link is used up: it forgets the browser then.
        let browser = match join && opened.link.visitor {
            true => {
                let person =
                    self.store.permissions().reach_facts(&opened.asking, identifier).await?.recipient().person.clone();
                let shown = self.store.messages().link_visitor(secret, &person, now).await?;
                Some((Found { person, identifier: identifier.clone(), verified: true }, shown))
            }
            false => None,
        };
        work!(self.store, |w| {
            w.permissions().by_link(secret, (tenant, identifier), &drafts, Some(&next), now).await
        })?;
        if let Some((found, shown)) = browser {
            self.people().visitor_join_by_link(&opened.asking, &shown, &found).await?;
        }
        Ok(Some(opened))
    }

    /// The secret of the link to the preferences that a confirmation leads to: the same each time, whatever key is
    /// replaced, so that looking at the page again makes nothing new. Only who has the secret of the one has the other.
    pub fn preferences_of(&self, confirm: &str) -> String {
        self.store.keys().secrets("preferences_of", confirm.as_bytes()).last().unwrap_or_default()
    }

    /// The holder of the address keeps some topics, by some channels, and stops the others; with none, everything. A link can be
    /// forwarded, so it only ever takes away.
    pub async fn link_stop(
        &self,
        secret: &str,
        keep: &[String],
        source: PermissionSource,
        language: Language,
    ) -> Result<Option<LinkOpened>, AppError> {
        let Some(opened) = self.link_open(secret, MailLinkKind::Preferences).await? else { return Ok(None) };
        let facts = self.store.permissions().reach_facts(&opened.asking, &opened.link.identifier).await?;
        if facts.stopped() || (opened.allowed.is_empty() && !keep.is_empty()) {
            // Everything is stopped already; saying so again adds nothing.
            return Ok(Some(opened));
        }
        let now = self.clock.now();
        let draft = |topic: Option<TopicId>, channel: Option<Channel>| PermissionDraft {
            id: PermissionId::new(now, self.entropy.as_ref()),
            topic,
            channel,
            event: PermissionEvent::Withdrawn,
            source,
            form: None,
            language,
            page: String::new(),
            at: now,
        };
        let drafts: Vec<_> = match keep.is_empty() {
            true => vec![draft(None, None)],
            false => Allowed::stops(&opened.allowed, keep).into_iter().map(|(t, by)| draft(Some(t), by)).collect(),
        };
        let (tenant, identifier) = (&opened.link.tenant, &opened.link.identifier);
        work!(self.store, |w| { w.permissions().by_link(secret, (tenant, identifier), &drafts, None, now).await })?;
        self.link_open(secret, MailLinkKind::Preferences).await
    }
}

/// The channels of a form, each once: it asks for e-mail itself, and what it asks for it must name.
fn channels_of(asked: &[Channel]) -> Result<Vec<Channel>, AppError> {
    if !asked.contains(&Channel::Email) {
        return Err(AppError::Invalid { field: "channels", why: key!("field_needs_email") });
    }
    Ok(Channel::ALL.into_iter().filter(|c| asked.contains(c)).collect())
}

/// Host and path of a page, without what may name somebody.
pub(crate) fn page_of(page: &str) -> String {
    let bare = page.split(['?', '#']).next().unwrap_or_default();
    let plain = bare.starts_with("https://") || bare.starts_with("http://");
    let kept: String = bare.chars().filter(|c| !c.is_control()).take(200).collect();
    if plain { hjemmel_collect::scrub_text(&kept) } else { String::new() }
}

/// The authorities that a person may complain to, in a sentence.
pub fn authorities(law: LawPack) -> String {
    law.authorities().iter().map(|a| a.name).collect::<Vec<_>>().join(", ")
}
