//! A no in the journal: whoever it bound when it was said is bound by it in a restored backup too, whichever of their
//! addresses and records that knows.

use hjemmel_model::{
    AtMs, Channel, IdentifierId, IdentifierKind, Language, PermissionEvent, PermissionId, PermissionRecord,
    PermissionSource, PersonId, TenantId, TopicId,
};
use serde::{Deserialize, Serialize};

use super::JournalEntry;
use crate::{
    Store,
    db::Tx,
    error::StoreError,
    person::{PermissionDraft, found},
    sql,
};

/// What the holder of an address said no to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NoEntry {
    /// To whom.
    pub(crate) tenant: TenantId,
    /// Whose address it is.
    #[serde(default)]
    person: Option<PersonId>,
    /// Other records of the same person, as known when they said it: it binds them too.
    #[serde(default)]
    others: Vec<PersonId>,
    /// The address, by keyed hash.
    kind: IdentifierKind,
    value_hash: String,
    /// Other addresses of the same person that it bound.
    #[serde(default)]
    addresses: Vec<(IdentifierKind, String)>,
    /// To what; nothing means to everything.
    topic: Option<TopicId>,
    /// By which channel; nothing means by every one.
    #[serde(default)]
    channel: Option<Channel>,
    event: PermissionEvent,
    pub(crate) at: AtMs,
    /// It had been said before, and two records that became one let it bind more: for the address itself it is no new one.
    #[serde(default)]
    travels: bool,
}

impl NoEntry {
    /// The keyed hashes of all addresses it names.
    pub(super) fn hashes(&self) -> impl Iterator<Item = &str> {
        self.addresses.iter().map(|(_, hash)| hash.as_str()).chain([self.value_hash.as_str()])
    }

    pub(super) fn hashes_mut(&mut self) -> impl Iterator<Item = &mut String> {
        self.addresses.iter_mut().map(|(_, hash)| hash).chain([&mut self.value_hash])
    }

    /// Forget addresses of somebody who was erased. Says whether anything of it is left, and whether it is the same.
    pub(super) fn forget(&mut self, hashes: &[String], until: AtMs) -> (bool, bool) {
        if self.at > until {
            return (true, true);
        }
        let before = self.addresses.len();
        self.addresses.retain(|(_, hash)| !hashes.contains(hash));
        (!hashes.contains(&self.value_hash), self.addresses.len() == before)
    }
}

/// The addresses of a person, over all records of theirs.
pub(crate) struct Group {
    people: Vec<PersonId>,
    addresses: Vec<(IdentifierId, PersonId, IdentifierKind, String)>,
}

impl Group {
    /// A no of theirs, as the journal has it.
    fn no(&self, tenant: &TenantId, r: &PermissionRecord) -> Result<NoEntry, StoreError> {
        let said = self.addresses.iter().find(|(id, ..)| *id == r.identifier);
        let (id, person, kind, hash) = said.ok_or(StoreError::NotFound("address"))?;
        let reached = |kind: IdentifierKind| Channel::of(kind).is_some_and(|by| r.channel.is_none_or(|c| c == by));
        let more = self.addresses.iter().filter(|(other, _, kind, _)| other != id && reached(*kind));
        Ok(NoEntry {
            tenant: tenant.clone(),
            person: Some(person.clone()),
            others: self.people.iter().filter(|other| *other != person).cloned().collect(),
            kind: *kind,
            value_hash: hash.clone(),
            addresses: more.map(|(_, _, kind, hash)| (*kind, hash.clone())).collect(),
            topic: r.topic.clone(),
            channel: r.channel,
            event: r.event,
            at: r.at,
            travels: false,
        })
    }
}

fn is_no(event: PermissionEvent) -> bool {
    matches!(event, PermissionEvent::Withdrawn | PermissionEvent::Objected)
}

impl Store {
    async fn group_addresses(&self, tx: &mut Tx, tenant: &TenantId, person: &PersonId) -> Result<Group, StoreError> {
        let damaged = || StoreError::Damaged("address");
        let mut group = Group { people: Vec::new(), addresses: Vec::new() };
        for row in tx.read(sql::IDENTIFIER_OF_GROUP, &[tenant.as_str().into(), person.as_str().into()]).await? {
            let person = PersonId::parse(&row.text(0)?).map_err(|_| damaged())?;
            if !group.people.contains(&person) {
                group.people.push(person.clone());
            }
            let id = row.text(1)?;
            if !id.is_empty() {
                let id = IdentifierId::parse(&id).map_err(|_| damaged())?;
                let kind = IdentifierKind::from_name(&row.text(2)?).ok_or_else(damaged)?;
                group.addresses.push((id, person, kind, row.text(3)?));
            }
        }
        Ok(group)
    }

    /// What the journal has to know of an entry of the ledger: nothing, unless it is a no.
    pub(crate) async fn no_entry(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        r: &PermissionRecord,
    ) -> Result<Option<JournalEntry>, StoreError> {
        if !is_no(r.event) {
            return Ok(None);
        }
        let group = self.group_addresses(tx, tenant, person).await?;
        Ok(Some(JournalEntry::No(group.no(tenant, r)?)))
    }

    /// Noes that bind more since two records became one: a backup may know only one of the two.
    pub(crate) async fn noes_of_joined(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        said: &[PermissionRecord],
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let group = self.group_addresses(tx, tenant, person).await?;
        let mut noes: Vec<NoEntry> = Vec::new();
        for record in said.iter().rev().filter(|r| is_no(r.event)) {
            let no = NoEntry { travels: true, ..group.no(tenant, record)? };
            let same = |other: &&NoEntry| {
                (&other.value_hash, &other.topic, other.channel, other.event)
                    == (&no.value_hash, &no.topic, no.channel, no.event)
            };
            if !noes.iter().any(|other| same(&other)) {
                noes.push(no);
            }
        }
        Ok(noes.into_iter().rev().map(JournalEntry::No).collect())
    }

    /// Whoever a no bound is bound again. Of an address that the backup does not know a mark is kept: whoever brings it in
    /// again must not make a yes of it.
    pub(super) async fn replay_no(&self, tx: &mut Tx, number: i64, no: &NoEntry) -> Result<(), StoreError> {
        let tenant = &no.tenant;
        let (mut bound, mut group) = (Vec::new(), Vec::new());
        if let Some((identifier, person)) = self.told_of(tx, no, no.kind, &no.value_hash).await? {
            group = self.person_group(tx, tenant, &person).await?;
            bound.extend(Some(identifier).filter(|_| !no.travels));
        }
        // It may know the person by another address, or by another record; what is of the same one hears it from there.
        let mut heard = Vec::new();
        for (kind, hash) in &no.addresses {
            if let Some((identifier, person)) = self.told_of(tx, no, *kind, hash).await?
                && !group.contains(&person)
            {
                bound.push(identifier);
                heard.push(person);
            }
        }
        for person in no.person.iter().chain(&no.others).filter(|p| !group.contains(p) && !heard.contains(p)) {
            let whose = [tenant.as_str().into(), person.as_str().into()];
            let rows = tx.read(sql::IDENTIFIER_OF_PERSON, &whose).await?;
            bound.extend(rows.first().map(found).transpose()?.map(|of| of.identifier));
        }
        for (at, identifier) in bound.iter().enumerate() {
            let id = match at {
                0 => format!("prm_replay-{number}"),
                more => format!("prm_replay-{number}-{more}"),
            };
            let draft = PermissionDraft {
                id: PermissionId::parse(&id).map_err(|_| StoreError::Damaged("permission"))?,
                topic: no.topic.clone(),
                channel: no.channel,
                event: if is_no(no.event) { no.event } else { PermissionEvent::Withdrawn },
                source: PermissionSource::Restore,
                form: None,
                language: Language::En,
                page: String::new(),
                at: no.at,
            };
            self.permission_add(tx, tenant, identifier, &draft).await?;
        }
        Ok(())
    }

    /// An address that a no is about, where the backup knows it; else it is marked.
    async fn told_of(
        &self,
        tx: &mut Tx,
        no: &NoEntry,
        kind: IdentifierKind,
        hash: &str,
    ) -> Result<Option<(IdentifierId, PersonId)>, StoreError> {
        let values = [no.tenant.as_str().into(), kind.name().into(), hash.into()];
        if let Some(row) = tx.read(sql::IDENTIFIER_BY_HASH, &values).await?.first() {
            let of = found(row)?;
            return Ok(Some((of.identifier, of.person)));
        }
        let review_at = no.at.plus_months(crate::message::SUPPRESSION_MONTHS);
        let more = ["stopped".into(), no.at.0.into(), review_at.0.into()];
        tx.execute(sql::SUPPRESSION_INSERT_IF_NONE, &[values.as_slice(), &more].concat()).await?;
        Ok(None)
    }
}
