//! People brought in from a file.
//!
//! Invariant: what comes of a row is decided in `policy`, on what the unit of work reads, and written down in the same one.

mod facts;
mod file;
mod intake;
mod look;
mod row;
mod spool;
mod write;

use std::collections::HashMap;

use hjemmel_model::{Channel, IdentifierKind, PermissionId, PersonId, TopicId, phone_before};
use hjemmel_policy::{Authorized, act, decide_row};

pub use file::{ImportAt, ImportEntry, ImportFound, ImportStep};
pub use hjemmel_policy::RowOutcome;
pub use intake::Intake;
pub use row::{ImportFor, ImportNumber, ImportRow, RowCame, RowSays};
pub use spool::{Spool, SpoolReader, Spooled, Spools};

use crate::{
    Store,
    db::Tx,
    error::StoreError,
    journal::JournalEntry,
    person_keys::PersonKey,
    work::{Imports, Work},
};

/// Keys of people, by id; nothing for somebody who has none.
type Keys = HashMap<String, Option<PersonKey>>;

/// Rows of an import as they are brought in within one unit of work.
struct Batch<'a> {
    import: &'a ImportFound,
    keys: &'a Keys,
    /// Every topic of the organisation.
    topics: Vec<TopicId>,
    /// What has to be in the journal before any of it is committed.
    noes: Vec<JournalEntry>,
}

/// The keys that rows of an import are sealed with.
#[derive(Debug)]
pub struct ImportKeys(Keys);

/// What came of rows, in their order, and the noes among them that have to be in the journal before any of it is committed.
#[derive(Debug)]
pub struct RowsCame {
    /// What came of each.
    pub came: Vec<RowCame>,
    noes: Vec<JournalEntry>,
}

impl Imports<&Store> {
    /// The keys for rows: on disk before anything is sealed with them; those that are not used are swept up.
    pub async fn keys(
        &self,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        rows: &[ImportRow],
    ) -> Result<ImportKeys, StoreError> {
        Ok(ImportKeys(if i.entry.dry { Keys::new() } else { self.0.import_keys(auth, rows).await? }))
    }

    /// The last rows are in: nothing of the file is opened again.
    pub async fn close(&self, i: &ImportFound) -> Result<(), StoreError> {
        self.0.key_forget(i.entry.id.as_str()).await
    }
}

impl Imports<&mut Work> {
    /// Bring rows in. Of an import that only looks, say what would come of each.
    pub async fn rows(
        &mut self,
        auth: &Authorized<act::PersonImport>,
        i: &ImportFound,
        rows: &[ImportRow],
        keys: &ImportKeys,
    ) -> Result<RowsCame, StoreError> {
        if *auth.tenant() != i.tenant {
            return Err(StoreError::NotFound("import"));
        }
        let Work { store, tx } = &mut *self.0;
        let topics = store.topic_ids(tx, &i.tenant).await?;
        let mut batch = Batch { import: i, keys: &keys.0, topics, noes: Vec::new() };
        let mut came = Vec::with_capacity(rows.len());
        let gone = store.import_gone(tx, &i.entry.id).await?;
        for row in rows {
            let erased = |address: &str| gone.contains(&store.import_doubt_hash(&i.entry.id, address));
            if !gone.is_empty() && (erased(&row.address) || row.numbers.iter().any(|n| erased(&n.value))) {
                came.push(RowCame { outcome: RowOutcome::Erased, taken: 0 });
                continue;
            }
            came.push(store.import_row(tx, &mut batch, row).await?);
        }
        Ok(RowsCame { came, noes: batch.noes })
    }

    /// Write down how far the file is, and what the report says now. Last in the unit of work of its rows: they stand in the
    /// journal from here on, and nothing of a cancelled import binds.
    pub async fn step(
        &mut self,
        i: &ImportFound,
        step: &ImportStep,
        report: &str,
        came: &RowsCame,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        store.import_move(tx, i, step, report).await?;
        // All at once, because the journal is on disk each time.
        store.journal(tx, &came.noes, step.at).await
    }
}

impl Store {
    async fn import_keys(&self, auth: &Authorized<act::PersonImport>, rows: &[ImportRow]) -> Result<Keys, StoreError> {
        let (mut keys, mut fresh) = (Keys::new(), Vec::new());
        for row in rows {
            let known = match self.people().identifier_find(auth, row.channel.kind(), &row.address).await? {
                None => match row.email() {
                    Some(email) => self.people().identifier_find(auth, IdentifierKind::Email, email).await?,
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

    async fn import_row(&self, tx: &mut Tx, batch: &mut Batch<'_>, row: &ImportRow) -> Result<RowCame, StoreError> {
        let (outcome, whose) = self.import_address(tx, batch, row).await?;
        // A number that was stored before its nought was understood is the same: a no reaches it too.
        if row.says.is_no()
            && row.channel == Channel::Sms
            && let Some(before) = phone_before(&row.address)
            && self.identifier_in(tx, &batch.import.tenant, IdentifierKind::Phone, &before).await?.is_some()
        {
            let entry = PermissionId::new(batch.import.of.at, self.keys.entropy());
            let same = ImportRow { address: before, entry, numbers: Vec::new(), ..row.clone() };
            self.import_address(tx, batch, &same).await?;
        }
        let mut taken = 0;
        if let Some(person) = whose {
            for number in &row.numbers {
                taken += i64::from(!self.import_number(tx, batch, &person, number).await?);
            }
            self.import_attributes(tx, batch, &person, row).await?;
        }
        Ok(RowCame { outcome, taken })
    }

    /// Bring a row in but for its numbers. Gives whom these belong to, if somebody is stored.
    async fn import_address(
        &self,
        tx: &mut Tx,
        batch: &mut Batch<'_>,
        row: &ImportRow,
    ) -> Result<(RowOutcome, Option<PersonId>), StoreError> {
        let mut known = self.import_known(tx, batch.import, row).await?;
        if batch.import.entry.dry {
            self.import_looked(tx, batch.import, row, &mut known).await?;
        }
        let decision = decide_row(&batch.facts(&known, row), row.says.claim());
        let (outcome, changes) = (decision.outcome, decision.outcome.changes());
        let stored = known.owner.clone().or(changes.then(|| row.person.clone()));
        let whose = stored.filter(|_| decision.more);
        if batch.import.entry.dry {
            self.import_look(tx, batch.import, (row, &known), &decision).await?;
            return Ok((outcome, whose));
        }
        if decision.bars {
            let of = (row.channel.kind(), row.address.as_str());
            self.import_bar(tx, batch.import, of, batch.import.of.at).await?;
        }
        if changes {
            let to = match known.address {
                Some(address) => address.identifier,
                None => self.import_person(tx, batch, row, known.owner).await?,
            };
            self.import_said(tx, batch, row, (&to, &decision.noes)).await?;
        }
        Ok((outcome, whose))
    }
}
