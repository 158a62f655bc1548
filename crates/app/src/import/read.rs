//! Reading a file of people: what its columns are called, how it is written, and what each row says.
//!
//! Invariant: what says no is heard before anything about a row is doubted, and what is not known is no yes.

use hjemmel_model::{AtMs, IdentifierKind, Language};
use hjemmel_store::RowSays;

use super::ImportReport;
use crate::AppError;

/// What sounds like a no, in the name of a column or of a status.
const NO_STEMS: &[&str] = &[
    "unsub",
    "optout",
    "optedout",
    "clean",
    "bounce",
    "complain",
    "spam",
    "block",
    "blacklist",
    "afmeld",
    "frameld",
    "avreg",
    "avanmal",
    "donotcontact",
    "donotemail",
];
/// Longest first line, in bytes.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// Before this nobody said yes to a newsletter by mail: 1995.
const EARLIEST: AtMs = AtMs(788_918_400_000);
/// Rows a file may have, and characters a field may have.
const ROWS_MAX: usize = 2_000_000;
const FIELD_MAX: usize = 5_000;
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
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
pub(super) struct Sheet {
    pub(super) columns: Vec<Option<Column>>,
    pub(super) report: ImportReport,
    text: String,
    delimiter: u8,
    pub(super) rows: usize,
}

impl Sheet {
    /// From the first row on.
    pub(super) fn reader(&self) -> csv::Reader<&[u8]> {
        csv::ReaderBuilder::new().delimiter(self.delimiter).flexible(true).from_reader(self.text.as_bytes())
    }
}

/// What a column of that name holds. A name that sounds like a no counts as one: a no is never overlooked.
fn column_of(name: &str) -> Option<(Column, &'static str)> {
    let name = plain(name);
    if let Some((column, word, _)) = NAMES.iter().find(|(_, _, names)| names.contains(&name.as_str())) {
        return Some((*column, word));
    }
    let no = NO_STEMS.iter().any(|stem| name.contains(stem));
    no.then_some((Column::Unsubscribed, "unsubscribed"))
}

/// Read a file, whatever program wrote it. All of it is looked at once, before anything is stored.
pub(super) fn open(bytes: &[u8]) -> Result<Sheet, AppError> {
    let invalid = |why| AppError::Invalid { field: "file", why };
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(invalid("is no text: save it as CSV in UTF-8"));
    }
    let (text, encoding) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), "utf-8"),
        // What is not UTF-8 comes from an older spreadsheet.
        Err(_) => (encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(), "windows-1252"),
    };
    let head = text.lines().next().unwrap_or_default();
    if head.len() > HEAD_BYTES_MAX {
        return Err(invalid("has a first line that is too long; it must name the columns"));
    }
    let count = |sign: char| head.matches(sign).count();
    let delimiter = [';', ',', '\t'].into_iter().max_by_key(|s| count(*s)).unwrap_or(',');
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    let report = ImportReport { encoding: encoding.into(), ..ImportReport::default() };
    let mut sheet = Sheet { columns: Vec::new(), report, text, delimiter, rows: 0 };
    let header = sheet.reader().headers().map_err(|_| invalid("has a first line that cannot be read"))?.clone();
    for name in &header {
        let known = column_of(name);
        // Of most kinds the first column counts; of those that can say no, each.
        let known = known.filter(|(column, word)| {
            matches!(column, Column::Status | Column::Unsubscribed) || !sheet.report.columns.contains_key(*word)
        });
        if let Some((_, word)) = known {
            let shown: String = name.chars().take(60).collect();
            sheet.report.columns.entry(word.to_owned()).and_modify(|s| *s = format!("{s}, {shown}")).or_insert(shown);
        }
        sheet.columns.push(known.map(|(column, _)| column));
    }
    if !sheet.columns.contains(&Some(Column::Email)) {
        return Err(invalid("has no column of e-mail addresses; call it `email`"));
    }
    // Once through all of it before anything is stored: a quote that is never closed would swallow other people's rows.
    let mut rows = 0;
    for record in sheet.reader().records() {
        rows += 1;
        let torn = record.is_ok_and(|r| r.iter().any(|f| f.contains('\n') && f.contains('@')));
        if torn {
            return Err(invalid("has a quote that is not closed: a field runs over lines that hold addresses"));
        }
    }
    if rows == 0 {
        return Err(invalid("has no rows under its first line, which must name the columns"));
    }
    if rows > ROWS_MAX {
        return Err(invalid("has more than two million rows: cut it in parts"));
    }
    sheet.rows = rows;
    Ok(sheet)
}

/// A row as understood: the address, its language, what it says, and what is missing when it says nothing usable.
pub(super) struct Understood {
    pub(super) email: String,
    pub(super) language: Language,
    pub(super) says: RowSays,
    pub(super) missing: Vec<&'static str>,
}

/// A row that could not be understood, and whose address, if it could be read: nothing in the file gives that one a yes.
pub(super) struct Doubt {
    pub(super) code: &'static str,
    pub(super) email: Option<String>,
}

/// Understand a row on its own.
pub(super) fn understand(
    columns: &[Option<Column>],
    record: &csv::StringRecord,
    now: AtMs,
) -> Result<Understood, Doubt> {
    let all = |column: Column| {
        let at = columns.iter().zip(record).filter(move |(c, _)| **c == Some(column));
        at.map(|(_, field)| field.trim()).filter(|field| !field.is_empty())
    };
    let one = |column: Column| all(column).next().unwrap_or_default();
    let email = IdentifierKind::Email.normal(one(Column::Email)).map_err(|_| Doubt { code: "email", email: None })?;
    let doubt = |code| Doubt { code, email: Some(email.clone()) };
    let language = Language::from_tag(one(Column::Language).get(..2).unwrap_or_default()).unwrap_or(Language::Da);
    // What says no is heard before anything about the row is doubted.
    let not = ["no", "nej", "false", "0", "never", "null", "na", "none", "n"];
    let left = all(Column::Unsubscribed).find(|said| !not.contains(&plain(said).as_str()));
    let mut says = left.map(|said| RowSays::No { at: moment(said) });
    let mut known = true;
    for status in all(Column::Status).map(plain) {
        let has = |stems: &[&str]| stems.iter().any(|stem| status.contains(stem));
        let said = match status.as_str() {
            "subscribed" | "active" | "confirmed" | "optin" | "optedin" | "tilmeldt" | "prenumererar" | "enabled"
            | "yes" | "ja" | "true" => None,
            "pending" | "unconfirmed" | "nonsubscribed" | "notconfirmed" | "transactional" => Some(RowSays::Nothing),
            _ if has(&["complain", "spam", "abuse"]) => Some(RowSays::Complained),
            _ if has(&["bounce", "clean", "invalid"]) => Some(RowSays::Bounced),
            _ if has(NO_STEMS) || has(&["suppress", "archiv", "disabled", "deleted", "inactive", "neversub"]) => {
                Some(RowSays::No { at: None })
            }
            // A status in other letters or words is no yes.
            _ => {
                known = false;
                None
            }
        };
        if !matches!(says, Some(RowSays::No { .. } | RowSays::Bounced | RowSays::Complained)) {
            says = said.or(says);
        }
    }
    if let Some(says @ (RowSays::No { .. } | RowSays::Bounced | RowSays::Complained)) = says {
        return Ok(Understood { email, language, says, missing: Vec::new() });
    }
    if record.len() != columns.len() {
        return Err(doubt("columns"));
    }
    if record.iter().any(|f| f.chars().count() > FIELD_MAX) {
        return Err(doubt("too_long"));
    }
    if !known {
        return Err(doubt("status"));
    }
    let empty = columns.contains(&Some(Column::Status)) && all(Column::Status).next().is_none();
    if empty || matches!(says, Some(RowSays::Nothing)) {
        return Ok(Understood { email, language, says: RowSays::Nothing, missing: vec!["no_yes"] });
    }
    let date = one(Column::Date);
    let at = if nothing(date) { None } else { Some(moment(date).ok_or_else(|| doubt("date"))?) };
    if at.is_some_and(|at| at > now) {
        return Err(doubt("future"));
    }
    // What databases write for "not known" is no moment in somebody's life as a reader of mail.
    let at = at.filter(|at| *at > EARLIEST);
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let (place, words) = (clean(one(Column::Place)), clean(one(Column::Words)));
    let (place_kept, words_kept) = (hjemmel_collect::scrub_text(&place), hjemmel_collect::scrub_text(&words));
    let lacks = [
        ("date", at.is_none()),
        ("place", nothing(&place) || place_kept.len() < 3 || place_kept != place),
        // Words that name somebody were not shown to everybody; they are notes, and notes prove nothing.
        ("words", nothing(&words) || words_kept.chars().count() < 10 || words_kept != words),
    ];
    let missing: Vec<_> = lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(what, _)| what).collect();
    let says = match at {
        Some(at) if missing.is_empty() => RowSays::Yes { at, page: place_kept, wording: words_kept },
        _ => RowSays::Nothing,
    };
    Ok(Understood { email, language, says, missing })
}

/// Whether a field says that there is nothing in it.
fn nothing(text: &str) -> bool {
    matches!(plain(text).as_str(), "" | "null" | "na" | "none" | "unknown" | "ukendt" | "okand")
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

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: AtMs = AtMs(1_795_000_000_000);

    type Line = Result<(String, &'static str, Vec<&'static str>), &'static str>;

    fn read(text: &[u8]) -> Vec<Line> {
        let sheet = open(text).unwrap();
        let columns = sheet.columns.clone();
        let records: Vec<_> = sheet.reader().records().map(|r| r.unwrap()).collect();
        let says = |s: &RowSays| match s {
            RowSays::Yes { .. } => "yes",
            RowSays::Nothing => "nothing",
            RowSays::No { .. } => "no",
            RowSays::Bounced => "bounced",
            RowSays::Complained => "complained",
        };
        let one = |r: &csv::StringRecord| {
            understand(&columns, r, NOW).map(|u| (u.email, says(&u.says), u.missing)).map_err(|d| d.code)
        };
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
            ("e@x.example", "nothing", vec!["no_yes"]),
            ("f@x.example", "nothing", vec!["no_yes"]),
        ];
        let want: Vec<_> = want.into_iter().map(|(e, s, m)| Ok((e.to_owned(), s, m))).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn a_no_is_never_overlooked_and_what_is_not_known_is_no_yes() {
        let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let file = format!(
            "email,status,date,source,words,Clean Time,opted_out\n\
             a@x.example,Unsubscribed by admin,{yes},,\nb@x.example,отписан,{yes},,\nc@x.example,unsubscribed\n\
             d@x.example,subscribed,{yes},2026-04-01,\ne@x.example,subscribed,{yes},,✓\nf@x.example,,{yes},,\n\
             g@x.example,subscribed,1970-01-01,https://shop.example/,Ja tak til nyheder hver uge,,\n\
             h@x.example,subscribed,2026-03-01,NULL,\"Ja tak, Eva eva@x.example\",,\ni@x.example,subscribed,{yes},,no\n"
        );
        let got: Vec<_> =
            read(file.as_bytes()).into_iter().map(|r| r.map(|(_, says, missing)| (says, missing))).collect();
        let want = [
            Ok(("no", vec![])),
            Err("status"),
            Ok(("no", vec![])),
            Ok(("no", vec![])),
            Ok(("no", vec![])),
            Ok(("nothing", vec!["no_yes"])),
            Ok(("nothing", vec!["date"])),
            Ok(("nothing", vec!["place", "words"])),
            Ok(("yes", vec![])),
        ];
        assert_eq!(got, want);
        let torn = "email,words\na@x.example,\"Ja tak\nb@x.example,x\nc@x.example,y\n";
        assert!(open(torn.as_bytes()).is_err(), "a quote that is not closed swallows nobody");
        assert!(open(b"email\na@x.example\0\n").is_err());
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line_and_stops_nothing() {
        let long = "x".repeat(10_000_000);
        let file = format!(
            "email,status,date,source\nnot an address,,,\na@x.example,maybe,,\nb@x.example,subscribed,01/02/2026,\n\
             c@x.example,subscribed,2099-01-01,\nd@x.example,,,{long}\n\"=cmd|' /C calc'!A0\",,,\ne@x.example\nf@x.example,,,\n"
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
