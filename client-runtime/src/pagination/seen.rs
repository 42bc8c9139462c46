//! The cursors that were followed, so that a list that leads back into itself ends.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// Number of cursors after which the older half is forgotten.
const KNOWN: usize = 1 << 16;

/// The cursors that were followed so far.
///
/// A cursor that is known shows at once, before an item is yielded a second time. That takes a few
/// bytes a page whatever the length of a cursor, because only hashes are kept: with one chance in
/// 2^64 a pair, a list of 60,000 pages is mistaken for a circle once in ten billion walks.
///
/// So that memory does not grow with a list, the older cursors are forgotten in time. A circle that
/// is longer than the memory still ends: one cursor is kept as a landmark, for longer each time, so
/// sooner or later the walk comes by it again.
#[derive(Default)]
pub(super) struct Seen {
    hasher: RandomState,
    recent: HashSet<u64>,
    older: HashSet<u64>,
    landmark: Option<u64>,
    /// Number of cursors since the landmark was set.
    steps: u64,
    /// Number of cursors after which the landmark is set anew.
    patience: u64,
}

impl Seen {
    /// Adds a cursor; `false` if it is known.
    pub(super) fn insert(&mut self, cursor: &str) -> bool {
        self.insert_within(cursor, KNOWN)
    }

    fn insert_within(&mut self, cursor: &str, known: usize) -> bool {
        let hash = self.hasher.hash_one(cursor);
        if self.landmark == Some(hash) || self.older.contains(&hash) || !self.recent.insert(hash) {
            return false;
        }
        if self.recent.len() >= known / 2 {
            self.older = std::mem::take(&mut self.recent);
        }
        self.steps += 1;
        if self.steps > self.patience {
            self.landmark = Some(hash);
            self.steps = 0;
            self.patience = self.patience * 2 + 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_that_comes_again_is_known() {
        let mut seen = Seen::default();
        assert!((0..1000).all(|cursor| seen.insert(&cursor.to_string())));
        assert!((0..1000).all(|cursor| !seen.insert(&cursor.to_string())));
        assert!(seen.insert("1000"));
    }

    #[test]
    fn what_is_kept_does_not_grow_and_every_circle_ends() {
        const LIMIT: usize = 64;
        for length in [1, 10, 31, 64, 65, 100, 1000, 5000] {
            let mut seen = Seen::default();
            let mut pages = 0;
            while seen.insert_within(&(pages % length).to_string(), LIMIT) {
                pages += 1;
                assert!(seen.recent.len() + seen.older.len() <= LIMIT);
                assert!(pages < 5 * length, "{length}");
            }
            assert!(length > LIMIT / 2 || pages == length, "{length}: {pages}");
        }
    }
}
