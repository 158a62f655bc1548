//! What a row of a file of people says.
//!
//! Invariant: what says no is heard before anything about a row is doubted, what is not known is no yes, and whatever address
//! can be found beside a no gets no yes.

mod evidence;
mod found;
mod said;

use hjemmel_model::{AtMs, Channel, IdentifierKind, Language, phone_cut};
use hjemmel_store::RowSays;

use super::{
    column::{Column, Taken},
    noes::{self, Says, nothing},
    plan::Plan,
    table::BESIDE,
};

pub(super) use evidence::{place_kept, words_kept};
pub(super) use found::{anywhere as addresses, found};
use said::{Said, said};

/// Characters a field may have.
const FIELD_MAX: usize = 5_000;
/// What stands for a field of a workbook that does not say what its formula comes to.
pub(super) const FORMULA: &str = "#formula";
/// Things that are known about one person.
const ATTRIBUTES_MAX: usize = 60;

/// A row as understood: the address or number it is about, its language, what it says, and what is missing when it says nothing usable.
#[derive(Clone, Debug)]
pub(super) struct Understood {
    pub(super) channel: Channel,
    pub(super) address: String,
    pub(super) language: Language,
    pub(super) says: RowSays,
    pub(super) missing: Vec<&'static str>,
    /// Other ways the same person is known.
    pub(super) numbers: Vec<(IdentifierKind, String)>,
    /// Those that are none, by their kind.
    pub(super) wrong: Vec<&'static str>,
    /// What else is known about them, by name.
    pub(super) attributes: Vec<(String, String)>,
    /// Whether it stands beside the row's first: it counts, and is not counted.
    pub(super) beside: bool,
}

/// A row that could not be understood, and whose addresses, as far as any were found: nothing in the file gives them a yes.
#[derive(Clone, Debug)]
pub(super) struct Doubt {
    pub(super) code: &'static str,
    pub(super) addresses: Vec<(IdentifierKind, String)>,
    /// Whether what stands there sounds like a no: no later file gives them a yes either, until somebody has looked.
    pub(super) lasting: bool,
    /// Whether the row is one that cannot be read, and is counted and listed as such.
    pub(super) told: bool,
}

/// All that a row says.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) rows: Vec<Understood>,
    pub(super) doubts: Vec<Doubt>,
}

/// The fields of a row, by what their columns hold.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a> {
    columns: &'a [Column],
    cells: &'a [&'a str],
    /// What a workbook says beside the row: remarks, and addresses it leads to.
    beside: Option<&'a str>,
}

impl<'a> Fields<'a> {
    fn pairs(self) -> impl Iterator<Item = (&'a Column, &'a str)> {
        let pairs = self.columns.iter().zip(self.cells.iter().copied());
        pairs.map(|(column, field)| (column, trimmed(field))).filter(|(_, field)| !field.is_empty())
    }

    fn all(self, taken: Taken) -> impl Iterator<Item = &'a str> {
        self.pairs().filter(move |(column, _)| column.taken == taken).map(|(_, field)| field)
    }

    fn has(self, taken: Taken) -> bool {
        self.columns.iter().any(|column| column.taken == taken)
    }

    /// Whether each field stands under its column.
    fn whole(self) -> bool {
        self.cells.len() == self.columns.len()
    }
}

/// A field without what surrounds it: spaces of every kind, and the sign with which spreadsheets keep a number a text.
fn trimmed(text: &str) -> &str {
    let blank =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let text = text.trim_matches(blank);
    let text = text.strip_prefix('\'').unwrap_or(text);
    // So that a number stays a text, programs write it as what a formula comes to.
    let formula = text.strip_prefix("=\"").and_then(|text| text.strip_suffix('"'));
    formula.unwrap_or(text).trim_matches(blank)
}

/// Understand a row on its own.
pub(super) fn understand(plan: &Plan, sheet: usize, cells: &[&str], now: AtMs) -> Heard {
    let Some(sheet) = plan.sheets.get(sheet) else { return Heard::default() };
    let (cells, beside) = match cells.split_last() {
        Some((last, cells)) if last.starts_with(BESIDE) => (cells, Some(*last)),
        _ => (cells, None),
    };
    let fields = Fields { columns: &sheet.columns, cells, beside };
    let channel = plan.channel;
    let kind = channel.kind();
    let mut heard = Heard::default();
    others(plan, fields, &mut heard);
    // Of several columns the first that holds one.
    let about: Vec<_> =
        fields.all(taken_for(kind)).map(|text| found(kind, text, plan)).filter(|f| !f.is_empty()).collect();
    let own = about.first().cloned().unwrap_or_default();
    // A number that nobody has may be somebody's with a figure too many.
    let cut: Vec<String> = match kind {
        IdentifierKind::Phone => about.iter().flatten().filter_map(|number| phone_cut(number)).collect(),
        _ => Vec::new(),
    };
    let mut said = said(fields, plan.zone().tz());
    if sheet.all_no {
        said.named(fields);
    }
    if let Said { says: Some(no), .. } = &said
        && no.is_no()
    {
        noes_heard(plan, fields, &about, no, &mut heard);
        if !cut.is_empty() {
            let addresses = cut.into_iter().map(|value| (kind, value)).collect();
            heard.doubts.push(Doubt { code: kind.name(), addresses, lasting: true, told: false });
        }
        return heard;
    }
    let every = || about.iter().flatten().chain(&cut).map(|value| (kind, value.clone())).collect::<Vec<_>>();
    let doubt = |code, lasting| Doubt { code, addresses: every(), lasting, told: true };
    let Some(address) = own.first() else {
        heard.doubts.push(Doubt { addresses: anywhere(plan, fields), ..doubt(kind.name(), heard_no(fields, kind)) });
        return heard;
    };
    let code = match wrong(fields, &said) {
        _ if heard_no(fields, kind) => Some(("sounds_no", true)),
        // An answer where an address should stand: nobody knows to what. Whatever else stands there is none that is known.
        _ if beside_address(plan, fields, kind).any(|text| !nothing(text) && answers(text)) => Some(("status", true)),
        _ if beside_address(plan, fields, kind).next().is_some() || !cut.is_empty() => {
            Some((kind.name(), !cut.is_empty()))
        }
        Some("formula") => Some(("formula", formula_in(fields, &ANSWERS))),
        Some(code) => Some((code, code == "status")),
        None if own.len() > 1 => Some(("several", false)),
        None => None,
    };
    if let Some((code, lasting)) = code {
        heard.doubts.push(doubt(code, lasting));
        return heard;
    }
    match yes(plan, sheet, fields, &said, now) {
        Err(code) => heard.doubts.push(doubt(code, false)),
        Ok((says, missing)) => {
            let (mut numbers, mut wrong) = numbers(plan, fields);
            numbers.retain(|(of, value)| (*of, value) != (kind, address));
            let attributes = attributes(fields, &mut wrong);
            let language = language(fields);
            // The name of the file says otherwise: no other one gives them a yes until somebody has looked.
            if sheet.named_no {
                heard.doubts.push(Doubt { code: "sounds_no", addresses: every(), lasting: true, told: false });
            }
            let address = address.clone();
            heard.rows.push(Understood {
                channel,
                address,
                language,
                says,
                missing,
                numbers,
                wrong,
                attributes,
                beside: false,
            });
        }
    }
    heard
}

fn language(fields: Fields<'_>) -> Language {
    let tag = fields.all(Taken::Language).next().map(noes::folded).unwrap_or_default();
    match tag.get(..2) {
        Some("se") => Language::Sv,
        start => start.and_then(Language::from_tag).unwrap_or(Language::Da),
    }
}

/// A no, for every address its columns hold; what else of the row may be an address of theirs gets no yes.
fn noes_heard(plan: &Plan, fields: Fields<'_>, about: &[Vec<String>], no: &RowSays, heard: &mut Heard) {
    let (channel, kind) = (plan.channel, plan.channel.kind());
    let missing = if matches!(no, RowSays::NotYes) { vec!["no_yes"] } else { Vec::new() };
    let (numbers, wrong) = numbers(plan, fields);
    let language = language(fields);
    let mut addresses: Vec<&String> = Vec::new();
    // One that is written so that only people read it is none for a yes, and one for a no.
    let meant: Vec<String> = match about {
        [] => fields.all(taken_for(kind)).flat_map(|text| found::meant(kind, text, plan)).collect(),
        _ => Vec::new(),
    };
    for address in about.iter().flatten().chain(&meant).filter(|a| !a.is_empty()) {
        if !addresses.contains(&address) {
            addresses.push(address);
        }
    }
    for (at, address) in addresses.iter().enumerate() {
        let first = at == 0;
        let mut numbers = if first { numbers.clone() } else { Vec::new() };
        numbers.retain(|(of, value)| *of != kind || !addresses.contains(&value));
        heard.rows.push(Understood {
            channel,
            address: (*address).clone(),
            language,
            says: no.clone(),
            missing: missing.clone(),
            numbers,
            wrong: if first { wrong.clone() } else { Vec::new() },
            attributes: Vec::new(),
            beside: !first,
        });
    }
    let mut rest = anywhere(plan, fields);
    rest.retain(|(_, value)| !addresses.contains(&value));
    let told = addresses.is_empty();
    if told || !rest.is_empty() {
        heard.doubts.push(Doubt { code: kind.name(), addresses: rest, lasting: true, told });
    }
}

/// Every address of the file's kind that stands anywhere in a row.
fn anywhere(plan: &Plan, fields: Fields<'_>) -> Vec<(IdentifierKind, String)> {
    let kind = plan.channel.kind();
    // Numbers of every kind stand in a row; only an address says of itself that it is one.
    if kind != IdentifierKind::Email {
        return Vec::new();
    }
    let in_cell = |text: &&str| found::anywhere(text).into_iter().chain(found::meant(kind, text, plan));
    let mut all: Vec<_> =
        fields.cells.iter().chain(&fields.beside).flat_map(in_cell).map(|value| (kind, value)).collect();
    all.sort();
    all.dedup();
    all
}

/// Whether a column that nobody expects a no in sounds like one.
fn heard_no(fields: Fields<'_>, kind: IdentifierKind) -> bool {
    // What stands under no column could be anything.
    fields.cells.iter().skip(fields.columns.len()).any(|text| noes::sounds_no(text))
        || fields.pairs().any(|(column, text)| column.sounds_no(text, taken_for(kind)))
        || fields.beside.is_some_and(|beside| beside.split(BESIDE).any(noes::remark_says_no))
}

/// What stands in a column of addresses and is none.
fn beside_address<'a>(plan: &'a Plan, fields: Fields<'a>, kind: IdentifierKind) -> impl Iterator<Item = &'a str> {
    fields.all(taken_for(kind)).filter(move |text| found(kind, text, plan).is_empty())
}

/// Whether it answers something.
fn answers(text: &str) -> bool {
    noes::answer_is_yes(text) || noes::answer_is_no(text) || noes::sounds_no(text)
}

/// What other channels are told no to.
fn others(plan: &Plan, fields: Fields<'_>, heard: &mut Heard) {
    let channel = match plan.channel {
        Channel::Email => Channel::Sms,
        Channel::Sms => Channel::Email,
    };
    let kind = channel.kind();
    let no = fields.all(Taken::OtherNo).any(|text| !noes::no_is_denied(text));
    let said = || fields.all(Taken::Other).filter(|text| !nothing(text));
    let no = no || said().any(|text| matches!(noes::status(text), Says::No | Says::Bounced | Says::Complained));
    let not_yes = said().any(noes::answer_is_no);
    let says = match (no, not_yes) {
        (_, true) => RowSays::NotYes,
        (true, false) => RowSays::No { at: None },
        (false, false) => return,
    };
    let theirs = |text: &str| match found(kind, text, plan) {
        none if none.is_empty() => found::meant(kind, text, plan),
        found => found,
    };
    for address in fields.all(taken_for(kind)).flat_map(theirs) {
        heard.rows.push(Understood {
            channel,
            address,
            language: language(fields),
            says: says.clone(),
            missing: Vec::new(),
            numbers: numbers(plan, fields).0.into_iter().filter(|(of, _)| *of != kind).collect(),
            wrong: Vec::new(),
            attributes: Vec::new(),
            beside: true,
        });
    }
}

/// The code of what keeps a row that says no no from being understood.
fn wrong(fields: Fields<'_>, said: &Said) -> Option<&'static str> {
    if !fields.whole() {
        Some("columns")
    } else if fields.cells.iter().any(|field| field.len() > FIELD_MAX && field.chars().count() > FIELD_MAX) {
        Some("too_long")
    } else if formula_in(fields, &Taken::CHOICES) {
        Some("formula")
    } else if !said.known {
        Some("status")
    } else {
        None
    }
}

/// Columns in which a no may stand.
const ANSWERS: [Taken; 4] = [Taken::Status, Taken::OptIn, Taken::No, Taken::State];

/// Whether it is not known what stands in one of those columns.
fn formula_in(fields: Fields<'_>, columns: &[Taken]) -> bool {
    let counts = |taken| columns.contains(&taken) && taken != Taken::Irrelevant;
    fields.pairs().any(|(column, text)| text == FORMULA && (counts(column.taken) || column.taken == Taken::Unknown))
}

/// The yes of a row that says nothing else.
fn yes(
    plan: &Plan,
    sheet: &super::plan::SheetHead,
    fields: Fields<'_>,
    said: &Said,
    now: AtMs,
) -> Result<(RowSays, Vec<&'static str>), &'static str> {
    // Of a question that nobody answered there is no yes.
    let empty = |taken| fields.has(taken) && fields.all(taken).all(nothing);
    let unasked = sheet.dated && !fields.has(Taken::Status) && fields.all(Taken::Date).all(nothing);
    // A status that was never written is no answer; beside one it takes nothing away.
    let yes = fields.all(Taken::OptIn).any(|text| noes::status(text) == Says::Yes);
    if (empty(Taken::Status) && !yes) || empty(Taken::OptIn) || unasked || matches!(said.says, Some(RowSays::Nothing)) {
        return Ok((RowSays::Nothing, vec!["no_yes"]));
    }
    let (mut says, mut missing) = evidence::evidence(plan, fields, now)?;
    for (what, lacks) in [("encoding", !sheet.sure), ("mapping", sheet.waits), ("name", sheet.named_no)] {
        if lacks {
            says = RowSays::Nothing;
            missing.push(what);
        }
    }
    Ok((says, missing))
}

/// The column of a kind of identifier.
fn taken_for(kind: IdentifierKind) -> Taken {
    match kind {
        IdentifierKind::Email => Taken::Address,
        IdentifierKind::Phone => Taken::Telephone,
        IdentifierKind::CustomerNumber => Taken::Number,
    }
}

/// The identifiers of a row, and the kinds of those that are none. Of addresses none stands beside the one that the row is about.
fn numbers(plan: &Plan, fields: Fields<'_>) -> (Vec<(IdentifierKind, String)>, Vec<&'static str>) {
    let (mut numbers, mut wrong) = (Vec::new(), Vec::new());
    let about = plan.channel.kind();
    // With a field too few or too many it is not sure which is which; only a no is heard then.
    if !fields.whole() {
        return (numbers, wrong);
    }
    for kind in IdentifierKind::ALL.into_iter().filter(|kind| *kind != IdentifierKind::Email || about != *kind) {
        for text in fields.all(taken_for(kind)).filter(|text| !nothing(text)) {
            match found(kind, text, plan) {
                values if values.is_empty() => wrong.push(kind.name()),
                values => numbers.extend(values.into_iter().map(|value| (kind, value))),
            }
        }
    }
    // The same number in two columns is one.
    numbers.dedup();
    (numbers, wrong)
}

/// What else is known about them. What may not be written down about anybody is left out and counted.
fn attributes(fields: Fields<'_>, wrong: &mut Vec<&'static str>) -> Vec<(String, String)> {
    let mut attributes: Vec<(String, String)> = Vec::new();
    if !fields.whole() {
        return attributes;
    }
    for (column, text) in fields.pairs().filter(|(c, _)| matches!(c.taken, Taken::Name | Taken::Attribute | Taken::Tag))
    {
        let value: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if nothing(&value) || attributes.len() >= ATTRIBUTES_MAX {
            continue;
        }
        match crate::profile::attribute(&column.attribute, value.trim()) {
            // Of several columns of one name the first that holds something.
            Ok((name, value)) if attributes.iter().all(|(other, _)| *other != name) => attributes.push((name, value)),
            Ok(_) => {}
            Err(_) => wrong.push("attribute"),
        }
    }
    attributes
}

#[cfg(test)]
mod tests;
