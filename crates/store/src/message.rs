//! Messages, one row a recipient.
//!
//! Invariant: a message leaves the state `planned` once. Whoever dies between taking and reporting leaves it `sending`:
//! its outcome is unknown, and it is shown, not sent again.

mod link;

pub use link::{MailLink, MailLinkDraft, MailLinkKind};

use hjemmel_model::{AtMs, IdentifierId, Language, MessageId, PersonId, TenantId};
use hjemmel_policy::{Recipient, Witness};
use serde::Serialize;

use crate::{
    Store,
    db::Tx,
    error::StoreError,
    person::{Found, PermissionDraft},
    sql,
    work::{Messages, Records, Work},
};

/// Months after which an address that takes no mail is looked at again.
pub(crate) const SUPPRESSION_MONTHS: i32 = 24;

/// A message to plan.
#[derive(Clone, Debug)]
pub struct MessageDraft {
    /// Its id.
    pub id: MessageId,
    /// What it is, such as `confirm`.
    pub kind: &'static str,
    /// The language.
    pub language: Language,
    /// What its template needs, as JSON. Emptied once it is sent.
    pub payload: String,
    /// When it was planned.
    pub at: AtMs,
}

/// A message that is about to be sent.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// From whom.
    pub tenant: TenantId,
    /// To whom.
    pub to: Recipient,
    /// What it is.
    pub kind: String,
    /// The language.
    pub language: Language,
    /// What its template needs, as JSON.
    pub payload: String,
    /// `planned`, `sending`, `accepted`, `refused`, `failed`.
    pub state: String,
    /// When it was planned.
    pub created_at: AtMs,
}

/// What became of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageEnd {
    /// The next server took it.
    Accepted,
    /// The decision was no.
    Refused(&'static str),
    /// The next server will not have it.
    Failed(&'static str),
}

/// What came back after the next server took a message.
#[derive(Clone, Debug)]
pub enum Returned {
    /// It cannot be delivered; with `for_good` the address takes no mail at all.
    Bounced {
        /// The status (RFC 3463).
        status: String,
        /// Whether it says that about the address and not about this message.
        for_good: bool,
    },
    /// The reader told their provider that it was not wanted.
    Complained(PermissionDraft),
    /// The reader answered that they want no more. What became of the message stays as it is.
    Stopped(PermissionDraft),
}

/// So many newsletters in a row that came back, over at least that time, end an address as one word about it does.
const BOUNCED_RUN: i64 = 5;
const BOUNCED_RUN_MS: i64 = 7 * 86_400_000;

/// A message as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct MessageEntry {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: String,
    /// `planned`, `sending`, `accepted`, `refused` or `failed`; one that stays `sending` has an unknown outcome.
    pub state: String,
    /// Why, where it was refused or failed.
    pub reason: String,
    /// When it was planned, in milliseconds.
    pub created_at_ms: i64,
    /// Since when it is in its state, in milliseconds.
    pub state_at_ms: i64,
    /// The subject, of a newsletter.
    pub subject: String,
}

impl Store {
    pub(crate) async fn message_add(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        to: &Found,
        m: &MessageDraft,
    ) -> Result<(), StoreError> {
        // With the person's own key, so that a backup from while it waits says nothing once they are erased.
        let key = self.persons.get(&self.keys, to.person.as_str()).await?;
        let values = [
            m.id.as_str().into(),
            tenant.as_str().into(),
            to.person.as_str().into(),
            to.identifier.as_str().into(),
            m.kind.into(),
            m.language.tag().into(),
            key.seal(self.keys.entropy(), &format!("message.payload.{}", m.id), &m.payload)?.into(),
            m.at.0.into(),
        ];
        tx.execute(sql::MESSAGE_INSERT, &values).await?;
        Ok(())
    }

    async fn message_payload(&self, person: &str, id: &MessageId, sealed: &str) -> Result<String, StoreError> {
        let place = format!("message.payload.{id}");
        let key = self.persons.get(&self.keys, person).await?;
        // One that waited while an earlier version was replaced is sealed with the installation's key.
        key.open(&place, sealed).or_else(|_| self.keys.open_sealed(&place, sealed))
    }

    pub(crate) async fn message_set(
        &self,
        tx: &mut Tx,
        id: &MessageId,
        end: MessageEnd,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let (state, reason) = match end {
            MessageEnd::Accepted => ("accepted", ""),
            MessageEnd::Refused(reason) => ("refused", reason),
            MessageEnd::Failed(reason) => ("failed", reason),
        };
        tx.execute(sql::MESSAGE_SET, &[state.into(), reason.into(), at.0.into(), id.as_str().into()]).await?;
        Ok(())
    }

    pub(crate) async fn message_return(
        &self,
        tx: &mut Tx,
        id: &MessageId,
        returned: &Returned,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let outcome = match returned {
            Returned::Bounced { status, for_good } => Some(("bounced", status.as_str(), for_good.then_some("bounced"))),
            Returned::Complained(_) => Some(("accepted", "complained", Some("complained"))),
            Returned::Stopped(_) => None,
        };
        if let Some((state, reason, _)) = outcome {
            let values = [state.into(), reason.into(), at.0.into(), id.as_str().into()];
            if tx.execute(sql::MESSAGE_RETURNED, &values).await? != 1 {
                return Ok(());
            }
        }
        let rows = tx.read(sql::MESSAGE_WHOSE, &[id.as_str().into()]).await?;
        let Some(row) = rows.first() else { return Ok(()) };
        let damaged = |_| StoreError::Damaged("message");
        let tenant = TenantId::parse(&row.text(0)?).map_err(damaged)?;
        let identifier = IdentifierId::parse(&row.text(1)?).map_err(damaged)?;
        let mut suppress = outcome.and_then(|(_, _, suppress)| suppress);
        if matches!(returned, Returned::Bounced { for_good: false, .. })
            && self.message_runs(tx, id, &identifier).await?
        {
            suppress = Some("bounced");
        }
        if let Some(why) = suppress {
            let review_at = at.plus_months(SUPPRESSION_MONTHS).0;
            let values = [identifier.as_str().into(), why.into(), at.0.into(), review_at.into()];
            tx.execute(sql::SUPPRESSION_OF_IDENTIFIER, &values).await?;
            tx.execute(sql::SEGMENT_TOUCH_ADDRESS, &[identifier.as_str().into()]).await?;
        }
        if let Returned::Complained(draft) | Returned::Stopped(draft) = returned {
            self.permissions_add(tx, &tenant, &identifier, std::slice::from_ref(draft)).await?;
        }
        Ok(())
    }

    /// Whether so much in a row came back that nobody reads there, whatever each report said.
    async fn message_runs(&self, tx: &mut Tx, id: &MessageId, of: &IdentifierId) -> Result<bool, StoreError> {
        let rows = tx.read(sql::MESSAGE_BOUNCED_RUN, &[of.as_str().into(), id.as_str().into()]).await?;
        let Some(row) = rows.first() else { return Ok(false) };
        Ok(row.int(0)? >= BOUNCED_RUN && row.int(2)? - row.int(1)? >= BOUNCED_RUN_MS)
    }
}

impl Messages<&mut Work> {
    /// Plan a message to an address of somebody.
    pub async fn add(&mut self, tenant: &TenantId, to: &Found, d: &MessageDraft) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.message_add(tx, tenant, to, d).await
    }

    /// How many messages an address was sent since then because somebody entered it.
    pub async fn count_since(&mut self, to: &Found, since: AtMs) -> Result<i64, StoreError> {
        let values = [to.identifier.as_str().into(), since.0.into()];
        let rows = self.0.tx.read(sql::MESSAGE_COUNT_SINCE, &values).await?;
        rows.first().ok_or(StoreError::Damaged("message"))?.int(0)
    }

    /// Take a planned message to send it. `false` when somebody took it before.
    pub async fn take(&mut self, id: &MessageId, at: AtMs) -> Result<bool, StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        Ok(tx.execute(sql::MESSAGE_TAKE, &[at.0.into(), id.as_str().into()]).await? == 1)
    }

    /// Say what became of a message; what it said is emptied.
    pub async fn end(&mut self, id: &MessageId, end: MessageEnd, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.message_set(tx, id, end, at).await
    }

    /// A report came back about a message. What it says about the address binds from now on. Told twice, or about a message
    /// that is gone, it changes nothing.
    pub async fn returned(&mut self, id: &MessageId, returned: &Returned, at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.message_return(tx, id, returned, at).await
    }

    /// The next server did not take it yet: plan it again.
    pub async fn put_back(&mut self, id: &MessageId, reason: &'static str, at: AtMs) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::MESSAGE_PUT_BACK, &[reason.into(), at.0.into(), id.as_str().into()]).await?;
        Ok(())
    }
}

impl<R: Records> Messages<R> {
    /// A message by its id.
    pub async fn find(&mut self, who: &impl Witness, id: &MessageId) -> Result<Message, StoreError> {
        let rows = self.0.read(sql::MESSAGE_FIND, &[who.tenant().as_str().into(), id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("message"))?;
        let damaged = || StoreError::Damaged("message");
        let sealed = row.text(6)?;
        Ok(Message {
            id: id.clone(),
            tenant: TenantId::parse(&row.text(1)?).map_err(|_| damaged())?,
            to: Recipient {
                person: PersonId::parse(&row.text(2)?).map_err(|_| damaged())?,
                identifier: IdentifierId::parse(&row.text(3)?).map_err(|_| damaged())?,
            },
            kind: row.text(4)?,
            language: Language::from_tag(&row.text(5)?).ok_or_else(damaged)?,
            payload: match sealed.as_str() {
                "" => String::new(),
                sealed => self.0.store().message_payload(&row.text(2)?, id, sealed).await?,
            },
            state: row.text(7)?,
            created_at: AtMs(row.int(8)?),
        })
    }

    /// What a person was sent, newest first, at most `limit`.
    pub async fn list(
        &mut self,
        who: &impl Witness,
        person: &PersonId,
        limit: i64,
    ) -> Result<Vec<MessageEntry>, StoreError> {
        let values = [who.tenant().as_str().into(), person.as_str().into(), limit.into()];
        let rows = self.0.read(sql::MESSAGE_OF_PERSON, &values).await?;
        rows.iter()
            .map(|row| {
                Ok(MessageEntry {
                    id: row.text(0)?,
                    kind: row.text(1)?,
                    state: row.text(2)?,
                    reason: row.text(3)?,
                    created_at_ms: row.int(4)?,
                    state_at_ms: row.int(5)?,
                    subject: match row.text(6)?.as_str() {
                        "" => String::new(),
                        body => {
                            let body: hjemmel_model::CampaignBody =
                                serde_json::from_str(body).map_err(|_| StoreError::Damaged("newsletter"))?;
                            body.subject
                        }
                    },
                })
            })
            .collect()
    }
}
