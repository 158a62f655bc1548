//! What a reader remembers of a file: files never change, so what was worked out of one holds for as long as it lives.
//!
//! Invariant: it is held by lists of live files alone, so that what came out of a file goes with it: an erasure that has taken
//! the file away has taken that away too.

use std::{
    any::Any,
    fmt,
    sync::{Arc, OnceLock},
};

/// A place beside a file, for whoever reads it. The lake knows nothing of what stands there.
#[derive(Clone, Default)]
pub struct Kept(Arc<OnceLock<Arc<dyn Any + Send + Sync>>>);

impl Kept {
    /// What stands there, which is `make` when nothing did; nothing if it is of another kind.
    pub fn get_or_init<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<Arc<T>> {
        let known = self.0.get_or_init(|| Arc::new(make()) as Arc<dyn Any + Send + Sync>);
        Arc::clone(known).downcast().ok()
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

/// What is remembered of a file is no part of which file it is.
impl PartialEq for Kept {
    fn eq(&self, _: &Kept) -> bool {
        true
    }
}

impl Eq for Kept {}
