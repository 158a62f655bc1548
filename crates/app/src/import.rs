//! People from a file: reading it whatever program wrote it, grading each row by the evidence it has, bringing it in.
//!
//! Invariant: a row without evidence of when, where and to what words its holder said yes is stored and not usable
//! (E-21); a no in a file binds, whatever else stands there. Reports name lines and never people.

mod read;
mod run;
mod sheet;

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, Channel, FormId, ImportId, JobId, TenantId, TopicId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{ImportEntry, ImportFor, JobDraft, StoreError};
use serde::{Deserialize, Serialize};

use sheet::Sheet;

use crate::{App, AppError};

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
}

/// A row that cannot be read. It names the line and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowError {
    /// The line in the file, from 1.
    pub line: usize,
    /// `email` or `phone`, `date`, `future`, `status`, `too_long`, `columns` or `unreadable`.
    pub code: String,
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
    /// Of those that are stored and not usable: what is missing, `date`, `place`, `words`, `no_yes`, or that another row of
    /// theirs is in `doubt`, and how many. Of all rows: numbers that were left out, because they are no `phone` or
    /// `customer_number`, or because somebody else has them (`identifier_taken`).
    pub missing: BTreeMap<String, i64>,
    /// Rows that leave it in doubt whether their address said yes: no other row gives it one.
    #[serde(default)]
    pub doubted: i64,
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

impl App {
    /// Bring people in from a file. It is kept, sealed, until it has been gone through in the background; look at the import
    /// to see how far it is.
    pub async fn import_begin(
        &self,
        auth: &Authorized<act::PersonImport>,
        draft: &ImportDraft,
        bytes: &[u8],
    ) -> Result<ImportView, AppError> {
        let now = self.clock.now();
        let form = FormId::parse(&draft.form).map_err(|_| StoreError::NotFound("form"))?;
        let (form, tenant) = self.store.form_current(&form).await?;
        let topic = TopicId::parse(&draft.topic).map_err(|_| StoreError::NotFound("topic"))?;
        if tenant != *auth.tenant() || form.topics.iter().all(|t| t.id != topic) {
            return Err(StoreError::NotFound("form or topic").into());
        }
        let (copy, channel) = (bytes.to_vec(), draft.channel);
        let sheet = tokio::task::spawn_blocking(move || Sheet::open(&copy, channel))
            .await
            .map_err(|_| AppError::Interrupted)??;
        let entry = ImportEntry {
            id: ImportId::new(now, self.entropy.as_ref()),
            name: draft.name.chars().filter(|c| !c.is_control()).take(100).collect(),
            file_mark: self.store.keys().hash("import_file", bytes),
            dry: draft.dry,
            channel,
            state: "running".into(),
            rows_total: i64::try_from(sheet.rows).unwrap_or(i64::MAX),
            rows_checked: 0,
            rows_done: 0,
            report_json: serde_json::to_string(&sheet.report).map_err(|_| AppError::Damaged("import"))?,
            created_at_ms: now.0,
            ended_at_ms: 0,
        };
        let of = ImportFor { topic, form: (form.id, form.version), at: now };
        let job = self.import_job(&tenant, &entry.id, now);
        self.store.import_insert(auth, &entry, &of, &sheet.parts(), &job).await?;
        Ok(ImportView { import: entry, report: sheet.report })
    }

    fn import_job(&self, tenant: &TenantId, import: &ImportId, now: AtMs) -> JobDraft {
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
    pub async fn import_cancel(
        &self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
    ) -> Result<ImportView, AppError> {
        self.store.import_cancel(auth, id, self.clock.now()).await?;
        self.import_find(auth, id).await
    }

    /// The last imports.
    pub async fn import_list(&self, auth: &Authorized<act::PersonImport>) -> Result<Vec<ImportView>, AppError> {
        Ok(self.store.import_list(auth).await?.into_iter().map(view).collect())
    }

    /// One import.
    pub async fn import_find(
        &self,
        auth: &Authorized<act::PersonImport>,
        id: &ImportId,
    ) -> Result<ImportView, AppError> {
        Ok(view(self.store.import_find(auth, id).await?))
    }
}

fn view(import: ImportEntry) -> ImportView {
    let report = serde_json::from_str(&import.report_json).unwrap_or_default();
    ImportView { import, report }
}
