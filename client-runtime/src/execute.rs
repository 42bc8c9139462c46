//! One call: sends the request until there is a success, or an error after which it must not be
//! sent again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, HeaderValue, LOCATION};
use reqwest::{StatusCode, Url};
use tokio::runtime::Handle;

use crate::api::Operation;
use crate::auth::{REDACTED, Secret};
use crate::body;
use crate::client::Shared;
use crate::details::Details;
use crate::error::Error;
use crate::limiter::{Feedback, Permit};
use crate::limits::{self, RateLimit};
use crate::options::Settings;
use crate::outcome::{Failure, FailureKind, Outcome, Received};
use crate::payload::stream::ReadError;
use crate::progress::SILENCE;
use crate::proxy;
use crate::retry::{Charge, Decision, Fault, Reason, RetryPolicy, State, Stop, decide};
use crate::save::Rest;
use crate::trace;
use crate::transport::{self, Left, Request};

#[cfg(test)]
mod tests;

/// The response to a request.
pub(crate) struct Success {
    pub(crate) received: Box<Received>,
    pub(crate) attempts: u32,
    /// Its body, if that is to be written elsewhere.
    pub(crate) rest: Option<Box<Rest>>,
}

/// Sends a request. Returns the response if its status is one of success.
pub(crate) async fn execute(
    client: &Shared,
    request: &Request,
    runtime: &Handle,
) -> Result<Success, Error> {
    let mut attempts = Attempts::new(client, request);
    let permit = attempts.acquire().await;
    let mut permit = permit.map_err(|wait| Error::throttled(request.operation, wait))?;
    loop {
        attempts.made += 1;
        let started = client.clock.now();
        let limit = Limit::of_attempt(&request.settings, attempts.deadline(), started);
        let mut left = Left::default();
        let mut outcome = transport::attempt(
            client,
            attempts.made,
            request,
            limit.timeout,
            runtime,
            &mut left,
        )
        .await;
        let (decision, works) = attempts.finish(&mut outcome, permit, left.token, started);
        let stop = match decision {
            Decision::Retry { delay, charge } => match attempts.pause(delay, charge).await {
                Some(next) => {
                    permit = next;
                    continue;
                }
                // The error of the last attempt says more than that there is no time for another.
                None => Stop::NoTime,
            },
            Decision::Stop(stop) => stop,
        };
        if works {
            client.quota.refund(attempts.cost);
        }
        return match conclude(client, request, outcome, &limit) {
            Ok(received) => Ok(Success {
                received,
                attempts: attempts.made,
                rest: left.rest,
            }),
            Err(error) => Err(error.after(attempts.made).with_note(stop.note())),
        };
    }
}

/// The attempts of a call so far.
struct Attempts<'a> {
    client: &'a Shared,
    request: &'a Request,
    /// When the time of the call is over; `None` if that is too far away to be counted.
    end: Option<Instant>,
    made: u32,
    /// How many of them were repeated without a charge.
    free: u32,
    /// What the last retry cost.
    cost: Option<u32>,
    /// Whether a token was refused, and another one taken.
    was_refused: bool,
}

impl<'a> Attempts<'a> {
    fn new(client: &'a Shared, request: &'a Request) -> Self {
        Self {
            client,
            request,
            end: client
                .clock
                .now()
                .checked_add(request.settings.total_timeout),
            made: 0,
            free: 0,
            cost: None,
            was_refused: false,
        }
    }

    fn deadline(&self) -> Option<Instant> {
        self.end?.checked_add(self.request.time_of_body())
    }

    fn acquire(&self) -> impl Future<Output = Result<Permit<'a>, Duration>> + use<'a> {
        let (client, request) = (self.client, self.request);
        let clock = &*client.clock;
        client
            .limiter
            .acquire(&request.method, clock, self.deadline())
    }

    /// Tells the limiter and the source of tokens how the last one ended, and decides what comes next. Also
    /// says whether the server works as it should.
    fn finish(
        &mut self,
        outcome: &mut Outcome,
        permit: Permit<'_>,
        token: Option<Arc<Secret>>,
        started: Instant,
    ) -> (Decision<'a>, bool) {
        let (client, request) = (self.client, self.request);
        let (clock, operation) = (&*client.clock, request.operation);
        let policy = request.settings.retry.as_deref();
        let policy = policy.unwrap_or(&client.retry);
        if let Some(received) = outcome.received_mut() {
            hide_key(client, received);
        }
        let retry_after = match outcome {
            Outcome::ErrorStatus(received, _) => {
                limits::retry_after(&received.headers, clock.time_of_day())
            }
            _ => None,
        };
        let reason = retry_reason(operation, policy, outcome);
        let fault = reason.map(|reason| Fault {
            reason,
            retry_after,
        });
        let mut throttled = None;
        if let Some(received) = outcome.received() {
            let feedback = feedback(client, received, retry_after);
            throttled = permit.receive(&feedback, clock);
        } else if outcome.is_unsent() {
            permit.unsent(clock);
        } else {
            // Whether it reached the server is unknown.
            drop(permit);
        }
        let status = outcome.received().map(|received| received.status);
        let refused = token.filter(|_| status == Some(StatusCode::UNAUTHORIZED));
        if let Some((tokens, token)) = client.credentials.tokens().zip(refused.as_ref()) {
            tokens.refuse(token);
        }
        let is_refused = refused.is_some();
        let is_read = || request.streamed().is_some_and(|body| !body.is_unread());
        let decision = match fault {
            _ if (fault.is_some() || is_refused) && is_read() => Decision::Stop(Stop::ReadOnce),
            // Nothing was done for a token that is not valid, so this is no retry.
            None if is_refused && !self.was_refused => Decision::Retry {
                delay: Duration::ZERO,
                charge: None,
            },
            Some(fault) => {
                let state = State {
                    policy,
                    quota: &client.quota,
                    repeatable: request.method.is_idempotent() || operation.idempotent,
                    attempts: self.made - self.free,
                    throttled,
                    queues: client.limiter.is_enabled(),
                    remaining: remaining(self.deadline(), clock.now()),
                };
                decide(fault, &state, clock)
            }
            None if outcome.error_kind().is_none() => Decision::Stop(Stop::Success),
            None => Decision::Stop(Stop::Permanent),
        };
        self.was_refused |= is_refused;
        trace::attempt(operation, self.made, outcome, &decision, (started, clock));
        (decision, fault.is_none() && outcome.is_healthy())
    }

    /// Waits until the next one may be sent; `None` if there is no time for it.
    async fn pause(&mut self, delay: Duration, charge: Option<Charge<'_>>) -> Option<Permit<'a>> {
        match charge {
            // The limiter makes it wait.
            None if self.client.limiter.is_enabled() => {}
            _ => self.client.clock.sleep(delay).await,
        }
        let permit = self.acquire().await.ok()?;
        match charge {
            Some(charge) => self.cost = Some(charge.spend()),
            None => self.free += 1,
        }
        Some(permit)
    }
}

/// Why the outcome calls for another attempt, if it does: by its kind, the statuses of the policy, and
/// the error codes of the operation.
fn retry_reason(operation: &Operation, policy: &RetryPolicy, outcome: &Outcome) -> Option<Reason> {
    if let Some(reason) = outcome.retry_reason(policy) {
        return Some(reason);
    }
    let Outcome::ErrorStatus(received, _) = outcome else {
        return None;
    };
    if operation.retry_codes.is_empty() || !policy.has_retries() {
        return None;
    }
    let details = Details::read(&operation.api.error, &received.body, str::to_owned);
    let code = details.code?;
    let is_listed = operation.retry_codes.contains(&code.as_str());
    is_listed.then_some(Reason::Unavailable)
}

/// The time that one attempt may take, and the option that says so.
pub(crate) struct Limit {
    pub(crate) timeout: Duration,
    pub(crate) option: &'static str,
    pub(crate) value: Duration,
}

impl Limit {
    /// The time of an attempt by itself.
    pub(crate) fn of_settings(settings: &Settings) -> Self {
        Self {
            timeout: settings.attempt_timeout,
            option: "attempt_timeout",
            value: settings.attempt_timeout,
        }
    }

    fn of_attempt(settings: &Settings, deadline: Option<Instant>, now: Instant) -> Self {
        match remaining(deadline, now) {
            Some(remaining) if remaining < settings.attempt_timeout => Self {
                timeout: remaining,
                option: "total_timeout",
                value: settings.total_timeout,
            },
            _ => Self::of_settings(settings),
        }
    }
}

/// What is left of the time of a call; `None` if it has no end.
fn remaining(deadline: Option<Instant>, now: Instant) -> Option<Duration> {
    deadline.map(|deadline| deadline.saturating_duration_since(now))
}

/// What the response says about the rate limit.
fn feedback(client: &Shared, received: &Received, retry_after: Option<Duration>) -> Feedback {
    let refused = received.status == StatusCode::TOO_MANY_REQUESTS;
    let names = client.api.rate_limit_headers.as_ref();
    Feedback {
        refused,
        rate_limit: names
            .and_then(|names| RateLimit::from_headers(names, &received.headers))
            .unwrap_or(RateLimit::UNKNOWN),
        // One that requests more must not keep the other calls from finding out for themselves.
        retry_after: retry_after
            .filter(|_| refused)
            .map(|wait| wait.min(client.retry.max_retry_after)),
    }
}

/// Redacts the key in the one header that is shown in errors, traces and `Debug` output.
fn hide_key(client: &Shared, received: &mut Received) {
    if let Some(name) = &client.api.request_id_header
        && let Some(value) = received.headers.get_mut(name)
        && client.credentials.is_in(value.as_bytes())
    {
        *value = HeaderValue::from_static(REDACTED);
    }
}

/// Makes the header `Location`, which may be relative to the URL of the request, an absolute URL.
fn resolve_location(url: &Url, headers: &mut HeaderMap) {
    let location = headers.get(LOCATION).map(HeaderValue::as_bytes);
    let location = location.and_then(|it| url.join(std::str::from_utf8(it).ok()?).ok());
    if let Some(value) = location.and_then(|it| HeaderValue::from_str(it.as_str()).ok()) {
        headers.insert(LOCATION, value);
    }
}

/// Turns the outcome of the last attempt into the result of the call.
fn conclude(
    client: &Shared,
    request: &Request,
    outcome: Outcome,
    limit: &Limit,
) -> Result<Box<Received>, Error> {
    let operation = request.operation;
    match outcome {
        Outcome::Success(mut received) => {
            if received.status.is_redirection() {
                resolve_location(&request.url, &mut received.headers);
            }
            Ok(received)
        }
        Outcome::ErrorStatus(received, failure) => {
            let now = client.clock.time_of_day();
            let redact = |text: &str| client.credentials.redact(text);
            Err(Error::api(operation, received, failure, now, redact))
        }
        Outcome::Failure(failure, received) => {
            let problem = describe(client, &request.url, &failure, received.as_deref(), limit);
            Err(Error::failure(operation, &problem, failure, received))
        }
    }
}

/// Says what went wrong, naming the server without the path, which may hold people's data.
pub(crate) fn describe(
    client: &Shared,
    url: &Url,
    failure: &Failure,
    received: Option<&Received>,
    limit: &Limit,
) -> String {
    let server = url.origin().ascii_serialization();
    let proxy = || {
        let proxy = proxy::of_request(&client.http, url);
        proxy.map(|proxy| format!("through the proxy {proxy}"))
    };
    match failure.kind {
        FailureKind::Connect => {
            let peer = proxy().unwrap_or_else(|| format!("to {server}"));
            if failure.timed_out {
                format!("connecting {peer} took too long")
            } else {
                format!("cannot connect {peer}")
            }
        }
        FailureKind::Tls => {
            let proxy = proxy().map_or_else(String::new, |proxy| format!(" {proxy}"));
            format!("cannot connect to {server}{proxy}: its certificate is not trusted")
        }
        FailureKind::Timeout => {
            let Limit { option, value, .. } = limit;
            format!("no complete response from {server} within {value:?} (`{option}`)")
        }
        FailureKind::Transport => {
            format!("the connection to {server} broke before the response was complete")
        }
        FailureKind::Redirect => {
            format!("the redirects of {server} were given up by the `http_client`")
        }
        FailureKind::Credentials => {
            let missing = failure.source.as_deref();
            let missing = missing.map_or_else(String::new, ToString::to_string);
            format!("there is no credential for the request: {missing}")
        }
        FailureKind::Token if failure.timed_out => {
            let Limit { option, value, .. } = limit;
            format!("the `token_source` gave no token within {value:?} (`{option}`)")
        }
        FailureKind::Token => "the `token_source` failed".to_owned(),
        FailureKind::Layer => "a layer or transport of this client returned an error".to_owned(),
        FailureKind::BodyTooLarge => {
            let limit = client.max_body_bytes;
            format!("the body is larger than {limit} bytes (`max_body_bytes`)")
        }
        FailureKind::Silence => {
            format!("nothing moved between here and {server} for {SILENCE:?}")
        }
        FailureKind::Read => {
            let error = failure.source.as_deref();
            let error = error.and_then(|error| transport::cause::<ReadError>(error));
            error.map_or_else(String::new, ToString::to_string)
        }
        FailureKind::Write => "what was received cannot be written".to_owned(),
        FailureKind::Decompression => received.map_or_else(String::new, |received| {
            body::describe_compression(received, |text| client.credentials.redact(text))
        }),
    }
}
