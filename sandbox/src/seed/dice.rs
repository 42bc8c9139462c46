//! Numbers that look random and are not: everything made up comes from here.

use std::hash::{DefaultHasher, Hash, Hasher};

use fastrand::Rng;

/// A number that follows from a value.
pub(crate) fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Throws that are the same whenever they begin with the same value.
pub(crate) struct Dice(Rng);

impl Dice {
    pub(crate) fn new(start: impl Hash) -> Self {
        Self(Rng::with_seed(hash(start)))
    }

    /// A throw below `bound`, which must not be 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0.usize(..bound)
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
            let mut dice = Dice::new((seed, kind));
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
