//! The API key: shown nowhere, wiped from memory when dropped.

use std::fmt;

use reqwest::header::HeaderValue;
use zeroize::Zeroizing;

/// What stands in place of a key wherever it could be shown.
pub(crate) const REDACTED: &str = "[redacted]";

/// An API key.
#[derive(Clone)]
pub(crate) struct ApiKey(Zeroizing<String>);

impl From<String> for ApiKey {
    /// Takes over a key that has not been checked yet.
    fn from(key: String) -> Self {
        Self(Zeroizing::new(key))
    }
}

impl ApiKey {
    /// Says, as the rest of a sentence, what keeps the key from being sent.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        if self.0.trim().is_empty() {
            return Err("is blank: give the API key");
        }
        if !self.0.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(
                "holds a space, a newline or another character that no API key has: \
                 check that it was copied as it is",
            );
        }
        Ok(())
    }

    /// The value of the `Authorization` header.
    ///
    /// It is made anew for each call, so that the only permanent copy is the one that gets wiped.
    #[expect(
        clippy::expect_used,
        reason = "`check` lets only printable ASCII pass, all of which a header may hold"
    )]
    pub(crate) fn authorization(&self) -> HeaderValue {
        let mut text = Zeroizing::new(String::with_capacity("Bearer ".len() + self.0.len()));
        text.push_str("Bearer ");
        text.push_str(&self.0);
        let mut value = HeaderValue::from_str(&text).expect("a checked key");
        value.set_sensitive(true);
        value
    }

    /// Whether a text that somebody else wrote holds the key, in upper or lower case.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        self.position(text).is_some()
    }

    /// Removes the key, in upper or lower case, from a text that somebody else wrote.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut rest = text;
        // The key is ASCII, so that it begins and ends between two characters.
        while let Some(start) = self.position(rest.as_bytes()) {
            redacted.push_str(&rest[..start]);
            redacted.push_str(REDACTED);
            rest = &rest[start + self.0.len()..];
        }
        redacted + rest
    }

    /// Where the key begins in a text.
    fn position(&self, text: &[u8]) -> Option<usize> {
        text.windows(self.0.len())
            .position(|part| part.eq_ignore_ascii_case(self.0.as_bytes()))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn key(text: &str) -> ApiKey {
        ApiKey::from(text.to_owned())
    }

    #[test]
    fn keys_that_cannot_be_sent_are_refused() {
        for text in ["", "  ", "\n"] {
            assert!(key(text).check().unwrap_err().contains("blank"), "{text:?}");
        }
        for text in [
            "key\n",
            " key",
            "a key",
            "k\u{e9}y",
            "key\r\nX-Other: 1",
            "\0key",
        ] {
            let problem = key(text).check().unwrap_err();
            assert!(problem.contains("newline"), "{text:?}: {problem}");
        }
        key("kdv_test_AbC-_123").check().unwrap();
        key("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl")
            .check()
            .unwrap();
    }

    #[test]
    fn the_key_is_wiped_when_it_is_dropped() {
        // The compiler is who tests it.
        fn assert_wiped<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        assert_wiped(&key("kdv_test_secret").0);
    }

    #[test]
    fn the_key_is_sent_but_not_shown() {
        let key = key("kdv_test_secret");
        assert_eq!(key.authorization(), "Bearer kdv_test_secret");
        assert_eq!(format!("{:?}", key.authorization()), "Sensitive");
        assert_eq!(format!("{key:?}"), "[redacted]");
        assert_eq!(
            key.redact("no such key: kdv_test_secret!"),
            "no such key: [redacted]!"
        );
        assert_eq!(
            key.redact("é KDV_Test_Secret kdv_test_secretkdv_test_SECRET\u{1f511}"),
            "é [redacted] [redacted][redacted]\u{1f511}"
        );
        assert_eq!(key.redact(""), "");
        assert!(key.is_in(b"kdv_test_secret") && key.is_in(b"<KDV_TEST_secret>"));
        assert!(!key.is_in(b"kdv_test_secre") && !key.is_in(b""));
    }
}
