//! `cargo xtask diff`, run as a process in git repositories of its own.
#![allow(clippy::unwrap_used, reason = "tests")]

mod api;
mod bases;
mod contracts;
mod formats;
mod refusals;
mod repository;
#[path = "../support/run.rs"]
mod run;
mod versions;
