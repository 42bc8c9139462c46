//! What generated code tells the runtime about an API and its operations.

use std::time::Duration;

use reqwest::header::HeaderName;
use reqwest::{Method, StatusCode};

use crate::auth::Auth;

/// One API.
#[derive(Debug)]
pub struct Api {
    /// Name of its module, used in error messages.
    pub name: &'static str,
    /// Environment variable that holds the API key.
    pub api_key_env: &'static str,
    /// Environment variable that may hold a base URL.
    pub base_url_env: &'static str,
    /// Base URL of its current host, for requests of operations that the contract lacks. Like those of
    /// operations it may hold `{variable}`; it may be relative or empty, so that a base URL is needed.
    pub server: &'static str,
    /// What the variables of all servers are.
    pub variables: &'static [ServerVariable],
    /// How the credentials travel that `api_key` and `basic` give, each way once. Such requests carry the
    /// first.
    pub auths: &'static [Auth],
    /// The names of the security schemes that `credential` gives keys and tokens for.
    pub schemes: &'static [&'static str],
    /// Response header with the id of the request.
    pub request_id_header: Option<HeaderName>,
    /// Request header under which the server carries a request out only once, for operations that list
    /// it.
    pub idempotency_header: Option<HeaderName>,
    /// Response headers with the state of the rate limit.
    pub rate_limit_headers: Option<RateLimitHeaders>,
    /// How the rate limit is enforced; `None` when that is not known, so that only `Retry-After`
    /// throttles.
    pub throttling: Option<Throttling>,
    /// Where the API's error body says what.
    pub error: ErrorPointers,
}

/// A variable in the URL of a server.
#[derive(Debug)]
pub struct ServerVariable {
    /// Its name, as it stands between braces.
    pub name: &'static str,
    /// The value that counts where the client's builder sets none.
    pub default: &'static str,
    /// The values that it can have; none if it takes any.
    pub values: &'static [&'static str],
}

impl Api {
    /// An API of which only the name is known.
    pub const fn new(name: &'static str) -> Self {
        Self {
            name,
            api_key_env: "",
            base_url_env: "",
            server: "",
            variables: &[],
            auths: &[],
            schemes: &[],
            request_id_header: None,
            idempotency_header: None,
            rate_limit_headers: None,
            throttling: None,
            error: ErrorPointers {
                kind: &[],
                code: &[],
                message: &[],
                param: &[],
                request_id: &[],
            },
        }
    }
}

/// Names of the response headers with the state of a rate limit.
#[derive(Debug)]
pub struct RateLimitHeaders {
    /// Header with the number of requests that fit into the window.
    pub limit: HeaderName,
    /// Header with the number of requests that are left.
    pub remaining: HeaderName,
    /// Header with the time, in seconds since 1970, at which all of them are available again.
    pub reset: HeaderName,
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

/// One operation of an API: the constructor has what each says of itself, setters the rest.
#[derive(Debug)]
#[must_use]
pub struct Operation {
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
    /// How its credential travels.
    pub(crate) auth: Auth,
    pub(crate) credentials: &'static [(&'static str, Auth)],
    pub(crate) content_type: &'static str,
    pub(crate) accept: &'static str,
    pub(crate) redirects: bool,
    pub(crate) idempotent: bool,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) retry_codes: &'static [&'static str],
}

impl Operation {
    /// An operation; see the fields.
    pub const fn new(
        api: &'static Api,
        id: &'static str,
        method: Method,
        server: &'static str,
        path: &'static str,
        auth: Auth,
    ) -> Self {
        Self {
            api,
            id,
            method,
            server,
            path,
            auth,
            credentials: &[],
            content_type: "application/json",
            accept: "application/json",
            redirects: false,
            idempotent: false,
            attempt_timeout: None,
            total_timeout: None,
            retry_codes: &[],
        }
    }

    /// It takes these credentials beside the first: names of security schemes, and how each travels.
    pub const fn credentials(mut self, credentials: &'static [(&'static str, Auth)]) -> Self {
        self.credentials = credentials;
        self
    }

    /// It takes responses of these media types, as the header `Accept` has them.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// A body that is sent has this media type. A form is `multipart/…`, without parameters, or
    /// `application/x-www-form-urlencoded`; one with `*` is that of the upload.
    pub const fn content_type(mut self, media_type: &'static str) -> Self {
        self.content_type = media_type;
        self
    }

    /// A redirect is a success, and is not followed.
    pub const fn redirects(mut self) -> Self {
        self.redirects = true;
        self
    }

    /// It lists the API's idempotency header.
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Time for one attempt, where neither client nor call set one.
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = Some(timeout);
        self
    }

    /// Time for a whole call, where neither client nor call set one.
    pub const fn total_timeout(mut self, timeout: Duration) -> Self {
        self.total_timeout = Some(timeout);
        self
    }

    /// Codes of errors after which a request is sent again, whatever the status.
    pub const fn retry_codes(mut self, codes: &'static [&'static str]) -> Self {
        self.retry_codes = codes;
        self
    }

    /// The header under which the server carries out its requests only once, if there is one.
    pub(crate) fn idempotency_header(&self) -> Option<&HeaderName> {
        let header = self.api.idempotency_header.as_ref();
        header.filter(|_| self.idempotent)
    }

    /// Whether a response of this status is a success.
    pub(crate) fn is_success(&self, status: StatusCode) -> bool {
        status.is_success() || (self.redirects && status.is_redirection())
    }

    /// The operationId with its namespace, as in the contract.
    pub(crate) fn full_id(&self) -> String {
        format!("{}.{}", self.api.name, self.id)
    }
}
