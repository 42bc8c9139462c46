//! What all clones of a client share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderValue;

use super::api::{Api, Operation};
use super::auth::ApiKey;
use super::call::Call;
use super::clock::Clock;
use super::limiter::Limiter;
use super::proxy::Proxies;
use super::retry::{Quota, RetryPolicy};
use super::target::BaseUrl;

/// The hand-written part of a generated client; cheap to clone.
#[derive(Clone)]
pub struct Runtime(Arc<Shared>);

/// Checked configuration and connections.
pub(super) struct Shared {
    pub(super) api: &'static Api,
    pub(super) http: reqwest::Client,
    pub(super) proxies: Proxies,
    /// Where every operation goes, instead of to the server in its document.
    pub(super) base_url: Option<BaseUrl>,
    pub(super) allow_http: bool,
    pub(super) key: ApiKey,
    pub(super) user_agent: HeaderValue,
    pub(super) attempt_timeout: Duration,
    pub(super) total_timeout: Duration,
    pub(super) max_body_bytes: usize,
    pub(super) retry: RetryPolicy,
    pub(super) quota: Quota,
    pub(super) limiter: Limiter,
    pub(super) clock: Arc<dyn Clock>,
}

impl Runtime {
    pub(super) fn new(shared: Shared) -> Self {
        Self(Arc::new(shared))
    }

    /// Begins a call of an operation.
    pub(crate) fn call(&self, operation: &'static Operation) -> Call<'_> {
        Call::new(&self.0, operation)
    }

    #[cfg(test)]
    pub(super) fn shared(&self) -> &Shared {
        &self.0
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = &*self.0;
        f.debug_struct("Runtime")
            .field("api", &shared.api.name)
            .field("base_url", &shared.base_url.as_ref().map(BaseUrl::as_str))
            .field("api_key", &shared.key)
            .field("user_agent", &shared.user_agent)
            .field("attempt_timeout", &shared.attempt_timeout)
            .field("total_timeout", &shared.total_timeout)
            .field("max_body_bytes", &shared.max_body_bytes)
            .field("retry", &shared.retry)
            .field("limiter", &shared.limiter)
            .finish_non_exhaustive()
    }
}
