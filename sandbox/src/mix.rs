//! Numbers that look random and are not: everything made up comes from here.

/// Spreads a number over all 64 bits; no two numbers give the same. (The end of `SplitMix64`.)
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// The number that [`mix`] made this one of.
pub(crate) fn unmix(mut x: u64) -> u64 {
    x = (x ^ (x >> 31) ^ (x >> 62)).wrapping_mul(0x3196_42B2_D24D_8EC3);
    x = (x ^ (x >> 27) ^ (x >> 54)).wrapping_mul(0x96DE_1B17_3F11_9089);
    x ^ (x >> 30) ^ (x >> 60)
}

/// A key of its own for each kind of thing that is made up from one seed.
pub(crate) fn key(seed: u64, kind: &str) -> u64 {
    kind.bytes()
        .fold(mix(seed ^ 0x9E37_79B9_7F4A_7C15), |key, byte| {
            mix(key ^ u64::from(byte)).wrapping_add(0x9E37_79B9_7F4A_7C15)
        })
}

/// A row of throws that is the same whenever it is made from the same key and index.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(key: u64, index: u64) -> Self {
        Self(mix(key ^ mix(index)))
    }

    /// The next throw, anywhere in 64 bits.
    pub(crate) fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mix(self.0)
    }

    /// A throw below `bound`, which must not be 0.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.throw() % bound
    }

    /// True for one throw in `n`.
    pub(crate) fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    /// One of some choices, of which there must be at least one.
    pub(crate) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is below the length of a slice"
        )]
        let chosen = self.below(choices.len() as u64) as usize;
        choices[chosen]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixing_can_be_undone() {
        for x in [0, 1, 2, 999_999, u64::MAX, 0x0123_4567_89AB_CDEF] {
            assert_eq!(unmix(mix(x)), x);
            assert_eq!(mix(unmix(x)), x);
        }
    }

    #[test]
    fn throws_depend_on_seed_kind_and_index_alone() {
        let throws = |seed, kind, index| {
            let mut dice = Dice::new(key(seed, kind), index);
            [dice.throw(), dice.throw()]
        };
        assert_eq!(throws(1, "contact", 7), throws(1, "contact", 7));
        assert_ne!(throws(1, "contact", 7), throws(2, "contact", 7));
        assert_ne!(throws(1, "contact", 7), throws(1, "customer", 7));
        assert_ne!(throws(1, "contact", 7), throws(1, "contact", 8));
    }

    #[test]
    fn one_in_n_is_about_one_in_n() {
        let mut dice = Dice::new(key(1, "test"), 0);
        let hits = (0..10_000).filter(|_| dice.one_in(10)).count();
        assert!((800..1200).contains(&hits), "{hits}");
    }
}
