//! Visitors of whom a visit comes back: after another, or in a second file. Files never change, so this is worked out once for
//! the files of a bucket.
//!
//! Invariant: what is remembered says no surrogate, and nothing of a file that is gone is found by it.

use std::sync::{Arc, Weak};

use super::{base::Base, bits::Bits, gate::Open};

/// Sets of files that are remembered at most: what is forgotten is worked out again.
const SETS_MAX: usize = 256;

/// What is known of one set of files: for each, a bit for each of its visitors.
struct Set(Vec<(Weak<Base>, Arc<Bits>)>);

impl Set {
    fn is_live(&self) -> bool {
        self.0.iter().all(|(base, _)| base.strong_count() > 0)
    }

    fn of(&self, base: &Arc<Base>) -> Option<&Arc<Bits>> {
        let own = Arc::downgrade(base);
        self.0.iter().find(|(known, _)| known.ptr_eq(&own)).map(|(_, bits)| bits)
    }
}

/// The sets that are remembered, the newest last.
#[derive(Default)]
pub struct Ties(Vec<Set>);

impl Ties {
    /// What is known of these; of more than these is good too.
    fn known(&self, bases: &[Arc<Base>]) -> Option<Vec<Arc<Bits>>> {
        self.0.iter().rev().find_map(|set| bases.iter().map(|base| set.of(base).cloned()).collect())
    }

    fn keep(&mut self, bases: &[Arc<Base>], bits: &[Arc<Bits>]) {
        // What is a part of it says no more than it does.
        let within =
            |set: &Set| set.0.iter().all(|(old, _)| bases.iter().any(|base| old.ptr_eq(&Arc::downgrade(base))));
        self.0.retain(|set| set.is_live() && !within(set));
        if self.0.len() >= SETS_MAX {
            self.0.remove(0);
        }
        self.0.push(Set(bases.iter().map(Arc::downgrade).zip(bits.iter().cloned()).collect()));
    }

    /// Forget what is of files that are gone, and say how many bytes the rest takes.
    pub fn settle(&mut self) -> usize {
        self.0.retain(Set::is_live);
        self.0.iter().flat_map(|set| &set.0).map(|(_, bits)| bits.bytes()).sum()
    }

    /// Forget all.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

/// Say of these files of one bucket which of their visitors have a visit that comes back.
pub fn tie(ties: &parking_lot::Mutex<Ties>, opens: &mut [Open]) {
    let bases: Vec<Arc<Base>> = opens.iter().map(|open| Arc::clone(open.base())).collect();
    let known = ties.lock().known(&bases);
    let bits = known.unwrap_or_else(|| {
        let bits: Vec<Arc<Bits>> = tangled(&bases).into_iter().map(Arc::new).collect();
        ties.lock().keep(&bases, &bits);
        bits
    });
    opens.iter_mut().zip(bits).for_each(|(open, bits)| open.tie(bits));
}

fn tangled(bases: &[Arc<Base>]) -> Vec<Bits> {
    let own = |base: &Arc<Base>| {
        let mut bits = Bits::all(base.visitors.len(), false);
        base.tangled.iter().for_each(|place| bits.put(*place as usize, true));
        bits
    };
    let mut out: Vec<Bits> = bases.iter().map(own).collect();
    let mut places = vec![0usize; bases.len()];
    let mut visits: Vec<(i64, usize)> = Vec::new();
    loop {
        let next = bases.iter().zip(&places).filter_map(|(base, place)| base.visitors.get(*place)).min();
        let Some(visitor) = next.copied() else { return out };
        visits.clear();
        let mut parts = 0;
        for (part, (base, place)) in bases.iter().zip(&mut places).enumerate() {
            if base.visitors.get(*place) == Some(&visitor) {
                visits.extend(base.visits_of(base.run(*place)).iter().map(|visit| (*visit, part)));
                *place += 1;
                parts += 1;
            }
        }
        if parts < 2 {
            continue;
        }
        visits.sort_unstable();
        visits.dedup();
        if visits.windows(2).any(|two| matches!(two, [(one, _), (other, _)] if one == other)) {
            for (part, (bits, place)) in out.iter_mut().zip(&places).enumerate() {
                if visits.iter().any(|(_, of)| *of == part) {
                    bits.put(place - 1, true);
                }
            }
        }
    }
}
