//! Files as sheets: which line names the columns, and what each is taken for.

use hjemmel_model::Channel;

use super::*;
use crate::import::support::{Whole, book, cell, spools};

mod fuzz;

const NOW: AtMs = AtMs(1_795_000_000_000);
const FILE: &str = "email,status,note\r\na@x.example,unsubscribed,Å\r\n\r\n\"b@x.example\",,\"two\nlines, ø\"\r\nno address,,\n\
    c@x.example,cleaned,\rd@x.example,,\nb@x.example,what,\r\n";

type Seen = (Vec<String>, Vec<(usize, &'static str)>, i64);

fn open(file: &[u8]) -> Result<Whole, AppError> {
    opened(file, Channel::Email)
}

fn opened(file: &[u8], channel: Channel) -> Result<Whole, AppError> {
    let plan =
        Plan { channel, country: "DK".into(), zone: "Europe/Copenhagen".into(), vouched: None, sheets: Vec::new() };
    let remembered = |_: &str| Mapping::new();
    Whole::open(
        &[("people.csv", file)],
        Asked { plan, said: &Mapping::new(), remembered: &remembered, spools: &spools() },
    )
}

fn cut(mut text: &str, most: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    while !text.is_empty() {
        let (part, rest) = text.split_at(text.floor_char_boundary(most));
        parts.push(part);
        text = rest;
    }
    parts
}

/// Go through a file that lies in parts of `most` bytes, reading `window` of them at a time.
fn through(text: &str, most: usize, window: usize, nos: bool) -> Seen {
    let parts: Vec<String> = cut(text, most).into_iter().map(str::to_owned).collect();
    let head = Head::of(text).unwrap();
    let (mut seen, mut lines, mut at, mut more) = (Vec::new(), Vec::new(), ImportAt::default(), window);
    loop {
        let from = head.begin(at);
        let first = usize::try_from(from.part).unwrap().min(parts.len());
        let some = &parts[first..parts.len().min(first + more)];
        let text = some.concat();
        let rest = &text[usize::try_from(from.byte).unwrap().min(text.len())..];
        // The head lies in the first part of a real file; here it may not.
        let batch = match text.len() < usize::try_from(from.byte).unwrap() {
            true => Batch::default(),
            false => head.batch(rest, first + some.len() == parts.len(), nos, NOW),
        };
        if batch.read == 0 && !batch.ended {
            more += 1;
            continue;
        }
        seen.extend(batch.rows.iter().map(|r| r.address.clone()));
        lines.extend(batch.doubts.iter().filter(|d| d.2.told).map(|(_, line, d)| (*line, d.code)));
        if batch.ended {
            return (seen, lines, at.rows + batch.read);
        }
        (at, more) = (batch.after(from, some), window);
    }
}

#[test]
fn wherever_a_file_is_cut_the_same_rows_come_from_it() {
    let sheet = open(FILE.as_bytes()).unwrap();
    let text = sheet.text();
    let text = text.as_str();
    let whole = |nos| through(text, text.len(), 1, nos);
    let names = |names: &[&str]| names.iter().map(|n| format!("{n}@x.example")).collect::<Vec<_>>();
    assert_eq!((whole(true).0, whole(false).0), (names(&["a", "c"]), names(&["b", "d"])));
    let (_, lines, read) = whole(false);
    assert_eq!((lines, read), (vec![(6, "email"), (9, "status")], 6), "lines as an editor counts them");
    let head = usize::try_from(Head::of(text).unwrap().byte).unwrap();
    for most in (4..60).chain([head - 1, head, head + 1]) {
        for window in 1..4 {
            for nos in [true, false] {
                assert_eq!(through(text, most, window, nos), whole(nos), "{most} bytes, {window} parts");
            }
        }
    }
}

#[test]
fn a_batch_ends_where_a_unit_of_work_does() {
    let file = format!("email\n{}", "a@x.example\n".repeat(2_500));
    let sheet = open(file.as_bytes()).unwrap();
    let head = Head::of(&sheet.text()).unwrap();
    let rest = &sheet.text()[usize::try_from(head.byte).unwrap()..];
    let first = head.batch(rest, true, false, NOW);
    assert_eq!((first.rows.len(), first.read, first.ended), (CHUNK, 200, false));
    let none = head.batch(rest, true, true, NOW);
    assert_eq!((none.rows.len(), none.read, none.ended), (0, READ_MAX, false));
}

#[test]
fn what_is_no_file_of_people_says_so() {
    let torn = "email,words\na@x.example,\"Ja tak\nb@x.example,x\nc@x.example,y\n";
    assert!(open(torn.as_bytes()).is_err(), "a quote that is not closed swallows nobody");
    assert!(open(b"email\na@x.example\0\n").is_err());
    let sheet = open(b"email;kilde\na@x.example;K\xf8benhavn\n").unwrap();
    assert_eq!((sheet.report.encoding.as_str(), sheet.rows), ("windows-1252", 1));
    for wrong in ["", "email\n", "name,phone\nEva,1\n", "PK\u{3}\u{4}"] {
        assert!(open(wrong.as_bytes()).is_err(), "{wrong}");
    }
}

#[test]
fn a_report_shows_each_column_and_names_nobody() {
    let file = "email,Favorit,Fornavn,city\neva@x.example,roser,Eva,Aarhus\nbo@x.example,nej,Bo,\n";
    let report = open(file.as_bytes()).unwrap().report;
    let columns: Vec<_> = report.sheets[0].columns.iter().map(|c| (c.name.as_str(), c.taken, c.filled)).collect();
    assert_eq!(
        columns,
        [
            ("email", Taken::Address, 2),
            ("Favorit", Taken::Unknown, 2),
            ("Fornavn", Taken::Name, 2),
            ("city", Taken::Attribute, 1),
        ]
    );
    assert!(report.sheets[0].waits);
    let shown = serde_json::to_string(&report).unwrap();
    assert!(!shown.contains("x.example") && !shown.contains("Eva") && shown.contains("nej"), "{shown}");
}

#[test]
fn a_workbook_and_an_archive_are_read() {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let file = |zip: &mut zip::ZipWriter<_>, name: &str, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    };
    file(&mut zip, "subscribed.csv", "Email Address,OPTIN_TIME,LEID,EUID\na@x.example,2026-03-01,1,x\n");
    file(
        &mut zip,
        "unsubscribed.csv",
        "Email Address,OPTIN_TIME,LEID,EUID,UNSUB_TIME\nb@x.example,2026-03-01,2,y,2026-04-01\n",
    );
    file(&mut zip, "__MACOSX/._x.csv", "nothing");
    let archive = zip.finish().unwrap().into_inner();
    let sheet = open(&archive).unwrap();
    let seen: Vec<_> = sheet.report.sheets.iter().map(|s| (s.name.as_str(), s.rows, s.program.as_str())).collect();
    assert_eq!(seen, [("subscribed.csv", 1, "mailchimp"), ("unsubscribed.csv", 1, "mailchimp")]);

    let rows = [
        format!("<row r=\"2\">{}{}{}</row>", cell("A2", "E-mail"), cell("B2", "Telefon"), cell("C2", "Afmeldt")),
        format!("<row r=\"3\">{}<c r=\"B3\"><v>20123456</v></c>{}</row>", cell("A3", "a@x.example"), cell("C3", "ja")),
    ];
    let sheet = open(&book(&[("Kunder", "", &rows.concat())])).unwrap();
    assert_eq!((sheet.report.encoding.as_str(), sheet.report.sheets[0].line), ("xlsx", 2));
    let (rows, _, _) = through(&sheet.text(), sheet.text().len(), 1, true);
    assert_eq!(rows, ["a@x.example"]);
}

/// Every sheet is read, also a hidden one; one that names nobody is passed over, and a row need not be as long as its head.
#[test]
fn every_sheet_of_a_workbook_is_read() {
    let heads = ["email", "date", "source", "words", "Afmeldt"];
    let head: String = heads.iter().enumerate().map(|(at, name)| cell(&format!("{}1", COLUMNS[at]), name)).collect();
    let person = |line: usize, email: &str, no: &str| {
        let yes = [email, "2026-03-01", "https://shop.example/", "Ja tak til nyheder hver uge"];
        let cells: String =
            yes.iter().enumerate().map(|(at, text)| cell(&format!("{}{line}", COLUMNS[at]), text)).collect();
        format!("<row r=\"{line}\">{cells}{no}</row>")
    };
    let error = "<c r=\"E4\" t=\"e\"><v>#N/A</v></c>";
    let people = format!(
        "<row r=\"1\">{head}</row>{}{}{}",
        person(2, "a@x.example", ""),
        person(3, "b@x.example", ""),
        person(4, "c@x.example", error)
    );
    let noes = format!("<row r=\"1\">{}</row><row r=\"2\">{}</row>", cell("A1", "email"), cell("A2", "b@x.example"));
    let cover = format!("<row r=\"1\">{}</row>", cell("A1", "Udtræk af kunder"));
    let book = book(&[("Forside", "", &cover), ("Kunder", "", &people), ("Afmeldte", "hidden", &noes)]);
    let sheet = open(&book).unwrap();
    let names: Vec<_> = sheet.report.sheets.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["people.csv: Kunder", "people.csv: Afmeldte"]);
    let came = |nos| through(&sheet.text(), sheet.text().len(), 1, nos);
    let (noes, wrong, _) = came(true);
    assert_eq!((noes, wrong), (vec!["c@x.example".to_owned(), "b@x.example".to_owned()], Vec::new()));
    assert_eq!(came(false).0, ["a@x.example", "b@x.example"]);
}

const COLUMNS: [&str; 5] = ["A", "B", "C", "D", "E"];
