//! A success: the decoded value, and the response that it came with.

use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::api::{Api, Operation};
use crate::limits::RateLimit;
use crate::outcome::Received;
use crate::sanitise::sanitise;

/// A response with a status of success. It derefs to the decoded value.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    received: Received,
    operation: &'static Operation,
}

impl<T> Response<T> {
    pub(crate) fn new(value: T, received: Received, operation: &'static Operation) -> Self {
        Self {
            value,
            received,
            operation,
        }
    }

    /// Status of the response, which is always one of success (2xx).
    pub fn status(&self) -> StatusCode {
        self.received.status
    }

    /// Headers of the response.
    ///
    /// Those of a body that came compressed are without `Content-Encoding` and `Content-Length`,
    /// which do not fit [`body()`](Self::body).
    pub fn headers(&self) -> &HeaderMap {
        &self.received.headers
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
    headers.get(api.request_id_header?)?.to_str().ok()
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
