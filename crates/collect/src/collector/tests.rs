//! Hits through the whole path, with a sink that keeps them.

use hjemmel_model::{GrantSeq, LawPack, Site, SiteId, Surrogate, TenantId};
use hjemmel_policy::{Bar, Claims, site_hash};
use hjemmel_testkit::{Seeded, SetClock};
use parking_lot::Mutex;

use super::*;

const NOW: AtMs = AtMs(1_795_000_000_000);

#[derive(Default)]
struct Kept(Mutex<Vec<Event>>);

#[async_trait]
impl EventSink for Kept {
    async fn append(&self, events: Vec<Permitted>) -> Result<Sunk, SinkError> {
        let stored = events.len();
        self.0.lock().extend(events.into_iter().map(|p| p.event));
        Ok(Sunk { stored, ..Sunk::default() })
    }
}

struct World {
    collector: Collector,
    kept: Arc<Kept>,
    tallies: Arc<Tallies>,
    restrictions: Arc<Restrictions>,
    site: SiteEntry,
}

fn world(aggregate: AggregateLane) -> World {
    let id = SiteId::parse("site_shop").unwrap();
    let site = Site {
        id,
        tenant: TenantId::parse("ten_a").unwrap(),
        key: "k".into(),
        name: "Shop".into(),
        hosts: vec!["shop.example".into()],
        law: LawPack::Dk,
        time_zone: "Europe/Copenhagen".into(),
        currency: "DKK".into(),
        aggregate,
        aggregate_assessment: String::new(),
        listed_paths: vec!["/".into()],
        conversions: vec![],
        properties: vec!["sku".into()],
    };
    let notice = hjemmel_testkit::notice(&site.id, 1);
    let (kept, tallies) = (Arc::new(Kept::default()), Arc::new(Tallies::default()));
    let restrictions = Arc::new(Restrictions::new());
    restrictions.refreshed(NOW);
    let parts = CollectorParts {
        sites: Arc::new(SiteBook::default()),
        key: TokenKey::new([3; 32]),
        restrictions: Arc::clone(&restrictions),
        sink: Arc::clone(&kept) as Arc<dyn EventSink>,
        tallies: Arc::clone(&tallies),
        geo: None,
        clock: Arc::new(SetClock::at(NOW)),
        entropy: Arc::new(Seeded::default()),
    };
    World {
        collector: Collector::new(parts),
        kept,
        tallies,
        restrictions,
        site: SiteEntry::new(site, &[Arc::new(notice)]),
    }
}

fn token(granted: u32) -> String {
    TokenKey::new([3; 32]).mint(&Claims {
        site: site_hash(&SiteId::parse("site_shop").unwrap()),
        granted: PurposeSet(granted),
        refused: PurposeSet(15 & !granted),
        notice_version: 1,
        grant: GrantSeq(1),
        issued_at: NOW,
        expires_at: NOW.plus_days(10),
        analytics: Surrogate(5),
        ads: Surrogate(if granted & 8 != 0 { 6 } else { 0 }),
        gpc_overridden: false,
    })
}

fn view(path: &str) -> Hit {
    Hit { name: "page_view".into(), url: format!("https://www.shop.example{path}"), ..Hit::default() }
}

impl World {
    async fn collect(&self, token: &str, hits: Vec<Hit>) -> Outcome {
        let caller = Caller {
            token: token.into(),
            user_agent: "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0".into(),
            ..Caller::default()
        };
        self.collector.collect(&self.site, &caller, hits.into_iter().map(Ok).collect()).await.unwrap()
    }

    fn sums(&self) -> Vec<String> {
        let parts = |t: &Tally| t.item.replace(Tally::DIVIDER, " ");
        self.tallies.drain().iter().map(|(_, k, t)| format!("{}: {} {}", k.name(), parts(t), t.n)).collect()
    }
}

#[tokio::test]
async fn a_refused_hit_leaves_nothing_but_a_count() {
    let w = world(AggregateLane::Off);
    let outcome = w.collect("", vec![view("/"), view("/x")]).await;
    assert_eq!(outcome.refused, [Reason::Undecided, Reason::Undecided]);
    assert!(w.kept.0.lock().is_empty());
    assert_eq!(w.sums(), ["refusal: undecided 2"]);
}

#[tokio::test]
async fn the_script_lane_counts_listed_pages_before_a_choice_and_nothing_after_a_no() {
    let w = world(AggregateLane::Script);
    let mut found = view("/secret/eva");
    found.referrer = "https://www.google.dk/".into();
    w.collect("", vec![view("/"), found]).await;
    assert_eq!(w.sums(), ["refusal: undecided 2", "view: / direct ZZ desktop 1", "view: other search ZZ desktop 1"]);
    w.collect("refused.f", vec![view("/")]).await;
    w.collect(&token(0b1000).replace("v1.", "v1.x"), vec![]).await;
    assert_eq!(w.sums(), ["refusal: refused 1"]);
}

#[tokio::test]
async fn a_permitted_hit_is_cleaned_and_enriched() {
    let w = world(AggregateLane::Off);
    let mut hit = view("/konto/eva@blomster.example/min%20311299-1234?utm_source=mail&email=eva@blomster.example");
    hit.title = "Velkommen +45 12 34 56 78".into();
    hit.value = Some(12.345);
    hit.props.insert("sku".into(), "311299-1234".into());
    hit.props.insert("shoe_size".into(), 43.into());
    let outcome = w.collect(&token(1), vec![hit]).await;
    assert_eq!(outcome.stored, 1);
    let event = w.kept.0.lock().remove(0);
    assert_eq!((event.path.as_str(), event.title.as_str()), ("/konto/[removed]/min [removed]", "Velkommen [removed]"));
    assert_eq!((event.source.as_str(), event.props.as_str()), ("mail", r#"{"sku":"[removed]"}"#));
    assert_eq!((event.value_minor, event.currency.as_str()), (1235, "DKK"));
    assert_eq!(
        w.sums(),
        ["scrubbed: email 1", "scrubbed: personal_number 2", "scrubbed: phone 1", "scrubbed: property_not_listed 1"]
    );
}

#[tokio::test]
async fn a_senders_own_field_can_only_take_away() {
    let w = world(AggregateLane::Off);
    let says = |pairs: &[(&str, bool)]| Some(pairs.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect::<Vec<_>>());
    for (consent, stored) in [
        (None, 1),
        (says(&[("Analytics", true)]), 1),
        (says(&[("Analytics", false)]), 0),
        (says(&[]), 0),
        (says(&[("Telepathy", false)]), 0),
        (says(&[("Telepathy", true)]), 1),
    ] {
        let outcome = w.collect(&token(1), vec![Hit { consent: consent.clone(), ..view("/") }]).await;
        assert_eq!(outcome.stored, stored, "{consent:?}");
    }
    let outcome = w.collect("", vec![Hit { consent: says(&[("Analytics", true)]), ..view("/") }]).await;
    assert_eq!(outcome.refused, [Reason::Undecided], "a yes of the sender is no grant");
}

#[tokio::test]
async fn nothing_before_the_choice_is_covered_by_it() {
    let w = world(AggregateLane::Off);
    let queued = Hit { at_ms: Some(NOW.0 - 300_000), sent_ms: Some(NOW.0), ..view("/") };
    assert_eq!(w.collect(&token(1), vec![queued]).await.refused, [Reason::Undecided]);
    let mailed = Hit { name: "Tilmeldt eva@firma.example".into(), ..view("/") };
    w.collect(&token(1), vec![mailed]).await;
    assert_eq!(w.kept.0.lock().remove(0).name, "tilmeldt_removed");
}

#[tokio::test]
async fn withdrawn_stale_foreign_and_bots() {
    let w = world(AggregateLane::Off);
    let foreign = Hit { url: "https://evil.example/".into(), ..view("/") };
    assert_eq!(w.collect(&token(1), vec![foreign]).await.rejected, [(0, BadHit::HostNotListed)]);
    let bot = Hit { user_agent: Some("Googlebot/2.1 (+http://www.google.com/bot.html)".into()), ..view("/") };
    assert_eq!(w.collect(&token(1), vec![bot]).await.rejected, [(0, BadHit::Bot)]);
    w.restrictions.add([Bar { subject: Surrogate(5), purposes: PurposeSet(1), lowest: GrantSeq(2) }]);
    assert_eq!(w.collect(&token(1), vec![view("/")]).await.refused, [Reason::Withdrawn]);
}

#[test]
fn times_are_corrected_and_bounded() {
    let at = |a, s| corrected(a, s, NOW).0 - NOW.0;
    assert_eq!(at(None, None), 0);
    assert_eq!(at(Some(1_000), Some(3_000)), -2_000, "a clock that is years off still gives the span");
    assert_eq!(at(Some(NOW.0 + 500_000), None), 0, "never in the future");
    assert_eq!(at(Some(0), None), -PAST_MS_MAX);
    assert_eq!(at(Some(i64::MIN), Some(i64::MAX)), -PAST_MS_MAX);
}

#[test]
fn a_debug_answer_takes_the_same_path_and_leaves_no_trace() {
    let w = world(AggregateLane::Script);
    let hit = |url: &str, title: &str| {
        let hit = Hit {
            id: Some("1".into()),
            name: "page_view".into(),
            url: url.into(),
            title: title.into(),
            ..Hit::default()
        };
        Ok(Hit { props: serde_json::json!({ "sku": "a", "size": 1 }).as_object().cloned().unwrap_or_default(), ..hit })
    };
    let caller = Caller { token: token(1), ..Caller::default() };
    let hits = vec![
        hit("https://shop.example/tak", "Tak eva.holm@blomster.example"),
        hit("https://other.example/", ""),
        Err(BadHit::Malformed),
    ];
    let traces = w.collector.debug(&w.site, &caller, hits.clone());
    let shape: Vec<_> = traces.iter().map(|t| (t.index, t.outcome, t.reason.as_str())).collect();
    assert_eq!(shape, [(0, "kept", ""), (1, "rejected", "host_not_listed"), (2, "rejected", "event_malformed")]);
    let kept = traces[0].event.as_ref().unwrap();
    assert_eq!((kept.path.as_str(), kept.props.as_str()), ("/tak", "{\"sku\":\"a\"}"));
    assert!(!kept.title.contains("eva.holm"), "{}", kept.title);
    let cleaned: Vec<_> = traces[0].cleaned.iter().map(|c| (c.what.as_str(), c.n)).collect();
    assert_eq!(cleaned, [("email", 1), ("property_not_listed", 1)]);
    let nobody = w.collector.debug(&w.site, &Caller::default(), hits);
    assert_eq!((nobody[0].outcome, nobody[0].rule), ("refused", "T-01"));
    assert!(w.tallies.drain().is_empty() && w.kept.0.lock().is_empty(), "nothing is counted, nothing is kept");
}
