//! People and their permissions. What identifies somebody is sealed with a key of their own and found by keyed hash.

mod expire;
mod join;
mod permission;
mod put;

pub use permission::PermissionDraft;
pub(crate) use permission::{channel, permission};
pub use put::PersonDraft;

use hjemmel_model::{AtMs, Identifier, IdentifierId, IdentifierKind, Language, LawPack, Person, PersonId, TenantId};
use hjemmel_policy::{Authorized, Recipient, Suppression, act};

use crate::{
    Store,
    db::{Row, unit_of_work},
    error::StoreError,
    job::JobDraft,
    message::{MailLinkDraft, MessageDraft},
    sql,
    work::{People, Records},
};

/// Mails that an address gets within [`SIGN_UP_DAYS`] because somebody enters it in a form.
const SIGN_UP_MAILS_MAX: i64 = 3;
const SIGN_UP_DAYS: i64 = 14;

/// Somebody entered an address in a form.
#[derive(Clone, Debug)]
pub struct SignUp {
    /// Whose form.
    pub tenant: TenantId,
    /// Id of the person, if they are new.
    pub person: PersonId,
    /// Id of the address, if it is new.
    pub identifier: IdentifierId,
    /// The address, in its normal form.
    pub email: String,
    /// The language of the form.
    pub language: Language,
    /// What was asked for: one entry a topic.
    pub permissions: Vec<PermissionDraft>,
    /// The mail to send about it, with the link in it.
    pub mail: MessageDraft,
    /// The links in that mail.
    pub links: Vec<MailLinkDraft>,
    /// What the browser showed as proof of its choice, where that is to be joined when the address is confirmed.
    pub visitor: String,
    /// The job that sends it.
    pub job: JobDraft,
    /// When.
    pub at: AtMs,
}

/// An address as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Whose it is.
    pub person: PersonId,
    /// The address.
    pub identifier: IdentifierId,
    /// Whether its holder showed control of it.
    pub verified: bool,
}

pub(crate) fn law_of(_: &TenantId) -> LawPack {
    // The strictest reading holds for people until an organisation says where they live.
    LawPack::Neutral
}

/// Why an address is suppressed, as stored; nothing for nothing.
pub(crate) fn suppression_of(reason: &str) -> Option<Suppression> {
    match reason {
        "" => None,
        "bounced" => Some(Suppression::Bounced),
        "complained" => Some(Suppression::Complained),
        "stopped" => Some(Suppression::Stopped),
        // Unknown is no.
        _ => Some(Suppression::NoMail),
    }
}

impl Store {
    pub(crate) fn value_hash(&self, tenant: &TenantId, kind: IdentifierKind, value: &str) -> String {
        self.keys.hash(&format!("{}.{tenant}", kind.name()), value.as_bytes())
    }

    async fn person(&self, tenant: &TenantId, row: &Row) -> Result<Person, StoreError> {
        let damaged = || StoreError::Damaged("person");
        let id = PersonId::parse(&row.text(0)?).map_err(|_| damaged())?;
        let key = self.persons.get(&self.keys, id.as_str()).await?;
        let rows = self.db.read(sql::IDENTIFIER_OF_PERSON, &[tenant.as_str().into(), id.as_str().into()]).await?;
        let identifiers: Result<Vec<_>, StoreError> = rows
            .iter()
            .map(|row| {
                let id = IdentifierId::parse(&row.text(0)?).map_err(|_| damaged())?;
                Ok(Identifier {
                    kind: IdentifierKind::from_name(&row.text(2)?).ok_or_else(damaged)?,
                    value: key.open(&format!("identifier.value.{id}"), &row.text(3)?)?,
                    source: row.text(4)?,
                    verified_at: AtMs(row.int(5)?),
                    created_at: AtMs(row.int(6)?),
                    id,
                })
            })
            .collect();
        // By kind, the address first; among themselves in the order in which they came.
        let mut identifiers = identifiers?;
        identifiers.sort_by_key(|i| i.kind);
        Ok(Person {
            language: Language::from_tag(&row.text(1)?).ok_or_else(damaged)?,
            created_at: AtMs(row.int(2)?),
            restricted_at: AtMs(row.int(3)?),
            identifiers,
            id,
        })
    }
}

impl<R: Records> People<R> {
    /// The address of that value, if the organisation knows it. `value` is in its normal form.
    pub async fn identifier_find(
        &mut self,
        tenant: &TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Found>, StoreError> {
        let hash = self.0.store().value_hash(tenant, kind, value);
        let rows =
            self.0.read(sql::IDENTIFIER_BY_HASH, &[tenant.as_str().into(), kind.name().into(), hash.into()]).await?;
        rows.first().map(found).transpose()
    }

    /// Why an address is not to be written to, known or not. `value` is in its normal form.
    pub async fn suppressed(
        &mut self,
        tenant: &TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Suppression>, StoreError> {
        let hash = self.0.store().value_hash(tenant, kind, value);
        let values = [tenant.as_str().into(), kind.name().into(), hash.into()];
        let rows = self.0.read(sql::SUPPRESSION_FIND, &values).await?;
        Ok(rows.first().map(|row| row.text(0)).transpose()?.and_then(|reason| suppression_of(&reason)))
    }

    /// The value of an address that a permit was spent for.
    pub async fn identifier_value(&mut self, tenant: &TenantId, to: &Recipient) -> Result<String, StoreError> {
        let values = [tenant.as_str().into(), to.identifier.as_str().into()];
        let rows = self.0.read(sql::IDENTIFIER_BY_ID, &values).await?;
        let row = rows.first().ok_or(StoreError::NotFound("address"))?;
        let key = self.0.store().persons.get(&self.0.store().keys, to.person.as_str()).await?;
        key.open(&format!("identifier.value.{}", to.identifier), &row.text(3)?)
    }

    /// Whether the organisation knows that person.
    pub async fn exists(&mut self, auth: &Authorized<act::RequestWrite>, id: &PersonId) -> Result<bool, StoreError> {
        Ok(!self.0.read(sql::PERSON_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?.is_empty())
    }

    /// How a person is known, without the values.
    pub async fn identifiers(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
    ) -> Result<Vec<(IdentifierKind, Found)>, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        let rows = self.0.read(sql::IDENTIFIER_OF_PERSON, &values).await?;
        rows.iter()
            .map(|row| {
                let kind = IdentifierKind::from_name(&row.text(2)?).ok_or(StoreError::Damaged("address"))?;
                Ok((kind, found(row)?))
            })
            .collect()
    }

    /// People with an id before `before`, newest first, at most 200.
    pub async fn page(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        before: &str,
        limit: i64,
    ) -> Result<Vec<Person>, StoreError> {
        let values = [auth.tenant().as_str().into(), before.into(), limit.clamp(1, 200).into()];
        let mut out = Vec::new();
        for row in &self.0.read(sql::PERSON_PAGE, &values).await? {
            out.push(self.0.store().person(auth.tenant(), row).await?);
        }
        Ok(out)
    }

    /// How many people the organisation knows.
    pub async fn count(&mut self, auth: &Authorized<act::PersonRead>) -> Result<i64, StoreError> {
        let rows = self.0.read(sql::PERSON_COUNT, &[auth.tenant().as_str().into()]).await?;
        rows.first().ok_or(StoreError::Damaged("person"))?.int(0)
    }

    /// One person.
    pub async fn find(&mut self, auth: &Authorized<act::PersonRead>, id: &PersonId) -> Result<Person, StoreError> {
        let rows = self.0.read(sql::PERSON_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::NotFound("person"))?;
        self.0.store().person(auth.tenant(), row).await
    }
}

impl People<&Store> {
    /// Record that somebody entered an address in a form: the person when they are new, what was asked for with its
    /// evidence, and the mail that answers. Returns whose address it is.
    pub async fn sign_up(&self, s: &SignUp) -> Result<Found, StoreError> {
        let kind = IdentifierKind::Email;
        let hash = self.0.value_hash(&s.tenant, kind, &s.email);
        // The key is on disk before anything is sealed with it; one that is not used after all is swept up later.
        let known = self.0.people().identifier_find(&s.tenant, kind, &s.email).await?;
        let key = match &known {
            Some(known) => match self.0.persons.get(&self.0.keys, known.person.as_str()).await {
                // They were erased this moment.
                Err(StoreError::NotFound(_)) => return Err(StoreError::Busy),
                key => key?,
            },
            None => self.0.persons.make(&self.0.keys, s.person.as_str()).await?,
        };
        unit_of_work!(self.0.db, |tx| {
            let values = [s.tenant.as_str().into(), kind.name().into(), hash.as_str().into()];
            let found = match (tx.read(sql::IDENTIFIER_BY_HASH, &values).await?.first(), &known) {
                (Some(row), _) => found(row)?,
                // It went between the look and the unit of work: the caller tries again with a fresh key.
                (None, Some(_)) => return Err(StoreError::Busy),
                (None, None) => {
                    let values =
                        [s.person.as_str().into(), s.tenant.as_str().into(), s.language.tag().into(), s.at.0.into()];
                    tx.execute(sql::PERSON_INSERT, &values).await?;
                    let (id, person) = (&s.identifier, &s.person);
                    let put = put::IdentifierPut { id, person, kind, value: &s.email, source: "form", at: s.at };
                    self.0.identifier_put(tx, &s.tenant, &key, &put).await?;
                    Found { person: s.person.clone(), identifier: s.identifier.clone(), verified: false }
                }
            };
            // Counted here, so that many at once are not more than few after each other.
            let values = [found.identifier.as_str().into(), s.at.plus_days(-SIGN_UP_DAYS).0.into()];
            let sent = tx.read(sql::MESSAGE_COUNT_SINCE, &values).await?;
            if sent.first().ok_or(StoreError::Damaged("message"))?.int(0)? >= SIGN_UP_MAILS_MAX {
                return Ok(found);
            }
            self.0.permissions_add(tx, &s.tenant, &found.identifier, &s.permissions).await?;
            self.0.message_add(tx, &s.tenant, &found, &s.mail).await?;
            // Whoever was first made the person, and with a key of their own: then the browser stays apart.
            let ours = known.as_ref().map_or(&s.person, |known| &known.person);
            let visitor = Some((&key, s.visitor.as_str())).filter(|(_, v)| !v.is_empty() && found.person == *ours);
            for link in &s.links {
                self.0.mail_link_add(tx, &s.tenant, &found.identifier, link, visitor).await?;
            }
            self.0.job_add(tx, &s.job).await?;
            Ok(found)
        })
    }
}

pub(crate) fn found(row: &Row) -> Result<Found, StoreError> {
    let damaged = || StoreError::Damaged("address");
    Ok(Found {
        identifier: IdentifierId::parse(&row.text(0)?).map_err(|_| damaged())?,
        person: PersonId::parse(&row.text(1)?).map_err(|_| damaged())?,
        verified: row.int(5)? > 0,
    })
}
