//! The size of a bucket: which of the limits that responses tell is believed.

/// A limit that is so many times as large as the one before it, or as small, is doubtful.
const FAR: u64 = 2;

/// The limit, once a response told it.
#[derive(Debug, Default)]
pub(super) struct Limit {
    believed: Option<u64>,
    /// A limit far from the believed one, told by the newest response.
    doubtful: Option<u64>,
}

impl Limit {
    /// A response told this limit, or none. Says whether the response is believed: one with a limit
    /// far from those before it is so only when it repeats the one before it.
    pub(super) fn receive(&mut self, told: Option<u64>) -> bool {
        let Some(told) = told.filter(|told| *told > 0) else {
            return true;
        };
        let is_near = self.believed.is_none_or(|believed| {
            let (low, high) = (told.min(believed), told.max(believed));
            high <= low.saturating_mul(FAR)
        });
        if !is_near && self.doubtful != Some(told) {
            self.doubtful = Some(told);
            return false;
        }
        *self = Self {
            believed: Some(told),
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
        for (told, believed) in [
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
            for told in told {
                limit.receive(Some(*told));
                assert!(
                    limit.receive(None),
                    "a response without a limit is believed"
                );
            }
            let expected = super::super::count(believed);
            assert!(
                (limit.tokens() - expected).abs() < 0.1,
                "{told:?}: {limit:?}"
            );
        }
        assert!(Limit::default().tokens().is_infinite());
    }
}
