//! How long to wait before an attempt.

use std::time::Duration;

use super::fault::Reason;
use super::policy::RetryPolicy;

/// The wait after `attempts` attempts: a random part of a delay that doubles from attempt to
/// attempt.
///
/// "Full jitter": taking a part of the whole delay, rather than adding to it, spreads the clients
/// of a server that was down over the whole time. `random` is at least 0 and less than 1.
pub(super) fn delay(policy: &RetryPolicy, reason: Reason, attempts: u32, random: f64) -> Duration {
    let base = match reason {
        Reason::Throttled => policy.throttled_base_delay,
        _ => policy.base_delay,
    };
    let doublings = attempts.saturating_sub(1);
    let factor = 2_u32.checked_pow(doublings).unwrap_or(u32::MAX);
    let longest = base.saturating_mul(factor).min(policy.max_delay);
    Duration::try_from_secs_f64(longest.as_secs_f64() * random).unwrap_or(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONNECT: Reason = Reason::Connect { timed_out: false };

    fn of(reason: Reason, attempts: u32, random: f64) -> Duration {
        delay(&RetryPolicy::new(), reason, attempts, random)
    }

    #[test]
    fn delays_double_up_to_the_cap() {
        let ms = Duration::from_millis;
        for (reason, attempts, longest) in [
            (CONNECT, 1, ms(200)),
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
            assert_eq!(of(reason, attempts, 0.0), Duration::ZERO);
            assert_eq!(of(reason, attempts, 0.5), longest / 2);
            let almost = of(reason, attempts, 1.0 - f64::EPSILON);
            assert!(almost <= longest && almost + ms(1) > longest);
        }
    }

    #[test]
    fn no_delay_is_too_long_to_be_computed() {
        let policy = RetryPolicy::new()
            .base_delay(Duration::MAX)
            .max_delay(Duration::MAX);
        let nearly_one = 1.0 - f64::EPSILON / 2.0;
        assert!(delay(&policy, CONNECT, 40, nearly_one) <= Duration::MAX);
    }
}
