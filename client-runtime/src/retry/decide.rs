//! Whether there may be another attempt, and after which wait.

use std::time::Duration;

use reqwest::Method;

use super::backoff;
use super::fault::{Fault, Reason};
use super::policy::RetryPolicy;
use super::quota::{Charge, Quota};
use crate::clock::Clock;

/// The state of a call after an attempt.
pub(crate) struct State<'a> {
    pub(crate) policy: &'a RetryPolicy,
    pub(crate) quota: &'a Quota,
    /// Whether the request may reach the server twice.
    pub(crate) repeatable: bool,
    /// Attempts so far that count, which are all but those before the last that were throttled.
    pub(crate) attempts: u32,
    /// After a response 429 that says it: how long the next request of its bucket has to wait.
    pub(crate) throttled: Option<Duration>,
    /// Whether that request queues until then, so that no delay of the call's own is needed.
    pub(crate) queues: bool,
    /// What is left of the call's time; `None` if it has no end.
    pub(crate) remaining: Option<Duration>,
}

/// What to do next.
#[derive(Debug)]
pub(crate) enum Decision<'a> {
    /// Wait, and try again. `charge` is `None` for a request that was throttled, because the
    /// server works as documented.
    Retry {
        delay: Duration,
        charge: Option<Charge<'a>>,
    },
    /// Leave it at the outcome of the attempt.
    Stop(Stop),
}

/// Why there is no further attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// The call succeeded.
    Success,
    /// Another attempt would meet the same error.
    Permanent,
    /// The request must not reach the server twice.
    NotRepeatable,
    /// Its body was read from what can be read only once.
    ReadOnce,
    /// It was the last attempt of the policy.
    LastAttempt,
    /// The server requests a longer wait than the policy allows.
    WaitTooLong,
    /// The wait would take longer than the call may.
    NoTime,
    /// Too many calls of this client needed retries.
    NoQuota,
}

/// Whether sending a request twice does the same as sending it once.
///
/// The methods are those that RFC 9110 calls idempotent.
pub(crate) fn may_be_repeated(method: &Method) -> bool {
    // `Method` counts `PUT`, `DELETE` and the safe methods, and no method that it does not know.
    method.is_idempotent()
}

/// Decides about another attempt. Takes the quota's tokens for it if there is one.
pub(crate) fn decide<'a>(fault: Fault, state: &State<'a>, clock: &dyn Clock) -> Decision<'a> {
    if let (Reason::Throttled, Some(wait)) = (fault.reason, state.throttled) {
        return match queue(fault, wait, state, clock) {
            Ok(delay) => Decision::Retry {
                delay,
                charge: None,
            },
            Err(stop) => Decision::Stop(stop),
        };
    }
    match wait(fault, state, clock) {
        // Last, so that nothing is taken for an attempt that there will not be.
        Ok(delay) => match state.quota.take(fault.reason.is_timeout()) {
            Some(charge) => Decision::Retry {
                delay,
                charge: Some(charge),
            },
            None => Decision::Stop(Stop::NoQuota),
        },
        Err(stop) => Decision::Stop(stop),
    }
}

/// How long to wait before another attempt, if there may be one.
fn wait(fault: Fault, state: &State<'_>, clock: &dyn Clock) -> Result<Duration, Stop> {
    if state.attempts >= state.policy.max_attempts {
        return Err(Stop::LastAttempt);
    }
    if !state.repeatable && !matches!(fault.reason, Reason::Connect { .. }) {
        return Err(Stop::NotRepeatable);
    }
    let requested = fault.retry_after.unwrap_or_default();
    if requested > state.policy.max_retry_after {
        return Err(Stop::WaitTooLong);
    }
    let own = backoff::delay(state.policy, fault.reason, state.attempts, clock.random());
    in_time(own.max(requested), state)
}

/// The same where the server says when to come back: nothing was done, so the request may be
/// repeated, and as often as it takes.
fn queue(
    fault: Fault,
    wait: Duration,
    state: &State<'_>,
    clock: &dyn Clock,
) -> Result<Duration, Stop> {
    if state.policy.max_attempts == 1 {
        return Err(Stop::LastAttempt);
    }
    if fault.retry_after.unwrap_or(wait) > state.policy.max_retry_after {
        return Err(Stop::WaitTooLong);
    }
    let own = backoff::delay(state.policy, fault.reason, state.attempts, clock.random());
    in_time(if state.queues { wait } else { wait.max(own) }, state)
}

/// The delay, if it leaves time for an attempt.
fn in_time(delay: Duration, state: &State<'_>) -> Result<Duration, Stop> {
    match state.remaining {
        Some(remaining) if remaining <= delay => Err(Stop::NoTime),
        _ => Ok(delay),
    }
}

impl Stop {
    /// What an error says about it; `None` if there is nothing to say beyond the error itself.
    pub(crate) fn note(self) -> Option<&'static str> {
        match self {
            Self::Success | Self::Permanent | Self::LastAttempt => None,
            Self::NotRepeatable => Some("the request is not idempotent"),
            Self::ReadOnce => Some("the reader of its body can be read only once"),
            Self::WaitTooLong => Some("the server requests a longer wait than `max_retry_after`"),
            Self::NoTime => Some("too little of `total_timeout` is left"),
            Self::NoQuota => Some("the quota of retries is used up"),
        }
    }

    /// Its name in traces.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Permanent => "permanent",
            Self::NotRepeatable => "not_repeatable",
            Self::ReadOnce => "read_once",
            Self::LastAttempt => "last_attempt",
            Self::WaitTooLong => "wait_too_long",
            Self::NoTime => "no_time",
            Self::NoQuota => "no_quota",
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, reason = "tests")]

    use super::*;
    use crate::manual_clock::ManualClock;

    const S: Duration = Duration::from_secs(1);
    const MS: Duration = Duration::from_millis(1);

    /// A row of the table, with everything in favour of a retry.
    #[derive(Clone, Copy)]
    struct Row {
        reason: Reason,
        retry_after: Option<Duration>,
        repeatable: bool,
        attempts: u32,
        remaining: Option<Duration>,
        tokens: u32,
        throttled: Option<Duration>,
        queues: bool,
    }

    const ROW: Row = Row {
        reason: Reason::Unavailable,
        retry_after: None,
        repeatable: true,
        attempts: 1,
        remaining: Some(Duration::from_secs(60)),
        tokens: 500,
        throttled: None,
        queues: true,
    };

    /// The delay and the cost of a retry, or why there is none; half of each delay is chance.
    fn judge(row: &Row) -> Result<(Duration, u32), Stop> {
        let quota = Quota::new(row.tokens);
        let fault = Fault {
            reason: row.reason,
            retry_after: row.retry_after,
        };
        let state = State {
            policy: &RetryPolicy::new(),
            quota: &quota,
            repeatable: row.repeatable,
            attempts: row.attempts,
            throttled: row.throttled,
            queues: row.queues,
            remaining: row.remaining,
        };
        let clock = ManualClock::new().with_random(0.5);
        match decide(fault, &state, &clock) {
            Decision::Retry { delay, charge } => {
                let cost = charge.map_or(0, Charge::spend);
                assert_eq!(quota.tokens() + cost, row.tokens);
                Ok((delay, cost))
            }
            Decision::Stop(stop) => {
                assert_eq!(
                    quota.tokens(),
                    row.tokens,
                    "nothing is taken without a retry"
                );
                Err(stop)
            }
        }
    }

    #[test]
    fn a_transient_fault_is_tried_again_after_half_of_its_delay() {
        for (row, delay, cost) in [
            (Row { ..ROW }, 100 * MS, 5),
            (Row { attempts: 2, ..ROW }, 200 * MS, 5),
            (
                Row {
                    reason: Reason::Connect { timed_out: false },
                    ..ROW
                },
                100 * MS,
                5,
            ),
            (
                Row {
                    reason: Reason::Broken,
                    ..ROW
                },
                100 * MS,
                5,
            ),
            (
                Row {
                    reason: Reason::Throttled,
                    ..ROW
                },
                500 * MS,
                5,
            ),
            (
                Row {
                    reason: Reason::Throttled,
                    attempts: 2,
                    ..ROW
                },
                S,
                5,
            ),
            (
                Row {
                    reason: Reason::Timeout,
                    ..ROW
                },
                100 * MS,
                10,
            ),
            (
                Row {
                    reason: Reason::Connect { timed_out: true },
                    ..ROW
                },
                100 * MS,
                10,
            ),
        ] {
            assert_eq!(judge(&row), Ok((delay, cost)));
        }
    }

    #[test]
    fn attempts_are_counted() {
        assert!(judge(&Row { attempts: 2, ..ROW }).is_ok());
        for attempts in [3, 4, u32::MAX] {
            assert_eq!(judge(&Row { attempts, ..ROW }), Err(Stop::LastAttempt));
        }
    }

    #[test]
    fn what_must_not_be_done_twice_is_sent_again_only_if_it_was_not_sent() {
        let row = |reason| Row {
            reason,
            repeatable: false,
            ..ROW
        };
        assert!(judge(&row(Reason::Connect { timed_out: false })).is_ok());
        for reason in [
            Reason::Timeout,
            Reason::Broken,
            Reason::Throttled,
            Reason::Unavailable,
        ] {
            assert_eq!(judge(&row(reason)), Err(Stop::NotRepeatable), "{reason:?}");
        }
    }

    #[test]
    fn what_the_server_requests_lengthens_the_wait_but_never_shortens_it() {
        for (requested, expected) in [
            (Duration::ZERO, Ok((100 * MS, 5))),
            (50 * MS, Ok((100 * MS, 5))),
            (7 * S, Ok((7 * S, 5))),
            (59 * S, Ok((59 * S, 5))),
            (60 * S, Err(Stop::NoTime)),
            (61 * S, Err(Stop::WaitTooLong)),
            (Duration::MAX, Err(Stop::WaitTooLong)),
        ] {
            let row = Row {
                retry_after: Some(requested),
                ..ROW
            };
            assert_eq!(judge(&row), expected, "{requested:?}");
        }
        let row = Row {
            retry_after: Some(60 * S),
            remaining: None,
            ..ROW
        };
        assert_eq!(judge(&row), Ok((60 * S, 5)));
    }

    #[test]
    fn no_wait_is_begun_that_the_call_has_no_time_for() {
        for (remaining, expected) in [
            (Some(Duration::ZERO), Err(Stop::NoTime)),
            (Some(99 * MS), Err(Stop::NoTime)),
            (Some(100 * MS), Err(Stop::NoTime)),
            (Some(101 * MS), Ok((100 * MS, 5))),
            (None, Ok((100 * MS, 5))),
        ] {
            assert_eq!(judge(&Row { remaining, ..ROW }), expected, "{remaining:?}");
        }
    }

    #[test]
    fn without_enough_tokens_there_is_no_retry() {
        for (tokens, reason, expected) in [
            (5, Reason::Broken, Ok((100 * MS, 5))),
            (4, Reason::Broken, Err(Stop::NoQuota)),
            (10, Reason::Timeout, Ok((100 * MS, 10))),
            (9, Reason::Timeout, Err(Stop::NoQuota)),
        ] {
            let row = Row {
                reason,
                tokens,
                ..ROW
            };
            assert_eq!(judge(&row), expected);
        }
    }

    #[test]
    fn a_429_that_tells_when_to_come_back_is_repeated_without_counting() {
        let row = Row {
            reason: Reason::Throttled,
            throttled: Some(MS),
            ..ROW
        };
        for (row, expected) in [
            (Row { ..row }, Ok((MS, 0))),
            (Row { attempts: 2, ..row }, Ok((MS, 0))),
            (Row { tokens: 0, ..row }, Ok((MS, 0))),
            (
                Row {
                    repeatable: false,
                    ..row
                },
                Ok((MS, 0)),
            ),
            // Where calls do not queue, each has a delay of its own.
            (
                Row {
                    queues: false,
                    ..row
                },
                Ok((500 * MS, 0)),
            ),
            (
                Row {
                    remaining: Some(MS),
                    ..row
                },
                Err(Stop::NoTime),
            ),
            (
                Row {
                    throttled: Some(61 * S),
                    remaining: None,
                    ..row
                },
                Err(Stop::WaitTooLong),
            ),
            (
                // The limiter holds requests back no longer than `max_retry_after`.
                Row {
                    throttled: Some(60 * S),
                    retry_after: Some(3600 * S),
                    remaining: None,
                    ..row
                },
                Err(Stop::WaitTooLong),
            ),
            // Without a word on when, it is a fault.
            (
                Row {
                    throttled: None,
                    ..row
                },
                Ok((500 * MS, 5)),
            ),
            // Only a 429 says that nothing was done.
            (
                Row {
                    reason: Reason::Unavailable,
                    ..row
                },
                Ok((100 * MS, 5)),
            ),
        ] {
            assert_eq!(judge(&row), expected);
        }
        let once = State {
            policy: &RetryPolicy::none(),
            quota: &Quota::new(500),
            repeatable: true,
            attempts: 1,
            throttled: Some(MS),
            queues: true,
            remaining: None,
        };
        let fault = Fault {
            reason: Reason::Throttled,
            retry_after: Some(MS),
        };
        match decide(fault, &once, &ManualClock::new()) {
            Decision::Stop(stop) => assert_eq!(stop, Stop::LastAttempt),
            decision @ Decision::Retry { .. } => panic!("{decision:?}"),
        }
    }

    #[test]
    fn idempotent_methods_may_be_repeated() {
        for (method, expected) in [
            (Method::GET, true),
            (Method::HEAD, true),
            (Method::OPTIONS, true),
            (Method::TRACE, true),
            (Method::PUT, true),
            (Method::DELETE, true),
            (Method::POST, false),
            (Method::PATCH, false),
            (Method::CONNECT, false),
            (Method::from_bytes(b"PURGE").unwrap_or_default(), false),
        ] {
            assert_eq!(may_be_repeated(&method), expected, "{method}");
        }
    }
}
