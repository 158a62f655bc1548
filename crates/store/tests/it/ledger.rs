//! The ledgers of permissions against a small oracle: whatever is said, joined, parted, erased, brought in from a file, saved
//! and restored, in whatever order and on either database, an address is written to exactly when the law says so.
//!
//! Invariant: a step that takes away is never forgotten; after an erasure nobody knows of the person.

mod cases;
mod deeds;
mod oracle;
mod step;

use hjemmel_store::work;
use std::{cell::RefCell, sync::Arc};

use hjemmel_model::*;
use hjemmel_policy::{SaidTo, Suppression, act, decide_send};
use hjemmel_store::*;
use hjemmel_testkit::{FreshDb, Seeded, authorized, fresh_dbs, reader};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed, TestCaseError, TestRunner},
};

use self::{
    oracle::{ADDRESSES, Mark, Oracle, TOPICS, channel},
    step::{Step, step},
};
use crate::{NOW, tenant};

const VALUES: [&str; ADDRESSES] = [
    "eva@blomsterhuset.example",
    "e.holm@blomsterhuset.example",
    "bo@blomsterhuset.example",
    "+4520123456",
    "+4520123457",
];
/// Steps lie so far apart that nobody is written to too often.
const STEP_DAYS: i64 = 6;

/// Histories of the short form, and the seed they come from.
const CASES: u32 = 24;
const SEED: u64 = 20_261_127;

/// How many histories are tried on each database: a few, or as many as the long form says (`make soak`).
#[expect(clippy::disallowed_methods, reason = "how long a test runs is no setting of the program")]
fn cases() -> u32 {
    std::env::var("SOAK").ok().and_then(|n| n.parse().ok()).unwrap_or(CASES)
}

/// The program with its books on one database.
struct World {
    store: Store,
    url: String,
    keys: tempfile::TempDir,
    saved: Option<Vec<u8>>,
    number: i64,
    /// The last secret sent to each address.
    secrets: [String; ADDRESSES],
}

fn topic(n: u8) -> TopicId {
    TopicId::parse(&format!("top_{n}")).unwrap()
}

fn form() -> (FormId, u32) {
    (FormId::parse("form_1").unwrap(), 1)
}

/// Random numbers that were not given before.
fn seeded() -> Seeded {
    Seeded::starting_at(COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
}

async fn open(url: &str, keys: &std::path::Path) -> Store {
    Installation { database: url, keys }.open(Box::new(seeded())).await.unwrap()
}

/// Empty every table, as in a new database.
async fn emptied(store: &Store) {
    let mut dump = Vec::new();
    store.dump(&mut dump).await.unwrap();
    let text = String::from_utf8(dump).unwrap();
    let heads = text.lines().filter_map(|line| line.strip_prefix("{\"table\":\"")?.split('"').next());
    let mut tables: Vec<_> = heads.map(str::to_owned).collect();
    // What a backup leaves out hangs on what it holds, and goes first.
    tables.extend(["installation", "import_doubt", "import_part"].map(str::to_owned));
    let text: String = tables.iter().rev().map(|table| format!("delete from {table};")).collect();
    let text = sqlx::AssertSqlSafe(format!("begin;{text}commit;"));
    match store.db().pools() {
        Pools::Sqlite { write, .. } => drop(sqlx::raw_sql(text).execute(write).await.unwrap()),
        Pools::Postgres { pool, .. } => drop(sqlx::raw_sql(text).execute(pool).await.unwrap()),
    }
}

impl World {
    async fn fresh(db: &FreshDb) -> World {
        let keys = tempfile::tempdir().unwrap();
        let ring = Keyring::open(keys.path(), Box::new(seeded())).unwrap();
        let persons = keys.path().join("persons.db").display().to_string();
        // What another history left there is of other keys.
        let store = Store::open(&db.url, Arc::new(ring), &persons).await.unwrap();
        emptied(&store).await;
        store.close().await;
        let store = open(&db.url, keys.path()).await;
        work!(store, |w| { w.organisations().insert(&tenant(), "A", NOW).await }).unwrap();
        let auth = authorized::<act::FormWrite>(&tenant());
        for n in 0..TOPICS {
            let topic = Topic { id: topic(n), name: Default::default(), text: Default::default() };
            work!(store, |w| { w.topics().insert(&auth, &topic, NOW).await }).unwrap();
        }
        World { store, url: db.url.clone(), keys, saved: None, number: 0, secrets: Default::default() }
    }

    async fn restart(&mut self) {
        self.store.close().await;
        self.store = open(&self.url, self.keys.path()).await;
        self.store.replay(self.at()).await.unwrap();
    }

    /// What waits for the new key is done by whoever comes next: another call, or the server.
    async fn rotate(&mut self, cut_short: &[u64]) {
        self.store.close().await;
        let installation = Installation { database: &self.url, keys: self.keys.path() };
        installation.key_begin(KeyUse::Lookup, self.at(), &seeded()).unwrap();
        for most in cut_short {
            assert_eq!(installation.key_begin(KeyUse::Lookup, self.at(), &seeded()).unwrap(), KeyStep::GoesOn);
            let store = installation.look(Box::new(seeded())).await.unwrap();
            store.keys_remember().await.unwrap();
            assert_eq!(store.key_rehash(*most).await.unwrap().unreadable, 0);
            store.close().await;
        }
        self.store = open(&self.url, self.keys.path()).await;
        assert_eq!(self.store.key_rehash(u64::MAX).await.unwrap().changed, 0, "nothing is looked up before it is done");
        self.store.replay(self.at()).await.unwrap();
        installation.key_settle(KeyUse::Lookup).unwrap();
    }

    fn at(&self) -> AtMs {
        NOW.plus_days(self.number * STEP_DAYS)
    }

    fn ago(&self, steps: i64) -> AtMs {
        self.at().plus_days(-STEP_DAYS * steps)
    }

    /// An id that nothing else has.
    fn id(&mut self, prefix: &str) -> String {
        self.number += 1_000_000;
        let id = format!("{prefix}_{}", self.number);
        self.number -= 1_000_000;
        format!("{id}x{}", COUNT.fetch_add(1, std::sync::atomic::Ordering::SeqCst))
    }

    async fn find(&self, address: usize) -> Option<Found> {
        self.store.people().identifier_find(&reader(&tenant()), channel(address).kind(), VALUES[address]).await.unwrap()
    }

    fn draft(&mut self, event: PermissionEvent, about: Option<u8>, by: Option<Channel>) -> PermissionDraft {
        PermissionDraft {
            id: PermissionId::parse(&self.id("prm")).unwrap(),
            topic: about.map(topic),
            channel: by,
            event,
            source: PermissionSource::Holder,
            form: Some((form().0, form().1, NoticeHash("sha256:00".into()))),
            language: Language::Da,
            page: "https://shop.example/".into(),
            at: self.at(),
        }
    }

    async fn backup(&mut self) {
        let mut saved = Vec::new();
        self.store.dump(&mut saved).await.unwrap();
        self.saved = Some(saved);
    }

    async fn sql(&self, text: &'static str) {
        match self.store.db().pools() {
            Pools::Sqlite { write, .. } => drop(sqlx::raw_sql(text).execute(write).await.unwrap()),
            Pools::Postgres { pool, .. } => drop(sqlx::raw_sql(text).execute(pool).await.unwrap()),
        }
    }

    async fn restore(&mut self) {
        let Some(saved) = self.saved.clone() else { return };
        emptied(&self.store).await;
        self.store.load(&mut saved.as_slice(), self.at()).await.unwrap();
        self.restart().await;
    }

    /// The program and the law say the same of every address.
    async fn agrees(&self, law: &Oracle) -> Result<(), TestCaseError> {
        let sender = SaidTo::forms([form()]);
        for (address, value) in VALUES.into_iter().enumerate() {
            let found = self.find(address).await;
            prop_assert_eq!(found.is_some(), law.now.owner.contains_key(&address), "address {} is known", address);
            let by = channel(address);
            let mark = self.store.people().suppressed(&reader(&tenant()), by.kind(), value).await.unwrap();
            let expected = law.now.marked(address).map(|mark| match mark {
                Mark::Returned(_) => Suppression::Bounced,
                Mark::Unwanted => Suppression::Complained,
                Mark::Stopped => Suppression::Stopped,
                Mark::Never => Suppression::NoMail,
            });
            prop_assert_eq!(mark, expected, "the mark of address {}", address);
            let facts = match &found {
                Some(found) => {
                    Some(self.store.permissions().reach_facts(&reader(&tenant()), &found.identifier).await.unwrap())
                }
                None => None,
            };
            for about in 0..TOPICS {
                let decide = |facts| decide_send(facts, by, &topic(about), &sender, self.at()).is_ok();
                let may = facts.as_ref().is_some_and(decide);
                prop_assert_eq!(may, law.now.may(address, about), "address {} about topic {}", address, about);
            }
        }
        Ok(())
    }
}

static COUNT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

async fn history(db: &FreshDb, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut world = World::fresh(db).await;
    let mut law = Oracle::default();
    for (at, step) in (1..).zip(steps) {
        world.step(&mut law, step).await?;
        let agrees = world.agrees(&law).await;
        agrees.map_err(|e| TestCaseError::fail(format!("{}: after step {at}, {step:?}: {e}", &db.url[..6])))?;
    }
    world.store.close().await;
    Ok(())
}

#[test]
fn an_address_is_written_to_exactly_when_the_law_says_so() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for db in runtime.block_on(fresh_dbs()) {
        // The short run is the same each time; the long one looks for more.
        let rng_seed = if cases() > CASES { RngSeed::Random } else { RngSeed::Fixed(SEED) };
        let config =
            Config { cases: cases(), failure_persistence: None, max_shrink_iters: 400, rng_seed, ..Config::default() };
        let steps = prop::collection::vec(step(), 4..30);
        let runtime = RefCell::new(&runtime);
        let done = TestRunner::new(config).run(&steps, |steps| runtime.borrow().block_on(history(&db, &steps)));
        done.unwrap_or_else(|e| panic!("{e}"));
    }
}
