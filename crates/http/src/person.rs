//! Pages of data subjects: sign up, confirm, see and stop what one gets. Made here, without a script, under a policy that
//! lets none run.
//!
//! Invariant: reading a page changes nothing; only a POST does. A secret in an address opens one thing and is never logged.

use std::time::Duration;

use axum::{
    Form as Fields,
    extract::{Path, Query, State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use hjemmel_app::{Allowed, AppError, LinkOpened, SignUpError, SignUpInput, all_authorities, topic_lines};
use hjemmel_model::{Controller, Form, Language, PermissionSource};
use hjemmel_pages::{FormPage, PageError, Preferences};
use hjemmel_store::{MailLinkKind, StoreError};
use hjemmel_words::key;
use serde::Deserialize;

use crate::{
    HttpState, Problem,
    caller::{From, text},
    holder::SLOWLY,
};

const POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// A page, with headers that keep it to itself.
pub(crate) fn page(status: StatusCode, html: Result<String, PageError>) -> Response {
    let Ok(html) = html else { return Problem::internal().into_response() };
    let headers = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, Html(html)).into_response()
}

/// The brand of a page that belongs to no form.
pub(crate) fn nobody() -> Controller {
    let text = String::new;
    Controller { name: "Hjemmel".into(), address: text(), contact: text(), policy_url: text() }
}

pub(crate) fn language(asked: &str, headers: &HeaderMap) -> Language {
    Language::from_tag(asked)
        .or_else(|| Language::from_accept(text(headers, "accept-language")))
        .unwrap_or(Language::En)
}

pub(crate) fn failed(error: AppError, l: Language) -> Response {
    let (status, what) = match error {
        AppError::Store(StoreError::NotFound(_)) => (StatusCode::NOT_FOUND, "missing"),
        AppError::Store(StoreError::Busy) => (StatusCode::SERVICE_UNAVAILABLE, "failed"),
        AppError::TooMany { .. } => (StatusCode::TOO_MANY_REQUESTS, "many"),
        AppError::Invalid { .. } => (StatusCode::UNPROCESSABLE_ENTITY, "wrong"),
        error => {
            tracing::error!(error = %error, "page.failed");
            (StatusCode::SERVICE_UNAVAILABLE, "failed")
        }
    };
    page(status, hjemmel_pages::said(l, &nobody(), what, ""))
}

pub(crate) fn gone(l: Language) -> Response {
    page(StatusCode::GONE, hjemmel_pages::said(l, &nobody(), "gone", ""))
}

/// What the address of a form may say.
#[derive(Deserialize)]
pub struct FormQuery {
    #[serde(default)]
    l: String,
    #[serde(default)]
    page: String,
}

fn form_page(form: &Form, asked: Language, input: &SignUpInput, error: &str) -> Result<String, PageError> {
    let l = form.language_for(asked);
    let title = form.title.get(&l).map(String::as_str).unwrap_or_default();
    // Nothing is ticked beforehand (B-06, E-05). One single topic needs no tick: the button is the act.
    let topics = topic_lines(&form.topics, l, |t| input.topics.iter().any(|c| c == t.id.as_str()));
    let action = format!("/f/{}", form.id);
    let (page, email) = (input.page.as_str(), input.email.as_str());
    let shown = FormPage { title, action: &action, version: form.version, page, email, topics: &topics, error };
    hjemmel_pages::form(l, &form.sender, &shown)
}

/// `GET /f/FORM?l=da`: the form as a page.
pub async fn form(
    State(state): State<HttpState>,
    Path(id): Path<String>,
    Query(query): Query<FormQuery>,
    headers: HeaderMap,
) -> Response {
    let l = language(&query.l, &headers);
    match state.app.forms().open(&id).await {
        Ok(form) => {
            let page_of = if query.page.is_empty() { text(&headers, "referer") } else { &query.page };
            let input = SignUpInput { page: page_of.chars().take(500).collect(), ..SignUpInput::default() };
            page(StatusCode::OK, form_page(&form, l, &input, ""))
        }
        Err(e) => failed(e, l),
    }
}

/// Where a caller is, for counting: of an IPv6 address the network, because its holder has all of it.
pub(crate) fn place(ip: Option<std::net::IpAddr>) -> String {
    match ip {
        Some(std::net::IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Some(ip) => ip.to_string(),
        None => String::new(),
    }
}

/// `POST /f/FORM`: somebody sent it in.
pub async fn form_sent(
    State(state): State<HttpState>,
    From(caller): From,
    Path(id): Path<String>,
    headers: HeaderMap,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Response {
    let mut input = SignUpInput { caller: place(caller.ip), ..SignUpInput::default() };
    let mut asked = String::new();
    for (name, value) in fields.into_iter().take(100) {
        match name.as_str() {
            "email" => input.email = value.chars().take(300).collect(),
            "topic" => input.topics.push(value),
            "v" => input.version = value.parse().unwrap_or(0),
            "l" => asked = value,
            "page" => input.page = value.chars().take(500).collect(),
            "website" => input.website = value,
            _ => {}
        }
    }
    let l = language(&asked, &headers);
    input.language = Some(l);
    let at_least = tokio::time::sleep(SLOWLY);
    let done = state.app.forms().sign_up(&id, &input).await;
    at_least.await;
    match done {
        Ok(form) => {
            // Kept in any case; what is said about the mail is what is so.
            let what = if state.app.setup().mail_goes().await { "sent" } else { "later" };
            page(StatusCode::OK, hjemmel_pages::said(l, &form.sender, what, ""))
        }
        Err(SignUpError::Entered(what)) => match state.app.forms().open(&id).await {
            Ok(form) => {
                let status = match what.name() {
                    "error_many" => StatusCode::TOO_MANY_REQUESTS,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                page(status, form_page(&form, l, &input, what.name()))
            }
            Err(e) => failed(e, l),
        },
        Err(SignUpError::App(e)) => failed(e, l),
    }
}

fn lines(opened: &LinkOpened, l: Language) -> Vec<hjemmel_pages::TopicLine> {
    topic_lines(&opened.topics, l, |_| true)
}

/// `GET /p/confirm/SECRET`: what is asked to be confirmed, with a button. Whoever merely looks confirms nothing.
pub async fn confirm(State(state): State<HttpState>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    match state.app.forms().link_open(&secret, MailLinkKind::Confirm).await {
        Ok(Some(opened)) if opened.link.used => confirmed(&state, &secret, &opened, l),
        Ok(Some(opened)) => {
            let html = hjemmel_pages::confirm(l, &opened.form.sender, &lines(&opened, l), opened.link.visitor);
            page(StatusCode::OK, html)
        }
        Ok(None) => gone(l),
        Err(e) => failed(e, l),
    }
}

/// `POST /p/confirm/SECRET`: the button.
pub async fn confirm_sent(
    State(state): State<HttpState>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    fields: Result<Fields<Vec<(String, String)>>, FormRejection>,
) -> Response {
    let l = language("", &headers);
    // A press without fields is a press; only a tick of their own joins the browser they signed up in.
    let join = fields.is_ok_and(|Fields(fields)| fields.iter().any(|(name, value)| name == "join" && value == "1"));
    match state.app.forms().link_confirm(&secret, join, l).await {
        Ok(Some(opened)) => confirmed(&state, &secret, &opened, l),
        Ok(None) => gone(l),
        Err(e) => failed(e, l),
    }
}

fn confirmed(state: &HttpState, secret: &str, opened: &LinkOpened, l: Language) -> Response {
    let link = format!("/p/preferences/{}", state.app.forms().preferences_of(secret));
    page(StatusCode::OK, hjemmel_pages::said(l, &opened.form.sender, "confirmed", &link))
}

fn preferences_page(secret: &str, opened: &LinkOpened, l: Language, saved: &str) -> Response {
    let code_action = format!("/p/preferences/{secret}/code");
    let whom = all_authorities();
    let shown = Preferences {
        topics: &Allowed::lines(&opened.allowed, l),
        saved,
        code_action: &code_action,
        authorities: &whom,
    };
    page(StatusCode::OK, hjemmel_pages::preferences(l, &opened.form.sender, &shown))
}

/// `GET /p/preferences/SECRET`: what the holder of the address gets.
pub async fn preferences(State(state): State<HttpState>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    match state.app.forms().link_open(&secret, MailLinkKind::Preferences).await {
        Ok(Some(opened)) => preferences_page(&secret, &opened, l, ""),
        Ok(None) => gone(l),
        Err(e) => failed(e, l),
    }
}

/// `POST /p/preferences/SECRET`: keep what is ticked, stop the rest.
pub async fn preferences_sent(
    State(state): State<HttpState>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Response {
    let l = language("", &headers);
    let stop = fields.iter().any(|(name, value)| name == "do" && value == "stop");
    let keep: Vec<String> = match stop {
        true => Vec::new(),
        false => fields.into_iter().filter(|(name, _)| name == "keep").map(|(_, value)| value).take(400).collect(),
    };
    let saved = if keep.is_empty() { "stopped" } else { "saved" };
    match state.app.forms().link_stop(&secret, &keep, PermissionSource::Preferences, l).await {
        Ok(Some(opened)) => preferences_page(&secret, &opened, l, saved),
        Ok(None) => gone(l),
        Err(e) => failed(e, l),
    }
}

/// Bytes of a one-click request that are taken off the wire, so that its sender reads the answer.
const ONE_CLICK_BYTES_MAX: usize = 64 * 1024;
const ONE_CLICK_READ_MAX: Duration = Duration::from_secs(2);

/// `POST /p/preferences/SECRET/one-click`: a mail provider unsubscribes for the reader (RFC 8058). That it is posted is
/// the act, whatever the body says or fails to say; no cookie, no page to follow.
pub async fn one_click(
    State(state): State<HttpState>,
    Path(secret): Path<String>,
    headers: HeaderMap,
    body: axum::body::Body,
) -> Response {
    let l = language("", &headers);
    let stopped = state.app.forms().link_stop(&secret, &[], PermissionSource::OneClick, l).await;
    // Only after it is done, and never for long: no body may keep somebody from stopping.
    let read = axum::body::to_bytes(body, ONE_CLICK_BYTES_MAX);
    let _ = tokio::time::timeout(ONE_CLICK_READ_MAX, read).await;
    match stopped {
        Ok(Some(_)) => StatusCode::OK.into_response(),
        Ok(None) => StatusCode::GONE.into_response(),
        Err(e) => failed(e, l),
    }
}

/// `GET /p/preferences/SECRET/one-click`: somebody opened the address of the header. They get the page, which asks; its
/// own address, because what is sent from here would stop everything.
pub async fn one_click_opened(Path(secret): Path<String>) -> Response {
    // As it stands in mails; whatever else somebody writes there is encoded.
    const KEPT: &percent_encoding::AsciiSet = &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'_');
    let secret = percent_encoding::utf8_percent_encode(&secret, KEPT);
    let caching = [(header::CACHE_CONTROL, "no-store"), (header::REFERRER_POLICY, "no-referrer")];
    (caching, Redirect::to(&format!("/p/preferences/{secret}"))).into_response()
}

/// `GET /p/pages.css`.
pub async fn css() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/css"), (header::CACHE_CONTROL, "max-age=3600")], hjemmel_pages::CSS)
}

/// `GET /dev/mail`: the mail that was caught instead of sent, for the demo and for tests. Not there for real use.
pub async fn dev_mail(State(state): State<HttpState>) -> Result<Response, Problem> {
    let caught =
        state.app.mailer.caught().ok_or_else(|| Problem::new("not_found", key!("detail_mail_is_not_caught_here")))?;
    let escape =
        |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut html = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>\
         <title>Caught mail</title><link rel=icon href='data:,'><link rel=stylesheet href=/p/pages.css>\
         <header>Caught mail</header><main><p class=small>Nothing here was sent. Newest first; gone when the server stops.</p>",
    );
    if caught.is_empty() {
        html.push_str("<p>No mail yet. Sign up in the demo shop, and it appears here.</p>");
    }
    for mail in &caught {
        html.push_str(&format!(
            "<fieldset><p><b>{}</b><br><span class=small>{} → {}</span></p><p>{}</p></fieldset>",
            escape(&mail.subject),
            escape(&mail.from),
            escape(&mail.to),
            linked(&escape(&mail.text)),
        ));
    }
    html.push_str("</main></html>");
    Ok(page(StatusCode::OK, Ok(html)))
}

/// Escaped text with its links to click and its lines kept.
fn linked(text: &str) -> String {
    let word = |word: &str| match word.starts_with("http://") || word.starts_with("https://") {
        true => format!("<a href=\"{word}\">{word}</a>"),
        false => word.to_owned(),
    };
    let line = |line: &str| line.split(' ').map(word).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("<br>")
}
