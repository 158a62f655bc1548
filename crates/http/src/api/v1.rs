//! Version 1.

mod account;
mod audit;
mod campaign;
mod condition;
mod consent;
mod filter;
mod form;
mod import;
mod job;
mod key;
mod organisation;
mod passkey;
mod person;
mod recipient;
mod register;
mod report;
mod request;
mod segment;
mod session;
mod setup;
mod site;
mod user;

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use hjemmel_words::{key, message};
use serde::de::DeserializeOwned;
use utoipa_axum::router::OpenApiRouter;

use crate::{HttpState, Problem};

/// All operations.
pub fn router() -> OpenApiRouter<HttpState> {
    OpenApiRouter::new()
        .merge(session::router())
        .merge(account::router())
        .merge(passkey::router())
        .merge(site::router())
        .merge(consent::router())
        .merge(report::router())
        .merge(filter::router())
        .merge(user::router())
        .merge(key::router())
        .merge(audit::router())
        .merge(job::router())
        .merge(condition::router())
        .merge(form::router())
        .merge(person::router())
        .merge(recipient::router())
        .merge(register::router())
        .merge(campaign::router())
        .merge(request::router())
        .merge(import::router())
        .merge(organisation::router())
        .merge(segment::router())
        .merge(setup::router())
}

/// A JSON body; what cannot be read is a problem with the reason.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<HttpState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Body(value)),
            Err(rejected) => Err(unread(&rejected)),
        }
    }
}

/// What was wrong with a body, with what its reader says where it says something.
fn unread(rejected: &JsonRejection) -> Problem {
    match rejected {
        JsonRejection::JsonDataError(e) => {
            Problem::new("invalid", message!("detail_json_not_as_asked", why = cause(e)))
        }
        JsonRejection::JsonSyntaxError(e) => Problem::new("malformed", message!("detail_json_unread", why = cause(e))),
        JsonRejection::MissingJsonContentType(_) => Problem::new("malformed", key!("detail_json_needed")),
        e if e.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            Problem::new("too_large", message!("detail_body_not_received", why = cause(e)))
        }
        e => Problem::new("malformed", message!("detail_body_not_received", why = cause(e))),
    }
}

/// What the reader itself says: where, and what it did not expect.
fn cause(error: &dyn std::error::Error) -> String {
    error.source().map_or_else(|| error.to_string(), ToString::to_string)
}

/// A query; what cannot be read is a problem with the reason.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<HttpState> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Query(value)),
            Err(rejected) => Err(Problem::new("malformed", message!("detail_query_unread", why = cause(&rejected)))),
        }
    }
}
