//! Questions about what visitors did in which order. A visitor's rows are met together and lie in order of time, so each is
//! one pass that remembers one visitor.

use std::{collections::HashMap, sync::atomic::AtomicBool};

use hjemmel_lake::LakeView;
use hjemmel_model::{Ask, Dimension, RowBy, Sums};
use hjemmel_policy::{Measure, PermitSet};

use crate::{
    engine::{Engine, QueryError},
    report::join,
    scan::{Bucket, Question},
    segment::{Bits, Need, Open, WORD},
    tally::{Meaning, counted},
    walk::{Stretch, walk},
};

/// Where a row is: its time, its part and its place there.
type Place = (i64, usize, usize);

/// The open rows of a visitor in order of time, whatever parts they lie in, for as long as `each` says to go on. Parts are mostly
/// of one month each: then theirs come one after another, and nothing is sorted.
pub fn in_order(parts: &[Open], stretches: &mut [Stretch], mut each: impl FnMut(Place) -> bool) {
    let time = |stretch: &Stretch, row: usize| parts.get(stretch.part).map_or(0, |open| open.at_ms(row));
    let places = |stretch: &Stretch, each: &mut dyn FnMut(Place) -> bool| {
        let Some(open) = parts.get(stretch.part) else { return true };
        let part = stretch.part;
        stretch.rows(open).all(|row| each((open.at_ms(row), part, row)))
    };
    stretches.sort_unstable_by_key(|stretch| time(stretch, stretch.rows.start));
    let apart = stretches.windows(2).all(|two| match two {
        [one, other] => time(one, one.rows.end.saturating_sub(1)) < time(other, other.rows.start),
        _ => true,
    });
    if apart {
        _ = stretches.iter().all(|stretch| places(stretch, &mut each));
        return;
    }
    let mut all: Vec<Place> = Vec::new();
    for stretch in stretches.iter() {
        places(stretch, &mut |place| {
            all.push(place);
            true
        });
    }
    all.sort_unstable();
    _ = all.into_iter().all(each);
}

/// Whether the bit of a row is set.
pub fn is_set(bits: &Bits, row: usize) -> bool {
    bits.word(row / WORD) >> (row % WORD) & 1 == 1
}

/// The last row of each visitor of one bucket, by the values of the column behind those that sums need.
fn last(parts: &[Open], ended: &AtomicBool, meaning: &Meaning) -> Option<HashMap<String, Sums>> {
    let mut out: Vec<HashMap<usize, Sums>> = parts.iter().map(|_| HashMap::new()).collect();
    walk(parts, ended, |stretches, _| {
        let last = stretches.iter().filter_map(|stretch| {
            let open = parts.get(stretch.part)?;
            let row = open.rows().last(stretch.rows.clone())?;
            Some((open.at_ms(row), stretch.part, row))
        });
        let Some((_, part, row)) = last.max() else { return };
        let (Some(open), Some(lines)) = (parts.get(part), out.get_mut(part)) else { return };
        let Some(column) = open.column(BY) else { return };
        join(lines.entry(column.code(row)).or_default(), &counted(open, row, meaning));
    })
    .ok()?;
    let mut named: HashMap<String, Sums> = HashMap::new();
    for (open, lines) in parts.iter().zip(out) {
        let values: Vec<_> = open.column(BY).into_iter().flat_map(|column| column.texts()).collect();
        for (code, sums) in lines {
            let Some(value) = values.get(code).filter(|value| !value.is_empty()) else { continue };
            join(named.entry(value.clone().into_owned()).or_default(), &sums);
        }
    }
    Some(named)
}

/// The place of the column that last rows are counted by.
const BY: usize = crate::tally::NEEDS.len();

impl Engine {
    /// What the last event of each visitor comes to, by the values of a dimension there, most visitors first.
    pub async fn last_by(
        &self,
        view: LakeView,
        permit: PermitSet<Measure>,
        ask: &Ask,
        by: &Dimension,
    ) -> Result<Vec<RowBy>, QueryError> {
        let needs = crate::tally::needs().into_iter().chain([Need::of(by)]).collect();
        let (question, meaning) = (Question::of(ask, needs), Meaning::of(ask));
        let count = move |bucket: &Bucket<'_>, ended: &AtomicBool| last(&bucket.rows().chosen, ended, &meaning);
        let mut lines: HashMap<String, Sums> = HashMap::new();
        for part in self.scan(view, permit.into_rows(), question, Box::new(count)).await? {
            for (value, sums) in part.ok_or(QueryError::Stopped)? {
                join(lines.entry(value).or_default(), &sums);
            }
        }
        Ok(crate::report::ranked(lines.into_iter().map(|(value, sums)| RowBy { value, sums, hidden: None }).collect()))
    }
}
