//! Reaching people: may this address be written to, about this topic, now?
//!
//! Invariant: restrictions travel, grants do not. A yes counts for the address it was given for and no other; taking
//! back and objecting on any address of a person binds all of them. The order in which addresses came together does
//! not matter.

use std::{collections::BTreeSet, marker::PhantomData};

use hjemmel_model::{
    AtMs, Channel, FormId, GrantSeq, Ground, IdentifierId, LawPack, PermissionEvent, PersonId, PurposeSet, TopicId,
    UserId,
};

use crate::{
    actor::{Actor, Authorized, act},
    permit::{Decision, Operation, PERMIT_MS_MAX, Permit, Preview, Send, Serve},
    refusal::{Reason, Refusal},
};

/// Whom a message goes to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Recipient {
    /// The person.
    pub person: PersonId,
    /// The address.
    pub identifier: IdentifierId,
}

/// One entry of the ledger of permissions, as far as decisions need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachEntry {
    /// Its place in the ledger.
    pub seq: GrantSeq,
    /// The address it was made for.
    pub identifier: IdentifierId,
    /// For what; nothing means for every topic.
    pub topic: Option<TopicId>,
    /// By which channel; nothing means by every one.
    pub channel: Option<Channel>,
    /// What happened.
    pub event: PermissionEvent,
    /// The form that was shown, with its version; nothing when it came another way.
    pub form: Option<(FormId, u32)>,
    /// When.
    pub at: AtMs,
}

/// The form versions under which people said yes to one and the same sender (E-04).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaidTo(BTreeSet<(FormId, u32)>);

impl SaidTo {
    /// Those versions of those forms.
    pub fn forms(forms: impl IntoIterator<Item = (FormId, u32)>) -> SaidTo {
        SaidTo(forms.into_iter().collect())
    }
}

/// Why an address is not written to whatever its holder allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Suppression {
    /// Mail to it comes back.
    Bounced,
    /// Its holder told their provider that our mail is not wanted.
    Complained,
    /// Its holder stopped everything, and a backup from before they were known was restored since.
    Stopped,
    /// Its holder wants no mail ever, and had everything else forgotten.
    NoMail,
}

/// Everything that is known of a recipient at the moment of the decision. Gathered by the store and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReachFacts {
    recipient: Recipient,
    channel: Option<Channel>,
    entries: Vec<ReachEntry>,
    suppressed: Option<Suppression>,
    restricted: bool,
    registered: bool,
    law: LawPack,
}

/// What a person allowed for one address and topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopicState {
    /// Nothing was ever said.
    Never,
    /// Somebody entered the address; its holder has not answered.
    Asked,
    /// Allowed, by that entry.
    Given(GrantSeq),
    /// Taken back.
    Withdrawn,
    /// The person objects to all direct marketing.
    Objected,
}

impl ReachFacts {
    /// From the ledger entries of all addresses of the person, in any order; `channel` is what reaches the recipient's
    /// address, if one does.
    pub fn gathered(
        recipient: Recipient,
        channel: Option<Channel>,
        mut entries: Vec<ReachEntry>,
        suppressed: Option<Suppression>,
        law: LawPack,
    ) -> ReachFacts {
        entries.sort_by_key(|e| e.seq);
        ReachFacts { recipient, channel, entries, suppressed, restricted: false, registered: false, law }
    }

    /// The same, of a person whose data is only stored (GDPR 18).
    pub fn restricted(self, restricted: bool) -> ReachFacts {
        ReachFacts { restricted, ..self }
    }

    /// The same, in an organisation whose register names newsletters in a processing activity, or does not (G-01).
    pub fn registered(self, registered: bool) -> ReachFacts {
        ReachFacts { registered, ..self }
    }

    /// Whom they are about.
    pub fn recipient(&self) -> &Recipient {
        &self.recipient
    }

    /// The channel that reaches the recipient's address, if one does.
    pub fn channel(&self) -> Option<Channel> {
        self.channel
    }

    /// What is allowed for the recipient's address and that topic.
    pub fn state(&self, topic: &TopicId) -> TopicState {
        self.about(topic).fold(TopicState::Never, |state, e| {
            let own = e.identifier == self.recipient.identifier;
            match e.event {
                PermissionEvent::Asked if own && matches!(state, TopicState::Never) => TopicState::Asked,
                // Only one that came after an objection lifts it (P-11).
                PermissionEvent::Given if self.is_yes(e) => TopicState::Given(e.seq),
                PermissionEvent::Withdrawn => TopicState::Withdrawn,
                PermissionEvent::Objected => TopicState::Objected,
                PermissionEvent::Asked | PermissionEvent::Given => state,
            }
        })
    }

    /// The last yes to that sender about that topic which no later no ended. A yes to somebody else ends none.
    pub fn yes_to(&self, sender: &SaidTo, topic: &TopicId) -> Option<GrantSeq> {
        let TopicState::Given(_) = self.state(topic) else { return None };
        self.about(topic).fold(None, |yes, e| match e.event {
            PermissionEvent::Withdrawn | PermissionEvent::Objected => None,
            PermissionEvent::Given if self.is_yes(e) && e.form.as_ref().is_some_and(|f| sender.0.contains(f)) => {
                Some(e.seq)
            }
            PermissionEvent::Given | PermissionEvent::Asked => yes,
        })
    }

    /// What was said about a topic and the channel that reaches the recipient.
    fn about(&self, topic: &TopicId) -> impl Iterator<Item = &ReachEntry> {
        self.entries
            .iter()
            .filter(move |e| e.topic.as_ref().is_none_or(|t| t == topic))
            .filter(|e| e.channel.is_none_or(|by| Some(by) == self.channel))
    }

    /// Whether an entry is a yes for the recipient's own address. A yes names its topic and its channel (E-04).
    fn is_yes(&self, e: &ReachEntry) -> bool {
        let own = e.identifier == self.recipient.identifier;
        e.event == PermissionEvent::Given && own && e.topic.is_some() && e.channel.is_some()
    }

    /// When the person last objected to direct marketing as a whole, on any address of theirs; 0 when they never did. A yes to a
    /// newsletter is none to profiling, so none takes it back (P-11).
    pub fn objected_at(&self) -> AtMs {
        objected_at(&self.entries)
    }

    /// Whether nothing was said or asked after a no to everything.
    pub fn stopped(&self) -> bool {
        let everything = |e: &ReachEntry| e.topic.is_none() && e.channel.is_none();
        let no = |e: &ReachEntry| matches!(e.event, PermissionEvent::Withdrawn | PermissionEvent::Objected);
        let counts = |e: &&ReachEntry| !no(e) || everything(e);
        self.entries.iter().rfind(counts).is_some_and(no)
    }

    /// Whether the person's data is only stored.
    pub fn is_restricted(&self) -> bool {
        self.restricted
    }

    /// Why the address is not written to whatever was allowed.
    pub fn suppressed(&self) -> Option<Suppression> {
        self.suppressed
    }
}

/// When somebody last objected to direct marketing as a whole; 0 when they never did.
pub(crate) fn objected_at(entries: &[ReachEntry]) -> AtMs {
    let whole = |e: &&ReachEntry| e.event == PermissionEvent::Objected && e.topic.is_none() && e.channel.is_none();
    entries.iter().filter(whole).map(|e| e.at).max().unwrap_or(AtMs(0))
}

/// Decide whether a marketing message about a topic, from a sender, may go to the recipient now by that channel.
pub fn decide_send(facts: &ReachFacts, by: Channel, topic: &TopicId, sender: &SaidTo, now: AtMs) -> Decision<Send> {
    let refuse = |reason| Err(Refusal::new(reason));
    if facts.channel != Some(by) {
        return refuse(Reason::NoPermission);
    }
    if !facts.registered {
        return refuse(Reason::NotInRegister);
    }
    if facts.suppressed.is_some() {
        return refuse(Reason::Suppressed);
    }
    if facts.restricted {
        return refuse(Reason::Restricted);
    }
    match facts.state(topic) {
        TopicState::Never => refuse(Reason::NoPermission),
        TopicState::Asked => refuse(Reason::Unconfirmed),
        TopicState::Withdrawn => refuse(Reason::Withdrawn),
        TopicState::Objected => refuse(Reason::Objected),
        TopicState::Given(_) => match facts.yes_to(sender, topic) {
            Some(evidence) => Ok(permit(facts, Ground::Consent, evidence, now)),
            None => refuse(Reason::OtherSender),
        },
    }
}

/// Decide whether a message that the holder of the address just asked for may go there: a confirmation, a code. It says
/// nothing else (E-13). Mail that came back once, or was called unwanted, does not keep them from an answer to what they
/// ask for now.
pub fn decide_serve(facts: &ReachFacts, by: Channel, now: AtMs) -> Decision<Serve> {
    if facts.channel != Some(by) {
        return Err(Refusal::new(Reason::NoPermission));
    }
    if facts.suppressed == Some(Suppression::NoMail) {
        return Err(Refusal::new(Reason::Suppressed));
    }
    Ok(permit(facts, Ground::RequestedService, GrantSeq(0), now))
}

/// Decide whether a member of staff may get what they are about to send to others: at their own address only.
pub fn decide_preview(auth: &Authorized<act::CampaignWrite>, now: AtMs) -> Decision<Preview> {
    match auth.actor() {
        Actor::Staff { user, .. } => {
            Ok(permit_of(user.clone(), Ground::RequestedService, GrantSeq(0), LawPack::Neutral, now))
        }
        Actor::Job(_) | Actor::Person(_) | Actor::Browser | Actor::Stranger => Err(Refusal::new(Reason::NoPermission)),
    }
}

fn permit<Op: Operation<Subject = Recipient>>(
    facts: &ReachFacts,
    ground: Ground,
    evidence: GrantSeq,
    now: AtMs,
) -> Permit<Op> {
    permit_of(facts.recipient.clone(), ground, evidence, facts.law, now)
}

fn permit_of<Op: Operation>(
    subject: Op::Subject,
    ground: Ground,
    evidence: GrantSeq,
    law: LawPack,
    now: AtMs,
) -> Permit<Op> {
    Permit {
        subject,
        purposes: PurposeSet::NONE,
        ground,
        evidence,
        notice_version: 0,
        law,
        issued_at: now,
        operation: PhantomData,
    }
}

/// Whom a message may go to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Addressee {
    /// A person.
    Person(Recipient),
    /// A member of staff.
    Staff(UserId),
}

impl From<Recipient> for Addressee {
    fn from(recipient: Recipient) -> Addressee {
        Addressee::Person(recipient)
    }
}

impl From<UserId> for Addressee {
    fn from(user: UserId) -> Addressee {
        Addressee::Staff(user)
    }
}

impl<Op: Operation<Subject: Into<Addressee>>> Permit<Op> {
    /// Use it up for one message. The sink calls this and refuses a permit that lay too long.
    pub fn spend_for_message(self, now: AtMs) -> Result<Addressee, Refusal> {
        match (0..=PERMIT_MS_MAX).contains(&now.since_ms(self.issued_at)) {
            true => Ok(self.subject.into()),
            false => Err(Refusal::new(Reason::PermitStale)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: AtMs = AtMs(1_795_000_000_000);

    fn identifier(n: u8) -> IdentifierId {
        IdentifierId::parse(&format!("idn_{n}")).unwrap()
    }

    fn topic(n: u8) -> TopicId {
        TopicId::parse(&format!("top_{n}")).unwrap()
    }

    fn facts(entries: Vec<ReachEntry>, suppressed: Option<Suppression>) -> ReachFacts {
        let recipient = Recipient { person: PersonId::parse("per_1").unwrap(), identifier: identifier(0) };
        ReachFacts::gathered(recipient, Some(Channel::Email), entries, suppressed, LawPack::Dk).registered(true)
    }

    fn form(n: u8) -> (FormId, u32) {
        (FormId::parse(&format!("form_{n}")).unwrap(), 1)
    }

    fn sender() -> SaidTo {
        SaidTo::forms([form(1)])
    }

    fn entry(seq: i64, address: u8, about: Option<u8>, event: PermissionEvent) -> ReachEntry {
        ReachEntry {
            seq: GrantSeq(seq),
            identifier: identifier(address),
            topic: about.map(topic),
            channel: match event {
                Asked | Given => Some(Channel::Email),
                Withdrawn | Objected => None,
            },
            event,
            form: Some(form(1)),
            at: NOW.plus_ms(seq - 1_000),
        }
    }

    #[test]
    fn a_yes_to_one_sender_is_none_to_another() {
        let under = |form| ReachEntry { form, ..entry(1, 0, Some(0), Given) };
        let said = |entries| {
            decide_send(&facts(entries, None), Channel::Email, &topic(0), &sender(), NOW).err().map(|r| r.reason)
        };
        assert_eq!(said(vec![under(Some(form(1)))]), None);
        assert_eq!(said(vec![under(Some(form(2)))]), Some(Reason::OtherSender), "E-04");
        assert_eq!(
            said(vec![under(Some((form(1).0, 2)))]),
            Some(Reason::OtherSender),
            "another version, another sender"
        );
        assert_eq!(said(vec![under(None)]), Some(Reason::OtherSender), "unknown is no");
        let both = vec![under(Some(form(1))), ReachEntry { seq: GrantSeq(2), ..under(Some(form(2))) }];
        assert_eq!(said(both.clone()), None, "a yes to somebody else ends none");
        let mut taken_back = both;
        taken_back.push(entry(3, 0, Some(0), Withdrawn));
        taken_back.push(ReachEntry { seq: GrantSeq(4), ..under(Some(form(2))) });
        assert_eq!(said(taken_back), Some(Reason::OtherSender), "and a later one to them does not bring it back");
    }

    fn reason(entries: Vec<ReachEntry>) -> Option<Reason> {
        decide_send(&facts(entries, None), Channel::Email, &topic(0), &sender(), NOW).err().map(|r| r.reason)
    }

    use PermissionEvent::{Asked, Given, Objected, Withdrawn};

    #[test]
    fn each_reason_has_its_case() {
        assert_eq!(reason(vec![]), Some(Reason::NoPermission));
        assert_eq!(reason(vec![entry(1, 0, Some(0), Asked)]), Some(Reason::Unconfirmed));
        assert_eq!(reason(vec![entry(1, 0, Some(0), Asked), entry(2, 0, Some(0), Given)]), None);
        assert_eq!(reason(vec![entry(1, 0, Some(1), Given)]), Some(Reason::NoPermission), "another topic");
        assert_eq!(
            reason(vec![entry(1, 1, Some(0), Given)]),
            Some(Reason::NoPermission),
            "another address: grants stay"
        );
        let given = entry(1, 0, Some(0), Given);
        assert_eq!(reason(vec![given.clone(), entry(2, 0, Some(0), Withdrawn)]), Some(Reason::Withdrawn));
        assert_eq!(reason(vec![given.clone(), entry(2, 0, Some(1), Withdrawn)]), None, "R-12: another topic stays");
        assert_eq!(reason(vec![given.clone(), entry(2, 1, None, Withdrawn)]), Some(Reason::Withdrawn), "travels");
        assert_eq!(reason(vec![given.clone(), entry(2, 1, None, Objected)]), Some(Reason::Objected), "P-11");
        assert_eq!(reason(vec![entry(1, 0, None, Objected), entry(2, 0, Some(0), Given)]), None, "explicit and later");
        assert_eq!(reason(vec![entry(1, 0, None, Objected), entry(2, 0, Some(0), Asked)]), Some(Reason::Objected));
        for suppressed in [Suppression::Bounced, Suppression::Complained, Suppression::Stopped, Suppression::NoMail] {
            let facts = facts(vec![given.clone()], Some(suppressed));
            assert_eq!(
                decide_send(&facts, Channel::Email, &topic(0), &sender(), NOW).unwrap_err().reason,
                Reason::Suppressed
            );
            assert_eq!(decide_serve(&facts, Channel::Email, NOW).is_err(), suppressed == Suppression::NoMail);
        }
    }

    #[test]
    fn who_asked_to_be_left_alone_gets_no_marketing_and_still_their_answer() {
        let facts = facts(vec![entry(1, 0, Some(0), Given)], None).restricted(true);
        assert_eq!(
            decide_send(&facts, Channel::Email, &topic(0), &sender(), NOW).unwrap_err().reason,
            Reason::Restricted
        );
        assert!(decide_serve(&facts, Channel::Email, NOW).is_ok());
        assert!(decide_send(&facts.restricted(false), Channel::Email, &topic(0), &sender(), NOW).is_ok());
    }

    #[test]
    fn what_the_register_does_not_name_goes_to_nobody() {
        let allowed = facts(vec![entry(1, 0, Some(0), Given)], None);
        let ask =
            |facts: &ReachFacts| decide_send(facts, Channel::Email, &topic(0), &sender(), NOW).err().map(|r| r.reason);
        assert_eq!(ask(&allowed), None);
        assert_eq!(ask(&allowed.registered(false)), Some(Reason::NotInRegister));
    }

    #[test]
    fn a_permit_lives_a_second() {
        let facts = facts(vec![entry(1, 0, Some(0), Given)], None);
        let decide = || decide_send(&facts, Channel::Email, &topic(0), &sender(), NOW).unwrap();
        assert_eq!(decide().spend_for_message(NOW.plus_ms(1_000)).unwrap(), facts.recipient().clone().into());
        assert_eq!(decide().spend_for_message(NOW.plus_ms(1_001)).unwrap_err().reason, Reason::PermitStale);
    }

    #[test]
    fn each_way_is_allowed_and_taken_back_on_its_own() {
        let by = |channel, e: ReachEntry| ReachEntry { channel: Some(channel), ..e };
        // The same person by mail to one address, and by text message to a number of theirs.
        let said = |entries: Vec<ReachEntry>, by| {
            let (identifier, channel) = (identifier(if by == Channel::Sms { 1 } else { 0 }), Some(by));
            let recipient = Recipient { person: PersonId::parse("per_1").unwrap(), identifier };
            let facts = ReachFacts::gathered(recipient, channel, entries, None, LawPack::Dk).registered(true);
            decide_send(&facts, by, &topic(0), &sender(), NOW).err().map(|r| r.reason)
        };
        let both = |last: Option<ReachEntry>| {
            let yes = vec![entry(1, 0, Some(0), Given), by(Channel::Sms, entry(2, 1, Some(0), Given))];
            let entries: Vec<_> = yes.into_iter().chain(last).collect();
            (said(entries.clone(), Channel::Email), said(entries, Channel::Sms))
        };
        assert_eq!(both(None), (None, None));
        let no = |channel, about| Some(ReachEntry { channel, ..entry(3, 0, about, Withdrawn) });
        assert_eq!(both(no(Some(Channel::Sms), Some(0))), (None, Some(Reason::Withdrawn)), "R-12");
        assert_eq!(both(no(Some(Channel::Email), None)), (Some(Reason::Withdrawn), None));
        assert_eq!(both(no(None, Some(0))), (Some(Reason::Withdrawn), Some(Reason::Withdrawn)));
        assert_eq!(both(no(None, Some(1))), (None, None), "another topic");
        assert_eq!(said(vec![entry(1, 1, Some(0), Given)], Channel::Sms), Some(Reason::NoPermission), "E-04");
        let unnamed = ReachEntry { channel: None, ..entry(1, 0, Some(0), Given) };
        assert_eq!(said(vec![unnamed], Channel::Email), Some(Reason::NoPermission), "a yes names its channel");
        let mail = facts(vec![entry(1, 0, Some(0), Given)], None);
        assert!(decide_send(&mail, Channel::Sms, &topic(0), &sender(), NOW).is_err(), "no text message to an address");
        assert!(decide_serve(&mail, Channel::Sms, NOW).is_err());
    }

    /// Address, topic, channel and event. The channel of a yes is the address's own.
    type Drawn = (u8, Option<u8>, Option<Channel>, PermissionEvent);

    fn any_entry() -> impl Strategy<Value = Drawn> {
        let event = prop::sample::select(PermissionEvent::ALL.to_vec());
        let channel = prop::option::of(prop::sample::select(Channel::ALL.to_vec()));
        (0u8..3, prop::option::of(0u8..2), channel, event)
    }

    fn drawn(seq: i64, (address, about, channel, event): Drawn) -> ReachEntry {
        ReachEntry { channel, ..entry(seq, address, about, event) }
    }

    fn numbered(entries: &[Drawn]) -> Vec<ReachEntry> {
        entries.iter().zip(1..).map(|(e, seq)| drawn(seq, *e)).collect()
    }

    proptest! {
        #[test]
        fn any_history_that_ends_in_a_no_permits_nothing(
            entries in prop::collection::vec(any_entry(), 0..10), address in 0u8..3, objects in any::<bool>(),
        ) {
            let mut entries = entries;
            entries.push((address, None, None, if objects { Objected } else { Withdrawn }));
            prop_assert!(decide_send(&facts(numbered(&entries), None), Channel::Email, &topic(0), &sender(), NOW).is_err());
        }

        #[test]
        fn the_order_in_which_entries_are_gathered_does_not_matter(
            entries in prop::collection::vec(any_entry(), 0..10), at in any::<prop::sample::Index>(),
        ) {
            let entries = numbered(&entries);
            let mut turned = entries.clone();
            if !turned.is_empty() {
                let at = at.index(turned.len());
                turned.rotate_left(at);
                turned.reverse();
            }
            prop_assert_eq!(facts(entries, None).state(&topic(0)), facts(turned, None).state(&topic(0)));
        }

        #[test]
        fn another_address_can_take_away_and_never_give(
            own in prop::collection::vec(any_entry(), 0..8), others in prop::collection::vec(any_entry(), 0..8),
        ) {
            let own: Vec<_> = own.into_iter().map(|(_, t, c, e)| (0, t, c, e)).collect();
            let mut merged = numbered(&own);
            let start = i64::try_from(merged.len()).unwrap() + 1;
            merged.extend(others.iter().zip(start..).map(|((a, t, c, e), seq)| drawn(seq, (1 + a % 2, *t, *c, *e))));
            let alone = decide_send(&facts(numbered(&own), None), Channel::Email, &topic(0), &sender(), NOW).is_ok();
            let together = decide_send(&facts(merged, None), Channel::Email, &topic(0), &sender(), NOW).is_ok();
            prop_assert!(alone || !together);
        }
    }
}
