//! Hits: what a protocol says happened, before any decision.

use std::net::IpAddr;

use serde_json::{Map, Value};

/// The category that stands for all those a sender's own consent does not name.
pub(crate) const OTHERS: &str = "*";

/// One thing that a client reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// The client's id for it.
    pub id: Option<String>,
    /// What happened: `page_view`, or a name that is made lower case with underscores.
    pub name: String,
    /// When, by the client's clock, in milliseconds.
    pub at_ms: Option<i64>,
    /// When it was sent, by the client's clock, in milliseconds.
    pub sent_ms: Option<i64>,
    /// Address of the page.
    pub url: String,
    /// Address of the page before.
    pub referrer: String,
    /// Title of the page.
    pub title: String,
    /// The user agent that a server passes on.
    pub user_agent: Option<String>,
    /// Whether a server sent it for somebody.
    pub from_server: bool,
    /// The consent token that came with this one; otherwise the caller's counts.
    pub token: Option<String>,
    /// What the sender's own consent says, by category; `*` stands for those it does not name. `None` when it says
    /// nothing; an empty list says no to all.
    pub consent: Option<Vec<(String, bool)>>,
    /// Whether it says that the person took everything back: not for this hit alone, but from now on.
    pub takes_back: bool,
    /// Value in the currency's major unit, where it came as a number.
    pub value: Option<f64>,
    /// The value as it was written, such as `1.234,56 kr.`; counts before `value` when it is not empty.
    pub amount: String,
    /// ISO 4217, or a sign such as `€`.
    pub currency: String,
    /// Everything else.
    pub props: Map<String, Value>,
}

/// Why one hit was not taken. The rest of its batch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum BadHit {
    /// It has no name or kind.
    #[error("the event has no name")]
    NoName,
    /// It is not an object, or a field has the wrong type.
    #[error("the event is malformed")]
    Malformed,
    /// Longer than an event may be.
    #[error("the event is too long")]
    TooLong,
    /// The page is on a host that the site does not list.
    #[error("the host is not listed for this site")]
    HostNotListed,
    /// A machine sent it.
    #[error("a bot sent it")]
    Bot,
    /// This kind of event is not collected.
    #[error("this kind of event is not collected")]
    NotCollected,
    /// A sale whose amount or currency cannot be read.
    #[error("the value or its currency cannot be read")]
    Value,
    /// By the client's clock it happened before the choice, and the request does not say when it was sent by that clock.
    #[error("the clock of the client is behind; say when the event is sent by the same clock, and send it again")]
    Clock,
}

impl BadHit {
    /// As counted and shown.
    pub fn code(self) -> &'static str {
        match self {
            BadHit::NoName => "event_no_name",
            BadHit::Malformed => "event_malformed",
            BadHit::TooLong => "event_too_long",
            BadHit::HostNotListed => "host_not_listed",
            BadHit::Bot => "bot",
            BadHit::NotCollected => "not_collected",
            BadHit::Value => "value_unreadable",
            BadHit::Clock => "clock",
        }
    }
}

/// Who sends, as far as the request shows. Lives only as long as the request.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    /// The client's address, from trusted proxies only.
    pub ip: Option<IpAddr>,
    /// The user agent.
    pub user_agent: String,
    /// Whether the request carried `Sec-GPC: 1`.
    pub gpc: bool,
    /// The consent token in the header or cookie, empty when there is none.
    pub token: String,
}
