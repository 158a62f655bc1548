//! Enrichment: where a visit came from, on what kind of device, from which country. Addresses and user agents are used
//! and dropped.

use std::net::IpAddr;

use hjemmel_model::DeviceClass;
use url::Url;

/// A table of countries by network address.
pub struct Geo(maxminddb::Reader<Vec<u8>>);

impl std::fmt::Debug for Geo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Geo(..)")
    }
}

impl Geo {
    /// From an MMDB file.
    pub fn open(path: &std::path::Path) -> Result<Geo, maxminddb::MaxMindDbError> {
        Ok(Geo(maxminddb::Reader::open_readfile(path)?))
    }

    /// The country of an address, `ZZ` when unknown.
    pub fn country(&self, ip: IpAddr) -> String {
        let found = self.0.lookup(ip).ok();
        let nested = |path: &[maxminddb::PathElement<'_>]| {
            found.as_ref().and_then(|hit| hit.decode_path::<String>(path).ok().flatten())
        };
        // Two layouts are common: MaxMind's own, and a flat one.
        nested(&maxminddb::path!["country", "iso_code"])
            .or_else(|| nested(&maxminddb::path!["country_code"]))
            .filter(|c| c.len() == 2 && c.bytes().all(|b| b.is_ascii_uppercase()))
            .unwrap_or_else(|| "ZZ".into())
    }
}

/// What a user agent says, coarsely: device class, browser, system.
pub fn classify_device(user_agent: &str) -> (DeviceClass, String, String) {
    let unknown = || (DeviceClass::Unknown, "unknown".to_owned(), "unknown".to_owned());
    if user_agent.is_empty() || user_agent == "-" {
        return unknown();
    }
    let lower = user_agent.to_ascii_lowercase();
    let says = |word: &str| lower.contains(word);
    if says("headlesschrome") && !says("bot") {
        return (DeviceClass::Desktop, "Chrome".into(), "Linux".into());
    }
    let Some(parsed) = woothee::parser::Parser::new().parse(user_agent) else {
        let bot = ["bot", "crawl", "spider", "curl/", "wget/", "python-requests"].iter().any(|w| says(w));
        return if bot { (DeviceClass::Bot, "bot".into(), "unknown".into()) } else { unknown() };
    };
    let tablet = says("ipad") || says("tablet") || (says("android") && !says("mobile"));
    let class = match parsed.category {
        "crawler" => DeviceClass::Bot,
        _ if tablet => DeviceClass::Tablet,
        "pc" => DeviceClass::Desktop,
        "smartphone" | "mobilephone" => DeviceClass::Mobile,
        _ => DeviceClass::Unknown,
    };
    let known = |text: &str| if text == "UNKNOWN" { "unknown".to_owned() } else { text.to_owned() };
    (class, known(parsed.name), known(parsed.os))
}

/// Where a page view came from. All empty when it came from within the site, so that the visit's own origin counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// `utm_source`, or the name of the referrer.
    pub source: String,
    /// `utm_medium`, or `organic`, `social`, `referral`.
    pub medium: String,
    /// `utm_campaign`.
    pub campaign: String,
    /// Host that linked.
    pub referrer: String,
}

const SEARCH: [(&str, &str); 8] = [
    ("google.", "google"),
    ("bing.com", "bing"),
    ("duckduckgo.com", "duckduckgo"),
    ("search.yahoo.", "yahoo"),
    ("ecosia.org", "ecosia"),
    ("qwant.com", "qwant"),
    ("startpage.com", "startpage"),
    ("search.brave.com", "brave"),
];

const SOCIAL: [(&str, &str); 9] = [
    ("facebook.com", "facebook"),
    ("instagram.com", "instagram"),
    ("linkedin.com", "linkedin"),
    ("lnkd.in", "linkedin"),
    ("tiktok.com", "tiktok"),
    ("youtube.com", "youtube"),
    ("pinterest.", "pinterest"),
    ("reddit.com", "reddit"),
    ("t.co", "x"),
];

/// Host with port, lower case, without `www.`; empty when there is none.
pub fn host_of(url: &Url) -> String {
    let Some(host) = url.host_str() else { return String::new() };
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Where a view of `page` with that referrer came from; `own` are the site's hosts.
pub fn came_from(page: Option<&Url>, referrer: &str, own: &[String]) -> Came {
    let utm = |name: &str| {
        let found = page.and_then(|p| p.query_pairs().find(|(k, _)| k == name).map(|(_, v)| v.into_owned()));
        found.unwrap_or_default().trim().to_lowercase()
    };
    let host = Url::parse(referrer).ok().map(|r| host_of(&r)).unwrap_or_default();
    let internal = page.is_some_and(|p| host_of(p) == host) || own.iter().any(|h| h.trim_start_matches("www.") == host);
    let linked = if internal { String::new() } else { host };
    let source = utm("utm_source");
    if !source.is_empty() {
        let medium = utm("utm_medium");
        let medium = if medium.is_empty() { "campaign".to_owned() } else { medium };
        return Came { source, medium, campaign: utm("utm_campaign"), referrer: linked };
    }
    if linked.is_empty() {
        return Came::default();
    }
    // `google.` matches `google.dk` and `news.google.com`, not `notgoogle.dk`.
    let is = |pattern: &str| linked.starts_with(pattern) || linked.contains(&format!(".{pattern}"));
    let known = |list: &[(&str, &'static str)]| list.iter().find(|(p, _)| is(p)).map(|(_, name)| (*name).to_owned());
    let (source, medium) = match (known(&SEARCH), known(&SOCIAL)) {
        (Some(name), _) => (name, "organic"),
        (None, Some(name)) => (name, "social"),
        (None, None) => (linked.clone(), "referral"),
    };
    Came { source, medium: medium.to_owned(), campaign: String::new(), referrer: linked }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(page: &str, referrer: &str) -> (String, String, String) {
        let c = came_from(Url::parse(page).ok().as_ref(), referrer, &["shop.example".into()]);
        (c.source, c.medium, c.campaign)
    }

    fn three(a: &str, b: &str, c: &str) -> (String, String, String) {
        (a.into(), b.into(), c.into())
    }

    #[test]
    fn sources() {
        let page = "https://www.shop.example/roser";
        assert_eq!(came(page, "https://www.google.dk/"), three("google", "organic", ""));
        assert_eq!(came(page, "https://l.facebook.com/l.php"), three("facebook", "social", ""));
        assert_eq!(came(page, "https://notgoogle.dk/"), three("notgoogle.dk", "referral", ""));
        assert_eq!(came(page, "https://shop.example/"), three("", "", ""));
        assert_eq!(came(page, ""), three("", "", ""));
        let tagged = "https://shop.example/?utm_source=Newsletter&utm_medium=email&utm_campaign=Mors+Dag";
        assert_eq!(came(tagged, "https://www.google.dk/"), three("newsletter", "email", "mors dag"));
    }

    #[test]
    fn devices() {
        let of = |ua: &str| classify_device(ua).0;
        assert_eq!(
            of(
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"
            ),
            DeviceClass::Mobile
        );
        assert_eq!(
            of(
                "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Safari/604.1"
            ),
            DeviceClass::Tablet
        );
        assert_eq!(
            of("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"),
            DeviceClass::Desktop
        );
        assert_eq!(of("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), DeviceClass::Bot);
        assert_eq!(of(""), DeviceClass::Unknown);
    }
}
