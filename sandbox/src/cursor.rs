//! Cursors: a position in a list, and a check of the list and its filters.

use crate::seed::dice::hash;

/// The cursor of a position in the list that `filters` describe.
///
/// It follows from the seed, so that it outlives a restart: whoever goes on with an interrupted
/// export may meet another run of the sandbox.
pub(crate) fn make(seed: u64, position: i64, filters: &str) -> String {
    let check = hash((seed, position, filters));
    format!("{position}-{check:016x}")
}

/// The position of a cursor, if it was made for the same filters and is unchanged.
pub(crate) fn read(seed: u64, cursor: &str, filters: &str) -> Option<i64> {
    let (position, _) = cursor.rsplit_once('-')?;
    let position = position.parse().ok()?;
    (make(seed, position, filters) == cursor).then_some(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_good_for_its_list_alone() {
        for position in [7, -3] {
            let cursor = make(1, position, "search=a");
            assert_eq!(read(1, &cursor, "search=a"), Some(position));
            assert_eq!(read(2, &cursor, "search=a"), None);
            assert_eq!(read(1, &cursor, "search=b"), None);
            for changed in [
                format!("1{cursor}"),
                format!("+{cursor}"),
                cursor.replace('-', ""),
            ] {
                assert_eq!(read(1, &changed, "search=a"), None, "{changed}");
            }
        }
        assert_eq!(read(1, "", ""), None);
    }
}
