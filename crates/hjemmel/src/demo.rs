//! The demo: Blomsterhuset, a Danish and Swedish flower shop, with 90 days of history that went through the real path:
//! people were asked, chose, were obeyed, bought flowers, and some changed their minds.

mod people;

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use anyhow::{Context, anyhow};
use hjemmel_app::{ChoiceInput, NoticeDraft, NoticePurposeDraft, SiteDraft};
use hjemmel_collect::{Caller, Hit, SiteEntry};
use hjemmel_http::DemoHint;
use hjemmel_model::{
    Act, AggregateLane, AtMs, ChoiceControl, Clock, Controller, Entropy, Language, LawPack, Role, TenantId,
};
use hjemmel_policy::{act, authorize_job};

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
        for name in ["lake", "keys", "hjemmel.db", "hjemmel.db-wal", "hjemmel.db-shm", "demo.begun"] {
            let path = config.data.join(name);
            let _ = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        }
    }
    if !done.exists() && config.data.join("hjemmel.db").exists() {
        return Err(anyhow!("{} holds data that is not the demo's; choose another --data", config.data.display()));
    }
    let clock = Arc::new(DemoClock { set: AtomicI64::new(0), system: SystemClock });
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
    let forms = running.app.store.form_list(&tenant).await?;
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

const ARRIVALS: [(u64, (&str, &str)); 9] = [
    (30, ("", "https://www.google.dk/")),
    (22, ("", "")),
    (10, ("utm_source=newsletter&utm_medium=email&utm_campaign=efteraar", "")),
    (9, ("", "https://www.instagram.com/")),
    (8, ("utm_source=facebook&utm_medium=cpc&utm_campaign=mors-dag", "https://l.facebook.com/")),
    (8, ("utm_source=google&utm_medium=cpc&utm_campaign=roser-online", "https://www.google.com/")),
    (5, ("", "https://www.bing.com/")),
    (5, ("", "https://www.haveselskabet.example/")),
    (3, ("utm_source=partner&utm_medium=affiliate&utm_campaign=bryllup", "https://bryllup.example/")),
];

const AGENTS: [(u64, &str); 6] = [
    (
        38,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
    ),
    (
        18,
        "Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    ),
    (
        22,
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    ),
    (
        9,
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
    ),
    (8, "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"),
    (
        5,
        "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/604.1",
    ),
];

/// Visits by hour of the local day.
const HOURS: [u64; 24] = [2, 1, 1, 1, 1, 2, 4, 7, 9, 10, 11, 12, 13, 11, 10, 10, 11, 12, 14, 17, 19, 16, 10, 5];

/// Addresses of access providers in four countries, for the table of countries to look up.
const ADDRESSES: [[(u64, [u8; 4]); 4]; 2] = [
    [(82, [80, 62, 0, 1]), (7, [81, 224, 0, 1]), (6, [84, 208, 0, 1]), (5, [91, 0, 0, 1])],
    [(6, [80, 62, 0, 1]), (84, [81, 224, 0, 1]), (6, [84, 208, 0, 1]), (4, [91, 0, 0, 1])],
];

#[derive(Clone)]
struct Visitor {
    agent: &'static str,
    address: [u8; 4],
    token: String,
}

struct Trip {
    caller: Caller,
    site: Arc<SiteEntry>,
    hits: Vec<Hit>,
    /// Page loads, for the aggregate lane.
    loads: Vec<String>,
}

struct History<'a> {
    running: &'a Running,
    clock: &'a DemoClock,
    random: Random,
}

impl History<'_> {
    async fn make(&mut self, shop: SocketAddr, say: fn(&str)) -> anyhow::Result<()> {
        let app = &self.running.app;
        let end = self.clock.system.now();
        let start = end.plus_days(-DAYS);
        self.clock.set.store(start.0, Ordering::SeqCst);
        app.restrictions_refresh().await?;

        let tenant = TenantId::new(start, &SystemEntropy as &dyn Entropy);
        app.store.tenant_insert(&tenant, "Blomsterhuset", start).await?;
        for (email, name, role) in [
            (EMAIL, "Eva Holm", Role::Owner),
            ("mads@blomsterhuset.example", "Mads Friis", Role::Marketer),
            ("ingrid@blomsterhuset.example", "Ingrid Lund", Role::DataProtectionOfficer),
        ] {
            app.user_create(&tenant, email, name, role, PASSWORD).await?;
        }
        let danish = self.site(&tenant, LawPack::Dk, shop).await?;
        let swedish = self.site(&tenant, LawPack::Se, shop).await?;

        let form = people::form(app, &tenant).await?;
        let mut people = 0;

        let mut known: [Vec<Visitor>; 2] = [Vec::new(), Vec::new()];
        let hours = DAYS * 24;
        for hour in 0..hours {
            let at = AtMs(start.0 + (hour + 1) * HOUR_MS);
            if at > end {
                break;
            }
            // Choices are made at the beginning of the hour, visits happen within it.
            self.clock.set.store(at.0 - HOUR_MS, Ordering::SeqCst);
            app.restrictions_refresh().await?;
            let mut trips = Vec::new();
            for (index, site) in [&danish, &swedish].into_iter().enumerate() {
                let visits = self.visits_in(hour, at, index);
                for _ in 0..visits {
                    let known = known.get_mut(index).context("two sites")?;
                    trips.push(self.trip(site, known, index == 1).await?);
                }
            }
            self.clock.set.store(at.0, Ordering::SeqCst);
            app.restrictions_refresh().await?;
            futures::future::try_join_all(trips.into_iter().map(async |trip| {
                for load in &trip.loads {
                    app.collector.count_request(&trip.site, &trip.caller, load);
                }
                app.collector.collect(&trip.site, &trip.caller, trip.hits.into_iter().map(Ok).collect()).await
            }))
            .await?;
            if hour % (24 * 15) == 24 * 15 - 1 {
                self.running.lake.flush().await?;
                say(&format!("  day {} of {DAYS}", hour / 24 + 1));
            }
            if hour % 31 == 17 {
                people += 1;
                people::one(app, &form, &mut self.random, people).await?;
            }
            if hour % 24 == 23 {
                app.tallies_flush().await?;
            }
        }
        app.tallies_flush().await?;
        self.running.lake.flush().await?;
        for site in [&danish, &swedish] {
            self.running.lake.compact_site(&site.site.id, 2).await?;
        }
        let mut frontier = app.store.evidence_frontier().await?;
        while app.store.evidence_sequence(&mut frontier, end).await? > 0 {}
        Ok(())
    }

    fn visits_in(&mut self, hour: i64, at: AtMs, site: usize) -> u64 {
        let local =
            at.timestamp().to_zoned(jiff::tz::TimeZone::get("Europe/Copenhagen").unwrap_or(jiff::tz::TimeZone::UTC));
        let share = usize::try_from(local.hour()).ok().and_then(|h| HOURS.get(h)).copied().unwrap_or(1);
        // Growth over the quarter, busier before weekends, one campaign week, and Sweden at half the size.
        let growth = 100 + u64::try_from(hour / 24).unwrap_or(0);
        let weekday = match local.weekday() {
            jiff::civil::Weekday::Thursday | jiff::civil::Weekday::Friday => 135,
            jiff::civil::Weekday::Sunday => 80,
            _ => 100,
        };
        let campaign = if (60..66).contains(&(hour / 24)) { 160 } else { 100 };
        let size = if site == 0 { 100 } else { 50 };
        // In millionths of a visit; the rest is thrown as a die.
        let expected = share * growth * weekday * campaign * size / 2_000;
        expected / 100_000 + u64::from(self.random.below(100_000) < expected % 100_000)
    }

    async fn site(&mut self, tenant: &TenantId, law: LawPack, shop: SocketAddr) -> anyhow::Result<Arc<SiteEntry>> {
        let app = &self.running.app;
        let danish = law == LawPack::Dk;
        let text = |da: &str, sv: &str| if danish { da.to_owned() } else { sv.to_owned() };
        let draft = SiteDraft {
            name: text("Blomsterhuset Danmark", "Blomsterhuset Sverige"),
            hosts: vec![
                format!("localhost:{}", shop.port()),
                text("www.blomsterhuset.example", "se.blomsterhuset.example"),
            ],
            law,
            time_zone: text("Europe/Copenhagen", "Europe/Stockholm"),
            currency: text("DKK", "SEK"),
            aggregate: AggregateLane::Request,
            aggregate_assessment:
                "The request for the tag is counted by day, country and device class only. Nothing is \
                                   read from the device, no identifier is made, and sums under one day are not kept."
                    .into(),
            listed_paths: GOODS
                .iter()
                .map(|(path, _, _)| (*path).to_owned())
                .chain(["/".into(), "/kurv".into()])
                .collect(),
            conversions: vec!["purchase".into(), "sign_up".into()],
            properties: vec!["item".into(), "quantity".into()],
        };
        let site = app.site_create(&authorize_job::<act::SiteWrite>(tenant, "demo"), &draft).await?;
        let entry = app.sites.by_id(&site.id).context("the site was made")?;
        let purpose = |key: &str, recipients: &[&str]| NoticePurposeDraft {
            key: key.into(),
            recipients: recipients.iter().map(|r| (*r).to_owned()).collect(),
            retention_days: None,
            text: Default::default(),
        };
        let notice = NoticeDraft {
            controller: Controller {
                name: text("Blomsterhuset ApS", "Blomsterhuset AB"),
                address: text("Torvet 1, 8000 Aarhus C", "Stortorget 2, 211 34 Malmö"),
                contact: "privatliv@blomsterhuset.example".into(),
                policy_url: "/privatliv".into(),
            },
            purposes: vec![
                purpose("statistics", &[]),
                purpose("marketing", &[]),
                purpose("ads", &["Annoncenettet ApS"]),
            ],
        };
        app.notice_publish(&authorize_job::<act::NoticePublish>(tenant, "demo"), &entry, &notice).await?;
        app.sites.by_id(&site.id).context("the site was made")
    }

    async fn trip(&mut self, site: &Arc<SiteEntry>, known: &mut Vec<Visitor>, swedish: bool) -> anyhow::Result<Trip> {
        let app = &self.running.app;
        let returning = !known.is_empty() && self.random.chance(38);
        let visitor = match returning {
            true => {
                let at = usize::try_from(self.random.below(known.len() as u64))?;
                known.get(at).cloned().context("a known visitor")?
            }
            false => {
                let agent = self.random.pick(&AGENTS).unwrap_or_default();
                let gpc = self.random.chance(6);
                let token = self.first_choice(site, swedish, gpc).await?;
                let addresses = ADDRESSES.get(usize::from(swedish)).context("two sites")?;
                let address = self.random.pick(addresses).unwrap_or_default();
                let visitor = Visitor { agent, address, token };
                known.push(visitor.clone());
                visitor
            }
        };
        if returning && self.random.chance(1) && visitor.token.starts_with("v1.") {
            let input = choice(&visitor.token, &[], ChoiceControl::RefuseAll, swedish, false, String::new());
            let made = app.consent_choose(site, &input).await?;
            known.iter_mut().filter(|v| v.token == visitor.token).for_each(|v| v.token.clone_from(&made.cookie));
        }
        let (query, referrer) = self.random.pick(&ARRIVALS).unwrap_or_default();
        let host = if swedish { "https://se.blomsterhuset.example" } else { "https://www.blomsterhuset.example" };
        let landing = if query.is_empty() { format!("{host}/") } else { format!("{host}/?{query}") };
        let mut pages = vec![(landing, "Blomsterhuset".to_owned(), referrer.to_owned())];
        let mut seen = Vec::new();
        while self.random.chance(64) && pages.len() < 12 {
            let at =
                usize::try_from(self.random.below(GOODS.len() as u64))?.min(usize::try_from(self.random.below(6))?);
            let goods = GOODS.get(at).context("goods")?;
            seen.push(*goods);
            pages.push((format!("{host}{}", goods.0), goods.1.to_owned(), format!("{host}/")));
        }
        let mut hits = Vec::new();
        let mut ago = i64::try_from(self.random.below(30))? * 60_000 + 20 * 60_000;
        let mut step = |hits: &mut Vec<Hit>, hit: Hit, pause: i64| {
            hits.push(Hit { at_ms: Some(-ago), sent_ms: Some(0), ..hit });
            ago = (ago - pause).max(0);
        };
        let loads = pages.iter().map(|(url, _, _)| url.clone()).collect();
        for (url, title, referrer) in pages {
            let pause = 15_000 + i64::try_from(self.random.below(90_000))?;
            step(&mut hits, Hit { name: "page_view".into(), url, title, referrer, ..Hit::default() }, pause);
        }
        let likely = if query.contains("newsletter") { 22 } else { 9 };
        if let Some((path, title, price)) = seen.last().filter(|_| self.random.chance(likely * 2)) {
            let props = [("item".to_owned(), (*title).into())].into_iter().collect();
            let add = Hit { name: "add_to_cart".into(), url: format!("{host}{path}"), props, ..Hit::default() };
            step(&mut hits, add, 20_000);
            if self.random.chance(50) {
                let cart = Hit {
                    name: "page_view".into(),
                    url: format!("{host}/kurv"),
                    title: "Kurv".into(),
                    ..Hit::default()
                };
                step(&mut hits, cart, 40_000);
                let quantity = 1 + self.random.below(2);
                let currency = site.site.currency.clone();
                let value = Some(price * quantity as f64);
                let url = format!("{host}/tak");
                step(&mut hits, Hit { name: "purchase".into(), url, value, currency, ..Hit::default() }, 1_000);
            }
        }
        let caller = Caller {
            ip: Some(visitor.address.into()),
            user_agent: visitor.agent.to_owned(),
            gpc: false,
            token: visitor.token,
        };
        Ok(Trip { caller, site: Arc::clone(site), hits, loads })
    }

    async fn first_choice(&mut self, site: &SiteEntry, swedish: bool, gpc: bool) -> anyhow::Result<String> {
        let app = &self.running.app;
        let shown = app.consent_shown(site, false)?;
        let all = ["statistics", "marketing", "ads"];
        let (granted, control): (&[&str], _) = match self.random.below(100) {
            0..48 => (&all, ChoiceControl::AcceptAll),
            48..60 => (&["statistics"], ChoiceControl::Save),
            60..65 => (&["statistics", "marketing"], ChoiceControl::Save),
            65..92 => (&[], ChoiceControl::RefuseAll),
            // Went away without an answer.
            _ => return Ok(String::new()),
        };
        Ok(app.consent_choose(site, &choice("", granted, control, swedish, gpc, shown)).await?.cookie)
    }
}

fn choice(
    token: &str,
    granted: &[&str],
    control: ChoiceControl,
    swedish: bool,
    gpc: bool,
    shown: String,
) -> ChoiceInput {
    ChoiceInput {
        token: token.to_owned(),
        granted: granted.iter().map(|g| (*g).to_owned()).collect(),
        notice_version: 1,
        shown,
        language: if swedish { Language::Sv } else { Language::Da },
        act: Act { layer: if control == ChoiceControl::Save { 2 } else { 1 }, control, trusted: true },
        gpc,
        ui_build: "demo".into(),
    }
}
