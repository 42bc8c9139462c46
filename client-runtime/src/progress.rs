//! How far the body of an attempt has got, so that its time does not end while something moves.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// How long nothing of a body may move.
pub(crate) const SILENCE: Duration = Duration::from_secs(30);

/// How often is looked whether all was sent.
const LOOK: Duration = Duration::from_secs(1);

/// Shared by what reads a body and what ends the attempt that sends it.
#[derive(Default)]
pub(crate) struct Progress(Mutex<Times>);

#[derive(Default)]
struct Times {
    /// When the first and the last piece were taken in this attempt.
    moved: Option<(Instant, Instant)>,
    /// Whether that was all.
    is_over: bool,
    /// The time that earlier attempts spent on sending.
    before: Duration,
}

impl Times {
    fn spent(&self) -> Duration {
        self.moved
            .map_or(Duration::ZERO, |(first, last)| last - first)
    }
}

impl Progress {
    pub(crate) fn begin(&self) {
        let mut times = self.times();
        *times = Times {
            before: times.before + times.spent(),
            ..Times::default()
        };
    }

    /// A piece was taken, perhaps the last one.
    pub(crate) fn moved(&self, is_over: bool) {
        let now = Instant::now();
        let mut times = self.times();
        let first = times.moved.map_or(now, |(first, _)| first);
        times.moved = Some((first, now));
        times.is_over = is_over;
    }

    /// When to look whether an attempt is over that began at `start` and may take `limit`; in the past if
    /// it is. Sending does not count.
    pub(crate) fn next_look(&self, start: Instant, limit: Duration) -> Option<Instant> {
        let times = self.times();
        match times.moved {
            Some((_, last)) if !times.is_over => {
                // Its end, after which time counts again, is seen soon.
                let soon = Instant::now().checked_add(LOOK)?;
                Some(last.checked_add(SILENCE)?.min(soon))
            }
            _ => start.checked_add(limit)?.checked_add(times.spent()),
        }
    }

    /// Whether a body was on its way and stopped.
    pub(crate) fn is_silent(&self) -> bool {
        let times = self.times();
        times.moved.is_some() && !times.is_over
    }

    /// The time that all attempts spent on sending.
    pub(crate) fn spent(&self) -> Duration {
        let times = self.times();
        times.before + times.spent()
    }

    fn times(&self) -> MutexGuard<'_, Times> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
