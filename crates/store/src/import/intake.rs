//! A file that is being read in: its entry is there, its parts come one after another, and nothing goes through it yet.
//!
//! Invariant: what is not read in to its end never begins; after a kill its entry and its parts go with the next sweep but
//! one, and its key with them.

use hjemmel_model::{AtMs, ImportId};
use hjemmel_policy::{Authorized, act};

use super::{ImportEntry, ImportFor, file::place};
use crate::{
    Store,
    audit::Did,
    db::unit_of_work,
    error::StoreError,
    job::JobDraft,
    person_keys::PersonKey,
    sql,
    work::{Imports, Work},
};

/// Days after which a file that was never read in to its end goes.
const UNREAD_DAYS: i64 = 1;

/// A file that is being read in.
#[derive(Debug)]
pub struct Intake {
    id: ImportId,
    key: PersonKey,
    /// The number of the next part; the first, number 0, comes last.
    next: i64,
}

impl Imports<&mut Work> {
    /// Record that a file is being read in.
    pub async fn receive(
        &mut self,
        auth: &Authorized<act::PersonImport>,
        e: &ImportEntry,
        of: &ImportFor,
    ) -> Result<Intake, StoreError> {
        let Work { store, tx } = &mut *self.0;
        let key = store.persons.make(&store.keys, e.id.as_str()).await?;
        let values = [
            e.id.as_str().into(),
            auth.tenant().as_str().into(),
            e.name.as_str().into(),
            e.file_mark.as_str().into(),
            e.dry.into(),
            of.topic.as_str().into(),
            of.form.0.as_str().into(),
            of.form.1.into(),
            auth.actor().audit_name().into(),
            e.created_at_ms.into(),
            e.channel.name().into(),
        ];
        tx.execute(sql::IMPORT_INSERT, &values).await?;
        Ok(Intake { id: e.id.clone(), key, next: 1 })
    }

    /// It is read in: its first part, which says how it is read, how many rows it has, and the job that goes through it.
    pub async fn insert(
        &mut self,
        auth: &Authorized<act::PersonImport>,
        intake: &Intake,
        e: &ImportEntry,
        head: &str,
        job: &JobDraft,
    ) -> Result<(), StoreError> {
        let Work { store, tx } = &mut *self.0;
        let id = &intake.id;
        let sealed = intake.key.seal(store.keys.entropy(), &place(id, 0), head)?;
        let values = [e.rows_total.into(), e.report_json.as_str().into(), id.as_str().into()];

        if tx.execute(sql::IMPORT_BEGIN, &values).await? != 1 {
            return Err(StoreError::Changed("import"));
        }
        tx.execute(sql::IMPORT_PART_INSERT, &[id.as_str().into(), 0i64.into(), sealed.as_str().into()]).await?;
        store.job_add(tx, job).await?;
        let action = if e.dry { "import.check" } else { "import.begin" };
        store
            .audit_add(tx, (auth.tenant(), auth.actor()), Did::new(action).to(id.as_str()), AtMs(e.created_at_ms))
            .await
    }
}

impl Imports<&Store> {
    /// Keep the next parts of it, sealed.
    pub async fn keep(&self, intake: &mut Intake, parts: &[String]) -> Result<(), StoreError> {
        let mut sealed = Vec::with_capacity(parts.len());
        for (number, part) in (intake.next..).zip(parts) {
            sealed.push((number, intake.key.seal(self.0.keys.entropy(), &place(&intake.id, number), part)?));
        }
        unit_of_work!(self.0.db, |tx| {
            for (number, part) in &sealed {
                let values = [intake.id.as_str().into(), (*number).into(), part.as_str().into()];
                tx.execute(sql::IMPORT_PART_INSERT, &values).await?;
            }
            Ok(())
        })?;
        intake.next += i64::try_from(parts.len()).unwrap_or(i64::MAX);
        Ok(())
    }

    /// It cannot be read after all: nothing of it stays.
    pub async fn unread(&self, intake: &Intake) -> Result<(), StoreError> {
        self.0.import_unread_of(&intake.id).await
    }
}

impl Store {
    async fn import_unread_of(&self, id: &ImportId) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            self.import_forget(tx, id).await?;
            tx.execute(sql::IMPORT_UNREAD, &[id.as_str().into()]).await?;
            Ok(())
        })?;
        self.key_forget(id.as_str()).await
    }

    /// Let go of what was being read in when the program ended.
    pub(super) async fn imports_unread_expire(&self, now: AtMs) -> Result<(), StoreError> {
        for row in self.db.read(sql::IMPORT_UNREAD_OLD, &[now.plus_days(-UNREAD_DAYS).0.into()]).await? {
            let id = ImportId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("import"))?;
            self.import_unread_of(&id).await?;
        }
        Ok(())
    }
}
