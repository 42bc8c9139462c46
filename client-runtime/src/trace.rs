//! What a call reports to `tracing`: a span for the call, and an event for each attempt.
//!
//! Names are those of OpenTelemetry's conventions for HTTP clients where it has one. They hold the
//! path's template and the server, never the filled path or the query, which hold people's data,
//! and no text that a server wrote but the id of the request. Values are computed inside the
//! macros of `tracing`, which do so only if somebody listens.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use tracing::field::Empty;
use tracing::{Level, Span, event, span};

use crate::api::Operation;
use crate::client::Shared;
use crate::clock::Clock;
use crate::error::Error;
use crate::error_kind::ErrorKind;
use crate::outcome::Outcome;
use crate::response::{Response, request_id_header};
use crate::retry::Decision;
use crate::sanitise::sanitise;
use crate::transport::Request;

/// What listeners filter by. It is part of a static, so it cannot be a client's own.
const TARGET: &str = "generated_client";

/// The span of a call. A call that is dropped before it ends is reported as cancelled.
pub(crate) struct CallTrace<'a> {
    span: Span,
    clock: &'a dyn Clock,
    /// When the call began; `None` when it has ended, or when nothing listens.
    started: Option<Instant>,
}

impl<'a> CallTrace<'a> {
    /// Opens the span.
    pub(crate) fn begin(client: &'a Shared, request: &Request) -> Self {
        let operation = request.operation;
        let span = span!(
            target: TARGET,
            Level::INFO,
            "call",
            otel.name = %format_args!("{} {}", request.method, operation.path),
            otel.kind = "client",
            otel.status_code = Empty,
            api = operation.api.name,
            operation = operation.id,
            http.request.method = request.method.as_str(),
            url.template = operation.path,
            server.address = request.url.host_str(),
            server.port = request.url.port_or_known_default(),
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.type = Empty,
            request_id = Empty,
            outcome = Empty,
            duration = Empty,
        );
        let clock = &*client.clock;
        let started = (!span.is_disabled()).then(|| clock.now());
        Self {
            span,
            clock,
            started,
        }
    }

    /// The span, in which the call is to run.
    pub(crate) fn span(&self) -> &Span {
        &self.span
    }

    /// Reports how the call ended, after so many attempts.
    pub(crate) fn end<T>(mut self, attempts: u32, result: Result<&Response<T>, &Error>) {
        if let Some(started) = self.started.take() {
            let result = result.map(|response| (response.status(), response.request_id()));
            self.record(started, attempts, result);
        }
    }

    fn record(
        &self,
        started: Instant,
        attempts: u32,
        result: Result<(StatusCode, Option<&str>), &Error>,
    ) {
        let (outcome, status, request_id) = match result {
            Ok((status, request_id)) => ("success", Some(status), request_id),
            Err(error) => ("error", error.status(), error.request_id()),
        };
        let span = &self.span;
        span.record("outcome", outcome);
        span.record("duration", seconds(started, self.clock));
        span.record("http.response.status_code", status.map(|it| it.as_u16()));
        span.record("http.request.resend_count", resend_count(attempts));
        span.record("request_id", request_id.map(sanitise));
        if let Err(error) = result {
            let error_type = match (error.kind(), &status) {
                (ErrorKind::Api, Some(status)) => status.as_str(),
                (kind, _) => kind.as_str(),
            };
            span.record("error.type", error_type);
            span.record("otel.status_code", "ERROR");
        }
    }
}

impl Drop for CallTrace<'_> {
    fn drop(&mut self) {
        if let Some(started) = self.started.take() {
            self.span.record("outcome", "cancelled");
            self.span.record("duration", seconds(started, self.clock));
        }
    }
}

/// Reports the outcome of an attempt, and what comes after it.
pub(crate) fn attempt(
    operation: &Operation,
    attempts: u32,
    outcome: &Outcome,
    decision: &Decision<'_>,
    (started, clock): (Instant, &dyn Clock),
) {
    event!(
        target: TARGET,
        Level::DEBUG,
        http.request.resend_count = resend_count(attempts),
        http.response.status_code = outcome.received().map(|it| it.status.as_u16()),
        error.type = error_type(outcome),
        request_id = outcome
            .received()
            .and_then(|it| request_id_header(operation.api, &it.headers))
            .map(sanitise),
        outcome = match decision {
            Decision::Retry { .. } => "retry",
            Decision::Stop(stop) => stop.as_str(),
        },
        retry_delay = match decision {
            Decision::Retry { delay, .. } => Some(delay.as_secs_f64()),
            Decision::Stop(_) => None,
        },
        duration = seconds(started, clock),
        "attempt",
    );
}

/// What went wrong, in few words: the status of an error, or the kind of the failure.
fn error_type(outcome: &Outcome) -> Option<&str> {
    match outcome {
        Outcome::ErrorStatus(received, _) => Some(received.status.as_str()),
        _ => outcome.error_kind().map(ErrorKind::as_str),
    }
}

/// How often the request was sent again; `None` if it was not.
fn resend_count(attempts: u32) -> Option<u32> {
    attempts.checked_sub(1).filter(|count| *count > 0)
}

fn seconds(started: Instant, clock: &dyn Clock) -> f64 {
    let duration: Duration = clock.now().saturating_duration_since(started);
    duration.as_secs_f64()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::sync::Arc;

    use reqwest::header::HeaderMap;
    use tracing::span::{Attributes, Id, Record};
    use tracing::subscriber::with_default;
    use tracing::{Dispatch, Event, Metadata, Subscriber};

    use super::*;
    use crate::fixture;
    use crate::manual_clock::ManualClock;
    use crate::options::Options;
    use crate::outcome::{Failure, FailureKind};
    use crate::retry::Stop;

    /// Listens to everything up to a level, and forgets it.
    struct Listener(Level);

    impl Subscriber for Listener {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.level() <= &self.0
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, _: &Event<'_>) {}
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    /// How often the clock is looked at to tell of a call with one attempt.
    fn readings() -> usize {
        let clock = Arc::new(ManualClock::new());
        let builder = fixture::builder().base_url("http://127.0.0.1:1");
        let client = builder.clock(clock.clone()).build().unwrap();
        let request = Request {
            method: fixture::PUT_ITEM.method.clone(),
            url: reqwest::Url::parse("http://127.0.0.1:1/items/1").unwrap(),
            operation: &fixture::PUT_ITEM,
            settings: Options::default()
                .settings(client.shared(), &fixture::PUT_ITEM)
                .unwrap(),
            headers: HeaderMap::new(),
            body: None,
            is_saved: false,
        };
        let started = Instant::now();
        let call = CallTrace::begin(client.shared(), &request);
        let outcome = Outcome::Failure(Failure::new(FailureKind::Connect), None);
        let decision = Decision::Stop(Stop::LastAttempt);
        let since: (Instant, &dyn Clock) = (started, &*clock);
        attempt(&fixture::PUT_ITEM, 1, &outcome, &decision, since);
        call.end::<()>(1, Err(&Error::configuration(&fixture::API, "")));
        clock.readings()
    }

    #[test]
    fn nothing_is_computed_when_nobody_listens() {
        assert_eq!(readings(), 0);
        // Of two subscribers each is consulted about a place in the code that is reached for the first
        // time; of one alone only if it listens to the thread that reaches it.
        let _second = Dispatch::new(Listener(Level::TRACE));
        assert_eq!(with_default(Listener(Level::ERROR), readings), 0);
        assert_eq!(with_default(Listener(Level::INFO), readings), 2);
        assert_eq!(with_default(Listener(Level::DEBUG), readings), 3);
    }
}
