//! Filters: the tree of a report, worked out value by value and not row by row.
//!
//! Invariant: a row is chosen exactly when [`Predicate::holds`] says so of it.

use hjemmel_model::{Dimension, Predicate, number_of};

use crate::segment::{Bits, Need, Open};

/// What a filter needs to be worked out.
pub fn needs(filter: &Predicate) -> Vec<Need> {
    filter.dimensions().into_iter().map(Need::of).collect()
}

/// The rows for which a filter holds. `needs` says which column of `open` is which.
pub fn chosen(filter: &Predicate, open: &Open, needs: &[Need]) -> Bits {
    let rows = open.rows().rows();
    let picked = |on: &Dimension, is: &dyn Fn(&str) -> bool| {
        let place = needs.iter().position(|need| *need == Need::of(on));
        match place.and_then(|place| open.column(place)) {
            Some(column) => column.pick(&column.texts().map(|text| is(&text)).collect::<Vec<_>>()),
            None => Bits::all(rows, false),
        }
    };
    match filter {
        Predicate::And(all) => all.iter().fold(Bits::all(rows, true), |mut left, part| {
            left.and(&chosen(part, open, needs));
            left
        }),
        Predicate::Or(all) => all.iter().fold(Bits::all(rows, false), |mut left, part| {
            left.or(&chosen(part, open, needs));
            left
        }),
        Predicate::Not(part) => {
            let mut other = chosen(part, open, needs);
            other.not();
            other
        }
        Predicate::Is(on, values) => picked(on, &|text| values.iter().any(|v| v == text)),
        Predicate::Contains(on, values) => picked(on, &|text| values.iter().any(|v| text.contains(v.as_str()))),
        Predicate::Starts(on, values) => picked(on, &|text| values.iter().any(|v| text.starts_with(v.as_str()))),
        Predicate::Within(on, range) => picked(on, &|text| number_of(text).is_some_and(|n| range.holds(n))),
    }
}
