//! Telling a database what happened after it was last saved.

use std::collections::HashSet;

use hjemmel_model::{AtMs, GrantSeq, PurposeSet, SiteId, Surrogate, TenantId};
use hjemmel_policy::Bar;

use super::{ErasedEntry, JournalEntry};
use crate::{
    Store,
    db::{Tx, unit_of_work},
    erasure::ErasureWork,
    error::StoreError,
    sql,
};

/// When this database was last found to know less than the keys do: it was restored, or a kill came in between. Until every
/// other backup is gone too, no key is destroyed for belonging to nobody.
pub(crate) const RESTORED: &str = "restored_at_ms";

/// What a database had to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// People who were erased since.
    pub erased: u64,
    /// Withdrawals of browsers.
    pub closed: u64,
    /// Noes of people.
    pub noes: u64,
}

impl Store {
    /// Tell this database what the journal knows and it does not: because it was restored from a backup, or because of a
    /// kill. To be done before anything is served. Nothing to tell is the usual case.
    pub async fn replay(&self, at: AtMs) -> Result<Replayed, StoreError> {
        let mut done = Replayed::default();
        unit_of_work!(self.db, |tx| { self.grants_go_on(tx).await })?;
        let rows = self.db.read(sql::COUNTER_READ, &["journal".into()]).await?;
        let mut seq = rows.first().map(|row| row.int(0)).transpose()?.unwrap_or(0);
        let undone = self.undone(seq).await?;
        loop {
            let page = self.persons.journal_after(&self.keys, seq).await?;
            let Some((last, _)) = page.last() else { return Ok(done) };
            seq = *last;
            unit_of_work!(self.db, |tx| {
                for (number, entry) in &page {
                    match entry {
                        JournalEntry::Erased(entry) if undone.contains(&entry.erasure) => {}
                        entry => self.replay_one(tx, *number, entry, at).await?,
                    }
                }
                self.pauses_changed(tx).await?;
                tx.execute(sql::COUNTER_RAISE, &[RESTORED.into(), at.0.into()]).await?;
                tx.execute(sql::COUNTER_RAISE, &["journal".into(), seq.into()]).await
            })?;
            for (_, entry) in &page {
                match entry {
                    JournalEntry::Erased(entry) => done.erased += u64::from(!undone.contains(&entry.erasure)),
                    JournalEntry::Closed { .. } => done.closed += 1,
                    JournalEntry::No(_) | JournalEntry::Restricted { .. } | JournalEntry::Parted { .. } => {
                        done.noes += 1;
                    }
                    JournalEntry::Joined { .. } | JournalEntry::NotErased { .. } => {}
                }
            }
        }
    }

    /// Erasures after that number that were not carried out after all.
    async fn undone(&self, mut seq: i64) -> Result<HashSet<String>, StoreError> {
        let mut undone = HashSet::new();
        loop {
            let page = self.persons.journal_after(&self.keys, seq).await?;
            let Some((last, _)) = page.last() else { return Ok(undone) };
            seq = *last;
            undone.extend(page.into_iter().filter_map(|(_, entry)| match entry {
                JournalEntry::NotErased { erasure } => Some(erasure),
                _ => None,
            }));
        }
    }

    async fn replay_one(&self, tx: &mut Tx, number: i64, entry: &JournalEntry, at: AtMs) -> Result<(), StoreError> {
        // A database that began anew knows nobody of an organisation it does not have.
        if let Some(tenant) = entry.tenant()
            && tx.read(sql::TENANT_FIND, &[tenant.as_str().into()]).await?.is_empty()
        {
            return Ok(());
        }
        match entry {
            JournalEntry::Erased(entry) => self.replay_erased(tx, number, entry, at).await,
            JournalEntry::Closed { site, bar, at } => {
                // Choices made from now on must count over those that were made after the backup.
                if bar.lowest.0 < i64::MAX {
                    tx.execute(sql::COUNTER_RAISE, &["grant".into(), bar.lowest.0.into()]).await?;
                }
                if self.site_there(tx, site).await? {
                    self.restriction_write(tx, site, bar, *at).await?;
                }
                Ok(())
            }
            JournalEntry::No(no) => self.replay_no(tx, number, no).await,
            JournalEntry::NotErased { .. } => Ok(()),
            JournalEntry::Restricted { tenant, person, since } => {
                self.pause_replay(tx, tenant, person, (*since, at)).await
            }
            JournalEntry::Joined { tenant, one, other, same: true, at } => {
                for person in [one, other] {
                    // One of them came after the backup; what either said stands in the journal for both.
                    if tx.read(sql::PERSON_FIND, &[tenant.as_str().into(), person.as_str().into()]).await?.is_empty() {
                        return Ok(());
                    }
                }
                self.person_join_write(tx, tenant, (one, other), "restore", *at).await
            }
            JournalEntry::Joined { tenant, one, other, same: false, .. } => {
                let values = [tenant.as_str().into(), one.as_str().into(), other.as_str().into()];
                tx.execute(sql::PERSON_JOIN_DELETE, &values).await?;
                Ok(())
            }
            JournalEntry::Parted { tenant, person, link } => {
                let values = [tenant.as_str().into(), person.as_str().into(), link.as_str().into()];
                tx.execute(sql::VISITOR_LINK_DELETE, &values).await?;
                Ok(())
            }
        }
    }

    async fn site_there(&self, tx: &mut Tx, site: &SiteId) -> Result<bool, StoreError> {
        Ok(!tx.read(sql::SITE_THERE, &[site.as_str().into()]).await?.is_empty())
    }

    async fn replay_erased(&self, tx: &mut Tx, number: i64, entry: &ErasedEntry, at: AtMs) -> Result<(), StoreError> {
        let mut keys = entry.keys.clone();
        for person in entry.others.iter().chain([&entry.person]) {
            let whose = [entry.tenant.as_str().into(), person.as_str().into()];
            if !tx.read(sql::PERSON_FIND, &whose).await?.is_empty() {
                let gone = self.person_rows_delete(tx, &entry.tenant, person, &entry.erasure, entry.at).await?;
                keys.extend(gone.keys);
            }
        }
        for (kind, hash) in &entry.marks {
            self.mark_set(tx, &entry.tenant, kind, hash, entry.at).await?;
        }
        self.visitors_close(tx, &entry.visitors, at).await?;
        self.browsers_blank(tx, &entry.subjects).await?;
        for (site, numbers) in &entry.visitors {
            for number in numbers {
                let values = [site.as_str().into(), self.visitor_hash(Surrogate(*number)).into()];
                tx.execute(sql::VISITOR_LINK_DELETE_OF_BROWSER, &values).await?;
            }
        }
        if tx.read(sql::ERASURE_FIND, &[entry.erasure.as_str().into()]).await?.is_empty() {
            let values = [
                entry.erasure.as_str().into(),
                entry.tenant.as_str().into(),
                entry.receipt.as_str().into(),
                entry.at.0.into(),
            ];
            tx.execute(sql::ERASURE_INSERT, &values).await?;
            tx.execute(sql::ERASURE_JOURNALED, &[at.0.into(), entry.erasure.as_str().into()]).await?;
            // Without their key, all of them had answered.
            let key = match self.persons.get(&self.keys, &entry.erasure).await {
                Err(StoreError::NotFound(_)) => None,
                key => Some(key?),
            };
            for (recipient, sealed) in entry.notices.iter().filter(|_| key.is_some()) {
                // What they answered since is not known any more: they are asked again.
                let whose = [entry.tenant.as_str().into(), recipient.as_str().into()];
                if !tx.read(sql::RECIPIENT_THERE, &whose).await?.is_empty() {
                    let values = [
                        entry.erasure.as_str().into(),
                        recipient.as_str().into(),
                        entry.tenant.as_str().into(),
                        sealed.as_str().into(),
                    ];
                    tx.execute(sql::ERASURE_NOTICE_INSERT, &values).await?;
                }
            }
        }
        let work = ErasureWork {
            erasure: entry.erasure.clone(),
            tenant: Some(entry.tenant.clone()),
            person: entry.person.clone(),
            others: entry.others.clone(),
            keys,
            visitors: entry.visitors.clone(),
            subjects: entry.subjects.clone(),
            marks: entry.marks.clone(),
            // What they said before went from the journal when this entry came.
            hashes: Vec::new(),
            at: entry.at,
        };
        self.erasure_enqueue(tx, &work, &format!("job_replay-{number}"), at).await
    }

    /// Close every grant of those browsers, for ever.
    pub(crate) async fn visitors_close(
        &self,
        tx: &mut Tx,
        visitors: &[(SiteId, Vec<i64>)],
        at: AtMs,
    ) -> Result<Vec<Bar>, StoreError> {
        let mut bars = Vec::new();
        for (site, numbers) in visitors {
            if !self.site_there(tx, site).await? {
                continue;
            }
            for number in numbers.iter().filter(|n| **n != 0) {
                let bar =
                    Bar { subject: Surrogate(*number), purposes: PurposeSet(u32::MAX), lowest: GrantSeq(i64::MAX) };
                self.restriction_write(tx, site, &bar, at).await?;
                bars.push(bar);
            }
        }
        Ok(bars)
    }

    pub(crate) async fn mark_set(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        kind: &str,
        hash: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let review_at = at.plus_months(hjemmel_policy::MARK_MONTHS);
        let values =
            [tenant.as_str().into(), kind.into(), hash.into(), "no_mail".into(), at.0.into(), review_at.0.into()];
        tx.execute(sql::SUPPRESSION_INSERT, &values).await?;
        Ok(())
    }
}
