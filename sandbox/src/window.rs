//! The fixed window of Kustomer's rate limit.

use std::time::Duration;

/// Length of a window.
const LENGTH: Duration = Duration::from_secs(60);

/// Counts the requests of one minute after another.
pub(crate) struct Window {
    limit: u64,
    number: u64,
    used: u64,
}

/// What is left of a window after a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Left {
    /// Whether the request fitted in.
    pub(crate) admitted: bool,
    /// Requests that still fit in.
    pub(crate) remaining: u64,
    /// Time until the window ends.
    pub(crate) until_end: Duration,
}

impl Window {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            limit: u64::from(per_minute),
            number: 0,
            used: 0,
        }
    }

    /// Counts a request, if it fits in.
    pub(crate) fn take(&mut self, now: Duration) -> Left {
        let number = now.as_secs() / LENGTH.as_secs();
        if number > self.number {
            (self.number, self.used) = (number, 0);
        }
        let admitted = self.used < self.limit;
        self.used += u64::from(admitted);
        Left {
            admitted,
            remaining: self.limit - self.used,
            until_end: Duration::from_secs((self.number + 1) * LENGTH.as_secs())
                .saturating_sub(now),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_begins_anew() {
        let mut window = Window::new(2);
        let at = Duration::from_secs;
        assert_eq!(window.take(at(50)).remaining, 1);
        assert!(window.take(at(59)).admitted);
        let left = window.take(at(59));
        assert_eq!((left.admitted, left.until_end), (false, at(1)));
        assert!(window.take(at(60)).admitted);
    }
}
