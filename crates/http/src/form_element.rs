//! The sign-up form as an element of a site's own page, and the endpoint behind it, for pages that draw a form themselves.
//!
//! Invariant: the answer is the same whoever it was, so that nobody learns who is known.

use axum::{
    Json,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use hjemmel_app::{SignUpError, SignUpInput, topic_lines};
use hjemmel_model::Language;
use hjemmel_words::{Key, key};
use serde::Deserialize;

use crate::{
    HttpState, Problem,
    caller::From,
    person::{language, place},
    tag::{cors, file, script_answer},
};

/// Longest sign-up: an address, ids, and the proof of a choice.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// In which language.
#[derive(Deserialize)]
pub struct ElementQuery {
    #[serde(default)]
    l: String,
}

/// `GET /f/FORM/element.js?l=da`: the form, for the place in a page where this script stands.
pub async fn script(
    State(state): State<HttpState>,
    Path(id): Path<String>,
    Query(query): Query<ElementQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let form = state.app.forms().open(&id).await?;
    let l = form.language_for(language(&query.l, &headers));
    let topics = topic_lines(&form.topics, l, |_| false);
    let topics: Vec<_> =
        topics.iter().map(|t| serde_json::json!({ "id": t.id, "name": t.name, "text": t.text })).collect();
    let shown = serde_json::json!({
        "id": form.id,
        "version": form.version,
        "language": l.tag(),
        "title": form.title.get(&l).map(String::as_str).unwrap_or_default(),
        "topics": topics,
        "sender": form.sender,
        "confirm": form.confirm,
    });
    let text = hjemmel_pages::form_text(l);
    let body = format!("(function(F,T){{{}}})({shown},{text});", file("form.js")?);
    let mut answer = script_answer(&headers, body);
    answer.headers_mut().extend(cors(&headers));
    Ok(answer)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SignUpBody {
    email: String,
    topics: Vec<String>,
    version: u32,
    #[serde(default)]
    language: String,
    #[serde(default)]
    page: String,
    /// A field that people do not see.
    #[serde(default)]
    website: String,
    /// The key of the site, where somebody there said yes to being known.
    #[serde(default)]
    site: String,
    #[serde(default)]
    token: String,
}

/// `POST /f/FORM/sign-up`: somebody pressed the button.
pub async fn sign_up(
    State(state): State<HttpState>,
    From(caller): From,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let answer = signed_up(&state, &id, place(caller.ip), &headers, &body).await;
    (cors(&headers), answer.unwrap_or_else(Problem::into_response)).into_response()
}

async fn signed_up(
    state: &HttpState,
    id: &str,
    caller: String,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Response, Problem> {
    if body.len() > BODY_BYTES_MAX {
        return Err(Problem::new("too_large", key!("detail_sign_up_at_most")));
    }
    // What the reader of JSON says would repeat what somebody entered.
    let body: SignUpBody =
        serde_json::from_slice(body).map_err(|_| Problem::new("malformed", key!("detail_body_of_a_sign_up")))?;
    let l = language(&body.language, headers);
    let input = SignUpInput {
        email: body.email.chars().take(300).collect(),
        topics: body.topics,
        version: body.version,
        language: Some(l),
        page: body.page.chars().take(500).collect(),
        website: body.website,
        caller,
        site_key: body.site,
        token: body.token,
    };
    let at_least = tokio::time::sleep(crate::holder::SLOWLY);
    let done = state.app.forms().sign_up(id, &input).await;
    at_least.await;
    match done {
        Ok(_) => {
            let status = if state.app.setup().mail_goes().await { "sent" } else { "later" };
            Ok((StatusCode::ACCEPTED, Json(serde_json::json!({ "status": status }))).into_response())
        }
        Err(SignUpError::Entered(what)) => Err(entered(what, l)),
        Err(SignUpError::App(e)) => Err(e.into()),
    }
}

/// What the person can mend: by name for the element, in words for whoever draws a form themselves.
fn entered(what: Key, l: Language) -> Problem {
    let code = if what.name() == "error_many" { "too_many_attempts" } else { "invalid" };
    Problem::new(code, what).entered(what, l)
}
