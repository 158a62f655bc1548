//! Collection: our own endpoint, and those of other trackers. A refusal is answered so that no client sends it again.

use axum::{
    body::Bytes,
    extract::{OriginalUri, Path, RawQuery, State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_collect::{
    BODY_BYTES_MAX, BodyError, Caller, Outcome, SinkError, SiteEntry,
    dialect::{BadRequest, Decoded, EVENTS_MAX, own as own_dialect, segment, snowplow},
    plain_body,
};
use hjemmel_model::Trace;
use hjemmel_policy::Reason;
use hjemmel_words::{Key, Message, key, message};

use crate::{
    HttpState, Problem,
    caller::{From, text, token_cookie},
    tag::cors,
    unknown::tracker_refused,
};

/// What went wrong with a whole request.
enum Failed {
    /// Nothing can be taken at the moment.
    Later(Problem),
    Body(BodyError),
    Request(BadRequest),
    UnknownSite,
    Sink(SinkError),
}

impl Failed {
    /// As a problem. Trackers try again on 404 and 413, so a dialect answers 400 for what will never succeed.
    fn problem(self, dialect: bool) -> Problem {
        let mut problem = match self {
            Failed::Later(problem) => problem,
            Failed::Body(BodyError::TooLarge) => {
                Problem::new("too_large", message!("detail_body_longer", n = BODY_BYTES_MAX))
            }
            Failed::Body(BodyError::Gzip) => Problem::new("malformed", key!("detail_body_not_gzip")),
            Failed::Request(e) => Problem::new("malformed", of_request(e)),
            Failed::UnknownSite => Problem::new("unknown_site", key!("detail_check_the_site_key")),
            Failed::Sink(e) => Problem::new("unavailable", of_sink(e)),
        };
        if dialect && problem.status < 500 {
            problem.status = 400;
        }
        problem
    }
}

fn of_request(bad: BadRequest) -> Message {
    match bad {
        BadRequest::Malformed => key!("detail_body_not_of_this_protocol").into(),
        BadRequest::TooMany => message!("detail_events_at_most", n = EVENTS_MAX),
        BadRequest::NoSite => key!("detail_no_site_key").into(),
    }
}

fn of_sink(error: SinkError) -> Key {
    match error {
        SinkError::Busy => key!("detail_too_many_events_wait"),
        SinkError::Unwritable => key!("detail_events_cannot_be_written"),
        SinkError::Clock => key!("detail_clock_behind"),
    }
}

/// The header with which a developer asks what became of each event.
const DEBUG_HEADER: &str = "hjemmel-debug";

/// What became of a request, and of each event of it for whoever may ask.
struct Done {
    outcome: Outcome,
    debug: Option<Vec<Trace>>,
}

impl Done {
    fn json(&self) -> serde_json::Value {
        let refused: Vec<_> = self.outcome.refused.iter().map(|r| r.name()).collect();
        let rejected: Vec<_> = self.outcome.rejected.iter().map(|(at, bad)| (at, bad.code())).collect();
        let mut said = serde_json::json!({
            "stored": self.outcome.stored,
            "duplicates": self.outcome.duplicates,
            "refused": refused,
            "rejected": rejected,
        });
        if let (Some(debug), Some(fields)) = (&self.debug, said.as_object_mut()) {
            fields.insert("debug".into(), serde_json::json!(debug));
        }
        said
    }

    /// The answer a tracker expects, or what became of each event for a developer who asks.
    fn or_debug(self, usual: impl IntoResponse) -> Response {
        match self.debug {
            Some(_) => axum::Json(self.json()).into_response(),
            None => usual.into_response(),
        }
    }
}

/// A body as it came, or what was wrong with it on the wire.
type Body = Result<Bytes, BytesRejection>;

/// The body as plain bytes. One that is over the limit of the wire is too large like any other.
fn unpacked(body: Body) -> Result<Vec<u8>, Failed> {
    plain_body(&body.map_err(|_| Failed::Body(BodyError::TooLarge))?).map_err(Failed::Body)
}

/// Why nothing is collected at the moment, if so: it is answered with 503, on which every client sends again later
/// (Snowplow's on all but 400, 401, 403, 410 and 422; Segment's and RudderStack's on all 5xx but 501 and 505; the tag on
/// 5xx). What would be refused only because of us is not lost this way.
pub(crate) fn collecting_refused(state: &HttpState) -> Option<Problem> {
    state.app.conditions().collecting_closed().map(|(code, _)| match code {
        "feed_stale" => feed_stale(),
        _ => Problem::new("unavailable", key!("detail_nothing_is_collected")),
    })
}

fn feed_stale() -> Problem {
    Problem::new("feed_stale", key!("detail_withdrawals_unread"))
}

/// Whether a refusal is for a reason of ours that passes by itself.
fn passes(reason: Reason) -> bool {
    matches!(reason, Reason::FeedStale)
}

/// The token that a browser sends by itself, on its cookie. It counts only for a page of the site: a page elsewhere could
/// make a browser send it too.
fn cookie_of_own_page<'a>(site: &SiteEntry, headers: &'a HeaderMap) -> &'a str {
    let (origin, referer) = (text(headers, "origin"), text(headers, "referer"));
    let own = match (origin, referer) {
        ("", "") => text(headers, "sec-fetch-site") == "same-origin",
        ("", page) => site.lists(page),
        (origin, _) => site.lists(origin),
    };
    if own { token_cookie(headers, &site.site.key) } else { "" }
}

async fn collect(
    state: &HttpState,
    caller: &Caller,
    headers: &HeaderMap,
    decoded: Result<Decoded, BadRequest>,
) -> Result<Done, Failed> {
    let decoded = decoded.map_err(Failed::Request)?;
    let site = state.app.sites.by_key(&decoded.key).ok_or(Failed::UnknownSite)?;
    if let Some(problem) = collecting_refused(state) {
        state.metrics.unavailable();
        return Err(Failed::Later(problem));
    }
    let mut caller = caller.clone();
    if caller.token.is_empty() {
        cookie_of_own_page(&site, headers).clone_into(&mut caller.token);
    }
    // What was taken back through another tracker is taken back here: on record, and for every request after this one.
    for hit in decoded.hits.iter().flatten().filter(|hit| hit.takes_back) {
        let token = hit.token.as_deref().unwrap_or(&caller.token);
        state
            .app
            .consents()
            .taken_back(&site, token, caller.gpc)
            .await
            .map_err(|_| Failed::Sink(SinkError::Unwritable))?;
    }
    // Sent again, an event without an id would count twice.
    let again = decoded.hits.iter().flatten().all(|hit| hit.id.as_ref().is_some_and(|id| !id.is_empty()));
    let token = text(headers, DEBUG_HEADER);
    let debug = (!token.is_empty() && state.app.sites().debug_token_holds(&site, token))
        .then(|| state.app.collector.debug(&site, &caller, decoded.hits.clone()));
    match state.app.collector.collect(&site, &caller, decoded.hits).await {
        Ok(outcome) if outcome.refused.iter().any(|r| passes(*r)) && (again || outcome.stored == 0) => {
            state.metrics.unavailable();
            Err(Failed::Later(feed_stale()))
        }
        Ok(outcome) => {
            state.metrics.outcome(&outcome);
            if outcome.stored > 0 {
                state.app.setup().site_heard(&site, "event");
            }
            Ok(Done { outcome, debug })
        }
        Err(e) => {
            state.metrics.unavailable();
            Err(Failed::Sink(e))
        }
    }
}

/// `POST /c/SITE_KEY/e`. Says what was refused and why, so that the tag can forget a consent that no longer counts.
pub async fn own(
    State(state): State<HttpState>,
    From(caller): From,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let done = async {
        let body = unpacked(body)?;
        collect(&state, &caller, &headers, own_dialect::decode(&key, &body)).await
    };
    let answer = match done.await {
        Ok(done) => axum::Json(done.json()).into_response(),
        Err(failed) => failed.problem(false).into_response(),
    };
    (cors(&headers), answer).into_response()
}

/// The transparent pixel that GET trackers expect: a GIF of one by one.
const PIXEL: &[u8] = &[
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0x21, 0xf9, 4, 1, 0, 0, 0, 0, 0x2c,
    0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b,
];

fn anonymous(headers: &HeaderMap) -> bool {
    headers.contains_key("sp-anonymous")
}

/// `POST /com.snowplowanalytics.snowplow/tp2`.
pub async fn snowplow_post(
    State(state): State<HttpState>,
    From(caller): From,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let done = async {
        let body = unpacked(body)?;
        collect(&state, &caller, &headers, snowplow::decode_post(&body, anonymous(&headers))).await
    };
    let answer = match done.await {
        Ok(done) => done.or_debug((StatusCode::OK, "ok")),
        Err(failed) => failed.problem(true).into_response(),
    };
    let credentials = [(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")];
    (cors(&headers), credentials, answer).into_response()
}

/// `GET /i`.
pub async fn snowplow_get(
    State(state): State<HttpState>,
    From(caller): From,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let decoded = snowplow::decode_query(&query.unwrap_or_default(), anonymous(&headers));
    let answer = match collect(&state, &caller, &headers, decoded).await {
        Ok(done) => {
            let caching = "no-cache, no-store, must-revalidate";
            done.or_debug(([(header::CONTENT_TYPE, "image/gif"), (header::CACHE_CONTROL, caching)], PIXEL))
        }
        Err(failed) => failed.problem(true).into_response(),
    };
    (cors(&headers), [(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")], answer).into_response()
}

async fn segment(state: &HttpState, caller: &Caller, headers: &HeaderMap, kind: Option<&str>, body: Body) -> Response {
    let done = async {
        let body = unpacked(body)?;
        collect(state, caller, headers, segment::decode(kind, text(headers, "authorization"), &body)).await
    };
    let answer = match done.await {
        Ok(done) => done.or_debug(axum::Json(serde_json::json!({ "success": true }))),
        Err(failed) => failed.problem(true).into_response(),
    };
    (cors(headers), answer).into_response()
}

/// `POST /v1/batch` and the single calls of servers.
pub async fn segment_long(
    State(state): State<HttpState>,
    From(caller): From,
    Path(call): Path<String>,
    (OriginalUri(uri), headers): (OriginalUri, HeaderMap),
    body: Body,
) -> Response {
    let kind = match call.as_str() {
        "batch" | "b" => None,
        "track" | "t" => Some("track"),
        "page" | "p" => Some("page"),
        "screen" | "s" => Some("screen"),
        "identify" | "i" => Some("identify"),
        "group" | "g" => Some("group"),
        "alias" | "a" => Some("alias"),
        _ => return tracker_refused(&state, "Segment, with this call,", &uri, &headers),
    };
    segment(&state, &caller, &headers, kind, body).await
}

/// The single letters of browsers: `/t`, `/p`, `/s`, `/i`, `/g`, `/a`, `/b`.
pub async fn segment_short(
    State(state): State<HttpState>,
    from: From,
    OriginalUri(uri): OriginalUri,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let call = uri.path().trim_start_matches('/').to_owned();
    segment_long(State(state), from, Path(call), (OriginalUri(uri), headers), body).await
}

/// `GET /v1/projects/KEY/settings`: what Segment's browser library loads first.
pub async fn segment_settings(State(state): State<HttpState>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    let Some(site) = state.app.sites.by_key(&key) else {
        return Failed::UnknownSite.problem(false).into_response();
    };
    let host = own_host(&state, &site, text(&headers, "host"));
    let settings =
        serde_json::json!({ "integrations": { "Segment.io": { "apiKey": key, "apiHost": format!("{host}/v1") } } });
    // Whoever keeps answers between us and a browser must not hand one browser's host to another.
    (cors(&headers), [(header::CACHE_CONTROL, "no-store")], axum::Json(settings)).into_response()
}

/// The host that a browser reaches us by: the one it says when it is ours or the site's, and ours otherwise.
fn own_host(state: &HttpState, site: &SiteEntry, said: &str) -> String {
    let bare = |host: &str| host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let ours = state.app.base_url.split_once("://").map_or(state.app.base_url.as_str(), |(_, rest)| rest);
    let ours = ours.split('/').next().unwrap_or_default();
    let of_site = |host: &str| {
        let mut hosts = site.site.hosts.iter().map(|h| bare(h.trim_start_matches("www.")));
        hosts.any(|h| host == h || host.strip_suffix(h.as_str()).is_some_and(|rest| rest.ends_with('.')))
    };
    let plain = said.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'));
    let known = plain && (said.eq_ignore_ascii_case(ours) || of_site(&bare(said)));
    if known { said.to_owned() } else { ours.to_owned() }
}
