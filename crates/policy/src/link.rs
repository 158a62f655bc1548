//! Joining a browser with a person: a decision of its own, about both of them (P-10).
//!
//! Invariant: the browser allowed it for the purpose that names it, and somebody who can know says whose it is. A browser
//! that two people use is joined with neither by guessing. What was joined is asked about again each time it is used.

use std::marker::PhantomData;

use hjemmel_model::{
    AtMs, GrantSeq, Ground, IdentifierId, LinkSource, PROFILE_BIT, PersonId, PurposeSet, Surrogate, VisitorLink,
};

use crate::{
    actor::{Authorized, act},
    decide::{CollectAsk, SiteRules, decide_collect, rows_of},
    permit::{Decision, Link, Linked, Permit, PermitSet, Profile},
    reach::ReachFacts,
    refusal::{Reason, Refusal},
    restriction::Restrictions,
    token::Presented,
};

/// Everything that is known of a person when a browser is to be joined with them. Gathered by the store and nowhere else.
#[derive(Clone, Debug)]
pub struct LinkFacts {
    person: PersonId,
    identifier: IdentifierId,
    verified: bool,
    restricted: bool,
    objected_at: AtMs,
    holder: Option<PersonId>,
}

impl LinkFacts {
    /// From what decisions about their address rest on, whether its holder showed control of it, and whom the browser is
    /// joined with already.
    pub fn gathered(reach: &ReachFacts, verified: bool, holder: Option<PersonId>) -> LinkFacts {
        let recipient = reach.recipient();
        LinkFacts {
            person: recipient.person.clone(),
            identifier: recipient.identifier.clone(),
            verified,
            restricted: reach.is_restricted(),
            objected_at: reach.objected_at(),
            holder,
        }
    }
}

/// Why nothing may be joined with a person, whatever a browser allowed.
fn person_bars(restricted: bool, objected: bool) -> Option<Reason> {
    match (restricted, objected) {
        (true, _) => Some(Reason::Restricted),
        (_, true) => Some(Reason::Objected),
        _ => None,
    }
}

/// Decide whether a browser may be joined with a person now.
pub fn decide_link(
    ask: &CollectAsk<'_>,
    facts: &LinkFacts,
    source: LinkSource,
    restrictions: &Restrictions,
    now: AtMs,
) -> Decision<Link> {
    // What may be stored of this browser, and for what, is one decision; this one only goes on from it.
    let device = decide_collect(ask, restrictions, now).analytics?;
    if !device.purposes.has(PROFILE_BIT) {
        let named = ask.rules.notice.is_some_and(|n| n.analytics.has(PROFILE_BIT));
        let registered = ask.rules.registered.has(PROFILE_BIT);
        return Err(Refusal::new(match (named, registered) {
            (false, _) => Reason::PurposeUnknown,
            (true, false) => Reason::NotInRegister,
            (true, true) => Reason::Refused,
        }));
    }
    // Only a choice that names it and came after an objection lifts that (GDPR 21(2) and (3)).
    let chosen_at = match &ask.presented {
        Presented::Token(token) => token.claims().issued_at,
        _ => AtMs(0),
    };
    if let Some(bar) = person_bars(facts.restricted, chosen_at <= facts.objected_at) {
        return Err(Refusal::new(bar));
    }
    if source == LinkSource::Holder && !facts.verified {
        return Err(Refusal::new(Reason::Unproven));
    }
    if facts.holder.as_ref().is_some_and(|other| *other != facts.person) {
        return Err(Refusal::new(Reason::OtherPerson));
    }
    Ok(Permit {
        subject: Linked {
            person: facts.person.clone(),
            identifier: facts.identifier.clone(),
            site: ask.rules.site.clone(),
            visitor: device.subject,
        },
        purposes: PurposeSet::one(PROFILE_BIT),
        ground: Ground::Consent,
        evidence: device.evidence,
        notice_version: device.notice_version,
        law: device.law,
        issued_at: now,
        operation: PhantomData,
    })
}

/// What is left of what a browser allowed when it was joined.
fn open(visitor: Surrogate, grant: GrantSeq, restrictions: &Restrictions) -> bool {
    restrictions.left(visitor, PurposeSet::one(PROFILE_BIT), grant).has(PROFILE_BIT)
}

/// What is known of a person, of a browser that was joined with them, and of the site it was seen on.
#[derive(Clone, Copy, Debug)]
pub struct ProfileFacts<'a> {
    /// Of the site.
    pub rules: &'a SiteRules,
    /// Of the person.
    pub reach: &'a ReachFacts,
    /// Of the browser.
    pub link: &'a VisitorLink,
}

/// Decide whether what the browser of a person did may be shown under their name now.
pub fn decide_profile(
    actor: &Authorized<act::PersonRead>,
    ProfileFacts { rules, reach: facts, link }: ProfileFacts<'_>,
    restrictions: &Restrictions,
    now: AtMs,
) -> Result<PermitSet<Profile>, Refusal> {
    if !restrictions.is_fresh(now) {
        return Err(Refusal::new(Reason::FeedStale));
    }
    if rules.site != link.site {
        return Err(Refusal::new(Reason::OtherSite));
    }
    if !open(link.visitor, link.grant, restrictions) {
        return Err(Refusal::new(Reason::Withdrawn));
    }
    // The person themself sees what is held about them, whatever they object to.
    let own = matches!(actor.actor(), crate::Actor::Person(id) if *id == facts.recipient().person);
    // It was joined under a choice that came after an objection, or before.
    let objected = link.at <= facts.objected_at();
    if let Some(bar) = person_bars(facts.is_restricted(), objected).filter(|_| !own) {
        return Err(Refusal::new(bar));
    }
    if !own && link.expires_at <= now {
        return Err(Refusal::new(Reason::Expired));
    }
    if !own && !rules.registered.has(PROFILE_BIT) {
        return Err(Refusal::new(Reason::NotInRegister));
    }
    Ok(rows_of(rules, PROFILE_BIT, Some(link.visitor), restrictions, now))
}

#[cfg(test)]
mod tests;
