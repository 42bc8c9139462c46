//! One request, as far as it is known, and the responses that it can get: status, headers and content
//! type as the contract has them.

use std::time::Duration;

use bytes::Bytes;
use hyper::header::HeaderName;
use hyper::{HeaderMap, Response, StatusCode};
use serde_json::{Value, json};

use crate::clock::unix_after;
use crate::error::Failure;
use crate::limits::Level;
use crate::media;
use crate::spec::{Api, Documented, Operation};

/// Response header that tells whether the request was carried out before.
const REPLAYED: &str = "idempotent-replayed";

/// Response header that says what is wrong with a request, whatever form the API gives its errors.
const PROBLEM: &str = "x-sandbox-problem";

pub(crate) struct Exchange {
    pub(crate) api: Option<&'static Api>,
    pub(crate) operation: Option<&'static Operation>,
    pub(crate) request_id: String,
    /// Where the file is that a redirection leads to.
    pub(crate) file: String,
    pub(crate) level: Option<Level>,
    /// Whether the response is that of an earlier request with the same idempotency key.
    pub(crate) replayed: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Without it, what the contract gives as an example.
    pub(crate) body: Option<Value>,
    /// What goes wrong with the response, as faults are written.
    pub(crate) faults: &'static str,
}

impl Reply {
    pub(crate) fn new(status: u16, body: Option<Value>) -> Self {
        Self {
            status,
            body,
            faults: "",
        }
    }
}

impl Exchange {
    fn documented(&self, status: u16) -> Option<&'static Documented> {
        self.operation?.response(status)
    }

    /// The response with this body or, without one, with what the contract gives as an example. Its
    /// headers are those that the contract lists: those that the sandbox knows have their value, all
    /// others an example's.
    pub(crate) fn reply(&self, status: u16, body: Option<Value>) -> Response<Bytes> {
        let documented = self.documented(status);
        let content = match documented {
            Some(response) => response.content.and_then(|content| {
                let body = body.or_else(|| response.body.clone())?;
                Some((content.key.name(), body))
            }),
            None if self.api.is_none() => body.map(|body| ("text/plain", body)),
            None => body.map(|body| ("application/json", body)),
        };
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
        let headers = response.headers_mut();
        for (name, example) in documented.into_iter().flat_map(|it| &it.headers) {
            let value = self.known_header(name);
            set(headers, name, &value.unwrap_or_else(|| example.clone()));
        }
        if status / 100 == 3 && status != 304 {
            set(headers, "location", &self.file);
        }
        if let Some(name) = self.api.and_then(|api| api.settings.request_id.as_ref()) {
            set(headers, name, &self.request_id);
        }
        if let Some((media_type, mut body)) = content {
            self.set_request_id(&mut body);
            set(headers, "content-type", media::in_range(media_type));
            *response.body_mut() = media::body(media_type, body);
        }
        response
    }

    /// The response of a failure; one with the status of a success, which only a fault wants, is the
    /// contract's example.
    pub(crate) fn fail(&self, failure: &Failure) -> Response<Bytes> {
        if failure.status < 400 {
            return self.reply(failure.status, None);
        }
        let body = match self.api {
            None => json!(format!("{failure}\n")),
            Some(api) => failure.body(api, self.operation, &self.request_id),
        };
        let mut response = self.reply(failure.status, Some(body));
        let headers = response.headers_mut();
        set(headers, PROBLEM, &failure.message);
        // A rate limit that is documented without it tells its state in other headers.
        let is_told = failure.status == 429 && self.documented(429).is_some();
        if let Some(seconds) = failure.retry_after.filter(|_| !is_told) {
            set(headers, "retry-after", &seconds.to_string());
        }
        if let Some(allow) = &failure.allow {
            set(headers, "allow", allow);
        }
        response
    }

    /// Makes the rate limit look used up for so many seconds.
    pub(crate) fn use_up(&mut self, seconds: u64) {
        if let Some(level) = &mut self.level {
            level.remaining = 0;
            let later = unix_after(Duration::from_secs(seconds));
            level.reset = level.reset.max(later);
            level.wait = Some(seconds);
        }
    }

    fn known_header(&self, name: &str) -> Option<String> {
        if name.eq_ignore_ascii_case(REPLAYED) {
            return Some(self.replayed.to_string());
        }
        let rate = self.api?.settings.rate_limit.as_ref()?;
        let level = self.level?;
        let known = [
            (rate.limit.as_str(), Some(level.limit.into())),
            (&rate.remaining, Some(level.remaining.into())),
            (&rate.reset, Some(level.reset)),
            ("retry-after", level.wait),
        ];
        let mut known = known.into_iter();
        let (_, value) = known.find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        value.map(|value: u64| value.to_string())
    }

    /// A body that has a member of the name that the API's errors have for the id of a request has
    /// the id of this one.
    fn set_request_id(&self, body: &mut Value) {
        let pointer = self
            .api
            .and_then(|api| api.settings.error.request_id.first());
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
