//! Events: what happened on a site, after cleaning and enrichment.

mod column;
mod row;

use serde::{Deserialize, Serialize};

use crate::{AtMs, SiteId};

pub use column::{COLUMNS, Cell, Column, EVENT_FORMAT, Group, column};
pub use row::Row;

/// The id a client gave an event; two events of one browser on one site with the same id are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(pub u128);

/// Lower-case name of what happened: `page_view`, `purchase`, or the site's own.
pub type EventName = String;

/// The kind of device, as coarse as reports need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum DeviceClass {
    /// A computer.
    Desktop,
    /// A phone.
    Mobile,
    /// A tablet.
    Tablet,
    /// A machine that reads pages by itself.
    Bot,
    /// A server that sent the event.
    Server,
    /// Not known.
    #[default]
    Unknown,
    /// A television, or what is plugged into one. Last, because records of the log in format 1 name a class by its place.
    Tv,
}

impl DeviceClass {
    /// The class of that name; unknown when it is none.
    pub fn from_name(name: &str) -> DeviceClass {
        let all = [
            DeviceClass::Desktop,
            DeviceClass::Mobile,
            DeviceClass::Tablet,
            DeviceClass::Bot,
            DeviceClass::Server,
            DeviceClass::Tv,
        ];
        all.into_iter().find(|class| class.name() == name).unwrap_or_default()
    }

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            DeviceClass::Desktop => "desktop",
            DeviceClass::Mobile => "mobile",
            DeviceClass::Tablet => "tablet",
            DeviceClass::Bot => "bot",
            DeviceClass::Server => "server",
            DeviceClass::Unknown => "unknown",
            DeviceClass::Tv => "tv",
        }
    }
}

/// One event. Text fields are empty when unknown. It holds no network address and no full user agent.
///
/// Who did it is not in here: that is the surrogate in the permit it is stored under. What is stored of it, and how, stands in
/// [`COLUMNS`].
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The client's id for it.
    pub id: EventId,
    /// Where it happened.
    pub site: SiteId,
    /// When it happened, by the client's clock corrected for its drift.
    pub at: AtMs,
    /// When it reached the collector.
    pub received_at: AtMs,
    /// What happened.
    pub name: EventName,
    /// Host of the page.
    pub host: String,
    /// Path of the page, without query.
    pub path: String,
    /// Title of the page.
    pub title: String,
    /// Host that linked here, when it is another one.
    pub referrer: String,
    /// `utm_source`, or the class of the referrer.
    pub source: String,
    /// `utm_medium`, or `referral`, `organic`, `social`, `email`, `assistant`, `paid`, `none`.
    pub medium: String,
    /// `utm_campaign`.
    pub campaign: String,
    /// ISO 3166-1 alpha-2, `ZZ` when unknown.
    pub country: String,
    /// Kind of device.
    pub device: DeviceClass,
    /// Browser family.
    pub browser: String,
    /// Operating system family.
    pub os: String,
    /// Value in the currency's minor unit (øre, cents).
    pub value_minor: i64,
    /// ISO 4217, empty when there is no value.
    pub currency: String,
    /// Properties on the site's allow-list, as a JSON object.
    pub props: String,
    /// `utm_content`: which of several links of a campaign.
    pub content: String,
    /// `utm_term`: the word that was paid for.
    pub term: String,
}
