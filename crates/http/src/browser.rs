//! What a browser left behind, for whoever sits at it. It comes from the banner of a site with the token of its choice in
//! the form; no cookie and no script is needed here.
//!
//! Invariant: the token travels in bodies only, never in an address.

use axum::{
    Form as Fields,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::{BrowserOpened, all_authorities, day};
use hjemmel_model::Language;
use hjemmel_pages::BrowserPage;
use serde::Deserialize;

use crate::{
    HttpState, Problem,
    caller::From,
    person::{failed, language, nobody, page, place},
};

/// What a form hands in.
#[derive(Deserialize)]
pub struct Sent {
    #[serde(default)]
    site: String,
    #[serde(default)]
    token: String,
    #[serde(default)]
    l: String,
    #[serde(default, rename = "do")]
    what: String,
}

/// `GET /p/browser`: how to come here.
pub async fn start(headers: HeaderMap) -> Response {
    page(StatusCode::OK, hjemmel_pages::browser(language("", &headers), &nobody(), None))
}

/// `POST /p/browser`: see it, take it home, erase it.
pub async fn sent(
    State(state): State<HttpState>,
    From(caller): From,
    headers: HeaderMap,
    Fields(sent): Fields<Sent>,
) -> Response {
    let l = language(&sent.l, &headers);
    let opened = match state.app.browsers().open(&sent.site, &sent.token, &place(caller.ip)) {
        Ok(Some(opened)) => opened,
        Ok(None) => return page(StatusCode::OK, hjemmel_pages::said(l, &nobody(), "browser_none", "")),
        Err(e) => return failed(e, l),
    };
    let authorities = all_authorities();
    let shown = |held| BrowserPage { site: &sent.site, token: &sent.token, held, authorities: &authorities };
    let html = match sent.what.as_str() {
        "copy" => return copied(&state, &opened, l).await,
        "erase" => return erased(&state, &opened, &place(caller.ip), l).await,
        "ask" => hjemmel_pages::browser(l, &opened.controller, Some(&shown(None))),
        _ => match state.app.browsers().held(&opened, l).await {
            Ok(held) => hjemmel_pages::browser(l, &opened.controller, Some(&shown(Some(&held)))),
            Err(e) => return failed(e, l),
        },
    };
    page(StatusCode::OK, html)
}

async fn copied(state: &HttpState, opened: &BrowserOpened, l: Language) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"hjemmel-browser.json\""),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    match state.app.browsers().copy(opened).await {
        Ok(json) => (headers, json).into_response(),
        Err(e) => failed(e, l),
    }
}

async fn erased(state: &HttpState, opened: &BrowserOpened, caller: &str, l: Language) -> Response {
    let receipt = match state.app.browsers().erase(opened, caller).await {
        Ok(signed) => serde_json::from_str(&signed.receipt),
        Err(e) => return failed(e, l),
    };
    let Ok(receipt) = receipt else { return Problem::internal().into_response() };
    page(
        StatusCode::OK,
        hjemmel_pages::mine_receipt(l, &opened.controller, &receipt, &all_authorities(), &|at| day(at, l)),
    )
}
