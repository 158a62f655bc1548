//! What reports are broken down by and filtered on: a column that says so, or a property that a site declares.

use std::borrow::Cow;

use super::{FilterError, channel::channel, predicate::Axis, properties::property};
use crate::{
    Row,
    event::{COLUMNS, Cell, Column, Group, column},
};

/// What stands before the name of a property.
pub(super) const PROPERTY: &str = "prop:";

/// Longest name of a property, in bytes: as long as a site may declare one.
const PROPERTY_BYTES_MAX: usize = 300;

/// What a breakdown is by, and what a filter is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// A column of events.
    Column(&'static Column),
    /// A property that came with events.
    Property(String),
    /// The way by which a visit came, told from its source and medium.
    Channel,
}

/// The name of the channel among dimensions.
const CHANNEL: &str = "channel";

impl Dimension {
    /// Every column that can be asked by, list by list.
    pub fn columns() -> Vec<Dimension> {
        let mut asked: Vec<_> = COLUMNS.iter().filter_map(|c| Some((c.asked?, c))).collect();
        asked.sort_by_key(|(group, _)| *group);
        let mut all: Vec<_> = asked.into_iter().map(|(_, column)| Dimension::Column(column)).collect();
        all.insert(1.min(all.len()), Dimension::Channel);
        all
    }

    /// The dimension of that name: of a column, or of a property with `prop:` before it.
    pub fn from_name(name: &str) -> Option<Dimension> {
        match name.strip_prefix(PROPERTY) {
            Some(property) if property.is_empty() || property.len() > PROPERTY_BYTES_MAX => None,
            Some(property) => Some(Dimension::Property(property.to_owned())),
            None if name == CHANNEL => Some(Dimension::Channel),
            None => column(name).filter(|c| c.asked.is_some()).map(Dimension::Column),
        }
    }

    /// Its name in the API.
    pub fn name(&self) -> Cow<'static, str> {
        match self {
            Dimension::Column(column) => Cow::Borrowed(column.name),
            Dimension::Property(name) => Cow::Owned(format!("{PROPERTY}{name}")),
            Dimension::Channel => Cow::Borrowed(CHANNEL),
        }
    }

    /// The list of breakdowns it stands in, in the API.
    pub fn group(&self) -> &'static str {
        match self {
            Dimension::Column(column) => column.asked.unwrap_or(Group::None).name(),
            Dimension::Property(_) => "property",
            Dimension::Channel => Group::Origin(0).name(),
        }
    }

    /// What it can be filtered by; numbers are compared and not searched in.
    pub fn operators(&self) -> &'static [&'static str] {
        match self {
            Dimension::Property(_) => &["is", "contains", "starts", "gt", "gte", "lt", "lte", "between"],
            Dimension::Column(_) if self.is_number() => &["is", "gt", "gte", "lt", "lte", "between"],
            Dimension::Channel => &["is"],
            Dimension::Column(_) => &["is", "contains", "starts"],
        }
    }

    /// Whether it holds whole numbers, which have no empty value.
    pub fn is_number(&self) -> bool {
        matches!(self, Dimension::Column(Column { cell: Cell::Number(..) | Cell::Bits(..), .. }))
    }

    /// Its value in a row, as text; empty when it has none.
    pub fn of<'a>(&self, row: &'a Row) -> Cow<'a, str> {
        match self {
            Dimension::Property(name) => property(&row.event.props, name).unwrap_or_default(),
            Dimension::Channel => Cow::Borrowed(channel(&row.event.source, &row.event.medium)),
            Dimension::Column(column) => match column.cell {
                Cell::Number(get, _) => Cow::Owned(get(row).to_string()),
                Cell::Bits(get, _) => Cow::Owned(get(row).to_string()),
                Cell::Id(..) => Cow::Borrowed(""),
                Cell::Text(get, _) => Cow::Borrowed(get(row)),
            },
        }
    }
}

impl Axis for Dimension {
    fn from_name(name: &str) -> Option<Dimension> {
        Dimension::from_name(name)
    }

    fn name(&self) -> Cow<'_, str> {
        Dimension::name(self)
    }

    fn operators(&self) -> &'static [&'static str] {
        Dimension::operators(self)
    }

    fn is_number(&self) -> bool {
        Dimension::is_number(self)
    }

    fn unknown(name: String) -> FilterError {
        FilterError::Dimension(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_follow_from_the_table_of_columns() {
        let lists: Vec<_> = Dimension::columns().iter().map(|d| format!("{} {}", d.group(), d.name())).collect();
        let wanted = "origin source, origin channel, origin campaign, origin referrer, origin medium, origin content, origin term, \
            content path, content name, content host, place country, device device, device browser, device os, \
            none title, none value_minor, none currency";
        assert_eq!(lists.join(", "), wanted);
    }

    #[test]
    fn a_name_is_a_columns_or_a_propertys() {
        let named = |name: &str| Dimension::from_name(name).map(|d| d.name().into_owned());
        for name in ["source", "channel", "value_minor", "prop:plan", "prop:pris i kr.", "prop:prop:x"] {
            assert_eq!(named(name).as_deref(), Some(name));
        }
        for name in ["", "prop:", "visitor", "session", "event_id", "props", "at_ms", "shoe", "Source"] {
            assert_eq!(named(name), None, "{name}");
        }
    }
}
