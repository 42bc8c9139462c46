//! The time that rate limits go by: real time, or a multiple of it.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Runs from the start of the sandbox.
pub(crate) struct Clock {
    start: Instant,
    rate: f64,
}

impl Clock {
    /// A clock that runs `rate` times as fast as real time; `rate` must be positive.
    pub(crate) fn new(rate: f64) -> Self {
        Self {
            start: Instant::now(),
            rate,
        }
    }

    /// Time since the start, as rate limits see it.
    pub(crate) fn now(&self) -> Duration {
        let elapsed = self.start.elapsed().as_secs_f64() * self.rate;
        Duration::try_from_secs_f64(elapsed).unwrap_or(Duration::MAX)
    }

    /// How many real seconds, rounded up, pass while a span of this clock does.
    pub(crate) fn real_seconds(&self, span: Duration) -> u64 {
        Duration::try_from_secs_f64(span.as_secs_f64() / self.rate).map_or(u64::MAX, whole_seconds)
    }

    /// Now, in Unix seconds, rounded up.
    pub(crate) fn unix_now(&self) -> u64 {
        self.unix_after(Duration::ZERO)
    }

    /// When a span of this clock will have passed, in Unix seconds.
    pub(crate) fn unix_after(&self, span: Duration) -> u64 {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let real = Duration::try_from_secs_f64(span.as_secs_f64() / self.rate);
        whole_seconds(now.saturating_add(real.unwrap_or(Duration::MAX)))
    }
}

/// Seconds, rounded up: who waits that long has waited long enough.
fn whole_seconds(span: Duration) -> u64 {
    span.as_secs()
        .saturating_add(u64::from(span.subsec_nanos() > 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_faster_clock_makes_real_waits_shorter() {
        let minute = Duration::from_secs(60);
        assert_eq!(Clock::new(1.0).real_seconds(minute), 60);
        assert_eq!(Clock::new(60.0).real_seconds(minute), 1);
        assert_eq!(Clock::new(7.0).real_seconds(minute), 9);
        let now = Clock::new(1.0).unix_after(Duration::ZERO);
        let later = Clock::new(2.0).unix_after(minute);
        assert!((29..=31).contains(&(later - now)), "{now} {later}");
    }
}
