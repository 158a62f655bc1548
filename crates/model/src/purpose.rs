//! Purposes: what personal data may be used for, and on which ground.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Language;

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

/// One purpose as the catalogue offers it.
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
    /// Name in each language.
    pub name: BTreeMap<Language, String>,
    /// One sentence on what happens, in each language.
    pub text: BTreeMap<Language, String>,
}

fn texts(da: &str, sv: &str, en: &str) -> BTreeMap<Language, String> {
    BTreeMap::from([(Language::Da, da.to_owned()), (Language::Sv, sv.to_owned()), (Language::En, en.to_owned())])
}

/// The purposes Hjemmel knows, in the order they are shown.
pub fn catalogue() -> Vec<Purpose> {
    let purpose = |key: &str, bit, scope, dpv: &str, retention_days, denied_by_gpc, name, text| Purpose {
        key: key.to_owned(),
        bit,
        ground: Ground::Consent,
        scope,
        dpv: dpv.to_owned(),
        retention_days,
        denied_by_gpc,
        name,
        text,
    };
    vec![
        purpose(
            "statistics",
            0,
            DeviceScope::Analytics,
            "dpv:ServiceUsageAnalytics",
            395,
            false,
            texts("Statistik", "Statistik", "Statistics"),
            texts(
                "Vi måler, hvilke sider du ser, hvor du kom fra, og om du køber noget, for at gøre butikken bedre.",
                "Vi mäter vilka sidor du ser, varifrån du kom och om du köper något, för att göra butiken bättre.",
                "We measure which pages you see, where you came from and whether you buy, to make the shop better.",
            ),
        ),
        purpose(
            "personalisation",
            1,
            DeviceScope::Analytics,
            "dpv:ServicePersonalisation",
            395,
            false,
            texts("Personligt indhold", "Personligt innehåll", "Personal content"),
            texts(
                "Vi viser varer, der passer til det, du har set her i butikken.",
                "Vi visar varor som passar det du har tittat på i butiken.",
                "We show goods that match what you have looked at in this shop.",
            ),
        ),
        purpose(
            "marketing",
            2,
            DeviceScope::Analytics,
            "dpv:DirectMarketing",
            395,
            false,
            texts("Målrettet markedsføring", "Riktad marknadsföring", "Targeted marketing"),
            texts(
                "Vi bruger dit besøg til at vælge, hvilke tilbud vi selv sender dig, hvis du har bedt om at få dem.",
                "Vi använder ditt besök för att välja vilka erbjudanden vi själva skickar dig, om du har bett om dem.",
                "We use your visit to choose which offers we send you ourselves, if you have asked for them.",
            ),
        ),
        purpose(
            "ads",
            3,
            DeviceScope::Ads,
            "dpv:TargetedAdvertising",
            90,
            true,
            texts("Annoncer hos andre", "Annonser hos andra", "Advertising elsewhere"),
            texts(
                "Vi deler, at du har besøgt butikken, med de annoncenetværk, der er nævnt, så de kan vise dig vores annoncer.",
                "Vi delar att du har besökt butiken med de annonsnätverk som nämns, så att de kan visa dig våra annonser.",
                "We share that you visited the shop with the advertising networks named, so they can show you our ads.",
            ),
        ),
        purpose(
            PROFILE,
            PROFILE_BIT,
            DeviceScope::Analytics,
            "dpv:CustomerRelationshipManagement",
            395,
            false,
            texts("Din kundeprofil", "Din kundprofil", "Your customer profile"),
            texts(
                "Når du logger ind eller tilmelder dig, knytter vi dine besøg til det, vi ved om dig som kunde.",
                "När du loggar in eller anmäler dig kopplar vi dina besök till det vi vet om dig som kund.",
                "When you sign in or sign up, we join your visits with what we know about you as a customer.",
            ),
        ),
    ]
}

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
    fn every_purpose_has_its_own_bit_and_every_text() {
        let mut seen = PurposeSet::NONE;
        for p in catalogue() {
            assert!(!seen.has(p.bit), "bit of `{}` is taken", p.key);
            seen = seen.or(PurposeSet::one(p.bit));
            assert!(p.retention_days > 0);
            for language in Language::ALL {
                assert!(p.name.contains_key(&language) && p.text.contains_key(&language), "{}", p.key);
            }
        }
    }

    #[test]
    fn bits_over_31_are_nothing() {
        assert!(PurposeSet::one(32).is_empty());
        assert!(!PurposeSet(u32::MAX).has(40));
    }
}
