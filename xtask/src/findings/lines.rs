//! The lines of a text as YAML counts them, and the bytes that a span covers in one.

use std::ops::Range;

use contract::{Position, Span};

/// The lines of a text, without what ends them.
#[derive(Debug)]
pub(crate) struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    /// Splits at line feeds, carriage returns, and both together. A byte order mark is not counted
    /// by spans, so it is not in the first line.
    pub(crate) fn of(text: &'a str) -> Self {
        let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = Vec::new();
        while let Some(end) = rest.find(['\n', '\r']) {
            lines.push(&rest[..end]);
            let width = if rest[end..].starts_with("\r\n") {
                2
            } else {
                1
            };
            rest = &rest[end + width..];
        }
        lines.push(rest);
        Self(lines)
    }

    /// The line of this number, counted from 1.
    pub(crate) fn get(&self, number: usize) -> Option<&'a str> {
        self.0.get(number.checked_sub(1)?).copied()
    }

    /// The line that a span begins in, and the bytes that it covers there: to the end of the line
    /// where the span goes on. A place behind the text becomes the end of its last line.
    pub(crate) fn first_of(&self, Span { start, end }: Span) -> (usize, Range<usize>) {
        let last = self.0.len();
        let Some(line) = self.get(start.line) else {
            let end = self.get(last).map_or(0, str::len);
            return (last, end..end);
        };
        let from = byte_of(line, start);
        let to = if end.line == start.line {
            byte_of(line, end)
        } else {
            line.trim_end().len()
        };
        (start.line, from..to.max(from))
    }
}

/// The byte at which a character of the line begins; the line's end when there is none.
fn byte_of(line: &str, Position { column, .. }: Position) -> usize {
    let mut bytes = line.char_indices().map(|(byte, _)| byte);
    bytes.nth(column.saturating_sub(1)).unwrap_or(line.len())
}
