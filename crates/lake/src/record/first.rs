//! Format 1 of a record: a row's fields in their order, as postcard writes structs. It is read, for ever, and not written.

use hjemmel_model::{AtMs, DeviceClass, Event, EventId, GrantSeq, PurposeSet, Row, SiteId, Surrogate};
use serde::Deserialize;

/// The first byte of such a record.
pub(super) const FORMAT: u8 = 1;

#[derive(Deserialize)]
struct FirstRow {
    event: FirstEvent,
    visitor: Surrogate,
    purposes: PurposeSet,
    grant: GrantSeq,
    notice_version: u32,
    session: i64,
}

#[derive(Deserialize)]
struct FirstEvent {
    id: EventId,
    site: SiteId,
    at: AtMs,
    received_at: AtMs,
    name: String,
    host: String,
    path: String,
    title: String,
    referrer: String,
    source: String,
    medium: String,
    campaign: String,
    country: String,
    device: DeviceClass,
    browser: String,
    os: String,
    value_minor: i64,
    currency: String,
    props: String,
}

impl From<FirstEvent> for Event {
    fn from(e: FirstEvent) -> Event {
        Event {
            id: e.id,
            site: e.site,
            at: e.at,
            received_at: e.received_at,
            name: e.name,
            host: e.host,
            path: e.path,
            title: e.title,
            referrer: e.referrer,
            source: e.source,
            medium: e.medium,
            campaign: e.campaign,
            country: e.country,
            device: e.device,
            browser: e.browser,
            os: e.os,
            value_minor: e.value_minor,
            currency: e.currency,
            props: e.props,
            content: String::new(),
            term: String::new(),
        }
    }
}

/// The rows behind the first byte.
pub(super) fn decode(rest: &[u8]) -> Option<Vec<Row>> {
    let rows: Vec<FirstRow> = postcard::from_bytes(rest).ok()?;
    let row = |r: FirstRow| Row {
        event: r.event.into(),
        visitor: r.visitor,
        purposes: r.purposes,
        grant: r.grant,
        notice_version: r.notice_version,
        session: r.session,
    };
    Some(rows.into_iter().map(row).collect())
}
