//! Who links here: search engines, social networks, mail, assistants, by host and never by a part of one.

use std::{collections::HashMap, sync::LazyLock};

use crate::lists;

/// A place that is known: what kind it is and what it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// `organic`, `social`, `email`, `assistant`, `paid`, or `none`: people come back from there in the middle of a visit.
    pub medium: &'static str,
    /// Its name in lower case.
    pub name: &'static str,
}

static KNOWN: LazyLock<HashMap<&'static str, Known>> = LazyLock::new(|| {
    let known = lists::referrers().map(|(medium, name, host)| {
        let medium = if medium == "search" { "organic" } else { medium };
        (host, Known { medium, name })
    });
    known.collect()
});

/// Endings that a country's companies share: `google.co.uk`.
const SHARED: [&str; 6] = ["com", "org", "net", "co", "it", "edu"];

/// What is known of a host, written in lower case without `www.`.
pub(crate) fn known(host: &str) -> Option<Known> {
    let host = host.trim_end_matches('.');
    // A search engine is that host; under it may lie anything: `docs.google.com`.
    if let Some(found) = exact(host).or_else(|| exact(host.strip_prefix("m.")?)) {
        return Some(found);
    }
    let mut rest = host;
    while let Some((_, above)) = rest.split_once('.').filter(|(_, above)| above.contains('.')) {
        if let Some(found) = exact(above) {
            return Some(found).filter(|found| found.medium != "organic");
        }
        rest = above;
    }
    None
}

/// What a name in a link's own parameters stands for: `facebook.com`, `fb`.
pub(crate) fn named(name: &str) -> Option<Known> {
    let host = name.strip_prefix("www.").unwrap_or(name);
    known(host).filter(|found| found.medium != "none")
}

fn exact(host: &str) -> Option<Known> {
    let found = |host: &str| KNOWN.get(host).copied();
    let ends = without_country(host).map(|base| format!("{base}.{{}}"));
    let begins = host.split_once('.').filter(|(first, _)| first.len() == 2).map(|(_, rest)| format!("{{}}.{rest}"));
    found(host).or_else(|| found(&ends?)).or_else(|| found(&begins?))
}

/// A host before its country: `google` of `google.dk`, `google.com` and `google.co.uk`.
fn without_country(host: &str) -> Option<&str> {
    let (base, last) = host.rsplit_once('.')?;
    let country = last.len() == 2 && last.bytes().all(|b| b.is_ascii_lowercase());
    if let Some((shared, second)) = base.rsplit_once('.')
        && country
        && SHARED.contains(&second)
    {
        return Some(shared);
    }
    (country || last == "com").then_some(base)
}
