//! What the holder of an address sees and does, after a code that was sent there: everything that is held, a copy, no to
//! marketing, a correction, a pause, erasure.
//!
//! Invariant: whoever asks for a code learns nothing from the page; what comes of it shows in that address's inbox alone.

use hjemmel_model::{
    Form, FormId, IdentifierKind, Language, MessageId, PermissionEvent, PermissionId, PermissionSource, RequestKind,
    SignedReceipt, TopicId,
};
use hjemmel_policy::{act, asking, authorize_holder};
use hjemmel_store::{CodeDraft, Found, HolderFound, MailLinkKind, MessageDraft, PermissionDraft, work};
use hjemmel_words::key;

use crate::{
    AppError, SignUpError, cases,
    form::{Allowed, MailPayload},
    request::{Done, RequestDraft},
};

/// Codes asked for from one place within a quarter of an hour.
const CODES_MAX: usize = 20;
/// Requests of one person within a quarter of an hour.
const ASKS_MAX: usize = 10;
/// Codes tried from one place within a quarter of an hour.
const TRIES_MAX: usize = 40;

/// A code is on its way, or would be if the address were known.
#[derive(Clone, Debug)]
pub struct CodeAsked {
    /// The form whose brand the pages carry.
    pub form: Form,
    /// The secret that belongs to the code.
    pub secret: String,
}

impl cases::Holders<'_> {
    /// Somebody wants to see what is held about an address.
    pub async fn ask(
        &self,
        form_id: &str,
        email: &str,
        language: Language,
        caller: &str,
    ) -> Result<CodeAsked, SignUpError> {
        let id = FormId::parse(form_id).map_err(|_| hjemmel_store::StoreError::NotFound("form"))?;
        let (form, tenant) = self.store.forms().current(&id).await?;
        self.sign_ups
            .begin_most(&[format!("code {caller}")], self.clock.now(), CODES_MAX)
            .map_err(|_| SignUpError::Entered(key!("error_many")))?;
        let email = IdentifierKind::Email.normal(email).map_err(|_| SignUpError::Entered(key!("error_email")))?;
        let secret = self.users().secret();
        #[expect(
            clippy::disallowed_methods,
            reason = "the code goes to the address itself; the page says the same of every one"
        )]
        let asking = asking(&tenant);
        if let Some(found) = self.store.people().identifier_find(&asking, IdentifierKind::Email, &email).await? {
            // Whether it worked must not show: only who is known could fail here.
            if let Err(error) = self.code_send(&tenant, &form, found, &secret, (language, false)).await {
                tracing::error!(error = %error, "holder.code.failed");
            }
        }
        Ok(CodeAsked { form, secret })
    }

    /// The same, from the link in a mail: the code goes to the address that the mail went to.
    pub async fn ask_by_link(&self, link: &str, language: Language) -> Result<Option<CodeAsked>, AppError> {
        let Some(opened) = self.forms().link_open(link, MailLinkKind::Preferences).await? else { return Ok(None) };
        let secret = self.users().secret();
        let facts = self.store.permissions().reach_facts(&opened.asking, &opened.link.identifier).await?;
        let to = facts.recipient();
        let found = Found { person: to.person.clone(), identifier: to.identifier.clone(), verified: true };
        self.code_send(&opened.link.tenant, &opened.form, found, &secret, (language, true)).await?;
        Ok(Some(CodeAsked { form: opened.form, secret }))
    }

    async fn code_send(
        &self,
        tenant: &hjemmel_model::TenantId,
        form: &Form,
        to: Found,
        secret: &str,
        (language, by_link): (Language, bool),
    ) -> Result<(), AppError> {
        let now = self.clock.now();
        let code = self.code();
        let payload = MailPayload {
            form: form.id.clone(),
            version: form.version,
            topics: Vec::new(),
            confirm: String::new(),
            preferences: String::new(),
            code: format!("{} {}", code.get(..4).unwrap_or_default(), code.get(4..).unwrap_or_default()),
        };
        let message = MessageId::new(now, self.entropy.as_ref());
        let draft = CodeDraft {
            tenant: tenant.clone(),
            to,
            form: form.id.clone(),
            by_link,
            secret: secret.to_owned(),
            code,
            mail: MessageDraft {
                id: message.clone(),
                kind: "code",
                language,
                payload: serde_json::to_string(&payload).unwrap_or_default(),
                at: now,
            },
            job: self.mail_job(tenant, &message, now),
            at: now,
        };
        Ok(work!(self.store, |w| { w.holders().code_add(&draft).await })?)
    }

    /// Eight digits, each as likely as the others.
    fn code(&self) -> String {
        let mut out = String::new();
        while out.len() < 8 {
            let mut byte = [0u8; 1];
            self.entropy.fill(&mut byte);
            let [byte] = byte;
            if byte < 250 {
                out.push(char::from(b'0' + byte % 10));
            }
        }
        out
    }

    /// Try a code. Gives what the holder's cookie holds.
    pub async fn open(&self, secret: &str, code: &str, caller: &str) -> Result<Option<String>, AppError> {
        let now = self.clock.now();
        self.sign_ups.begin_most(&[format!("try {caller}")], now, TRIES_MAX)?;
        let code: String = code.chars().filter(|c| !c.is_whitespace()).take(12).collect();
        if secret.len() > 64 || code.len() != 8 {
            return Ok(None);
        }
        let session = self.users().secret();
        Ok(work!(self.store, |w| { w.holders().open(secret, &code, &session, now).await })?.then_some(session))
    }

    /// Who a cookie belongs to, while it counts.
    pub async fn of(&self, session: &str) -> Result<Option<HolderFound>, AppError> {
        if session.is_empty() || session.len() > 128 {
            return Ok(None);
        }
        Ok(self.store.holders().find(session, self.clock.now()).await?)
    }

    /// End it.
    pub async fn leave(&self, session: &str) -> Result<(), AppError> {
        Ok(work!(self.store, |w| { w.holders().leave(session).await })?)
    }

    /// Everything that is held about them, in words.
    pub async fn held(&self, found: &HolderFound, language: Language) -> Result<hjemmel_pages::Held, AppError> {
        let auth = authorize_holder::<act::PersonRead>(&found.holder)?;
        self.people().held(&auth, found.holder.person(), language).await
    }

    /// What the holder's address gets now, and what they get by other channels.
    pub async fn allowed(&self, found: &HolderFound) -> Result<Vec<Allowed>, AppError> {
        self.forms().allowed(&found.holder, found.holder.identifier()).await
    }

    /// Keep some topics, by some channels, and stop the others.
    pub async fn keep(&self, found: &HolderFound, keep: &[String], language: Language) -> Result<(), AppError> {
        let stops = Allowed::stops(&self.allowed(found).await?, keep);
        let withdraw = |(topic, by)| PermissionDraft {
            channel: by,
            ..self.entry(Some(topic), PermissionEvent::Withdrawn, language)
        };
        let drafts: Vec<_> = stops.into_iter().map(withdraw).collect();
        let auth = authorize_holder::<act::PersonWithdraw>(&found.holder)?;
        Ok(work!(self.store, |w| { w.permissions().by_holder(&auth, &found.holder, &drafts).await })?)
    }

    fn entry(&self, topic: Option<TopicId>, event: PermissionEvent, language: Language) -> PermissionDraft {
        let now = self.clock.now();
        PermissionDraft {
            id: PermissionId::new(now, self.entropy.as_ref()),
            topic,
            channel: None,
            event,
            source: PermissionSource::Holder,
            form: None,
            language,
            page: String::new(),
            at: now,
        }
    }

    /// Object to all direct marketing. It binds at once, and stands in the queue as done.
    pub async fn object(&self, found: &HolderFound, language: Language) -> Result<(), AppError> {
        let auth = authorize_holder::<act::PersonWithdraw>(&found.holder)?;
        let entry = self.entry(None, PermissionEvent::Objected, language);
        work!(self.store, |w| { w.permissions().by_holder(&auth, &found.holder, std::slice::from_ref(&entry)).await })?;
        // Their browsers too, in this process at once.
        self.restrictions_refresh().await?;
        self.request(found, RequestKind::Objection, "", Done::Yes, language).await
    }

    /// Part every browser of theirs from them.
    pub async fn part(&self, found: &HolderFound) -> Result<(), AppError> {
        let auth = authorize_holder::<act::PersonWithdraw>(&found.holder)?;
        for link in self.store.links().list(&found.holder, found.holder.person()).await? {
            self.people().link_remove(&auth, found.holder.person(), &link.id).await?;
        }
        Ok(())
    }

    /// Ask for something to be put right. Staff answer it.
    pub async fn correct(&self, found: &HolderFound, text: &str, language: Language) -> Result<(), AppError> {
        let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').take(2_000).collect();
        if text.trim().is_empty() {
            return Err(AppError::Invalid { field: "text", why: key!("field_says_nothing") });
        }
        self.request(found, RequestKind::Rectification, text.trim(), Done::No, language).await
    }

    /// Have the data only stored, or used again. The pause holds at once; staff look at it.
    pub async fn restrict(&self, found: &HolderFound, on: bool, language: Language) -> Result<(), AppError> {
        let auth = authorize_holder::<act::RequestWrite>(&found.holder)?;
        let read = authorize_holder::<act::PersonRead>(&found.holder)?;
        let (now, person) = (self.clock.now(), found.holder.person());
        if on == (self.store.people().find(&read, person).await?.restricted_at.0 > 0) {
            return Ok(());
        }
        // Their own word ends it at once (18(2)).
        work!(self.store, |w| {
            match on {
                true => w.people().pause_begin(&auth, person, now).await,
                false => w.people().pause_end(&auth, person, now).await,
            }
        })?;
        self.restrictions_refresh().await?;
        match on {
            true => self.request(found, RequestKind::Restriction, "", Done::No, language).await,
            false => Ok(()),
        }
    }

    /// Take a copy home.
    pub async fn copy(&self, found: &HolderFound, language: Language) -> Result<Vec<u8>, AppError> {
        // Before the work of it: the request that is entered afterwards is limited too.
        self.sign_ups.begin_most(&[format!("copy {}", found.holder.person())], self.clock.now(), ASKS_MAX)?;
        let auth = authorize_holder::<act::PersonRead>(&found.holder)?;
        let (form, _) = self.store.forms().current(&found.form).await?;
        let copy = self.people().copy(&auth, found.holder.person(), &form.sender, language).await?;
        self.request(found, RequestKind::Access, "", Done::Yes, language).await?;
        Ok(copy)
    }

    /// Be erased.
    pub async fn erase(
        &self,
        found: &HolderFound,
        no_mail_mark: bool,
        language: Language,
    ) -> Result<SignedReceipt, AppError> {
        // The request first: the erasure closes it and puts its own number on it.
        self.request(found, RequestKind::Erasure, "", Done::No, language).await?;
        let auth = authorize_holder::<act::PersonErase>(&found.holder)?;
        self.erasures().run(&auth, found.holder.person(), no_mail_mark, None).await
    }

    async fn request(
        &self,
        found: &HolderFound,
        kind: RequestKind,
        text: &str,
        done: Done,
        language: Language,
    ) -> Result<(), AppError> {
        // Whoever means it needs few; a program in a loop would fill the queue of staff.
        self.sign_ups.begin_most(&[format!("ask {}", found.holder.person())], self.clock.now(), ASKS_MAX)?;
        let auth = authorize_holder::<act::RequestWrite>(&found.holder)?;
        self.requests()
            .enter(&auth, &RequestDraft::of_holder(found.holder.person(), kind, text, language), done)
            .await?;
        Ok(())
    }
}
