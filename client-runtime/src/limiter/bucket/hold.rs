//! `Retry-After`: holds the requests of a bucket back until the time that the server named.
//!
//! Where nothing tells how many requests may follow, they leave one by one: as far apart as the
//! server requested at first, and closer with every success.

use std::time::{Duration, Instant};

/// Shortest wait after a refusal: a server that says "now" refuses for a reason.
const SHORTEST: Duration = Duration::from_millis(50);

/// Where the doubling of shorter waits ends.
const DOUBLED_UP_TO: Duration = Duration::from_secs(1);

/// Requests that are closer than this are not held apart.
const CLOSE: Duration = Duration::from_millis(5);

/// What refusals tell; empty as long as there was none.
#[derive(Debug, Default)]
pub(super) struct Hold {
    /// When the newest refusal arrived.
    since: Option<Instant>,
    /// The next request leaves no earlier.
    until: Option<Instant>,
    /// The time between two requests; zero where tokens tell when the next one leaves.
    spacing: Duration,
}

impl Hold {
    /// How long the next request has to wait.
    pub(super) fn wait(&self, now: Instant) -> Duration {
        let until = self.until.unwrap_or(now);
        until.saturating_duration_since(now)
    }

    /// How much later a request leaves that lets so many others go first.
    pub(super) fn spacing(&self, ahead: usize) -> Duration {
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        self.spacing.saturating_mul(ahead)
    }

    /// A request is sent.
    pub(super) fn send(&mut self, now: Instant) {
        if !self.spacing.is_zero() {
            self.until = now.checked_add(self.spacing);
        }
    }

    /// A request was refused with `Retry-After`. Returns how long the next one waits.
    pub(super) fn refused(
        &mut self,
        sent: Instant,
        retry_after: Duration,
        is_rate_known: bool,
        now: Instant,
    ) -> Duration {
        let shortest = retry_after.max(SHORTEST);
        // Requests that were sent before the newest refusal say nothing new.
        let is_new = self.since.is_some_and(|since| sent >= since);
        let factor = if is_new { 2 } else { 1 };
        let longest = retry_after.max(DOUBLED_UP_TO);
        let spacing = self.spacing.saturating_mul(factor);
        let spacing = spacing.clamp(shortest, longest);
        let wait = if is_rate_known { shortest } else { spacing };
        self.since = Some(now);
        self.until = now.checked_add(wait);
        self.spacing = if is_rate_known {
            Duration::ZERO
        } else {
            spacing
        };
        wait
    }

    /// A request was granted.
    pub(super) fn granted(&mut self, sent: Instant) {
        if self.since.is_none_or(|since| sent < since) {
            return;
        }
        let closer = self.spacing / 2;
        if closer < CLOSE {
            *self = Self::default();
        } else {
            self.until = self.until.and_then(|until| until.checked_sub(closer));
            self.spacing = closer;
        }
    }
}
