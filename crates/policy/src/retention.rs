//! Retention: how long what was collected may be used and kept, as each notice promised (P-07).
//!
//! Invariant: a later notice may shorten what an earlier one promised, never lengthen it; what no notice names is not
//! kept at all.

use std::collections::BTreeMap;

use hjemmel_model::{AtMs, Notice, PurposeSet};

/// Bits of a purpose set.
const BITS: usize = 32;
const DAY_MS: i64 = 86_400_000;

/// Days that rows collected under each notice version may be used, by purpose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retention {
    days: BTreeMap<u32, [u16; BITS]>,
}

impl Retention {
    /// What a site's notices promised. Order does not matter.
    pub fn of<'a>(notices: impl IntoIterator<Item = &'a Notice>) -> Retention {
        let named = notices.into_iter().map(|notice| {
            let mut days = [0; BITS];
            for p in &notice.purposes {
                if let Some(slot) = days.get_mut(usize::from(p.bit)) {
                    *slot = p.retention_days;
                }
            }
            (notice.version, days)
        });
        let mut days: BTreeMap<u32, [u16; BITS]> = named.collect();
        // From the newest back: a promise made since holds for everything collected before it.
        let mut shortest = [u16::MAX; BITS];
        for version in days.values_mut().rev() {
            for (own, later) in version.iter_mut().zip(&mut shortest) {
                if *own > 0 {
                    *own = (*own).min(*later);
                    *later = *own;
                }
            }
        }
        Retention { days }
    }

    /// What that means at a moment.
    pub fn at(&self, now: AtMs) -> RetentionAt {
        let oldest = |days: &u16| match days {
            0 => i64::MAX,
            days => now.0.saturating_sub(i64::from(*days) * DAY_MS),
        };
        let cutoffs = self.days.iter().map(|(version, days)| (*version, days.each_ref().map(oldest)));
        RetentionAt { cutoffs: cutoffs.collect() }
    }
}

/// Retention at one moment: from when on a row may still be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RetentionAt {
    /// By version, ascending; few.
    cutoffs: Vec<(u32, [i64; BITS])>,
}

impl RetentionAt {
    /// The earliest time a row of that notice version may have and still be used for a purpose; later than every time
    /// when the version or the purpose is unknown.
    pub fn oldest_ms(&self, notice_version: u32, bit: u8) -> i64 {
        let found = self.cutoffs.iter().rev().find(|(version, _)| *version == notice_version);
        found.and_then(|(_, bits)| bits.get(usize::from(bit)).copied()).unwrap_or(i64::MAX)
    }

    /// Those of `purposes` that a row of that version and time keeps in the files. A row of a notice that is newer than
    /// all that are known here is behind the gate, and stays until its promise is known: deleting cannot be undone.
    pub fn kept_at_rest(&self, notice_version: u32, at_ms: i64, purposes: PurposeSet) -> PurposeSet {
        match self.cutoffs.last() {
            Some((newest, _)) if notice_version <= *newest => self.kept(notice_version, at_ms, purposes),
            _ => purposes,
        }
    }

    /// Those of `purposes` that a row of that version and time may still be used for.
    pub fn kept(&self, notice_version: u32, at_ms: i64, purposes: PurposeSet) -> PurposeSet {
        let passed = (0u8..32).filter(|bit| purposes.has(*bit) && at_ms < self.oldest_ms(notice_version, *bit));
        passed.fold(purposes, |left, bit| left.without(PurposeSet::one(bit)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use hjemmel_model::{Controller, LawPack, NoticePurpose, SiteId, catalogue};
    use proptest::prelude::*;

    use super::*;

    fn notice(version: u32, days: &[(u8, u16)]) -> Notice {
        let text = String::new;
        Notice {
            site: SiteId::parse("site_shop").unwrap(),
            version,
            law: LawPack::Dk,
            controller: Controller { name: text(), address: text(), contact: text(), policy_url: text() },
            purposes: days
                .iter()
                .map(|(bit, days)| {
                    let known = catalogue().into_iter().find(|p| p.bit == *bit).unwrap();
                    NoticePurpose {
                        key: known.key,
                        bit: known.bit,
                        scope: known.scope,
                        denied_by_gpc: false,
                        retention_days: *days,
                        since_version: 1,
                        recipients: vec![],
                        name: BTreeMap::new(),
                        text: BTreeMap::new(),
                    }
                })
                .collect(),
            published_at: AtMs(0),
        }
    }

    const NOW: AtMs = AtMs(1_795_000_000_000);

    #[test]
    fn a_row_is_kept_for_as_long_as_its_notice_said_and_no_longer() {
        let rules = Retention::of(&[notice(1, &[(0, 395), (2, 30)])]).at(NOW);
        let at = |days: i64| NOW.plus_days(-days).0;
        assert_eq!(rules.kept(1, at(29), PurposeSet(0b101)), PurposeSet(0b101));
        assert_eq!(rules.kept(1, at(30), PurposeSet(0b101)), PurposeSet(0b101));
        assert_eq!(rules.kept(1, at(30) - 1, PurposeSet(0b101)), PurposeSet(0b001));
        assert_eq!(rules.kept(1, at(395) - 1, PurposeSet(0b101)), PurposeSet::NONE);
    }

    #[test]
    fn what_no_notice_names_is_not_kept() {
        let rules = Retention::of(&[notice(1, &[(0, 395)])]).at(NOW);
        assert_eq!(rules.kept(2, NOW.0, PurposeSet(1)), PurposeSet::NONE, "an unknown version");
        assert_eq!(rules.kept_at_rest(2, NOW.0, PurposeSet(1)), PurposeSet(1), "newer than what is known here");
        assert_eq!(rules.kept_at_rest(1, NOW.0, PurposeSet(0b11)), PurposeSet(1));
        assert_eq!(rules.kept(1, NOW.0, PurposeSet(0b11)), PurposeSet(1), "an unknown purpose");
        assert_eq!(RetentionAt::default().kept(1, NOW.0, PurposeSet(1)), PurposeSet::NONE);
    }

    #[test]
    fn a_purpose_that_a_later_notice_leaves_out_keeps_its_own_promise() {
        let rules = Retention::of(&[notice(1, &[(0, 395), (2, 30)]), notice(2, &[(0, 395)])]).at(NOW);
        assert_eq!(rules.kept(1, NOW.plus_days(-20).0, PurposeSet(0b100)), PurposeSet(0b100));
    }

    proptest! {
        #[test]
        fn a_later_notice_never_lengthens(days in prop::collection::vec(1u16..400, 1..6), age in 0i64..400) {
            let notices: Vec<_> =
                days.iter().zip(1u32..).map(|(d, version)| notice(version, &[(0, *d)])).collect();
            let at = NOW.plus_days(-age).0;
            for known in 1..=notices.len() {
                let before = Retention::of(&notices[..known]).at(NOW);
                let after = Retention::of(&notices).at(NOW);
                for version in 1..=u32::try_from(known).unwrap() {
                    let kept = after.kept(version, at, PurposeSet(1));
                    prop_assert!(kept.without(before.kept(version, at, PurposeSet(1))).is_empty());
                }
            }
        }
    }
}
