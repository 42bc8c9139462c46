//! Rate limits: a bucket for each test key and class of methods, as `x-apis` describes them.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use contract::{RateLimit, Refill};

use crate::builder::Builder;
use crate::clock::{unix_after, whole_seconds};
use crate::keys::{Access, TestKey};
use crate::lock;

/// The buckets that were used so far, by key and class.
#[derive(Default)]
pub(crate) struct Limits(Mutex<HashMap<(String, usize), Bucket>>);

/// The state of a rate limit after a request, as responses tell it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    /// When the limit is whole again, in Unix seconds.
    pub(crate) reset: u64,
    /// Seconds until a request fits in again, when one did not.
    pub(crate) wait: Option<u64>,
}

impl Limits {
    /// Counts a request with a key, or only looks.
    pub(crate) fn level(
        &self,
        settings: &Builder,
        now: Duration,
        rate: &RateLimit,
        key: &TestKey,
        method: &str,
        count: bool,
    ) -> Level {
        let class = class(rate, method);
        let reads = class == self::class(rate, "GET");
        let size = match (rate.classes.is_empty(), reads) {
            (true, _) => settings.shared_per_minute,
            (false, true) => settings.read_per_minute,
            (false, false) => settings.write_per_minute,
        };
        let size = match key.access {
            Access::Free(read, write) => size.min(if reads { read } else { write }),
            _ => size,
        };
        let mut buckets = lock(&self.0);
        let bucket = buckets.entry((key.text.clone(), class));
        let bucket = bucket.or_insert_with(|| Bucket::new(size, rate, now));
        let fits = bucket.take(now, count);
        let (until_next, until_full) = bucket.waits(now);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and a u32"
        )]
        let remaining = bucket.tokens as u32;
        Level {
            limit: size,
            remaining,
            reset: unix_after(until_full),
            wait: (!fits).then(|| whole_seconds(until_next).max(1)),
        }
    }
}

/// Which bucket requests of a method are counted in; those of no class share one more.
fn class(rate: &RateLimit, method: &str) -> usize {
    let mut classes = rate.classes.iter();
    let found = classes.position(|class| class.iter().any(|it| it == method));
    found.unwrap_or(rate.classes.len())
}

/// Requests that still fit in. Time is an argument, so that it can run as fast as one likes.
struct Bucket {
    /// Time in which the whole limit may be used up.
    window: Duration,
    /// Whether it comes back steadily, not all at once when the window is over.
    continuous: bool,
    size: f64,
    tokens: f64,
    /// When `tokens` was right; for a limit that comes back at once, when the window began.
    at: Duration,
}

impl Bucket {
    fn new(size: u32, rate: &RateLimit, at: Duration) -> Self {
        let size = f64::from(size);
        Self {
            window: Duration::from_secs(rate.window.unwrap_or(60).max(1).into()),
            continuous: rate.refill == Some(Refill::Continuous),
            size,
            tokens: size,
            at,
        }
    }

    /// Whether a request fits in; takes its token when it is to be counted.
    fn take(&mut self, now: Duration, count: bool) -> bool {
        let passed = now.saturating_sub(self.at);
        if self.continuous {
            let back = self.size * passed.as_secs_f64() / self.window.as_secs_f64();
            self.tokens = (self.tokens + back).min(self.size);
            self.at = self.at.max(now);
        } else if passed >= self.window {
            self.tokens = self.size;
            self.at = now;
        }
        let fits = self.tokens >= 1.0;
        if fits && count {
            self.tokens -= 1.0;
        }
        fits || !count
    }

    /// Time until a request fits in, and until the bucket is full.
    fn waits(&self, now: Duration) -> (Duration, Duration) {
        if !self.continuous {
            let end = (self.at + self.window).saturating_sub(now);
            return (end, end);
        }
        let until = |tokens: f64| {
            let missing = (tokens - self.tokens).max(0.0);
            self.window.mul_f64(missing / self.size)
        };
        (until(1.0), until(self.size))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn rate(refill: Refill) -> RateLimit {
        RateLimit {
            limit: String::new(),
            remaining: String::new(),
            reset: String::new(),
            window: Some(60),
            refill: Some(refill),
            classes: Vec::new(),
        }
    }

    #[test]
    fn a_continuous_bucket_is_refilled_steadily() {
        let mut bucket = Bucket::new(60, &rate(Refill::Continuous), SECOND);
        let now = 5 * SECOND;
        assert_eq!((0..100).filter(|_| bucket.take(now, true)).count(), 60);
        assert_eq!(bucket.waits(now), (SECOND, 60 * SECOND));
        assert!(!bucket.take(now + SECOND / 2, true));
        assert_eq!(bucket.waits(now + SECOND / 2).0, SECOND / 2);
        assert!(bucket.take(now + SECOND, true));
        assert!(!bucket.take(now, true), "time that goes back gives nothing");
    }

    #[test]
    fn a_window_comes_back_at_once_when_it_is_over() {
        let mut bucket = Bucket::new(2, &rate(Refill::AtReset), SECOND);
        assert!(bucket.take(31 * SECOND, true) && bucket.take(31 * SECOND, true));
        assert!(!bucket.take(59 * SECOND, true));
        assert_eq!(bucket.waits(59 * SECOND), (2 * SECOND, 2 * SECOND));
        assert!(bucket.take(61 * SECOND, true));
        assert!(
            bucket.take(61 * SECOND, false) && bucket.tokens > 0.5,
            "looking takes nothing"
        );
    }
}
