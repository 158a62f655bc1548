//! Two records that are of one person.
//!
//! Invariant: nothing is copied or moved. A no on any of them binds all, a yes stays with its address, an erasure takes all;
//! taking a pair away leaves each as it was.

use hjemmel_model::{AtMs, PermissionEvent, PermissionRecord, PersonId, PersonJoin, TenantId};
use hjemmel_policy::{Authorized, act};

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    journal::JournalEntry,
    person::permission,
    sql,
    work::{People, Records, Work},
};

/// Records of one person; more than anybody has by mistake.
const GROUP_MAX: usize = 20;

fn id(row: &Row) -> Result<PersonId, StoreError> {
    PersonId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("person"))
}

fn joined(tenant: &TenantId, one: &PersonId, other: &PersonId, same: bool, at: AtMs) -> JournalEntry {
    JournalEntry::Joined { tenant: tenant.clone(), one: one.clone(), other: other.clone(), same, at }
}

impl Store {
    /// Write a pair down, in both directions.
    pub(crate) async fn person_join_write(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        (one, other): (&PersonId, &PersonId),
        source: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        for (a, b) in [(one, other), (other, one)] {
            let values = [a.as_str().into(), b.as_str().into(), tenant.as_str().into(), source.into(), at.0.into()];
            tx.execute(sql::PERSON_JOIN_INSERT, &values).await?;
            self.segment_touch(tx, a).await?;
        }
        Ok(())
    }

    /// Every record of the person that this one is of, itself among them.
    pub(crate) async fn person_group(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<Vec<PersonId>, StoreError> {
        let rows = tx.read(sql::PERSON_JOIN_GROUP, &[tenant.as_str().into(), person.as_str().into()]).await?;
        rows.iter().map(id).collect()
    }
}

impl People<&mut Work> {
    /// Say that two records are of one person. Saying it again changes nothing.
    pub async fn join(
        &mut self,
        auth: &Authorized<act::PersonWrite>,
        one: &PersonId,
        other: &PersonId,
        source: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        if one == other {
            return Err(StoreError::Taken("person"));
        }
        let tenant = auth.tenant();
        let mut size = 0;
        for person in [one, other] {
            if tx.read(sql::PERSON_FIND, &[tenant.as_str().into(), person.as_str().into()]).await?.is_empty() {
                return Err(StoreError::NotFound("person"));
            }
            size += store.person_group(tx, tenant, person).await?.len();
        }
        if size > GROUP_MAX {
            return Err(StoreError::TooMany("records of one person"));
        }
        store.person_join_write(tx, tenant, (one, other), source, at).await?;
        store.pauses_changed_of(tx, tenant, one).await?;
        // A backup from before would let a no of one no longer bind the other.
        let mut entries = vec![joined(tenant, one, other, true, at)];
        let rows = tx.read(sql::PERMISSION_OF_GROUP, &[tenant.as_str().into(), one.as_str().into()]).await?;
        let said = rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?;
        entries.extend(store.noes_of_joined(tx, tenant, one, &said).await?);
        // An objection of either reaches the browsers of both.
        let objected =
            |r: &&PermissionRecord| r.event == PermissionEvent::Objected && r.topic.is_none() && r.channel.is_none();
        if let Some(objected_at) = said.iter().filter(objected).map(|r| r.at).max() {
            entries.extend(store.browsers_object(tx, tenant, one, (objected_at, at)).await?);
        }
        store.journal(tx, &entries, at).await?;
        // Who it was stands in the record, which can be erased; the audit log cannot.
        store.audit_add(tx, (tenant, auth.actor()), Did::new("person.join"), at).await
    }

    /// Two records are not of one person after all: both are as they were.
    pub async fn unjoin(
        &mut self,
        auth: &Authorized<act::PersonWrite>,
        one: &PersonId,
        other: &PersonId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [auth.tenant().as_str().into(), one.as_str().into(), other.as_str().into()];
        // A pause of one binds both: to part them would end it for the other without a word to them.
        store.may_write(tx, auth, one, None).await?;
        // Asked while they are joined still: afterwards a pause of one says nothing of the other.
        store.pauses_changed_of(tx, auth.tenant(), one).await?;
        if tx.execute(sql::PERSON_JOIN_DELETE, &values).await? == 0 {
            return Err(StoreError::NotFound("person"));
        }
        for person in [one, other] {
            store.segment_touch(tx, person).await?;
        }
        // A backup from before would have an erasure of one take the other, who is somebody else.
        store.journal(tx, &[joined(auth.tenant(), one, other, false, at)], at).await?;
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("person.unjoin"), at).await
    }
}

impl<R: Records> People<R> {
    /// The records that this one was joined with.
    pub async fn joins(
        &mut self,
        auth: &Authorized<act::PersonRead>,
        person: &PersonId,
    ) -> Result<Vec<PersonJoin>, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        let rows = self.0.read(sql::PERSON_JOIN_OF_PERSON, &values).await?;
        rows.iter()
            .map(|row| Ok(PersonJoin { person: id(row)?, source: row.text(1)?, at: AtMs(row.int(2)?) }))
            .collect()
    }
}
