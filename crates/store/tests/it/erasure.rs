//! Erasure: a person touches every table that can hold one, is found in all of them, is erased, and is found in none.

mod joined;
mod keys;
mod person;
mod traces;

use crate::sign_up::{SignUp, signed_up};
use hjemmel_model::*;
use hjemmel_policy::{act, orders_held};
use hjemmel_store::work;
use hjemmel_store::*;
use hjemmel_testkit::{authorized, reader};

use self::{
    person::{be_known, held_order, pause, touch_the_rest},
    traces::{EVERYWHERE, traces},
};
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
