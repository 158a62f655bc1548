//! The hot path: decode a protocol, validate, ask for permission, clean, enrich, hand to an [`EventSink`].
//!
//! Invariant: nothing of a request outlives it unless a permit was given: no address, no user agent, no refused event.

mod body;
mod campaign;
mod collector;
mod device;
pub mod dialect;
mod enrich;
mod hit;
mod lists;
pub mod recognise;
mod referrer;
mod scrub;
mod sitebook;
mod tallies;

pub use body::{BODY_BYTES_MAX, BodyError, plain_body};
pub use collector::{Collector, CollectorParts, EventSink, Outcome, Permitted, SinkError, Sunk};
pub use device::classify_device;
pub use enrich::Geo;
pub use hit::{BadHit, Caller, Hit};
pub use lists::{ListDate, list_dates};
pub use scrub::{scrub, scrub_field, scrub_national, scrub_special, scrub_text};
pub use sitebook::{SiteBook, SiteEntry};
pub use tallies::Tallies;
