//! Keys: they go with the person they belong to, and what is left without one goes too.

use hjemmel_testkit::{FreshDb, Seeded};

use super::*;

#[tokio::test]
async fn a_kill_between_the_rows_and_the_key_leaves_a_job_that_destroys_it() {
    for (store, _db) in stores().await {
        let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        let auth = authorized::<act::PersonErase>(&tenant());
        erase_now(&store, &auth, &draft(1, &found.person, false)).await.unwrap();
        let job = store.jobs().claim(NOW, 1_000).await.unwrap().unwrap();
        assert_eq!((job.kind.as_str(), job.payload.contains(found.person.as_str())), ("erasure", true));
    }
}

#[tokio::test]
async fn a_backup_of_the_data_reads_nobody_whose_key_was_destroyed() {
    let (store, db) = stores().await.remove(0);
    let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
    let other = signed_up(&store, &sign_up(2, "bo@blomsterhuset.example", "another")).await.unwrap();
    // A backup of the database, without the key folder.
    let backup: FreshDb = hjemmel_testkit::fresh_sqlite();
    let path = backup.url.trim_start_matches("sqlite:").to_owned();
    let Pools::Sqlite { write, .. } = store.db().pools() else { panic!("sqlite") };
    sqlx::query("vacuum into $1").bind(&path).execute(write).await.unwrap();
    let auth = authorized::<act::PersonErase>(&tenant());
    let erased = erase_now(&store, &auth, &draft(1, &found.person, false)).await.unwrap();
    store.erasures().keys(&erased.work, NOW).await.unwrap();
    store.close().await;

    let keys = std::sync::Arc::new(Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap());
    let restored = Store::open(&backup.url, keys, &db.persons()).await.unwrap();
    let read = authorized::<act::PersonRead>(&tenant());
    assert!(restored.people().find(&read, &other.person).await.is_ok(), "the backup is good");
    assert!(matches!(
        restored.people().find(&read, &found.person).await,
        Err(StoreError::NotFound("key of this person"))
    ));
    let to = hjemmel_policy::Recipient { person: found.person.clone(), identifier: found.identifier.clone() };
    assert!(restored.people().identifier_value(&reader(&tenant()), &to).await.is_err());
    // The key's file itself holds no page with it any more.
    let mut bytes = std::fs::read(db.persons()).unwrap();
    bytes.extend(std::fs::read(format!("{}-wal", db.persons())).unwrap_or_default());
    let has = |needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    assert!(has(other.person.as_str()) && !has(found.person.as_str()));
}

#[tokio::test]
async fn keys_that_belong_to_nobody_are_swept_up() {
    for (store, db) in stores().await {
        let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        let keys = PersonKeys::open(&db.persons()).await.unwrap();
        let ring = Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap();
        let orphan = PersonId::parse("per_orphan").unwrap();
        let fresh = PersonId::new(NOW.plus_ms(-60_000), &Seeded::default());
        for person in [&orphan, &fresh] {
            keys.make(&ring, person.as_str()).await.unwrap();
        }
        let auth = authorized::<act::RetentionRun>(&tenant());
        assert_eq!(store.retention().expire(&auth, NOW, None, 35).await.unwrap().keys, 1);
        assert!(keys.get(&ring, orphan.as_str()).await.is_err());
        assert!(keys.get(&ring, fresh.as_str()).await.is_ok(), "somebody may be signing up with it right now");
        assert!(keys.get(&ring, found.person.as_str()).await.is_ok());
    }
}

#[tokio::test]
async fn however_many_never_confirm_all_of_them_go_with_their_keys() {
    let (store, db) = stores().await.remove(0);
    for n in 1..=250 {
        signed_up(&store, &sign_up(n, &format!("p{n}@blomsterhuset.example"), &format!("secret-{n}"))).await.unwrap();
    }
    let auth = authorized::<act::RetentionRun>(&tenant());
    let early = store.retention().expire(&auth, NOW.plus_days(14).plus_ms(-1), None, 35).await.unwrap();
    assert_eq!(early.unconfirmed, 0);
    let gone = store.retention().expire(&auth, NOW.plus_days(14), None, 35).await.unwrap();
    assert_eq!((gone.unconfirmed, gone.keys), (250, 250));
    let read = authorized::<act::PersonRead>(&tenant());
    assert_eq!(store.people().count(&read).await.unwrap(), 0);
    let keys = PersonKeys::open(&db.persons()).await.unwrap();
    let ring = Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap();
    assert!(keys.get(&ring, "per_7").await.is_err());
}
