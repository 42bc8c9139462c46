//! The goldens of `build-support` as a library: what the generator writes compiles, without a
//! warning, whatever the contract holds.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
// As `src/generated/mod.rs` does for the contract's own modules.
#![allow(
    clippy::pedantic,
    reason = "names and shapes are those of the contract"
)]
#![allow(
    clippy::unwrap_used,
    reason = "patterns are checked before code is made"
)]

// The generated modules name it `crate::runtime`; here only they decide what of it is used.
#[allow(dead_code, unused_imports)]
#[path = "../../src/runtime/mod.rs"]
mod runtime;

pub use runtime::{
    BoxError, ClientBuilder, Error, ErrorKind, Items, Pages, RateLimit, Response, RetryPolicy,
    http_client_builder,
};

#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/arguments/expected.rs"]
pub mod arguments;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/client/expected.rs"]
pub mod client;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/complete/expected.rs"]
pub mod complete;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/docs/expected.rs"]
pub mod docs;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/imports/expected.rs"]
pub mod imports;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/nullable/expected.rs"]
pub mod nullable;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/open-enums/expected.rs"]
pub mod open_enums;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/open-objects/expected.rs"]
pub mod open_objects;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/pagination/expected.rs"]
pub mod pagination;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/property-order/expected.rs"]
pub mod property_order;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/send/expected.rs"]
pub mod send;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/setters/expected.rs"]
pub mod setters;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/struct-builders/expected.rs"]
pub mod struct_builders;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/target/expected.rs"]
pub mod target;
