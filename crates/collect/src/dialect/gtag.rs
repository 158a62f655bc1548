//! What Google's tag sends from pages of sites that hand it here (`server_container_url`).
//!
//! The site is named by `tid`, where that is its key, and otherwise by the page, which it has to list. The consent token
//! travels in the cookie or as the event parameter `hjemmel_token`. Consent mode (`gcs`, `gcd`) and `npa` can only take
//! purposes away; a signal that was never set says nothing. Ids of clients, users and sessions are not read.

use serde_json::{Map, Value};

use super::{Answer, BadRequest, Decoded, Dialect, EVENTS_MAX, Request, Verb, amount, number, said, text, token_taken};
use crate::{
    Outcome,
    hit::{BadHit, Hit},
};

/// The dialect.
pub struct Gtag;

impl Dialect for Gtag {
    fn addresses(&self) -> &'static [(Verb, &'static str)] {
        &[(Verb::Post, "/g/collect"), (Verb::Get, "/g/collect")]
    }

    fn names_pages(&self) -> bool {
        true
    }

    fn with_credentials(&self) -> bool {
        true
    }

    fn decode(&self, request: &Request<'_>) -> Result<Decoded, BadRequest> {
        let shared = fields(request.query);
        let key = text(shared.get("tid"));
        if key.is_empty() {
            return Err(BadRequest::NoSite);
        }
        let body = std::str::from_utf8(request.body).map_err(|_| BadRequest::Malformed)?;
        let lines: Vec<&str> = body.lines().filter(|line| !line.trim().is_empty()).collect();
        if lines.len() > EVENTS_MAX {
            return Err(BadRequest::TooMany);
        }
        let each = |line: &str| {
            let mut event = shared.clone();
            event.extend(fields(line));
            hit(&event)
        };
        let hits = if lines.is_empty() { vec![each("")] } else { lines.into_iter().map(each).collect() };
        Ok(Decoded { key, hits })
    }

    fn answer(&self, _: &Request<'_>, _: &Outcome) -> Answer {
        Answer::new(204, "", b"")
    }
}

fn fields(query: &str) -> Map<String, Value> {
    url::form_urlencoded::parse(query.as_bytes()).map(|(name, value)| (name.into_owned(), value.into())).collect()
}

/// What consent mode says: two digits for whether it is granted now, or a letter for each signal, default and update in one.
fn consent_mode(event: &Map<String, Value>) -> said::Said {
    const SIGNALS: [&str; 4] = ["ad_storage", "analytics_storage", "ad_user_data", "ad_personalization"];
    let (now, letters) = (text(event.get("gcs")), text(event.get("gcd")));
    let digits = now.strip_prefix("G1").unwrap_or_default().chars();
    let of_now = SIGNALS.iter().zip(digits).filter(|(_, granted)| *granted != '1').map(|(signal, _)| *signal);
    let of_letters = SIGNALS.iter().zip(letters.chars().filter(char::is_ascii_alphabetic));
    // `l` was never set; `n`, `r`, `t` and `v` were granted in the end; whatever else there is was not.
    let denied =
        of_letters.filter(|(_, letter)| !matches!(letter, 'l' | 'n' | 'r' | 't' | 'v')).map(|(signal, _)| *signal);
    let no_ads = Some("ads").filter(|_| text(event.get("npa")) == "1");
    of_now.chain(denied).chain(no_ads).map(|signal| (signal.to_owned(), false)).collect()
}

fn hit(event: &Map<String, Value>) -> Result<Hit, BadHit> {
    let get = |name: &str| text(event.get(name));
    let name = get("en");
    if name.is_empty() {
        return Err(BadHit::NoName);
    }
    let own = |(name, value): (&String, &Value)| {
        let name = name.strip_prefix("ep.").or_else(|| name.strip_prefix("epn."))?;
        Some((name.to_owned(), value.clone()))
    };
    let mut props: Map<String, Value> = event.iter().filter_map(own).collect();
    let mode = Some(consent_mode(event)).filter(|mode| !mode.is_empty());
    let consent =
        said::together(said::fields(event).chain(said::properties(&props)).chain(said::stated([&props])).chain(mode));
    let token = token_taken(&mut props);
    Ok(Hit {
        name,
        url: get("dl"),
        referrer: get("dr"),
        title: get("dt"),
        token,
        consent,
        value: number(props.get("value")),
        amount: amount(props.get("value")),
        currency: Some(get("cu")).filter(|cu| !cu.is_empty()).unwrap_or_else(|| text(props.get("currency"))),
        props,
        ..Hit::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_consent_mode_denies_is_denied_and_what_it_never_heard_of_is_not() {
        let says = |query: &str| {
            let denied: Vec<_> = consent_mode(&fields(query)).into_iter().map(|(signal, _)| signal).collect();
            denied.join(" ")
        };
        for (query, right) in [
            ("gcs=G111&gcd=11t1t1t1t5", ""),
            (
                "gcs=G100&gcd=11p1p1p1p5",
                "ad_storage analytics_storage ad_storage analytics_storage ad_user_data ad_personalization",
            ),
            ("gcs=G101", "ad_storage"),
            ("gcd=13l3l3l3l1l1", ""),
            ("gcd=11r1u1q1v5", "analytics_storage ad_user_data"),
            ("gcd=11x1t1t1t5", "ad_storage"),
            ("npa=1", "ads"),
            ("gcs=G1-&gcd=", "ad_storage"),
        ] {
            assert_eq!(says(query), right, "{query}");
        }
    }

    #[test]
    fn one_event_a_line_shares_what_stands_in_the_address() {
        let request = Request {
            verb: Verb::Post,
            path: "/g/collect",
            query: "v=2&tid=G-1&dl=https%3A%2F%2Fa.example%2Fx&cu=DKK",
            body: b"en=page_view\r\nen=purchase&epn.value=49.5&ep.transaction_id=T1&ep.hjemmel_token=v1.x\n\nep.a=b",
            header: &|_| None,
        };
        let decoded = Gtag.decode(&request).unwrap();
        let [view, order, bad] = &decoded.hits[..] else { panic!("three lines: {decoded:?}") };
        assert_eq!(view.as_ref().unwrap().url, "https://a.example/x");
        let order = order.as_ref().unwrap();
        assert_eq!((order.amount.as_str(), order.currency.as_str()), ("49.5", "DKK"));
        assert_eq!((order.token.as_deref(), order.props.len()), (Some("v1.x"), 2), "the token is no property");
        assert_eq!(*bad, Err(BadHit::NoName));
    }
}
