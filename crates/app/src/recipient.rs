//! Who outside gets personal data, and what they have to hear about erasures (GDPR 19).

use hjemmel_model::{ErasureId, RecipientId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{NoticeOpen, Recipient, work};
use serde::{Deserialize, Serialize};

use crate::{AppError, cases, profile::line};

/// A recipient to record.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RecipientDraft {
    /// Their name.
    pub name: String,
    /// How they are reached about requests.
    pub contact: String,
    /// What they get, in words.
    pub gets: String,
}

/// Recipients, and what is open with them.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Recipients {
    /// By name.
    pub recipients: Vec<Recipient>,
    /// What they have not answered, oldest first.
    pub open: Vec<NoticeOpen>,
}

impl cases::Recipients<'_> {
    /// Record somebody who gets personal data.
    pub async fn create(
        &self,
        auth: &Authorized<act::PersonErase>,
        draft: &RecipientDraft,
    ) -> Result<Recipient, AppError> {
        let now = self.clock.now();
        let recipient = Recipient {
            id: RecipientId::new(now, self.entropy.as_ref()),
            name: line(&draft.name, "name", 100)?,
            contact: line(&draft.contact, "contact", 200)?,
            gets: line(&draft.gets, "gets", 300)?,
            created_at: now,
        };
        work!(self.store, |w| { w.recipients().insert(auth, &recipient).await })?;
        Ok(recipient)
    }

    /// Who gets personal data, and what is open with them.
    pub async fn list(&self, auth: &Authorized<act::PersonErase>) -> Result<Recipients, AppError> {
        let recipients = self.store.recipients().list(auth.tenant()).await?;
        Ok(Recipients { recipients, open: self.store.recipients().notice_open(auth).await? })
    }

    /// They get nothing any more.
    pub async fn remove(&self, auth: &Authorized<act::PersonErase>, id: &RecipientId) -> Result<(), AppError> {
        Ok(work!(self.store, |w| { w.recipients().remove(auth, id, self.clock.now()).await })?)
    }

    /// A recipient answered that an erasure is done there too.
    pub async fn answered(
        &self,
        auth: &Authorized<act::PersonErase>,
        erasure: &ErasureId,
        recipient: &RecipientId,
    ) -> Result<(), AppError> {
        Ok(self.store.recipients().notice_answer(auth, erasure, recipient, self.clock.now()).await?)
    }
}
