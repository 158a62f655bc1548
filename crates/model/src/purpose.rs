//! Purposes: what personal data may be used for, and on which ground.

use serde::{Deserialize, Serialize};

/// The name of a purpose, the same in the API, the tag and the records.
pub type PurposeKey = String;

/// The legal ground a purpose rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// GDPR Article 6(1)(a), and for device access ePrivacy Directive 5(3).
    Consent,
    /// Strictly necessary for a service the person asked for (ePrivacy Directive 5(3), second sentence).
    RequestedService,
}

/// Which first-party surrogate a purpose needs on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DeviceScope {
    /// The surrogate for measuring and adapting one's own site.
    Analytics,
    /// The surrogate for advertising; never the same number as the other.
    Ads,
}

/// A set of purposes, one bit each. Bit numbers are fixed for ever, because rows in the lake carry them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct PurposeSet(pub u32);

impl PurposeSet {
    /// No purpose.
    pub const NONE: PurposeSet = PurposeSet(0);

    /// The set of one bit; bits over 31 give the empty set.
    pub fn one(bit: u8) -> PurposeSet {
        PurposeSet(1u32.checked_shl(u32::from(bit)).unwrap_or(0))
    }

    /// Whether `bit` is in the set.
    pub fn has(self, bit: u8) -> bool {
        self.0 & PurposeSet::one(bit).0 != 0
    }

    /// In either.
    #[must_use]
    pub fn or(self, other: PurposeSet) -> PurposeSet {
        PurposeSet(self.0 | other.0)
    }

    /// In both.
    #[must_use]
    pub fn and(self, other: PurposeSet) -> PurposeSet {
        PurposeSet(self.0 & other.0)
    }

    /// In this one and not in `other`.
    #[must_use]
    pub fn without(self, other: PurposeSet) -> PurposeSet {
        PurposeSet(self.0 & !other.0)
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The bits in it, lowest first.
    pub fn bits(self) -> impl Iterator<Item = u8> {
        (0..32).filter(move |bit| self.has(*bit))
    }
}

/// One purpose as the catalogue offers it. Its name and what it says stand with all other words (`purpose_KEY`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Purpose {
    /// Its name.
    pub key: PurposeKey,
    /// Its bit in a [`PurposeSet`].
    pub bit: u8,
    /// The ground it rests on.
    pub ground: Ground,
    /// The surrogate it needs.
    pub scope: DeviceScope,
    /// The closest term of the W3C Data Privacy Vocabulary.
    pub dpv: String,
    /// Days after which what was collected for it goes (P-07).
    pub retention_days: u16,
    /// Whether Global Privacy Control denies it on a device (B-22).
    pub denied_by_gpc: bool,
}

/// The purposes Hjemmel knows, in the order they are shown.
pub fn catalogue() -> Vec<Purpose> {
    let purpose = |key: &str, bit, scope, dpv: &str, retention_days, denied_by_gpc| Purpose {
        key: key.to_owned(),
        bit,
        ground: Ground::Consent,
        scope,
        dpv: dpv.to_owned(),
        retention_days,
        denied_by_gpc,
    };
    vec![
        purpose("statistics", 0, DeviceScope::Analytics, "dpv:ServiceUsageAnalytics", 395, false),
        purpose("personalisation", 1, DeviceScope::Analytics, "dpv:ServicePersonalisation", 395, false),
        purpose("marketing", 2, DeviceScope::Analytics, "dpv:DirectMarketing", 395, false),
        purpose("ads", 3, DeviceScope::Ads, "dpv:TargetedAdvertising", 90, true),
        purpose(PROFILE, PROFILE_BIT, DeviceScope::Analytics, "dpv:CustomerRelationshipManagement", 395, false),
    ]
}

/// What an objection to direct marketing closes of what a browser allowed (GDPR 21(2)): personalisation, marketing, ads.
pub const DIRECT_MARKETING: PurposeSet = PurposeSet(0b1110);

/// The purpose of joining what a browser does with what is known about a person (P-10).
pub const PROFILE: &str = "profile";
/// Its bit.
pub const PROFILE_BIT: u8 = 4;

/// The purpose of that name, if the catalogue has it (P-01: an unknown purpose is none).
pub fn catalogue_find(key: &str) -> Option<Purpose> {
    catalogue().into_iter().find(|p| p.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_purpose_has_its_own_bit() {
        let mut seen = PurposeSet::NONE;
        for p in catalogue() {
            assert!(!seen.has(p.bit), "bit of `{}` is taken", p.key);
            seen = seen.or(PurposeSet::one(p.bit));
            assert!(p.retention_days > 0);
        }
    }

    #[test]
    fn bits_over_31_are_nothing() {
        assert!(PurposeSet::one(32).is_empty());
        assert!(!PurposeSet(u32::MAX).has(40));
    }
}
