//! Sites: one banner, one key, one table in the lake.

use serde::{Deserialize, Serialize};

use crate::{LawPack, SiteId, TenantId};

/// The public name of a site in the tag's path, Snowplow's `aid` and Segment's write key.
pub type SiteKey = String;

/// What is counted of views without permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum AggregateLane {
    /// Nothing.
    #[default]
    Off,
    /// Requests for the tag itself, by day, country and device class.
    Request,
    /// Views that a script reports before a choice, by day, listed page, source class, country and device class.
    Script,
}

impl AggregateLane {
    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            AggregateLane::Off => "off",
            AggregateLane::Request => "request",
            AggregateLane::Script => "script",
        }
    }
}

/// Whose word counts for what an event is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Default, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum RevenueFrom {
    /// Anybody's, a browser's as well, up to a limit an event.
    #[default]
    Anyone,
    /// Only what a tracker of a server sends; events of browsers are kept without their value.
    Server,
}

/// A site and its settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Whose it is.
    pub tenant: TenantId,
    /// Its public key.
    pub key: SiteKey,
    /// What staff call it.
    pub name: String,
    /// Hosts that may use the key, such as `www.blomsterhuset.example`, `*.blomsterhuset.example` for it and all below it,
    /// or `localhost:8081`. Empty allows none.
    pub hosts: Vec<String>,
    /// The law it stands under.
    pub law: LawPack,
    /// IANA time zone that days are cut in.
    pub time_zone: String,
    /// ISO 4217 currency that revenue is summed in.
    pub currency: String,
    /// What is counted without permission.
    pub aggregate: AggregateLane,
    /// Why the aggregate lane may be on: the recorded assessment.
    pub aggregate_assessment: String,
    /// Paths the aggregate lane may name; all others count as `other`.
    pub listed_paths: Vec<String>,
    /// Event names that count as conversions.
    pub conversions: Vec<String>,
    /// Event properties that are kept (P-06); all others are dropped and counted.
    pub properties: Vec<String>,
    /// Whose word counts for revenue.
    #[serde(default)]
    pub revenue: RevenueFrom,
}

impl Site {
    /// How views are counted without permission: as it was set, where the law allows that.
    pub fn lane(&self) -> AggregateLane {
        match self.law.aggregate_allows(self.aggregate) {
            true => self.aggregate,
            false => AggregateLane::Off,
        }
    }
}
