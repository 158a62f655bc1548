//! A whole program in process, with a set clock, on a database of either kind.

use hjemmel_store::work;
use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use hjemmel::{config::Config, serve, wiring};
use hjemmel_app::{NoticeDraft, NoticePurposeDraft, SiteDraft};
use hjemmel_http::HttpOptions;
use hjemmel_model::*;
use hjemmel_policy::act;
use hjemmel_testkit::{FreshDb, Seeded, SetClock, authorized, fresh_dbs};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::described::assert_described;

pub const NOW: AtMs = AtMs(1_795_348_800_000);
pub const PASSWORD: &str = "blomster-i-november";

pub struct World {
    pub running: wiring::Running,
    pub router: axum::Router,
    pub clock: Arc<SetClock>,
    pub tenant: TenantId,
    pub site: Site,
    pub config: Config,
    /// How often it was moved.
    moves: u64,
    /// Kept so that the folders live as long.
    _kept: Vec<Kept>,
}

type Kept = (tempfile::TempDir, FreshDb);

/// One world a database.
pub async fn worlds() -> Vec<World> {
    let mut out = Vec::new();
    for db in fresh_dbs().await {
        out.push(World::new(db).await);
    }
    out
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub fn code(&self) -> String {
        self.text("code")
    }

    /// A field of it; empty where there is none.
    pub fn text(&self, field: &str) -> String {
        self.json()[field].as_str().unwrap_or_default().to_owned()
    }
}

impl World {
    pub async fn new(db: FreshDb) -> World {
        let dir = tempfile::tempdir().unwrap();
        let config = Config {
            data: dir.path().join("data"),
            database: Some(db.url.clone()),
            mail_catch: true,
            ..Config::default()
        };
        let (clock, entropy) = (Arc::new(SetClock::at(NOW)), Arc::new(Seeded::default()));
        let running = wiring::open(&config, Arc::clone(&clock) as Arc<dyn Clock>, entropy).await.unwrap();
        let tenant = TenantId::parse("ten_a").unwrap();
        work!(running.app.store, |w| { w.organisations().insert(&tenant, "A", NOW).await }).unwrap();
        let draft = SiteDraft {
            name: "Shop".into(),
            hosts: vec!["shop.example".into()],
            law: LawPack::Dk,
            time_zone: "Europe/Copenhagen".into(),
            currency: "DKK".into(),
            aggregate: AggregateLane::Off,
            aggregate_assessment: String::new(),
            listed_paths: vec!["/".into()],
            conversions: vec!["purchase".into()],
            properties: vec![],
            revenue: hjemmel_model::RevenueFrom::default(),
        };
        let site = running.app.sites().create(&authorized::<act::SiteWrite>(&tenant), &draft).await.unwrap();
        let world = World {
            router: serve::routes(&running, HttpOptions::default()),
            running,
            clock,
            tenant,
            site,
            config,
            moves: 0,
            _kept: vec![(dir, db)],
        };
        world.publish(&["statistics", "ads"]).await;
        world
    }

    /// Settings for an empty database of the same kind and an empty folder, with the same keys.
    pub async fn empty(&self) -> (Config, Kept) {
        let sqlite = self.config.database_url().starts_with("sqlite");
        let db = if sqlite { hjemmel_testkit::fresh_sqlite() } else { hjemmel_testkit::fresh_postgres().await };
        let dir = tempfile::tempdir().unwrap();
        let config = Config {
            data: dir.path().join("data"),
            database: Some(db.url.clone()),
            keys: Some(self.config.keys_folder()),
            ..self.config.clone()
        };
        (config, (dir, db))
    }

    /// Stop, and serve with these settings, as after a crash or a restore. The random numbers are others too.
    pub async fn moved(self, config: Config, kept: Option<Kept>) -> World {
        let World { router, running, clock, tenant, site, config: _, moves, _kept: mut folders } = self;
        running.lake.close().await;
        running.app.store.close().await;
        // Whoever holds the lake keeps everybody else out.
        drop((router, running));
        // The keys lie in the first folder still.
        folders.extend(kept);
        let entropy = Arc::new(Seeded::starting_at(moves + 1));
        let running = wiring::open(&config, Arc::clone(&clock) as Arc<dyn Clock>, entropy).await.unwrap();
        let router = serve::routes(&running, HttpOptions::default());
        World { router, running, clock, tenant, site, config, moves: moves + 1, _kept: folders }
    }

    pub async fn publish(&self, keys: &[&str]) {
        self.publish_for(keys, 0).await;
    }

    /// Publish a notice that keeps data for that many days; 0 for as long as the catalogue says.
    pub async fn publish_for(&self, keys: &[&str], days: u16) {
        let app = &self.running.app;
        let text = || String::from("Shop ApS");
        let purposes = keys.iter().map(|key| NoticePurposeDraft {
            key: (*key).into(),
            recipients: vec!["Annoncenet ApS".into()],
            retention_days: Some(days).filter(|d| *d > 0),
            text: Default::default(),
        });
        let controller = Controller { name: text(), address: text(), contact: text(), policy_url: "/p".into() };
        let draft = NoticeDraft { controller, purposes: purposes.collect() };
        let entry = app.sites.by_id(&self.site.id).unwrap();
        app.sites().notice_publish(&authorized::<act::NoticePublish>(&self.tenant), &entry, &draft).await.unwrap();
    }

    /// Time passes, and the feed is read as the job would read it.
    pub async fn wait_ms(&self, ms: i64) {
        self.clock.advance_ms(ms);
        // As a server that ran all the while, and saw the time pass.
        self.running.app.store.retention().time_raise(self.clock.now()).await.unwrap();
        self.running.app.restrictions_refresh().await.unwrap();
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 16 << 20).await.unwrap().to_vec();
        let answer = Answer { status: parts.status, headers: parts.headers, body };
        assert_described(&method, &uri, &answer);
        answer
    }

    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(Request::post(path).body(body.into()).unwrap()).await
    }

    /// Sign somebody in; gives the cookie.
    pub async fn staff(&self, role: Role) -> String {
        let email = format!("{}@blomsterhuset.example", role.name());
        if self.running.app.store.users().by_email(&email).await.unwrap().is_none() {
            self.running.app.users().create(&self.tenant, &email, "Eva", role, PASSWORD).await.unwrap();
        }
        let body = json!({ "email": email, "password": PASSWORD }).to_string();
        let request =
            Request::post("/api/v1/session").header("x-hjemmel", "1").header("content-type", "application/json");
        let answer = self.send(request.body(body.into()).unwrap()).await;
        assert_eq!(answer.status, 200);
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
        cookie.split(';').next().unwrap().to_owned()
    }

    pub async fn api(&self, cookie: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header("cookie", cookie)
            .header("x-hjemmel", "1")
            .header("content-type", "application/json");
        self.send(request.body(body.map(|b| b.to_string()).unwrap_or_default().into()).unwrap()).await
    }

    /// The banner is put on the screen; gives what it hands in with a choice.
    pub async fn shown(&self) -> String {
        let answer = self.post(&format!("/c/{}/choice", self.site.key), "{\"shown\":true}").await;
        answer.json()["shown"].as_str().unwrap().to_owned()
    }

    /// Choose in the banner; gives the cookie's value.
    pub async fn choose(&self, token: &str, granted: &[&str]) -> String {
        let control = if granted.is_empty() { "refuse_all" } else { "accept_all" };
        let version = self.running.app.sites.by_id(&self.site.id).unwrap().notice.as_ref().unwrap().version;
        let body = json!({
            "token": token, "granted": granted, "version": version, "language": "da", "layer": 1, "control": control,
            "trusted": true, "shown": self.shown().await
        });
        let answer = self.post(&format!("/c/{}/choice", self.site.key), body.to_string()).await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        answer.json()["cookie"].as_str().unwrap().to_owned()
    }

    /// A view as the tag sends it.
    pub async fn view(&self, token: &str, id: &str) -> Value {
        let body = json!({ "token": token, "events": [{ "id": id, "n": "page_view", "u": "https://shop.example/" }] });
        let answer = self.post(&format!("/c/{}/e", self.site.key), body.to_string()).await;
        assert_eq!(answer.status, 200);
        answer.json()
    }

    /// Page views in the report of today.
    pub async fn page_views(&self, cookie: &str, purpose: &str) -> i64 {
        let day = NOW.local_date(Zone::of("Europe/Copenhagen").tz());
        let path = format!("/sites/{}/reports/overview?from={day}&to={day}&purpose={purpose}", self.site.id);
        let answer = self.api(cookie, "GET", &path, None).await;
        assert_eq!(answer.status, 200, "{:?}", answer.json());
        answer.json()["overview"]["totals"]["page_views"].as_i64().unwrap()
    }
}
