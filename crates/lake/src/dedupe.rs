//! Duplicates: the ids of the last while, so that a client's second attempt counts once.

use std::collections::{HashSet, VecDeque};

/// How long an id is remembered, in milliseconds.
pub const WINDOW_MS: i64 = 24 * 3_600_000;

/// Most ids remembered; the oldest go first.
const IDS_MAX: usize = 4_000_000;

/// Ids seen lately, of all sites (the site is part of the key).
#[derive(Debug, Default)]
pub struct Seen {
    ids: HashSet<u128>,
    order: VecDeque<(i64, u128)>,
}

impl Seen {
    /// Remember `id`, received at `at_ms`. `false` when it is known already.
    pub fn insert(&mut self, id: u128, at_ms: i64) -> bool {
        if !self.ids.insert(id) {
            return false;
        }
        self.order.push_back((at_ms, id));
        while self.order.front().is_some_and(|(then, _)| self.order.len() > IDS_MAX || at_ms - then > WINDOW_MS) {
            if let Some((_, old)) = self.order.pop_front() {
                self.ids.remove(&old);
            }
        }
        true
    }

    /// Forget the newest `ids`, because what they stand for was not stored after all.
    pub fn undo(&mut self, ids: &[u128]) {
        for id in ids {
            self.ids.remove(id);
        }
        let ids: HashSet<_> = ids.iter().collect();
        self.order.retain(|(_, id)| !ids.contains(id));
    }
}

/// The key of an event: its id mixed with the site it belongs to.
pub fn key(site: &str, id: u128) -> u128 {
    // FNV-1a over the site; ids of honest clients are random already.
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in site.bytes() {
        hash = (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    hash ^ id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_for_a_day() {
        let mut seen = Seen::default();
        assert!(seen.insert(1, 0));
        assert!(!seen.insert(1, WINDOW_MS));
        assert!(seen.insert(2, WINDOW_MS + 1));
        assert!(seen.insert(1, WINDOW_MS + 2));
    }

    #[test]
    fn an_undone_id_may_come_again() {
        let mut seen = Seen::default();
        assert!(seen.insert(1, 0) && seen.insert(2, 0));
        seen.undo(&[2]);
        assert!(!seen.insert(1, 1));
        assert!(seen.insert(2, 1));
    }

    #[test]
    fn sites_do_not_share_ids() {
        assert_ne!(key("site_a", 5), key("site_b", 5));
    }
}
