//! Erasure: a person touches every table that can hold one, is found in all of them, is erased, and is found in none.

use crate::sign_up::{SignUp, signed_up};
use hjemmel_model::*;
use hjemmel_policy::{SaidTo, SegmentGround, Standing, act, decide_segment, orders_held};
use hjemmel_store::work;
use hjemmel_store::*;
use hjemmel_testkit::{FreshDb, Seeded, authorized, reader};

use crate::{NOW, erase_now, site_id, stores, tenant};

const EMAIL: &str = "eva.holm@blomsterhuset.example";
const SECRET: &str = "a-secret-in-a-link";

fn sign_up(number: u32, email: &str, secret: &str) -> SignUp {
    let id = |prefix: &str| format!("{prefix}_{number}");
    let message = MessageId::parse(&id("msg")).unwrap();
    let form = FormId::parse("form_1").unwrap();
    let topic = TopicId::parse("top_1").unwrap();
    SignUp {
        entered: AddressEntered {
            tenant: tenant(),
            person: PersonId::parse(&id("per")).unwrap(),
            identifier: IdentifierId::parse(&id("idn")).unwrap(),
            email: email.into(),
            language: Language::Da,
            at: NOW,
        },
        permissions: vec![PermissionDraft {
            id: PermissionId::parse(&id("prm")).unwrap(),
            topic: Some(topic.clone()),
            channel: Some(Channel::Email),
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
        visitor: "key-a v1.token".into(),
        job: JobDraft {
            id: JobId::parse(&id("job")).unwrap(),
            kind: "mail",
            tenant: Some(tenant()),
            key: format!("mail:{message}"),
            payload: format!("{{\"message\":\"{message}\"}}"),
            run_at: NOW,
            created_at: NOW,
        },
    }
}

fn draft(number: u32, person: &PersonId, no_mail_mark: bool) -> ErasureDraft {
    ErasureDraft {
        id: ErasureId::parse(&format!("era_{number}")).unwrap(),
        job: JobId::parse(&format!("job_e{number}")).unwrap(),
        person: person.clone(),
        no_mail_mark,
        events: vec![],
        backup_days: 35,
        at: NOW,
    }
}

const VISITOR: i64 = 4_242;

/// Have the person be known by more than an address: attributes, orders, a browser that chose.
async fn be_known(store: &Store, found: &Found) {
    let auth = authorized::<act::PersonWrite>(&tenant());
    let segment = in_segments(store).await;
    let put = PersonDraft {
        person: PersonId::parse("per_unused").unwrap(),
        identifiers: vec![
            (IdentifierId::parse("idn_x").unwrap(), IdentifierKind::Email, EMAIL.into()),
            (IdentifierId::parse("idn_k").unwrap(), IdentifierKind::CustomerNumber, "K-7".into()),
        ],
        language: None,
        attributes: vec![("city".into(), "Aarhus".into())],
        source: "shop".into(),
        at: NOW,
        despite_pause: None,
    };
    assert_eq!(store.people().put(&auth, &put).await.unwrap(), found.person);
    for (number, law) in [("A-1", LawPack::Dk), ("A-2", LawPack::Neutral)] {
        let order = Order {
            id: OrderId::parse(&format!("ord_{}", number.to_lowercase())).unwrap(),
            number: number.into(),
            lines: vec!["Roser til Eva Holm".into()],
            total_minor: 34_900,
            currency: "DKK".into(),
            law,
            at: NOW,
            held_until: law.order_hold(NOW).map_or(AtMs(0), |h| h.until),
        };
        assert!(work!(store, |w| { w.orders().add(&auth, &found.person, &order).await }).unwrap());
        assert!(
            !work!(store, |w| { w.orders().add(&auth, &found.person, &order).await }).unwrap(),
            "the same number is the same order"
        );
    }
    let browser = crate::draft(70, VISITOR, vec![]);
    let granted = PurposeSet(0b1_0001);
    let draft = ConsentDraft { granted, subject: (Surrogate(VISITOR), Surrogate(77)), ..browser };
    let saved = work!(store, |w| { w.consents().save(&draft).await });
    link(store, found, saved.unwrap().seq).await.unwrap();
    stands(store, found, &segment).await;
}

/// A segment that everybody is in, so that who changes is due.
async fn in_segments(store: &Store) -> SegmentVersion {
    let of = SegmentVersion { id: SegmentId::parse("seg_1").unwrap(), version: 1 };
    let segment = Segment {
        id: of.id.clone(),
        version: 1,
        name: "Alle".into(),
        definition: r#"["is","email",["yes"]]"#.into(),
        actor: String::new(),
        at: NOW,
        created_at: NOW,
        counted_at: AtMs(0),
    };
    let auth = authorized::<act::SegmentWrite>(&tenant());
    work!(store, |w| { w.segments().insert(&auth, &segment).await }).unwrap();
    of
}

/// Where they stand is written down.
async fn stands(store: &Store, found: &Found, of: &SegmentVersion) {
    let definition = Definition::read(r#"["is","email",["yes"]]"#).unwrap();
    let wants = SegmentWants::of([&definition]);
    let facts = store.segments().one(&reader(&tenant()), &wants, &found.person).await.unwrap().unwrap();
    let anybody = SaidTo::default();
    let ground = SegmentGround { uses: UseSet::ALL, data: None, since: AtMs(0), anybody };
    let member = decide_segment(&definition, &facts, &ground, NOW);
    assert_eq!(member.standing(), Standing::In);
    let written =
        work!(store, |w| { w.segments().stand(of, std::slice::from_ref(&member), &StoodBefore::new(), NOW).await });
    assert_eq!(written.unwrap(), 1);
}

/// Join the browser with a person, as the program does.
async fn link(store: &Store, found: &Found, grant: GrantSeq) -> Result<(), StoreError> {
    let rules = hjemmel_testkit::rules(&site_id());
    let mut claims = hjemmel_testkit::claims(&rules, NOW, VISITOR, 0b1_0001, grant.0);
    claims.expires_at = NOW.plus_days(30);
    let key = store.keys().token_key();
    let facts =
        store.links().facts(&reader(&tenant()), &found.identifier, &site_id(), Some(Surrogate(VISITOR))).await?;
    let open = hjemmel_policy::Restrictions::new();
    open.refreshed(NOW);
    let presented = key.verify(&key.mint(&claims));
    let ask = hjemmel_policy::CollectAsk { rules: &rules, presented, gpc: false, narrowed_to: None };
    let permit = hjemmel_policy::decide_link(&ask, &facts, LinkSource::Server, &open, NOW)
        .map_err(|_| StoreError::Changed("browser"))?;
    let spent = permit.spend_for_link(NOW).unwrap();
    let id = LinkId::parse(&format!("lnk_{}", grant.0)).unwrap();
    work!(store, |w| { w.links().add(&tenant(), &spent, &id, LinkSource::Server, NOW).await })
}

/// The order that a law holds is nobody's, shown to those who keep the books, and goes by itself.
async fn held_order(store: &Store) {
    let books = authorized::<act::HeldRead>(&tenant());
    let held = store.orders().held(&books).await.unwrap();
    assert_eq!(held.iter().map(|o| o.number.as_str()).collect::<Vec<_>>(), ["A-1"]);
    let retention = authorized::<act::RetentionRun>(&tenant());
    let until = held.first().unwrap().held_until;
    assert_eq!(store.orders().lapse(&retention, until.plus_ms(-1)).await.unwrap(), 0);
    store.people().keys_sweep(&retention, NOW.plus_days(1), 35).await.unwrap();
    assert_eq!(store.orders().held(&books).await.unwrap().len(), 1, "its key is somebody's business until then");
    assert_eq!(store.orders().lapse(&retention, until).await.unwrap(), 1);
    assert!(store.orders().held(&books).await.unwrap().is_empty());
}

/// Have their data only stored.
async fn pause(store: &Store, found: &Found) {
    let auth = authorized::<act::RequestWrite>(&tenant());
    assert!(work!(store, |w| { w.people().pause_begin(&auth, &found.person, NOW).await }).unwrap());
}

/// Have a person touch what a sign-up alone does not: a code, their own pages, a request, mail that came back.
async fn touch_the_rest(store: &Store, found: &Found) {
    let form = FormId::parse("form_1").unwrap();
    let message = MessageId::parse("msg_c").unwrap();
    let code = CodeDraft {
        by_link: false,
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
    work!(store, |w| { w.holders().code_add(&code).await }).unwrap();
    assert!(!work!(store, |w| { w.holders().open("asked", "87654321", "session", NOW).await }).unwrap());
    assert!(work!(store, |w| { w.holders().open("asked", "12345678", "session", NOW).await }).unwrap());
    assert!(!work!(store, |w| { w.holders().open("asked", "12345678", "other", NOW).await }).unwrap(), "once");
    let auth = authorized::<act::RequestWrite>(&tenant());
    let note = NoteDraft { id: "note_1".into(), kind: "note", text: "Eva ringede".into(), at: NOW };
    let request = request(found);
    work!(store, |w| {
        w.requests().insert(&auth, &request).await?;
        w.requests().note(&auth, &request.id, &note).await
    })
    .unwrap();
    assert!(work!(store, |w| { w.messages().take(&message, NOW).await }).unwrap());
    let dead = Returned::Bounced { status: "5.1.1".into(), for_good: true };
    work!(store, |w| { w.messages().returned(&message, &dead, NOW).await }).unwrap();
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
    let read = authorized::<act::PersonRead>(&tenant());
    let mut out = Vec::new();
    if store.people().identifier_find(&reader(&tenant()), IdentifierKind::Email, EMAIL).await.unwrap().is_some() {
        out.push("identifier");
    }
    if store.people().find(&read, &found.person).await.is_ok_and(|p| p.identifiers.iter().any(|i| i.value == EMAIL)) {
        out.push("person and key");
    }
    if !store.permissions().list(&reader(&tenant()), &found.person).await.unwrap().is_empty() {
        out.push("permission");
    }
    let message = store.messages().find(&reader(&tenant()), &MessageId::parse("msg_1").unwrap()).await;
    if message.is_ok_and(|m| m.payload.contains(SECRET)) {
        out.push("message");
    }
    if store.messages().link_find(SECRET, NOW).await.unwrap().is_some() {
        out.push("mail_link");
    }
    let jobs = store.jobs().list(&authorized::<act::JobRead>(&tenant()), NOW).await.unwrap();
    if jobs.iter().any(|j| j.id == "job_1") {
        out.push("job");
    }
    if store.holders().find("session", NOW).await.unwrap().is_some() {
        out.push("holder_session");
    }
    let request = RequestId::parse("req_1").unwrap();
    if store.requests().find(&reader(&tenant()), &request).await.is_ok_and(|r| r.contact == EMAIL && r.person.is_some())
    {
        out.push("request");
    }
    if store.requests().notes(&reader(&tenant()), &request).await.unwrap().iter().any(|n| n.text.contains("Eva")) {
        out.push("request_note");
    }
    if store.people().suppressed(&reader(&tenant()), IdentifierKind::Email, EMAIL).await.unwrap().is_some() {
        out.push("suppression");
    }
    if store.people().attributes(&read, &found.person).await.is_ok_and(|all| all.iter().any(|a| a.value == "Aarhus")) {
        out.push("attribute");
    }
    if store
        .orders()
        .list(&read, &found.person)
        .await
        .is_ok_and(|all| all.iter().flat_map(|o| &o.lines).any(|line| line.contains("Eva")))
    {
        out.push("person_order");
    }
    if store
        .links()
        .list(&reader(&tenant()), &found.person)
        .await
        .is_ok_and(|all| all.iter().any(|l| l.visitor.0 == VISITOR))
    {
        out.push("visitor_link");
    }
    if !store.segments().of_person(&read, &found.person).await.unwrap().is_empty() {
        out.push("segment_member");
    }
    if store.segments().due(10).await.unwrap().iter().any(|due| due.person == found.person) {
        out.push("segment_due");
    }
    let shown = store.messages().link_visitor(SECRET, &found.person, NOW).await;
    if shown.is_ok_and(|shown| shown.contains("v1.token")) {
        out.push("mail_link.visitor");
    }
    let consent = ConsentId::parse("con_70").unwrap();
    let consents = authorized::<act::ConsentRead>(&tenant());
    if store.consents().find(&consents, &consent).await.is_ok_and(|c| !c.subject.is_empty()) {
        out.push("consent");
    }
    out
}

const EVERYWHERE: [&str; 17] = [
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
    "attribute",
    "person_order",
    "visitor_link",
    "segment_member",
    "segment_due",
    "mail_link.visitor",
    "consent",
];

#[tokio::test]
async fn erased_means_absent_everywhere_and_the_receipt_says_what_went() {
    for (store, _db) in stores().await {
        let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        let other = signed_up(&store, &sign_up(2, "bo@blomsterhuset.example", "another")).await.unwrap();
        touch_the_rest(&store, &found).await;
        be_known(&store, &found).await;
        pause(&store, &found).await;
        assert_eq!(traces(&store, &found).await, EVERYWHERE, "else the search is blind");
        let auth = authorized::<act::PersonErase>(&tenant());
        let plan = work!(store, |w| { w.erasures().found(&auth, &found.person, NOW).await }).unwrap();
        let kept = orders_held(&plan.facts, NOW);
        // Of two orders one is held by a law.
        let gone: Vec<String> = plan.gone_but(&kept).iter().map(|c| format!("{} {}", c.rows, c.store)).collect();
        assert_eq!(
            gone,
            [
                "0 records.audit (emptied)",
                "1 records.person",
                "2 records.identifier",
                "1 records.permission",
                "1 records.suppression",
                "2 records.message",
                "2 records.job",
                "1 records.mail_link",
                "1 records.holder_code",
                "1 records.holder_session",
                "1 records.request (emptied)",
                "1 records.request_note (emptied)",
                "1 records.attribute",
                "1 records.person_pause",
                "0 records.person_join",
                "1 records.visitor_link",
                "1 records.person_order",
                "1 records.segment_member",
                "1 records.segment_due",
            ]
        );
        assert_eq!((kept.len(), kept[0].rows, kept[0].key.as_str()), (1, 1, "orders"));
        assert_eq!(plan.visitors(), [(site_id(), vec![77, VISITOR])], "whatever numbers the browser had");
        assert_eq!(traces(&store, &found).await, EVERYWHERE, "a plan takes nothing");

        let stranger = authorized::<act::PersonErase>(&TenantId::parse("ten_b").unwrap());
        assert!(work!(store, |w| { w.erasures().found(&stranger, &found.person, NOW).await }).is_err());
        assert!(erase_now(&store, &stranger, &draft(9, &found.person, false)).await.is_err());

        let erased = erase_now(&store, &auth, &draft(1, &found.person, false)).await.unwrap();
        let signed = erased.receipt.clone();
        assert!(traces(&store, &found).await.is_empty(), "before the key goes, and after");
        let closed: Vec<_> = erased.bars.iter().map(|b| (b.subject.0, b.lowest.0)).collect();
        assert_eq!(closed, [(77, i64::MAX), (VISITOR, i64::MAX)]);
        assert_eq!(store.consents().restrictions_after(0).await.unwrap().len(), 2, "every collector hears of it");
        store.erasures().keys(&erased.work, NOW).await.unwrap();
        store.erasures().keys(&erased.work, NOW).await.unwrap();
        assert!(traces(&store, &found).await.is_empty());
        let under_way =
            receipt_verify(&store.erasures().find(&ErasureId::parse("era_1").unwrap()).await.unwrap()).unwrap();
        assert_eq!(
            (under_way.under_way.as_slice(), under_way.finished_at),
            (&["keys".to_owned(), "events".to_owned()][..], AtMs(0))
        );
        let mut tree = store.evidence().frontier().await.unwrap();
        assert!(!store.erasures().done(&erased.work, NOW, true).await.unwrap(), "it waits for its place in the log");
        store.evidence().sequence(&mut tree, NOW).await.unwrap();
        assert!(store.erasures().done(&erased.work, NOW.plus_ms(5), true).await.unwrap());
        let done = receipt_verify(&store.erasures().find(&ErasureId::parse("era_1").unwrap()).await.unwrap()).unwrap();
        assert!(done.under_way.is_empty() && done.finished_at == NOW.plus_ms(5));
        assert_eq!(done.log.as_ref().map(|log| log.root.len()), Some(64));
        assert_eq!(done.backups_gone_by, NOW.plus_days(35));
        held_order(&store).await;
        // That there was a request, and that it was answered by this erasure, stays.
        let request = store.requests().find(&reader(&tenant()), &RequestId::parse("req_1").unwrap()).await.unwrap();
        assert_eq!(
            (request.state, request.erasure.as_ref().map(ErasureId::as_str)),
            (RequestState::Done, Some("era_1"))
        );
        assert!(matches!(
            erase_now(&store, &auth, &draft(2, &found.person, false)).await,
            Err(StoreError::NotFound(_))
        ));

        let receipt = receipt_verify(&signed).unwrap();
        assert!(
            receipt.gone.starts_with(&plan.gone_but(&kept))
                && receipt.kept.len() == 2
                && !receipt.not_covered.is_empty()
        );
        for telling in [EMAIL, found.person.as_str(), found.identifier.as_str()] {
            assert!(!signed.receipt.contains(telling), "the receipt leads back to nobody");
        }
        let mut forged = signed.clone();
        forged.receipt = forged.receipt.replace("\"rows\":1", "\"rows\":0");
        assert!(receipt_verify(&forged).is_err());
        assert!(receipt_verify(&SignedReceipt { key: "00".repeat(32), ..signed.clone() }).is_err());
        assert!(receipt_verify(&SignedReceipt { signature: "é".into(), ..signed }).is_err());
        let read = authorized::<act::PersonRead>(&tenant());
        assert!(store.people().find(&read, &other.person).await.is_ok(), "nobody else is touched");
        let audit = store.audit().page(&authorized::<act::AuditRead>(&tenant()), i64::MAX, 50).await.unwrap();
        assert!(audit.iter().any(|e| e.action == "person.erase" && e.object == "era_1"));
        assert!(audit.iter().all(|e| e.object != found.person.as_str()));
    }
}

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
async fn a_no_mail_mark_protects_and_says_no_more_than_that() {
    for (store, _db) in stores().await {
        let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        let auth = authorized::<act::PersonErase>(&tenant());
        let erased = erase_now(&store, &auth, &draft(1, &found.person, true)).await.unwrap();
        store.erasures().keys(&erased.work, NOW).await.unwrap();
        let signed = erased.receipt;
        assert_eq!(traces(&store, &found).await, ["suppression"]);
        assert!(store.people().suppressed(&reader(&tenant()), IdentifierKind::Email, EMAIL).await.unwrap().is_some());
        let elsewhere = TenantId::parse("ten_b").unwrap();
        assert!(store.people().suppressed(&reader(&elsewhere), IdentifierKind::Email, EMAIL).await.unwrap().is_none());
        let receipt = receipt_verify(&signed).unwrap();
        assert_eq!((receipt.kept.len(), receipt.kept[0].review_at), (1, NOW.plus_months(24)));
        // Should the address come back by another way, it is still not written to.
        let again = signed_up(&store, &sign_up(3, EMAIL, "third")).await.unwrap();
        let facts = store.permissions().reach_facts(&reader(&tenant()), &again.identifier).await.unwrap();
        assert!(hjemmel_policy::decide_serve(&facts, Channel::Email, NOW).is_err());
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

#[tokio::test]
async fn a_recipient_stays_open_until_it_answers() {
    for (store, _db) in stores().await {
        let found = signed_up(&store, &sign_up(1, EMAIL, SECRET)).await.unwrap();
        touch_the_rest(&store, &found).await;
        let auth = authorized::<act::PersonErase>(&tenant());
        let recipient = Recipient {
            id: RecipientId::parse("rcp_1").unwrap(),
            name: "Lager A/S".into(),
            contact: "gdpr@lager.example".into(),
            gets: "addresses for delivery".into(),
            created_at: NOW,
        };
        work!(store, |w| { w.recipients().insert(&auth, &recipient).await }).unwrap();
        let erased = erase_now(&store, &auth, &draft(1, &found.person, false)).await.unwrap();
        store.erasures().keys(&erased.work, NOW).await.unwrap();
        let open = store.recipients().notice_open(&auth).await.unwrap();
        assert_eq!((open[0].name.as_str(), open[0].whom.as_slice()), ("Lager A/S", &[EMAIL.to_owned()][..]));
        let request = RequestId::parse("req_1").unwrap();
        let state = |r: Request| (r.state, r.closed_at.0 > 0);
        assert_eq!(
            state(store.requests().find(&reader(&tenant()), &request).await.unwrap()),
            (RequestState::Working, false)
        );
        let retention = authorized::<act::RetentionRun>(&tenant());
        store.people().keys_sweep(&retention, NOW.plus_days(1), 35).await.unwrap();
        assert_eq!(
            store.recipients().notice_open(&auth).await.unwrap().len(),
            1,
            "its key is not swept while it is open"
        );
        let erasure = ErasureId::parse("era_1").unwrap();
        store.recipients().notice_answer(&auth, &erasure, &recipient.id, NOW.plus_days(2)).await.unwrap();
        assert!(
            store.recipients().notice_answer(&auth, &erasure, &recipient.id, NOW.plus_days(3)).await.is_err(),
            "once"
        );
        assert!(store.recipients().notice_open(&auth).await.unwrap().is_empty());
        assert_eq!(
            state(store.requests().find(&reader(&tenant()), &request).await.unwrap()),
            (RequestState::Done, true)
        );
        let receipt = receipt_verify(&store.erasures().find(&erasure).await.unwrap()).unwrap();
        assert_eq!(receipt.recipients[0].answered_at, NOW.plus_days(2));
    }
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
