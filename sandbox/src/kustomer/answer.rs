//! The way of every request to Kustomer: key, rate limit, operation, headers.

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::errors::Problem;
use crate::answer::{Answered, LIMIT, REMAINING, RESET, json, set, set_number};
use crate::app::App;
use crate::fault::Fault;
use crate::operation::{Api, Operation};

const TRACE_ID: HeaderName = HeaderName::from_static("x-amz-cf-id");
const POD: HeaderName = HeaderName::from_static("x-kustomer-pod");

const JSON: &str = "application/json; charset=utf-8";

/// What Kustomer itself adds to an answer; the CDN in front of it adds none of it.
struct Gauge {
    limit: u32,
    remaining: u64,
    /// Unix seconds; sent once the limit is reached.
    reset: Option<u64>,
}

/// Lets a request in, if its key and the rate limit allow, and answers it.
pub(super) fn answer<B: Serialize>(
    app: &App,
    operation: Operation,
    headers: &HeaderMap,
    serve: impl FnOnce() -> Result<B, Problem>,
) -> Response {
    let operation = Some(operation);
    let trace_id = app.ids.cdn();
    if let Err(refusal) = app.keys.kustomer(headers) {
        return respond_problem(operation, trace_id, Problem::refused(refusal), None);
    }
    let (limit, left) = app.take_kustomer();
    let reset = (!left.admitted).then(|| app.clock.unix_after(left.until_end));
    let gauge = Some(Gauge {
        limit,
        remaining: left.remaining,
        reset,
    });
    if !left.admitted {
        let problem = Problem::plain(StatusCode::TOO_MANY_REQUESTS);
        return respond_problem(operation, trace_id, problem, gauge);
    }
    match serve().map(|body| json(StatusCode::OK, JSON, &body)) {
        Ok(Ok(response)) => finish(operation, trace_id, response, gauge),
        Ok(Err(_)) => {
            let problem = Problem::plain(StatusCode::INTERNAL_SERVER_ERROR);
            respond_problem(operation, trace_id, problem, None)
        }
        Err(problem) => respond_problem(operation, trace_id, problem, gauge),
    }
}

/// Answers a request that no operation is for.
pub(super) fn refuse(app: &App, status: StatusCode) -> Response {
    respond_problem(None, app.ids.cdn(), Problem::plain(status), None)
}

/// Answers a request whose wish for a fault cannot be understood.
pub(crate) fn refused_header(app: &App, message: &str) -> Response {
    let problem = Problem::bad_parameter(crate::fault::HEADER, message);
    respond_problem(None, app.ids.cdn(), problem, None)
}

/// The answer that a fault puts in place of another, if it is one with a body of Kustomer's.
pub(crate) fn fault(app: &App, answered: &Answered, fault: &Fault) -> Option<Response> {
    let respond = |status, gauge| {
        let trace_id = answered.request_id.clone();
        respond_problem(answered.operation, trace_id, Problem::plain(status), gauge)
    };
    let response = match fault {
        Fault::InternalError => respond(StatusCode::INTERNAL_SERVER_ERROR, None),
        Fault::Unavailable(seconds) => {
            let mut response = respond(StatusCode::SERVICE_UNAVAILABLE, None);
            set_number(&mut response, RETRY_AFTER, *seconds);
            response
        }
        Fault::RateLimited(seconds) => {
            let gauge = Gauge {
                limit: app.kustomer_limit(),
                remaining: 0,
                reset: Some(app.clock.unix_now().saturating_add(*seconds)),
            };
            respond(StatusCode::TOO_MANY_REQUESTS, Some(gauge))
        }
        _ => return None,
    };
    Some(response)
}

fn respond_problem(
    operation: Option<Operation>,
    trace_id: String,
    problem: Problem,
    gauge: Option<Gauge>,
) -> Response {
    let status = problem.status;
    // Its members are texts and numbers, which can always be written.
    let response = json(status, JSON, &problem.into_body()).unwrap_or_default();
    finish(operation, trace_id, response, gauge)
}

/// Adds the headers that every answer has.
fn finish(
    operation: Option<Operation>,
    trace_id: String,
    mut response: Response,
    gauge: Option<Gauge>,
) -> Response {
    set(&mut response, TRACE_ID, &trace_id);
    if let Some(gauge) = gauge {
        set(&mut response, POD, "sandbox1");
        set_number(&mut response, LIMIT, u64::from(gauge.limit));
        set_number(&mut response, REMAINING, gauge.remaining);
        if let Some(reset) = gauge.reset {
            set_number(&mut response, RESET, reset);
        }
    }
    response.extensions_mut().insert(Answered {
        api: Api::Kustomer,
        operation,
        request_id: trace_id,
    });
    response
}
