//! Problems (RFC 9457): every error over HTTP, from one registry, in the language the caller reads.

mod words;

use axum::{
    Json,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use hjemmel_app::{AppError, PasskeyRequest};
use hjemmel_model::{Language, NoticeError};
use hjemmel_policy::{Reason, Refusal};
use hjemmel_store::StoreError;
use serde::Serialize;

pub use words::words;

use crate::{caller::text, description::PROBLEM_TYPE};

/// Every code, with its status and title. Each has a section in `docs/problems.md`.
pub const PROBLEMS: &[(&str, u16, &str)] = &[
    ("not_found", 404, "There is nothing here"),
    ("method_not_allowed", 405, "This cannot be done here"),
    ("internal", 500, "Something went wrong on our side"),
    ("unavailable", 503, "Not available right now"),
    ("sign_in_needed", 401, "Sign in first"),
    ("sign_in_failed", 401, "Address or password is wrong"),
    ("too_many_attempts", 429, "Too many attempts"),
    ("second_factor_asked", 401, "A second factor is needed as well"),
    ("second_factor_wrong", 401, "The code is not right"),
    ("passkey_wrong", 401, "The passkey was not taken"),
    ("passkey_copied", 401, "The passkey may have been copied"),
    ("passkey_elsewhere", 409, "Passkeys work at another address"),
    ("passkeys_unavailable", 409, "Passkeys do not work here"),
    ("second_factor_needed", 403, "Set up a second factor first"),
    ("fresh_proof_needed", 403, "Show again that it is you"),
    ("proof_wrong", 403, "That was not right"),
    ("not_allowed", 403, "Your role does not allow this"),
    ("cross_site", 403, "The request came from another site"),
    ("invalid", 422, "A field is not right"),
    ("malformed", 400, "The request cannot be read"),
    ("too_large", 413, "The request is too large"),
    ("unknown_site", 404, "There is no site with this key"),
    ("notice_unlawful", 422, "The notice cannot be published"),
    ("form_unlawful", 422, "The form cannot be published"),
    ("campaign_unlawful", 422, "The newsletter cannot go out"),
    ("unanswered", 409, "Something the person asked for is not answered"),
    ("recipients_open", 409, "A recipient outside has not answered"),
    ("too_much", 409, "It is more than one person leaves"),
    ("not_for_profiles", 422, "This may not be written down about a person"),
    ("changed", 409, "It was changed meanwhile"),
    ("no_answer", 409, "No answer has gone to the person"),
    ("mail_later", 503, "Mail does not go out now"),
    ("notice_changed", 409, "A newer notice is published"),
    ("untrusted_choice", 422, "The choice was not made by a person"),
    ("banner_not_shown", 422, "The banner was not on the screen"),
    ("refused", 403, "The decision is no"),
    ("taken", 409, "Somebody else has that already"),
    ("link_spent", 410, "The link is used, old or unknown"),
    ("clock_in_doubt", 409, "The clock is far from the last time seen here"),
    ("gone_too_much", 409, "So much does not go by itself"),
    ("nothing_to_confirm", 409, "There is nothing to confirm"),
    ("filter_invalid", 422, "This filter cannot be asked"),
    ("report_too_slow", 503, "The report took too long"),
    ("timed_out", 503, "It took too long"),
    ("body_too_slow", 408, "The request came too slowly"),
    ("too_many_choices", 429, "Too many choices"),
    ("dialect_unknown", 404, "This tracker is not spoken to"),
    ("feed_stale", 503, "Withdrawals are not known right now"),
];

/// Seconds after which to try again, where nothing else is said.
const LATER_S: u32 = 5;

/// A problem as it is sent.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Problem {
    /// Where it is described.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its code.
    pub code: &'static str,
    /// What it is.
    #[schema(value_type = String)]
    pub title: Box<str>,
    /// The HTTP status.
    pub status: u16,
    /// What exactly, and the way out.
    pub detail: String,
    /// Each fault by itself, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
    /// What a passkey has to answer, where one can be the second factor that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passkey: Option<Box<PasskeyRequest>>,
    /// Why a decision was no.
    #[serde(skip)]
    reason: Option<Reason>,
    /// Seconds after which to try again; 0 where nothing is said.
    #[serde(skip)]
    later_s: u32,
}

impl Problem {
    /// A problem of the registry; an unknown code is an internal one.
    pub fn new(code: &str, detail: impl Into<String>) -> Problem {
        let (code, status, title) = PROBLEMS.iter().find(|(c, _, _)| *c == code).copied().unwrap_or((
            "internal",
            500,
            "Something went wrong on our side",
        ));
        Problem {
            kind: format!("/docs/problems#{code}"),
            code,
            title: title.into(),
            status,
            detail: detail.into(),
            faults: Vec::new(),
            passkey: None,
            reason: None,
            later_s: if status == 503 { LATER_S } else { 0 },
        }
    }

    /// Say after how many seconds to try again.
    #[must_use]
    pub fn later(mut self, seconds: u64) -> Problem {
        self.later_s = u32::try_from(seconds).unwrap_or(u32::MAX);
        self
    }

    /// Say it in that language.
    pub(crate) fn translate(&mut self, language: Language) {
        self.title = words(&self.title, language).into();
        self.detail = match self.reason {
            Some(reason) => no(reason, language),
            None => words(&self.detail, language),
        };
        for fault in &mut self.faults {
            *fault = words(fault, language);
        }
    }

    /// The problem that says nothing.
    pub fn internal() -> Problem {
        Problem::new("internal", "it is logged; try again later")
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let kept = self.clone();
        let mut response = (status, [(header::CONTENT_TYPE, PROBLEM_TYPE)], Json(self)).into_response();
        if kept.later_s > 0 {
            response.headers_mut().insert(header::RETRY_AFTER, kept.later_s.into());
        }
        response.extensions_mut().insert(kept);
        response
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
        413 => Problem::new("too_large", "send less at once").into_response(),
        400..=499 => Problem::new("malformed", "look at the address, the headers and the body").into_response(),
        _ => Problem::internal().into_response(),
    }
}

/// Say problems in the language that the caller asks for; in English when they ask for none.
pub async fn in_their_language(request: Request, next: Next) -> Response {
    let language = Language::from_accept(text(request.headers(), "accept-language")).unwrap_or(Language::En);
    let mut response = next.run(request).await;
    let Some(mut problem) = response.extensions_mut().remove::<Problem>() else { return response };
    if language == Language::En {
        return response;
    }
    problem.translate(language);
    let headers = response.headers().clone();
    let mut said = problem.into_response();
    // What else the answer said stays: who may read it, when to come back.
    for (name, value) in &headers {
        if name != header::CONTENT_LENGTH {
            said.headers_mut().insert(name, value.clone());
        }
    }
    said.headers_mut().insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    said
}

fn no(reason: Reason, language: Language) -> String {
    let said = Refusal::new(reason).explain(language);
    format!("{} {} ({})", said.why, said.way_out, reason.rule())
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Problem {
        match error {
            AppError::Store(e) => e.into(),
            AppError::NotForHolders(e) => Problem::new("not_allowed", e.to_string()),
            AppError::Denied(denied) => Problem::new("not_allowed", denied.to_string()),
            AppError::Refused(reason) => {
                Problem { reason: Some(reason), ..Problem::new("refused", no(reason, Language::En)) }
            }
            AppError::Notice(wrong) => {
                let mut problem = Problem::new("notice_unlawful", "mend what is listed and try again");
                problem.faults = wrong.iter().map(NoticeError::to_string).collect();
                problem
            }
            AppError::Invalid { field, why } => Problem::new("invalid", format!("`{field}` {why}")),
            AppError::Filter(e) => Problem::new("filter_invalid", e.to_string()),
            AppError::Unread(why) => Problem::new("invalid", format!("`file` {why}")),
            AppError::Attribute(e) => Problem::new("not_for_profiles", e.to_string()),
            AppError::Identifier(e) => Problem::new("invalid", e.to_string()),
            AppError::TooMuch { rows } => {
                Problem::new("too_much", format!("look at the plan; if it is right, send `confirm_rows` with {rows}"))
            }
            AppError::SignIn => Problem::new("sign_in_failed", "check both and try again"),
            AppError::TooMany { minutes } => {
                let wait = u64::from(minutes) * 60;
                Problem::new("too_many_attempts", format!("try again in {minutes} minutes")).later(wait)
            }
            AppError::Crowded => {
                Problem::new("unavailable", "many are signing in at the same time; try again in a moment").later(3)
            }
            AppError::SecondAsked { code, passkey } => {
                let how = match (code, &passkey) {
                    (true, None) => "send the code of your authenticator as `code`",
                    (true, Some(_)) => {
                        "send the code of your authenticator as `code`, or a passkey's answer as `passkey`"
                    }
                    (false, Some(_)) => "send a passkey's answer as `passkey`, or a recovery code as `code`",
                    (false, None) => "send a recovery code as `code`: passkeys do not work here",
                };
                Problem { passkey, ..Problem::new("second_factor_asked", how) }
            }
            AppError::Code => Problem::new("second_factor_wrong", "wait for the next one; each counts once"),
            AppError::Proof => Problem::new("proof_wrong", "check the password or code and try again"),
            AppError::Passkey => Problem::new("passkey_wrong", "try again; each answer counts once, for five minutes"),
            AppError::PasskeyCopied => {
                Problem::new("passkey_copied", "sign in another way, remove this passkey, and add a new one")
            }
            AppError::PasskeyElsewhere(origin) => {
                Problem::new("passkey_elsewhere", format!("open Hjemmel at {origin}"))
            }
            AppError::PasskeysOff => Problem::new(
                "passkeys_unavailable",
                "`public_url` must be https with a name, not an address in numbers",
            ),
            AppError::Link => Problem::new("link_spent", "ask for a new one"),
            AppError::NoticeChanged => Problem::new("notice_changed", "load the page again and choose anew"),
            AppError::Untrusted => Problem::new("untrusted_choice", "a grant needs a real act in the banner (B-28)"),
            AppError::NotShown => Problem::new(
                "banner_not_shown",
                "say `shown` first, and hand in what comes back with the choice (B-28)",
            ),
            AppError::Form(wrong) => {
                let mut problem = Problem::new("form_unlawful", "mend what is listed and try again");
                problem.faults = wrong.iter().map(ToString::to_string).collect();
                problem
            }
            AppError::Campaign(wrong) => {
                let mut problem = Problem::new("campaign_unlawful", "mend what is listed and try again");
                problem.faults = wrong.iter().map(ToString::to_string).collect();
                problem
            }
            AppError::ClockInDoubt => {
                Problem::new("clock_in_doubt", "look at the machine's clock; if it is right, confirm it")
            }
            AppError::GoneTooMuch { gone, all } => Problem::new(
                "gone_too_much",
                format!("{gone} of {all} would go at once; look why, and confirm it if it is right"),
            ),
            AppError::NothingToConfirm => Problem::new("nothing_to_confirm", "read the condition again"),
            AppError::NoAnswer => Problem::new(
                "no_answer",
                "send or write down an answer first, or send `without_answer` if the person was told in another way",
            ),
            AppError::MailLater => Problem::new("mail_later", "is a mail server set up, and does it answer?"),
            AppError::Report(hjemmel_app::ReportError::TooSlow) => {
                Problem::new("report_too_slow", "ask for a shorter period")
            }
            AppError::Report(hjemmel_app::ReportError::Failed)
            | AppError::Events(_)
            | AppError::JobUnknown(_)
            | AppError::Damaged(_)
            | AppError::Interrupted => {
                tracing::error!(error = %error, "http.failed");
                Problem::internal()
            }
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Problem {
        match error {
            StoreError::NotFound(what) => Problem::new("not_found", format!("there is no such {what}")),
            StoreError::Taken(what) => Problem::new("taken", format!("this {what} is taken")),
            StoreError::Changed(what) => Problem::new(
                "changed",
                format!("this {what} was changed meanwhile, or has gone too far; load it again"),
            ),
            StoreError::Unanswered => Problem::new(
                "unanswered",
                "close the person's other requests first, and wait until the answer has gone",
            ),
            StoreError::RecipientsOpen => {
                Problem::new("recipients_open", "mark under Recipients who has answered; then it can be closed")
            }
            StoreError::TooMany(what) => Problem::new("invalid", format!("there are too many {what}")),
            StoreError::Busy => Problem::new("unavailable", "try again in a moment"),
            error => {
                // The source may hold values of a statement, so only our own words are logged.
                tracing::error!(error = %error, "store.failed");
                Problem::new("unavailable", "the database does not answer; try again later")
            }
        }
    }
}

pub async fn not_found() -> Problem {
    Problem::new("not_found", "the API is described at /api/openapi.json")
}

pub async fn method_not_allowed() -> Problem {
    Problem::new("method_not_allowed", "the API is described at /api/openapi.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_its_section_in_the_docs() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/problems.md");
        let docs = std::fs::read_to_string(path).unwrap();
        for (code, status, _) in PROBLEMS {
            assert!(docs.contains(&format!("## {code}\n")), "`{code}` has no section");
            assert!(StatusCode::from_u16(*status).is_ok());
        }
    }
}
