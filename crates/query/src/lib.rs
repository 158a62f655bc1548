//! Analytics: DataFusion over the lake, bound to a purpose.
//!
//! Invariant: no query runs without a `PermitSet<Measure>`, and the filter it stands for sits right above every scan.

mod engine;
mod filter;
mod gate;
mod report;
mod table;
#[cfg(test)]
mod tests;

pub use engine::{Engine, EngineOptions, QueryError};
