//! Open rows as roll-ups look at them: as they were, of whatever age, and of some people alone.

use std::sync::Arc;

use super::{
    bits::{Bits, WORD},
    gate::{Open, Origin},
};

impl Open {
    /// Which file the rows came from.
    pub fn origin(&self) -> Origin {
        Origin::of(self.base())
    }

    /// The rows that the gate opens, however old they are. What is counted of them may be told of times only before which
    /// nothing is too old: see [`Open::kept_since_ms`].
    pub fn of_any_age(&self) -> Open {
        self.as_it_was(self.gate())
    }

    /// With the rows that were open at another time. What is counted of them is taken off what was counted of them then.
    pub fn as_it_was(&self, rows: Arc<Bits>) -> Open {
        let mut open = self.clone();
        open.set_rows(rows);
        open
    }

    /// Whether other rows of a visitor were open then.
    pub fn was_otherwise(&self, visitor: i64, then: &Bits) -> bool {
        let Some(place) = self.base().visitors.binary_search(&visitor).ok() else { return false };
        let (rows, now) = (self.base().run(place), self.gate());
        (rows.start / WORD..rows.end.div_ceil(WORD)).any(|word| {
            let from = rows.start.saturating_sub(word * WORD).min(63);
            let over = ((word + 1) * WORD).saturating_sub(rows.end).min(63);
            (now.word(word) ^ then.word(word)) & (u64::MAX << from) & (u64::MAX >> over) != 0
        })
    }

    /// How many rows some visitors have, open or not.
    pub fn rows_of(&self, people: &[i64]) -> usize {
        let base = self.base();
        let found = people.iter().filter_map(|visitor| base.visitors.binary_search(visitor).ok());
        found.map(|place| base.run(place).len()).sum()
    }

    /// Of these rows, those of some visitors.
    #[must_use]
    pub fn of(&self, people: &[i64]) -> Open {
        let base = self.base();
        let mut own = Bits::all(base.rows(), false);
        for place in people.iter().filter_map(|visitor| base.visitors.binary_search(visitor).ok()) {
            own.put_all(base.run(place), true);
        }
        self.clone().and(&own)
    }

    /// Whose rows these are, in order.
    pub fn visitor_numbers(&self) -> &[i64] {
        &self.base().visitors
    }

    /// When the first row was, open or not.
    pub fn first_ms(&self) -> i64 {
        let first = self.base().kinds.iter().map(|kind| kind.times.0).min();
        self.zero_ms() + i64::from(first.unwrap_or(0))
    }
}
