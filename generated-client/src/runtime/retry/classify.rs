//! What an attempt came to, as far as retries are concerned.

use std::time::Duration;

use reqwest::StatusCode;

use super::super::clock::Clock;
use super::super::limits;
use super::super::transport::{FailureKind, Outcome};

/// What an attempt came to.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) enum Verdict {
    /// The server answered in order, be it with an error that is the caller's to mend.
    Answered,
    /// Something is wrong that another attempt would find again.
    Lasting,
    /// Something is wrong that may have passed at the next attempt.
    Passing(Fault),
}

/// A fault that may pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Fault {
    pub(in super::super) reason: Reason,
    /// Whether time ran out, be it while connecting.
    pub(in super::super) timed_out: bool,
    /// How long the server asked to wait.
    pub(in super::super) retry_after: Option<Duration>,
}

/// The reason for another attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Reason {
    /// There was no connection, so nothing was sent.
    Connect,
    /// The answer was not complete in time.
    Timeout,
    /// The connection broke, before or within the answer.
    Broken,
    /// Too many requests: 429.
    Throttled,
    /// A status of a server, or of something in front of it, that cannot answer now.
    Unavailable,
}

/// Judges what an attempt came to.
pub(in super::super) fn classify(outcome: &Outcome, clock: &dyn Clock) -> Verdict {
    match outcome {
        Ok((received, None)) if received.status.is_success() => Verdict::Answered,
        Ok((received, Some(failure))) if received.status.is_success() => {
            of_failure(failure.kind, failure.timed_out)
        }
        // Of an error the status counts, whether or not its body could be read.
        Ok((received, _)) => of_status(received.status, || {
            limits::retry_after(&received.headers, clock.time_of_day())
        }),
        Err(failure) => of_failure(failure.kind, failure.timed_out),
    }
}

fn of_status(status: StatusCode, retry_after: impl FnOnce() -> Option<Duration>) -> Verdict {
    let reason = match status.as_u16() {
        429 => Reason::Throttled,
        408 | 500 | 502 | 503 | 504 => Reason::Unavailable,
        _ => return Verdict::Answered,
    };
    Verdict::Passing(Fault {
        reason,
        timed_out: false,
        retry_after: retry_after(),
    })
}

fn of_failure(kind: FailureKind, timed_out: bool) -> Verdict {
    let reason = match kind {
        FailureKind::Connect => Reason::Connect,
        FailureKind::Timeout => Reason::Timeout,
        FailureKind::Transport => Reason::Broken,
        FailureKind::Untrusted
        | FailureKind::Redirect
        | FailureKind::BodyTooLarge
        | FailureKind::Undecodable => return Verdict::Lasting,
    };
    Verdict::Passing(Fault {
        reason,
        timed_out,
        retry_after: None,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use bytes::Bytes;
    use reqwest::header::HeaderMap;

    use super::super::super::manual_clock::ManualClock;
    use super::super::super::transport::{Failure, Received};
    use super::*;

    fn failure(kind: FailureKind, timed_out: bool) -> Failure {
        Failure {
            kind,
            timed_out,
            source: None,
        }
    }

    fn answer(status: u16, retry_after: Option<&'static str>) -> Received {
        let mut headers = HeaderMap::new();
        if let Some(value) = retry_after {
            headers.insert("retry-after", value.parse().unwrap());
        }
        Received {
            status: StatusCode::from_u16(status).unwrap(),
            headers,
            body: Bytes::new(),
        }
    }

    fn judge(outcome: &Outcome) -> Verdict {
        classify(outcome, &ManualClock::new())
    }

    fn passing(reason: Reason, timed_out: bool, seconds: Option<u64>) -> Verdict {
        Verdict::Passing(Fault {
            reason,
            timed_out,
            retry_after: seconds.map(Duration::from_secs),
        })
    }

    #[test]
    fn every_status_has_its_verdict() {
        for status in 200..600 {
            let expected = match status {
                429 => passing(Reason::Throttled, false, None),
                408 | 500 | 502 | 503 | 504 => passing(Reason::Unavailable, false, None),
                _ => Verdict::Answered,
            };
            assert_eq!(
                judge(&Ok((answer(status, None), None))),
                expected,
                "{status}"
            );
        }
    }

    #[test]
    fn every_failure_has_its_verdict() {
        use FailureKind::{
            BodyTooLarge, Connect, Redirect, Timeout, Transport, Undecodable, Untrusted,
        };
        for (kind, timed_out, expected) in [
            (Connect, false, passing(Reason::Connect, false, None)),
            (Connect, true, passing(Reason::Connect, true, None)),
            (Timeout, true, passing(Reason::Timeout, true, None)),
            (Transport, false, passing(Reason::Broken, false, None)),
            (Untrusted, false, Verdict::Lasting),
            (Redirect, false, Verdict::Lasting),
            (BodyTooLarge, false, Verdict::Lasting),
            (Undecodable, false, Verdict::Lasting),
        ] {
            assert_eq!(judge(&Err(failure(kind, timed_out))), expected);
            let cut_off = Ok((answer(200, None), Some(failure(kind, timed_out))));
            assert_eq!(judge(&cut_off), expected);
        }
    }

    #[test]
    fn the_status_of_an_error_counts_more_than_its_body() {
        let broken = || Some(failure(FailureKind::Transport, false));
        assert_eq!(judge(&Ok((answer(404, None), broken()))), Verdict::Answered);
        assert_eq!(
            judge(&Ok((answer(503, None), broken()))),
            passing(Reason::Unavailable, false, None)
        );
    }

    #[test]
    fn what_the_server_asks_for_is_read() {
        for (value, expected) in [
            ("7", Some(7)),
            ("0", Some(0)),
            // The clock of the tests stands at Sun, 06 Nov 1994 08:49:37 GMT.
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("soon", None),
        ] {
            for (status, reason) in [(429, Reason::Throttled), (503, Reason::Unavailable)] {
                let outcome = Ok((answer(status, Some(value)), None));
                assert_eq!(judge(&outcome), passing(reason, false, expected), "{value}");
            }
        }
    }
}
