//! The size of a bucket: which of the limits in responses is believed.

/// A limit that is so many times as large as the one before it, or as small, is doubtful.
const FAR: u64 = 2;

/// The limit, once a response says it.
#[derive(Debug, Default)]
pub(super) struct Limit {
    believed: Option<u64>,
    /// A limit far from the believed one, named by the newest response.
    doubtful: Option<u64>,
}

impl Limit {
    /// A response has this limit, or none. Says whether the response is believed: one with a limit
    /// far from those before it is so only when it repeats the one before it.
    pub(super) fn receive(&mut self, limit: Option<u64>) -> bool {
        let Some(limit) = limit.filter(|limit| *limit > 0) else {
            return true;
        };
        let is_near = self.believed.is_none_or(|believed| {
            let (low, high) = (limit.min(believed), limit.max(believed));
            high <= low.saturating_mul(FAR)
        });
        if !is_near && self.doubtful != Some(limit) {
            self.doubtful = Some(limit);
            return false;
        }
        *self = Self {
            believed: Some(limit),
            doubtful: None,
        };
        true
    }

    /// Tokens of a full bucket; infinite as long as they are not known.
    pub(super) fn tokens(&self) -> f64 {
        self.believed.map_or(f64::INFINITY, super::count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_far_from_those_before_it_is_believed_when_it_is_repeated() {
        for (limits, believed) in [
            (&[600][..], 600),
            (&[600, 300, 500], 500),
            (&[600, 1], 600),
            (&[600, 1, 600], 600),
            (&[600, 1, 600, 1], 600),
            (&[600, 1, 2, 1], 600),
            (&[600, 1, 1], 1),
            (&[600, 6000], 600),
            (&[600, 6000, 6000], 6000),
            (&[600, 0], 600),
        ] {
            let mut limit = Limit::default();
            for told in limits {
                limit.receive(Some(*told));
                assert!(
                    limit.receive(None),
                    "a response without a limit is believed"
                );
            }
            let expected = super::super::count(believed);
            assert!(
                (limit.tokens() - expected).abs() < 0.1,
                "{limits:?}: {limit:?}"
            );
        }
        assert!(Limit::default().tokens().is_infinite());
    }
}
