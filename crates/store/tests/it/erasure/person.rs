//! A person who touches every table that can hold one.

use hjemmel_policy::{SaidTo, SegmentGround, Standing, decide_segment};
use hjemmel_store::work;

use super::*;

/// Have the person be known by more than an address: attributes, orders, a browser that chose.
pub(super) async fn be_known(store: &Store, found: &Found) {
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
pub(super) async fn link(store: &Store, found: &Found, grant: GrantSeq) -> Result<(), StoreError> {
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
pub(super) async fn held_order(store: &Store) {
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
pub(super) async fn pause(store: &Store, found: &Found) {
    let auth = authorized::<act::RequestWrite>(&tenant());
    assert!(work!(store, |w| { w.people().pause_begin(&auth, &found.person, NOW).await }).unwrap());
}

/// Have a person touch what a sign-up alone does not: a code, their own pages, a request, mail that came back.
pub(super) async fn touch_the_rest(store: &Store, found: &Found) {
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
