//! The columns of an event, in one table: what it says of each is all that log, files, batches, filters, breakdowns and the
//! console's lists know of it.
//!
//! Invariant: a column is only ever added at the end. Its place is its number in the log, and what was written before it came
//! reads as absent: nothing in a file, empty or zero in a row.

use crate::{AtMs, DeviceClass, EventId, GrantSeq, PurposeSet, Row, Surrogate};

/// What a column holds, and how a row is asked for it and told it.
#[derive(Clone, Copy)]
pub enum Cell {
    /// A whole number.
    Number(fn(&Row) -> i64, fn(&mut Row, i64)),
    /// Thirty-two bits.
    Bits(fn(&Row) -> u32, fn(&mut Row, u32)),
    /// The id that a client gave.
    Id(fn(&Row) -> u128, fn(&mut Row, u128)),
    /// A text; empty when unknown.
    Text(fn(&Row) -> &str, fn(&mut Row, String)),
}

/// Which list of breakdowns a dimension stands in, and at which place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Where visits come from.
    Origin(u8),
    /// What is looked at and done.
    Content(u8),
    /// Where visitors are.
    Place(u8),
    /// With what they look.
    Device(u8),
    /// In no list: it can be filtered by.
    None,
}

impl Group {
    /// As in the API.
    pub fn name(self) -> &'static str {
        match self {
            Group::Origin(_) => "origin",
            Group::Content(_) => "content",
            Group::Place(_) => "place",
            Group::Device(_) => "device",
            Group::None => "none",
        }
    }
}

/// One column.
pub struct Column {
    /// Its name in the table, and in the API where it can be asked by.
    pub name: &'static str,
    /// What it holds.
    pub cell: Cell,
    /// The format with which it came. What is of the first has a value in every row; later ones may have none.
    pub since: u8,
    /// It tells one browser or visit from another. Nothing is asked by it, and it stands in no log of a table.
    pub personal: bool,
    /// Reports can be asked by it.
    pub asked: Option<Group>,
}

impl PartialEq for Column {
    fn eq(&self, other: &Column) -> bool {
        self.name == other.name
    }
}

impl Eq for Column {}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Column").field(&self.name).finish()
    }
}

/// The format of today: the highest that a column came with.
pub const EVENT_FORMAT: u8 = 2;

const fn label(name: &'static str, cell: Cell) -> Column {
    Column { name, cell, since: 1, personal: false, asked: None }
}

const fn personal(name: &'static str, cell: Cell) -> Column {
    Column { name, cell, since: 1, personal: true, asked: None }
}

const fn asked(name: &'static str, group: Group, cell: Cell) -> Column {
    Column { name, cell, since: 1, personal: false, asked: Some(group) }
}

const fn since(format: u8, column: Column) -> Column {
    Column { since: format, ..column }
}

use Cell::{Bits, Id, Number, Text};

/// Every column there is.
#[rustfmt::skip]
pub static COLUMNS: &[Column] = &[
    personal("visitor", Number(|r| r.visitor.0, |r, v| r.visitor = Surrogate(v))),
    label("at_ms", Number(|r| r.event.at.0, |r, v| r.event.at = AtMs(v))),
    personal("session", Number(|r| r.session, |r, v| r.session = v)),
    label("purposes", Bits(|r| r.purposes.0, |r, v| r.purposes = PurposeSet(v))),
    label("grant_seq", Number(|r| r.grant.0, |r, v| r.grant = GrantSeq(v))),
    label("notice_version", Bits(|r| r.notice_version, |r, v| r.notice_version = v)),
    personal("event_id", Id(|r| r.event.id.0, |r, v| r.event.id = EventId(v))),
    label("received_ms", Number(|r| r.event.received_at.0, |r, v| r.event.received_at = AtMs(v))),
    asked("name", Group::Content(1), Text(|r| &r.event.name, |r, v| r.event.name = v)),
    asked("host", Group::Content(2), Text(|r| &r.event.host, |r, v| r.event.host = v)),
    asked("path", Group::Content(0), Text(|r| &r.event.path, |r, v| r.event.path = v)),
    asked("title", Group::None, Text(|r| &r.event.title, |r, v| r.event.title = v)),
    asked("referrer", Group::Origin(2), Text(|r| &r.event.referrer, |r, v| r.event.referrer = v)),
    asked("source", Group::Origin(0), Text(|r| &r.event.source, |r, v| r.event.source = v)),
    asked("medium", Group::Origin(3), Text(|r| &r.event.medium, |r, v| r.event.medium = v)),
    asked("campaign", Group::Origin(1), Text(|r| &r.event.campaign, |r, v| r.event.campaign = v)),
    asked("country", Group::Place(0), Text(|r| &r.event.country, |r, v| r.event.country = v)),
    asked("device", Group::Device(0), Text(|r| r.event.device.name(), |r, v| r.event.device = DeviceClass::from_name(&v))),
    asked("browser", Group::Device(1), Text(|r| &r.event.browser, |r, v| r.event.browser = v)),
    asked("os", Group::Device(2), Text(|r| &r.event.os, |r, v| r.event.os = v)),
    asked("value_minor", Group::None, Number(|r| r.event.value_minor, |r, v| r.event.value_minor = v)),
    asked("currency", Group::None, Text(|r| &r.event.currency, |r, v| r.event.currency = v)),
    label("props", Text(|r| &r.event.props, |r, v| r.event.props = v)),
    since(2, asked("content", Group::Origin(4), Text(|r| &r.event.content, |r, v| r.event.content = v))),
    since(2, asked("term", Group::Origin(5), Text(|r| &r.event.term, |r, v| r.event.term = v))),
];

/// The column of that name.
pub fn column(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|c| c.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SiteId;

    /// What stands here was written to logs and tables: whoever changes a line of it makes them say something else.
    #[test]
    fn no_column_changes_its_number_kind_or_format() {
        let kind = |cell: &Cell| match cell {
            Number(..) => "number",
            Bits(..) => "bits",
            Id(..) => "id",
            Text(..) => "text",
        };
        let all: Vec<_> = COLUMNS.iter().map(|c| format!("{} {} {}", c.name, kind(&c.cell), c.since)).collect();
        let written = "visitor number 1, at_ms number 1, session number 1, purposes bits 1, grant_seq number 1, \
            notice_version bits 1, event_id id 1, received_ms number 1, name text 1, host text 1, path text 1, \
            title text 1, referrer text 1, source text 1, medium text 1, campaign text 1, country text 1, \
            device text 1, browser text 1, os text 1, value_minor number 1, currency text 1, props text 1, \
            content text 2, term text 2";
        assert_eq!(all.join(", "), written);
        assert_eq!(COLUMNS.iter().map(|c| c.since).max(), Some(EVENT_FORMAT));
        assert!(COLUMNS.iter().map(|c| c.since).is_sorted(), "a column is added at the end");
    }

    #[test]
    fn each_column_has_a_place_of_its_own_in_a_row_and_none_that_tells_browsers_apart_is_asked_by() {
        let mut row = Row::blank(SiteId::parse("site_a").unwrap_or_else(|e| panic!("{e}")));
        let mut seen = Vec::new();
        for (n, c) in (1u32..).zip(COLUMNS) {
            match c.cell {
                Number(_, set) => set(&mut row, i64::from(n)),
                Bits(_, set) => set(&mut row, n),
                Id(_, set) => set(&mut row, u128::from(n)),
                Text(_, set) if c.name == "device" => set(&mut row, "tablet".into()),
                Text(_, set) => set(&mut row, n.to_string()),
            }
            assert!(!(c.personal && c.asked.is_some()), "{}", c.name);
        }
        for c in COLUMNS {
            seen.push(match c.cell {
                Number(get, _) => get(&row).to_string(),
                Bits(get, _) => get(&row).to_string(),
                Id(get, _) => get(&row).to_string(),
                Text(get, _) => get(&row).to_owned(),
            });
        }
        let wanted = (1..).zip(COLUMNS).map(|(n, c)| if c.name == "device" { "tablet".into() } else { n.to_string() });
        assert_eq!(seen, wanted.collect::<Vec<String>>());
    }
}
