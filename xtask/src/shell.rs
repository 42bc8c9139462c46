//! Commands as a reader can paste them into a shell.

use std::borrow::Cow;

/// Quotes `word` for a POSIX shell if it needs quoting.
pub(crate) fn quote(word: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_alphanumeric() || "-_./=:,+@%\\".contains(c);
    // A backslash separates folders on Windows and escapes elsewhere.
    if !word.is_empty() && word.chars().all(plain) && (cfg!(windows) || !word.contains('\\')) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
    }
}

#[cfg(test)]
mod tests {
    use super::quote;

    #[test]
    fn quotes_only_what_needs_it() {
        assert_eq!(quote("--out"), "--out");
        assert_eq!(quote("../api/v1.yaml"), "../api/v1.yaml");
        assert_eq!(quote("my api.yaml"), "'my api.yaml'");
        assert_eq!(quote("it's"), r"'it'\''s'");
        assert_eq!(quote("$HOME"), "'$HOME'");
        assert_eq!(quote(""), "''");
    }
}
