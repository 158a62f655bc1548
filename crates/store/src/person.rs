//! People and their permissions. What identifies somebody is sealed with a key of their own and found by keyed hash.

mod expire;
mod join;
mod permission;
mod put;

pub use permission::PermissionDraft;
pub(crate) use permission::{channel, permission};
pub use put::PersonDraft;

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, Identifier, IdentifierId, IdentifierKind, Language, LawPack, Person, PersonId, TenantId};
use hjemmel_policy::{Authorized, Recipient, Suppression, Witness, act};

use crate::{
    Store,
    db::Row,
    error::StoreError,
    sql, tables,
    work::{People, Records, Work},
};

/// An address that somebody entered, and the person behind it if they are new.
#[derive(Clone, Debug)]
pub struct AddressEntered {
    /// Whose customer.
    pub tenant: TenantId,
    /// Id of the person, if they are new.
    pub person: PersonId,
    /// Id of the address, if it is new.
    pub identifier: IdentifierId,
    /// The address, in its normal form.
    pub email: String,
    /// The language it was entered in.
    pub language: Language,
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
        who: &impl Witness,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Found>, StoreError> {
        let hash = self.0.store().value_hash(who.tenant(), kind, value);
        let rows = self
            .0
            .read(sql::IDENTIFIER_BY_HASH, &[who.tenant().as_str().into(), kind.name().into(), hash.into()])
            .await?;
        rows.first().map(found).transpose()
    }

    /// Why an address is not to be written to, known or not. `value` is in its normal form.
    pub async fn suppressed(
        &mut self,
        who: &impl Witness,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Suppression>, StoreError> {
        let hash = self.0.store().value_hash(who.tenant(), kind, value);
        let values = [who.tenant().as_str().into(), kind.name().into(), hash.into()];
        let rows = self.0.read(sql::SUPPRESSION_FIND, &values).await?;
        Ok(rows.first().map(|row| row.text(0)).transpose()?.and_then(|reason| suppression_of(&reason)))
    }

    /// The value of an address that a permit was spent for.
    pub async fn identifier_value(&mut self, who: &impl Witness, to: &Recipient) -> Result<String, StoreError> {
        let values = [who.tenant().as_str().into(), to.identifier.as_str().into()];
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

/// The rows of a person in one table, as a copy gives them.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct TableRows {
    /// The table.
    pub table: &'static str,
    /// Each row: column and value.
    pub rows: Vec<BTreeMap<&'static str, String>>,
}

impl<R: Records> People<R> {
    /// Every row of a person that the data map gives to a copy, table by table. What is sealed stands in the parts that are
    /// made by hand.
    pub async fn rows(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        person: &PersonId,
    ) -> Result<Vec<TableRows>, StoreError> {
        let whose = [auth.tenant().as_str().into(), person.as_str().into()];
        let mut out = Vec::new();
        for (table, rows) in tables::of_person().filter(|(_, rows)| rows.exported) {
            let found = self.0.read(rows.copy, &whose).await?;
            let row =
                |row: &Row| rows.columns.iter().copied().zip(row.values().iter().map(ToString::to_string)).collect();
            out.push(TableRows { table: table.name, rows: found.iter().map(row).collect() });
        }
        Ok(out)
    }
}

impl People<&mut Work> {
    /// The address that somebody entered, with its person, who is written down now if nobody has it yet.
    pub async fn enter(&mut self, e: &AddressEntered) -> Result<Found, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let kind = IdentifierKind::Email;
        let hash = store.value_hash(&e.tenant, kind, &e.email);
        let values = [e.tenant.as_str().into(), kind.name().into(), hash.into()];
        if let Some(row) = tx.read(sql::IDENTIFIER_BY_HASH, &values).await?.first() {
            return found(row);
        }
        // The key is on disk before anything is sealed with it; one that is not used after all is swept up later.
        let key = store.persons.make(&store.keys, e.person.as_str()).await?;
        let values = [e.person.as_str().into(), e.tenant.as_str().into(), e.language.tag().into(), e.at.0.into()];
        tx.execute(sql::PERSON_INSERT, &values).await?;
        let (id, person) = (&e.identifier, &e.person);
        let put = put::IdentifierPut { id, person, kind, value: &e.email, source: "form", at: e.at };
        store.identifier_put(tx, &e.tenant, &key, &put).await?;
        Ok(Found { person: e.person.clone(), identifier: e.identifier.clone(), verified: false })
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
