//! What a workbook says beside its fields: a no, or the only address of a row, may stand there.

use super::*;
use crate::import::support::{book_with, cell};

const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// A sheet of people, each with a complete yes; `more` are fields of a row, by its line, and `behind` follows the rows.
fn people(rows: &[(&str, &str)], behind: &str) -> String {
    let heads = ["Email", "Date", "Source", "Words", "Note"];
    let columns = ["A", "B", "C", "D", "E"];
    let line = |number: usize, fields: &[&str], more: &str| {
        let cells: String =
            fields.iter().zip(columns).map(|(text, column)| cell(&format!("{column}{number}"), text)).collect();
        format!("<row r=\"{number}\">{cells}{more}</row>")
    };
    let mut all = line(1, &heads, "");
    for (at, (email, more)) in rows.iter().enumerate() {
        let yes = [*email, "2026-03-01", "https://shop.example/", "Ja tak til nyheder hver uge"];
        all += &line(at + 2, &yes, more);
    }
    format!("{all}~{behind}")
}

fn parts(comments: &str, links: &str) -> Vec<(&'static str, String)> {
    let related = format!(
        "<Relationships><Relationship Id=\"rId1\" Type=\"{TYPES}/comments\" Target=\"../comments1.xml\"/>{links}</Relationships>"
    );
    vec![
        ("xl/worksheets/_rels/sheet1.xml.rels", related),
        ("xl/comments1.xml", format!("<comments><commentList>{comments}</commentList></comments>")),
    ]
}

fn remark(place: &str, text: &str) -> String {
    format!("<comment ref=\"{place}\" authorId=\"0\"><text><r><t>Mette: </t></r><r><t>{text}</t></r></text></comment>")
}

/// What each address comes to.
fn ends(sheet: &str, parts: &[(&str, String)]) -> Vec<(String, &'static str)> {
    let parts: Vec<_> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let book = book_with(&[("Kunder", "", sheet)], &parts);
    let (rows, doubts) = heard(&[&book], &Way::default());
    let barred = |a: &str| doubts.iter().any(|(_, d)| d.addresses.iter().any(|(_, b)| a == b));
    let mut all: Vec<_> = rows
        .iter()
        .map(|row| (row.address.clone(), if barred(&row.address) { "doubt" } else { word(&row.says) }))
        .chain(doubts.iter().flat_map(|(_, d)| d.addresses.iter().map(|(_, a)| (a.clone(), "doubt"))))
        .collect();
    all.sort();
    all.dedup();
    all
}

fn is(got: &[(String, &'static str)], want: &[(&str, &str)]) {
    let got: Vec<_> = got.iter().map(|(address, says)| (address.as_str(), *says)).collect();
    assert_eq!(got, want);
}

#[test]
fn a_remark_that_says_no_is_heard_and_others_are_not() {
    let four = [("a@x.example", ""), ("b@x.example", ""), ("c@x.example", ""), ("d@x.example", "")];
    let sheet = people(&four, "");
    let remarks = [
        remark("A1", "Adressen fra kassen"),
        remark("A2", "Ønsker ikke mail"),
        remark("D3", "unsubscribed &amp; angry"),
        remark("A4", "Ringer gerne efter kl. 16"),
        remark("E5", "NEJ &#x2014; samme som bo@x.example"),
    ];
    let want = [("a@x.example", "doubt"), ("b@x.example", "doubt"), ("c@x.example", "yes"), ("d@x.example", "doubt")];
    is(&ends(&sheet, &parts(&remarks.concat(), "")), &want);
    // As newer programs keep them.
    let threaded = "<ThreadedComments><threadedComment ref=\"A3\" id=\"{1}\"><text>Har afmeldt sig</text></threadedComment></ThreadedComments>";
    let related = String::from(
        "<Relationships><Relationship Id=\"rId1\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" Target=\"/xl/threadedComments/threadedComment1.xml\"/></Relationships>",
    );
    let parts = [
        ("xl/worksheets/_rels/sheet1.xml.rels", related),
        ("xl/threadedComments/threadedComment1.xml", threaded.to_owned()),
    ];
    let want = [("a@x.example", "yes"), ("b@x.example", "doubt"), ("c@x.example", "yes"), ("d@x.example", "yes")];
    is(&ends(&sheet, &parts), &want);
}

#[test]
fn a_formula_that_nobody_reckoned_is_not_known() {
    let formula = "<c r=\"E2\"><f>IF(1=1,\"afmeldt\",\"\")</f></c>";
    let reckoned = "<c r=\"E3\" t=\"str\"><f>IF(1=2,\"afmeldt\",\"\")</f><v></v></c>";
    let sheet = people(&[("a@x.example", formula), ("b@x.example", reckoned)], "");
    let book = book_with(&[("Kunder", "", &sheet)], &[]);
    let (rows, doubts) = heard(&[&book], &Way::default());
    assert_eq!(rows.iter().map(|r| (r.address.as_str(), word(&r.says))).collect::<Vec<_>>(), [("b@x.example", "yes")]);
    assert_eq!(doubts.iter().map(|(line, d)| (*line, d.code, d.lasting)).collect::<Vec<_>>(), [(2, "formula", false)]);
    // Where a no may stand, no later file gives a yes either; and it is no no.
    let no = format!(
        "<row r=\"1\">{}{}</row><row r=\"2\">{}<c r=\"B2\"><f>VLOOKUP(A2,Nej!A:B,2,0)</f></c></row>",
        cell("A1", "email"),
        cell("B1", "Afmeldt"),
        cell("A2", "a@x.example")
    );
    let (rows, doubts) = heard(&[&book_with(&[("Kunder", "", &no)], &[])], &Way::default());
    assert!(rows.is_empty());
    assert_eq!((doubts[0].1.code, doubts[0].1.lasting), ("formula", true));
    // A nought counts, unless whoever opens the workbook is to reckon first.
    let no = no.replace("</f></c>", "</f><v>0</v></c>");
    let (rows, doubts) = heard(&[&book_with(&[("Kunder", "", &no)], &[])], &Way::default());
    assert_eq!((word(&rows[0].says), doubts.len()), ("nothing", 0));
    let reckon = [("calcPr", "<calcPr calcId=\"124519\" fullCalcOnLoad=\"1\"/>")];
    let (rows, doubts) = heard(&[&book_with(&[("Kunder", "", &no)], &reckon)], &Way::default());
    assert!(rows.is_empty() && doubts[0].1.code == "formula");
}

#[test]
fn an_address_that_is_only_linked_to_is_one() {
    let links = format!(
        "<Relationship Id=\"rId7\" Type=\"{TYPES}/hyperlink\" Target=\"mailto:anna@x.example?subject=Hej\" TargetMode=\"External\"/>\
         <Relationship Id=\"rId8\" Type=\"{TYPES}/hyperlink\" Target=\"mailto:old@x.example\" TargetMode=\"External\"/>"
    );
    let behind = "<hyperlinks><hyperlink ref=\"A2\" r:id=\"rId7\"/><hyperlink ref=\"A3\" r:id=\"rId8\"/></hyperlinks>";
    let row = |line: usize, text: &str, status: &str| {
        let (a, b) = (cell(&format!("A{line}"), text), cell(&format!("B{line}"), status));
        format!("<row r=\"{line}\">{a}{b}</row>")
    };
    let written =
        "<row r=\"4\"><c r=\"A4\" t=\"str\"><f>HYPERLINK(\"mailto:carl@x.example\",\"Carl\")</f><v>Carl</v></c>";
    let sheet = format!(
        "{}{}{}{written}{}</row>~{behind}",
        row(1, "Email", "Status"),
        row(2, "Anna Holm", "unsubscribed"),
        row(3, "new@x.example", "unsubscribed"),
        cell("B4", "unsubscribed")
    );
    let want =
        [("anna@x.example", "no"), ("carl@x.example", "no"), ("new@x.example", "no"), ("old@x.example", "doubt")];
    is(&ends(&sheet, &parts("", &links)), &want);
}

#[test]
fn what_is_struck_out_is_no_yes() {
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><fonts count=\"2\"><font/><font><strike/></font></fonts>\
        <fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders>\
        <cellXfs count=\"2\"><xf fontId=\"0\"/><xf fontId=\"1\" applyFont=\"1\"/></cellXfs></styleSheet>";
    let struck = "<c r=\"E3\" s=\"1\" t=\"inlineStr\"><is><t>Aarhus</t></is></c>";
    let sheet = people(&[("a@x.example", ""), ("b@x.example", struck)], "");
    is(&ends(&sheet, &[("xl/styles.xml", styles.to_owned())]), &[("a@x.example", "yes"), ("b@x.example", "doubt")]);
}
