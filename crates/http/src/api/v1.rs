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
mod report;
mod request;
mod session;
mod setup;
mod site;
mod user;

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Request},
    http::request::Parts,
};
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
        .merge(campaign::router())
        .merge(request::router())
        .merge(import::router())
        .merge(organisation::router())
        .merge(setup::router())
}

/// A JSON body; what cannot be read is a problem with the reason.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<HttpState> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &HttpState) -> Result<Self, Problem> {
        match Json::<T>::from_request(request, state).await {
            Ok(Json(value)) => Ok(Body(value)),
            Err(rejected) if rejected.status() == 422 => Err(Problem::new("invalid", rejected.body_text())),
            Err(rejected) if rejected.status() == 413 => Err(Problem::new("too_large", rejected.body_text())),
            Err(rejected) => Err(Problem::new("malformed", rejected.body_text())),
        }
    }
}

/// A query; what cannot be read is a problem with the reason.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<HttpState> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &HttpState) -> Result<Self, Problem> {
        match axum::extract::Query::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Query(value)) => Ok(Query(value)),
            Err(rejected) => Err(Problem::new("malformed", rejected.body_text())),
        }
    }
}
