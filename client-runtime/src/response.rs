//! A success: the decoded value, and the response that it came with.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode, Url};

use crate::api::{Api, Operation};
use crate::auth::Auth;
use crate::limits::RateLimit;
use crate::outcome::Received;
use crate::sanitise::sanitise;

/// What a response belongs to that no server sent.
static NO_OPERATION: Operation = Operation::new(&NO_API, "", Method::GET, "", "", Auth::None);

static NO_API: Api = Api::new("");

/// A response with a status of success. It derefs to the decoded value.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    received: Box<Received>,
    operation: &'static Operation,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, received: Box<Received>, operation: &'static Operation) -> Self {
        Self {
            value,
            received,
            operation,
        }
    }

    /// A response of a program's own, for tests of code that takes responses: with this value, and
    /// the status and headers of `parts`. It has no body, and no request id and rate limit, because it
    /// is of no API.
    pub fn from_parts(value: T, parts: http::response::Parts) -> Self {
        let received = Received {
            idempotency_key: None,
            status: parts.status,
            headers: parts.headers,
            body: Bytes::new(),
        };
        Self::without_operation(value, Box::new(received))
    }

    /// A response that belongs to no operation.
    pub(crate) fn without_operation(value: T, received: Box<Received>) -> Self {
        Self::new(value, received, &NO_OPERATION)
    }

    /// Where the response points to: its header `Location`, which is absolute here even if the server
    /// sent one relative to the URL of the request; `None` when it has none. It is not followed;
    /// the client's `download` fetches it.
    pub fn location(&self) -> Option<Url> {
        self.headers().get(LOCATION)?.to_str().ok()?.parse().ok()
    }

    /// Status of the response: one of success (2xx), or a redirect (3xx) that the API documents.
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// Headers of the response.
    ///
    /// `Location` is absolute, see [`location()`](Self::location). Those of a body that came
    /// compressed are without `Content-Encoding` and `Content-Length`, which do not fit
    /// [`body()`](Self::body).
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
    }

    /// The key under which the request was sent, so that the server carries it out only once; `None`
    /// where the operation takes none.
    pub fn idempotency_key(&self) -> Option<&str> {
        self.received.idempotency_key.as_ref()?.to_str().ok()
    }

    /// The id that the API gave the request; `None` when its headers have none.
    pub fn request_id(&self) -> Option<&str> {
        request_id_header(self.operation.api, self.headers())
    }

    /// State of the rate limit; `None` when the response does not say.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        let names = self.operation.api.rate_limit_headers.as_ref()?;
        RateLimit::from_headers(names, self.headers())
    }

    /// Body of the response as it was received, members unknown to the contract included; one that
    /// came compressed is decompressed.
    pub fn body(&self) -> &Bytes {
        &self.received.body
    }

    /// The decoded value alone.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The operation that was called.
    pub(crate) fn operation(&self) -> &'static Operation {
        self.operation
    }
}

/// Reads the id of a request from the headers of its response.
pub(crate) fn request_id_header<'a>(api: &Api, headers: &'a HeaderMap) -> Option<&'a str> {
    headers.get(api.request_id_header.as_ref()?)?.to_str().ok()
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

// Headers and the raw body stay out: they may hold cookies, and repeat the value.
impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.status())
            .field("request_id", &self.request_id().map(sanitise))
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}
