//! Funnels: steps that visitors take one after another, and where they stop.

use super::Predicate;

/// Steps of a funnel at least and at most.
pub const FUNNEL_STEPS: (usize, usize) = (2, 10);

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    /// What an event has to be like at each step.
    pub steps: Vec<Predicate>,
    /// Nothing else may be done between two steps.
    pub strict: bool,
    /// How long after the first step the last may be, at most.
    pub window_ms: Option<i64>,
}

/// How many visitors came how far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FunnelFound {
    /// Visitors that came to each step.
    pub steps: Vec<i64>,
    /// The same by the value that the first step of their way had.
    pub lines: Vec<(String, Vec<i64>)>,
    /// Visitors with any event that the filter holds for.
    pub visitors: i64,
    /// Page views without the filter.
    pub seen: i64,
}

/// The length of time that a text says: `30m`, `12h`, `7d`, at most 90 days.
pub fn window_of(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        'm' => 60_000,
        'h' => 3_600_000,
        'd' => 86_400_000,
        _ => return None,
    };
    let number: i64 = text.get(..text.len() - 1)?.parse().ok()?;
    let ms = number.checked_mul(unit)?;
    (number > 0 && ms <= 90 * 86_400_000).then_some(ms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_is_a_number_and_a_unit() {
        assert_eq!(window_of("30m"), Some(1_800_000));
        assert_eq!(window_of("12h"), Some(43_200_000));
        assert_eq!(window_of("90d"), Some(7_776_000_000));
        for wrong in ["", "m", "0d", "-1d", "91d", "5", "5s", "1.5h", "999999999999999999d", "5æ"] {
            assert_eq!(window_of(wrong), None, "{wrong}");
        }
    }
}
