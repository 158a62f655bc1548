//! Google's Measurement Protocol of GA4, by which servers send events.
//!
//! The site is named by `measurement_id`: its key. The consent token travels in the header, as a user property or as a
//! parameter `hjemmel_token`. `consent`, `non_personalized_ads` and what else a sender says can only take purposes away.
//! `user_id` and `user_data` are not read: linking has a permission of its own.

use serde_json::{Map, Value};

use super::{
    Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, TOKEN_PROPERTY, Verb, amount, number, object, said,
    text, token_taken,
};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// The dialect.
pub struct Measurement;

impl Dialect for Measurement {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[(Verb::Post, "/mp/collect")]
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let key =
            ["measurement_id", "firebase_app_id"].iter().map(|name| request.asked(name)).find(|id| !id.is_empty());
        let key = key.ok_or(BadRequest::NoSite)?;
        let body: Value = super::json(request.body)?;
        let body = body.as_object().ok_or(BadRequest::Malformed)?;
        let events = body.get("events").and_then(Value::as_array).ok_or(BadRequest::Malformed)?;
        if events.len() > EVENTS_MAX {
            return Err(BadRequest::TooMany);
        }
        let hits = events.iter().map(|event| hit(event.as_object().ok_or(BadHit::Malformed)?, body));
        Ok(Decoded { key, hits: hits.collect() })
    }

    fn answer(&self, _: &Request<'_>, _: &Outcome) -> Answer {
        Answer::new(204, "", b"")
    }
}

/// A moment in millionths of a second.
fn micros(value: Option<&Value>) -> Option<i64> {
    text(value).parse::<i64>().ok().map(|micros| micros / 1_000)
}

fn hit(event: &Map<String, Value>, body: &Map<String, Value>) -> Result<Hit, BadHit> {
    let name = text(event.get("name"));
    if name.is_empty() {
        return Err(BadHit::NoName);
    }
    let mut props = object(event.get("params"));
    let users = body.get("user_properties").and_then(|all| all.get(TOKEN_PROPERTY)).and_then(|own| own.get("value"));
    let of_user = Some(text(users)).filter(|token| !token.is_empty());
    let token = token_taken(&mut props).or(of_user);
    let no_ads = body.get("non_personalized_ads") == Some(&Value::Bool(true));
    let said = said::stated([body, event, &props])
        .chain(no_ads.then(|| vec![("ads".to_owned(), false)]))
        .chain(said::fields(event))
        .chain(said::properties(&props));
    let mut out = Hit {
        name,
        at_ms: micros(event.get("timestamp_micros")).or_else(|| micros(body.get("timestamp_micros"))),
        from_server: true,
        token,
        consent: said::together(said),
        value: number(props.get("value")),
        amount: amount(props.get("value")),
        currency: text(props.get("currency")),
        ..Hit::default()
    };
    for (field, to) in
        [("page_location", &mut out.url), ("page_referrer", &mut out.referrer), ("page_title", &mut out.title)]
    {
        *to = text(props.remove(field).as_ref());
    }
    out.props = props;
    Ok(out)
}
