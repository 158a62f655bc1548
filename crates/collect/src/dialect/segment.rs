//! The Segment HTTP tracking API, with the habits of its clients and of RudderStack's.
//!
//! The consent token travels as `context.hjemmel.token`. A sender's own fields, Segment's
//! `context.consent.categoryPreferences` and RudderStack's `context.consentManagement`, beside the context too, and a
//! telephone's own no to advertising, can only take purposes away. `identify`, `group` and `alias` link people: they are
//! answered with success and not stored, because linking has a permission of its own.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

use super::{Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, Verb, amount, json, number, said, text};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// Calls of one event, each by its name and by its first letter, which is how browsers call.
const KINDS: [&str; 6] = ["track", "page", "screen", "identify", "group", "alias"];

/// The dialect.
pub struct Segment;

impl Dialect for Segment {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[
            (Verb::Post, "/v1/batch"),
            (Verb::Post, "/v1/b"),
            (Verb::Post, "/v1/track"),
            (Verb::Post, "/v1/t"),
            (Verb::Post, "/v1/page"),
            (Verb::Post, "/v1/p"),
            (Verb::Post, "/v1/screen"),
            (Verb::Post, "/v1/s"),
            (Verb::Post, "/v1/identify"),
            (Verb::Post, "/v1/i"),
            (Verb::Post, "/v1/group"),
            (Verb::Post, "/v1/g"),
            (Verb::Post, "/v1/alias"),
            (Verb::Post, "/v1/a"),
            (Verb::Post, "/b"),
            (Verb::Post, "/t"),
            (Verb::Post, "/p"),
            (Verb::Post, "/s"),
            (Verb::Post, "/i"),
            (Verb::Post, "/g"),
            (Verb::Post, "/a"),
        ]
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let call = request.path.rsplit('/').next().unwrap_or_default();
        let kind = KINDS.into_iter().find(|kind| *kind == call || kind.get(..1) == Some(call));
        decode(kind, request.header("authorization"), request.body)
    }

    fn answer(&self, _: &Request<'_>, _: &Outcome) -> Answer {
        Answer::new(200, "application/json", br#"{"success":true}"#)
    }
}

/// Read a request. `kind` is the call's name for single calls, `None` for a batch; `authorization` is the header.
pub fn decode(kind: Option<&str>, authorization: &str, body: &[u8]) -> Result<Decoded, BadRequest> {
    let body: Value = json(body)?;
    let body = body.as_object().ok_or(BadRequest::Malformed)?;
    let key = [text(body.get("writeKey")), basic_user(authorization)].into_iter().find(|k| !k.is_empty());
    let key = key.ok_or(BadRequest::NoSite)?;
    let sent_ms = time(body.get("sentAt"));
    let hits = match (kind, body.get("batch")) {
        (None, Some(Value::Array(batch))) => {
            if batch.len() > EVENTS_MAX {
                return Err(BadRequest::TooMany);
            }
            let shared = body.get("context").and_then(Value::as_object);
            batch.iter().map(|item| hit(item.as_object().ok_or(BadHit::Malformed)?, None, shared, sent_ms)).collect()
        }
        (None, _) => return Err(BadRequest::Malformed),
        (Some(kind), _) => vec![hit(body, Some(kind), None, sent_ms)],
    };
    Ok(Decoded { key, hits })
}

fn basic_user(header: &str) -> String {
    let decoded = header.strip_prefix("Basic ").and_then(|b| STANDARD.decode(b.trim()).ok());
    let decoded = decoded.and_then(|b| String::from_utf8(b).ok()).unwrap_or_default();
    decoded.split(':').next().unwrap_or_default().to_owned()
}

fn time(value: Option<&Value>) -> Option<i64> {
    hjemmel_model::AtMs::parse_rfc3339(&text(value)).map(|at| at.0)
}

fn hit(
    item: &Map<String, Value>,
    kind: Option<&str>,
    shared: Option<&Map<String, Value>>,
    sent_ms: Option<i64>,
) -> Result<Hit, BadHit> {
    let named = text(item.get("type"));
    let kind = kind.unwrap_or(&named);
    let empty = Map::new();
    let context = match item.get("context") {
        None | Some(Value::Null) => &empty,
        Some(Value::Object(context)) => context,
        Some(_) => return Err(BadHit::Malformed),
    };
    let properties = match item.get("properties") {
        None | Some(Value::Null) => &empty,
        Some(Value::Object(properties)) => properties,
        Some(_) => return Err(BadHit::Malformed),
    };
    let of_context = |name: &str| context.get(name).or_else(|| shared.and_then(|s| s.get(name)));
    let page = of_context("page").and_then(Value::as_object).unwrap_or(&empty);
    let either =
        |name: &str| Some(text(properties.get(name))).filter(|t| !t.is_empty()).unwrap_or_else(|| text(page.get(name)));

    let name = match kind {
        "page" => "page_view".to_owned(),
        "screen" => "screen_view".to_owned(),
        "track" => match text(item.get("event")).as_str() {
            "" => return Err(BadHit::NoName),
            "Order Completed" => "purchase".to_owned(),
            "Product Added" => "add_to_cart".to_owned(),
            "Checkout Started" => "begin_checkout".to_owned(),
            "Signed Up" => "sign_up".to_owned(),
            other => other.to_owned(),
        },
        "identify" | "group" | "alias" => return Err(BadHit::NotCollected),
        _ => return Err(BadHit::Malformed),
    };
    let library = of_context("library").and_then(|l| l.get("name")).map(|n| text(Some(n))).unwrap_or_default();
    let user_agent = Some(text(of_context("userAgent"))).filter(|ua| !ua.is_empty());
    let said = |name: &&str| properties.get(*name).filter(|value| !amount(Some(value)).is_empty());
    let worth = ["revenue", "total", "value"].iter().find_map(said);
    let at_ms = time(item.get("originalTimestamp")).or_else(|| time(item.get("timestamp")));
    Ok(Hit {
        id: Some(text(item.get("messageId"))).filter(|id| !id.is_empty()),
        name,
        at_ms,
        sent_ms: time(item.get("sentAt")).or(sent_ms),
        url: either("url"),
        referrer: either("referrer"),
        title: either("title"),
        takes_back: false,
        from_server: !matches!(library.as_str(), "analytics.js" | "RudderLabs JavaScript SDK"),
        user_agent,
        token: of_context("hjemmel").and_then(|h| h.get("token")).map(|t| text(Some(t))).filter(|t| !t.is_empty()),
        consent: own_consent(&[Some(context), shared, Some(item)], properties),
        value: worth.and_then(|worth| number(Some(worth))),
        amount: amount(worth),
        currency: text(properties.get("currency")),
        props: properties.clone(),
    })
}

/// What the sender's own fields say, of the event and of the whole batch together.
fn own_consent(contexts: &[Option<&Map<String, Value>>], properties: &Map<String, Value>) -> Option<said::Said> {
    let vendors = contexts.iter().flatten().flat_map(|context| {
        let managed = ["consentManagement", "consent_management"].iter().find_map(|name| context.get(*name));
        let device = context.get("device").filter(|device| no_ads(device)).map(|_| vec![("ads".to_owned(), false)]);
        let kept = context.get("integrations").filter(|to| to.get("All") == Some(&Value::Bool(false)));
        let kept = kept.map(|_| vec![("ads".to_owned(), false)]);
        [context.get("consent").map(categories), managed.map(said::lists), device, kept].into_iter().flatten()
    });
    let named = ["device", "privacy"].iter().flat_map(|part| contexts.iter().flatten().filter_map(|c| c.get(*part)));
    let objects = contexts.iter().flatten().copied().chain(named.filter_map(Value::as_object));
    let consent = properties.get("consent").filter(|said| !said.is_null());
    let consent = consent.and_then(|said| if said.is_object() { Some(categories(said)) } else { said::consent(said) });
    said::together(vendors.chain(objects.flat_map(said::fields)).chain(said::properties(properties)).chain(consent))
}

/// Whether a telephone says that its owner does not want to be followed by advertisers: Segment's words for it, and the
/// number of Apple's that RudderStack sends (3 is a yes).
fn no_ads(device: &Value) -> bool {
    let status = device.get("trackingStatus").or_else(|| device.get("attTrackingStatus"));
    status
        .filter(|status| !status.is_null())
        .is_some_and(|status| !matches!(text(Some(status)).as_str(), "authorized" | "3"))
}

/// What the consent field says. A field of an unknown form says no.
fn categories(consent: &Value) -> Vec<(String, bool)> {
    let preferences = consent.get("categoryPreferences").or_else(|| consent.get("category_preferences"));
    let preferences = preferences.and_then(Value::as_object);
    let preferences = preferences.map(|p| p.iter().map(|(k, v)| (k.clone(), v == &Value::Bool(true))).collect());
    preferences.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(decoded: &Decoded) -> Vec<Result<&str, BadHit>> {
        decoded.hits.iter().map(|h| h.as_ref().map(|h| h.name.as_str()).map_err(|e| *e)).collect()
    }

    #[test]
    fn a_batch_with_a_bad_item() {
        let body = br#"{"writeKey":"wk","sentAt":"2026-11-22T10:00:01.000Z","context":{"hjemmel":{"token":"v1.x"}},"batch":[
            {"type":"track","event":"Order Completed","messageId":"m1","timestamp":"2026-11-22T10:00:00.000Z","properties":{"revenue":"499.5","currency":"DKK"}},
            {"type":"page","properties":{"url":"https://a.example/x"},"anonymousId":null},
            {"type":"identify","traits":{"email":"x@y.example"}}, 5, {"type":"track"}]}"#;
        let d = decode(None, "", body).unwrap();
        assert_eq!(d.key, "wk");
        let bad = BadHit::Malformed;
        assert_eq!(
            names(&d),
            [Ok("purchase"), Ok("page_view"), Err(BadHit::NotCollected), Err(bad), Err(BadHit::NoName)]
        );
        let first = d.hits[0].as_ref().unwrap();
        assert_eq!((first.value, first.token.as_deref()), (Some(499.5), Some("v1.x")));
        assert_eq!(first.sent_ms.unwrap() - first.at_ms.unwrap(), 1000);
    }

    #[test]
    fn the_key_may_stand_in_the_header_only() {
        let header = format!("Basic {}", STANDARD.encode("wk:"));
        assert_eq!(decode(Some("page"), &header, b"{}").unwrap().key, "wk");
        assert_eq!(decode(Some("page"), "", b"{}"), Err(BadRequest::NoSite));
    }

    #[test]
    fn rudderstacks_own_field_can_only_take_away() {
        let says = |context: &str, shared: &str| {
            let body =
                format!(r#"{{"writeKey":"k","context":{shared},"batch":[{{"type":"page","context":{context}}}]}}"#);
            decode(None, "", body.as_bytes()).unwrap().hits.remove(0).unwrap().consent
        };
        let denied = r#"{"consentManagement":{"provider":"custom","deniedConsentIds":["statistics"],"allowedConsentIds":[],"resolutionStrategy":"and"}}"#;
        let no = Some(vec![("statistics".to_owned(), false)]);
        assert_eq!(says("{}", "{}"), None);
        assert_eq!(says(denied, "{}"), no);
        assert_eq!(says("{}", denied), no, "of the whole batch");
        let allowed = r#"{"consentManagement":{"allowedConsentIds":["ads"],"deniedConsentIds":["profile"]}}"#;
        let both = |more: &[(&str, bool)]| Some(more.iter().map(|(id, yes)| ((*id).to_owned(), *yes)).collect());
        assert_eq!(says(allowed, denied), both(&[("ads", true), ("profile", false), ("statistics", false)]));
        for only in [
            r#"{"consentManagement":{"allowedConsentIds":["C0001"],"deniedConsentIds":[]}}"#,
            r#"{"consent_management":{"allowed_consent_ids":["C0001"]}}"#,
        ] {
            assert_eq!(says(only, "{}"), both(&[("C0001", true), ("*", false)]), "what is left out was not allowed");
        }
        for (field, right) in [
            (r#"{"integrations":{"All":false,"Segment.io":true}}"#, both(&[("ads", false)])),
            (r#"{"integrations":{"All":true}}"#, None),
            (r#"{"privacy":{"gpc":true}}"#, both(&[("ads", false)])),
            (r#"{"device":{"lmt":1}}"#, both(&[("ads", false)])),
            (r#"{"optOut":true}"#, both(&[])),
        ] {
            assert_eq!(says(field, "{}"), right, "{field}");
        }
        for unknown in [
            r#"{"consentManagement":{}}"#,
            r#"{"consentManagement":"no"}"#,
            r#"{"consentManagement":{"deniedConsentIds":"all"}}"#,
            r#"{"consentManagement":{"deniedConsentIds":[1]}}"#,
        ] {
            assert_eq!(says(unknown, "{}"), Some(vec![]), "{unknown}");
        }
        let both = r#"{"consent":{"categoryPreferences":{"Analytics":true}},"consentManagement":{"deniedConsentIds":["ads"]}}"#;
        assert_eq!(says(both, "{}"), Some(vec![("Analytics".to_owned(), true), ("ads".to_owned(), false)]));
    }

    #[test]
    fn a_no_beside_the_context_and_one_of_a_telephone_are_heard() {
        let says = |item: &str| {
            let body = format!(r#"{{"writeKey":"k","batch":[{{"type":"page",{item}}}]}}"#);
            decode(None, "", body.as_bytes()).unwrap().hits.remove(0).unwrap().consent
        };
        let no = |what: &str| Some(vec![(what.to_owned(), false)]);
        assert_eq!(says(r#""consent":{"categoryPreferences":{"Analytics":false}}"#), no("Analytics"));
        assert_eq!(says(r#""consentManagement":{"deniedConsentIds":["C0004"]}"#), no("C0004"));
        for (device, right) in [
            (r#"{"adTrackingEnabled":false}"#, no("ads")),
            (r#"{"trackingStatus":"denied"}"#, no("ads")),
            (r#"{"attTrackingStatus":2}"#, no("ads")),
            (r#"{"adTrackingEnabled":true,"trackingStatus":"authorized"}"#, None),
            (r#"{"attTrackingStatus":3}"#, None),
            (r#"{"type":"ios"}"#, None),
        ] {
            assert_eq!(says(&format!(r#""context":{{"device":{device}}}"#)), right, "{device}");
        }
    }

    #[test]
    fn an_amount_is_read_as_whoever_wrote_it_meant_it() {
        let amount = |revenue: &str| {
            let body = format!(
                r#"{{"writeKey":"k","type":"track","event":"Order Completed","properties":{{"revenue":{revenue}}}}}"#
            );
            decode(Some("track"), "", body.as_bytes()).unwrap().hits.remove(0).unwrap().amount
        };
        for (revenue, right) in [
            ("12.345", "12.3450"),
            ("\"1.234\"", "1.234"),
            ("349", "349"),
            ("\"\u{663}\u{664}\"", "\u{663}\u{664}"),
            ("\"gratis\"", ""),
            ("null", ""),
        ] {
            assert_eq!(amount(revenue), right, "{revenue}");
        }
    }

    #[test]
    fn a_consent_field_that_cannot_be_read_says_no() {
        let consent = |text: &str| categories(&serde_json::from_str(text).unwrap());
        assert_eq!(
            consent(r#"{"categoryPreferences":{"Analytics":true,"Advertising":"yes"}}"#),
            [("Advertising".into(), false), ("Analytics".into(), true)]
        );
        assert!(consent(r#"{"categoryPreferences":{}}"#).is_empty());
        assert!(consent(r#""granted""#).is_empty());
    }
}
