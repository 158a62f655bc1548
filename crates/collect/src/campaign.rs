//! Campaigns: what a link says about itself in its address, in whatever case, place and state it arrives.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::referrer;

/// What a link says about itself; empty where it says nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Campaign {
    pub source: String,
    pub medium: String,
    pub name: String,
    pub content: String,
    pub term: String,
}

/// Beginnings of parameters that mean the same: the usual one, and Matomo's of three ages.
const PREFIXES: [&str; 7] = ["utm_", "utm-", "mtm_", "matomo_", "pk_", "piwik_", "utm"];

/// Marks that advertisers and senders put on links of their own, and what they say.
const CLICKS: [(&str, &str, &str); 36] = [
    ("gclid", "google", "paid"),
    ("gbraid", "google", "paid"),
    ("wbraid", "google", "paid"),
    ("gad_source", "google", "paid"),
    ("gad_campaignid", "google", "paid"),
    ("gclsrc", "google", "paid"),
    ("dclid", "google", "paid"),
    ("msclkid", "bing", "paid"),
    ("yclid", "yandex", "paid"),
    ("ttclid", "tiktok", "paid"),
    ("twclid", "x", "paid"),
    ("li_fat_id", "linkedin", "paid"),
    ("rdt_cid", "reddit", "paid"),
    ("sccid", "snapchat", "paid"),
    ("epik", "pinterest", "paid"),
    ("qclid", "quora", "paid"),
    ("tblci", "taboola", "paid"),
    ("dicbo", "outbrain", "paid"),
    ("oborigurl", "outbrain", "paid"),
    ("adfcid", "adform", "paid"),
    ("adfcd", "adform", "paid"),
    ("awc", "awin", "affiliate"),
    ("tduid", "tradedoubler", "affiliate"),
    ("pacid", "partner-ads", "affiliate"),
    ("irclickid", "impact", "affiliate"),
    ("cjevent", "cj", "affiliate"),
    ("fbclid", "facebook", "social"),
    ("igshid", "instagram", "social"),
    ("igsh", "instagram", "social"),
    ("mc_cid", "mailchimp", "email"),
    ("mc_eid", "mailchimp", "email"),
    ("_kx", "klaviyo", "email"),
    ("_hsenc", "hubspot", "email"),
    ("_hsmi", "hubspot", "email"),
    ("vgo_ee", "activecampaign", "email"),
    ("mkt_tok", "marketo", "email"),
];

/// What the address of a page says about the link that led to it.
pub(crate) fn campaign_of(page: &Url) -> Campaign {
    let pairs = pairs(page);
    let said = |names: &[&str]| {
        let one =
            |name: &&str| pairs.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, v)| v.clone());
        names.iter().find_map(one).unwrap_or_default()
    };
    let prefixed = |part: &str| {
        let names: Vec<String> = PREFIXES.iter().map(|p| format!("{p}{part}")).collect();
        said(&names.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let name = Some(prefixed("campaign")).filter(|name| !name.is_empty()).unwrap_or_else(|| prefixed("name"));
    let (source, medium) = (named(prefixed("source")), medium(prefixed("medium")));
    let mut out = Campaign { source, medium, name, ..Campaign::default() };
    if out != Campaign::default() {
        // Alone they say nothing about where a visit came from.
        (out.content, out.term) = (prefixed("content"), prefixed("term"));
        return out;
    }
    let click = CLICKS.iter().find(|(key, _, _)| pairs.iter().any(|(k, v)| k == key && !v.is_empty()));
    if let Some((_, source, medium)) = click {
        out.source = (*source).to_owned();
        out.medium = (*medium).to_owned();
        return out;
    }
    // `ref` and `source` are used for much else: only what looks like a name of somebody counts.
    let name = said(&["ref", "source", "via"]);
    if is_name(&name) {
        let known = referrer::named(&name);
        out.medium = known.map_or("referral", |known| known.medium).to_owned();
        out.source = known.map_or(name, |known| known.name.to_owned());
    }
    out
}

fn named(source: String) -> String {
    match referrer::named(&source) {
        Some(known) => known.name.to_owned(),
        None => source,
    }
}

/// One word for mail, however it is written.
fn medium(medium: String) -> String {
    match medium.as_str() {
        "e-mail" | "e_mail" | "mail" | "e-post" | "epost" => "email".to_owned(),
        _ => medium,
    }
}

fn is_name(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
    let letters = text.chars().filter(char::is_ascii_lowercase).count();
    (3..=40).contains(&text.len()) && text.chars().all(plain) && letters >= 3 && letters * 2 > text.len()
}

/// Parameters of the query and of the fragment, names and values in lower case. Separators that a mail program or a
/// second question mark broke are read as what they were meant to be, and so are those of a campaign that was encoded
/// whole.
fn pairs(page: &Url) -> Vec<(String, String)> {
    let both = [page.query().unwrap_or_default(), page.fragment().unwrap_or_default()];
    let both = both.map(whole);
    let parts = both.iter().flat_map(|text| text.split(['&', '?', '#', ';']));
    let plain = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode_str(&spaced).decode_utf8_lossy().trim().to_lowercase()
    };
    let pair = |part: &str| {
        let (key, value) =
            part.split_once('=').or_else(|| part.split_once("%3D")).or_else(|| part.split_once("%3d"))?;
        let key = plain(key);
        Some((key.trim_start_matches("amp;").to_owned(), plain(value)))
    };
    parts.filter_map(pair).take(200).collect()
}

/// The text with the separators before each parameter of a campaign as themselves: `%26utm_medium` is `&utm_medium`.
fn whole(text: &str) -> String {
    let mut out = text.to_owned();
    for prefix in PREFIXES {
        for encoded in ["%26", "%3F", "%3f"] {
            out = out.replace(&format!("{encoded}{prefix}"), &format!("&{prefix}"));
        }
    }
    out
}
