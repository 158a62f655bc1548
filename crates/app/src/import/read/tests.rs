//! Rows of files as they are read and judged, without a database.

use hjemmel_model::{AtMs, Channel, IdentifierKind};
use hjemmel_store::RowSays;

use super::*;
use crate::import::{
    column::{Mapping, Taken},
    plan::Vouched,
    sheet::{Asked, Head},
    support::{Whole, spools},
};

mod beside;
mod files;
mod overlooked;
mod programs;

pub(super) const NOW: AtMs = AtMs(1_795_000_000_000);

/// How files are read in a test.
#[derive(Clone)]
pub(super) struct Way {
    pub(super) channel: Channel,
    pub(super) said: Mapping,
    pub(super) vouched: Option<Vouched>,
    pub(super) now: AtMs,
}

impl Default for Way {
    fn default() -> Way {
        Way { channel: Channel::Email, said: Mapping::new(), vouched: None, now: NOW }
    }
}

pub(super) fn open(files: &[&[u8]], way: &Way) -> Result<Whole, crate::AppError> {
    let named: Vec<_> = files.iter().map(|bytes| ("people.csv", *bytes)).collect();
    open_named(&named, way)
}

fn open_named(files: &[(&str, &[u8])], way: &Way) -> Result<Whole, crate::AppError> {
    let plan = Plan {
        channel: way.channel,
        country: "DK".into(),
        zone: "Europe/Copenhagen".into(),
        vouched: way.vouched.clone(),
        sheets: Vec::new(),
    };
    let remembered = |_: &str| Mapping::new();
    Whole::open(files, Asked { plan, said: &way.said, remembered: &remembered, spools: &spools() })
}

/// Every row of files, in both passes, and every doubt.
pub(super) fn heard(files: &[&[u8]], way: &Way) -> (Vec<Understood>, Vec<(usize, Doubt)>) {
    let named: Vec<_> = files.iter().map(|bytes| ("people.csv", *bytes)).collect();
    heard_named(&named, way)
}

pub(super) fn heard_named(files: &[(&str, &[u8])], way: &Way) -> (Vec<Understood>, Vec<(usize, Doubt)>) {
    let sheet = open_named(files, way).unwrap();
    let text = sheet.text();
    let head = Head::of(&text).unwrap();
    let begin = usize::try_from(head.begin(Default::default()).byte).unwrap();
    let rest = &text[begin..];
    let (mut rows, mut doubts) = (Vec::new(), Vec::new());
    for nos in [true, false] {
        let batch = head.batch(rest, true, nos, way.now);
        assert!(batch.ended, "a test's file is a batch");
        rows.extend(batch.rows);
        if nos {
            doubts.extend(batch.doubts.into_iter().map(|(_, line, doubt)| (line, doubt)));
        }
    }
    (rows, doubts)
}

pub(super) fn word(says: &RowSays) -> &'static str {
    match says {
        RowSays::Yes { vouched: false, .. } => "yes",
        RowSays::Yes { .. } => "vouched",
        RowSays::Nothing => "nothing",
        RowSays::No { .. } => "no",
        RowSays::Bounced => "bounced",
        RowSays::Complained => "complained",
        RowSays::NotYes => "not_yes",
    }
}

/// What each row comes to, in the order of the file: by its address, or by the code of its doubt.
/// An address, what it came to, and what is missing; or what is wrong with the line.
type Line = Result<(String, &'static str, Vec<&'static str>), &'static str>;

fn read(text: &[u8]) -> Vec<Line> {
    let sheet = open(&[text], &Way::default()).unwrap();
    let text = sheet.text();
    let head = Head::of(&text).unwrap();
    let begin = usize::try_from(head.begin(Default::default()).byte).unwrap();
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(&text.as_bytes()[begin..]);
    let one = |record: csv::StringRecord| {
        let cells: Vec<&str> = record.iter().skip(2).collect();
        let mut heard = understand(&head.plan, 0, &cells, NOW);
        match heard.doubts.pop().filter(|doubt| doubt.told) {
            Some(doubt) => Err(doubt.code),
            None => {
                let row = heard.rows.into_iter().find(|row| !row.beside).unwrap();
                Ok((row.address, word(&row.says), row.missing))
            }
        }
    };
    reader.records().map(|r| one(r.unwrap())).collect()
}

const YES: &str = "2026-03-01,https://shop.example/,Ja tak til nyheder hver uge";

fn says(file: &str) -> Vec<Result<&'static str, &'static str>> {
    read(file.as_bytes()).into_iter().map(|r| r.map(|(_, says, _)| says)).collect()
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
    let want = [
        ("a@x.example", "yes", vec![]),
        ("b@x.example", "nothing", vec!["date"]),
        ("c@x.example", "no", vec![]),
        ("d@x.example", "bounced", vec![]),
        ("e@x.example", "nothing", vec!["no_yes"]),
        ("f@x.example", "nothing", vec!["no_yes"]),
    ];
    let want: Vec<_> = want.into_iter().map(|(e, s, m)| Ok((e.to_owned(), s, m))).collect();
    assert_eq!(read(file.as_bytes()), want);
}

#[test]
fn a_no_is_never_overlooked_and_what_is_not_known_is_no_yes() {
    let file = format!(
        "email,status,date,source,words,Clean Time,opted_out\n\
         a@x.example,Unsubscribed by admin,{YES},,\nb@x.example,отписан,{YES},,\nc@x.example,unsubscribed\n\
         d@x.example,subscribed,{YES},2026-04-01,\ne@x.example,subscribed,{YES},,✓\nf@x.example,,{YES},,\n\
         g@x.example,subscribed,1970-01-01,https://shop.example/,Ja tak til nyheder hver uge,,\n\
         h@x.example,subscribed,2026-03-01,NULL,\"Ja tak, Eva eva@x.example\",,\ni@x.example,subscribed,{YES},,no\n"
    );
    let got: Vec<_> = read(file.as_bytes()).into_iter().map(|r| r.map(|(_, says, missing)| (says, missing))).collect();
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
    for name in [
        "opt_in",
        "Accepts Email Marketing",
        "Subscribed",
        "consent",
        "Samtykke",
        "Newsletter",
        "Nyhedsbrev",
        "Suostumus",
    ] {
        let file = format!(
            "email,{name},date,source,words\na@x.example,0,{YES}\nb@x.example,yes,{YES}\nc@x.example,,{YES}\n\
             d@x.example,perhaps,{YES}\ne@x.example,unsubscribed,{YES}\nf@x.example,2026-03-01,{YES}\n"
        );
        assert_eq!(
            says(&file),
            [Ok("not_yes"), Ok("yes"), Ok("nothing"), Err("status"), Ok("no"), Ok("yes")],
            "{name}"
        );
    }
}

#[test]
fn a_yes_to_another_channel_is_none_and_a_no_to_it_is_one_there() {
    let both = format!(
        "phone,email,Accepts Email Marketing,Accepts SMS Marketing,date,source,words\n+4512345678,a@x.example,yes,no,{YES}\n"
    );
    let of = |channel| {
        let (rows, _) = heard(&[both.as_bytes()], &Way { channel, ..Way::default() });
        rows.iter().map(|r| (r.channel.name(), word(&r.says), r.beside)).collect::<Vec<_>>()
    };
    assert_eq!(of(Channel::Sms), [("sms", "not_yes", false)]);
    assert_eq!(of(Channel::Email), [("sms", "not_yes", true), ("email", "yes", false)]);
    let twice = format!("email,opt_in,Nyhedsbrev,date,source,words\na@x.example,yes,nej,{YES}\n");
    assert_eq!(says(&twice), [Ok("not_yes")]);
    let unknown = format!("email,opt_in,date,source,words\na@x.example,NULL,{YES}\n");
    assert_eq!(says(&unknown), [Ok("nothing")]);
    let call = format!("email,phone,Do Not Call,date,source,words\na@x.example,20123456,1,{YES}\n");
    let (rows, _) = heard(&[call.as_bytes()], &Way::default());
    let got: Vec<_> = rows.iter().map(|r| (r.channel.name(), r.address.as_str(), word(&r.says))).collect();
    assert_eq!(got, [("sms", "+4520123456", "no"), ("email", "a@x.example", "yes")]);
}

#[test]
fn what_an_account_stands_at_is_neither_a_yes_nor_a_no() {
    let file = format!("email,state,date,source,words\na@x.example,disabled,{YES}\nb@x.example,unsubscribed,{YES}\n");
    assert_eq!(says(&file), [Ok("yes"), Ok("no")]);
}

#[test]
fn a_file_of_numbers_is_about_them() {
    let file = "email;telefon;mobil;status\na@x.example;+4512345678;+4587654321;unsubscribed\n;12345678;+4511111111;subscribed\n\
        b@x.example;;;\nno address;+4522222222;;subscribed\n";
    let (rows, doubts) = heard(&[file.as_bytes()], &Way { channel: Channel::Sms, ..Way::default() });
    let got: Vec<_> = rows.iter().map(|r| (r.address.as_str(), word(&r.says), r.beside, r.wrong.clone())).collect();
    assert_eq!(
        got,
        [
            ("+4512345678", "no", false, vec![]),
            ("+4587654321", "no", true, vec![]),
            ("+4522222222", "nothing", false, vec!["email"]),
        ]
    );
    assert_eq!(rows[0].numbers, [(IdentifierKind::Email, "a@x.example".to_owned())]);
    // One that is no number beside one that is leaves open which of them is meant.
    let got: Vec<_> = doubts.iter().map(|(line, d)| (*line, d.code, d.addresses.len())).collect();
    assert_eq!(got, [(3, "phone", 1), (4, "phone", 0)]);
    assert!(
        open(&[b"email\na@x.example\n"], &Way { channel: Channel::Sms, ..Way::default() }).is_err(),
        "no column of numbers"
    );
}

#[test]
fn numbers_and_what_else_is_known_of_the_same_person_come_along() {
    let file = "email;status;Kunde-nr.;Telefon;Mobil;Fornavn;Tags;By;Religion;Bemærkning\n\
        a@x.example;subscribed; K-1 ;+45 20 12 34 56;+4520123456;Eva;VIP, Kurser;Aarhus;x;\n\
        b@x.example;subscribed;NULL;12345678;0046701234567;;;;;vil ikke have mail\n\
        c@x.example;unsubscribed;K-3\n";
    let said = Mapping::from([("Religion".to_owned(), Taken::Attribute)]);
    let (rows, doubts) = heard(&[file.as_bytes()], &Way { said, ..Way::default() });
    let of = |address: &str| rows.iter().find(|r| r.address == address).unwrap();
    let phone = |value: &str| (IdentifierKind::Phone, value.to_owned());
    assert_eq!(of("a@x.example").numbers, [phone("+4520123456"), (IdentifierKind::CustomerNumber, "K-1".to_owned())]);
    let known: Vec<_> = of("a@x.example").attributes.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(known, [("first_name", "Eva"), ("tags", "VIP, Kurser"), ("city", "Aarhus")]);
    assert_eq!(of("a@x.example").wrong, ["attribute"], "belief is not written down (P-08), and that is said");
    assert_eq!(word(&of("c@x.example").says), "no");
    let (line, doubt) = &doubts[0];
    assert_eq!((*line, doubt.code, doubt.lasting), (3, "sounds_no", true), "a note that says no");
}

#[test]
fn what_is_wrong_is_named_by_its_line_and_stops_nothing() {
    let long = "x".repeat(3_000_000);
    let file = format!(
        "email,status,date,source\nnot an address,,,\na@x.example,maybe,,\nb@x.example,subscribed,01/02/2026,\n\
         c@x.example,subscribed,2099-01-01,\nd@x.example,,,{long}\n\"=cmd|' /C calc'!A0\",,,\ne@x.example\nf@x.example,,,\n"
    );
    let (rows, doubts) = heard(&[file.as_bytes()], &Way::default());
    let got: Vec<_> = doubts.iter().map(|(line, d)| (*line, d.code)).collect();
    assert_eq!(
        got,
        [(2, "email"), (3, "status"), (4, "date"), (5, "future"), (6, "too_long"), (7, "email"), (8, "columns")]
    );
    assert_eq!(rows.iter().map(|r| r.address.as_str()).collect::<Vec<_>>(), ["f@x.example"]);
}

#[test]
fn until_every_column_is_known_no_row_is_used() {
    let file = format!("email,Favorit,date,source,words\na@x.example,roser,{YES}\nb@x.example,Withdrawn 2024,{YES}\n");
    let of = |said: Mapping| {
        let (rows, doubts) = heard(&[file.as_bytes()], &Way { said, ..Way::default() });
        let rows: Vec<_> = rows.iter().map(|r| (word(&r.says), r.missing.clone())).collect();
        (rows, doubts.iter().map(|(_, d)| (d.code, d.lasting)).collect::<Vec<_>>())
    };
    assert_eq!(of(Mapping::new()), (vec![("nothing", vec!["mapping"])], vec![("sounds_no", true)]));
    let favourite = |taken| Mapping::from([("Favorit".to_owned(), taken)]);
    assert_eq!(of(favourite(Taken::Irrelevant)), (vec![("yes", vec![]), ("yes", vec![])], vec![]));
    assert_eq!(of(favourite(Taken::Attribute)), (vec![("yes", vec![])], vec![("sounds_no", true)]));
    assert_eq!(of(favourite(Taken::Status)).0, [("no", vec![])], "`roser` is no status that is known");
    // A column in which nothing stands waits for nobody.
    let empty = format!("email,Favorit,date,source,words\na@x.example,,{YES}\n");
    assert_eq!(heard(&[empty.as_bytes()], &Way::default()).0[0].missing, Vec::<&str>::new());
}

#[test]
fn what_staff_vouch_for_is_weaker_and_answers_no_no() {
    let vouched = Vouched {
        words: "Ja tak til nyheder på mail".into(),
        place: "https://shop.example/".into(),
        from_on: "2026-01-01".into(),
        to_on: "2026-06-30".into(),
        by: "usr_1".into(),
    };
    let way = Way { vouched: Some(vouched), ..Way::default() };
    let file = format!(
        "email,status,date,source,words\na@x.example,subscribed,,,\nb@x.example,subscribed,2026-03-01,,\n\
         c@x.example,subscribed,{YES}\nd@x.example,subscribed,2024-03-01,,\ne@x.example,unsubscribed,,,\n\
         f@x.example,pending,,,\ng@x.example,subscribed,2024-03-01,https://shop.example/,Ja tak til nyheder hver uge\n"
    );
    let (rows, _) = heard(&[file.as_bytes()], &way);
    let of = |name: &str| {
        let row = rows.iter().find(|r| r.address == format!("{name}@x.example")).unwrap();
        (word(&row.says), row.missing.clone())
    };
    assert_eq!((of("a"), of("b"), of("c")), (("vouched", vec![]), ("vouched", vec![]), ("yes", vec![])));
    assert_eq!(of("d"), ("nothing", vec!["period"]), "a yes of another day was one to other words");
    assert_eq!((of("e"), of("f"), of("g")), (("no", vec![]), ("nothing", vec!["no_yes"]), ("yes", vec![])));
    let RowSays::Yes { at, .. } = &rows.iter().find(|r| r.address == "a@x.example").unwrap().says else { panic!() };
    assert_eq!(at.rfc3339(), "2025-12-31T23:00:00Z", "the first moment it can have been");
}

#[test]
fn a_national_number_is_nobodys_customer_number() {
    let file =
        "email;Kundenr.\na@x.example;K-1\nb@x.example;211062-5629\nc@x.example;2110625629\nd@x.example;198112289874\n";
    let (rows, _) = heard(&[file.as_bytes()], &Way::default());
    let of = |address: &str| rows.iter().find(|r| r.address == address).unwrap();
    assert_eq!(of("a@x.example").numbers.len(), 1);
    for national in ["b@x.example", "c@x.example", "d@x.example"] {
        assert_eq!(
            (of(national).numbers.len(), &of(national).wrong[..]),
            (0, &["customer_number"][..]),
            "N-03: {national}"
        );
    }
}
