//! The records of a kind as a file: to print, to hand over, to compare. For activities that is the record of Article 30.

use hjemmel_model::{AtMs, Field, Language, Shape};
use hjemmel_pages::{EntryShown, RecordRow, RecordShown};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::Entry;
use hjemmel_words::{key, word};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    Kept,
    check::Names,
    term::{label, of_kind, or_nothing},
};
use crate::{AppError, cases};

/// As what records are handed over.
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

/// Records as a file.
#[derive(Clone, Debug)]
pub struct RecordFile {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

impl cases::Register<'_> {
    /// The records of a kind as they were at a moment, or as they are.
    pub async fn record<T: Kept>(
        &self,
        auth: &Authorized<act::RegisterRead>,
        at: Option<AtMs>,
        format: RecordFormat,
        language: Language,
    ) -> Result<RecordFile, AppError> {
        let at = at.unwrap_or_else(|| self.clock.now());
        let organisation = self.store.organisations().find(auth.tenant()).await?;
        let entries = self.store.register().list::<T>(auth.tenant(), at).await?;
        let names = self.names(auth.tenant(), T::FIELDS, at).await?;
        let day = self.day_of(auth.tenant(), at);
        let record = RecordShown {
            contact: organisation.contact,
            ..shown(&entries, &names, (&organisation.name, &day), language)
        };
        let (ending, bytes) = match format {
            RecordFormat::Html => {
                let page = hjemmel_pages::record(language, &record).map_err(|_| AppError::Damaged("page"))?;
                ("html", page.into_bytes())
            }
            RecordFormat::Csv => ("csv", table(&record)?),
            RecordFormat::Json => ("json", data(&record, &entries, &names, at)?),
        };
        Ok(RecordFile { name: format!("{}-{day}.{ending}", T::KIND), bytes })
    }
}

/// Records of a kind as they are read: whose, and on which day.
pub(super) fn shown<T: Kept>(
    entries: &[Entry<T>],
    names: &Names,
    (organisation, day): (&str, &str),
    language: Language,
) -> RecordShown {
    let one = |entry: &Entry<T>| EntryShown { name: entry.entry.name().to_owned(), rows: rows(entry, names, language) };
    RecordShown {
        title: of_kind::<T>("record", language),
        none: of_kind::<T>("none_then", language),
        organisation: organisation.to_owned(),
        contact: String::new(),
        day: day.to_owned(),
        entries: entries.iter().map(one).collect(),
    }
}

/// What a record says, field by field.
fn said<T: Kept>(entry: &Entry<T>) -> Map<String, Value> {
    match serde_json::to_value(&entry.entry) {
        Ok(Value::Object(said)) => said,
        _ => Map::new(),
    }
}

/// What a field says, in words.
fn text(field: &Field, value: &Value, names: &Names, language: Language) -> String {
    let one = |value: &Value| {
        let text = value.as_str().unwrap_or_default();
        match field.shape {
            Shape::One(list) | Shape::Many(list) => {
                word(language, &format!("{}{text}", list.words)).unwrap_or_else(|| text.to_owned())
            }
            // What ended since is known by what the register kept of it: its id.
            Shape::Recipients | Shape::Entries(_) => names.get(text).cloned().unwrap_or_else(|| text.to_owned()),
            Shape::Rows(fields) => {
                let cells = fields.iter().map(|f| f_text(f, value.get(f.name), names, language));
                cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(", ")
            }
            Shape::MomentPast => text.replace('T', " "),
            _ => text.to_owned(),
        }
    };
    match value {
        Value::Null => String::new(),
        Value::Array(values) => {
            let between = if matches!(field.shape, Shape::Countries | Shape::CountriesOutside) { ", " } else { "; " };
            values.iter().map(one).collect::<Vec<_>>().join(between)
        }
        value => one(value),
    }
}

pub(super) fn f_text(field: &Field, value: Option<&Value>, names: &Names, language: Language) -> String {
    text(field, value.unwrap_or(&Value::Null), names, language)
}

/// What a record says, line by line; what is empty is left out, but what has words for that.
fn rows<T: Kept>(entry: &Entry<T>, names: &Names, language: Language) -> Vec<RecordRow> {
    let said = said(entry);
    let row = |field: &Field| {
        let text = f_text(field, said.get(field.name), names, language);
        let text = if text.is_empty() { or_nothing(T::KIND, field, language) } else { text };
        RecordRow { label: label(T::KIND, field, language), text }
    };
    let all = T::FIELDS.iter().filter(|field| field.name != "name").map(row).filter(|row| !row.text.is_empty());
    let version = RecordRow { label: key!("record_version").say(language), text: entry.version.to_string() };
    all.chain([version]).collect()
}

/// The records as a table: a line a record, a column a field that any of them has.
fn table(record: &RecordShown) -> Result<Vec<u8>, AppError> {
    let mut columns: Vec<&str> = Vec::new();
    for row in record.entries.iter().flat_map(|a| &a.rows) {
        if !columns.contains(&row.label.as_str()) {
            columns.push(&row.label);
        }
    }
    let failed = |_| AppError::Damaged("record");
    // Programs of offices read UTF-8 only where it says so.
    let mut out = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    out.write_record(std::iter::once(record.title.as_str()).chain(columns.iter().copied())).map_err(failed)?;
    for a in &record.entries {
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

/// What a field says in the Data Privacy Vocabulary, and the names of what it names by ids.
fn meant(field: &Field, value: &Value, names: &Names) -> (Option<Value>, Option<Value>) {
    let each = |of: &dyn Fn(&str) -> Value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(of).collect::<Vec<_>>().into(),
        value => value.as_str().map_or(Value::Null, of),
    };
    match field.shape {
        Shape::One(list) | Shape::Many(list) if list.terms.iter().all(|(_, dpv)| !dpv.is_empty()) => {
            let dpv = |name: &str| {
                list.terms.iter().find(|(term, _)| *term == name).map_or(Value::Null, |(_, dpv)| (*dpv).into())
            };
            (Some(each(&dpv)), None)
        }
        Shape::Recipients | Shape::Entries(_) => (None, Some(each(&|id| names.get(id).map_or(id, |n| n).into()))),
        _ => (None, None),
    }
}

fn data<T: Kept>(record: &RecordShown, entries: &[Entry<T>], names: &Names, at: AtMs) -> Result<Vec<u8>, AppError> {
    let one = |entry: &Entry<T>| {
        let said = said(entry);
        let (mut dpv, mut named) = (Map::new(), Map::new());
        for field in T::FIELDS {
            let (term, name) = meant(field, said.get(field.name).unwrap_or(&Value::Null), names);
            dpv.extend(term.map(|term| (field.name.to_owned(), term)));
            named.extend(name.map(|name| (field.name.to_owned(), name)));
        }
        json!({
            "id": entry.id, "version": entry.version, "at": entry.at.rfc3339(), "entry": said, "names": named, "dpv": dpv,
        })
    };
    let whole = json!({
        "organisation": record.organisation,
        "contact": record.contact,
        "at": at.rfc3339(),
        "vocabulary": "https://w3id.org/dpv",
        "kind": T::KIND,
        "entries": entries.iter().map(one).collect::<Vec<_>>(),
    });
    serde_json::to_vec_pretty(&whole).map_err(|_| AppError::Damaged("record"))
}
