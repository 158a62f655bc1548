//! Hjemmel's own protocol: what the tag sends.
//!
//! `{"token":"v1.…","sent":1795…,"events":[{"id":"…","n":"page_view","t":1795…,"u":"https://…","r":"…","ti":"…","v":49.5,
//! "c":"DKK","p":{}}]}`, as `text/plain` so that no preflight is needed.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{BadRequest, Decoded, EVENTS_MAX, amount, json, number, said, text};
use crate::hit::{BadHit, Hit};

#[derive(Deserialize)]
struct Envelope {
    #[serde(default)]
    token: String,
    #[serde(default)]
    sent: Option<i64>,
    events: Vec<Value>,
    /// What else stands beside them: what it says of consent is heard.
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// Read a request for the site `key`.
pub fn decode(key: &str, body: &[u8]) -> Result<Decoded, BadRequest> {
    let envelope: Envelope = json(body)?;
    if envelope.events.len() > EVENTS_MAX {
        return Err(BadRequest::TooMany);
    }
    let hits = envelope.events.iter().map(|event| hit(event, &envelope)).collect();
    Ok(Decoded { key: key.to_owned(), hits })
}

fn hit(event: &Value, envelope: &Envelope) -> Result<Hit, BadHit> {
    let fields = event.as_object().ok_or(BadHit::Malformed)?;
    let string = |name: &str| match fields.get(name) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(BadHit::Malformed),
    };
    let props = match fields.get("p") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(props)) => props.clone(),
        Some(_) => return Err(BadHit::Malformed),
    };
    Ok(Hit {
        id: Some(text(fields.get("id"))).filter(|id| !id.is_empty()),
        name: string("n")?,
        at_ms: fields.get("t").and_then(Value::as_i64),
        sent_ms: envelope.sent,
        url: string("u")?,
        referrer: string("r")?,
        title: string("ti")?,
        token: Some(envelope.token.clone()).filter(|t| !t.is_empty()),
        value: number(fields.get("v")),
        amount: amount(fields.get("v")),
        currency: string("c")?,
        consent: said::together(
            said::fields(&envelope.more).chain(said::fields(fields)).chain(said::properties(&props)).chain(
                [envelope.more.get("consent"), fields.get("consent"), props.get("consent")]
                    .into_iter()
                    .flatten()
                    .filter(|said| !said.is_null())
                    .filter_map(said::consent),
            ),
        ),
        props,
        ..Hit::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bad_event_leaves_the_others() {
        let body = br#"{"events":[{"n":"page_view","u":"https://a.example/"},7,{"n":3},{"n":"x","p":[]},{"n":"buy","v":"49.5"}]}"#;
        let hits = decode("k", body).unwrap().hits;
        let shape: Vec<_> = hits.iter().map(|h| h.as_ref().map(|h| h.name.as_str()).map_err(|e| *e)).collect();
        let bad = Err(BadHit::Malformed);
        assert_eq!(shape, [Ok("page_view"), bad, bad, bad, Ok("buy")]);
        assert_eq!(hits[4].as_ref().unwrap().value, Some(49.5));
        assert_eq!(decode("k", b"[]"), Err(BadRequest::Malformed));
        assert_eq!(decode("k", b"\xff"), Err(BadRequest::Malformed));
    }
}
