//! Requests of trackers, bent in every way: each item is good or bad, and nothing falls over.

use hjemmel_collect::{
    BODY_BYTES_MAX,
    dialect::{DIALECTS, Decoded, Dialect, EVENTS_MAX, Request, own, segment, snowplow},
    plain_body, scrub_text,
};
use hjemmel_testkit::fuzz::{bent, corpus};
use proptest::prelude::*;

const WORDS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "null",
    "true",
    "-1e308",
    "9e999",
    "\\u0000",
    "\\ud800",
    "\"data\":",
    "\"e\":\"ue\"",
    "\"batch\":",
    "\"events\":",
    "\"writeKey\":\"wk\"",
    "\"timestamp\":\"2026-02-30T25:61:00Z\"",
    "&",
    "=",
    "%",
    "%00",
    "%ff",
    "+",
    "&aid=k",
    "&e=pv",
    "\u{feff}",
    "å",
    "\0",
];

fn seeds(name: &str) -> Vec<Vec<u8>> {
    corpus(env!("CARGO_MANIFEST_DIR"), name)
}

/// Whatever was sent, there are no more events than one request may have, and none has an empty token.
fn holds(decoded: &Decoded) -> Result<(), TestCaseError> {
    prop_assert!(decoded.hits.len() <= EVENTS_MAX);
    for hit in decoded.hits.iter().flatten() {
        // What is there is more than nothing: a token that is empty would be looked at as one.
        prop_assert!(hit.token.as_ref().is_none_or(|token| !token.is_empty()));
    }
    Ok(())
}

/// What comes to an address, as its body and as what stands behind `?`.
fn spoken(dialect: &dyn Dialect, came: &[u8]) -> Vec<Decoded> {
    let text = String::from_utf8_lossy(came);
    let header = |name: &str| (name == "user-agent").then_some("Mozilla/5.0");
    let requests = dialect.addresses().iter().flat_map(|(verb, path)| {
        let of = |query, body| Request { verb: *verb, path, query, body, header: &header };
        [of("", came), of(text.as_ref(), &b""[..]), of("tid=k&measurement_id=k", came)]
    });
    requests.filter_map(|request| dialect.decode(&request).ok()).collect()
}

proptest! {
    #[test]
    fn whatever_others_speak(came in bent(seeds("others"), WORDS), at in 0..DIALECTS.len()) {
        for decoded in spoken(DIALECTS[at], &came) {
            holds(&decoded)?;
        }
    }

    #[test]
    fn our_own(body in bent(seeds("own"), WORDS)) {
        if let Ok(decoded) = own::decode("k", &body) {
            holds(&decoded)?;
        }
    }

    #[test]
    fn segment_and_rudderstack(body in bent(seeds("segment"), WORDS)) {
        for (kind, authorization) in [(None, ""), (Some("page"), "Basic d2s6"), (Some("track"), "Basic \u{fffd}")] {
            if let Ok(decoded) = segment::decode(kind, authorization, &body) {
                holds(&decoded)?;
            }
        }
    }

    #[test]
    fn snowplow_by_post(body in bent(seeds("snowplow_post"), WORDS), anonymous: bool) {
        if let Ok(decoded) = snowplow::decode_post(&body, anonymous) {
            holds(&decoded)?;
        }
    }

    #[test]
    fn snowplow_by_get(query in bent(seeds("snowplow_query"), WORDS), anonymous: bool) {
        if let Ok(decoded) = snowplow::decode_query(&String::from_utf8_lossy(&query), anonymous) {
            holds(&decoded)?;
        }
    }

    #[test]
    fn a_body_that_is_packed_or_not(body in bent(vec![vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b, 4, 0], b"{}".to_vec()], &["\u{1f}"])) {
        if let Ok(plain) = plain_body(&body) {
            prop_assert!(plain.len() <= BODY_BYTES_MAX);
        }
    }

    #[test]
    fn text_that_is_scrubbed(text in bent(seeds("own"), &["eva@x.example", "+45 20 12 34 56", "@", "(", ")", "%40", "%25", "å", "1510869508"])) {
        let text = String::from_utf8_lossy(&text).into_owned();
        let scrubbed = scrub_text(&format!("{text} eva@blomsterhuset.example"));
        prop_assert!(!scrubbed.contains("eva@blomsterhuset"), "whatever stands before it");
    }
}

#[test]
fn every_seed_is_read() {
    for came in seeds("others") {
        let mut all = DIALECTS.iter().flat_map(|dialect| spoken(*dialect, &came));
        assert!(all.any(|decoded| decoded.hits.iter().any(Result::is_ok)), "{}", String::from_utf8_lossy(&came));
    }
    for body in seeds("own") {
        assert!(own::decode("k", &body).unwrap().hits.iter().any(Result::is_ok));
    }
    for body in seeds("segment") {
        let decoded = segment::decode(None, "", &body).unwrap();
        assert!(decoded.hits.iter().any(Result::is_ok));
        holds(&decoded).unwrap();
    }
    for body in seeds("snowplow_post") {
        assert!(snowplow::decode_post(&body, false).unwrap().hits.iter().any(Result::is_ok));
    }
    for query in seeds("snowplow_query") {
        let query = String::from_utf8(query).unwrap();
        assert!(snowplow::decode_query(query.trim(), false).unwrap().hits.iter().any(Result::is_ok), "{query}");
    }
}
