//! The demo: Blomsterhuset, a Danish and Swedish flower shop, with 90 days of history that went through the real path:
//! people were asked, chose, were obeyed, bought flowers, and some changed their minds.

mod campaign;
mod history;
mod people;
mod segment;
mod supplier;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context, anyhow};
use hjemmel_http::DemoHint;
use hjemmel_model::{AtMs, Clock, LawPack, TenantId};
use hjemmel_policy::{Authorized, act};

use self::history::History;
use crate::{
    config::Config,
    wiring::{self, Running, SystemClock, SystemEntropy},
};

/// Address of the demo's owner.
pub const EMAIL: &str = "eva@blomsterhuset.example";
/// Password of the demo's owner. It opens nothing but made-up data on one's own machine.
pub const PASSWORD: &str = "blomster-i-november";
const DAYS: i64 = 90;
const HOUR_MS: i64 = 3_600_000;

/// The demo, ready to serve.
pub struct Demo {
    /// The parts.
    pub running: Running,
    /// Keys of the Danish and the Swedish site.
    pub keys: (String, String),
    /// The sign-up form.
    pub form: String,
}

/// What the sign-in page tells.
pub fn hint(shop: SocketAddr) -> DemoHint {
    DemoHint { email: EMAIL.into(), password: PASSWORD.into(), shop: format!("http://localhost:{}", shop.port()) }
}

/// A clock that runs through the past while history is made, and then follows the system's.
struct DemoClock {
    set: AtomicI64,
    system: SystemClock,
}

impl Clock for DemoClock {
    fn now(&self) -> AtMs {
        match self.set.load(Ordering::SeqCst) {
            0 => self.system.now(),
            set => AtMs(set),
        }
    }
}

/// Open the demo; make it first where there is none. What was left half made by a kill is thrown away and made anew.
pub async fn open(config: &Config, shop: SocketAddr, say: fn(&str)) -> anyhow::Result<Demo> {
    let done = config.data.join("demo.done");
    let begun = config.data.join("demo.begun");
    if begun.exists() && !done.exists() {
        let within = ["lake", "hjemmel.db", "hjemmel.db-wal", "hjemmel.db-shm", "demo.begun"];
        let beside = std::iter::once(config.keys_folder());
        for path in within.iter().map(|name| config.data.join(name)).chain(beside) {
            let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }
    if !done.exists() && config.data.join("hjemmel.db").exists() {
        return Err(anyhow!("{} holds data that is not the demo's; choose another --data", config.data.display()));
    }
    let clock = Arc::new(DemoClock { set: AtomicI64::new(0), system: SystemClock::default() });
    if !done.exists() {
        std::fs::create_dir_all(&config.data)?;
        std::fs::write(&begun, "")?;
    }
    let running = wiring::open(config, Arc::clone(&clock) as Arc<dyn Clock>, Arc::new(SystemEntropy)).await?;
    if !done.exists() {
        say("Making Blomsterhuset and 90 days of history (once) …");
        History { running: &running, clock: &clock, random: Random(0x5eed) }.make(shop, say).await?;
        std::fs::write(&done, "")?;
    }
    clock.set.store(0, Ordering::SeqCst);
    running.app.restrictions_refresh().await?;
    let sites = running.app.sites.all();
    let key = |law| sites.iter().find(|s| s.site.law == law).map(|s| s.site.key.clone());
    let keys = key(LawPack::Dk).zip(key(LawPack::Se)).context("the demo's sites are missing")?;
    let tenant = sites.first().map(|s| s.site.tenant.clone()).context("the demo's organisation is missing")?;
    let forms = running.app.store.forms().list(&tenant).await?;
    let form = forms.first().map(|f| f.id.to_string()).context("the demo's form is missing")?;
    Ok(Demo { running, keys, form })
}

/// SplitMix64: the same history on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n.max(1)
    }

    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    fn pick<T: Copy>(&mut self, weighted: &[(u64, T)]) -> Option<T> {
        let mut at = self.below(weighted.iter().map(|(w, _)| w).sum());
        weighted.iter().find_map(|(weight, value)| {
            let found = at < *weight;
            at = at.saturating_sub(*weight);
            found.then_some(*value)
        })
    }
}

/// What the shop sells: path, title, price.
pub const GOODS: [(&str, &str, f64); 6] = [
    ("/roser", "Roser", 349.0),
    ("/tulipaner", "Tulipaner", 199.0),
    ("/liljer", "Liljer", 279.0),
    ("/orkide", "Orkidé", 249.0),
    ("/krans", "Efterårskrans", 429.0),
    ("/abonnement", "Blomsterabonnement", 299.0),
];

/// What the demo does by itself, as a job of that name.
#[expect(clippy::disallowed_methods, reason = "the demo plays everybody's part, and does nothing else")]
fn may<A: act::ActionKind>(tenant: &TenantId) -> Authorized<A> {
    hjemmel_policy::authorize_job(tenant, "demo")
}
