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
