//! The runtime of a generated client: requests, credentials, throttling, retries, errors, paging.
//! It knows no API; generated code passes in everything that is specific to one.
//!
//! Users do not name this crate: the client's crate re-exports what they need. What only generated
//! code needs is in the module `codegen`, which is hidden from the documentation.
//!
//! ARCHITECTURE.md has a map of the code; each file begins with its purpose.
#![forbid(unsafe_code)]

mod api;
mod argument;
mod auth;
mod body;
mod call;
mod client;
mod clock;
#[doc(hidden)]
pub mod codegen;
mod config;
mod content;
mod conversion;
mod custom;
mod decode;
mod details;
mod download;
mod error;
mod error_kind;
mod execute;
#[cfg(test)]
mod fixture;
mod form;
mod gzip;
mod http_client;
mod limiter;
mod limits;
#[cfg(test)]
mod manual_clock;
mod mismatch;
mod multipart;
mod nullable;
mod open_enum;
mod optional;
mod options;
mod or_text;
mod outcome;
mod pagination;
mod payload;
mod progress;
mod proxy;
mod response;
mod retry;
mod sanitise;
mod save;
#[cfg(test)]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "written for the tests of the finished client"
)]
#[path = "../../generated-client/tests/wire/support/server.rs"]
mod server;
mod service;
mod style;
mod target;
mod timer;
mod tls;
mod tokens;
mod trace;
mod transport;
mod upload;

pub use self::argument::BoxError;
pub use self::client::ClientOptions;
pub use self::config::ClientBuilder;
pub use self::conversion::ConversionError;
pub use self::custom::CustomRequest;
pub use self::download::Download;
pub use self::error::Error;
pub use self::error_kind::ErrorKind;
pub use self::http_client::http_client_builder;
pub use self::limits::RateLimit;
pub use self::nullable::Nullable;
pub use self::options::CallOptions;
pub use self::or_text::OrText;
pub use self::pagination::{Items, Pages};
pub use self::response::Response;
pub use self::retry::RetryPolicy;
pub use self::service::{AttemptInfo, AttemptService};
pub use self::tokens::{Token, TokenSource};
pub use self::upload::Upload;
// Part of the public API.
pub use http;
