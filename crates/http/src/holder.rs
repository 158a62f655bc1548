//! A person's own pages: after a code that was sent to the address they see everything that is held, and act on it.
//!
//! Invariant: reading a page changes nothing; only a POST does. The cookie is for these pages alone, and for half an hour.

use axum::{
    Form as Fields,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::{Allowed, AppError, SignUpError, all_authorities, day};
use hjemmel_model::{ErasureId, Form, Language};
use hjemmel_pages::MinePage;
use hjemmel_store::HolderFound;

use crate::{
    HttpState, Problem,
    caller::{From, cookie, text},
    person::{failed, gone, language, page, place},
};

const COOKIE: &str = "hjemmel_mine";

fn with_cookie(state: &HttpState, mut response: Response, value: &str, seconds: u32) -> Response {
    let secure = if state.options.secure_cookies { "; Secure" } else { "" };
    let text = format!("{COOKIE}={value}; Path=/p/mine; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn to(path: &'static str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response()
}

/// What a form sent, by name.
struct Sent(Vec<(String, String)>);

impl Sent {
    fn one(&self, name: &str) -> &str {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str()).unwrap_or_default()
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).take(200).collect()
    }
}

/// Both answers about an address take as long: a stranger with a watch learns nothing either.
pub(crate) const SLOWLY: std::time::Duration = std::time::Duration::from_millis(400);

/// Whether a POST came from a page of our own. Browsers say so; what says nothing has no cookie of ours to misuse.
fn own_page_only(headers: &HeaderMap) -> bool {
    match text(headers, "sec-fetch-site") {
        "" => match text(headers, "origin").split_once("://") {
            Some((_, host)) => host == text(headers, "host"),
            None => true,
        },
        site => matches!(site, "same-origin" | "none"),
    }
}

fn elsewhere(l: Language) -> Response {
    let nobody = crate::person::nobody();
    page(StatusCode::FORBIDDEN, hjemmel_pages::said(l, &nobody, "wrong", ""))
}

/// `GET /p/mine/FORM`: whoever wants to see what is held says which address.
pub async fn start(State(state): State<HttpState>, Path(form): Path<String>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    match state.app.forms().open(&form).await {
        Ok(form) => page(StatusCode::OK, hjemmel_pages::mine_start(l, &form.sender, "", "")),
        Err(e) => failed(e, l),
    }
}

fn code_page(form: &Form, secret: &str, error: &str, l: Language) -> Response {
    let status = if error.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(status, hjemmel_pages::mine_code(l, &form.sender, form.id.as_str(), secret, error))
}

/// A code counts for ten minutes: one that cannot go now is not promised, whoever asks.
async fn code_later(state: &HttpState, form_id: &str, l: Language) -> Response {
    match state.app.forms().open(form_id).await {
        Ok(form) => page(StatusCode::SERVICE_UNAVAILABLE, hjemmel_pages::said(l, &form.sender, "code_later", "")),
        Err(e) => failed(e, l),
    }
}

/// `POST /p/mine/FORM`: a code goes to the address, if it is known. The page says the same either way.
pub async fn start_sent(
    State(state): State<HttpState>,
    From(caller): From,
    Path(form_id): Path<String>,
    headers: HeaderMap,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Response {
    let sent = Sent(fields);
    let l = language(sent.one("l"), &headers);
    let email: String = sent.one("email").chars().take(300).collect();
    if !state.app.setup().mail_goes().await {
        return code_later(&state, &form_id, l).await;
    }
    let at_least = tokio::time::sleep(SLOWLY);
    let asked = state.app.holders().ask(&form_id, &email, l, &place(caller.ip)).await;
    at_least.await;
    match asked {
        Ok(asked) => code_page(&asked.form, &asked.secret, "", l),
        Err(SignUpError::Entered(what)) => match state.app.forms().open(&form_id).await {
            Ok(form) => {
                let status = match what.name() {
                    "error_many" => StatusCode::TOO_MANY_REQUESTS,
                    _ => StatusCode::UNPROCESSABLE_ENTITY,
                };
                page(status, hjemmel_pages::mine_start(l, &form.sender, &email, what.name()))
            }
            Err(e) => failed(e, l),
        },
        Err(SignUpError::App(e)) => failed(e, l),
    }
}

/// `POST /p/preferences/SECRET/code`: the same, from the link in a mail.
pub async fn from_link(State(state): State<HttpState>, Path(secret): Path<String>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    if !state.app.setup().mail_goes().await {
        let nobody = crate::person::nobody();
        return page(StatusCode::SERVICE_UNAVAILABLE, hjemmel_pages::said(l, &nobody, "code_later", ""));
    }
    match state.app.holders().ask_by_link(&secret, l).await {
        Ok(Some(asked)) => code_page(&asked.form, &asked.secret, "", l),
        Ok(None) => gone(l),
        Err(e) => failed(e, l),
    }
}

/// `POST /p/mine/code`: the code.
pub async fn code_sent(
    State(state): State<HttpState>,
    From(caller): From,
    headers: HeaderMap,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Response {
    let sent = Sent(fields);
    let l = language(sent.one("l"), &headers);
    if !own_page_only(&headers) {
        return elsewhere(l);
    }
    let at_least = tokio::time::sleep(SLOWLY);
    let opened = state.app.holders().open(sent.one("request"), sent.one("code"), &place(caller.ip)).await;
    at_least.await;
    match opened {
        Ok(Some(session)) => with_cookie(&state, to("/p/mine"), &session, 1_800),
        Ok(None) => match state.app.forms().open(sent.one("form")).await {
            Ok(form) => code_page(&form, sent.one("request"), "mine_code_wrong", l),
            Err(e) => failed(e, l),
        },
        Err(e) => failed(e, l),
    }
}

/// Who holds the cookie, and the form whose brand their pages carry.
async fn holder(state: &HttpState, headers: &HeaderMap, l: Language) -> Result<(HolderFound, Form), Response> {
    let found = state.app.holders().of(cookie(headers, COOKIE).unwrap_or_default()).await.map_err(|e| failed(e, l))?;
    let found = found.ok_or_else(|| gone(l))?;
    let form = state.app.forms().open(found.form.as_str()).await.map_err(|e| failed(e, l))?;
    Ok((found, form))
}

/// The same for whoever acts: from a page of our own.
async fn acting(state: &HttpState, headers: &HeaderMap, l: Language) -> Result<(HolderFound, Form), Response> {
    match own_page_only(headers) {
        true => holder(state, headers, l).await,
        false => Err(elsewhere(l)),
    }
}

async fn own_page(state: &HttpState, found: &HolderFound, form: &Form, said: &str, l: Language) -> Response {
    let held = state.app.holders().held(found, l).await;
    let allowed = state.app.holders().allowed(found).await;
    match (held, allowed) {
        (Ok(held), Ok(allowed)) => {
            let topics = Allowed::lines(&allowed, l);
            let shown = MinePage { held: &held, topics: &topics, said, authorities: &all_authorities() };
            page(StatusCode::OK, hjemmel_pages::mine(l, &form.sender, &shown))
        }
        (Err(e), _) | (_, Err(e)) => failed(e, l),
    }
}

/// `GET /p/mine`: everything that is held.
pub async fn mine(State(state): State<HttpState>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    match holder(&state, &headers, l).await {
        Ok((found, form)) => own_page(&state, &found, &form, "", l).await,
        Err(response) => response,
    }
}

/// `POST /p/mine`: something is done about it.
pub async fn mine_sent(
    State(state): State<HttpState>,
    headers: HeaderMap,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Response {
    let l = language("", &headers);
    let (found, form) = match acting(&state, &headers, l).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let sent = Sent(fields);
    let app = &state.app;
    let done = match sent.one("do") {
        "copy" => {
            return match app.holders().copy(&found, l).await {
                Ok(zip) => zipped(zip),
                Err(e) => failed(e, l),
            };
        }
        "leave" => {
            return match app.holders().leave(cookie(&headers, COOKIE).unwrap_or_default()).await {
                Ok(()) => {
                    let left = page(StatusCode::OK, hjemmel_pages::said(l, &form.sender, "mine_left", ""));
                    with_cookie(&state, left, "", 0)
                }
                Err(e) => failed(e, l),
            };
        }
        "topics" => app.holders().keep(&found, &sent.all("keep"), l).await.map(|()| "saved"),
        "object" => app.holders().object(&found, l).await.map(|()| "mine_objected"),
        "correct" => app.holders().correct(&found, sent.one("text"), l).await.map(|()| "mine_correct_sent"),
        "part" => app.holders().part(&found).await.map(|()| "mine_parted"),
        "restrict" => app.holders().restrict(&found, true, l).await.map(|()| "mine_restrict_done"),
        "release" => app.holders().restrict(&found, false, l).await.map(|()| "mine_release_done"),
        _ => Ok(""),
    };
    match done {
        Ok(said) => own_page(&state, &found, &form, said, l).await,
        Err(e) => failed(e, l),
    }
}

/// A file to keep.
pub fn zipped(zip: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/zip"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"hjemmel.zip\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, zip).into_response()
}

/// `GET /p/mine/erase`: what an erasure does, before it is done.
pub async fn erase(State(state): State<HttpState>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    match holder(&state, &headers, l).await {
        Ok((_, form)) => page(StatusCode::OK, hjemmel_pages::mine_erase(l, &form.sender)),
        Err(response) => response,
    }
}

/// `POST /p/mine/erase`: be erased.
pub async fn erase_sent(
    State(state): State<HttpState>,
    headers: HeaderMap,
    Fields(fields): Fields<Vec<(String, String)>>,
) -> Response {
    let l = language("", &headers);
    let (found, form) = match acting(&state, &headers, l).await {
        Ok(found) => found,
        Err(response) => return response,
    };
    let mark = match Sent(fields).one("how") {
        "mark" => true,
        "all" => false,
        // Nothing is erased by a form that says neither.
        _ => return page(StatusCode::UNPROCESSABLE_ENTITY, hjemmel_pages::mine_erase(l, &form.sender)),
    };
    let receipt = match state.app.holders().erase(&found, mark, l).await {
        Ok(signed) => serde_json::from_str(&signed.receipt),
        // Their request stands in the queue; a person looks before more goes than is theirs.
        Err(AppError::TooMuch { .. }) => return own_page(&state, &found, &form, "mine_erase_later", l).await,
        Err(e) => return failed(e, l),
    };
    let Ok(receipt) = receipt else { return Problem::internal().into_response() };
    let html = hjemmel_pages::mine_receipt(l, &form.sender, &receipt, &all_authorities(), &|at| day(at, l));
    with_cookie(&state, page(StatusCode::OK, html), "", 0)
}

/// `GET /p/receipt/ID`: the signed receipt of an erasure, which names nobody, for whoever was given its id.
pub async fn receipt(State(state): State<HttpState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    let Ok(id) = ErasureId::parse(&id) else { return gone(l) };
    match state.app.erasures().receipt_find(&id).await {
        Ok(signed) => {
            let name = format!("attachment; filename=\"{id}.json\"");
            ([(header::CONTENT_DISPOSITION, name)], axum::Json(signed)).into_response()
        }
        Err(e) => failed(e, l),
    }
}

/// `GET /p/receipt/ID/page`: the same to read, as it stands now.
pub async fn receipt_page(State(state): State<HttpState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let l = language("", &headers);
    let Ok(id) = ErasureId::parse(&id) else { return gone(l) };
    let signed = match state.app.erasures().receipt_find(&id).await {
        Ok(signed) => signed,
        Err(e) => return failed(e, l),
    };
    let Ok(receipt) = serde_json::from_str(&signed.receipt) else { return Problem::internal().into_response() };
    let brand = crate::person::nobody();
    page(StatusCode::OK, hjemmel_pages::receipt(l, &brand, &receipt, &all_authorities(), &|at| day(at, l)))
}
