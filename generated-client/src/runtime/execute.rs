//! One call, from a request to its answer or an error: sends the request until there is an answer
//! or until it must not be sent again.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::header::HeaderValue;

use super::api::Operation;
use super::auth::REDACTED;
use super::client::Shared;
use super::error::Error;
use super::limiter::Told;
use super::limits::{self, RateLimit};
use super::retry::{Decision, State, Stop, Verdict, classify, decide, may_be_repeated};
use super::trace;
use super::transport::{self, Bounds, Failure, FailureKind, Outcome, Received, Request};

#[cfg(test)]
mod tests;

/// The answer of a call.
pub(super) struct Answered {
    pub(super) received: Received,
    /// How many times the request was sent.
    pub(super) attempts: u32,
}

/// Sends a request and returns the answer if its status is one of success.
pub(super) async fn execute(
    client: &Shared,
    operation: &'static Operation,
    request: &Request,
) -> Result<Answered, Error> {
    let clock = &*client.clock;
    let deadline = clock.now().checked_add(client.total_timeout);
    let repeatable = may_be_repeated(&request.method, &request.headers);
    let acquire = || client.limiter.acquire(&request.method, clock, deadline);
    let mut permit = acquire()
        .await
        .map_err(|wait| Error::paced(operation, wait))?;
    let (mut attempts, mut throttled_attempts) = (0, 0);
    let mut cost = None;
    loop {
        attempts += 1;
        let started = clock.now();
        let limit = Limit::of_attempt(client, deadline, started);
        let mut outcome = transport::attempt(&client.http, request, limit.bounds(client)).await;
        let throttled = match &mut outcome {
            Ok((received, _)) => {
                hide_key(client, received);
                permit.receive(&told(client, received), clock)
            }
            Err(failure) => {
                if failure.kind.is_unsent() {
                    permit.unsent(clock);
                } else {
                    // Nobody knows whether it reached the server.
                    drop(permit);
                }
                None
            }
        };
        let verdict = classify(&outcome, clock);
        if verdict == Verdict::Answered {
            client.quota.answered(cost);
        }
        let state = State {
            policy: &client.retry,
            quota: &client.quota,
            repeatable,
            attempts: attempts - throttled_attempts,
            throttled,
            queues: client.limiter.is_enabled(),
            remaining: remaining(deadline, clock.now()),
        };
        let decision = decide(&verdict, &state, clock);
        let since = (started, clock);
        trace::attempt(operation, attempts, &outcome, &decision, since);
        let stop = match decision {
            Decision::Retry { delay, charge } => {
                match charge {
                    // The limiter makes it wait.
                    None if state.queues => {}
                    _ => clock.sleep(delay).await,
                }
                if let Ok(next) = acquire().await {
                    permit = next;
                    match charge {
                        Some(charge) => cost = Some(charge.spend()),
                        None => throttled_attempts += 1,
                    }
                    continue;
                }
                // What the last attempt came to says more than that there is no time for another.
                Stop::NoTime
            }
            Decision::Stop(stop) => stop,
        };
        return match conclude(client, operation, request, outcome, &limit) {
            Ok(received) => Ok(Answered { received, attempts }),
            Err(error) => Err(error.after(attempts).with_note(stop.note())),
        };
    }
}

/// The time that one attempt may take, and the option that says so.
struct Limit {
    timeout: Duration,
    option: &'static str,
    value: Duration,
}

impl Limit {
    fn of_attempt(client: &Shared, deadline: Option<Instant>, now: Instant) -> Self {
        match remaining(deadline, now) {
            Some(remaining) if remaining < client.attempt_timeout => Self {
                timeout: remaining,
                option: "total_timeout",
                value: client.total_timeout,
            },
            _ => Self {
                timeout: client.attempt_timeout,
                option: "attempt_timeout",
                value: client.attempt_timeout,
            },
        }
    }

    fn bounds(&self, client: &Shared) -> Bounds {
        Bounds {
            timeout: self.timeout,
            max_body_bytes: client.max_body_bytes,
        }
    }
}

/// What is left of the time of a call; `None` if it has no end.
fn remaining(deadline: Option<Instant>, now: Instant) -> Option<Duration> {
    deadline.map(|deadline| deadline.saturating_duration_since(now))
}

/// What the response says about the rate limit.
fn told(client: &Shared, received: &Received) -> Told {
    let refused = received.status == StatusCode::TOO_MANY_REQUESTS;
    let asked = || limits::retry_after(&received.headers, client.clock.time_of_day());
    let names = client.api.rate_limit_headers.as_ref();
    Told {
        refused,
        rate_limit: names
            .and_then(|names| RateLimit::from_headers(names, &received.headers))
            .unwrap_or(RateLimit::UNKNOWN),
        // One that asks for more must not keep the other calls from finding out for themselves.
        retry_after: refused
            .then(asked)
            .flatten()
            .map(|wait| wait.min(client.retry.longest_retry_after())),
    }
}

/// Redacts the key in the one header that is shown in errors, traces and `Debug` output.
fn hide_key(client: &Shared, received: &mut Received) {
    if let Some(name) = client.api.request_id_header
        && let Some(value) = received.headers.get_mut(name)
        && client.key.is_in(value.as_bytes())
    {
        *value = HeaderValue::from_static(REDACTED);
    }
}

/// Turns what the last attempt came to into the result of the call.
fn conclude(
    client: &Shared,
    operation: &'static Operation,
    request: &Request,
    outcome: Outcome,
    limit: &Limit,
) -> Result<Received, Error> {
    let (received, failure) = match outcome {
        Ok((received, None)) if received.status.is_success() => return Ok(received),
        Ok((received, Some(failure))) if received.status.is_success() => (Some(received), failure),
        // The status of an error counts more than a body that could not be read to its end.
        Ok((received, failure)) => {
            let now = client.clock.time_of_day();
            return Err(Error::api(operation, received, failure, now, |text| {
                client.key.redact(text)
            }));
        }
        Err(failure) => (None, failure),
    };
    let problem = match (failure.kind, &received) {
        (FailureKind::Undecodable, Some(received)) => {
            transport::describe_compression(received, |text| client.key.redact(text))
        }
        _ => describe(client, request, &failure, limit),
    };
    Err(Error::unanswered(operation, &problem, failure, received))
}

/// Says what went wrong, naming the server without the path, which may hold people's data.
fn describe(client: &Shared, request: &Request, failure: &Failure, limit: &Limit) -> String {
    let server = request.url.origin().ascii_serialization();
    let proxy = client.proxies.of_request(&request.url);
    let proxy = proxy.map(|proxy| format!("through the proxy {proxy}"));
    match failure.kind {
        FailureKind::Connect => {
            let peer = proxy.unwrap_or_else(|| format!("to {server}"));
            if failure.timed_out {
                format!("connecting {peer} took too long")
            } else {
                format!("cannot connect {peer}")
            }
        }
        FailureKind::Untrusted => {
            let proxy = proxy.map_or_else(String::new, |proxy| format!(" {proxy}"));
            format!("cannot connect to {server}{proxy}: its certificate is not trusted")
        }
        FailureKind::Timeout => {
            let Limit { option, value, .. } = limit;
            format!("no complete answer from {server} within {value:?} (`{option}`)")
        }
        FailureKind::Transport => {
            format!("the connection to {server} broke before the answer was complete")
        }
        FailureKind::Redirect => {
            format!("the redirects of {server} were given up by the `http_client`")
        }
        FailureKind::BodyTooLarge => {
            let limit = client.max_body_bytes;
            format!("the body is larger than {limit} bytes (`max_body_bytes`)")
        }
        FailureKind::Undecodable => "the compressed body is damaged".to_owned(),
    }
}
