//! What generated code tells the runtime about an API and its operations.

use std::time::Duration;

use reqwest::Method;

/// One API.
#[derive(Debug)]
pub struct Api {
    /// Name of its module, used in error messages.
    pub name: &'static str,
    /// Environment variable that holds the API key.
    pub api_key_env: &'static str,
    /// Environment variable that may hold a base URL.
    pub base_url_env: &'static str,
    /// Response header with the id of the request, in lower case.
    pub request_id_header: Option<&'static str>,
    /// Response headers with the state of the rate limit.
    pub rate_limit_headers: Option<RateLimitHeaders>,
    /// How the rate limit is enforced; `None` when that is not known, so that only `Retry-After`
    /// throttles.
    pub throttling: Option<Throttling>,
    /// Where the API's error body says what.
    pub error: ErrorPointers,
}

/// Names, in lower case, of the response headers with the state of a rate limit.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// Header with the number of requests that fit into the window.
    pub limit: &'static str,
    /// Header with the number of requests that are left.
    pub remaining: &'static str,
    /// Header with the time, in seconds since 1970, at which all of them are available again.
    pub reset: &'static str,
}

/// How a rate limit is enforced: what a client needs to know to stay below it.
#[derive(Debug)]
pub struct Throttling {
    /// Time in which a whole limit of requests may be sent.
    pub window: Duration,
    /// How the bucket gets its tokens back.
    pub refill: Refill,
    /// Methods, in upper case, that share a bucket; the methods in no class share one more.
    pub classes: &'static [&'static [&'static str]],
}

/// How a bucket gets its tokens back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refill {
    /// Steadily: one after the other, all of them within a window.
    Continuous,
    /// All at once, when the window is over.
    AtReset,
}

/// JSON pointers (RFC 6901) into an API's error body: for each member the places where it may be, of
/// which the first that exists counts; none where the API has no such member.
#[derive(Debug)]
pub struct ErrorPointers {
    /// Class of the error, as read by [`Error::error_type`](crate::Error::error_type).
    pub kind: &'static [&'static str],
    /// Code that programs branch on.
    pub code: &'static [&'static str],
    /// Text for people.
    pub message: &'static [&'static str],
    /// Part of the request that is at fault.
    pub param: &'static [&'static str],
    /// Id of the request.
    pub request_id: &'static [&'static str],
}

/// One operation of an API.
#[derive(Debug)]
pub struct Operation {
    /// The API it belongs to.
    pub api: &'static Api,
    /// Its operationId without the API's namespace.
    pub id: &'static str,
    /// Method of its requests.
    pub method: Method,
    /// Base URL that its document names.
    pub server: &'static str,
    /// `OpenAPI` path template, which starts with a slash.
    pub path: &'static str,
}

impl Operation {
    /// The operationId with its namespace, as in the contract.
    pub(crate) fn full_id(&self) -> String {
        format!("{}.{}", self.api.name, self.id)
    }
}
