//! Hits through the whole path, with a sink that keeps them.

use hjemmel_model::PurposeSet;
use hjemmel_model::{GrantSeq, LawPack, RevenueFrom, Site, SiteId, Surrogate, TenantId, UseSet, VALUE_FROM};
use hjemmel_policy::{Bar, Claims, site_hash};
use hjemmel_testkit::{Seeded, SetClock};
use parking_lot::Mutex;

use super::{field::TEXT_CHARS_MAX, *};

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
        // Where a script may count without permission at all (T-12).
        law: if aggregate == AggregateLane::Script { LawPack::Neutral } else { LawPack::Dk },
        time_zone: "Europe/Copenhagen".into(),
        currency: "DKK".into(),
        aggregate,
        aggregate_assessment: String::new(),
        listed_paths: vec!["/".into()],
        conversions: vec![],
        properties: vec!["sku".into()],
        revenue: Default::default(),
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
        site: SiteEntry::new(site, &[Arc::new(notice)], UseSet::ALL),
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
async fn where_the_law_exempts_no_statistics_no_script_counts_whatever_was_set() {
    let mut w = world(AggregateLane::Script);
    w.site.site.law = LawPack::Dk;
    w.collect("", vec![view("/")]).await;
    assert_eq!(w.sums(), ["refusal: undecided 1"], "T-12");
}

#[tokio::test]
async fn requests_are_counted_of_nobody_who_said_no_or_sends_global_privacy_control() {
    let w = world(AggregateLane::Request);
    let said = |token: &str, gpc| Caller {
        token: token.into(),
        gpc,
        user_agent: "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0".into(),
        ..Caller::default()
    };
    for (token, gpc, counted) in [("", false, 1), ("refused.f", false, 0), ("", true, 0)] {
        w.collector.count_request(&w.site, &said(token, gpc), "https://www.shop.example/");
        assert_eq!(w.sums().len(), counted, "{token} {gpc}");
    }
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
    assert_eq!(
        (event.source.as_str(), event.props.as_str()),
        ("mail", r#"{"sku":"[removed]","value_from":"browser"}"#)
    );
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
        (says(&[("C0002", false)]), 0),
        (says(&[(" Statistics ", false)]), 0),
        // A no to what the site does not do takes nothing.
        (says(&[("Functional", false), ("profile", false)]), 1),
        (says(&[("analytics", true), ("*", false)]), 1),
        (says(&[("marketing", true), ("*", false)]), 0),
        (says(&[("*", false)]), 0),
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

/// The value and currency of what was stored last, or why it was not taken.
async fn worth(w: &World, hit: Hit) -> Result<(i64, String), BadHit> {
    let outcome = w.collect(&token(1), vec![hit]).await;
    match outcome.rejected.first() {
        Some((_, bad)) => Err(*bad),
        None => w.kept.0.lock().pop().map(|e| (e.value_minor, e.currency)).ok_or(BadHit::Malformed),
    }
}

fn sale(amount: &str, currency: &str) -> Hit {
    Hit { name: "purchase".into(), amount: amount.into(), currency: currency.into(), ..view("/tak") }
}

#[tokio::test]
async fn an_amount_is_read_as_it_was_meant_or_the_sale_is_not_taken() {
    let w = world(AggregateLane::Off);
    for (amount, currency, right) in [
        ("349,00", "DKK", (34_900, "DKK")),
        ("1.234,56", "DKK", (123_456, "DKK")),
        ("349 kr", "DKK", (34_900, "DKK")),
        ("20", "€", (2_000, "EUR")),
        ("50000", "KRW", (50_000, "KRW")),
        ("12.345", "KWD", (12_345, "KWD")),
    ] {
        assert_eq!(worth(&w, sale(amount, currency)).await, Ok((right.0, right.1.to_owned())), "{amount} {currency}");
    }
    let number = Hit { value: Some(19_990.0), ..sale("", "CLP") };
    assert_eq!(worth(&w, number).await, Ok((19_990, "CLP".into())));
    assert_eq!(worth(&w, sale("12-14", "DKK")).await, Err(BadHit::Value));
    assert_eq!(worth(&w, sale("20", "points")).await, Err(BadHit::Value));
    let filter = Hit { name: "filter".into(), ..sale("12-14", "DKK") };
    assert_eq!(worth(&w, filter).await, Ok((0, String::new())), "only a sale is spoilt by it");
    assert!(w.sums().contains(&"scrubbed: value_unreadable 1".to_owned()));
}

#[tokio::test]
async fn made_up_revenue_is_limited_and_a_site_may_count_its_servers_word_only() {
    let mut w = world(AggregateLane::Off);
    assert_eq!(worth(&w, sale("9000000000", "DKK")).await, Ok((0, String::new())));
    let server = |amount| Hit { from_server: true, ..sale(amount, "DKK") };
    assert_eq!(worth(&w, server("9000000000")).await, Ok((0, String::new())), "anybody can say to be a server");
    assert_eq!(worth(&w, server("9000000")).await, Ok((900_000_000, "DKK".into())));
    assert_eq!(worth(&w, sale("50000000", "KRW")).await, Ok((50_000_000, "KRW".into())));
    w.site.site.revenue = RevenueFrom::Server;
    assert_eq!(worth(&w, sale("349", "DKK")).await, Ok((0, String::new())));
    let mut from_server = Hit { from_server: true, ..sale("349", "DKK") };
    from_server.props.insert(VALUE_FROM.into(), "browser".into());
    w.collect(&token(1), vec![from_server]).await;
    let event = w.kept.0.lock().remove(0);
    assert_eq!((event.value_minor, event.props.as_str()), (34_900, "{}"));
    assert_eq!(w.sums(), ["scrubbed: value_not_from_server 1", "scrubbed: value_over_limit 2"]);
}

#[tokio::test]
async fn hosts_in_every_form_and_those_that_are_not_listed_by_name() {
    let mut w = world(AggregateLane::Off);
    w.site.site.hosts = vec!["www.blomsterhuset.example".into(), "*.butik.example".into(), "blåbær.example".into()];
    let at = |host: &str| Hit { name: "page_view".into(), url: format!("https://{host}/"), ..Hit::default() };
    for host in
        ["blomsterhuset.example", "www.blomsterhuset.example.", "m.butik.example", "butik.example", "blåbær.example"]
    {
        assert_eq!(w.collect(&token(1), vec![at(host)]).await.stored, 1, "{host}");
    }
    for host in ["m.blomsterhuset.example", "www-blomsterhuset-example.translate.goog", "butik.example.evil.example"] {
        assert_eq!(w.collect(&token(1), vec![at(host)]).await.rejected, [(0, BadHit::HostNotListed)], "{host}");
    }
    let sums = w.sums();
    assert!(sums.contains(&"unlisted_host: www-blomsterhuset-example.translate.goog 1".to_owned()), "{sums:?}");
    for n in 0..HOSTS_NAMED_MAX + 10 {
        w.collect(&token(1), vec![at(&format!("h{n}.evil.example"))]).await;
    }
    let named = w.sums().into_iter().filter(|s| s.starts_with("unlisted_host")).collect::<Vec<_>>();
    // Three were named before on the same day.
    assert_eq!(named.len(), HOSTS_NAMED_MAX - 3 + 1);
    assert!(named.contains(&"unlisted_host: other 13".to_owned()));
}

#[tokio::test]
async fn a_wrong_clock_is_said_and_costs_nothing() {
    let w = world(AggregateLane::Off);
    let slow = Hit { at_ms: Some(NOW.0 - 300_000), sent_ms: None, ..view("/") };
    assert_eq!(w.collect(&token(1), vec![slow]).await.rejected, [(0, BadHit::Clock)]);
    let again = Hit { at_ms: Some(NOW.0 - 300_000), sent_ms: Some(NOW.0 - 300_000), ..view("/") };
    assert_eq!(w.collect(&token(1), vec![again]).await.stored, 1, "said when it was sent, by the same clock");
    // Our own clock went back: the choice lies ahead of it.
    let caller = Caller { token: token(1), user_agent: "Mozilla/5.0 Firefox/140.0".into(), ..Caller::default() };
    let mut parts = w.collector.parts.clone();
    parts.clock = Arc::new(SetClock::at(NOW.plus_ms(-60_000)));
    let behind = Collector::new(parts);
    assert_eq!(behind.collect(&w.site, &caller, vec![Ok(view("/"))]).await, Err(SinkError::Clock));
    assert_eq!(w.sums(), ["rejected: clock 1"]);
}

#[tokio::test]
async fn a_browser_without_a_screen_is_a_machine_except_in_tests() {
    let w = world(AggregateLane::Off);
    let ua =
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36";
    let caller = Caller { token: token(1), user_agent: ua.into(), ..Caller::default() };
    let strict = w.collector.collect(&w.site, &caller, vec![Ok(view("/"))]).await.unwrap();
    assert_eq!(strict.rejected, [(0, BadHit::Bot)]);
    let lax = w.collector.clone().with_headless().collect(&w.site, &caller, vec![Ok(view("/"))]).await.unwrap();
    assert_eq!((lax.stored, w.kept.0.lock().remove(0).browser), (1, "Chrome".to_owned()));
}

#[tokio::test]
async fn what_is_cut_is_counted_and_a_fields_name_says_what_its_number_is() {
    let mut w = world(AggregateLane::Off);
    w.site.site.properties = vec!["cpr".into(), "tags".into(), "order".into()];
    let mut hit = view("/");
    hit.title = "x".repeat(TEXT_CHARS_MAX + 1);
    hit.props.insert("cpr".into(), 3_112_991_234_u64.into());
    hit.props.insert("order".into(), 3_112_991_234_u64.into());
    hit.props.insert("tags".into(), serde_json::json!(["a"]));
    w.collect(&token(1), vec![hit]).await;
    let event = w.kept.0.lock().remove(0);
    assert_eq!(event.title.len(), TEXT_CHARS_MAX);
    let cut_in_two = Hit { title: format!("{} eva@blomster.example", "x".repeat(TEXT_CHARS_MAX - 7)), ..view("/") };
    w.collect(&token(1), vec![cut_in_two]).await;
    assert!(!w.kept.0.lock().remove(0).title.contains("eva"));
    assert_eq!(event.props, r#"{"cpr":"[removed]","order":3112991234}"#);
    assert_eq!(
        w.sums(),
        ["scrubbed: email 1", "scrubbed: personal_number 1", "scrubbed: property_cut 1", "scrubbed: text_cut 2"]
    );
}

#[tokio::test]
async fn what_says_health_or_belief_is_taken_out_wherever_it_stands() {
    let mut w = world(AggregateLane::Off);
    w.site.site.properties = vec!["sundhed".into(), "note".into(), "metro_card".into(), "trace_id".into()];
    let mut hit = view("/raad/diabetes/kost");
    hit.title = "Lev godt med Brystkr\u{e6}ft - Blomsterhuset".into();
    for (name, value) in [("sundhed", "god"), ("note", "er muslim"), ("metro_card", "7"), ("trace_id", "a1")] {
        hit.props.insert(name.into(), value.into());
    }
    w.collect(&token(1), vec![hit]).await;
    let event = w.kept.0.lock().remove(0);
    assert_eq!(event.path, "/raad/[removed]/kost");
    assert_eq!(event.title, "Lev godt med [removed] - Blomsterhuset");
    assert_eq!(event.props, r#"{"metro_card":"7","note":"er [removed]","trace_id":"a1"}"#);
    assert_eq!(w.sums(), ["scrubbed: special_category 4"]);
    let named = Hit { name: "diabetes_test".into(), ..view("/") };
    w.collect(&token(1), vec![named]).await;
    assert!(!w.kept.0.lock().remove(0).name.contains("diabetes"));
}
