//! Which interval a time lies in.

use crate::segment::WORD;

use super::NONE;

/// Bounds of intervals, for times since a moment.
pub struct Cut {
    bounds: Vec<i64>,
    zero_ms: i64,
    /// What every bound is a multiple of, the first multiple at or before zero, and the interval of each from there on.
    steps: Option<(u64, i64, Vec<u32>)>,
}

/// Steps that bounds mostly lie on: a quarter of an hour, in which time zones differ, and a minute.
const STEPS_MS: [i64; 2] = [900_000, 60_000];

fn interval(bounds: &[i64], at_ms: i64) -> u32 {
    match bounds.partition_point(|bound| *bound <= at_ms) {
        0 => NONE,
        after if after < bounds.len() => (after - 1) as u32,
        _ => NONE,
    }
}

impl Cut {
    /// Of times from `zero_ms` on, the last of them `last` after it.
    pub fn new(bounds: &[i64], zero_ms: i64, last: u32) -> Cut {
        let fits = |step: &&i64| bounds.iter().all(|bound| bound.rem_euclid(**step) == 0);
        let steps = STEPS_MS.iter().find(fits).map(|step| {
            let first = zero_ms.div_euclid(*step) * step;
            let number = (zero_ms - first + i64::from(last)) / step + 1;
            let table = (0..number).map(|n| interval(bounds, first + n * step)).collect();
            (*step as u64, zero_ms - first, table)
        });
        Cut { bounds: bounds.to_vec(), zero_ms, steps }
    }

    /// The interval of a time.
    pub fn group(&self, time: u32) -> u32 {
        match &self.steps {
            Some((step, over, table)) => {
                let at = (u64::from(time) + over.unsigned_abs()) / step;
                table.get(at as usize).copied().unwrap_or(NONE)
            }
            None => interval(&self.bounds, self.zero_ms + i64::from(time)),
        }
    }

    /// The interval of each of some times.
    pub fn groups(&self, times: &[u32], out: &mut [u32; WORD]) {
        match &self.steps {
            // Dividing by what is known beforehand is a multiplication.
            Some((900_000, over, table)) => by(times, *over, 900_000, table, out),
            Some((_, over, table)) => by(times, *over, 60_000, table, out),
            None => out
                .iter_mut()
                .zip(times)
                .for_each(|(slot, time)| *slot = interval(&self.bounds, self.zero_ms + i64::from(*time))),
        }
    }
}

#[inline(always)]
fn by(times: &[u32], over: i64, step: u64, table: &[u32], out: &mut [u32; WORD]) {
    let over = over.unsigned_abs();
    out.iter_mut().zip(times).for_each(|(slot, time)| {
        *slot = table.get(((u64::from(*time) + over) / step) as usize).copied().unwrap_or(NONE);
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_time_lies_where_its_bounds_say(
            step in prop::sample::select(vec![1i64, 60_000, 900_000, 3_600_000]),
            lengths in prop::collection::vec(1i64..30, 1..9),
            zero in -10_000_000i64..100_000_000,
            times in prop::collection::vec(0u32..200_000_000, 1..64),
        ) {
            let mut bounds = vec![step * 3];
            for length in lengths {
                bounds.push(bounds[bounds.len() - 1] + length * step);
            }
            let cut = Cut::new(&bounds, zero, times.iter().copied().max().unwrap());
            let mut out = [NONE; WORD];
            cut.groups(&times, &mut out);
            for (time, found) in times.iter().copied().zip(out) {
                let at = zero + i64::from(time);
                let wanted = bounds.windows(2).position(|b| b[0] <= at && at < b[1]).map_or(NONE, |n| n as u32);
                prop_assert_eq!(found, wanted);
                prop_assert_eq!(cut.group(time), wanted);
            }
        }
    }
}
