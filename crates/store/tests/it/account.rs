//! Accounts of staff: what ends with whom, how long a sign-in lasts, codes that count once.

use hjemmel_model::*;
use hjemmel_policy::{Actor, act, authorize_job, authorize_staff};
use hjemmel_store::*;

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
        store.user_insert(&ann, NOW).await.unwrap();
        for demoted in [true, false] {
            let n = u32::from(demoted) + 2;
            let eva = UserDraft { id: UserId::parse(&format!("usr_{n}")).unwrap(), ..eva.clone() };
            store.user_insert(&eva, NOW).await.unwrap();
            let by_eva = Actor::Staff { user: eva.id.clone(), role: Role::Owner };
            let by_ann = Actor::Staff { user: ann.id.clone(), role: Role::Owner };
            let auth = authorize_staff::<act::KeyWrite>(&tenant(), &ann.id, Role::Owner).unwrap();
            store.api_key_insert(&auth, &format!("k{n}"), &key(&format!("key_{n}"), &eva.id)).await.unwrap();
            store.api_key_insert(&auth, &format!("a{n}"), &key(&format!("key_a{n}"), &ann.id)).await.unwrap();
            let until = NOW.plus_days(7);
            let (joins, resets) = (link(LinkKind::Invitation, ""), link(LinkKind::Reset, ann.id.as_str()));
            store.link_insert(&format!("i{n}"), &joins, &by_eva, NOW, until).await.unwrap();
            store.link_insert(&format!("r{n}"), &resets, &by_eva, NOW, until).await.unwrap();
            store.link_insert(&format!("o{n}"), &joins, &by_ann, NOW, until).await.unwrap();
            let own = link(LinkKind::Reset, eva.id.as_str());
            store.link_insert(&format!("e{n}"), &own, &by_ann, NOW, until).await.unwrap();
            store.session_insert(&eva.id, &format!("s{n}"), &session(n), Some("browser")).await.unwrap();

            let auth = authorize_staff::<act::TeamWrite>(&tenant(), &ann.id, Role::Owner).unwrap();
            match demoted {
                true => store.user_set_role(&auth, &eva.id, Role::Support, NOW).await.unwrap(),
                false => store.user_remove(&auth, &eva.id, NOW).await.unwrap(),
            }
            assert!(store.api_key_by_secret(&format!("k{n}"), NOW).await.unwrap().is_none());
            assert!(store.api_key_by_secret(&format!("a{n}"), NOW).await.unwrap().is_some(), "others' keys stay");
            for (secret, works) in [("i", false), ("r", false), ("o", true), ("e", demoted)] {
                let found = store.link_find(&format!("{secret}{n}"), NOW).await.unwrap();
                assert_eq!(found.is_some(), works, "{secret}, demoted: {demoted}");
            }
            assert_eq!(store.session_by_token(&format!("s{n}"), NOW).await.unwrap().is_some(), demoted);
            assert_eq!(store.device_known(&eva.id, "browser").await.unwrap(), demoted);
            store.user_remove(&auth, &eva.id, NOW).await.ok();
        }
    }
}

#[tokio::test]
async fn links_are_listed_and_taken_back_and_nobody_elses_are() {
    for (store, _db) in stores().await {
        let by = Actor::Job("test");
        store.link_insert("one", &link(LinkKind::Invitation, ""), &by, NOW, NOW.plus_days(7)).await.unwrap();
        let auth = authorize_job::<act::TeamWrite>(&tenant(), "test");
        let all = store.link_unused(&auth, NOW).await.unwrap();
        let [one] = all.as_slice() else { panic!("one link, not {}", all.len()) };
        assert_eq!((one.role, one.created_by.as_str()), (Role::Owner, "job:test"));
        let other = authorize_job::<act::TeamWrite>(&TenantId::parse("ten_b").unwrap(), "test");
        assert!(store.link_unused(&other, NOW).await.unwrap().is_empty());
        assert!(matches!(store.link_revoke(&other, &one.id, NOW).await, Err(StoreError::NotFound(_))));
        store.link_revoke(&auth, &one.id, NOW).await.unwrap();
        assert!(store.link_find("one", NOW).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn an_address_is_taken_by_a_colleague_only() {
    for (store, _db) in stores().await {
        let other = TenantId::parse("ten_b").unwrap();
        store.tenant_insert(&other, "B", NOW).await.unwrap();
        store.user_insert(&user(1, "eva@b.example", Role::Owner), NOW).await.unwrap();
        let there = UserDraft { tenant: other.clone(), ..user(2, "EVA@b.example", Role::Owner) };
        store.user_insert(&there, NOW).await.unwrap();
        let again = store.user_insert(&user(3, "eva@B.example ", Role::Support), NOW).await;
        assert!(matches!(again, Err(StoreError::Taken("address"))));
        let found = store.users_by_email("eva@b.example").await.unwrap();
        assert_eq!(found.iter().map(|u| u.tenant.as_str()).collect::<Vec<_>>(), ["ten_a", "ten_b"]);
    }
}

#[tokio::test]
async fn whoever_is_no_colleague_is_not_found_and_nothing_is_written_down() {
    for (store, _db) in stores().await {
        let (eva, other) = (user(1, "eva@b.example", Role::Owner), TenantId::parse("ten_b").unwrap());
        store.tenant_insert(&other, "B", NOW).await.unwrap();
        store.user_insert(&eva, NOW).await.unwrap();
        let auth = authorize_job::<act::TeamWrite>(&other, "test");
        let changed = store.user_set_role(&auth, &eva.id, Role::Support, NOW).await;
        assert!(matches!(changed, Err(StoreError::NotFound("user"))), "{changed:?}");
        assert!(matches!(store.sessions_end(&auth, &eva.id, NOW).await, Err(StoreError::NotFound("user"))));
        let who = (&other, &Actor::Job("test"), &eva.id);
        assert!(matches!(store.factor_remove(who, NOW).await, Err(StoreError::NotFound("user"))));
        let audit = authorize_job::<act::AuditRead>(&other, "test");
        assert!(store.audit_page(&audit, i64::MAX, 50).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_sign_in_ends_by_itself_sooner_for_whoever_opens_everything() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Analyst);
        store.user_insert(&eva, NOW).await.unwrap();
        store.user_insert(&user(2, "ann@b.example", Role::Owner), NOW).await.unwrap();
        store.session_insert(&eva.id, "s", &session(1), None).await.unwrap();
        let counts = async |ms: i64| store.session_by_token("s", NOW.plus_ms(ms)).await.unwrap().is_some();
        assert!(counts(13 * HOUR_MS).await && !counts(14 * 24 * HOUR_MS).await, "idle");
        // Used every day it ends all the same.
        let used = NOW.plus_ms(29 * 24 * HOUR_MS);
        store.session_seen(&session(1).id, used, used.plus_days(14)).await.unwrap();
        assert!(counts(30 * 24 * HOUR_MS - 1).await && !counts(30 * 24 * HOUR_MS).await, "absolute");
        let auth = authorize_job::<act::TeamWrite>(&tenant(), "test");
        store.user_set_role(&auth, &eva.id, Role::DataProtectionOfficer, NOW).await.unwrap();
        store.session_seen(&session(1).id, NOW.plus_ms(11 * HOUR_MS), used).await.unwrap();
        assert!(counts(12 * HOUR_MS - 1).await && !counts(12 * HOUR_MS).await, "the role of now counts");
    }
}

#[tokio::test]
async fn a_code_counts_once_and_a_recovery_code_too() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Owner);
        store.user_insert(&eva, NOW).await.unwrap();
        let actor = Actor::Staff { user: eva.id.clone(), role: Role::Owner };
        let tenant = tenant();
        let who = (&tenant, &actor, &eva.id);
        store.factor_begin(&eva.id, "AAAA").await.unwrap();
        assert!(!store.user_by_id(&eva.id).await.unwrap().unwrap().second_factor, "not yet");
        assert!(!store.factor_step_use(&eva.id, 7).await.unwrap(), "not before it was shown to work");
        store.session_insert(&eva.id, "a", &session(1), None).await.unwrap();
        store.session_insert(&eva.id, "b", &session(2), None).await.unwrap();
        let codes = ["one".to_owned(), "two".to_owned()];
        store.factor_confirm(who, Some(&session(1).id), 100, &codes, NOW).await.unwrap();
        assert!(store.session_by_token("a", NOW).await.unwrap().is_some());
        assert!(store.session_by_token("b", NOW).await.unwrap().is_none(), "other sessions end");
        assert!(store.factor_begin(&eva.id, "BBBB").await.is_err(), "it is not replaced by the way");
        let used = async |step| store.factor_step_use(&eva.id, step).await.unwrap();
        assert_eq!((used(100).await, used(101).await, used(101).await, used(99).await), (false, true, false, false));
        let recovered = async |code| store.recovery_use(&tenant, &eva.id, code, NOW).await.unwrap();
        assert_eq!((recovered("one").await, recovered("one").await, recovered("x").await), (true, false, false));
        assert_eq!(store.recovery_left(&eva.id).await.unwrap(), 1);
        store.factor_remove(who, NOW).await.unwrap();
        assert!(store.factor_find(&eva.id).await.unwrap().is_none() && !recovered("two").await);
    }
}

#[tokio::test]
async fn the_use_of_a_key_is_written_down_once_a_day_and_a_key_ends() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Owner);
        store.user_insert(&eva, NOW).await.unwrap();
        let auth = authorize_staff::<act::KeyWrite>(&tenant(), &eva.id, Role::Owner).unwrap();
        store.api_key_insert(&auth, "k", &key("key_1", &eva.id)).await.unwrap();
        let by = Actor::Job("key");
        for day in [20_000, 20_000, 20_001, 20_000] {
            store.api_key_used(&tenant(), &by, "key_1", day, NOW).await.unwrap();
        }
        let ask = AuditAsk { kind: "api_key.use".into(), ..AuditAsk::default() };
        let audit = authorize_job::<act::AuditRead>(&tenant(), "test");
        assert_eq!(store.audit_find(&audit, &ask).await.unwrap().len(), 2);
        assert_eq!(store.api_key_list(&auth).await.unwrap().first().unwrap().used_day, 20_001);
        assert!(store.api_key_by_secret("k", NOW.plus_days(364)).await.unwrap().is_some());
        assert!(store.api_key_by_secret("k", NOW.plus_days(365)).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn failures_and_known_browsers_go_when_their_time_is_over() {
    for (store, _db) in stores().await {
        let eva = user(1, "eva@b.example", Role::Analyst);
        store.user_insert(&eva, NOW).await.unwrap();
        let failed = SignInFailures { key_hash: "a".into(), failures: 3, at: NOW };
        store.sign_in_failures_put(std::slice::from_ref(&failed), NOW.plus_days(-1)).await.unwrap();
        store.session_insert(&eva.id, "s", &session(1), Some("browser")).await.unwrap();
        let since = NOW.plus_ms(-1);
        assert_eq!(store.sign_in_failures(since).await.unwrap(), [failed]);
        let auth = authorize_job::<act::RetentionRun>(&tenant(), "test");
        store.records_expire(&auth, NOW.plus_days(2), None, 35).await.unwrap();
        assert!(store.sign_in_failures(since).await.unwrap().is_empty());
        assert!(store.device_known(&eva.id, "browser").await.unwrap());
        store.records_expire(&auth, NOW.plus_days(401), None, 35).await.unwrap();
        assert!(!store.device_known(&eva.id, "browser").await.unwrap());
    }
}

/// Whatever order codes come in, each counts once at most, and none after a later one.
#[tokio::test]
async fn steps_only_rise() {
    let (store, _db) = stores().await.remove(0);
    let eva = user(1, "eva@b.example", Role::Owner);
    store.user_insert(&eva, NOW).await.unwrap();
    store.factor_begin(&eva.id, "AAAA").await.unwrap();
    store.factor_confirm((&tenant(), &Actor::Job("test"), &eva.id), None, 0, &[], NOW).await.unwrap();
    let (mut highest, mut drawn) = (0, 1_u64);
    for _ in 0..60 {
        drawn = drawn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let step = highest - 3 + i64::try_from(drawn >> 61).unwrap();
        assert_eq!(store.factor_step_use(&eva.id, step).await.unwrap(), step > highest, "{step} after {highest}");
        highest = highest.max(step);
    }
}
