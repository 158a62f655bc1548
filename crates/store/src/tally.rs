//! Tallies at rest: additions commute, so collectors only ever add.

use hjemmel_model::{SiteId, Tally, TallyKind};

use crate::{
    error::StoreError,
    sql,
    work::{Records, Tallies, Work},
};

impl Tallies<&mut Work> {
    /// Add to sums. Additions commute, so nothing is read first.
    pub async fn add(&mut self, sums: &[(SiteId, TallyKind, Tally)]) -> Result<(), StoreError> {
        let Work { store: _, tx } = &mut *self.0;
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
    }
}

impl<R: Records> Tallies<R> {
    /// The sums of a kind between two days, both included.
    pub async fn sum(
        &mut self,
        site: &SiteId,
        kind: TallyKind,
        from: &str,
        to: &str,
    ) -> Result<Vec<Tally>, StoreError> {
        let values = [site.as_str().into(), kind.name().into(), from.into(), to.into()];
        let rows = self.0.read(sql::TALLY_SUM, &values).await?;
        rows.iter().map(|row| Ok(Tally { day: row.text(0)?, item: row.text(1)?, n: row.int(2)? })).collect()
    }
}
