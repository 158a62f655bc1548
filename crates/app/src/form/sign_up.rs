//! Somebody enters an address in a form: what is asked is written down with its evidence, and the mail that asks goes out.
//!
//! Invariant: what the page says is the same whoever it was.

use hjemmel_model::{
    AtMs, Channel, Form, FormId, IdentifierId, IdentifierKind, Language, MessageId, PermissionEvent, PermissionId,
    PermissionSource, PersonId, TenantId, Topic,
};
use hjemmel_policy::{Suppression, asking};
use hjemmel_store::{
    AddressEntered, JobDraft, MailLinkDraft, MailLinkKind, MessageDraft, PermissionDraft, StoreError, work,
};
use hjemmel_words::{Key, key};

use super::{MailPayload, PREFERENCES_DAYS, page_of};
use crate::{AppError, campaign::same_sender, cases};

/// Days in which a confirmation counts; then what was entered is deleted.
const CONFIRM_DAYS: i64 = 14;
/// Sign-ups from one place within a quarter of an hour: an office behind one address has many people.
const SIGN_UPS_MAX: usize = 20;

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

impl cases::Forms<'_> {
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
            let sender = self.campaigns().said_to(&tenant, |c| same_sender(c, &form.sender)).await?;
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
        let (confirm, preferences) = (self.users().secret(), self.users().secret());
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
            visitor: match self.people().visitor_allows(&input.site_key, &input.token) {
                true => format!("{} {}", input.site_key, input.token),
                false => String::new(),
            },
            job: self.mail_job(&tenant, &message, now),
        }
    }
}
