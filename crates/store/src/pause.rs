//! Pauses: whose data is only stored, since when, how they were told that it ends, and which browsers are theirs.
//!
//! Invariant: which browsers are paused is never stored: it follows from the people and their links, and is worked out anew when
//! any of these may have changed. Beginning, telling and ending each leave a leaf in the evidence log.

use hjemmel_model::{
    AtMs, Language, MessageId, Pause, PauseException, PauseId, PauseTold, PersonId, Surrogate, TenantId,
};
use hjemmel_policy::{Authorized, Witness, act, decide_write};

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx, unit_of_work},
    error::StoreError,
    journal::JournalEntry,
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

    /// Every number of every browser that is joined with somebody whose data is only stored.
    pub async fn paused_browsers(&self) -> Result<Vec<Surrogate>, StoreError> {
        let mut all = Vec::new();
        for row in &self.0.db.read(sql::PERSON_PAUSED, &[]).await? {
            let damaged = || StoreError::Damaged("person");
            let tenant = TenantId::parse(&row.text(0)?).map_err(|_| damaged())?;
            let person = PersonId::parse(&row.text(1)?).map_err(|_| damaged())?;
            let key = match self.0.persons.get(&self.0.keys, person.as_str()).await {
                // Erased in this moment: their browsers are closed for ever.
                Err(StoreError::NotFound(_)) => continue,
                key => key?,
            };
            let numbers = unit_of_work!(self.0.db, |tx| {
                let mut numbers = Vec::new();
                for link in self.0.links_of(tx, &tenant, &person, &key).await? {
                    numbers.extend(self.0.numbers_of(tx, &link).await?);
                }
                Ok(numbers)
            })?;
            all.extend(numbers);
        }
        Ok(all)
    }
}

impl Store {
    pub(crate) async fn pauses_changed(&self, tx: &mut Tx) -> Result<(), StoreError> {
        tx.execute(sql::COUNTER_NEXT_PAUSE, &[]).await?;
        Ok(())
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
