//! One attempt: sends a request once and reads the response.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap};
use reqwest::{Method, Url};
use tokio::time::{Instant, timeout};

use crate::gzip::{self, Bounded, Problem};
use crate::outcome::{Failure, FailureKind, Outcome, Received};
use crate::sanitise::sanitise;
use crate::watchdog;

/// A request that is ready to be sent, any number of times.
pub(crate) struct Request {
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Bytes>,
}

/// Sends the request once. `limit` bounds the time from the first step of connecting until the body is
/// there, decompressed; `max_bytes` the body, as it is received and decompressed.
pub(crate) async fn attempt(
    http: &reqwest::Client,
    request: &Request,
    limit: Duration,
    max_bytes: usize,
) -> Outcome {
    let outcome = watchdog::within(limit, send(http, request, limit, max_bytes)).await;
    outcome.unwrap_or_else(|| Outcome::Failure(Failure::new(FailureKind::Timeout), None))
}

async fn send(
    http: &reqwest::Client,
    request: &Request,
    limit: Duration,
    max_bytes: usize,
) -> Outcome {
    let started = Instant::now();
    let mut builder = http
        .request(request.method.clone(), request.url.clone())
        .headers(request.headers.clone())
        .timeout(limit);
    if let Some(body) = &request.body {
        builder = builder.body(body.clone());
    }
    let mut response = match builder.send().await {
        Ok(response) => response,
        Err(error) => return Outcome::Failure(failure_of(error), None),
    };
    let (body, failure) = read_body(&mut response, max_bytes).await;
    let mut received = Received {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    };
    let left = limit.saturating_sub(started.elapsed());
    let decompression = decompress(&mut received, failure.is_none(), max_bytes);
    let failure = match timeout(left, decompression).await {
        Ok(kind) => failure.or(kind.map(Failure::new)),
        Err(_) => Some(Failure::new(FailureKind::Timeout)),
    };
    match failure {
        _ if !received.status.is_success() => Outcome::ErrorStatus(received, failure),
        Some(failure) => Outcome::Failure(failure, Some(received)),
        None => Outcome::Success(received),
    }
}

/// Reads the body up to its end or to the first thing that keeps it from being read.
async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Bytes, Option<Failure>) {
    let too_large = || Some(Failure::new(FailureKind::BodyTooLarge));
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |length| length > limit) {
        return (Bytes::new(), too_large());
    }
    let mut body = Vec::new();
    let failure = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => break too_large(),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break None,
            Err(error) => break Some(failure_of(error)),
        }
    };
    (body.into(), failure)
}

/// Decompresses the body as far as it was read. One that cannot be decompressed stays as it was
/// received; of one that is not complete, what can be decompressed is more use.
async fn decompress(
    received: &mut Received,
    is_complete: bool,
    limit: usize,
) -> Option<FailureKind> {
    let encoding = encoding(received)?;
    if !is_gzip(encoding) {
        return Some(FailureKind::Decompression);
    }
    let mut body = Bounded::new(limit);
    let failure = match gzip::decompress(&received.body, &mut body).await {
        Err(Problem::Damaged) if is_complete => return Some(FailureKind::Decompression),
        Err(Problem::TooLarge) => Some(FailureKind::BodyTooLarge),
        Ok(()) | Err(Problem::Damaged) => None,
    };
    received.body = body.into_inner().into();
    // They describe the body as it was sent, which it no longer is.
    received.headers.remove(CONTENT_ENCODING);
    received.headers.remove(CONTENT_LENGTH);
    failure
}

/// How the body is encoded; `None` if it is as it is, or empty.
fn encoding(received: &Received) -> Option<&[u8]> {
    let encoding = received.headers.get(CONTENT_ENCODING)?.as_bytes();
    let encoding = encoding.trim_ascii();
    let is_encoded = !encoding.is_empty() && !encoding.eq_ignore_ascii_case(b"identity");
    // A response to `HEAD` and some statuses name an encoding without having a body.
    (is_encoded && !received.body.is_empty()).then_some(encoding)
}

fn is_gzip(encoding: &[u8]) -> bool {
    encoding.eq_ignore_ascii_case(b"gzip") || encoding.eq_ignore_ascii_case(b"x-gzip")
}

/// Says why a body could not be decompressed. Shows its encoding as `redact` leaves it.
pub(crate) fn describe_compression(received: &Received, redact: impl Fn(&str) -> String) -> String {
    match encoding(received) {
        Some(encoding) if !is_gzip(encoding) => format!(
            "the body has the content encoding `{}`, and only `gzip` is supported",
            sanitise(&redact(&String::from_utf8_lossy(encoding)))
        ),
        _ => "the compressed body is damaged".to_owned(),
    }
}

fn failure_of(error: reqwest::Error) -> Failure {
    let timed_out = error.is_timeout();
    // The URL holds what the caller searched for: phone numbers, names.
    let error = error.without_url();
    let kind = if error.is_connect() {
        if let Some(cause) = certificate_error(&error) {
            return Failure {
                // It names all the hosts that the certificate is for, however many.
                source: Some(sanitise(&cause.to_string()).into()),
                timed_out,
                ..Failure::new(FailureKind::Tls)
            };
        }
        FailureKind::Connect
    } else if timed_out {
        FailureKind::Timeout
    } else if error.is_redirect() {
        FailureKind::Redirect
    } else {
        FailureKind::Transport
    };
    Failure {
        kind,
        timed_out,
        source: Some(error.into()),
    }
}

/// What is wrong with the certificate of the server, if anything is; another attempt will not
/// change it.
fn certificate_error<'a>(error: &'a (dyn StdError + 'static)) -> Option<&'a rustls::Error> {
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
