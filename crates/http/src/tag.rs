//! The tag: one script a site, the banner when it is needed, and the choice.

use axum::{
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::ChoiceInput;
use hjemmel_collect::SiteEntry;
use hjemmel_model::{Act, ChoiceControl, Language};
use serde::Deserialize;
use sha2::Digest;

use crate::{
    HttpState, Problem,
    assets::TagFiles,
    caller::{From, text},
};

/// Headers that let a page of a site read the answer, and when to come again. No credentials: the token travels in the
/// body.
pub fn cors(headers: &HeaderMap) -> [(header::HeaderName, HeaderValue); 3] {
    let origin = headers.get(header::ORIGIN).cloned().unwrap_or(HeaderValue::from_static("*"));
    [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, origin),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("Retry-After")),
        (header::VARY, HeaderValue::from_static("Origin")),
    ]
}

/// `OPTIONS` on any endpoint of the tag or a tracker.
pub async fn preflight(headers: HeaderMap) -> impl IntoResponse {
    let more = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST, GET"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "Content-Type, Authorization, SP-Anonymous, Hjemmel-Consent"),
        // Snowplow's browser tracker sends with credentials; no cookie is ever set or needed.
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (header::ACCESS_CONTROL_MAX_AGE, "3600"),
    ];
    (StatusCode::OK, cors(&headers), more)
}

/// A file of the tag as text.
pub(crate) fn file(name: &str) -> Result<String, Problem> {
    let file = TagFiles::get(name)
        .ok_or_else(|| Problem::new("unavailable", "the tag is not part of this build: run `make tag`"))?;
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
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    (headers, body).into_response()
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
    state.app.collector.count_request(&site, &caller, text(&headers, "referer"));
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
        "a": site.site.aggregate.name() == "script",
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
    let Some(notice) = &site.notice else { return Err(Problem::new("unavailable", "no notice is published")) };
    let language = Language::from_tag(&query.l)
        .or_else(|| Language::from_accept(text(&headers, "accept-language")))
        .unwrap_or(Language::En);
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
    let authorities: Vec<_> = notice.law.authorities().iter().map(|a| a.name).collect();
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
    state.app.sites.by_key(key).ok_or_else(|| Problem::new("unknown_site", "check the key in the tag"))
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
    let answer = chosen(&state, &key, caller.gpc, &body).await;
    (cors(&headers), answer.unwrap_or_else(Problem::into_response)).into_response()
}

async fn chosen(state: &HttpState, key: &str, gpc: bool, body: &[u8]) -> Result<Response, Problem> {
    let site = known(state, key)?;
    if body.len() > 16 * 1024 {
        return Err(Problem::new("too_large", "a choice is at most 16 KiB"));
    }
    let body: ChoiceBody =
        serde_json::from_slice(body).map_err(|_| Problem::new("malformed", "the body is not a choice"))?;
    let shown = match body.shown {
        Shown::Now(true) => {
            let shown = state.app.consent_shown(&site, body.again)?;
            return Ok(axum::Json(serde_json::json!({ "shown": shown })).into_response());
        }
        Shown::Now(false) => String::new(),
        Shown::Before(shown) => shown,
    };
    let control = body.control.ok_or_else(|| Problem::new("malformed", "`control` is missing"))?;
    let language =
        Language::from_tag(&body.language).ok_or_else(|| Problem::new("malformed", "`language` is unknown"))?;
    let input = ChoiceInput {
        token: body.token,
        granted: body.granted,
        notice_version: body.version,
        shown,
        language,
        act: Act { layer: body.layer, control, trusted: body.trusted },
        gpc,
        ui_build: ui_build(),
    };
    let made = state.app.consent_choose(&site, &input).await?;
    Ok(axum::Json(made).into_response())
}

/// `GET /.well-known/gpc.json`: this server heeds the signal.
pub async fn gpc() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], "{\"gpc\":true,\"lastUpdate\":\"2026-11-22\"}")
}
