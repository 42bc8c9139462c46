//! The runtime of a generated client: requests, credentials, throttling, retries, errors, paging.
//! It knows no API; generated code passes in everything that is specific to one.
//!
//! Users do not name this crate: the client's crate re-exports what they need. What only generated
//! code needs is in the module `codegen`, which is hidden from the documentation.
//!
//! | file | purpose |
//! |---|---|
//! | `codegen` | what generated code uses; its `unions` choose the member of a `oneOf` or `anyOf` |
//! | `open_enum` | the macro for enums in generated code |
//! | `api` | what generated code says about an API and its operations |
//! | `config` | options of a client, checked when it is built |
//! | `auth` | credentials: how they are sent, and redacted |
//! | `tokens` | credentials from a source of the caller's |
//! | `http_client` | the HTTP client: our settings, and the caller's changes to them |
//! | `tls` | TLS settings of the HTTP client |
//! | `proxy` | which proxy a request goes through |
//! | `client` | what all clones of a client share, and clients with other options |
//! | `argument` | conversion of arguments, and why one was rejected |
//! | `conversion` | why a text does not fit a parameter's type |
//! | `call` | collects the arguments of one call and sends it |
//! | `nullable` | a property that can be absent, null or a value |
//! | `or_text` | a date or time in a response, or the text in its place |
//! | `custom` | requests for operations that the contract lacks |
//! | `optional` | what setters take: a value, or an `Option` of one |
//! | `target` | base URL and path template → URL |
//! | `style` | parameters → path, query, header, cookies and forms |
//! | `content` | sets the body of a call |
//! | `upload` | what is uploaded: bytes, files and readers |
//! | `form` | the encoded fields of a form |
//! | `multipart` | forms with files → parts of a body |
//! | `payload` | the body of a request, read while it is sent |
//! | `progress` | tracks whether a body still makes progress |
//! | `save` | streams the body of a response to a writer |
//! | `execute` | one call, from its request to a response or an error |
//! | `retry` | whether, when and how often a request is retried |
//! | `limiter` | throttling: waits while the rate limit leaves no request |
//! | `clock` | time and randomness |
//! | `transport` | one attempt: sends a request and reads the response |
//! | `outcome` | the outcome of an attempt: success, error status or failure |
//! | `service` | the service that sends one attempt, which layers wrap |
//! | `download` | fetches the file that a response points to |
//! | `timer` | ends an attempt, even while the timers of the tokio runtime are blocked |
//! | `gzip` | decompresses bodies, up to a limit |
//! | `trace` | the spans and events of a call |
//! | `body` | inspects a body before it is decoded |
//! | `decode` | body of a success → value |
//! | `mismatch` | why a value is not what the contract describes |
//! | `response` | a success: the value, and the response it came with |
//! | `error`, `error_kind` | the error type of this crate |
//! | `details` | what an error body says |
//! | `sanitise` | makes text from a server safe to print on one line |
//! | `limits` | headers about rate limits and waiting |
//! | `options` | options of one call |
//! | `pagination` | lists that come in pages |
//! | `fixture`, `manual_clock` | an API, a client and clocks for the unit tests |
//! | `server` | the server of the wire tests that need a clock of their own |
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
