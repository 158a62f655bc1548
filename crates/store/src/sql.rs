//! Every query by name, as they lie in `sql/`, so that one test can prepare them all on both databases.

include!(concat!(env!("OUT_DIR"), "/queries.rs"));
