//! Both sides allow it, or it is not done.

use std::sync::Arc;

use hjemmel_model::{Channel, FormId, LawPack, LinkId, PermissionEvent, SiteId, TenantId, TopicId, UserId};
use proptest::prelude::*;

use super::*;
use crate::{
    Bar, Claims, LinkSpent, Presented, ReachEntry, Recipient, TokenKey, authorize_holder, authorize_staff,
    decide::NoticeRules, site_hash,
};

const NOW: AtMs = AtMs(1_795_000_000_000);

fn rules() -> SiteRules {
    let site = SiteId::parse("site_shop").unwrap();
    SiteRules {
        site_hash: site_hash(&site),
        site,
        law: LawPack::Dk,
        notice: Some(NoticeRules {
            version: 1,
            analytics: PurposeSet(0b1_0111),
            ads: PurposeSet(0b1000),
            denied_by_gpc: PurposeSet(0b1000),
            since: [1; 32],
        }),
        registered: PurposeSet(u32::MAX),
        retention: Arc::default(),
    }
}

fn presented(granted: u32, grant: i64) -> Presented {
    let key = TokenKey::new([1; 32]);
    key.verify(&key.mint(&Claims {
        site: rules().site_hash,
        granted: PurposeSet(granted),
        refused: PurposeSet::NONE,
        notice_version: 1,
        grant: GrantSeq(grant),
        issued_at: NOW.plus_days(-1),
        expires_at: NOW.plus_days(30),
        analytics: Surrogate(5),
        ads: Surrogate(0),
        gpc_overridden: false,
    }))
}

fn fresh() -> Restrictions {
    let r = Restrictions::new();
    r.refreshed(NOW);
    r
}

fn person(n: u8) -> PersonId {
    PersonId::parse(&format!("per_{n}")).unwrap()
}

fn entry(seq: i64, event: PermissionEvent, topic: bool) -> ReachEntry {
    ReachEntry {
        seq: GrantSeq(seq),
        identifier: IdentifierId::parse("idn_1").unwrap(),
        topic: topic.then(|| TopicId::parse("top_1").unwrap()),
        channel: (event == PermissionEvent::Given).then_some(Channel::Email),
        event,
        form: Some((FormId::parse("form_1").unwrap(), 1)),
        at: NOW.plus_ms(seq - 1_000),
    }
}

fn reach(entries: Vec<ReachEntry>) -> ReachFacts {
    let recipient = Recipient { person: person(1), identifier: IdentifierId::parse("idn_1").unwrap() };
    ReachFacts::gathered(recipient, Some(Channel::Email), entries, None, LawPack::Dk)
}

fn link(presented: Presented, facts: &LinkFacts, source: LinkSource, restrictions: &Restrictions) -> Decision<Link> {
    let rules = rules();
    let ask = CollectAsk { rules: &rules, presented, gpc: false, narrowed_to: None };
    decide_link(&ask, facts, source, restrictions, NOW)
}

fn facts(entries: Vec<ReachEntry>, holder: Option<PersonId>) -> LinkFacts {
    LinkFacts::gathered(&reach(entries), true, holder)
}

fn why(decision: Decision<Link>) -> Reason {
    decision.expect_err("a refusal").reason
}

#[test]
fn a_browser_that_allowed_it_and_a_person_who_showed_themselves_are_joined() {
    let permit = link(presented(0b1_0001, 9), &facts(vec![], None), LinkSource::Holder, &fresh()).unwrap();
    let spent = permit.spend_for_link(NOW).unwrap();
    let LinkSpent { linked, grant, notice_version } = spent;
    assert_eq!((linked.person, linked.visitor, grant, notice_version), (person(1), Surrogate(5), GrantSeq(9), 1));
    let stale = link(presented(0b1_0001, 9), &facts(vec![], None), LinkSource::Holder, &fresh()).unwrap();
    assert_eq!(stale.spend_for_link(NOW.plus_ms(1_001)).unwrap_err().reason, Reason::PermitStale);
}

#[test]
fn everything_else_is_no() {
    let nobody = || facts(vec![], None);
    let ok = presented(0b1_0001, 9);
    assert_eq!(why(link(presented(0b0111, 9), &nobody(), LinkSource::Server, &fresh())), Reason::Refused);
    assert_eq!(why(link(Presented::Nothing, &nobody(), LinkSource::Server, &fresh())), Reason::Undecided);
    let unseen = LinkFacts::gathered(&reach(vec![]), false, None);
    assert_eq!(why(link(ok, &unseen, LinkSource::Holder, &fresh())), Reason::Unproven);
    assert!(link(ok, &unseen, LinkSource::Server, &fresh()).is_ok(), "a server says whom it let in");
    assert_eq!(why(link(ok, &facts(vec![], Some(person(2))), LinkSource::Server, &fresh())), Reason::OtherPerson);
    assert!(link(ok, &facts(vec![], Some(person(1))), LinkSource::Server, &fresh()).is_ok());
    let restricted = LinkFacts::gathered(&reach(vec![]).restricted(true), true, None);
    assert_eq!(why(link(ok, &restricted, LinkSource::Server, &fresh())), Reason::Restricted);
    let barred = fresh();
    barred.add([Bar { subject: Surrogate(5), purposes: PurposeSet(0b1_0000), lowest: GrantSeq(10) }]);
    assert_eq!(why(link(ok, &nobody(), LinkSource::Server, &barred)), Reason::Refused);
}

fn known(grant: i64) -> VisitorLink {
    VisitorLink {
        id: LinkId::parse("lnk_1").unwrap(),
        site: rules().site,
        visitor: Surrogate(5),
        grant: GrantSeq(grant),
        notice_version: 1,
        source: LinkSource::Holder,
        at: NOW.plus_days(-1),
        expires_at: NOW.plus_days(10),
    }
}

#[test]
fn what_was_joined_is_asked_about_each_time() {
    let tenant = TenantId::parse("ten_1").unwrap();
    let staff =
        authorize_staff::<act::PersonRead>(&tenant, &UserId::parse("usr_1").unwrap(), hjemmel_model::Role::Support)
            .unwrap();
    let rules = rules();
    let show = |facts: &ReachFacts, link: &VisitorLink, r: &Restrictions| {
        decide_profile(&staff, ProfileFacts { rules: &rules, reach: facts, link }, r, NOW)
            .map(|set| set.into_rows().only())
            .map_err(|no| no.reason)
    };
    assert_eq!(show(&reach(vec![]), &known(9), &fresh()), Ok(Some(Surrogate(5))));
    assert_eq!(show(&reach(vec![]), &known(9), &Restrictions::new()), Err(Reason::FeedStale));
    let withdrawn = fresh();
    withdrawn.add([Bar { subject: Surrogate(5), purposes: PurposeSet(u32::MAX), lowest: GrantSeq(12) }]);
    assert_eq!(show(&reach(vec![]), &known(9), &withdrawn), Err(Reason::Withdrawn));
    // A later grant does not revive what was joined under an earlier one.
    assert_eq!(show(&reach(vec![]), &known(11), &withdrawn), Err(Reason::Withdrawn));
    let objected = reach(vec![entry(1, PermissionEvent::Objected, false)]);
    assert_eq!(show(&objected, &known(9), &fresh()), Err(Reason::Objected));
    let later = VisitorLink { at: NOW.plus_ms(-998), ..known(9) };
    assert_eq!(show(&objected, &later, &fresh()), Ok(Some(Surrogate(5))), "joined under a choice that came after it");
    let ended = VisitorLink { expires_at: NOW, ..known(9) };
    assert_eq!(show(&reach(vec![]), &ended, &fresh()), Err(Reason::Expired), "B-18");
    let holder = crate::Holder::shown(tenant, person(1), IdentifierId::parse("idn_1").unwrap());
    let own = authorize_holder::<act::PersonRead>(&holder).unwrap();
    for link in [known(9), ended] {
        assert!(
            decide_profile(&own, ProfileFacts { rules: &rules, reach: &objected, link: &link }, &fresh(), NOW).is_ok(),
            "access is not marketing"
        );
    }
}

#[test]
fn what_is_paused_is_shown_to_the_person_and_to_nobody_else() {
    let paused = fresh();
    paused.pause([Surrogate(5)]);
    assert_eq!(
        why(link(presented(0b1_0001, 9), &facts(vec![], None), LinkSource::Server, &paused)),
        Reason::Restricted
    );
    let (tenant, rules) = (TenantId::parse("ten_1").unwrap(), rules());
    let user = UserId::parse("usr_1").unwrap();
    let staff = authorize_staff::<act::PersonRead>(&tenant, &user, hjemmel_model::Role::Support).unwrap();
    let holder = crate::Holder::shown(tenant, person(1), IdentifierId::parse("idn_1").unwrap());
    let own = authorize_holder::<act::PersonRead>(&holder).unwrap();
    let facts = reach(vec![]).restricted(true);
    let show = |actor: &Authorized<act::PersonRead>| {
        decide_profile(actor, ProfileFacts { rules: &rules, reach: &facts, link: &known(9) }, &paused, NOW)
    };
    assert_eq!(show(&staff).err().map(|no| no.reason), Some(Reason::Restricted));
    assert!(!show(&own).unwrap().into_rows().closed().is_paused(Surrogate(5)), "and with what they did");
}

#[test]
fn what_nobody_names_joins_and_shows_nothing() {
    let ask = |rules: &SiteRules, granted| {
        let ask = CollectAsk { rules, presented: presented(granted, 9), gpc: false, narrowed_to: None };
        why(decide_link(&ask, &facts(vec![], None), LinkSource::Server, &fresh(), NOW))
    };
    let unregistered = SiteRules { registered: PurposeSet(0b0111), ..rules() };
    assert_eq!(ask(&unregistered, 0b1_0001), Reason::NotInRegister, "G-01");
    let mut unnamed = rules();
    if let Some(notice) = &mut unnamed.notice {
        notice.analytics = PurposeSet(0b0111);
    }
    assert_eq!(ask(&unnamed, 0b1_0001), Reason::PurposeUnknown, "P-01");

    let tenant = TenantId::parse("ten_1").unwrap();
    let user = UserId::parse("usr_1").unwrap();
    let staff = authorize_staff::<act::PersonRead>(&tenant, &user, hjemmel_model::Role::Support).unwrap();
    let holder = crate::Holder::shown(tenant, person(1), IdentifierId::parse("idn_1").unwrap());
    let own = authorize_holder::<act::PersonRead>(&holder).unwrap();
    let show = |actor: &Authorized<act::PersonRead>, rules: &SiteRules, link: &VisitorLink| {
        decide_profile(actor, ProfileFacts { rules, reach: &reach(vec![]), link }, &fresh(), NOW)
            .err()
            .map(|no| no.reason)
    };
    assert_eq!(show(&staff, &unregistered, &known(9)), Some(Reason::NotInRegister), "G-01");
    assert_eq!(show(&own, &unregistered, &known(9)), None, "access is no use of one's own");
    let elsewhere = VisitorLink { site: SiteId::parse("site_other").unwrap(), ..known(9) };
    assert_eq!(show(&staff, &rules(), &elsewhere), Some(Reason::OtherSite), "T-09");
}

#[test]
fn an_objection_is_lifted_by_no_other_word_but_a_later_choice_that_names_it() {
    let others = [PermissionEvent::Withdrawn, PermissionEvent::Asked, PermissionEvent::Given];
    for after in others.map(|event| entry(2, event, true)) {
        let facts = facts(vec![entry(1, PermissionEvent::Objected, false), after], None);
        assert_eq!(why(link(presented(0b1_0001, 9), &facts, LinkSource::Server, &fresh())), Reason::Objected, "P-11");
    }
    let before = ReachEntry { at: NOW.plus_days(-1).plus_ms(-1), ..entry(1, PermissionEvent::Objected, false) };
    assert!(link(presented(0b1_0001, 9), &facts(vec![before], None), LinkSource::Server, &fresh()).is_ok());
}

fn event() -> impl Strategy<Value = (PermissionEvent, bool)> {
    let events = prop::sample::select(PermissionEvent::ALL.to_vec());
    (events, any::<bool>()).prop_map(|(e, topic)| (e, topic || e == PermissionEvent::Given))
}

proptest! {
    /// Any history that ends in an objection joins nothing, whatever came before it.
    #[test]
    fn an_objection_ends_it(history in prop::collection::vec(event(), 0..8)) {
        let mut entries: Vec<_> = (1..).zip(history).map(|(seq, (e, topic))| entry(seq, e, topic)).collect();
        entries.push(entry(100, PermissionEvent::Objected, false));
        prop_assert_eq!(why(link(presented(0b1_0001, 9), &facts(entries, None), LinkSource::Server, &fresh())), Reason::Objected);
    }

    /// Without its own purpose no set of others joins anything.
    #[test]
    fn no_other_purpose_stands_for_it(granted in 0u32..64) {
        let decided = link(presented(granted, 9), &facts(vec![], None), LinkSource::Server, &fresh());
        prop_assert_eq!(decided.is_ok(), granted & 0b1_0000 != 0);
    }
}
