//! Browsers and addresses that are joined with a person, and such as are not.

use hjemmel_store::work;

use super::{
    person::{link, pause},
    *,
};

#[tokio::test]
async fn whoever_is_paused_stays_so_without_their_key_and_beside_damage() {
    for (store, db) in stores().await {
        let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        let granted = PurposeSet(0b1_0001);
        let browser = crate::draft(70, VISITOR, vec![]);
        let draft = ConsentDraft { granted, subject: (Surrogate(VISITOR), Surrogate(77)), ..browser };
        let saved = work!(store, |w| { w.consents().save(&draft).await }).unwrap();
        link(&store, &found, saved.seq).await.unwrap();
        assert_eq!(store.people().paused_browsers().await.unwrap(), (vec![], 0));
        assert!(!store.people().pauses_reach(&site_id(), saved.seq).await.unwrap());
        pause(&store, &found).await;
        let numbers = vec![Surrogate(77), Surrogate(VISITOR)];
        assert_eq!(store.people().paused_browsers().await.unwrap(), (numbers.clone(), 0));
        assert!(store.people().pauses_reach(&site_id(), saved.seq).await.unwrap());
        let file = sqlx::SqlitePool::connect(&format!("sqlite:{}", db.persons())).await.unwrap();
        for change in ["update person_key set key_enc = 'damaged'", "delete from person_key"] {
            sqlx::query(change).execute(&file).await.unwrap();
            assert_eq!(store.people().paused_browsers().await.unwrap(), (numbers.clone(), 1), "{change}");
        }
    }
}

#[tokio::test]
async fn a_browser_that_two_people_use_is_joined_with_neither_by_guessing() {
    for (store, _db) in stores().await {
        let eva = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        let bo = signed_up(&store, &sign_up(2, "bo@blomsterhuset.example", "another")).await.unwrap();
        link(&store, &eva, GrantSeq(3)).await.unwrap();
        assert!(matches!(link(&store, &bo, GrantSeq(3)).await, Err(StoreError::Changed(_))));
        link(&store, &eva, GrantSeq(5)).await.unwrap();
        let links = store.links().list(&reader(&tenant()), &eva.person).await.unwrap();
        assert_eq!(links.iter().map(|l| l.grant.0).collect::<Vec<_>>(), [5], "again, under the newer choice");
        let auth = authorized::<act::PersonWithdraw>(&tenant());
        assert!(
            work!(store, |w| { w.links().remove(&auth, &bo.person, &links[0].id, NOW).await }).is_err(),
            "it is not theirs to part"
        );
        work!(store, |w| { w.links().remove(&auth, &eva.person, &links[0].id, NOW).await }).unwrap();
        assert!(store.links().list(&reader(&tenant()), &eva.person).await.unwrap().is_empty());
        link(&store, &bo, GrantSeq(6)).await.unwrap();
        // Eva's erasure takes nothing of a browser that was parted from her.
        let erase = authorized::<act::PersonErase>(&tenant());
        let erased = erase_now(&store, &erase, &draft(1, &eva.person, false)).await.unwrap();
        assert!(erased.bars.is_empty() && store.links().list(&reader(&tenant()), &bo.person).await.unwrap().len() == 1);
    }
}

#[tokio::test]
async fn two_people_are_not_made_one_by_the_way() {
    for (store, _db) in stores().await {
        signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        signed_up(&store, &sign_up(2, "bo@blomsterhuset.example", "another")).await.unwrap();
        let auth = authorized::<act::PersonWrite>(&tenant());
        let put = |emails: &[&str], attributes: &[(&str, &str)]| PersonDraft {
            person: PersonId::parse("per_n").unwrap(),
            identifiers: (0..)
                .zip(emails)
                .map(|(n, e)| {
                    (IdentifierId::parse(&format!("idn_n{n}")).unwrap(), IdentifierKind::Email, (*e).to_owned())
                })
                .collect(),
            language: None,
            attributes: attributes.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            source: "shop".into(),
            at: NOW,
            despite_pause: None,
        };
        let both = store.people().put(&auth, &put(&[EMAIL, "bo@blomsterhuset.example"], &[])).await;
        assert!(matches!(both, Err(StoreError::Taken(_))));
        let id =
            store.people().put(&auth, &put(&["ny@x.example"], &[("city", "Aarhus"), ("plan", "gold")])).await.unwrap();
        assert_eq!(
            store.people().put(&auth, &put(&["ny@x.example"], &[("city", ""), ("plan", "silver")])).await.unwrap(),
            id
        );
        let read = authorized::<act::PersonRead>(&tenant());
        let known: Vec<_> =
            store.people().attributes(&read, &id).await.unwrap().into_iter().map(|a| (a.name, a.value)).collect();
        assert_eq!(known, [("plan".to_owned(), "silver".to_owned())]);
        let many: Vec<(String, String)> = (0..60).map(|n| (format!("a{n}"), "x".to_owned())).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        assert!(matches!(store.people().put(&auth, &put(&["ny@x.example"], &many)).await, Err(StoreError::TooMany(_))));
        assert_eq!(store.people().attributes(&read, &id).await.unwrap().len(), 1, "all or nothing");
    }
}
