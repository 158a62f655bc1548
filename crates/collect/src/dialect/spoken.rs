//! What requests of real clients, as they go over the wire, are read as.

use super::*;

/// A request in one line: its method, address, and body behind two spaces.
fn read(dialect: &dyn Dialect, line: &str, headers: &[(&'static str, &'static str)]) -> Result<Decoded, BadRequest> {
    let (address, body) = line.split_once("  ").unwrap_or((line, ""));
    let (verb, address) = address.split_once(' ').unwrap();
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let verb = if verb == "GET" { Verb::Get } else { Verb::Post };
    assert!(dialect.addresses().contains(&(verb, path)), "{line}");
    let header = |name: &str| headers.iter().find(|(own, _)| *own == name).map(|(_, value)| *value);
    dialect.decode(&Request { verb, path, query, body: body.as_bytes(), header: &header })
}

/// A hit in a line: what is not said is left out.
fn line(hit: &Result<crate::Hit, crate::BadHit>) -> String {
    let hit = match hit {
        Ok(hit) => hit,
        Err(bad) => return bad.code().to_owned(),
    };
    let says = hit.consent.as_ref().map(|says| {
        let each: Vec<_> = says.iter().map(|(what, yes)| format!("{what}={yes}")).collect();
        format!("consent({})", each.join(","))
    });
    let at = hit.at_ms.map(|at| format!("at {at}")).unwrap_or_default();
    let worth = format!("{} {}", hit.amount, hit.currency);
    let props = Some(Value::Object(hit.props.clone()).to_string()).filter(|props| props != "{}").unwrap_or_default();
    let parts = [
        hit.name.as_str(),
        &hit.url,
        &hit.title,
        &hit.referrer,
        &at,
        worth.trim(),
        hit.token.as_deref().unwrap_or_default(),
        if hit.from_server { "server" } else { "" },
        says.as_deref().unwrap_or_default(),
        &props,
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" | ")
}

fn reads(dialect: &dyn Dialect, cases: &[(&str, &str, &[&str])]) {
    for (request, key, right) in cases {
        let decoded = read(dialect, request, &[("user-agent", "Mozilla/5.0")]).unwrap();
        assert_eq!(decoded.key, *key, "{request}");
        assert_eq!(decoded.hits.iter().map(line).collect::<Vec<_>>(), *right, "{request}");
    }
}

#[test]
fn matomo() {
    reads(
        &matomo::Matomo,
        &[
            (
                "GET /matomo.php?idsite=k&rec=1&url=https%3A%2F%2Fa.example%2F&action_name=Roser&urlref=https%3A%2F%2Fb.example&_id=0123456789abcdef&uid=eva",
                "k",
                &["page_view | https://a.example/ | Roser | https://b.example"],
            ),
            (
                "POST /matomo.php  idsite=k&rec=1&url=https%3A%2F%2Fa.example%2F&e_c=Video&e_a=Play&e_n=Rose&hjemmel_token=v1.t",
                "k",
                &[r#"Play | https://a.example/ | v1.t | {"category":"Video","label":"Rose"}"#],
            ),
            (
                "POST /piwik.php?idsite=k&rec=1&idgoal=0&ec_id=A7&revenue=49.50&dimension3=rød&dimensionx=1",
                "k",
                &[r#"purchase | 49.50 | {"dimension3":"rød","order_id":"A7"}"#],
            ),
            ("GET /matomo.php?idsite=k&rec=1&idgoal=0&revenue=49.50", "k", &["cart_update | 49.50"]),
            ("GET /matomo.php?idsite=k&rec=1&idgoal=4", "k", &["goal_4"]),
            (
                "GET /matomo.php?idsite=k&rec=1&search=roser&search_count=0",
                "k",
                &[r#"view_search_results | {"search_results":"0","search_term":"roser"}"#],
            ),
            (
                "GET /matomo.php?idsite=k&rec=1&link=https%3A%2F%2Fc.example&url=https%3A%2F%2Fa.example",
                "k",
                &[r#"click | https://a.example | {"link_url":"https://c.example"}"#],
            ),
            ("GET /ppms.php?idsite=k&rec=1&ping=1", "k", &["page_ping"]),
            ("GET /matomo.php?idsite=k&rec=1&ma_id=x", "k", &["not_collected"]),
            ("GET /matomo.php?idsite=k", "k", &["event_malformed"]),
            ("GET /matomo.php?idsite=k&rec=1&consent=0", "k", &["page_view | consent()"]),
            ("GET /matomo.php?idsite=k&rec=1&consent=1", "k", &["page_view"]),
            (
                "GET /matomo.php?idsite=k&rec=1&cdt=2026-11-22%2010%3A00%3A00&token_auth=x",
                "k",
                &["page_view | at 1795341600000 | server"],
            ),
            (
                r#"POST /matomo.php  {"requests":["?idsite=k&rec=1&action_name=A","?idsite=j&rec=1",7,{"idsite":"k","rec":1,"action_name":"B"}],"token_auth":"x"}"#,
                "k",
                &["page_view | A | server", "event_malformed", "event_malformed", "page_view | B | server"],
            ),
        ],
    );
    for cookie in ["a=b; mtm_consent_removed=1", "matomo_ignore=ignore%3D%2A"] {
        let decoded = read(&matomo::Matomo, "GET /matomo.php?idsite=k&rec=1", &[("cookie", cookie)]).unwrap();
        assert_eq!(line(&decoded.hits[0]), "page_view | server | consent()", "{cookie}");
    }
    for nothing in ["POST /matomo.php", "POST /matomo.php  {\"requests\":1}", "GET /matomo.php?rec=1"] {
        assert!(read(&matomo::Matomo, nothing, &[]).is_err(), "{nothing}");
    }
}

#[test]
fn plausible() {
    reads(
        &plausible::Plausible,
        &[
            (
                r#"POST /api/event  {"n":"pageview","u":"https://a.example/x","d":"a.example,b.example","r":null,"p":"{\"plan\":\"pro\",\"hjemmel_token\":\"v1.t\"}"}"#,
                "a.example",
                &[r#"page_view | https://a.example/x | v1.t | {"plan":"pro"}"#],
            ),
            (
                r#"POST /api/event  {"name":"Purchase","url":"https://a.example/","domain":"k","revenue":{"currency":"DKK","amount":"49.50"},"props":{"size":3}}"#,
                "k",
                &[r#"Purchase | https://a.example/ | 49.50 DKK | {"size":3}"#],
            ),
            (
                r#"POST /api/event  {"n":"engagement","sd":80,"e":4000,"u":"https://a.example/","d":"k"}"#,
                "k",
                &[r#"page_ping | https://a.example/ | {"engagement_time_msec":4000,"scroll_depth":80}"#],
            ),
            (
                r#"POST /api/event  {"n":"Signup","u":"https://a.example/","d":"k","p":{"consent":"denied"}}"#,
                "k",
                &[r#"Signup | https://a.example/ | consent() | {"consent":"denied"}"#],
            ),
            (r#"POST /api/event  {"d":"k","u":"x"}"#, "k", &["event_no_name"]),
        ],
    );
    for nothing in ["POST /api/event", "POST /api/event  []", "POST /api/event  {\"n\":\"pageview\"}"] {
        assert!(read(&plausible::Plausible, nothing, &[]).is_err(), "{nothing}");
    }
}

#[test]
fn posthog() {
    reads(
        &posthog::PostHog,
        &[
            (
                r#"POST /e/?_=1795341601000  {"token":"k","event":"$pageview","uuid":"u1","offset":1000,"properties":{"$current_url":"https://a.example/","title":"Roser","$referrer":"$direct","$lib":"web","distinct_id":"d","hjemmel_token":"v1.t","plan":"pro"}}"#,
                "k",
                &[r#"page_view | https://a.example/ | Roser | at 1795341600000 | v1.t | {"plan":"pro"}"#],
            ),
            (
                r#"POST /batch/  {"batch":[{"event":"order","timestamp":"2026-11-22T10:00:00Z","properties":{"revenue":49.5,"currency":"DKK","$lib":"posthog-node"}},{"event":"$identify","properties":{}},{"event":"$autocapture"},{"properties":{}},9],"api_key":"k","sent_at":"2026-11-22T10:00:01Z"}"#,
                "k",
                &[
                    r#"order | at 1795341600000 | 49.5 DKK | server | {"currency":"DKK","revenue":49.5}"#,
                    "not_collected",
                    "not_collected",
                    "event_no_name",
                    "event_malformed",
                ],
            ),
            (
                r#"POST /i/v0/e/  [{"token":"k","event":"a","properties":{"$lib":"web","$cookieless_mode":true}},{"token":"j","event":"a"}]"#,
                "k",
                &["a | consent()", "event_malformed"],
            ),
            (
                "POST /capture/  data=eyJhcGlfa2V5IjoiayIsImV2ZW50IjoiYSIsInByb3BlcnRpZXMiOnsiJGxpYiI6IndlYiJ9fQ%3D%3D",
                "k",
                &["a"],
            ),
        ],
    );
    let header = |_: &str| None;
    for (path, said) in [("/flags/", "featureFlags"), ("/array/k/config", "supportedCompression"), ("/e/", "")] {
        let request = Request { verb: Verb::Post, path, query: "", body: b"{}", header: &header };
        let settings = posthog::PostHog.settings(&request);
        let body = settings.map(|answer| String::from_utf8(answer.body.into_owned()).unwrap());
        assert_eq!(body.as_ref().is_some_and(|body| body.contains(said)), !said.is_empty(), "{path}");
    }
}

#[test]
fn umami() {
    reads(
        &umami::Umami,
        &[
            (
                r#"POST /api/send  {"type":"event","payload":{"website":"k","hostname":"a.example","url":"/x?y=1","title":"Roser","referrer":"","screen":"1x1","id":"eva"}}"#,
                "k",
                &["page_view | https://a.example/x?y=1 | Roser"],
            ),
            (
                r#"POST /api/batch  [{"type":"event","payload":{"website":"k","name":"order","timestamp":1795341600,"data":{"revenue":49.5,"currency":"DKK","hjemmel_token":"v1.t","optOut":true}}},{"type":"performance","payload":{"website":"k"}},{"type":"event","payload":{"website":"j"}}]"#,
                "k",
                &[
                    r#"order | at 1795341600000 | 49.5 DKK | v1.t | consent() | {"currency":"DKK","optOut":true,"revenue":49.5}"#,
                    "not_collected",
                    "event_malformed",
                ],
            ),
        ],
    );
}

#[test]
fn measurement() {
    reads(
        &measurement::Measurement,
        &[
            (
                r#"POST /mp/collect?measurement_id=k&api_secret=s  {"client_id":"c","timestamp_micros":"1795341600000000","user_properties":{"hjemmel_token":{"value":"v1.t"}},"events":[{"name":"purchase","params":{"value":49.5,"currency":"DKK","transaction_id":"T1","page_location":"https://a.example/"}},{"params":{}}]}"#,
                "k",
                &[
                    r#"purchase | https://a.example/ | at 1795341600000 | 49.5 DKK | v1.t | server | {"currency":"DKK","transaction_id":"T1","value":49.5}"#,
                    "event_no_name",
                ],
            ),
            (
                r#"POST /mp/collect?measurement_id=k  {"consent":{"ad_user_data":"DENIED","ad_personalization":"GRANTED"},"non_personalized_ads":true,"events":[{"name":"a"}]}"#,
                "k",
                &["a | server | consent(ad_personalization=true,ad_user_data=false,ads=false)"],
            ),
        ],
    );
    assert_eq!(read(&measurement::Measurement, "POST /mp/collect  {\"events\":[]}", &[]), Err(BadRequest::NoSite));
}

#[test]
fn no_two_dialects_share_an_address() {
    let all: Vec<_> = DIALECTS.iter().flat_map(|dialect| dialect.addresses()).collect();
    for (at, one) in all.iter().enumerate() {
        assert!(!all[..at].contains(one), "{one:?}");
    }
}
