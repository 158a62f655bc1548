//! What a sender says of consent in fields of its own, in whatever protocol: fields of vendors, of consent platforms and of
//! browsers, under the names they are sent by. It can only take away.
//!
//! A field that is about consent and cannot be read says no.

use serde_json::{Map, Value};

use super::text;
use crate::hit::OTHERS;

/// What a sender says, by category; nothing in it says no to all.
pub(super) type Said = Vec<(String, bool)>;

/// Names of consent's own fields, without `_`, `-` and capitals.
const CONSENT: [&str; 9] = [
    "consents",
    "consentmode",
    "consentstatus",
    "consentstate",
    "consentgiven",
    "consentgranted",
    "hasconsent",
    "optin",
    "trackingconsent",
];
/// Names of fields in which a yes is a no to everything.
const OUT: [&str; 4] = ["optout", "optedout", "trackingoptout", "analyticsoptout"];
/// Names of fields in which a yes is a no to what others get: GPC and its like.
const NOT_TO_OTHERS: [&str; 8] =
    ["gpc", "globalprivacycontrol", "donottrack", "dnt", "limitadtracking", "lmt", "isadtrackinglimited", "donotsell"];
/// Names in which a no is that.
const TO_OTHERS: [&str; 2] = ["adtrackingenabled", "advertisingenabled"];
/// The signals of Google's consent mode.
const SIGNALS: [&str; 6] = [
    "analytics_storage",
    "ad_storage",
    "ad_user_data",
    "ad_personalization",
    "functionality_storage",
    "personalization_storage",
];

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Yes, no, or neither that anybody could tell.
fn answer(value: &Value) -> Option<bool> {
    match plain(&text(Some(value))).as_str() {
        "true" | "1" | "yes" | "y" | "granted" | "allowed" | "allow" | "accepted" | "given" | "on" | "optin"
        | "full" => Some(true),
        "false" | "0" | "no" | "n" | "denied" | "deny" | "refused" | "rejected" | "withdrawn" | "revoked" | "off"
        | "optout" | "none" => Some(false),
        _ => match value {
            Value::Bool(answer) => Some(*answer),
            _ => None,
        },
    }
}

fn ads() -> Said {
    vec![("ads".to_owned(), false)]
}

/// What each field of an object says; none for one that is about something else.
pub(super) fn fields(of: &Map<String, Value>) -> impl Iterator<Item = Said> + '_ {
    of.iter().filter(|(_, value)| !value.is_null()).filter_map(|(name, value)| field(name, value))
}

/// The same of an event's own properties: `optIn` at a checkout is about the newsletter there.
pub(super) fn properties(of: &Map<String, Value>) -> impl Iterator<Item = Said> + '_ {
    let own = |(name, value): &(&String, &Value)| !value.is_null() && plain(name) != "optin";
    of.iter().filter(own).filter_map(|(name, value)| field(name, value))
}

/// What objects say in a field that is called `consent`.
pub(super) fn stated<'a>(of: impl IntoIterator<Item = &'a Map<String, Value>>) -> impl Iterator<Item = Said> {
    of.into_iter().filter_map(|of| of.get("consent")).filter(|said| !said.is_null()).filter_map(consent)
}

fn field(name: &str, value: &Value) -> Option<Said> {
    let plain = plain(name);
    let is = |names: &[&str]| names.contains(&plain.as_str());
    if is(&CONSENT) {
        return consent(value);
    }
    if is(&OUT) {
        // What is no plain no to staying out is heard as staying out.
        return (answer(value) != Some(false)).then(Vec::new);
    }
    if is(&NOT_TO_OTHERS) {
        let unset = matches!(value.as_str(), Some("unspecified" | ""));
        return (answer(value) != Some(false) && !unset).then(ads);
    }
    if is(&TO_OTHERS) {
        return (answer(value) != Some(true)).then(ads);
    }
    if plain == "usprivacy" {
        // The third letter of `1YYN`: whether its owner took back what may be sold.
        return matches!(text(Some(value)).chars().nth(2), Some('Y' | 'y')).then(ads);
    }
    if SIGNALS.contains(&name) {
        return (answer(value) == Some(false)).then(|| vec![(name.to_owned(), false)]);
    }
    None
}

/// A field of consent by whatever form: one answer, or one for each category.
pub(super) fn consent(value: &Value) -> Option<Said> {
    match (answer(value), value) {
        (Some(true), _) => None,
        (None, Value::Object(each)) if !each.is_empty() => {
            Some(each.iter().map(|(name, value)| (name.clone(), answer(value) == Some(true))).collect())
        }
        _ => Some(Vec::new()),
    }
}

/// Lists of what was allowed and denied. Where only what was allowed is listed, the rest was not.
pub(super) fn lists(consent: &Value) -> Said {
    let ids = |names: [&str; 2], allowed: bool| match names.iter().find_map(|name| consent.get(*name)) {
        None | Some(Value::Null) => Some(None),
        Some(Value::Array(ids)) => {
            let ids = ids.iter().map(|id| id.as_str().map(|id| (id.to_owned(), allowed)));
            ids.collect::<Option<Vec<_>>>().map(Some)
        }
        Some(_) => None,
    };
    let allowed = ids(["allowedConsentIds", "allowed_consent_ids"], true);
    let denied = ids(["deniedConsentIds", "denied_consent_ids"], false);
    match (allowed, denied) {
        (Some(Some(allowed)), Some(denied)) if denied.as_ref().is_none_or(Vec::is_empty) && !allowed.is_empty() => {
            allowed.into_iter().chain([(OTHERS.to_owned(), false)]).collect()
        }
        (Some(allowed), Some(denied)) => allowed.into_iter().flatten().chain(denied.into_iter().flatten()).collect(),
        _ => Vec::new(),
    }
}

/// All that was said, together. One that says no to all does so whatever another says.
pub(super) fn together(all: impl Iterator<Item = Said>) -> Option<Said> {
    let all: Vec<_> = all.collect();
    match all.iter().any(Vec::is_empty) {
        true => Some(Vec::new()),
        false => (!all.is_empty()).then(|| all.into_iter().flatten().collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(text: &str) -> Option<Said> {
        together(fields(&serde_json::from_str(text).unwrap()))
    }

    #[test]
    fn a_no_is_heard_by_whatever_name() {
        for all in [
            r#"{"optOut":true}"#,
            r#"{"opted_out":"yes"}"#,
            r#"{"consentMode":"denied"}"#,
            r#"{"hasConsent":false}"#,
            r#"{"consent_status":"unknown"}"#,
            r#"{"consents":[]}"#,
            r#"{"consentGiven":0}"#,
        ] {
            assert_eq!(says(all), Some(vec![]), "{all}");
        }
        for others in [
            r#"{"gpc":true}"#,
            r#"{"globalPrivacyControl":1}"#,
            r#"{"doNotTrack":"1"}"#,
            r#"{"limitAdTracking":true}"#,
            r#"{"lmt":1}"#,
            r#"{"adTrackingEnabled":"false"}"#,
            r#"{"adTrackingEnabled":0}"#,
            r#"{"us_privacy":"1YYN"}"#,
        ] {
            assert_eq!(says(others), Some(ads()), "{others}");
        }
        let no = |what: &str| Some(vec![(what.to_owned(), false)]);
        assert_eq!(says(r#"{"analytics_storage":"denied"}"#), no("analytics_storage"));
        assert_eq!(
            says(r#"{"consents":{"analytics":true,"ads":"refused"}}"#),
            Some(vec![("ads".into(), false), ("analytics".into(), true)])
        );
        let bought: Map<String, Value> = serde_json::from_str(r#"{"optIn":false,"consent":null}"#).unwrap();
        assert_eq!(together(properties(&bought)), None);
        for nothing in [
            "{}",
            r#"{"gpc":false}"#,
            r#"{"gpc":null}"#,
            r#"{"dnt":"unspecified"}"#,
            r#"{"optOut":false}"#,
            r#"{"hasConsent":true}"#,
            r#"{"adTrackingEnabled":true}"#,
            r#"{"us_privacy":"1YNN"}"#,
            r#"{"analytics_storage":"granted"}"#,
            r#"{"consent_id":"a1","sku":"no"}"#,
        ] {
            assert_eq!(says(nothing), None, "{nothing}");
        }
    }
}
