//! Pauses: whose data is only stored, since when, how they were told that it ends, and which browsers are theirs.
//!
//! Invariant: which browsers are paused is never stored: it follows from the people and their links, and is worked out anew when
//! any of these may have changed. Beginning, telling and ending each leave a leaf in the evidence log.

use std::collections::BTreeSet;

use hjemmel_model::{
    AtMs, GrantSeq, Language, MessageId, Pause, PauseException, PauseId, PauseTold, PersonId, SiteId, Surrogate,
    TenantId,
};
use hjemmel_policy::{Authorized, Witness, act, decide_write};

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    journal::JournalEntry,
    link::place,
    person_keys::PersonKey,
    sql,
    work::{People, Records, Work},
};

/// How a person is told.
#[derive(Clone, Debug)]
pub enum PauseTelling {
    /// By that mail.
    Mail(MessageId),
    /// By a letter that was sent on the day which begins then.
    Letter(AtMs),
}

fn pause(row: &Row) -> Result<Pause, StoreError> {
    let damaged = || StoreError::Damaged("pause");
    let at = row.int(5)?;
    let told = match (row.text(4)?.as_str(), row.text(7)?.as_str()) {
        ("", _) => None,
        ("letter", _) => Some(PauseTold::Letter { sent_on_ms: at }),
        ("mail", "accepted") => Some(PauseTold::Mail { taken_at_ms: Some(row.int(8)?), failed: false }),
        // On its way, or nobody knows what became of it.
        ("mail", "planned" | "sending") => Some(PauseTold::Mail { taken_at_ms: None, failed: false }),
        ("mail", _) => Some(PauseTold::Mail { taken_at_ms: None, failed: true }),
        _ => return Err(damaged()),
    };
    Ok(Pause {
        id: PauseId::parse(&row.text(0)?).map_err(|_| damaged())?,
        person: PersonId::parse(&row.text(1)?).map_err(|_| damaged())?,
        began_at: AtMs(row.int(2)?),
        began_by: row.text(3)?,
        told,
        told_by: row.text(6)?,
    })
}

impl<R: Records> People<R> {
    /// The pause that stands for a person, their own or that of a record that is joined with theirs.
    pub async fn pause(&mut self, who: &impl Witness, person: &PersonId) -> Result<Option<Pause>, StoreError> {
        let values = [who.tenant().as_str().into(), person.as_str().into()];
        self.0.read(sql::PERSON_PAUSE_OPEN, &values).await?.first().map(pause).transpose()
    }
}

impl<R: Records> People<R> {
    /// The language a person is written to in.
    pub async fn language(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
    ) -> Result<Language, StoreError> {
        let values = [auth.tenant().as_str().into(), person.as_str().into()];
        let rows = self.0.read(sql::PERSON_FIND, &values).await?;
        let tag = rows.first().ok_or(StoreError::NotFound("person"))?.text(1)?;
        Language::from_tag(&tag).ok_or(StoreError::Damaged("person"))
    }
}

impl People<&mut Work> {
    /// Have a person's data only stored from now on. One that stands already goes on as it began: `false`.
    pub async fn pause_begin(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
        at: AtMs,
    ) -> Result<bool, StoreError> {
        let own = self.pause(auth, person).await?.is_some_and(|open| open.person == *person);
        let Work { store, tx } = &mut *self.0;
        let (tenant, by) = (auth.tenant(), auth.actor().audit_name());
        let values = [at.0.into(), tenant.as_str().into(), person.as_str().into()];
        if own {
            return Ok(false);
        }
        if tx.execute(sql::PERSON_RESTRICT, &values).await? != 1 {
            return Err(StoreError::NotFound("person"));
        }
        store.segment_touch(tx, person).await?;
        let id = store.pause_insert(tx, (tenant, person), &by, at).await?;
        let content = serde_json::json!({ "id": id, "person": person, "event": "begin", "by": by, "at": at });
        store.evidence_add(tx, id.as_str(), "pause", &content.to_string(), at).await?;
        store.pause_journal(tx, (tenant, person), at, at).await?;
        // Whom it is about stands in the record, which can be erased; the audit log cannot.
        store.audit_add(tx, (tenant, auth.actor()), Did::new("person.restrict"), at).await?;
        Ok(true)
    }

    /// Write down how a person was told that their pause ends.
    pub async fn pause_tell(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        pause: &Pause,
        telling: &PauseTelling,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let (how, told_at, message) = match telling {
            PauseTelling::Mail(message) => ("mail", at, message.as_str()),
            PauseTelling::Letter(on) => ("letter", *on, ""),
        };
        let by = auth.actor().audit_name();
        let values = [
            how.into(),
            told_at.0.into(),
            by.as_str().into(),
            message.into(),
            auth.tenant().as_str().into(),
            pause.id.as_str().into(),
        ];
        if tx.execute(sql::PERSON_PAUSE_TELL, &values).await? != 1 {
            return Err(StoreError::Changed("pause"));
        }
        // Somebody may be told more than once: each has its own leaf.
        let leaf = PauseId::new(at, store.keys.entropy());
        let content = serde_json::json!({
            "id": pause.id, "person": pause.person, "event": "told", "how": how, "on": told_at, "message": message, "by": by,
            "at": at,
        });
        store.evidence_add(tx, leaf.as_str(), "pause", &content.to_string(), at).await?;
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("person.restrict_told"), at).await
    }

    /// Have a person's data used again. `false` when it is not paused.
    pub async fn pause_end(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
        at: AtMs,
    ) -> Result<bool, StoreError> {
        let Some(open) = self.pause(auth, person).await?.filter(|open| open.person == *person) else {
            return Ok(false);
        };
        let Work { store, tx } = &mut *self.0;
        let (tenant, by) = (auth.tenant(), auth.actor().audit_name());
        let whose = [tenant.as_str().into(), person.as_str().into()];
        tx.execute(sql::PERSON_RESTRICT, &[&[0i64.into()], whose.as_slice()].concat()).await?;
        store.segment_touch(tx, person).await?;
        tx.execute(sql::PERSON_PAUSE_END, &[&[at.0.into(), by.as_str().into()], whose.as_slice()].concat()).await?;
        let content = serde_json::json!({ "id": open.id, "person": person, "event": "end", "by": by, "at": at });
        store.evidence_add(tx, &format!("{}.ended", open.id), "pause", &content.to_string(), at).await?;
        store.pause_journal(tx, (tenant, person), AtMs(0), at).await?;
        store.audit_add(tx, (tenant, auth.actor()), Did::new("person.release"), at).await?;
        Ok(true)
    }

    /// The browser of somebody who is paused has other numbers from now on: they are looked for anew.
    pub async fn pauses_changed(&mut self) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.pauses_changed(tx).await
    }
}

impl People<&Store> {
    /// Counts up whenever somebody's pause, or one of their browsers, may have changed.
    pub async fn pauses_version(&self) -> Result<i64, StoreError> {
        let rows = self.0.db.read_feed(sql::COUNTER_READ, &["pause".into()]).await?;
        rows.first().map_or(Ok(0), |row| row.int(0))
    }

    /// Every number of every browser that is joined with somebody whose data is only stored, and how much of what says so could
    /// not be read. What changes meanwhile has another version, so that it needs no unit of work.
    pub async fn paused_browsers(&self) -> Result<(Vec<Surrogate>, usize), StoreError> {
        let store = self.0;
        let (mut numbers, mut chosen, mut unread) = (BTreeSet::new(), BTreeSet::new(), 0);
        let mut of: Option<(String, Option<PersonKey>)> = None;
        for link in &store.db.read_feed(sql::PERSON_PAUSED, &[]).await? {
            let (tenant, person) = (link.text(0)?, link.text(1)?);
            if of.as_ref().is_none_or(|(known, _)| *known != person) {
                of = Some((person.clone(), store.key_readable(&person).await?));
            }
            let key = of.as_ref().and_then(|(_, key)| key.as_ref());
            if let Some(number) = key.and_then(|key| store.paused_number(link, key).ok()) {
                numbers.insert(number);
            } else if !store.db.read_feed(sql::PERSON_FIND, &[tenant.into(), person.into()]).await?.is_empty() {
                // Not erased in this moment: their key is lost, or what it opened is damaged.
                unread += 1;
            }
            let subject = link.text(5)?;
            if !subject.is_empty() {
                chosen.insert((link.text(2)?, subject));
            }
        }
        // What they chose opens with the key of the installation, whatever became of theirs.
        for (site, subject) in chosen {
            for row in &store.db.read_feed(sql::CONSENT_OF_SUBJECT, &[site.into(), subject.into()]).await? {
                match store.subject_of(row) {
                    Ok((one, other)) => numbers.extend([one, other]),
                    Err(_) => unread += 1,
                }
            }
        }
        numbers.retain(|number| number.0 != 0);
        Ok((numbers.into_iter().collect(), unread))
    }

    /// Whether the browser that made that choice is joined with somebody whose data is only stored.
    pub async fn pauses_reach(&self, site: &SiteId, grant: GrantSeq) -> Result<bool, StoreError> {
        let rows = self.0.db.read(sql::CONSENT_BY_SEQ, &[site.as_str().into(), grant.0.into()]).await?;
        let subject = rows.first().map(|row| row.text(0)).transpose()?.unwrap_or_default();
        if subject.is_empty() {
            return Ok(false);
        }
        for link in &self.0.db.read(sql::PERSON_PAUSED, &[]).await? {
            if link.text(2)? == site.as_str() && link.text(5)? == subject {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Store {
    pub(crate) async fn pauses_changed(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.execute(sql::COUNTER_NEXT_PAUSE, &[]).await?;
        Ok(())
    }

    /// Something changes about a person that matters only where they, or a record that is joined with theirs, are paused.
    pub(crate) async fn pauses_changed_of(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<(), StoreError> {
        if self.is_paused(tx, tenant, person).await? {
            self.pauses_changed(tx).await?;
        }
        Ok(())
    }

    /// A person's key, if there is one that can be read.
    async fn key_readable(&self, person: &str) -> Result<Option<PersonKey>, StoreError> {
        match self.persons.get(&self.keys, person).await {
            Ok(key) => Ok(Some(key)),
            Err(StoreError::NotFound(_) | StoreError::Damaged(_)) => Ok(None),
            // The file of keys itself cannot be used just now: nothing is known, so that nothing is permitted.
            Err(error) => Err(error),
        }
    }

    /// The number of a browser, opened as `link.rs` seals it.
    fn paused_number(&self, link: &Row, key: &PersonKey) -> Result<Surrogate, StoreError> {
        let number = key.open(&place(&self.keys, &link.text(3)?)?, &link.text(4)?)?;
        Ok(Surrogate(number.parse().map_err(|_| StoreError::Damaged("link"))?))
    }

    async fn pause_insert(
        &self,
        tx: &mut Tx,
        (tenant, person): (&TenantId, &PersonId),
        by: &str,
        at: AtMs,
    ) -> Result<PauseId, StoreError> {
        let id = PauseId::new(at, self.keys.entropy());
        let values = [id.as_str().into(), tenant.as_str().into(), person.as_str().into(), at.0.into(), by.into()];
        tx.execute(sql::PERSON_PAUSE_INSERT, &values).await?;
        Ok(id)
    }

    async fn pause_journal(
        &self,
        tx: &mut Tx,
        (tenant, person): (&TenantId, &PersonId),
        since: AtMs,
        at: AtMs,
    ) -> Result<(), StoreError> {
        self.pauses_changed(tx).await?;
        let entry = JournalEntry::Restricted { tenant: tenant.clone(), person: person.clone(), since };
        self.journal(tx, &[entry], at).await
    }

    /// A database is told what the journal knows of a pause: as it began, or that it ended.
    pub(crate) async fn pause_replay(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
        (since, at): (AtMs, AtMs),
    ) -> Result<(), StoreError> {
        let whose = [tenant.as_str().into(), person.as_str().into()];
        if tx.execute(sql::PERSON_RESTRICT, &[&[since.0.into()], whose.as_slice()].concat()).await? != 1 {
            return Ok(());
        }
        self.segment_touch(tx, person).await?;
        tx.execute(sql::PERSON_PAUSE_END, &[&[at.0.into(), "restore".into()], whose.as_slice()].concat()).await?;
        if since.0 > 0 {
            self.pause_insert(tx, (tenant, person), "restore", since).await?;
        }
        Ok(())
    }

    /// Refuse to write about a person whose data is only stored, on any record of theirs, unless the article allows it.
    pub(crate) async fn may_write<A: act::ActionKind>(
        &self,
        tx: &mut Tx,
        auth: &Authorized<A>,
        person: &PersonId,
        exception: Option<PauseException>,
    ) -> Result<(), StoreError> {
        let paused = self.is_paused(tx, auth.tenant(), person).await?;
        decide_write(paused, auth.actor(), exception).map_err(|no| StoreError::Refused(no.reason))
    }

    /// Whether a person's data is only stored, on any record of theirs.
    pub(crate) async fn is_paused(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        person: &PersonId,
    ) -> Result<bool, StoreError> {
        let rows = tx.read(sql::PERSON_RESTRICTED, &[tenant.as_str().into(), person.as_str().into()]).await?;
        Ok(rows.first().ok_or(StoreError::NotFound("person"))?.int(0)? > 0)
    }
}
