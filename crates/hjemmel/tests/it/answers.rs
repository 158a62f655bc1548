//! Answers that a client acts on: that nothing is there, that it stops here, that it is to be sent again, that it is too much.

use std::net::SocketAddr;

use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{Request, header},
};
use hjemmel::serve;
use hjemmel_http::{ChoiceLimits, HttpOptions};
use hjemmel_model::Role;
use serde_json::json;

use crate::{
    edge::get,
    people::{form, link, look, mails, reach, sign_up, submit},
    world::{Answer, NOW, World, worlds},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_not_there_says_so_and_a_tracker_is_told_why() {
    let world = worlds().await.remove(0);
    let trackers = [
        ("GET", "/matomo.js", "Matomo"),
        ("GET", "/stats/matomo.php?idsite=1&rec=1", "Matomo"),
        ("POST", "/debug/mp/collect", "Google Analytics"),
        ("GET", "/collect", "Google Analytics"),
        ("GET", "/js/script.js", "Plausible"),
        ("GET", "/script.js", "Umami"),
        ("POST", "/s/", "PostHog"),
        ("POST", "/api/s/track", "Jitsu"),
        ("POST", "/decide", "PostHog"),
        ("POST", "/track", "Mixpanel"),
        ("POST", "/import", "Mixpanel"),
        ("POST", "/2/httpapi", "Amplitude"),
        ("GET", "/count?p=/x", "GoatCounter"),
        ("POST", "/com.acme/track", "Snowplow"),
        ("GET", "/com.snowplowanalytics.iglu/v1", "Snowplow"),
        ("GET", "/ice.png", "Snowplow"),
        ("POST", "/beacon/v1/batch", "RudderStack"),
        ("GET", "/analytics.js/v1/KEY/analytics.min.js", "Segment"),
        ("POST", "/v1/unheard", "Segment"),
        ("POST", "/v1/import/more", "Segment"),
        ("GET", "/tr?id=1&ev=PageView", "Meta"),
    ];
    for (method, path, name) in trackers {
        let request = Request::builder().method(method).uri(path).header("origin", "https://shop.example");
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "dialect_unknown"), "{method} {path}");
        assert!(answer.json()["detail"].as_str().unwrap().contains(name), "{path}: {}", answer.json());
        assert_eq!(answer.headers["access-control-allow-origin"], "https://shop.example", "{path}");
        let preflight = Request::builder().method("OPTIONS").uri(path).header("origin", "https://shop.example");
        let preflight = preflight.header("access-control-request-headers", "content-type,x-own");
        let preflight = world.send(preflight.body(Body::empty()).unwrap()).await;
        assert!(preflight.status.is_success(), "{path}: the browser gets to hear the reason");
    }
    // One that is spoken to and names no site of ours hears that; what is of nobody's site anyway is not asked for again.
    for (path, body, status) in [
        ("/matomo.php", "idsite=1&rec=1&url=https%3A%2F%2Felsewhere.example", 400),
        ("/matomo.php", "", 400),
        ("/api/event", r#"{"n":"pageview","u":"https://elsewhere.example","d":"elsewhere.example"}"#, 400),
        ("/batch/", r#"{"api_key":"x","batch":[{"event":"$identify"},{"event":"a"}]}"#, 400),
        ("/batch/", r#"{"api_key":"x","batch":[{"event":"$identify"}]}"#, 200),
        ("/flags/?v=2", "{}", 200),
    ] {
        assert_eq!(world.post(path, body).await.status, status, "{path} {body}");
    }
    world.running.app.tallies_flush().await.unwrap();
    let rejected = hjemmel_model::TallyKind::Rejected;
    let day = world.running.app.sites.by_id(&world.site.id).unwrap().day(NOW);
    let sums = world.running.app.store.tallies().sum(&world.site.id, rejected, &day, &day).await.unwrap();
    let unknown = sums.iter().find(|sum| sum.item == "dialect_unknown").unwrap();
    assert_eq!(unknown.n, i64::try_from(trackers.len()).unwrap(), "counted for the site it came from");

    for path in ["/nothing", "/wp-login.php", "/people/x", "/assets/gone.js", "/api", "/p/preferences", "/INDEX.HTML"] {
        let page = get(&world, path, "text/html,*/*").await;
        assert_eq!(page.status, 404, "{path}");
        assert!(!String::from_utf8_lossy(&page.body).contains("id=\"root\""), "{path}: not the console");
        assert_eq!(get(&world, path, "application/json").await.code(), "not_found", "{path}");
        for method in ["POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "QUERY"] {
            let request = Request::builder().method(method).uri(path).header("accept", "text/html");
            let answer = world.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!((answer.status.as_u16(), answer.code().as_str()), (404, "not_found"), "{method} {path}");
        }
    }
    // The console's own pages, whether or not it is part of this build.
    let index = get(&world, "/", "text/html").await;
    for path in ["/audience", "/settings?tab=team", "/people?person=per_1", "/welcome", "/consent/"] {
        let page = get(&world, path, "text/html,*/*").await;
        assert_eq!((page.status, &page.body), (index.status, &index.body), "{path}");
    }
    for path in ["/", "/audience", "/settings"] {
        assert_eq!(get(&world, path, "application/json").await.code(), "not_found", "{path}");
        for method in ["POST", "PUT", "TRACE"] {
            let request = Request::builder().method(method).uri(path).header("accept", "text/html");
            let answer = world.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(
                (answer.status.as_u16(), answer.code().as_str()),
                (405, "method_not_allowed"),
                "{method} {path}"
            );
        }
    }
    let wrong = world.send(Request::delete("/v1/batch").body(Body::empty()).unwrap()).await;
    assert_eq!((wrong.status.as_u16(), wrong.code().as_str()), (405, "method_not_allowed"));
}

/// Somebody who gets both topics; gives where they stop it.
async fn signed_up(world: &World, owner: &str, form: &str, topics: &[String], email: &str) -> String {
    let before = mails(world, 0).await.len();
    sign_up(world, form, email, topics).await;
    let confirm = link(&mails(world, before).await.remove(0).text, "confirm");
    assert_eq!(submit(world, &confirm, &[]).await.status, 200);
    sign_up(world, form, email, topics).await;
    let preferences = link(&mails(world, before + 1).await.remove(0).text, "preferences");
    assert!(reach(world, owner, email).await.iter().all(|line| line.1));
    preferences
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_click_stops_whatever_is_posted_and_nothing_else_does() {
    let world = worlds().await.remove(0);
    let owner = world.staff(Role::Owner).await;
    let (form, topics) = form(&world, &owner).await;
    let multipart = "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n";
    let long = "x".repeat(3 << 20);
    let bodies: [(&str, &[u8]); 11] = [
        ("application/x-www-form-urlencoded", b"List-Unsubscribe=One-Click"),
        ("application/x-www-form-urlencoded", b"list-unsubscribe=one-click"),
        ("application/x-www-form-urlencoded", b"a=b"),
        ("multipart/form-data; boundary=x", multipart.as_bytes()),
        ("multipart/form-data", b"--"),
        ("application/json", b"{\"List-Unsubscribe\":\"One-Click\"}"),
        ("application/json", b"{"),
        ("text/plain", b""),
        ("", b""),
        ("application/octet-stream", b"\xff\xfe\x00"),
        ("text/plain", long.as_bytes()),
    ];
    for (n, (kind, body)) in bodies.into_iter().enumerate() {
        // Sign-ups from one place are counted too.
        world.wait_ms(16 * 60_000).await;
        let email = format!("person{n}@blomsterhuset.example");
        let preferences = signed_up(&world, &owner, &form, &topics, &email).await;
        let all = async || reach(&world, &owner, &email).await.iter().all(|line| line.1);
        let here = format!("{preferences}/one-click");
        for near in ["/one-click/", "/one-click=", "/one-click=One-Click", "/one-clic", "/One-Click", "/one-click/x"] {
            let near = format!("{preferences}{near}");
            for method in ["POST", "GET", "PUT"] {
                let request = Request::builder().method(method).uri(&near).header("content-type", kind);
                assert_eq!(
                    world.send(request.body(body.to_vec().into()).unwrap()).await.status,
                    404,
                    "{method} {near}"
                );
            }
        }
        for method in ["GET", "HEAD"] {
            let answer = look(&world, method, &here).await;
            assert_eq!(answer.status, 303);
            assert_eq!(answer.headers[header::LOCATION], preferences.as_str(), "the page, which asks");
        }
        for method in ["PUT", "DELETE", "OPTIONS", "PATCH"] {
            assert_eq!(look(&world, method, &here).await.status, 405);
        }
        assert!(all().await, "nothing near it stops anything");
        let request = Request::post(&here).header("content-type", kind).body(body.to_vec().into()).unwrap();
        assert_eq!(world.send(request).await.status, 200, "{kind} {n}");
        assert!(reach(&world, &owner, &email).await.iter().all(|line| !line.1), "{kind} {n}");
        // Providers try again: said twice is said once.
        assert_eq!(world.post(&here, "List-Unsubscribe=One-Click").await.status, 200);
    }
    assert_eq!(world.post("/p/preferences/unknown/one-click", "List-Unsubscribe=One-Click").await.status, 410);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_refused_only_because_of_us_is_asked_for_again() {
    let world = worlds().await.remove(0);
    let marketer = world.staff(Role::Marketer).await;
    let token = world.choose("", &["statistics"]).await;
    let key = &world.site.key;
    let page = "https://shop.example/";
    let own = json!({ "token": token, "events": [{ "id": "a", "n": "page_view", "u": page }] });
    let snow = json!({ "data": [{ "e": "pv", "p": "web", "tv": "js", "aid": key, "url": page,
        "eid": "6f1f0d2e-0000-4000-8000-000000000001" }] });
    let segment = json!({ "writeKey": key, "messageId": "m", "properties": { "url": page },
        "context": { "hjemmel": { "token": token } } });
    let sent = async |status: u16| {
        for (method, path, body) in [
            ("POST", format!("/c/{key}/e"), own.to_string()),
            ("POST", "/com.snowplowanalytics.snowplow/tp2".into(), snow.to_string()),
            (
                "GET",
                format!(
                    "/i?e=pv&p=web&tv=js&aid={key}&eid=6f1f0d2e-0000-4000-8000-000000000002&url=https%3A%2F%2Fshop.example%2F"
                ),
                String::new(),
            ),
            ("POST", "/v1/page".into(), segment.to_string()),
            ("POST", "/p".into(), segment.to_string()),
        ] {
            let request = Request::builder().method(method).uri(&path).header("hjemmel-consent", &token);
            let answer = world.send(request.body(body.into()).unwrap()).await;
            assert_eq!(answer.status, status, "{path}");
            if status == 503 {
                assert_eq!(answer.code(), "feed_stale", "{path}");
                assert!(answer.headers.contains_key(header::RETRY_AFTER), "{path}");
                assert!(answer.headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN), "{path}");
            }
        }
    };
    world.clock.advance_ms(1_001);
    sent(503).await;
    world.wait_ms(0).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 0);
    sent(200).await;
    assert_eq!(world.page_views(&marketer, "statistics").await, 4, "each once, sent again or by two ways");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn choices_have_budgets_and_a_no_needs_none() {
    for world in worlds().await {
        let choices = ChoiceLimits { place_max: 5, site_max: 100 };
        let options = HttpOptions { choices, ..HttpOptions::default() };
        let limited = serve::routes(&world.running, options);
        world.publish(&["statistics", "ads", "marketing"]).await;
        let shown = world.shown().await;
        let choose = async |from: [u8; 4], token: &str, granted: &[&str]| -> Answer {
            let body = json!({
                "token": token, "granted": granted, "version": 2, "language": "da", "layer": 2, "control": "save",
                "trusted": true, "shown": shown
            });
            let request = Request::post(format!("/c/{}/choice", world.site.key))
                .header("origin", "https://shop.example")
                .extension(ConnectInfo(SocketAddr::from((from, 1))));
            let response = tower::ServiceExt::oneshot(
                limited.clone(),
                request.body(axum::body::Body::from(body.to_string())).unwrap(),
            )
            .await
            .unwrap();
            let (parts, body) = response.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
            Answer { status: parts.status, headers: parts.headers, body }
        };
        let cookie = |answer: &Answer| answer.json()["cookie"].as_str().unwrap_or_default().to_owned();
        let here = [203, 0, 113, 7];
        let mut tokens = Vec::new();
        for _ in 0..5 {
            tokens.push(cookie(&choose(here, "", &["statistics", "ads"]).await));
        }
        let flood = choose(here, "", &["statistics"]).await;
        assert_eq!((flood.status.as_u16(), flood.code().as_str()), (429, "too_many_choices"));
        assert!(flood.headers.contains_key(header::RETRY_AFTER));
        assert_eq!(flood.headers[header::ACCESS_CONTROL_ALLOW_ORIGIN], "https://shop.example");
        assert_eq!(choose(here, &tokens[0], &["statistics", "ads"]).await.status, 429, "said again is an entry too");
        let rows = async || {
            let owner = world.staff(Role::Owner).await;
            let path = format!("/sites/{}/consents", world.site.id);
            world.api(&owner, "GET", &path, None).await.json().as_array().unwrap().len()
        };
        assert_eq!(rows().await, 5, "what is refused leaves nothing");

        // A no is heard: all of it, a part of it, and one that comes with a yes.
        let all = choose(here, &tokens[1], &[]).await;
        assert_eq!((all.status.as_u16(), all.json()["granted"].clone()), (200, json!([])));
        let part = choose(here, &tokens[2], &["statistics"]).await;
        assert_eq!((part.status.as_u16(), part.json()["granted"].clone()), (200, json!(["statistics"])));
        let both = choose(here, &tokens[3], &["statistics", "marketing"]).await;
        assert_eq!((both.status.as_u16(), both.json()["granted"].clone()), (200, json!(["statistics"])));
        assert_eq!(rows().await, 8);
        assert_eq!(
            choose(here, &tokens[2], &["statistics"]).await.status,
            429,
            "what is gone takes nothing away again"
        );
        assert_eq!(rows().await, 8);
        assert_eq!(choose([198, 51, 100, 1], "", &[]).await.status, 200);
        assert_eq!(choose(here, "", &[]).await.status, 200, "a no leaves no entry and needs no budget");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cookie_counts_only_on_pages_of_the_site() {
    let world = worlds().await.remove(0);
    let token = world.choose("", &["statistics"]).await;
    let key = &world.site.key;
    let sent = async |headers: &[(&str, &str)], n: usize| {
        let body = json!({ "events": [{ "id": format!("e{n}"), "n": "page_view", "u": "https://shop.example/" }] });
        let mut request = Request::post(format!("/c/{key}/e")).header("cookie", format!("hj_consent_{key}={token}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        world.send(request.body(axum::body::Body::from(body.to_string())).unwrap()).await.json()["stored"].clone()
    };
    let cases: [(&[(&str, &str)], i32); 9] = [
        (&[("origin", "https://shop.example")], 1),
        (&[("origin", "https://www.shop.example")], 1),
        (&[("referer", "https://shop.example/roser")], 1),
        (&[("sec-fetch-site", "same-origin")], 1),
        (&[], 0),
        (&[("origin", "https://evil.example"), ("referer", "https://shop.example/")], 0),
        (&[("origin", "null")], 0),
        (&[("referer", "https://evil.example/?https://shop.example/")], 0),
        (&[("sec-fetch-site", "same-site")], 0),
    ];
    for (n, (headers, stored)) in cases.into_iter().enumerate() {
        assert_eq!(sent(headers, n).await, stored, "{headers:?}");
    }
}
