//! One request, as far as it is known, and the responses that it can get: status, headers and content
//! type as the contract has them.

use std::time::Duration;

use bytes::Bytes;
use hyper::header::HeaderName;
use hyper::{HeaderMap, Response, StatusCode};
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::error::Failure;
use crate::fault::Fault;
use crate::limits::Level;
use crate::media;
use crate::spec::{Api, Operation, Spec};

/// Response header that tells whether the request was carried out before.
const REPLAYED: &str = "idempotent-replayed";

/// Response header that says what is wrong with a request, whatever form the API gives its errors.
const PROBLEM: &str = "x-sandbox-problem";

/// What a request is about.
pub(crate) struct Exchange {
    pub(crate) spec: &'static Spec,
    pub(crate) api: Option<&'static Api>,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) request_id: String,
    /// Where the file is that a redirection leads to.
    pub(crate) file: String,
    pub(crate) level: Option<Level>,
    /// Whether the response is that of an earlier request with the same idempotency key.
    pub(crate) replayed: bool,
}

/// The outcome of an operation.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Without it, what the contract gives as an example.
    pub(crate) body: Option<Value>,
    /// What goes wrong with the response.
    pub(crate) faults: Vec<Fault>,
}

impl Reply {
    pub(crate) fn new(status: u16, body: Option<Value>) -> Self {
        Self {
            status,
            body,
            faults: Vec::new(),
        }
    }
}

impl Exchange {
    /// The response of a success.
    pub(crate) fn reply(&self, reply: Reply) -> Response<Bytes> {
        let documented = self
            .operation
            .and_then(|operation| operation.response(reply.status));
        let content = documented.and_then(|response| response.content.as_ref());
        let default = || {
            documented
                .and_then(|response| response.body(self.spec))
                .cloned()
        };
        let body = content.and_then(|content| {
            let mut body = reply.body.or_else(default)?;
            self.set_request_id(&mut body);
            Some((content.media_type, body))
        });
        self.finish(reply.status, body)
    }

    /// The response of a failure.
    pub(crate) fn fail(&self, failure: &Failure) -> Response<Bytes> {
        let documented = self
            .operation
            .and_then(|operation| operation.response(failure.status));
        let content = documented.map(|response| response.content.as_ref());
        let body = match (self.api, content) {
            // Documented without a body.
            (_, Some(None)) => None,
            (None, _) => Some(("text/plain", json!(format!("{failure}\n")))),
            (Some(api), content) => {
                let media_type = content.flatten().map(|content| content.media_type);
                let body = failure.body(self.spec, api, self.operation, &self.request_id);
                Some((media_type.unwrap_or("application/json"), body))
            }
        };
        let mut response = self.finish(failure.status, body);
        set(response.headers_mut(), PROBLEM, &failure.message);
        if let Some(seconds) = failure.retry_after.filter(|_| documented.is_none()) {
            set(response.headers_mut(), "retry-after", &seconds.to_string());
        }
        if let Some(allow) = &failure.allow {
            set(response.headers_mut(), "allow", allow);
        }
        response
    }

    /// What the contract documents for the status of a failure, which may be a success.
    pub(crate) fn with_status(&self, failure: &Failure) -> Response<Bytes> {
        match failure.status {
            status @ 0..400 => self.reply(Reply::new(status, None)),
            _ => self.fail(failure),
        }
    }

    /// Makes the rate limit look used up for so many seconds.
    pub(crate) fn use_up(&mut self, seconds: u64, clock: &Clock) {
        let rate = self.api.and_then(|api| api.rate_limit.as_ref());
        if let (Some(level), Some(rate)) = (&mut self.level, rate) {
            let least = if rate.continuous {
                rate.window
            } else {
                Duration::ZERO
            };
            level.remaining = 0;
            level.reset = clock
                .unix_after(least)
                .max(clock.unix_now().saturating_add(seconds));
            level.wait = Some(seconds);
        }
    }

    /// Adds the headers that the contract lists: those that the sandbox knows have their value, all
    /// others an example's.
    fn finish(&self, status: u16, body: Option<(&str, Value)>) -> Response<Bytes> {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        let documented = self
            .operation
            .and_then(|operation| operation.response(status));
        for (name, example) in documented.into_iter().flat_map(|it| it.headers(self.spec)) {
            let value = self.known_header(name).unwrap_or_else(|| example.clone());
            set(response.headers_mut(), name, &value);
        }
        if status / 100 == 3 && status != 304 {
            set(response.headers_mut(), "location", &self.file);
        }
        if let Some(name) = self.api.and_then(|api| api.request_id) {
            set(response.headers_mut(), name, &self.request_id);
        }
        if let Some((media_type, body)) = body {
            let media_type = media::in_range(media_type);
            set(response.headers_mut(), "content-type", media_type);
            *response.body_mut() = media::body(media_type, body);
        }
        response
    }

    fn known_header(&self, name: &str) -> Option<String> {
        if name.eq_ignore_ascii_case(REPLAYED) {
            return Some(self.replayed.to_string());
        }
        let rate = self.api?.rate_limit.as_ref()?;
        let level = self.level?;
        let known = [
            (rate.limit, Some(level.limit.into())),
            (rate.remaining, Some(level.remaining.into())),
            (rate.reset, Some(level.reset)),
            ("retry-after", level.wait),
        ];
        let mut known = known.into_iter();
        let (_, value) = known.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        value.map(|value: u64| value.to_string())
    }

    /// A body that has a member of the name that the API's errors have for the id of a request has
    /// the id of this one.
    fn set_request_id(&self, body: &mut Value) {
        let pointer = self.api.and_then(|api| api.pointer("request_id"));
        let name = pointer.and_then(|pointer| pointer.rsplit('/').next());
        if let Some(name) = name
            && body.get(name).is_some_and(Value::is_string)
        {
            body[name] = json!(self.request_id);
        }
    }
}

/// Sets a header; a value that no header can have, which only an example can be, is left out.
fn set(headers: &mut HeaderMap, name: &str, value: &str) {
    if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), value.try_into()) {
        headers.insert(name, value);
    }
}
