//! The time that rate limits and messages go by.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use chrono::{DateTime, SecondsFormat};

/// The beginning of July 2026: rows that a sandbox begins with are from before, others from after it.
pub(crate) const START: Duration = Duration::from_secs(1_782_864_000);

/// Runs from the start of the sandbox, unless it stands still.
pub(crate) struct Clock {
    start: Option<Instant>,
    /// Milliseconds that were skipped.
    skipped: AtomicU64,
}

impl Clock {
    pub(crate) fn new(still: bool) -> Self {
        Self {
            start: (!still).then(Instant::now),
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
        let elapsed = self.start.map(|start| start.elapsed());
        let skipped = Duration::from_millis(self.skipped.load(Ordering::Relaxed));
        elapsed.unwrap_or_default().saturating_add(skipped)
    }
}

/// When a span will have passed, in Unix seconds, rounded up.
pub(crate) fn unix_after(span: Duration) -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    whole_seconds(now.unwrap_or_default().saturating_add(span))
}

/// Seconds, rounded up: who waits that long has waited long enough.
pub(crate) fn whole_seconds(span: Duration) -> u64 {
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
        let clock = Clock::new(true);
        clock.skip(Duration::from_secs(86_400));
        assert_eq!(clock.timestamp(), "2026-07-02T00:00:00.000Z");
    }

    #[test]
    fn seconds_are_rounded_up() {
        assert_eq!(whole_seconds(Duration::from_millis(59_001)), 60);
        let now = unix_after(Duration::ZERO);
        let later = unix_after(Duration::from_secs(60));
        assert!((59..=61).contains(&(later - now)), "{now} {later}");
    }
}
