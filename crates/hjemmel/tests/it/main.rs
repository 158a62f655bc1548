//! The whole program: HTTP on both databases, bad input, authorisation of every endpoint, and a process that is killed.

mod world;

mod api;
mod collect;
mod kill;
