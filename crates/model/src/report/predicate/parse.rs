//! The one parser of filters: JSON with the operator first, or the short form `source:google|path:/roses` that came before it.
//!
//! Invariant: whatever it is given, it goes no deeper and makes no more than the limits here.

use std::marker::PhantomData;

use serde_json::Value;

use super::{Axis, Edge, FILTER_BYTES_MAX, Predicate, Range};
use crate::report::dimension::{Dimension, PROPERTY};

/// How deep a filter may be nested.
const DEPTH_MAX: usize = 8;
/// How many parts it may have.
const NODES_MAX: usize = 64;
/// How many values one condition may name.
const VALUES_MAX: usize = 100;
/// Longest value, in bytes.
const VALUE_BYTES_MAX: usize = 1_000;

/// Why a text is no filter.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterError {
    /// Over the limit.
    #[error("a filter may have {FILTER_BYTES_MAX} bytes")]
    TooLong,
    /// Not JSON, or not of the form.
    #[error(
        "a filter is JSON such as `[\"is\", \"source\", [\"google\"]]`, with `and` and `or` over a list of filters and `not` over one"
    )]
    Malformed,
    /// Nested too deep.
    #[error("a filter may be nested {DEPTH_MAX} deep")]
    TooDeep,
    /// Too many parts.
    #[error("a filter may have {NODES_MAX} parts")]
    TooMany,
    /// No such operator.
    #[error(
        "`{0}` is no operator; there are `and`, `or`, `not`, `is`, `contains`, `starts`, `gt`, `gte`, `lt`, `lte`, `between`"
    )]
    Operator(String),
    /// No such dimension.
    #[error("`{0}` is no dimension; there are {all}, and `prop:` before the name of a property", all = named())]
    Dimension(String),
    /// No such facet of people.
    #[error("`{0}` is no facet of people")]
    Facet(String),
    /// No such operator on facets.
    #[error("`{0}` is no operator; there are {OPERATORS_OF_FACETS}")]
    FacetOperator(String),
    /// The operator says nothing about such values.
    #[error("`{operator}` does not fit `{dimension}`")]
    Unfit {
        /// The operator.
        operator: String,
        /// On what.
        dimension: String,
    },
    /// Values of the wrong kind, or too many.
    #[error("`{0}` needs 1 to {VALUES_MAX} values of at most {VALUE_BYTES_MAX} bytes in a list")]
    Values(String),
    /// The site declares no such property.
    #[error("the site declares no property `{0}`; add it to the site's settings to collect it")]
    Undeclared(String),
    /// Not a number.
    #[error("`{0}` needs a number, `between` two in a list, the lower first")]
    Number(String),
}

/// The operators that facets are asked by, and how trees are put together.
const OPERATORS_OF_FACETS: &str =
    "`and`, `or`, `not`, `is`, `contains`, `starts`, `gt`, `gte`, `lt`, `lte`, `between`, `within`, `before`";

impl FilterError {
    /// The operators on facets.
    pub const FACET_OPERATORS: &str = OPERATORS_OF_FACETS;
    /// Most bytes of a filter.
    pub const BYTES_MAX: usize = FILTER_BYTES_MAX;
    /// How deep it may be nested.
    pub const DEPTH_MAX: usize = DEPTH_MAX;
    /// Most parts of it.
    pub const PARTS_MAX: usize = NODES_MAX;
    /// Most values in a list.
    pub const VALUES_MAX: usize = VALUES_MAX;
    /// Most bytes of a value.
    pub const VALUE_BYTES_MAX: usize = VALUE_BYTES_MAX;
    /// The operators there are, as they are named to whoever took another.
    pub const OPERATORS: &str = "`and`, `or`, `not`, `is`, `contains`, `starts`, `gt`, `gte`, `lt`, `lte`, `between`";

    /// The dimensions there are, likewise.
    pub fn dimensions() -> String {
        named()
    }
}

fn named() -> String {
    Dimension::columns().iter().map(|d| format!("`{}`", d.name())).collect::<Vec<_>>().join(", ")
}

/// A piece of what was sent, short enough to be said back.
fn quoted(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}

fn on<D: Axis>(name: &str) -> Result<D, FilterError> {
    D::from_name(name).ok_or_else(|| D::unknown(quoted(name)))
}

impl<D: Axis> Predicate<D> {
    /// Read a tree of conditions on whatever the axis names.
    pub fn read(text: &str) -> Result<Predicate<D>, FilterError> {
        if text.len() > FILTER_BYTES_MAX {
            return Err(FilterError::TooLong);
        }
        let json = serde_json::from_str(text).map_err(|_| FilterError::Malformed)?;
        Parser { nodes: 0, axis: PhantomData }.tree(&json, 0)
    }
}

impl Predicate<Dimension> {
    /// Read a filter. Nothing is the one that always holds.
    pub fn parse(text: &str) -> Result<Predicate, FilterError> {
        if text.len() > FILTER_BYTES_MAX {
            return Err(FilterError::TooLong);
        }
        let text = text.trim();
        if !text.starts_with('[') {
            return short(text);
        }
        Predicate::read(text)
    }
}

/// `source:google|path:/roses`: all of them hold.
fn short(text: &str) -> Result<Predicate, FilterError> {
    let parts: Vec<&str> = text.split('|').filter(|part| !part.is_empty()).collect();
    // The list itself is a part.
    if parts.len() >= NODES_MAX {
        return Err(FilterError::TooMany);
    }
    let part = |text: &str| {
        // The name of a property stands behind a colon of its own.
        let (before, rest) = text.strip_prefix(PROPERTY).map_or(("", text), |rest| (PROPERTY, rest));
        let (name, value) = rest.split_once(':').ok_or(FilterError::Malformed)?;
        let on: Dimension = on(&format!("{before}{name}"))?;
        let values = is_values("is", &on, &[Value::from(value)])?;
        Ok(Predicate::Is(on, values))
    };
    let all: Vec<Predicate> = parts.into_iter().map(part).collect::<Result<_, _>>()?;
    Ok(Predicate::And(all))
}

/// What a condition can say; which fits what, the dimension knows.
const OPERATORS: [&str; 10] = ["is", "contains", "starts", "gt", "gte", "lt", "lte", "between", "within", "before"];

struct Parser<D> {
    nodes: usize,
    axis: PhantomData<D>,
}

impl<D: Axis> Parser<D> {
    fn tree(&mut self, json: &Value, depth: usize) -> Result<Predicate<D>, FilterError> {
        self.nodes += 1;
        if self.nodes > NODES_MAX {
            return Err(FilterError::TooMany);
        }
        if depth >= DEPTH_MAX {
            return Err(FilterError::TooDeep);
        }
        let parts = json.as_array().ok_or(FilterError::Malformed)?;
        let Some((Value::String(operator), rest)) = parts.split_first() else { return Err(FilterError::Malformed) };
        match (operator.as_str(), rest) {
            ("and", [Value::Array(of)]) => Ok(Predicate::And(self.trees(of, depth)?)),
            ("or", [Value::Array(of)]) => Ok(Predicate::Or(self.trees(of, depth)?)),
            ("not", [inner]) => Ok(Predicate::Not(Box::new(self.tree(inner, depth + 1)?))),
            ("and" | "or" | "not", _) => Err(FilterError::Malformed),
            (operator, [Value::String(name), said]) => condition(operator, &on::<D>(name)?, said),
            (known, _) if OPERATORS.contains(&known) => Err(FilterError::Malformed),
            (other, _) => Err(D::no_operator(quoted(other))),
        }
    }

    fn trees(&mut self, of: &[Value], depth: usize) -> Result<Vec<Predicate<D>>, FilterError> {
        of.iter().map(|json| self.tree(json, depth + 1)).collect()
    }
}

fn condition<D: Axis>(operator: &str, on: &D, said: &Value) -> Result<Predicate<D>, FilterError> {
    if !OPERATORS.contains(&operator) {
        return Err(D::no_operator(quoted(operator)));
    }
    if !on.operators().contains(&operator) {
        return Err(FilterError::Unfit { operator: operator.to_owned(), dimension: quoted(&on.name()) });
    }
    let list = || said.as_array().map(Vec::as_slice).ok_or_else(|| FilterError::Values(operator.to_owned()));
    let number = |value: &Value| value.as_f64().ok_or_else(|| FilterError::Number(operator.to_owned()));
    let within = |from: Option<Edge>, to: Option<Edge>| Predicate::Within(on.clone(), Range { from, to });
    let edge = |included: bool| Ok(Some(Edge { at: number(said)?, included }));
    match operator {
        "is" => Ok(Predicate::Is(on.clone(), is_values(operator, on, list()?)?)),
        "contains" => Ok(Predicate::Contains(on.clone(), texts(operator, list()?)?)),
        "starts" => Ok(Predicate::Starts(on.clone(), texts(operator, list()?)?)),
        "gt" => Ok(within(edge(false)?, None)),
        "gte" => Ok(within(edge(true)?, None)),
        "lt" => Ok(within(None, edge(false)?)),
        "lte" => Ok(within(None, edge(true)?)),
        "within" => Ok(within(None, days(edge(true)?)?)),
        "before" => Ok(within(days(edge(false)?)?, None)),
        _ => {
            let wrong = || FilterError::Number(operator.to_owned());
            let Some([from, to]) = said.as_array().map(Vec::as_slice) else { return Err(wrong()) };
            let (from, to) = (number(from)?, number(to)?);
            if from > to {
                return Err(wrong());
            }
            let edge = |at| Some(Edge { at, included: true });
            Ok(within(edge(from), edge(to)))
        }
    }
}

/// A whole number of days, a hundred years at most.
fn days(edge: Option<Edge>) -> Result<Option<Edge>, FilterError> {
    match edge.is_some_and(|e| e.at.fract() == 0.0 && (0.0..=36_525.0).contains(&e.at)) {
        true => Ok(edge),
        false => Err(FilterError::Number("within".into())),
    }
}

/// Values that a text is compared with: texts, and what is a text where it is stored, such as the number of a property.
fn texts(operator: &str, list: &[Value]) -> Result<Vec<String>, FilterError> {
    let wrong = || FilterError::Values(operator.to_owned());
    if list.is_empty() || list.len() > VALUES_MAX {
        return Err(wrong());
    }
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()).filter(|t| t.len() <= VALUE_BYTES_MAX),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    };
    list.iter().map(|value| text(value).ok_or_else(wrong)).collect()
}

fn is_values<D: Axis>(operator: &str, on: &D, list: &[Value]) -> Result<Vec<String>, FilterError> {
    let values = texts(operator, list)?;
    if on.is_number() && !values.iter().all(|v| v.parse::<i64>().is_ok_and(|n| n.to_string() == *v)) {
        return Err(FilterError::Number(operator.to_owned()));
    }
    Ok(values)
}
