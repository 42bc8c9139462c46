//! Pacing: a stand-in that always permits.

use std::marker::PhantomData;
use std::time::{Duration, Instant};

use reqwest::Method;

use super::api::Pacing;
use super::clock::Clock;
use super::limits::RateLimit;

/// One for each client, shared by its clones.
#[derive(Debug)]
pub(super) struct Limiter;

/// Leave to send one request.
pub(super) struct Permit<'a>(PhantomData<&'a Limiter>);

impl Limiter {
    pub(super) fn new(_pacing: Option<&'static Pacing>, _enabled: bool) -> Self {
        Self
    }

    /// Waits until a request may be sent; `Err` says how long it would take if that is too long.
    #[expect(clippy::unused_async, reason = "a stand-in")]
    pub(super) async fn acquire(
        &self,
        _method: &Method,
        _clock: &dyn Clock,
        _deadline: Option<Instant>,
    ) -> Result<Permit<'_>, Duration> {
        Ok(Permit(PhantomData))
    }
}

impl Permit<'_> {
    /// Takes note of what the headers of the answer said.
    #[expect(clippy::unused_self, reason = "a stand-in")]
    pub(super) fn answered(self, _state: &RateLimit, _clock: &dyn Clock) {}

    /// Takes note that the request never reached the server.
    #[expect(clippy::unused_self, reason = "a stand-in")]
    pub(super) fn unsent(self) {}
}
