//! The commands, run as processes, and the client as its users have it: one program, which is linked once.
#![allow(
    clippy::expect_used,
    clippy::format_push_string,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod ci;
mod codegen;
mod diff;
mod features;
mod first_program;
mod lint;
mod new_operation;
mod old_callers;
mod package;
mod support;
