//! The one error type of the client.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use serde::de::DeserializeOwned;

use crate::api::{Api, Operation};
use crate::argument::ArgumentError;
use crate::auth::REDACTED;
use crate::body::{describe_compression, other_content_type, without_bom};
#[cfg(feature = "test-util")]
use crate::client::ApiClient;
use crate::details::Details;
use crate::error_kind::ErrorKind;
use crate::limits::{self, RateLimit};
use crate::outcome::{Failure, FailureKind, Received};
use crate::response::request_id_header;
use crate::sanitise::{escape, sanitise};

/// Why a client could not be built, or why a call gave no result.
///
/// [`Display`](fmt::Display) is one line for people: what failed, with which status, code and
/// request id. Its causes, if there are any, follow through [`source()`](StdError::source), and
/// [`Debug`](fmt::Debug) is that line with its causes. None of them holds the API key, the URL of the
/// request, or more than an excerpt of what a server sent.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    api: &'static Api,
    /// Operation, or client, that the error is about.
    subject: String,
    is_of_operation: bool,
    /// What went wrong, as far as the status does not say it.
    problem: String,
    param: Option<String>,
    timed_out: bool,
    attempts: u32,
    idempotency_key: Option<HeaderValue>,
    /// Why there was no further attempt, where one could have been expected.
    note: Option<&'static str>,
    retry_after: Option<Duration>,
    /// The response, as far as it was received, and what the body of an error says.
    received: Option<Box<Received>>,
    details: Details,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl Error {
    fn new(kind: ErrorKind, api: &'static Api, subject: String, problem: &str) -> Self {
        Self(Box::new(Inner {
            kind,
            api,
            subject,
            is_of_operation: false,
            problem: escape(problem),
            param: None,
            timed_out: false,
            attempts: 0,
            idempotency_key: None,
            note: None,
            retry_after: None,
            received: None,
            details: Details::default(),
            source: None,
        }))
    }

    pub(crate) fn of_operation(
        kind: ErrorKind,
        operation: &'static Operation,
        problem: &str,
    ) -> Self {
        let mut error = Self::new(kind, operation.api, operation.full_id(), problem);
        error.0.is_of_operation = true;
        error
    }

    pub(crate) fn configuration(api: &'static Api, problem: &str) -> Self {
        let subject = format!("{} client", api.name);
        Self::new(ErrorKind::Configuration, api, subject, problem)
    }

    pub(crate) fn of_download(api: &'static Api, kind: ErrorKind, problem: &str) -> Self {
        Self::new(kind, api, format!("{} download", api.name), problem)
    }

    pub(crate) fn invalid_request(operation: &'static Operation, argument: ArgumentError) -> Self {
        let kind = ErrorKind::InvalidRequest;
        let mut error = Self::of_operation(kind, operation, &argument.to_string());
        error.0.param = Some(argument.name().to_owned());
        error.0.source = Some(argument.into_cause());
        error
    }

    /// There is no complete response; `received` is what there is of it.
    pub(crate) fn failure(
        operation: &'static Operation,
        problem: &str,
        failure: Failure,
        received: Option<Box<Received>>,
    ) -> Self {
        let is_shown = failure.kind == FailureKind::Credentials;
        let error = Self::of_operation(failure.kind.into(), operation, problem);
        let mut error = error.with_failure(failure).with_received(received);
        if is_shown {
            // The line has it already.
            error.0.source = None;
        }
        error
    }

    /// A response, received at `now`, has a status other than success; `failure` kept its body
    /// from being read to the end.
    pub(crate) fn api(
        operation: &'static Operation,
        received: Box<Received>,
        failure: Option<Failure>,
        now: SystemTime,
        redact: impl Fn(&str) -> String,
    ) -> Self {
        let problem = describe(&received, failure.as_ref(), &redact).unwrap_or_default();
        let mut error = Self::of_operation(ErrorKind::Api, operation, &problem);
        error.0.source = failure.and_then(|failure| failure.source).map(Arc::from);
        error.with_details(received, now, redact)
    }

    /// An error of a program's own, for tests of code that takes errors: the one that a response of
    /// the API with this status, these headers and this body gives, as in
    /// `Error::from_response::<kirim::Client>(response)`. With the feature `test-util`.
    ///
    /// ```
    /// use generated_client::{Error, http, kirim};
    ///
    /// # fn example() -> Result<(), http::Error> {
    /// let body = r#"{"error": {"type": "not_found", "code": "resource_not_found"}}"#;
    /// let response = http::Response::builder().status(404).body(body)?;
    /// let error = Error::from_response::<kirim::Client>(response);
    /// assert!(error.is_not_found());
    /// assert_eq!(error.code(), Some("resource_not_found"));
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    #[cfg(feature = "test-util")]
    pub fn from_response<C: ApiClient>(response: http::Response<impl Into<Bytes>>) -> Self {
        let (parts, body) = response.into_parts();
        let received = Received {
            idempotency_key: None,
            status: parts.status,
            headers: parts.headers,
            body: body.into(),
        };
        let problem = describe(&received, None, str::to_owned).unwrap_or_default();
        let error = Self::new(ErrorKind::Api, C::API, C::API.name.to_owned(), &problem);
        error.with_details(Box::new(received), SystemTime::now(), str::to_owned)
    }

    pub(crate) fn decode(
        operation: &'static Operation,
        received: Box<Received>,
        problem: &str,
    ) -> Self {
        Self::of_operation(ErrorKind::Decode, operation, problem).with_received(Some(received))
    }

    /// The rate limit leaves no request for so long that the call has no time for it.
    pub(crate) fn throttled(operation: &'static Operation, wait: Duration) -> Self {
        let problem = format!(
            "the rate limit leaves no request for {wait:.1?}, which is longer than what is left of \
             `total_timeout`"
        );
        let mut error = Self::of_operation(ErrorKind::RateLimited, operation, &problem);
        error.0.retry_after = Some(wait);
        error
    }

    pub(crate) fn with_failure(mut self, failure: Failure) -> Self {
        self.0.timed_out = failure.timed_out;
        self.0.source = failure.source.map(Arc::from);
        self
    }

    pub(crate) fn with_received(mut self, received: Option<Box<Received>>) -> Self {
        self.0.received = received;
        self
    }

    /// Sets the response, received at `now`, of an API that tells of the error in it.
    fn with_details(
        mut self,
        received: Box<Received>,
        now: SystemTime,
        redact: impl Fn(&str) -> String,
    ) -> Self {
        self.0.details = Details::read(&self.0.api.error, &received.body, redact);
        self.0.retry_after = limits::retry_after(&received.headers, now);
        self.with_received(Some(received))
    }

    pub(crate) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets the key under which the request was sent.
    pub(crate) fn with_idempotency_key(mut self, key: Option<HeaderValue>) -> Self {
        self.0.idempotency_key = key;
        self
    }

    /// Sets why there was no further attempt, where one could have been expected.
    pub(crate) fn with_note(mut self, note: Option<&'static str>) -> Self {
        self.0.note = note;
        self
    }

    /// The key under which the request was sent, so that the server carries it out only once; `None`
    /// where the operation takes none, and where nothing was sent.
    ///
    /// A call whose outcome is unknown, for example after a timeout, can be repeated with
    /// [`CallOptions::idempotency_key`](crate::CallOptions::idempotency_key).
    pub fn idempotency_key(&self) -> Option<&str> {
        self.0.idempotency_key.as_ref()?.to_str().ok()
    }

    /// The body, read as a value of a type of yours, for example the one that the documentation of the
    /// operation names; `None` where there is no body.
    ///
    /// # Errors
    ///
    /// The body is not JSON, or not such a value.
    pub fn json<T: DeserializeOwned>(&self) -> Option<Result<T, serde_json::Error>> {
        Some(serde_json::from_slice(without_bom(self.body()?)))
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether an argument was refused before anything was sent; [`param()`](Self::param) names it,
    /// if it is one alone.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == ErrorKind::InvalidRequest
    }

    /// Whether there was no connection to the server, also when connecting took too long.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether time ran out, while waiting for a token, connecting or before the response was complete.
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// Whether the response has a status other than success, documented or not.
    pub fn is_api(&self) -> bool {
        self.0.kind == ErrorKind::Api
    }

    /// Whether the response is 404: there is no such thing, or the key may not see it.
    pub fn is_not_found(&self) -> bool {
        self.is_api_with(StatusCode::NOT_FOUND)
    }

    /// Whether the response is 401: the server does not accept the API key.
    pub fn is_unauthorized(&self) -> bool {
        self.is_api_with(StatusCode::UNAUTHORIZED)
    }

    /// Whether there were too many requests in too short a time: the response is 429, or the
    /// client did not send the request because it would have been.
    pub fn is_rate_limited(&self) -> bool {
        self.0.kind == ErrorKind::RateLimited || self.is_api_with(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Whether the body of a success is not what the contract describes, or cannot be decompressed.
    pub fn is_decode(&self) -> bool {
        self.0.kind == ErrorKind::Decode
    }

    fn is_api_with(&self, status: StatusCode) -> bool {
        self.is_api() && self.status() == Some(status)
    }

    /// Status of the response; `None` when there is none.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.received.as_ref().map(|received| received.status)
    }

    /// Headers of the response; `None` when there is none.
    ///
    /// Those of a body that was decompressed are without `Content-Encoding` and `Content-Length`.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.received.as_ref().map(|received| &received.headers)
    }

    /// Body of the response, decompressed, as far as it was read; `None` when there is none.
    ///
    /// One that cannot be decompressed is as it was received. It is complete unless the connection
    /// broke, time ran out or it was too large; then [`kind()`](Self::kind) or
    /// [`source()`](StdError::source) says so.
    pub fn body(&self) -> Option<&Bytes> {
        self.0.received.as_ref().map(|received| &received.body)
    }

    /// The code that the API gave the error, as in `resource_not_found`; `None` when the body of
    /// the response has none.
    pub fn code(&self) -> Option<&str> {
        self.0.details.code.as_deref()
    }

    /// The class that the API put the error in, as in `not_found`; `None` when the body of the
    /// response has none.
    pub fn error_type(&self) -> Option<&str> {
        self.0.details.error_type.as_deref()
    }

    /// The text in which the API describes the error; `None` when the body of the response has none.
    ///
    /// It is as the server sent it and may span lines; [`Display`](fmt::Display) shows it in one.
    pub fn message(&self) -> Option<&str> {
        self.0.details.message.as_deref()
    }

    /// The parameter or member at fault: the refused argument of an
    /// [invalid request](Self::is_invalid_request) or the path in its body
    /// (`contacts[3].phone`), or else what the API named; `None` when
    /// neither is known.
    pub fn param(&self) -> Option<&str> {
        let refused = self.0.param.as_deref();
        refused.or(self.0.details.param.as_deref())
    }

    /// The id that the API gave the request, from its error body or else from its headers; `None`
    /// when there is no response or it has none.
    pub fn request_id(&self) -> Option<&str> {
        let header = || request_id_header(self.0.api, self.headers()?);
        self.0.details.request_id.as_deref().or_else(header)
    }

    /// How long to wait before the next request, counted from when the call ended: what the server
    /// requested with `Retry-After`, or when the [rate limit](Self::is_rate_limited) leaves a
    /// request again; `None` when neither is known.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// State of the rate limit; `None` when there is no response or it does not say.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let names = self.0.api.rate_limit_headers.as_ref()?;
        RateLimit::from_headers(names, self.headers()?)
    }

    /// How many times the request was sent; 0 when it was refused before, and for what is not about
    /// one request.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The operation that was called, as in `kirim.get_contact`, or `kirim.GET /labels/{id}` where the
    /// contract has none; `None` when a client could not be built, and for a download.
    pub fn operation(&self) -> Option<&str> {
        self.0.is_of_operation.then_some(&*self.0.subject)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            subject,
            problem,
            attempts,
            note,
            ..
        } = &*self.0;
        write!(f, "{subject}")?;
        if let Some(status) = self.status() {
            // `StatusCode` shows itself with its reason, `<unknown status code>` if it has none.
            write!(f, ": {status}")?;
        }
        if !problem.is_empty() {
            write!(f, ": {problem}")?;
        }
        for text in [self.code(), self.message()].into_iter().flatten() {
            write!(f, ": {}", sanitise(text))?;
        }
        if let Some(id) = self.request_id() {
            write!(f, " (request {})", sanitise(id))?;
        }
        if *attempts > 1 {
            write!(f, ", after {attempts} attempts")?;
        }
        if let Some(note) = note {
            write!(f, "; not sent again: {note}")?;
        }
        Ok(())
    }
}

// Readable, because it is what `fn main() -> Result<(), Error>` prints. Headers and body stay out:
// they may hold cookies and people's data.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")?;
        let mut cause = self.source();
        let mut before = "; caused by";
        while let Some(error) = cause {
            write!(f, "{before}: {}", sanitise(&error.to_string()))?;
            before = "";
            cause = error.source();
        }
        Ok(())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let cause = self.0.source.as_deref()?;
        match self.0.kind {
            // The line has it already, and whoever prints both would print it twice.
            ErrorKind::InvalidRequest => cause.source(),
            _ => Some(cause),
        }
    }
}

/// Says what is special about an error response; `None` if its status, and its body if that is JSON,
/// say it all.
fn describe(
    received: &Received,
    failure: Option<&Failure>,
    redact: impl Fn(&str) -> String,
) -> Option<String> {
    if let Some(FailureKind::Decompression) = failure.map(|failure| failure.kind) {
        return Some(describe_compression(received, redact));
    }
    let location = received.headers.get(LOCATION);
    if let Some(location) = location.filter(|_| received.status.is_redirection()) {
        let location = String::from_utf8_lossy(location.as_bytes());
        let location = sanitise(&redact(without_query(&location)));
        return Some(format!("redirects are not followed, here to `{location}`"));
    }
    let problem = other_content_type(received, redact)?;
    Some(match received.status {
        StatusCode::NOT_FOUND => format!("{problem}: check `base_url`"),
        _ => problem,
    })
}

/// The part of a URL or of a reference that may be shown: no query, no fragment and, if it has a user
/// name, nothing.
fn without_query(location: &str) -> &str {
    let end = location.find(['?', '#']).unwrap_or(location.len());
    let shown = &location[..end];
    if shown.contains('@') { REDACTED } else { shown }
}
