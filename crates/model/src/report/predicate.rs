//! What a report is narrowed to: a tree of conditions on dimensions, the same for filters, saved filters and whoever asks the
//! API.
//!
//! Written as JSON, operator first: `["and", [["is", "source", ["google", "bing"]], ["not", ["starts", "path",
//! ["/blog"]]], ["between", "prop:seats", [5, 50]]]]`.
//!
//! Invariant: what it means is [`Predicate::holds`]; whoever builds another evaluator is compared with that. What is absent
//! is the empty text and no number.

mod parse;

use std::fmt;

use serde_json::{Value, json};

use super::Dimension;
use crate::Row;

pub use parse::FilterError;

/// Bytes of a filter as it is written.
pub const FILTER_BYTES_MAX: usize = 8 * 1024;

/// A condition on one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate {
    /// All of them hold; none holds always.
    And(Vec<Predicate>),
    /// One of them holds; none never holds.
    Or(Vec<Predicate>),
    /// It does not hold.
    Not(Box<Predicate>),
    /// The value is one of these.
    Is(Dimension, Vec<String>),
    /// The value contains one of these, letter by letter.
    Contains(Dimension, Vec<String>),
    /// The value starts with one of these.
    Starts(Dimension, Vec<String>),
    /// The value is a number, and the number lies there.
    Within(Dimension, Range),
}

/// A stretch of numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Range {
    /// Where it begins; open at that end without one.
    pub from: Option<Edge>,
    /// Where it ends.
    pub to: Option<Edge>,
}

/// An end of a stretch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// Where.
    pub at: f64,
    /// Whether the number itself is in.
    pub included: bool,
}

impl Range {
    /// Whether a number lies there.
    pub fn holds(&self, number: f64) -> bool {
        let above = |e: Edge| number > e.at || (e.included && number == e.at);
        let below = |e: Edge| number < e.at || (e.included && number == e.at);
        self.from.is_none_or(above) && self.to.is_none_or(below)
    }
}

/// The number that a text is, as JSON writes them.
pub fn number_of(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'.' | b'e' | b'E'));
    if plain { text.parse().ok().filter(|n: &f64| n.is_finite()) } else { None }
}

impl Default for Predicate {
    fn default() -> Predicate {
        Predicate::And(Vec::new())
    }
}

impl Predicate {
    /// Whether it holds for everything by its form: then nothing is filtered.
    pub fn is_empty(&self) -> bool {
        matches!(self, Predicate::And(all) if all.is_empty())
    }

    /// Whether it holds for a row.
    pub fn holds(&self, row: &Row) -> bool {
        match self {
            Predicate::And(all) => all.iter().all(|p| p.holds(row)),
            Predicate::Or(all) => all.iter().any(|p| p.holds(row)),
            Predicate::Not(inner) => !inner.holds(row),
            Predicate::Is(on, values) => values.contains(&on.of(row).into_owned()),
            Predicate::Contains(on, values) => values.iter().any(|v| on.of(row).contains(v)),
            Predicate::Starts(on, values) => values.iter().any(|v| on.of(row).starts_with(v)),
            Predicate::Within(on, range) => number_of(&on.of(row)).is_some_and(|n| range.holds(n)),
        }
    }

    /// The dimensions that it asks by.
    pub fn dimensions(&self) -> Vec<&Dimension> {
        match self {
            Predicate::And(all) | Predicate::Or(all) => all.iter().flat_map(Predicate::dimensions).collect(),
            Predicate::Not(inner) => inner.dimensions(),
            Predicate::Is(on, _) | Predicate::Contains(on, _) | Predicate::Starts(on, _) | Predicate::Within(on, _) => {
                vec![on]
            }
        }
    }

    fn json(&self) -> Value {
        let all = |of: &[Predicate]| of.iter().map(Predicate::json).collect::<Vec<_>>();
        let values = |on: &Dimension, values: &[String]| -> Vec<Value> {
            let number = |v: &String| if on.is_number() { v.parse::<i64>().ok().map(Value::from) } else { None };
            values.iter().map(|v| number(v).unwrap_or_else(|| v.as_str().into())).collect()
        };
        match self {
            Predicate::And(of) => json!(["and", all(of)]),
            Predicate::Or(of) => json!(["or", all(of)]),
            Predicate::Not(of) => json!(["not", of.json()]),
            Predicate::Is(on, of) => json!(["is", on.name(), values(on, of)]),
            Predicate::Contains(on, of) => json!(["contains", on.name(), of]),
            Predicate::Starts(on, of) => json!(["starts", on.name(), of]),
            Predicate::Within(on, range) => match (range.from, range.to) {
                (Some(from), None) => json!([if from.included { "gte" } else { "gt" }, on.name(), from.at]),
                (None, Some(to)) => json!([if to.included { "lte" } else { "lt" }, on.name(), to.at]),
                (Some(from), Some(to)) => json!(["between", on.name(), [from.at, to.at]]),
                (None, None) => json!(["and", []]),
            },
        }
    }
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.json())
    }
}

#[cfg(test)]
mod tests;
