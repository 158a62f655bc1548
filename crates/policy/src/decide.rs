//! The decision itself.

use std::{marker::PhantomData, sync::Arc};

use hjemmel_model::{AtMs, DeviceScope, Ground, LawPack, Notice, PurposeSet, SiteId, Surrogate, Use, UseSet};

use crate::{
    actor::{Authorized, act},
    permit::{Collect, Decision, Measure, Operation, Permit, PermitSet, PermittedRows},
    refusal::{Reason, Refusal},
    restriction::Restrictions,
    retention::Retention,
    token::{Presented, site_hash},
};

/// What a published notice allows to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeRules {
    /// Its version.
    pub version: u32,
    /// Purposes under the analytics surrogate.
    pub analytics: PurposeSet,
    /// Purposes under the ads surrogate.
    pub ads: PurposeSet,
    /// Purposes that Global Privacy Control denies (B-22).
    pub denied_by_gpc: PurposeSet,
    /// By bit: the first version whose consent still covers the purpose (B-19).
    pub since: [u32; 32],
}

/// The rules of one site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteRules {
    /// The site.
    pub site: SiteId,
    /// Its number in tokens: [`crate::site_hash`].
    pub site_hash: u64,
    /// The law it stands under.
    pub law: LawPack,
    /// Its current notice, if one is published.
    pub notice: Option<NoticeRules>,
    /// Purposes that a processing activity of the register names (G-01).
    pub registered: PurposeSet,
    /// How long what was collected under each of its notices may be used (P-07).
    pub retention: Arc<Retention>,
}

impl NoticeRules {
    /// What a notice allows to be asked.
    pub fn of(notice: &Notice) -> NoticeRules {
        // A bit that the notice does not name is covered by no version.
        let mut since = [u32::MAX; 32];
        for p in &notice.purposes {
            if let Some(slot) = since.get_mut(usize::from(p.bit)) {
                *slot = p.since_version;
            }
        }
        NoticeRules {
            version: notice.version,
            analytics: notice.purposes_in(DeviceScope::Analytics),
            ads: notice.purposes_in(DeviceScope::Ads),
            denied_by_gpc: notice.purposes_denied_by_gpc(),
            since,
        }
    }

    /// The purposes that a consent under `version` covers.
    fn covered(&self, version: u32) -> PurposeSet {
        let bits = (0u8..32).zip(self.since).filter(|(_, since)| version >= *since);
        bits.fold(PurposeSet::NONE, |set, (bit, _)| set.or(PurposeSet::one(bit)))
    }
}

impl SiteRules {
    /// The rules of a site with the notices it published, in any order, and what the register names. The newest notice is the
    /// current one.
    pub fn of(site: &SiteId, law: LawPack, notices: &[Arc<Notice>], registered: PurposeSet) -> SiteRules {
        SiteRules {
            site: site.clone(),
            site_hash: site_hash(site),
            law,
            notice: notices.iter().max_by_key(|n| n.version).map(|n| NoticeRules::of(n)),
            registered,
            retention: Arc::new(Retention::of(notices.iter().map(Arc::as_ref))),
        }
    }
}

/// The question: may what this browser did be stored?
#[derive(Clone, Copy, Debug)]
pub struct CollectAsk<'a> {
    /// Where it happened.
    pub rules: &'a SiteRules,
    /// What was shown as proof.
    pub presented: Presented,
    /// Whether the request carried `Sec-GPC: 1`.
    pub gpc: bool,
    /// What the sender's own consent field allows. It can take away, never give.
    pub narrowed_to: Option<PurposeSet>,
}

/// The answer, for each surrogate by itself.
#[derive(Debug)]
pub struct CollectDecision {
    /// Under the surrogate for one's own site.
    pub analytics: Decision<Collect>,
    /// Under the surrogate for advertising.
    pub ads: Decision<Collect>,
}

/// Decide whether what a browser did may be stored, and for what.
pub fn decide_collect(ask: &CollectAsk<'_>, restrictions: &Restrictions, now: AtMs) -> CollectDecision {
    CollectDecision {
        analytics: decide_scope(ask, DeviceScope::Analytics, restrictions, now),
        ads: decide_scope(ask, DeviceScope::Ads, restrictions, now),
    }
}

fn decide_scope(ask: &CollectAsk<'_>, scope: DeviceScope, restrictions: &Restrictions, now: AtMs) -> Decision<Collect> {
    let refuse = |reason| Err(Refusal::new(reason));
    let Some(notice) = ask.rules.notice else { return refuse(Reason::NoticeMissing) };
    let named = match scope {
        DeviceScope::Analytics => notice.analytics,
        DeviceScope::Ads => notice.ads,
    };
    if named.is_empty() {
        return refuse(Reason::PurposeUnknown);
    }
    let claims = match &ask.presented {
        Presented::Nothing => return refuse(Reason::Undecided),
        Presented::Invalid => return refuse(Reason::TokenInvalid),
        // A purpose that was not named when the person said no is undecided, not refused (B-19).
        Presented::Refused(then) if named.without(*then) == named => return refuse(Reason::Undecided),
        Presented::Refused(_) => return refuse(Reason::Refused),
        Presented::Token(verified) => verified.claims(),
    };
    if claims.site != ask.rules.site_hash {
        return refuse(Reason::OtherSite);
    }
    if now >= claims.expires_at {
        return refuse(Reason::Expired);
    }
    if !restrictions.is_fresh(now) {
        return refuse(Reason::FeedStale);
    }
    let granted = claims.granted.and(named).and(notice.covered(claims.notice_version));
    let Some(subject) = claims.surrogate(scope).filter(|_| !granted.is_empty()) else {
        let decided = claims.granted.and(notice.covered(claims.notice_version)).or(claims.refused);
        return refuse(if named.and(decided).is_empty() { Reason::Undecided } else { Reason::Refused });
    };
    let granted = granted.and(ask.rules.registered);
    if granted.is_empty() {
        return refuse(Reason::NotInRegister);
    }
    let after_gpc = match ask.gpc && !claims.gpc_overridden {
        true => granted.without(notice.denied_by_gpc),
        false => granted,
    };
    if after_gpc.is_empty() {
        return refuse(Reason::SignalGpc);
    }
    let narrowed = ask.narrowed_to.map_or(after_gpc, |to| after_gpc.and(to));
    if narrowed.is_empty() {
        return refuse(Reason::NarrowedBySender);
    }
    let purposes = restrictions.open(subject, narrowed, claims.grant).map_err(Refusal::new)?;
    Ok(Permit {
        subject,
        purposes,
        ground: Ground::Consent,
        evidence: claims.grant,
        notice_version: claims.notice_version,
        law: ask.rules.law,
        issued_at: now,
        operation: PhantomData,
    })
}

/// Decide whether staff may read sums of what was stored for a purpose. The permit holds what withdrawals and erasures
/// closed until now, and what is too old.
pub fn decide_measure(
    actor: &Authorized<act::ReportRead>,
    rules: &SiteRules,
    purpose_bit: u8,
    restrictions: &Restrictions,
    now: AtMs,
) -> Result<PermitSet<Measure>, Refusal> {
    // The type proves the role; the value is only named so that no caller can leave it out.
    let _ = actor;
    let Some(notice) = rules.notice else { return Err(Refusal::new(Reason::NoticeMissing)) };
    if !notice.analytics.or(notice.ads).has(purpose_bit) {
        return Err(Refusal::new(Reason::PurposeUnknown));
    }
    if !rules.registered.has(purpose_bit) {
        return Err(Refusal::new(Reason::NotInRegister));
    }
    if !restrictions.is_fresh(now) {
        return Err(Refusal::new(Reason::FeedStale));
    }
    Ok(rows_of(rules, purpose_bit, None, restrictions, now))
}

/// The rows of a site for a purpose, of everybody or of one browser.
pub(crate) fn rows_of<Op: Operation>(
    rules: &SiteRules,
    purpose_bit: u8,
    only: Option<Surrogate>,
    restrictions: &Restrictions,
    now: AtMs,
) -> PermitSet<Op> {
    // One browser's rows are shown to its own person, or after the person's own restrictions were asked.
    let closed = match only {
        Some(_) => restrictions.view().without_pauses(),
        None => restrictions.view(),
    };
    let rows =
        PermittedRows { site: rules.site.clone(), purpose_bit, closed, retention: rules.retention.at(now), only };
    PermitSet { rows, operation: PhantomData }
}

/// Decide whether something is done with people's data at all, for whatever purpose it is asked: a processing activity of the
/// register names it, or it is not done (G-01).
pub fn decide_use(named: UseSet, of: Use) -> Result<(), Refusal> {
    match named.has(of) {
        true => Ok(()),
        false => Err(Refusal::new(Reason::NotInRegister)),
    }
}

#[cfg(test)]
mod tests;
