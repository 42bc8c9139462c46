//! What answers of both APIs have in common.

use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use serde::Serialize;

use crate::operation::{Api, Operation};

/// Capacity of a rate limit.
pub(crate) const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
/// What is left of it.
pub(crate) const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
/// When it is whole again.
pub(crate) const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Who answered; kept with the answer for what comes after: the log, and faults.
#[derive(Clone)]
pub(crate) struct Answered {
    pub(crate) api: Api,
    pub(crate) operation: Option<Operation>,
    /// Kirim's request id, or the CDN's.
    pub(crate) request_id: String,
}

/// An answer in JSON.
pub(crate) fn json(
    status: StatusCode,
    content_type: &'static str,
    body: &impl Serialize,
) -> Result<Response, serde_json::Error> {
    let mut response = Response::new(Body::from(Bytes::from(serde_json::to_vec(body)?)));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    Ok(response)
}

/// Sets a header whose value was made here.
#[expect(
    clippy::expect_used,
    reason = "ids are made of letters, digits, `_`, `+`, `/` and `=`"
)]
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    let value = HeaderValue::from_str(value).expect("an id");
    response.headers_mut().insert(name, value);
}

/// Sets a header to a number.
pub(crate) fn set_number(response: &mut Response, name: HeaderName, value: u64) {
    response
        .headers_mut()
        .insert(name, HeaderValue::from(value));
}
