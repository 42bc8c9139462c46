//! Cursors: opaque, bound to what was asked for, and refused once anything about them changes.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;

/// Bytes of the position that a cursor holds.
const POSITION: usize = size_of::<u64>();

/// Bytes of the signature that a cursor holds: half of it is plenty for a sandbox.
const SIGNATURE: usize = 16;

/// Makes cursors and reads them back.
///
/// The key follows from the seed, so that a cursor outlives a restart: whoever goes on with an
/// interrupted export may meet another run of the sandbox.
pub(crate) struct Cursors(hmac::Key);

impl Cursors {
    pub(crate) fn new(seed: u64) -> Self {
        let mut key = *b"sandbox cursors ........";
        key[16..].copy_from_slice(&seed.to_be_bytes());
        Self(hmac::Key::new(hmac::HMAC_SHA256, &key))
    }

    /// The cursor of a position in the list that `filters` name.
    pub(crate) fn make(&self, position: u64, filters: &[Option<&str>]) -> String {
        let mut cursor = Vec::with_capacity(POSITION + SIGNATURE);
        cursor.extend(position.to_be_bytes());
        let signature = self.sign(&cursor, filters);
        cursor.extend(&signature.as_ref()[..SIGNATURE]);
        URL_SAFE_NO_PAD.encode(cursor)
    }

    /// The position of a cursor, if it was made for the same filters and is unchanged.
    pub(crate) fn read(&self, cursor: &str, filters: &[Option<&str>]) -> Option<u64> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
        let (position, signature) = bytes.split_first_chunk::<POSITION>()?;
        let expected = self.sign(position, filters);
        (signature == &expected.as_ref()[..SIGNATURE]).then(|| u64::from_be_bytes(*position))
    }

    fn sign(&self, position: &[u8], filters: &[Option<&str>]) -> hmac::Tag {
        let mut signing = hmac::Context::with_key(&self.0);
        signing.update(position);
        for filter in filters {
            // With its length, so that text cannot move from one filter to the next.
            let length = filter.map_or(u64::MAX, |text| text.len() as u64);
            signing.update(&length.to_be_bytes());
            signing.update(filter.unwrap_or_default().as_bytes());
        }
        signing.sign()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_cursor_gives_its_position_back() {
        let filters = [Some("100200"), None, Some("budi")];
        let cursor = Cursors::new(1).make(1_234, &filters);
        assert_eq!(Cursors::new(1).read(&cursor, &filters), Some(1_234));
        assert_eq!(Cursors::new(2).read(&cursor, &filters), None);
    }

    #[test]
    fn a_cursor_is_good_for_its_filters_only() {
        let cursors = Cursors::new(1);
        let cursor = cursors.make(5, &[Some("ab"), Some("c"), None]);
        for filters in [
            [Some("a"), Some("bc"), None],
            [Some("ab"), None, Some("c")],
            [Some("ab"), Some("c"), Some("")],
            [Some("ab"), Some("C"), None],
        ] {
            assert_eq!(cursors.read(&cursor, &filters), None, "{filters:?}");
        }
    }

    #[test]
    fn a_cursor_that_was_changed_is_refused() {
        let cursors = Cursors::new(1);
        let cursor = cursors.make(5, &[]);
        for place in 0..cursor.len() {
            let mut changed = cursor.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(cursors.read(&changed, &[]), None, "{changed}");
        }
        for text in ["", "A", "%%%", &cursor[1..], &format!("{cursor}A")] {
            assert_eq!(cursors.read(text, &[]), None, "{text:?}");
        }
    }
}
