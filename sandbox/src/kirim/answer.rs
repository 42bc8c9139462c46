//! The way of every request to Kirim: key, rate limit, operation, headers.

use std::time::Duration;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderName};
use axum::response::Response;
use serde::Serialize;

use super::errors::Problem;
use crate::answer::{Answered, LIMIT, REMAINING, RESET, json, set, set_number};
use crate::app::App;
use crate::bucket::Level;
use crate::fault::Fault;
use crate::keys::Plan;
use crate::operation::{Api, Operation};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What an operation has to go by.
pub(super) struct Call<'a> {
    pub(super) app: &'a App,
    pub(super) plan: Plan,
    /// Goes into the body.
    pub(super) request_id: String,
}

/// State of the rate limit, for the headers of an answer.
struct Gauge {
    limit: u32,
    level: Level,
}

/// Lets a request in, if its key and the rate limit allow, and answers it.
pub(super) fn answer<B: Serialize>(
    app: &App,
    operation: Operation,
    headers: &HeaderMap,
    serve: impl FnOnce(&Call<'_>) -> Result<B, Problem>,
) -> Response {
    let request_id = app.ids.kirim();
    let plan = match app.keys.kirim(headers) {
        Ok(plan) => plan,
        Err(refusal) => {
            // No organization is known, so nobody's token is taken.
            let gauge = Gauge::of(app.look_kirim(Plan::Pro));
            let problem = Problem::refused(refusal);
            return respond_problem(app, Some(operation), request_id, problem, Some(&gauge));
        }
    };
    let gauge = Gauge::of(app.take_kirim(plan));
    let call = Call {
        app,
        plan,
        request_id,
    };
    let result = if gauge.level.admitted {
        serve(&call)
    } else {
        Err(Problem::rate_limited())
    };
    let request_id = call.request_id;
    match result.map(|body| json(axum::http::StatusCode::OK, "application/json", &body)) {
        Ok(Ok(response)) => finish(app, Some(operation), request_id, response, Some(&gauge)),
        Ok(Err(_)) => respond_problem(app, Some(operation), request_id, Problem::internal(), None),
        Err(problem) => respond_problem(app, Some(operation), request_id, problem, Some(&gauge)),
    }
}

/// Answers a request that no operation is for.
pub(super) fn refuse(app: &App, problem: Problem) -> Response {
    let gauge = Gauge::of(app.look_kirim(Plan::Pro));
    respond_problem(app, None, app.ids.kirim(), problem, Some(&gauge))
}

/// Answers a request whose wish for a fault cannot be understood.
pub(crate) fn refused_header(app: &App, message: &str) -> Response {
    let param = crate::fault::HEADER;
    refuse(
        app,
        Problem::parameter("invalid_field_value", param, message),
    )
}

/// The answer that a fault puts in place of another, if it is one with a body of Kirim's.
pub(crate) fn fault(app: &App, answered: &Answered, fault: &Fault) -> Option<Response> {
    let respond = |problem, gauge: Option<&Gauge>| {
        let request_id = answered.request_id.clone();
        respond_problem(app, answered.operation, request_id, problem, gauge)
    };
    let response = match fault {
        Fault::InternalError => respond(Problem::internal(), None),
        Fault::Unavailable(seconds) => {
            let mut response = respond(Problem::unavailable(), None);
            set_number(&mut response, RETRY_AFTER, *seconds);
            response
        }
        Fault::RateLimited(seconds) => {
            let gauge = Gauge::of(app.look_kirim(Plan::Pro)).emptied();
            let mut response = respond(Problem::rate_limited(), Some(&gauge));
            let minute = app.clock.unix_after(Duration::from_secs(60));
            let reset = app.clock.unix_now().saturating_add(*seconds).max(minute);
            set_number(&mut response, RESET, reset);
            set_number(&mut response, RETRY_AFTER, *seconds);
            response
        }
        _ => return None,
    };
    Some(response)
}

fn respond_problem(
    app: &App,
    operation: Option<Operation>,
    request_id: String,
    problem: Problem,
    gauge: Option<&Gauge>,
) -> Response {
    let status = problem.status;
    let body = problem.into_body(request_id.clone());
    // Its members are texts, and texts can always be written.
    let response = json(status, "application/json", &body).unwrap_or_default();
    finish(app, operation, request_id, response, gauge)
}

/// Adds the headers that every answer has.
fn finish(
    app: &App,
    operation: Option<Operation>,
    request_id: String,
    mut response: Response,
    gauge: Option<&Gauge>,
) -> Response {
    set(&mut response, REQUEST_ID, &request_id);
    if let Some(gauge) = gauge {
        let reset = app.clock.unix_after(gauge.level.until_full);
        set_number(&mut response, LIMIT, u64::from(gauge.limit));
        set_number(&mut response, REMAINING, gauge.level.remaining);
        set_number(&mut response, RESET, reset);
        if !gauge.level.admitted {
            let wait = app.clock.real_seconds(gauge.level.until_next).max(1);
            set_number(&mut response, RETRY_AFTER, wait);
        }
    }
    response.extensions_mut().insert(Answered {
        api: Api::Kirim,
        operation,
        request_id,
    });
    response
}

impl Gauge {
    fn of((limit, level): (u32, Level)) -> Self {
        Self { limit, level }
    }

    /// The same limit with nothing left.
    fn emptied(mut self) -> Self {
        self.level.remaining = 0;
        self
    }
}
