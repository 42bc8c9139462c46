//! What response headers say about throttling: the state of the rate limit and `Retry-After`.

use std::time::{Duration, SystemTime};

use reqwest::header::{HeaderMap, HeaderName, RETRY_AFTER};

use crate::api::RateLimitHeaders;

/// State of a rate limit as a response reported it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Number of requests that fit into the limit's window; `None` when the server did not say.
    pub limit: Option<u64>,
    /// Number of requests left at the time of the response; `None` when the server did not say.
    pub remaining: Option<u64>,
    /// When the whole limit is available again; `None` when the server did not say.
    pub reset: Option<SystemTime>,
}

impl RateLimit {
    /// Says nothing.
    pub(crate) const UNKNOWN: Self = Self {
        limit: None,
        remaining: None,
        reset: None,
    };

    /// Reads the headers; `None` when none of them is there or makes sense.
    pub(crate) fn from_headers(names: &RateLimitHeaders, headers: &HeaderMap) -> Option<Self> {
        let number = |name| text(headers, name)?.parse().ok();
        let reset = number(&names.reset)
            .and_then(|seconds| SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds)));
        let state = Self {
            limit: number(&names.limit),
            remaining: number(&names.remaining),
            reset,
        };
        let said_something =
            state.limit.is_some() || state.remaining.is_some() || state.reset.is_some();
        said_something.then_some(state)
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    Some(headers.get(name)?.to_str().ok()?.trim_ascii())
}

/// Reads `Retry-After`, which is a number of seconds or a date; a date in the past is no wait.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = text(headers, &RETRY_AFTER)?;
    if let Some(seconds) = seconds(text) {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// Reads a number of seconds. Fractions, which the header does not allow but servers send, are
/// rounded up; a number that is too large becomes the largest.
fn seconds(text: &str) -> Option<u64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) {
        return None;
    }
    let more = u64::from(fraction.bytes().any(|digit| digit != b'0'));
    // Digits alone: nothing but their number can keep them from being read.
    Some(whole.parse().unwrap_or(u64::MAX).saturating_add(more))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use reqwest::header::HeaderValue;

    use super::*;

    static NAMES: RateLimitHeaders = RateLimitHeaders {
        limit: HeaderName::from_static("x-ratelimit-limit"),
        remaining: HeaderName::from_static("x-ratelimit-remaining"),
        reset: HeaderName::from_static("x-ratelimit-reset"),
    };

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        headers
    }

    #[test]
    fn the_rate_limit_is_read() {
        let all = headers(&[
            ("x-ratelimit-limit", "600"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1700000060"),
        ]);
        let state = RateLimit::from_headers(&NAMES, &all).unwrap();
        assert_eq!((state.limit, state.remaining), (Some(600), Some(0)));
        let reset = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_060);
        assert_eq!(state.reset, Some(reset));
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let some = headers(&[
            ("x-ratelimit-limit", "1000"),
            ("x-ratelimit-remaining", "many"),
            ("x-ratelimit-reset", "18446744073709551615"),
        ]);
        let state = RateLimit::from_headers(&NAMES, &some).unwrap();
        assert_eq!((state.limit, state.remaining), (Some(1000), None));
        assert_eq!(state.reset, None);
        let none = headers(&[("x-ratelimit-limit", "-1"), ("content-type", "text/html")]);
        assert_eq!(RateLimit::from_headers(&NAMES, &none), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        // Sun, 06 Nov 1994 08:49:37 GMT
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (value, expected) in [
            ("7", Some(7)),
            (" 120 ", Some(120)),
            ("0", Some(0)),
            ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60)),
            ("Sun, 06 Nov 1994 08:49:07 GMT", Some(0)),
            ("1.5", Some(2)),
            ("1.000", Some(1)),
            ("0.001", Some(1)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551615.5", Some(u64::MAX)),
            ("18446744073709551616", Some(u64::MAX)),
            ("99999999999999999999999999", Some(u64::MAX)),
            ("-1", None),
            ("+1", None),
            ("1.", None),
            (".5", None),
            ("1.5.2", None),
            ("1,5", None),
            ("1e3", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(
                retry_after(&headers(&[("retry-after", value)]), now),
                expected.map(Duration::from_secs),
                "{value:?}"
            );
        }
        assert_eq!(retry_after(&HeaderMap::new(), now), None);
    }
}
