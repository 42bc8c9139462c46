//! Clocks for tests: one that stands still but for the sleeps, and that of tokio, which can be paused.

use std::future::{pending, ready};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use crate::clock::{Clock, Sleep};

/// A clock that sleeps by moving on. It starts at Sun, 06 Nov 1994 08:49:37 GMT.
#[derive(Debug)]
pub(crate) struct ManualClock {
    started: Instant,
    random: f64,
    wakes: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    elapsed: Duration,
    sleeps: Vec<Duration>,
    readings: usize,
}

impl ManualClock {
    pub(crate) fn new() -> Self {
        Self {
            started: Instant::now(),
            random: 0.5,
            wakes: true,
            state: Mutex::default(),
        }
    }

    /// Chance always gives this number.
    pub(crate) fn with_random(self, random: f64) -> Self {
        Self { random, ..self }
    }

    /// Sleeps never end.
    pub(crate) fn that_never_wakes(self) -> Self {
        Self {
            wakes: false,
            ..self
        }
    }

    /// How long the sleeps so far were.
    pub(crate) fn sleeps(&self) -> Vec<Duration> {
        self.state().sleeps.clone()
    }

    /// How often somebody looked at the clock.
    pub(crate) fn readings(&self) -> usize {
        self.state().readings
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Instant {
        let mut state = self.state();
        state.readings += 1;
        self.started + state.elapsed
    }

    fn time_of_day(&self) -> SystemTime {
        let started = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        started + self.state().elapsed
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        let mut state = self.state();
        state.sleeps.push(duration);
        if !self.wakes {
            return Box::pin(pending());
        }
        state.elapsed += duration;
        Box::pin(ready(()))
    }

    fn random(&self) -> f64 {
        self.random
    }
}

/// tokio's time.
#[derive(Debug)]
pub(crate) struct TokioClock;

impl Clock for TokioClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> f64 {
        0.5
    }
}
