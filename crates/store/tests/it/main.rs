//! The store on both databases.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says where")]

mod account;
mod data_map;
mod erasure;
mod holds;
mod job;
mod ledger;
mod plans;
mod rotation;
mod sign_up;
mod witness;

use hjemmel_store::work;
use std::sync::Arc;

use hjemmel_model::*;
use hjemmel_policy::{Actor, act, authorize_staff};
use hjemmel_store::*;
use hjemmel_testkit::{Seeded, authorized, fresh_dbs};

const NOW: AtMs = AtMs(1_795_000_000_000);

fn tenant() -> TenantId {
    TenantId::parse("ten_a").unwrap()
}

fn site_id() -> SiteId {
    SiteId::parse("site_a").unwrap()
}

pub(crate) async fn stores() -> Vec<(Store, hjemmel_testkit::FreshDb)> {
    let mut out = Vec::new();
    for db in fresh_dbs().await {
        let keys = Arc::new(Keyring::from_master(&[9; 32], Box::new(Seeded::default())).unwrap());
        let store = Store::open(&db.url, keys, &db.persons()).await.unwrap();
        work!(store, |w| { w.organisations().insert(&tenant(), "A", NOW).await }).unwrap();
        let auth = authorized::<act::SiteWrite>(&tenant());
        work!(store, |w| { w.sites().insert(&auth, &site(), NOW).await }).unwrap();
        out.push((store, db));
    }
    out
}

fn site() -> Site {
    Site {
        id: site_id(),
        tenant: tenant(),
        key: "key-a".into(),
        name: "A".into(),
        hosts: vec!["a.example".into()],
        law: LawPack::Dk,
        time_zone: "Europe/Copenhagen".into(),
        currency: "DKK".into(),
        aggregate: AggregateLane::Off,
        aggregate_assessment: String::new(),
        listed_paths: vec![],
        conversions: vec!["purchase".into()],
        properties: vec![],
        revenue: Default::default(),
    }
}

fn draft(number: u32, analytics: i64, taken_back: Vec<(Surrogate, PurposeSet)>) -> ConsentDraft {
    ConsentDraft {
        id: ConsentId::parse(&format!("con_{number}")).unwrap(),
        site: site_id(),
        event: ConsentEvent::Given,
        granted: PurposeSet(1),
        refused: PurposeSet(2),
        notice_version: 1,
        notice_hash: NoticeHash("sha256:00".into()),
        language: Language::Da,
        ui_build: "b1".into(),
        act: Act { layer: 1, control: ChoiceControl::AcceptAll, trusted: true },
        gpc: false,
        law: LawPack::Dk,
        at: NOW,
        expires_at: NOW.plus_months(6),
        subject: (Surrogate(analytics), Surrogate(0)),
        taken_back,
        after: None,
        proof_until: NOW.plus_months(18),
    }
}

#[tokio::test]
async fn every_query_is_prepared_on_both_databases() {
    use sqlx::{Executor, SqlSafeStr};
    for (store, db) in stores().await {
        assert!(QUERIES.len() > 40, "the list has the queries");
        for (name, text) in QUERIES {
            let prepared = if db.url.starts_with("sqlite") {
                let Pools::Sqlite { write, .. } = store.db().pools() else { panic!("sqlite") };
                write.prepare((*text).into_sql_str()).await.map(|_| ())
            } else {
                let Pools::Postgres { pool, .. } = store.db().pools() else { panic!("postgres") };
                pool.prepare((*text).into_sql_str()).await.map(|_| ())
            };
            prepared.unwrap_or_else(|e| panic!("{name}: {e}"));
        }
    }
}

#[tokio::test]
async fn every_sql_file_is_in_the_list() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("sql");
    for folder in std::fs::read_dir(&root).unwrap().map(|e| e.unwrap()) {
        let word = folder.file_name().into_string().unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap()) {
            let verb = file.file_name().into_string().unwrap();
            let path = format!("{word}/{}", verb.trim_end_matches(".sql"));
            assert!(word == "migrations" || QUERIES.iter().any(|(name, _)| *name == path), "{path} is not used");
        }
    }
}

#[tokio::test]
async fn a_choice_is_recorded_with_evidence_and_withdrawn_into_the_feed() {
    for (store, _db) in stores().await {
        let saved = work!(store, |w| { w.consents().save(&draft(1, 42, vec![])).await }).unwrap();
        assert_eq!(saved, ConsentSaved { seq: GrantSeq(1), bars: vec![] });
        let read = authorized::<act::ConsentRead>(&tenant());
        let page = store.consents().page(&read, &site_id(), i64::MAX, 10).await.unwrap();
        assert_eq!((page.len(), page[0].granted, page[0].act.layer), (1, PurposeSet(1), 1));
        let other = authorized::<act::ConsentRead>(&TenantId::parse("ten_b").unwrap());
        assert!(store.consents().page(&other, &site_id(), i64::MAX, 10).await.unwrap().is_empty());
        assert!(store.consents().find(&other, &page[0].id).await.is_err(), "another organisation sees nothing");

        let auth = authorized::<act::ConsentWithdraw>(&tenant());
        let new_id = ConsentId::parse("con_w").unwrap();
        let done =
            work!(store, |w| { w.consents().withdraw(&auth, &page[0].id, &new_id, NOW.plus_ms(5)).await }).unwrap();
        assert_eq!((done.bars.len(), done.bars[0].subject, done.bars[0].lowest), (1, Surrogate(42), GrantSeq(2)));
        let feed = store.consents().restrictions_after(0).await.unwrap();
        assert_eq!(feed.iter().map(|r| r.bar).collect::<Vec<_>>(), done.bars);
        assert!(store.consents().restrictions_after(feed[0].seq).await.unwrap().is_empty());
        assert_eq!(store.consents().history(&read, &page[0].id).await.unwrap().len(), 2);

        let mut frontier = store.evidence().frontier().await.unwrap();
        assert_eq!(store.evidence().sequence(&mut frontier, NOW).await.unwrap(), 2);
        assert_eq!(store.evidence().sequence(&mut frontier, NOW).await.unwrap(), 0);
        assert_eq!(store.evidence().frontier().await.unwrap().root(), frontier.root());
        let proof = store.evidence().proof("con_1").await.unwrap().unwrap();
        let hash = |h: &str| -> [u8; 32] {
            let bytes: Vec<u8> = (0..32).map(|i| u8::from_str_radix(&h[i * 2..i * 2 + 2], 16).unwrap()).collect();
            bytes.try_into().unwrap()
        };
        let path: Vec<_> = proof.path.iter().map(|h| hash(h)).collect();
        let size = proof.checkpoint.size as u64;
        let root = hash(&proof.checkpoint.root);
        assert!(inclusion_verify(hash(&proof.leaf_hash), proof.leaf_index as u64, size, &path, &root));
        let content = serde_json::to_string(&store.consents().find(&read, &page[0].id).await.unwrap()).unwrap();
        assert_eq!(store.evidence().leaf("con_1", &content), proof.leaf_hash, "the record as read is what was logged");
    }
}

#[tokio::test]
async fn many_choices_at_once_get_numbers_of_their_own() {
    for (store, _db) in stores().await {
        let tasks: Vec<_> = (0..24)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move {
                    let taken = vec![(Surrogate(i64::from(n) + 1), PurposeSet(1))];
                    let draft = draft(n, i64::from(n) + 1, taken);
                    work!(store, |w| { w.consents().save(&draft).await }).unwrap().seq.0
                })
            })
            .collect();
        let mut seqs = Vec::new();
        for task in tasks {
            seqs.push(task.await.unwrap());
        }
        seqs.sort_unstable();
        assert_eq!(seqs, (1..=24).collect::<Vec<_>>());
        assert_eq!(store.consents().restrictions_after(0).await.unwrap().len(), 24);
    }
}

#[tokio::test]
async fn sums_add_up() {
    for (store, _db) in stores().await {
        let one = |n| (site_id(), TallyKind::Refusal, Tally { day: "2026-11-22".into(), item: "undecided".into(), n });
        work!(store, |w| { w.tallies().add(&[one(2), one(3)]).await }).unwrap();
        work!(store, |w| { w.tallies().add(&[one(5)]).await }).unwrap();
        let sums = store.tallies().sum(&site_id(), TallyKind::Refusal, "2026-11-01", "2026-11-30").await.unwrap();
        assert_eq!(sums, [Tally { day: "2026-11-22".into(), item: "undecided".into(), n: 10 }]);
        assert!(store.tallies().sum(&site_id(), TallyKind::View, "2026-11-01", "2026-11-30").await.unwrap().is_empty());
    }
}

fn user(number: u32, email: &str, role: Role) -> UserDraft {
    UserDraft {
        id: UserId::parse(&format!("usr_{number}")).unwrap(),
        tenant: tenant(),
        email: email.into(),
        name: "Eva".into(),
        role,
        password_phc: "$argon2id$x".into(),
    }
}

#[tokio::test]
async fn staff_sign_in_by_address_and_the_last_owner_stays() {
    for (store, _db) in stores().await {
        let eva = user(1, "Eva@Blomsterhuset.example ", Role::Owner);
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        let again =
            work!(store, |w| { w.users().insert(&user(2, "eva@blomsterhuset.EXAMPLE", Role::Support), NOW).await });
        assert!(matches!(again, Err(StoreError::Taken("address"))), "{again:?}");
        let found = store.users().by_email(" eva@blomsterhuset.example").await.unwrap().unwrap();
        assert_eq!((found.email.as_str(), found.role), ("Eva@Blomsterhuset.example", Role::Owner));

        let auth = authorize_staff::<act::TeamWrite>(&tenant(), &eva.id, Role::Owner).unwrap();
        assert!(work!(store, |w| { w.users().set_role(&auth, &eva.id, Role::Support, NOW).await }).is_err());
        assert!(work!(store, |w| { w.users().remove(&auth, &eva.id, NOW).await }).is_err());
        assert_eq!(store.users().by_id(&eva.id).await.unwrap().unwrap().role, Role::Owner);
        assert!(matches!(auth.actor(), Actor::Staff { .. }));

        let id = SessionId::parse("ses_1").unwrap();
        let session = Session {
            id: id.clone(),
            device: "Firefox".into(),
            created_at: NOW,
            seen_at: NOW,
            expires_at: NOW.plus_days(1),
        };
        work!(store, |w| { w.sessions().insert(&eva.id, "secret", &session, None).await }).unwrap();
        assert_eq!(store.sessions().by_token("secret", NOW).await.unwrap().unwrap().user, eva.id);
        assert!(store.sessions().by_token("secret", NOW.plus_days(2)).await.unwrap().is_none());
        assert!(store.sessions().by_token("other", NOW).await.unwrap().is_none());
        work!(store, |w| { w.sessions().delete(&eva.id, &id).await }).unwrap();
        assert!(store.sessions().by_token("secret", NOW).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_link_works_once() {
    for (store, _db) in stores().await {
        let link = Link { kind: LinkKind::Invitation, tenant: tenant(), subject: String::new(), role: Role::Analyst };
        work!(store, |w| { w.staff_links().insert("s3cret", &link, &Actor::Job("test"), NOW, NOW.plus_days(7)).await })
            .unwrap();
        assert_eq!(store.staff_links().find("s3cret", NOW).await.unwrap(), Some(link));
        assert_eq!(store.staff_links().find("s3cret", NOW.plus_days(8)).await.unwrap(), None);
        work!(store, |w| { w.staff_links().join("s3cret", &user(1, "a@b.example", Role::Analyst), NOW).await })
            .unwrap();
        let twice =
            work!(store, |w| { w.staff_links().join("s3cret", &user(2, "c@d.example", Role::Analyst), NOW).await });
        assert!(matches!(twice, Err(StoreError::NotFound("link"))));
        assert!(store.users().by_email("c@d.example").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn no_address_name_or_surrogate_lies_in_the_clear() {
    let (store, db) = stores().await.remove(0);
    work!(store, |w| { w.users().insert(&user(1, "eva@blomsterhuset.example", Role::Owner), NOW).await }).unwrap();
    let surrogate = 4_242_424_242_424_242;
    work!(store, |w| { w.consents().save(&draft(1, surrogate, vec![(Surrogate(surrogate), PurposeSet(1))])).await })
        .unwrap();
    store.close().await;
    let path = db.url.trim_start_matches("sqlite:").to_owned();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
    let has = |needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
    assert!(has(b"con_1"), "the search sees the file");
    assert!(!has(b"blomsterhuset.example") && !has(surrogate.to_string().as_bytes()) && !has(&surrogate.to_be_bytes()));
}

#[tokio::test]
async fn a_browser_keeps_its_history_whatever_surrogates_it_has() {
    for (store, _db) in stores().await {
        let first = work!(store, |w| { w.consents().save(&draft(1, 42, vec![])).await }).unwrap();
        // Statistics is dropped and ads is kept: the surrogates share nothing.
        let ads = ConsentDraft {
            subject: (Surrogate(0), Surrogate(77)),
            after: Some(first.seq),
            taken_back: vec![(Surrogate(42), PurposeSet(u32::MAX))],
            ..draft(2, 0, vec![])
        };
        let second = work!(store, |w| { w.consents().save(&ads).await }).unwrap();
        let third = ConsentDraft { after: Some(second.seq), ..draft(3, 99, vec![]) };
        work!(store, |w| { w.consents().save(&third).await }).unwrap();
        work!(store, |w| { w.consents().save(&draft(4, 7, vec![])).await }).unwrap();
        let read = authorized::<act::ConsentRead>(&tenant());
        let ids = |records: Vec<ConsentRecord>| records.into_iter().map(|r| r.id.to_string()).collect::<Vec<_>>();
        for id in ["con_1", "con_2", "con_3"] {
            let history = store.consents().history(&read, &ConsentId::parse(id).unwrap()).await.unwrap();
            assert_eq!(ids(history), ["con_3", "con_2", "con_1"], "B-20");
        }
        // Staff take it back for the person: every surrogate the browser ever had is closed.
        let auth = authorized::<act::ConsentWithdraw>(&tenant());
        let id = ConsentId::parse("con_2").unwrap();
        let done =
            work!(store, |w| { w.consents().withdraw(&auth, &id, &ConsentId::parse("con_w").unwrap(), NOW).await })
                .unwrap();
        let mut closed: Vec<_> = done.bars.iter().map(|b| b.subject.0).collect();
        closed.sort_unstable();
        assert_eq!(closed, [42, 77, 99]);
    }
}

#[tokio::test]
async fn proof_ends_with_its_time_and_nothing_leads_back() {
    for (store, _db) in stores().await {
        work!(store, |w| { w.consents().save(&draft(1, 42, vec![])).await }).unwrap();
        work!(store, |w| {
            w.consents().save(&ConsentDraft { after: Some(GrantSeq(1)), ..draft(2, 42, vec![]) }).await
        })
        .unwrap();
        work!(store, |w| {
            w.consents().save(&ConsentDraft { proof_until: NOW.plus_months(30), ..draft(3, 7, vec![]) }).await
        })
        .unwrap();
        let mut frontier = store.evidence().frontier().await.unwrap();
        store.evidence().sequence(&mut frontier, NOW).await.unwrap();
        let auth = authorized::<act::RetentionRun>(&tenant());
        let early = store.retention().expire(&auth, NOW.plus_months(18).plus_ms(-1), None, 35).await.unwrap();
        assert_eq!(early.proofs, 0);
        let done = store.retention().expire(&auth, NOW.plus_months(18), None, 35).await.unwrap();
        assert_eq!((done.proofs, done.restrictions), (2, 0));
        let read = authorized::<act::ConsentRead>(&tenant());
        let page = store.consents().page(&read, &site_id(), i64::MAX, 10).await.unwrap();
        let subjects: Vec<_> = page.iter().map(|r| r.subject.is_empty()).collect();
        assert_eq!(subjects, [false, true, true], "newest first");
        let history = store.consents().history(&read, &page[2].id).await.unwrap();
        assert_eq!(history.len(), 1, "two that are over do not lead to each other");
        let withdraw = authorized::<act::ConsentWithdraw>(&tenant());
        let over = work!(store, |w| {
            w.consents().withdraw(&withdraw, &page[2].id, &ConsentId::parse("con_w").unwrap(), NOW).await
        });
        assert!(matches!(over, Err(StoreError::NotFound(_))));
        assert!(store.evidence().proof("con_1").await.unwrap().is_some(), "the log still verifies");
    }
}

#[tokio::test]
async fn a_withdrawal_shortens_the_proof_and_only_old_restrictions_are_forgotten() {
    for (store, _db) in stores().await {
        let auth = authorized::<act::RetentionRun>(&tenant());
        let withdraw = authorized::<act::ConsentWithdraw>(&tenant());
        work!(store, |w| {
            w.consents().save(&ConsentDraft { proof_until: NOW.plus_months(30), ..draft(1, 42, vec![]) }).await
        })
        .unwrap();
        work!(store, |w| {
            w.consents().save(&ConsentDraft { proof_until: NOW.plus_months(30), ..draft(2, 7, vec![]) }).await
        })
        .unwrap();
        let id = |n: &str| ConsentId::parse(n).unwrap();
        work!(store, |w| { w.consents().withdraw(&withdraw, &id("con_1"), &id("con_w1"), NOW).await }).unwrap();
        let later = NOW.plus_months(6);
        work!(store, |w| { w.consents().withdraw(&withdraw, &id("con_2"), &id("con_w2"), later).await }).unwrap();
        let done = store.retention().expire(&auth, NOW.plus_months(12), None, 35).await.unwrap();
        assert_eq!(
            (done.proofs, done.restrictions),
            (2, 0),
            "the first browser's two records, a year after it withdrew"
        );
        let feed = async || {
            store.consents().restrictions_after(0).await.unwrap().iter().map(|r| r.bar.subject.0).collect::<Vec<_>>()
        };
        assert_eq!(feed().await, [42, 7], "restrictions stay as long as something could meet them");
        store.retention().expire(&auth, NOW.plus_months(12), Some(NOW.plus_ms(-1)), 35).await.unwrap();
        assert_eq!(feed().await, [42, 7]);
        let done = store.retention().expire(&auth, NOW.plus_months(12), Some(NOW), 35).await.unwrap();
        assert_eq!((done.restrictions, feed().await), (1, vec![7]));
    }
}

#[tokio::test]
async fn sign_ins_and_links_go_when_their_time_is_over() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@blomsterhuset.example", Role::Analyst);
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        for (n, days) in [(1, 1), (2, 9)] {
            let session = Session {
                id: SessionId::parse(&format!("ses_{n}")).unwrap(),
                device: "Firefox".into(),
                created_at: NOW,
                seen_at: NOW,
                expires_at: NOW.plus_days(days),
            };
            work!(store, |w| { w.sessions().insert(&eva.id, &format!("secret{n}"), &session, None).await }).unwrap();
            let link =
                Link { kind: LinkKind::Invitation, tenant: tenant(), subject: String::new(), role: Role::Analyst };
            let by = Actor::Job("test");
            work!(store, |w| {
                w.staff_links().insert(&format!("link{n}"), &link, &by, NOW, NOW.plus_days(days)).await
            })
            .unwrap();
        }
        let auth = authorized::<act::RetentionRun>(&tenant());
        let gone = store.retention().expire(&auth, NOW.plus_days(5), None, 35).await.unwrap();
        assert_eq!((gone.sessions, gone.links), (1, 1));
        assert!(store.sessions().by_token("secret2", NOW.plus_days(5)).await.unwrap().is_some());
        assert!(store.staff_links().find("link2", NOW.plus_days(5)).await.unwrap().is_some());
    }
}

/// Erase somebody as the use case does: what is there is looked at, what stays is decided, the rest is taken.
async fn erase_now(
    store: &Store,
    auth: &hjemmel_policy::Authorized<act::PersonErase>,
    draft: &ErasureDraft,
) -> Result<Erased, StoreError> {
    let (outside, before) = store.erasures().prepare(auth, &draft.id).await?;
    let erased = work!(store, |w| {
        let found = w.erasures().found(auth, &draft.person, draft.at).await?.telling(&outside);
        let stays = hjemmel_policy::decide_erasure(&found.facts, auth.actor(), draft.no_mail_mark, draft.at)
            .map_err(|_| StoreError::Unanswered)?;
        w.erasures().take(auth, draft, found, stays).await
    });
    if erased.is_err() {
        store.erasures().undone(&draft.id, before, draft.at).await;
    }
    erased
}
