//! Tallies: sums that concern nobody in particular. Refusals by reason, choices by control, the aggregate lane.

use hjemmel_model::SiteId;

use crate::{Store, db::unit_of_work, error::StoreError, sql};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TallyKind {
    /// Events refused; the item is the reason.
    Refusal,
    /// Banner shown and choices made; the item is `shown`, `accept_all`, `refuse_all`, `save`, `withdraw`, with
    /// language.
    Choice,
    /// The aggregate lane; the item is page, source class, country and device class.
    View,
    /// Personal data taken out of fields; the item is its kind.
    Scrubbed,
    /// Input that could not be read; the item is the code of the problem.
    Rejected,
}

impl TallyKind {
    /// As stored.
    pub fn name(self) -> &'static str {
        match self {
            TallyKind::Refusal => "refusal",
            TallyKind::Choice => "choice",
            TallyKind::View => "view",
            TallyKind::Scrubbed => "scrubbed",
            TallyKind::Rejected => "rejected",
        }
    }
}

/// One sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The day in the site's time zone, as `2026-11-22`.
    pub day: String,
    /// What exactly.
    pub item: String,
    /// How many.
    pub n: i64,
}

impl Store {
    /// Add to sums. Additions commute, so nothing is read first.
    pub async fn tally_add(&self, sums: &[(SiteId, TallyKind, Tally)]) -> Result<(), StoreError> {
        unit_of_work!(self.db, |tx| {
            for (site, kind, sum) in sums {
                let values = [
                    site.as_str().into(),
                    sum.day.as_str().into(),
                    kind.name().into(),
                    sum.item.as_str().into(),
                    sum.n.into(),
                ];
                tx.execute(sql::TALLY_ADD, &values).await?;
            }
            Ok(())
        })
    }

    /// The sums of a kind between two days, both included.
    pub async fn tally_sum(
        &self,
        site: &SiteId,
        kind: TallyKind,
        from: &str,
        to: &str,
    ) -> Result<Vec<Tally>, StoreError> {
        let values = [site.as_str().into(), kind.name().into(), from.into(), to.into()];
        let rows = self.db.read(sql::TALLY_SUM, &values).await?;
        rows.iter().map(|row| Ok(Tally { day: row.text(0)?, item: row.text(1)?, n: row.int(2)? })).collect()
    }
}
