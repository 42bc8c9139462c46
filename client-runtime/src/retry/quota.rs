//! Bounds the retries of all calls of a client together: a bucket of tokens.
//!
//! When a server is down, every call fails, and a policy of three attempts would treble the load on
//! it. Tokens come back only with responses, so that retries stop when responses do.

use std::sync::atomic::{AtomicU32, Ordering};

/// What a retry costs.
const COST: u32 = 5;

/// What a retry after a timeout costs: the server may be busy with the request still.
const TIMEOUT_COST: u32 = 10;

/// What a call that needed no retry puts back.
const REWARD: u32 = 1;

/// The bucket. It starts full.
#[derive(Debug)]
pub(crate) struct Quota {
    tokens: AtomicU32,
    capacity: u32,
}

/// Tokens taken out for one retry. They go back if it is dropped before the retry is made.
#[derive(Debug)]
#[must_use = "dropping it puts the tokens back"]
pub(crate) struct Charge<'a> {
    quota: &'a Quota,
    cost: u32,
}

impl Quota {
    pub(crate) fn new(capacity: u32) -> Self {
        Self {
            tokens: AtomicU32::new(capacity),
            capacity,
        }
    }

    /// Takes out what a retry costs; `None` if there is not enough.
    pub(super) fn take(&self, after_timeout: bool) -> Option<Charge<'_>> {
        let cost = if after_timeout { TIMEOUT_COST } else { COST };
        // No other memory depends on the number of tokens, so no order is needed.
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .ok()
            .map(|_| Charge { quota: self, cost })
    }

    /// Puts tokens back because the server works as it should: what the last retry cost, or a little
    /// if there was none.
    pub(crate) fn refund(&self, last_retry: Option<u32>) {
        let tokens = last_retry.unwrap_or(REWARD);
        // A full bucket, which is what nearly all calls find, is not written to.
        let _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                (left < self.capacity).then(|| left.saturating_add(tokens).min(self.capacity))
            });
    }

    #[cfg(test)]
    pub(crate) fn tokens(&self) -> u32 {
        self.tokens.load(Ordering::Relaxed)
    }
}

impl Charge<'_> {
    /// The retry is made: the tokens are gone. Says how many.
    pub(crate) fn spend(mut self) -> u32 {
        std::mem::take(&mut self.cost)
    }
}

impl Drop for Charge<'_> {
    fn drop(&mut self) {
        if self.cost > 0 {
            self.quota.refund(Some(self.cost));
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_retry_costs_5_and_after_a_timeout_10() {
        let quota = Quota::new(17);
        assert_eq!(quota.take(false).unwrap().spend(), 5);
        assert_eq!(quota.take(true).unwrap().spend(), 10);
        assert_eq!(quota.tokens(), 2);
        assert!(quota.take(false).is_none() && quota.take(true).is_none());
        assert_eq!(quota.tokens(), 2);
    }

    #[test]
    fn a_retry_that_is_not_made_costs_nothing() {
        let quota = Quota::new(20);
        let charge = quota.take(true).unwrap();
        assert_eq!(quota.tokens(), 10);
        drop(charge);
        assert_eq!(quota.tokens(), 20);
    }

    #[test]
    fn responses_fill_the_bucket_but_not_beyond_its_edge() {
        let quota = Quota::new(20);
        quota.refund(None);
        assert_eq!(quota.tokens(), 20);
        let cost = quota.take(true).unwrap().spend();
        quota.refund(None);
        assert_eq!(quota.tokens(), 11);
        quota.refund(Some(cost));
        assert_eq!(quota.tokens(), 20);
        let whole = Quota::new(u32::MAX);
        let cost = whole.take(false).unwrap().spend();
        whole.refund(Some(cost));
        assert_eq!(whole.tokens(), u32::MAX);
    }
}
