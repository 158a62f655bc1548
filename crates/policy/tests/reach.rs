//! What makes no yes: whose address it was asked of, what a yes has to name, what ends everything, who gets an example.

#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use hjemmel_model::{
    AtMs, Channel, FormId, GrantSeq, IdentifierId, LawPack, PermissionEvent, PersonId, Role, TenantId, TopicId, UserId,
};
use hjemmel_policy::{
    ReachEntry, ReachFacts, Reason, Recipient, SaidTo, TopicState, act, authorize_job, authorize_staff, decide_preview,
    decide_send,
};

const NOW: AtMs = AtMs(1_795_000_000_000);

fn identifier(n: u8) -> IdentifierId {
    IdentifierId::parse(&format!("idn_{n}")).unwrap()
}

fn topic() -> TopicId {
    TopicId::parse("top_1").unwrap()
}

fn form() -> (FormId, u32) {
    (FormId::parse("form_1").unwrap(), 1)
}

/// An entry about the first address; of everything when it is a no.
fn entry(seq: i64, event: PermissionEvent) -> ReachEntry {
    let no = matches!(event, PermissionEvent::Withdrawn | PermissionEvent::Objected);
    ReachEntry {
        seq: GrantSeq(seq),
        identifier: identifier(1),
        topic: (!no).then(topic),
        channel: (!no).then_some(Channel::Email),
        event,
        form: Some(form()),
        at: AtMs(seq),
    }
}

fn facts(entries: Vec<ReachEntry>) -> ReachFacts {
    let recipient = Recipient { person: PersonId::parse("per_1").unwrap(), identifier: identifier(1) };
    ReachFacts::gathered(recipient, Some(Channel::Email), entries, None, LawPack::Dk).registered(true)
}

fn refused(entries: Vec<ReachEntry>) -> Option<Reason> {
    decide_send(&facts(entries), Channel::Email, &topic(), &SaidTo::forms([form()]), NOW).err().map(|no| no.reason)
}

#[test]
fn a_yes_names_its_topic_and_a_question_its_address() {
    let given = entry(1, PermissionEvent::Given);
    assert_eq!(refused(vec![given.clone()]), None);
    assert_eq!(refused(vec![ReachEntry { topic: None, ..given }]), Some(Reason::NoPermission), "E-04");
    let elsewhere = ReachEntry { identifier: identifier(2), ..entry(1, PermissionEvent::Asked) };
    assert_eq!(refused(vec![elsewhere.clone()]), Some(Reason::NoPermission), "E-21: nobody asked here");
    assert_eq!(facts(vec![elsewhere]).state(&topic()), TopicState::Never);
}

#[test]
fn who_stopped_everything_has_stopped_until_something_is_said_or_asked_again() {
    use PermissionEvent::{Asked, Given, Objected, Withdrawn};
    for no in [Withdrawn, Objected] {
        assert!(facts(vec![entry(1, Given), entry(2, no)]).stopped());
        for after in [Asked, Given] {
            assert!(!facts(vec![entry(1, no), entry(2, after)]).stopped());
        }
        let of_one = ReachEntry { topic: Some(topic()), ..entry(3, no) };
        assert!(!facts(vec![entry(1, Given), of_one.clone()]).stopped(), "one topic is not everything");
        assert!(facts(vec![entry(1, Given), entry(2, no), of_one]).stopped());
    }
    assert!(!facts(vec![]).stopped());
}

#[test]
#[expect(clippy::disallowed_methods, reason = "what a job may not have is asked for in its name")]
fn an_example_goes_to_the_member_of_staff_who_asks_for_it_and_to_nobody_else() {
    let (tenant, user) = (TenantId::parse("ten_1").unwrap(), UserId::parse("usr_1").unwrap());
    let staff = authorize_staff::<act::CampaignWrite>(&tenant, &user, Role::Marketer).unwrap();
    let to = decide_preview(&staff, NOW).unwrap().spend_for_message(NOW).unwrap();
    assert_eq!(to, user.into());
    let job = authorize_job::<act::CampaignWrite>(&tenant, "campaign");
    assert_eq!(decide_preview(&job, NOW).unwrap_err().reason, Reason::NoPermission);
}
