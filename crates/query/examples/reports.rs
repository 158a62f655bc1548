//! What reports take on a clickstream of a shop, for `make bench`.
//!
//! `reports make FOLDER EVENTS` fills a lake through its log, as a server would, over ninety days; `reports answer FOLDER` answers
//! the name of a question (behind `alone`: from rows alone, without roll-ups) on each line of its input with a line of JSON: milliseconds, and what came out. The data are those of
//! a common clickstream: heavy-tailed visitors, pages and campaigns by Zipf's law, and a tenth of events without statistics.

use std::{
    io::{BufRead, Write},
    path::Path,
    sync::Arc,
    time::Instant,
};

use hjemmel_lake::{Append, Lake, LakeOptions};
use hjemmel_model::{
    Ask, AtMs, Clock, DeviceClass, Dimension, EventId, Funnel, Period, Predicate, SiteId, TenantId, Zone,
};
use hjemmel_policy::{
    Access, Browser, CollectAsk, Measure, PermitSet, Restrictions, SiteRules, TokenKey, act, decide_access,
    decide_collect, decide_measure,
};
use hjemmel_query::{Engine, EngineOptions};
use hjemmel_testkit::{Seeded, SetClock, authorized};
use serde_json::{Value, json};

const DAYS: i64 = 90;
const DAY_MS: i64 = 86_400_000;
/// 2023-11-15T00:00:00Z, a day after the clickstream's.
const FIRST_MS: i64 = 1_700_006_400_000;
const SOURCES: [&str; 7] = ["google", "facebook", "newsletter", "direct", "tiktok", "bing", "partner"];
const NAMES: [(&str, f64); 6] = [
    ("page_view", 0.70),
    ("click", 0.87),
    ("add_to_cart", 0.94),
    ("checkout", 0.97),
    ("purchase", 0.99),
    ("signup", 1.0),
];
/// Purposes with the share of events up to and including them.
const PURPOSES: [(u32, f64); 4] = [(1, 0.4), (3, 0.65), (7, 0.9), (2, 1.0)];
const BATCH: usize = 1000;
const FLUSH_ROWS: usize = 50_000;

type Failed = Box<dyn std::error::Error>;

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Failed> {
    let words: Vec<String> = std::env::args().collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "make", folder, events] => make(Path::new(folder), events.parse()?).await,
        [_, "answer", folder] => answer(Path::new(folder)).await,
        _ => Err("reports make FOLDER EVENTS | reports answer FOLDER".into()),
    }
}

/// SplitMix64.
struct Random(u64);

impl Random {
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn share(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn below(&mut self, n: u64) -> u64 {
        self.bits() % n.max(1)
    }
}

/// Numbers by Zipf's law: the n-th comes in proportion to `n` to the power of `-a`; what lies beyond is the last.
struct Zipf(Vec<f64>);

impl Zipf {
    fn new(size: usize, a: f64) -> Zipf {
        let weight = |n: usize| (n as f64).powf(-a);
        // What the law gives beyond the last, from an integral.
        let beyond = ((size as f64) + 0.5).powf(1.0 - a) / (a - 1.0);
        let all: f64 = (1..=size).map(weight).sum::<f64>() + beyond;
        let mut sum = 0.0;
        Zipf(
            (1..size)
                .map(|n| {
                    sum += weight(n) / all;
                    sum
                })
                .collect(),
        )
    }

    fn pick(&self, random: &mut Random) -> usize {
        let share = random.share();
        self.0.partition_point(|upto| *upto <= share)
    }
}

struct Shop {
    random: Random,
    rules: SiteRules,
    key: TokenKey,
    open: Arc<Restrictions>,
    visitors: u64,
    pages: Zipf,
    sources: Zipf,
    campaigns: Zipf,
    countries: Zipf,
    browsers: Zipf,
    next: u128,
}

impl Shop {
    fn event(&mut self, at: i64, now: AtMs) -> Append {
        let random = &mut self.random;
        let index = (self.visitors as f64 * random.share().powi(3)) as u64;
        // The number of a visitor is random, and the same each time.
        let visitor = (Random(index).bits() >> 1) as i64 - (1i64 << 61);
        let share = random.share();
        let name = NAMES.iter().find(|(_, upto)| share < *upto).map_or("signup", |(name, _)| name);
        let share = random.share();
        let purposes = PURPOSES.iter().find(|(_, upto)| share < *upto).map_or(2, |(purposes, _)| *purposes);
        let value = if name == "purchase" {
            (-300.0 * ((1.0 - random.share()).ln() + (1.0 - random.share()).ln()) * 100.0) as i64
        } else {
            0
        };
        self.next += 1;
        let mut event = hjemmel_testkit::event(&self.rules.site, 0, AtMs(at));
        event.id = EventId(self.next << 64 | u128::from(random.bits()));
        event.name = name.into();
        event.path = match self.pages.pick(random) {
            page if page < 3000 => format!("/p/{page}"),
            page => ["/", "/cart", "/checkout", "/thanks", "/blog"].get(page - 3000).copied().unwrap_or("/").into(),
        };
        event.source = SOURCES.get(self.sources.pick(random)).copied().unwrap_or("direct").into();
        event.campaign = format!("c{}", self.campaigns.pick(random));
        event.country = format!("C{}", self.countries.pick(random));
        event.browser = format!("b{}", self.browsers.pick(random));
        event.device = [DeviceClass::Desktop, DeviceClass::Mobile, DeviceClass::Tablet]
            .get(random.below(3) as usize)
            .copied()
            .unwrap_or(DeviceClass::Desktop);
        (event.value_minor, event.currency) = (value, if value == 0 { String::new() } else { "DKK".into() });
        let claims = hjemmel_testkit::claims(&self.rules, now, visitor, purposes, 1);
        let presented = self.key.verify(&self.key.mint(&claims));
        let ask = CollectAsk { rules: &self.rules, presented, gpc: false, narrowed_to: None };
        let permit = decide_collect(&ask, &self.open, now).analytics;
        Append { event, permits: permit.into_iter().collect() }
    }
}

fn rules() -> Result<SiteRules, Failed> {
    Ok(hjemmel_testkit::rules(&SiteId::parse("site_shop").map_err(|_| "the site's name")?))
}

async fn opened(folder: &Path, clock: &Arc<SetClock>, restrictions: &Arc<Restrictions>) -> Result<Lake, Failed> {
    let options = LakeOptions {
        folder: folder.to_owned(),
        waiting_rows_max: 1_000_000,
        part_files_max: 8,
        duplicate_bytes_max: 1 << 30,
        restrictions: Arc::clone(restrictions),
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        entropy: Arc::new(Seeded::default()),
    };
    Ok(Lake::open(options).await?)
}

async fn make(folder: &Path, events: usize) -> Result<(), Failed> {
    std::fs::create_dir_all(folder)?;
    let (clock, restrictions) = (Arc::new(SetClock::at(AtMs(FIRST_MS))), Arc::new(Restrictions::new()));
    restrictions.refreshed(AtMs(FIRST_MS + 2 * DAYS * DAY_MS));
    let lake = opened(&folder.canonicalize()?, &clock, &restrictions).await?;
    let mut shop = Shop {
        random: Random(7),
        rules: rules()?,
        key: hjemmel_testkit::token_key(),
        open: restrictions,
        visitors: (events as u64 / 18).max(1),
        pages: Zipf::new(3005, 1.2),
        sources: Zipf::new(7, 1.6),
        campaigns: Zipf::new(200, 1.3),
        countries: Zipf::new(40, 1.4),
        browsers: Zipf::new(12, 1.5),
        next: 0,
    };
    let mut waiting = 0;
    for day in 0..DAYS {
        let number = (events as i64 * (day + 1) / DAYS - events as i64 * day / DAYS) as usize;
        let mut times: Vec<i64> =
            (0..number).map(|_| FIRST_MS + day * DAY_MS + shop.random.below(DAY_MS as u64) as i64).collect();
        times.sort_unstable();
        for some in times.chunks(BATCH) {
            let now = AtMs(some.last().copied().unwrap_or(FIRST_MS));
            clock.set(now);
            let batch: Vec<Append> = some.iter().map(|at| shop.event(*at, now)).collect();
            let done = lake.append(batch).await?;
            if done.stored != some.len() {
                return Err(format!("of {} events {} were stored", some.len(), done.stored).into());
            }
            waiting += done.stored;
            if waiting >= FLUSH_ROWS {
                lake.flush().await?;
                lake.compact().await?;
                waiting = 0;
            }
        }
    }
    lake.flush().await?;
    lake.compact().await?;
    // A site at rest: what comes while it is asked is measured elsewhere.
    lake.compact_whole(&rules()?.site, 2).await?;
    lake.close().await;
    Ok(())
}

struct Asking {
    lake: Lake,
    engine: Engine,
    alone: Engine,
    rules: SiteRules,
    restrictions: Arc<Restrictions>,
    now: AtMs,
}

fn dimensions(names: &[&str]) -> Vec<Dimension> {
    names.iter().filter_map(|name| Dimension::from_name(name)).collect()
}

impl Asking {
    fn ask(&self, days: (i64, i64), filter: &str) -> Result<Ask, Failed> {
        let zone = Zone::of("UTC");
        let day = |n: i64| AtMs(FIRST_MS + n * DAY_MS).local_date(zone.tz());
        Ok(Ask {
            period: Period::new(day(days.0), day(days.1))?,
            filter: Predicate::parse(filter).map_err(|_| "the filter")?,
            zone,
            conversions: vec!["purchase".into()],
            currency: "DKK".into(),
            grain: None,
            until: None,
        })
    }

    fn permit(&self, bit: u8) -> Result<PermitSet<Measure>, Failed> {
        let auth = authorized::<act::ReportRead>(&TenantId::parse("ten_a").map_err(|_| "the tenant's name")?);
        Ok(decide_measure(&auth, &self.rules, bit, &self.restrictions, self.now).map_err(|_| "refused")?)
    }

    /// To see what the visitor of most events did.
    fn access(&self) -> Result<PermitSet<Access>, Failed> {
        let visitor = (Random(0).bits() >> 1) as i64 - (1i64 << 61);
        let key = hjemmel_testkit::token_key();
        let claims = hjemmel_testkit::claims(&self.rules, self.now, visitor, 1, 1);
        let tenant = TenantId::parse("ten_a").map_err(|_| "the tenant's name")?;
        let browser = Browser::shown(&tenant, &self.rules, &key.verify(&key.mint(&claims))).map_err(|_| "refused")?;
        let permits = decide_access(&browser, &self.rules, &self.restrictions, self.now).map_err(|_| "refused")?;
        Ok(permits.into_iter().next().ok_or("no purpose")?)
    }

    /// What a question comes to; the lines of a breakdown most page views first, as far as they are told.
    async fn answer(&self, question: &str) -> Result<Value, Failed> {
        let (engine, question) = match question.strip_prefix("alone ") {
            Some(question) => (&self.alone, question),
            None => (&self.engine, question),
        };
        let view = self.lake.view(&self.rules.site)?;
        let whole = (0, DAYS - 1);
        let by = async |view, bit, days, filter: &str, by: &[&str]| -> Result<Value, Failed> {
            let ask = self.ask(days, filter)?;
            let lines = engine.breakdown_by(view, self.permit(bit)?, &ask, &dimensions(by)).await?;
            let mut lines: Vec<_> = lines.into_iter().map(|(values, sums)| (values.join(" "), sums)).collect();
            lines.sort_by(|a, b| (b.1.page_views, &a.0).cmp(&(a.1.page_views, &b.0)));
            let told =
                lines.iter().take(20).map(|(value, s)| json!([value, s.page_views, s.visitors, s.revenue_minor]));
            Ok(told.collect())
        };
        match question {
            "daily" => {
                let (found, _) = engine.overview(view, self.permit(0)?, &self.ask(whole, "")?).await?;
                let point = |s: hjemmel_model::Sums| json!([s.page_views, s.visitors, s.sessions]);
                Ok(
                    json!({ "total": point(found.totals), "days": found.series.iter().map(|p| point(p.sums)).collect::<Value>() }),
                )
            }
            "filtered_overview" => {
                let ask = self.ask(whole, "source:newsletter")?;
                let (found, _) = engine.overview(view, self.permit(0)?, &ask).await?;
                Ok(json!([found.totals.page_views, found.totals.visitors, found.totals.sessions]))
            }
            "top_pages" => by(view, 0, (60, 89), "", &["path"]).await,
            "sources" => by(view, 0, whole, "", &["source"]).await,
            "pages_of_source" => by(view, 0, whole, "source:newsletter", &["path"]).await,
            "sources_revenue" => by(view, 1, whole, "", &["source", "campaign"]).await,
            "filtered" => by(view, 0, whole, "path:/p/3|name:page_view", &["country", "device", "browser"]).await,
            "funnel" => {
                let named = |name: &str| Predicate::parse(&format!("name:{name}")).map_err(|_| "the step");
                let steps =
                    ["page_view", "add_to_cart", "purchase"].into_iter().map(named).collect::<Result<_, _>>()?;
                let funnel = Funnel { steps, strict: false, window_ms: None };
                let found = engine.funnel(view, self.permit(0)?, &self.ask((30, 89), "")?, funnel, None).await?;
                Ok(json!(found.steps))
            }
            "one_visitor" => {
                let found = engine.extent(view, self.access()?).await?.ok_or("nobody")?;
                Ok(json!([found.0, found.1.0, found.2.0]))
            }
            "one_visitor_events" => {
                let found = engine.visits(view, self.access()?, AtMs(i64::MAX), usize::MAX).await?;
                Ok(json!([found.len(), found.last().map(|e| e.at_ms), found.first().map(|e| e.at_ms)]))
            }
            "last_touch" => {
                let by = dimensions(&["source"]);
                let source = by.first().ok_or("the dimension")?;
                let ask = self.ask((75, 89), "")?;
                let found = engine.last_by(view, self.permit(1)?, &ask, source).await?;
                Ok(found.iter().map(|r| json!([r.value, r.sums.visitors, r.sums.revenue_minor])).collect())
            }
            _ => Err("no such question".into()),
        }
    }
}

#[expect(clippy::print_stdout, reason = "the answers that are asked for")]
async fn answer(folder: &Path) -> Result<(), Failed> {
    let now = AtMs(FIRST_MS + DAYS * DAY_MS);
    let (clock, restrictions) = (Arc::new(SetClock::at(now)), Arc::new(Restrictions::new()));
    restrictions.refreshed(now);
    let lake = opened(&folder.canonicalize()?, &clock, &restrictions).await?;
    let options = EngineOptions { seconds_max: 600, ..EngineOptions::default() };
    let alone = Engine::new(EngineOptions { rollups: false, ..options.clone() });
    let asking = Asking { lake, engine: Engine::new(options), alone, rules: rules()?, restrictions, now };
    let (files, bytes) = asking.lake.files();
    let rows: u64 = asking.lake.view(&asking.rules.site)?.files.iter().map(|f| f.rows).sum();
    println!("{}", json!({ "files": files, "bytes": bytes, "rows": rows }));
    for question in std::io::stdin().lock().lines() {
        let question = question?;
        let begin = Instant::now();
        let found = asking.answer(question.trim()).await?;
        let ms = begin.elapsed().as_secs_f64() * 1000.0;
        println!("{}", json!({ "ms": ms, "found": found, "held": asking.engine.held_bytes() }));
        std::io::stdout().flush()?;
    }
    asking.lake.close().await;
    Ok(())
}
