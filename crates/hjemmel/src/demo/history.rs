//! Ninety days of the demo, hour by hour, through the real path.

use hjemmel_store::work;
use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering},
};

use super::may;
use anyhow::Context;
use hjemmel_app::{ChoiceInput, NoticeDraft, NoticePurposeDraft, SiteDraft};
use hjemmel_collect::{Caller, Hit, SiteEntry};
use hjemmel_model::{
    Act, AggregateLane, AtMs, ChoiceControl, Clock, Controller, Entropy, Language, LawPack, Role, TenantId,
};
use hjemmel_policy::act;

use super::{DAYS, DemoClock, EMAIL, GOODS, HOUR_MS, PASSWORD, Random, campaign, people, segment};
use crate::wiring::{Running, SystemEntropy};

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

/// The hits of a visit, and how long before its sending the next of them is.
struct Hits {
    made: Vec<Hit>,
    ago_ms: i64,
}

impl Hits {
    fn add(&mut self, hit: Hit, pause_ms: i64) {
        self.made.push(Hit { at_ms: Some(-self.ago_ms), sent_ms: Some(0), ..hit });
        self.ago_ms = (self.ago_ms - pause_ms).max(0);
    }
}

/// The history in the making.
pub(super) struct History<'a> {
    pub(super) running: &'a Running,
    pub(super) clock: &'a DemoClock,
    pub(super) random: Random,
}

impl History<'_> {
    /// Make it.
    pub(super) async fn make(&mut self, shop: SocketAddr, say: fn(&str)) -> anyhow::Result<()> {
        let app = &self.running.app;
        let end = self.clock.system.now();
        let start = end.plus_days(-DAYS);
        self.clock.set.store(start.0, Ordering::SeqCst);
        app.restrictions_refresh().await?;

        let tenant = TenantId::new(start, &SystemEntropy as &dyn Entropy);
        work!(app.store, |w| { w.organisations().insert(&tenant, "Blomsterhuset", start).await })?;
        for (email, name, role) in [
            (EMAIL, "Eva Holm", Role::Owner),
            ("mads@blomsterhuset.example", "Mads Friis", Role::Marketer),
            ("ingrid@blomsterhuset.example", "Ingrid Lund", Role::DataProtectionOfficer),
        ] {
            app.users().create(&tenant, email, name, role, PASSWORD).await?;
        }
        let danish = self.site(&tenant, LawPack::Dk, shop).await?;
        let swedish_site = self.site(&tenant, LawPack::Se, shop).await?;

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
            for (index, site) in [&danish, &swedish_site].into_iter().enumerate() {
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
                let swedish = self.random.chance(30);
                let [danes, swedes] = &known;
                let (site, callers) = if swedish { (&swedish_site, swedes) } else { (&danish, danes) };
                let at = usize::try_from(self.random.below(callers.len().max(1) as u64))?;
                let browser = callers.get(at).map(|v| v.token.clone()).unwrap_or_default();
                people::one(app, &form, &mut self.random, people, (site, browser)).await?;
            }
            if let Some(number) = campaign::HOURS.iter().position(|h| *h == hour) {
                campaign::one(app, &tenant, &form, number).await?;
            }
            if hour % 24 == 23 {
                app.tallies_flush().await?;
            }
        }
        campaign::one(app, &tenant, &form, campaign::HOURS.len()).await?;
        people::requests(app, &tenant).await?;
        people::recipient(app, &tenant).await?;
        segment::segments(app, &tenant).await?;
        // What was caught in the past is no mail to look at today.
        app.mailer.caught_clear();
        app.tallies_flush().await?;
        self.running.lake.flush().await?;
        for site in [&danish, &swedish_site] {
            self.running.lake.compact_whole(&site.site.id, 2).await?;
        }
        let mut frontier = app.store.evidence().frontier().await?;
        while app.store.evidence().sequence(&mut frontier, end).await? > 0 {}
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
            revenue: hjemmel_model::RevenueFrom::default(),
        };
        let site = app.sites().create(&may::<act::SiteWrite>(tenant), &draft).await?;
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
                purpose("profile", &[]),
                purpose("ads", &["Annoncenettet ApS"]),
            ],
        };
        app.sites().notice_publish(&may::<act::NoticePublish>(tenant), &entry, &notice).await?;
        app.sites.by_id(&site.id).context("the site was made")
    }

    /// Who comes: somebody who was here before, and now and then takes everything back, or somebody new.
    async fn visitor(&mut self, site: &SiteEntry, known: &mut Vec<Visitor>, swedish: bool) -> anyhow::Result<Visitor> {
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
            let input = ChoiceInput { token: visitor.token.clone(), ..choice(&[], ChoiceControl::RefuseAll, swedish) };
            let made = app.consents().choose(site, &input).await?;
            known.iter_mut().filter(|v| v.token == visitor.token).for_each(|v| v.token.clone_from(&made.cookie));
        }
        Ok(visitor)
    }

    async fn trip(&mut self, site: &Arc<SiteEntry>, known: &mut Vec<Visitor>, swedish: bool) -> anyhow::Result<Trip> {
        let visitor = self.visitor(site, known, swedish).await?;
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
        let ago_ms = i64::try_from(self.random.below(30))? * 60_000 + 20 * 60_000;
        let mut hits = Hits { made: Vec::new(), ago_ms };
        let loads = pages.iter().map(|(url, _, _)| url.clone()).collect();
        for (url, title, referrer) in pages {
            let pause = 15_000 + i64::try_from(self.random.below(90_000))?;
            hits.add(Hit { name: "page_view".into(), url, title, referrer, ..Hit::default() }, pause);
        }
        let likely = if query.contains("newsletter") { 22 } else { 9 };
        if let Some(goods) = seen.last().filter(|_| self.random.chance(likely * 2)) {
            self.order(&mut hits, (host, &site.site.currency), *goods);
        }
        let caller = Caller {
            ip: Some(visitor.address.into()),
            user_agent: visitor.agent.to_owned(),
            gpc: false,
            token: visitor.token,
        };
        Ok(Trip { caller, site: Arc::clone(site), hits: hits.made, loads })
    }

    /// What was looked at last goes into the cart, and half of the time it is paid.
    fn order(&mut self, hits: &mut Hits, (host, currency): (&str, &str), (path, title, price): (&str, &str, f64)) {
        let props = [("item".to_owned(), title.into())].into_iter().collect();
        let add = Hit { name: "add_to_cart".into(), url: format!("{host}{path}"), props, ..Hit::default() };
        hits.add(add, 20_000);
        if !self.random.chance(50) {
            return;
        }
        let (url, title) = (format!("{host}/kurv"), "Kurv".into());
        hits.add(Hit { name: "page_view".into(), url, title, ..Hit::default() }, 40_000);
        let quantity = 1 + self.random.below(2);
        let (url, currency) = (format!("{host}/tak"), currency.to_owned());
        let value = Some(price * quantity as f64);
        hits.add(Hit { name: "purchase".into(), url, value, currency, ..Hit::default() }, 1_000);
    }

    async fn first_choice(&mut self, site: &SiteEntry, swedish: bool, gpc: bool) -> anyhow::Result<String> {
        let app = &self.running.app;
        let shown = app.consents().shown(site, false)?;
        let all = ["statistics", "marketing", "profile", "ads"];
        let (granted, control): (&[&str], _) = match self.random.below(100) {
            0..48 => (&all, ChoiceControl::AcceptAll),
            48..60 => (&["statistics"], ChoiceControl::Save),
            60..65 => (&["statistics", "profile"], ChoiceControl::Save),
            65..92 => (&[], ChoiceControl::RefuseAll),
            // Went away without an answer.
            _ => return Ok(String::new()),
        };
        let input = ChoiceInput { gpc, shown, ..choice(granted, control, swedish) };
        Ok(app.consents().choose(site, &input).await?.cookie)
    }
}

/// A choice of somebody who has made none before.
fn choice(granted: &[&str], control: ChoiceControl, swedish: bool) -> ChoiceInput {
    ChoiceInput {
        token: String::new(),
        granted: granted.iter().map(|g| (*g).to_owned()).collect(),
        notice_version: 1,
        shown: String::new(),
        language: if swedish { Language::Sv } else { Language::Da },
        act: Act { layer: if control == ChoiceControl::Save { 2 } else { 1 }, control, trusted: true },
        gpc: false,
        ui_build: "demo".into(),
    }
}
