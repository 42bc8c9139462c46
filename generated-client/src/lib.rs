//! Typed client for the Kirim and Kustomer APIs.
//!
//! Each API is a module with a `Client`, its request builders and its types: [`kirim`] and
//! [`kustomer`]. Operations are asynchronous and run on [tokio](https://docs.rs/tokio); TLS needs
//! no system library.
//!
//! ```no_run
//! use generated_client::kirim;
//!
//! # async fn example() -> Result<(), generated_client::Error> {
//! // Reads KIRIM_API_KEY, and KIRIM_BASE_URL if it is set.
//! let client = kirim::Client::from_env()?;
//!
//! // Required parameters are arguments, optional ones are setters.
//! let page = client.list_contacts("100200300400500").search("budi").send().await?;
//! println!("{} contacts, more: {}", page.data.len(), page.has_more);
//!
//! // A list as a whole: `stream` follows the cursor from page to page.
//! let mut contacts = client.list_contacts("100200300400500").stream();
//! while let Some(contact) = contacts.try_next().await? {
//!     println!("{} {:?}", contact.id, contact.name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # Responses
//!
//! A call returns a [`Response`], which derefs to the decoded value and keeps status, headers and
//! body as they were received. Values that the contract does not know are no error: unknown properties
//! are ignored or kept in `extra`, enums keep unknown values, and [`OrText`] keeps a date that is not in
//! RFC 3339 format.
//!
//! # Errors
//!
//! There is one [`Error`] type for everything. It prints as one line; its predicates and
//! [`ErrorKind`] say what happened, and it keeps what the server sent.
//!
//! ```no_run
//! # async fn example(client: generated_client::kirim::Client) {
//! match client.get_contact("ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD").send().await {
//!     Ok(contact) => println!("{:?} ({:?})", contact.data.name, contact.request_id()),
//!     Err(error) if error.is_not_found() => println!("no such contact"),
//!     Err(error) => eprintln!("{error}"),
//! }
//! # }
//! ```
//!
//! # Configuration
//!
//! A [`ClientBuilder`] sets the API key, base URL, timeouts and limits. Building a client sends
//! nothing and never panics; what is wrong is an error of [`build()`](ClientBuilder::build).
//!
//! ```no_run
//! # fn example() -> Result<(), generated_client::Error> {
//! use std::time::Duration;
//!
//! let client = generated_client::kirim::Client::builder()
//!     .api_key("kdv_test_…")
//!     .base_url("http://127.0.0.1:8787/kirim/v1")
//!     .attempt_timeout(Duration::from_secs(10))
//!     .build()?;
//! # Ok(())
//! # }
//! ```
//!
//! [`http`](ClientBuilder::http) sets a proxy, a certificate authority or a client certificate. Without
//! it, the proxy environment variables apply.
//!
//! A client is cheap to clone and meant to be shared: clones share connections, the known state of the
//! rate limit, and the quota of retries. Dropping the future of a call or a stream cancels it.
//!
//! # Retries, throttling and timeouts
//!
//! A call is sent up to three times if the failure may be transient and repeating it does no harm;
//! [`RetryPolicy`] says exactly when, and changes it. While the rate limit leaves no request, calls
//! [wait](ClientBuilder::rate_limit) instead of running into a 429. All of this happens within
//! [`total_timeout`](ClientBuilder::total_timeout): a wait that would take longer is not started, and
//! [`retry_after()`](Error::retry_after) of the error says when to try again.
//!
//! Time spent sending an [`Upload`] or downloading to a writer does not count towards these timeouts;
//! either ends after 30 s without progress.
//!
//! # Traces
//!
//! Each call is a span of [`tracing`](https://docs.rs/tracing) (level `INFO`), and each of its attempts
//! an event in it (level `DEBUG`), with target `generated_client`. Field names follow OpenTelemetry's
//! conventions for HTTP clients where there is one.
//!
//! | field | of | meaning |
//! |---|---|---|
//! | `otel.name`, `otel.kind` | span | method and path template; `client` |
//! | `otel.status_code` | span | `ERROR` for a call that failed |
//! | `api`, `operation` | span | the operation, such as `kirim` and `get_contact` |
//! | `http.request.method` | span | method |
//! | `url.template` | span | path template, never the path itself |
//! | `server.address`, `server.port` | span | where the request goes |
//! | `http.response.status_code` | both | status of the response; for a span, of the last one |
//! | `http.request.resend_count` | both | number of retries, if any |
//! | `error.type` | both | status of the error, or the kind of failure, such as `timeout` |
//! | `request_id` | both | request id from the API |
//! | `duration` | both | seconds |
//! | `outcome` | span | `success`, `error`, or `cancelled` for a call that was dropped |
//! | `outcome` | event | `retry`, or why there is none: `success`, `permanent` (it would fail again), `not_repeatable`, `read_once` (an upload from a reader), `last_attempt`, `wait_too_long`, `no_time`, `no_quota` |
//! | `retry_delay` | event | seconds until the next attempt |
//!
//! # What the client never does
//!
//! - It does not follow redirects.
//! - It does not send the API key over unencrypted connections to other machines, unless
//!   [`allow_http`](ClientBuilder::allow_http) says so.
//! - It does not let an argument leave its place in the URL.
//! - It does not show the key in an error or in any `Debug` output.
#![forbid(unsafe_code)]

// Laid out by the generator, so that it does not depend on the version of rustfmt.
#[rustfmt::skip]
mod generated;

#[doc(no_inline)]
pub use bytes::Bytes;
#[doc(no_inline)]
pub use chrono;
#[doc(no_inline)]
pub use client_runtime::http;
#[doc(no_inline)]
pub use reqwest;

pub use self::generated::*;
#[doc(inline)]
pub use client_runtime::{
    AttemptInfo, AttemptService, BoxError, CallOptions, ClientBuilder, ClientOptions,
    ConversionError, CustomRequest, Download, Error, ErrorKind, Items, Nullable, OrText, Pages,
    RateLimit, Response, RetryPolicy, Token, TokenSource, Upload, http_client_builder,
};

/// The examples of the README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
pub struct Readme;

/// The example of the workspace's README, compiled.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
pub struct WorkspaceReadme;
