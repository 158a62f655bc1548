//! A file that is brought in: its entry, the sealed parts it is kept in until it has been gone through, and how far that is.
//!
//! Invariant: the file is sealed with a key of its own, which goes with the parts when the import ends, however it does.

use std::collections::HashSet;

use hjemmel_model::{AtMs, Channel, FormId, IdentifierKind, ImportId, TenantId, TopicId};
use hjemmel_policy::{Authorized, act};
use serde::Serialize;

use super::ImportFor;
use crate::{
    Store,
    audit::Did,
    db::{Row, Tx, unit_of_work},
    error::StoreError,
    sql,
    work::{Imports, Records, Work},
};

/// Days after which a file that was not gone through is let go of.
const PARTS_DAYS: i64 = 7;
/// Months after which a doubt that nobody looked at is let go of; the file it came from is long gone.
const DOUBT_MONTHS: i32 = 24;

/// An import as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportEntry {
    /// Its id.
    pub id: ImportId,
    /// The file's name.
    pub name: String,
    /// The channel that its rows say yes and no to.
    pub channel: Channel,
    /// The file, by a keyed hash of its content.
    pub file_mark: String,
    /// Whether it was only looked at.
    pub dry: bool,
    /// `running`, `done`, `cancelled` by staff, or `interrupted`: then its file could not be read on, or lay there for
    /// seven days, and the same file brought in again goes on.
    pub state: String,
    /// Rows in the file.
    pub rows_total: i64,
    /// Rows that were looked at for a no, which comes first.
    pub rows_checked: i64,
    /// Rows that were gone through after that.
    pub rows_done: i64,
    /// What came of them, as JSON.
    #[serde(skip)]
    pub report_json: String,
    /// When it began, in milliseconds.
    pub created_at_ms: i64,
    /// When it ended, in milliseconds; 0 while it runs.
    pub ended_at_ms: i64,
}

/// Where an import is in its file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportAt {
    /// 0 while what says no is brought in, 1 for all the rest, 2 at the end.
    pub pass: i64,
    /// Rows of this pass that were gone through; with none of them the pass begins under the first line.
    pub rows: i64,
    /// The part that the next row begins in.
    pub part: i64,
    /// Bytes before it in that part.
    pub byte: i64,
    /// The line it begins in, from 1.
    pub line: i64,
}

/// An import that runs.
#[derive(Clone, Debug)]
pub struct ImportFound {
    /// What is recorded.
    pub entry: ImportEntry,
    /// Whose it is.
    pub tenant: TenantId,
    /// What its rows count for.
    pub of: ImportFor,
    /// Where it is.
    pub at: ImportAt,
}

/// A step of an import, written down with the rows it brings in.
#[derive(Clone, Debug)]
pub struct ImportStep {
    /// Where it is after it.
    pub to: ImportAt,
    /// Rows gone through, as shown.
    pub rows_done: i64,
    /// Addresses, in their normal form, that rows of this step leave in doubt.
    pub doubted: Vec<String>,
    /// Those beside which something sounds like a no: no later file gives them a yes, until somebody has looked.
    pub barred: Vec<(IdentifierKind, String)>,
    /// When.
    pub at: AtMs,
}

impl ImportStep {
    /// Whether it is the last one.
    pub fn ends(&self) -> bool {
        self.to.pass > 1
    }
}

impl<R: Records> Imports<R> {
    /// The import of that id; nothing once it has ended.
    pub async fn running(&mut self, id: &ImportId) -> Result<Option<ImportFound>, StoreError> {
        let rows = self.0.read(sql::IMPORT_RUNNING, &[id.as_str().into()]).await?;
        rows.first().map(running).transpose()
    }

    /// At most `count` parts of its file from the part `from` on, and whether the last of the file is among them.
    pub async fn parts(&mut self, id: &ImportId, from: i64, count: i64) -> Result<(Vec<String>, bool), StoreError> {
        let key = self.0.store().persons.get(&self.0.store().keys, id.as_str()).await?;
        let rows = self.0.read(sql::IMPORT_PARTS, &[id.as_str().into(), from.into(), count.into()]).await?;
        let (mut parts, mut last) = (Vec::with_capacity(rows.len()), rows.is_empty());
        for (number, row) in (from..).zip(&rows) {
            if row.int(0)? != number {
                return Err(StoreError::Damaged("import"));
            }
            parts.push(key.open(&place(id, number), &row.text(1)?)?);
            last = row.int(2)? == number;
        }
        Ok((parts, last))
    }

    /// Whether a row of the file leaves that address in doubt.
    pub async fn doubted(&mut self, id: &ImportId, address: &str) -> Result<bool, StoreError> {
        let values = [id.as_str().into(), self.0.store().import_doubt_hash(id, address).into()];
        Ok(!self.0.read(sql::IMPORT_DOUBT_FIND, &values).await?.is_empty())
    }

    /// Whether a row of some file left that address in doubt, and nobody has looked since.
    pub async fn barred(&mut self, tenant: &TenantId, kind: IdentifierKind, value: &str) -> Result<bool, StoreError> {
        let values =
            [tenant.as_str().into(), kind.name().into(), self.0.store().doubt_hash(tenant, kind, value).into()];
        Ok(!self.0.read(sql::IMPORT_DOUBT_OF, &values).await?.is_empty())
    }

    /// What was said about the columns of files: by their shape, as JSON.
    pub async fn mappings(
        &mut self,
        auth: &Authorized<act::PersonImport>,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let rows = self.0.read(sql::IMPORT_MAPPING_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
    }

    /// The last fifty imports, newest first.
    pub async fn list(&mut self, auth: &Authorized<act::PersonImport>) -> Result<Vec<ImportEntry>, StoreError> {
        let rows = self.0.read(sql::IMPORT_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(entry).collect()
    }

    /// One import.
    pub async fn find(
        &mut self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
    ) -> Result<ImportEntry, StoreError> {
        let rows = self.0.read(sql::IMPORT_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?;
        entry(rows.first().ok_or(StoreError::NotFound("import"))?)
    }
}

impl Store {
    /// A hash for doubts alone, which leads to no identifier.
    pub(super) fn doubt_hash(&self, tenant: &TenantId, kind: IdentifierKind, value: &str) -> String {
        self.keys.hash(&format!("doubt.{tenant}.{}", kind.name()), value.as_bytes())
    }

    /// Whoever is erased now is brought back by no row of a file that is being gone through. Says whether there is one.
    pub(crate) async fn imports_skip(
        &self,
        tx: &mut Tx,
        tenant: &TenantId,
        addresses: &[String],
    ) -> Result<bool, StoreError> {
        let running = tx.read(sql::IMPORT_RUNNING_OF, &[tenant.as_str().into()]).await?;
        for row in &running {
            let id = ImportId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("import"))?;
            for address in addresses {
                let values = [id.as_str().into(), self.import_doubt_hash(&id, address).into()];
                tx.execute(sql::IMPORT_GONE_INSERT, &values).await?;
            }
        }
        Ok(!running.is_empty())
    }

    /// Which of these addresses were erased since the import began.
    pub(super) async fn import_gone(&self, tx: &mut Tx, id: &ImportId) -> Result<HashSet<String>, StoreError> {
        tx.read(sql::IMPORT_GONE_OF, &[id.as_str().into()]).await?.iter().map(|row| row.text(0)).collect()
    }

    /// A hash for one import, which leads to no identifier.
    pub(super) fn import_doubt_hash(&self, id: &ImportId, address: &str) -> String {
        self.keys.hash(&format!("import_doubt.{id}"), address.as_bytes())
    }

    /// Write a step down, unless somebody ended the import or took the same step meanwhile.
    pub(super) async fn import_move(
        &self,
        tx: &mut Tx,
        i: &ImportFound,
        step: &ImportStep,
        report_json: &str,
    ) -> Result<(), StoreError> {
        let id = &i.entry.id;
        let (state, ended_at) = if step.ends() { ("done", step.at) } else { ("running", AtMs(0)) };
        let values = [
            step.rows_done.into(),
            report_json.into(),
            state.into(),
            ended_at.0.into(),
            step.to.pass.into(),
            step.to.rows.into(),
            step.to.part.into(),
            step.to.byte.into(),
            step.to.line.into(),
            id.as_str().into(),
            i.at.pass.into(),
            i.at.rows.into(),
        ];
        if tx.execute(sql::IMPORT_PROGRESS, &values).await? != 1 {
            return Err(StoreError::Changed("import"));
        }
        for address in &step.doubted {
            let values = [id.as_str().into(), self.import_doubt_hash(id, address).into()];
            tx.execute(sql::IMPORT_DOUBT_INSERT, &values).await?;
        }
        // A look leaves nothing behind.
        for (kind, value) in step.barred.iter().filter(|_| !i.entry.dry) {
            self.import_bar(tx, i, (*kind, value), step.at).await?;
        }
        if step.ends() { self.import_forget(tx, id).await } else { Ok(()) }
    }

    pub(super) async fn import_forget(&self, tx: &mut Tx, id: &ImportId) -> Result<(), StoreError> {
        tx.execute(sql::IMPORT_PARTS_DELETE, &[id.as_str().into()]).await?;
        tx.execute(sql::IMPORT_DOUBTS_DELETE, &[id.as_str().into()]).await?;
        Ok(())
    }

    async fn import_end(&self, tx: &mut Tx, id: &ImportId, state: &str, at: AtMs) -> Result<(), StoreError> {
        if tx.execute(sql::IMPORT_END, &[state.into(), at.0.into(), id.as_str().into()]).await? != 1 {
            return Err(StoreError::Changed("import"));
        }
        self.import_forget(tx, id).await
    }

    /// Let go of files that lay there for too long, whatever kept them. Their keys belong to nobody then, and are swept up.
    pub(crate) async fn import_parts_expire(
        &self,
        _auth: &Authorized<act::RetentionRun>,
        now: AtMs,
    ) -> Result<(), StoreError> {
        let until = now.plus_days(-PARTS_DAYS).0;
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::IMPORT_EXPIRE, &[now.0.into(), until.into()]).await?;
            tx.execute(sql::IMPORT_PARTS_EXPIRE, &[until.into()]).await?;
            tx.execute(sql::IMPORT_DOUBTS_EXPIRE, &[until.into()]).await?;
            tx.execute(sql::IMPORT_DOUBT_EXPIRE, &[now.plus_months(-DOUBT_MONTHS).0.into()]).await?;
            Ok(())
        })?;
        self.imports_unread_expire(now).await
    }
}

impl Imports<&Store> {
    /// Write down that somebody has looked at what an import left in doubt.
    pub async fn doubts_lift(
        &self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        self.0.imports().find(auth, id).await?;
        unit_of_work!(self.0.db, |tx| {
            tx.execute(sql::IMPORT_DOUBT_LIFT, &[auth.tenant().as_str().into(), id.as_str().into(), at.0.into()])
                .await?;
            self.0
                .audit_add(tx, (auth.tenant(), auth.actor()), Did::new("import.doubts_lift").to(id.as_str()), at)
                .await
        })
    }

    /// End an import whose file cannot be read on. What was brought in stays.
    pub async fn interrupt(&self, id: &ImportId, at: AtMs) -> Result<(), StoreError> {
        let ended = unit_of_work!(self.0.db, |tx| { self.0.import_end(tx, id, "interrupted", at).await });
        match ended {
            // Somebody else ended it in this very moment.
            Err(StoreError::Changed(_)) => Ok(()),
            ended => {
                ended?;
                self.0.key_forget(id.as_str()).await
            }
        }
    }

    /// End an import that is not wanted after all. What was brought in stays.
    pub async fn cancel(
        &self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
        at: AtMs,
    ) -> Result<(), StoreError> {
        self.0.imports().find(auth, id).await?;
        unit_of_work!(self.0.db, |tx| {
            self.0.import_end(tx, id, "cancelled", at).await?;
            self.0.audit_add(tx, (auth.tenant(), auth.actor()), Did::new("import.cancel").to(id.as_str()), at).await
        })?;
        // A key that is not destroyed here, because of a kill, belongs to nobody and is swept up within a day.
        self.0.key_forget(id.as_str()).await
    }
}

impl Imports<&mut Work> {
    /// Remember what was said about the columns of a file of that shape.
    pub async fn mapping_set(
        &mut self,
        auth: &Authorized<act::PersonImport>,
        shape: &str,
        mapping_json: &str,
        at: AtMs,
    ) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
        let values = [auth.tenant().as_str().into(), shape.into(), mapping_json.into(), at.0.into()];

        tx.execute(sql::IMPORT_MAPPING_SET, &values).await?;
        Ok(())
    }
}

pub(super) fn place(id: &ImportId, number: i64) -> String {
    format!("import_part.body.{id}.{number}")
}

fn entry(row: &Row) -> Result<ImportEntry, StoreError> {
    let rows_total = row.int(5)?;
    Ok(ImportEntry {
        id: ImportId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("import"))?,
        name: row.text(1)?,
        file_mark: row.text(2)?,
        dry: row.int(3)? != 0,
        state: row.text(4)?,
        channel: Channel::from_name(&row.text(10)?).ok_or(StoreError::Damaged("import"))?,
        rows_total,
        rows_checked: if row.int(11)? == 0 { row.int(12)? } else { rows_total },
        rows_done: row.int(6)?,
        report_json: row.text(7)?,
        created_at_ms: row.int(8)?,
        ended_at_ms: row.int(9)?,
    })
}

fn running(row: &Row) -> Result<ImportFound, StoreError> {
    let damaged = |_| StoreError::Damaged("import");
    let entry = entry(row)?;
    Ok(ImportFound {
        tenant: TenantId::parse(&row.text(13)?).map_err(damaged)?,
        of: ImportFor {
            topic: TopicId::parse(&row.text(14)?).map_err(damaged)?,
            form: (FormId::parse(&row.text(15)?).map_err(damaged)?, row.u32(16)?),
            at: AtMs(entry.created_at_ms),
        },
        at: ImportAt {
            pass: row.int(11)?,
            rows: row.int(12)?,
            part: row.int(17)?,
            byte: row.int(18)?,
            line: row.int(19)?,
        },
        entry,
    })
}
