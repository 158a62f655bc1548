//! Topics, sign-up forms, and what the holder of an address does with them: sign up, confirm, stop.

mod allowed;

use std::collections::BTreeMap;

use hjemmel_words::{Key, key};
use hjemmel_model::{
    AtMs, Channel, Controller, Form, FormId, IdentifierId, IdentifierKind, Language, LawPack, MessageId,
    PermissionEvent, PermissionId, PermissionSource, PersonId, TenantId, Topic, TopicId,
};
use hjemmel_pages::TopicLine;
use hjemmel_policy::{Asking, Authorized, Suppression, act, asking};
use hjemmel_store::{
    AddressEntered, Found, JobDraft, MailLink, MailLinkDraft, MailLinkKind, MessageDraft, PermissionDraft, StoreError,
    work,
};
use serde::{Deserialize, Serialize};

pub use allowed::Allowed;

use crate::{App, AppError, campaign::same_sender};

/// Days in which a confirmation counts; then what was entered is deleted.
const CONFIRM_DAYS: i64 = 14;
/// Days a link to one's preferences works.
const PREFERENCES_DAYS: i64 = 400;
/// Sign-ups from one place within a quarter of an hour: an office behind one address has many people.
const SIGN_UPS_MAX: usize = 20;

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

/// What somebody entered in a form.
#[derive(Clone, Debug, Default)]
pub struct SignUpInput {
    /// The address.
    pub email: String,
    /// Ids of the topics ticked.
    pub topics: Vec<String>,
    /// The version of the form that was shown.
    pub version: u32,
    /// The language it was shown in.
    pub language: Option<Language>,
    /// The page it stood on.
    pub page: String,
    /// A field that people do not see; who fills it in is none.
    pub website: String,
    /// Who calls, to slow down who calls too often. Kept in memory only.
    pub caller: String,
    /// The key of the site whose page it stood on, where the form is part of that page.
    pub site_key: String,
    /// What the browser carries there as proof of its choice.
    pub token: String,
}

/// What is wrong with what was entered; the name of the text that says so.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// Something the person can mend.
    #[error("`{}`", .0.name())]
    Entered(Key),
    /// Something else.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<hjemmel_store::StoreError> for SignUpError {
    fn from(e: hjemmel_store::StoreError) -> SignUpError {
        SignUpError::App(e.into())
    }
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

/// An address that somebody entered in a form.
struct Entered<'a> {
    tenant: TenantId,
    form: &'a Form,
    input: &'a SignUpInput,
    email: String,
    chosen: Vec<&'a Topic>,
    /// Those of them that are not allowed already.
    asked: Vec<&'a Topic>,
}

/// What is written down when somebody enters an address in a form.
struct SignUp {
    /// The address, and the person if they are new.
    entered: AddressEntered,
    /// What was asked for: one entry a topic.
    permissions: Vec<PermissionDraft>,
    /// The mail to send about it, with the link in it.
    mail: MessageDraft,
    /// The links in that mail.
    links: Vec<MailLinkDraft>,
    /// What the browser showed as proof of its choice, where that is to be joined when the address is confirmed.
    visitor: String,
    /// The job that sends it.
    job: JobDraft,
}

/// Mails that an address gets within [`SIGN_UP_DAYS`] because somebody enters it in a form.
const SIGN_UP_MAILS_MAX: i64 = 3;
const SIGN_UP_DAYS: i64 = 14;

impl App {
    /// Create a topic.
    pub async fn topic_create(&self, auth: &Authorized<act::FormWrite>, draft: &TopicDraft) -> Result<Topic, AppError> {
        for language in self.organisation_languages(auth.tenant()).await? {
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
    pub async fn form_list(&self, auth: &Authorized<act::FormRead>) -> Result<Vec<Form>, AppError> {
        Ok(self.store.forms().list(auth.tenant()).await?)
    }

    /// Publish a form, or with `id` its next version, unless it breaks a rule.
    pub async fn form_publish(
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
        let wrong = form.check(&self.organisation_languages(auth.tenant()).await?);
        if !wrong.is_empty() {
            return Err(AppError::Form(wrong));
        }
        work!(self.store, |w| { w.forms().insert(auth, &form).await })?;
        Ok(form)
    }

    /// The current version of a form, for whoever opens its page.
    pub async fn form_open(&self, id: &str) -> Result<Form, AppError> {
        let id = FormId::parse(id).map_err(|_| StoreError::NotFound("form"))?;
        Ok(self.store.forms().current(&id).await?.0)
    }

    /// Somebody entered an address. What comes of it shows in that address's inbox and nowhere else, so that nobody
    /// learns from the page who is signed up.
    pub async fn sign_up(&self, form_id: &str, input: &SignUpInput) -> Result<Form, SignUpError> {
        let id = FormId::parse(form_id).map_err(|_| StoreError::NotFound("form"))?;
        let (form, tenant) = self.store.forms().current(&id).await?;
        let now = self.clock.now();
        self.sign_ups
            .begin_most(std::slice::from_ref(&input.caller), now, SIGN_UPS_MAX)
            .map_err(|_| SignUpError::Entered(key!("error_many")))?;
        let email =
            IdentifierKind::Email.normal(&input.email).map_err(|_| SignUpError::Entered(key!("error_email")))?;
        let chosen: Vec<&Topic> =
            form.topics.iter().filter(|t| input.topics.iter().any(|c| c == t.id.as_str())).collect();
        if chosen.is_empty() {
            return Err(SignUpError::Entered(key!("error_topic")));
        }
        if input.version != form.version {
            return Err(SignUpError::Entered(key!("error_old")));
        }
        if !input.website.is_empty() {
            return Ok(form);
        }
        #[expect(
            clippy::disallowed_methods,
            reason = "whether this address may be asked; the page says the same of every one"
        )]
        let asking = asking(&tenant);
        // Whoever wants no mail ever is not even remembered as somebody who was entered.
        if self.store.people().suppressed(&asking, IdentifierKind::Email, &email).await? == Some(Suppression::NoMail) {
            return Ok(form);
        }
        // What is allowed already needs no new yes, and asking again would not be one.
        let mut asked: Vec<&Topic> = chosen.clone();
        if let Some(known) = self.store.people().identifier_find(&asking, IdentifierKind::Email, &email).await? {
            let facts = self.store.permissions().reach_facts(&asking, &known.identifier).await?;
            // A yes to somebody else who writes about the same is none to this sender.
            let sender = self.said_to(&tenant, |c| same_sender(c, &form.sender)).await?;
            asked.retain(|t| facts.yes_to(&sender, &t.id).is_none());
        }
        let said = Entered { tenant, form: &form, input, email, chosen, asked };
        self.sign_up_write(&self.sign_up_of(said, now), now).await?;
        Ok(form)
    }

    async fn sign_up_write(&self, s: &SignUp, now: AtMs) -> Result<(), StoreError> {
        let tenant = &s.entered.tenant;
        work!(self.store, |w| {
            let found = w.people().enter(&s.entered).await?;
            // Counted here, so that many at once are not more than few after each other.
            if w.messages().count_since(&found, now.plus_days(-SIGN_UP_DAYS)).await? >= SIGN_UP_MAILS_MAX {
                return Ok(());
            }
            w.permissions().add(tenant, &found.identifier, &s.permissions).await?;
            w.messages().add(tenant, &found, &s.mail).await?;
            let visitor = (!s.visitor.is_empty()).then_some((&found.person, s.visitor.as_str()));
            for link in &s.links {
                w.messages().link_add(tenant, &found.identifier, link, visitor).await?;
            }
            w.jobs().enqueue(&s.job).await
        })
    }

    /// What is written down of it: the mail that goes out, its button, and what was asked for.
    fn sign_up_of(&self, said: Entered<'_>, now: AtMs) -> SignUp {
        let Entered { tenant, form, input, email, chosen, asked } = said;
        let language = input.language.unwrap_or(Language::En);
        let (confirm, preferences) = (self.secret(), self.secret());
        let page = page_of(&input.page);
        let link = |secret: &str, kind, topics: &[&Topic], days| MailLinkDraft {
            secret: secret.to_owned(),
            kind,
            form: (form.id.clone(), form.version),
            topics: topics.iter().map(|t| t.id.clone()).collect(),
            page: page.clone(),
            expires_at: now.plus_days(days),
            at: now,
        };
        let links = match asked.is_empty() {
            true => vec![link(&preferences, MailLinkKind::Preferences, &chosen, PREFERENCES_DAYS)],
            false => vec![link(&confirm, MailLinkKind::Confirm, &asked, CONFIRM_DAYS)],
        };
        let payload = MailPayload {
            form: form.id.clone(),
            version: form.version,
            topics: if asked.is_empty() { &chosen } else { &asked }.iter().map(|t| t.id.clone()).collect(),
            confirm,
            preferences,
            code: String::new(),
        };
        let message = MessageId::new(now, self.entropy.as_ref());
        let permissions = asked.iter().map(|topic| PermissionDraft {
            id: PermissionId::new(now, self.entropy.as_ref()),
            topic: Some(topic.id.clone()),
            channel: Some(Channel::Email),
            event: PermissionEvent::Asked,
            source: PermissionSource::Form,
            form: Some((form.id.clone(), form.version, form.hash())),
            language,
            page: page.clone(),
            at: now,
        });
        SignUp {
            entered: AddressEntered {
                tenant: tenant.clone(),
                person: PersonId::new(now, self.entropy.as_ref()),
                identifier: IdentifierId::new(now, self.entropy.as_ref()),
                email,
                language,
                at: now,
            },
            permissions: permissions.collect(),
            mail: MessageDraft {
                id: message.clone(),
                kind: if asked.is_empty() { "already" } else { "confirm" },
                language,
                payload: serde_json::to_string(&payload).unwrap_or_default(),
                at: now,
            },
            links,
            visitor: match self.visitor_allows(&input.site_key, &input.token) {
                true => format!("{} {}", input.site_key, input.token),
                false => String::new(),
            },
            job: self.mail_job(&tenant, &message, now),
        }
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
            w.permissions().by_link(secret, tenant, identifier, &drafts, Some(&next), now).await
        })?;
        if let Some((found, shown)) = browser {
            self.visitor_join_by_link(&opened.asking, &shown, &found).await?;
        }
        Ok(Some(opened))
    }

    /// The secret of the link to the preferences that a confirmation leads to: the same each time, so that looking at the
    /// page again makes nothing new.
    pub fn preferences_of(&self, confirm: &str) -> String {
        self.store.keys().hash("preferences_of", confirm.as_bytes())
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
        work!(self.store, |w| { w.permissions().by_link(secret, tenant, identifier, &drafts, None, now).await })?;
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
