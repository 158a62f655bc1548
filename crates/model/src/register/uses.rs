//! What the program itself does with people's data. Each use stands in a processing activity of the register, or it is refused.

use serde::{Deserialize, Serialize};

use super::TermList;
use crate::{PurposeSet, catalogue_find};

/// One thing the program does with people's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Use {
    /// Asking browsers what they allow, and proving what they said.
    Consents,
    /// Measuring visits for the purpose `statistics`.
    Statistics,
    /// Adapting pages for the purpose `personalisation`.
    Personalisation,
    /// Choosing offers by visits for the purpose `marketing`.
    Marketing,
    /// Advertising elsewhere for the purpose `ads`.
    Ads,
    /// Joining visits with a person for the purpose `profile`.
    Profile,
    /// Newsletters: sign-ups, permissions, sending.
    Newsletters,
    /// People as customers: contact data and attributes.
    Customers,
    /// Orders, and bookkeeping.
    Orders,
    /// Files of people brought in.
    Imports,
    /// Addresses that are not to be written to.
    NoMail,
    /// Requests of people for their rights.
    Requests,
    /// Staff: accounts, sign-ins, what they did.
    Staff,
    /// Segments: choosing people by what is known of them.
    Segments,
}

impl Use {
    /// All of them, in the order in which their bits are numbered for ever.
    pub const ALL: [Use; 14] = [
        Use::Consents,
        Use::Statistics,
        Use::Personalisation,
        Use::Marketing,
        Use::Ads,
        Use::Profile,
        Use::Newsletters,
        Use::Customers,
        Use::Orders,
        Use::Imports,
        Use::NoMail,
        Use::Requests,
        Use::Staff,
        Use::Segments,
    ];

    /// The list that fields are declared with.
    pub const LIST: TermList = TermList {
        name: "uses",
        words: "use_of_",
        terms: &[
            ("consents", ""),
            ("statistics", ""),
            ("personalisation", ""),
            ("marketing", ""),
            ("ads", ""),
            ("profile", ""),
            ("newsletters", ""),
            ("customers", ""),
            ("orders", ""),
            ("imports", ""),
            ("no_mail", ""),
            ("requests", ""),
            ("staff", ""),
            ("segments", ""),
        ],
    };

    /// As stored and shown.
    pub fn name(self) -> &'static str {
        match self {
            Use::Consents => "consents",
            Use::Statistics => "statistics",
            Use::Personalisation => "personalisation",
            Use::Marketing => "marketing",
            Use::Ads => "ads",
            Use::Profile => "profile",
            Use::Newsletters => "newsletters",
            Use::Customers => "customers",
            Use::Orders => "orders",
            Use::Imports => "imports",
            Use::NoMail => "no_mail",
            Use::Requests => "requests",
            Use::Staff => "staff",
            Use::Segments => "segments",
        }
    }

    /// The use of that name.
    pub fn from_name(name: &str) -> Option<Use> {
        Use::ALL.into_iter().find(|of| of.name() == name)
    }

    /// The purpose of the catalogue that browsers are asked about it by, if it is one.
    pub fn purpose(self) -> Option<PurposeSet> {
        catalogue_find(self.name()).map(|purpose| PurposeSet::one(purpose.bit))
    }

    /// Whether it happens whatever an organisation sets up: it has staff, it is asked, and it has to prove choices.
    pub fn always(self) -> bool {
        matches!(self, Use::Consents | Use::Requests | Use::Staff)
    }
}

/// A set of uses, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseSet(pub i64);

impl UseSet {
    /// None.
    pub const NONE: UseSet = UseSet(0);
    /// Every use of this version and of those to come: what counts until an organisation keeps a register of its own.
    pub const ALL: UseSet = UseSet(i64::MAX);

    /// Those.
    pub fn of(uses: impl IntoIterator<Item = Use>) -> UseSet {
        UseSet(uses.into_iter().fold(0, |set, of| set | (1 << (of as i64))))
    }

    /// Whether a use is among them.
    pub fn has(self, of: Use) -> bool {
        self.0 & (1 << (of as i64)) != 0
    }

    /// The purposes of browsers among them.
    pub fn purposes(self) -> PurposeSet {
        let named = Use::ALL.into_iter().filter(|of| self.has(*of)).filter_map(Use::purpose);
        named.fold(PurposeSet::NONE, PurposeSet::or)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue;

    #[test]
    fn every_purpose_of_the_catalogue_is_a_use() {
        for purpose in catalogue() {
            let of = Use::from_name(&purpose.key).unwrap();
            assert_eq!(of.purpose(), Some(PurposeSet::one(purpose.bit)));
            assert_eq!(UseSet::of([of]).purposes(), PurposeSet::one(purpose.bit));
        }
        assert_eq!(UseSet::NONE.purposes(), PurposeSet::NONE);
    }

    #[test]
    fn bits_stay_what_they_are() {
        let names = Use::ALL.map(Use::name);
        let numbered = [
            "consents",
            "statistics",
            "personalisation",
            "marketing",
            "ads",
            "profile",
            "newsletters",
            "customers",
            "orders",
            "imports",
            "no_mail",
            "requests",
            "staff",
            "segments",
        ];
        assert_eq!(names, numbered, "a bit that is stored means the same for ever");
        assert!(Use::ALL.into_iter().all(|of| UseSet::ALL.has(of) && Use::from_name(of.name()) == Some(of)));
    }
}
