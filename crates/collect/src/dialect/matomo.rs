//! Matomo's tracking API, one call or many at once, and Piwik PRO's, which is like it.
//!
//! The site is named by `idsite`, where that is its key, and otherwise by the page, which it has to list. The consent token travels in the header or in the cookie, or in a parameter
//! `hjemmel_token` (`_paq.push(['appendToTrackingUrl', 'hjemmel_token=…'])` with `setRequestMethod('POST')`).
//! `consent=0` and Matomo's own cookies of a no take every purpose away. Ids of visitors and users, addresses that a server
//! passes on, and places are not read: linking has a permission of its own.

use serde_json::{Map, Value, json};

use super::{
    Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, TOKEN_PROPERTY, Verb, amount, number, said, text,
};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// Cookies that Matomo sets for whoever said no.
const NO_COOKIES: [&str; 4] = ["mtm_consent_removed=", "matomo_ignore=", "piwik_ignore=", "_pk_optout="];
/// Parameters of what is measured beside visits: media, failures of scripts, and reports that only a server may send.
const OTHER_KINDS: [&str; 3] = ["ma_id", "cra", "bw_bytes"];

type Fields = Map<String, Value>;

/// The dialect.
pub struct Matomo;

impl Dialect for Matomo {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[
            (Verb::Get, "/matomo.php"),
            (Verb::Post, "/matomo.php"),
            (Verb::Get, "/piwik.php"),
            (Verb::Post, "/piwik.php"),
            (Verb::Get, "/ppms.php"),
            (Verb::Post, "/ppms.php"),
        ]
    }

    fn names_pages(&self) -> bool {
        true
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let (calls, server) = calls(request)?;
        if calls.len() > EVENTS_MAX {
            return Err(BadRequest::TooMany);
        }
        let site = |call: &Fields| text(call.get("idsite"));
        let key = calls.iter().flatten().map(site).find(|key| !key.is_empty()).ok_or(BadRequest::NoSite)?;
        let cookies = request.header("cookie");
        let no = cookies.split(';').any(|cookie| NO_COOKIES.iter().any(|name| cookie.trim().starts_with(name)));
        let server = server || request.header("user-agent").is_empty();
        let read = |call: Option<Fields>| {
            let call = call.ok_or(BadHit::Malformed)?;
            // One site a request: another one's call is not of it.
            if site(&call) != key {
                return Err(BadHit::Malformed);
            }
            let mut hit = hit(&call, server)?;
            if no {
                hit.consent = Some(Vec::new());
            }
            Ok(hit)
        };
        let hits = calls.into_iter().map(read).collect();
        Ok(Decoded { key, hits })
    }

    fn answer(&self, request: &Request<'_>, outcome: &Outcome) -> Answer {
        if request.path.ends_with("ppms.php") {
            return Answer::new(202, "", b"");
        }
        if is_bulk(request.body) {
            let (invalid, all) = (outcome.rejected.len(), outcome.stored + outcome.duplicates + outcome.refused.len());
            return Answer::json(&json!({ "status": "success", "tracked": all, "invalid": invalid }));
        }
        let quiet = [request.query.as_bytes(), request.body]
            .into_iter()
            .any(|part| url::form_urlencoded::parse(part).any(|(name, value)| name == "send_image" && value == "0"));
        if quiet { Answer::new(204, "", b"") } else { Answer::pixel() }
    }
}

/// The calls of a request, `None` for one that cannot be read; and whether a server says that it sends for others.
fn calls(request: &Request<'_>) -> Result<(Vec<Option<Fields>>, bool), BadRequest> {
    if is_bulk(request.body) {
        let bulk: Fields = super::json(request.body)?;
        let all = bulk.get("requests").and_then(Value::as_array).ok_or(BadRequest::Malformed)?;
        let calls = all.iter().map(|call| match call {
            Value::String(query) => Some(fields(query.trim_start_matches('?').as_bytes())),
            Value::Object(fields) => Some(fields.clone()),
            _ => None,
        });
        return Ok((calls.collect(), bulk.contains_key("token_auth")));
    }
    let mut call = fields(request.query.as_bytes());
    if request.verb == Verb::Post {
        call.extend(fields(request.body));
    }
    let server = ["token_auth", "cip", "cdt"].iter().any(|name| call.contains_key(*name));
    Ok((vec![Some(call)], server))
}

/// Whether a body is one of many calls at once: parameters never begin like that.
fn is_bulk(body: &[u8]) -> bool {
    body.trim_ascii_start().first() == Some(&b'{')
}

fn fields(query: &[u8]) -> Fields {
    url::form_urlencoded::parse(query).map(|(name, value)| (name.into_owned(), value.into_owned().into())).collect()
}

fn hit(call: &Fields, server: bool) -> Result<Hit, BadHit> {
    let get = |name: &str| text(call.get(name));
    if get("rec") != "1" {
        return Err(BadHit::Malformed);
    }
    if OTHER_KINDS.iter().any(|name| call.contains_key(*name)) {
        return Err(BadHit::NotCollected);
    }
    let given = (call.get("consent").map(|given| text(Some(given)))).filter(|given| !given.is_empty());
    let mut hit = Hit {
        at_ms: get("cdt")
            .parse::<i64>()
            .ok()
            .map(|seconds| seconds.saturating_mul(1_000))
            .or_else(|| day_time(&get("cdt"))),
        url: get("url"),
        referrer: get("urlref"),
        title: get("action_name"),
        user_agent: Some(get("ua")).filter(|ua| !ua.is_empty()),
        from_server: server,
        token: Some(get(TOKEN_PROPERTY)).filter(|token| !token.is_empty()),
        consent: said::together(said::fields(call).chain(given.filter(|given| given != "1").map(|_| Vec::new()))),
        ..Hit::default()
    };
    hit.name = named(call, &mut hit)?;
    for (name, value) in call.iter().filter(|(name, _)| is_dimension(name)) {
        hit.props.insert(name.clone(), value.clone());
    }
    Ok(hit)
}

/// Whether a parameter is one of a site's own dimensions.
fn is_dimension(name: &str) -> bool {
    name.strip_prefix("dimension").is_some_and(|number| number.parse::<u16>().is_ok())
}

/// A moment of a server that writes `2026-11-22 10:00:00`, in UTC.
fn day_time(written: &str) -> Option<i64> {
    let (day, time) = written.split_once([' ', 'T'])?;
    hjemmel_model::AtMs::parse_rfc3339(&format!("{day}T{}Z", time.trim_end_matches('Z'))).map(|at| at.0)
}

/// What a call is of, and what it says beside that.
fn named(call: &Fields, hit: &mut Hit) -> Result<String, BadHit> {
    let get = |name: &str| text(call.get(name));
    let mut worth = |name: &str| {
        (hit.value, hit.amount) = (number(call.get(name)), amount(call.get(name)));
    };
    let mut put = |from: &str, to: &str| {
        if let Some(value) = call.get(from) {
            hit.props.insert(to.into(), value.clone());
        }
    };
    let is = |name: &str| !get(name).is_empty();
    Ok(match () {
        () if is("ping") => "page_ping".into(),
        () if is("e_c") || is("e_a") => {
            worth("e_v");
            put("e_c", "category");
            put("e_n", "label");
            get(if is("e_a") { "e_a" } else { "e_c" })
        }
        () if get("idgoal") == "0" => {
            worth("revenue");
            put("ec_id", "order_id");
            // Without an order it is a basket as it stands, which was not paid for.
            if is("ec_id") { "purchase" } else { "cart_update" }.into()
        }
        () if is("idgoal") => {
            worth("revenue");
            format!("goal_{}", get("idgoal"))
        }
        () if call.contains_key("search") => {
            put("search", "search_term");
            put("search_cat", "search_category");
            put("search_count", "search_results");
            "view_search_results".into()
        }
        () if is("download") => {
            put("download", "link_url");
            "file_download".into()
        }
        () if is("link") => {
            put("link", "link_url");
            "click".into()
        }
        () if is("c_n") => {
            put("c_n", "content_name");
            put("c_t", "content_target");
            if is("c_i") { "content_interaction" } else { "content_impression" }.into()
        }
        () if is("_pks") && !is("action_name") => {
            put("_pks", "sku");
            "view_item".into()
        }
        () => "page_view".into(),
    })
}
