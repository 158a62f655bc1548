//! The wiring: settings, the parts put together, and what the commands do.

pub mod backup;
pub mod config;
pub mod demo;
pub mod dkim;
pub mod keys;
pub mod private;
pub mod rules;
pub mod serve;
pub mod shop;
pub mod wiring;
