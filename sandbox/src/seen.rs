//! The requests that a sandbox saw, for tests to look at.

use bytes::Bytes;
use hyper::HeaderMap;
use serde_json::Value;

use crate::multipart::Part;

/// A request, and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SeenRequest {
    /// Method, such as `GET`.
    pub method: String,
    /// Path as it was sent, percent-encoding included.
    pub path: String,
    /// Query as it was sent, without the question mark.
    pub query: Option<String>,
    /// `operationId` of the operation that it was for; `None` if it was for none.
    pub operation: Option<&'static str>,
    /// Status of the response; `None` if a fault kept it from being sent.
    pub status: Option<u16>,
    /// The body; of one that is larger than 4 MiB its first 64 KiB.
    pub body: Bytes,
    /// The size of the body in bytes.
    pub size: u64,
    /// The parts of a body that is `multipart/form-data`.
    pub parts: Vec<Part>,
    pub(crate) headers: HeaderMap,
}

impl SeenRequest {
    /// Value of a header, in any case of its name; the first if there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as JSON; `None` if it is something else.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_slice(&self.body).ok()
    }
}
