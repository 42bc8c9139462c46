//! One attempt: sends a request once and reads the answer.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use reqwest::{Method, StatusCode, Url};
use tokio::time::{Instant, timeout};

use super::argument::BoxError;
use super::gzip::{self, Bounded, Problem};
use super::sanitise::sanitise;
use super::watchdog;

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
    /// Time from the first step of connecting until the body is there, decompressed.
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
    /// The body came complete, but cannot be decompressed; [`describe_compression`] says why.
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
    let outcome = watchdog::within(bounds.timeout, send(http, request, bounds)).await;
    outcome.unwrap_or_else(|| Err(Failure::timeout()))
}

async fn send(http: &reqwest::Client, request: &Request, bounds: Bounds) -> Outcome {
    let started = Instant::now();
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
    let left = bounds.timeout.saturating_sub(started.elapsed());
    let failure = match timeout(left, decompress(&received, bounds.max_body_bytes)).await {
        Ok(None) => failure,
        // What arrived before the connection broke is more use than compressed.
        Ok(Some((body, _))) if failure.is_some() => {
            received.decompressed(body);
            failure
        }
        Ok(Some((body, None))) => {
            received.decompressed(body);
            None
        }
        Ok(Some((body, Some(Problem::TooLarge)))) => {
            received.decompressed(body);
            Some(Failure::of_body(FailureKind::BodyTooLarge))
        }
        Ok(Some((_, Some(Problem::Damaged)))) => Some(Failure::of_body(FailureKind::Undecodable)),
        Err(_) => Some(Failure::timeout()),
    };
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

/// Decompresses the body as far as it was read; `None` if it is not compressed.
async fn decompress(received: &Received, limit: usize) -> Option<(Vec<u8>, Option<Problem>)> {
    let encoding = received.encoding()?;
    if !is_gzip(encoding) {
        return Some((Vec::new(), Some(Problem::Damaged)));
    }
    let mut body = Bounded::new(limit);
    let result = gzip::decompress(&received.body, &mut body).await;
    Some((body.into_inner(), result.err()))
}

fn is_gzip(encoding: &[u8]) -> bool {
    encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
}

/// Says why a body is [undecodable](FailureKind::Undecodable). Shows its encoding as `redact` leaves
/// it.
pub(super) fn describe_compression(received: &Received, redact: impl Fn(&str) -> String) -> String {
    match received.encoding() {
        Some(encoding) if !is_gzip(encoding) => format!(
            "the body has the content encoding `{}`, and only `gzip` is understood",
            sanitise(&redact(&String::from_utf8_lossy(encoding)))
        ),
        _ => "the compressed body is damaged".to_owned(),
    }
}

impl Received {
    /// How the body is encoded; `None` if it is as it is, or empty.
    fn encoding(&self) -> Option<&[u8]> {
        let encoding = self.headers.get(CONTENT_ENCODING)?.as_bytes().trim_ascii();
        let is_encoded = !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity");
        // A response to `HEAD` and some statuses speak of a body without having one.
        (is_encoded && !self.body.is_empty()).then_some(encoding)
    }

    /// Replaces the body by what came out of it.
    fn decompressed(&mut self, body: Vec<u8>) {
        self.body = body.into();
        // They tell how the body travelled, which is not how it is now.
        self.headers.remove(CONTENT_ENCODING);
        self.headers.remove(CONTENT_LENGTH);
    }
}

impl Failure {
    fn from_reqwest(error: reqwest::Error) -> Self {
        let timed_out = error.is_timeout();
        // The URL holds what the caller searched for: phone numbers, names.
        let error = error.without_url();
        let (kind, source): (_, BoxError) = if !error.is_connect() {
            let kind = if timed_out {
                FailureKind::Timeout
            } else if error.is_redirect() {
                FailureKind::Redirect
            } else {
                FailureKind::Transport
            };
            (kind, error.into())
        } else if let Some(cause) = untrusted(&error) {
            // It names all the hosts that the certificate is for, however many.
            (FailureKind::Untrusted, sanitise(&cause.to_string()).into())
        } else {
            (FailureKind::Connect, error.into())
        };
        Self {
            kind,
            timed_out,
            source: Some(source),
        }
    }

    fn timeout() -> Self {
        Self {
            timed_out: true,
            ..Self::of_body(FailureKind::Timeout)
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

/// What is wrong with the certificate of the server, if that is to blame; no further attempt will
/// change it.
fn untrusted<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(error @ rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return Some(error);
        }
        // An I/O error hides what it was made of: its source is already the next one.
        let hidden = error.downcast_ref().and_then(io::Error::get_ref);
        cause = match hidden {
            Some(hidden) => Some(hidden),
            None => error.source(),
        };
    }
    None
}
