//! The sandbox as its users meet it: through the generated client and over plain HTTP.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod support;

mod accounts;
mod conformance;
mod contacts;
mod customers;
mod export;
mod faults;
mod keys;
mod kinds;
mod kustomer;
mod lifecycle;
mod media;
mod messages;
mod program;
mod rate_limits;
mod records;
mod shop;
