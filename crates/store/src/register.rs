//! The register: records of what an organisation answers for. Every version of each stays, so that any past day can be shown.
//!
//! What activities let the program do is worked out by the use case, and written in the same unit of work as what changed.

use std::collections::HashMap;

use hjemmel_model::{Activity, AnyRecord, AtMs, EntryId, Registered, TenantId, Use, UseSet};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use crate::{
    db::{Row, Value},
    error::StoreError,
    sql,
    work::{Records, Register, Work},
};

/// By use: a query that finds a row where an organisation holds anything for it. From the data map.
const SEEN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/seen.rs"));

/// Records of a kind that an organisation may keep.
const ENTRIES_MAX: usize = 500;

/// A version of a record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Entry<T> {
    /// The record's id.
    pub id: EntryId,
    /// Which version, from 1.
    pub version: i64,
    /// What it says.
    pub entry: T,
    /// Since when.
    pub at: AtMs,
    /// Who wrote it, as an id.
    pub actor: String,
    /// Whether the record ended with this version.
    pub ended: bool,
}

/// How many people an organisation holds data of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct PeopleHeld {
    /// All of them.
    pub people: i64,
    /// Who have an address.
    pub with_email: i64,
    /// Who have a telephone number.
    pub with_phone: i64,
    /// Who have bought something.
    pub with_orders: i64,
    /// How many orders there are, those that a law keeps after an erasure among them.
    pub orders: i64,
}

impl<T: Into<AnyRecord>> Entry<T> {
    /// The same, of whatever kind.
    pub fn any(self) -> Entry<AnyRecord> {
        let Entry { id, version, entry, at, actor, ended } = self;
        Entry { id, version, entry: entry.into(), at, actor, ended }
    }
}

impl<R: Records> Register<R> {
    /// The records of a kind as they were at a moment, by name.
    pub async fn list<T: Registered>(&mut self, tenant: &TenantId, at: AtMs) -> Result<Vec<Entry<T>>, StoreError> {
        self.entries(sql::REGISTER_LIST, &[tenant.as_str().into(), T::KIND.into(), at.0.into()]).await
    }

    /// The versions of a record, newest first, at most two hundred.
    pub async fn history<T: Registered>(
        &mut self,
        tenant: &TenantId,
        id: &EntryId,
    ) -> Result<Vec<Entry<T>>, StoreError> {
        self.versions(tenant, id).await
    }

    /// What the register of an organisation names.
    pub async fn uses(&mut self, tenant: &TenantId) -> Result<UseSet, StoreError> {
        let rows = self.0.read(sql::REGISTER_USES, &[tenant.as_str().into()]).await?;
        Ok(UseSet(rows.first().ok_or(StoreError::NotFound("organisation"))?.int(0)?))
    }

    /// What the register of each organisation names.
    pub async fn uses_all(&mut self) -> Result<HashMap<TenantId, UseSet>, StoreError> {
        let rows = self.0.read(sql::REGISTER_USES_ALL, &[]).await?;
        let of = |row: &Row| {
            let tenant = TenantId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("tenant"))?;
            Ok((tenant, UseSet(row.int(1)?)))
        };
        rows.iter().map(of).collect()
    }

    /// Whether an organisation holds anything for a use: a row in any of its tables, by the data map.
    pub async fn is_seen(&mut self, tenant: &TenantId, of: Use) -> Result<bool, StoreError> {
        let Some((_, query)) = SEEN.iter().find(|(name, _)| *name == of.name()) else { return Ok(false) };
        Ok(!self.0.read(query, &[tenant.as_str().into()]).await?.is_empty())
    }

    /// Whether an organisation keeps no register of its own yet, so that everything the program does counts as named.
    pub async fn is_as_shipped(&mut self, tenant: &TenantId) -> Result<bool, StoreError> {
        Ok(self.uses(tenant).await? == UseSet::ALL)
    }

    /// Whether an organisation ever entered a record of the kind.
    pub async fn is_begun<T: Registered>(&mut self, tenant: &TenantId) -> Result<bool, StoreError> {
        Ok(!self.0.read(sql::REGISTER_BEGUN, &[tenant.as_str().into(), T::KIND.into()]).await?.is_empty())
    }

    /// How many people an organisation holds data of, to say whom a breach may reach.
    pub async fn held(&mut self, auth: &Authorized<act::RegisterRead>) -> Result<PeopleHeld, StoreError> {
        let rows = self.0.read(sql::REGISTER_HELD, &[auth.tenant().as_str().into()]).await?;
        let row = rows.first().ok_or(StoreError::Damaged("count"))?;
        Ok(PeopleHeld {
            people: row.int(0)?,
            with_email: row.int(1)?,
            with_phone: row.int(2)?,
            with_orders: row.int(3)?,
            orders: row.int(4)?,
        })
    }

    /// Every version of every record of a kind, those of one together, oldest first.
    pub async fn every<T: Registered>(&mut self, tenant: &TenantId) -> Result<Vec<Entry<T>>, StoreError> {
        self.entries(sql::REGISTER_EVERY, &[tenant.as_str().into(), T::KIND.into()]).await
    }

    async fn versions<T: Registered>(&mut self, tenant: &TenantId, id: &EntryId) -> Result<Vec<Entry<T>>, StoreError> {
        let values = [tenant.as_str().into(), T::KIND.into(), id.as_str().into()];
        let found = self.entries(sql::REGISTER_HISTORY, &values).await?;
        if found.is_empty() {
            return Err(StoreError::NotFound("record"));
        }
        Ok(found)
    }

    async fn entries<T: Registered>(
        &mut self,
        query: &'static str,
        values: &[Value],
    ) -> Result<Vec<Entry<T>>, StoreError> {
        self.0.read(query, values).await?.iter().map(entry).collect()
    }
}

impl Register<&mut Work> {
    /// Enter a record.
    pub async fn insert<T: Registered>(
        &mut self,
        auth: &Authorized<act::RegisterWrite>,
        id: &EntryId,
        body: &T,
        at: AtMs,
    ) -> Result<Entry<T>, StoreError> {
        let values = [auth.tenant().as_str().into(), T::KIND.into(), at.0.into()];
        if self.entries::<T>(sql::REGISTER_LIST, &values).await?.len() >= ENTRIES_MAX {
            return Err(StoreError::TooMany("records"));
        }
        self.write(
            auth,
            Entry { id: id.clone(), version: 1, entry: body.clone(), at, actor: String::new(), ended: false },
        )
        .await
    }

    /// Write the next version of a record. `version` is the one that was read: another one meanwhile is not written over.
    pub async fn update<T: Registered>(
        &mut self,
        auth: &Authorized<act::RegisterWrite>,
        (id, version): (&EntryId, i64),
        body: &T,
        at: AtMs,
    ) -> Result<Entry<T>, StoreError> {
        let newest = self.newest::<T>(auth, id, version).await?;
        self.write(auth, Entry { version: newest.version + 1, entry: body.clone(), at, ..newest }).await
    }

    /// End a record. What it named is refused from then on; what it said stays.
    pub async fn end<T: Registered>(
        &mut self,
        auth: &Authorized<act::RegisterWrite>,
        (id, version): (&EntryId, i64),
        at: AtMs,
    ) -> Result<(), StoreError> {
        let newest = self.newest::<T>(auth, id, version).await?;
        self.write(auth, Entry { version: newest.version + 1, at, ended: true, ..newest }).await.map(|_| ())
    }

    async fn newest<T: Registered>(
        &mut self,
        auth: &Authorized<act::RegisterWrite>,
        id: &EntryId,
        version: i64,
    ) -> Result<Entry<T>, StoreError> {
        let newest = self.versions::<T>(auth.tenant(), id).await?.into_iter().next();
        let newest = newest.filter(|newest| !newest.ended).ok_or(StoreError::NotFound("record"))?;
        match newest.version == version {
            true => Ok(newest),
            false => Err(StoreError::Changed("record")),
        }
    }

    async fn write<T: Registered>(
        &mut self,
        auth: &Authorized<act::RegisterWrite>,
        mut entry: Entry<T>,
    ) -> Result<Entry<T>, StoreError> {
        let body = serde_json::to_string(&entry.entry).map_err(|_| StoreError::Damaged("record"))?;
        entry.actor = auth.actor().audit_name();
        let values = [
            entry.id.as_str().into(),
            entry.version.into(),
            auth.tenant().as_str().into(),
            T::KIND.into(),
            entry.entry.name().into(),
            body.as_str().into(),
            i64::from(entry.ended).into(),
            entry.at.0.into(),
            entry.actor.as_str().into(),
        ];
        self.0.tx.execute(sql::REGISTER_INSERT, &values).await.map_err(|e| e.or_taken("version"))?;
        // What segments may rest on is another thing now.
        if T::KIND == Activity::KIND {
            self.0.tx.execute(sql::SEGMENT_RECOUNT, &[auth.tenant().as_str().into()]).await?;
        }
        let said = format!("register:{}:{}", entry.id, entry.version);
        let state = if entry.ended { format!("ended {body}") } else { body };
        self.0.evidence().add(&said, "register", &state, entry.at).await?;
        let verb = match (entry.version, entry.ended) {
            (_, true) => "register.end",
            (1, _) => "register.create",
            _ => "register.change",
        };
        let detail = serde_json::json!({ "kind": T::KIND, "version": entry.version });
        self.0.audit().add_with(auth, verb, (entry.id.as_str(), &detail), entry.at).await?;
        Ok(entry)
    }

    /// What activities name, and what they lack nothing for, is what the program may do.
    pub async fn uses_put(&mut self, tenant: &TenantId, uses: UseSet) -> Result<(), StoreError> {
        self.0.tx.execute(sql::REGISTER_USES_SET, &[uses.0.into(), tenant.as_str().into()]).await?;
        Ok(())
    }
}

fn entry<T: Registered>(row: &Row) -> Result<Entry<T>, StoreError> {
    let damaged = || StoreError::Damaged("record");
    Ok(Entry {
        id: EntryId::parse(&row.text(0)?).map_err(|_| damaged())?,
        version: row.int(1)?,
        entry: serde_json::from_str(&row.text(2)?).map_err(|_| damaged())?,
        at: AtMs(row.int(3)?),
        actor: row.text(4)?,
        ended: row.int(5)? > 0,
    })
}
