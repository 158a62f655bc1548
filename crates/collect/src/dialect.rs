//! Dialects: the protocols of trackers that people already run, each turned into [`crate::Hit`]s.

pub mod own;
mod said;
pub mod segment;
pub mod snowplow;

use serde_json::Value;

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
