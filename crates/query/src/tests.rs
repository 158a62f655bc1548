//! The gate, and reports that equal a count by hand whatever was granted, refused and taken back.

use std::{collections::BTreeSet, sync::Arc};

use hjemmel_lake::{Append, Lake, LakeOptions};
use hjemmel_model::{
    Ask, AtMs, Clock, Dimension, Event, GrantSeq, Period, Predicate, PurposeSet, SiteId, Surrogate, TenantId, Zone,
};
use hjemmel_policy::{Bar, Measure, PermitSet, Restrictions, SiteRules, act, decide_measure};
use hjemmel_testkit::{SetClock, authorized};

use crate::{Engine, EngineOptions, second::Second};

mod cohort;
mod damage;
mod filter;
mod funnel;
mod journey;
mod memory;
mod reports;
mod rollup;
mod visits;

/// 2026-11-22T12:00:00Z.
const NOW: AtMs = AtMs(1_795_348_800_000);

struct World {
    lake: Lake,
    restrictions: Arc<Restrictions>,
    rules: SiteRules,
    engine: Engine,
    dir: tempfile::TempDir,
}

async fn world() -> World {
    world_in(tempfile::tempdir().unwrap()).await
}

async fn world_in(dir: tempfile::TempDir) -> World {
    let restrictions = Arc::new(Restrictions::new());
    restrictions.refreshed(NOW);
    let lake = Lake::open(LakeOptions {
        folder: dir.path().to_owned(),
        waiting_rows_max: 100_000,
        part_files_max: 8,
        duplicate_bytes_max: 1 << 20,
        restrictions: Arc::clone(&restrictions),
        clock: Arc::new(SetClock::at(NOW)) as Arc<dyn Clock>,
        entropy: Arc::new(hjemmel_testkit::Seeded::default()),
    });
    let rules = hjemmel_testkit::rules(&SiteId::parse("site_shop").unwrap());
    let engine = Engine::new(EngineOptions::default());
    World { lake: lake.await.unwrap(), restrictions, rules, engine, dir }
}

impl World {
    /// Another folder with the same files.
    fn copied(&self) -> tempfile::TempDir {
        fn copy(from: &std::path::Path, to: &std::path::Path) {
            std::fs::create_dir_all(to).unwrap();
            for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
                match entry.file_type().unwrap().is_dir() {
                    true => copy(&entry.path(), &to.join(entry.file_name())),
                    false => _ = std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap(),
                }
            }
        }
        let dir = tempfile::tempdir().unwrap();
        copy(self.dir.path(), dir.path());
        dir
    }

    /// A view of `visitor` under grant `grant` of `purposes`.
    async fn view(&self, id: u128, visitor: i64, purposes: u32, grant: i64) {
        self.view_at(NOW, id, visitor, purposes, grant).await;
    }

    async fn view_at(&self, at: AtMs, id: u128, visitor: i64, purposes: u32, grant: i64) {
        let permit = hjemmel_testkit::permit(&self.rules, NOW, visitor, purposes, grant);
        let event = Event { at, path: "/".into(), ..hjemmel_testkit::event(&self.rules.site, id, NOW) };
        let done = self.lake.append(vec![Append { event, permits: vec![permit] }]).await.unwrap();
        assert_eq!(done.stored, 1);
    }

    fn permit(&self, bit: u8) -> PermitSet<Measure> {
        let auth = authorized::<act::ReportRead>(&TenantId::parse("ten_a").unwrap());
        decide_measure(&auth, &self.rules, bit, &self.restrictions, NOW).unwrap()
    }

    fn ask() -> Ask {
        let day = "2026-11-22".parse().unwrap();
        Ask {
            period: Period::new(day, day).unwrap(),
            zone: Zone::of("Europe/Copenhagen"),
            filter: Predicate::default(),
            conversions: vec!["purchase".into()],
            currency: "DKK".into(),
            grain: None,
            until: None,
        }
    }
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
            let report = w.engine.overview(view, w.permit(bit), &World::ask()).await.unwrap().0;
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
            w.lake.compact_whole(&w.rules.site, 1).await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_too_old_is_neither_reported_nor_kept() {
    let w = world().await;
    let statistics = i64::from(hjemmel_model::catalogue_find("statistics").unwrap().retention_days);
    // One row at the edge of what is kept, one just over it, and one of now.
    w.view_at(NOW.plus_days(-statistics), 1, 11, 0b001, 1).await;
    w.view_at(NOW.plus_days(-statistics).plus_ms(-1), 2, 12, 0b001, 1).await;
    w.view_at(NOW, 3, 13, 0b001, 1).await;
    let counted = async || {
        let day = |at: AtMs| at.local_date(Zone::of("Europe/Copenhagen").tz());
        let period = Period::new(day(NOW.plus_days(-365)), day(NOW)).unwrap();
        let old = Period::new(day(NOW.plus_days(-statistics - 2)), day(NOW.plus_days(-statistics + 2))).unwrap();
        let mut sum = 0;
        for period in [period, old] {
            let ask = Ask { period, ..World::ask() };
            let view = w.lake.view(&w.rules.site).unwrap();
            sum += w.engine.overview(view, w.permit(0), &ask).await.unwrap().0.totals.page_views;
        }
        sum
    };
    assert_eq!(counted().await, 2, "in the tail");
    w.lake.flush().await.unwrap();
    assert_eq!(counted().await, 2, "in the files");
    let stored = || w.lake.view(&w.rules.site).unwrap().files.iter().map(|f| f.rows).sum::<u64>();
    assert_eq!(stored(), 3);
    let done = w.lake.retain_site(&w.rules.site, &w.rules.retention.at(NOW)).await.unwrap();
    assert_eq!((done.rows, done.rows_gone, done.rows_narrowed), (3, 1, 0));
    assert_eq!((stored(), counted().await), (2, 2));
    let again = w.lake.retain_site(&w.rules.site, &w.rules.retention.at(NOW)).await.unwrap();
    assert_eq!((again.rows_gone, again.files_rewritten), (0, 0), "a second run has nothing to do");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_that_is_too_old_for_one_purpose_stays_for_the_other() {
    let w = world().await;
    let mut notice = hjemmel_testkit::notice(&w.rules.site, 1);
    notice.purposes[2].retention_days = 30;
    let retention = hjemmel_policy::Retention::of([&notice]).at(NOW);
    w.view_at(NOW.plus_days(-31), 1, 11, 0b101, 1).await;
    w.view_at(NOW.plus_days(-30), 2, 12, 0b101, 1).await;
    w.lake.flush().await.unwrap();
    let done = w.lake.retain_site(&w.rules.site, &retention).await.unwrap();
    assert_eq!((done.rows_gone, done.rows_narrowed), (0, 1));
    let again = w.lake.retain_site(&w.rules.site, &retention).await.unwrap();
    assert_eq!((again.rows_narrowed, again.files_rewritten), (0, 0), "the label in the file is the narrower one");
    let mut counts = Vec::new();
    for bit in [0, 2] {
        let day = NOW.plus_days(-40).local_date(Zone::of("Europe/Copenhagen").tz());
        let today = NOW.local_date(Zone::of("Europe/Copenhagen").tz());
        let ask = Ask { period: Period::new(day, today).unwrap(), ..World::ask() };
        let view = w.lake.view(&w.rules.site).unwrap();
        // The permit itself keeps both for 395 days, so only the file can tell them apart.
        counts.push(w.engine.overview(view, w.permit(bit), &ask).await.unwrap().0.totals.page_views);
    }
    assert_eq!(counts, [2, 1]);
}
