//! What a client knows of one bucket of a rate limit: how many requests it may send now, and when
//! it may send the next.
//!
//! A bucket keeps an account of its own: every request takes a token at once, and time brings
//! tokens back as the contract says. What answers tell corrects the account only where it cannot be
//! right, because an answer is always a little out of date: it is rounded down, and it does not say
//! which of the other requests on their way it has counted.
//!
//! Nothing here waits or looks at a clock; all times are arguments.

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant, SystemTime};

use super::super::api::{Pacing, Refill};
use super::super::limits::RateLimit;

/// Share of the promised rate that is counted on. The rest makes up for clocks that run at unequal
/// speeds; it is not lost, for answers tell of tokens that were not counted.
const COUNTED_ON: f64 = 0.99;

/// `reset` is told in whole seconds, so it may be this much later.
const RESET_PRECISION: Duration = Duration::from_secs(1);

/// The account of a bucket.
#[derive(Debug)]
pub(super) struct Bucket {
    pacing: &'static Pacing,
    /// Tokens of a full bucket, once an answer told them.
    limit: Option<f64>,
    /// Tokens at the time of `updated`, all requests that were sent counted; `None` as long as no
    /// answer told of them. Less than none when answers told of fewer than were taken.
    tokens: Option<f64>,
    updated: Option<Instant>,
    window: Window,
    /// Number of requests that were sent so far.
    sent: u64,
    /// Number of those that are over, answered or not.
    over: u64,
}

/// The window that requests are counted in, where the bucket is refilled at its end.
#[derive(Debug, Default)]
struct Window {
    /// When it began at the latest; `None` for the first one.
    start: Option<Instant>,
    /// When it is over at the latest; `None` as long as there was no answer in it.
    end: Option<Instant>,
    /// The smallest number of tokens that an answer in it told.
    lowest: u64,
}

/// A request that took a token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    at: Instant,
    /// How many of the requests before it were over then.
    over: u64,
}

/// Whether those who wait should look again, because their time may come sooner than they think.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub(super) enum Change {
    Sooner,
    NotSooner,
}

impl Bucket {
    pub(super) fn new(pacing: &'static Pacing) -> Self {
        Self {
            pacing,
            limit: None,
            tokens: None,
            updated: None,
            window: Window::default(),
            sent: 0,
            over: 0,
        }
    }

    /// How long a request has to wait that lets `ahead` others go first. Zero as long as tokens are
    /// left, and as long as nothing is known.
    pub(super) fn wait(&mut self, ahead: usize, now: Instant) -> Duration {
        self.update(now);
        let needed = count(u64::try_from(ahead).unwrap_or(u64::MAX)) + 1.0;
        match self.tokens {
            Some(tokens) if tokens < needed => match self.pacing.refill {
                Refill::Continuous => self.time_for(needed - tokens),
                Refill::AtReset => self.time_to_reset(needed - tokens, now),
            },
            _ => Duration::ZERO,
        }
    }

    /// A request goes out.
    pub(super) fn send(&mut self, now: Instant) -> Sent {
        self.update(now);
        self.tokens = self.tokens.map(|tokens| tokens - 1.0);
        self.sent += 1;
        Sent {
            at: now,
            over: self.over,
        }
    }

    /// A request never reached the server.
    pub(super) fn unsent(&mut self) -> Change {
        self.over += 1;
        self.tokens = self.tokens.map(|tokens| tokens + 1.0);
        Change::Sooner
    }

    /// What became of a request is not known, so its token counts as spent.
    pub(super) fn lost(&mut self) {
        self.over += 1;
    }

    /// A request was answered, and its answer told this.
    pub(super) fn answered(
        &mut self,
        sent: Sent,
        told: &RateLimit,
        now: Instant,
        time_of_day: SystemTime,
    ) -> Change {
        self.update(now);
        self.over += 1;
        if let Some(limit) = told.limit.filter(|limit| *limit > 0) {
            self.limit = Some(count(limit));
        }
        match (told.remaining, self.pacing.refill) {
            (Some(remaining), Refill::Continuous) if self.limit.is_some() => {
                let on_its_way = now.saturating_duration_since(sent.at).as_secs_f64();
                // It was rounded down, and tokens came back since.
                let most = count(remaining) + 1.0 + self.rate() * on_its_way;
                self.correct(sent, remaining, Some(most))
            }
            (Some(remaining), Refill::AtReset) => {
                self.answered_in_window(sent, remaining, told.reset, now, time_of_day)
            }
            _ => Change::NotSooner,
        }
    }

    /// The part of [`answered`](Self::answered) that is about the window.
    fn answered_in_window(
        &mut self,
        sent: Sent,
        remaining: u64,
        reset: Option<SystemTime>,
        now: Instant,
        time_of_day: SystemTime,
    ) -> Change {
        if self.window.start.is_some_and(|start| sent.at < start) {
            // It may have been counted in the window before, of which nobody needs to know.
            return self.correct(sent, remaining, None);
        }
        // No request in the same window could be told so many.
        let most_in_window = self.window.lowest.saturating_add(self.overlapping(sent));
        let end = match self.window.end {
            Some(end) if remaining <= most_in_window => end,
            _ => {
                self.window.lowest = remaining;
                now + self.pacing.window
            }
        };
        self.window.lowest = self.window.lowest.min(remaining);
        let told = reset.and_then(|reset| reset.duration_since(time_of_day).ok());
        let end = match told.map(|wait| wait + RESET_PRECISION) {
            // Further away than a window: the clocks do not agree.
            Some(wait) if wait <= self.pacing.window + RESET_PRECISION => end.min(now + wait),
            _ => end,
        };
        let is_sooner = self.window.end.is_none_or(|known| end < known);
        self.window.end = Some(end);
        match self.correct(sent, remaining, Some(count(remaining))) {
            Change::NotSooner if is_sooner => Change::Sooner,
            change => change,
        }
    }

    /// Corrects the account where an answer that told of `remaining` tokens shows it wrong; `most`
    /// is the largest number that may be left now.
    fn correct(&mut self, sent: Sent, remaining: u64, most: Option<f64>) -> Change {
        let least = count(remaining) - count(self.overlapping(sent));
        let corrected = match (self.tokens, most) {
            (None, _) => least,
            // Somebody else takes tokens from this bucket. How many of the requests on their way
            // are counted already is not known, so none is taken to be.
            (Some(tokens), Some(most)) if tokens > most => {
                count(remaining) - count(self.sent - self.over)
            }
            (Some(tokens), _) => tokens.max(least),
        };
        let before = self.tokens;
        self.tokens = Some(corrected.min(self.limit.unwrap_or(f64::INFINITY)));
        if self.tokens > before {
            Change::Sooner
        } else {
            Change::NotSooner
        }
    }

    /// Number of other requests that were on their way at the same time as this one, so that its
    /// answer may not have counted them.
    fn overlapping(&self, sent: Sent) -> u64 {
        (self.sent - sent.over).saturating_sub(1)
    }

    /// Brings back the tokens that time brought.
    fn update(&mut self, now: Instant) {
        let updated = self.updated.replace(now).unwrap_or(now);
        match self.pacing.refill {
            Refill::Continuous => {
                let passed = now.saturating_duration_since(updated).as_secs_f64();
                if let (Some(tokens), Some(limit)) = (self.tokens, self.limit) {
                    let returned = passed * self.rate() * COUNTED_ON;
                    self.tokens = Some((tokens + returned).min(limit));
                }
            }
            Refill::AtReset => {
                if self.window.end.is_some_and(|end| end <= now) {
                    // The requests on their way may be counted in the new window.
                    let on_their_way = count(self.sent - self.over);
                    self.tokens = self.limit.map(|limit| limit - on_their_way);
                    self.window.start = Some(now);
                    self.window.end = None;
                }
            }
        }
    }

    /// Tokens that come back in a second.
    fn rate(&self) -> f64 {
        self.limit.unwrap_or(f64::INFINITY) / self.pacing.window.as_secs_f64()
    }

    /// The time in which so many tokens come back.
    fn time_for(&self, tokens: f64) -> Duration {
        let seconds = tokens / (self.rate() * COUNTED_ON);
        let time = Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX);
        // Rounding must not leave a rest that nobody could sleep for.
        time.saturating_add(Duration::from_micros(1))
    }

    /// The time until the end of the window that brings so many tokens.
    fn time_to_reset(&mut self, tokens: f64, now: Instant) -> Duration {
        // As long as no answer tells, it may have begun just now.
        let end = *self.window.end.get_or_insert(now + self.pacing.window);
        let windows = self.limit.map_or(1.0, |limit| (tokens / limit).ceil());
        let further = (windows - 1.0) * self.pacing.window.as_secs_f64();
        let further = Duration::try_from_secs_f64(further).unwrap_or(Duration::MAX);
        end.saturating_duration_since(now).saturating_add(further)
    }
}

/// A number of tokens.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 tokens")]
fn count(tokens: u64) -> f64 {
    tokens as f64
}
