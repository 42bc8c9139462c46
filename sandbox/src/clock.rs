//! The time that rate limits go by: real time, or a multiple of it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};

/// The beginning of July 2026: rows that a sandbox begins with are from before, others from after it.
pub(crate) const START: Duration = Duration::from_secs(1_782_864_000);

/// Runs from the start of the sandbox.
pub(crate) struct Clock {
    start: Instant,
    rate: f64,
    /// Milliseconds that were skipped.
    skipped: AtomicU64,
}

impl Clock {
    /// A clock that runs `rate` times as fast as real time; `rate` must be positive.
    pub(crate) fn new(rate: f64) -> Self {
        Self {
            start: Instant::now(),
            rate,
            skipped: AtomicU64::new(0),
        }
    }

    pub(crate) fn skip(&self, time: Duration) {
        let millis = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        self.skipped.fetch_add(millis, Ordering::Relaxed);
    }

    /// The time that it is in made-up data.
    pub(crate) fn timestamp(&self) -> String {
        timestamp(START + self.now())
    }

    /// Time since the start, as rate limits and messages see it.
    pub(crate) fn now(&self) -> Duration {
        let elapsed = self.start.elapsed().as_secs_f64() * self.rate;
        let skipped = Duration::from_millis(self.skipped.load(Ordering::Relaxed));
        let elapsed = Duration::try_from_secs_f64(elapsed).unwrap_or(Duration::MAX);
        elapsed.saturating_add(skipped)
    }

    /// How much real time passes while a span of this clock does.
    fn real(&self, span: Duration) -> Duration {
        let real = Duration::try_from_secs_f64(span.as_secs_f64() / self.rate);
        real.unwrap_or(Duration::MAX)
    }

    /// How many real seconds, rounded up, pass while a span of this clock does.
    pub(crate) fn real_seconds(&self, span: Duration) -> u64 {
        whole_seconds(self.real(span))
    }

    /// When a span of this clock will have passed, in Unix seconds, rounded up.
    pub(crate) fn unix_after(&self, span: Duration) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        whole_seconds(now.unwrap_or_default().saturating_add(self.real(span)))
    }
}

/// Seconds, rounded up: who waits that long has waited long enough.
fn whole_seconds(span: Duration) -> u64 {
    let more = u64::from(span.subsec_nanos() > 0);
    span.as_secs().saturating_add(more)
}

/// A time since 1970 as JSON has it.
pub(crate) fn timestamp(unix: Duration) -> String {
    let millis = i64::try_from(unix.as_millis()).ok();
    let time = millis.and_then(DateTime::from_timestamp_millis);
    let time = time.unwrap_or_default();
    time.to_rfc3339_opts(SecondsFormat::Millis, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_begin_with_july() {
        assert_eq!(timestamp(START), "2026-07-01T00:00:00.000Z");
    }

    #[test]
    fn time_can_be_skipped() {
        let clock = Clock::new(1.0);
        clock.skip(Duration::from_secs(86_400));
        assert!(clock.timestamp().starts_with("2026-07-02T00:00:0"));
    }

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
