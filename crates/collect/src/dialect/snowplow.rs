//! The Snowplow tracker protocol: `POST …/tp2` and `GET /i`.
//!
//! The site is named by `aid`. The consent token travels in the header, or as an entity
//! `iglu:io.hjemmel/consent/jsonschema/1-0-0` with the field `token`. `SP-Anonymous` asks for no identifier, so it takes
//! every purpose away. What the events of the consent plugins say holds for themselves and for what follows them in the
//! request, and can only take away.

mod consent;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value};

use super::{
    Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, Verb, amount, json, number, said::Said as Consent, text,
};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

const CONSENT_ENTITY: &str = "iglu:io.hjemmel/consent/jsonschema/";
const COMMERCE_ACTION: &str = "/snowplow_ecommerce_action/";
const TRANSACTION_ENTITY: &str = "iglu:com.snowplowanalytics.snowplow.ecommerce/transaction/jsonschema/";

/// The dialect.
pub struct Snowplow;

impl Dialect for Snowplow {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[(Verb::Post, "/com.snowplowanalytics.snowplow/tp2"), (Verb::Get, "/i")]
    }

    fn with_credentials(&self) -> bool {
        true
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let anonymous = (request.header)("sp-anonymous").is_some();
        match request.verb {
            Verb::Post => decode_post(request.body, anonymous),
            Verb::Get => decode_query(request.query, anonymous),
        }
    }

    fn answer(&self, request: &Request<'_>, _: &Outcome) -> Answer {
        match request.verb {
            Verb::Post => Answer::new(200, "text/plain; charset=utf-8", b"ok"),
            Verb::Get => Answer::pixel(),
        }
    }
}

/// Read the body of a POST.
pub fn decode_post(body: &[u8], anonymous: bool) -> Result<Decoded, BadRequest> {
    let body: Value = json(body)?;
    let data = body.get("data").and_then(Value::as_array).filter(|d| !d.is_empty()).ok_or(BadRequest::Malformed)?;
    if data.len() > EVENTS_MAX {
        return Err(BadRequest::TooMany);
    }
    let events: Vec<_> = data.iter().map(Value::as_object).collect();
    // A tracker has one application id; an event that names another is not of this request.
    let key = events.iter().flatten().map(|e| text(e.get("aid"))).find(|k| !k.is_empty()).ok_or(BadRequest::NoSite)?;
    let mut said = None;
    let hits = events
        .into_iter()
        .map(|event| {
            let event = event.ok_or(BadHit::Malformed)?;
            if text(event.get("aid")) != key {
                return Err(BadHit::Malformed);
            }
            hit(event, anonymous, &mut said)
        })
        .collect();
    Ok(Decoded { key, hits })
}

/// Read the query of a GET.
pub fn decode_query(query: &str, anonymous: bool) -> Result<Decoded, BadRequest> {
    let pairs = url::form_urlencoded::parse(query.as_bytes());
    let event: Map<String, Value> = pairs.map(|(k, v)| (k.into_owned(), Value::String(v.into_owned()))).collect();
    let key = text(event.get("aid"));
    if key.is_empty() {
        return Err(BadRequest::NoSite);
    }
    Ok(Decoded { key, hits: vec![hit(&event, anonymous, &mut None)] })
}

/// A JSON value that comes plain, or as base64url with or without padding.
fn wrapped(event: &Map<String, Value>, plain: &str, encoded: &str) -> Result<Option<Value>, BadHit> {
    let json = match (text(event.get(plain)), text(event.get(encoded))) {
        (p, _) if !p.is_empty() => p.into_bytes(),
        (_, e) if !e.is_empty() => {
            let e = e.trim_end_matches('=').replace('+', "-").replace('/', "_");
            URL_SAFE_NO_PAD.decode(e).map_err(|_| BadHit::Malformed)?
        }
        _ => return Ok(None),
    };
    super::json(&json).map(Some).map_err(|_| BadHit::Malformed)
}

/// `said` is what the latest consent event before it in the request said.
fn hit(event: &Map<String, Value>, anonymous: bool, said: &mut Option<Consent>) -> Result<Hit, BadHit> {
    let get = |name: &str| text(event.get(name));
    let platform = get("p");
    if get("tv").is_empty() || platform.is_empty() {
        return Err(BadHit::Malformed);
    }
    let entities = wrapped(event, "co", "cx")?;
    let entities = entities.as_ref().and_then(|c| c.get("data")).and_then(Value::as_array).cloned().unwrap_or_default();
    let entity = |prefix: &str| {
        let found = entities.iter().find(|e| text(e.get("schema")).starts_with(prefix));
        found.and_then(|e| e.get("data")).and_then(Value::as_object)
    };
    let mut hit = Hit {
        id: Some(get("eid")).filter(|id| !id.is_empty()),
        at_ms: get("ttm").parse().ok().or_else(|| get("dtm").parse().ok()),
        sent_ms: get("stm").parse().ok(),
        url: get("url"),
        referrer: get("refr"),
        title: get("page"),
        user_agent: Some(get("ua")).filter(|ua| !ua.is_empty()),
        from_server: matches!(platform.as_str(), "srv" | "app" | "pc"),
        token: entity(CONSENT_ENTITY).map(|e| text(e.get("token"))).filter(|t| !t.is_empty()),
        ..Hit::default()
    };
    hit.name = match get("e").as_str() {
        "pv" => "page_view".into(),
        "pp" => "page_ping".into(),
        "se" => {
            (hit.value, hit.amount) = (number(event.get("se_va")), amount(event.get("se_va")));
            for (field, name) in [("se_ca", "category"), ("se_la", "label"), ("se_pr", "property")] {
                if let Some(value) = event.get(field) {
                    hit.props.insert(name.into(), value.clone());
                }
            }
            get("se_ac")
        }
        "tr" => {
            (hit.value, hit.amount) = (number(event.get("tr_tt")), amount(event.get("tr_tt")));
            hit.currency = get("tr_cu");
            "purchase".into()
        }
        "ti" => return Err(BadHit::NotCollected),
        "ue" => {
            let event = wrapped(event, "ue_pr", "ue_px")?.ok_or(BadHit::Malformed)?;
            let inner = event.get("data").and_then(Value::as_object).ok_or(BadHit::Malformed)?;
            let schema = text(inner.get("schema"));
            let data = inner.get("data").and_then(Value::as_object).cloned().unwrap_or_default();
            if let Some(says) = consent::said(&schema, &data) {
                hit.takes_back = consent::takes_back(&schema, &data);
                *said = says;
            }
            let transaction = entity(TRANSACTION_ENTITY);
            let name = match (schema.contains(COMMERCE_ACTION), transaction) {
                (true, Some(transaction)) => {
                    let revenue = transaction.get("revenue");
                    (hit.value, hit.amount) = (number(revenue), amount(revenue));
                    hit.currency = text(transaction.get("currency"));
                    "purchase".to_owned()
                }
                (true, None) => text(data.get("type")),
                // iglu:vendor/name/format/version
                (false, _) => schema.split('/').nth(1).unwrap_or_default().to_owned(),
            };
            hit.props = data;
            name
        }
        _ => return Err(BadHit::Malformed),
    };
    if hit.name.is_empty() {
        return Err(BadHit::NoName);
    }
    hit.consent = if anonymous { Some(Vec::new()) } else { said.clone() };
    Ok(hit)
}

#[cfg(test)]
mod tests {
    use base64::engine::general_purpose::URL_SAFE;

    use super::*;

    #[test]
    fn a_post_with_a_bad_event() {
        let body = br#"{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[
            {"e":"pv","p":"web","tv":"js-4","aid":"k","eid":"6f1f0d2e-0000-4000-8000-000000000001","url":"https://a.example/"},
            {"e":"pv"}, "x", {"e":"zz","p":"web","tv":"js-4","aid":"k"}]}"#;
        let d = decode_post(body, false).unwrap();
        assert_eq!(d.key, "k");
        assert_eq!(d.hits[0].as_ref().unwrap().name, "page_view");
        assert!(d.hits.iter().skip(1).all(|h| *h == Err(BadHit::Malformed)));
        assert_eq!(decode_post(b"{\"data\":[]}", false), Err(BadRequest::Malformed));
    }

    #[test]
    fn what_a_consent_event_says_holds_for_it_and_for_what_follows() {
        let event = |schema: &str, data: &str| {
            let inner = format!(
                r#"{{"schema":"iglu:x/unstruct_event/jsonschema/1-0-0","data":{{"schema":"iglu:com.snowplowanalytics.snowplow/{schema}","data":{data}}}}}"#
            );
            serde_json::json!({ "e": "ue", "p": "web", "tv": "js-4", "aid": "k", "ue_pr": inner })
        };
        let view = serde_json::json!({ "e": "pv", "p": "web", "tv": "js-4", "aid": "k" });
        let says = |events: Vec<Value>| {
            let body = serde_json::json!({ "data": events }).to_string();
            let hits = decode_post(body.as_bytes(), false).unwrap().hits;
            hits.into_iter().map(|hit| hit.unwrap().consent).collect::<Vec<_>>()
        };
        let preferences = |data: &str| event("consent_preferences/jsonschema/1-0-0", data);
        let all = Some(vec![]);
        for kind in ["deny_all", "withdrawn", "expired", "pending", "something_new"] {
            let no = preferences(&format!(r#"{{"eventType":"{kind}","consentScopes":["statistics"]}}"#));
            assert_eq!(says(vec![view.clone(), no, view.clone()]), [None, all.clone(), all.clone()], "{kind}");
        }
        assert_eq!(says(vec![preferences("{}")]), vec![all.clone()]);
        assert_eq!(says(vec![event("consent_withdrawn/jsonschema/1-0-0", r#"{"all":false}"#)]), [all]);
        let selected = preferences(r#"{"eventType":"allow_selected","consentScopes":["statistics"]}"#);
        let some = Some(vec![("statistics".to_owned(), true), ("*".to_owned(), false)]);
        assert_eq!(says(vec![selected, view.clone()]), [some.clone(), some]);
        let none = preferences(r#"{"eventType":"allow_selected"}"#);
        assert_eq!(says(vec![none]), [Some(vec![("*".to_owned(), false)])]);
        let yes = preferences(r#"{"eventType":"allow_all"}"#);
        let seen = event("cmp_visible/jsonschema/1-0-0", r#"{"elapsedTime":1}"#);
        assert_eq!(
            says(vec![seen, preferences(r#"{"eventType":"deny_all"}"#), yes, view]),
            [None, Some(vec![]), None, None]
        );
    }

    #[test]
    fn base64_comes_with_and_without_padding() {
        let inner = r#"{"schema":"iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0","data":{"schema":"iglu:dk.shop/wish/jsonschema/1-0-0","data":{"sku":"r1"}}}"#;
        let context = r#"{"schema":"iglu:x/contexts/jsonschema/1-0-0","data":[{"schema":"iglu:io.hjemmel/consent/jsonschema/1-0-0","data":{"token":"v1.t"}}]}"#;
        for (ue, cx) in [
            (URL_SAFE_NO_PAD.encode(inner), URL_SAFE_NO_PAD.encode(context)),
            (URL_SAFE.encode(inner), URL_SAFE.encode(context)),
        ] {
            let query: String = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs([("e", "ue"), ("p", "srv"), ("tv", "py"), ("aid", "k"), ("ue_px", &ue), ("cx", &cx)])
                .finish();
            let d = decode_query(&query, true).unwrap();
            let hit = d.hits[0].as_ref().unwrap();
            assert_eq!((hit.name.as_str(), hit.token.as_deref()), ("wish", Some("v1.t")));
            assert_eq!(hit.consent, Some(vec![]), "anonymous takes everything away");
        }
    }
}
