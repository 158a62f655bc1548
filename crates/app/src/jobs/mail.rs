//! The job that sends one message: it asks for permission when it runs, sends at most once, and says what came of it.

use hjemmel_mail::{MailError, MailPermit, Outgoing};
use hjemmel_model::{AtMs, Channel, Controller, JobId, MessageId, TenantId};
use hjemmel_pages::{MailText, ServiceMail};
use hjemmel_policy::{Witness, asking, decide_serve};
use hjemmel_store::{Job, JobDraft, Message, MessageEnd, work};
use serde::{Deserialize, Serialize};

use crate::{
    App, AppError,
    form::{MailPayload, topic_lines},
};

/// A message that waited longer than its link or its code counts is not sent.
fn counts_ms(kind: &str) -> i64 {
    match kind {
        "code" => 10 * 60_000,
        "reply" => i64::MAX,
        _ => 14 * 86_400_000,
    }
}

/// What an answer to a request says. Sealed at rest, emptied once it is sent.
#[derive(Serialize, Deserialize)]
pub(crate) struct ReplyPayload {
    pub(crate) sender: Controller,
    pub(crate) subject: String,
    pub(crate) text: String,
}

#[derive(Deserialize)]
struct Payload {
    message: String,
}

impl App {
    /// The job that sends a message.
    pub(crate) fn mail_job(&self, tenant: &TenantId, message: &MessageId, now: AtMs) -> JobDraft {
        JobDraft {
            id: JobId::new(now, self.entropy.as_ref()),
            kind: "mail",
            tenant: Some(tenant.clone()),
            key: format!("mail:{message}"),
            payload: serde_json::json!({ "message": message }).to_string(),
            run_at: now,
            created_at: now,
        }
    }

    /// Send the message that a job names.
    pub(super) async fn mail_run(&self, job: &Job) -> Result<(), AppError> {
        let damaged = || AppError::Damaged("mail job");
        let payload: Payload = serde_json::from_str(&job.payload).map_err(|_| damaged())?;
        let id = MessageId::parse(&payload.message).map_err(|_| damaged())?;
        #[expect(
            clippy::disallowed_methods,
            reason = "the worker reads what it sends to its own reader, and decides once more"
        )]
        let asking = asking(job.tenant.as_ref().ok_or_else(damaged)?);
        let message = match self.store.messages().find(&asking, &id).await {
            // Whoever it was for is gone.
            Err(hjemmel_store::StoreError::NotFound(_)) => return Ok(()),
            found => found?,
        };
        if message.state != "planned" {
            // Sent, refused, or taken by somebody who did not report: then its outcome is unknown, and it is shown, not
            // sent again.
            return Ok(());
        }
        let now = self.clock.now();
        if now.since_ms(message.created_at) > counts_ms(&message.kind) {
            // Its link would open nothing any more.
            return Ok(work!(self.store, |w| { w.messages().end(&id, MessageEnd::Failed("expired"), now).await })?);
        }
        let outgoing = self.mail_make(&asking, &message).await?;
        self.setup().mail_ready().await?;
        // Asked last, right before it goes: a permit lives a second.
        let facts = self.store.permissions().reach_facts(&asking, &message.to.identifier).await?;
        let permit = match decide_serve(&facts, Channel::Email, self.clock.now()) {
            Ok(permit) => permit,
            Err(refusal) => {
                let end = MessageEnd::Refused(refusal.reason.name());
                return Ok(work!(self.store, |w| { w.messages().end(&id, end, self.clock.now()).await })?);
            }
        };
        if !work!(self.store, |w| { w.messages().take(&id, self.clock.now()).await })? {
            return Ok(());
        }
        let sent = self.mailer.send(MailPermit::Serve(permit), &outgoing, self.clock.as_ref()).await;
        let end = match sent {
            Ok(()) => MessageEnd::Accepted,
            Err(MailError::Unknown) => {
                tracing::warn!(message = %id, "mail.outcome.unknown");
                return Ok(());
            }
            // Nothing went out: the server asked to wait, or the permit grew old on the way.
            Err(MailError::Later | MailError::Refused(_)) => {
                self.mail_put_back(&id).await?;
                return Err(AppError::MailLater);
            }
            Err(e) => MessageEnd::Failed(e.code()),
        };
        Ok(work!(self.store, |w| { w.messages().end(&id, end, self.clock.now()).await })?)
    }

    /// Plan a message again that is known not to have gone out; a busy database is asked more than once.
    async fn mail_put_back(&self, id: &MessageId) -> Result<(), AppError> {
        let mut tries = 0;
        loop {
            tries += 1;
            match work!(self.store, |w| { w.messages().put_back(id, "later", self.clock.now()).await }) {
                Err(_) if tries < 5 => tokio::time::sleep(std::time::Duration::from_millis(200 * tries)).await,
                done => return Ok(done?),
            }
        }
    }

    async fn mail_make(&self, who: &impl Witness, message: &Message) -> Result<Outgoing, AppError> {
        if message.kind == "reply" {
            let reply: ReplyPayload =
                serde_json::from_str(&message.payload).map_err(|_| AppError::Damaged("message"))?;
            let text = hjemmel_pages::reply(message.language, &reply.sender, &reply.subject, &reply.text);
            return self
                .outgoing(who, message, reply.sender, text.map_err(|_| AppError::Damaged("mail template"))?)
                .await;
        }
        let payload: MailPayload = serde_json::from_str(&message.payload).map_err(|_| AppError::Damaged("message"))?;
        let (form, _) = self.store.forms().version(&payload.form, payload.version).await?;
        let topics: Vec<_> = form.topics.iter().filter(|t| payload.topics.contains(&t.id)).cloned().collect();
        let lines = topic_lines(&topics, message.language, |_| true);
        let link = |kind: &str, secret: &str| format!("{}/p/{kind}/{secret}", self.base_url);
        let written = ServiceMail {
            kind: &message.kind,
            topics: &lines,
            confirm: &link("confirm", &payload.confirm),
            preferences: &link("preferences", &payload.preferences),
            code: &payload.code,
        };
        let text = hjemmel_pages::mail(message.language, &form.sender, &written);
        self.outgoing(who, message, form.sender, text.map_err(|_| AppError::Damaged("mail template"))?).await
    }

    async fn outgoing(
        &self,
        who: &impl Witness,
        message: &Message,
        sender: Controller,
        text: MailText,
    ) -> Result<Outgoing, AppError> {
        Ok(Outgoing {
            recipient: message.to.clone().into(),
            to: self.store.people().identifier_value(who, &message.to).await?,
            from_name: sender.name,
            reply_to: sender.contact,
            subject: text.subject,
            text: text.text,
            html: text.html,
            one_click: None,
            token: None,
        })
    }
}
