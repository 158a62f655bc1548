//! The whole program: HTTP on both databases, bad input, authorisation of every endpoint, and a process that is killed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails says where")]

mod world;

mod account;
mod answers;
mod api;
mod backup;
mod campaign;
mod collect;
mod debug;
mod described;
mod edge;
mod erasure;
mod filter;
mod form_element;
mod formats;
mod govern;
mod holder;
mod house;
mod import;
mod kill;
mod language;
mod lookup;
mod passkey;
mod pause;
mod people;
mod profile;
mod register;
mod reports;
mod retention;
mod returns;
mod rotation;
mod segment;
mod setup;
mod surface;
