//! What the generator makes of the goldens of `build-support`, and of one contract of every kind of
//! schema and name at every place: it compiles without a warning, whatever a contract holds.
#![deny(warnings, missing_docs)]
#![allow(deprecated, reason = "what is deprecated is still sent and received")]
#![allow(
    clippy::all,
    clippy::pedantic,
    clippy::unwrap_used,
    reason = "names and shapes are those of made-up contracts"
)]

// What the examples in the code name.
pub use client_runtime::{Error, Upload, codegen::chrono};

include!(concat!(env!("OUT_DIR"), "/modules.rs"));
