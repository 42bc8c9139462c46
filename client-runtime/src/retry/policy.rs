//! What the caller may set about retries.

use std::borrow::Cow;
use std::time::Duration;

use super::fault::Reason;

/// When and how often a call is sent again after a transient fault.
///
/// Given to a client with [`ClientBuilder::retry`](crate::ClientBuilder::retry), which is where the
/// values are checked: a value out of its range is an error of `build()` that names it.
///
/// A request is sent again when there was no connection, when it broke or took too long before the
/// response was complete, and after the statuses 408, 429, 500, 502, 503 and 504. It is sent again
/// only when that cannot do a thing twice: because its method is idempotent (`GET`, `HEAD`,
/// `OPTIONS`, `TRACE`, `PUT`, `DELETE`), because it carries an `Idempotency-Key` by which the
/// server knows it again, or because there was no connection, so that nothing was sent.
///
/// Before each further attempt the client waits for a random part of a delay that doubles from
/// attempt to attempt ("full jitter"), or as long as the server requested with `Retry-After` if that is
/// longer. It does not begin a wait that `total_timeout` would cut short: the last error is
/// returned at once.
///
/// A response 429 that tells when the next request may come, with `Retry-After` or with the headers
/// of the rate limit, is no fault: the server works as documented, and did nothing yet. The call
/// waits for its turn and is sent again, whatever its method. That takes nothing out of the
/// [`quota`](Self::quota) and is not counted for [`max_attempts`](Self::max_attempts), but a policy
/// without retries has none of these either. `total_timeout` and
/// [`max_retry_after`](Self::max_retry_after) bound the wait.
///
/// ```no_run
/// use std::time::Duration;
/// use generated_client::{RetryPolicy, kirim};
///
/// # fn example() -> Result<(), generated_client::Error> {
/// let patient = RetryPolicy::new()
///     .max_attempts(6)
///     .base_delay(Duration::from_millis(500));
/// let client = kirim::Client::builder().env().retry(patient).build()?;
/// let once_only = kirim::Client::builder().env().retry(RetryPolicy::none()).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "a policy does nothing before it is given to a client"]
pub struct RetryPolicy {
    pub(super) max_attempts: u32,
    pub(super) base_delay: Duration,
    pub(super) throttled_base_delay: Duration,
    pub(super) max_delay: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) quota: u32,
    pub(super) statuses: Cow<'static, [u16]>,
}

impl RetryPolicy {
    /// The default policy: 3 attempts, with the delays and the quota that the methods name.
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(200),
            throttled_base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            quota: 500,
            statuses: Cow::Borrowed(&[408, 429, 500, 502, 503, 504]),
        }
    }

    /// No retries: every call is one attempt.
    pub const fn none() -> Self {
        Self::new().max_attempts(1)
    }

    /// How many times a request is sent at most, the first time included. Default: 3; at least 1,
    /// which switches retries off. Responses 429 that tell when to come back are not counted.
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Longest wait before the second attempt; it doubles for each further one, up to
    /// [`max_delay`](Self::max_delay). Default: 200 ms; more than zero.
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// The same after a response 429 that does not tell when to come back. Default: 1 s; more than
    /// zero.
    pub const fn throttled_base_delay(mut self, delay: Duration) -> Self {
        self.throttled_base_delay = delay;
        self
    }

    /// The longest of these delays, however often they doubled. Default: 20 s; more than zero.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Longest `Retry-After` that is waited for. Default: 60 s; zero waits for none.
    ///
    /// When a server requests more, the error is returned at once, and
    /// [`retry_after()`](crate::Error::retry_after) says how much. The other calls of the client
    /// wait no longer than this either before one of them tries again.
    pub const fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// Size of the bucket of tokens that all calls of a client and of its clones share, so that
    /// retries cannot multiply the load on a server that is down. Default: 500; 0 is no retry.
    ///
    /// A retry takes 5 tokens out, after a timeout 10; without enough of them there is none. A call
    /// that ends with a success, or an error that is neither the server's nor retried, puts back what
    /// its last retry took, or 1 if it needed none. So a server that is down for good gets 100 retries
    /// from a client, and then only calls.
    pub const fn quota(mut self, tokens: u32) -> Self {
        self.quota = tokens;
        self
    }

    /// The statuses after which a request is sent again. Default: 408, 429, 500, 502, 503 and 504; an
    /// empty list for none.
    ///
    /// They take the place of the default ones. Connections that cannot be made or break are not
    /// concerned, and neither are error codes after which an operation is retried by itself.
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// Why a response of this status calls for another attempt, if it does.
    pub(crate) fn reason_of(&self, status: u16) -> Option<Reason> {
        let reason = match status {
            429 => Reason::Throttled,
            _ => Reason::Unavailable,
        };
        self.statuses.contains(&status).then_some(reason)
    }

    /// The wait after `attempts` attempts: a random part of a delay that doubles from attempt to attempt.
    ///
    /// "Full jitter": taking a part of the whole delay, rather than adding to it, spreads the clients
    /// of a server that was down over the whole time. `random` is at least 0 and less than 1.
    pub(super) fn delay(&self, reason: Reason, attempts: u32, random: f64) -> Duration {
        let base = match reason {
            Reason::Throttled => self.throttled_base_delay,
            _ => self.base_delay,
        };
        let doublings = attempts.saturating_sub(1);
        let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
        let longest = base.saturating_mul(factor).min(self.max_delay);
        Duration::try_from_secs_f64(longest.as_secs_f64() * random).unwrap_or(longest)
    }

    /// Whether there are retries at all.
    pub(crate) fn has_retries(&self) -> bool {
        self.max_attempts > 1
    }

    /// Says, naming the value, what is wrong with it.
    pub(crate) fn check(&self) -> Result<(), String> {
        if self.max_attempts == 0 {
            return Err("`max_attempts` is 0: give at least 1, which is no retry".to_owned());
        }
        for (name, delay) in [
            ("base_delay", self.base_delay),
            ("throttled_base_delay", self.throttled_base_delay),
            ("max_delay", self.max_delay),
        ] {
            if delay.is_zero() {
                return Err(format!("`{name}` is zero: give a longer time"));
            }
        }
        Ok(())
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn defaults_are_those_of_the_documentation() {
        let policy = RetryPolicy::default();
        assert_eq!(policy, RetryPolicy::new());
        assert_eq!(policy.max_attempts, 3);
        assert_eq!(policy.base_delay, Duration::from_millis(200));
        assert_eq!(policy.throttled_base_delay, Duration::from_secs(1));
        assert_eq!(policy.max_delay, Duration::from_secs(20));
        assert_eq!(policy.max_retry_after, Duration::from_secs(60));
        assert_eq!(policy.quota, 500);
        assert_eq!(RetryPolicy::none().max_attempts, 1);
        policy.check().unwrap();
        RetryPolicy::none().check().unwrap();
    }

    #[test]
    fn every_value_is_checked_and_named() {
        let zero = Duration::ZERO;
        let new = RetryPolicy::new;
        for (policy, problem) in [
            (new().max_attempts(0), "`max_attempts` is 0"),
            (new().base_delay(zero), "`base_delay` is zero"),
            (
                new().throttled_base_delay(zero),
                "`throttled_base_delay` is zero",
            ),
            (new().max_delay(zero), "`max_delay` is zero"),
        ] {
            let text = policy.check().unwrap_err();
            assert!(text.contains(problem), "{text}");
        }
    }

    #[test]
    fn values_at_the_ends_of_their_ranges_are_fine() {
        let tiny = Duration::from_nanos(1);
        for policy in [
            RetryPolicy::new().max_attempts(u32::MAX).quota(u32::MAX),
            RetryPolicy::new().max_retry_after(Duration::ZERO).quota(0),
            RetryPolicy::new()
                .max_delay(Duration::MAX)
                .base_delay(Duration::MAX),
            RetryPolicy::new()
                .base_delay(tiny)
                .throttled_base_delay(tiny),
            RetryPolicy::new().max_delay(tiny),
        ] {
            policy.check().unwrap();
        }
    }

    #[test]
    fn delays_double_up_to_the_cap() {
        let ms = Duration::from_millis;
        for (reason, attempts, longest) in [
            (Reason::Broken, 1, ms(200)),
            (Reason::Broken, 2, ms(400)),
            (Reason::Timeout, 3, ms(800)),
            (Reason::Unavailable, 7, ms(12_800)),
            (Reason::Unavailable, 8, ms(20_000)),
            (Reason::Unavailable, u32::MAX, ms(20_000)),
            (Reason::Throttled, 1, ms(1_000)),
            (Reason::Throttled, 2, ms(2_000)),
            (Reason::Throttled, 5, ms(16_000)),
            (Reason::Throttled, 6, ms(20_000)),
        ] {
            let of = |random| RetryPolicy::new().delay(reason, attempts, random);
            assert_eq!(of(0.0), Duration::ZERO);
            assert_eq!(of(0.5), longest / 2);
            let almost = of(1.0 - f64::EPSILON);
            assert!(almost <= longest && almost + ms(1) > longest);
        }
    }

    #[test]
    fn no_delay_is_too_long_to_be_computed() {
        let policy = RetryPolicy::new()
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX);
        let nearly_one = 1.0 - f64::EPSILON / 2.0;
        assert!(policy.delay(Reason::Broken, 40, nearly_one) <= Duration::MAX);
    }
}
