//! The hand-written half of the client: everything that does not depend on the contract.
//!
//! | file | purpose |
//! |---|---|
//! | `api` | what the generated code says about an API and its operations |
//! | `config` | options of a client, checked when it is built |
//! | `auth` | the API key |
//! | `http` | the HTTP client: our settings, and what the caller changes of them |
//! | `tls` | TLS settings of the HTTP client |
//! | `proxy` | which proxy a request goes through |
//! | `client` | what all clones of a client share |
//! | `argument` | conversion of arguments, and why one was refused |
//! | `call` | collects the arguments of one call and sends it |
//! | `target` | base URL and path template → URL |
//! | `query` | query parameters → query |
//! | `execute` | one call, from its request to an answer or an error |
//! | `retry` | whether, when and how often a request is sent again |
//! | `limiter` | waits while the rate limit leaves no request |
//! | `clock` | time and chance |
//! | `transport` | one attempt: sends a request and reads the answer |
//! | `watchdog` | ends an attempt while the timers of the runtime stand still |
//! | `gzip` | decompresses bodies, up to a bound |
//! | `trace` | what a call tells those who listen |
//! | `body` | what a body is, before it is decoded |
//! | `decode` | body of a success → value |
//! | `mismatch` | why a value is not what the contract describes |
//! | `response` | a successful answer |
//! | `error` | the error of everything here |
//! | `details` | what an error body says |
//! | `sanitise` | makes a server's text fit for one line |
//! | `limits` | headers on rate limits and waiting |
//! | `pagination` | lists that come in pages |
//! | `fixture`, `manual_clock` | an API, a client and a clock for the unit tests |
//! | `server` | the server of the wire tests, for those that need a clock of their own |

mod api;
mod argument;
mod auth;
mod body;
mod call;
mod client;
mod clock;
mod config;
mod decode;
mod details;
mod error;
mod execute;
#[cfg(test)]
mod fixture;
mod gzip;
mod http;
mod limiter;
mod limits;
#[cfg(test)]
mod manual_clock;
mod mismatch;
mod pagination;
mod proxy;
mod query;
mod response;
mod retry;
mod sanitise;
#[cfg(test)]
#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "written for the tests of the finished client"
)]
#[path = "../../tests/wire/support/server.rs"]
mod server;
mod target;
mod tls;
mod trace;
mod transport;
mod watchdog;

pub use self::argument::BoxError;
pub use self::config::ClientBuilder;
pub use self::error::{Error, ErrorKind};
pub use self::http::http_client_builder;
pub use self::limits::RateLimit;
pub use self::pagination::{Items, Pages};
pub use self::response::Response;
pub use self::retry::RetryPolicy;

pub(crate) use self::api::{Api, ApiClient, ErrorPointers, Operation};
#[allow(
    unused_imports,
    reason = "whether the generated code names them depends on the contract"
)]
pub(crate) use self::api::{Pacing, RateLimitHeaders, Refill};
#[allow(
    unused_imports,
    reason = "whether the generated code has ranges depends on the contract"
)]
pub(crate) use self::argument::in_range;
pub(crate) use self::argument::{ArgumentError, argument};
pub(crate) use self::client::Runtime;
pub(crate) use self::pagination::Page;
