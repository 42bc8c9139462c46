//! The one error type of the client.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};

use super::api::{Api, Operation};
use super::argument::ArgumentError;
use super::auth::REDACTED;
use super::body::other_content_type;
use super::details::Details;
use super::limits::{self, RateLimit};
use super::response::request_id_header;
use super::sanitise::{escape, sanitise};
use super::transport::{Failure, FailureKind, Received, describe_compression};

/// Why a client could not be built, or why a call gave no result.
///
/// [`Display`](fmt::Display) is one line for people: what failed, with which status, code and
/// request id. Its causes, if there are any, follow through [`source()`](StdError::source), and
/// [`Debug`](fmt::Debug) is that line with its causes. None of them holds the API key, the URL of the
/// request, or more than an excerpt of what a server sent.
pub struct Error(Box<Inner>);

struct Inner {
    kind: ErrorKind,
    /// Operation, or client, that the error is about.
    subject: String,
    operation: Option<&'static Operation>,
    /// What went wrong, as far as the status does not say it.
    problem: String,
    param: Option<&'static str>,
    timed_out: bool,
    attempts: u32,
    /// Why there was no further attempt, where one could have been expected.
    note: Option<&'static str>,
    retry_after: Option<Duration>,
    answer: Option<Answer>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

/// What the server answered, as far as it arrived.
struct Answer {
    received: Received,
    details: Details,
}

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as it was configured, or was used outside of a tokio runtime.
    Configuration,
    /// An argument was refused before anything was sent.
    InvalidRequest,
    /// There was no connection to the server, so it got nothing.
    Connect,
    /// The answer was not complete in time; the server may have acted on the request.
    Timeout,
    /// The connection broke before the answer was complete; the server may have acted on the
    /// request.
    Transport,
    /// The body of a success is larger than the client may read.
    BodyTooLarge,
    /// Nothing was sent, because the rate limit leaves no request within the time of the call.
    RateLimited,
    /// The server answered with a status other than success.
    Api,
    /// The server answered with a success whose body is not what the contract describes, or cannot
    /// be decompressed.
    Decode,
    /// The pages of a list do not lead to its end: the server gave the same cursor twice, or said
    /// that there is another page without a cursor for it.
    Pagination,
}

impl Error {
    fn new(kind: ErrorKind, subject: String, problem: &str) -> Self {
        Self(Box::new(Inner {
            kind,
            subject,
            operation: None,
            problem: escape(problem),
            param: None,
            timed_out: false,
            attempts: 0,
            note: None,
            retry_after: None,
            answer: None,
            source: None,
        }))
    }

    fn of_operation(kind: ErrorKind, operation: &'static Operation, problem: &str) -> Self {
        let mut error = Self::new(kind, operation.full_id(), problem);
        error.0.operation = Some(operation);
        error
    }

    /// A client of `api` cannot be built.
    pub(super) fn configuration(api: &Api, problem: &str) -> Self {
        let subject = format!("{} client", api.name);
        Self::new(ErrorKind::Configuration, subject, problem)
    }

    /// The client's configuration does not allow an operation.
    pub(super) fn forbidden(operation: &'static Operation, problem: &str) -> Self {
        Self::of_operation(ErrorKind::Configuration, operation, problem)
    }

    /// The arguments make a URL that cannot be sent.
    pub(super) fn invalid_url(operation: &'static Operation, problem: &str) -> Self {
        Self::of_operation(ErrorKind::InvalidRequest, operation, problem)
    }

    /// An argument cannot be sent.
    pub(super) fn invalid_request(operation: &'static Operation, argument: ArgumentError) -> Self {
        let kind = ErrorKind::InvalidRequest;
        let mut error = Self::of_operation(kind, operation, &argument.to_string());
        error.0.param = Some(argument.name());
        error.0.source = Some(argument.into_cause());
        error
    }

    /// There is no complete answer; `received` is what there is of it.
    pub(super) fn unanswered(
        operation: &'static Operation,
        problem: &str,
        failure: Failure,
        received: Option<Received>,
    ) -> Self {
        let mut error = Self::of_operation(failure.kind.into(), operation, problem);
        error.0.timed_out = failure.timed_out;
        error.0.answer = received.map(|received| Answer::new(received, Details::default()));
        error.0.source = failure.source.map(Arc::from);
        error
    }

    /// The server answered, at `now`, with a status other than success; `failure` kept its body
    /// from being read to the end.
    pub(super) fn api(
        operation: &'static Operation,
        received: Received,
        failure: Option<Failure>,
        now: SystemTime,
        redact: impl Fn(&str) -> String,
    ) -> Self {
        let problem = describe(&received, failure.as_ref(), &redact).unwrap_or_default();
        let mut error = Self::of_operation(ErrorKind::Api, operation, &problem);
        let details = Details::read(&operation.api.error, &received.body, redact);
        error.0.retry_after = limits::retry_after(&received.headers, now);
        error.0.answer = Some(Answer::new(received, details));
        error.0.source = failure.and_then(|failure| failure.source).map(Arc::from);
        error
    }

    /// A success cannot be decoded.
    pub(super) fn decode(operation: &'static Operation, received: Received, problem: &str) -> Self {
        let mut error = Self::of_operation(ErrorKind::Decode, operation, problem);
        error.0.answer = Some(Answer::new(received, Details::default()));
        error
    }

    /// The rate limit leaves no request for so long that the call has no time for it.
    pub(super) fn paced(operation: &'static Operation, wait: Duration) -> Self {
        let problem = format!(
            "the rate limit leaves no request for {wait:.1?}, which is longer than what is left of \
             `total_timeout`"
        );
        let mut error = Self::of_operation(ErrorKind::RateLimited, operation, &problem);
        error.0.retry_after = Some(wait);
        error
    }

    /// The pages of a list do not lead to its end.
    pub(super) fn pagination(operation: &'static Operation, problem: &str) -> Self {
        Self::of_operation(ErrorKind::Pagination, operation, problem)
    }

    /// Sets how many times the request was sent.
    pub(super) fn after(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }

    /// Sets why there was no further attempt, where one could have been expected.
    pub(super) fn with_note(mut self, note: Option<&'static str>) -> Self {
        self.0.note = note;
        self
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

    /// Whether there was no connection to the server, be it that connecting took too long.
    pub fn is_connect(&self) -> bool {
        self.0.kind == ErrorKind::Connect
    }

    /// Whether time ran out, be it while connecting or before the answer was complete.
    pub fn is_timeout(&self) -> bool {
        self.0.timed_out
    }

    /// Whether the server answered with a status other than success, documented or not.
    pub fn is_api(&self) -> bool {
        self.0.kind == ErrorKind::Api
    }

    /// Whether the server answered 404: there is no such thing, or the key may not see it.
    pub fn is_not_found(&self) -> bool {
        self.is_api_with(StatusCode::NOT_FOUND)
    }

    /// Whether the server answered 401: it does not accept the API key.
    pub fn is_unauthorized(&self) -> bool {
        self.is_api_with(StatusCode::UNAUTHORIZED)
    }

    /// Whether there were too many requests in too short a time: the server answered 429, or the
    /// client did not even send the request because it would have.
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

    /// Status of the answer; `None` when no answer arrived.
    pub fn status(&self) -> Option<StatusCode> {
        self.answer().map(|answer| answer.received.status)
    }

    /// Headers of the answer; `None` when no answer arrived.
    ///
    /// Those of a body that was decompressed are without `Content-Encoding` and `Content-Length`.
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answer().map(|answer| &answer.received.headers)
    }

    /// Body of the response, decompressed, as far as it was read; `None` when no response arrived.
    ///
    /// One that cannot be decompressed is as it was received. It is complete unless the connection broke, time ran out or it was too large; then
    /// [`kind()`](Self::kind) or [`source()`](StdError::source) says so.
    pub fn body(&self) -> Option<&Bytes> {
        self.answer().map(|answer| &answer.received.body)
    }

    /// The code that the API gave the error, as in `resource_not_found`; `None` when the body of
    /// the answer has none.
    pub fn code(&self) -> Option<&str> {
        self.details()?.code.as_deref()
    }

    /// The class that the API put the error in, as in `not_found`; `None` when the body of the
    /// answer has none.
    pub fn error_type(&self) -> Option<&str> {
        self.details()?.error_type.as_deref()
    }

    /// The text in which the API describes the error; `None` when the body of the answer has none.
    ///
    /// It is as the server sent it and may span lines; [`Display`](fmt::Display) shows it in one.
    pub fn message(&self) -> Option<&str> {
        self.details()?.message.as_deref()
    }

    /// The parameter or member at fault: the refused argument of an
    /// [invalid request](Self::is_invalid_request), or else what the API named; `None` when
    /// neither is known.
    pub fn param(&self) -> Option<&str> {
        self.0.param.or_else(|| self.details()?.param.as_deref())
    }

    /// The id that the API gave the request, from its error body or else from its headers; `None`
    /// when no answer arrived or it has none.
    pub fn request_id(&self) -> Option<&str> {
        let answer = self.answer()?;
        let header = || request_id_header(self.0.operation?.api, &answer.received.headers);
        answer.details.request_id.as_deref().or_else(header)
    }

    /// How long to wait before the next request, counted from when the call ended: what the server
    /// asked for with `Retry-After`, or when the [rate limit](Self::is_rate_limited) leaves a
    /// request again; `None` when neither is known.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// State of the rate limit; `None` when no answer arrived or it did not say.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let names = self.0.operation?.api.rate_limit_headers.as_ref()?;
        RateLimit::from_headers(names, self.headers()?)
    }

    /// How many times the request was sent; 0 when it was refused before, and for what is not about
    /// one request.
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The operation that was called, as in `kirim.get_contact`; `None` when a client could not be
    /// built.
    pub fn operation(&self) -> Option<&str> {
        self.0.operation.map(|_| self.0.subject.as_str())
    }

    fn answer(&self) -> Option<&Answer> {
        self.0.answer.as_ref()
    }

    fn details(&self) -> Option<&Details> {
        self.answer().map(|answer| &answer.details)
    }
}

impl ErrorKind {
    /// Its name in traces.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidRequest => "invalid_request",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::BodyTooLarge => "body_too_large",
            Self::RateLimited => "rate_limited",
            Self::Api => "api",
            Self::Decode => "decode",
            Self::Pagination => "pagination",
        }
    }
}

impl From<FailureKind> for ErrorKind {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::Connect | FailureKind::Untrusted => Self::Connect,
            FailureKind::Timeout => Self::Timeout,
            FailureKind::Transport | FailureKind::Redirect => Self::Transport,
            FailureKind::BodyTooLarge => Self::BodyTooLarge,
            FailureKind::Undecodable => Self::Decode,
        }
    }
}

impl Answer {
    fn new(received: Received, details: Details) -> Self {
        Self { received, details }
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
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}

/// Says what is special about an error response; `None` if its status, and its body if that is JSON,
/// say it all.
fn describe(
    received: &Received,
    failure: Option<&Failure>,
    redact: impl Fn(&str) -> String,
) -> Option<String> {
    if let Some(FailureKind::Undecodable) = failure.map(|failure| failure.kind) {
        return Some(describe_compression(received, redact));
    }
    let location = received.headers.get(LOCATION);
    if let Some(location) = location.filter(|_| received.status.is_redirection()) {
        let location = String::from_utf8_lossy(location.as_bytes());
        let location = sanitise(&redact(without_query(&location)));
        return Some(format!("redirects are not followed, here to `{location}`"));
    }
    other_content_type(received, redact)
}

/// The part of a URL or of a reference that may be shown: no query, no fragment and, if it has a user
/// name, nothing.
fn without_query(location: &str) -> &str {
    let end = location.find(['?', '#']).unwrap_or(location.len());
    let shown = &location[..end];
    if shown.contains('@') { REDACTED } else { shown }
}
