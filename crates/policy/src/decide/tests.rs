//! The law by property, and one case for each reason.

use hjemmel_model::{GrantSeq, Ground, Role, Surrogate, TenantId, UserId};
use proptest::prelude::*;

use super::*;
use crate::{Bar, Claims, TokenKey, authorize_staff, site_hash};

const NOW: AtMs = AtMs(1_795_000_000_000);
const ALL: PurposeSet = PurposeSet(0b1111);

fn rules() -> SiteRules {
    let site = SiteId::parse("site_shop").unwrap();
    SiteRules {
        site_hash: site_hash(&site),
        site,
        law: LawPack::Dk,
        notice: Some(NoticeRules {
            version: 1,
            analytics: PurposeSet(0b0111),
            ads: PurposeSet(0b1000),
            denied_by_gpc: PurposeSet(0b1000),
            since: [1; 32],
        }),
        registered: PurposeSet(u32::MAX),
        retention: Arc::default(),
    }
}

fn claims(granted: u32) -> Claims {
    Claims {
        site: rules().site_hash,
        granted: PurposeSet(granted),
        refused: ALL.without(PurposeSet(granted)),
        notice_version: 1,
        grant: GrantSeq(10),
        issued_at: NOW.plus_days(-1),
        expires_at: NOW.plus_days(30),
        analytics: Surrogate(if granted & 0b0111 != 0 { 5 } else { 0 }),
        ads: Surrogate(if granted & 0b1000 != 0 { 6 } else { 0 }),
        gpc_overridden: false,
    }
}

fn present(claims: &Claims) -> Presented {
    let key = TokenKey::new([1; 32]);
    key.verify(&key.mint(claims))
}

fn fresh() -> Restrictions {
    let r = Restrictions::new();
    r.refreshed(NOW);
    r
}

fn decide(rules: &SiteRules, presented: Presented, restrictions: &Restrictions) -> CollectDecision {
    decide_collect(&CollectAsk { rules, presented, gpc: false, narrowed_to: None }, restrictions, NOW)
}

fn reason(decision: Decision<Collect>) -> Reason {
    decision.expect_err("a refusal").reason
}

#[test]
fn before_a_choice_nothing_is_permitted() {
    let d = decide(&rules(), Presented::Nothing, &fresh());
    assert_eq!((reason(d.analytics), reason(d.ads)), (Reason::Undecided, Reason::Undecided));
}

#[test]
fn a_grant_for_one_surrogate_says_nothing_of_the_other() {
    let d = decide(&rules(), present(&claims(0b0001)), &fresh());
    assert_eq!(d.analytics.unwrap().purposes(), PurposeSet(1));
    assert_eq!(reason(d.ads), Reason::Refused);
}

#[test]
fn a_purpose_added_later_is_undecided_and_not_refused() {
    let mut c = claims(0b0001);
    c.refused = PurposeSet(0b0110);
    assert_eq!(reason(decide(&rules(), present(&c), &fresh()).ads), Reason::Undecided, "B-19");
    let refused_before_ads = Presented::Refused(PurposeSet(0b0111));
    assert_eq!(reason(decide(&rules(), refused_before_ads, &fresh()).ads), Reason::Undecided, "B-19");
}

#[test]
fn a_purpose_that_changed_is_undecided_for_old_consents() {
    let mut rules = rules();
    if let Some(notice) = &mut rules.notice {
        notice.version = 2;
        notice.since[3] = 2;
    }
    let d = decide(&rules, present(&claims(0b1001)), &fresh());
    assert!(d.analytics.is_ok());
    assert_eq!(reason(d.ads), Reason::Undecided, "B-19");
}

#[test]
fn each_reason_has_its_case() {
    let ask = |c: Claims| reason(decide(&rules(), present(&c), &fresh()).analytics);
    assert_eq!(ask(Claims { expires_at: NOW, ..claims(1) }), Reason::Expired);
    assert_eq!(ask(Claims { site: 9, ..claims(1) }), Reason::OtherSite);
    assert_eq!(reason(decide(&rules(), Presented::Invalid, &fresh()).analytics), Reason::TokenInvalid);
    assert_eq!(reason(decide(&rules(), Presented::Refused(ALL), &fresh()).analytics), Reason::Refused);
    let stale = Restrictions::new();
    assert_eq!(reason(decide(&rules(), present(&claims(1)), &stale).analytics), Reason::FeedStale);
    let unpublished = SiteRules { notice: None, ..rules() };
    assert_eq!(reason(decide(&unpublished, present(&claims(1)), &fresh()).analytics), Reason::NoticeMissing);
}

#[test]
fn what_no_notice_asks_for_is_neither_collected_nor_reported() {
    let mut plain = rules();
    if let Some(notice) = &mut plain.notice {
        notice.ads = PurposeSet::NONE;
    }
    assert_eq!(reason(decide(&plain, present(&claims(0b1001)), &fresh()).ads), Reason::PurposeUnknown, "P-01");
    let (tenant, user) = (TenantId::parse("ten_1").unwrap(), UserId::parse("usr_1").unwrap());
    let auth = authorize_staff(&tenant, &user, Role::Owner).unwrap();
    let read = |rules: &SiteRules, bit, restrictions: &Restrictions| {
        decide_measure(&auth, rules, bit, restrictions, NOW).err().map(|r| r.reason)
    };
    assert_eq!(read(&plain, 0, &fresh()), None);
    assert_eq!(read(&plain, 3, &fresh()), Some(Reason::PurposeUnknown), "P-01");
    assert_eq!(read(&SiteRules { notice: None, ..rules() }, 0, &fresh()), Some(Reason::NoticeMissing));
    assert_eq!(read(&plain, 0, &Restrictions::new()), Some(Reason::FeedStale), "B-27");
}

#[test]
fn whoever_is_paused_is_not_collected_and_a_pause_between_decision_and_use_wins() {
    let paused = fresh();
    let before = decide(&rules(), present(&claims(0b1001)), &paused);
    paused.pause([Surrogate(5)]);
    let d = decide(&rules(), present(&claims(0b1001)), &paused);
    assert_eq!(reason(d.analytics), Reason::Restricted, "R-07");
    assert!(d.ads.is_ok(), "the other number is paused when its browser is");
    assert_eq!(before.analytics.unwrap().spend(&paused, NOW).unwrap_err().reason, Reason::Restricted);
    // What was taken back is not said to be paused.
    paused.add([Bar { subject: Surrogate(5), purposes: ALL, lowest: GrantSeq(11) }]);
    assert_eq!(reason(decide(&rules(), present(&claims(1)), &paused).analytics), Reason::Withdrawn);
    let (tenant, user) = (TenantId::parse("ten_1").unwrap(), UserId::parse("usr_1").unwrap());
    let auth = authorize_staff(&tenant, &user, Role::Owner).unwrap();
    let rows = decide_measure(&auth, &rules(), 0, &paused, NOW).unwrap().into_rows();
    assert!(rows.closed().is_paused(Surrogate(5)), "reports leave it out");
    let own = rows_of::<Measure>(&rules(), 0, Some(Surrogate(5)), &paused, NOW).into_rows();
    assert!(!own.closed().is_paused(Surrogate(5)), "a browser sees its own");
}

#[test]
fn a_use_is_done_only_where_it_is_named() {
    for of in Use::ALL {
        assert_eq!(decide_use(UseSet::of([of]), of), Ok(()));
        let others = UseSet::of(Use::ALL.into_iter().filter(|other| *other != of));
        assert_eq!(decide_use(others, of), Err(Refusal::new(Reason::NotInRegister)), "{}", of.name());
        assert_eq!(decide_use(UseSet::ALL, of), Ok(()), "as shipped");
    }
}

#[test]
fn what_the_register_does_not_name_is_neither_collected_nor_shown() {
    let half = SiteRules { registered: PurposeSet(0b0010), ..rules() };
    let both = decide(&half, present(&claims(0b0011)), &fresh()).analytics.unwrap();
    assert_eq!(both.purposes(), PurposeSet(0b0010), "what it names goes on");
    assert_eq!(reason(decide(&half, present(&claims(0b0001)), &fresh()).analytics), Reason::NotInRegister);
    assert_eq!(reason(decide(&half, Presented::Nothing, &fresh()).analytics), Reason::Undecided, "nobody was asked");
    let (tenant, user) = (TenantId::parse("ten_1").unwrap(), UserId::parse("usr_1").unwrap());
    let auth = authorize_staff(&tenant, &user, Role::Owner).unwrap();
    let read = |bit| decide_measure(&auth, &half, bit, &fresh(), NOW).err().map(|r| r.reason);
    assert_eq!((read(0), read(1)), (Some(Reason::NotInRegister), None));
}

#[test]
fn gpc_denies_ads_on_the_device_until_an_explicit_choice() {
    let ask = |overridden, gpc| {
        let presented = present(&Claims { gpc_overridden: overridden, ..claims(0b1001) });
        let rules = rules();
        let ask = CollectAsk { rules: &rules, presented, gpc, narrowed_to: None };
        let d = decide_collect(&ask, &fresh(), NOW);
        assert!(d.analytics.is_ok(), "statistics of one's own site are not sharing");
        d.ads.map(|p| p.purposes())
    };
    assert_eq!(ask(false, true), Err(Refusal::new(Reason::SignalGpc)));
    assert_eq!(ask(false, false), Ok(PurposeSet(8)));
    assert_eq!(ask(true, true), Ok(PurposeSet(8)));
}

#[test]
fn nothing_of_a_browser_rests_on_anything_but_consent() {
    let d = decide(&rules(), present(&claims(0b1001)), &fresh());
    for permit in [d.analytics.unwrap(), d.ads.unwrap()] {
        assert_eq!(permit.ground(), Ground::Consent, "B-15");
    }
    for purpose in hjemmel_model::catalogue() {
        assert_eq!(purpose.ground, Ground::Consent, "B-15: {}", purpose.key);
    }
}

#[test]
fn a_withdrawal_between_decision_and_use_wins() {
    let r = fresh();
    let permit = decide(&rules(), present(&claims(0b0011)), &r).analytics.unwrap();
    r.add([Bar { subject: Surrogate(5), purposes: PurposeSet(1), lowest: GrantSeq(11) }]);
    assert_eq!(permit.spend(&r, NOW).unwrap().purposes, PurposeSet(2));
    let permit = decide(&rules(), present(&claims(0b0001)), &fresh()).analytics.unwrap();
    assert_eq!(permit.spend(&r, NOW), Err(Refusal::new(Reason::Withdrawn)));
}

#[test]
fn a_permit_lives_a_second() {
    for (later, ok) in [(0, true), (1_000, true), (1_001, false), (-1, false)] {
        let permit = decide(&rules(), present(&claims(1)), &fresh()).analytics.unwrap();
        assert_eq!(permit.spend(&fresh(), NOW.plus_ms(later)).is_ok(), ok, "{later} ms");
    }
}

proptest! {
    /// Any history of grants and withdrawals that ends in a withdrawal of a purpose yields no permit for it, whatever
    /// token of the past is shown.
    #[test]
    fn any_history_ending_in_withdrawal_yields_no_permit(
        history in prop::collection::vec((any::<bool>(), 0u32..16), 0..12),
        last in 1u32..16,
        shown in 0usize..12,
    ) {
        let restrictions = fresh();
        let mut tokens = Vec::new();
        let mut seq = 0;
        for (grant, purposes) in history.into_iter().chain([(false, last)]) {
            seq += 1;
            if grant {
                tokens.push(Claims { grant: GrantSeq(seq), analytics: Surrogate(5), ads: Surrogate(6), ..claims(purposes) });
            } else {
                for subject in [Surrogate(5), Surrogate(6)] {
                    restrictions.add([Bar { subject, purposes: PurposeSet(purposes), lowest: GrantSeq(seq) }]);
                }
            }
        }
        if let Some(c) = tokens.get(shown) {
            let d = decide(&rules(), present(c), &restrictions);
            for decision in [d.analytics, d.ads] {
                let purposes = decision.map_or(PurposeSet::NONE, |p| p.purposes());
                prop_assert!(purposes.and(PurposeSet(last)).is_empty());
            }
        }
    }

    /// A sender's own field, the signal, or any other input can only take purposes away.
    #[test]
    fn nothing_widens_a_grant(
        granted in 0u32..16,
        narrowed in proptest::option::of(any::<u32>()),
        registered in prop_oneof![Just(u32::MAX), 0u32..16],
        (gpc, overridden) in any::<(bool, bool)>(),
    ) {
        let rules = SiteRules { registered: PurposeSet(registered), ..rules() };
        let presented = present(&Claims { gpc_overridden: overridden, ..claims(granted) });
        let ask = CollectAsk { rules: &rules, presented, gpc, narrowed_to: narrowed.map(PurposeSet) };
        let d = decide_collect(&ask, &fresh(), NOW);
        for (decision, named) in [(d.analytics, 0b0111), (d.ads, 0b1000)] {
            if let Ok(permit) = decision {
                let limit = granted & named & registered & narrowed.unwrap_or(u32::MAX);
                prop_assert!(permit.purposes().without(PurposeSet(limit)).is_empty());
                prop_assert!(!permit.purposes().is_empty());
            }
        }
    }
}
