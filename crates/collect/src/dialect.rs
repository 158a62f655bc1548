//! Dialects: the protocols of trackers that people already run, each turned into [`crate::Hit`]s.

pub mod own;
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

fn number(value: Option<&Value>) -> Option<f64> {
    match value {
        Some(Value::Number(n)) => n.as_f64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    }
}
