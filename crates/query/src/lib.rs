//! Analytics over the lake, bound to a purpose.
//!
//! Invariant: no query runs without a `PermitSet<Measure>`, and rows are counted only as the gate gives them out.

mod cohort;
mod engine;
mod funnel;
mod journey;
mod report;
mod rollup;
mod scan;
#[cfg(test)]
mod second;
mod segment;
mod select;
mod tally;
#[cfg(test)]
mod tests;
mod visits;
mod walk;

pub use engine::{Engine, EngineOptions, QueryError};
