//! One attempt: sends a request once and reads the answer.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode, Url};

use super::argument::BoxError;
use super::gzip;

/// A request that is ready to be sent, any number of times.
pub(super) struct Request {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
}

/// The bounds of one attempt.
#[derive(Clone, Copy)]
pub(super) struct Bounds {
    /// Time from the first step of connecting to the last byte of the answer.
    pub(super) timeout: Duration,
    /// Number of body bytes that are read at most, and that may come out of compressed ones.
    pub(super) max_body_bytes: usize,
}

/// What a server answered.
#[derive(Clone)]
pub(super) struct Received {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

/// Why there is no answer, or only the beginning of one.
pub(super) struct Failure {
    pub(super) kind: FailureKind,
    /// Whether time ran out, be it while connecting.
    pub(super) timed_out: bool,
    pub(super) source: Option<BoxError>,
}

/// What a [`Failure`] says about the request.
#[derive(Clone, Copy)]
pub(super) enum FailureKind {
    /// There was no connection, so nothing was sent.
    Connect,
    /// There was no connection because nobody vouches for the server's certificate.
    Untrusted,
    /// The answer was not complete in time.
    Timeout,
    /// The connection broke, or what came over it was not HTTP.
    Transport,
    /// A client that the caller made followed redirects, and gave up.
    Redirect,
    /// The body is larger than the client may read.
    BodyTooLarge,
    /// The body came complete, but cannot be decompressed.
    Undecodable,
}

impl FailureKind {
    /// Whether it is certain that nothing of the request reached the server.
    pub(super) fn is_unsent(self) -> bool {
        matches!(self, Self::Connect | Self::Untrusted)
    }
}

/// What an attempt came to: an answer's head with as much of the body as could be read and what
/// kept the rest from being read, or no answer at all.
pub(super) type Outcome = Result<(Received, Option<Failure>), Failure>;

/// Sends the request once.
pub(super) async fn attempt(http: &reqwest::Client, request: &Request, bounds: Bounds) -> Outcome {
    let mut builder = http
        .request(request.method.clone(), request.url.clone())
        .headers(request.headers.clone())
        .timeout(bounds.timeout);
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    let mut response = builder.send().await.map_err(Failure::from_reqwest)?;
    let (body, failure) = read_body(&mut response, bounds.max_body_bytes).await;
    let mut received = Received {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    };
    let failure = inflate(&mut received, failure, bounds.max_body_bytes);
    Ok((received, failure))
}

/// Reads the body up to its end or to the first thing that keeps it from being read.
async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Bytes, Option<Failure>) {
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |length| length > limit) {
        return (
            Bytes::new(),
            Some(Failure::of_body(FailureKind::BodyTooLarge)),
        );
    }
    let mut body = Vec::new();
    let failure = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                break Some(Failure::of_body(FailureKind::BodyTooLarge));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break None,
            Err(error) => break Some(Failure::from_reqwest(error)),
        }
    };
    (body.into(), failure)
}

/// Decompresses the body, if it is compressed, as far as it was read.
///
/// What keeps it from being read to the end is `failure`, or else what goes wrong here.
fn inflate(received: &mut Received, failure: Option<Failure>, limit: usize) -> Option<Failure> {
    let encoding = received
        .headers
        .get(CONTENT_ENCODING)
        .map(HeaderValue::as_bytes);
    let compressed = encoding.is_some_and(|encoding| {
        encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
    });
    // An answer to `HEAD` and some statuses speak of a body without having one.
    if !compressed || received.body.is_empty() {
        return failure;
    }
    let (body, problem) = gzip::inflate(&received.body, limit);
    received.body = body.into();
    // They tell how the body travelled, which is not how it is now.
    received.headers.remove(CONTENT_ENCODING);
    received.headers.remove(CONTENT_LENGTH);
    failure.or_else(|| {
        let kind = match problem? {
            gzip::Problem::TooLarge => FailureKind::BodyTooLarge,
            gzip::Problem::CutOff | gzip::Problem::Corrupt => FailureKind::Undecodable,
        };
        Some(Failure::of_body(kind))
    })
}

impl Failure {
    fn from_reqwest(error: reqwest::Error) -> Self {
        let timed_out = error.is_timeout();
        let kind = if error.is_connect() {
            if is_untrusted(&error) {
                FailureKind::Untrusted
            } else {
                FailureKind::Connect
            }
        } else if timed_out {
            FailureKind::Timeout
        } else if error.is_redirect() {
            FailureKind::Redirect
        } else {
            FailureKind::Transport
        };
        Self {
            kind,
            timed_out,
            // The URL holds what the caller searched for: phone numbers, names.
            source: Some(error.without_url().into()),
        }
    }

    fn of_body(kind: FailureKind) -> Self {
        Self {
            kind,
            timed_out: false,
            source: None,
        }
    }
}

/// Whether the certificate of the server is to blame, which no further attempt will change.
fn is_untrusted(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return true;
        }
        // An I/O error hides what it was made of: its source is already the next one.
        let hidden = error.downcast_ref().and_then(io::Error::get_ref);
        cause = match hidden {
            Some(hidden) => Some(hidden),
            None => error.source(),
        };
    }
    false
}
