//! Erasure: a person touches every table that can hold one, is found in all of them, is erased, and is found in none.

use hjemmel_model::*;
use hjemmel_policy::{act, authorize_job};
use hjemmel_store::*;
use hjemmel_testkit::{FreshDb, Seeded};

use crate::{NOW, stores, tenant};

const EMAIL: &str = "eva.holm@blomsterhuset.example";
const SECRET: &str = "a-secret-in-a-link";

fn sign_up(number: u32, email: &str, secret: &str) -> SignUp {
    let id = |prefix: &str| format!("{prefix}_{number}");
    let message = MessageId::parse(&id("msg")).unwrap();
    let form = FormId::parse("form_1").unwrap();
    let topic = TopicId::parse("top_1").unwrap();
    SignUp {
        tenant: tenant(),
        person: PersonId::parse(&id("per")).unwrap(),
        identifier: IdentifierId::parse(&id("idn")).unwrap(),
        email: email.into(),
        language: Language::Da,
        permissions: vec![PermissionDraft {
            id: PermissionId::parse(&id("prm")).unwrap(),
            topic: Some(topic.clone()),
            event: PermissionEvent::Asked,
            source: PermissionSource::Form,
            form: Some((form.clone(), 1, NoticeHash("sha256:00".into()))),
            language: Language::Da,
            page: "https://shop.example/".into(),
            at: NOW,
        }],
        mail: MessageDraft {
            id: message.clone(),
            kind: "confirm",
            language: Language::Da,
            payload: format!("{{\"confirm\":\"{secret}\"}}"),
            at: NOW,
        },
        links: vec![MailLinkDraft {
            secret: secret.into(),
            kind: MailLinkKind::Confirm,
            form: (form, 1),
            topics: vec![topic],
            page: "https://shop.example/".into(),
            expires_at: NOW.plus_days(14),
            at: NOW,
        }],
        job: JobDraft {
            id: JobId::parse(&id("job")).unwrap(),
            kind: "mail",
            tenant: Some(tenant()),
            key: format!("mail:{message}"),
            payload: format!("{{\"message\":\"{message}\"}}"),
            run_at: NOW,
            created_at: NOW,
        },
        at: NOW,
    }
}

fn draft(number: u32, person: &PersonId, no_mail_mark: bool) -> ErasureDraft {
    ErasureDraft {
        id: ErasureId::parse(&format!("era_{number}")).unwrap(),
        job: JobId::parse(&format!("job_e{number}")).unwrap(),
        person: person.clone(),
        no_mail_mark,
        at: NOW,
    }
}

/// Have a person touch what a sign-up alone does not: a code, their own pages, a request, mail that came back.
async fn touch_the_rest(store: &Store, found: &Found) {
    let form = FormId::parse("form_1").unwrap();
    let message = MessageId::parse("msg_c").unwrap();
    let code = CodeDraft {
        tenant: tenant(),
        to: found.clone(),
        form,
        secret: "asked".into(),
        code: "12345678".into(),
        mail: MessageDraft { id: message.clone(), kind: "code", language: Language::Da, payload: "{}".into(), at: NOW },
        job: JobDraft {
            id: JobId::parse("job_c").unwrap(),
            kind: "mail",
            tenant: Some(tenant()),
            key: format!("mail:{message}"),
            payload: "{}".into(),
            run_at: NOW,
            created_at: NOW,
        },
        at: NOW,
    };
    store.holder_code_add(&code).await.unwrap();
    assert!(!store.holder_open("asked", "87654321", "session", NOW).await.unwrap());
    assert!(store.holder_open("asked", "12345678", "session", NOW).await.unwrap());
    assert!(!store.holder_open("asked", "12345678", "other", NOW).await.unwrap(), "once");
    let auth = authorize_job::<act::RequestWrite>(&tenant(), "test");
    let note = NoteDraft { id: "note_1".into(), kind: "note", text: "Eva ringede".into(), at: NOW };
    store.request_insert(&auth, &request(found), &[note]).await.unwrap();
    assert!(store.message_take(&message, NOW).await.unwrap());
    let dead = Returned::Bounced { status: "5.1.1".into(), for_good: true };
    store.message_returned(&message, &dead, NOW).await.unwrap();
}

fn request(found: &Found) -> Request {
    Request {
        id: RequestId::parse("req_1").unwrap(),
        kind: RequestKind::Erasure,
        channel: RequestChannel::Page,
        state: RequestState::Received,
        law: LawPack::Dk,
        language: Language::Da,
        person: Some(found.person.clone()),
        contact: EMAIL.into(),
        text: "Slet Eva Holm".into(),
        identity: IdentityCheck::Asked,
        received_at: NOW,
        due_on: "2026-12-22".into(),
        suspended_at: AtMs(0),
        suspended_days: 0,
        extended_at: AtMs(0),
        closed_at: AtMs(0),
        erasure: None,
        created_at: NOW,
        changed_at: NOW,
    }
}

/// Where the person can be found, by looking as the program itself would: through hashes, keys and ids.
async fn traces(store: &Store, found: &Found) -> Vec<&'static str> {
    let read = authorize_job::<act::PersonRead>(&tenant(), "test");
    let mut out = Vec::new();
    if store.identifier_find(&tenant(), IdentifierKind::Email, EMAIL).await.unwrap().is_some() {
        out.push("identifier");
    }
    if store.person_find(&read, &found.person).await.is_ok_and(|p| p.identifiers.iter().any(|i| i.value == EMAIL)) {
        out.push("person and key");
    }
    if !store.permission_list(&tenant(), &found.person).await.unwrap().is_empty() {
        out.push("permission");
    }
    let message = store.message_find(&MessageId::parse("msg_1").unwrap()).await;
    if message.is_ok_and(|m| m.payload.contains(SECRET)) {
        out.push("message");
    }
    if store.mail_link_find(SECRET, NOW).await.unwrap().is_some() {
        out.push("mail_link");
    }
    let jobs = store.job_list(&authorize_job::<act::JobRead>(&tenant(), "test"), NOW).await.unwrap();
    if jobs.iter().any(|j| j.id == "job_1") {
        out.push("job");
    }
    if store.holder_find("session", NOW).await.unwrap().is_some() {
        out.push("holder_session");
    }
    let request = RequestId::parse("req_1").unwrap();
    if store.request_find(&tenant(), &request).await.is_ok_and(|r| r.contact == EMAIL && r.person.is_some()) {
        out.push("request");
    }
    if store.request_notes(&request).await.unwrap().iter().any(|n| n.text.contains("Eva")) {
        out.push("request_note");
    }
    if store.suppressed(&tenant(), IdentifierKind::Email, EMAIL).await.unwrap().is_some() {
        out.push("suppression");
    }
    out
}

const EVERYWHERE: [&str; 10] = [
    "identifier",
    "person and key",
    "permission",
    "message",
    "mail_link",
    "job",
    "holder_session",
    "request",
    "request_note",
    "suppression",
];

#[tokio::test]
async fn erased_means_absent_everywhere_and_the_receipt_says_what_went() {
    for (store, _db) in stores().await {
        let found = store.sign_up(&sign_up(1, EMAIL, SECRET)).await.unwrap();
        let other = store.sign_up(&sign_up(2, "bo@blomsterhuset.example", "another")).await.unwrap();
        touch_the_rest(&store, &found).await;
        assert_eq!(traces(&store, &found).await, EVERYWHERE, "else the search is blind");
        let auth = authorize_job::<act::PersonErase>(&tenant(), "test");
        let plan = store.erasure_plan(&auth, &found.person).await.unwrap();
        assert_eq!(plan.iter().map(|c| c.rows).collect::<Vec<_>>(), [1, 1, 2, 1, 1, 1, 1, 1, 2]);
        assert_eq!(traces(&store, &found).await, EVERYWHERE, "a plan takes nothing");

        let stranger = authorize_job::<act::PersonErase>(&TenantId::parse("ten_b").unwrap(), "test");
        assert!(store.erasure_plan(&stranger, &found.person).await.is_err());
        assert!(store.erasure_run(&stranger, &draft(9, &found.person, false)).await.is_err());

        let erased = store.erasure_run(&auth, &draft(1, &found.person, false)).await.unwrap();
        assert_eq!(erased.requests, ["req_1"]);
        let signed = erased.receipt;
        assert!(traces(&store, &found).await.is_empty(), "before the key goes, and after");
        store.erasure_finish(&found.person, &erased.requests).await.unwrap();
        store.erasure_finish(&found.person, &erased.requests).await.unwrap();
        assert!(traces(&store, &found).await.is_empty());
        // That there was a request, and that it was answered by this erasure, stays.
        let request = store.request_find(&tenant(), &RequestId::parse("req_1").unwrap()).await.unwrap();
        assert_eq!(
            (request.state, request.erasure.as_ref().map(ErasureId::as_str)),
            (RequestState::Done, Some("era_1"))
        );
        assert!(matches!(
            store.erasure_run(&auth, &draft(2, &found.person, false)).await,
            Err(StoreError::NotFound(_))
        ));

        let receipt = receipt_verify(&signed).unwrap();
        assert!(receipt.gone.starts_with(&plan) && receipt.kept.is_empty() && !receipt.not_covered.is_empty());
        for telling in [EMAIL, found.person.as_str(), found.identifier.as_str()] {
            assert!(!signed.receipt.contains(telling), "the receipt leads back to nobody");
        }
        let mut forged = signed.clone();
        forged.receipt = forged.receipt.replace("\"rows\":1", "\"rows\":0");
        assert!(receipt_verify(&forged).is_err());
        assert!(receipt_verify(&SignedReceipt { key: "00".repeat(32), ..signed.clone() }).is_err());
        assert!(receipt_verify(&SignedReceipt { signature: "é".into(), ..signed }).is_err());
        let read = authorize_job::<act::PersonRead>(&tenant(), "test");
        assert!(store.person_find(&read, &other.person).await.is_ok(), "nobody else is touched");
        let audit = store.audit_page(&authorize_job::<act::AuditRead>(&tenant(), "test"), i64::MAX, 50).await.unwrap();
        assert!(audit.iter().any(|e| e.action == "person.erase" && e.object == "era_1"));
        assert!(audit.iter().all(|e| e.object != found.person.as_str()));
    }
}

#[tokio::test]
async fn a_kill_between_the_rows_and_the_key_leaves_a_job_that_destroys_it() {
    for (store, _db) in stores().await {
        let found = store.sign_up(&sign_up(1, EMAIL, SECRET)).await.unwrap();
        let auth = authorize_job::<act::PersonErase>(&tenant(), "test");
        store.erasure_run(&auth, &draft(1, &found.person, false)).await.unwrap();
        let job = store.job_claim(NOW, 1_000).await.unwrap().unwrap();
        assert_eq!((job.kind.as_str(), job.payload.contains(found.person.as_str())), ("erase_key", true));
    }
}

#[tokio::test]
async fn a_no_mail_mark_protects_and_says_no_more_than_that() {
    for (store, _db) in stores().await {
        let found = store.sign_up(&sign_up(1, EMAIL, SECRET)).await.unwrap();
        let auth = authorize_job::<act::PersonErase>(&tenant(), "test");
        let signed = store.erasure_run(&auth, &draft(1, &found.person, true)).await.unwrap().receipt;
        store.erasure_finish(&found.person, &[]).await.unwrap();
        assert_eq!(traces(&store, &found).await, ["suppression"]);
        assert!(store.suppressed(&tenant(), IdentifierKind::Email, EMAIL).await.unwrap().is_some());
        let elsewhere = TenantId::parse("ten_b").unwrap();
        assert!(store.suppressed(&elsewhere, IdentifierKind::Email, EMAIL).await.unwrap().is_none());
        let receipt = receipt_verify(&signed).unwrap();
        assert_eq!((receipt.kept.len(), receipt.kept[0].review_at), (1, NOW.plus_months(24)));
        // Should the address come back by another way, it is still not written to.
        let again = store.sign_up(&sign_up(3, EMAIL, "third")).await.unwrap();
        let facts = store.reach_facts(&tenant(), &again.identifier).await.unwrap();
        assert!(hjemmel_policy::decide_serve(&facts, NOW).is_err());
    }
}

#[tokio::test]
async fn a_backup_of_the_data_reads_nobody_whose_key_was_destroyed() {
    let (store, db) = stores().await.remove(0);
    let found = store.sign_up(&sign_up(1, EMAIL, SECRET)).await.unwrap();
    let other = store.sign_up(&sign_up(2, "bo@blomsterhuset.example", "another")).await.unwrap();
    // A backup of the database, without the key folder.
    let backup: FreshDb = hjemmel_testkit::fresh_sqlite();
    let path = backup.url.trim_start_matches("sqlite:").to_owned();
    let Db::Sqlite { write, .. } = store.db() else { panic!("sqlite") };
    sqlx::query("vacuum into $1").bind(&path).execute(write).await.unwrap();
    let auth = authorize_job::<act::PersonErase>(&tenant(), "test");
    store.erasure_run(&auth, &draft(1, &found.person, false)).await.unwrap();
    store.erasure_finish(&found.person, &[]).await.unwrap();
    store.close().await;

    let keys = std::sync::Arc::new(Keyring::from_master(&[9; 32], Box::new(Seeded::default())));
    let restored = Store::open(&backup.url, keys, &db.persons()).await.unwrap();
    let read = authorize_job::<act::PersonRead>(&tenant(), "test");
    assert!(restored.person_find(&read, &other.person).await.is_ok(), "the backup is good");
    assert!(matches!(
        restored.person_find(&read, &found.person).await,
        Err(StoreError::NotFound("key of this person"))
    ));
    let to = hjemmel_policy::Recipient { person: found.person.clone(), identifier: found.identifier.clone() };
    assert!(restored.identifier_value(&tenant(), &to).await.is_err());
    // The key's file itself holds no page with it any more.
    let mut bytes = std::fs::read(db.persons()).unwrap();
    bytes.extend(std::fs::read(format!("{}-wal", db.persons())).unwrap_or_default());
    let has = |needle: &str| bytes.windows(needle.len()).any(|w| w == needle.as_bytes());
    assert!(has(other.person.as_str()) && !has(found.person.as_str()));
}

#[tokio::test]
async fn keys_that_belong_to_nobody_are_swept_up() {
    for (store, db) in stores().await {
        let found = store.sign_up(&sign_up(1, EMAIL, SECRET)).await.unwrap();
        let keys = PersonKeys::open(&db.persons()).await.unwrap();
        let ring = Keyring::from_master(&[9; 32], Box::new(Seeded::default()));
        let orphan = PersonId::parse("per_orphan").unwrap();
        let fresh = PersonId::new(NOW.plus_ms(-60_000), &Seeded::default());
        for person in [&orphan, &fresh] {
            keys.make(&ring, person.as_str()).await.unwrap();
        }
        let auth = authorize_job::<act::RetentionRun>(&tenant(), "test");
        assert_eq!(store.records_expire(&auth, NOW, None).await.unwrap().keys, 1);
        assert!(keys.get(&ring, orphan.as_str()).await.is_err());
        assert!(keys.get(&ring, fresh.as_str()).await.is_ok(), "somebody may be signing up with it right now");
        assert!(keys.get(&ring, found.person.as_str()).await.is_ok());
    }
}

#[tokio::test]
async fn however_many_never_confirm_all_of_them_go_with_their_keys() {
    let (store, db) = stores().await.remove(0);
    for n in 1..=250 {
        store.sign_up(&sign_up(n, &format!("p{n}@blomsterhuset.example"), &format!("secret-{n}"))).await.unwrap();
    }
    let auth = authorize_job::<act::RetentionRun>(&tenant(), "test");
    let early = store.records_expire(&auth, NOW.plus_days(14).plus_ms(-1), None).await.unwrap();
    assert_eq!(early.unconfirmed, 0);
    let gone = store.records_expire(&auth, NOW.plus_days(14), None).await.unwrap();
    assert_eq!((gone.unconfirmed, gone.keys), (250, 250));
    let read = authorize_job::<act::PersonRead>(&tenant(), "test");
    assert_eq!(store.person_count(&read).await.unwrap(), 0);
    let keys = PersonKeys::open(&db.persons()).await.unwrap();
    let ring = Keyring::from_master(&[9; 32], Box::new(Seeded::default()));
    assert!(keys.get(&ring, "per_7").await.is_err());
}
