//! What people bought, as far as bookkeeping law makes an organisation keep it.

use serde::{Deserialize, Serialize};

use crate::{AtMs, LawPack, OrderId};

/// A law that holds data against an erasure (GDPR 17(3)(b)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Hold {
    /// The law, as it is cited.
    pub statute: &'static str,
    /// Until when.
    pub until: AtMs,
}

impl LawPack {
    /// Until when an order must be kept, and by which law. Without a known state there is no law that could hold it.
    pub fn order_hold(self, ordered_at: AtMs) -> Option<Hold> {
        // Years are counted from the end of the financial year, which is the calendar year unless bookkeeping says otherwise.
        let year_end = |years: i32| ordered_at.year_end().plus_months(12 * years);
        match self {
            LawPack::Dk => {
                Some(Hold { statute: "bogføringsloven (lov nr. 700 af 24/05/2022) § 12", until: year_end(5) })
            }
            LawPack::Se => Some(Hold { statute: "bokföringslagen (1999:1078) 7 kap. 2 §", until: year_end(7) }),
            LawPack::Neutral => None,
        }
    }
}

/// Something bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Order {
    /// Its id.
    pub id: OrderId,
    /// The number it has where it was bought.
    pub number: String,
    /// What was bought, in words.
    pub lines: Vec<String>,
    /// Sum in the currency's minor unit.
    pub total_minor: i64,
    /// ISO 4217.
    pub currency: String,
    /// The law it stands under.
    pub law: LawPack,
    /// When.
    pub at: AtMs,
    /// Until when a law holds it; 0 when none does.
    pub held_until: AtMs,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_held_for_as_long_as_each_law_says() {
        let at = AtMs(1_772_000_000_000); // 25 February 2026
        let until = |law: LawPack| law.order_hold(at).map(|h| h.until.rfc3339().get(..10).unwrap_or("").to_owned());
        assert_eq!(until(LawPack::Dk).as_deref(), Some("2032-01-01"));
        assert_eq!(until(LawPack::Se).as_deref(), Some("2034-01-01"));
        assert_eq!(until(LawPack::Neutral), None);
    }
}
