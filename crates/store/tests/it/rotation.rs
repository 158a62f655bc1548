//! Keys are replaced, in steps that are cut short anywhere, and nothing that was written is lost or left behind.

use hjemmel_store::work;
use std::path::Path;

use hjemmel_policy::act;
use hjemmel_store::*;
use hjemmel_testkit::{FreshDb, Seeded, authorized, fresh_dbs};

use crate::{NOW, draft, site, tenant};
use hjemmel_model::{PurposeSet, Role, Surrogate, UserId};

struct Place {
    db: FreshDb,
    keys: tempfile::TempDir,
    opened: std::cell::Cell<u64>,
}

impl Place {
    fn installation(&self) -> Installation<'_> {
        Installation { database: &self.db.url, keys: self.keys.path() }
    }

    async fn open(&self) -> Result<Store, StoreError> {
        // Never the same random numbers twice.
        self.opened.set(self.opened.get() + 1);
        self.installation().open(Box::new(Seeded::starting_at(self.opened.get()))).await
    }

    fn begin(&self, what: KeyUse) -> KeyStep {
        self.installation().key_begin(what, NOW, &Seeded::starting_at(70 + self.opened.get())).unwrap()
    }
}

/// Two choices, one of them taken back, a member of staff, and keys of persons.
async fn filled() -> Vec<Place> {
    let mut out = Vec::new();
    for db in fresh_dbs().await {
        let place = Place { db, keys: tempfile::tempdir().unwrap(), opened: std::cell::Cell::new(0) };
        let store = place.open().await.unwrap();
        work!(store, |w| { w.organisations().insert(&tenant(), "A", NOW).await }).unwrap();
        let auth = authorized::<act::SiteWrite>(&tenant());
        work!(store, |w| { w.sites().insert(&auth, &site(), NOW).await }).unwrap();
        work!(store, |w| { w.consents().save(&draft(1, 11, vec![])).await }).unwrap();
        work!(store, |w| { w.consents().save(&draft(2, 12, vec![(Surrogate(11), PurposeSet(1))])).await }).unwrap();
        let user = UserDraft {
            id: UserId::parse("usr_1").unwrap(),
            tenant: tenant(),
            email: "eva@blomsterhuset.example".into(),
            name: "Eva".into(),
            role: Role::Owner,
            password_phc: "x".into(),
        };
        work!(store, |w| { w.users().insert(&user, NOW).await }).unwrap();
        let persons = PersonKeys::open(&persons_file(place.keys.path())).await.unwrap();
        for number in 0..700 {
            persons.make(store.keys(), &format!("per_{number:03}")).await.unwrap();
        }
        store.key_announce(NOW).await.unwrap();
        store.close().await;
        out.push(place);
    }
    out
}

fn persons_file(keys: &Path) -> String {
    keys.join("persons.db").display().to_string()
}

/// Everything that was written can be read.
async fn whole(place: &Place) {
    let store = place.open().await.unwrap();
    let found = store.users().by_email("eva@blomsterhuset.example").await.unwrap().unwrap();
    assert_eq!((found.email.as_str(), found.name.as_str()), ("eva@blomsterhuset.example", "Eva"));
    let bars = store.consents().restrictions_after(0).await.unwrap();
    assert_eq!(bars.iter().map(|bar| bar.bar.subject).collect::<Vec<_>>(), [Surrogate(11)]);
    let persons = PersonKeys::open(&persons_file(place.keys.path())).await.unwrap();
    for person in ["per_000", "per_350", "per_699"] {
        persons.get(store.keys(), person).await.unwrap();
    }
    assert!(store.evidence().check().await.unwrap().intact);
    store.close().await;
}

#[tokio::test]
async fn a_new_master_key_reaches_everything_however_often_it_is_cut_short() {
    for place in filled().await {
        let copy = std::fs::read(place.keys.path().join("master.key")).unwrap();
        assert_eq!(copy.len(), 32);
        assert_eq!(place.begin(KeyUse::Master), KeyStep::Made);
        // A kill right after the key was made, and then again and again after some values.
        whole(&place).await;
        let (mut changed, mut runs) = (0, 0);
        loop {
            assert_eq!(place.begin(KeyUse::Master), KeyStep::GoesOn, "no second key while the first is not done");
            let store = place.open().await.unwrap();
            store.keys_remember().await.unwrap();
            let done = store.key_rewrap(300).await.unwrap();
            assert_eq!(done.unreadable, 0);
            (changed, runs) = (changed + done.changed, runs + 1);
            store.close().await;
            whole(&place).await;
            if done.complete {
                break;
            }
        }
        assert!(runs > 1);
        // Persons, the journal of what was taken back, two choices, the restriction, address and name.
        assert_eq!(changed, 700 + 1 + 2 + 1 + 2);
        place.installation().key_settle(KeyUse::Master).unwrap();
        assert_eq!(place.installation().key_destroy(KeyUse::Master, NOW.plus_ms(-1)).unwrap(), 0, "too early");
        assert_eq!(place.installation().key_destroy(KeyUse::Master, NOW).unwrap(), 1);
        // Nothing was left behind with the key that is gone.
        whole(&place).await;
        let store = place.open().await.unwrap();
        let left = store.key_rewrap(u64::MAX).await.unwrap();
        assert_eq!((left.changed, left.unreadable), (0, 0));
        store.close().await;
        // The first secret opens nothing, and a copy of it from before is not taken for the keys.
        std::fs::write(place.keys.path().join("master.key"), copy).unwrap();
        assert!(matches!(place.open().await, Err(StoreError::KeysMissing(_))));
    }
}

#[tokio::test]
async fn a_key_that_is_gone_too_early_is_seen() {
    let place = filled().await.remove(0);
    place.begin(KeyUse::Master);
    // As if somebody had said that it is done.
    place.installation().key_settle(KeyUse::Master).unwrap();
    place.installation().key_destroy(KeyUse::Master, NOW).unwrap();
    let store = place.open().await.unwrap();
    assert_eq!(store.key_rewrap(u64::MAX).await.unwrap().unreadable, 706);
}

#[tokio::test]
async fn both_keys_of_the_log_sign_that_there_is_another_and_old_checkpoints_count() {
    for place in filled().await {
        let store = place.open().await.unwrap();
        let before = store.evidence().checkpoint().await.unwrap().unwrap();
        let signatures = |note: &str| note.lines().filter(|line| line.starts_with('\u{2014}')).count();
        assert_eq!(signatures(&before.note), 1);
        let old = store.key_public();
        store.close().await;
        assert_eq!(place.begin(KeyUse::Log), KeyStep::Made);
        // A kill here: the old checkpoint is still ours, and so is what comes.
        whole(&place).await;
        assert_eq!(place.begin(KeyUse::Log), KeyStep::GoesOn);
        let store = place.open().await.unwrap();
        assert_ne!(store.key_public(), old);
        let entries = place.installation().keys_list().unwrap();
        let entry = entries.iter().rfind(|entry| entry.what == KeyUse::Log).unwrap();
        for _ in 0..2 {
            store.key_record(entry, NOW).await.unwrap();
        }
        store.key_announce(NOW).await.unwrap();
        let both = store.evidence().checkpoint().await.unwrap().unwrap();
        assert_eq!((signatures(&both.note), both.size), (2, before.size + 1), "written down once");
        let proof = store.evidence().proof("key_log_2").await.unwrap().unwrap();
        assert_eq!(proof.checkpoint, both);
        let audit = authorized::<act::AuditRead>(&tenant());
        let seen = store.audit().page(&audit, i64::MAX, 100).await.unwrap();
        let seen: Vec<_> = seen.iter().filter(|entry| entry.action == "key.rotate").collect();
        assert_eq!(seen.len(), 1);
        assert!(seen[0].detail_json.contains(&store.key_public()));
        store.close().await;
        place.installation().key_settle(KeyUse::Log).unwrap();
        let store = place.open().await.unwrap();
        work!(store, |w| { w.consents().save(&draft(3, 13, vec![])).await }).unwrap();
        store.key_announce(NOW).await.unwrap();
        let after = store.evidence().checkpoint().await.unwrap().unwrap();
        assert_eq!(signatures(&after.note), 1);
        store.close().await;
        whole(&place).await;
        let text = std::fs::read_to_string(place.keys.path().join("master.key")).unwrap();
        assert!(text.contains(&old), "its public half stays");
    }
}

#[tokio::test]
async fn a_checkpoint_that_no_key_of_ours_signed_is_damage() {
    let place = filled().await.remove(0);
    let store = place.open().await.unwrap();
    store.close().await;
    // The same records under keys that never signed them.
    let ring: serde_json::Value = {
        place.begin(KeyUse::Log);
        place.installation().key_settle(KeyUse::Log).unwrap();
        serde_json::from_slice(&std::fs::read(place.keys.path().join("master.key")).unwrap()).unwrap()
    };
    let mut forged = ring.clone();
    forged["log"][0]["public"] = forged["log"][1]["public"].clone();
    std::fs::write(place.keys.path().join("master.key"), forged.to_string()).unwrap();
    let store = place.open().await.unwrap();
    assert_eq!(store.evidence().check().await.unwrap().fault, "signature");
}

/// Everything that is a hash, as the database has it.
async fn hashes(store: &Store, sql: &'static str) -> Vec<String> {
    store.db().read(sql, &[]).await.unwrap().iter().map(|row| row.text(0).unwrap()).collect()
}

#[tokio::test]
async fn what_is_found_by_a_hash_is_found_after_each_new_key_and_with_none_of_before() {
    let subjects = "select subject_hash from consent order by seq";
    for place in filled().await {
        let ring = std::fs::read(place.keys.path().join("master.key")).unwrap();
        let store = place.open().await.unwrap();
        let read = authorized::<act::ConsentRead>(&tenant());
        let id = hjemmel_model::ConsentId::parse("con_1").unwrap();
        let logged = serde_json::to_string(&store.consents().find(&read, &id).await.unwrap()).unwrap();
        let proof = store.evidence().proof("con_1").await.unwrap().unwrap();
        let mut seen = vec![(store.keys().hash("email", b"eva"), hashes(&store, subjects).await)];
        let secret = store.keys().secret("campaign_link", b"msg_1");
        store.close().await;
        let mut copies = vec![ring];
        for number in 2..4 {
            assert_eq!(place.begin(KeyUse::Lookup), KeyStep::Made);
            // Killed right after the key was made, and by a server that comes next.
            whole(&place).await;
            let entries = place.installation().keys_list().unwrap();
            let newest = entries.iter().rfind(|entry| entry.what == KeyUse::Lookup).unwrap();
            assert_eq!((newest.number, newest.replaced_at), (number, None));
            place.installation().key_settle(KeyUse::Lookup).unwrap();
            let store = place.open().await.unwrap();
            let now = (store.keys().hash("email", b"eva"), hashes(&store, subjects).await);
            assert!(seen.iter().all(|before| before.0 != now.0 && before.1 != now.1), "stored anew");
            seen.push(now);
            // What is said of a browser, and was logged, stays.
            let found = store.consents().find(&read, &id).await.unwrap();
            assert_eq!(serde_json::to_string(&found).unwrap(), logged);
            assert!(store.evidence().leaf_fits("con_1", &logged, &proof.leaf_hash));
            assert_eq!(store.consents().history(&read, &id).await.unwrap(), [found]);
            let made: Vec<_> = store.keys().secrets("campaign_link", b"msg_1").collect();
            assert_eq!((made.len() as u32, made.last()), (number, Some(&secret)), "what was given away is known again");
            assert_eq!(made.iter().collect::<std::collections::BTreeSet<_>>().len(), made.len());
            store.close().await;
            // Any copy of the keys from before is refused.
            let file = place.keys.path().join("master.key");
            let ring = std::fs::read(&file).unwrap();
            for copy in &copies {
                std::fs::write(&file, copy).unwrap();
                assert!(matches!(place.open().await, Err(StoreError::KeysMissing(_))));
            }
            std::fs::write(&file, &ring).unwrap();
            copies.push(ring);
            assert_eq!(place.installation().key_destroy(KeyUse::Lookup, NOW).unwrap(), 0, "each is needed");
        }
    }
}

#[tokio::test]
async fn a_file_of_keys_from_before_lookups_had_more_than_one_is_read() {
    let place = filled().await.remove(0);
    place.begin(KeyUse::Master);
    let file = place.keys.path().join("master.key");
    let mut ring: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    ring["lookup"] = ring["lookup"][0]["secret"].clone();
    ring["format"] = "hjemmel keys 2".into();
    std::fs::write(&file, ring.to_string()).unwrap();
    whole(&place).await;
    // A key that is missing between others is damage: what it sealed would be found no more.
    place.begin(KeyUse::Lookup);
    let mut ring: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    ring["lookup"][0]["secret"] = serde_json::Value::Null;
    std::fs::write(&file, ring.to_string()).unwrap();
    assert!(matches!(place.open().await, Err(StoreError::Damaged(_))));
}
