//! What tests of files share: files that are on their way in, and read as a whole.

use std::io::Write;

use hjemmel_store::{Keyring, Spooled, Spools};
use hjemmel_testkit::Seeded;

use super::{
    ImportReport,
    sheet::{Asked, Sheet},
    table::ImportFile,
};
use crate::AppError;

/// Where files of tests lie.
pub(super) fn spools() -> Spools {
    let keys = Keyring::from_master(&[1; 32], Box::new(Seeded::default())).unwrap();
    Spools::new(&std::env::temp_dir(), std::sync::Arc::new(keys), 64 << 20)
}

/// A file with that in it.
pub(super) fn spooled(bytes: &[u8]) -> Spooled {
    let mut spool = spools().open().unwrap();
    spool.write_all(bytes).unwrap();
    spool.finish().unwrap()
}

/// Files as read, with their text in one piece.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) report: ImportReport,
    pub(super) rows: usize,
    text: String,
}

impl Whole {
    pub(super) fn open(files: &[(&str, &[u8])], asked: Asked<'_>) -> Result<Whole, AppError> {
        let file = |(name, bytes): &(&str, &[u8])| ImportFile { name: (*name).into(), body: spooled(bytes) };
        let files: Vec<_> = files.iter().map(file).collect();
        let mut text = String::new();
        let sheet = Sheet::open(&files, asked, &mut |part| {
            text.push_str(&part);
            Ok(())
        })?;
        Ok(Whole { report: sheet.report, rows: sheet.rows, text: sheet.head + &text })
    }

    pub(super) fn text(&self) -> String {
        self.text.clone()
    }
}

/// A field of a sheet that holds a text.
pub(super) fn cell(at: &str, text: &str) -> String {
    format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

/// A workbook of sheets: their titles, whether they are seen, and their rows.
pub(super) fn book(sheets: &[(&str, &str, &str)]) -> Vec<u8> {
    book_with(sheets, &[])
}

/// The same with other parts; `calcPr` stands in the workbook itself, and what follows `~` in the rows of a sheet stands behind them.
pub(super) fn book_with(sheets: &[(&str, &str, &str)], parts: &[(&str, &str)]) -> Vec<u8> {
    const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut file = |name: &str, text: String| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(format!("{HEAD}{text}").as_bytes()).unwrap();
    };
    file(
        "[Content_Types].xml",
        format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>"
        ),
    );
    file(
        "_rels/.rels",
        format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        ),
    );
    let styled = parts.iter().any(|(name, _)| *name == "xl/styles.xml");
    let styles = format!("<Relationship Id=\"rIdS\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/>");
    let (mut listed, mut related) = (String::new(), if styled { styles } else { String::new() });
    for (at, (title, state, rows)) in sheets.iter().enumerate() {
        let state = if state.is_empty() { String::new() } else { format!(" state=\"{state}\"") };
        listed += &format!("<sheet name=\"{title}\" sheetId=\"{0}\"{state} r:id=\"rId{0}\"/>", at + 1);
        related += &format!(
            "<Relationship Id=\"rId{0}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{0}.xml\"/>",
            at + 1
        );
        let (rows, behind) = rows.split_once('~').unwrap_or((rows, ""));
        let text = format!(
            "<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheetData>{rows}</sheetData>{behind}</worksheet>"
        );
        file(&format!("xl/worksheets/sheet{}.xml", at + 1), text);
    }
    let reckon = parts.iter().find(|(name, _)| *name == "calcPr").map_or("", |(_, text)| text);
    let text = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{listed}</sheets>{reckon}</workbook>");
    file("xl/workbook.xml", text);
    file(
        "xl/_rels/workbook.xml.rels",
        format!("<Relationships xmlns=\"{PACKAGE}/relationships\">{related}</Relationships>"),
    );
    parts.iter().filter(|(name, _)| name.contains('/')).for_each(|(name, text)| file(name, (*text).to_owned()));
    zip.finish().unwrap().into_inner()
}
