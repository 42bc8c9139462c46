//! An API that does not exist, and a client of it, for the unit tests of the runtime.

use reqwest::Method;
use reqwest::header::HeaderName;

use crate::api::{Api, ErrorPointers, Operation, RateLimitHeaders, ServerVariable, Throttling};
use crate::auth::Auth;
use crate::call::Call;
use crate::client::{ApiClient, Runtime, Shared};
use crate::config::ClientBuilder;

/// The key that [`builder`] sets.
pub(crate) const KEY: &str = "kdv_test_fixture";

pub(crate) static API: Api = api(None, None);

/// The API, with or without a rate limit.
pub(crate) const fn api(
    rate_limit_headers: Option<RateLimitHeaders>,
    throttling: Option<Throttling>,
) -> Api {
    let server = "https://api.example.com/current";
    at(server, &[], &[Auth::Bearer], rate_limit_headers, throttling)
}

/// The API at another server.
pub(crate) const fn at(
    server: &'static str,
    variables: &'static [ServerVariable],
    auths: &'static [Auth],
    rate_limit_headers: Option<RateLimitHeaders>,
    throttling: Option<Throttling>,
) -> Api {
    Api {
        name: "test",
        server,
        variables,
        auths,
        schemes: &["app"],
        api_key_env: "TEST_API_KEY",
        base_url_env: "TEST_BASE_URL",
        request_id_header: Some(HeaderName::from_static("x-test-id")),
        idempotency_header: Some(HeaderName::from_static("idempotency-key")),
        rate_limit_headers,
        throttling,
        error: ErrorPointers {
            kind: &[],
            code: &["/code"],
            message: &["/message"],
            param: &[],
            request_id: &["/id"],
        },
    }
}

pub(crate) static PUT_ITEM: Operation = Operation::new(
    &API,
    "put_item",
    Method::PUT,
    "https://api.example.com/v2/",
    "/items/{id}",
    Auth::Bearer,
);

/// An operation that must not be done twice.
pub(crate) static POST_ITEM: Operation = Operation::new(
    &API,
    "post_item",
    Method::POST,
    "https://api.example.com/v2/",
    "/items",
    Auth::Bearer,
);

/// The same with a key under which the server does it only once.
pub(crate) static POST_KEYED: Operation = Operation::new(
    &API,
    "post_keyed",
    Method::POST,
    "https://api.example.com/v2/",
    "/items",
    Auth::Bearer,
)
.idempotent();

/// An operation whose document names an unencrypted server.
pub(crate) static PLAIN: Operation = Operation::new(
    &API,
    "plain",
    Method::GET,
    "http://api.example.com",
    "/plain",
    Auth::Bearer,
);

#[derive(Clone, Debug)]
pub(crate) struct Client(Runtime);

impl ApiClient for Client {
    const API: &'static Api = &API;
    const USER_AGENT: &'static str = "test-client/1.2.3";

    fn from_runtime(runtime: Runtime) -> Self {
        Self(runtime)
    }
}

impl Client {
    pub(crate) fn call(&self, operation: &'static Operation) -> Call<'_> {
        self.0.call(operation)
    }

    pub(crate) fn runtime(&self) -> &Runtime {
        &self.0
    }

    pub(crate) fn shared(&self) -> &Shared {
        &self.0.0
    }
}

/// A builder with a key.
pub(crate) fn builder() -> ClientBuilder<Client> {
    ClientBuilder::new().api_key(KEY)
}
