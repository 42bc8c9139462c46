//! What the generated code tells the runtime about an API and its operations.

use std::time::Duration;

use reqwest::Method;

use super::client::Runtime;

/// One API: everything that one credential opens.
#[derive(Debug)]
#[expect(
    clippy::struct_field_names,
    reason = "an API key is no `key_env` of an `Api`"
)]
pub struct Api {
    /// Name of its module, used in error texts.
    pub name: &'static str,
    /// Environment variable that holds the API key.
    pub api_key_env: &'static str,
    /// Environment variable that may hold a base URL.
    pub base_url_env: &'static str,
    /// Response header with the id of the request, in lower case.
    pub request_id_header: Option<&'static str>,
    /// Response headers that tell the state of the rate limit.
    pub rate_limit_headers: Option<RateLimitHeaders>,
    /// How the rate limit is kept; `None` when that is not known, and requests are not paced.
    pub pacing: Option<Pacing>,
    /// Where the API's error body says what.
    pub error: ErrorPointers,
}

/// Names, in lower case, of the response headers that tell the state of a rate limit.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// Header with the number of requests that fit into the window.
    pub limit: &'static str,
    /// Header with the number of requests that are left.
    pub remaining: &'static str,
    /// Header with the time, in seconds since 1970, at which all of them are available again.
    pub reset: &'static str,
}

/// How a rate limit is kept: what a client needs to know to stay below it.
#[derive(Debug)]
pub struct Pacing {
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

/// JSON pointers (RFC 6901) into an API's error body: for each member the places where it may stand,
/// of which the first that is there counts; none where the API has no such member.
#[derive(Debug)]
pub struct ErrorPointers {
    /// Class of the error, as read by [`Error::error_type`](super::Error::error_type).
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
pub(crate) struct Operation {
    /// The API it belongs to.
    pub(crate) api: &'static Api,
    /// Its operationId without the API's namespace.
    pub(crate) id: &'static str,
    /// Method of its requests.
    pub(crate) method: Method,
    /// Base URL that its document names.
    pub(crate) server: &'static str,
    /// `OpenAPI` path template, which starts with a slash.
    pub(crate) path: &'static str,
}

impl Operation {
    /// The operationId with its namespace, as in the contract.
    pub(super) fn full_id(&self) -> String {
        format!("{}.{}", self.api.name, self.id)
    }
}

/// A generated client, as its builder sees it.
///
/// The trait cannot be named outside this crate, so only the generated clients implement it.
pub trait ApiClient {
    /// The API that the client speaks to.
    const API: &'static Api;

    /// Wraps a runtime that is ready to send.
    fn from_runtime(runtime: Runtime) -> Self;
}
