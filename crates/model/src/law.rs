//! National law as data: what a country pack changes.

mod authority;
mod transfer;

use serde::{Deserialize, Serialize};

use crate::site::AggregateLane;

pub use authority::authority_of;
pub use transfer::{is_adequate, is_eea, is_recent};

/// The country pack a site stands under. Settled rules are the same in all; what differs are the authorities, and
/// the setting of the aggregate lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum LawPack {
    /// Denmark: BEK 1148/2011 on cookies, GDPR, databeskyttelsesloven.
    Dk,
    /// Sweden: LEK (2022:482) 9 kap. 28 §, GDPR, dataskyddslagen.
    Se,
    /// ePrivacy Directive 5(3) and GDPR without national choices: the strictest reading of both.
    Neutral,
}

/// What an authority supervises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Matter {
    /// What is done with personal data.
    PersonalData,
    /// What is stored on and read from devices.
    Devices,
    /// What is sent to people to sell them something.
    Marketing,
}

/// An authority that a person may complain to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Authority {
    /// Its own name.
    pub name: &'static str,
    /// What it supervises.
    pub matter: Matter,
    /// Its public address on the web.
    pub url: &'static str,
}

impl LawPack {
    /// The id written into permits and records, with the month the pack was reviewed.
    pub fn id(self) -> &'static str {
        match self {
            LawPack::Dk => "dk-2026-11",
            LawPack::Se => "se-2026-11",
            LawPack::Neutral => "eu-2026-11",
        }
    }

    /// Months a grant lasts (B-18: default six, at most twelve).
    pub fn grant_months(self) -> i32 {
        6
    }

    /// Months a refusal lasts; never shorter than a grant (B-17).
    pub fn refusal_months(self) -> i32 {
        6
    }

    /// Months that proof of a person's choice is kept after the processing it allowed has ended (B-21). The length is
    /// not settled; a year is the longest that was proposed to us.
    pub fn dispute_months(self) -> i32 {
        12
    }

    /// Denmark and Sweden have no exemption for statistics (T-12), so the lane starts off until somebody has recorded
    /// an assessment. The neutral pack starts off too: unknown is no.
    pub fn aggregate_default(self) -> AggregateLane {
        AggregateLane::Off
    }

    /// Whether views may be counted that way without permission, where an assessment is recorded. A script that looks at the page
    /// reads the device, which Denmark and Sweden exempt for no statistics; a request that came anyway reads nothing.
    pub fn aggregate_allows(self, lane: AggregateLane) -> bool {
        match lane {
            AggregateLane::Off | AggregateLane::Request => true,
            AggregateLane::Script => self == LawPack::Neutral,
        }
    }

    /// Who supervises personal data and cookies.
    pub fn authorities(self) -> &'static [Authority] {
        match self {
            LawPack::Dk => &[
                Authority { name: "Datatilsynet", matter: Matter::PersonalData, url: "https://www.datatilsynet.dk" },
                Authority { name: "Digitaliseringsstyrelsen", matter: Matter::Devices, url: "https://digst.dk" },
                Authority {
                    name: "Forbrugerombudsmanden",
                    matter: Matter::Marketing,
                    url: "https://www.forbrugerombudsmanden.dk",
                },
            ],
            LawPack::Se => &[
                Authority {
                    name: "Integritetsskyddsmyndigheten (IMY)",
                    matter: Matter::PersonalData,
                    url: "https://www.imy.se",
                },
                Authority { name: "Post- och telestyrelsen (PTS)", matter: Matter::Devices, url: "https://www.pts.se" },
                Authority { name: "Konsumentverket", matter: Matter::Marketing, url: "https://www.konsumentverket.se" },
            ],
            LawPack::Neutral => &[Authority {
                name: "European Data Protection Board",
                matter: Matter::PersonalData,
                url: "https://www.edpb.europa.eu",
            }],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_script_counts_without_permission_where_the_law_exempts_none() {
        use AggregateLane::{Off, Request, Script};
        let of = |pack: LawPack| [Off, Request, Script].map(|lane| pack.aggregate_allows(lane));
        assert_eq!((of(LawPack::Dk), of(LawPack::Se)), ([true, true, false], [true, true, false]), "T-12");
        assert_eq!(of(LawPack::Neutral), [true; 3]);
    }

    #[test]
    fn a_refusal_lasts_at_least_as_long_as_a_grant() {
        for pack in [LawPack::Dk, LawPack::Se, LawPack::Neutral] {
            assert!(pack.refusal_months() >= pack.grant_months(), "B-17");
            assert!(pack.grant_months() <= 12, "B-18");
            assert!(!pack.authorities().is_empty(), "R-11");
        }
        for pack in [LawPack::Dk, LawPack::Se] {
            let matters: Vec<_> = pack.authorities().iter().map(|a| a.matter).collect();
            assert_eq!(matters, [Matter::PersonalData, Matter::Devices, Matter::Marketing], "R-11");
        }
    }
}
