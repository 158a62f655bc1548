//! Enrichment: where a visit came from and from which country. Addresses are used and dropped.

use std::net::IpAddr;

use hjemmel_model::host_listed;
use url::Url;

use crate::{
    campaign::{Campaign, campaign_of},
    referrer::known,
};

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

/// Where a page view came from. All empty when it came from within the site, so that the visit's own origin counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Came {
    /// `utm_source`, or the name of the referrer.
    pub source: String,
    /// `utm_medium`, or `organic`, `social`, `email`, `assistant`, `paid`, `referral`.
    pub medium: String,
    /// `utm_campaign`.
    pub campaign: String,
    /// `utm_content`.
    pub content: String,
    /// `utm_term`.
    pub term: String,
    /// Host that linked.
    pub referrer: String,
}

/// Host with port, lower case, without `www.` and without a dot at its end; empty when there is none.
pub fn host_of(url: &Url) -> String {
    let Some(host) = url.host_str() else { return String::new() };
    let host = host.to_ascii_lowercase();
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Where a view of `page` with that referrer came from; `own` are the site's hosts.
pub fn came_from(page: Option<&Url>, referrer: &str, own: &[String]) -> Came {
    let host = Url::parse(referrer).ok().map(|r| host_of(&r)).unwrap_or_default();
    let internal = page.is_some_and(|p| host_of(p) == host) || host_listed(own, &host);
    let known = known(&host);
    // Who was away to sign in or to pay comes back to the visit that was under way.
    let away = known.is_some_and(|k| k.medium == "none");
    let linked = if internal || away { String::new() } else { host };
    let (by_source, by_medium) = match known {
        _ if linked.is_empty() => (String::new(), String::new()),
        Some(known) => (known.name.to_owned(), known.medium.to_owned()),
        // Mail in a browser has that name wherever it is hosted.
        None if linked.starts_with("webmail.") => (linked.clone(), "email".to_owned()),
        None => (linked.clone(), "referral".to_owned()),
    };
    let said = page.map(campaign_of).unwrap_or_default();
    if said == Campaign::default() {
        return Came { source: by_source, medium: by_medium, referrer: linked, ..Came::default() };
    }
    let source = match (said.source.is_empty(), by_source.is_empty()) {
        (false, _) => said.source,
        (true, false) => by_source,
        (true, true) => "unknown".to_owned(),
    };
    let medium = if said.medium.is_empty() { "campaign".to_owned() } else { said.medium };
    Came { source, medium, campaign: said.name, content: said.content, term: said.term, referrer: linked }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn came(page: &str, referrer: &str) -> (String, String, String) {
        let c = came_from(Url::parse(page).ok().as_ref(), referrer, &["shop.example".into(), "*.butik.example".into()]);
        (c.source, c.medium, c.campaign)
    }

    #[test]
    fn who_links_is_known_by_the_whole_host() {
        let all: Vec<(String, String)> = serde_json::from_str(include_str!("../tests/inputs/referrers.json")).unwrap();
        for (referrer, right) in all {
            let (source, medium, _) = came("https://www.shop.example/roser", &referrer);
            assert_eq!(format!("{source}/{medium}"), right, "{referrer}");
        }
    }

    #[test]
    fn campaigns_in_whatever_state_they_arrive() {
        let all: Vec<[String; 4]> = serde_json::from_str(include_str!("../tests/inputs/campaigns.json")).unwrap();
        for [link, source, medium, campaign] in all {
            let page = format!("https://shop.example/{}", link.trim_start_matches('/'));
            assert_eq!(came(&page, ""), (source, medium, campaign), "{link}");
        }
    }

    #[test]
    fn a_campaign_goes_before_who_linked_and_borrows_its_name() {
        let google = "https://www.google.dk/";
        let of = |page: &str, referrer: &str| came(&format!("https://shop.example/{page}"), referrer).0;
        assert_eq!(of("?utm_source=mail", google), "mail");
        assert_eq!(of("?utm_campaign=jul", google), "google");
        assert_eq!(of("", "https://shop.example/"), "");
        assert_eq!(of("", "https://m.butik.example/"), "", "below a host with a star");
        assert_eq!(of("", "https://shop.example./"), "");
        assert_eq!(of("", ""), "");
    }
}
