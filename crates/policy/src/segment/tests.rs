//! Who is in, who is out, and who is neither; and that less data never moves anybody over.

use hjemmel_model::{Axis, GrantSeq, Ground, IdentifierId, LawPack, PermissionEvent, Predicate, Range};
use proptest::prelude::*;

use super::*;
use crate::{
    permit::Operation,
    reach::{Recipient, Suppression},
    refusal::Refusal,
};

const NOW: AtMs = AtMs(1_795_000_000_000);

fn days(n: i64) -> AtMs {
    NOW.plus_days(-n)
}

fn person(n: u8) -> PersonId {
    PersonId::parse(&format!("per_{n}")).unwrap()
}

fn topic() -> TopicId {
    TopicId::parse("top_1").unwrap()
}

fn form() -> (hjemmel_model::FormId, u32) {
    (hjemmel_model::FormId::parse("form_1").unwrap(), 1)
}

fn entry(seq: i64, event: PermissionEvent, whole: bool) -> ReachEntry {
    ReachEntry {
        seq: GrantSeq(seq),
        identifier: IdentifierId::parse("idn_1").unwrap(),
        topic: (!whole).then(topic),
        channel: (!whole).then_some(Channel::Email),
        event,
        form: Some(form()),
        at: days(10),
    }
}

fn facts() -> SegmentFacts {
    let entries = vec![entry(1, PermissionEvent::Given, false)];
    let recipient = Recipient { person: person(1), identifier: IdentifierId::parse("idn_1").unwrap() };
    let reach =
        ReachFacts::gathered(recipient, Some(Channel::Email), entries.clone(), None::<Suppression>, LawPack::Dk);
    SegmentFacts {
        person: person(1),
        language: Language::Da,
        created_at: days(100),
        restricted: false,
        entries,
        addresses: vec![reach.registered(true)],
        domains: vec![Dated { value: "blomster.example".into(), at: days(100) }],
        phones: vec![],
        attributes: vec![
            Dated { value: ("city".into(), "Aarhus".into()), at: days(100) },
            Dated { value: ("birth_date".into(), "1980-01-01".into()), at: days(100) },
            Dated { value: ("vip".into(), "ja".into()), at: days(5) },
            Dated { value: ("renewed".into(), days(40).rfc3339()), at: days(5) },
        ],
        orders: vec![order(60, 50_000, "Roser"), order(20, 10_000, "Tulipaner")],
        messages: SegmentMessages { count: 3, first: days(50), last: days(2) },
        unread: SegmentUnread::default(),
    }
}

fn order(ago: i64, total_minor: i64, line: &str) -> Dated<SegmentOrder> {
    let value = SegmentOrder { total_minor, currency: "DKK".into(), lines: vec![line.into()] };
    Dated { value, at: days(ago) }
}

fn ground() -> SegmentGround {
    SegmentGround { uses: UseSet::ALL, data: None, since: AtMs(0), anybody: SaidTo::forms([form()]) }
}

fn stands(definition: &str, facts: &SegmentFacts, ground: &SegmentGround) -> Standing {
    decide_segment(&Definition::read(definition).unwrap(), facts, ground, NOW).standing()
}

#[test]
fn each_facet_says_what_its_name_says() {
    for (definition, is) in [
        (r#"["is","text:city",["Aarhus","Odense"]]"#, true),
        (r#"["contains","text:city",["rhu"]]"#, true),
        (r#"["is","text:missing",[""]]"#, true),
        (r#"["is","flag:vip",["yes"]]"#, true),
        (r#"["within","date:renewed",41]"#, true),
        (r#"["before","date:renewed",41]"#, false),
        (r#"["is","email",["yes"]]"#, true),
        (r#"["is","phone",["no"]]"#, true),
        (r#"["is","email_domain",["blomster.example"]]"#, true),
        (r#"["is","language",["sv"]]"#, false),
        (r#"["before","known",99]"#, true),
        (r#"["is","permission:top_1",["yes"]]"#, true),
        (r#"["is","permission:top_2",["yes"]]"#, false),
        (r#"["is","order_count",[2]]"#, true),
        (r#"["gte","order_sum:DKK",600]"#, true),
        (r#"["gt","order_sum:DKK",600]"#, false),
        (r#"["gt","order_sum:SEK",0]"#, false),
        (r#"["within","order_last",20]"#, true),
        (r#"["within","order_last",19]"#, false),
        (r#"["between","order_first",[59,61]]"#, true),
        (r#"["starts","order_product",["Tul"]]"#, true),
        (r#"["not",["contains","order_product",["Nellik"]]]"#, true),
        (r#"["gte","message_count",3]"#, true),
        (r#"["within","message_last",2]"#, true),
    ] {
        let standing = stands(definition, &facts(), &ground());
        assert_eq!(standing, if is { Standing::In } else { Standing::Out }, "{definition}");
    }
}

#[test]
fn each_reason_has_its_case() {
    let everybody = r#"["and",[]]"#;
    assert_eq!(stands(everybody, &facts(), &ground()), Standing::In);
    let nothing = SegmentGround { uses: UseSet::NONE, ..ground() };
    assert_eq!(stands(everybody, &facts(), &nothing), Standing::Neither(Reason::NotInRegister));
    let paused = SegmentFacts { restricted: true, ..facts() };
    assert_eq!(stands(everybody, &paused, &ground()), Standing::Neither(Reason::Restricted));
    let mut objects = facts();
    objects.entries.push(entry(2, PermissionEvent::Objected, true));
    objects.entries.push(entry(3, PermissionEvent::Given, false));
    assert_eq!(stands(everybody, &objects, &ground()), Standing::Neither(Reason::Objected), "no newsletter lifts it");
    let mut young = facts();
    young.attributes.push(Dated { value: ("birthday".into(), "2015-03-01".into()), at: days(1) });
    assert_eq!(stands(everybody, &young, &ground()), Standing::Neither(Reason::Minor));

    let contact = SegmentGround { data: Some([DataCategory::Contact].into()), ..ground() };
    assert_eq!(stands(r#"["is","email",["yes"]]"#, &facts(), &contact), Standing::In);
    let bought = r#"["gte","order_count",1]"#;
    assert_eq!(
        stands(bought, &facts(), &contact),
        Standing::Neither(Reason::NotInRegister),
        "no activity names purchases"
    );
    let no_orders = SegmentGround { uses: UseSet::of([Use::Segments, Use::Customers]), ..ground() };
    assert_eq!(stands(bought, &facts(), &no_orders), Standing::Neither(Reason::NotInRegister), "nothing holds orders");
    let either = r#"["or",[["is","language",["da"]],["gte","order_count",1]]]"#;
    assert_eq!(stands(either, &facts(), &no_orders), Standing::In, "whatever they bought");
    assert_eq!(
        stands(r#"["is","segment:seg_1",["yes"]]"#, &facts(), &ground()),
        Standing::Neither(Reason::NotInRegister)
    );
}

#[test]
fn what_was_collected_before_people_were_told_is_not_read() {
    let told = |ago: i64| SegmentGround { since: days(ago), ..ground() };
    let before = Standing::Neither(Reason::BeforePurpose);
    let never = r#"["is","order_count",[0]]"#;
    assert_eq!(stands(never, &facts(), &told(70)), Standing::Out);
    assert_eq!(stands(never, &facts(), &told(30)), before, "an order that may not be read makes nobody a stranger");
    assert_eq!(stands(r#"["within","order_last",30]"#, &facts(), &told(30)), Standing::In, "the last one is later");
    assert_eq!(stands(r#"["within","order_last",30]"#, &facts(), &told(10)), before);
    assert_eq!(stands(r#"["is","order_product",["Tulipaner"]]"#, &facts(), &told(30)), Standing::In);
    assert_eq!(stands(r#"["is","order_product",["Roser"]]"#, &facts(), &told(30)), before);
    assert_eq!(stands(r#"["is","text:city",["Aarhus"]]"#, &facts(), &told(30)), before);
    assert_eq!(
        stands(r#"["is","text:nothing",[""]]"#, &facts(), &told(30)),
        Standing::In,
        "nothing was ever said of it"
    );
    assert_eq!(stands(r#"["is","language",["da"]]"#, &facts(), &told(30)), before);
    assert_eq!(stands(r#"["is","email",["yes"]]"#, &facts(), &told(30)), before);
    assert_eq!(stands(r#"["is","phone",["no"]]"#, &facts(), &told(30)), Standing::In);
    assert_eq!(stands(r#"["gt","message_count",0]"#, &facts(), &told(30)), before);
    assert_eq!(stands(r#"["within","message_last",3]"#, &facts(), &told(30)), Standing::In);
    assert_eq!(
        stands(r#"["is","permission:top_1",["yes"]]"#, &facts(), &told(1)),
        Standing::In,
        "a yes is read to obey it"
    );
}

#[test]
fn what_cannot_be_opened_leaves_unknown_what_asks_for_it_and_nothing_else() {
    let unknown = Standing::Neither(Reason::BeforePurpose);
    let unread = SegmentUnread { attributes: ["seats".to_owned()].into(), domains: true, lines: true };
    assert!(unread.is_any() && !SegmentUnread::default().is_any());
    let of = SegmentFacts { unread, domains: vec![Dated { value: String::new(), at: days(100) }], ..facts() };
    for (definition, standing) in [
        (r#"["is","text:seats",[""]]"#, unknown),
        (r#"["not",["is","text:seats",["4"]]]"#, unknown),
        (r#"["is","email_domain",[""]]"#, unknown),
        (r#"["not",["contains","order_product",["Nellik"]]]"#, unknown),
        (r#"["is","order_product",["Roser"]]"#, Standing::In),
        (r#"["is","email",["yes"]]"#, Standing::In),
        (r#"["is","text:city",["Aarhus"]]"#, Standing::In),
        (r#"["is","order_count",[2]]"#, Standing::In),
    ] {
        assert_eq!(stands(definition, &of, &ground()), standing, "{definition}");
    }
    let mut born = facts();
    born.unread.attributes.insert("birth_date".to_owned());
    assert_eq!(stands(r#"["and",[]]"#, &born, &ground()), Standing::Neither(Reason::Minor));
}

fn send(to: u8, allowed: bool) -> Decision<Send> {
    let recipient = Recipient { person: person(to), identifier: IdentifierId::parse("idn_1").unwrap() };
    match allowed {
        true => Ok(Permit {
            subject: recipient,
            purposes: hjemmel_model::PurposeSet::NONE,
            ground: Ground::Consent,
            evidence: GrantSeq(1),
            notice_version: 0,
            law: LawPack::Dk,
            issued_at: NOW,
            operation: std::marker::PhantomData,
        }),
        false => Err(Refusal::new(Reason::Withdrawn)),
    }
}

#[test]
fn what_is_targeted_passes_two_gates() {
    assert_eq!(Send::NAME, "send");
    let member = |standing| Member { person: person(1), standing };
    let target = |standing, send| decide_target(&member(standing), send).map(|_| ());
    assert_eq!(target(Standing::In, send(1, true)), Ok(()));
    assert_eq!(target(Standing::In, send(1, false)), Err(Untargeted::Refused(Reason::Withdrawn)));
    assert_eq!(target(Standing::In, send(2, true)), Err(Untargeted::Refused(Reason::NoPermission)), "somebody else's");
    assert_eq!(target(Standing::Out, send(1, true)), Err(Untargeted::Out));
    let neither = Standing::Neither(Reason::BeforePurpose);
    assert_eq!(target(neither, send(1, true)), Err(Untargeted::Neither(Reason::BeforePurpose)));
}

fn leaf() -> impl Strategy<Value = Definition> {
    let facets = prop::sample::select(vec![
        "text:city",
        "number:seats",
        "flag:vip",
        "date:renewed",
        "email",
        "email_domain",
        "phone",
        "language",
        "known",
        "permission:top_1",
        "order_count",
        "order_sum:DKK",
        "order_first",
        "order_last",
        "order_product",
        "message_count",
        "message_last",
    ]);
    (facets, 0usize..4, 0i64..120).prop_map(|(name, word, n)| {
        let facet = Facet::from_name(name).unwrap();
        let edge = |at: i64| Some(hjemmel_model::Edge { at: at as f64, included: true });
        match facet.operators().contains(&"is") {
            true if facet.is_number() => Predicate::Is(facet, vec![(n % 4).to_string()]),
            true => Predicate::Is(facet, vec![["", "yes", "Aarhus", "Roser"].get(word).unwrap().to_string()]),
            false if word % 2 == 0 => Predicate::Within(facet, Range { from: None, to: edge(n) }),
            false => Predicate::Within(facet, Range { from: edge(n), to: None }),
        }
    })
}

fn trees() -> impl Strategy<Value = Definition> {
    leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Predicate::And),
            prop::collection::vec(inner.clone(), 0..4).prop_map(Predicate::Or),
            inner.prop_map(|p| Predicate::Not(Box::new(p))),
        ]
    })
}

proptest! {
    #[test]
    fn not_twice_is_nothing_and_the_laws_of_de_morgan_hold(one in trees(), other in trees(), since in 0i64..130) {
        let told = SegmentGround { since: days(since), ..ground() };
        let come = |tree: &Definition| tree.truth(&mut |facet| see(facet, &facts(), &told, NOW).0);
        let not = |p: &Definition| Predicate::Not(Box::new(p.clone()));
        prop_assert_eq!(come(&not(&not(&one))), come(&one));
        let neither = Predicate::And(vec![not(&one), not(&other)]);
        prop_assert_eq!(come(&not(&Predicate::Or(vec![one.clone(), other.clone()]))), come(&neither));
        prop_assert_eq!(come(&Predicate::And(vec![one.clone(), other.clone()])), come(&Predicate::And(vec![other, one])));
    }

    /// Whatever more may not be read: who was in is in or neither, who was out is out or neither, who was neither stays it.
    #[test]
    fn less_that_may_be_used_never_puts_anybody_in_or_takes_anybody_out(
        tree in trees(),
        since in 0i64..130,
        later in 0i64..130,
        drop_data in prop::bool::ANY,
        drop_use in prop::sample::select(vec![Use::Segments, Use::Orders, Use::Newsletters, Use::Customers, Use::Ads]),
        restricted in prop::bool::weighted(0.2),
        objects in prop::bool::weighted(0.2),
    ) {
        let before = SegmentGround { since: days(since), ..ground() };
        let was = decide_segment(&tree, &facts(), &before, NOW).standing();
        let mut more = SegmentGround { since: days(since - later), ..ground() };
        more.uses = UseSet(more.uses.0 & !UseSet::of([drop_use]).0);
        if drop_data {
            more.data = Some([DataCategory::Contact, DataCategory::Preferences].into());
        }
        let mut less = SegmentFacts { restricted, ..facts() };
        if objects {
            less.entries.push(entry(9, PermissionEvent::Objected, true));
        }
        let is = decide_segment(&tree, &less, &more, NOW).standing();
        prop_assert!(is == was || matches!(is, Standing::Neither(_)), "{was:?} became {is:?} in {tree}");
    }
}
