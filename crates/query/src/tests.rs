//! The gate in the plan, and reports that equal a count by hand whatever was granted, refused and taken back.

use std::{collections::BTreeSet, sync::Arc};

use datafusion::{
    physical_plan::displayable,
    prelude::{ident, lit},
};
use hjemmel_lake::{Append, Lake, LakeOptions};
use hjemmel_model::{
    Ask, AtMs, Clock, DeviceClass, Event, EventId, GrantSeq, LawPack, Period, PurposeSet, SiteId, Surrogate, TenantId,
    Zone,
};
use hjemmel_policy::{
    Bar, Claims, CollectAsk, Measure, NoticeRules, PermitSet, Restrictions, SiteRules, TokenKey, act, authorize_job,
    decide_collect, decide_measure, site_hash,
};
use hjemmel_testkit::SetClock;

use crate::{Engine, EngineOptions};

/// 2026-11-22T12:00:00Z.
const NOW: AtMs = AtMs(1_795_348_800_000);

struct World {
    lake: Lake,
    restrictions: Arc<Restrictions>,
    rules: SiteRules,
    engine: Engine,
    _dir: tempfile::TempDir,
}

async fn world() -> World {
    let dir = tempfile::tempdir().unwrap();
    let restrictions = Arc::new(Restrictions::new());
    restrictions.refreshed(NOW);
    let lake = Lake::open(LakeOptions {
        folder: dir.path().to_owned(),
        waiting_rows_max: 100_000,
        part_files_max: 8,
        restrictions: Arc::clone(&restrictions),
        clock: Arc::new(SetClock::at(NOW)) as Arc<dyn Clock>,
    });
    let site = SiteId::parse("site_shop").unwrap();
    let rules = SiteRules {
        site_hash: site_hash(&site),
        site,
        law: LawPack::Dk,
        notice: Some(NoticeRules {
            version: 1,
            analytics: PurposeSet(0b0111),
            ads: PurposeSet(0b1000),
            denied_by_gpc: PurposeSet(0b1000),
            since: [1; 32],
        }),
    };
    let engine = Engine::new(EngineOptions::default()).unwrap();
    World { lake: lake.await.unwrap(), restrictions, rules, engine, _dir: dir }
}

impl World {
    /// A view of `visitor` under grant `grant` of `purposes`.
    async fn view(&self, id: u128, visitor: i64, purposes: u32, grant: i64) {
        let key = TokenKey::new([0; 32]);
        let claims = Claims {
            site: self.rules.site_hash,
            granted: PurposeSet(purposes),
            refused: PurposeSet::NONE,
            notice_version: 1,
            grant: GrantSeq(grant),
            issued_at: NOW,
            expires_at: NOW.plus_days(1),
            analytics: Surrogate(visitor),
            ads: Surrogate(0),
            gpc_overridden: false,
        };
        let presented = key.verify(&key.mint(&claims));
        let ask = CollectAsk { rules: &self.rules, presented, gpc: false, narrowed_to: None };
        let permit = decide_collect(&ask, &self.restrictions, NOW).analytics.unwrap();
        let event = Event {
            id: EventId(id),
            site: self.rules.site.clone(),
            at: NOW,
            received_at: NOW,
            name: "page_view".into(),
            host: "shop.example".into(),
            path: "/".into(),
            title: String::new(),
            referrer: String::new(),
            source: "direct".into(),
            medium: "none".into(),
            campaign: String::new(),
            country: "DK".into(),
            device: DeviceClass::Mobile,
            browser: "Firefox".into(),
            os: "Linux".into(),
            value_minor: 0,
            currency: String::new(),
            props: "{}".into(),
        };
        let done = self.lake.append(vec![Append { event, permits: vec![permit] }]).await.unwrap();
        assert_eq!(done.stored, 1);
    }

    fn permit(&self, bit: u8) -> PermitSet<Measure> {
        let auth = authorize_job::<act::ReportRead>(&TenantId::parse("ten_a").unwrap(), "test");
        decide_measure(&auth, &self.rules, bit, &self.restrictions, NOW).unwrap()
    }

    fn ask() -> Ask {
        let day = "2026-11-22".parse().unwrap();
        Ask {
            period: Period::new(day, day).unwrap(),
            zone: Zone::of("Europe/Copenhagen"),
            filters: vec![],
            conversions: vec!["purchase".into()],
            currency: "DKK".into(),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_gate_stands_above_every_scan_and_nothing_moves_it() {
    let w = world().await;
    w.view(1, 1 << 61, 1, 1).await;
    w.lake.flush().await.unwrap();
    w.view(2, 2, 1, 1).await;
    let view = Arc::new(w.lake.view(&w.rules.site).unwrap());
    let events = w.engine.events(&view, &Arc::new(w.permit(0)), (0, i64::MAX)).unwrap();
    let asked = events.filter(ident("path").eq(lit("/"))).unwrap().select_columns(&["title"]).unwrap();
    let plan = asked.create_physical_plan().await.unwrap();
    let text = displayable(plan.as_ref()).indent(false).to_string();
    // Indentation is depth: every scan must have the gate among its ancestors.
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut ancestors: Vec<&str> = Vec::new();
    let mut scans = 0;
    for line in text.lines() {
        ancestors.retain(|above| depth(above) < depth(line));
        if line.contains("DataSourceExec") {
            scans += 1;
            assert!(ancestors.iter().any(|a| a.contains("FilterExec") && a.contains("permitted(")), "{text}");
            assert!(!line.contains("permitted("), "the gate was pushed into a reader: {text}");
        }
        ancestors.push(line);
    }
    assert_eq!(scans, 2, "the file and the tail: {text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_equals_a_count_by_hand() {
    let w = world().await;
    let mut state = 7u64;
    let mut random = |n: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % n
    };
    // Every combination of purposes, visitors in every bucket, grants before and after withdrawals, in files and tail.
    let mut rows = Vec::new();
    for id in 0..300u128 {
        let visitor = i64::try_from(random(12)).unwrap() * (1 << 59) + 1;
        let (purposes, grant) = (1 + u32::try_from(random(7)).unwrap(), i64::try_from(random(10)).unwrap());
        w.view(id, visitor, purposes, grant).await;
        rows.push((visitor, purposes, grant));
        if id % 70 == 69 {
            w.lake.flush().await.unwrap();
        }
    }
    let mut bars = Vec::new();
    for round in 0..4 {
        for bit in 0..3u8 {
            let open: Vec<_> = rows
                .iter()
                .filter(|(visitor, purposes, grant)| {
                    let closed = |b: &Bar| b.subject.0 == *visitor && b.purposes.has(bit) && *grant < b.lowest.0;
                    PurposeSet(*purposes).has(bit) && !bars.iter().any(closed)
                })
                .collect();
            let view = w.lake.view(&w.rules.site).unwrap();
            let report = w.engine.overview(view, w.permit(bit), &World::ask()).await.unwrap();
            let visitors: BTreeSet<_> = open.iter().map(|(v, _, _)| v).collect();
            let seen = (report.totals.page_views, report.totals.visitors);
            let counted = (i64::try_from(open.len()).unwrap(), i64::try_from(visitors.len()).unwrap());
            assert_eq!(seen, counted, "round {round}, purpose {bit}");
            assert_eq!(report.series.iter().map(|p| p.sums.page_views).sum::<i64>(), counted.0);
        }
        let bar = Bar {
            subject: Surrogate(i64::try_from(random(12)).unwrap() * (1 << 59) + 1),
            purposes: PurposeSet(1 + u32::try_from(random(7)).unwrap()),
            lowest: GrantSeq(5 + round),
        };
        w.restrictions.add([bar]);
        bars.push(bar);
        if round == 2 {
            w.lake.flush().await.unwrap();
            w.lake.compact_site(&w.rules.site, 1).await.unwrap();
        }
    }
}
