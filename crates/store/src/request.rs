//! Requests of people, and what was done about them.
//!
//! Invariant: what a request says is sealed with a key of its own, which goes when the person is erased; that there was
//! one, when it came and when it was answered stays.

use hjemmel_model::{
    AtMs, ErasureId, IdentityCheck, Language, LawPack, PersonId, Request, RequestChannel, RequestId, RequestKind,
    RequestNote, RequestState,
};
use hjemmel_policy::{Authorized, Witness, act};

use crate::{
    Store,
    audit::Did,
    db::{Row, Tx},
    error::StoreError,
    journal::JournalEntry,
    person_keys::PersonKey,
    sql,
    work::{People, Records, Requests, Work},
};

/// Something that is added to what was done about a request.
#[derive(Clone, Debug)]
pub struct NoteDraft {
    /// Its id; it sorts by time.
    pub id: String,
    /// `note`, `reply`, or the step that was taken.
    pub kind: &'static str,
    /// What.
    pub text: String,
    /// When.
    pub at: AtMs,
}

impl Requests<&mut Work> {
    /// Enter a request.
    pub async fn insert(&mut self, auth: &Authorized<act::RequestWrite>, r: &Request) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let key = store.persons.make(&store.keys, r.id.as_str()).await?;
        let seal = |column: &str, text: &str| key.seal(store.keys.entropy(), &place(column, &r.id), text);
        let values = [
            r.id.as_str().into(),
            auth.tenant().as_str().into(),
            r.kind.name().into(),
            r.channel.name().into(),
            r.state.name().into(),
            law_name(r.law).into(),
            r.language.tag().into(),
            r.person.as_ref().map_or("", PersonId::as_str).into(),
            seal("contact", &r.contact)?.into(),
            seal("text", &r.text)?.into(),
            r.identity.name().into(),
            r.received_at.0.into(),
            r.due_on.as_str().into(),
            r.closed_at.0.into(),
            r.erasure.as_ref().map_or("", ErasureId::as_str).into(),
            r.created_at.0.into(),
        ];
        person_there(tx, auth, r.person.as_ref()).await?;
        tx.execute(sql::REQUEST_INSERT, &values).await?;
        Ok(())
    }

    /// Change where a request stands, as it was at `seen`.
    pub async fn update(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        r: &Request,
        seen: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        let values = [
            r.state.name().into(),
            r.identity.name().into(),
            r.due_on.as_str().into(),
            r.suspended_at.0.into(),
            r.suspended_days.into(),
            r.extended_at.0.into(),
            r.closed_at.0.into(),
            r.person.as_ref().map_or("", PersonId::as_str).into(),
            r.changed_at.0.into(),
            auth.tenant().as_str().into(),
            r.id.as_str().into(),
            seen.0.into(),
        ];
        person_there(tx, auth, r.person.as_ref()).await?;
        match tx.execute(sql::REQUEST_UPDATE, &values).await? {
            1 => Ok(()),
            _ => Err(StoreError::Changed("request")),
        }
    }

    /// Say what was done about a request.
    pub async fn note(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        id: &RequestId,
        note: &NoteDraft,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let key = store.persons.get(&store.keys, id.as_str()).await?;
        let values = [
            note.id.as_str().into(),
            id.as_str().into(),
            note.kind.into(),
            auth.actor().audit_name().into(),
            key.seal(store.keys.entropy(), &format!("request_note.text.{}", note.id), &note.text)?.into(),
            note.at.0.into(),
        ];
        tx.execute(sql::REQUEST_NOTE_INSERT, &values).await?;
        Ok(())
    }

    /// The person is erased and has their answer: what the request said goes. Its key follows with [`Requests::forget`].
    pub async fn blank(&mut self, id: &RequestId) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        tx.execute(sql::REQUEST_BLANK, &[id.as_str().into()]).await?;
        tx.execute(sql::REQUEST_NOTES_BLANK_OF, &[id.as_str().into()]).await?;
        Ok(())
    }
}

impl Store {
    /// The key of a request; `None` once the person is erased.
    async fn request_key(&self, id: &RequestId) -> Result<Option<PersonKey>, StoreError> {
        match self.persons.get(&self.keys, id.as_str()).await {
            Ok(key) => Ok(Some(key)),
            Err(StoreError::NotFound(_)) => Ok(None),
            Err(e) => Err(e),
        }
    }

    async fn request(&self, row: &Row) -> Result<Request, StoreError> {
        let damaged = || StoreError::Damaged("request");
        let id = RequestId::parse(&row.text(0)?).map_err(|_| damaged())?;
        let key = self.request_key(&id).await?;
        let some = |text: String| Some(text).filter(|t| !t.is_empty());
        let person = some(row.text(7)?).map(|p| PersonId::parse(&p).map_err(|_| damaged())).transpose()?;
        let erasure = some(row.text(17)?).map(|e| ErasureId::parse(&e).map_err(|_| damaged())).transpose()?;
        Ok(Request {
            kind: RequestKind::from_name(&row.text(2)?).ok_or_else(damaged)?,
            channel: RequestChannel::from_name(&row.text(3)?).ok_or_else(damaged)?,
            state: RequestState::from_name(&row.text(4)?).ok_or_else(damaged)?,
            law: law_of_name(&row.text(5)?).ok_or_else(damaged)?,
            language: Language::from_tag(&row.text(6)?).ok_or_else(damaged)?,
            person,
            contact: open(key.as_ref(), &place("contact", &id), &row.text(8)?)?,
            text: open(key.as_ref(), &place("text", &id), &row.text(9)?)?,
            identity: IdentityCheck::from_name(&row.text(10)?).ok_or_else(damaged)?,
            received_at: AtMs(row.int(11)?),
            due_on: row.text(12)?,
            suspended_at: AtMs(row.int(13)?),
            suspended_days: row.u32(14)?,
            extended_at: AtMs(row.int(15)?),
            closed_at: AtMs(row.int(16)?),
            erasure,
            created_at: AtMs(row.int(18)?),
            changed_at: AtMs(row.int(19)?),
            id,
        })
    }
}

impl Requests<&Store> {
    /// Destroy the key of a request that was blanked. One that is not destroyed here, because of a kill, belongs to nobody and
    /// is swept up within a day.
    pub async fn forget(&self, id: &RequestId) -> Result<(), StoreError> {
        self.0.key_forget(id.as_str()).await
    }
}

impl<R: Records> Requests<R> {
    /// Open requests, the most urgent first, at most 500.
    pub async fn open(&mut self, auth: &Authorized<act::RequestRead>) -> Result<Vec<Request>, StoreError> {
        self.read(sql::REQUEST_OPEN, &[auth.tenant().as_str().into()]).await
    }

    /// Closed requests from before `before`, newest first, at most 100.
    pub async fn closed(
        &mut self,
        auth: &Authorized<act::RequestRead>,
        before: &str,
    ) -> Result<Vec<Request>, StoreError> {
        self.read(sql::REQUEST_CLOSED, &[auth.tenant().as_str().into(), before.into()]).await
    }

    /// What a person asked for, newest first.
    pub async fn of_person(&mut self, who: &impl Witness, person: &PersonId) -> Result<Vec<Request>, StoreError> {
        self.read(sql::REQUEST_OF_PERSON, &[who.tenant().as_str().into(), person.as_str().into()]).await
    }

    async fn read(&mut self, query: &'static str, values: &[crate::db::Value]) -> Result<Vec<Request>, StoreError> {
        let mut out = Vec::new();
        for row in &self.0.read(query, values).await? {
            out.push(self.0.store().request(row).await?);
        }
        Ok(out)
    }

    /// One request.
    pub async fn find(&mut self, who: &impl Witness, id: &RequestId) -> Result<Request, StoreError> {
        let rows = self.0.read(sql::REQUEST_FIND, &[who.tenant().as_str().into(), id.as_str().into()]).await?;
        self.0.store().request(rows.first().ok_or(StoreError::NotFound("request"))?).await
    }

    /// What was done about a request, oldest first.
    pub async fn notes(&mut self, who: &impl Witness, id: &RequestId) -> Result<Vec<RequestNote>, StoreError> {
        let key = self.0.store().request_key(id).await?;
        let rows = self.0.read(sql::REQUEST_NOTES, &[who.tenant().as_str().into(), id.as_str().into()]).await?;
        rows.iter()
            .map(|row| {
                let note = row.text(0)?;
                Ok(RequestNote {
                    kind: row.text(1)?,
                    actor: row.text(2)?,
                    text: open(key.as_ref(), &format!("request_note.text.{note}"), &row.text(3)?)?,
                    at: AtMs(row.int(4)?),
                    id: note,
                })
            })
            .collect()
    }
}

impl People<&mut Work> {
    /// Whether a person's data is only stored, and since when.
    pub async fn restrict(
        &mut self,
        auth: &Authorized<act::RequestWrite>,
        person: &PersonId,
        since: Option<AtMs>,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let values = [since.map_or(0, |s| s.0).into(), auth.tenant().as_str().into(), person.as_str().into()];
        if tx.execute(sql::PERSON_RESTRICT, &values).await? != 1 {
            return Err(StoreError::NotFound("person"));
        }
        store.segment_touch(tx, person).await?;
        let (tenant, since_at) = (auth.tenant().clone(), since.unwrap_or(AtMs(0)));
        let entry = JournalEntry::Restricted { tenant, person: person.clone(), since: since_at };
        store.journal(tx, &[entry], at).await?;
        let action = if since.is_some() { "person.restrict" } else { "person.release" };
        // Whom it is about stands in the record, which can be erased; the audit log cannot.
        store.audit_add(tx, (auth.tenant(), auth.actor()), Did::new(action), at).await
    }
}

/// A request is of somebody who is there, at the moment it is written: not of somebody who was erased meanwhile.
async fn person_there(
    tx: &mut Tx,
    auth: &Authorized<act::RequestWrite>,
    person: Option<&PersonId>,
) -> Result<(), StoreError> {
    let Some(person) = person else { return Ok(()) };
    match tx.read(sql::PERSON_FIND, &[auth.tenant().as_str().into(), person.as_str().into()]).await?.is_empty() {
        true => Err(StoreError::NotFound("person")),
        false => Ok(()),
    }
}

fn place(column: &str, id: &RequestId) -> String {
    format!("request.{column}.{id}")
}

fn open(key: Option<&PersonKey>, place: &str, sealed: &str) -> Result<String, StoreError> {
    match (key, sealed) {
        (_, "") | (None, _) => Ok(String::new()),
        (Some(key), sealed) => key.open(place, sealed),
    }
}

pub(crate) fn law_name(law: LawPack) -> &'static str {
    match law {
        LawPack::Dk => "dk",
        LawPack::Se => "se",
        LawPack::Neutral => "neutral",
    }
}

pub(crate) fn law_of_name(name: &str) -> Option<LawPack> {
    [LawPack::Dk, LawPack::Se, LawPack::Neutral].into_iter().find(|l| law_name(*l) == name)
}
