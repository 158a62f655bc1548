//! PostHog's capture API, one event or many at once.
//!
//! The site is named by `api_key` or `token`, where that is its key, and otherwise by the page, which it has to list. The consent token travels in the header, in the cookie, or as the
//! property `hjemmel_token` (`posthog.register({ hjemmel_token: … })`). A client in its mode without cookies has no
//! permission, so it takes every purpose away. Only page views, screens and events that somebody named are stored: what
//! clients record by themselves (clicks with the words beside them, recordings, who somebody is) is not.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use super::{
    Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, Verb, amount, number, object, said, text, token_taken,
};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// The dialect.
pub struct PostHog;

impl Dialect for PostHog {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[
            (Verb::Post, "/e"),
            (Verb::Post, "/e/"),
            (Verb::Post, "/i/v0/e"),
            (Verb::Post, "/i/v0/e/"),
            (Verb::Post, "/capture"),
            (Verb::Post, "/capture/"),
            (Verb::Post, "/batch"),
            (Verb::Post, "/batch/"),
            (Verb::Post, "/flags"),
            (Verb::Post, "/flags/"),
            (Verb::Get, "/array/{token}/config"),
        ]
    }

    fn names_pages(&self) -> bool {
        true
    }

    fn with_credentials(&self) -> bool {
        true
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let body = match super::json::<Value>(request.body) {
            Ok(body) => body,
            // The form of old clients.
            Err(bad) => of_form(request.body).ok_or(bad)?,
        };
        let (events, sent, shared) = match &body {
            Value::Array(events) => (events.clone(), None, String::new()),
            Value::Object(one) => match one.get("batch") {
                Some(Value::Array(events)) => (events.clone(), time(one.get("sent_at")), key_of(&body)),
                Some(_) => return Err(BadRequest::Malformed),
                None => (vec![body.clone()], time(one.get("sent_at")), key_of(&body)),
            },
            _ => return Err(BadRequest::Malformed),
        };
        if events.len() > EVENTS_MAX {
            return Err(BadRequest::TooMany);
        }
        let sent = sent.or_else(|| request.asked("_").parse().ok());
        let key =
            Some(shared).filter(|key| !key.is_empty()).or_else(|| events.iter().map(key_of).find(|k| !k.is_empty()));
        let key = key.ok_or(BadRequest::NoSite)?;
        let read = |event: &Value| {
            let own = key_of(event);
            match event.as_object() {
                Some(event) if own.is_empty() || own == key => hit(event, sent),
                _ => Err(BadHit::Malformed),
            }
        };
        let hits = events.iter().map(read).collect();
        Ok(Decoded { key, hits })
    }

    fn answer(&self, _: &Request<'_>, _: &Outcome) -> Answer {
        Answer::json(&json!({ "status": 1 }))
    }

    fn settings(&self, request: &Request<'_>) -> Option<Answer> {
        if request.path.starts_with("/array/") {
            return Some(Answer::json(&json!({
                "supportedCompression": ["gzip-js"], "hasFeatureFlags": false, "sessionRecording": false,
                "autocapture_opt_out": true, "captureDeadClicks": false, "heatmaps": false, "surveys": false
            })));
        }
        let flags =
            json!({ "flags": {}, "featureFlags": {}, "featureFlagPayloads": {}, "errorsWhileComputingFlags": false });
        request.path.starts_with("/flags").then(|| Answer::json(&flags))
    }
}

fn key_of(of: &Value) -> String {
    let names = ["api_key", "token"].into_iter().map(|name| text(of.get(name)));
    let inner = text(of.get("properties").and_then(|properties| properties.get("token")));
    names.chain([inner]).find(|key| !key.is_empty()).unwrap_or_default()
}

/// `data=` with JSON in Base64, or as it is.
fn of_form(body: &[u8]) -> Option<Value> {
    let data = url::form_urlencoded::parse(body).find(|(name, _)| name == "data").map(|(_, data)| data.into_owned())?;
    serde_json::from_str(&data)
        .ok()
        .or_else(|| serde_json::from_slice(&STANDARD.decode(data.replace(' ', "+")).ok()?).ok())
}

fn time(value: Option<&Value>) -> Option<i64> {
    match value {
        Some(Value::Number(ms)) => ms.as_i64(),
        value => hjemmel_model::AtMs::parse_rfc3339(&text(value)).map(|at| at.0),
    }
}

fn hit(event: &Map<String, Value>, sent: Option<i64>) -> Result<Hit, BadHit> {
    let mut props = object(event.get("properties"));
    let name = match text(event.get("event")).as_str() {
        "" => return Err(BadHit::NoName),
        "$pageview" => "page_view".to_owned(),
        "$screen" => "screen_view".to_owned(),
        own if own.starts_with('$') => return Err(BadHit::NotCollected),
        named => named.to_owned(),
    };
    let get = |name: &str| text(props.get(name));
    // Since when it is by the client's clock, where the client says that instead.
    let at_ms = time(event.get("timestamp"))
        .or_else(|| Some(sent?.saturating_sub(event.get("offset").and_then(Value::as_i64)?)));
    let cookieless =
        props.get("$cookieless_mode") == Some(&Value::Bool(true)) || get("distinct_id") == "$posthog_cookieless";
    let consent = said::together(
        said::fields(event)
            .chain(said::properties(&props))
            .chain(said::stated([event, &props]))
            .chain(cookieless.then(Vec::new)),
    );
    let worth = ["revenue", "value"].iter().find_map(|name| props.get(*name)).cloned();
    let mut out = Hit {
        id: [event.get("uuid"), props.get("$insert_id")].map(text).into_iter().find(|id| !id.is_empty()),
        name,
        at_ms,
        sent_ms: sent,
        url: get("$current_url"),
        referrer: Some(get("$referrer")).filter(|from| from != "$direct").unwrap_or_default(),
        title: get("title"),
        user_agent: Some(get("$raw_user_agent")).filter(|agent| !agent.is_empty()),
        from_server: get("$lib") != "web",
        consent,
        value: number(worth.as_ref()),
        amount: amount(worth.as_ref()),
        currency: get("currency"),
        ..Hit::default()
    };
    out.token = token_taken(&mut props);
    props.retain(|name, _| !name.starts_with('$') && !matches!(name.as_str(), "token" | "distinct_id" | "title"));
    out.props = props;
    Ok(out)
}
