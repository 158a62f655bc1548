//! Fields of a hit as they are stored: cleaned of personal data, cut to a length, worth what may be believed. Whatever is
//! taken out is counted.

use hjemmel_model::{RevenueFrom, TallyKind, VALUE_FROM};
use serde_json::{Map, Value};

use super::{Collector, Visit};
use crate::{
    hit::{BadHit, Hit},
    recognise::special_name,
    scrub::{scrub_field, scrub_special},
};

/// Longest text field stored, in characters.
pub(super) const TEXT_CHARS_MAX: usize = 500;
/// Characters beyond it that are read, so that an address cut in two is still one: the longest has 254.
const BEYOND_CHARS: usize = 260;
/// As it is counted where words of special categories were taken out (P-08, P-18).
const SPECIAL: &str = "special_category";
/// How many times more than a browser's an event may be worth that a server says it sent. Not without end: anybody can
/// say so.
const SERVER_VALUE_TIMES: u64 = 100;

impl Collector {
    pub(super) fn clean(&self, visit: &Visit<'_>, field: &str, text: &str) -> String {
        let seen = TEXT_CHARS_MAX + BEYOND_CHARS;
        let plain: String = text.trim().chars().filter(|c| !c.is_control()).take(seen).collect();
        let known = scrub_field(field, &plain, |kind| self.tally(visit, TallyKind::Scrubbed, kind));
        let (clean, special) = scrub_special(&known);
        if special > 0 {
            self.tally(visit, TallyKind::Scrubbed, SPECIAL);
        }
        let mut clean = clean.into_owned();
        if let Some((end, _)) = clean.char_indices().nth(TEXT_CHARS_MAX) {
            clean.truncate(end);
            self.tally(visit, TallyKind::Scrubbed, "text_cut");
        }
        clean
    }

    /// What a hit is worth, in minor units. An amount that nobody can read spoils a sale, because a sum without it would
    /// be wrong in silence; of anything else it is left out and counted.
    pub(super) fn revenue(&self, visit: &Visit<'_>, hit: &Hit, name: &str) -> Result<(i64, String), BadHit> {
        let site = &visit.site.site;
        let none = (0, String::new());
        let amount = match (hit.amount.as_str(), hit.value) {
            ("", None) => return Ok(none),
            // As a number its point stands before decimals, however many.
            ("", Some(value)) => format!("{value:.4}"),
            (text, _) => text.to_owned(),
        };
        let leave_out = |item: &str| {
            self.tally(visit, TallyKind::Scrubbed, item);
            Ok((0, String::new()))
        };
        let Ok((minor, currency)) = hjemmel_model::money(&amount, &hit.currency, &site.currency) else {
            let sale = name == "purchase" || site.conversions.iter().any(|c| c == name);
            return if sale { Err(BadHit::Value) } else { leave_out("value_unreadable") };
        };
        if site.revenue == RevenueFrom::Server && !hit.from_server && minor != 0 {
            return leave_out("value_not_from_server");
        }
        let times = if hit.from_server { SERVER_VALUE_TIMES } else { 1 };
        if minor.unsigned_abs() > value_max(&currency).saturating_mul(times) {
            return leave_out("value_over_limit");
        }
        Ok((minor, currency))
    }

    /// The properties on the site's list, as a JSON object (P-06). What is worth something says when a browser said so.
    pub(super) fn properties(&self, visit: &Visit<'_>, hit: &Hit, worth: bool) -> String {
        let mut kept = Map::new();
        if worth && !hit.from_server {
            kept.insert(VALUE_FROM.into(), "browser".into());
        }
        for (key, value) in hit.props.iter().filter(|(key, _)| *key != VALUE_FROM) {
            if !visit.site.site.properties.contains(key) {
                self.tally(visit, TallyKind::Scrubbed, "property_not_listed");
                continue;
            }
            if special_name(key) {
                self.tally(visit, TallyKind::Scrubbed, SPECIAL);
                continue;
            }
            let value = match value {
                Value::String(text) => Value::String(self.clean(visit, key, text)),
                // A number may be a phone or a personal number as well.
                Value::Number(n) => match self.clean(visit, key, &n.to_string()) {
                    text if text == n.to_string() => Value::Number(n.clone()),
                    text => Value::String(text),
                },
                Value::Bool(b) => Value::Bool(*b),
                Value::Null => continue,
                Value::Array(_) | Value::Object(_) => {
                    self.tally(visit, TallyKind::Scrubbed, "property_cut");
                    continue;
                }
            };
            kept.insert(key.clone(), value);
        }
        Value::Object(kept).to_string()
    }
}

/// The most that one event may be worth, in minor units: a million, a thousand million of what has small units. Anybody
/// can send an event, and one made-up sale must not bury a year of real ones.
fn value_max(currency: &str) -> u64 {
    let many =
        ["JPY", "HUF", "ISK", "CLP", "KRW", "VND", "IDR", "COP", "PYG", "UGX", "TZS", "IRR", "LBP", "LAK", "UZS"];
    let major: u64 = if many.contains(&currency) { 1_000_000_000 } else { 1_000_000 };
    major.saturating_mul(10_u64.saturating_pow(hjemmel_model::currency_exponent(currency).unwrap_or(2)))
}
