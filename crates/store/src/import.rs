//! People brought in from a file.
//!
//! Invariant: a row takes away at once and gives only where nothing was ever said against it, so that the order of rows, and
//! bringing the same file in twice, change nothing.

mod file;

use std::collections::HashMap;

use hjemmel_model::{
    AtMs, IdentifierId, IdentifierKind, Language, NoticeHash, PermissionEvent, PermissionId, PermissionSource,
    PersonId, TopicId,
};
use hjemmel_policy::{Authorized, Suppression, act};
use serde::Serialize;

pub use file::{ImportAt, ImportEntry, ImportFound, ImportStep};

use crate::{
    Store,
    db::{Tx, unit_of_work},
    error::StoreError,
    journal::JournalEntry,
    person::{Found, PermissionDraft, found, permission, suppression_of},
    person_keys::PersonKey,
    sql,
};

/// What a row of a file says about an address.
#[derive(Clone, Debug)]
pub enum RowSays {
    /// Its holder said yes, with evidence for it.
    Yes {
        /// When.
        at: AtMs,
        /// Where.
        page: String,
        /// The words that were shown.
        wording: String,
    },
    /// Nothing that could be used.
    Nothing,
    /// Its holder wants no more.
    No {
        /// When they said so, where that is known.
        at: Option<AtMs>,
    },
    /// Mail to it came back.
    Bounced,
    /// Its holder called mail to it unwanted.
    Complained,
}

impl RowSays {
    /// Whether it takes something away.
    pub fn is_no(&self) -> bool {
        matches!(self, RowSays::No { .. } | RowSays::Bounced | RowSays::Complained)
    }
}

/// A telephone or customer number that stands in a row.
#[derive(Clone, Debug)]
pub struct ImportNumber {
    /// Its id, if it is new.
    pub id: IdentifierId,
    /// What it is.
    pub kind: IdentifierKind,
    /// The number, in its normal form.
    pub value: String,
}

/// A row to bring in.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Id of the person, if they are new.
    pub person: PersonId,
    /// Id of the address, if it is new.
    pub identifier: IdentifierId,
    /// Id of its ledger entry.
    pub entry: PermissionId,
    /// The address, in its normal form.
    pub email: String,
    /// The language.
    pub language: Language,
    /// What it says.
    pub says: RowSays,
    /// Numbers of the same person.
    pub numbers: Vec<ImportNumber>,
}

/// For which topic and under which form rows count.
#[derive(Clone, Debug)]
pub struct ImportFor {
    /// The topic.
    pub topic: TopicId,
    /// The form whose sender people said yes to.
    pub form: (hjemmel_model::FormId, u32),
    /// When they are brought in.
    pub at: AtMs,
}

/// What came of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// A yes that may be used from now on.
    Usable,
    /// Brought in, and not usable: evidence is missing.
    Stored,
    /// They are known already, and have said the same or more.
    Known,
    /// They have said no before, here or in this file: that stands.
    SaidNo,
    /// A no that was brought in, and binds.
    Stopped,
    /// They want no mail ever, and are not even stored.
    NoMail,
}

/// What came of a row and of its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowCame {
    /// What came of the row.
    pub outcome: RowOutcome,
    /// How many of its numbers belong to somebody else, and were left out.
    pub taken: i64,
}

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
            for row in rows {
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
            match self.identifier_find(auth.tenant(), IdentifierKind::Email, &row.email).await? {
                None => fresh.push(row.person.as_str()),
                Some(known) if !row.numbers.is_empty() => {
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
        let mut taken = 0;
        if let Some(person) = whose {
            for number in &row.numbers {
                taken += i64::from(!self.import_number(tx, auth, i, &person, number, keys).await?);
            }
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
        let hash = self.value_hash(tenant, IdentifierKind::Email, &row.email);
        let whose = [tenant.as_str().into(), IdentifierKind::Email.name().into(), hash.as_str().into()];
        let marks = tx.read(sql::SUPPRESSION_FIND, &whose).await?;
        let mark = marks.first().map(|r| r.text(0)).transpose()?.and_then(|r| suppression_of(&r));
        if mark == Some(Suppression::NoMail) {
            return Ok((RowOutcome::NoMail, None));
        }
        let rows = tx.read(sql::IDENTIFIER_BY_HASH, &whose).await?;
        let known = rows.first().map(found).transpose()?;
        let by_form = rows.first().map(|row| row.text(4)).transpose()?.is_some_and(|source| source == "form");
        let entries = match &known {
            Some(known) => {
                let rows =
                    tx.read(sql::PERMISSION_OF_GROUP, &[tenant.as_str().into(), known.person.as_str().into()]).await?;
                rows.iter().map(permission).collect::<Result<Vec<_>, _>>()?
            }
            None => Vec::new(),
        };
        let no = |e: PermissionEvent| matches!(e, PermissionEvent::Withdrawn | PermissionEvent::Objected);
        let said_no = mark.is_some() || entries.iter().any(|e| no(e.event));
        let yes = entries.iter().any(|e| e.event == PermissionEvent::Given && e.topic.as_ref() == Some(&of.topic));
        let given = entries.iter().rfind(|e| e.event == PermissionEvent::Given);
        // Whether a no to everything is the last word already.
        let last_no = entries.iter().rfind(|e| no(e.event) && e.topic.is_none());
        let stands = last_no.is_some_and(|last| given.is_none_or(|given| given.seq < last.seq));
        let outcome = match &row.says {
            RowSays::Yes { .. } if said_no => RowOutcome::SaidNo,
            RowSays::Yes { .. } if yes => RowOutcome::Known,
            RowSays::Yes { .. } => RowOutcome::Usable,
            RowSays::Nothing if known.is_some() => {
                if said_no {
                    RowOutcome::SaidNo
                } else {
                    RowOutcome::Known
                }
            }
            RowSays::Nothing => RowOutcome::Stored,
            // They said yes again after that no: it is answered.
            RowSays::No { at: Some(at) } if given.is_some_and(|given| given.at > *at) => RowOutcome::Known,
            RowSays::No { .. } | RowSays::Bounced | RowSays::Complained => RowOutcome::Stopped,
        };
        let changes = !matches!(outcome, RowOutcome::SaidNo | RowOutcome::Known | RowOutcome::NoMail);
        let stored = known.as_ref().map(|known| known.person.clone()).or(changes.then(|| row.person.clone()));
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
            None => self.import_person(tx, auth, of, row, keys).await?,
        };
        noes.extend(self.import_said(tx, auth, of, row, &to.identifier, stands).await?);
        Ok((outcome, whose))
    }

    /// Write down what a row says about an address; a no only where none `stands`. Gives the no for the journal.
    async fn import_said(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        of: &ImportFor,
        row: &ImportRow,
        to: &IdentifierId,
        stands: bool,
    ) -> Result<Option<JournalEntry>, StoreError> {
        let tenant = auth.tenant();
        let draft = |event, topic, at, page: &str, words: Option<NoticeHash>| PermissionDraft {
            id: row.entry.clone(),
            topic,
            event,
            source: PermissionSource::Import,
            form: words.map(|hash| (of.form.0.clone(), of.form.1, hash)),
            language: row.language,
            page: page.to_owned(),
            at,
        };
        let no = match &row.says {
            RowSays::Yes { at, page, wording } => {
                let words = hjemmel_model::wording_hash(wording);
                let values = [tenant.as_str().into(), words.0.as_str().into(), wording.as_str().into(), of.at.0.into()];
                tx.execute(sql::IMPORT_WORDING_INSERT, &values).await?;
                let draft = draft(PermissionEvent::Given, Some(of.topic.clone()), *at, page, Some(words));
                self.permission_add(tx, tenant, to, &draft).await?
            }
            RowSays::No { .. } | RowSays::Complained if !stands => {
                let draft = draft(PermissionEvent::Withdrawn, None, of.at, "", None);
                self.permission_add(tx, tenant, to, &draft).await?
            }
            _ => None,
        };
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
        Ok(no)
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

    async fn import_person(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        of: &ImportFor,
        row: &ImportRow,
        keys: &Keys,
    ) -> Result<Found, StoreError> {
        // They went between the look and the unit of work: the caller tries again with a fresh key.
        let key = keys.get(row.person.as_str()).and_then(Option::as_ref).ok_or(StoreError::Busy)?;
        let tenant = auth.tenant().as_str();
        let values = [row.person.as_str().into(), tenant.into(), row.language.tag().into(), of.at.0.into()];
        tx.execute(sql::PERSON_INSERT, &values).await?;
        let email = ImportNumber { id: row.identifier.clone(), kind: IdentifierKind::Email, value: row.email.clone() };
        self.import_identifier(tx, auth, &row.person, &email, key, of.at).await?;
        Ok(Found { person: row.person.clone(), identifier: row.identifier.clone(), verified: false })
    }
}
