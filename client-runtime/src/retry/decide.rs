//! Whether there may be another attempt, and after which wait.

use std::time::Duration;

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

/// Decides about another attempt. Takes the quota's tokens for it if there is one.
pub(crate) fn decide<'a>(fault: Fault, state: &State<'a>, clock: &dyn Clock) -> Decision<'a> {
    match retry(fault, state, clock) {
        Ok((delay, charge)) => Decision::Retry { delay, charge },
        Err(stop) => Decision::Stop(stop),
    }
}

/// How long to wait before another attempt, and what it costs, if there may be one.
fn retry<'a>(
    fault: Fault,
    state: &State<'a>,
    clock: &dyn Clock,
) -> Result<(Duration, Option<Charge<'a>>), Stop> {
    let policy = state.policy;
    // Where the server says when to come back, nothing was done, so the request may be repeated, and
    // as often as it takes.
    let throttled = state
        .throttled
        .filter(|_| fault.reason == Reason::Throttled);
    let was_last = match throttled {
        Some(_) => !policy.has_retries(),
        None => state.attempts >= policy.max_attempts,
    };
    if was_last {
        return Err(Stop::LastAttempt);
    }
    let was_unsent = matches!(fault.reason, Reason::Connect { .. });
    if throttled.is_none() && !state.repeatable && !was_unsent {
        return Err(Stop::NotRepeatable);
    }
    if fault.retry_after.or(throttled).unwrap_or_default() > policy.max_retry_after {
        return Err(Stop::WaitTooLong);
    }
    let own = policy.delay(fault.reason, state.attempts, clock.random());
    let delay = match throttled {
        Some(wait) if state.queues => wait,
        Some(wait) => wait.max(own),
        None => own.max(fault.retry_after.unwrap_or_default()),
    };
    if state.remaining.is_some_and(|remaining| remaining <= delay) {
        return Err(Stop::NoTime);
    }
    if throttled.is_some() {
        return Ok((delay, None));
    }
    // Last, so that nothing is taken for an attempt that there will not be.
    let after_timeout = match fault.reason {
        Reason::Connect { timed_out } => timed_out,
        reason => reason == Reason::Timeout,
    };
    let charge = state.quota.take(after_timeout);
    Ok((delay, Some(charge.ok_or(Stop::NoQuota)?)))
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
    use super::*;
    use crate::manual_clock::ManualClock;

    const S: Duration = Duration::from_secs(1);
    const MS: Duration = Duration::from_millis(1);
    const CONNECT: Reason = Reason::Connect { timed_out: false };

    /// A call after an attempt.
    struct Row {
        reason: Reason,
        retry_after: Option<Duration>,
        policy: RetryPolicy,
        repeatable: bool,
        attempts: u32,
        remaining: Option<Duration>,
        tokens: u32,
        throttled: Option<Duration>,
        queues: bool,
    }

    /// The delay and the cost of a retry, or why there is none, where everything but `change` is in
    /// favour of it; half of each delay is chance.
    fn judge(change: impl FnOnce(&mut Row)) -> Result<(Duration, u32), Stop> {
        let mut row = Row {
            reason: Reason::Unavailable,
            retry_after: None,
            policy: RetryPolicy::new(),
            repeatable: true,
            attempts: 1,
            remaining: Some(60 * S),
            tokens: 500,
            throttled: None,
            queues: true,
        };
        change(&mut row);
        let quota = Quota::new(row.tokens);
        let fault = Fault {
            reason: row.reason,
            retry_after: row.retry_after,
        };
        let state = State {
            policy: &row.policy,
            quota: &quota,
            repeatable: row.repeatable,
            attempts: row.attempts,
            throttled: row.throttled,
            queues: row.queues,
            remaining: row.remaining,
        };
        let clock = ManualClock::new().with_random(0.5);
        let decision = match decide(fault, &state, &clock) {
            Decision::Retry { delay, charge } => Ok((delay, charge.map_or(0, Charge::spend))),
            Decision::Stop(stop) => Err(stop),
        };
        let cost = decision.map_or(0, |(_, cost)| cost);
        assert_eq!(quota.tokens() + cost, row.tokens, "nothing else is taken");
        decision
    }

    #[test]
    fn a_transient_fault_is_tried_again_after_half_of_its_delay() {
        for (reason, attempts, delay, cost) in [
            (Reason::Unavailable, 1, 100 * MS, 5),
            (Reason::Unavailable, 2, 200 * MS, 5),
            (CONNECT, 1, 100 * MS, 5),
            (Reason::Broken, 1, 100 * MS, 5),
            (Reason::Throttled, 1, 500 * MS, 5),
            (Reason::Throttled, 2, S, 5),
            (Reason::Timeout, 1, 100 * MS, 10),
            (Reason::Connect { timed_out: true }, 1, 100 * MS, 10),
        ] {
            let judged = judge(|it| (it.reason, it.attempts) = (reason, attempts));
            assert_eq!(judged, Ok((delay, cost)), "{reason:?}");
            // Costs are 5, and 10 after a timeout.
            let judged = judge(|it| (it.reason, it.tokens) = (reason, cost - 1));
            assert_eq!(judged, Err(Stop::NoQuota), "{reason:?}");
            assert!(judge(|it| (it.reason, it.tokens) = (reason, cost)).is_ok());
        }
        for attempts in [3, 4, u32::MAX] {
            assert_eq!(judge(|it| it.attempts = attempts), Err(Stop::LastAttempt));
        }
    }

    #[test]
    fn what_must_not_be_done_twice_is_sent_again_only_if_it_was_not_sent() {
        let judge = |reason| judge(|it| (it.reason, it.repeatable) = (reason, false));
        assert!(judge(CONNECT).is_ok());
        for reason in [
            Reason::Timeout,
            Reason::Broken,
            Reason::Throttled,
            Reason::Unavailable,
        ] {
            assert_eq!(judge(reason), Err(Stop::NotRepeatable), "{reason:?}");
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
            let judged = judge(|it| it.retry_after = Some(requested));
            assert_eq!(judged, expected, "{requested:?}");
        }
        let endless = judge(|it| (it.retry_after, it.remaining) = (Some(60 * S), None));
        assert_eq!(endless, Ok((60 * S, 5)));
    }

    #[test]
    fn no_wait_is_begun_that_the_call_has_no_time_for() {
        for (remaining, expected) in [
            (Some(Duration::ZERO), Err(Stop::NoTime)),
            (Some(100 * MS), Err(Stop::NoTime)),
            (Some(101 * MS), Ok((100 * MS, 5))),
            (None, Ok((100 * MS, 5))),
        ] {
            let judged = judge(|it| it.remaining = remaining);
            assert_eq!(judged, expected, "{remaining:?}");
        }
    }

    #[test]
    fn a_429_that_tells_when_to_come_back_is_repeated_without_counting() {
        let judge = |change: fn(&mut Row)| {
            judge(|it| {
                (it.reason, it.throttled) = (Reason::Throttled, Some(MS));
                change(it);
            })
        };
        let free = Ok((MS, 0));
        assert_eq!(judge(|_| {}), free);
        assert_eq!(judge(|it| it.attempts = 3), free);
        assert_eq!(judge(|it| it.tokens = 0), free);
        assert_eq!(judge(|it| it.repeatable = false), free);
        // Where calls do not queue, each has a delay of its own.
        assert_eq!(judge(|it| it.queues = false), Ok((500 * MS, 0)));
        assert_eq!(judge(|it| it.remaining = Some(MS)), Err(Stop::NoTime));
        let later = judge(|it| (it.throttled, it.remaining) = (Some(61 * S), None));
        assert_eq!(later, Err(Stop::WaitTooLong));
        // The limiter holds requests back no longer than `max_retry_after`.
        let later = judge(|it| (it.throttled, it.retry_after) = (Some(60 * S), Some(3600 * S)));
        assert_eq!(later, Err(Stop::WaitTooLong));
        // Without a word on when, it is a fault, and only a 429 says that nothing was done.
        assert_eq!(judge(|it| it.throttled = None), Ok((500 * MS, 5)));
        let other = judge(|it| it.reason = Reason::Unavailable);
        assert_eq!(other, Ok((100 * MS, 5)));
        let once = judge(|it| it.policy = RetryPolicy::none());
        assert_eq!(once, Err(Stop::LastAttempt));
    }
}
