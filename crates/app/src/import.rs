//! People from a file: reading it whatever program wrote it, grading each row by the evidence it has, bringing it in.
//!
//! Invariant: a row without evidence of when, where and to what words its holder said yes is stored and not usable
//! (E-21); a no in a file binds, whatever else stands there. Reports name lines and never people.

mod read;

use std::collections::{BTreeMap, HashSet};

use hjemmel_model::{FormId, IdentifierId, ImportId, Language, PermissionId, PersonId, TopicId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{ImportEntry, ImportFor, ImportRow, RowOutcome, RowSays, StoreError};
use serde::{Deserialize, Serialize};

use read::{Doubt, Sheet, open, understand};

use crate::{App, AppError};

/// Rows brought in in one unit of work.
const CHUNK: usize = 200;
/// Errors that are listed.
const ERRORS_MAX: usize = 200;

/// What a file is brought in for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportDraft {
    /// The file's name.
    pub name: String,
    /// Id of the topic that people said yes to.
    pub topic: String,
    /// Id of the form whose sender they said yes to.
    pub form: String,
    /// Only look: nothing is stored.
    pub dry: bool,
}

/// A row that cannot be read. It names the line and nobody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct RowError {
    /// The line in the file, from 1.
    pub line: usize,
    /// `email`, `date`, `future`, `status`, `too_long`, `columns` or `unreadable`.
    pub code: String,
}

/// What came of the rows of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// The columns that were understood, as they stand in the file.
    pub columns: BTreeMap<String, String>,
    /// How the file is written: `utf-8` or `windows-1252`.
    pub encoding: String,
    /// How many rows came to what: `usable`, `stored`, `known`, `said_no`, `stopped`, `no_mail`.
    pub outcomes: BTreeMap<String, i64>,
    /// Of those that are stored and not usable: what is missing, `date`, `place`, `words`, `no_yes`, or that another row of theirs is in `doubt`, and how many.
    pub missing: BTreeMap<String, i64>,
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

fn outcome_name(outcome: RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::Usable => "usable",
        RowOutcome::Stored => "stored",
        RowOutcome::Known => "known",
        RowOutcome::SaidNo => "said_no",
        RowOutcome::Stopped => "stopped",
        RowOutcome::NoMail => "no_mail",
    }
}

impl App {
    /// Bring people in from a file. It is gone through in the background; look at the import to see how far it is.
    pub async fn import_begin(
        &self,
        auth: Authorized<act::PersonImport>,
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
        let copy = bytes.to_vec();
        let sheet = tokio::task::spawn_blocking(move || open(&copy)).await.map_err(|_| AppError::Interrupted)??;
        let name: String = draft.name.chars().filter(|c| !c.is_control()).take(100).collect();
        let entry = ImportEntry {
            id: ImportId::new(now, self.entropy.as_ref()),
            name,
            file_mark: self.store.keys().hash("import_file", bytes),
            dry: draft.dry,
            state: "running".into(),
            rows_total: i64::try_from(sheet.rows).unwrap_or(i64::MAX),
            rows_done: 0,
            report_json: "{}".into(),
            created_at_ms: now.0,
            ended_at_ms: 0,
        };
        self.store.import_insert(&auth, &entry).await?;
        let view = ImportView { import: entry.clone(), report: sheet.report.clone() };
        let (app, of) = (self.clone(), ImportFor { topic, form: (form.id, form.version), at: now });
        let runs = self.one_runs();
        tokio::spawn(async move {
            if let Err(error) = app.import_run(&auth, &entry, &of, sheet).await {
                tracing::error!(import = %entry.id, error = %error, "import.failed");
                if let Err(error) = app.store.import_interrupt(&entry.id, app.clock.now()).await {
                    tracing::error!(error = %error, "import.interrupt.failed");
                }
            }
            drop(runs);
        });
        Ok(view)
    }

    async fn import_run(
        &self,
        auth: &Authorized<act::PersonImport>,
        entry: &ImportEntry,
        of: &ImportFor,
        sheet: Sheet,
    ) -> Result<(), AppError> {
        let mut report = sheet.report.clone();
        let mut done = 0;
        let mut doubted: HashSet<String> = HashSet::new();
        // Twice through the file: what says no first, so that nobody is written to between a yes and a no of theirs.
        for nos in [true, false] {
            let mut chunk: Vec<(ImportRow, Vec<&'static str>)> = Vec::new();
            let mut reader = sheet.reader();
            let mut record = csv::StringRecord::new();
            let mut read = 0;
            loop {
                let more = reader.read_record(&mut record);
                let line = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
                let understood = match more {
                    Ok(false) => break,
                    Ok(true) => understand(&sheet.columns, &record, of.at),
                    Err(_) => Err(Doubt { code: "unreadable", email: None }),
                };
                read += 1;
                match understood {
                    Ok(mut row) => {
                        let no = matches!(row.says, RowSays::No { .. } | RowSays::Bounced | RowSays::Complained);
                        if matches!(row.says, RowSays::Yes { .. }) && doubted.contains(&row.email) {
                            (row.says, row.missing) = (RowSays::Nothing, vec!["doubt"]);
                        }
                        if no == nos {
                            chunk.push((self.import_row_of(row.email, row.language, row.says), row.missing));
                        }
                    }
                    Err(doubt) if nos => {
                        doubted.extend(doubt.email);
                        report.errors_total += 1;
                        if report.errors.len() < ERRORS_MAX {
                            report.errors.push(RowError { line, code: doubt.code.to_owned() });
                        }
                    }
                    Err(_) => {}
                }
                if chunk.len() >= CHUNK {
                    self.import_chunk(auth, of, &mut chunk, entry.dry, &mut report).await?;
                }
                if read % CHUNK == 0 {
                    // The second pass is where most is done, so it is what is shown.
                    done = if nos { 0 } else { i64::try_from(read).unwrap_or(0) };
                    let text = serde_json::to_string(&report).unwrap_or_default();
                    self.store.import_progress(&entry.id, done, &text, None).await?;
                    if self.stopping() {
                        return Err(AppError::Interrupted);
                    }
                }
            }
            self.import_chunk(auth, of, &mut chunk, entry.dry, &mut report).await?;
            done = done.max(if nos { 0 } else { i64::try_from(read).unwrap_or(0) });
        }
        let text = serde_json::to_string(&report).unwrap_or_default();
        Ok(self.store.import_progress(&entry.id, done, &text, Some(self.clock.now())).await?)
    }

    fn import_row_of(&self, email: String, language: Language, says: RowSays) -> ImportRow {
        // The moment of the row, not of the file: keys of nobody are swept by the time in the id.
        let now = self.clock.now();
        let entropy = self.entropy.as_ref();
        ImportRow {
            person: PersonId::new(now, entropy),
            identifier: IdentifierId::new(now, entropy),
            entry: PermissionId::new(now, entropy),
            email,
            language,
            says,
        }
    }

    async fn import_chunk(
        &self,
        auth: &Authorized<act::PersonImport>,
        of: &ImportFor,
        chunk: &mut Vec<(ImportRow, Vec<&'static str>)>,
        dry: bool,
        report: &mut ImportReport,
    ) -> Result<(), AppError> {
        let (rows, missing): (Vec<_>, Vec<_>) = std::mem::take(chunk).into_iter().unzip();
        if rows.is_empty() {
            return Ok(());
        }
        let mut tries = 0;
        let outcomes = loop {
            tries += 1;
            match self.store.import_rows(auth, of, &rows, dry).await {
                Err(StoreError::Busy) if tries < 10 => {
                    tokio::time::sleep(std::time::Duration::from_millis(100 * tries)).await;
                }
                done => break done?,
            }
        };
        for (outcome, missing) in outcomes.into_iter().zip(missing) {
            *report.outcomes.entry(outcome_name(outcome).to_owned()).or_default() += 1;
            if outcome == RowOutcome::Stored {
                for what in missing {
                    *report.missing.entry(what.to_owned()).or_default() += 1;
                }
            }
        }
        Ok(())
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
