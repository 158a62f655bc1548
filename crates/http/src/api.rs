//! The API of staff and servers.

pub mod v1;

pub use v1::{Body, Query};
