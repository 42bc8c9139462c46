//! What a client knows of one bucket of a rate limit: how many requests it may send now, and when
//! it may send the next.
//!
//! A bucket keeps its own count: every request takes a token at once, and time brings tokens back
//! as the contract says. Responses correct the count where they prove it wrong. A response proves
//! less than it seems to: `remaining` is rounded down, and does not tell which of the other
//! requests in flight it includes. The count never drops below zero, because a request that the
//! server refuses takes no token.
//!
//! Nothing here waits or looks at a clock; all times are arguments.

mod hold;
mod limit;
mod share;
#[cfg(test)]
pub(super) mod tests;
mod window;

use std::time::{Duration, Instant, SystemTime};

use self::hold::Hold;
use self::limit::Limit;
use self::share::{Share, Supply};
use self::window::Window;
use crate::api::{Refill, Throttling};
use crate::limits::RateLimit;

/// Share of the declared rate that is counted on. The rest makes up for clocks that run at unequal
/// speeds; it is not lost, because responses tell of tokens that were not counted.
const COUNTED_ON: f64 = 0.99;

/// The count of a bucket.
#[derive(Debug, Default)]
pub(super) struct Bucket {
    /// How the limit is kept; `None` when only `Retry-After` tells.
    throttling: Option<&'static Throttling>,
    limit: Limit,
    /// Tokens at the time of `updated`, without those of requests in flight; `None` until a
    /// response says.
    tokens: Option<f64>,
    /// The same if the responses so far included all requests in flight: a call that would have
    /// no time even then need not wait for more responses.
    most: f64,
    /// How many requests were sent before the bucket was known, so that no token was counted for
    /// them.
    uncounted: Option<u64>,
    updated: Option<Instant>,
    /// The current window, where the bucket is refilled at its end.
    window: Window,
    hold: Hold,
    share: Share,
    /// Number of requests sent so far.
    sent: u64,
    /// Number of those that are over, with a response or without.
    over: u64,
}

/// A request that took a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    at: Instant,
    /// How many of the requests before it were over then.
    over: u64,
    /// Whether it took a token that nobody but another client could have taken.
    was_counted: bool,
}

/// What a response says about the bucket.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Feedback {
    /// Whether the server refused the request because of the rate limit.
    pub(crate) refused: bool,
    pub(crate) rate_limit: RateLimit,
    /// How long to wait before the next request; only a refusal has one.
    pub(crate) retry_after: Option<Duration>,
}

/// How long a request has to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wait {
    /// Responses that are still to come do not make it shorter, unless the server has more tokens
    /// than it said so far.
    pub(super) at_least: Duration,
    /// When to try, as far as is known now; at least `at_least`.
    pub(super) expected: Duration,
}

impl Bucket {
    pub(super) fn new(throttling: Option<&'static Throttling>) -> Self {
        Self {
            throttling,
            most: f64::INFINITY,
            ..Self::default()
        }
    }

    /// How long a request has to wait that lets `ahead` others go first. Zero as long as tokens are
    /// left, and as long as nothing is known.
    pub(super) fn wait(&mut self, ahead: usize, now: Instant) -> Wait {
        self.update(now);
        let needed = count(u64::try_from(ahead).unwrap_or(u64::MAX)) + 1.0;
        let hold = self.hold.wait(now);
        let (Some(throttling), Some(tokens)) = (self.throttling, self.tokens) else {
            return Wait {
                at_least: hold,
                expected: hold.saturating_add(self.hold.spacing(ahead)),
            };
        };
        let supply = self.supply(throttling);
        let (soonest, counted) = match throttling.refill {
            Refill::Continuous => {
                let wait = |tokens| time_for(needed - tokens, supply.rate * COUNTED_ON);
                (wait(self.most), wait(tokens))
            }
            Refill::AtReset if tokens < needed => {
                let windows = ((needed - tokens) / supply.limit).ceil();
                let wait = self.window.wait(windows, throttling.window, now);
                (wait, wait)
            }
            Refill::AtReset => (Duration::ZERO, Duration::ZERO),
        };
        let at_least = hold.max(soonest);
        let fair = self.share.wait(needed, tokens, &supply, now);
        Wait {
            at_least,
            expected: at_least.max(counted).max(fair),
        }
    }

    /// A request is sent.
    pub(super) fn send(&mut self, now: Instant) -> Sent {
        self.update(now);
        let was_counted = self
            .uncounted
            .is_some_and(|uncounted| self.over >= uncounted);
        self.tokens = self.tokens.map(|tokens| (tokens - 1.0).max(0.0));
        self.share.send();
        self.hold.send(now);
        self.sent += 1;
        Sent {
            at: now,
            over: self.over,
            was_counted,
        }
    }

    /// A request never reached the server.
    pub(super) fn unsent(&mut self) {
        self.over += 1;
        self.tokens = self.tokens.map(|tokens| tokens + 1.0);
    }

    /// What became of a request is not known, so its token counts as spent.
    pub(super) fn lost(&mut self) {
        self.over += 1;
    }

    /// A response arrived. For a refused request: how long the next request waits, if the response
    /// says that and is believed.
    pub(super) fn receive(
        &mut self,
        sent: Sent,
        feedback: &Feedback,
        now: Instant,
        time_of_day: SystemTime,
    ) -> Option<Duration> {
        self.update(now);
        self.over += 1;
        let RateLimit {
            limit,
            remaining,
            reset,
        } = feedback.rate_limit;
        if !self.limit.receive(limit) {
            return None;
        }
        let is_limit_known = self.limit.tokens().is_finite();
        if let (Some(throttling), Some(remaining)) = (self.throttling, remaining.map(count)) {
            let is_current = match throttling.refill {
                Refill::Continuous => is_limit_known,
                Refill::AtReset => {
                    let tokens = (remaining, self.overlapping(sent));
                    let reset = reset.and_then(|reset| reset.duration_since(time_of_day).ok());
                    let length = throttling.window;
                    self.window.receive(sent.at, tokens, reset, length, now)
                }
            };
            if is_current {
                self.correct(throttling, sent, remaining, feedback.refused, now);
            }
        }
        if !feedback.refused {
            self.hold.granted(sent.at);
            self.share.granted();
            return None;
        }
        if let Some(wait) = feedback.retry_after {
            let is_rate_known = self.tokens.is_some();
            return Some(self.hold.refused(sent.at, wait, is_rate_known, now));
        }
        self.share.refused();
        let is_empty = remaining == Some(0) && self.tokens.is_some();
        is_empty.then(|| self.wait(0, now).expected)
    }

    /// Corrects the count where `remaining` tokens prove it wrong.
    fn correct(
        &mut self,
        throttling: &Throttling,
        sent: Sent,
        remaining: f64,
        refused: bool,
        now: Instant,
    ) {
        // A request in flight may be included or not. The count must not rely on either.
        let least = remaining - self.overlapping(sent);
        let in_flight = now.saturating_duration_since(sent.at).as_secs_f64();
        // It was rounded down, and tokens came back since.
        let rounding = if refused { 0.0 } else { 1.0 };
        let most = remaining + rounding + self.supply(throttling).refill * in_flight;
        let is_lower = self.tokens.is_some_and(|tokens| tokens > most);
        let is_taken = refused && remaining < 1.0 && sent.was_counted;
        if (is_lower || is_taken) && self.limit.tokens().is_finite() {
            self.share.note_others(now, 2 * throttling.window);
        }
        let corrected = match self.tokens {
            Some(tokens) if !is_lower => tokens.max(least),
            Some(_) => (remaining - self.in_flight()).max(0.0),
            None => least.max(0.0),
        };
        let tokens = corrected.min(self.limit.tokens());
        self.uncounted.get_or_insert(self.sent);
        self.tokens = Some(tokens);
        self.most = self.most.min(remaining).max(tokens);
        if least >= 1.0 {
            self.hold = Hold::default();
        }
    }

    /// Brings back the tokens that time brought.
    fn update(&mut self, now: Instant) {
        // Threads that look at the clock one after the other may come here in another order.
        let updated = self.updated.unwrap_or(now);
        self.updated = Some(updated.max(now));
        let (Some(throttling), Some(tokens)) = (self.throttling, self.tokens) else {
            return;
        };
        let passed = now.saturating_duration_since(updated).as_secs_f64();
        let supply = self.supply(throttling);
        let (refilled, most) = match throttling.refill {
            Refill::Continuous => {
                let back = passed * supply.refill * COUNTED_ON;
                (tokens + back, self.most + back)
            }
            // The requests in flight may be counted in the new window.
            Refill::AtReset if self.window.is_over(now) => {
                ((supply.limit - self.in_flight()).max(0.0), f64::INFINITY)
            }
            Refill::AtReset => (tokens, self.most),
        };
        let refilled = refilled.min(supply.limit);
        self.most = most.min(supply.limit);
        let average = f64::midpoint(tokens, refilled);
        self.share.update(average, passed, &supply, now);
        self.tokens = Some(refilled);
    }

    /// What the server supplies; without end as long as its limit is not known.
    fn supply(&self, throttling: &Throttling) -> Supply {
        let limit = self.limit.tokens();
        let rate = limit / throttling.window.as_secs_f64();
        let refill = match throttling.refill {
            Refill::Continuous => rate,
            Refill::AtReset => 0.0,
        };
        Supply {
            limit,
            rate,
            refill,
        }
    }

    /// Number of other requests that were in flight at the same time as this one, so that its
    /// response may not include them.
    fn overlapping(&self, sent: Sent) -> f64 {
        count((self.sent - sent.over).saturating_sub(1))
    }

    fn in_flight(&self) -> f64 {
        count(self.sent - self.over)
    }
}

/// A number of tokens.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 tokens")]
fn count(tokens: u64) -> f64 {
    tokens as f64
}

/// The time in which so many tokens come back at a rate of so many a second.
fn time_for(tokens: f64, rate: f64) -> Duration {
    if tokens <= 0.0 {
        return Duration::ZERO;
    }
    let time = Duration::try_from_secs_f64(tokens / rate).unwrap_or(Duration::MAX);
    // Rounding must not leave a rest that nobody could sleep for.
    time.saturating_add(Duration::from_micros(1))
}
