//! Addresses that nobody answers at: what is not there says so, and a tracker that is not spoken to is told in a way that
//! whoever set it up sees.
//!
//! Invariant: whatever is not known is never answered with success.

use std::sync::Arc;

use axum::{
    extract::{OriginalUri, State},
    http::{HeaderMap, Method, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use hjemmel_collect::SiteEntry;
use hjemmel_model::Language;
use hjemmel_words::{key, message};
use percent_encoding::percent_decode_str;

use crate::{
    HttpState, Problem, assets,
    caller::text,
    person::{language, nobody, page},
    tag::cors,
};

/// Trackers and the addresses they send to: whole paths, and the beginnings of paths that end in `*`. A slash at the end of
/// what was asked for makes no difference.
const TRACKERS: &[(&str, &[&str])] = &[
    ("Matomo, at this address,", &["/matomo.php", "/piwik.php", "/matomo.js", "/piwik.js", "/js/container_*"]),
    ("Piwik PRO, at this address,", &["/ppms.php", "/ppms.js", "/containers/*"]),
    (
        "Google Analytics",
        &[
            "/g/*",
            "/mp/collect",
            "/debug/mp/collect",
            "/collect",
            "/batch/collect",
            "/r/collect",
            "/j/collect",
            "/gtag/*",
            "/gtm.js",
            "/analytics.js",
            "/ga.js",
            "/__utm.gif",
        ],
    ),
    ("Plausible, at this address,", &["/api/event", "/js/script*", "/js/plausible*"]),
    ("Umami, at this address,", &["/api/send", "/api/batch", "/script.js", "/umami.js"]),
    ("GoatCounter", &["/count", "/count.js", "/api/v0/count"]),
    (
        "PostHog, at this address,",
        &["/e", "/capture", "/decide", "/flags", "/i/v0/*", "/array/*", "/static/array.js", "/s/*"],
    ),
    ("Mixpanel", &["/track", "/engage", "/groups", "/import", "/record"]),
    ("Amplitude", &["/2/httpapi", "/httpapi", "/groupidentify", "/identify"]),
    ("PostHog or Amplitude", &["/batch"]),
    ("RudderStack", &["/beacon/v1/*", "/pixel/v1/*", "/sourceConfig", "/rsaRequest"]),
    ("Jitsu", &["/api/s/*", "/p.js"]),
    ("Segment, with this call,", &["/v1/*", "/analytics.js/*", "/next-integrations/*"]),
    ("Meta's pixel", &["/tr", "/en_US/fbevents.js", "/fbevents.js"]),
    ("TikTok's pixel", &["/api/v2/pixel*"]),
    ("Microsoft's UET", &["/action/*"]),
    ("Adobe Analytics", &["/b/ss/*", "/ee/*"]),
    ("Simple Analytics", &["/simple.gif", "/append", "/latest.js"]),
    ("Yandex Metrica", &["/watch/*"]),
    ("Ahoy", &["/ahoy/*"]),
    ("AT Internet", &["/hit.xiti"]),
    ("Snowplow, at this address,", &["/ice.png", "/r/*", "/com.snowplowanalytics.*"]),
];

/// Which tracker sends there.
fn tracker(path: &str) -> Option<&'static str> {
    let asked = path.trim_end_matches('/');
    // PostHog sends recordings to `/s/`; without the slash it is a call of Segment's.
    let asked = if path == "/s/" { "/s/" } else { asked };
    let asked = asked.find("/i/v0/e").and_then(|at| asked.get(at..)).unwrap_or(asked);
    let fits = |known: &str| match known.strip_suffix('*') {
        Some(start) => asked.starts_with(start) && !asked.is_empty(),
        // Behind a folder, as where a proxy of the site hands on what comes to it.
        None => asked == known || ((known.ends_with(".php") || parted(known)) && asked.ends_with(known)),
    };
    let named = TRACKERS.iter().find(|(_, paths)| paths.iter().any(|known| fits(known))).map(|(name, _)| *name);
    named.or_else(|| snowplow_like(asked).then_some("Snowplow, at this address,"))
}

/// Whether an address has a folder of its own, so that nothing else ends like it by chance.
fn parted(known: &str) -> bool {
    known.matches('/').count() > 1
}

/// Snowplow's own form of an address: a vendor, named like a domain turned round, and a version.
fn snowplow_like(path: &str) -> bool {
    let mut parts = path.trim_start_matches('/').split('/');
    let (vendor, version, more) = (parts.next().unwrap_or_default(), parts.next(), parts.next());
    let (top, rest) = vendor.split_once('.').unwrap_or_default();
    let word = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
    };
    let known = matches!(top, "com" | "org" | "net" | "io" | "eu" | "dk" | "se" | "no" | "fi" | "de");
    known && word(rest) && version.is_some_and(word) && more.is_none()
}

/// That a tracker is not spoken to: said so that its client does not send again, and so that the browser's own console
/// shows the reason.
pub(crate) fn tracker_refused(state: &HttpState, name: &str, uri: &Uri, headers: &HeaderMap) -> Response {
    if let Some((site, host)) = site_of(state, uri, headers) {
        state.app.collector.count_rejected(&site, "dialect_unknown");
        // Which it is and where it runs stands on Home, so that who set it up sees it; nothing else of the call is kept.
        state.app.collector.count_tracker(&site, name.split(',').next().unwrap_or(name), &host);
    }
    (cors(headers), Problem::new("dialect_unknown", message!("detail_tracker_not_spoken_to", tracker = name)))
        .into_response()
}

/// The site that a request is of and which of its hosts, as far as it says: by the page it comes from, by the page that
/// the address names, or by a key in the address.
fn site_of(state: &HttpState, uri: &Uri, headers: &HeaderMap) -> Option<(Arc<SiteEntry>, String)> {
    let sites = state.app.sites.all();
    let of_page =
        |page: &str| sites.iter().find_map(|site| site.listed(page).map(|host| (Arc::clone(site), host.to_owned())));
    let from = [text(headers, "origin"), text(headers, "referer")].into_iter().find(|from| !from.is_empty());
    if let Some(found) = from.and_then(of_page) {
        return Some(found);
    }
    let pairs = uri.query().unwrap_or_default().split('&').take(50).filter_map(|pair| pair.split_once('='));
    let values: Vec<_> = pairs.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy()).collect();
    let by_key = |key: &str| state.app.sites.by_key(key).map(|site| (site, String::new()));
    let of_key = || values.iter().map(AsRef::as_ref).chain(uri.path().split('/')).find_map(by_key);
    values.iter().find_map(|page| of_page(page)).or_else(of_key)
}

/// The answer to a preflight at an address where nobody answers: the browser is let through to hear the reason.
fn preflight(headers: &HeaderMap) -> Response {
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let asked = asked.unwrap_or(header::HeaderValue::from_static("Content-Type"));
    let more = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, header::HeaderValue::from_static("POST, GET, PUT")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, asked),
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, header::HeaderValue::from_static("true")),
        (header::ACCESS_CONTROL_MAX_AGE, header::HeaderValue::from_static("600")),
    ];
    (StatusCode::NO_CONTENT, cors(headers), more).into_response()
}

/// Whatever no route answers: a file or page of the console, a tracker that is not spoken to, or nothing.
pub async fn elsewhere(
    State(state): State<HttpState>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
) -> Response {
    let reads = matches!(method, Method::GET | Method::HEAD);
    if reads && let Some(file) = assets::console_file(uri.path()) {
        return file;
    }
    if assets::console_route(uri.path()) {
        let shown = reads && (!wants_json(&headers) || text(&headers, "accept").contains("text/html"));
        return if shown { assets::console_page() } else { wrong_method_or_kind(reads) };
    }
    if let Some(name) = tracker(uri.path()) {
        return match method {
            Method::OPTIONS => preflight(&headers),
            _ => tracker_refused(&state, name, &uri, &headers),
        };
    }
    nothing(reads, &headers)
}

/// Whatever no route of the API answers.
pub async fn elsewhere_in_the_api(
    State(state): State<HttpState>,
    OriginalUri(uri): OriginalUri,
    method: Method,
    headers: HeaderMap,
) -> Response {
    match (tracker(uri.path()), method) {
        (Some(_), Method::OPTIONS) => preflight(&headers),
        (Some(name), _) => tracker_refused(&state, name, &uri, &headers),
        (None, _) => crate::problem::not_found().await.into_response(),
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    text(headers, "accept").contains("json")
}

fn wrong_method_or_kind(reads: bool) -> Response {
    if reads {
        return Problem::new("not_found", key!("detail_page_of_the_console")).into_response();
    }
    let problem = Problem::new("method_not_allowed", key!("detail_page_of_the_console"));
    ([(header::ALLOW, "GET, HEAD")], problem).into_response()
}

fn nothing(reads: bool, headers: &HeaderMap) -> Response {
    if !reads || wants_json(headers) {
        return Problem::new("not_found", key!("detail_check_the_address")).into_response();
    }
    let l: Language = language("", headers);
    page(StatusCode::NOT_FOUND, hjemmel_pages::said(l, &nobody(), "missing", ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tracker_is_known_by_its_address() {
        for (path, name) in [
            ("/matomo.php", "Matomo, at this address,"),
            ("/stats/piwik.php", "Matomo, at this address,"),
            ("/ppms.php", "Piwik PRO, at this address,"),
            ("/g/collect", "Google Analytics"),
            ("/mp/collect", "Google Analytics"),
            ("/api/event", "Plausible, at this address,"),
            ("/e/", "PostHog, at this address,"),
            ("/e", "PostHog, at this address,"),
            ("/s/", "PostHog, at this address,"),
            ("/i/v0/e/", "PostHog, at this address,"),
            ("/capture/", "PostHog, at this address,"),
            ("/batch/", "PostHog or Amplitude"),
            ("/track", "Mixpanel"),
            ("/import", "Mixpanel"),
            ("/2/httpapi", "Amplitude"),
            ("/count", "GoatCounter"),
            ("/beacon/v1/batch", "RudderStack"),
            ("/api/s/track", "Jitsu"),
            ("/v1/projects", "Segment, with this call,"),
            ("/analytics.js/v1/KEY/analytics.min.js", "Segment, with this call,"),
            ("/tr", "Meta's pixel"),
            ("/stats/api/event", "Plausible, at this address,"),
            ("/ingest/i/v0/e/", "PostHog, at this address,"),
            ("/watch/123", "Yandex Metrica"),
            ("/com.acme/track", "Snowplow, at this address,"),
            ("/com.snowplowanalytics.iglu/v1", "Snowplow, at this address,"),
        ] {
            assert_eq!(tracker(path), Some(name), "{path}");
        }
        for path in [
            "/",
            "",
            "//",
            "/favicon.ico",
            "/robots.txt",
            "/wp-login.php",
            "/com.acme",
            "/a.b/c/d",
            "/.env",
            "/index.php/x",
        ] {
            assert_eq!(tracker(path), None, "{path}");
        }
    }
}
