//! Whether all is well, for whoever watches, and in words that anybody may read.
//!
//! Invariant: health is public, so it says which kind of thing is wrong and never how much, where or whose.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hjemmel_app::FaultLevel;
use serde::Serialize;

use crate::{HttpState, caller::text};

/// How well something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Health {
    /// All is well.
    Ok,
    /// It works, and somebody should look.
    Degraded,
    /// What was promised is not done: send nobody here.
    Failing,
}

impl Health {
    fn name(self) -> &'static str {
        match self {
            Health::Ok => "ok",
            Health::Degraded => "degraded",
            Health::Failing => "failing",
        }
    }
}

/// One thing that is looked at.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Its name.
    pub name: String,
    /// How it is.
    pub health: Health,
    /// What is wrong; empty when nothing is.
    pub reason: String,
}

impl Check {
    /// Well, or as bad as said and why.
    pub fn of(name: &str, well: bool, otherwise: Health, reason: &str) -> Check {
        let (health, reason) = if well { (Health::Ok, "") } else { (otherwise, reason) };
        Check { name: name.to_owned(), health, reason: reason.to_owned() }
    }
}

/// Everything that is looked at: what does not hold, and whether choices are held back.
pub async fn checks(state: &HttpState) -> Vec<Check> {
    let condition = state.app.conditions().now();
    let closed = condition.faults.iter().any(|fault| fault.level == FaultLevel::Closed);
    let mut checks = vec![
        Check::of("collecting", !closed, Health::Failing, "nothing is collected"),
        Check::of(
            "choices",
            !state.limits.limited(),
            Health::Degraded,
            "more choices come than people make: some are told to come back later",
        ),
    ];
    // Which of several it concerns is for staff.
    let mut codes: Vec<(&str, Health, &str)> = Vec::new();
    for fault in &condition.faults {
        let (health, reason) = match fault.level {
            FaultLevel::Closed if fault.detail.is_empty() => (Health::Failing, "nothing is permitted meanwhile"),
            FaultLevel::Closed => (Health::Failing, fault.detail.as_str()),
            FaultLevel::Serious | FaultLevel::Notice => (Health::Degraded, "see the condition in the console"),
        };
        if !codes.iter().any(|(code, ..)| *code == fault.code) {
            codes.push((fault.code, health, reason));
        }
    }
    checks.extend(codes.into_iter().map(|(code, health, reason)| Check::of(code, false, health, reason)));
    checks
}

/// `GET /health`: a line for each thing that is wrong, or `ok`; as JSON when that is asked for. Only what fails makes it
/// 503, because a server that is taken out of service helps nobody when it merely wants to be looked at.
pub async fn health(State(state): State<HttpState>, headers: HeaderMap) -> Response {
    answer(&checks(&state).await, text(&headers, "accept").contains("json"))
}

fn answer(checks: &[Check], json: bool) -> Response {
    let worst = checks.iter().map(|c| c.health).max().unwrap_or(Health::Ok);
    let status = if worst == Health::Failing { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let caching = [(header::CACHE_CONTROL, "no-store")];
    if json {
        return (status, caching, Json(serde_json::json!({ "status": worst, "checks": checks }))).into_response();
    }
    let wrong = checks.iter().filter(|c| c.health != Health::Ok);
    let lines: String = wrong.map(|c| format!("{}: {}: {}\n", c.health.name(), c.name, c.reason)).collect();
    (status, caching, if lines.is_empty() { "ok\n".to_owned() } else { lines }).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_what_fails_takes_the_server_out_of_service() {
        let said = async |checks: &[Check], json| {
            let answer = answer(checks, json);
            let status = answer.status().as_u16();
            let body = axum::body::to_bytes(answer.into_body(), 10_000).await.unwrap();
            (status, String::from_utf8(body.to_vec()).unwrap())
        };
        let well = Check::of("a", true, Health::Failing, "x");
        let look = Check::of("b", false, Health::Degraded, "look at it");
        let bad = Check::of("c", false, Health::Failing, "it is gone");
        assert_eq!(said(std::slice::from_ref(&well), false).await, (200, "ok\n".into()));
        assert_eq!(said(&[well.clone(), look.clone()], false).await, (200, "degraded: b: look at it\n".into()));
        let (status, text) = said(&[well, look, bad], true).await;
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, value["status"].as_str()), (503, Some("failing")));
        assert_eq!(value["checks"][1]["reason"], "look at it");
        assert_eq!(value["checks"][0]["health"], "ok");
    }
}
