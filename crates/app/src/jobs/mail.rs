//! The job that sends one message: it asks for permission when it runs, sends at most once, and says what came of it.

use hjemmel_mail::{MailError, MailPermit, Outgoing};
use hjemmel_model::MessageId;
use hjemmel_policy::decide_serve;
use hjemmel_store::{Message, MessageEnd};
use serde::Deserialize;

use crate::{
    App, AppError,
    form::{MailPayload, topic_lines},
};

#[derive(Deserialize)]
struct Payload {
    message: String,
}

impl App {
    /// Send the message that a job names.
    pub(super) async fn mail_run(&self, payload: &str) -> Result<(), AppError> {
        let damaged = || AppError::Damaged("mail job");
        let payload: Payload = serde_json::from_str(payload).map_err(|_| damaged())?;
        let id = MessageId::parse(&payload.message).map_err(|_| damaged())?;
        let message = match self.store.message_find(&id).await {
            // Whoever it was for is gone.
            Err(hjemmel_store::StoreError::NotFound(_)) => return Ok(()),
            found => found?,
        };
        // Taken before and not reported: the outcome is unknown, so it is shown and not sent again.
        if !self.store.message_take(&id, self.clock.now()).await? {
            return Ok(());
        }
        let end = match self.mail_send(&message).await {
            Ok(()) => MessageEnd::Accepted,
            Err(MailStop::Mail(MailError::Refused(refusal))) => MessageEnd::Refused(refusal.reason.name()),
            Err(MailStop::Mail(MailError::Unknown)) => {
                tracing::warn!(message = %id, "mail.outcome.unknown");
                return Ok(());
            }
            Err(MailStop::Mail(MailError::Later)) => {
                self.store.message_put_back(&id, "later", self.clock.now()).await?;
                return Err(AppError::MailLater);
            }
            Err(MailStop::Mail(e)) => MessageEnd::Failed(e.code()),
            Err(MailStop::App(e)) => {
                // Nothing went out yet, so it is planned again.
                self.store.message_put_back(&id, "failed", self.clock.now()).await?;
                return Err(e);
            }
        };
        Ok(self.store.message_end(&id, end, self.clock.now()).await?)
    }

    async fn mail_send(&self, message: &Message) -> Result<(), MailStop> {
        let payload: MailPayload = serde_json::from_str(&message.payload).map_err(|_| AppError::Damaged("message"))?;
        let (form, _) = self.store.form_version(&payload.form, payload.version).await.map_err(AppError::from)?;
        let topics: Vec<_> = form.topics.iter().filter(|t| payload.topics.contains(&t.id)).cloned().collect();
        let lines = topic_lines(&topics, message.language, |_| true);
        let link = |kind: &str, secret: &str| format!("{}/p/{kind}/{secret}", self.base_url);
        let text = hjemmel_pages::mail(
            &message.kind,
            message.language,
            &form.sender,
            &lines,
            &link("confirm", &payload.confirm),
            &link("preferences", &payload.preferences),
        );
        let text = text.map_err(|_| AppError::Damaged("mail template"))?;
        let to = self.store.identifier_value(&message.tenant, &message.to).await.map_err(AppError::from)?;
        // Asked last, right before it goes: a permit lives a second.
        let facts = self.store.reach_facts(&message.tenant, &message.to.identifier).await.map_err(AppError::from)?;
        let now = self.clock.now();
        let permit = decide_serve(&facts, now).map_err(MailError::Refused)?;
        let outgoing = Outgoing {
            recipient: message.to.clone(),
            to,
            from_name: form.sender.name.clone(),
            reply_to: form.sender.contact.clone(),
            subject: text.subject,
            text: text.text,
            html: text.html,
            one_click: None,
        };
        Ok(self.mailer.send(MailPermit::Serve(permit), &outgoing, now).await?)
    }
}

enum MailStop {
    Mail(MailError),
    App(AppError),
}

impl From<MailError> for MailStop {
    fn from(e: MailError) -> MailStop {
        MailStop::Mail(e)
    }
}

impl From<AppError> for MailStop {
    fn from(e: AppError) -> MailStop {
        MailStop::App(e)
    }
}
