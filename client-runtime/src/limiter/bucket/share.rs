//! The share of a bucket that other clients use, too.
//!
//! A client that sends whenever it counts a token takes what others counted on, and all of them are
//! refused. So in a shared bucket a reserve is kept: as soon as fewer tokens are left, each client
//! slows down in proportion to what is left. All see the same number, so all take the same share;
//! tokens settle where the shares together are what comes back. Nobody needs to know how many
//! clients there are, and one that is left alone has the whole rate again when the reserve is full.

use std::time::{Duration, Instant};

use super::time_for;

/// Part of the limit that is kept as a reserve.
const RESERVE: f64 = 0.1;

/// The smallest reserve, unless that is more than half of the limit.
const LEAST_RESERVE: f64 = 16.0;

/// The credit after many refusals.
const LEAST_CREDIT: f64 = -2.0;

/// What the server supplies.
#[derive(Clone, Copy, Debug)]
pub(super) struct Supply {
    /// Tokens of a full bucket.
    pub(super) limit: f64,
    /// Tokens a second, on average.
    pub(super) rate: f64,
    /// Tokens that come back in each second; none where all come at the end of a window.
    pub(super) refill: f64,
}

/// A client's share of its bucket.
#[derive(Debug, Default)]
pub(super) struct Share {
    /// The bucket counts as shared until then; `None` when there never was a sign of others.
    until: Option<Instant>,
    /// Number of requests that may be sent at once; one at most, less than none after refusals.
    credit: f64,
    /// Number of refusals without a success since.
    refusals: f64,
}

impl Share {
    /// There is a sign that others use the bucket; it holds for so long.
    pub(super) fn note_others(&mut self, now: Instant, lasts: Duration) {
        if !self.is_shared(now) {
            self.credit = 1.0;
        }
        self.until = now.checked_add(lasts);
    }

    fn is_shared(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }

    /// A request is sent.
    pub(super) fn send(&mut self) {
        self.credit -= 1.0;
    }

    /// A request was granted.
    pub(super) fn granted(&mut self) {
        self.refusals = 0.0;
    }

    /// A request was refused. The next one may leave with the next token, unless it was refused
    /// again and again: then the clients together are too fast for what `remaining` shows.
    pub(super) fn refused(&mut self) {
        self.refusals += 1.0;
        self.credit = (2.0 - self.refusals).max(LEAST_CREDIT);
    }

    /// Time passed, in which there were so many tokens on average.
    pub(super) fn update(&mut self, tokens: f64, passed: f64, supply: &Supply, now: Instant) {
        self.credit = match self.reserve(tokens, supply, now) {
            Some(reserve) => {
                let earned = passed * supply.rate * tokens / reserve;
                (self.credit + earned).min(1.0)
            }
            None => 1.0,
        };
    }

    /// How long the request has to wait that needs so many requests' worth of credit.
    pub(super) fn wait(&self, needed: f64, tokens: f64, supply: &Supply, now: Instant) -> Duration {
        let missing = needed - self.credit;
        let reserve = self.reserve(tokens, supply, now).filter(|_| missing > 0.0);
        let Some(reserve) = reserve else {
            return Duration::ZERO;
        };
        // Unless a response tells otherwise, the tokens left grow meanwhile, and the share with them.
        let worth = missing * reserve;
        let refilled = if supply.refill > 0.0 {
            (tokens * tokens + 2.0 * worth).sqrt() - tokens
        } else {
            worth / tokens.max(1.0)
        };
        time_for(refilled, supply.rate)
    }

    /// The reserve, where it counts: when others use the bucket, and fewer tokens are left. A bucket
    /// that is refilled all at once would be emptied all at once as well, so there it always counts.
    fn reserve(&self, tokens: f64, supply: &Supply, now: Instant) -> Option<f64> {
        let least = LEAST_RESERVE.min(supply.limit / 2.0);
        let reserve = (supply.limit * RESERVE).max(least);
        let counts = tokens < reserve || supply.refill == 0.0;
        (self.is_shared(now) && counts).then_some(reserve)
    }
}
