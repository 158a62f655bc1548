//! Browsers that are joined with people (P-10).
//!
//! Invariant: a browser is joined with one person at most, under a permit that is used up here. The browser's number is
//! sealed with the person's key; nothing is copied, so that parting them again leaves both as they were.

use std::collections::BTreeSet;

use hjemmel_model::{
    AtMs, DIRECT_MARKETING, GrantSeq, IdentifierId, LinkId, LinkSource, PersonId, SiteId, Surrogate, TenantId,
    VisitorLink,
};
use hjemmel_policy::{Authorized, Bar, LinkFacts, LinkSpent, Witness, act};

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    journal::JournalEntry,
    keyring::Keyring,
    person::found,
    person_keys::PersonKey,
    sql,
    work::{Links, Records, Work},
};

impl Store {
    /// Keyed hash of a browser's number.
    pub(crate) fn visitor_hash(&self, visitor: Surrogate) -> String {
        self.keys.hash("surrogate", &visitor.0.to_le_bytes())
    }

    /// A person objected to direct marketing: what their browsers allowed of it until then counts no longer either (GDPR 21(2)
    /// and (3), P-11). What the journal has to know of that.
    pub(crate) async fn browsers_object(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        (objected_at, at): (AtMs, AtMs),
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let mut links = Vec::new();
        for id in self.person_group(tx, tenant, person).await? {
            if tx.read(sql::VISITOR_LINK_OF_PERSON, &[tenant.as_str().into(), id.as_str().into()]).await?.is_empty() {
                continue;
            }
            let key = self.persons.get(&self.keys, id.as_str()).await?;
            let own = self.links_of(tx, tenant, &id, &key).await?;
            links.extend(own.into_iter().filter(|link| link.at <= objected_at));
        }
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let lowest = self.grant_next(tx).await?;
        let mut closed = Vec::new();
        for link in links {
            for subject in self.numbers_of(tx, &link).await? {
                let bar = Bar { subject, purposes: DIRECT_MARKETING, lowest };
                self.restriction_write(tx, &link.site, &bar, at).await?;
                closed.push(JournalEntry::Closed { site: link.site.clone(), bar, at });
            }
        }
        Ok(closed)
    }

    /// Every number of a joined browser, also that of its ads.
    pub(crate) async fn numbers_of(&self, tx: &mut Tx, link: &VisitorLink) -> Result<BTreeSet<Surrogate>, StoreError> {
        let site = link.site.as_str();
        let rows = tx.read(sql::CONSENT_BY_SEQ, &[site.into(), link.grant.0.into()]).await?;
        let subject = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or_default();
        let mut numbers = BTreeSet::from([link.visitor]);
        if !subject.is_empty() {
            for row in tx.read(sql::CONSENT_OF_SUBJECT, &[site.into(), subject.into()]).await? {
                let (one, other) = self.subject_of(&row)?;
                numbers.extend([one, other]);
            }
        }
        numbers.retain(|number| number.0 != 0);
        Ok(numbers)
    }

    /// The same, within a unit of work.
    pub(crate) async fn links_of(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        key: &PersonKey,
    ) -> Result<Vec<VisitorLink>, StoreError> {
        let rows = tx.read(sql::VISITOR_LINK_OF_PERSON, &[tenant.as_str().into(), person.as_str().into()]).await?;
        rows.iter().map(|row| link(row, &self.keys, key)).collect()
    }
}

impl Links<&Store> {
    /// What a decision to join that browser with the holder of that address rests on, as of now.
    pub async fn facts(
        &self,
        who: &impl Witness,
        identifier: &IdentifierId,
        site: &SiteId,
        visitor: Option<Surrogate>,
    ) -> Result<LinkFacts, StoreError> {
        let reach = self.0.permissions().reach_facts(who, identifier).await?;
        let rows =
            self.0.db.read(sql::IDENTIFIER_BY_ID, &[who.tenant().as_str().into(), identifier.as_str().into()]).await?;
        let verified = found(rows.first().ok_or(StoreError::NotFound("address"))?)?.verified;
        let holder = match visitor {
            Some(visitor) => {
                let values = [site.as_str().into(), self.0.visitor_hash(visitor).into()];
                let rows = self.0.db.read(sql::VISITOR_LINK_HOLDER, &values).await?;
                let holder = rows.first().map(|row| row.text(0)).transpose()?;
                holder.map(|p| PersonId::parse(&p).map_err(|_| StoreError::Damaged("link"))).transpose()?
            }
            None => None,
        };
        Ok(LinkFacts::gathered(&reach, verified, holder))
    }
}

impl Links<&mut Work> {
    /// Join a browser with a person, with evidence of it. Done again for the same two, it counts under the newer choice.
    pub async fn add(
        &mut self,
        tenant: &TenantId,
        spent: &LinkSpent,
        id: &LinkId,
        source: LinkSource,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let LinkSpent { linked: to, grant, notice_version, .. } = spent;
        let key = store.persons.get(&store.keys, to.person.as_str()).await?;
        let hash = store.visitor_hash(to.visitor);
        let sealed = key.seal(store.keys.entropy(), &place(&store.keys, &hash)?, &to.visitor.0.to_string())?;
        let values = [
            id.as_str().into(),
            tenant.as_str().into(),
            to.site.as_str().into(),
            to.person.as_str().into(),
            to.identifier.as_str().into(),
            hash.as_str().into(),
            sealed.into(),
            grant.0.into(),
            (*notice_version).into(),
            source.name().into(),
            at.0.into(),
        ];
        let content = serde_json::json!({
            "id": id, "site": to.site, "visitor": store.keys.hash_bare(&hash)?, "grant": grant, "notice_version": notice_version,
            "source": source, "at": at,
        })
        .to_string();
        if tx.read(sql::PERSON_FIND, &[tenant.as_str().into(), to.person.as_str().into()]).await?.is_empty() {
            return Err(StoreError::NotFound("person"));
        }
        if store.is_paused(tx, tenant, &to.person).await? {
            // Since the decision.
            return Err(StoreError::Changed("person"));
        }
        if tx.execute(sql::VISITOR_LINK_SET, &values).await? != 1 {
            // Somebody else was joined with it between the decision and now.
            return Err(StoreError::Changed("browser"));
        }
        store.evidence_add(tx, id.as_str(), "link", &content, at).await
    }

    /// Part a browser from a person: both are as they were before they were joined.
    pub async fn remove(
        &mut self,
        auth: &Authorized<act::PersonWithdraw>,
        person: &PersonId,
        id: &LinkId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [auth.tenant().as_str().into(), person.as_str().into(), id.as_str().into()];
        // A browser that is parted from somebody who is paused would be measured again.
        store.may_write(tx, auth, person, None).await?;
        if tx.execute(sql::VISITOR_LINK_DELETE, &values).await? != 1 {
            return Err(StoreError::NotFound("browser"));
        }
        store.pauses_changed_of(tx, auth.tenant(), person).await?;
        let parted = JournalEntry::Parted { tenant: auth.tenant().clone(), person: person.clone(), link: id.clone() };
        store.journal(tx, &[parted], at).await?;
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("person.part"), at).await
    }
}

impl<R: Records> Links<R> {
    /// The browsers that are joined with a person, in the order in which they were.
    pub async fn list(&mut self, who: &impl Witness, person: &PersonId) -> Result<Vec<VisitorLink>, StoreError> {
        let rows =
            self.0.read(sql::VISITOR_LINK_OF_PERSON, &[who.tenant().as_str().into(), person.as_str().into()]).await?;
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let store = self.0.store();
        let key = store.persons.get(&store.keys, person.as_str()).await?;
        rows.iter().map(|row| link(row, &store.keys, &key)).collect()
    }
}

/// What a number is sealed at: the hash as it was first made, because the key it is found by may be replaced.
pub(crate) fn place(ring: &Keyring, hash: &str) -> Result<String, StoreError> {
    Ok(format!("visitor_link.subject.{}", ring.hash_bare(hash)?))
}

fn link(row: &Row, ring: &Keyring, key: &PersonKey) -> Result<VisitorLink, StoreError> {
    let damaged = || StoreError::Damaged("link");
    let visitor = key.open(&place(ring, &row.text(8)?)?, &row.text(2)?)?;
    Ok(VisitorLink {
        id: LinkId::parse(&row.text(0)?).map_err(|_| damaged())?,
        site: SiteId::parse(&row.text(1)?).map_err(|_| damaged())?,
        visitor: Surrogate(visitor.parse().map_err(|_| damaged())?),
        grant: GrantSeq(row.int(3)?),
        notice_version: row.u32(4)?,
        source: LinkSource::from_name(&row.text(5)?).ok_or_else(damaged)?,
        at: AtMs(row.int(6)?),
        expires_at: AtMs(row.int(9)?),
    })
}
