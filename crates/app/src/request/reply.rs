//! Answers to requests: begun from a template, read and changed by staff, mailed or written down.

use hjemmel_model::{Controller, IdentifierKind, LawPack, MessageId, PersonId, Request, RequestId, TenantId};
use hjemmel_pages::{REPLIES, ReplyFill, reply_draft};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{Found, JobDraft, MessageDraft, StoreError};
use hjemmel_words::{key, word};
use serde::{Deserialize, Serialize};

use super::{RequestView, bounded};
use crate::{
    AppError, cases,
    copy::{day, day_of},
    jobs::ReplyPayload,
};

/// What a template is to be filled with.
#[derive(Clone, Debug, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyAsk {
    /// Name of the template, such as `extension`.
    pub template: String,
    /// Why, in the words of whoever answers.
    #[serde(default)]
    pub reason: String,
    /// What is kept.
    #[serde(default)]
    pub kept: String,
    /// Until when, as `2026-12-24`.
    #[serde(default)]
    pub until: String,
}

/// An answer to be read and changed before it goes.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplyDraft {
    /// When the request was last changed, as seen, in milliseconds.
    pub changed_at_ms: i64,
    /// The subject.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What became of an answer.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ReplySent {
    /// Whether it goes by mail to the person's confirmed address; if not, send it by hand: it is written down.
    pub mailed: bool,
    /// The request.
    pub request: RequestView,
}

/// An answer that goes by mail.
pub(super) struct ReplyMail {
    /// To whom.
    pub to: Found,
    /// The mail.
    pub mail: MessageDraft,
    /// The job that sends it.
    pub job: JobDraft,
}

impl cases::Requests<'_> {
    /// An answer from a template, in the language of the request, to be read and changed.
    pub async fn reply_draft(
        &self,
        auth: &Authorized<act::RequestRead>,
        id: &RequestId,
        ask: &ReplyAsk,
    ) -> Result<ReplyDraft, AppError> {
        let template = ask.template.as_str();
        let request = self.store.requests().find(auth, id).await?;
        let sender = self.sender_of(auth.tenant()).await?;
        let l = request.language;
        let authority = match request.law {
            LawPack::Neutral => None,
            law => law.authorities().first().map(|a| a.name),
        };
        let fill = ReplyFill {
            name_of_sender: sender.name,
            received: day(request.received_at, l),
            due: day_of(&request.due_on, l),
            reason: ask.reason.clone(),
            kept: ask.kept.clone(),
            until: day_of(&ask.until, l),
            page: self.own_page_of(auth.tenant()).await?,
            kind: word(l, &format!("request_{}", request.kind.name())).unwrap_or_default(),
            authority: authority.map_or_else(crate::all_authorities, str::to_owned),
        };
        let name = REPLIES.iter().find(|r| **r == template);
        let (subject, text) = name
            .and_then(|name| reply_draft(name, l, &fill))
            .ok_or(AppError::Invalid { field: "template", why: key!("field_is_not_one_of_ours") })?;
        Ok(ReplyDraft { changed_at_ms: request.changed_at.0, subject, text })
    }

    /// Where people see what is held about them: the page of the organisation's first form; empty without one.
    async fn own_page_of(&self, tenant: &TenantId) -> Result<String, AppError> {
        let form = self.store.forms().list(tenant).await?.into_iter().next();
        Ok(form.map(|f| format!("{}/p/mine/{}", self.base_url, f.id)).unwrap_or_default())
    }

    /// Send an answer to the person's confirmed address; where there is none, write down what is sent by hand.
    pub async fn reply(
        &self,
        auth: &Authorized<act::RequestWrite>,
        id: &RequestId,
        reply: &ReplyDraft,
    ) -> Result<ReplySent, AppError> {
        let old = self.store.requests().find(auth, id).await?;
        let text = bounded(&reply.text, "text", 10)?;
        let subject = bounded(&reply.subject, "subject", 1)?;
        let gap = key!("field_still_has_a_gap");
        if subject.chars().any(char::is_control) || subject.len() > 300 || text.contains('…') {
            return Err(AppError::Invalid { field: "text", why: gap });
        }
        if old.changed_at.0 != reply.changed_at_ms || old.closed_at.0 > 0 {
            return Err(StoreError::Changed("request").into());
        }
        let now = self.clock.now().max(old.changed_at.plus_ms(1));
        let to = match &old.person {
            Some(person) => self.confirmed_address(auth, person).await?,
            None => None,
        };
        let mut mail = None;
        if let Some(to) = to {
            let now = self.clock.now();
            let payload = ReplyPayload {
                sender: self.sender_of(auth.tenant()).await?,
                subject: subject.clone(),
                text: text.clone(),
            };
            let message = MessageId::new(now, self.entropy.as_ref());
            let draft = MessageDraft {
                id: message.clone(),
                kind: "reply",
                language: old.language,
                payload: serde_json::to_string(&payload).map_err(|_| AppError::Damaged("reply"))?,
                at: now,
            };
            let job = self.mail_job(auth.tenant(), &message, now);
            mail = Some(ReplyMail { to, mail: draft, job });
        }
        let r = Request { changed_at: now, ..old.clone() };
        let note = self.note("reply", format!("{subject}\n\n{text}"), now);
        self.save(auth, &r, old.changed_at, &note, mail.as_ref()).await?;
        Ok(ReplySent { mailed: mail.is_some(), request: self.view(auth, r, true).await? })
    }

    pub(super) async fn confirmed_address(
        &self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
    ) -> Result<Option<Found>, AppError> {
        let all = self.store.people().identifiers(auth, person).await?;
        Ok(all.into_iter().find(|(kind, found)| *kind == IdentifierKind::Email && found.verified).map(|(_, f)| f))
    }

    /// Who speaks for an organisation: the sender of its first form, else the controller of its first notice.
    pub(super) async fn sender_of(&self, tenant: &TenantId) -> Result<Controller, AppError> {
        if let Some(form) = self.store.forms().list(tenant).await?.into_iter().next() {
            return Ok(form.sender);
        }
        let notices = self.store.notices().list_all().await?;
        let sites = self.store.sites().list_all().await?;
        let own = |site: &hjemmel_model::SiteId| sites.iter().any(|s| s.id == *site && s.tenant == *tenant);
        let last = notices.into_iter().filter(|n| own(&n.site)).max_by_key(|n| n.published_at);
        last.map(|n| n.controller).ok_or(AppError::Invalid { field: "sender", why: key!("field_is_not_known_yet") })
    }
}
