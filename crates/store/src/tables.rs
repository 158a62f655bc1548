//! What `data_map.toml` says of each table, as code: the map is the program. A backup, the counts before an erasure, the erasure
//! and the general part of a copy follow it.

/// A table.
pub(crate) struct Table {
    /// Its name.
    pub name: &'static str,
    /// Whether it is in a backup.
    pub dump: bool,
    /// Whether an erasure empties its personal columns and leaves the row.
    pub blank: bool,
    /// How its rows are reached from a person, if they are.
    pub of_person: Option<OfPerson>,
}

/// What is done with the rows of a person in a table: by organisation and person.
pub(crate) struct OfPerson {
    /// How many there are.
    pub count: &'static str,
    /// Erase them, or what is personal in them; `None` where a use case does that by hand.
    pub erase: Option<&'static str>,
    /// What a person may have of them.
    pub copy: &'static str,
    /// The columns of that.
    pub columns: &'static [&'static str],
    /// Whether it is in the copy.
    pub exported: bool,
}

/// Every table, those that others point at first.
pub(crate) const TABLES: &[Table] = include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// The tables with rows of people.
pub(crate) fn of_person() -> impl DoubleEndedIterator<Item = (&'static Table, &'static OfPerson)> {
    TABLES.iter().filter_map(|table| Some((table, table.of_person.as_ref()?)))
}
