//! Rows: an event, the label it was permitted under, and its visit.

use crate::{AtMs, DeviceClass, Event, EventId, GrantSeq, PurposeSet, SiteId, Surrogate};

/// One row of the lake.
#[derive(Clone, Debug, PartialEq)]
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
    /// A row of a site of which nothing is known yet: nobody's, and usable for nothing.
    pub fn blank(site: SiteId) -> Row {
        Row {
            event: Event {
                id: EventId(0),
                site,
                at: AtMs(0),
                received_at: AtMs(0),
                name: String::new(),
                host: String::new(),
                path: String::new(),
                title: String::new(),
                referrer: String::new(),
                source: String::new(),
                medium: String::new(),
                campaign: String::new(),
                country: String::new(),
                device: DeviceClass::Unknown,
                browser: String::new(),
                os: String::new(),
                value_minor: 0,
                currency: String::new(),
                props: String::new(),
                content: String::new(),
                term: String::new(),
            },
            visitor: Surrogate(0),
            purposes: PurposeSet::NONE,
            grant: GrantSeq(0),
            notice_version: 0,
            session: 0,
        }
    }
}
