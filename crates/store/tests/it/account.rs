//! Accounts of staff: what ends with whom, how long a sign-in lasts, codes that count once.

use hjemmel_model::*;
use hjemmel_policy::{Actor, act, authorize_staff};
use hjemmel_store::work;
use hjemmel_store::*;
use hjemmel_testkit::authorized;

use crate::{NOW, stores, tenant, user};

const HOUR_MS: i64 = 3_600_000;

fn session(n: u32) -> Session {
    Session {
        id: SessionId::parse(&format!("ses_{n}")).unwrap(),
        device: "Firefox".into(),
        created_at: NOW,
        seen_at: NOW,
        expires_at: NOW.plus_days(400),
    }
}

fn key(id: &str, by: &UserId) -> ApiKey {
    ApiKey {
        id: id.into(),
        name: "CI".into(),
        role: Role::Analyst,
        scope: Scope::Acts(vec![Action::ReportRead]),
        created_by: by.to_string(),
        created_at: NOW,
        expires_at: NOW.plus_days(365),
        used_day: 0,
    }
}

fn link(kind: LinkKind, subject: &str) -> Link {
    Link { kind, tenant: tenant(), subject: subject.into(), role: Role::Owner }
}

#[tokio::test]
async fn what_somebody_made_ends_when_they_go_or_are_an_owner_no_more() {
    for (store, _db) in stores().await {
        let (ann, eva) = (user(1, "ann@b.example", Role::Owner), user(2, "eva@b.example", Role::Owner));
        work!(store, |w| { w.users().insert(&ann, NOW).await }).unwrap();
        for demoted in [true, false] {
            let n = u32::from(demoted) + 2;
            let eva = UserDraft { id: UserId::parse(&format!("usr_{n}")).unwrap(), ..eva.clone() };
            work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
            let by_eva = Actor::Staff { user: eva.id.clone(), role: Role::Owner };
            let by_ann = Actor::Staff { user: ann.id.clone(), role: Role::Owner };
            let auth = authorize_staff::<act::KeyWrite>(&tenant(), &ann.id, Role::Owner).unwrap();
            work!(store, |w| {
                w.api_keys().insert(&auth, &format!("k{n}"), &key(&format!("key_{n}"), &eva.id)).await
            })
            .unwrap();
            work!(store, |w| {
                w.api_keys().insert(&auth, &format!("a{n}"), &key(&format!("key_a{n}"), &ann.id)).await
            })
            .unwrap();
            let until = NOW.plus_days(7);
            let (joins, resets) = (link(LinkKind::Invitation, ""), link(LinkKind::Reset, ann.id.as_str()));
            work!(store, |w| { w.staff_links().insert(&format!("i{n}"), &joins, &by_eva, NOW, until).await }).unwrap();
            work!(store, |w| { w.staff_links().insert(&format!("r{n}"), &resets, &by_eva, NOW, until).await }).unwrap();
            work!(store, |w| { w.staff_links().insert(&format!("o{n}"), &joins, &by_ann, NOW, until).await }).unwrap();
            let own = link(LinkKind::Reset, eva.id.as_str());
            work!(store, |w| { w.staff_links().insert(&format!("e{n}"), &own, &by_ann, NOW, until).await }).unwrap();
            work!(store, |w| { w.sessions().insert(&eva.id, &format!("s{n}"), &session(n), Some("browser")).await })
                .unwrap();

            let auth = authorize_staff::<act::TeamWrite>(&tenant(), &ann.id, Role::Owner).unwrap();
            match demoted {
                true => work!(store, |w| { w.users().set_role(&auth, &eva.id, Role::Support, NOW).await }).unwrap(),
                false => work!(store, |w| { w.users().remove(&auth, &eva.id, NOW).await }).unwrap(),
            }
            assert!(store.api_keys().by_secret(&format!("k{n}"), NOW).await.unwrap().is_none());
            assert!(store.api_keys().by_secret(&format!("a{n}"), NOW).await.unwrap().is_some(), "others' keys stay");
            for (secret, works) in [("i", false), ("r", false), ("o", true), ("e", demoted)] {
                let found = store.staff_links().find(&format!("{secret}{n}"), NOW).await.unwrap();
                assert_eq!(found.is_some(), works, "{secret}, demoted: {demoted}");
            }
            assert_eq!(store.sessions().by_token(&format!("s{n}"), NOW).await.unwrap().is_some(), demoted);
            assert_eq!(store.sessions().device_known(&eva.id, "browser").await.unwrap(), demoted);
            work!(store, |w| { w.users().remove(&auth, &eva.id, NOW).await }).ok();
        }
    }
}

#[tokio::test]
async fn links_are_listed_and_taken_back_and_nobody_elses_are() {
    for (store, _db) in stores().await {
        let by = Actor::Job("test");
        work!(store, |w| {
            w.staff_links().insert("one", &link(LinkKind::Invitation, ""), &by, NOW, NOW.plus_days(7)).await
        })
        .unwrap();
        let auth = authorized::<act::TeamWrite>(&tenant());
        let all = store.staff_links().unused(&auth, NOW).await.unwrap();
        let [one] = all.as_slice() else { panic!("one link, not {}", all.len()) };
        assert_eq!((one.role, one.created_by.as_str()), (Role::Owner, "job:test"));
        let other = authorized::<act::TeamWrite>(&TenantId::parse("ten_b").unwrap());
        assert!(store.staff_links().unused(&other, NOW).await.unwrap().is_empty());
        assert!(matches!(
            work!(store, |w| { w.staff_links().revoke(&other, &one.id, NOW).await }),
            Err(StoreError::NotFound(_))
        ));
        work!(store, |w| { w.staff_links().revoke(&auth, &one.id, NOW).await }).unwrap();
        assert!(store.staff_links().find("one", NOW).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn an_address_is_taken_by_a_colleague_only() {
    for (store, _db) in stores().await {
        let other = TenantId::parse("ten_b").unwrap();
        work!(store, |w| { w.organisations().insert(&other, "B", NOW).await }).unwrap();
        work!(store, |w| { w.users().insert(&user(1, "eva@b.example", Role::Owner), NOW).await }).unwrap();
        let there = UserDraft { tenant: other.clone(), ..user(2, "EVA@b.example", Role::Owner) };
        work!(store, |w| { w.users().insert(&there, NOW).await }).unwrap();
        let again = work!(store, |w| { w.users().insert(&user(3, "eva@B.example ", Role::Support), NOW).await });
        assert!(matches!(again, Err(StoreError::Taken("address"))));
        let found = store.users().all_by_email("eva@b.example").await.unwrap();
        assert_eq!(found.iter().map(|u| u.tenant.as_str()).collect::<Vec<_>>(), ["ten_a", "ten_b"]);
    }
}

#[tokio::test]
async fn whoever_is_no_colleague_is_not_found_and_nothing_is_written_down() {
    for (store, _db) in stores().await {
        let (eva, other) = (user(1, "eva@b.example", Role::Owner), TenantId::parse("ten_b").unwrap());
        work!(store, |w| { w.organisations().insert(&other, "B", NOW).await }).unwrap();
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        let auth = authorized::<act::TeamWrite>(&other);
        let changed = work!(store, |w| { w.users().set_role(&auth, &eva.id, Role::Support, NOW).await });
        assert!(matches!(changed, Err(StoreError::NotFound("user"))), "{changed:?}");
        assert!(matches!(
            work!(store, |w| { w.sessions().end_all(&auth, &eva.id, NOW).await }),
            Err(StoreError::NotFound("user"))
        ));
        let who = (&other, &Actor::Job("test"), &eva.id);
        assert!(matches!(work!(store, |w| { w.factors().remove(who, NOW).await }), Err(StoreError::NotFound("user"))));
        let audit = authorized::<act::AuditRead>(&other);
        assert!(store.audit().page(&audit, i64::MAX, 50).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_sign_in_ends_by_itself_sooner_for_whoever_opens_everything() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Analyst);
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        work!(store, |w| { w.users().insert(&user(2, "ann@b.example", Role::Owner), NOW).await }).unwrap();
        work!(store, |w| { w.sessions().insert(&eva.id, "s", &session(1), None).await }).unwrap();
        let counts = async |ms: i64| store.sessions().by_token("s", NOW.plus_ms(ms)).await.unwrap().is_some();
        assert!(counts(13 * HOUR_MS).await && !counts(14 * 24 * HOUR_MS).await, "idle");
        // Used every day it ends all the same.
        let used = NOW.plus_ms(29 * 24 * HOUR_MS);
        work!(store, |w| { w.sessions().seen(&session(1).id, used, used.plus_days(14)).await }).unwrap();
        assert!(counts(30 * 24 * HOUR_MS - 1).await && !counts(30 * 24 * HOUR_MS).await, "absolute");
        let auth = authorized::<act::TeamWrite>(&tenant());
        work!(store, |w| { w.users().set_role(&auth, &eva.id, Role::DataProtectionOfficer, NOW).await }).unwrap();
        work!(store, |w| { w.sessions().seen(&session(1).id, NOW.plus_ms(11 * HOUR_MS), used).await }).unwrap();
        assert!(counts(12 * HOUR_MS - 1).await && !counts(12 * HOUR_MS).await, "the role of now counts");
    }
}

#[tokio::test]
async fn a_code_counts_once_and_a_recovery_code_too() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Owner);
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        let actor = Actor::Staff { user: eva.id.clone(), role: Role::Owner };
        let tenant = tenant();
        let who = (&tenant, &actor, &eva.id);
        work!(store, |w| { w.factors().begin(&eva.id, "AAAA").await }).unwrap();
        assert!(!store.users().by_id(&eva.id).await.unwrap().unwrap().second_factor, "not yet");
        assert!(
            !work!(store, |w| { w.factors().step_use(&eva.id, 7).await }).unwrap(),
            "not before it was shown to work"
        );
        work!(store, |w| { w.sessions().insert(&eva.id, "a", &session(1), None).await }).unwrap();
        work!(store, |w| { w.sessions().insert(&eva.id, "b", &session(2), None).await }).unwrap();
        let codes = ["one".to_owned(), "two".to_owned()];
        work!(store, |w| { w.factors().confirm(who, Some(&session(1).id), 100, &codes, NOW).await }).unwrap();
        assert!(store.sessions().by_token("a", NOW).await.unwrap().is_some());
        assert!(store.sessions().by_token("b", NOW).await.unwrap().is_none(), "other sessions end");
        assert!(
            work!(store, |w| { w.factors().begin(&eva.id, "BBBB").await }).is_err(),
            "it is not replaced by the way"
        );
        let used = async |step| work!(store, |w| { w.factors().step_use(&eva.id, step).await }).unwrap();
        assert_eq!((used(100).await, used(101).await, used(101).await, used(99).await), (false, true, false, false));
        let recovered =
            async |code| work!(store, |w| { w.factors().recovery_use(&tenant, &eva.id, code, NOW).await }).unwrap();
        assert_eq!((recovered("one").await, recovered("one").await, recovered("x").await), (true, false, false));
        assert_eq!(store.factors().recovery_left(&eva.id).await.unwrap(), 1);
        work!(store, |w| { w.factors().remove(who, NOW).await }).unwrap();
        assert!(store.factors().find(&eva.id).await.unwrap().is_none() && !recovered("two").await);
    }
}

#[tokio::test]
async fn the_use_of_a_key_is_written_down_once_a_day_and_a_key_ends() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Owner);
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        let auth = authorize_staff::<act::KeyWrite>(&tenant(), &eva.id, Role::Owner).unwrap();
        work!(store, |w| { w.api_keys().insert(&auth, "k", &key("key_1", &eva.id)).await }).unwrap();
        let by = Actor::Job("key");
        for day in [20_000, 20_000, 20_001, 20_000] {
            work!(store, |w| { w.api_keys().used(&tenant(), &by, "key_1", day, NOW).await }).unwrap();
        }
        let ask = AuditAsk { kind: "api_key.use".into(), ..AuditAsk::default() };
        let audit = authorized::<act::AuditRead>(&tenant());
        assert_eq!(store.audit().find(&audit, &ask).await.unwrap().len(), 2);
        assert_eq!(store.api_keys().list(&auth).await.unwrap().first().unwrap().used_day, 20_001);
        assert!(store.api_keys().by_secret("k", NOW.plus_days(364)).await.unwrap().is_some());
        assert!(store.api_keys().by_secret("k", NOW.plus_days(365)).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn failures_and_known_browsers_go_when_their_time_is_over() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Analyst);
        work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
        let failed = SignInFailures { key_hash: "a".into(), failures: 3, at: NOW };
        work!(store, |w| { w.sign_ins().failures_put(std::slice::from_ref(&failed), NOW.plus_days(-1)).await })
            .unwrap();
        work!(store, |w| { w.sessions().insert(&eva.id, "s", &session(1), Some("browser")).await }).unwrap();
        let since = NOW.plus_ms(-1);
        assert_eq!(store.sign_ins().failures(since).await.unwrap(), [failed]);
        let auth = authorized::<act::RetentionRun>(&tenant());
        store.retention().expire(&auth, NOW.plus_days(2), None, 35).await.unwrap();
        assert!(store.sign_ins().failures(since).await.unwrap().is_empty());
        assert!(store.sessions().device_known(&eva.id, "browser").await.unwrap());
        store.retention().expire(&auth, NOW.plus_days(401), None, 35).await.unwrap();
        assert!(!store.sessions().device_known(&eva.id, "browser").await.unwrap());
    }
}

/// Whatever order codes come in, each counts once at most, and none after a later one.
#[tokio::test]
async fn steps_only_rise() {
    let (store, _db) = stores().await.remove(0);
    let eva = user(1, "eva@b.example", Role::Owner);
    work!(store, |w| { w.users().insert(&eva, NOW).await }).unwrap();
    work!(store, |w| { w.factors().begin(&eva.id, "AAAA").await }).unwrap();
    work!(store, |w| { w.factors().confirm((&tenant(), &Actor::Job("test"), &eva.id), None, 0, &[], NOW).await })
        .unwrap();
    let (mut highest, mut drawn) = (0, 1_u64);
    for _ in 0..60 {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let step = highest - 3 + i64::try_from(drawn >> 61).unwrap();
        assert_eq!(
            work!(store, |w| { w.factors().step_use(&eva.id, step).await }).unwrap(),
            step > highest,
            "{step} after {highest}"
        );
        highest = highest.max(step);
    }
}
