//! The outcome of an attempt: what was received, and what went wrong.

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue};

use crate::argument::BoxError;
use crate::error_kind::ErrorKind;
use crate::retry::{Reason, RetryPolicy};

/// The outcome of an attempt.
pub(crate) enum Outcome {
    /// A complete response with a status of success (2xx).
    Success(Box<Received>),
    /// A response with any other status. That counts more than a body that could not be read to
    /// its end.
    ErrorStatus(Box<Received>, Option<Failure>),
    /// No response, or a success whose body could not be read; then what was received of it.
    Failure(Failure, Option<Box<Received>>),
}

/// A response as it was received. It is boxed, because it is handed on often.
#[derive(Clone)]
pub(crate) struct Received {
    /// The key under which the request was sent.
    pub(crate) idempotency_key: Option<HeaderValue>,
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Why there is no response, or only a part of one.
pub(crate) struct Failure {
    pub(crate) kind: FailureKind,
    /// Whether time ran out, while connecting or later.
    pub(crate) timed_out: bool,
    pub(crate) source: Option<BoxError>,
}

/// What kind of failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The client has no such credential, so nothing was sent.
    Credentials,
    /// The source of tokens failed or took too long, so nothing was sent.
    Token,
    /// There was no connection, so nothing was sent.
    Connect,
    /// There was no connection because the server's certificate is not trusted.
    Tls,
    /// The response was not complete in time.
    Timeout,
    /// The connection broke, or what was received over it was not HTTP.
    Transport,
    /// A client that the caller made followed redirects, and gave up.
    Redirect,
    /// A layer or transport of the caller's returned an error of its own.
    Layer,
    /// The body is larger than the client may read.
    BodyTooLarge,
    /// The body is complete, but cannot be decompressed.
    Decompression,
    /// Nothing of a streamed body moved for too long.
    Silence,
    /// What is to be sent cannot be read.
    Read,
    /// What was received cannot be written.
    Write,
}

impl Outcome {
    /// The response, as far as there is one.
    pub(crate) fn received(&self) -> Option<&Received> {
        match self {
            Self::Success(received) | Self::ErrorStatus(received, _) => Some(received),
            Self::Failure(_, received) => received.as_deref(),
        }
    }

    pub(crate) fn received_mut(&mut self) -> Option<&mut Received> {
        match self {
            Self::Success(received) | Self::ErrorStatus(received, _) => Some(received),
            Self::Failure(_, received) => received.as_deref_mut(),
        }
    }

    /// Why another attempt may succeed, where the statuses of this policy count; `None` after a
    /// success, and after an error that another attempt would meet again.
    pub(crate) fn retry_reason(&self, policy: &RetryPolicy) -> Option<Reason> {
        match self {
            Self::Success(_) => None,
            Self::ErrorStatus(received, _) => policy.reason_of(received.status.as_u16()),
            Self::Failure(failure, _) => match failure.kind {
                FailureKind::Connect => Some(Reason::Connect {
                    timed_out: failure.timed_out,
                }),
                FailureKind::Timeout | FailureKind::Silence => Some(Reason::Timeout),
                FailureKind::Transport => Some(Reason::Broken),
                FailureKind::Credentials
                | FailureKind::Token
                | FailureKind::Tls
                | FailureKind::Redirect
                | FailureKind::Layer
                | FailureKind::BodyTooLarge
                | FailureKind::Decompression
                | FailureKind::Read
                | FailureKind::Write => None,
            },
        }
    }

    /// The kind of error that it is for the caller; `None` after a success.
    pub(crate) fn error_kind(&self) -> Option<ErrorKind> {
        match self {
            Self::Success(_) => None,
            Self::ErrorStatus(..) => Some(ErrorKind::Api),
            Self::Failure(failure, _) => Some(failure.kind.into()),
        }
    }

    /// Whether it is certain that nothing of the request reached the server.
    pub(crate) fn is_unsent(&self) -> bool {
        matches!(
            self,
            Self::Failure(
                Failure {
                    kind: FailureKind::Credentials
                        | FailureKind::Token
                        | FailureKind::Connect
                        | FailureKind::Tls,
                    ..
                },
                _
            )
        )
    }

    /// Whether the server works as it should, even if the request was wrong.
    pub(crate) fn is_healthy(&self) -> bool {
        // Whatever statuses the caller retries: what is no fault of the server does not become one.
        !matches!(self, Self::Failure(..)) && self.retry_reason(&RetryPolicy::new()).is_none()
    }
}

impl Failure {
    pub(crate) fn new(kind: FailureKind) -> Self {
        Self {
            kind,
            timed_out: matches!(kind, FailureKind::Timeout | FailureKind::Silence),
            source: None,
        }
    }

    pub(crate) fn with_source(mut self, source: impl Into<BoxError>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl From<FailureKind> for ErrorKind {
    fn from(kind: FailureKind) -> Self {
        match kind {
            FailureKind::Credentials | FailureKind::Token => Self::Credentials,
            FailureKind::Connect | FailureKind::Tls => Self::Connect,
            FailureKind::Timeout | FailureKind::Silence => Self::Timeout,
            FailureKind::Transport | FailureKind::Redirect => Self::Transport,
            FailureKind::Layer => Self::Layer,
            FailureKind::BodyTooLarge => Self::BodyTooLarge,
            FailureKind::Decompression => Self::Decode,
            FailureKind::Read => Self::Read,
            FailureKind::Write => Self::Write,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn received(status: u16) -> Box<Received> {
        Box::new(Received {
            idempotency_key: None,
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        })
    }

    #[test]
    fn every_status_is_classified() {
        for status in 300..600 {
            let expected = match status {
                429 => Some(Reason::Throttled),
                408 | 500 | 502 | 503 | 504 => Some(Reason::Unavailable),
                _ => None,
            };
            // Of an error the status counts, whether or not its body could be read.
            for failure in [None, Some(Failure::new(FailureKind::Transport))] {
                let outcome = Outcome::ErrorStatus(received(status), failure);
                assert_eq!(
                    outcome.retry_reason(&RetryPolicy::new()),
                    expected,
                    "{status}"
                );
                assert_eq!(outcome.error_kind(), Some(ErrorKind::Api), "{status}");
                assert_eq!(outcome.is_healthy(), expected.is_none(), "{status}");
                assert!(!outcome.is_unsent());
            }
        }
        let success = Outcome::Success(received(200));
        assert_eq!(success.retry_reason(&RetryPolicy::new()), None);
        assert_eq!(success.error_kind(), None);
        assert!(success.is_healthy() && !success.is_unsent());
    }

    #[test]
    fn every_failure_is_classified() {
        use FailureKind::{
            BodyTooLarge, Connect, Credentials, Decompression, Layer, Read, Redirect, Silence,
            Timeout, Tls, Transport, Write,
        };
        let connect = |timed_out| Some(Reason::Connect { timed_out });
        for (kind, timed_out, reason, error, is_unsent) in [
            (Connect, false, connect(false), ErrorKind::Connect, true),
            (Connect, true, connect(true), ErrorKind::Connect, true),
            (
                Timeout,
                true,
                Some(Reason::Timeout),
                ErrorKind::Timeout,
                false,
            ),
            (
                Transport,
                false,
                Some(Reason::Broken),
                ErrorKind::Transport,
                false,
            ),
            (Tls, false, None, ErrorKind::Connect, true),
            (Redirect, false, None, ErrorKind::Transport, false),
            (Layer, false, None, ErrorKind::Layer, false),
            (Credentials, false, None, ErrorKind::Credentials, true),
            (BodyTooLarge, false, None, ErrorKind::BodyTooLarge, false),
            (Decompression, false, None, ErrorKind::Decode, false),
            (
                Silence,
                true,
                Some(Reason::Timeout),
                ErrorKind::Timeout,
                false,
            ),
            (Read, false, None, ErrorKind::Read, false),
            (Write, false, None, ErrorKind::Write, false),
        ] {
            // Without a response, and with the beginning of a success.
            for received in [None, Some(received(200))] {
                let failure = Failure {
                    timed_out,
                    ..Failure::new(kind)
                };
                let outcome = Outcome::Failure(failure, received);
                assert_eq!(
                    outcome.retry_reason(&RetryPolicy::new()),
                    reason,
                    "{kind:?}"
                );
                assert_eq!(outcome.error_kind(), Some(error), "{kind:?}");
                assert_eq!(outcome.is_unsent(), is_unsent, "{kind:?}");
                assert!(!outcome.is_healthy());
            }
        }
    }
}
