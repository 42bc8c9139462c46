//! Contracts as users have them, read, checked and compared: one program, so that it is linked once.

mod cases;
#[path = "../diff.rs"]
mod diff;
mod forms;
mod large_schemas;
mod mutations;
mod rules;
mod values;
mod views;
