//! The parts, and the whole program as a process of its own that talks to a sandbox in this one.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod parts;
mod process;
mod runs;
