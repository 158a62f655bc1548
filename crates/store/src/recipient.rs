//! Who outside gets personal data from an organisation, and what they have to hear about an erasure (GDPR 19).

use hjemmel_model::{AtMs, ErasureId, RecipientId, RecipientNotice};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    Store,
    audit::Did,
    db::{Tx, unit_of_work},
    error::StoreError,
    sql,
    work::{Recipients, Records, Work},
};

/// Somebody outside who gets personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Recipient {
    /// Their id.
    pub id: RecipientId,
    /// Their name.
    pub name: String,
    /// How they are reached about requests.
    pub contact: String,
    /// What they get, in words.
    pub gets: String,
    /// Since when.
    pub created_at: AtMs,
}

/// Something that a recipient has to be told and has not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct NoticeOpen {
    /// The erasure.
    pub erasure: ErasureId,
    /// Who.
    pub recipient: RecipientId,
    /// Their name.
    pub name: String,
    /// How they are reached.
    pub contact: String,
    /// Whom it is about, for as long as it is open.
    pub whom: Vec<String>,
    /// Since when.
    pub at: AtMs,
}

impl Recipients<&mut Work> {
    /// Record a recipient.
    pub async fn insert(&mut self, auth: &Authorized<act::PersonErase>, r: &Recipient) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [
            r.id.as_str().into(),
            auth.tenant().as_str().into(),
            r.name.as_str().into(),
            r.contact.as_str().into(),
            r.gets.as_str().into(),
            r.created_at.0.into(),
        ];
        tx.execute(sql::RECIPIENT_INSERT, &values).await?;
        store
            .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("recipient.create").to(r.id.as_str()), r.created_at)
            .await
    }

    /// They get nothing any more. What is open with them stays open.
    pub async fn remove(
        &mut self,
        auth: &Authorized<act::PersonErase>,
        id: &RecipientId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [at.0.into(), auth.tenant().as_str().into(), id.as_str().into()];
        if tx.execute(sql::RECIPIENT_REMOVE, &values).await? != 1 {
            return Err(StoreError::NotFound("recipient"));
        }
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("recipient.remove").to(id.as_str()), at).await
    }
}

impl<R: Records> Recipients<R> {
    /// Who gets personal data, by name.
    pub async fn list(&mut self, tenant: &hjemmel_model::TenantId) -> Result<Vec<Recipient>, StoreError> {
        let rows = self.0.read(sql::RECIPIENT_LIST, &[tenant.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(Recipient {
                    id: RecipientId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("recipient"))?,
                    name: row.text(1)?,
                    contact: row.text(2)?,
                    gets: row.text(3)?,
                    created_at: AtMs(row.int(4)?),
                })
            })
            .collect()
    }

    /// What recipients have to be told, oldest first.
    pub async fn notice_open(&mut self, auth: &Authorized<act::PersonErase>) -> Result<Vec<NoticeOpen>, StoreError> {
        let damaged = || StoreError::Damaged("notice to a recipient");
        let mut out = Vec::new();
        for row in &self.0.read(sql::ERASURE_NOTICE_OPEN, &[auth.tenant().as_str().into()]).await? {
            let erasure = ErasureId::parse(&row.text(0)?).map_err(|_| damaged())?;
            let recipient = RecipientId::parse(&row.text(1)?).map_err(|_| damaged())?;
            let key = self.0.store().persons.get(&self.0.store().keys, erasure.as_str()).await?;
            let whom = key.open(&place(&erasure, &recipient), &row.text(4)?)?;
            out.push(NoticeOpen {
                name: row.text(2)?,
                contact: row.text(3)?,
                whom: serde_json::from_str(&whom).map_err(|_| damaged())?,
                at: AtMs(row.int(5)?),
                erasure,
                recipient,
            });
        }
        Ok(out)
    }

    /// How many recipients have not answered about an erasure.
    pub async fn notices_open_of(&mut self, erasure: &ErasureId) -> Result<i64, StoreError> {
        notices_open(&self.0.read(sql::ERASURE_NOTICE_OPEN_COUNT, &[erasure.as_str().into()]).await?)
    }
}

impl Recipients<&Store> {
    /// A recipient answered that it is done; when all have, whom it was about goes with the key.
    pub async fn notice_answer(
        &self,
        auth: &Authorized<act::PersonErase>,
        erasure: &ErasureId,
        recipient: &RecipientId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let open = unit_of_work!(self.0.db, |tx| {
            let values =
                [at.0.into(), auth.tenant().as_str().into(), erasure.as_str().into(), recipient.as_str().into()];
            if tx.execute(sql::ERASURE_NOTICE_ANSWER, &values).await? != 1 {
                return Err(StoreError::NotFound("open notice"));
            }
            self.0
                .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("recipient.answer").to(erasure.as_str()), at)
                .await?;
            self.0.receipt_renew(tx, erasure, at).await?;
            let open = notices_open(&tx.read(sql::ERASURE_NOTICE_OPEN_COUNT, &[erasure.as_str().into()]).await?)?;
            if open == 0 {
                // The request of whoever erased themself waited for this alone.
                tx.execute(sql::REQUEST_DONE_OF_ERASURE, &[at.0.into(), erasure.as_str().into()]).await?;
            }
            Ok(open)
        })?;
        if open == 0 {
            self.0.key_forget(erasure.as_str()).await?;
        }
        Ok(())
    }
}

impl Store {
    pub(crate) async fn notices_of(
        &self,
        tx: &mut Tx,
        erasure: &ErasureId,
    ) -> Result<Vec<RecipientNotice>, StoreError> {
        let rows = tx.read(sql::ERASURE_NOTICE_OF_ERASURE, &[erasure.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                Ok(RecipientNotice { recipient: row.text(0)?, name: row.text(1)?, answered_at: AtMs(row.int(2)?) })
            })
            .collect()
    }
}

fn notices_open(rows: &[crate::db::Row]) -> Result<i64, StoreError> {
    rows.first().ok_or(StoreError::Damaged("notice to a recipient"))?.int(0)
}

pub(crate) fn place(erasure: &ErasureId, recipient: &RecipientId) -> String {
    format!("erasure_notice.whom.{erasure}.{recipient}")
}
