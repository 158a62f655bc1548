//! What a report is narrowed to, and who is in a segment: a tree of conditions on whatever an axis names. Reports ask by
//! dimensions of rows, segments by facets of people.
//!
//! Written as JSON, operator first: `["and", [["is", "source", ["google", "bing"]], ["not", ["starts", "path",
//! ["/blog"]]], ["between", "prop:seats", [5, 50]]]]`.
//!
//! Invariant: what it means is [`Predicate::holds`]; whoever builds another evaluator is compared with that. What is absent
//! is the empty text and no number.

mod parse;
mod truth;

use std::{borrow::Cow, fmt};

use serde_json::{Value, json};

use super::Dimension;
use crate::Row;

pub use parse::FilterError;
pub use truth::{Seen, Truth};

/// Bytes of a filter as it is written.
pub const FILTER_BYTES_MAX: usize = 8 * 1024;

/// What conditions are on.
pub trait Axis: Clone + PartialEq + Sized {
    /// The one of that name.
    fn from_name(name: &str) -> Option<Self>;

    /// Its name in the API.
    fn name(&self) -> Cow<'_, str>;

    /// What it can be asked by.
    fn operators(&self) -> &'static [&'static str];

    /// Whether it holds whole numbers, which have no empty value.
    fn is_number(&self) -> bool;

    /// Whether its number is how many days ago something was.
    fn is_age(&self) -> bool {
        false
    }

    /// What is said of a name that is none.
    fn unknown(name: String) -> FilterError;

    /// What is said of an operator that is none.
    fn no_operator(name: String) -> FilterError {
        FilterError::Operator(name)
    }
}

/// A condition on one row, or on one person.
#[derive(Clone, Debug, PartialEq)]
pub enum Predicate<D = Dimension> {
    /// All of them hold; none holds always.
    And(Vec<Predicate<D>>),
    /// One of them holds; none never holds.
    Or(Vec<Predicate<D>>),
    /// It does not hold.
    Not(Box<Predicate<D>>),
    /// The value is one of these.
    Is(D, Vec<String>),
    /// The value contains one of these, letter by letter.
    Contains(D, Vec<String>),
    /// The value starts with one of these.
    Starts(D, Vec<String>),
    /// The value is a number, and the number lies there.
    Within(D, Range),
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

impl<D> Default for Predicate<D> {
    fn default() -> Predicate<D> {
        Predicate::And(Vec::new())
    }
}

impl Predicate<Dimension> {
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
}

impl<D> Predicate<D> {
    /// Whether it holds for everything by its form: then nothing is filtered.
    pub fn is_empty(&self) -> bool {
        matches!(self, Predicate::And(all) if all.is_empty())
    }

    /// The dimensions that it asks by.
    pub fn dimensions(&self) -> Vec<&D> {
        match self {
            Predicate::And(all) | Predicate::Or(all) => all.iter().flat_map(Predicate::dimensions).collect(),
            Predicate::Not(inner) => inner.dimensions(),
            Predicate::Is(on, _) | Predicate::Contains(on, _) | Predicate::Starts(on, _) | Predicate::Within(on, _) => {
                vec![on]
            }
        }
    }
}

impl<D: Axis> Predicate<D> {
    fn json(&self) -> Value {
        let all = |of: &[Predicate<D>]| of.iter().map(Predicate::json).collect::<Vec<_>>();
        let values = |on: &D, values: &[String]| -> Vec<Value> {
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
                (None, Some(to)) if on.is_age() => json!(["within", on.name(), to.at]),
                (Some(from), None) if on.is_age() => json!(["before", on.name(), from.at]),
                (Some(from), None) => json!([if from.included { "gte" } else { "gt" }, on.name(), from.at]),
                (None, Some(to)) => json!([if to.included { "lte" } else { "lt" }, on.name(), to.at]),
                (Some(from), Some(to)) => json!(["between", on.name(), [from.at, to.at]]),
                (None, None) => json!(["and", []]),
            },
        }
    }
}

impl<D: Axis> fmt::Display for Predicate<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.json())
    }
}

#[cfg(test)]
mod tests;
