//! What would become of a hit, told to a developer: decided how, cleaned of what, enriched to what, kept or dropped by
//! which rule.
//!
//! Invariant: nothing is stored and nothing is counted; what is told follows from the hit itself and from the token that
//! came with it, and from nobody else's data.

use std::sync::Arc;

use hjemmel_model::{Cleaned, PurposeSet, TallyKind, Trace};

use crate::{
    collector::{Collector, Visit},
    hit::{BadHit, Caller, Hit},
    sitebook::SiteEntry,
    tallies::Tallies,
};

impl Collector {
    /// What would become of the hits of a request. Nothing is stored, nothing is counted.
    pub fn debug(&self, site: &SiteEntry, caller: &Caller, hits: Vec<Result<Hit, BadHit>>) -> Vec<Trace> {
        // The same path with sums of its own, so that what was taken out shows for each hit by itself.
        let tallies = Arc::new(Tallies::default());
        let mut aside = self.clone();
        aside.parts.tallies = Arc::clone(&tallies);
        let now = aside.parts.clock.now();
        let visit = Visit { site, country: aside.country(caller), now, day: site.day(now) };
        let trace = |(index, hit): (usize, Result<Hit, BadHit>)| {
            let became = hit.and_then(|hit| aside.take(&visit, caller, hit));
            let sums = tallies.drain().into_iter().filter(|(_, kind, _)| *kind == TallyKind::Scrubbed);
            let cleaned = sums.map(|(_, _, sum)| Cleaned { what: sum.item, n: sum.n }).collect();
            let blank = |outcome, reason: &str, rule| Trace {
                index,
                outcome,
                reason: reason.to_owned(),
                rule,
                purposes: Vec::new(),
                cleaned,
                event: None,
            };
            match became {
                Err(bad) => blank("rejected", bad.code(), ""),
                Ok(Err(reason)) => blank("refused", reason.name(), reason.rule()),
                Ok(Ok(permitted)) => {
                    let sets = permitted.permits.iter().map(|permit| permit.purposes());
                    let purposes = sets.fold(PurposeSet::NONE, |all, set| all.or(set));
                    let keys = site.notice.as_ref().map(|n| n.keys_of(purposes)).unwrap_or_default();
                    let keys = keys.into_iter().map(str::to_owned).collect();
                    Trace { purposes: keys, event: Some(permitted.event.into()), ..blank("kept", "", "") }
                }
            }
        };
        hits.into_iter().enumerate().map(trace).collect()
    }
}
