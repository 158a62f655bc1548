//! The edge: slow clients, what is closed to others, health, and what a browser is told.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use axum::{
    body::Body,
    http::{Request, header},
};
use hjemmel::serve;
use hjemmel_http::HttpOptions;
use hjemmel_model::Role;
use serde_json::{Value, json};

use crate::world::{Answer, World, worlds};

/// A server as a process, with no more open files than many systems give at first.
struct Served {
    process: Child,
    address: SocketAddr,
}

impl Served {
    fn start(data: &Path, set: &[(&str, &str)]) -> Served {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let process = Command::new("bash")
            .args(["-c", "umask 022; ulimit -Sn 1024; exec \"$0\" serve", env!("CARGO_BIN_EXE_hjemmel")])
            .env("HJEMMEL_DATA", data)
            .env("HJEMMEL_LISTEN", address.to_string())
            .env("HJEMMEL_LOG", "off")
            .envs(set.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut served = Served { process, address };
        let until = Instant::now() + Duration::from_secs(60);
        while served.ask(address, "/health").is_none_or(|answer| !answer.starts_with("HTTP/1.1 200")) {
            assert!(Instant::now() < until && served.process.try_wait().unwrap().is_none(), "it did not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        served
    }

    fn ask(&self, address: SocketAddr, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_thousand_half_heads_from_one_client_hold_nobody_up() {
    hjemmel::private::open_files_raise();
    let dir = tempfile::tempdir().unwrap();
    let served = Served::start(dir.path(), &[]);
    let mut half = Vec::new();
    for n in 0..1_200 {
        let mut stream = TcpStream::connect(served.address).unwrap();
        // One that was given up for a newer one may not take it any more.
        let _ = stream.write_all(b"GET /health HTTP/1.1\r\nhost: x\r\nx-slow: ");
        half.push(stream);
        if n % 200 == 199 {
            let answer = served.ask(served.address, "/health").unwrap();
            assert!(answer.starts_with("HTTP/1.1 200"), "after {n}: {answer}");
        }
    }
    for mut stream in half {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut rest = Vec::new();
        // Closed or reset; an error of waiting would be one that is still held.
        if let Err(e) = stream.read_to_end(&mut rest) {
            assert!(!matches!(e.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut), "{e}");
        }
        assert!(!rest.starts_with(b"HTTP/1.1 200"));
    }
    assert!(served.ask(served.address, "/health").unwrap().starts_with("HTTP/1.1 200"));
}

#[test]
fn what_lies_in_the_data_folder_is_for_nobody_else_on_the_machine() {
    fn open(path: &Path, found: &mut Vec<String>) {
        // What goes while it is looked at is not there.
        let Ok(what) = std::fs::symlink_metadata(path) else { return };
        if what.permissions().mode() & 0o077 != 0 {
            found.push(format!("{} {:o}", path.display(), what.permissions().mode()));
        }
        if what.is_dir() {
            std::fs::read_dir(path).unwrap().for_each(|entry| open(&entry.unwrap().path(), found));
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    // As an earlier version, or a copy by hand, leaves it.
    std::fs::create_dir_all(data.join("lake")).unwrap();
    for (path, mode) in [("", 0o755), ("lake", 0o755)] {
        std::fs::set_permissions(data.join(path), std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let served = Served::start(&data, &[]);
    let mut found = Vec::new();
    open(&data, &mut found);
    assert!(found.is_empty(), "{found:?}");
    drop(served);
}

#[test]
fn metrics_are_read_inside_and_not_in_public() {
    let dir = tempfile::tempdir().unwrap();
    let inside = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let served = Served::start(dir.path(), &[("HJEMMEL_METRICS_LISTEN", &inside.to_string())]);
    assert!(served.ask(served.address, "/metrics").unwrap().starts_with("HTTP/1.1 404"));
    assert!(served.ask(served.address, "/api/openapi.json").unwrap().starts_with("HTTP/1.1 401"));
    let metrics = served.ask(inside, "/metrics").unwrap();
    assert!(metrics.starts_with("HTTP/1.1 200") && metrics.contains("hjemmel_events_total"), "{metrics}");
    assert!(served.ask(inside, "/api/openapi.json").unwrap().contains("\"openapi\""));
    assert!(served.ask(inside, "/api/v1/session").unwrap().starts_with("HTTP/1.1 404"), "nothing else is there");
}

pub async fn get(world: &World, path: &str, accept: &str) -> Answer {
    world.send(Request::get(path).header("accept", accept).body(Body::empty()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn metrics_ask_for_their_token_and_the_description_for_a_sign_in() {
    let mut world = worlds().await.remove(0);
    let options = HttpOptions { metrics_token: Some("a-long-random-text".into()), ..HttpOptions::default() };
    world.router = serve::routes(&world.running, options);
    let with = async |token: &str| {
        let request = Request::get("/metrics").header("authorization", format!("Bearer {token}"));
        world.send(request.body(Body::empty()).unwrap()).await.status.as_u16()
    };
    assert_eq!([with("a-long-random-text").await, with("").await, with("a-long-random-texT").await], [200, 401, 401]);
    assert_eq!(get(&world, "/metrics", "*/*").await.status, 401);
    assert_eq!(get(&world, "/api/openapi.json", "*/*").await.code(), "sign_in_needed");
    let analyst = world.staff(Role::Analyst).await;
    let described = Request::get("/api/openapi.json").header("cookie", &analyst).body(Body::empty()).unwrap();
    assert!(world.send(described).await.json()["openapi"].is_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn health_says_what_is_wrong_in_words_and_as_json() {
    let world = worlds().await.remove(0);
    assert_eq!(get(&world, "/health", "*/*").await.body, b"ok\n");
    assert_eq!(get(&world, "/health", "application/json").await.json()["status"], "ok");
    world.clock.advance_ms(1_001);
    let failing = get(&world, "/health", "application/json").await;
    assert_eq!((failing.status.as_u16(), &failing.json()["status"]), (503, &json!("failing")));
    let words = String::from_utf8(get(&world, "/health", "*/*").await.body).unwrap();
    assert!(words.contains("feed") && words.contains("nothing is permitted"), "{words}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_not_there_says_so_and_a_tracker_is_told_why() {
    let world = worlds().await.remove(0);
    let trackers = [
        ("POST", "/matomo.php", "Matomo"),
        ("GET", "/matomo.php?idsite=1&rec=1", "Matomo"),
        ("POST", "/piwik.php", "Matomo"),
        ("POST", "/ppms.php", "Piwik PRO"),
        ("POST", "/mp/collect?measurement_id=G-1", "Google Analytics"),
        ("POST", "/g/collect", "Google Analytics"),
        ("GET", "/collect", "Google Analytics"),
        ("POST", "/api/event", "Plausible"),
        ("POST", "/api/send", "Umami"),
        ("POST", "/api/s/track", "Jitsu"),
        ("POST", "/batch/", "PostHog"),
        ("POST", "/capture/", "PostHog"),
        ("POST", "/e/", "PostHog"),
        ("POST", "/i/v0/e/", "PostHog"),
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
    world.running.app.tallies_flush().await.unwrap();
    let rejected = hjemmel_model::TallyKind::Rejected;
    let day = world.running.app.sites.by_id(&world.site.id).unwrap().day(NOW);
    let sums = world.running.app.store.tally_sum(&world.site.id, rejected, &day, &day).await.unwrap();
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
    let analyst = world.staff(Role::Analyst).await;
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
    assert_eq!(world.page_views(&analyst, "statistics").await, 0);
    sent(200).await;
    assert_eq!(world.page_views(&analyst, "statistics").await, 4, "each once, sent again or by two ways");
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_browser_is_told_to_keep_to_itself_what_is_ours() {
    let mut world = worlds().await.remove(0);
    let options = HttpOptions { secure_cookies: true, ..HttpOptions::default() };
    world.router = serve::routes(&world.running, options);
    let key = &world.site.key;
    for (path, shared) in [
        ("/".to_owned(), false),
        ("/api/v1/session".into(), false),
        ("/nothing".into(), false),
        ("/health".into(), false),
        (format!("/t/{key}.js"), true),
        (format!("/t/{key}/banner.js"), true),
        ("/i".into(), true),
        (format!("/v1/projects/{key}/settings"), true),
    ] {
        let answer = get(&world, &path, "text/html").await;
        let said = |name: &str| answer.headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default().to_owned();
        assert!(said("strict-transport-security").starts_with("max-age="), "{path}");
        assert_eq!(said("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(said("cross-origin-opener-policy"), "same-origin", "{path}");
        assert!(said("permissions-policy").contains("camera=()"), "{path}");
        // A missing tag is a problem of the build, not something that a page loads.
        let missing = answer.status == 503;
        assert_eq!(
            said("cross-origin-resource-policy"),
            if shared && !missing { "cross-origin" } else { "same-origin" },
            "{path}"
        );
    }
    let settings = async |host: &str| {
        let request = Request::get(format!("/v1/projects/{key}/settings")).header("host", host);
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        let host: Value = answer.json()["integrations"]["Segment.io"]["apiHost"].clone();
        host.as_str().unwrap().to_owned()
    };
    let ours = world.config.listen.to_string();
    assert_eq!(settings("data.shop.example").await, "data.shop.example/v1");
    assert_eq!(settings(&ours).await, format!("{ours}/v1"));
    for foreign in ["evil.example", "shop.example.evil.example", "evilshop.example", "shop.example\"", ""] {
        assert_eq!(settings(foreign).await, format!("{ours}/v1"), "{foreign}");
    }
}
