//! Whatever is done in whatever order, with kills in between: each acknowledged event is there once, as long as its browser
//! allows it.

use std::collections::BTreeMap;

use arrow::array::{BinaryArray, Int32Array};
use proptest::prelude::*;

use super::*;

#[derive(Clone, Debug)]
enum Step {
    Append(Vec<(i64, u128)>),
    Flush,
    Compact,
    Withdraw(i64),
    Erase(i64),
    /// The data of whoever sits there is only stored, or is used again.
    Pause(i64, bool),
    Scrub,
    /// The process goes, and comes again.
    Restart,
    /// It goes between the commit and the log's cleaning.
    KillAfterCommit,
}

fn step() -> impl Strategy<Value = Step> {
    let event = (1i64..6, 0u128..12);
    prop_oneof![
        8 => prop::collection::vec(event, 1..6).prop_map(Step::Append),
        4 => Just(Step::Flush),
        2 => Just(Step::Compact),
        1 => (1i64..6).prop_map(Step::Withdraw),
        1 => (1i64..6).prop_map(Step::Erase),
        2 => (1i64..6, any::<bool>()).prop_map(|(of, on)| Step::Pause(of, on)),
        1 => Just(Step::Scrub),
        1 => Just(Step::Restart),
        1 => Just(Step::KillAfterCommit),
    ]
}

/// Visitors far apart, so that they lie in different buckets.
fn visitor(of: i64) -> i64 {
    of << 60
}

struct World {
    f: Fixture,
    lake: Option<Lake>,
    /// By visitor, the grant that events come under now.
    grants: BTreeMap<i64, i64>,
    /// Visitor, id, grant.
    expected: Vec<(i64, u128, i64)>,
    paused: std::collections::BTreeSet<i64>,
}

impl World {
    fn lake(&self) -> &Lake {
        self.lake.as_ref().unwrap()
    }

    /// Rows that withdrawals and erasures leave: nothing is lost because of a pause.
    fn open_rows(&self) -> Vec<(i64, u128, i64)> {
        let closed = self.f.options.restrictions.view();
        let mut out = Vec::new();
        for batch in self.f.batches(self.lake()) {
            let numbers = |name| crate::tail::numbers(&batch, name).unwrap().clone();
            let (visitors, grants) = (numbers(columns::VISITOR), numbers(columns::GRANT));
            let ids = batch.column_by_name(columns::EVENT_ID).unwrap();
            let ids = ids.as_any().downcast_ref::<BinaryArray>().unwrap();
            let purposes = batch.column_by_name(columns::PURPOSES).unwrap();
            let purposes = purposes.as_any().downcast_ref::<Int32Array>().unwrap();
            for row in 0..batch.num_rows() {
                let (visitor, grant) = (visitors.value(row), grants.value(row));
                let set = PurposeSet(purposes.value(row) as u32);
                if !closed.left(Surrogate(visitor), set, GrantSeq(grant)).is_empty() {
                    out.push((visitor, u128::from_be_bytes(ids.value(row).try_into().unwrap()), grant));
                }
            }
        }
        out.sort_unstable();
        out
    }

    async fn append(&mut self, events: Vec<(i64, u128)>) {
        let mut asked = Vec::new();
        for (of, id) in events {
            let grant = self.grants.get(&of).copied().unwrap_or(1);
            let (visitor, erased, grant) = (visitor(of), grant == i64::MAX, grant.min(i64::MAX - 1));
            // After a withdrawal a browser's events have other ids.
            let id = id + 1_000 * grant as u128;
            let now = self.f.clock.now();
            let permit = hjemmel_testkit::permit(&rules(&self.f.site), now, visitor, 1, grant);
            asked.push(Append { event: self.f.event(id), permits: vec![permit] });
            let row = (visitor, id, grant);
            if !erased && !self.paused.contains(&of) && !self.expected.contains(&row) {
                self.expected.push(row);
            }
        }
        self.lake().append(asked).await.unwrap();
    }

    fn close_grants(&mut self, of: i64, lowest: i64) {
        self.grants.insert(of, lowest);
        let purposes = PurposeSet(u32::MAX);
        let bar = Bar { subject: Surrogate(visitor(of)), purposes, lowest: GrantSeq(lowest) };
        self.f.options.restrictions.add([bar]);
        self.expected.retain(|(v, _, grant)| *v != visitor(of) || *grant >= lowest);
    }

    async fn restart(&mut self) {
        if let Some(lake) = self.lake.take() {
            lake.close().await;
        }
        self.lake = Some(self.f.open().await);
    }

    async fn step(&mut self, step: Step) {
        match step {
            Step::Append(events) => self.append(events).await,
            Step::Flush => self.lake().flush().await.unwrap(),
            Step::Compact => {
                self.lake().compact().await.unwrap();
            }
            Step::Withdraw(of) => {
                let grant = self.grants.get(&of).copied().unwrap_or(1);
                if grant < i64::MAX {
                    self.close_grants(of, grant + 1);
                }
            }
            Step::Erase(of) => {
                self.close_grants(of, i64::MAX);
                assert!(self.lake().erase(&self.f.site, &[Surrogate(visitor(of))]).await.unwrap());
                let left = self.lake().rows_of(&self.f.site, &[Surrogate(visitor(of))]).await.unwrap();
                assert_eq!(left.theirs, 0);
            }
            Step::Pause(of, on) => {
                match on {
                    true => self.paused.insert(of),
                    false => self.paused.remove(&of),
                };
                self.f.options.restrictions.pause(self.paused.iter().map(|of| Surrogate(visitor(*of))));
            }
            Step::Scrub => {
                assert_eq!(self.lake().scrub(u64::MAX).await.unwrap().damaged, 0);
            }
            Step::Restart => self.restart().await,
            Step::KillAfterCommit => {
                let saved: Vec<_> = self.f.found("wal", ".wal");
                let saved: Vec<_> = saved.into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
                self.lake().flush().await.unwrap();
                if let Some(lake) = self.lake.take() {
                    lake.close().await;
                }
                saved.into_iter().for_each(|(bytes, path)| fs::write(path, bytes).unwrap());
                self.lake = Some(self.f.open().await);
            }
        }
        self.f.clock.advance_ms(60_000);
        self.f.options.restrictions.refreshed(self.f.clock.now());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn each_acknowledged_event_is_there_once(steps in prop::collection::vec(step(), 1..30)) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
        let done: Result<(), TestCaseError> = runtime.block_on(async {
            let f = fixture();
            let lake = Some(f.open().await);
            let mut world =
                World { f, lake, grants: BTreeMap::new(), expected: Vec::new(), paused: Default::default() };
            for step in steps {
                let said = format!("{step:?}");
                world.step(step).await;
                world.expected.sort_unstable();
                prop_assert_eq!(&world.open_rows(), &world.expected, "after {}", said);
                prop_assert_eq!(world.lake().condition(), vec![]);
            }
            Ok(())
        });
        done?;
    }
}
