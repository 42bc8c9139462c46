//! The window that requests are counted in, where a bucket is refilled at its end.

use std::time::{Duration, Instant};

/// `reset` is given in whole seconds, so it may be this much later.
const RESET_PRECISION: Duration = Duration::from_secs(1);

/// The current window.
#[derive(Debug, Default)]
pub(super) struct Window {
    /// When it began at the latest; `None` for the first one.
    start: Option<Instant>,
    /// When it is over at the latest; `None` until a response arrives in it.
    end: Option<Instant>,
    /// The smallest number of tokens that a response in it reported.
    lowest: f64,
}

impl Window {
    /// A response to a request of `sent` arrived: `remaining` tokens may not include `overlapping` other
    /// requests, and `reset` is the time until the reset. Says whether it is about the current window.
    pub(super) fn receive(
        &mut self,
        sent: Instant,
        (remaining, overlapping): (f64, f64),
        reset: Option<Duration>,
        length: Duration,
        now: Instant,
    ) -> bool {
        if self.start.is_some_and(|start| sent < start) {
            return false;
        }
        // No response in the same window could say more.
        let most = self.lowest + overlapping;
        let end = match self.end {
            Some(end) if remaining <= most => end,
            _ => {
                self.lowest = remaining;
                now + length
            }
        };
        self.lowest = self.lowest.min(remaining);
        let reset = reset.map(|wait| wait.saturating_add(RESET_PRECISION));
        self.end = Some(match reset {
            // Further away than a window: the clocks do not agree.
            Some(wait) if wait <= length + RESET_PRECISION => end.min(now + wait),
            _ => end,
        });
        true
    }

    /// Whether the window is over; the next one begins then.
    pub(super) fn is_over(&mut self, now: Instant) -> bool {
        let is_over = self.end.is_some_and(|end| end <= now);
        if is_over {
            self.start = Some(now);
            self.end = None;
        }
        is_over
    }

    /// The time until so many windows are over, the current one included.
    pub(super) fn wait(&mut self, windows: f64, length: Duration, now: Instant) -> Duration {
        // As long as no response tells, it may have begun just now.
        let end = *self.end.get_or_insert(now + length);
        let further = (windows - 1.0).max(0.0) * length.as_secs_f64();
        let further = Duration::try_from_secs_f64(further).unwrap_or(Duration::MAX);
        end.saturating_duration_since(now).saturating_add(further)
    }
}
