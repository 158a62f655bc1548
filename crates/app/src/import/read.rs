//! Reading a row of a file of people: what its columns are called, and what it says.
//!
//! Invariant: what says no is heard before anything about a row is doubted, and what is not known is no yes.

use hjemmel_model::{AtMs, Channel, IdentifierKind, Language};
use hjemmel_store::RowSays;

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
/// What sounds like a question that was answered yes or no, in the name of a column.
const ASKED_STEMS: &[&str] =
    &["optin", "optedin", "accepts", "samtyk", "samtyc", "permission", "tilladelse", "tillatelse"];
const ASKED_BESIDE: &[&str] =
    &["ip", "url", "source", "country", "id", "date", "time", "at", "method", "type", "text", "version", "level"];
/// Before this nobody said yes to a newsletter by mail: 1995.
const EARLIEST: AtMs = AtMs(788_918_400_000);
/// Characters a field may have.
const FIELD_MAX: usize = 5_000;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Email,
    Status,
    Date,
    Unsubscribed,
    /// Whether they said yes: anything but a yes is none.
    OptIn,
    /// What a shop's account stands at; only a no to mail is heard in it.
    State,
    Place,
    Words,
    Language,
    Phone,
    CustomerNumber,
}

/// What programs call their columns; compared without case, spaces and signs.
const NAMES: &[(Column, &str, &[&str])] = &[
    (
        Column::Email,
        "email",
        &["email", "emailaddress", "mail", "epost", "epostadress", "mailadresse", "subscriberemail"],
    ),
    (Column::Status, "status", &["status", "subscriptionstatus", "emailmarketingstatus", "emailstatus"]),
    (Column::State, "state", &["state"]),
    (
        Column::OptIn,
        "opt_in",
        &[
            "subscribed",
            "issubscribed",
            "consent",
            "emailconsent",
            "marketingconsent",
            "emailmarketingconsent",
            "newsletter",
            "nyhedsbrev",
            "nyhetsbrev",
            "marketing",
            "emailmarketing",
        ],
    ),
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
    (
        Column::Phone,
        "phone",
        &[
            "phone",
            "phonenumber",
            "telephone",
            "mobile",
            "mobilephone",
            "mobilenumber",
            "telefon",
            "telefonnummer",
            "telefonnr",
            "tlf",
            "tlfnr",
            "mobil",
            "mobiltelefon",
            "mobilnummer",
            "mobilnr",
        ],
    ),
    (
        Column::CustomerNumber,
        "customer_number",
        &["customernumber", "customerno", "customerid", "kundenummer", "kundenr", "kundnummer", "kundnr"],
    ),
];

fn plain(name: &str) -> String {
    let folded = name.to_lowercase().replace(['å', 'ä'], "a").replace(['ö', 'ø'], "o");
    folded.chars().filter(|c| c.is_ascii_alphanumeric()).collect()
}

/// What a column of that name holds in a file about that channel. A name that sounds like a no counts as one: a no is never
/// overlooked. A yes to another channel is none to this one (E-04).
pub(super) fn column_of(name: &str, channel: Channel) -> Option<(Column, &'static str)> {
    let name = plain(name);
    let other: &[&str] = match channel {
        Channel::Email => &["sms", "textmessage"],
        Channel::Sms => &["mail", "epost"],
    };
    let says = |column| matches!(column, Column::Status | Column::OptIn);
    named(&name).filter(|(column, _)| !says(*column) || !other.iter().any(|word| name.contains(word)))
}

fn named(name: &str) -> Option<(Column, &'static str)> {
    if let Some((column, word, _)) = NAMES.iter().find(|(_, _, names)| names.contains(&name)) {
        return Some((*column, word));
    }
    let has = |stems: &[&str]| stems.iter().any(|stem| name.contains(stem));
    if has(NO_STEMS) {
        return Some((Column::Unsubscribed, "unsubscribed"));
    }
    // What stands beside an answer is none: from which address, on which page, in which words.
    let beside = ASKED_BESIDE.iter().any(|end| name.ends_with(end));
    (has(ASKED_STEMS) && !beside).then_some((Column::OptIn, "opt_in"))
}

/// A row as understood: the address or number it is about, its language, what it says, and what is missing when it says nothing usable.
pub(super) struct Understood {
    pub(super) address: String,
    pub(super) language: Language,
    pub(super) says: RowSays,
    pub(super) missing: Vec<&'static str>,
    /// Other ways the same person is known.
    pub(super) numbers: Vec<(IdentifierKind, String)>,
    /// Those that are none, by their kind.
    pub(super) wrong: Vec<&'static str>,
}

/// A row that could not be understood, and whose address, if it could be read: nothing in the file gives that one a yes.
pub(super) struct Doubt {
    pub(super) code: &'static str,
    pub(super) address: Option<String>,
}

/// The fields of a row, by what their columns hold.
#[derive(Clone, Copy)]
struct Fields<'a> {
    columns: &'a [Option<Column>],
    record: &'a csv::StringRecord,
}

impl<'a> Fields<'a> {
    fn all(self, column: Column) -> impl Iterator<Item = &'a str> {
        let at = self.columns.iter().zip(self.record).filter(move |(c, _)| **c == Some(column));
        at.map(|(_, field)| field.trim()).filter(|field| !field.is_empty())
    }

    fn one(self, column: Column) -> &'a str {
        self.all(column).next().unwrap_or_default()
    }

    /// Whether each field stands under its column.
    fn whole(self) -> bool {
        self.record.len() == self.columns.len()
    }
}

/// Understand a row on its own.
pub(super) fn understand(
    columns: &[Option<Column>],
    channel: Channel,
    record: &csv::StringRecord,
    now: AtMs,
) -> Result<Understood, Doubt> {
    let fields = Fields { columns, record };
    let kind = channel.kind();
    // Of several numbers the first that is one.
    let address = fields.all(column_for(kind)).find_map(|text| kind.normal(text).ok());
    let address = address.ok_or(Doubt { code: kind.name(), address: None })?;
    let language = Language::from_tag(fields.one(Column::Language).get(..2).unwrap_or_default());
    let (says, missing) = said(fields, now).map_err(|code| Doubt { code, address: Some(address.clone()) })?;
    let (mut numbers, wrong) = numbers(fields, kind);
    numbers.retain(|(of, value)| (*of, value) != (kind, &address));
    Ok(Understood { address, language: language.unwrap_or(Language::Da), says, missing, numbers, wrong })
}

/// What a row says, and what is missing when that is nothing usable; or the code of a doubt.
fn said(fields: Fields<'_>, now: AtMs) -> Result<(RowSays, Vec<&'static str>), &'static str> {
    // What says no is heard before anything about the row is doubted.
    let not = ["no", "nej", "false", "0", "never", "null", "na", "none", "n", "off"];
    let left = fields.all(Column::Unsubscribed).find(|said| !not.contains(&plain(said).as_str()));
    let mut says = left.map(|said| RowSays::No { at: moment_end(said) });
    let mut known = true;
    for status in fields.all(Column::Status).map(plain) {
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
        if !says.as_ref().is_some_and(RowSays::is_no) {
            says = said.or(says);
        }
    }
    let said_no = |said: &&str| NO_STEMS.iter().any(|stem| plain(said).contains(stem));
    if fields.all(Column::State).chain(fields.all(Column::OptIn)).any(|said| said_no(&said)) {
        says = says.filter(RowSays::is_no).or(Some(RowSays::No { at: None }));
    }
    if !says.as_ref().is_some_and(RowSays::is_no) {
        for said in fields.all(Column::OptIn).filter(|said| !nothing(said)) {
            match plain(said).as_str() {
                "yes" | "ja" | "true" | "1" | "y" | "j" | "x" | "on" | "checked" | "subscribed" | "optin"
                | "optedin" | "granted" | "given" | "confirmed" => {}
                word if not.contains(&word) => says = Some(RowSays::NotYes),
                // A moment is when they said it.
                _ if moment(said).is_some() || said == "✓" => {}
                _ => known = false,
            }
        }
    }
    if let Some(no) = says.take_if(|says| says.is_no()) {
        let missing = if matches!(no, RowSays::NotYes) { vec!["no_yes"] } else { Vec::new() };
        return Ok((no, missing));
    }
    if !fields.whole() {
        return Err("columns");
    }
    if fields.record.iter().any(|f| f.chars().count() > FIELD_MAX) {
        return Err("too_long");
    }
    if !known {
        return Err("status");
    }
    // Of a question that nobody answered there is no yes.
    let empty = |column| {
        fields.columns.contains(&Some(column))
            && fields.all(column).all(|said| column == Column::OptIn && nothing(said))
    };
    if empty(Column::Status) || empty(Column::OptIn) || matches!(says, Some(RowSays::Nothing)) {
        return Ok((RowSays::Nothing, vec!["no_yes"]));
    }
    evidence(fields, now)
}

/// The yes of a row that says nothing else, if it has what proves it (E-21).
fn evidence(fields: Fields<'_>, now: AtMs) -> Result<(RowSays, Vec<&'static str>), &'static str> {
    let date = fields.one(Column::Date);
    let at = if nothing(date) { None } else { Some(moment(date).ok_or("date")?) };
    if at.is_some_and(|at| at > now) {
        return Err("future");
    }
    // What databases write for "not known" is no moment in somebody's life as a reader of mail.
    let at = at.filter(|at| *at > EARLIEST);
    let clean = |text: &str| text.chars().filter(|c| !c.is_control()).collect::<String>();
    let (place, words) = (clean(fields.one(Column::Place)), clean(fields.one(Column::Words)));
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
    Ok((says, missing))
}

/// The column of a kind of identifier.
fn column_for(kind: IdentifierKind) -> Column {
    match kind {
        IdentifierKind::Email => Column::Email,
        IdentifierKind::Phone => Column::Phone,
        IdentifierKind::CustomerNumber => Column::CustomerNumber,
    }
}

/// The identifiers of a row, and the kinds of those that are none. Of addresses the first counts, and none beside the one that
/// the row is `about`.
fn numbers(fields: Fields<'_>, about: IdentifierKind) -> (Vec<(IdentifierKind, String)>, Vec<&'static str>) {
    let (mut numbers, mut wrong) = (Vec::new(), Vec::new());
    // With a field too few or too many it is not sure which is which; only a no is heard then.
    if !fields.whole() {
        return (numbers, wrong);
    }
    for kind in IdentifierKind::ALL.into_iter().filter(|kind| *kind != IdentifierKind::Email || about != *kind) {
        for text in fields.all(column_for(kind)).filter(|text| !nothing(text)) {
            match kind.normal(text) {
                Ok(value) => numbers.push((kind, value)),
                Err(_) => wrong.push(kind.name()),
            }
        }
    }
    // The same number in two columns is one.
    numbers.dedup();
    (numbers, wrong)
}

/// Whether a field says that there is nothing in it.
fn nothing(text: &str) -> bool {
    matches!(plain(text).as_str(), "" | "null" | "na" | "none" | "unknown" | "ukendt" | "okand")
}

/// The same of a no: of a day without an hour, its end, because no yes of that day is known to be later.
fn moment_end(text: &str) -> Option<AtMs> {
    let day = !text.contains(':');
    moment(text).map(|at| if day { at.plus_ms(12 * 3_600_000 - 1) } else { at })
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
    use crate::import::sheet::Sheet;

    const NOW: AtMs = AtMs(1_795_000_000_000);

    type Line = Result<(String, &'static str, Vec<&'static str>), &'static str>;

    fn read(text: &[u8]) -> Vec<Line> {
        let sheet = Sheet::open(text, Channel::Email).unwrap();
        let columns = sheet.head.columns.clone();
        let records: Vec<_> = sheet.reader().records().map(|r| r.unwrap()).collect();
        let says = |s: &RowSays| match s {
            RowSays::Yes { .. } => "yes",
            RowSays::Nothing => "nothing",
            RowSays::No { .. } => "no",
            RowSays::Bounced => "bounced",
            RowSays::Complained => "complained",
            RowSays::NotYes => "not_yes",
        };
        let one = |r: &csv::StringRecord| {
            understand(&columns, Channel::Email, r, NOW)
                .map(|u| (u.address, says(&u.says), u.missing))
                .map_err(|d| d.code)
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
    }

    #[test]
    fn a_question_that_was_answered_with_no_is_no_yes_whatever_its_column_is_called() {
        let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        for name in
            ["opt_in", "Accepts Email Marketing", "Subscribed", "consent", "Samtykke", "Newsletter", "Nyhedsbrev"]
        {
            let file = format!(
                "email,{name},date,source,words\na@x.example,0,{yes}\nb@x.example,yes,{yes}\nc@x.example,,{yes}\n\
                 d@x.example,perhaps,{yes}\ne@x.example,unsubscribed,{yes}\nf@x.example,2026-03-01,{yes}\n"
            );
            let got: Vec<_> = read(file.as_bytes()).into_iter().map(|r| r.map(|(_, says, _)| says)).collect();
            let want = [Ok("not_yes"), Ok("yes"), Ok("nothing"), Err("status"), Ok("no"), Ok("yes")];
            assert_eq!(got, want, "{name}");
        }
    }

    #[test]
    fn a_yes_to_another_channel_is_none_and_each_answer_counts() {
        let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let read = |file: &str, channel| {
            let sheet = Sheet::open(file.as_bytes(), channel).unwrap();
            let row = sheet.reader().records().next().unwrap().unwrap();
            understand(&sheet.head.columns, channel, &row, NOW).map(|u| format!("{:?}", u.says)).map_err(|d| d.code)
        };
        let both = format!(
            "phone,email,Accepts Email Marketing,Accepts SMS Marketing,date,source,words\n+4512345678,a@x.example,yes,no,{yes}\n"
        );
        assert_eq!(read(&both, Channel::Sms), Ok("NotYes".into()));
        assert!(read(&both, Channel::Email).unwrap().starts_with("Yes"));
        let twice = format!("email,opt_in,Nyhedsbrev,date,source,words\na@x.example,yes,nej,{yes}\n");
        assert_eq!(read(&twice, Channel::Email), Ok("NotYes".into()));
        let mailchimp = format!(
            "Email Address,OPTIN_IP,CONFIRM_IP,OPTIN_TIME,source,words\na@x.example,85.80.1.2,85.80.1.2,{yes}\n"
        );
        assert!(read(&mailchimp, Channel::Email).unwrap().starts_with("Yes"));
        let unknown = format!("email,opt_in,date,source,words\na@x.example,NULL,{yes}\n");
        assert_eq!(read(&unknown, Channel::Email), Ok("Nothing".into()));
    }

    #[test]
    fn what_an_account_stands_at_is_neither_a_yes_nor_a_no() {
        let yes = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";
        let file =
            format!("email,state,date,source,words\na@x.example,disabled,{yes}\nb@x.example,unsubscribed,{yes}\n");
        let got: Vec<_> = read(file.as_bytes()).into_iter().map(|r| r.map(|(_, says, _)| says)).collect();
        assert_eq!(got, [Ok("yes"), Ok("no")]);
    }

    #[test]
    fn a_file_of_numbers_is_about_them() {
        let file = "email;telefon;mobil;status\na@x.example;+4512345678;+4587654321;unsubscribed\n;12345678;+4511111111;\n\
            b@x.example;;;\nno address;+4522222222;;\n";
        let sheet = Sheet::open(file.as_bytes(), Channel::Sms).unwrap();
        let one = |r: &csv::StringRecord| {
            understand(&sheet.head.columns, Channel::Sms, r, NOW).map(|u| (u.address, u.numbers, u.wrong))
        };
        let got: Vec<_> = sheet.reader().records().map(|r| one(&r.unwrap()).map_err(|d| d.code)).collect();
        let email = (IdentifierKind::Email, "a@x.example".to_owned());
        let other = (IdentifierKind::Phone, "+4587654321".to_owned());
        let want = [
            Ok(("+4512345678".to_owned(), vec![email, other], vec![])),
            Ok(("+4511111111".to_owned(), vec![], vec!["phone"])),
            Err("phone"),
            Ok(("+4522222222".to_owned(), vec![], vec!["email"])),
        ];
        assert_eq!(got, want);
        assert!(Sheet::open(b"email\na@x.example\n", Channel::Sms).is_err(), "no column of numbers");
    }

    #[test]
    fn numbers_of_the_same_person_are_found_whatever_their_column_is_called() {
        let file = "email;status;Kunde-nr.;Telefon;Mobil\n\
            a@x.example;subscribed; K-1 ;+45 12 34 56 78;+4512345678\n\
            b@x.example;subscribed;NULL;12345678;0046701234567\n\
            c@x.example;unsubscribed;K-3\n";
        let sheet = Sheet::open(file.as_bytes(), Channel::Email).unwrap();
        let columns = sheet.head.columns.clone();
        let records: Vec<_> = sheet.reader().records().map(|r| r.unwrap()).collect();
        let one = |r: &csv::StringRecord| {
            understand(&columns, Channel::Email, r, NOW).map(|u| (u.numbers, u.wrong)).ok().unwrap()
        };
        let phone = |value: &str| (IdentifierKind::Phone, value.to_owned());
        let want = [
            (vec![phone("+4512345678"), (IdentifierKind::CustomerNumber, "K-1".to_owned())], vec![]),
            (vec![phone("+46701234567")], vec!["phone"]),
            (vec![], vec![]),
        ];
        assert_eq!(records.iter().map(one).collect::<Vec<_>>(), want);
        assert_eq!(sheet.report.columns["phone"], "Telefon, Mobil");
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
    }
}
