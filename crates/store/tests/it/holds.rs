//! It holds: a full disk, a second server, a damaged log, lost keys, a clock that is wrong.

use hjemmel_store::work;
use std::sync::Arc;

use hjemmel_policy::act;
use hjemmel_store::*;
use hjemmel_testkit::{FreshDb, Seeded, authorized, fresh_dbs, fresh_postgres, fresh_sqlite};

use crate::{NOW, draft, stores, tenant};

async fn choose(store: &Store, number: u32) -> Result<(), StoreError> {
    work!(store, |w| { w.consents().save(&draft(number, i64::from(number), vec![])).await }).map(|_| ())
}

async fn number_all(store: &Store) -> Result<usize, StoreError> {
    let mut frontier = store.evidence().frontier().await?;
    store.evidence().sequence(&mut frontier, NOW).await
}

#[tokio::test]
async fn after_a_full_disk_it_writes_again_as_soon_as_there_is_room() {
    let (store, _db) = stores().await.remove(0);
    let Pools::Sqlite { write, .. } = store.db().pools() else { panic!("sqlite comes first") };
    choose(&store, 1).await.unwrap();
    // The file may not grow: that is what a full disk looks like to this connection, and only to this one.
    sqlx::query("pragma max_page_count = 1").fetch_one(write).await.unwrap();
    let mut refused = 0;
    let mut number = 2;
    while refused == 0 {
        match choose(&store, number).await {
            Ok(()) => number += 1,
            Err(error) => {
                assert!(error.to_string().contains("disk_full"), "{error}");
                refused += 1;
            }
        }
        assert!(number < 10_000, "it never filled up");
    }
    assert!(store.trouble().is_none_or(|t| t == Trouble::Full));
    // There is room again, because the connection that met the full disk was not kept.
    choose(&store, 50_000).await.unwrap();
    assert_eq!(store.trouble(), None);
    let read = authorized::<act::ConsentRead>(&tenant());
    let kept = store.consents().page(&read, &crate::site_id(), i64::MAX, 20_000).await.unwrap();
    assert_eq!(kept.len(), usize::try_from(number).unwrap(), "nothing half, nothing lost");
}

#[tokio::test]
async fn trouble_is_known_while_it_lasts_and_ends_with_it() {
    let (store, _db) = stores().await.remove(0);
    let Pools::Sqlite { write, .. } = store.db().pools() else { panic!("sqlite comes first") };
    // Nothing may be written at all, by this and no later connection.
    sqlx::query("pragma query_only = on").execute(write).await.unwrap();
    assert!(store.write_try(NOW).await.is_err());
    assert_eq!(store.trouble(), Some(Trouble::ReadOnly));
    store.write_try(NOW).await.unwrap();
    assert_eq!(store.trouble(), None);
}

#[tokio::test]
async fn one_server_a_database() {
    for db in fresh_dbs().await {
        let first = Lease::take(&db.url).await.unwrap();
        assert!(matches!(Lease::try_take(&db.url).await, Err(StoreError::Held)), "{}", db.url);
        drop(first);
        Lease::take(&db.url).await.unwrap();
    }
}

async fn served(db: &FreshDb) -> Store {
    let keys = Arc::new(Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap());
    let lease = Lease::take(&db.url).await.unwrap();
    Store::open(&db.url, keys, &db.persons()).await.unwrap().holding(lease)
}

#[tokio::test]
async fn a_server_that_was_paused_while_another_came_writes_no_more() {
    let db = fresh_postgres().await;
    let paused = served(&db).await;
    work!(paused, |w| { w.organisations().insert(&tenant(), "A", NOW).await }).unwrap();
    paused.lease_hold().await.unwrap();
    // Its session ends, as when the network is gone for long; the other does not know of it.
    let Pools::Postgres { pool, .. } = paused.db().pools() else { panic!("postgres") };
    let end = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = \
        (select oid from pg_database where datname = current_database())";
    sqlx::query(end).execute(pool).await.unwrap();
    let other = served(&db).await;
    other.write_try(NOW).await.unwrap();
    assert!(matches!(paused.write_try(NOW).await, Err(StoreError::Superseded)));
    assert_eq!(paused.trouble(), Some(Trouble::Superseded));
    assert!(matches!(paused.lease_hold().await, Err(StoreError::Superseded)), "so it ends");
    other.lease_hold().await.unwrap();
    other.write_try(NOW).await.unwrap();
}

#[tokio::test]
async fn a_lost_session_is_made_again_while_nobody_else_came() {
    let db = fresh_postgres().await;
    let store = served(&db).await;
    let Pools::Postgres { pool, .. } = store.db().pools() else { panic!("postgres") };
    let end = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and database = \
        (select oid from pg_database where datname = current_database())";
    sqlx::query(end).execute(pool).await.unwrap();
    store.lease_hold().await.unwrap();
    store.write_try(NOW).await.unwrap();
    assert!(matches!(Lease::try_take(&db.url).await, Err(StoreError::Held)), "and is held again");
}

#[tokio::test]
async fn two_sequencers_never_give_a_number_twice() {
    for (store, _db) in stores().await {
        choose(&store, 1).await.unwrap();
        let mut one = store.evidence().frontier().await.unwrap();
        let mut other = one.clone();
        assert_eq!(store.evidence().sequence(&mut one, NOW).await.unwrap(), 1);
        choose(&store, 2).await.unwrap();
        let late = store.evidence().sequence(&mut other, NOW).await;
        assert!(matches!(late, Err(StoreError::Changed(_))), "{late:?}");
        let mut other = store.evidence().frontier().await.unwrap();
        assert_eq!(other, one);
        assert_eq!(store.evidence().sequence(&mut other, NOW).await.unwrap(), 1);
        assert!(store.evidence().check().await.unwrap().intact);
    }
}

/// Whether a record's proof leads to the signed root.
async fn proves(store: &Store, number: u32) -> bool {
    let Some(proof) = store.evidence().proof(&format!("con_{number}")).await.unwrap() else { return false };
    let hash = |text: &str| -> [u8; 32] {
        let bytes: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&text[i * 2..i * 2 + 2], 16).unwrap()).collect();
        bytes.try_into().unwrap()
    };
    let path: Vec<_> = proof.path.iter().map(|h| hash(h)).collect();
    let (index, size) = (proof.leaf_index as u64, proof.checkpoint.size as u64);
    inclusion_verify(hash(&proof.leaf_hash), index, size, &path, &hash(&proof.checkpoint.root))
}

#[tokio::test]
async fn every_record_of_a_log_over_several_levels_proves_itself() {
    for (store, _db) in stores().await {
        for number in 0..300 {
            choose(&store, number).await.unwrap();
            if number % 37 == 0 {
                number_all(&store).await.unwrap();
            }
        }
        number_all(&store).await.unwrap();
        let frontier = store.evidence().frontier().await.unwrap();
        assert_eq!(frontier.size(), 300);
        for number in (0..300).step_by(7) {
            assert!(proves(&store, number).await, "{number}");
        }
        // Without what is stored beside the leaves it is made again.
        let text = "delete from evidence_node";
        match store.db().pools() {
            Pools::Sqlite { write, .. } => sqlx::query(text).execute(write).await.map(|_| ()).unwrap(),
            Pools::Postgres { pool, .. } => sqlx::query(text).execute(pool).await.map(|_| ()).unwrap(),
        }
        assert_eq!(store.evidence().frontier().await.unwrap(), frontier);
        assert!(proves(&store, 299).await);
    }
}

#[tokio::test]
async fn a_damaged_log_is_said_and_a_new_one_refers_to_it() {
    for (store, _db) in stores().await {
        for number in 0..40 {
            choose(&store, number).await.unwrap();
        }
        number_all(&store).await.unwrap();
        let owner = authorized::<act::EvidenceRestart>(&tenant());
        let refused = store.evidence().restart(&owner, "to try", NOW).await;
        assert!(matches!(refused, Err(StoreError::Changed(_))), "a log that is whole goes on: {refused:?}");
        let before = store.evidence().checkpoint().await.unwrap().unwrap();
        let text = "update evidence set leaf_hash = (select e.leaf_hash from evidence e where e.leaf_index = 4) where leaf_index = 3";
        match store.db().pools() {
            Pools::Sqlite { write, .. } => sqlx::query(text).execute(write).await.map(|_| ()).unwrap(),
            Pools::Postgres { pool, .. } => sqlx::query(text).execute(pool).await.map(|_| ()).unwrap(),
        }
        let found = store.evidence().check().await.unwrap();
        assert_eq!((found.intact, found.fault.as_str()), (false, "root"));
        let begun = store.evidence().restart(&owner, "a disk went bad", NOW).await.unwrap();
        assert_eq!((begun.log, begun.previous.clone()), (2, Some(before)), "it refers to the old one");
        number_all(&store).await.unwrap();
        assert!(store.evidence().check().await.unwrap().intact);
        assert!(proves(&store, 0).await && proves(&store, 39).await, "what was entered again proves itself");
        let newest = store.evidence().checkpoint().await.unwrap().unwrap();
        assert_eq!((newest.log, newest.size), (2, 41));
        assert!(newest.note.starts_with("hjemmel.local/evidence/2\n41\n"), "{}", newest.note);
    }
}

#[tokio::test]
async fn lost_keys_are_refused_and_never_replaced() {
    let db = fresh_sqlite();
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("keys");
    let open = async || {
        let installation = Installation { database: &db.url, keys: &keys };
        installation.open(Box::new(Seeded::default())).await
    };
    let store = open().await.unwrap();
    work!(store, |w| { w.organisations().insert(&tenant(), "A", NOW).await }).unwrap();
    store.close().await;
    open().await.unwrap().close().await;
    for name in ["persons.db", "master.key"] {
        let (there, away) = (keys.join(name), keys.join("away"));
        std::fs::rename(&there, &away).unwrap();
        let refused = open().await;
        assert!(matches!(refused, Err(StoreError::KeysMissing(_))), "{name}: {refused:?}");
        assert!(!there.exists(), "{name} was not made again");
        std::fs::rename(&away, &there).unwrap();
    }
    // Others in their place are no better.
    std::fs::write(keys.join("master.key"), [7; 32]).unwrap();
    assert!(matches!(open().await, Err(StoreError::KeysMissing(_))));
}

#[tokio::test]
async fn time_is_odd_when_it_is_far_from_what_was_seen() {
    for (store, _db) in stores().await {
        assert_eq!(store.retention().time_is_odd(NOW).await.unwrap(), None, "nothing was seen yet");
        store.retention().time_raise(NOW).await.unwrap();
        for (at, odd) in [
            (NOW.plus_days(6), None),
            (NOW.plus_days(8), Some("ahead")),
            (NOW.plus_ms(-60_000), None),
            (NOW.plus_days(-1), Some("back")),
        ] {
            assert_eq!(store.retention().time_is_odd(at).await.unwrap(), odd);
        }
        let auth = authorized::<act::RetentionConfirm>(&tenant());
        store.retention().time_confirm(&auth, NOW.plus_days(400)).await.unwrap();
        assert_eq!(store.retention().time_is_odd(NOW.plus_days(401)).await.unwrap(), None);
        store.retention().time_confirm(&auth, NOW).await.unwrap();
        assert_eq!(
            store.retention().time_is_odd(NOW).await.unwrap(),
            None,
            "a person may also say that it was wrong before"
        );
    }
}
