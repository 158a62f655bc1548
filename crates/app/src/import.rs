//! People from a file: reading it whatever program wrote it, grading each row by the evidence it has, bringing it in.
//!
//! Invariant: a row without evidence of when, where and to what words its holder said yes is stored and not usable
//! (E-21); a no in a file binds, whatever else stands there. Reports name lines and never people.

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, FormId, IdentifierId, IdentifierKind, ImportId, Language, PermissionId, PersonId, TopicId};
use hjemmel_policy::{Authorized, act};
use hjemmel_store::{ImportEntry, ImportFor, ImportRow, RowOutcome, RowSays, StoreError};
use serde::{Deserialize, Serialize};

use crate::{App, AppError};

/// Rows brought in in one unit of work.
const CHUNK: usize = 200;
/// Rows a file may have, characters a field may have, and errors that are listed.
const ROWS_MAX: usize = 2_000_000;
const FIELD_MAX: usize = 5_000;
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
    /// Of those that are stored and not usable: what is missing, `date`, `place`, `words`, `no_yes`, and how many lack it.
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

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Email,
    Status,
    Date,
    Unsubscribed,
    Place,
    Words,
    Language,
}

/// What programs call their columns; compared without case, spaces and signs.
const NAMES: &[(Column, &str, &[&str])] = &[
    (
        Column::Email,
        "email",
        &["email", "emailaddress", "mail", "epost", "epostadress", "mailadresse", "subscriberemail"],
    ),
    (Column::Status, "status", &["status", "state", "subscriptionstatus", "emailmarketingstatus", "emailstatus"]),
    (
        Column::Date,
        "date",
        &[
            "consentedat",
            "consentdate",
            "date",
            "dato",
            "datum",
            "optintime",
            "confirmtime",
            "subscribedat",
            "samtykkedato",
            "emailmarketingconsenttimestamp",
            "optindate",
        ],
    ),
    (
        Column::Unsubscribed,
        "unsubscribed",
        &["unsubtime", "unsubscribedat", "unsubscribed", "frameldt", "afmeldt", "avregistrerad", "optoutdate"],
    ),
    (
        Column::Place,
        "place",
        &["source", "place", "page", "url", "kilde", "kalla", "where", "form", "consentsource", "optinsource"],
    ),
    (
        Column::Words,
        "words",
        &["wording", "words", "text", "tekst", "consenttext", "samtykketekst", "ordlyd", "samtyckestext"],
    ),
    (Column::Language, "language", &["language", "lang", "sprog", "sprak", "locale"]),
];

fn plain(name: &str) -> String {
    let folded = name.to_lowercase().replace(['å', 'ä'], "a").replace(['ö', 'ø'], "o");
    folded.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

/// A file as read.
struct Sheet {
    columns: Vec<Option<Column>>,
    report: ImportReport,
    reader: csv::Reader<std::io::Cursor<Vec<u8>>>,
    rows: usize,
}

fn open(bytes: &[u8]) -> Result<Sheet, AppError> {
    let invalid = |why| AppError::Invalid { field: "file", why };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), "utf-8"),
        // What is not UTF-8 comes from an older spreadsheet.
        Err(_) => (encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), "windows-1252"),
    };
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    let delimiter = [';', ',', '\t'].into_iter().max_by_key(|s| count(*s)).unwrap_or(',');
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    let rows = text.lines().filter(|l| !l.trim().is_empty()).count().saturating_sub(1);
    if rows == 0 {
        return Err(invalid("has no rows under its first line, which must name the columns"));
    }
    if rows > ROWS_MAX {
        return Err(invalid("has more than two million rows: cut it in parts"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(std::io::Cursor::new(text.into_bytes()));
    let header = reader.headers().map_err(|_| invalid("has a first line that cannot be read"))?.clone();
    let mut report = ImportReport { encoding: encoding.into(), ..ImportReport::default() };
    let mut columns = Vec::new();
    for name in &header {
        let known = NAMES
            .iter()
            .find(|(_, word, names)| names.contains(&plain(name).as_str()) && !report.columns.contains_key(*word));
        if let Some((_, word, _)) = known {
            report.columns.insert((*word).to_owned(), name.chars().take(60).collect());
        }
        columns.push(known.map(|(column, _, _)| *column));
    }
    if !columns.contains(&Some(Column::Email)) {
        return Err(invalid("has no column of e-mail addresses; call it `email`"));
    }
    Ok(Sheet { columns, report, reader, rows })
}

/// A row as understood: the address, its language, what it says, and what is missing when it says nothing usable.
struct Understood {
    email: String,
    language: Language,
    says: RowSays,
    missing: Vec<&'static str>,
}

fn understand(sheet: &[Option<Column>], record: &csv::StringRecord, now: AtMs) -> Result<Understood, &'static str> {
    if record.len() != sheet.len() {
        return Err("columns");
    }
    if record.iter().any(|f| f.chars().count() > FIELD_MAX) {
        return Err("too_long");
    }
    let of = |column: Column| {
        let at = sheet.iter().position(|c| *c == Some(column));
        at.and_then(|at| record.get(at)).map(str::trim).unwrap_or_default()
    };
    let email = IdentifierKind::Email.normal(of(Column::Email)).map_err(|_| "email")?;
    let language = Language::from_tag(of(Column::Language).get(..2).unwrap_or_default()).unwrap_or(Language::Da);
    let status = plain(of(Column::Status));
    let says_no = !matches!(plain(of(Column::Unsubscribed)).as_str(), "" | "no" | "nej" | "false" | "0" | "never");
    let says = match status.as_str() {
        _ if says_no => Some(RowSays::No),
        "unsubscribed" | "unsub" | "optout" | "optedout" | "afmeldt" | "frameldt" | "avregistrerad"
        | "neversubscribed" | "suppressed" | "archived" | "blocklisted" | "disabled" => Some(RowSays::No),
        "bounced" | "cleaned" | "hardbounce" | "hardbounced" | "invalid" => Some(RowSays::Bounced),
        "complained" | "spam" | "complaint" | "reportedspam" => Some(RowSays::Complained),
        "pending" | "unconfirmed" | "nonsubscribed" | "notconfirmed" | "transactional" => Some(RowSays::Nothing),
        "" | "subscribed" | "active" | "confirmed" | "optin" | "optedin" | "tilmeldt" | "prenumererar" | "enabled"
        | "yes" | "ja" | "true" => None,
        _ => return Err("status"),
    };
    if let Some(says) = says {
        let missing = if matches!(says, RowSays::Nothing) { vec!["no_yes"] } else { Vec::new() };
        return Ok(Understood { email, language, says, missing });
    }
    let date = of(Column::Date);
    let at = if date.is_empty() { None } else { Some(moment(date).ok_or("date")?) };
    if at.is_some_and(|at| at > now) {
        return Err("future");
    }
    let (place, words) = (of(Column::Place), of(Column::Words));
    let lacks = [("date", at.is_none()), ("place", place.len() < 3), ("words", words.chars().count() < 10)];
    let missing: Vec<_> = lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(what, _)| what).collect();
    let says = match at {
        Some(at) if missing.is_empty() => {
            RowSays::Yes { at, page: hjemmel_collect::scrub_text(place), wording: words.to_owned() }
        }
        _ => RowSays::Nothing,
    };
    Ok(Understood { email, language, says, missing })
}

/// A moment as spreadsheets and mail programs write it.
fn moment(text: &str) -> Option<AtMs> {
    let spaced = text.replacen(' ', "T", 1);
    if let Some(at) = AtMs::parse_rfc3339(text).or_else(|| AtMs::parse_rfc3339(&spaced)) {
        return Some(at);
    }
    if let Some(at) = AtMs::parse_rfc3339(&format!("{spaced}Z")) {
        return Some(at);
    }
    let day = text.split([' ', 'T']).next()?;
    let parts: Vec<&str> = day.split(['-', '.', '/']).collect();
    let [a, b, c] = parts.as_slice() else { return None };
    // 2026-11-22 or 22.11.2026; which of two small numbers is the month elsewhere cannot be known, and is not guessed.
    let (year, month, day) = if a.len() == 4 {
        (a, b, c)
    } else if day.contains('/') {
        return None;
    } else {
        (c, b, a)
    };
    if year.len() != 4 {
        return None;
    }
    let (month, day) = (month.parse::<u8>().ok()?, day.parse::<u8>().ok()?);
    AtMs::parse_rfc3339(&format!("{year}-{month:02}-{day:02}T12:00:00Z"))
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
        let sheet = open(bytes)?;
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
                if let Err(error) = app.store.imports_interrupt(app.clock.now()).await {
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
        mut sheet: Sheet,
    ) -> Result<(), AppError> {
        let mut report = sheet.report.clone();
        let mut chunk: Vec<(ImportRow, Vec<&'static str>)> = Vec::new();
        let mut done = 0;
        let mut record = csv::StringRecord::new();
        loop {
            let more = sheet.reader.read_record(&mut record);
            let line = record.position().map_or(0, |p| usize::try_from(p.line()).unwrap_or(0));
            let fault = match more {
                Ok(false) => break,
                Ok(true) => match understand(&sheet.columns, &record, of.at) {
                    Ok(row) => {
                        chunk.push((self.import_row_of(row.email, row.language, row.says, of.at), row.missing));
                        None
                    }
                    Err(code) => Some(code),
                },
                Err(_) => Some("unreadable"),
            };
            if let Some(code) = fault {
                report.errors_total += 1;
                if report.errors.len() < ERRORS_MAX {
                    report.errors.push(RowError { line, code: code.to_owned() });
                }
            }
            done += 1;
            if chunk.len() >= CHUNK {
                self.import_chunk(auth, of, &mut chunk, entry.dry, &mut report).await?;
                let text = serde_json::to_string(&report).unwrap_or_default();
                self.store.import_progress(&entry.id, done, &text, None).await?;
                if self.stopping() {
                    return Err(AppError::Interrupted);
                }
            }
        }
        self.import_chunk(auth, of, &mut chunk, entry.dry, &mut report).await?;
        let text = serde_json::to_string(&report).unwrap_or_default();
        Ok(self.store.import_progress(&entry.id, done, &text, Some(self.clock.now())).await?)
    }

    fn import_row_of(&self, email: String, language: Language, says: RowSays, now: AtMs) -> ImportRow {
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: AtMs = AtMs(1_795_000_000_000);

    type Line = Result<(String, &'static str, Vec<&'static str>), &'static str>;

    fn read(text: &[u8]) -> Vec<Line> {
        let mut sheet = open(text).unwrap();
        let columns = sheet.columns.clone();
        let records: Vec<_> = sheet.reader.records().map(|r| r.unwrap()).collect();
        let says = |s: &RowSays| match s {
            RowSays::Yes { .. } => "yes",
            RowSays::Nothing => "nothing",
            RowSays::No => "no",
            RowSays::Bounced => "bounced",
            RowSays::Complained => "complained",
        };
        let one = |r: &csv::StringRecord| understand(&columns, r, NOW).map(|u| (u.email, says(&u.says), u.missing));
        records.iter().map(one).collect()
    }

    #[test]
    fn what_other_programs_write_is_understood_and_graded() {
        let file = "\u{feff}Email Address;Status;OPTIN_TIME;Kilde;Ordlyd\n\
            a@x.example;subscribed;2026-03-01 10:11:12;https://shop.example/;Ja tak til nyhedsbrev hver uge\n\
            b@x.example;subscribed;;https://shop.example/;Ja tak til nyhedsbrev hver uge\n\
            c@x.example;unsubscribed;;;\n\
            d@x.example;cleaned;;;\n\
            e@x.example;;22.11.2025;messe;\n\
            f@x.example;pending;;;\n";
        let got = read(file.as_bytes());
        let want = [
            ("a@x.example", "yes", vec![]),
            ("b@x.example", "nothing", vec!["date"]),
            ("c@x.example", "no", vec![]),
            ("d@x.example", "bounced", vec![]),
            ("e@x.example", "nothing", vec!["words"]),
            ("f@x.example", "nothing", vec!["no_yes"]),
        ];
        let want: Vec<_> = want.into_iter().map(|(e, s, m)| Ok((e.to_owned(), s, m))).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line_and_stops_nothing() {
        let long = "x".repeat(10_000_000);
        let file = format!(
            "email,status,date,source\nnot an address,,,\na@x.example,maybe,,\nb@x.example,,01/02/2026,\n\
             c@x.example,,2099-01-01,\nd@x.example,,,{long}\n\"=cmd|' /C calc'!A0\",,,\ne@x.example\nf@x.example,,,\n"
        );
        let got: Vec<_> = read(file.as_bytes()).into_iter().map(|r| r.map(|(e, _, _)| e)).collect();
        let want = [
            Err("email"),
            Err("status"),
            Err("date"),
            Err("future"),
            Err("too_long"),
            Err("email"),
            Err("columns"),
            Ok("f@x.example".to_owned()),
        ];
        assert_eq!(got, want);
        assert_eq!(read(b"mail\tsprog\nk\xe5re@x.example\tda\n")[0].as_ref().err(), Some(&"email"));
        let sheet = open(b"email;kilde\na@x.example;K\xf8benhavn\n").unwrap();
        assert_eq!((sheet.report.encoding.as_str(), sheet.rows), ("windows-1252", 1));
        for wrong in ["", "email\n", "name,phone\nEva,1\n"] {
            assert!(open(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
