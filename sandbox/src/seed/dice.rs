//! Numbers that look random and are not: everything made up comes from here.

/// Spreads a number over all 64 bits; no two numbers give the same. (The end of `SplitMix64`.)
pub(crate) fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A number that follows from another and a text.
pub(crate) fn hash(seed: u64, text: &str) -> u64 {
    let start = mix(seed ^ 0x9E37_79B9_7F4A_7C15);
    text.bytes().fold(start, |hash, byte| {
        mix(hash ^ u64::from(byte)).wrapping_add(0x9E37_79B9_7F4A_7C15)
    })
}

/// Throws that are the same whenever they begin with the same number.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(start: u64) -> Self {
        Self(mix(start))
    }

    /// A throw below `bound`, which must not be 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        #[expect(clippy::cast_possible_truncation, reason = "it is below a usize")]
        let throw = (mix(self.0) % bound as u64) as usize;
        throw
    }

    /// A text of the same form as an example: what is behind its prefix (`ctc_`) is made of the
    /// letters and digits that are there, but for the first third, which may be a time.
    pub(crate) fn like(&mut self, example: &str) -> String {
        let start = example.rfind('_').map_or(0, |at| at + 1);
        let (prefix, id) = example.split_at(start);
        let alphabet: Vec<char> = id.chars().filter(char::is_ascii_alphanumeric).collect();
        let kept = alphabet.len() / 3;
        if alphabet.len() < 12 {
            // Too short to be told apart by chance.
            return format!("{prefix}{}", self.below(1 << 40));
        }
        let mut number = 0;
        let id = id.chars().map(|character| {
            number += usize::from(character.is_ascii_alphanumeric());
            if character.is_ascii_alphanumeric() && number > kept {
                alphabet[self.below(alphabet.len())]
            } else {
                character
            }
        });
        prefix.chars().chain(id.collect::<Vec<_>>()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_depend_on_where_they_begin_alone() {
        let throws = |seed, kind| {
            let mut dice = Dice::new(hash(seed, kind));
            [dice.below(1 << 40), dice.below(1 << 40)]
        };
        assert_eq!(throws(1, "contact"), throws(1, "contact"));
        assert_ne!(throws(1, "contact"), throws(2, "contact"));
        assert_ne!(throws(1, "contact"), throws(1, "customer"));
    }

    #[test]
    fn ids_have_the_form_of_their_example() {
        let mut dice = Dice::new(1);
        let id = dice.like("ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FD");
        assert!(id.starts_with("ctc_01J9Z7Q2") && id.len() == 30, "{id}");
        let id = dice.like("66b3f2a19c4d5e0012f7a801");
        assert!(id.starts_with("66b3f2a1") && id.len() == 24, "{id}");
        assert!(
            id.bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')),
            "{id}"
        );
        let id = dice.like("0b6f3f2c-8a55-4d0e-9d3b-5f1f6c7a2e10");
        let dashes: Vec<_> = id.match_indices('-').map(|(at, _)| at).collect();
        assert_eq!(dashes, [8, 13, 18, 23]);
        assert_ne!(dice.like("ord_7"), dice.like("ord_7"));
    }
}
