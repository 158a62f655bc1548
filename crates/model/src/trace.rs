//! Traces: what became of something that a tracker sent, told to a developer.

use serde::Serialize;

use crate::Event;

/// What would become of one hit.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Trace {
    /// Its place in the request, from 0.
    pub index: usize,
    /// `kept`; `refused` when the decision is no; `rejected` when it is not taken at all.
    pub outcome: &'static str,
    /// Why not: the reason of the refusal or the code of the fault; empty when it is kept.
    pub reason: String,
    /// The rule behind a refusal; empty otherwise.
    pub rule: &'static str,
    /// The purposes it may be used for.
    pub purposes: Vec<String>,
    /// What was taken out of it or cut, and how often: kinds of personal data, properties that are not listed.
    pub cleaned: Vec<Cleaned>,
    /// The event as it would be stored.
    pub event: Option<TracedEvent>,
}

/// What was taken out of a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Cleaned {
    /// What.
    pub what: String,
    /// How often.
    pub n: i64,
}

/// An event as it would be stored. It names no browser and holds no address and no user agent.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
pub struct TracedEvent {
    /// What happened.
    pub name: String,
    /// When, by the sender's clock corrected for its drift, in milliseconds.
    pub at_ms: i64,
    /// Host of the page.
    pub host: String,
    /// Path of the page, without query.
    pub path: String,
    /// Title of the page.
    pub title: String,
    /// Host that linked here.
    pub referrer: String,
    /// Where the visit came from.
    pub source: String,
    /// By which medium.
    pub medium: String,
    /// Of which campaign.
    pub campaign: String,
    /// Of which of its links.
    pub content: String,
    /// For which word that was paid for.
    pub term: String,
    /// ISO 3166-1 alpha-2, `ZZ` when unknown.
    pub country: String,
    /// Kind of device.
    pub device: &'static str,
    /// Browser family.
    pub browser: String,
    /// System family.
    pub os: String,
    /// Value in the currency's minor unit.
    pub value_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The properties that are kept, as a JSON object.
    pub props: String,
}

impl From<Event> for TracedEvent {
    fn from(e: Event) -> TracedEvent {
        TracedEvent {
            name: e.name,
            at_ms: e.at.0,
            host: e.host,
            path: e.path,
            title: e.title,
            referrer: e.referrer,
            source: e.source,
            medium: e.medium,
            campaign: e.campaign,
            content: e.content,
            term: e.term,
            country: e.country,
            device: e.device.name(),
            browser: e.browser,
            os: e.os,
            value_minor: e.value_minor,
            currency: e.currency,
            props: e.props,
        }
    }
}
