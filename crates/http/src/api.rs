//! The API of staff and servers.

pub mod v1;
