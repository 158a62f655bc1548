//! The debug answer: what became of an event, for a developer who may ask.

use hjemmel_collect::{
    Caller, SiteEntry,
    dialect::{own, segment, snowplow},
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
        let body = input.body.as_bytes();
        let decoded = match input.dialect {
            DebugDialect::Own => own::decode(&site.site.key, body),
            DebugDialect::Segment => segment::decode(None, "", &with_key(body, &site.site.key)),
            DebugDialect::Snowplow => snowplow::decode_post(body, false),
        };
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
        self.store.keys().hash("debug", format!("{}:{}", site.site.id, until.0).as_bytes())
    }
}

/// Segment's body names the site; what is looked at here is of the site that was asked about.
fn with_key(body: &[u8], key: &str) -> Vec<u8> {
    let Ok(serde_json::Value::Object(mut fields)) = serde_json::from_slice(body) else { return body.to_vec() };
    fields.insert("writeKey".into(), key.into());
    serde_json::to_vec(&fields).unwrap_or_else(|_| body.to_vec())
}
