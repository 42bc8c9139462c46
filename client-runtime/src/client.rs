//! What all clones of a client share, and clients with other options that share the same.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::api::{Api, Operation};
use crate::auth::Credentials;
use crate::clock::Clock;
use crate::error::Error;
use crate::limiter::Limiter;
use crate::retry::{Quota, RetryPolicy};
use crate::service::AttemptService;
use crate::target::BaseUrl;

/// A generated client, as its builder sees it. Only generated code implements it.
pub trait ApiClient {
    /// The API that the client is for.
    const API: &'static Api;

    /// Name and version of the client's package, as in `my-client/1.2.3`: the start of every
    /// `User-Agent`.
    const USER_AGENT: &'static str;

    /// Wraps a runtime that is ready to send.
    fn from_runtime(runtime: Runtime) -> Self;
}

/// The hand-written part of a generated client; cheap to clone.
#[derive(Clone, Debug)]
pub struct Runtime(pub(crate) Arc<Shared>);

/// Checked configuration and connections; copied for a client with other options.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) http: reqwest::Client,
    /// What sends instead of `http` itself, where there are layers or another transport.
    pub(crate) service: Option<AttemptService>,
    /// Where every operation goes, instead of to the server in its document.
    pub(crate) base_url: Option<BaseUrl>,
    /// The servers in the documents of operations called so far, so that each is parsed once.
    pub(crate) servers: Arc<Mutex<HashMap<&'static str, BaseUrl>>>,
    /// The variables in the URLs of those servers.
    pub(crate) variables: Arc<[(&'static str, String)]>,
    pub(crate) allow_http: bool,
    pub(crate) credentials: Arc<Credentials>,
    pub(crate) user_agent: HeaderValue,
    /// `None` leaves it to the operation, and else to us.
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_body_bytes: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) quota: Arc<Quota>,
    pub(crate) limiter: Arc<Limiter>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Shared {
    /// Checks the options that clients which share the rest may set; says what is wrong.
    pub(crate) fn check(&self) -> Result<(), String> {
        for (option, timeout) in [
            ("attempt_timeout", self.attempt_timeout),
            ("total_timeout", self.total_timeout),
        ] {
            if timeout.is_some_and(|timeout| timeout.is_zero()) {
                return Err(format!("`{option}` is zero: give a longer time"));
            }
        }
        if self.max_body_bytes == 0 {
            return Err("`max_body_bytes` is zero: give a larger number".to_owned());
        }
        let check = self.retry.check();
        check.map_err(|problem| format!("`retry`: {problem}"))
    }

    /// The URL of a request; if the operation may not go there, says why as the rest of a sentence.
    pub(crate) fn url_of(
        &self,
        operation: &Operation,
        path: &str,
        query: &str,
    ) -> Result<Url, Cow<'static, str>> {
        if let Some(base_url) = &self.base_url {
            return Ok(base_url.join(path, query));
        }
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = servers.get(operation.server) {
            return Ok(server.join(path, query));
        }
        if !operation.server.contains("://") {
            let variable = self.api.base_url_env;
            return Err(format!(
                "is relative or missing: call `base_url` when you build the client, or set `{variable}` \
                 for `from_env`"
            )
            .into());
        }
        let mut server = operation.server.to_owned();
        for (name, value) in &*self.variables {
            server = server.replace(&format!("{{{name}}}"), value);
        }
        let server = BaseUrl::parse(&server, self.allow_http)?;
        let url = server.join(path, query);
        servers.insert(operation.server, server);
        Ok(url)
    }
}

impl Runtime {
    /// A client with other options, which shares everything else with this one.
    pub fn with(&self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Self, Error> {
        let ClientOptions(shared) = change(ClientOptions(Shared::clone(&self.0)));
        let check = shared.check();
        check.map_err(|problem| Error::configuration(shared.api, &problem))?;
        Ok(Self(Arc::new(shared)))
    }
}

/// The options in which clients may differ that share connections, credentials, throttling and the
/// quota of retries; changed by a client's `with`. Each is first as the client has it.
///
/// ```no_run
/// use std::time::Duration;
/// use generated_client::kirim;
///
/// # fn example() -> Result<(), generated_client::Error> {
/// let client = kirim::Client::from_env()?;
/// let patient = client.with(|options| options.total_timeout(Duration::from_secs(600)))?;
/// # Ok(())
/// # }
/// ```
#[must_use = "return the options to the client's `with`"]
#[derive(Debug)]
pub struct ClientOptions(Shared);

impl ClientOptions {
    /// Longest time for one attempt; more than zero. See
    /// [`ClientBuilder::attempt_timeout`](crate::ClientBuilder::attempt_timeout).
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.0.attempt_timeout = Some(timeout);
        self
    }

    /// Longest time for a whole call; more than zero. See
    /// [`ClientBuilder::total_timeout`](crate::ClientBuilder::total_timeout).
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.0.total_timeout = Some(timeout);
        self
    }

    /// Number of body bytes that are read of one response at most; more than zero. See
    /// [`ClientBuilder::max_body_bytes`](crate::ClientBuilder::max_body_bytes).
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.0.max_body_bytes = bytes;
        self
    }

    /// When and how often a call is sent again. Its [`quota`](RetryPolicy::quota) does not count:
    /// that of the first client is shared.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.retry = policy;
        self
    }

    /// Whether calls wait while the rate limit leaves no request. A client that does not neither waits
    /// for the others nor tells them what it learns; one that does, though the first does not, begins
    /// to learn on its own. See [`ClientBuilder::rate_limit`](crate::ClientBuilder::rate_limit).
    pub fn rate_limit(mut self, wait: bool) -> Self {
        if wait != self.0.limiter.is_enabled() {
            let throttling = self.0.api.throttling.as_ref();
            self.0.limiter = Arc::new(Limiter::new(throttling, wait));
        }
        self
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared")
            .field("api", &self.api.name)
            .field("base_url", &self.base_url.as_ref().map(BaseUrl::as_str))
            .field("user_agent", &self.user_agent)
            .field("attempt_timeout", &self.attempt_timeout)
            .field("total_timeout", &self.total_timeout)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use reqwest::Method;

    use super::*;
    use crate::ErrorKind;
    use crate::api::ServerVariable;
    use crate::auth::Auth;
    use crate::config::ClientBuilder;
    use crate::fixture;
    use crate::server::{Reply, Server};

    static API: Api = fixture::at(
        "",
        &[
            ServerVariable {
                name: "region",
                default: "eu",
                values: &["eu", "us"],
            },
            ServerVariable {
                name: "version",
                default: "v2",
                values: &[],
            },
        ],
        &[],
        None,
        None,
    );

    /// An operation at a server.
    const fn at(server: &'static str) -> Operation {
        Operation::new(&API, "get", Method::GET, server, "/a", Auth::None)
            .credentials(&[("app", Auth::Header("X-App"))])
    }

    static TEMPLATE: Operation = at("http://{region}.localhost.example.com/{version}");
    static RELATIVE: Operation = at("/{version}");
    static MISSING: Operation = at("");

    #[derive(Debug)]
    struct Client(Runtime);

    impl ApiClient for Client {
        const API: &'static Api = &API;
        const USER_AGENT: &'static str = "test/1";

        fn from_runtime(runtime: Runtime) -> Self {
            Self(runtime)
        }
    }

    /// Without a key, because the API takes none.
    fn builder() -> ClientBuilder<Client> {
        let builder = ClientBuilder::new().http_client(http_client());
        builder.allow_http(true)
    }

    fn http_client() -> reqwest::Client {
        let client = fixture::builder().base_url("http://127.0.0.1:1");
        client.build().unwrap().shared().http.clone()
    }

    #[test]
    fn variables_of_servers_have_the_values_of_the_contract_or_of_the_builder() {
        for (builder, expected) in [
            (builder(), "http://eu.localhost.example.com/v2/a"),
            (
                builder()
                    .server_variable("region", "us")
                    .server_variable("version", "v3"),
                "http://us.localhost.example.com/v3/a",
            ),
        ] {
            let client = builder.build().unwrap();
            // The second time it is known already.
            for _ in 0..2 {
                let url = client.0.0.url_of(&TEMPLATE, "/a", "").unwrap();
                assert_eq!(url.as_str(), expected);
            }
        }
        for (name, value, problem) in [
            (
                "regoin",
                "eu",
                "which no server has: the variables are [`region`, `version`]",
            ),
            (
                "region",
                "asia",
                "`region` to `asia`, which is none of `eu`, `us`",
            ),
        ] {
            let error = builder().server_variable(name, value).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains(problem), "{error}");
        }
    }

    #[tokio::test]
    async fn where_there_is_no_server_a_base_url_is_asked_for() {
        for operation in [&RELATIVE, &MISSING] {
            let client = builder().build().unwrap();
            let error = client.0.call(operation).send_empty().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            let help = "call `base_url` when you build the client, or set `TEST_BASE_URL`";
            assert!(error.to_string().contains(help), "{error}");
            let client = builder().base_url("http://127.0.0.1:1/x").build().unwrap();
            let url = client.0.0.url_of(operation, "/a", "").unwrap();
            assert_eq!(url.as_str(), "http://127.0.0.1:1/x/a");
        }
    }

    #[tokio::test]
    async fn further_credentials_are_those_of_their_schemes() {
        let server = Server::start([Reply::new(204, &[], "")]).await;
        let builder = || builder().base_url(server.url(""));
        let client = builder().build().unwrap();
        let error = client.0.call(&MISSING).send_empty().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credentials);
        let text = error.to_string();
        assert!(text.contains("`credential(\"app\", …)`"), "{text}");
        let client = builder().credential("app", "a").credential("app", "b1");
        let client = client.build().unwrap();
        client.0.call(&MISSING).send_empty().await.unwrap();
        assert_eq!(server.request().header("x-app"), Some("b1"));
        for (scheme, value, problem) in [
            ("app", "b 1", "the `credential` for `app` holds a space"),
            (
                "aap",
                "b1",
                "`credential` names `aap`, which no operation takes beside its first credential: the \
                 names are [`app`]",
            ),
        ] {
            let error = builder().credential(scheme, value).build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains(problem), "{error}");
        }
        let long = builder().server_variable("x".repeat(999), "").build();
        assert!(long.unwrap_err().to_string().len() < 400);
    }
}
