//! Makes text that a server wrote fit to be shown in one line of a log.

/// Number of characters after which a text is cut off.
const MOST: usize = 200;

/// Escapes what could break or disguise a line, and cuts the text off after 200 characters.
pub(crate) fn sanitise(text: &str) -> String {
    match text.char_indices().nth(MOST) {
        Some((end, _)) => escape(&text[..end]) + "…",
        None => escape(text),
    }
}

/// Escapes what could break or disguise a line.
pub(crate) fn escape(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_invisible(character) {
            line.extend(character.escape_default());
        } else {
            line.push(character);
        }
    }
    line
}

/// Separators and marks that some viewers take for line ends, or that reorder what they show.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' | '\u{feff}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_stays_as_it_is() {
        for text in ["", "No such contact", "Größe: 5 µm — “ok” \\ 日本"] {
            assert_eq!(sanitise(text), text);
        }
    }

    #[test]
    fn nothing_breaks_or_disguises_the_line() {
        for (text, expected) in [
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{1b}[31mred", r"\u{1b}[31mred"),
            ("a\u{2028}b\u{202e}c", r"a\u{2028}b\u{202e}c"),
            ("\0\u{7f}\u{85}\u{61c}", r"\u{0}\u{7f}\u{85}\u{61c}"),
        ] {
            assert_eq!(sanitise(text), expected);
        }
    }

    #[test]
    fn long_text_is_cut_off() {
        let exact = "é".repeat(MOST);
        assert_eq!(sanitise(&exact), exact);
        let long = sanitise(&"é".repeat(MOST + 1));
        assert_eq!(long.chars().count(), MOST + 1);
        assert!(long.ends_with('…'));
    }
}
