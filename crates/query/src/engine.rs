//! The engine: its limits, and what it remembers of files.

use std::sync::Arc;

use hjemmel_lake::LakeError;

use crate::segment::Budget;

/// Why a question was not answered.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    /// It took too long.
    #[error("the report took longer than {0} seconds")]
    TooSlow(u64),
    /// There are more different values than can be counted at once.
    #[error("the report has too many different values")]
    TooMany,
    /// What it reads.
    #[error("the report could not be computed")]
    Lake(#[from] LakeError),
    /// The engine met what it does not expect, such as in a damaged file.
    #[error("the engine stopped in the middle of the report")]
    Stopped,
}

/// Limits of the engine.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Bytes of files that are held in memory between questions.
    pub memory_bytes_max: usize,
    /// Seconds one query may take.
    pub seconds_max: u64,
    /// Threads one query may use.
    pub threads: usize,
    /// Whether what a question comes to, day by day, is remembered when it comes again.
    pub rollups: bool,
}

impl Default for EngineOptions {
    fn default() -> EngineOptions {
        EngineOptions { memory_bytes_max: 1 << 30, seconds_max: 20, threads: 2, rollups: true }
    }
}

/// The query engine of a process.
#[derive(Debug)]
pub struct Engine {
    pub(crate) options: EngineOptions,
    pub(crate) budget: Arc<Budget>,
}

impl Engine {
    /// An engine with those limits.
    pub fn new(options: EngineOptions) -> Engine {
        let budget = Arc::new(Budget::new(options.memory_bytes_max, options.rollups));
        Engine { options, budget }
    }

    /// How many times a roll-up has told what a bucket comes to, and how many of them with people counted by hand.
    #[cfg(test)]
    pub(crate) fn rollups_told(&self) -> (usize, usize) {
        self.budget.rollups.told()
    }

    /// Bytes that are held in memory now of files, and of what questions to them came to.
    pub fn held_bytes(&self) -> usize {
        self.budget.settle()
    }
}
