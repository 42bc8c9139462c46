//! Where a line of an earlier text stood, seen from the later text: the place that a diff shows.

use std::time::Duration;

use similar::{DiffOp, TextDiff};

/// How long the texts are compared; what is found until then is near enough.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The lines of two texts.
#[derive(Debug)]
pub(super) struct Lines(Vec<DiffOp>);

impl Lines {
    pub(super) fn new(old: &str, new: &str) -> Self {
        let diff = TextDiff::configure().timeout(TIMEOUT).diff_lines(old, new);
        Self(diff.ops().to_vec())
    }

    /// The later line that is or replaces an earlier one, else the line above where it was removed.
    /// Lines count from 1.
    pub(super) fn now(&self, line: usize) -> usize {
        let index = line.saturating_sub(1);
        let mut ops = self.0.iter();
        let Some(op) = ops.find(|op| op.old_range().contains(&index)) else {
            return 1;
        };
        let new = op.new_range();
        if new.is_empty() {
            return new.start.max(1);
        }
        (new.start + index - op.old_range().start).min(new.end - 1) + 1
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn an_earlier_line_is_found_where_a_diff_shows_it() {
        let lines = Lines::new("a\nb\nc\nd\ne\nf\n", "a\nb\nd\nE\nE2\nf\n");
        // `c` was removed below `b`, `e` was replaced, `f` moved on; nothing is behind the end.
        for (old, new) in [(1, 1), (3, 2), (4, 3), (5, 4), (6, 6), (9, 1)] {
            assert_eq!(lines.now(old), new, "{old}");
        }
        assert_eq!(Lines::new("a\nb\n", "b\n").now(1), 1);
        assert_eq!(Lines::new("a\n", "").now(1), 1);
    }
}
