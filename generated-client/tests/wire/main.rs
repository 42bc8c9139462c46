//! The client against a real server on this machine: what goes over the wire, and what comes of
//! what comes back.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

mod calls;
mod clients;
mod compression;
mod credentials;
mod custom;
mod environment;
mod errors;
mod further_operations;
mod kustomer_customer;
mod layers;
mod operations;
mod pagination;
mod path_values;
mod proxy;
mod retry;
mod secrets;
mod support;
mod surface;
mod throttling;
mod timeouts;
mod tls;
mod traces;
mod transport;
