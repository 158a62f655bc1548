//! Random reports, compared with the same as SQL of SQLite and with a count by hand.

use hjemmel_model::{DeviceClass, Dimension, Row, RowBy, Sums};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value};

use super::*;

const VISITORS: i64 = 24;
const BATCH: u128 = 60;
const ROUNDS: usize = 14;
const REPORTS: usize = 12;
const MINUTE: i64 = 60_000;

const BY: [&str; 10] =
    ["path", "source", "campaign", "content", "term", "device", "name", "prop:plan", "value_minor", "channel"];
const MEDIUMS: [&str; 4] = ["organic", "cpc", "email", "partner"];
const NAMES: [&str; 4] = ["page_view", "page_view", "purchase", "click"];

pub struct Facts {
    pub w: World,
    runner: TestRunner,
    pub rows: Vec<Row>,
    bars: Vec<Bar>,
    next: u128,
    visitors: i64,
}

impl Facts {
    pub async fn new(seed: u8, visitors: i64) -> Facts {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
        let runner = TestRunner::new_with_rng(Config::default(), rng);
        Facts { w: world().await, runner, rows: Vec::new(), bars: Vec::new(), next: 0, visitors }
    }

    fn pick<S: Strategy>(&mut self, from: &S) -> S::Value {
        from.new_tree(&mut self.runner).unwrap().current()
    }

    pub fn below(&mut self, n: i64) -> i64 {
        self.pick(&(0..n))
    }

    fn surrogate(&mut self) -> i64 {
        // In every bucket some.
        let step = 6 * (i64::MAX / 8 / self.visitors);
        (self.below(self.visitors) * 2 - self.visitors) * step + 5
    }

    fn event(&mut self) -> Row {
        let (texts, plan, n, value_minor, tv) = self.pick(&super::filter::event_of());
        let mut props = Map::<String, Value>::new();
        props.extend(plan.map(|v| ("plan".to_owned(), v)).into_iter().chain(n.map(|v| ("n".to_owned(), v))));
        // Some days of three months, and times so near each other that visits form, end and come late, no two the same.
        let id = self.next;
        let at = NOW.0 - self.below(6) * 15 * 86_400_000 - self.below(150) * MINUTE - i64::try_from(id).unwrap();
        self.next += 1;
        let mut event = hjemmel_testkit::event(&self.w.rules.site, id, AtMs(at));
        event.received_at = NOW;
        event.name = NAMES[usize::try_from(self.below(4)).unwrap()].into();
        event.path = format!("/{}", self.below(5));
        event.source = format!("s{}", texts[0]);
        event.medium = MEDIUMS[texts[0].len() % 4].into();
        (event.campaign, event.content, event.term) = (texts[0].into(), texts[1].into(), texts[2].into());
        (event.value_minor, event.currency) =
            (value_minor, ["DKK", "SEK", ""][usize::try_from(self.below(3)).unwrap()].into());
        event.device = if tv { DeviceClass::Tv } else { DeviceClass::Mobile };
        event.props = Value::Object(props).to_string();
        let blank = Row::blank(self.w.rules.site.clone());
        Row {
            event,
            visitor: Surrogate(self.surrogate()),
            purposes: PurposeSet(1 + u32::try_from(self.below(7)).unwrap()),
            grant: GrantSeq(self.below(10)),
            ..blank
        }
    }

    pub async fn append(&mut self, number: u128) {
        let mut batch = Vec::new();
        for _ in 0..number {
            let row = self.event();
            let permit = hjemmel_testkit::permit(&self.w.rules, NOW, row.visitor.0, row.purposes.0, row.grant.0);
            batch.push(Append { event: row.event.clone(), permits: vec![permit] });
            self.rows.push(row);
        }
        // What is closed already is not taken up.
        let before = self.rows.len() - batch.len();
        let done = self.w.lake.append(batch).await.unwrap();
        let bars = self.bars.clone();
        let mut kept = self.rows.split_off(before);
        kept.retain(|row| !bars.iter().fold(row.purposes, |left, bar| left_by(left, bar, row)).is_empty());
        assert_eq!(done.stored, kept.len());
        self.rows.extend(kept);
    }

    /// Somebody takes back a permission, or is erased.
    pub async fn bar(&mut self) {
        let subject = Surrogate(self.surrogate());
        let erased = self.below(4) == 0;
        let purposes =
            if erased { PurposeSet(u32::MAX) } else { PurposeSet(1 + u32::try_from(self.below(7)).unwrap()) };
        let lowest = GrantSeq(if erased { i64::MAX } else { self.below(9) });
        let bar = Bar { subject, purposes, lowest };
        self.w.restrictions.add([bar]);
        self.bars.push(bar);
        if erased {
            assert!(self.w.lake.erase(&self.w.rules.site, &[subject]).await.unwrap());
        }
    }

    pub fn ask(&mut self) -> Ask {
        let ends = [self.below(80), self.below(80)];
        let day = |back: i64| NOW.plus_days(-back).local_date(Zone::of("Europe/Copenhagen").tz());
        let (from, to) = (day(*ends.iter().max().unwrap()), day(*ends.iter().min().unwrap()));
        let period = Period::new(from, if self.below(4) == 0 { from } else { to }).unwrap();
        let filter = if self.below(3) == 0 { Predicate::default() } else { self.pick(&super::filter::tree()) };
        Ask { period, filter, ..World::ask() }
    }

    /// A visitor with a purchase for the first purpose, which nothing has closed, under every dimension that is asked by.
    pub fn someone_open(&self) -> Surrogate {
        let says =
            |row: &&Row| row.purposes.has(0) && row.event.props.contains("plan") && row.event.name == "page_view";
        self.rows.iter().find(says).unwrap().visitor
    }

    fn open(&self, bit: u8, ask: &Ask) -> Vec<&Row> {
        let (_, bounds) = ask.bounds();
        let rows = self.open_between(bit, (bounds[0], bounds[bounds.len() - 1]));
        rows.into_iter().filter(|row| ask.filter.holds(row)).collect()
    }

    /// Those whose purpose nothing has closed, at or after the first and before the second.
    pub fn open_between(&self, bit: u8, at_ms: (i64, i64)) -> Vec<&Row> {
        let open = |row: &&Row| {
            let left = self.bars.iter().fold(row.purposes, |left, bar| left_by(left, bar, row));
            left.has(bit) && at_ms.0 <= row.event.at.0 && row.event.at.0 < at_ms.1
        };
        self.rows.iter().filter(open).collect()
    }

    async fn compare(&mut self) -> usize {
        let (bit, ask) = (u8::try_from(self.below(3)).unwrap(), self.ask());
        let by = Dimension::from_name(BY[usize::try_from(self.below(10)).unwrap()]).unwrap();
        let w = &self.w;
        let view = || w.lake.view(&w.rules.site).unwrap();
        let (found, seen) = w.engine.overview(view(), w.permit(bit), &ask).await.unwrap();
        let unfiltered = Ask { filter: Predicate::default(), ..ask.clone() };
        assert_eq!(seen, by_hand(&self.open(bit, &unfiltered)).page_views);
        let rows = w.permit(bit).into_rows();
        let mut second = Second::of(&view(), &rows, &ask, Some(&by)).await;
        let wanted = second.overview(&ask).await;
        assert_eq!(found, wanted, "{} {ask:?}", ask.filter);
        let rows = self.open(bit, &ask);
        assert_eq!(Sums { sessions: 0, ..found.totals }, by_hand(&rows), "{}", ask.filter);
        let found = w.engine.breakdown(view(), w.permit(bit), &ask, &by, 500).await.unwrap();
        let wanted = second.breakdown(&ask, &by, 500).await;
        assert_eq!(found, wanted, "{by:?} {}", ask.filter);
        let mut groups: std::collections::BTreeMap<String, Vec<&Row>> = std::collections::BTreeMap::new();
        for row in rows.iter().filter(|row| !by.of(row).is_empty()) {
            groups.entry(by.of(row).into_owned()).or_default().push(row);
        }
        let mut counted: Vec<_> =
            groups.into_iter().map(|(value, rows)| RowBy { value, sums: by_hand(&rows), hidden: None }).collect();
        let mut found: Vec<_> =
            found.into_iter().map(|row| RowBy { sums: Sums { sessions: 0, ..row.sums }, ..row }).collect();
        counted.sort_by(|a, b| a.value.cmp(&b.value));
        found.sort_by(|a, b| a.value.cmp(&b.value));
        assert_eq!(found, counted);
        usize::from(!rows.is_empty() && rows.len() < self.rows.len())
    }
}

fn left_by(left: PurposeSet, bar: &Bar, row: &Row) -> PurposeSet {
    let closed = bar.subject == row.visitor && row.grant < bar.lowest;
    if closed { left.without(bar.purposes) } else { left }
}

fn by_hand(rows: &[&Row]) -> Sums {
    let named = |name: &str| i64::try_from(rows.iter().filter(|row| row.event.name == name).count()).unwrap();
    let visitors: BTreeSet<i64> = rows.iter().map(|row| row.visitor.0).collect();
    Sums {
        visitors: i64::try_from(visitors.len()).unwrap(),
        sessions: 0,
        page_views: named("page_view"),
        conversions: named("purchase"),
        revenue_minor: rows.iter().filter(|row| row.event.currency == "DKK").map(|row| row.event.value_minor).sum(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_reports_equal_a_second_opinion_and_a_count_by_hand() {
    let mut facts = Facts::new(9, VISITORS).await;
    let mut some = 0;
    for round in 0..ROUNDS {
        facts.append(BATCH).await;
        match round % 5 {
            1 | 2 => facts.w.lake.flush().await.unwrap(),
            4 => _ = facts.w.lake.compact_whole(&facts.w.rules.site, 2).await.unwrap(),
            _ => {}
        }
        for _ in 0..REPORTS / 2 {
            some += facts.compare().await;
        }
        if round > 2 {
            facts.bar().await;
        }
        for _ in 0..REPORTS / 2 {
            some += facts.compare().await;
        }
    }
    assert!(some > ROUNDS * REPORTS / 4, "the reports say something: {some}");
}
