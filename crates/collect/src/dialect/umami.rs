//! Umami's API, one event or many at once.
//!
//! The site is named by `website`, where that is its key, and otherwise by the page, which it has to list. The consent token travels in the header, in the cookie where the collector is
//! on the site's own host, or in `data` as `hjemmel_token`. `identify` links people and is not stored.

use serde_json::{Value, json};

use super::{
    Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, Verb, amount, number, object, said, text, token_taken,
};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// The dialect.
pub struct Umami;

impl Dialect for Umami {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[(Verb::Post, "/api/send"), (Verb::Post, "/api/batch")]
    }

    fn names_pages(&self) -> bool {
        true
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let sent = match super::json::<Value>(request.body)? {
            Value::Array(many) => many,
            one => vec![one],
        };
        if sent.len() > EVENTS_MAX {
            return Err(BadRequest::TooMany);
        }
        if sent.is_empty() {
            return Err(BadRequest::Malformed);
        }
        let site = |event: &Value| text(event.get("payload").and_then(|payload| payload.get("website")));
        let key = sent.iter().map(site).find(|key| !key.is_empty()).ok_or(BadRequest::NoSite)?;
        let server = request.header("user-agent").contains("Umami/");
        let read = |event: &Value| if site(event) == key { hit(event, server) } else { Err(BadHit::Malformed) };
        let hits = sent.iter().map(read).collect();
        Ok(Decoded { key, hits })
    }

    fn answer(&self, request: &Request<'_>, outcome: &Outcome) -> Answer {
        if request.path.ends_with("batch") {
            let size = outcome.stored + outcome.duplicates + outcome.refused.len() + outcome.rejected.len();
            return Answer::json(&json!({ "size": size, "processed": size, "errors": 0, "details": [] }));
        }
        Answer::json(&json!({}))
    }
}

fn hit(event: &Value, server: bool) -> Result<Hit, BadHit> {
    let payload = event.get("payload").and_then(Value::as_object).ok_or(BadHit::Malformed)?;
    if text(event.get("type")) != "event" {
        return Err(BadHit::NotCollected);
    }
    let get = |name: &str| text(payload.get(name));
    let mut props = object(payload.get("data"));
    let said = said::fields(payload).chain(said::properties(&props)).chain(said::stated([payload, &props]));
    let consent = said::together(said);
    let token = token_taken(&mut props);
    let name = Some(get("name")).filter(|name| !name.is_empty()).unwrap_or_else(|| "page_view".into());
    let revenue = props.get("revenue").cloned();
    Ok(Hit {
        name,
        at_ms: number(payload.get("timestamp")).map(milliseconds),
        url: address(&get("hostname"), &get("url")),
        referrer: get("referrer"),
        title: get("title"),
        user_agent: Some(get("userAgent")).filter(|agent| !agent.is_empty()),
        from_server: server,
        token,
        consent,
        value: number(revenue.as_ref()),
        amount: amount(revenue.as_ref()),
        currency: text(props.get("currency")),
        props,
        ..Hit::default()
    })
}

/// Seconds as milliseconds; what no clock shows is cut off.
fn milliseconds(seconds: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "a float is cut to the ends of what fits")]
    let whole = (seconds * 1_000.0) as i64;
    whole
}

/// The address of a page that came as a host and a path.
fn address(host: &str, page: &str) -> String {
    if host.is_empty() || page.contains("://") {
        page.to_owned()
    } else {
        format!("https://{host}/{}", page.trim_start_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_as_host_and_path() {
        for (host, page, right) in [
            ("a.example", "/x?y=1", "https://a.example/x?y=1"),
            ("a.example", "x", "https://a.example/x"),
            ("", "/x", "/x"),
            ("a.example", "https://b.example/", "https://b.example/"),
        ] {
            assert_eq!(address(host, page), right);
        }
        assert_eq!(milliseconds(f64::NAN), 0);
    }

    #[test]
    fn who_is_identified_is_not_linked() {
        let event = json!({ "type": "identify", "payload": { "website": "k", "data": { "email": "e@a.example" } } });
        assert_eq!(hit(&event, false), Err(BadHit::NotCollected));
    }
}
