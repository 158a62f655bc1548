//! The process is killed again and again under load: what it acknowledged is there, and once.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How often it is killed: a few times, or as often as the long form says (`make soak`).
#[expect(clippy::disallowed_methods, reason = "how long a test runs is no setting of the program")]
fn kills() -> usize {
    std::env::var("SOAK").ok().and_then(|n| n.parse().ok()).unwrap_or(8)
}

struct Client {
    host: String,
}

impl Client {
    /// One request over a connection of its own; `None` when the server went away.
    fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Option<(u16, String, String)> {
        use std::io::{Read, Write};
        let mut stream = std::net::TcpStream::connect(&self.host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
        let extra: String = headers.iter().map(|(k, v)| format!("{k}: {v}\r\n")).collect();
        let text = format!(
            "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n{extra}content-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(text.as_bytes()).ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some((status, head.to_owned(), body.to_owned()))
    }
}

fn start(data: &std::path::Path, port: u16) -> Child {
    start_limited(data, port, None)
}

/// Start a server; with a limit, no file may grow over that many blocks of 1 KiB, which looks like a full disk.
fn start_limited(data: &std::path::Path, port: u16, blocks: Option<u32>) -> Child {
    // The soft limit only, so that it can be lifted while the server runs.
    let limit = blocks.map(|n| format!("trap '' XFSZ; ulimit -S -f {n}; ")).unwrap_or_default();
    let mut child = Command::new("bash")
        .args(["-c", &format!("{limit}exec \"$0\" serve"), env!("CARGO_BIN_EXE_hjemmel")])
        .env("HJEMMEL_DATA", data.join("data"))
        .env("HJEMMEL_LISTEN", format!("127.0.0.1:{port}"))
        .env("HJEMMEL_SECURE_COOKIES", "false")
        .env("HJEMMEL_LOG", "off")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let client = Client { host: format!("127.0.0.1:{port}") };
    let until = Instant::now() + Duration::from_secs(60);
    while client.call("GET", "/health", &[], "").is_none_or(|(status, _, _)| status != 200) {
        assert!(Instant::now() < until && child.try_wait().unwrap().is_none(), "the server did not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    child
}

fn kill(mut server: Child) {
    server.kill().unwrap();
    server.wait().unwrap();
}

/// A data folder with an owner, a published site and a visitor who allowed statistics.
struct Shop {
    dir: tempfile::TempDir,
    port: u16,
    client: Client,
    cookie: String,
    id: String,
    key: String,
    token: String,
}

impl Shop {
    /// Made by a server that is handed over running.
    fn open() -> (Shop, Child) {
        let dir = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let client = Client { host: format!("127.0.0.1:{port}") };
        // First start: the owner's one-time link is printed; join, make a site, publish, consent.
        let mut server = start(dir.path(), port);
        let said = BufReader::new(server.stdout.take().unwrap());
        let link = said.lines().map_while(Result::ok).find(|l| l.contains("/welcome#")).unwrap();
        let secret = link.split('#').nth(1).unwrap().trim().to_owned();
        let join = json!({ "email": "eva@blomsterhuset.example", "name": "Eva", "password": "et-langt-kodeord" });
        let headers = [("x-hjemmel", "1"), ("hjemmel-link", secret.as_str())];
        let (status, head, _) = client.call("POST", "/api/v1/link", &headers, &join.to_string()).unwrap();
        assert_eq!(status, 200);
        let cookie = head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap();
        let cookie = cookie.split(';').next().unwrap().to_owned();
        let (id, key, token) = Default::default();
        let mut shop = Shop { dir, port, client, cookie, id, key, token };
        let site = json!({
            "name": "Shop", "hosts": ["shop.example"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK"
        });
        let site = shop.api("POST", "/api/v1/sites", &site);
        shop.id = site["id"].as_str().unwrap().to_owned();
        shop.key = site["key"].as_str().unwrap().to_owned();
        let controller = json!({ "name": "x", "address": "x", "contact": "x", "policy_url": "/p" });
        let notice = json!({ "controller": controller, "purposes": [{ "key": "statistics" }] });
        assert_eq!(shop.api("POST", &format!("/api/v1/sites/{}/notices", shop.id), &notice)["version"], 1);
        let choose = |body: Value| {
            let answer = shop.client.call("POST", &format!("/c/{}/choice", shop.key), &[], &body.to_string());
            serde_json::from_str::<Value>(&answer.unwrap().2).unwrap()
        };
        let shown = choose(json!({ "shown": true }))["shown"].clone();
        let chosen = choose(json!({
            "granted": ["statistics"], "version": 1, "language": "da", "layer": 1, "control": "accept_all",
            "trusted": true, "shown": shown
        }));
        shop.token = chosen["cookie"].as_str().unwrap().to_owned();
        (shop, server)
    }

    fn api(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [("x-hjemmel", "1"), ("cookie", self.cookie.as_str())];
        let (_, _, text) = self.client.call(method, path, &headers, &body).unwrap();
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }

    /// Views of pages, as one request; gives the status and the answer unless the server went away.
    fn views(&self, paths: &[String]) -> Option<(u16, String)> {
        let events: Vec<_> = paths
            .iter()
            .map(|path| json!({ "id": path, "n": "page_view", "u": format!("https://shop.example{path}"), "ti": "x".repeat(200) }))
            .collect();
        let body = json!({ "token": self.token, "events": events }).to_string();
        let (status, _, body) = self.client.call("POST", &format!("/c/{}/e", self.key), &[], &body)?;
        Some((status, body))
    }

    /// A report on yesterday and today.
    fn report(&self, what: &str) -> Value {
        let zone = jiff::tz::TimeZone::get("Europe/Copenhagen").unwrap();
        #[expect(clippy::disallowed_methods, reason = "a real process runs by the real clock")]
        let today = jiff::Timestamp::now().to_zoned(zone).date();
        let from = today.yesterday().unwrap();
        let mark = if what.contains('?') { '&' } else { '?' };
        self.api("GET", &format!("/api/v1/sites/{}/reports/{what}{mark}from={from}&to={today}", self.id), &Value::Null)
    }
}

#[test]
fn nothing_acknowledged_is_lost_or_counted_twice() {
    let (shop, mut server) = Shop::open();
    let (acknowledged, unknown) = (Mutex::new(BTreeSet::new()), Mutex::new(BTreeSet::new()));
    let kills = kills();
    for round in 0..kills {
        let stop = AtomicBool::new(false);
        std::thread::scope(|scope| {
            for worker in 0..4 {
                let (acknowledged, unknown, shop, stop) = (&acknowledged, &unknown, &shop, &stop);
                scope.spawn(move || {
                    for n in 0.. {
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let path = format!("/{round}/{worker}/{n}");
                        match shop.views(std::slice::from_ref(&path)) {
                            Some((200, body)) if body.contains("\"stored\":1") => {
                                acknowledged.lock().unwrap().insert(path);
                            }
                            _ => {
                                unknown.lock().unwrap().insert(path);
                                return;
                            }
                        }
                    }
                });
            }
            // Later rounds live a little longer, so that kills fall at different moments.
            std::thread::sleep(Duration::from_millis(150 + 70 * (round % 8) as u64));
            server.kill().unwrap();
            server.wait().unwrap();
            stop.store(true, Ordering::Relaxed);
        });
        server = start(shop.dir.path(), shop.port);
        // What nobody heard back about is sent again, as a client would: known ids count once.
        for path in unknown.lock().unwrap().iter() {
            assert_eq!(shop.views(std::slice::from_ref(path)).map(|(status, _)| status), Some(200));
        }
        acknowledged.lock().unwrap().append(&mut unknown.lock().unwrap());
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > kills * 10, "there was load: {}", acknowledged.len());
    let totals = shop.report("overview")["overview"]["totals"].clone();
    assert_eq!(totals["page_views"], acknowledged.len(), "each once");
    let sessions = totals["sessions"].as_i64().unwrap();
    assert!((1..=2).contains(&sessions), "a visit goes on across a kill: {sessions}");
    for path in acknowledged.iter().step_by(acknowledged.len() / 100 + 1) {
        let found = shop.report(&format!("breakdown?by=path&filter=path:{path}"));
        assert_eq!(found[0]["page_views"], 1, "{path}");
    }
    kill(server);
}

#[test]
fn a_full_disk_is_answered_with_503_and_loses_nothing() {
    let (shop, server) = Shop::open();
    kill(server);
    // Enough for the database, not for a megabyte of log.
    let server = start_limited(shop.dir.path(), shop.port, Some(1024));
    let (mut stored, mut full) = (0, 0);
    for n in 0..1_000 {
        let paths: Vec<_> = (0..20).map(|i| format!("/{n}/{i}")).collect();
        match shop.views(&paths) {
            Some((200, _)) => stored += paths.len(),
            Some((503, body)) => {
                assert!(body.contains("\"code\":\"unavailable\""), "{body}");
                full += 1;
                if full == 5 {
                    break;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(stored > 0 && full == 5, "{stored} stored, {full} refused");
    kill(server);
    let server = start(shop.dir.path(), shop.port);
    assert_eq!(shop.report("overview")["overview"]["totals"]["page_views"], stored);
    kill(server);
}

/// Let the files of a running server grow again, as when somebody made room on its disk.
fn room_again(server: &Child) {
    let done =
        Command::new("prlimit").args(["--pid", &server.id().to_string(), "--fsize=unlimited:unlimited"]).status();
    assert!(done.unwrap().success());
}

fn size_of(path: &std::path::Path) -> u64 {
    std::fs::metadata(path).map(|m| m.len()).unwrap_or(0)
}

#[test]
fn a_full_disk_closes_collection_until_choices_can_be_written_again() {
    let (shop, server) = Shop::open();
    kill(server);
    // Room for a little more in the largest file of the database, and the log of events is small still.
    let data = shop.dir.path().join("data");
    let largest = ["hjemmel.db", "hjemmel.db-wal"].map(|name| size_of(&data.join(name))).into_iter().max().unwrap();
    let server = start_limited(shop.dir.path(), shop.port, Some(u32::try_from(largest / 1024 + 64).unwrap()));
    let choice = || {
        let body = json!({
            "granted": [], "version": 1, "language": "da", "layer": 1, "control": "withdraw", "trusted": true,
            "token": shop.token
        });
        shop.client.call("POST", &format!("/c/{}/choice", shop.key), &[], &body.to_string()).unwrap().0
    };
    let grant = |shop: &Shop| {
        let body = json!({ "shown": true }).to_string();
        let shown = shop.client.call("POST", &format!("/c/{}/choice", shop.key), &[], &body).unwrap().2;
        let shown = serde_json::from_str::<Value>(&shown).unwrap()["shown"].clone();
        let body = json!({
            "granted": ["statistics"], "version": 1, "language": "da", "layer": 1, "control": "accept_all",
            "trusted": true, "shown": shown
        });
        shop.client.call("POST", &format!("/c/{}/choice", shop.key), &[], &body.to_string()).unwrap().0
    };
    let mut given = 0;
    while grant(&shop) == 200 {
        given += 1;
        assert!(given < 5_000, "the disk never filled up");
    }
    // Whoever wants to withdraw now cannot be heard, so nobody is measured.
    assert_eq!(shop.views(&["/while-full".into()]).unwrap().0, 503);
    let (status, _, said) = shop.client.call("GET", "/health", &[("accept", "application/json")], "").unwrap();
    assert!(status == 503 && said.contains("records_unwritable"), "{status} {said}");
    room_again(&server);
    let until = Instant::now() + Duration::from_secs(20);
    while shop.client.call("GET", "/health", &[], "").is_none_or(|(status, _, _)| status != 200) {
        assert!(Instant::now() < until, "there is room again");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(shop.views(&["/after".into()]).unwrap().0, 200, "without a restart");
    assert_eq!(choice(), 200, "a withdrawal is heard");
    let (_, after) = shop.views(&["/after-no".into()]).unwrap();
    assert!(after.contains("\"stored\":0"), "and obeyed: {after}");
    kill(server);
}

#[test]
fn a_second_server_on_the_same_database_does_not_start() {
    let (shop, server) = Shop::open();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let data = shop.dir.path().join("data");
    let second = Command::new(env!("CARGO_BIN_EXE_hjemmel"))
        .arg("serve")
        .env("HJEMMEL_DATA", shop.dir.path().join("other"))
        .env("HJEMMEL_KEYS", shop.dir.path().join("data-keys"))
        .env("HJEMMEL_DATABASE", format!("sqlite:{}", data.join("hjemmel.db").display()))
        .env("HJEMMEL_LISTEN", format!("127.0.0.1:{port}"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(!second.status.success() && said.contains("another server uses this database"), "{said}");
    assert_eq!(shop.views(&["/still".into()]).unwrap().0, 200, "the first goes on");
    kill(server);
    // Whoever was killed keeps nobody out.
    kill(start(shop.dir.path(), shop.port));
}
