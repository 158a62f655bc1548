//! The record of processing activities as Article 30 has it: to print, to hand over, to compare.

use hjemmel_model::{Activity, AtMs, Language};
use hjemmel_pages::{ActivityShown, RecordRow, RecordShown};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{Entry, Recipient};
use hjemmel_words::{Key, key, word};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{AppError, cases};

/// As what the record is handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RecordFormat {
    /// A page to read and print.
    #[default]
    Html,
    /// A table.
    Csv,
    /// Data, with the terms of the W3C Data Privacy Vocabulary.
    Json,
}

/// A record as a file.
#[derive(Clone, Debug)]
pub struct RecordFile {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl cases::Register<'_> {
    /// The record as it was at a moment, or as it is.
    pub async fn record(
        &self,
        auth: &Authorized<act::RegisterRead>,
        at: Option<AtMs>,
        format: RecordFormat,
        language: Language,
    ) -> Result<RecordFile, AppError> {
        let at = at.unwrap_or_else(|| self.clock.now());
        let organisation = self.store.organisations().find(auth.tenant()).await?;
        let activities = self.store.register().list::<Activity>(auth.tenant(), at).await?;
        let recipients = self.store.recipients().list(auth.tenant()).await?;
        let day = at.rfc3339().get(..10).unwrap_or_default().to_owned();
        let shown = |entry: &Entry<Activity>| ActivityShown {
            name: entry.entry.name.clone(),
            rows: rows(entry, &recipients, language),
        };
        let record = RecordShown {
            organisation: organisation.name,
            contact: organisation.contact,
            day: day.clone(),
            activities: activities.iter().map(shown).collect(),
        };
        let (ending, bytes) = match format {
            RecordFormat::Html => {
                let page = hjemmel_pages::record(language, &record).map_err(|_| AppError::Damaged("page"))?;
                ("html", page.into_bytes())
            }
            RecordFormat::Csv => ("csv", table(&record, language)?),
            RecordFormat::Json => ("json", data(&record, &activities, &recipients, at)?),
        };
        Ok(RecordFile { name: format!("processing-activities-{day}.{ending}"), bytes })
    }
}

/// The terms of a list in words.
fn words<T: Copy>(start: &str, list: &[T], name: fn(T) -> &'static str, language: Language) -> String {
    let said = list.iter().map(|term| {
        let name = name(*term);
        word(language, &format!("{start}{name}")).unwrap_or_else(|| name.to_owned())
    });
    said.collect::<Vec<_>>().join("; ")
}

fn names(a: &Activity, recipients: &[Recipient]) -> Vec<String> {
    // Who was removed since is known by what the register kept of them: their id.
    let name = |id: &hjemmel_model::RecipientId| {
        recipients.iter().find(|r| r.id == *id).map_or_else(|| id.to_string(), |r| format!("{} ({})", r.name, r.gets))
    };
    a.recipients.iter().map(name).collect()
}

/// What an activity says, line by line; what is empty is left out, but what Article 30 asks for.
fn rows(entry: &Entry<Activity>, recipients: &[Recipient], language: Language) -> Vec<RecordRow> {
    let a = &entry.entry;
    let say = |key: Key| key.say(language);
    let or = |text: String, key: Key| if text.is_empty() { say(key) } else { text };
    let nobody = key!("record_nobody");
    let special = a.special_basis.map(|of| words("special_", &[of], |t| t.name(), language)).unwrap_or_default();
    let tool = a.transfer_tool.map(|of| words("tool_", &[of], |t| t.name(), language)).unwrap_or_default();
    let all = [
        (key!("record_purpose"), a.purpose.clone()),
        (key!("record_role"), words("role_", &[a.role], |t| t.name(), language)),
        (key!("record_with"), a.on_behalf_of.clone()),
        (key!("record_basis"), words("basis_", &a.legal_bases, |t| t.name(), language)),
        (key!("record_special"), special),
        (key!("record_balancing"), a.balancing.clone()),
        (key!("record_subjects"), words("whose_", &a.subjects, |t| t.name(), language)),
        (key!("record_data"), words("data_", &a.data, |t| t.name(), language)),
        (key!("record_sources"), words("source_", &a.sources, |t| t.name(), language)),
        (key!("record_recipients"), or(names(a, recipients).join("; "), nobody)),
        (key!("record_countries"), a.countries.join(", ")),
        (key!("record_tool"), tool),
        (key!("record_retention"), a.retention.clone()),
        (key!("record_measures"), a.measures.clone()),
        (key!("record_owner"), a.owner.clone()),
        (key!("record_reviewed"), or(a.reviewed_on.clone(), key!("record_never"))),
        (key!("record_uses"), words("use_of_", &a.uses, |t| t.name(), language)),
        (key!("record_version"), entry.version.to_string()),
    ];
    let said = all.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(label, text)| RecordRow { label: say(label), text }).collect()
}

/// The record as a table: a line an activity, a column a field that any of them has.
fn table(record: &RecordShown, language: Language) -> Result<Vec<u8>, AppError> {
    let mut columns: Vec<&str> = Vec::new();
    for row in record.activities.iter().flat_map(|a| &a.rows) {
        if !columns.contains(&row.label.as_str()) {
            columns.push(&row.label);
        }
    }
    let failed = |_| AppError::Damaged("record");
    // Programs of offices read UTF-8 only where it says so.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let title = key!("record_title").say(language);
    out.write_record(std::iter::once(title.as_str()).chain(columns.iter().copied())).map_err(failed)?;
    for a in &record.activities {
        let of = |column: &&str| a.rows.iter().find(|row| row.label == **column).map_or("", |row| row.text.as_str());
        // What a spreadsheet would work out is text here.
        let cells = std::iter::once(a.name.as_str()).chain(columns.iter().map(of));
        let cells = cells.map(|cell| match cell.starts_with(['=', '+', '-', '@']) {
            true => format!("'{cell}"),
            false => cell.to_owned(),
        });
        out.write_record(cells).map_err(failed)?;
    }
    out.into_inner().map_err(|_| AppError::Damaged("record"))
}

fn data(
    record: &RecordShown,
    activities: &[Entry<Activity>],
    recipients: &[Recipient],
    at: AtMs,
) -> Result<Vec<u8>, AppError> {
    let activities: Vec<Value> = activities
        .iter()
        .map(|entry| {
            let a = &entry.entry;
            json!({
                "id": entry.id,
                "version": entry.version,
                "at": entry.at.rfc3339(),
                "activity": a,
                "recipients": names(a, recipients),
                "dpv": {
                    "role": a.role.dpv(),
                    "legal_bases": a.legal_bases.iter().map(|t| t.dpv()).collect::<Vec<_>>(),
                    "special_basis": a.special_basis.map(|t| t.dpv()),
                    "subjects": a.subjects.iter().map(|t| t.dpv()).collect::<Vec<_>>(),
                    "data": a.data.iter().map(|t| t.dpv()).collect::<Vec<_>>(),
                    "sources": a.sources.iter().map(|t| t.dpv()).collect::<Vec<_>>(),
                    "transfer_tool": a.transfer_tool.map(|t| t.dpv()),
                },
            })
        })
        .collect();
    let whole = json!({
        "organisation": record.organisation,
        "contact": record.contact,
        "at": at.rfc3339(),
        "vocabulary": "https://w3id.org/dpv",
        "activities": activities,
    });
    serde_json::to_vec_pretty(&whole).map_err(|_| AppError::Damaged("record"))
}
