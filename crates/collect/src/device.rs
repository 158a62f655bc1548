//! Devices: what a user agent says, coarsely, and whether a machine reads by itself. The user agent is used and dropped;
//! a hash of it is remembered in memory, so that a browser that sends much is looked at once.

mod bot;
mod family;

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
    sync::LazyLock,
};

use hjemmel_model::DeviceClass;
use parking_lot::Mutex;
use regex::Regex;

use crate::lists;

/// Answers remembered at most; beyond it all are forgotten and begun anew.
const SEEN_MAX: usize = 10_000;
/// Longest part of a user agent that is looked at, in bytes.
const LOOKED_AT_MAX: usize = 512;

type Answer = (DeviceClass, &'static str, &'static str);

static SEEN: LazyLock<Mutex<HashMap<u64, Answer>>> = LazyLock::new(Mutex::default);

/// What a user agent says: device class, browser, system. A browser without a screen is a machine.
pub fn classify_device(user_agent: &str) -> (DeviceClass, String, String) {
    let (class, browser, system) = remembered(user_agent);
    (class, browser.to_owned(), system.to_owned())
}

fn remembered(user_agent: &str) -> Answer {
    let mut hasher = DefaultHasher::new();
    user_agent.hash(&mut hasher);
    let key = hasher.finish();
    if let Some(answer) = SEEN.lock().get(&key) {
        return *answer;
    }
    let answer = answer(user_agent);
    let mut seen = SEEN.lock();
    if seen.len() >= SEEN_MAX {
        seen.clear();
    }
    seen.insert(key, answer);
    answer
}

fn answer(user_agent: &str) -> Answer {
    let end = (0..=LOOKED_AT_MAX.min(user_agent.len())).rev().find(|at| user_agent.is_char_boundary(*at));
    let user_agent = user_agent.get(..end.unwrap_or_default()).unwrap_or_default().trim();
    if user_agent.is_empty() || user_agent == "-" {
        return (DeviceClass::Unknown, "unknown", "unknown");
    }
    // Some televisions write it so, to be taken for something else.
    let lower = user_agent.to_ascii_lowercase().replace("andr0id", "android");
    if bot::is_bot(user_agent, &model(&lower)) {
        return (DeviceClass::Bot, "bot", "unknown");
    }
    let said = (class(&lower), family::browser(&lower), family::system(&lower));
    if said == (DeviceClass::Unknown, "unknown", "unknown") && bot::names_itself(&lower) {
        return (DeviceClass::Bot, "bot", "unknown");
    }
    said
}

/// The patterns of one heading as one.
fn pattern(heading: &str, begin: &str) -> Option<Regex> {
    Regex::new(&format!("{begin}(?:{})", lists::devices(heading).join("|"))).ok()
}

struct Rules {
    desktop: Option<Regex>,
    not_desktop: Option<Regex>,
    tablet_desktop: Option<Regex>,
    laptop: Option<Regex>,
    tv: Option<Regex>,
    phone_model: Option<Regex>,
    not_phone_model: Option<Regex>,
    tv_model: Option<Regex>,
    tv_word: Option<Regex>,
    not_tv_model: Option<Regex>,
    tablet_model: Option<Regex>,
    says_phone: Option<Regex>,
    says_tablet: Option<Regex>,
    says_desktop: Option<Regex>,
    model: Option<Regex>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| Rules {
    desktop: pattern("desktop", ""),
    not_desktop: pattern("not_desktop", ""),
    tablet_desktop: pattern("tablet_desktop", ""),
    laptop: pattern("laptop", ""),
    tv: pattern("tv", ""),
    phone_model: pattern("phone_model", "^"),
    not_phone_model: pattern("not_phone_model", ""),
    tv_model: pattern("tv_model", ""),
    tv_word: pattern("tv_word", "(?:^|[ _-])"),
    not_tv_model: pattern("not_tv_model", ""),
    tablet_model: pattern("tablet_model", ""),
    says_phone: pattern("says_phone", ""),
    says_tablet: pattern("says_tablet", ""),
    says_desktop: pattern("says_desktop", ""),
    model: Regex::new(concat!(
        r"android[ /-]?[\d.]*",
        r"(?:[;, -]+(?:u|arm(?:_64)?|x86(?:_64)?|harmonyos|[a-z]{2}(?:[-_][a-z]{2,4})?|\d+))*",
        r"[;, ]+([^;)]*?)(?: build|/[a-z]|;|\)|$)"
    ))
    .ok(),
});

fn says(rule: &Option<Regex>, text: &str) -> bool {
    rule.as_ref().is_some_and(|r| r.is_match(text))
}

/// What an Android device calls itself; empty when it does not.
fn model(lower: &str) -> String {
    let found = RULES.model.as_ref().and_then(|r| r.captures(lower)).and_then(|c| c.get(1));
    found.map(|m| m.as_str().trim().to_owned()).unwrap_or_default()
}

fn class(lower: &str) -> DeviceClass {
    let rules = &*RULES;
    if says(&rules.desktop, lower) {
        if says(&rules.tablet_desktop, lower) {
            return DeviceClass::Tablet;
        }
        if !says(&rules.not_desktop, lower) {
            return DeviceClass::Desktop;
        }
    }
    let has = |word: &str| lower.contains(word);
    if has("ipad") {
        DeviceClass::Tablet
    } else if has("iphone") || has("ipod") {
        DeviceClass::Mobile
    } else if has("android") || has("adr ") || has("dalvik") {
        android(rules, lower)
    } else if says(&rules.tv, lower) {
        DeviceClass::Tv
    } else if says(&rules.says_phone, lower) {
        DeviceClass::Mobile
    } else if says(&rules.says_tablet, lower) {
        DeviceClass::Tablet
    } else if says(&rules.says_desktop, lower) {
        DeviceClass::Desktop
    } else {
        DeviceClass::Unknown
    }
}

fn android(rules: &Rules, lower: &str) -> DeviceClass {
    let model = model(lower).replace("coolpad", "cool");
    let said = if model.is_empty() { lower } else { &model };
    if !model.contains("tab") && says(&rules.laptop, said) {
        return DeviceClass::Desktop;
    }
    let phone = says(&rules.phone_model, &model) && !says(&rules.not_phone_model, &model);
    if !phone {
        let tv_model = says(&rules.tv_model, &model) || says(&rules.tv_word, &model);
        if says(&rules.tv, lower) || (tv_model && !says(&rules.not_tv_model, &model)) {
            return DeviceClass::Tv;
        }
        if says(&rules.tablet_model, &model) {
            return DeviceClass::Tablet;
        }
    }
    // Tablets leave `Mobile` out; what is no browser says it of neither.
    let mobile = phone || ["mobile", "phone", "dalvik", "opera mini"].iter().any(|word| lower.contains(word));
    if mobile { DeviceClass::Mobile } else { DeviceClass::Tablet }
}

#[cfg(test)]
mod tests;
