//! Time and chance: what the rules of waiting depend on, in one place that a test can replace.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

pub(crate) type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where time and chance come from.
pub(crate) trait Clock: fmt::Debug + Send + Sync {
    /// The time that durations are measured with.
    fn now(&self) -> Instant;

    /// The time of day, which headers speak of.
    fn time_of_day(&self) -> SystemTime;

    fn sleep(&self, duration: Duration) -> Sleep;

    /// A random number from 0 up to, but not including, 1.
    fn random(&self) -> f64;
}

/// The machine's own clock and randomness.
#[derive(Debug)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn time_of_day(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }

    fn random(&self) -> f64 {
        // A hasher with random keys is all the randomness that spreading retries needs.
        let bits = RandomState::new().hash_one(()) >> 11;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are exact")]
        let (bits, range) = (bits as f64, (1_u64 << 53) as f64);
        bits / range
    }
}
