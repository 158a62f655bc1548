//! Duplicates: what was received in the last day, so that a client's second attempt counts once.
//!
//! An event is known by who sent it and the id they gave it, so that nobody's id drops an event of another's. It is remembered
//! as 64 bits of a keyed hash, in one table an hour: ten bytes an event once the hour is over, ten to fifteen while it lasts.
//! What is older than the tables reach is looked up in the files (see `lake::late`).

use std::collections::BTreeMap;

use hjemmel_model::Surrogate;

/// How long ids are remembered in memory, in milliseconds.
pub const WINDOW_MS: i64 = 24 * 3_600_000;

const HOUR_MS: i64 = 3_600_000;

/// Slots of the smallest table.
const SLOTS_MIN: usize = 256;

/// A set of hashes: open addressing in a row that is found by the hash's own order.
#[derive(Debug, Default)]
struct Table {
    slots: Box<[u64]>,
    used: usize,
}

impl Table {
    fn place(hash: u64, slots: usize) -> usize {
        usize::try_from((u128::from(hash) * slots as u128) >> 64).unwrap_or(0)
    }

    fn contains(&self, hash: u64) -> bool {
        let mut at = Table::place(hash, self.slots.len());
        loop {
            match self.slots.get(at) {
                Some(0) => return false,
                Some(found) if *found == hash => return true,
                Some(_) => at += 1,
                None if self.slots.is_empty() => return false,
                None => at = 0,
            }
        }
    }

    fn put(slots: &mut [u64], hash: u64) -> bool {
        if slots.is_empty() {
            return false;
        }
        let mut at = Table::place(hash, slots.len());
        loop {
            match slots.get_mut(at) {
                Some(slot) if *slot == 0 => {
                    *slot = hash;
                    return true;
                }
                Some(slot) if *slot == hash => return false,
                Some(_) => at += 1,
                None => at = 0,
            }
        }
    }

    fn resize(&mut self, slots: usize) {
        let mut fresh = vec![0; slots.max(1)].into_boxed_slice();
        for hash in self.slots.iter().filter(|h| **h != 0) {
            Table::put(&mut fresh, *hash);
        }
        self.slots = fresh;
    }

    fn insert(&mut self, hash: u64) {
        // At most four in five are taken, so that a search ends soon.
        if (self.used + 1) * 5 > self.slots.len() * 4 {
            self.resize((self.slots.len() * 3 / 2).max(SLOTS_MIN));
        }
        if Table::put(&mut self.slots, hash) {
            self.used += 1;
        }
    }

    /// Nothing more comes: only the room that is needed.
    fn settle(&mut self) {
        let needed = self.used * 5 / 4 + 1;
        if needed < self.slots.len() {
            self.resize(needed);
        }
    }

    fn bytes(&self) -> usize {
        self.slots.len() * size_of::<u64>()
    }
}

/// What was received lately, of all sites.
#[derive(Debug)]
pub struct Seen {
    key: [u8; 32],
    hours: BTreeMap<i64, Table>,
    /// Everything received from here on is remembered.
    since_ms: i64,
    bytes_max: usize,
    /// Hours were let go of before their time, for want of memory.
    short: bool,
}

impl Seen {
    /// Nothing yet; from `since_ms` on everything will be told. `key` is a secret of this run.
    pub fn new(key: [u8; 32], since_ms: i64, bytes_max: usize) -> Seen {
        Seen { key, hours: BTreeMap::new(), since_ms, bytes_max, short: false }
    }

    /// The hash of an event: whose it is, on which site, under which id.
    pub fn hash(&self, site: &str, visitor: Surrogate, id: u128) -> u64 {
        let mut hasher = blake3::Hasher::new_keyed(&self.key);
        hasher.update(&visitor.0.to_le_bytes());
        hasher.update(&id.to_le_bytes());
        hasher.update(site.as_bytes());
        let mut out = [0; 8];
        hasher.finalize_xof().fill(&mut out);
        // Zero is an empty slot.
        u64::from_le_bytes(out).max(1)
    }

    /// Whether it is remembered.
    pub fn contains(&self, hash: u64) -> bool {
        self.hours.values().rev().any(|table| table.contains(hash))
    }

    /// Remember it, received at `received_ms`.
    pub fn insert(&mut self, hash: u64, received_ms: i64) {
        if received_ms < self.since_ms {
            return;
        }
        let hour = received_ms.div_euclid(HOUR_MS);
        if !self.hours.contains_key(&hour) {
            self.hours.values_mut().for_each(Table::settle);
        }
        self.hours.entry(hour).or_default().insert(hash);
        self.fit(received_ms);
    }

    fn fit(&mut self, now_ms: i64) {
        while let Some((hour, _)) = self.hours.first_key_value() {
            let end = (hour + 1).saturating_mul(HOUR_MS);
            let over = end < now_ms.saturating_sub(WINDOW_MS);
            let much = !over && self.bytes() > self.bytes_max;
            if !over && !much {
                return;
            }
            self.hours.pop_first();
            // When even one hour is too much, what comes from now on is a new beginning.
            self.since_ms = self.since_ms.max(if self.hours.is_empty() && much { now_ms + 1 } else { end });
            self.short |= much;
        }
    }

    /// Everything received from this time on is remembered.
    pub fn since_ms(&self) -> i64 {
        self.since_ms
    }

    /// Whether memory did not suffice for the whole window, asked once.
    pub fn fell_short(&mut self) -> bool {
        std::mem::take(&mut self.short)
    }

    /// Bytes the tables take.
    pub fn bytes(&self) -> usize {
        self.hours.values().map(Table::bytes).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;

    fn seen() -> Seen {
        Seen::new([7; 32], 0, 1 << 20)
    }

    #[test]
    fn remembers_for_a_day() {
        let mut seen = seen();
        let now = 1_795_000_000_000;
        seen.insert(1, now);
        seen.insert(2, now + WINDOW_MS);
        assert!(seen.contains(1) && seen.since_ms() <= now);
        seen.insert(3, now + WINDOW_MS + 2 * HOUR_MS);
        assert!(!seen.contains(1) && seen.contains(2));
        assert!(seen.since_ms() > now && seen.since_ms() <= now + 2 * HOUR_MS);
        assert!(!seen.fell_short());
    }

    #[test]
    fn neither_another_site_nor_another_sender_shares_an_id() {
        let seen = seen();
        assert_ne!(seen.hash("site_a", Surrogate(1), 5), seen.hash("site_b", Surrogate(1), 5));
        assert_ne!(seen.hash("site_a", Surrogate(1), 5), seen.hash("site_a", Surrogate(2), 5));
        let other = Seen::new([8; 32], 0, 1 << 20);
        assert_ne!(seen.hash("site_a", Surrogate(1), 5), other.hash("site_a", Surrogate(1), 5));
    }

    #[test]
    fn ten_bytes_an_event_when_its_hour_is_over() {
        let mut seen = seen();
        for id in 0..10_000 {
            seen.insert(seen.hash("site_a", Surrogate(1), id), 10 * HOUR_MS);
        }
        seen.insert(1, 11 * HOUR_MS);
        let settled = seen.bytes() - SLOTS_MIN * 8;
        assert!(settled <= 10_001 * 10, "{settled}");
        assert!((0..10_000).all(|id| seen.contains(seen.hash("site_a", Surrogate(1), id))));
    }

    #[test]
    fn a_jump_of_the_clock_forgets_no_more_than_what_is_said() {
        let mut seen = seen();
        let now = 1_795_000_000_000;
        seen.insert(1, now);
        seen.insert(2, now + 1_100 * 86_400_000);
        assert!(!seen.contains(1), "its hour went");
        assert!(seen.since_ms() <= now + HOUR_MS, "what comes at the right time again is remembered");
        seen.insert(3, now + HOUR_MS + 1);
        assert!(seen.contains(3));
    }

    proptest! {
        /// Against a plain map: whatever was received since the time that is named is known, with whatever memory.
        #[test]
        fn what_it_says_it_remembers_it_remembers(
            steps in prop::collection::vec((0u64..400, 0i64..40 * 60_000), 1..600), bytes_max in 0usize..20_000
        ) {
            let mut seen = Seen::new([7; 32], 0, bytes_max);
            let mut all = HashMap::new();
            let mut now = 1_795_000_000_000;
            for (id, pause) in steps {
                now += pause;
                let hash = (id + 1) << 40;
                if let Some(received) = all.get(&hash) {
                    prop_assert!(seen.contains(hash) || *received < seen.since_ms());
                } else {
                    prop_assert!(!seen.contains(hash));
                }
                if !seen.contains(hash) {
                    all.insert(hash, now);
                    seen.insert(hash, now);
                }
                prop_assert!(seen.bytes() <= bytes_max.max(SLOTS_MIN * 8));
            }
        }
    }
}
