//! Newsletters: what they say, whom they could reach, and one message a recipient.
//!
//! Invariant: a person is written down for a newsletter once, by a unique index, however often the work is begun again;
//! and a message leaves `planned` once.

use hjemmel_model::{
    AtMs, Campaign, CampaignBody, CampaignId, CampaignState, Controller, IdentifierId, Language, MessageId, PersonId,
    TenantId,
};
use hjemmel_policy::{Authorized, Recipient, Witness, act};
use serde::Serialize;

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    message::{MessageEnd, Returned},
    sql,
    work::{Campaigns, Records, Work},
};

/// A newsletter as found, with what only the sender of it needs.
#[derive(Clone, Debug)]
pub struct CampaignFound {
    /// The newsletter.
    pub campaign: Campaign,
    /// Whose it is.
    pub tenant: TenantId,
    /// Who stands behind it, as of its release.
    pub sender: Option<Controller>,
    /// The last person that was looked at when its recipients were written down.
    pub planned_to: String,
}

/// How a newsletter is released.
#[derive(Clone, Debug)]
pub struct CampaignRelease {
    /// Most messages a minute; 0 for no limit.
    pub per_minute: u32,
    /// Not before.
    pub send_at: AtMs,
    /// Who stands behind it.
    pub sender: Controller,
    /// When.
    pub at: AtMs,
}

/// A recipient to write down.
#[derive(Clone, Debug)]
pub struct RecipientDraft {
    /// Id of the message.
    pub id: MessageId,
    /// To whom.
    pub to: Recipient,
    /// Their language.
    pub language: Language,
}

/// A message of a newsletter that was taken to be sent.
#[derive(Clone, Debug)]
pub struct CampaignMessage {
    /// Its id.
    pub id: MessageId,
    /// To whom.
    pub to: Recipient,
    /// Which attempt this is, from 1.
    pub attempts: i64,
    /// What its reader reads.
    pub language: Language,
}

/// What became of one message, to be written down.
#[derive(Clone, Debug)]
pub enum CampaignEnd {
    /// It has an outcome.
    Ended(MessageEnd),
    /// It did not go out and is tried again at that time.
    Later(AtMs),
    /// The next server refused it for the address's sake.
    Returned(Returned),
}

/// How many recipients stand where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CampaignCount {
    /// `planned`, `sending`, `accepted`, `refused`, `failed`, `bounced` or `cancelled`; one that stays `sending` has an
    /// unknown outcome.
    pub state: String,
    /// Why, where there is a reason.
    pub reason: String,
    /// How many.
    pub people: i64,
}

/// One recipient as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct CampaignRecipient {
    /// Id of the message.
    pub message: String,
    /// Who.
    pub person: String,
    /// Their address.
    pub address: String,
    /// Where it stands.
    pub state: String,
    /// Why, where there is a reason.
    pub reason: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Since when it stands there, in milliseconds.
    pub state_at_ms: i64,
    /// When it is tried next, in milliseconds; 0 when it is not.
    pub next_at_ms: i64,
}

impl Campaigns<&mut Work> {
    /// Begin a newsletter.
    pub async fn insert(
        &mut self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        body: &CampaignBody,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let values = [
            id.as_str().into(),
            auth.tenant().as_str().into(),
            body_json(body)?.into(),
            at.0.into(),
            segment_of(body).into(),
        ];
        self.0.tx.execute(sql::CAMPAIGN_INSERT, &values).await?;
        self.0.audit().add(auth, "campaign.create", id.as_str(), at).await
    }

    /// Change a newsletter that was last changed at `seen`. Only a draft can be changed, and only by whoever saw its latest
    /// state.
    pub async fn update(
        &mut self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        body: &CampaignBody,
        seen: AtMs,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        let values = [
            body_json(body)?.into(),
            at.0.into(),
            id.as_str().into(),
            auth.tenant().as_str().into(),
            seen.0.into(),
            segment_of(body).into(),
        ];
        match tx.execute(sql::CAMPAIGN_UPDATE, &values).await? {
            1 => Ok(()),
            _ => Err(StoreError::Changed("newsletter")),
        }
    }

    /// Throw a draft away.
    pub async fn delete(
        &mut self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [id.as_str().into(), auth.tenant().as_str().into()];
        if tx.execute(sql::CAMPAIGN_DELETE, &values).await? != 1 {
            return Err(StoreError::Changed("newsletter"));
        }
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("campaign.delete").to(id.as_str()), at).await
    }

    /// Release a draft that nobody changed since it was seen: its words are fixed. Gives them as they are committed to.
    pub async fn release(
        &mut self,
        auth: &Authorized<act::CampaignWrite>,
        c: &Campaign,
        r: &CampaignRelease,
    ) -> Result<String, StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        let sender = serde_json::to_string(&r.sender).map_err(|_| StoreError::Damaged("sender"))?;
        let content = serde_json::to_string(&(&c.body, &r.sender)).map_err(|_| StoreError::Damaged("newsletter"))?;
        let values = [
            r.per_minute.into(),
            r.send_at.0.into(),
            sender.into(),
            r.at.0.into(),
            c.id.as_str().into(),
            auth.tenant().as_str().into(),
            c.changed_at.0.into(),
        ];
        if tx.execute(sql::CAMPAIGN_START, &values).await? != 1 {
            return Err(StoreError::Changed("newsletter"));
        }
        Ok(content)
    }

    /// Move a newsletter from one state to another. When it is cancelled, nobody who
    /// waits gets it any more.
    pub async fn move_to(
        &mut self,
        auth: &Authorized<act::CampaignWrite>,
        id: &CampaignId,
        (from, to): (CampaignState, CampaignState),
        reason: &'static str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        let values = [
            to.name().into(),
            reason.into(),
            at.0.into(),
            id.as_str().into(),
            auth.tenant().as_str().into(),
            from.name().into(),
        ];
        if tx.execute(sql::CAMPAIGN_SET_STATE, &values).await? != 1 {
            return Err(StoreError::Changed("newsletter"));
        }
        if to == CampaignState::Cancelled {
            tx.execute(sql::MESSAGE_CANCEL_OF_CAMPAIGN, &[at.0.into(), id.as_str().into()]).await?;
        }
        Ok(())
    }

    /// Write recipients down, and how far the people were looked at. `from` is how far that was before: of two that write
    /// at once one comes to nothing.
    pub async fn plan(
        &mut self,
        c: &CampaignFound,
        recipients: &[RecipientDraft],
        to: &str,
        done: bool,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        for r in recipients {
            let values = [
                r.id.as_str().into(),
                c.tenant.as_str().into(),
                r.to.person.as_str().into(),
                r.to.identifier.as_str().into(),
                r.language.tag().into(),
                at.0.into(),
                c.campaign.id.as_str().into(),
            ];
            tx.execute(sql::MESSAGE_PLAN, &values).await?;
        }
        let done = if done { at.0 } else { 0 };
        let values = [to.into(), done.into(), c.campaign.id.as_str().into(), c.planned_to.as_str().into()];
        match tx.execute(sql::CAMPAIGN_PLANNED, &values).await? {
            1 => Ok(()),
            _ => Err(StoreError::Changed("newsletter")),
        }
    }

    /// Take up to `limit` planned messages of a newsletter to send them now.
    pub async fn take(
        &mut self,
        who: &impl Witness,
        id: &CampaignId,
        limit: i64,
        at: AtMs,
    ) -> Result<Vec<CampaignMessage>, StoreError> {
        let values = [at.0.into(), id.as_str().into(), limit.into(), who.tenant().as_str().into()];
        self.0.tx.read(sql::MESSAGE_TAKE_OF_CAMPAIGN, &values).await?.iter().map(taken).collect()
    }

    /// Write down what became of messages.
    pub async fn ended(&mut self, ends: &[(MessageId, CampaignEnd)], at: AtMs) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        for (id, end) in ends {
            store.campaign_end(tx, id, end, at).await?;
        }
        Ok(())
    }
}

impl<R: Records> Campaigns<R> {
    /// A newsletter by its id, for the job that sends it and for whoever may read it.
    pub async fn find(&mut self, id: &CampaignId) -> Result<CampaignFound, StoreError> {
        let rows = self.0.read(sql::CAMPAIGN_FIND, &[id.as_str().into()]).await?;
        campaign(rows.first().ok_or(StoreError::NotFound("newsletter"))?)
    }

    /// The newsletters of an organisation, newest first, at most 100 from before `before`.
    pub async fn list(
        &mut self,
        auth: &Authorized<act::CampaignRead>,
        before: &str,
    ) -> Result<Vec<Campaign>, StoreError> {
        let rows = self.0.read(sql::CAMPAIGN_LIST, &[auth.tenant().as_str().into(), before.into()]).await?;
        rows.iter().map(|row| Ok(campaign(row)?.campaign)).collect()
    }

    /// What is left of a newsletter: when the next planned message is due, if one is, and whether somebody took one since
    /// `since` and has not reported yet.
    pub async fn left(&mut self, id: &CampaignId, since: AtMs) -> Result<(Option<AtMs>, bool), StoreError> {
        let rows = self.0.read(sql::MESSAGE_NEXT_OF_CAMPAIGN, &[id.as_str().into(), since.0.into()]).await?;
        let row = rows.first().ok_or(StoreError::Damaged("message"))?;
        let next = row.int(0)?;
        Ok(((next >= 0).then_some(AtMs(next)), row.int(1)? > 0))
    }

    /// How many recipients stand where.
    pub async fn counts(&mut self, id: &CampaignId) -> Result<Vec<CampaignCount>, StoreError> {
        let rows = self.0.read(sql::CAMPAIGN_COUNTS, &[id.as_str().into()]).await?;
        rows.iter()
            .map(|row| Ok(CampaignCount { state: row.text(0)?, reason: row.text(1)?, people: row.int(2)? }))
            .collect()
    }
}

impl Store {
    async fn campaign_end(&self, tx: &mut Tx, id: &MessageId, end: &CampaignEnd, at: AtMs) -> Result<(), StoreError> {
        match end {
            CampaignEnd::Ended(end) => self.message_set(tx, id, *end, at).await,
            CampaignEnd::Returned(returned) => self.message_return(tx, id, returned, at).await,
            CampaignEnd::Later(next) => {
                let values = ["later".into(), at.0.into(), next.0.into(), id.as_str().into()];
                tx.execute(sql::MESSAGE_LATER, &values).await?;
                Ok(())
            }
        }
    }
}

impl Campaigns<&Store> {
    /// Recipients of a newsletter after the message `after`, at most 100; with `state`, only those who stand there.
    pub async fn recipients(
        &self,
        auth: &Authorized<act::CampaignRead>,
        id: &CampaignId,
        state: &str,
        after: &str,
    ) -> Result<Vec<CampaignRecipient>, StoreError> {
        let values = [id.as_str().into(), auth.tenant().as_str().into(), after.into(), state.into()];
        let mut out = Vec::new();
        for row in &self.0.db.read(sql::MESSAGE_OF_CAMPAIGN, &values).await? {
            let damaged = || StoreError::Damaged("message");
            let to = Recipient {
                person: PersonId::parse(&row.text(1)?).map_err(|_| damaged())?,
                identifier: IdentifierId::parse(&row.text(2)?).map_err(|_| damaged())?,
            };
            out.push(CampaignRecipient {
                message: row.text(0)?,
                address: self.0.people().identifier_value(auth, &to).await?,
                person: to.person.to_string(),
                state: row.text(3)?,
                reason: row.text(4)?,
                attempts: row.int(5)?,
                state_at_ms: row.int(6)?,
                next_at_ms: row.int(7)?,
            });
        }
        Ok(out)
    }
}

/// The segment it rests on, by which that is not removed meanwhile.
fn segment_of(body: &CampaignBody) -> &str {
    body.segment.as_ref().map_or("", |s| s.id.as_str())
}

fn body_json(body: &CampaignBody) -> Result<String, StoreError> {
    serde_json::to_string(body).map_err(|_| StoreError::Damaged("newsletter"))
}

fn campaign(row: &Row) -> Result<CampaignFound, StoreError> {
    let damaged = || StoreError::Damaged("newsletter");
    let sender = row.text(12)?;
    Ok(CampaignFound {
        campaign: Campaign {
            id: CampaignId::parse(&row.text(0)?).map_err(|_| damaged())?,
            body: serde_json::from_str(&row.text(1)?).map_err(|_| damaged())?,
            state: CampaignState::from_name(&row.text(2)?).ok_or_else(damaged)?,
            reason: row.text(3)?,
            per_minute: row.u32(4)?,
            send_at: AtMs(row.int(5)?),
            planned_at: AtMs(row.int(6)?),
            created_at: AtMs(row.int(7)?),
            changed_at: AtMs(row.int(8)?),
            started_at: AtMs(row.int(9)?),
            ended_at: AtMs(row.int(10)?),
        },
        planned_to: row.text(11)?,
        sender: match sender.as_str() {
            "" => None,
            sender => Some(serde_json::from_str(sender).map_err(|_| damaged())?),
        },
        tenant: TenantId::parse(&row.text(13)?).map_err(|_| damaged())?,
    })
}

fn taken(row: &Row) -> Result<CampaignMessage, StoreError> {
    let damaged = || StoreError::Damaged("message");
    Ok(CampaignMessage {
        id: MessageId::parse(&row.text(0)?).map_err(|_| damaged())?,
        to: Recipient {
            person: PersonId::parse(&row.text(1)?).map_err(|_| damaged())?,
            identifier: IdentifierId::parse(&row.text(2)?).map_err(|_| damaged())?,
        },
        attempts: row.int(3)?,
        language: Language::from_tag(&row.text(4)?).ok_or_else(damaged)?,
    })
}
