//! Plausible's events API, in the long names of its description and in the short ones of its script.
//!
//! The site is named by `domain`: its key or a host that it lists, and otherwise by the page. The consent token travels in the header, in the cookie
//! where the collector is on the site's own host, or as the property `hjemmel_token`.

use serde_json::{Map, Value};

use super::{Answer, BadRequest, Decoded, Dialect, Request, Verb, amount, number, object, said, text, token_taken};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// The dialect.
pub struct Plausible;

impl Dialect for Plausible {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[(Verb::Post, "/api/event")]
    }

    fn names_pages(&self) -> bool {
        true
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let body: Value = super::json(request.body)?;
        let event = body.as_object().ok_or(BadRequest::Malformed)?;
        let domain = text(either(event, "domain", "d"));
        // A script may name several sites; the first is the one it stands on.
        let key = domain.split(',').next().unwrap_or_default().trim().to_owned();
        if key.is_empty() {
            return Err(BadRequest::NoSite);
        }
        Ok(Decoded { key, hits: vec![hit(event)] })
    }

    fn answer(&self, _: &Request<'_>, outcome: &Outcome) -> Answer {
        let taken = outcome.stored + outcome.duplicates > 0;
        let headers = if taken { vec![] } else { vec![("x-plausible-dropped", "1")] };
        Answer { headers, ..Answer::new(202, "text/plain", b"ok") }
    }
}

/// A field by its long name or its short one.
fn either<'a>(event: &'a Map<String, Value>, long: &str, short: &str) -> Option<&'a Value> {
    event.get(long).or_else(|| event.get(short)).filter(|value| !value.is_null())
}

fn hit(event: &Map<String, Value>) -> Result<Hit, BadHit> {
    let get = |long: &str, short: &str| text(either(event, long, short));
    let mut props = object(either(event, "props", "p"));
    let consent =
        said::together(said::fields(event).chain(said::properties(&props)).chain(said::stated([event, &props])));
    let token = token_taken(&mut props);
    let revenue = object(either(event, "revenue", "$"));
    let name = match get("name", "n").as_str() {
        "" => return Err(BadHit::NoName),
        "pageview" => "page_view".to_owned(),
        "engagement" => {
            for (short, name) in [("sd", "scroll_depth"), ("e", "engagement_time_msec")] {
                if let Some(value) = event.get(short) {
                    props.insert(name.into(), value.clone());
                }
            }
            "page_ping".to_owned()
        }
        "Outbound Link: Click" => "click".to_owned(),
        "File Download" => "file_download".to_owned(),
        other => other.to_owned(),
    };
    Ok(Hit {
        name,
        url: get("url", "u"),
        referrer: get("referrer", "r"),
        token,
        consent,
        value: number(revenue.get("amount")),
        amount: amount(revenue.get("amount")),
        currency: text(revenue.get("currency")),
        props,
        ..Hit::default()
    })
}
