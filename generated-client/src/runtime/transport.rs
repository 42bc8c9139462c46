//! One attempt: sends a request once and reads the answer.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode, Url};

use super::argument::BoxError;

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
    /// Number of body bytes that are read at most.
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
    /// The answer was not complete in time.
    Timeout,
    /// The connection broke, or what came over it was not HTTP.
    Transport,
    /// The body is larger than the client may read.
    BodyTooLarge,
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
    let received = Received {
        status: response.status(),
        headers: std::mem::take(response.headers_mut()),
        body,
    };
    Ok((received, failure))
}

/// Reads the body up to its end or to the first thing that keeps it from being read.
async fn read_body(response: &mut reqwest::Response, limit: usize) -> (Bytes, Option<Failure>) {
    let announced = response.content_length().unwrap_or_default();
    if usize::try_from(announced).map_or(true, |length| length > limit) {
        return (Bytes::new(), Some(Failure::body_too_large()));
    }
    let mut body = Vec::new();
    let failure = loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > limit => {
                break Some(Failure::body_too_large());
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => break None,
            Err(error) => break Some(Failure::from_reqwest(error)),
        }
    };
    (body.into(), failure)
}

impl Failure {
    fn from_reqwest(error: reqwest::Error) -> Self {
        let timed_out = error.is_timeout();
        let kind = if error.is_connect() {
            FailureKind::Connect
        } else if timed_out {
            FailureKind::Timeout
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

    fn body_too_large() -> Self {
        Self {
            kind: FailureKind::BodyTooLarge,
            timed_out: false,
            source: None,
        }
    }
}
