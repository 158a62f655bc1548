//! Collection: our own endpoint, and those of other trackers. A refusal is answered so that no client sends it again.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{OriginalUri, Path, State, rejection::BytesRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, options},
};
use hjemmel_collect::{
    BODY_BYTES_MAX, BadHit, BodyError, Caller, Hit, Outcome, SinkError, SiteEntry,
    dialect::{Answer, BadRequest, DIALECTS, Decoded, Dialect, EVENTS_MAX, Request, Verb, own as own_dialect},
    plain_body,
};
use hjemmel_model::Trace;
use hjemmel_policy::Reason;
use hjemmel_words::{Key, Message, key, message};

use crate::{
    HttpState, Problem,
    caller::{From, text, token_cookie},
    tag::{cors, preflight},
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

/// A request as it came: who sends it, and what of it concerns the decision.
struct Came<'a> {
    state: &'a HttpState,
    caller: &'a Caller,
    headers: &'a HeaderMap,
}

async fn collect(
    Came { state, caller, headers }: Came<'_>,
    site: Option<Arc<SiteEntry>>,
    hits: Vec<Result<Hit, BadHit>>,
) -> Result<Done, Failed> {
    let site = site.ok_or(Failed::UnknownSite)?;
    if let Some(problem) = collecting_refused(state) {
        state.metrics.unavailable();
        return Err(Failed::Later(problem));
    }
    let mut caller = caller.clone();
    if caller.token.is_empty() {
        cookie_of_own_page(&site, headers).clone_into(&mut caller.token);
    }
    // What was taken back through another tracker is taken back here: on record, and for every request after this one.
    for hit in hits.iter().flatten().filter(|hit| hit.takes_back) {
        let token = hit.token.as_deref().unwrap_or(&caller.token);
        state
            .app
            .consents()
            .taken_back(&site, token, caller.gpc)
            .await
            .map_err(|_| Failed::Sink(SinkError::Unwritable))?;
    }
    // Sent again, an event without an id would count twice.
    let again = hits.iter().flatten().all(|hit| hit.id.as_ref().is_some_and(|id| !id.is_empty()));
    let token = text(headers, DEBUG_HEADER);
    let debug = (!token.is_empty() && state.app.sites().debug_token_holds(&site, token))
        .then(|| state.app.collector.debug(&site, &caller, hits.clone()));
    match state.app.collector.collect(&site, &caller, hits).await {
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
        let decoded = own_dialect::decode(&key, &body).map_err(Failed::Request)?;
        let came = Came { state: &state, caller: &caller, headers: &headers };
        collect(came, state.app.sites.by_key(&decoded.key), decoded.hits).await
    };
    let answer = match done.await {
        Ok(done) => axum::Json(done.json()).into_response(),
        Err(failed) => failed.problem(false).into_response(),
    };
    (cors(&headers), answer).into_response()
}

/// Whatever the dialects of others speak, each at its addresses.
pub fn dialects() -> Router<HttpState> {
    let mut paths: BTreeMap<&str, MethodRouter<HttpState>> = BTreeMap::new();
    for dialect in DIALECTS {
        for (verb, path) in dialect.addresses() {
            let filter = match verb {
                Verb::Get => MethodFilter::GET,
                Verb::Post => MethodFilter::POST,
            };
            let handler = move |State(state): State<HttpState>,
                                From(caller): From,
                                OriginalUri(uri): OriginalUri,
                                headers: HeaderMap,
                                body: Body| async move {
                heard(*dialect, *verb, (state, caller), Spoken { uri, headers, body }).await
            };
            let at = paths.remove(path).unwrap_or_else(|| options(preflight));
            paths.insert(path, at.on(filter, handler));
        }
    }
    paths.into_iter().fold(Router::new(), |router, (path, at)| router.route(path, at))
}

/// What a tracker sent, as it came.
struct Spoken {
    uri: Uri,
    headers: HeaderMap,
    body: Body,
}

async fn heard(
    dialect: &'static dyn Dialect,
    verb: Verb,
    (state, caller): (HttpState, Caller),
    Spoken { uri, headers, body }: Spoken,
) -> Response {
    let answer = match unpacked(body) {
        Err(failed) => failed.problem(true).into_response(),
        Ok(body) => {
            let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
            let request = || Request {
                verb,
                path: uri.path(),
                query: uri.query().unwrap_or_default(),
                body: &body,
                header: &header,
            };
            // A request may not be held while events are written: it has no owner.
            let decoded = match dialect.settings(&request()) {
                Some(settings) => return spoken(dialect, &headers, as_response(settings)),
                None => dialect.decode(&request()).map_err(Failed::Request),
            };
            let done = async {
                let decoded = decoded?;
                let by_page = || dialect.names_pages().then(|| of_page(&state, &headers, &decoded)).flatten();
                let site = state.app.sites.by_key(&decoded.key).or_else(by_page);
                // Who somebody is says on no page: it is not stored, whose site it may be.
                let nothing = |hit: &Result<Hit, BadHit>| matches!(hit, Err(BadHit::NotCollected));
                if site.is_none() && dialect.names_pages() && decoded.hits.iter().all(nothing) {
                    return Ok(Done { outcome: Outcome::default(), debug: None });
                }
                collect(Came { state: &state, caller: &caller, headers: &headers }, site, decoded.hits).await
            };
            match done.await {
                Ok(done) => {
                    let usual = as_response(dialect.answer(&request(), &done.outcome));
                    done.or_debug(usual)
                }
                Err(failed) => failed.problem(true).into_response(),
            }
        }
    };
    spoken(dialect, &headers, answer)
}

/// The site that a tracker with names of its own means: the one that alone lists the host it says, that of its page, or that of
/// the page which sends.
fn of_page(state: &HttpState, headers: &HeaderMap, decoded: &Decoded) -> Option<Arc<SiteEntry>> {
    let sites = &state.app.sites;
    let of_hit = || sites.by_page(&decoded.hits.iter().flatten().next()?.url);
    sites.by_host(&decoded.key).or_else(of_hit).or_else(|| sites.by_page(text(headers, "origin")))
}

/// With what lets a browser of another origin read it.
fn spoken(dialect: &dyn Dialect, headers: &HeaderMap, answer: Response) -> Response {
    let credentials = [(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true")];
    match dialect.with_credentials() {
        true => (cors(headers), credentials, answer).into_response(),
        false => (cors(headers), answer).into_response(),
    }
}

fn as_response(answer: Answer) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let mut response = (status, answer.body.into_owned()).into_response();
    let kind = Some(("content-type", answer.kind)).filter(|(_, kind)| !kind.is_empty());
    response.headers_mut().remove(header::CONTENT_TYPE);
    for (name, value) in answer.headers.into_iter().chain(kind) {
        response.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response
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
