//! The tag: one script a site, the banner when it is needed, and the choice.

use std::time::Duration;

use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::ChoiceInput;
use hjemmel_collect::{Caller, SiteEntry};
use hjemmel_model::{Act, AggregateLane, ChoiceControl, Language, Matter};
use hjemmel_words::key;
use serde::Deserialize;
use sha2::Digest;

use crate::{
    HttpState, Problem,
    assets::TagFiles,
    caller::{From, text, token_cookie},
    limits::{Heard, heard},
};

/// What lets a page of another origin use an answer at all.
pub(crate) fn for_pages() -> (header::HeaderName, HeaderValue) {
    (header::HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"))
}

/// Headers that let a page of a site read the answer. No credentials: the token travels in the body.
pub fn cors(headers: &HeaderMap) -> [(header::HeaderName, HeaderValue); 4] {
    let origin = headers.get(header::ORIGIN).cloned().unwrap_or(HeaderValue::from_static("*"));
    [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin),
        (header::VARY, HeaderValue::from_static("Origin")),
        // Clients wait as long as they are told to.
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After")),
        for_pages(),
    ]
}

/// `OPTIONS` on any endpoint of the tag or a tracker.
pub async fn preflight(headers: HeaderMap) -> impl IntoResponse {
    let more = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST, GET"),
        (
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            "Content-Type, Authorization, SP-Anonymous, Hjemmel-Consent, Hjemmel-Debug",
        ),
        // Snowplow's browser tracker sends with credentials; no cookie is ever set or needed.
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (header::ACCESS_CONTROL_MAX_AGE, "3600"),
    ];
    (StatusCode::OK, cors(&headers), more)
}

/// A file of the tag as text.
pub(crate) fn file(name: &str) -> Result<String, Problem> {
    let file = TagFiles::get(name).ok_or_else(|| Problem::new("unavailable", key!("detail_the_tag_is_not_built")))?;
    Ok(String::from_utf8_lossy(&file.data).into_owned())
}

/// A script as it is now, or that it has not changed.
pub(crate) fn script_answer(request: &HeaderMap, body: String) -> Response {
    let digest = sha2::Sha256::digest(body.as_bytes());
    let tag: String = digest.iter().take(12).map(|b| format!("{b:02x}")).collect();
    let tag = format!("\"{tag}\"");
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8".to_owned()),
        // Asked for again each time, answered without a body when nothing changed: a new notice is seen at once.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::ETAG, tag.clone()),
    ];
    if text(request, "if-none-match") == tag {
        return (StatusCode::NOT_MODIFIED, headers, [for_pages()]).into_response();
    }
    (headers, [for_pages()], body).into_response()
}

/// `GET /t/SITE_KEY.js`: what every page loads.
pub async fn script(
    State(state): State<HttpState>,
    From(caller): From,
    Path(file_name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let key = file_name.strip_suffix(".js").unwrap_or_default();
    let site = known(&state, key)?;
    let browser = Caller { token: token_cookie(&headers, key).to_owned(), ..caller };
    state.app.collector.count_request(&site, &browser, text(&headers, "referer"));
    state.app.setup().site_heard(&site, "tag");
    let Some(notice) = &site.notice else {
        return Ok(script_answer(
            &headers,
            "/* Hjemmel: no notice is published for this site, so nothing is collected. */".into(),
        ));
    };
    let purposes: Vec<_> = notice.purposes.iter().map(|p| (p.key.as_str(), p.bit, p.since_version)).collect();
    let config = serde_json::json!({
        "k": key,
        "p": purposes,
        "d": notice.purposes_denied_by_gpc().0,
        "a": site.site.lane() == AggregateLane::Script,
    });
    let body = format!("(function(C){{{}}})({config});", file("core.js")?);
    Ok(script_answer(&headers, body))
}

/// Which language, and how the browser feels about sharing.
#[derive(Deserialize)]
pub struct BannerQuery {
    #[serde(default)]
    l: String,
}

/// `GET /t/SITE_KEY/banner.js?l=da`: loaded when there is something to ask, or somebody wants to change their mind.
pub async fn banner(
    State(state): State<HttpState>,
    From(caller): From,
    Path(key): Path<String>,
    Query(query): Query<BannerQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let site = known(&state, &key)?;
    let Some(notice) = &site.notice else {
        return Err(Problem::new("unavailable", key!("detail_no_notice_is_published")));
    };
    let language = Language::from_tag(&query.l)
        .or_else(|| Language::from_accept(text(&headers, "accept-language")))
        .unwrap_or(Language::En);
    // Never a text that was not published: all of it in one language that the notice stands in.
    let language = notice.language_for(language);
    let purposes: Vec<_> = notice
        .purposes
        .iter()
        .map(|p| {
            serde_json::json!({
                "k": p.key,
                "n": p.name.get(&language),
                "t": p.text.get(&language),
                "r": p.recipients,
                "d": p.retention_days,
                "g": p.denied_by_gpc,
            })
        })
        .collect();
    let authorities: Vec<_> =
        notice.law.authorities().iter().filter(|a| a.matter != Matter::Marketing).map(|a| a.name).collect();
    let shown = serde_json::json!({
        "v": notice.version,
        "l": language.tag(),
        "p": purposes,
        "c": notice.controller,
        "a": authorities,
        "g": caller.gpc,
        "b": ui_build(),
    });
    let text = hjemmel_pages::banner_text(language);
    let body = format!("(function(N,T){{{}}})({shown},{text});", file("banner.js")?);
    let mut answer = script_answer(&headers, body);
    answer.headers_mut().extend(cors(&headers));
    Ok(answer)
}

/// The build of the banner, for the record of what was shown (B-20).
fn ui_build() -> String {
    let digest = TagFiles::get("banner.js").map(|f| f.metadata.sha256_hash()).unwrap_or_default();
    digest.iter().take(8).map(|b| format!("{b:02x}")).collect()
}

fn known(state: &HttpState, key: &str) -> Result<std::sync::Arc<SiteEntry>, Problem> {
    state.app.sites.by_key(key).ok_or_else(|| Problem::new("unknown_site", key!("detail_check_the_key_in_the_tag")))
}

/// That the banner was put on the screen, or what was said to that.
#[derive(Deserialize)]
#[serde(untagged)]
enum Shown {
    /// It is on the screen now.
    Now(bool),
    /// It was, and this was the answer.
    Before(String),
}

impl Default for Shown {
    fn default() -> Shown {
        Shown::Before(String::new())
    }
}

#[derive(Deserialize)]
struct ChoiceBody {
    /// Whether somebody opened it who had chosen before.
    #[serde(default)]
    again: bool,
    #[serde(default)]
    token: String,
    #[serde(default)]
    shown: Shown,
    #[serde(default)]
    granted: Vec<String>,
    #[serde(default)]
    version: u32,
    #[serde(default)]
    language: String,
    #[serde(default)]
    layer: u8,
    #[serde(default)]
    control: Option<ChoiceControl>,
    #[serde(default)]
    trusted: bool,
}

/// `POST /c/SITE_KEY/choice`: somebody chose, or the banner was put on the screen.
pub async fn choice(
    State(state): State<HttpState>,
    From(caller): From,
    Path(key): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = chosen(&state, &key, &caller, &body).await;
    (cors(&headers), answer.unwrap_or_else(Problem::into_response)).into_response()
}

async fn chosen(state: &HttpState, key: &str, caller: &Caller, body: &[u8]) -> Result<Response, Problem> {
    let site = known(state, key)?;
    if body.len() > 16 * 1024 {
        return Err(Problem::new("too_large", key!("detail_choice_at_most")));
    }
    let body: ChoiceBody =
        serde_json::from_slice(body).map_err(|_| Problem::new("malformed", key!("detail_body_not_a_choice")))?;
    let shown = match body.shown {
        Shown::Now(true) => {
            let shown = state.app.consents().shown(&site, body.again)?;
            return Ok(axum::Json(serde_json::json!({ "shown": shown })).into_response());
        }
        Shown::Now(false) => String::new(),
        Shown::Before(shown) => shown,
    };
    let control = body.control.ok_or_else(|| Problem::new("malformed", key!("detail_control_is_missing")))?;
    let language = Language::from_tag(&body.language)
        .ok_or_else(|| Problem::new("malformed", key!("detail_language_is_unknown")))?;
    let mut input = ChoiceInput {
        token: body.token,
        granted: body.granted,
        notice_version: body.version,
        shown,
        language,
        act: Act { layer: body.layer, control, trusted: body.trusted },
        gpc: caller.gpc,
        ui_build: ui_build(),
    };
    let wait = budgeted(state, &site, caller, &mut input);
    if let Some(wait) = wait {
        let problem = Problem::new("too_many_choices", key!("detail_too_many_choices"));
        return Ok(problem.later(wait.as_secs().saturating_add(1)).into_response());
    }
    let made = state.app.consents().choose(&site, &input).await?;
    Ok(axum::Json(made).into_response())
}

/// Hold a choice against the budgets of its place and its site. What takes something away is always heard: of a choice
/// that gives and takes at once, only the giving is left out. Gives how long to wait, where nothing is left.
fn budgeted(state: &HttpState, site: &SiteEntry, caller: &Caller, input: &mut ChoiceInput) -> Option<Duration> {
    let notice = site.notice.as_ref()?;
    let chosen = notice.set_of(input.granted.iter().map(String::as_str))?;
    // What is refused anyway leaves no entry, so it takes nothing of what others may.
    let (app, version) = (&state.app, input.notice_version);
    let key = app.store.keys().token_key();
    let counts = input.act.trusted
        && version == notice.version
        && key.was_shown(&input.shown, site.rules.site_hash, version, app.clock.now());
    if !counts {
        return None;
    }
    let denied = input.gpc && input.act.control != ChoiceControl::Save;
    let asked = if denied { chosen.without(notice.purposes_denied_by_gpc()) } else { chosen };
    let left = app.consents().left(site, &input.token);
    let kept = match heard(left, asked, || state.limits.choice(caller.ip, &site.site.id)) {
        Heard::Whole => return None,
        Heard::NoesOnly(kept) => kept,
        Heard::Later(wait) => {
            app.collector.count_rejected(site, "too_many_choices");
            return Some(wait);
        }
    };
    input.granted = notice.keys_of(kept).into_iter().map(str::to_owned).collect();
    None
}

/// `GET /.well-known/gpc.json`: this server heeds the signal.
pub async fn gpc() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], "{\"gpc\":true,\"lastUpdate\":\"2026-11-22\"}")
}
