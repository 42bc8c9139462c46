//! Times of made-up rows: all of them past, so that they do not change from day to day.

use chrono::{DateTime, Utc};

use crate::mix::Dice;

/// 2026-07-01T00:00:00Z in milliseconds; nothing made up is younger.
const NOW: i64 = 1_782_864_000_000;

/// Milliseconds between the creation of one row and the next.
const STEP: i64 = 10_000;

/// When a row was created, in milliseconds since 1970: the first row of a list is the youngest.
pub(super) fn created(key: u64, index: u64) -> i64 {
    let jitter = Dice::new(!key, index).below(9_000);
    let index = i64::try_from(index).unwrap_or(i64::MAX / STEP);
    NOW - index.saturating_mul(STEP) - 500 - i64::try_from(jitter).unwrap_or_default()
}

/// A time between another and the end of made-up time.
pub(super) fn after(millis: i64, dice: &mut Dice) -> i64 {
    let span = u64::try_from(NOW - millis).unwrap_or_default().max(1);
    millis.saturating_add_unsigned(dice.below(span))
}

/// The time as the generated types have it.
pub(super) fn time(millis: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(millis).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_time_ends_where_it_says() {
        assert_eq!(time(NOW).to_rfc3339(), "2026-07-01T00:00:00+00:00");
    }

    #[test]
    fn lists_begin_with_the_youngest_and_nothing_is_from_the_future() {
        let mut last = NOW;
        for index in 0..1_000 {
            let created = created(1, index);
            assert!(created < last);
            let changed = after(created, &mut Dice::new(1, index));
            assert!((created..NOW).contains(&changed));
            last = created;
        }
    }
}
