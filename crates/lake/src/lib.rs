//! Events at rest: a write-ahead log in front of one Delta Lake table a site.
//!
//! Invariant: what [`Lake::append`] acknowledged survives a kill and a power cut, and is counted once, on either side
//! of the hand-over from log to table.

mod aside;
mod backup;
mod condition;
mod dedupe;
mod durable;
mod kept;
mod lake;
mod reader;
mod record;
mod row;
mod session;
mod sums;
mod table;
mod tail;
mod wal;

pub use backup::copy;
pub use condition::{FaultKind, LakeFault};
pub use kept::Kept;
pub use lake::{
    Append, Appended, Duplicates, Lake, LakeError, LakeOptions, LakeView, Retained, RowsOf, ScrubReport, TableFile,
    bucket_of,
};
pub use reader::Groups;
pub use row::{columns, schema, to_batch};
