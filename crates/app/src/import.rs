//! People from a file: reading it whatever program wrote it, grading each row by the evidence it has, bringing it in.
//!
//! Invariant: a row without evidence of when, where and to what words its holder said yes is stored and not usable
//! (E-21); a no in a file binds, whatever else stands there. Reports name lines and never people.

mod column;
mod intake;
mod moment;
mod noes;
mod parts;
mod plan;
mod read;
mod run;
mod sample;
mod sheet;
mod table;
mod text;

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, Channel, FormId, ImportId, JobId, TenantId, TopicId, Use};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{ImportEntry, ImportFor, JobDraft, StoreError, work};
use serde::{Deserialize, Serialize};

pub use column::{Mapping, Taken, Why};
pub use plan::Vouched;
pub(crate) use plan::country_of;
pub use sheet::{ColumnSeen, SheetSeen};
pub use table::ImportFile;

use sheet::Sheet;

use crate::{AppError, cases};

/// What a file is brought in for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportDraft {
    /// The file's name.
    pub name: String,
    /// Id of the topic that people said yes to.
    pub topic: String,
    /// Id of the form whose sender they said yes to.
    pub form: String,
    /// The channel that its rows say yes and no to.
    pub channel: Channel,
    /// Only look: nothing is stored.
    pub dry: bool,
    /// What columns hold, by their names, as staff say.
    #[serde(default)]
    pub mapping: Mapping,
    /// What staff vouch for of the whole file.
    #[serde(default)]
    pub vouched: Option<Vouched>,
    /// The country of telephone numbers and clocks that name none (ISO 3166); of none, that of the organisation.
    #[serde(default)]
    pub country: String,
}

/// A row that cannot be read. It names the line and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowError {
    /// The line in the file, from 1.
    pub line: usize,
    /// `email` or `phone`, `date`, `future`, `status`, `too_long`, `columns`, `formula` where a workbook does not say what one comes to, `unreadable`, `several` where more than one
    /// address stands in a field, or `sounds_no` where a column that is not one of noes says what sounds like one.
    pub code: String,
    /// The file, where there are several.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// What came of the rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// The columns that were understood, as they stand in the file.
    pub columns: BTreeMap<String, String>,
    /// How the file is written: `utf-8` or `windows-1252`.
    pub encoding: String,
    /// How many rows came to what: `usable`, `stored`, `known`, `said_no`, `stopped`, `no_mail`, `erased`.
    pub outcomes: BTreeMap<String, i64>,
    /// Of those that are stored and not usable: what is missing, and how many: `date`, `place`, `words`; `no_yes`; `letters`
    /// or `encoding` where letters were lost on the way; `period` where they said yes when the vouched words were not shown;
    /// `mapping` where a column waits for somebody to say what it holds; `name` where the file's own name says that
    /// its people said no; or that another row of theirs, in this file or one
    /// before, is in `doubt`. Of all rows: things that are not written down about anybody (`attribute`), and numbers that were left out, because they are no `phone` or
    /// `customer_number`, or because somebody else has them (`identifier_taken`).
    pub missing: BTreeMap<String, i64>,
    /// Rows that leave it in doubt whether their address said yes: no other row gives it one.
    #[serde(default)]
    pub doubted: i64,
    /// How many of the usable rest on what a member of staff vouches for, and not on what stands in their row.
    #[serde(default)]
    pub vouched_rows: i64,
    /// What a member of staff vouches for.
    #[serde(default)]
    pub vouched: Option<Vouched>,
    /// Each file, with its columns: what each was taken for, and why.
    #[serde(default)]
    pub sheets: Vec<SheetSeen>,
    /// Rows that cannot be read, in all.
    pub errors_total: i64,
    /// The first of them.
    pub errors: Vec<RowError>,
}

/// An import with what came of it.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct ImportView {
    /// The import.
    pub import: ImportEntry,
    /// What came of it so far.
    pub report: ImportReport,
}

impl cases::Imports<'_> {
    /// Bring people in from files. They are kept, sealed, until they have been gone through in the background; look at the
    /// import to see how far it is.
    pub async fn begin(
        &self,
        auth: &Authorized<act::PersonImport>,
        draft: &ImportDraft,
        files: Vec<ImportFile>,
    ) -> Result<ImportView, AppError> {
        self.register().asked(auth.tenant(), Use::Imports).await?;
        let now = self.clock.now();
        let form = FormId::parse(&draft.form).map_err(|_| StoreError::NotFound("form"))?;
        let (form, tenant) = self.store.forms().current(&form).await?;
        let topic = TopicId::parse(&draft.topic).map_err(|_| StoreError::NotFound("topic"))?;
        if tenant != *auth.tenant() || form.topics.iter().all(|t| t.id != topic) {
            return Err(StoreError::NotFound("form or topic").into());
        }
        let file_mark = match files.as_slice() {
            [one] => one.body.mark().to_owned(),
            all => {
                let mut of_all = self.store.keys().mark("import_file");
                all.iter().for_each(|file| of_all.add(file.body.mark().as_bytes()));
                of_all.finish()
            }
        };
        let mut entry = ImportEntry {
            id: ImportId::new(now, self.entropy.as_ref()),
            name: draft.name.chars().filter(|c| !c.is_control()).take(100).collect(),
            file_mark,
            dry: draft.dry,
            channel: draft.channel,
            state: "running".into(),
            rows_total: 0,
            rows_checked: 0,
            rows_done: 0,
            report_json: "{}".into(),
            created_at_ms: now.0,
            ended_at_ms: 0,
        };
        let of = ImportFor { topic, form: (form.id, form.version), at: now };
        let sheet = self.read_in(auth, draft, files, (&mut entry, &of)).await?;
        if !draft.mapping.is_empty() {
            self.remember(auth, draft, &sheet, now).await?;
        }
        Ok(ImportView { import: entry, report: sheet.report })
    }

    /// Remember what was said about columns, for the next file that has the same.
    async fn remember(
        &self,
        auth: &Authorized<act::PersonImport>,
        draft: &ImportDraft,
        sheet: &Sheet,
        now: AtMs,
    ) -> Result<(), AppError> {
        for (shape, seen) in sheet.shapes.iter().zip(&sheet.report.sheets) {
            let mut mapping = draft.mapping.clone();
            mapping.retain(|name, _| seen.columns.iter().any(|column| column.name == *name));
            let json = serde_json::to_string(&mapping).map_err(|_| AppError::Damaged("import"))?;
            if !mapping.is_empty() {
                work!(self.store, |w| { w.imports().mapping_set(auth, shape, &json, now).await })?;
            }
        }
        Ok(())
    }

    /// Somebody has looked at what an import left in doubt: from now on a later file may give those addresses a yes.
    pub async fn doubts_lift(
        &self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
    ) -> Result<ImportView, AppError> {
        self.store.imports().doubts_lift(auth, id, self.clock.now()).await?;
        self.find(auth, id).await
    }

    fn job(&self, tenant: &TenantId, import: &ImportId, now: AtMs) -> JobDraft {
        JobDraft {
            id: JobId::new(now, self.entropy.as_ref()),
            kind: "import",
            tenant: Some(tenant.clone()),
            key: format!("import:{import}"),
            payload: serde_json::json!({ "import": import }).to_string(),
            run_at: now,
            created_at: now,
        }
    }

    /// End an import. What was brought in stays, the rest is not brought in, and the file goes.
    pub async fn cancel(&self, auth: &Authorized<act::PersonImport>, id: &ImportId) -> Result<ImportView, AppError> {
        self.store.imports().cancel(auth, id, self.clock.now()).await?;
        self.find(auth, id).await
    }

    /// The last imports.
    pub async fn list(&self, auth: &Authorized<act::PersonImport>) -> Result<Vec<ImportView>, AppError> {
        Ok(self.store.imports().list(auth).await?.into_iter().map(view).collect())
    }

    /// One import.
    pub async fn find(&self, auth: &Authorized<act::PersonImport>, id: &ImportId) -> Result<ImportView, AppError> {
        Ok(view(self.store.imports().find(auth, id).await?))
    }
}

#[cfg(test)]
mod support;
#[cfg(test)]
use support::spooled;

fn view(import: ImportEntry) -> ImportView {
    let report = serde_json::from_str(&import.report_json).unwrap_or_default();
    ImportView { import, report }
}
