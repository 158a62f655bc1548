//! Segments: may what is known of somebody be used to sort them, and if so, are they in?
//!
//! Invariant: data that may not serve it makes a condition unknown, never false, so whoever stands behind it is neither in nor
//! out. Less that may be used never puts anybody in or takes anybody out (property).

use std::collections::BTreeSet;

use crate::{
    permit::{Decision, Permit, Send},
    reach::{ReachEntry, ReachFacts, SaidTo, decide_send, objected_at},
    refusal::Reason,
};
use hjemmel_model::{
    AtMs, AttributeType, Channel, DataCategory, Definition, Facet, Language, PersonId, Seen, TopicId, Truth, Use,
    UseSet, day_begins, is_minor, says_birth,
};

/// What segments of an organisation may rest on, by its register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentGround {
    /// What the register names.
    pub uses: UseSet,
    /// Which data the activities of segments name; nothing says every one, where an organisation keeps no register yet.
    pub data: Option<BTreeSet<DataCategory>>,
    /// Since when people are told of it: what was collected before does not serve it.
    pub since: AtMs,
    /// Every sender: a permission counts whoever it was given to.
    pub anybody: SaidTo,
}

/// Something with the moment it was collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated<T> {
    /// What.
    pub value: T,
    /// When.
    pub at: AtMs,
}

/// Something bought, as far as segments ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentOrder {
    /// Sum in the currency's minor unit.
    pub total_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// What was bought; empty where nothing asks for it.
    pub lines: Vec<String>,
}

/// Messages that were taken by the server of the address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SegmentMessages {
    /// How many.
    pub count: i64,
    /// When the first was; 0 for none.
    pub first: AtMs,
    /// When the last was.
    pub last: AtMs,
}

/// What is known of one person when a segment is worked out. Gathered by the store and nowhere else.
#[derive(Clone, Debug)]
pub struct SegmentFacts {
    /// Who.
    pub person: PersonId,
    /// The language they use.
    pub language: Language,
    /// Since when they are known.
    pub created_at: AtMs,
    /// Whether their data is only stored (GDPR 18), on any record of theirs.
    pub restricted: bool,
    /// What they said, on every address of every record of theirs.
    pub entries: Vec<ReachEntry>,
    /// What decisions about their e-mail addresses rest on.
    pub addresses: Vec<ReachFacts>,
    /// What stands behind the `@` of each address; empty where nothing asks for it.
    pub domains: Vec<Dated<String>>,
    /// When each telephone number came.
    pub phones: Vec<AtMs>,
    /// Attributes by name.
    pub attributes: Vec<Dated<(String, String)>>,
    /// What they bought.
    pub orders: Vec<Dated<SegmentOrder>>,
    /// What they were sent.
    pub messages: SegmentMessages,
    /// What is known of them and cannot be opened.
    pub unread: SegmentUnread,
}

/// What is kept of somebody but cannot be opened, because it or its key is damaged: whatever asks for it stays unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SegmentUnread {
    /// Attributes, by name.
    pub attributes: BTreeSet<String>,
    /// An e-mail address.
    pub domains: bool,
    /// What was bought in an order.
    pub lines: bool,
}

impl SegmentUnread {
    /// Whether there is any.
    pub fn is_any(&self) -> bool {
        self.domains || self.lines || !self.attributes.is_empty()
    }
}

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// In it.
    In,
    /// Not in it.
    Out,
    /// It may not be said, and why.
    Neither(Reason),
}

/// Where one person stands in a segment, as it was decided. Comes out of [`decide_segment`] and from nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    person: PersonId,
    standing: Standing,
}

impl Member {
    /// Who.
    pub fn person(&self) -> &PersonId {
        &self.person
    }

    /// Where they stand.
    pub fn standing(&self) -> Standing {
        self.standing
    }
}

/// Decide where somebody stands in a segment now. `definition` is spelled out: one that names another segment is not known.
pub fn decide_segment(definition: &Definition, facts: &SegmentFacts, ground: &SegmentGround, now: AtMs) -> Member {
    let standing = match bars(facts, ground, now) {
        Some(reason) => Standing::Neither(reason),
        None => worked_out(definition, facts, ground, now),
    };
    Member { person: facts.person.clone(), standing }
}

/// Why somebody is in no segment and out of none.
fn bars(facts: &SegmentFacts, ground: &SegmentGround, now: AtMs) -> Option<Reason> {
    if !ground.uses.has(Use::Segments) {
        return Some(Reason::NotInRegister);
    }
    if facts.restricted {
        return Some(Reason::Restricted);
    }
    // One to direct marketing is one to being sorted for it (GDPR 21(2)); no newsletter takes it back.
    if objected_at(&facts.entries) > AtMs(0) {
        return Some(Reason::Objected);
    }
    let minor = |a: &Dated<(String, String)>| says_birth(&a.value.0) && is_minor(&a.value.1, now);
    // Nor does anybody count as grown up whose birth date cannot be opened.
    let unread = facts.unread.attributes.iter().any(|name| says_birth(name));
    (unread || facts.attributes.iter().any(minor)).then_some(Reason::Minor)
}

fn worked_out(definition: &Definition, facts: &SegmentFacts, ground: &SegmentGround, now: AtMs) -> Standing {
    let mut why: Option<Reason> = None;
    let truth = definition.truth(&mut |facet| {
        let (seen, bar) = see(facet, facts, ground, now);
        // Of several the one that comes first in the list, so that the answer does not depend on the order of conditions.
        why = [why, bar].into_iter().flatten().min_by_key(|r| Reason::ALL.iter().position(|of| of == r));
        seen
    });
    match truth {
        Truth::Yes => Standing::In,
        Truth::No => Standing::Out,
        Truth::Unknown => Standing::Neither(why.unwrap_or(Reason::NotInRegister)),
    }
}

/// What may be read of one facet, and why not all of it.
fn see(facet: &Facet, facts: &SegmentFacts, ground: &SegmentGround, now: AtMs) -> (Seen, Option<Reason>) {
    let named = ground.data.as_ref().is_none_or(|data| data.contains(&facet.data()));
    if !named || !ground.uses.has(facet.held_for()) {
        return (Seen::nothing(), Some(Reason::NotInRegister));
    }
    let seen = match facet {
        // It is spelled out before anything is decided.
        Facet::Segment(_) => return (Seen::nothing(), Some(Reason::NotInRegister)),
        // What somebody allowed is read to obey it, whenever they said so.
        Facet::Permission(topic) => yes_no(reachable(facts, topic, ground, now)),
        Facet::Language => since([(facts.created_at, facts.language.tag().to_owned())], ground),
        Facet::Known => since([(facts.created_at, days_ago(facts.created_at, now))], ground),
        Facet::Email => any_since(facts.domains.iter().map(|d| d.at), ground),
        Facet::Phone => any_since(facts.phones.iter().copied(), ground),
        Facet::EmailDomain => {
            let of = facts.domains.iter().filter(|d| !d.value.is_empty());
            hiding(since(of.map(|d| (d.at, d.value.clone())), ground), facts.unread.domains)
        }
        Facet::Attribute(kind, name) => {
            let of = facts.attributes.iter().filter(|a| a.value.0 == *name);
            let seen = since(of.map(|a| (a.at, attribute(*kind, &a.value.1, now))), ground);
            hiding(seen, facts.unread.attributes.contains(name))
        }
        Facet::MessageCount => {
            let SegmentMessages { count, first, .. } = facts.messages;
            if count > 0 && first < ground.since { Seen::nothing() } else { Seen::all([count.to_string()]) }
        }
        Facet::MessageLast => {
            let SegmentMessages { count, last, .. } = facts.messages;
            let of = (count > 0).then(|| (last, days_ago(last, now)));
            since(of, ground)
        }
        orders => bought(orders, facts, ground, now),
    };
    let bar = seen.hidden.then_some(Reason::BeforePurpose);
    (seen, bar)
}

/// Values of which those from before the purpose are hidden.
fn since(values: impl IntoIterator<Item = (AtMs, String)>, ground: &SegmentGround) -> Seen {
    let mut seen = Seen::default();
    for (at, value) in values {
        match at >= ground.since {
            true => seen.values.push(value),
            false => seen.hidden = true,
        }
    }
    seen
}

/// The same, with more that may not be read.
fn hiding(seen: Seen, more: bool) -> Seen {
    Seen { hidden: seen.hidden || more, ..seen }
}

/// Yes where one of them serves; where only others are there it may not be said.
fn any_since(values: impl IntoIterator<Item = AtMs>, ground: &SegmentGround) -> Seen {
    let seen = since(values.into_iter().map(|at| (at, "yes".to_owned())), ground);
    match seen.values.first() {
        Some(_) => yes_no(true),
        None if seen.hidden => Seen::nothing(),
        None => yes_no(false),
    }
}

fn yes_no(is: bool) -> Seen {
    Seen::all([if is { "yes" } else { "no" }.to_owned()])
}

/// How long ago something was, in days and parts of days; nothing of what has yet to come.
fn days_ago(at: AtMs, now: AtMs) -> String {
    let ms = now.since_ms(at);
    // A clock that is a little ahead is no future.
    if ms < -86_400_000 { String::new() } else { format!("{:.3}", ms.max(0) as f64 / 86_400_000.0) }
}

fn attribute(kind: AttributeType, value: &str, now: AtMs) -> String {
    match kind {
        AttributeType::Text | AttributeType::Number => value.to_owned(),
        AttributeType::Flag => match value.trim().to_lowercase().as_str() {
            "yes" | "true" | "1" | "ja" | "kyllä" | "x" => "yes".to_owned(),
            "no" | "false" | "0" | "nej" | "nei" | "ei" => "no".to_owned(),
            _ => String::new(),
        },
        AttributeType::Date => day_begins(value).map_or_else(String::new, |at| days_ago(at, now)),
    }
}

fn reachable(facts: &SegmentFacts, topic: &TopicId, ground: &SegmentGround, now: AtMs) -> bool {
    facts.addresses.iter().any(|a| decide_send(a, Channel::Email, topic, &ground.anybody, now).is_ok())
}

fn bought(facet: &Facet, facts: &SegmentFacts, ground: &SegmentGround, now: AtMs) -> Seen {
    let readable = || facts.orders.iter().filter(|o| o.at >= ground.since);
    let hidden = facts.orders.iter().any(|o| o.at < ground.since);
    match facet {
        Facet::OrderProduct => {
            let values = readable().flat_map(|o| o.value.lines.iter().cloned()).collect();
            Seen { values, hidden: hidden || facts.unread.lines }
        }
        // Later than any that is hidden.
        Facet::OrderLast => match readable().map(|o| o.at).max() {
            Some(last) => Seen::all([days_ago(last, now)]),
            None => Seen { values: Vec::new(), hidden },
        },
        _ if hidden => Seen::nothing(),
        Facet::OrderFirst => Seen::all(readable().map(|o| o.at).min().map(|first| days_ago(first, now))),
        Facet::OrderSum(currency) => {
            let of = readable().filter(|o| o.value.currency == *currency).map(|o| o.value.total_minor);
            let sum = of.fold(0i64, i64::saturating_add);
            Seen::all([whole(sum, currency)])
        }
        _ => Seen::all([readable().count().to_string()]),
    }
}

/// A sum in the whole unit of its currency.
fn whole(minor: i64, currency: &str) -> String {
    let exponent = hjemmel_model::currency_exponent(currency).unwrap_or(2);
    let parts = 10i64.saturating_pow(exponent);
    format!("{}", minor as f64 / parts as f64)
}

/// Why somebody does not get what was meant for a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untargeted {
    /// They are not in it.
    Out,
    /// It may not be said whether they are.
    Neither(Reason),
    /// They may not be written to.
    Refused(Reason),
}

/// Decide about one recipient of what was meant for a segment: two gates, whether their data may choose them, and whether they
/// may be written to. Whoever is neither in nor out gets nothing that is targeted.
pub fn decide_target(member: &Member, send: Decision<Send>) -> Result<Permit<Send>, Untargeted> {
    match member.standing {
        Standing::Out => Err(Untargeted::Out),
        Standing::Neither(reason) => Err(Untargeted::Neither(reason)),
        Standing::In => match send {
            Ok(permit) if permit.subject.person == member.person => Ok(permit),
            // A yes about somebody else is none.
            Ok(_) => Err(Untargeted::Refused(Reason::NoPermission)),
            Err(refusal) => Err(Untargeted::Refused(refusal.reason)),
        },
    }
}

#[cfg(test)]
mod tests;
