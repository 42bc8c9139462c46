//! The token bucket of Kirim's rate limit.

use std::time::Duration;

/// Holds up to a minute's requests, and is refilled steadily.
///
/// Time is an argument, so that it can run as fast as one likes.
pub(crate) struct Bucket {
    capacity: f64,
    tokens: f64,
    /// When `tokens` was right.
    at: Duration,
}

/// What a bucket holds after a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Level {
    /// Whether there was a token for the request.
    pub(crate) admitted: bool,
    /// Whole tokens left.
    pub(crate) remaining: u64,
    /// Time until there is a token again; zero when there is one.
    pub(crate) until_next: Duration,
    /// Time until the bucket is full.
    pub(crate) until_full: Duration,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            capacity: f64::from(per_minute),
            tokens: f64::from(per_minute),
            at: Duration::ZERO,
        }
    }

    /// Takes a token, if there is one.
    pub(crate) fn take(&mut self, now: Duration) -> Level {
        self.refill(now);
        let admitted = self.tokens >= 1.0;
        if admitted {
            self.tokens -= 1.0;
        }
        self.level(admitted)
    }

    /// Looks without taking.
    pub(crate) fn look(&mut self, now: Duration) -> Level {
        self.refill(now);
        self.level(true)
    }

    fn refill(&mut self, now: Duration) {
        let elapsed = now.saturating_sub(self.at).as_secs_f64();
        self.tokens = (self.tokens + elapsed * self.per_second()).min(self.capacity);
        self.at = self.at.max(now);
    }

    fn level(&self, admitted: bool) -> Level {
        let until = |tokens: f64| {
            let missing = (tokens - self.tokens).max(0.0);
            Duration::from_secs_f64(missing / self.per_second())
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 0 and a u32"
        )]
        let remaining = self.tokens as u64;
        Level {
            admitted,
            remaining,
            until_next: until(1.0),
            until_full: until(self.capacity),
        }
    }

    fn per_second(&self) -> f64 {
        self.capacity / 60.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_full_bucket_is_emptied_and_refilled_steadily() {
        let mut bucket = Bucket::new(60);
        let now = 5 * SECOND;
        for left in (0..60).rev() {
            let level = bucket.take(now);
            assert!(level.admitted);
            assert_eq!(level.remaining, left);
        }
        let level = bucket.take(now);
        assert!(!level.admitted);
        assert_eq!((level.until_next, level.until_full), (SECOND, 60 * SECOND));
        let level = bucket.take(now + SECOND / 2);
        assert!(!level.admitted);
        assert_eq!(level.until_next, SECOND / 2);
        assert!(bucket.take(now + SECOND).admitted);
        assert_eq!(bucket.look(now + 600 * SECOND).remaining, 60);
    }

    #[test]
    fn looking_takes_nothing() {
        let mut bucket = Bucket::new(2);
        assert_eq!(bucket.look(SECOND).remaining, 2);
        assert_eq!(bucket.look(SECOND).until_full, Duration::ZERO);
        assert_eq!(bucket.take(SECOND).remaining, 1);
    }

    #[test]
    fn time_that_goes_back_gives_nothing() {
        let mut bucket = Bucket::new(1);
        assert!(bucket.take(10 * SECOND).admitted);
        assert!(!bucket.take(SECOND).admitted);
        assert!(!bucket.take(10 * SECOND).admitted);
    }
}
