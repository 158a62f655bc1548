//! The debug answer: what became of an event, for a developer who may ask.

use base64::{Engine, engine::general_purpose::STANDARD};
use hjemmel_collect::{
    Caller, SiteEntry,
    dialect::{self, BadRequest, Decoded, Dialect, Request, Verb, own},
};
use hjemmel_model::{AtMs, Trace};
use hjemmel_policy::{Authorized, act};
use hjemmel_words::key;
use serde::{Deserialize, Serialize};

use crate::{AppError, cases};

/// How long a debug token works, in milliseconds.
const TOKEN_MS: i64 = 3_600_000;
/// Longest request that is looked at, in bytes.
const BODY_BYTES_MAX: usize = 100_000;

/// A protocol that a tracker speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DebugDialect {
    /// Our own.
    Own,
    /// Segment and RudderStack, a batch.
    Segment,
    /// Snowplow, `tp2`.
    Snowplow,
    /// Matomo, many calls at once or the parameters of one.
    Matomo,
    /// Google's Measurement Protocol of GA4.
    Measurement,
    /// Google's tag: a line an event.
    Gtag,
    /// Plausible.
    Plausible,
    /// PostHog.
    Posthog,
    /// Umami.
    Umami,
}

impl DebugDialect {
    /// How it is read, unless it is our own.
    fn spoken(self) -> Option<&'static dyn Dialect> {
        Some(match self {
            DebugDialect::Own => return None,
            DebugDialect::Segment => &dialect::segment::Segment,
            DebugDialect::Snowplow => &dialect::snowplow::Snowplow,
            DebugDialect::Matomo => &dialect::matomo::Matomo,
            DebugDialect::Measurement => &dialect::measurement::Measurement,
            DebugDialect::Gtag => &dialect::gtag::Gtag,
            DebugDialect::Plausible => &dialect::plausible::Plausible,
            DebugDialect::Posthog => &dialect::posthog::PostHog,
            DebugDialect::Umami => &dialect::umami::Umami,
        })
    }

    /// Read a body that is sent to the first of its addresses, by a site of that key.
    fn decode(self, key: &str, body: &[u8]) -> Result<Decoded, BadRequest> {
        let Some(spoken) = self.spoken() else { return own::decode(key, body) };
        let posted = spoken.addresses().iter().find(|(verb, _)| *verb == Verb::Post);
        let (query, sender) = (format!("tid={key}&measurement_id={key}"), STANDARD.encode(format!("{key}:")));
        let basic = format!("Basic {sender}");
        let header = |name: &str| match name {
            "authorization" => Some(basic.as_str()),
            "user-agent" => Some("-"),
            _ => None,
        };
        let path = posted.map(|(_, path)| *path).unwrap_or_default();
        spoken.decode(&Request { verb: Verb::Post, path, query: &query, body, header: &header })
    }
}

/// A request to be looked at, as a tracker would send it.
#[derive(Clone, Debug, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DebugInput {
    /// The protocol.
    pub dialect: DebugDialect,
    /// The body as it is sent.
    pub body: String,
    /// The consent token of a browser, where the body has none.
    #[serde(default)]
    pub token: String,
    /// The user agent it comes from.
    #[serde(default)]
    pub user_agent: String,
    /// Whether the browser sends Global Privacy Control.
    #[serde(default)]
    pub gpc: bool,
}

/// A token with which a tracker's own requests are answered with what became of each event.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct DebugToken {
    /// To be sent in the header `Hjemmel-Debug`.
    pub token: String,
    /// Until when it works, in milliseconds.
    pub expires_at_ms: i64,
}

impl cases::Sites<'_> {
    /// Say what would become of a request. Nothing is stored, nothing is counted.
    pub fn debug(
        &self,
        auth: &Authorized<act::SiteRead>,
        site: &SiteEntry,
        input: &DebugInput,
    ) -> Result<Vec<Trace>, AppError> {
        let _ = auth;
        if input.body.len() > BODY_BYTES_MAX {
            return Err(AppError::Invalid { field: "body", why: key!("field_is_longer_than_100_kb") });
        }
        let decoded = input.dialect.decode(&site.site.key, input.body.as_bytes());
        let wrong = |_| AppError::Invalid { field: "body", why: key!("field_is_not_of_this_protocol") };
        let caller = Caller {
            ip: None,
            user_agent: input.user_agent.chars().take(512).collect(),
            gpc: input.gpc,
            token: input.token.clone(),
        };
        Ok(self.collector.debug(site, &caller, decoded.map_err(wrong)?.hits))
    }

    /// Make a debug token for a site. It opens nothing but the answer to whoever sends an event themselves.
    pub fn debug_token(&self, auth: &Authorized<act::SiteWrite>, site: &SiteEntry) -> DebugToken {
        let _ = auth;
        let expires_at = self.clock.now().plus_ms(TOKEN_MS);
        DebugToken {
            token: format!("{}.{}", expires_at.0, self.debug_mark(site, expires_at)),
            expires_at_ms: expires_at.0,
        }
    }

    /// Whether a debug token is one of this site, and not too old.
    pub fn debug_token_holds(&self, site: &SiteEntry, token: &str) -> bool {
        let Some((until, mark)) = token.split_once('.') else { return false };
        let Ok(until) = until.parse::<i64>().map(AtMs) else { return false };
        let now = self.clock.now();
        if until < now || until > now.plus_ms(TOKEN_MS) {
            return false;
        }
        // Compared as hashes: how long it takes tells nothing about the mark.
        let hash = |text: &str| self.store.keys().hash("debug_check", text.as_bytes());
        hash(mark) == hash(&self.debug_mark(site, until))
    }

    fn debug_mark(&self, site: &SiteEntry, until: AtMs) -> String {
        self.store.keys().secret("debug", format!("{}:{}", site.site.id, until.0).as_bytes())
    }
}
