//! Rows: an event, the label it was permitted under, and its session; and how rows become columns.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, BinaryBuilder, Int32Array, Int64Array, RecordBatch, StringArray},
    datatypes::{DataType, Field, Schema, SchemaRef},
    error::ArrowError,
};
use hjemmel_model::{Event, GrantSeq, PurposeSet, Surrogate};
use hjemmel_policy::Label;
use serde::{Deserialize, Serialize};

/// One row of the lake.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What happened.
    pub event: Event,
    /// Whose it is.
    pub visitor: Surrogate,
    /// What it may be used for.
    pub purposes: PurposeSet,
    /// The choice that allows it.
    pub grant: GrantSeq,
    /// The notice that was shown.
    pub notice_version: u32,
    /// The visit it belongs to.
    pub session: i64,
}

impl Row {
    /// An event under a label, in a session.
    pub fn new(event: Event, label: Label, session: i64) -> Row {
        Row {
            event,
            visitor: label.subject,
            purposes: label.purposes,
            grant: label.grant,
            notice_version: label.notice_version,
            session,
        }
    }
}

/// Names of the columns that the gate reads.
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
}

/// The columns of a site's table. Times are milliseconds since 1970 in UTC, values are in minor units of the currency.
pub fn schema() -> SchemaRef {
    let int64 = |name: &str| Field::new(name, DataType::Int64, false);
    let int32 = |name: &str| Field::new(name, DataType::Int32, false);
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    Arc::new(Schema::new(vec![
        int64(columns::VISITOR),
        int64(columns::AT),
        int64(columns::SESSION),
        int32(columns::PURPOSES),
        int64(columns::GRANT),
        int32(columns::NOTICE_VERSION),
        Field::new(columns::EVENT_ID, DataType::Binary, false),
        int64(columns::RECEIVED),
        text("name"),
        text("host"),
        text("path"),
        text("title"),
        text("referrer"),
        text("source"),
        text("medium"),
        text("campaign"),
        text("country"),
        text("device"),
        text("browser"),
        text("os"),
        int64("value_minor"),
        text("currency"),
        text("props"),
    ]))
}

/// Rows as columns, in the order given.
pub fn to_batch(rows: &[&Row]) -> Result<RecordBatch, ArrowError> {
    let int64 = |f: &dyn Fn(&Row) -> i64| -> ArrayRef { Arc::new(rows.iter().map(|r| f(r)).collect::<Int64Array>()) };
    let int32 = |f: &dyn Fn(&Row) -> u32| -> ArrayRef {
        Arc::new(rows.iter().map(|r| i32::from_ne_bytes(f(r).to_ne_bytes())).collect::<Int32Array>())
    };
    fn text<'a>(rows: &[&'a Row], f: impl Fn(&'a Row) -> &'a str) -> ArrayRef {
        Arc::new(rows.iter().map(|r| Some(f(r))).collect::<StringArray>())
    }
    let mut ids = BinaryBuilder::with_capacity(rows.len(), rows.len() * 16);
    rows.iter().for_each(|r| ids.append_value(r.event.id.0.to_be_bytes()));
    let mut arrays: Vec<ArrayRef> = vec![
        int64(&|r| r.visitor.0),
        int64(&|r| r.event.at.0),
        int64(&|r| r.session),
        int32(&|r| r.purposes.0),
        int64(&|r| r.grant.0),
        int32(&|r| r.notice_version),
        Arc::new(ids.finish()),
        int64(&|r| r.event.received_at.0),
        text(rows, |r| &r.event.name),
        text(rows, |r| &r.event.host),
        text(rows, |r| &r.event.path),
        text(rows, |r| &r.event.title),
        text(rows, |r| &r.event.referrer),
        text(rows, |r| &r.event.source),
        text(rows, |r| &r.event.medium),
        text(rows, |r| &r.event.campaign),
        text(rows, |r| &r.event.country),
        text(rows, |r| r.event.device.name()),
        text(rows, |r| &r.event.browser),
        text(rows, |r| &r.event.os),
        int64(&|r| r.event.value_minor),
        text(rows, |r| &r.event.currency),
        text(rows, |r| &r.event.props),
    ];
    // They grew by doubling, and may wait for a minute.
    arrays.iter_mut().filter_map(Arc::get_mut).for_each(|array| array.shrink_to_fit());
    RecordBatch::try_new(schema(), arrays)
}
