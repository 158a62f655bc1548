//! The process is killed again and again under load: what it acknowledged is there, and once.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};

const KILLS: usize = 8;

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
    let mut child = Command::new(env!("CARGO_BIN_EXE_hjemmel"))
        .arg("serve")
        .env("HJEMMEL_DATA", data)
        .env("HJEMMEL_LISTEN", format!("127.0.0.1:{port}"))
        .env("HJEMMEL_SECURE_COOKIES", "false")
        .env("HJEMMEL_LOG", "warn")
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

#[test]
fn nothing_acknowledged_is_lost_or_counted_twice() {
    let dir = tempfile::tempdir().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let client = Client { host: format!("127.0.0.1:{port}") };

    // First start: the owner's one-time link is printed; join, make a site, publish, consent.
    let mut server = start(dir.path(), port);
    let said = BufReader::new(server.stdout.take().unwrap());
    let link = said.lines().map_while(Result::ok).find(|l| l.contains("/welcome#")).unwrap();
    let secret = link.split('#').nth(1).unwrap().trim().to_owned();
    let own = ("x-hjemmel", "1");
    let join =
        json!({ "email": "eva@blomsterhuset.example", "name": "Eva", "password": "et-langt-kodeord" }).to_string();
    let (status, head, _) = client.call("POST", "/api/v1/link", &[own, ("hjemmel-link", &secret)], &join).unwrap();
    assert_eq!(status, 200);
    let cookie =
        head.lines().find_map(|l| l.strip_prefix("set-cookie: ")).unwrap().split(';').next().unwrap().to_owned();
    let api = |method: &str, path: &str, body: &Value| {
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let (_, _, text) = client.call(method, path, &[own, ("cookie", &cookie)], &body).unwrap();
        serde_json::from_str::<Value>(&text).unwrap_or(Value::Null)
    };
    let site = api(
        "POST",
        "/api/v1/sites",
        &json!({
            "name": "Shop", "hosts": ["shop.example"], "law": "dk", "time_zone": "Europe/Copenhagen", "currency": "DKK"
        }),
    );
    let (id, key) = (site["id"].as_str().unwrap().to_owned(), site["key"].as_str().unwrap().to_owned());
    let controller = json!({ "name": "x", "address": "x", "contact": "x", "policy_url": "/p" });
    let notice = json!({ "controller": controller, "purposes": [{ "key": "statistics" }] });
    assert_eq!(api("POST", &format!("/api/v1/sites/{id}/notices"), &notice)["version"], 1);
    let choice = json!({ "granted": ["statistics"], "version": 1, "language": "da", "layer": 1, "control": "accept_all", "trusted": true });
    let chosen = client.call("POST", &format!("/c/{key}/choice"), &[], &choice.to_string()).unwrap().2;
    let token = serde_json::from_str::<Value>(&chosen).unwrap()["cookie"].as_str().unwrap().to_owned();

    let (acknowledged, unknown) = (std::sync::Mutex::new(BTreeSet::new()), std::sync::Mutex::new(BTreeSet::new()));
    let mut next = 0;
    for round in 0..KILLS {
        let first = next;
        next += 100_000;
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            let stop = &stop;
            for worker in 0..4 {
                let (acknowledged, unknown, token, key, client) = (&acknowledged, &unknown, &token, &key, &client);
                scope.spawn(move || {
                    let mut n = first + worker;
                    while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                        let name = format!("e{n}");
                        let body = json!({ "token": token, "events": [{ "id": name, "n": name, "u": "https://shop.example/" }] });
                        match client.call("POST", &format!("/c/{key}/e"), &[], &body.to_string()) {
                            Some((200, _, body)) if body.contains("\"stored\":1") => {
                                acknowledged.lock().unwrap().insert(name);
                            }
                            _ => {
                                unknown.lock().unwrap().insert(name);
                                return;
                            }
                        }
                        n += 4;
                    }
                });
            }
            // Later rounds live a little longer, so that kills fall at different moments.
            std::thread::sleep(Duration::from_millis(150 + 70 * round as u64));
            server.kill().unwrap();
            server.wait().unwrap();
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
        server = start(dir.path(), port);
    }
    let acknowledged = acknowledged.into_inner().unwrap();
    assert!(acknowledged.len() > KILLS * 10, "there was load: {}", acknowledged.len());
    // What the client never heard back about may be there or not, but once.
    let unknown = unknown.into_inner().unwrap();
    let mut seen = BTreeSet::new();
    let zone = jiff::tz::TimeZone::get("Europe/Copenhagen").unwrap();
    #[expect(clippy::disallowed_methods, reason = "a real process runs by the real clock")]
    let today = jiff::Timestamp::now().to_zoned(zone).date();
    let yesterday = today.yesterday().unwrap();
    let overview =
        api("GET", &format!("/api/v1/sites/{id}/reports/overview?from={yesterday}&to={today}"), &Value::Null);
    for name in acknowledged.iter().chain(&unknown) {
        if seen.len() > 400 {
            break;
        }
        let path =
            format!("/api/v1/sites/{id}/reports/breakdown?from={yesterday}&to={today}&by=name&filter=name:{name}");
        let rows = api("GET", &path, &Value::Null);
        let found = rows.as_array().unwrap().len();
        assert!(found == 1 || unknown.contains(name), "{name} was acknowledged and is gone");
        seen.insert(name);
    }
    // Each event has a name of its own, so the number of events is the number of names.
    let all =
        api("GET", &format!("/api/v1/sites/{id}/reports/breakdown?from={yesterday}&to={today}&by=path"), &Value::Null);
    assert_eq!(all.as_array().unwrap().len(), 1);
    let sessions = overview["overview"]["totals"]["sessions"].as_i64().unwrap();
    assert!((1..=2).contains(&sessions), "a visit goes on across a kill: {sessions}");
    server.kill().unwrap();
    server.wait().unwrap();
}
