//! People brought in from a file.
//!
//! Invariant: a row takes away at once and gives only where nothing was ever said against it, so that the order of rows, and
//! bringing the same file in twice, change nothing.

mod file;
mod row;

use std::collections::HashMap;

use hjemmel_model::{
    AtMs, Channel, IdentifierId, IdentifierKind, NoticeHash, PermissionEvent, PermissionId, PermissionRecord,
    PermissionSource, PersonId, TopicId, phone_before,
};
use hjemmel_policy::{Authorized, RowFacts, Suppression, act, decide_row};

pub use file::{ImportAt, ImportEntry, ImportFound, ImportStep};
pub use hjemmel_policy::RowOutcome;
pub use row::{ImportFor, ImportNumber, ImportRow, RowCame, RowSays};

use row::stops;

use crate::{
    Store,
    db::{Tx, unit_of_work},
    error::StoreError,
    journal::JournalEntry,
    person::{Found, PermissionDraft, found, permission, suppression_of},
    person_keys::PersonKey,
    sql,
};

/// Keys of people, by id; nothing for somebody who has none.
type Keys = HashMap<String, Option<PersonKey>>;

impl Store {
    /// Bring rows in, and write down how far that is and what `told` makes of it: all or nothing. Of an import that only
    /// looks, say what would come of each row.
    pub async fn import_rows(
        &self,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        rows: &[ImportRow],
        step: &ImportStep,
        told: impl Fn(&[RowCame]) -> String,
    ) -> Result<(), StoreError> {
        let keys = if i.entry.dry { Keys::new() } else { self.import_keys(auth, rows).await? };
        unit_of_work!(self.db, |tx| {
            let (mut came, mut noes) = (Vec::with_capacity(rows.len()), Vec::new());
            let gone = self.import_gone(tx, &i.entry.id).await?;
            for row in rows {
                let erased = |address: &str| gone.contains(&self.import_doubt_hash(&i.entry.id, address));
                if !gone.is_empty() && (erased(&row.address) || row.numbers.iter().any(|n| erased(&n.value))) {
                    came.push(RowCame { outcome: RowOutcome::Erased, taken: 0 });
                    continue;
                }
                came.push(self.import_row(tx, auth, i, row, &keys, &mut noes).await?);
            }
            self.import_move(tx, i, step, &told(&came)).await?;
            // All at once, because the journal is on disk each time; and last, because nothing of a cancelled import binds.
            self.journal(tx, &noes, step.at).await
        })?;
        if step.ends() {
            self.key_forget(i.entry.id.as_str()).await?;
        }
        Ok(())
    }

    /// The keys that rows are sealed with. They are on disk before that; those that are not used are swept up.
    async fn import_keys(&self, auth: &Authorized<act::PersonImport>, rows: &[ImportRow]) -> Result<Keys, StoreError> {
        let (mut keys, mut fresh) = (Keys::new(), Vec::new());
        for row in rows {
            let known = match self.identifier_find(auth.tenant(), row.channel.kind(), &row.address).await? {
                None => match row.email() {
                    Some(email) => self.identifier_find(auth.tenant(), IdentifierKind::Email, email).await?,
                    None => None,
                },
                known => known,
            };
            match known {
                None => fresh.push(row.person.as_str()),
                Some(known) if !row.numbers.is_empty() || !row.attributes.is_empty() => {
                    let key = match self.persons.get(&self.keys, known.person.as_str()).await {
                        Err(StoreError::NotFound(_)) => None,
                        key => Some(key?),
                    };
                    keys.insert(known.person.to_string(), key);
                }
                Some(_) => {}
            }
        }
        self.persons.make_many(&self.keys, &fresh).await?;
        for person in fresh {
            keys.insert(person.to_owned(), Some(self.persons.get(&self.keys, person).await?));
        }
        Ok(keys)
    }

    async fn import_row(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        row: &ImportRow,
        keys: &Keys,
        noes: &mut Vec<JournalEntry>,
    ) -> Result<RowCame, StoreError> {
        let (outcome, whose) = self.import_address(tx, auth, i, row, keys, noes).await?;
        // A number that was stored before its nought was understood is the same: a no reaches it too.
        if row.says.is_no()
            && row.channel == Channel::Sms
            && let Some(before) = phone_before(&row.address)
            && self.identifier_in(tx, auth.tenant(), IdentifierKind::Phone, &before).await?.is_some()
        {
            let entry = PermissionId::new(i.of.at, self.keys.entropy());
            let same = ImportRow { address: before, entry, numbers: Vec::new(), ..row.clone() };
            self.import_address(tx, auth, i, &same, keys, noes).await?;
        }
        let mut taken = 0;
        if let Some(person) = whose {
            for number in &row.numbers {
                taken += i64::from(!self.import_number(tx, auth, i, &person, number, keys).await?);
            }
            self.import_attributes(tx, auth, i, &person, row, keys).await?;
        }
        Ok(RowCame { outcome, taken })
    }

    /// Bring a row in but for its numbers. Gives whom these belong to, if somebody is stored.
    async fn import_address(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        row: &ImportRow,
        keys: &Keys,
        noes: &mut Vec<JournalEntry>,
    ) -> Result<(RowOutcome, Option<PersonId>), StoreError> {
        let of = &i.of;
        let tenant = auth.tenant();
        let channel = row.channel;
        let hash = self.value_hash(tenant, channel.kind(), &row.address);
        let whose = [tenant.as_str().into(), channel.kind().name().into(), hash.as_str().into()];
        let mark = self.import_mark(tx, tenant, channel.kind(), &row.address).await?;
        // Another way the same person is known tells of them too, where they stopped everything.
        let mut marks = vec![mark];
        for number in &row.numbers {
            marks.push(self.import_mark(tx, tenant, number.kind, &number.value).await?);
        }
        let stopped = marks.contains(&Some(Suppression::Stopped));
        if marks.contains(&Some(Suppression::NoMail)) {
            return Ok((RowOutcome::NoMail, None));
        }
        let rows = tx.read(sql::IDENTIFIER_BY_HASH, &whose).await?;
        let known = rows.first().map(found).transpose()?;
        // A number that nobody has yet is of whoever has the row's address.
        let owner = match (&known, row.email()) {
            (Some(known), _) => Some(known.person.clone()),
            (None, Some(email)) => {
                self.identifier_in(tx, tenant, IdentifierKind::Email, email).await?.map(|theirs| theirs.person)
            }
            (None, None) => None,
        };
        let by_form = rows.first().map(|row| row.text(4)).transpose()?.is_some_and(|source| source == "form");
        let entries = match &owner {
            Some(owner) => {
                let rows = tx.read(sql::PERMISSION_OF_GROUP, &[tenant.as_str().into(), owner.as_str().into()]).await?;
                rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?
            }
            None => Vec::new(),
        };
        let no = |e: PermissionEvent| matches!(e, PermissionEvent::Withdrawn | PermissionEvent::Objected);
        // What was said about the channel the file is about.
        let about = |e: &&PermissionRecord| e.channel.is_none_or(|by| by == channel);
        let said = || entries.iter().filter(about);
        let said_no = stopped || mark.is_some() || said().any(|e| no(e.event));
        let yeses = || said().filter(|e| e.event == PermissionEvent::Given);
        let given = yeses().next_back();
        // A yes of this very address, to the sender that the file names.
        let own = |e: &&PermissionRecord| known.as_ref().is_some_and(|known| known.identifier == e.identifier);
        let yes = yeses().filter(own).any(|e| {
            e.topic.as_ref() == Some(&of.topic) && e.form.as_ref().is_some_and(|(form, _)| *form == of.form.0)
        });
        let stops = match &row.says {
            RowSays::No { at: Some(at) } => stops(said(), |e| own(&e), *at, &of.topic),
            // Who never said yes takes nothing back by not saying it.
            RowSays::NotYes if yeses().next().is_none() => Vec::new(),
            _ => vec![None],
        };
        // Whether a no to everything is the last word of this very address already: one of a record that it was joined with
        // counts only for as long as they are, and one that a form came after leaves the button in its mail.
        let complained = matches!(row.says, RowSays::Complained);
        let last_no =
            said().filter(own).rfind(|e| no(e.event) && e.topic.is_none() && (e.channel.is_none() || !complained));
        let ended = last_no.is_some_and(|last| given.is_none_or(|given| given.seq < last.seq));
        let stands = ended && last_no.is_some_and(|last| said().all(|e| no(e.event) || e.seq < last.seq));
        let last_yes = given.filter(|_| !ended);
        let claim = row.says.claim();
        let facts = RowFacts {
            no_mail: false,
            known: known.is_some(),
            said_no,
            said_yes: yes,
            yes_stands: last_yes.is_some(),
            takes: !stops.is_empty(),
            doubted: false,
        };
        let outcome = decide_row(&facts, claim);
        let changes = outcome.changes();
        let stored = owner.clone().or(changes.then(|| row.person.clone()));
        // Who was entered in a form and never answers goes in a fortnight, and leaves no number behind.
        let unanswered = by_form
            && known.as_ref().is_some_and(|known| !known.verified)
            && entries.iter().all(|e| e.event == PermissionEvent::Asked);
        let whose = stored.filter(|_| !unanswered || outcome == RowOutcome::Usable);
        if i.entry.dry || !changes {
            return Ok((outcome, whose));
        }
        let to = match known {
            Some(known) => known,
            None => self.import_person(tx, auth, i, row, owner, keys).await?,
        };
        noes.extend(self.import_said(tx, auth, i, row, &to.identifier, if stands { &[] } else { &stops }).await?);
        Ok((outcome, whose))
    }

    async fn import_mark(
        &self,
        tx: &mut Tx,
        tenant: &hjemmel_model::TenantId,
        kind: IdentifierKind,
        value: &str,
    ) -> Result<Option<Suppression>, StoreError> {
        let whose = [tenant.as_str().into(), kind.name().into(), self.value_hash(tenant, kind, value).into()];
        let rows = tx.read(sql::SUPPRESSION_FIND, &whose).await?;
        Ok(rows.first().map(|r| r.text(0)).transpose()?.and_then(|r| suppression_of(&r)))
    }

    /// Write down what a row says about an address; a no to each of what it `stops`. Gives the noes for the journal.
    async fn import_said(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        row: &ImportRow,
        to: &IdentifierId,
        stops: &[Option<TopicId>],
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let (tenant, of) = (auth.tenant(), &i.of);
        let draft =
            |id: &PermissionId, event, topic, channel, at, page: &str, words: Option<NoticeHash>| PermissionDraft {
                id: id.clone(),
                topic,
                channel,
                event,
                source: PermissionSource::Import,
                form: words.map(|hash| (of.form.0.clone(), of.form.1, hash)),
                language: row.language,
                page: page.to_owned(),
                at,
            };
        let mut noes = Vec::new();
        match &row.says {
            RowSays::Yes { at, page, wording, vouched } => {
                let words = hjemmel_model::wording_hash(wording);
                let values = [tenant.as_str().into(), words.0.as_str().into(), wording.as_str().into(), of.at.0.into()];
                tx.execute(sql::IMPORT_WORDING_INSERT, &values).await?;
                let (topic, by) = (Some(of.topic.clone()), Some(row.channel));
                let mut draft = draft(&row.entry, PermissionEvent::Given, topic, by, *at, page, Some(words));
                if *vouched {
                    draft.source = PermissionSource::Vouched;
                }
                noes.extend(self.permission_add(tx, tenant, to, &draft).await?);
            }
            RowSays::No { .. } | RowSays::NotYes | RowSays::Complained => {
                // A file is about one channel; who called what they got unwanted is left alone by every channel.
                let by = (!matches!(row.says, RowSays::Complained)).then_some(row.channel);
                let mut id = row.entry.clone();
                for topic in stops {
                    let draft = draft(&id, PermissionEvent::Withdrawn, topic.clone(), by, of.at, "", None);
                    noes.extend(self.permission_add(tx, tenant, to, &draft).await?);
                    id = PermissionId::new(of.at, self.keys.entropy());
                }
            }
            RowSays::Nothing | RowSays::Bounced => {}
        }
        let why = match row.says {
            RowSays::Bounced => Some("bounced"),
            RowSays::Complained => Some("complained"),
            _ => None,
        };
        if let Some(why) = why {
            let values = [
                to.as_str().into(),
                why.into(),
                of.at.0.into(),
                of.at.plus_months(crate::message::SUPPRESSION_MONTHS).0.into(),
            ];
            tx.execute(sql::SUPPRESSION_OF_IDENTIFIER, &values).await?;
        }
        Ok(noes)
    }

    /// Write down what else a row knows of a person, where nothing is known yet: whatever the order of rows, and whatever was
    /// said elsewhere, a file changes nothing that stands.
    async fn import_attributes(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        person: &PersonId,
        row: &ImportRow,
        keys: &Keys,
    ) -> Result<(), StoreError> {
        if i.entry.dry || row.attributes.is_empty() {
            return Ok(());
        }
        let key = keys.get(person.as_str()).ok_or(StoreError::Busy)?;
        for (name, value) in &row.attributes {
            let Some(key) = key else { continue };
            let place = format!("attribute.value.{person}.{name}");
            let values = [
                person.as_str().into(),
                name.as_str().into(),
                auth.tenant().as_str().into(),
                key.seal(self.keys.entropy(), &place, value)?.into(),
                "import".into(),
                i.of.at.0.into(),
            ];
            tx.execute(sql::ATTRIBUTE_ADD, &values).await?;
        }
        Ok(())
    }

    /// Give a person a number. `false` when it belongs to somebody else.
    async fn import_number(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        person: &PersonId,
        number: &ImportNumber,
        keys: &Keys,
    ) -> Result<bool, StoreError> {
        if let Some(theirs) = self.identifier_in(tx, auth.tenant(), number.kind, &number.value).await? {
            return Ok(theirs.person == *person);
        }
        if i.entry.dry {
            return Ok(true);
        }
        // They came between the look and the unit of work: the caller tries again with their key.
        let key = keys.get(person.as_str()).ok_or(StoreError::Busy)?;
        // Of somebody whose key is gone nothing can be sealed.
        if let Some(key) = key {
            self.import_identifier(tx, auth, person, number, key, i.of.at).await?;
        }
        Ok(true)
    }

    async fn import_identifier(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        person: &PersonId,
        of: &ImportNumber,
        key: &PersonKey,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let values = [
            of.id.as_str().into(),
            person.as_str().into(),
            auth.tenant().as_str().into(),
            of.kind.name().into(),
            self.value_hash(auth.tenant(), of.kind, &of.value).into(),
            key.seal(self.keys.entropy(), &format!("identifier.value.{}", of.id), &of.value)?.into(),
            "import".into(),
            0i64.into(),
            at.0.into(),
        ];
        tx.execute(sql::IDENTIFIER_INSERT, &values).await?;
        Ok(())
    }

    /// Store the address of a row; with it the person, unless it is of an `owner` who is known already.
    async fn import_person(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        row: &ImportRow,
        owner: Option<PersonId>,
        keys: &Keys,
    ) -> Result<Found, StoreError> {
        let of = &i.of;
        let person = owner.clone().unwrap_or_else(|| row.person.clone());
        // They came or went between the look and the unit of work: the caller tries again with their key or a fresh one.
        let key = keys.get(person.as_str()).and_then(Option::as_ref).ok_or(StoreError::Busy)?;
        if owner.is_none() {
            let tenant = auth.tenant().as_str();
            let values = [person.as_str().into(), tenant.into(), row.language.tag().into(), of.at.0.into()];
            tx.execute(sql::PERSON_INSERT, &values).await?;
        }
        let address = ImportNumber { id: row.identifier.clone(), kind: row.channel.kind(), value: row.address.clone() };
        self.import_identifier(tx, auth, &person, &address, key, of.at).await?;
        Ok(Found { person, identifier: row.identifier.clone(), verified: false })
    }
}
