//! The goldens of `build-support` as a library: what the generator writes compiles, without a
//! warning, whatever the contract holds.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs)]
// As `src/generated/mod.rs` does for the contract's own modules.
#![allow(
    clippy::pedantic,
    reason = "names and shapes are those of the contract"
)]
#![allow(deprecated, reason = "what is deprecated is still sent and received")]
#![allow(
    clippy::unwrap_used,
    reason = "patterns are checked before code is made"
)]

#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/arguments/expected.rs"]
pub mod arguments;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/calls/expected.rs"]
pub mod calls;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/client/expected.rs"]
pub mod client;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/credentials/expected.rs"]
pub mod credentials;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/deprecated/expected.rs"]
pub mod deprecated;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/docs/expected.rs"]
pub mod docs;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/imports/expected.rs"]
pub mod imports;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/names/expected.rs"]
pub mod names;
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
#[path = "../../../build-support/tests/golden/optional-body/expected.rs"]
pub mod optional_body;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/pagination/expected.rs"]
pub mod pagination;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/property-order/expected.rs"]
pub mod property_order;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/request-types/expected.rs"]
pub mod request_types;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/responses/expected.rs"]
pub mod responses;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/setters/expected.rs"]
pub mod setters;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/several-successes/expected.rs"]
pub mod several_successes;
#[rustfmt::skip]
#[path = "../../../build-support/tests/golden/unions/expected.rs"]
pub mod unions;
