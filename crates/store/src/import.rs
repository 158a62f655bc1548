//! People brought in from a file.
//!
//! Invariant: a row takes away at once and gives only where nothing was ever said against it, so that the order of rows, and
//! bringing the same file in twice, change nothing.

use hjemmel_model::{
    AtMs, IdentifierId, IdentifierKind, ImportId, Language, NoticeHash, PermissionEvent, PermissionId,
    PermissionSource, PersonId, TopicId,
};
use hjemmel_policy::{Authorized, Suppression, act};
use serde::Serialize;

use crate::{
    Store,
    db::{Row, Tx, unit_of_work},
    error::StoreError,
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

/// An import as recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct ImportEntry {
    /// Its id.
    pub id: ImportId,
    /// The file's name.
    pub name: String,
    /// The file, by a keyed hash of its content.
    pub file_mark: String,
    /// Whether it was only looked at.
    pub dry: bool,
    /// `running`, `done` or `interrupted`: then bring the same file in again, and it goes on.
    pub state: String,
    /// Rows in the file.
    pub rows_total: i64,
    /// Rows that were gone through.
    pub rows_done: i64,
    /// What came of them, as JSON.
    #[serde(skip)]
    pub report_json: String,
    /// When it began, in milliseconds.
    pub created_at_ms: i64,
    /// When it ended, in milliseconds; 0 while it runs.
    pub ended_at_ms: i64,
}

impl Store {
    /// Record that an import begins.
    pub async fn import_insert(&self, auth: &Authorized<act::PersonImport>, e: &ImportEntry) -> Result<(), StoreError> {
        let at = AtMs(e.created_at_ms);
        let values = [
            e.id.as_str().into(),
            auth.tenant().as_str().into(),
            e.name.as_str().into(),
            e.file_mark.as_str().into(),
            e.dry.into(),
            e.rows_total.into(),
            auth.actor().audit_name().into(),
            at.0.into(),
        ];
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::IMPORT_INSERT, &values).await?;
            let action = if e.dry { "import.check" } else { "import.begin" };
            self.audit_add(tx, auth.tenant(), auth.actor(), action, e.id.as_str(), "{}", at).await
        })
    }

    /// Record how far an import is; with `ended`, that it is done.
    pub async fn import_progress(
        &self,
        id: &ImportId,
        rows_done: i64,
        report_json: &str,
        ended: Option<AtMs>,
    ) -> Result<(), StoreError> {
        let state = if ended.is_some() { "done" } else { "running" };
        let values =
            [rows_done.into(), report_json.into(), state.into(), ended.map_or(0, |at| at.0).into(), id.as_str().into()];
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::IMPORT_PROGRESS, &values).await?;
            Ok(())
        })
    }

    /// Imports that ran in a process that is gone.
    pub async fn imports_interrupt(&self, at: AtMs) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::IMPORT_INTERRUPT, &[at.0.into()]).await?;
            Ok(())
        })
    }

    /// An import that came to nothing more.
    pub async fn import_interrupt(&self, id: &ImportId, at: AtMs) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            tx.execute(sql::IMPORT_INTERRUPT_ONE, &[at.0.into(), id.as_str().into()]).await?;
            Ok(())
        })
    }

    /// The last fifty imports, newest first.
    pub async fn import_list(&self, auth: &Authorized<act::PersonImport>) -> Result<Vec<ImportEntry>, StoreError> {
        let rows = self.db.read(sql::IMPORT_LIST, &[auth.tenant().as_str().into()]).await?;
        rows.iter().map(import).collect()
    }

    /// One import.
    pub async fn import_find(
        &self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
    ) -> Result<ImportEntry, StoreError> {
        let rows = self.db.read(sql::IMPORT_FIND, &[auth.tenant().as_str().into(), id.as_str().into()]).await?;
        import(rows.first().ok_or(StoreError::NotFound("import"))?)
    }

    /// Bring rows in, all or none; with `dry`, only say what would come of each.
    pub async fn import_rows(
        &self,
        auth: &Authorized<act::PersonImport>,
        of: &ImportFor,
        rows: &[ImportRow],
        dry: bool,
    ) -> Result<Vec<RowOutcome>, StoreError> {
        // Keys are on disk before anything is sealed with them; those that are not used are swept up.
        let mut fresh = Vec::new();
        if !dry {
            for row in rows {
                if self.identifier_find(auth.tenant(), IdentifierKind::Email, &row.email).await?.is_none() {
                    fresh.push(row.person.as_str());
                }
            }
            self.persons.make_many(&self.keys, &fresh).await?;
        }
        let mut keys = std::collections::HashMap::new();
        for person in fresh {
            keys.insert(person, self.persons.get(&self.keys, person).await?);
        }
        unit_of_work!(self.db, |tx| {
            let mut out = Vec::with_capacity(rows.len());
            for row in rows {
                out.push(self.import_row(tx, auth, of, row, keys.get(row.person.as_str()), dry).await?);
            }
            Ok(out)
        })
    }

    async fn import_row(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        of: &ImportFor,
        row: &ImportRow,
        key: Option<&PersonKey>,
        dry: bool,
    ) -> Result<RowOutcome, StoreError> {
        let tenant = auth.tenant();
        let hash = self.value_hash(tenant, IdentifierKind::Email, &row.email);
        let whose = [tenant.as_str().into(), IdentifierKind::Email.name().into(), hash.as_str().into()];
        let marks = tx.read(sql::SUPPRESSION_FIND, &whose).await?;
        let mark = marks.first().map(|r| r.text(0)).transpose()?.and_then(|r| suppression_of(&r));
        if mark == Some(Suppression::NoMail) {
            return Ok(RowOutcome::NoMail);
        }
        let known = tx.read(sql::IDENTIFIER_BY_HASH, &whose).await?.first().map(found).transpose()?;
        let entries = match &known {
            Some(known) => {
                let rows =
                    tx.read(sql::PERMISSION_OF_PERSON, &[tenant.as_str().into(), known.person.as_str().into()]).await?;
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
        if dry || !changes {
            return Ok(outcome);
        }
        let to = match known {
            Some(known) => known,
            None => self.import_person(tx, auth, of, row, &hash, key).await?,
        };
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
        match &row.says {
            RowSays::Yes { at, page, wording } => {
                let words = hjemmel_model::wording_hash(wording);
                let values = [tenant.as_str().into(), words.0.as_str().into(), wording.as_str().into(), of.at.0.into()];
                tx.execute(sql::IMPORT_WORDING_INSERT, &values).await?;
                let draft = draft(PermissionEvent::Given, Some(of.topic.clone()), *at, page, Some(words));
                self.permission_add(tx, tenant, &to.identifier, &draft).await?;
            }
            RowSays::No { .. } | RowSays::Complained if !stands => {
                let draft = draft(PermissionEvent::Withdrawn, None, of.at, "", None);
                self.permission_add(tx, tenant, &to.identifier, &draft).await?;
            }
            _ => {}
        }
        let why = match row.says {
            RowSays::Bounced => Some("bounced"),
            RowSays::Complained => Some("complained"),
            _ => None,
        };
        if let Some(why) = why {
            let values = [
                to.identifier.as_str().into(),
                why.into(),
                of.at.0.into(),
                of.at.plus_months(crate::message::SUPPRESSION_MONTHS).0.into(),
            ];
            tx.execute(sql::SUPPRESSION_OF_IDENTIFIER, &values).await?;
        }
        Ok(outcome)
    }

    async fn import_person(
        &self,
        tx: &mut Tx,
        auth: &Authorized<act::PersonImport>,
        of: &ImportFor,
        row: &ImportRow,
        hash: &str,
        key: Option<&PersonKey>,
    ) -> Result<Found, StoreError> {
        // They went between the look and the unit of work: the caller tries again with a fresh key.
        let key = key.ok_or(StoreError::Busy)?;
        let sealed = key.seal(self.keys.entropy(), &format!("identifier.value.{}", row.identifier), &row.email)?;
        let tenant = auth.tenant().as_str();
        let values = [row.person.as_str().into(), tenant.into(), row.language.tag().into(), of.at.0.into()];
        tx.execute(sql::PERSON_INSERT, &values).await?;
        let values = [
            row.identifier.as_str().into(),
            row.person.as_str().into(),
            tenant.into(),
            IdentifierKind::Email.name().into(),
            hash.into(),
            sealed.into(),
            "import".into(),
            0i64.into(),
            of.at.0.into(),
        ];
        tx.execute(sql::IDENTIFIER_INSERT, &values).await?;
        Ok(Found { person: row.person.clone(), identifier: row.identifier.clone(), verified: false })
    }
}

fn import(row: &Row) -> Result<ImportEntry, StoreError> {
    Ok(ImportEntry {
        id: ImportId::parse(&row.text(0)?).map_err(|_| StoreError::Damaged("import"))?,
        name: row.text(1)?,
        file_mark: row.text(2)?,
        dry: row.int(3)? != 0,
        state: row.text(4)?,
        rows_total: row.int(5)?,
        rows_done: row.int(6)?,
        report_json: row.text(7)?,
        created_at_ms: row.int(8)?,
        ended_at_ms: row.int(9)?,
    })
}
