//! Dialects: the protocols of trackers that people already run, each turned into [`crate::Hit`]s.

pub mod gtag;
pub mod matomo;
pub mod measurement;
pub mod own;
pub mod plausible;
pub mod posthog;
mod said;
pub mod segment;
pub mod snowplow;
pub mod umami;

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::Outcome;

/// Most events in one request.
pub const EVENTS_MAX: usize = 500;

/// Why a whole request was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRequest {
    /// Not JSON, or not of the protocol's form.
    #[error("the body is not of this protocol's form")]
    Malformed,
    /// More events than one request may have.
    #[error("a request may have at most {EVENTS_MAX} events")]
    TooMany,
    /// It names no site.
    #[error("the request names no site key")]
    NoSite,
}

/// The hits of one request, and the site they name.
#[derive(Debug, Default, PartialEq)]
pub struct Decoded {
    /// The key of the site.
    pub key: String,
    /// The hits, each by itself good or bad.
    pub hits: Vec<Result<crate::Hit, crate::BadHit>>,
}

/// How an address is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// `GET`.
    Get,
    /// `POST`.
    Post,
}

/// A request of a tracker.
pub struct Request<'a> {
    /// How it came.
    pub verb: Verb,
    /// The path it came to.
    pub path: &'a str,
    /// What stands behind `?`.
    pub query: &'a str,
    /// Its body, unpacked.
    pub body: &'a [u8],
    /// A header as text, if it came.
    pub header: &'a dyn Fn(&str) -> Option<&'a str>,
}

impl<'a> Request<'a> {
    /// A header as text, empty when it is missing.
    fn header(&self, name: &str) -> &'a str {
        (self.header)(name).unwrap_or_default()
    }

    /// A parameter of its address, empty when it is missing.
    fn asked(&self, name: &str) -> String {
        let pairs = url::form_urlencoded::parse(self.query.as_bytes());
        pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    }
}

/// What a tracker hears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The media type of its body; empty for none.
    pub kind: &'static str,
    /// The body.
    pub body: Cow<'static, [u8]>,
    /// Headers beside these.
    pub headers: Vec<(&'static str, &'static str)>,
}

impl Answer {
    fn new(status: u16, kind: &'static str, body: &'static [u8]) -> Answer {
        Answer { status, kind, body: Cow::Borrowed(body), headers: Vec::new() }
    }

    fn json(value: &Value) -> Answer {
        let body = Cow::Owned(value.to_string().into_bytes());
        Answer { status: 200, kind: "application/json", body, headers: Vec::new() }
    }

    /// The transparent picture of one by one that trackers ask for where they cannot send.
    fn pixel() -> Answer {
        let headers = vec![("cache-control", "no-cache, no-store, must-revalidate")];
        Answer { headers, ..Answer::new(200, "image/gif", PIXEL) }
    }
}

const PIXEL: &[u8] = &[
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c,
    0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b,
];

/// A protocol that trackers speak.
pub trait Dialect: Sync {
    /// Where it is spoken.
    fn addresses(&self) -> &'static [(Verb, &'static str)];

    /// Read a request.
    ///
    /// # Errors
    /// When it is not of this protocol, or names no site.
    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest>;

    /// What its client expects, so that a refusal is not sent again.
    fn answer(&self, request: &Request<'_>, outcome: &Outcome) -> Answer;

    /// What its client asks for before it sends anything, if this is that.
    fn settings(&self, _request: &Request<'_>) -> Option<Answer> {
        None
    }

    /// Whether its client has names of its own for sites: what is no key of ours is then found by a host, said as its name
    /// or that of the page, which one site alone lists.
    fn names_pages(&self) -> bool {
        false
    }

    /// Whether its client sends with credentials, and hears nothing unless they are allowed.
    fn with_credentials(&self) -> bool {
        false
    }
}

/// Every protocol of others that is spoken.
pub const DIALECTS: &[&dyn Dialect] = &[
    &snowplow::Snowplow,
    &segment::Segment,
    &matomo::Matomo,
    &measurement::Measurement,
    &gtag::Gtag,
    &plausible::Plausible,
    &posthog::PostHog,
    &umami::Umami,
];

/// The property in which a client that can send no header of its own brings the consent token.
pub const TOKEN_PROPERTY: &str = "hjemmel_token";

/// The consent token among properties, taken out of them.
fn token_taken(properties: &mut Map<String, Value>) -> Option<String> {
    properties.remove(TOKEN_PROPERTY).map(|token| text(Some(&token))).filter(|token| !token.is_empty())
}

/// An object, or one that comes as text.
fn object(value: Option<&Value>) -> Map<String, Value> {
    match value {
        Some(Value::Object(fields)) => fields.clone(),
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => Map::new(),
    }
}

fn text(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

/// JSON as trackers send it. Text that was cut in the middle of a character, or escapes half of one, is mended with U+FFFD:
/// it must not spoil the events beside it.
fn json<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, BadRequest> {
    if let Ok(read) = serde_json::from_slice(body) {
        return Ok(read);
    }
    serde_json::from_str(&whole_characters(&String::from_utf8_lossy(body))).map_err(|_| BadRequest::Malformed)
}

/// Escapes of half a character (`\ud83d` without its other half) as `\ufffd`.
fn whole_characters(text: &str) -> String {
    let unit = |rest: &str| {
        let hex = rest.strip_prefix("\\u")?.get(..4)?;
        u16::from_str_radix(hex, 16).ok()
    };
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        out.push_str(before);
        let next = escape.get(6..).unwrap_or_default();
        let (kept, long) = match (unit(escape), unit(next)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => (escape.get(..12).unwrap_or(escape), 12),
            (Some(0xd800..=0xdfff), _) => ("\\ufffd", 6),
            // An escaped backslash is no beginning of another escape.
            _ => {
                let long = escape.char_indices().nth(2).map_or(escape.len(), |(at, _)| at);
                (escape.get(..long).unwrap_or(escape), long)
            }
        };
        out.push_str(kept);
        rest = escape.get(long..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// An amount as it was written, when it holds a digit of whatever script.
fn amount(value: Option<&Value>) -> String {
    let written = text(value);
    match value {
        _ if !written.chars().any(char::is_numeric) => String::new(),
        // What a program wrote as a number has its point before decimals, and never between thousands.
        Some(Value::Number(_)) if written.split_once('.').is_some_and(|(_, after)| after.len() == 3) => {
            format!("{written}0")
        }
        _ => written.trim().to_owned(),
    }
}

fn number(value: Option<&Value>) -> Option<f64> {
    match value {
        Some(Value::Number(n)) => n.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod spoken;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_character_spoils_nothing_but_itself() {
        for (body, right) in [
            (&br#"{"t":"\ud83d"}"#[..], "\u{fffd}"),
            (br#"{"t":"\udE00 x"}"#, "\u{fffd} x"),
            (br#"{"t":"\ud83d\ude00\ud83d"}"#, "\u{1f600}\u{fffd}"),
            (br#"{"t":"\\\ud83d \\ud83d"}"#, "\\\u{fffd} \\ud83d"),
            (b"{\"t\":\"\xf0\x9f\x98\"}", "\u{fffd}"),
        ] {
            let read: Value = json(body).unwrap();
            assert_eq!(text(read.get("t")), right, "{}", String::from_utf8_lossy(body));
        }
        assert_eq!(json::<Value>(b"{"), Err(BadRequest::Malformed));
    }
}
