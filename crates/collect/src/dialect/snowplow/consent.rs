//! What Snowplow's consent plugins say (Enhanced Consent and the older Consent): a no in them is heard, a yes gives
//! nothing that was not given here.

use serde_json::{Map, Value};

use super::{Consent, text};
use crate::hit::OTHERS;

/// What an event of that schema says of consent; none when it is about something else. The inner value is none when it
/// says no to nothing, and empty when it says no to all, as a kind of answer that is not known does.
pub(super) fn said(schema: &str, data: &Map<String, Value>) -> Option<Option<Consent>> {
    match schema.split('/').nth(1).unwrap_or_default() {
        "consent_preferences" => Some(match text(data.get("eventType")).as_str() {
            "allow_all" | "implicit_consent" => None,
            "allow_selected" => Some(selected(data)),
            _ => Some(Vec::new()),
        }),
        "consent_withdrawn" => Some(Some(Vec::new())),
        "consent_granted" => Some(None),
        _ => None,
    }
}

/// Whether it says that the person took everything back, or never gave it: that counts from then on, and not for this request
/// alone.
pub(super) fn takes_back(schema: &str, data: &Map<String, Value>) -> bool {
    match schema.split('/').nth(1).unwrap_or_default() {
        "consent_preferences" => matches!(text(data.get("eventType")).as_str(), "deny_all" | "withdrawn"),
        // One document of several is no withdrawal of all.
        "consent_withdrawn" => data.get("all") != Some(&Value::Bool(false)),
        _ => false,
    }
}

/// The scopes that were chosen; all others were not.
fn selected(data: &Map<String, Value>) -> Consent {
    let scopes = data.get("consentScopes").and_then(Value::as_array).into_iter().flatten();
    let yes = scopes.filter_map(Value::as_str).map(|scope| (scope.to_owned(), true));
    yes.chain([(OTHERS.to_owned(), false)]).collect()
}
