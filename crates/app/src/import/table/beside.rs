//! What a workbook says beside its cells: remarks, links, and that something is struck out. A no may stand in any of them,
//! and so may the only address of a row.

use std::{
    collections::{BTreeMap, HashMap},
    io::{BufReader, Read, Seek},
};

use calamine::Xlsx;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
    name::QName,
};
use zip::ZipArchive;

use crate::import::read::addresses;

/// Bytes of remarks on one sheet, and of links.
const REMARKS_MAX: u64 = 32 << 20;
/// Cells of one link.
const LINKED_MAX: u32 = 1_000;
/// What stands for a field that is struck out.
pub(super) const STRUCK: &str = "#struck";

/// What stands beside the cells of one sheet.
#[derive(Default)]
pub(super) struct Beside {
    /// Remarks, by the row they are pinned to, from 0.
    remarks: BTreeMap<u32, Vec<String>>,
    /// Addresses that cells lead to, by row and column.
    links: HashMap<(u32, u32), String>,
    /// Rows in which something is struck out.
    struck: Vec<u32>,
    /// Whether its formulas are still to be reckoned.
    pub(super) unreckoned: bool,
}

impl Beside {
    /// What stands beside a row; nothing for most.
    pub(super) fn of_row(&self, row: u32) -> Vec<&str> {
        let remarks = self.remarks.get(&row).into_iter().flatten().map(String::as_str);
        remarks.chain(self.struck.binary_search(&row).is_ok().then_some(STRUCK)).collect()
    }

    /// The address that a cell leads to.
    pub(super) fn link(&self, at: (u32, u32)) -> Option<&str> {
        self.links.get(&at).map(String::as_str)
    }

    /// What a workbook says beside the cells of one of its sheets.
    pub(super) fn read<R: Read + Seek>(book: &mut Xlsx<R>, name: &str, around: &mut Around) -> Beside {
        let remarks = around.remarks.remove(name).unwrap_or_default();
        let mut beside = Beside { remarks, unreckoned: around.unreckoned, ..Beside::default() };
        for link in book.hyperlinks_by_sheet_name(name).unwrap_or_default() {
            let target = link.target.unwrap_or_default();
            let Some(address) = address_of(&target) else { continue };
            let ((top, left), (bottom, right)) = (link.range.start, link.range.end);
            for row in top..=bottom.min(top.saturating_add(LINKED_MAX)) {
                for column in left..=right.min(left.saturating_add(LINKED_MAX)) {
                    beside.links.insert((row, column), address.clone());
                }
            }
        }
        beside.struck = struck(book, name);
        beside
    }
}

/// The address that a link or a formula of one leads to.
pub(super) fn address_of(target: &str) -> Option<String> {
    addresses(target.split('?').next().unwrap_or_default()).into_iter().next()
}

/// Rows with a cell that is struck out.
fn struck<R: Read + Seek>(book: &mut Xlsx<R>, name: &str) -> Vec<u32> {
    let mut rows = Vec::new();
    let Ok(mut cells) = book.worksheet_cells_reader(name) else { return rows };
    let strike = |style: &calamine::Style| style.font.as_ref().is_some_and(calamine::Font::has_strikethrough);
    let strikes: Vec<bool> = cells.styles().iter().map(strike).collect();
    if !strikes.contains(&true) {
        return rows;
    }
    while let Ok(Some((row, _, style))) = cells.next_style_id() {
        if strikes.get(style).is_some_and(|strikes| *strikes) && rows.last() != Some(&row) {
            rows.push(row);
        }
    }
    rows.sort_unstable();
    rows
}

/// Remarks by the title of their sheet and by row.
type Remarks = HashMap<String, BTreeMap<u32, Vec<String>>>;

/// What stands in a workbook beside its sheets.
#[derive(Default)]
pub(super) struct Around {
    remarks: Remarks,
    /// Whether whoever opens it is to reckon every formula first: a nought beside one is none.
    pub(super) unreckoned: bool,
}

/// Every remark in a workbook, and whether its formulas are still to be reckoned.
pub(super) fn around<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Around {
    let book = target_of(archive, "", "officeDocument").into_iter().next().unwrap_or_else(|| "xl/workbook.xml".into());
    let related: HashMap<String, String> =
        relations(archive, &book).into_iter().map(|relation| (relation.id, relation.target)).collect();
    let (mut sheets, mut unreckoned) = (Vec::<(String, String)>::new(), false);
    each(archive, &book, |event| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "calcPr"
        {
            unreckoned |= attribute(e, "fullCalcOnLoad").is_some_and(|on| matches!(on.as_str(), "1" | "true"));
        }
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "sheet"
            && let (Some(name), Some(id)) = (attribute(e, "name"), attribute(e, "id"))
            && let Some(path) = related.get(&id)
        {
            sheets.push((name, path.clone()));
        }
    });
    let mut all = Remarks::new();
    for (name, path) in sheets {
        let mut parts = target_of(archive, &path, "comments");
        parts.extend(target_of(archive, &path, "threadedComment"));
        for part in parts {
            pinned(archive, &part, all.entry(name.clone()).or_default());
        }
    }
    Around { remarks: all, unreckoned }
}

/// The remarks of one part, by row.
fn pinned<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str, rows: &mut BTreeMap<u32, Vec<String>>) {
    let (mut at, mut text, mut inside) = (None, String::new(), false);
    each(archive, part, |event| match event {
        Event::Start(e) if matches!(e.local_name().as_ref(), "comment" | "threadedComment") => {
            (at, text) = (attribute(e, "ref").and_then(|place| row_of(&place)), String::new());
        }
        Event::Start(e) if matches!(e.local_name().as_ref(), "t" | "text") => inside = true,
        Event::End(e) if matches!(e.local_name().as_ref(), "t" | "text") => inside = false,
        Event::Text(t) if inside => text.push_str(&t.xml10_content()),
        Event::GeneralRef(e) if inside => {
            let named = match e.xml10_content().as_ref() {
                "lt" => Some('<'),
                "gt" => Some('>'),
                "amp" => Some('&'),
                "quot" => Some('"'),
                "apos" => Some('\''),
                _ => e.resolve_char_ref().ok().flatten(),
            };
            text.extend(named);
        }
        Event::End(e) if matches!(e.local_name().as_ref(), "comment" | "threadedComment") => {
            if let Some(row) = at.take() {
                rows.entry(row).or_default().push(std::mem::take(&mut text));
            }
        }
        _ => {}
    });
}

/// The row of a place such as `B12`, from 0.
fn row_of(place: &str) -> Option<u32> {
    let figures = place.split(':').next()?.trim_start_matches(|c: char| !c.is_ascii_digit());
    figures.parse::<u32>().ok()?.checked_sub(1)
}

struct Relation {
    id: String,
    kind: String,
    /// The part it leads to, by its whole path.
    target: String,
}

/// The parts that one leads to, of that kind.
fn target_of<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str, kind: &str) -> Vec<String> {
    let relations = relations(archive, part).into_iter();
    relations.filter(|relation| relation.kind.ends_with(&format!("/{kind}"))).map(|relation| relation.target).collect()
}

fn relations<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str) -> Vec<Relation> {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    let path = format!("{folder}/_rels/{name}.rels");
    let mut all = Vec::new();
    each(archive, path.trim_start_matches('/'), |event| {
        if let Event::Start(e) | Event::Empty(e) = event
            && e.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(kind), Some(target)) =
                (attribute(e, "Id"), attribute(e, "Type"), attribute(e, "Target"))
        {
            all.push(Relation { id, kind, target: resolved(folder, &target) });
        }
    });
    all
}

/// A path that is given from a folder on.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => drop(path.pop()),
            "." | "" => {}
            step => path.push(step),
        }
    }
    path.join("/")
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Option<String> {
    let local = |key: QName<'_>| key.local_name().as_ref() == name;
    let found = e.attributes().with_checks(false).flatten().find(|attribute| local(attribute.key))?;
    Some(found.normalized_value(quick_xml::XmlVersion::Explicit1_0).ok()?.into_owned())
}

/// Go through a part; what is none, or broken, has nothing more to say.
fn each<R: Read + Seek>(archive: &mut ZipArchive<R>, part: &str, mut event: impl FnMut(&Event<'_>)) {
    let known = archive
        .index_for_name(part)
        .or_else(|| archive.file_names().position(|name| name.is_ok_and(|name| name.eq_ignore_ascii_case(part))));
    let Some(Ok(part)) = known.map(|at| archive.by_index(at)) else { return };
    let mut reader = Reader::from_reader(BufReader::new(part.take(REMARKS_MAX)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) | Err(_) => return,
            Ok(e) => event(&e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_paths_are_read_as_workbooks_write_them() {
        assert_eq!((row_of("B12"), row_of("AA1:AA9"), row_of("B"), row_of("A0")), (Some(11), Some(0), None, None));
        assert_eq!(resolved("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(address_of("mailto:anna@x.example?subject=Hej").as_deref(), Some("anna@x.example"));
        assert_eq!(address_of("https://x.example/"), None);
    }
}
