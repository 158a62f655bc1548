//! Files that anybody may hand in, bent in every way: they are read or they are not, and nothing falls over.

use std::{io::Write, path::Path};

use hjemmel_testkit::fuzz::{bent, corpus, files};
use proptest::prelude::*;

use super::*;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

const WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\r",
    "\n",
    "\r\n",
    "\0",
    "\u{1a}",
    "\u{feff}",
    "sep=;\n",
    "email",
    "Emailadresse",
    "status",
    "unsubscribed",
    "Afmeldt",
    "OPTIN_TIME",
    "2026-02-30",
    "31/12/9999 23:59",
    "a@x.example",
    "<a@x.example>",
    "a@x.example, b@x.example",
    "@",
    "+45 20 12 34 56",
    "nej",
    "&aring;",
    "\u{200b}",
    "å",
    "PK\u{3}\u{4}",
];

const CELLS: &[&str] = &[
    "<row>",
    "</row>",
    "<row r=\"1048576\">",
    "<c>",
    "</c>",
    "<c r=\"A1\">",
    "<c r=\"A4294967295\">",
    "<c r=\"XFD1048576\">",
    "<c r=\"ZZZZZZZ1\" t=\"s\">",
    "<v>",
    "</v>",
    "<v>-1</v>",
    "<v>1e308</v>",
    "<v>99999999999999999999</v>",
    " t=\"s\"",
    " t=\"d\"",
    " t=\"e\"",
    " s=\"1\"",
    " s=\"99\"",
    "<is><t>",
    "</t></is>",
    "<f>",
    "</f>",
    "<sheetData>",
    "</sheetData>",
    "&amp;",
    "&#0;",
    "&x;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "\"",
    ">",
    "<",
    "a@x.example",
];

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A workbook of one sheet with that in it.
pub(super) fn workbook(sheet: &[u8]) -> Vec<u8> {
    let related = |id: usize, kind: &str, to: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{DOCUMENT}/{kind}\" Target=\"{to}\"/>")
    };
    let relations = |all: &[String]| {
        format!("{HEAD}<Relationships xmlns=\"{PACKAGE}/relationships\">{}</Relationships>", all.concat())
    };
    let types = "<Default Extension=\"xml\" ContentType=\"application/xml\"/>";
    let of_book = [
        related(1, "worksheet", "worksheets/sheet1.xml"),
        related(2, "sharedStrings", "sharedStrings.xml"),
        related(3, "styles", "styles.xml"),
    ];
    let texts = ["email", "Dato", "Afmeldt", "a@x.example"].map(|text| format!("<si><t>{text}</t></si>")).concat();
    let files: [(&str, Vec<u8>); 7] = [
        ("[Content_Types].xml", format!("{HEAD}<Types xmlns=\"{PACKAGE}/content-types\">{types}</Types>").into()),
        ("_rels/.rels", relations(&[related(1, "officeDocument", "xl/workbook.xml")]).into()),
        (
            "xl/workbook.xml",
            format!(
                "{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{DOCUMENT}\"><sheets>\
                 <sheet name=\"Kunder\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
            )
            .into(),
        ),
        ("xl/_rels/workbook.xml.rels", relations(&of_book).into()),
        ("xl/sharedStrings.xml", format!("{HEAD}<sst xmlns=\"{MAIN}\">{texts}</sst>").into()),
        (
            "xl/styles.xml",
            format!(
                "{HEAD}<styleSheet xmlns=\"{MAIN}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/>\
                 </cellXfs></styleSheet>"
            )
            .into(),
        ),
        (
            "xl/worksheets/sheet1.xml",
            [format!("{HEAD}<worksheet xmlns=\"{MAIN}\">").as_bytes(), sheet, b"</worksheet>"].concat(),
        ),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn texts() -> Vec<Vec<u8>> {
    files(&Path::new(HERE).join("src/import/read/files"))
}

/// Whatever a file is, it is read alike wherever it is cut, each row in it once, and addresses are in their one form.
fn holds(bytes: &[u8], channel: Channel, most: usize) -> Result<(), TestCaseError> {
    let Ok(sheet) = opened(bytes, channel) else { return Ok(()) };
    let text = &sheet.text();
    prop_assert!(sheet.rows > 0);
    let plan = Head::of(text).unwrap().plan;
    for nos in [true, false] {
        let whole = through(text, text.len(), 1, nos);
        prop_assert_eq!(usize::try_from(whole.2).unwrap(), sheet.rows, "each row is looked at");
        prop_assert_eq!(&through(text, most, 2, nos), &whole, "wherever it is cut");
        for address in &whole.0 {
            let normal = |kind| plan.normal(kind, address).is_ok_and(|normal| normal == *address);
            prop_assert!(hjemmel_model::IdentifierKind::ALL.into_iter().any(normal), "{}", address);
        }
    }
    Ok(())
}

/// Those that can be read, and those that broke the reader.
fn sheets() -> Vec<Vec<u8>> {
    [corpus(HERE, "sheet"), corpus(HERE, "sheet_broken")].concat()
}

fn channel() -> impl Strategy<Value = Channel> {
    prop_oneof![Just(Channel::Email), Just(Channel::Sms)]
}

proptest! {
    #[test]
    fn a_text_of_people(bytes in bent(texts(), WORDS), channel in channel(), most in 4_096usize..70_000) {
        holds(&bytes, channel, most)?;
    }

    #[test]
    fn a_sheet_of_a_workbook(cells in bent(sheets(), CELLS), channel in channel()) {
        holds(&workbook(&cells), channel, 70_000)?;
    }

    #[test]
    fn a_workbook_or_an_archive_as_it_lies(bytes in bent(packed(), &["PK\u{3}\u{4}", "PK\u{1}\u{2}", "PK\u{5}\u{6}", "xl/", "\0"])) {
        holds(&bytes, Channel::Email, 70_000)?;
    }
}

/// Workbooks, and an archive of files.
fn packed() -> Vec<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (at, text) in texts().iter().take(3).enumerate() {
        zip.start_file(format!("people{at}.csv"), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text).unwrap();
    }
    let archive = zip.finish().unwrap().into_inner();
    corpus(HERE, "sheet").iter().map(|cells| workbook(cells)).chain([archive]).collect()
}

#[test]
fn what_broke_it_once_is_refused() {
    for cells in corpus(HERE, "sheet_broken") {
        assert!(matches!(opened(&workbook(&cells), Channel::Email), Err(AppError::Unread(_))));
    }
}

#[test]
fn every_seed_is_read() {
    let texts = texts();
    let unread = texts
        .iter()
        .filter(|text| [Channel::Email, Channel::Sms].into_iter().all(|channel| opened(text, channel).is_err()));
    assert!(unread.count() <= 2, "a quote that is not closed, and one more");
    for book in packed() {
        assert!(opened(&book, Channel::Email).is_ok());
    }
}
