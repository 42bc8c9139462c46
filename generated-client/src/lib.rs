//! Typed client of the Kirim and Kustomer APIs.
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
//! A call gives a [`Response`], which derefs to the decoded value and keeps status, headers and
//! body as they were received. Values that the contract does not know do no harm: unknown members
//! are ignored or kept in `extra`, enums keep a text they do not know, and so does a date that is not in
//! the form of RFC 3339: [`OrText`].
//!
//! # Errors
//!
//! There is one [`Error`] for everything. It shows itself in one line; its predicates and
//! [`ErrorKind`] say what happened, and what the server sent is kept whatever it was.
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
//! A [`ClientBuilder`] sets the API key, another server, timeouts and limits; nothing is sent and
//! nothing panics before or while a client is built.
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
//! A proxy, a certificate authority of your own and a client certificate are set with
//! [`http`](ClientBuilder::http). Without it, connections go through the proxy that the environment
//! names in `HTTPS_PROXY` or `ALL_PROXY` (`http`, `https`, `socks4`, `socks4a`, `socks5` and
//! `socks5h`), except to the hosts in `NO_PROXY` and to this machine.
//!
//! A client is cheap to clone and meant to be shared: its clones use the same connections, and
//! share what they know of the rate limit and their quota of retries. Dropping the future of a call
//! or a stream cancels it.
//!
//! # Retries, throttling and time
//!
//! A call is sent up to three times when an error may be transient and doing it twice does no harm:
//! [`RetryPolicy`] says when exactly, and sets it. While a server's rate limit leaves no request,
//! calls [wait](ClientBuilder::rate_limit) rather than run into a response 429. All of that happens
//! within [`total_timeout`](ClientBuilder::total_timeout): a wait that would take longer is not
//! begun, and the error says with [`retry_after()`](Error::retry_after) when it is worth trying
//! again.
//!
//! An [`Upload`], and a download to a writer, take as long as they take while something moves: they end
//! after 30 s of silence, and their time does not count.
//!
//! # Traces
//!
//! Each call is a span of [`tracing`](https://docs.rs/tracing), of level `INFO`, and each of its
//! attempts an event in it, of level `DEBUG`; their target is `generated_client`. Fields have the
//! names of OpenTelemetry's conventions for HTTP clients where there is one.
//!
//! | field | of | meaning |
//! |---|---|---|
//! | `otel.name`, `otel.kind` | span | method and template of the path; `client` |
//! | `otel.status_code` | span | `ERROR` for a call that failed |
//! | `api`, `operation` | span | the operation, as in `kirim` and `get_contact` |
//! | `http.request.method` | span | method |
//! | `url.template` | span | template of the path, never the path itself |
//! | `server.address`, `server.port` | span | where the request goes |
//! | `http.response.status_code` | both | status of the response, the last one for a span |
//! | `http.request.resend_count` | both | how often the request was sent again, if it was |
//! | `error.type` | both | status of an error, or the kind of failure, as in `timeout` |
//! | `request_id` | both | id that the API gave the request |
//! | `duration` | both | seconds |
//! | `outcome` | span | `success`, `error`, or `cancelled` for a call that was dropped |
//! | `outcome` | event | `retry`, or why there is none: `success`, `permanent` (it would fail again), `not_repeatable`, `read_once` (its reader gives its content only once), `last_attempt`, `wait_too_long`, `no_time`, `no_quota` |
//! | `retry_delay` | event | seconds until the next attempt |
//!
//! # What the client never does
//!
//! It does not follow redirects, does not send the API key over unencrypted connections to other
//! machines unless told to, does not let an argument leave its place in the URL, and does not show
//! the key in an error or in any `Debug` output.
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
