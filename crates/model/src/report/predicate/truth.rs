//! Three values of truth: yes, no, and *not known*, because what it would take to say may not be read.
//!
//! Invariant: less that may be read never makes a yes of a no or a no of a yes; it only makes either unknown (Kleene).

use super::{Predicate, number_of};

/// What a condition comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    No,
    /// What it would take to say may not be read.
    Unknown,
    /// It holds.
    Yes,
}

impl Truth {
    /// Both hold.
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// One of them holds.
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    /// It does not hold.
    fn not(self) -> Truth {
        match self {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Truth {
        if holds { Truth::Yes } else { Truth::No }
    }
}

/// What may be read of one thing that a condition is on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// Its values. Where there are none and none are hidden, it is absent: the empty text.
    pub values: Vec<String>,
    /// Whether there may be values that may not be read.
    pub hidden: bool,
}

impl Seen {
    /// Those values, and no others.
    pub fn all(values: impl IntoIterator<Item = String>) -> Seen {
        Seen { values: values.into_iter().collect(), hidden: false }
    }

    /// Nothing of it may be read.
    pub fn nothing() -> Seen {
        Seen { values: Vec::new(), hidden: true }
    }

    fn any(&self, fits: impl Fn(&str) -> bool) -> Truth {
        let absent = self.values.is_empty() && !self.hidden && fits("");
        match absent || self.values.iter().any(|value| fits(value)) {
            true => Truth::Yes,
            false if self.hidden => Truth::Unknown,
            false => Truth::No,
        }
    }
}

impl<D> Predicate<D> {
    /// What it comes to, where `see` says what may be read. Every condition is asked about, so that whoever looks learns
    /// all that may not be read.
    pub fn truth(&self, see: &mut impl FnMut(&D) -> Seen) -> Truth {
        match self {
            Predicate::And(all) => all.iter().fold(Truth::Yes, |so_far, part| so_far.and(part.truth(see))),
            Predicate::Or(all) => all.iter().fold(Truth::No, |so_far, part| so_far.or(part.truth(see))),
            Predicate::Not(part) => !part.truth(see),
            Predicate::Is(on, values) => see(on).any(|text| values.iter().any(|v| v == text)),
            Predicate::Contains(on, values) => see(on).any(|text| values.iter().any(|v| text.contains(v.as_str()))),
            Predicate::Starts(on, values) => see(on).any(|text| values.iter().any(|v| text.starts_with(v.as_str()))),
            Predicate::Within(on, range) => see(on).any(|text| number_of(text).is_some_and(|n| range.holds(n))),
        }
    }
}
