//! Rows as columns, by the one table of columns.

use std::sync::{Arc, LazyLock};

use arrow::{
    array::{ArrayRef, BinaryBuilder, Int32Array, Int64Array, RecordBatch, StringBuilder, new_null_array},
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
};
use hjemmel_model::{COLUMNS, Cell, Column, Event, Row};
use hjemmel_policy::Label;

/// An event under a label, in a visit.
pub fn row(event: Event, label: Label, session: i64) -> Row {
    Row {
        event,
        visitor: label.subject,
        purposes: label.purposes,
        grant: label.grant,
        notice_version: label.notice_version,
        session,
    }
}

/// Names of the columns that more than reports read.
pub mod columns {
    /// Whose row it is.
    pub const VISITOR: &str = "visitor";
    /// What it may be used for.
    pub const PURPOSES: &str = "purposes";
    /// The choice that allows it.
    pub const GRANT: &str = "grant_seq";
    /// The notice that was shown.
    pub const NOTICE_VERSION: &str = "notice_version";
    /// When it happened.
    pub const AT: &str = "at_ms";
    /// When it was received.
    pub const RECEIVED: &str = "received_ms";
    /// The client's id.
    pub const EVENT_ID: &str = "event_id";
    /// The visit.
    pub const SESSION: &str = "session";
    /// Properties, as a JSON object.
    pub const PROPS: &str = "props";
}

fn kind(cell: &Cell) -> DataType {
    match cell {
        Cell::Number(..) => DataType::Int64,
        Cell::Bits(..) => DataType::Int32,
        Cell::Id(..) => DataType::Binary,
        Cell::Text(..) => DataType::Utf8,
    }
}

/// The columns of a site's table. Times are milliseconds since 1970 in UTC, values are in minor units of the currency. What
/// came after the first format may have no value: older rows have none.
pub fn schema() -> SchemaRef {
    static SCHEMA: LazyLock<SchemaRef> = LazyLock::new(|| {
        let field = |c: &Column| Field::new(c.name, kind(&c.cell), c.since > 1);
        Arc::new(Schema::new(COLUMNS.iter().map(field).collect::<Vec<_>>()))
    });
    Arc::clone(&SCHEMA)
}

fn array(column: &Column, rows: &[&Row]) -> ArrayRef {
    match column.cell {
        Cell::Number(get, _) => Arc::new(rows.iter().map(|r| get(r)).collect::<Int64Array>()),
        Cell::Bits(get, _) => {
            Arc::new(rows.iter().map(|r| i32::from_ne_bytes(get(r).to_ne_bytes())).collect::<Int32Array>())
        }
        Cell::Id(get, _) => {
            let mut ids = BinaryBuilder::with_capacity(rows.len(), rows.len() * 16);
            rows.iter().for_each(|r| ids.append_value(get(r).to_be_bytes()));
            Arc::new(ids.finish())
        }
        Cell::Text(get, _) => {
            // What came later says nothing in one way only.
            let some = |text: &&str| column.since == 1 || !text.is_empty();
            let mut texts = StringBuilder::with_capacity(rows.len(), 0);
            rows.iter().for_each(|r| texts.append_option(Some(get(r)).filter(some)));
            Arc::new(texts.finish())
        }
    }
}

/// Rows as columns, in the order given.
pub fn to_batch(rows: &[&Row]) -> Result<RecordBatch, ArrowError> {
    let mut arrays: Vec<ArrayRef> = COLUMNS.iter().map(|c| array(c, rows)).collect();
    // They grew by doubling, and may wait for a minute.
    arrays.iter_mut().filter_map(Arc::get_mut).for_each(|array| array.shrink_to_fit());
    RecordBatch::try_new(schema(), arrays)
}

/// A batch with every column of today: what was written before a column came has no value in it.
pub fn grown(batch: RecordBatch) -> Result<RecordBatch, ArrowError> {
    if batch.schema_ref() == &schema() {
        return Ok(batch);
    }
    let of = |field: &Arc<Field>| match batch.column_by_name(field.name()) {
        Some(column) => Arc::clone(column),
        None => new_null_array(field.data_type(), batch.num_rows()),
    };
    // A column of the first format that is not there is no column that came later.
    RecordBatch::try_new(schema(), schema().fields().iter().map(of).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_code_asks_for_by_name_is_there() {
        let own = [columns::VISITOR, columns::PURPOSES, columns::GRANT, columns::NOTICE_VERSION, columns::AT];
        let more = [columns::RECEIVED, columns::EVENT_ID, columns::SESSION, columns::PROPS];
        for name in own.into_iter().chain(more).chain(crate::session::Origin::COLUMNS) {
            assert!(schema().field_with_name(name).is_ok(), "{name}");
        }
    }
}
