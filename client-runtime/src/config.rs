//! Options of a client, checked when it is built.

use std::env::VarError;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Body;
use reqwest::header::HeaderValue;
use tower_layer::Layer;
use tower_service::Service;

use crate::api::{Api, ServerVariable};
use crate::argument::BoxError;
use crate::auth::{Auth, Basic, Credentials, REDACTED, Secret};
use crate::client::{ApiClient, Runtime, Shared};
use crate::clock::{Clock, SystemClock};
use crate::error::Error;
use crate::http_client::{self, Change};
use crate::limiter::Limiter;
use crate::options::is_printable;
use crate::proxy;
use crate::retry::{Quota, RetryPolicy};
use crate::sanitise::sanitise;
use crate::service::{AttemptService, Wrap};
use crate::target::BaseUrl;
use crate::tokens::{TokenSource, Tokens};

/// Default of `max_body_bytes`.
const MAX_BODY_BYTES: usize = 32 * 1024 * 1024;

/// Builds a client; made by `Client::builder()` of its API.
///
/// Nothing is checked before [`build()`](Self::build), and nothing here panics.
#[derive(Clone)]
#[must_use = "a builder does nothing before `build()`"]
pub struct ClientBuilder<C> {
    options: Options,
    client: PhantomData<fn() -> C>,
}

#[derive(Clone, Default)]
struct Options {
    api_key: Option<Secret>,
    tokens: Option<Arc<Tokens>>,
    basic: Option<Basic>,
    credentials: Vec<(String, Secret)>,
    base_url: Option<String>,
    variables: Vec<(String, String)>,
    env: bool,
    allow_http: bool,
    connect_timeout: Option<Duration>,
    attempt_timeout: Option<Duration>,
    total_timeout: Option<Duration>,
    max_body_bytes: Option<usize>,
    user_agent_suffix: Option<String>,
    http: Option<Arc<Change>>,
    http_client: Option<reqwest::Client>,
    transport: Option<AttemptService>,
    layers: Vec<Arc<Wrap>>,
    retry: RetryPolicy,
    rate_limit: Option<bool>,
    clock: Option<Arc<dyn Clock>>,
}

impl<C: ApiClient> ClientBuilder<C> {
    #[doc(hidden)]
    pub fn new() -> Self {
        Self {
            options: Options::default(),
            client: PhantomData,
        }
    }

    /// The API key that every request carries. Required, unless [`env()`](Self::env) finds one, another
    /// credential is given with [`token_source`](Self::token_source), [`basic`](Self::basic) or
    /// [`credential`](Self::credential), or no operation takes one, where it is an error of
    /// [`build()`](Self::build).
    ///
    /// It consists of printable ASCII characters without spaces.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.options.api_key = Some(Secret::from(key.into()));
        self
    }

    /// Where keys or tokens come from, in place of [`api_key`](Self::api_key): asked when the first
    /// one is needed, shortly before one expires, and once more when the server refuses one with 401,
    /// after which the request is sent again. Calls that need one at the same time wait for one
    /// request of it, within their timeouts; one that takes longer ends them with an error of kind
    /// [`Credentials`](crate::ErrorKind::Credentials).
    ///
    /// ```
    /// use std::time::Duration;
    /// use generated_client::{Token, kirim};
    ///
    /// # fn example() -> Result<(), generated_client::Error> {
    /// let source = || async {
    ///     // From where your secrets are kept.
    ///     Ok(Token::new("kdv_live_rotated").expires_in(Duration::from_secs(3600)))
    /// };
    /// let client = kirim::Client::builder().token_source(source).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn token_source(mut self, source: impl TokenSource) -> Self {
        self.options.tokens = Some(Arc::new(Tokens::new(source)));
        self
    }

    /// User name and password for the operations that take them. No environment variable holds them.
    ///
    /// The user name has no colon, neither of them a control character.
    pub fn basic(mut self, user: impl Into<String>, password: impl Into<String>) -> Self {
        self.options.basic = Some(Basic {
            user: Secret::from(user.into()),
            password: Secret::from(password.into()),
        });
        self
    }

    /// A key or token for the security scheme of this name, for operations that take it beside the one of
    /// [`api_key`](Self::api_key); a second one for a scheme replaces the first. An operation whose
    /// credential is missing is an error that names the scheme; a scheme that no operation takes in this
    /// way is an error of [`build()`](Self::build).
    ///
    /// It consists of printable ASCII characters without spaces.
    pub fn credential(mut self, scheme: impl Into<String>, value: impl Into<String>) -> Self {
        let (scheme, value): (String, String) = (scheme.into(), value.into());
        self.options
            .credentials
            .retain(|(known, _)| *known != scheme);
        self.options.credentials.push((scheme, value.into()));
        self
    }

    /// The value of a variable in the URLs of servers, as in `https://{region}.example.com`. Default: that
    /// of the contract. A name that no server has, or a value that the contract does not list for it, is
    /// an error of [`build()`](Self::build).
    pub fn server_variable(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.options.variables.push((name.into(), value.into()));
        self
    }

    /// Sends every operation below this URL. Default: each operation goes to the server that its
    /// document names; where that is relative or missing, sending is an error that asks for this.
    ///
    /// An absolute `https://` URL without user name, query and fragment, with or without a path;
    /// `http://` is accepted for hosts of this machine (`127.0.0.0/8`, `[::1]`, `localhost`), to
    /// which connections are made directly even where a proxy is configured, and for others with
    /// [`allow_http`](Self::allow_http).
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.options.base_url = Some(url.into());
        self
    }

    /// Takes what was not set here from the API's environment variables: the key, if an operation takes
    /// one, and the base URL if its variable is set.
    ///
    /// The names of the variables are those that the documentation of the API's `Client` gives.
    pub fn env(mut self) -> Self {
        self.options.env = true;
        self
    }

    /// Whether `http://` may be used for hosts other than this machine. Default: `false`, because
    /// the API key would travel unencrypted.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.options.allow_http = allow;
        self
    }

    /// Longest time for making a connection, TLS included. Default: 5 s; more than zero.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = Some(timeout);
        self
    }

    /// Longest time for one attempt, from connecting to the last byte of the body, decompressed.
    /// Default: 30 s, unless the operation has a time of its own, which its method's documentation
    /// gives; more than zero.
    ///
    /// An attempt that takes longer is given up, and [retried](Self::retry) if there is time left. While an
    /// [`Upload`](crate::Upload) is sent the time does not count, and where a body is written elsewhere it
    /// ends with the headers; then an attempt is given up after 30 s in which nothing moved.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// Longest time for a whole call: all of its attempts, and the waits before them. Default: 60 s,
    /// unless the operation has a time of its own; more than zero.
    ///
    /// Each page of a list is a call, so that a stream as a whole may take as long as it needs. The time in
    /// which an [`Upload`](crate::Upload) is sent, or a body is written elsewhere, does not count.
    pub fn total_timeout(mut self, timeout: Duration) -> Self {
        self.options.total_timeout = Some(timeout);
        self
    }

    /// Number of body bytes that are read of one response at most. Default: 32 MiB; more than zero.
    ///
    /// It bounds a compressed body twice: as it arrives, and decompressed.
    pub fn max_body_bytes(mut self, bytes: usize) -> Self {
        self.options.max_body_bytes = Some(bytes);
        self
    }

    /// Text that follows `generated-client/<version>` in the `User-Agent` header. Default: none.
    ///
    /// It consists of printable ASCII characters and spaces, as in `my-shop/1.2 (ops@example.com)`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.options.user_agent_suffix = Some(suffix.into());
        self
    }

    /// When and how often a call is sent again after a transient fault. Default:
    /// [`RetryPolicy::new()`], which is 3 attempts.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Whether calls wait, rather than run into a response 429, when the server has said that its
    /// rate limit leaves no request. Default: `true`.
    ///
    /// No call waits while requests are known to be left, or longer than
    /// [`total_timeout`](Self::total_timeout): one that would have to is an error of kind
    /// [`RateLimited`](crate::ErrorKind::RateLimited) at once.
    pub fn rate_limit(mut self, wait: bool) -> Self {
        self.options.rate_limit = Some(wait);
        self
    }

    /// Changes the HTTP client that is made for this API: a proxy, a certificate authority of your
    /// own, a client certificate, or whatever else [`reqwest::ClientBuilder`] can set. Default:
    /// nothing is changed.
    ///
    /// `change` gets a builder with this client's settings and returns it with yours; it is called
    /// by [`build()`](Self::build). A second call of `http` replaces the first.
    ///
    /// | setting | before `change` | after `change` |
    /// |---|---|---|
    /// | TLS | rustls, and the certificate authorities that the machine trusts | as you set it |
    /// | proxy | of the environment; none for a base URL of this machine | as you set it |
    /// | `connect_timeout` | [that of this builder](Self::connect_timeout) | as you set it |
    /// | redirects, reqwest's retries and decompression | off | off, whatever you set |
    ///
    /// Timeouts and headers of a call are this client's in any case; default headers that you set
    /// are sent beside them.
    ///
    /// ```no_run
    /// use generated_client::kirim;
    /// use generated_client::reqwest::{Certificate, Identity, Proxy};
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let proxy = Proxy::all("http://proxy.example.com:3128")?.basic_auth("rosa", "secret");
    /// // PEM: the authority's certificate; the client's certificate, followed by its private key.
    /// let authority = Certificate::from_pem(&std::fs::read("authority.pem")?)?;
    /// let identity = Identity::from_pem(&std::fs::read("client.pem")?)?;
    /// let client = kirim::Client::builder()
    ///     .env()
    ///     .http(move |http| {
    ///         http.proxy(proxy.clone())
    ///             // Beside those that the machine trusts; `tls_certs_only` trusts no other.
    ///             .tls_certs_merge([authority.clone()])
    ///             .identity(identity.clone())
    ///     })
    ///     .build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// reqwest takes the crypto provider of these TLS settings from the process. If the process has
    /// none, `build()` installs ring, which is what rustls itself does. A program that installs
    /// another one does so before it builds clients.
    pub fn http(
        mut self,
        change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + Sync + 'static,
    ) -> Self {
        self.options.http = Some(Arc::new(change));
        self
    }

    /// Sends requests with this client, for example one that several APIs share. Default: one made
    /// for this API.
    ///
    /// [`connect_timeout`](Self::connect_timeout) then does not apply, and TLS, proxies, redirects
    /// and retries are as that client does them. Make it with
    /// [`http_client_builder()`](crate::http_client_builder), which has redirects and retries off,
    /// so that no request goes where no option here allows it to go, and cannot panic because there
    /// is no crypto provider:
    ///
    /// ```no_run
    /// use generated_client::{http_client_builder, kirim, kustomer};
    ///
    /// # fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// let http = http_client_builder().build()?;
    /// let kirim = kirim::Client::builder().env().http_client(http.clone()).build()?;
    /// let kustomer = kustomer::Client::builder().env().http_client(http).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.options.http_client = Some(client);
        self
    }

    /// Wraps what sends one attempt, below throttling and retries: a request passes the layer each
    /// time it is sent. Default: no layer, which costs nothing. Of several, the last is the
    /// outermost.
    ///
    /// The request's extensions hold an [`AttemptInfo`](crate::AttemptInfo), and the headers with
    /// credentials are marked [sensitive](http::HeaderValue::is_sensitive). The time of the layer
    /// counts for [`attempt_timeout`](Self::attempt_timeout). An error of the layer's own ends the
    /// call, with the kind [`Layer`](crate::ErrorKind::Layer).
    ///
    /// ```
    /// use generated_client::{AttemptInfo, http, kirim, reqwest};
    /// use tower::util::MapRequestLayer;
    ///
    /// # fn example() -> Result<(), generated_client::Error> {
    /// let count = MapRequestLayer::new(|request: http::Request<reqwest::Body>| {
    ///     if let Some(info) = request.extensions().get::<AttemptInfo>() {
    ///         println!("{}: attempt {}", info.operation(), info.attempt());
    ///     }
    ///     request
    /// });
    /// let client = kirim::Client::builder().env().layer(count).build()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: Layer<AttemptService> + Send + Sync + 'static,
        L::Service: Service<
                http::Request<Body>,
                Response = http::Response<B>,
                Future: Send,
                Error: Into<BoxError>,
            > + Clone
            + Send
            + 'static,
        B: http_body::Body<Data: Into<Bytes>, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        self.options.layers.push(AttemptService::wrap(layer));
        self
    }

    /// Sends requests with this service in place of the network, for example one that responds in
    /// process, in tests. Default: the network.
    ///
    /// Everything else is as with a server: layers, throttling, retries and timeouts.
    ///
    /// ```
    /// use generated_client::{BoxError, http, kirim, reqwest};
    ///
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let service = tower::service_fn(|request: http::Request<reqwest::Body>| async move {
    ///     assert_eq!(request.uri().path(), "/v1/accounts");
    ///     let body = r#"{"data": [], "has_more": false, "next_cursor": null, "request_id": "1"}"#;
    ///     Ok::<_, BoxError>(http::Response::new(reqwest::Body::from(body)))
    /// });
    /// let client = kirim::Client::builder().api_key("test").transport(service).build()?;
    /// assert!(client.list_accounts().send().await?.data.is_empty());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn transport<S, B>(mut self, service: S) -> Self
    where
        S: Service<
                http::Request<Body>,
                Response = http::Response<B>,
                Future: Send,
                Error: Into<BoxError>,
            > + Clone
            + Send
            + 'static,
        B: http_body::Body<Data: Into<Bytes>, Error: Into<BoxError>> + Send + Sync + 'static,
    {
        self.options.transport = Some(AttemptService::new(service));
        self
    }

    /// Takes time and chance from elsewhere.
    #[cfg(test)]
    pub(crate) fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.options.clock = Some(clock);
        self
    }

    /// Checks the options and builds the client. Nothing is sent.
    ///
    /// # Errors
    ///
    /// Of kind [`Configuration`](crate::ErrorKind::Configuration), naming the option that is
    /// missing or cannot be used and what to do about it.
    pub fn build(self) -> Result<C, Error> {
        let shared = self
            .options
            .check(C::API, C::USER_AGENT, |name| std::env::var(name))
            .map_err(|problem| Error::configuration(C::API, &problem))?;
        Ok(C::from_runtime(Runtime(Arc::new(shared))))
    }
}

impl Options {
    /// Checks everything; on failure says what is wrong and what to do.
    fn check(
        self,
        api: &'static Api,
        user_agent: &str,
        read_env: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Shared, String> {
        let credentials = self.check_credentials(api, &read_env)?;
        let variables = self.check_variables(api)?;
        let base_url = self.check_base_url(api, &read_env)?;
        let connect_timeout = self.connect_timeout.unwrap_or(http_client::CONNECT_TIMEOUT);
        if connect_timeout.is_zero() {
            return Err("`connect_timeout` is zero: give a longer time".to_owned());
        }
        let user_agent = self.check_user_agent(user_agent)?;
        let http = match (self.http_client, self.http.as_deref(), &self.transport) {
            (Some(http), None, None) => http,
            (None, None, Some(_)) => http_client::offline()?,
            (None, change, None) => http_client::build(connect_timeout, base_url.as_ref(), change)?,
            _ => {
                return Err(
                    "`http` changes the HTTP client that `http_client` or `transport` replaces: \
                     call only one of them"
                        .to_owned(),
                );
            }
        };
        let mut service = self.transport;
        for wrap in &self.layers {
            let inner = service.unwrap_or_else(|| AttemptService::network(http.clone()));
            service = Some(wrap(inner));
        }
        if proxy::environment(&http).is_some() {
            proxy::check(base_url.as_ref().is_some_and(BaseUrl::is_plain), &read_env)?;
        }
        let shared = Shared {
            api,
            http,
            service,
            base_url,
            servers: Arc::default(),
            variables: variables.into(),
            allow_http: self.allow_http,
            credentials: Arc::new(credentials),
            user_agent,
            attempt_timeout: self.attempt_timeout,
            total_timeout: self.total_timeout,
            max_body_bytes: self.max_body_bytes.unwrap_or(MAX_BODY_BYTES),
            quota: Arc::new(Quota::new(self.retry.quota)),
            retry: self.retry,
            limiter: Arc::new(Limiter::new(
                api.throttling.as_ref(),
                self.rate_limit.unwrap_or(true),
            )),
            clock: self.clock.unwrap_or_else(|| Arc::new(SystemClock)),
        };
        shared.check()?;
        Ok(shared)
    }

    fn check_credentials(
        &self,
        api: &Api,
        read_env: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Credentials, String> {
        let (basic, further) = (self.basic.as_ref(), &self.credentials);
        if let Some(Err(problem)) = basic.map(Basic::check) {
            return Err(format!("`basic` {problem}"));
        }
        for (scheme, secret) in further {
            if !api.schemes.contains(&&**scheme) {
                let known = listed(api.schemes.iter().copied());
                let scheme = sanitise(scheme);
                return Err(format!(
                    "`credential` names `{scheme}`, which no operation takes beside its first \
                     credential: the names are [{known}]"
                ));
            }
            let check = secret.check();
            check.map_err(|problem| format!("the `credential` for `{scheme}` {problem}"))?;
        }
        if self.tokens.is_some() && self.api_key.is_some() {
            return Err("`api_key` and `token_source` exclude each other: call only one".into());
        }
        let takes_basic = api.auths.contains(&Auth::Basic);
        let takes_key = api.auths.iter().any(|it| *it != Auth::Basic);
        let instead = match (takes_key, takes_basic) {
            (true, _) => "call `api_key` instead",
            (_, true) => "call `basic` instead",
            _ => "leave it out",
        };
        for (option, is_useless) in [
            ("api_key", self.api_key.is_some() && !takes_key),
            ("token_source", self.tokens.is_some() && !takes_key),
            ("basic", basic.is_some() && !takes_basic),
        ] {
            if is_useless {
                return Err(format!(
                    "`{option}` is set, but no operation takes such a credential: {instead}"
                ));
            }
        }
        let variable = api.api_key_env;
        let key = match &self.tokens {
            None if takes_key => {
                self.setting("api_key", self.api_key.clone(), variable, read_env)?
            }
            _ => None,
        };
        if let Some((source, key)) = &key {
            let check = key.check();
            check.map_err(|problem| format!("{source} {problem}"))?;
        }
        let has_one = key.is_some() || self.tokens.is_some() || basic.is_some();
        if let Some(first) = api.auths.first().filter(|_| !has_one && further.is_empty()) {
            return Err(match first {
                Auth::Basic => "`basic` is not set: call it".to_owned(),
                _ if self.env => format!(
                    "environment variable {variable} is not set: set it to the API key, or call \
                     `api_key`"
                ),
                _ => format!("`api_key` is not set: call it, or set {variable} and call `env`"),
            });
        }
        let key = key.map(|(_, key)| key);
        Ok(Credentials::new(
            key,
            self.tokens.clone(),
            basic,
            further.clone(),
        ))
    }

    /// The values of all variables of servers.
    fn check_variables(&self, api: &Api) -> Result<Vec<(&'static str, String)>, String> {
        let default = |it: &ServerVariable| (it.name, it.default.to_owned());
        let mut values: Vec<_> = api.variables.iter().map(default).collect();
        for (name, value) in &self.variables {
            let mut known = api.variables.iter().zip(&mut values);
            let Some((variable, known)) = known.find(|(it, _)| it.name == name) else {
                let known = listed(api.variables.iter().map(|it| it.name));
                let name = sanitise(name);
                return Err(format!(
                    "`server_variable` sets `{name}`, which no server has: the variables are [{known}]"
                ));
            };
            if !variable.values.is_empty() && !variable.values.contains(&&**value) {
                let values = listed(variable.values.iter().copied());
                let value = sanitise(value);
                return Err(format!(
                    "`server_variable` sets `{name}` to `{value}`, which is none of {values}"
                ));
            }
            known.1.clone_from(value);
        }
        Ok(values)
    }

    fn check_base_url(
        &self,
        api: &Api,
        read_env: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Option<BaseUrl>, String> {
        let url = self.base_url.clone();
        let url = self.setting("base_url", url, api.base_url_env, read_env)?;
        let Some((source, url)) = url else {
            return Ok(None);
        };
        // Its author wanted another server than the real one, so it is not ignored.
        if url.trim().is_empty() {
            return Err(format!("{source} is blank: set it to a URL, or not at all"));
        }
        BaseUrl::parse(&url, self.allow_http)
            .map(Some)
            .map_err(|problem| format!("{source} {problem}"))
    }

    /// The value that was set, or else that of an environment variable, with its name for messages.
    fn setting<T: From<String>>(
        &self,
        option: &str,
        value: Option<T>,
        variable: &str,
        read_env: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Option<(String, T)>, String> {
        if let Some(value) = value {
            return Ok(Some((format!("`{option}`"), value)));
        }
        if !self.env {
            return Ok(None);
        }
        let source = format!("environment variable {variable}");
        match read_env(variable) {
            Ok(value) => Ok(Some((source, value.into()))),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => {
                Err(format!("{source} is not valid Unicode: set it again"))
            }
        }
    }

    fn check_user_agent(&self, client: &str) -> Result<HeaderValue, String> {
        let suffix = self.user_agent_suffix.as_deref();
        if suffix.is_some_and(|suffix| suffix.trim().is_empty() || !is_printable(suffix)) {
            return Err(
                "`user_agent_suffix` is blank or holds a character that is not printable ASCII: \
                 write it like `my-shop/1.2`"
                    .to_owned(),
            );
        }
        let value = [client, suffix.unwrap_or_default().trim()].join(" ");
        HeaderValue::from_str(value.trim_end())
            .map_err(|error| format!("the `User-Agent` cannot be sent: {error}"))
    }
}

fn listed(names: impl Iterator<Item = &'static str>) -> String {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = &self.options;
        // A URL that was not checked yet may hold a password or a key.
        let base_url = options.base_url.as_deref();
        let base_url = base_url.map(|url| match BaseUrl::parse(url, true) {
            Ok(_) => url,
            Err(_) => REDACTED,
        });
        f.debug_struct("ClientBuilder")
            .field("base_url", &base_url)
            .field("variables", &options.variables)
            .field("env", &options.env)
            .field("attempt_timeout", &options.attempt_timeout)
            .field("total_timeout", &options.total_timeout)
            .field("retry", &options.retry)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

    use std::error::Error as _;
    use std::ffi::OsString;

    use super::*;
    use crate::fixture::{API, Client};
    use crate::{ErrorKind, fixture};

    const KEY: &str = "kdv_test_secret";
    const USER_AGENT: &str = "test-client/1.2.3";

    fn builder() -> ClientBuilder<Client> {
        // Of this machine, so that no certificates are needed.
        fixture::builder().base_url("http://127.0.0.1:1/v1")
    }

    /// The header that a request of the client carries.
    fn authorization(shared: &Shared) -> HeaderValue {
        let url = "http://127.0.0.1:1".parse().unwrap();
        let mut request = reqwest::Request::new(reqwest::Method::GET, url);
        let auth = crate::auth::Auth::Bearer;
        shared.credentials.apply(auth, None, &mut request).unwrap();
        request.headers()["authorization"].clone()
    }

    fn empty() -> ClientBuilder<Client> {
        ClientBuilder::new()
    }

    /// The message that building gives, after the name of the client.
    fn refused(builder: ClientBuilder<Client>) -> String {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert_eq!((error.attempts(), error.operation()), (0, None));
        assert!(error.status().is_none() && error.source().is_none());
        let text = error.to_string();
        assert!(!text.contains(KEY), "{text}");
        text.strip_prefix("test client: ").unwrap().to_owned()
    }

    #[test]
    fn defaults_are_those_of_the_documentation() {
        let shared = builder().options.check(&API, USER_AGENT, no_env).unwrap();
        assert_eq!(shared.attempt_timeout, None);
        assert_eq!(shared.total_timeout, None);
        assert_eq!(shared.max_body_bytes, 33_554_432);
        assert!(!shared.allow_http);
        assert_eq!(shared.user_agent, USER_AGENT);
        assert_eq!(shared.retry, RetryPolicy::new());
        assert_eq!(shared.quota.tokens(), 500);
        assert!(shared.limiter.is_enabled());
    }

    #[test]
    fn every_option_is_checked_and_named() {
        let zero = Duration::ZERO;
        for (builder, option) in [
            (empty().base_url("http://127.0.0.1"), "`api_key` is not set"),
            (builder().api_key(""), "`api_key` is blank"),
            (builder().api_key(" \n"), "`api_key` is blank"),
            (builder().api_key(format!("{KEY}\n")), "`api_key` holds"),
            (builder().basic("a:b", "c"), "`basic` holds a colon"),
            (
                empty().basic("a", "b"),
                "`basic` is set, but no operation takes such a credential: call `api_key` instead",
            ),
            (
                builder().token_source(|| async { Ok(crate::Token::new(KEY)) }),
                "`api_key` and `token_source` exclude",
            ),
            (builder().base_url(""), "`base_url` is blank"),
            (
                builder().base_url("example.com"),
                "`base_url` is not an absolute URL",
            ),
            (
                builder().base_url("https://a:b@example.com"),
                "`base_url` holds a user name",
            ),
            (
                builder().base_url("http://example.com"),
                "`base_url` would send",
            ),
            (builder().connect_timeout(zero), "`connect_timeout` is zero"),
            (builder().attempt_timeout(zero), "`attempt_timeout` is zero"),
            (builder().total_timeout(zero), "`total_timeout` is zero"),
            (builder().max_body_bytes(0), "`max_body_bytes` is zero"),
            (
                builder().user_agent_suffix(" "),
                "`user_agent_suffix` is blank",
            ),
            (
                builder().retry(RetryPolicy::new().max_attempts(0)),
                "`retry`: `max_attempts` is 0",
            ),
            (
                builder().retry(RetryPolicy::none().base_delay(zero)),
                "`retry`: `base_delay` is zero",
            ),
            (
                builder().user_agent_suffix("a\r\nb: c"),
                "`user_agent_suffix` is",
            ),
            (
                builder().user_agent_suffix("caf\u{e9}"),
                "`user_agent_suffix` is",
            ),
            (
                builder().http(|http| http).http_client(http_client()),
                "`http` changes the HTTP client",
            ),
            (
                builder().http(|http| http.user_agent("\n")),
                "the HTTP client cannot be set up",
            ),
        ] {
            let text = refused(builder);
            assert!(text.starts_with(option), "{text}");
        }
        builder().build().unwrap();
        let other = builder().base_url("http://example.com").allow_http(true);
        other.http_client(http_client()).build().unwrap();
        builder().total_timeout(Duration::MAX).build().unwrap();
    }

    #[test]
    fn the_suffix_follows_the_name_of_the_client() {
        let options = builder()
            .user_agent_suffix("my-shop/1.2 (ops@example.com)")
            .options;
        let shared = options.check(&API, USER_AGENT, no_env).unwrap();
        let expected = "test-client/1.2.3 my-shop/1.2 (ops@example.com)";
        assert_eq!(shared.user_agent, expected);
    }

    #[test]
    fn the_environment_fills_what_was_not_set() {
        let env = |name: &str| match name {
            "TEST_API_KEY" => Ok(KEY.to_owned()),
            "TEST_BASE_URL" => Ok("http://localhost:7/env".to_owned()),
            _ => panic!("{name}"),
        };
        let shared = empty().env().options.check(&API, USER_AGENT, env).unwrap();
        assert_eq!(authorization(&shared), format!("Bearer {KEY}"));
        assert_eq!(shared.base_url.unwrap().as_str(), "http://localhost:7/env");

        let set = empty()
            .env()
            .api_key("own")
            .base_url("http://localhost:7/own");
        let shared = set.options.check(&API, USER_AGENT, env).unwrap();
        assert_eq!(authorization(&shared), "Bearer own");
        assert_eq!(shared.base_url.unwrap().as_str(), "http://localhost:7/own");

        let unset = empty().options.check(&API, USER_AGENT, env).err().unwrap();
        assert!(unset.contains("TEST_API_KEY"), "{unset}");
    }

    #[test]
    fn a_variable_that_cannot_be_used_is_named() {
        let not_unicode = || Err(VarError::NotUnicode(OsString::new()));
        for (name, value, expected) in [
            ("API_KEY", Err(VarError::NotPresent), "is not set"),
            ("API_KEY", Ok(""), "is blank"),
            ("API_KEY", Ok("secret\n"), "holds"),
            ("API_KEY", not_unicode(), "is not valid"),
            ("BASE_URL", Ok(" "), "is blank"),
            ("BASE_URL", Ok("localhost:1"), "is not a URL of the web"),
            ("BASE_URL", not_unicode(), "is not valid"),
        ] {
            let env = |variable: &str| match variable.strip_prefix("TEST_") {
                Some(variable) if variable == name => value.clone().map(str::to_owned),
                Some("API_KEY") => Ok(KEY.to_owned()),
                _ => Ok("http://localhost".to_owned()),
            };
            let problem = empty().env().options.check(&API, USER_AGENT, env);
            let problem = problem.err().unwrap();
            assert!(
                problem.contains(&format!("TEST_{name} {expected}")),
                "{problem}"
            );
            assert!(!problem.contains("secret"), "{problem}");
        }
    }

    #[test]
    fn a_builder_does_not_show_secrets() {
        for url in [
            "https://rosa:hush@example.com",
            "https://example.com/v1?key=hush",
            "https://example.com/v1#hush",
            "example.com/v1?key=hush",
        ] {
            let builder = builder().api_key(KEY).base_url(url);
            for text in [format!("{builder:?}"), format!("{:#?}", builder.clone())] {
                assert!(!text.contains(KEY) && !text.contains("hush"), "{text}");
            }
        }
        let shown = format!("{:?}", builder().base_url("https://example.com/v1"));
        assert!(shown.contains("https://example.com/v1"), "{shown}");
    }

    fn http_client() -> reqwest::Client {
        http_client::http_client_builder().build().unwrap()
    }

    fn no_env(name: &str) -> Result<String, VarError> {
        panic!("{name} must not be read")
    }
}
