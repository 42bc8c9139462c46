//! What all clones of a client share.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use reqwest::header::HeaderValue;

use crate::api::{Api, Operation};
use crate::auth::Credentials;
use crate::clock::Clock;
use crate::limiter::Limiter;
use crate::proxy::Proxies;
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
#[derive(Clone)]
pub struct Runtime(pub(crate) Arc<Shared>);

/// Checked configuration and connections.
pub(crate) struct Shared {
    pub(crate) api: &'static Api,
    pub(crate) http: reqwest::Client,
    /// What sends instead of `http` itself, where there are layers or another transport.
    pub(crate) service: Option<AttemptService>,
    pub(crate) proxies: Proxies,
    /// Where every operation goes, instead of to the server in its document.
    pub(crate) base_url: Option<BaseUrl>,
    /// The servers in the documents of operations called so far, so that each is parsed once.
    pub(crate) servers: Mutex<HashMap<&'static str, BaseUrl>>,
    pub(crate) allow_http: bool,
    pub(crate) credentials: Credentials,
    pub(crate) user_agent: HeaderValue,
    /// `None` leaves it to the operation, and else to us.
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) total_timeout: Option<Duration>,
    pub(crate) max_body_bytes: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) quota: Quota,
    pub(crate) limiter: Limiter,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Shared {
    /// The URL of a request; if the operation may not go there, says why as the rest of a sentence.
    pub(crate) fn url_of(
        &self,
        operation: &Operation,
        path: &str,
        query: &str,
    ) -> Result<Url, &'static str> {
        if let Some(base_url) = &self.base_url {
            return Ok(base_url.join(path, query));
        }
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(server) = servers.get(operation.server) {
            return Ok(server.join(path, query));
        }
        let server = BaseUrl::parse(operation.server, self.allow_http)?;
        let url = server.join(path, query);
        servers.insert(operation.server, server);
        Ok(url)
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = &*self.0;
        f.debug_struct("Runtime")
            .field("api", &shared.api.name)
            .field("base_url", &shared.base_url.as_ref().map(BaseUrl::as_str))
            .field("credentials", &shared.credentials)
            .field("user_agent", &shared.user_agent)
            .field("attempt_timeout", &shared.attempt_timeout)
            .field("total_timeout", &shared.total_timeout)
            .field("max_body_bytes", &shared.max_body_bytes)
            .field("retry", &shared.retry)
            .field("limiter", &shared.limiter)
            .finish_non_exhaustive()
    }
}
