//! Problems (RFC 9457): every error over HTTP, from one registry, in the language the caller reads.
//!
//! A problem is a value until it is said: [`in_their_language`] renders it for whoever asked.

mod errors;
mod explained;
mod registry;

use std::borrow::Cow;

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hjemmel_app::PasskeyRequest;
use hjemmel_model::Language;
use hjemmel_words::{Key, Message, key};
use serde::Serialize;

pub(crate) use errors::{barred, of_field};
pub use explained::{all as explained_all, one as explained};
pub use registry::PROBLEMS;
pub(crate) use registry::{known, status_of};

use crate::{caller::text, description::PROBLEM_TYPE};

/// Seconds after which to try again, where nothing else is said.
const LATER_S: u32 = 5;

/// A problem: which it is and what exactly, not yet said in a language.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Its code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    title: Key,
    detail: Message,
    faults: Vec<Fault>,
    passkey: Option<Box<PasskeyRequest>>,
    /// The language it is said in, where that was settled before.
    language: Option<Language>,
    /// Seconds after which to try again; 0 where nothing is said.
    later_s: u32,
}

/// One fault of several.
#[derive(Clone, Debug)]
enum Fault {
    /// In words.
    Said(Message),
    /// By the name of words that the caller has.
    Named(Key),
}

/// A problem as it is sent.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
struct Said {
    /// Where it is explained, on this server.
    #[serde(rename = "type")]
    kind: String,
    /// Its code.
    code: &'static str,
    /// What it is.
    title: String,
    /// The HTTP status.
    status: u16,
    /// What exactly, and the way out.
    detail: String,
    /// Each fault by itself, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    faults: Vec<String>,
    /// What a passkey has to answer, where one can be the second factor that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    passkey: Option<Box<PasskeyRequest>>,
}

impl utoipa::PartialSchema for Problem {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        Said::schema()
    }
}

impl utoipa::ToSchema for Problem {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Problem")
    }

    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {
        Said::schemas(schemas);
    }
}

impl Problem {
    /// A problem of the registry; an unknown code is an internal one.
    pub fn new(code: &str, detail: impl Into<Message>) -> Problem {
        let known = PROBLEMS.iter().find(|(c, _, _)| *c == code).copied();
        let (code, status, title) = known.unwrap_or(("internal", 500, key!("problem_internal")));
        Problem {
            code,
            status,
            title,
            detail: detail.into(),
            faults: Vec::new(),
            passkey: None,
            language: None,
            later_s: if status == 503 { LATER_S } else { 0 },
        }
    }

    /// Say after how many seconds to try again.
    #[must_use]
    pub fn later(mut self, seconds: u64) -> Problem {
        self.later_s = u32::try_from(seconds).unwrap_or(u32::MAX);
        self
    }

    /// Say what is wrong with what a person entered, in the language of the form, and by name for whoever has the words.
    #[must_use]
    pub(crate) fn entered(mut self, what: Key, language: Language) -> Problem {
        self.faults.push(Fault::Named(what));
        self.language = Some(language);
        self
    }

    /// The problem of an address or a head that cannot be read.
    pub(crate) fn unread() -> Problem {
        Problem::new("malformed", key!("detail_look_at_the_request"))
    }

    /// The problem that says nothing.
    pub fn internal() -> Problem {
        Problem::new("internal", key!("detail_it_is_logged_try_again_later"))
    }

    /// The answer to somebody who reads that language.
    pub(crate) fn say(self, language: Language) -> Response {
        let l = self.language.unwrap_or(language);
        let fault = |fault: &Fault| match fault {
            Fault::Said(message) => message.say(l),
            Fault::Named(key) => key.name().to_owned(),
        };
        let said = Said {
            kind: format!("/problems/{}", self.code),
            code: self.code,
            title: self.title.say(l),
            status: self.status,
            detail: self.detail.say(l),
            faults: self.faults.iter().map(fault).collect(),
            passkey: self.passkey.clone(),
        };
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM_TYPE)], Json(said)).into_response();
        if self.later_s > 0 {
            response.headers_mut().insert(header::RETRY_AFTER, self.later_s.into());
        }
        if l != Language::En {
            response.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(l.tag()));
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        self.say(Language::En)
    }
}

/// An error that something below the handlers answers with, such as an address that is no text, is a problem like any other.
pub async fn never_bare(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let bare =
        (status.is_client_error() || status.is_server_error()) && response.extensions().get::<Problem>().is_none();
    match status.as_u16() {
        _ if !bare => response,
        404 => not_found().await.into_response(),
        405 => response,
        413 => Problem::new("too_large", key!("detail_send_less")).into_response(),
        400..=499 => Problem::unread().into_response(),
        _ => Problem::internal().into_response(),
    }
}

/// Say problems in the language that the caller asks for; in English when they ask for none.
pub async fn in_their_language(request: Request, next: Next) -> Response {
    let language = Language::from_accept(text(request.headers(), "accept-language")).unwrap_or(Language::En);
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    if language == Language::En {
        return response;
    }
    let headers = response.headers().clone();
    let mut said = problem.say(language);
    // What else the answer said stays: who may read it, when to come back.
    for (name, value) in &headers {
        if name != header::CONTENT_LENGTH && name != header::CONTENT_LANGUAGE {
            said.headers_mut().insert(name, value.clone());
        }
    }
    said
}

pub async fn not_found() -> Problem {
    Problem::new("not_found", key!("detail_the_api_is_described"))
}

pub async fn method_not_allowed() -> Problem {
    Problem::new("method_not_allowed", key!("detail_the_api_is_described"))
}
