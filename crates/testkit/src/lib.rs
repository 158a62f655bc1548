//! For tests only: a set clock, seeded randomness, a fresh database of each kind, and the smallest lawful event.
//!
//! Invariant: nothing is skipped. Without PostgreSQL a test that asks for it fails.

pub mod authenticator;
pub mod fuzz;

use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};

use hjemmel_model::{
    AtMs, Clock, Controller, DeviceClass, Entropy, Event, EventId, GrantSeq, IdentifierId, Language, LawPack, Notice,
    NoticePurpose, PersonId, PurposeSet, Row, SiteId, Surrogate, TenantId, UseSet, catalogue,
};
use hjemmel_policy::{
    Authorized, Claims, Collect, CollectAsk, Permit, Restrictions, SiteRules, TokenKey, act, decide_collect,
};
use hjemmel_words::{purpose_name, purpose_text};

/// A notice that names the whole catalogue as it stands.
pub fn notice(site: &SiteId, version: u32) -> Notice {
    let purposes = catalogue().into_iter().map(|p| NoticePurpose {
        name: purpose_name(&p.key, &Language::ALL),
        text: purpose_text(&p.key, &Language::ALL),
        key: p.key,
        bit: p.bit,
        scope: p.scope,
        denied_by_gpc: p.denied_by_gpc,
        retention_days: p.retention_days,
        since_version: 1,
        recipients: vec!["Annoncenet ApS".into()],
    });
    let text = || String::from("Blomsterhuset ApS");
    Notice {
        site: site.clone(),
        version,
        law: LawPack::Dk,
        controller: Controller { name: text(), address: text(), contact: text(), policy_url: "/privatliv".into() },
        purposes: purposes.collect(),
        published_at: AtMs(0),
    }
}

/// The rules of a Danish site with that one notice.
pub fn rules(site: &SiteId) -> SiteRules {
    SiteRules::of(site, LawPack::Dk, &[Arc::new(notice(site, 1))], UseSet::ALL.purposes())
}

/// The key that the tokens of [`claims`] are made with here.
pub fn token_key() -> TokenKey {
    TokenKey::new([0; 32])
}

/// A choice of `purposes` made at `now` under the first notice, by a browser with one surrogate.
pub fn claims(rules: &SiteRules, now: AtMs, visitor: i64, purposes: u32, grant: i64) -> Claims {
    Claims {
        site: rules.site_hash,
        granted: PurposeSet(purposes),
        refused: PurposeSet::NONE,
        notice_version: 1,
        grant: GrantSeq(grant),
        issued_at: now,
        expires_at: now.plus_days(1),
        analytics: Surrogate(visitor),
        ads: Surrogate(0),
        gpc_overridden: false,
    }
}

/// Leave to store what that browser did. The list of withdrawals it is decided on is empty, so that one in a lake's own
/// list is met at the sink and not here.
pub fn permit(rules: &SiteRules, now: AtMs, visitor: i64, purposes: u32, grant: i64) -> Permit<Collect> {
    let key = token_key();
    let presented = key.verify(&key.mint(&claims(rules, now, visitor, purposes, grant)));
    let open = Restrictions::new();
    open.refreshed(now);
    let ask = CollectAsk { rules, presented, gpc: false, narrowed_to: None };
    decide_collect(&ask, &open, now).analytics.expect("a permit")
}

/// A page view.
pub fn event(site: &SiteId, id: u128, at: AtMs) -> Event {
    Event {
        id: EventId(id),
        at,
        received_at: at,
        name: "page_view".into(),
        host: "shop.example".into(),
        path: format!("/{id}"),
        source: "direct".into(),
        medium: "none".into(),
        country: "DK".into(),
        device: DeviceClass::Mobile,
        browser: "Firefox".into(),
        os: "Linux".into(),
        props: "{}".into(),
        ..Row::blank(site.clone()).event
    }
}

/// A clock that stands until it is moved.
#[derive(Debug)]
pub struct SetClock(AtomicI64);

impl SetClock {
    /// Standing at `at`.
    pub fn at(at: AtMs) -> SetClock {
        SetClock(AtomicI64::new(at.0))
    }

    /// Move it to `at`.
    pub fn set(&self, at: AtMs) {
        self.0.store(at.0, Ordering::SeqCst);
    }

    /// Move it on.
    pub fn advance_ms(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

impl Clock for SetClock {
    fn now(&self) -> AtMs {
        AtMs(self.0.load(Ordering::SeqCst))
    }
}

/// Numbers that look random and are the same in every run.
#[derive(Debug, Default)]
pub struct Seeded(AtomicU64);

impl Seeded {
    /// Other numbers than those of the default.
    pub fn starting_at(seed: u64) -> Seeded {
        Seeded(AtomicU64::new(seed))
    }
}

impl Entropy for Seeded {
    fn fill(&self, out: &mut [u8]) {
        for chunk in out.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::SeqCst).wrapping_add(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            z ^= z >> 31;
            chunk.copy_from_slice(&z.to_le_bytes()[..chunk.len()]);
        }
    }
}

/// A fresh, empty database, gone when this is dropped (SQLite) or when the next run starts (PostgreSQL).
#[derive(Debug)]
pub struct FreshDb {
    /// Its address.
    pub url: String,
    dir: tempfile::TempDir,
}

impl FreshDb {
    /// The file of persons' keys beside it.
    pub fn persons(&self) -> String {
        self.dir.path().join("persons.db").display().to_string()
    }
}

/// A PostgreSQL server of one's own, whose files can be looked into. It goes when this is dropped.
#[derive(Debug)]
pub struct OwnPostgres {
    dir: tempfile::TempDir,
    port: u16,
}

/// Run one of PostgreSQL's programs; as its own user where we are root, as it demands.
fn postgres_run(folder: &std::path::Path, program: &str, arguments: &[&str]) {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL must be installed: `make test` does it");
    let mut programs: Vec<_> = versions.flatten().map(|v| v.path().join("bin").join(program)).collect();
    programs.sort();
    let program = programs.pop().expect("a version of PostgreSQL").display().to_string();
    let root = std::fs::metadata("/proc/self").map(|m| std::os::unix::fs::MetadataExt::uid(&m)).ok() == Some(0);
    let mut command = match root {
        true => {
            let mut command = std::process::Command::new("runuser");
            command.args(["-u", "postgres", "--", &program]);
            command
        }
        false => std::process::Command::new(&program),
    };
    let quiet = std::process::Stdio::null;
    let done = command.args(arguments).current_dir(folder).stdout(quiet()).stderr(quiet()).status();
    assert!(done.is_ok_and(|status| status.success()), "{program} {arguments:?}");
}

impl OwnPostgres {
    /// Start one.
    pub fn start() -> OwnPostgres {
        let dir = tempfile::tempdir().expect("a scratch folder");
        let folder = dir.path();
        // Its user must own the folder; where we are not root, that is us.
        let _ = std::process::Command::new("chown").arg("postgres").arg(folder).status();
        let socket = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = socket.local_addr().expect("a free port").port();
        drop(socket);
        let data = folder.join("data").display().to_string();
        let log = folder.join("log").display().to_string();
        let options = format!("-p {port} -k {} -c listen_addresses=127.0.0.1 -c autovacuum=off", folder.display());
        postgres_run(folder, "initdb", &["-D", &data, "-U", "postgres", "-A", "trust", "--locale=C"]);
        postgres_run(folder, "pg_ctl", &["-D", &data, "-l", &log, "-w", "-o", &options, "start"]);
        OwnPostgres { dir, port }
    }

    /// Its one database.
    pub fn db(&self) -> FreshDb {
        let url = format!("postgres://postgres@127.0.0.1:{}/postgres", self.port);
        FreshDb { url, dir: tempfile::tempdir().expect("a scratch folder") }
    }

    /// Where its files lie.
    pub fn data(&self) -> std::path::PathBuf {
        self.dir.path().join("data")
    }
}

impl Drop for OwnPostgres {
    fn drop(&mut self) {
        let data = self.data().display().to_string();
        postgres_run(self.dir.path(), "pg_ctl", &["-D", &data, "-m", "immediate", "stop"]);
    }
}

/// One of each kind.
pub async fn fresh_dbs() -> [FreshDb; 2] {
    [fresh_sqlite(), fresh_postgres().await]
}

/// An act of a test, within an organisation.
#[expect(clippy::disallowed_methods, reason = "tests act as a job does")]
pub fn authorized<A: act::ActionKind>(tenant: &TenantId) -> Authorized<A> {
    hjemmel_policy::authorize_job(tenant, "test")
}

/// A test reads about people, as the program does to decide.
#[expect(clippy::disallowed_methods, reason = "tests ask as the program does")]
pub fn reader(tenant: &TenantId) -> hjemmel_policy::Asking {
    hjemmel_policy::asking(tenant)
}

/// Somebody who showed that an address is theirs.
#[expect(clippy::disallowed_methods, reason = "tests play the person")]
pub fn holder(tenant: TenantId, person: PersonId, identifier: IdentifierId) -> hjemmel_policy::Holder {
    hjemmel_policy::Holder::shown(tenant, person, identifier)
}

/// An empty SQLite file.
pub fn fresh_sqlite() -> FreshDb {
    let dir = tempfile::tempdir().expect("a scratch folder");
    FreshDb { url: format!("sqlite:{}", dir.path().join("hjemmel.db").display()), dir }
}

/// Databases of others that one test takes away.
const SWEPT_AT_ONCE: usize = 4;

/// An empty PostgreSQL database on the server at `HJEMMEL_TEST_POSTGRES` (default: the local one, by trust).
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where PostgreSQL is")]
pub async fn fresh_postgres() -> FreshDb {
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let server =
        std::env::var("HJEMMEL_TEST_POSTGRES").unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432/postgres".into());
    let name = format!("hjemmel_test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
    let admin = sqlx::postgres::PgPoolOptions::new()
        .max_connections(1)
        .connect(&server)
        .await
        .expect("PostgreSQL must answer: `make test` starts it");
    // A few databases of test processes that are gone: whoever swept all that a broken run left would wait for minutes.
    let old: Vec<(String,)> = sqlx::query_as("select datname from pg_database where datname like 'hjemmel_test_%'")
        .fetch_all(&admin)
        .await
        .expect("a list of databases");
    let gone = old.into_iter().map(|(old,)| old).filter(|old| {
        let pid = old.trim_start_matches("hjemmel_test_").split('_').next().unwrap_or_default();
        !std::path::Path::new("/proc").join(pid).exists()
    });
    for old in gone.take(SWEPT_AT_ONCE) {
        // Another test process may be faster.
        let drop = format!("drop database if exists {old} with (force)");
        let _ = sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&admin).await;
    }
    for sql in [
        format!("drop database if exists {name}"),
        format!("create database {name} template template0 lc_collate 'C' lc_ctype 'C'"),
    ] {
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(&admin).await.expect("a fresh database");
    }
    admin.close().await;
    let (base, _) = server.rsplit_once('/').expect("an address with a database");
    FreshDb { url: format!("{base}/{name}"), dir: tempfile::tempdir().expect("a scratch folder") }
}
