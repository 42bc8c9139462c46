//! What is wrong with a text that is no YAML, in the words of who types it.
//!
//! A parser stops where the text makes no sense any more, often lines after the slip. Where the
//! lines at and before that place tell for certain what happened, the slip itself is reported.

mod outline;

use super::diagnostic::{Finding, Position, Span};
pub(super) use outline::closing_quote;
use outline::{Form, Line, Outline};

/// What is wrong, where, and what to do.
#[derive(Debug)]
struct Cause {
    span: Span,
    message: String,
    help: String,
}

impl Cause {
    /// A cause that is `length` characters wide; `column` counts from 0.
    fn new(line: usize, column: usize, length: usize, message: &str, help: &str) -> Self {
        let position = |column| Position { line, column };
        Self {
            span: Span {
                start: position(column + 1),
                end: position(column + 1 + length),
            },
            message: message.to_owned(),
            help: help.to_owned(),
        }
    }
}

/// `yaml-syntax`: the text cannot be read.
///
/// The parser stopped at `mark`, and said why.
pub(super) fn explain(lines: &[&str], mark: Position, why: &str) -> Finding {
    let outline = Outline::read(lines, mark.line);
    let cause = tab(lines, &outline, mark, why)
        .or_else(|| unclosed(&outline, mark))
        .or_else(|| second_colon(lines, &outline, mark))
        .or_else(|| not_a_key_or_item(lines, &outline))
        .or_else(|| below_a_value(lines, &outline, mark))
        .or_else(|| among_others(&outline, mark))
        .or_else(|| between_levels(lines, &outline, mark));
    if let Some(Cause {
        span,
        message,
        help,
    }) = cause
    {
        return Finding::new("yaml-syntax", span, message).help(help);
    }
    let (plain, help) = plainly(why);
    let span = Span {
        start: mark,
        end: mark,
    };
    Finding::new("yaml-syntax", span, format!("this is not YAML: {plain}")).help(help)
}

/// The parser's words without its grammar, where they are met often, and what to do.
fn plainly(why: &str) -> (&str, &'static str) {
    const ANYTHING: &str = "look at the indentation, colons and quotes here and on the line before";
    const WORDS: &[(&str, &str, &str)] = &[
        (
            "did not find expected key",
            "a key is expected here",
            ANYTHING,
        ),
        (
            "simple key expect",
            "a key and its `:` are expected before this",
            ANYTHING,
        ),
        (
            "mapping values are not allowed",
            "no key can stand here",
            ANYTHING,
        ),
        (
            "expected '-' indicator",
            "a list item, `- …`, is expected here",
            ANYTHING,
        ),
        (
            "sequence entries are not allowed",
            "no list item can stand here",
            ANYTHING,
        ),
        (
            "expected ',' or ']'",
            "`,` or the closing `]` is expected here",
            ANYTHING,
        ),
        (
            "expected ',' or '}'",
            "`,` or the closing `}` is expected here",
            ANYTHING,
        ),
        (
            "unknown anchor",
            "`*` repeats a part that no `&` before it marks",
            "write the part out, or make it a component and use `$ref`; text that begins with `*` needs quotes",
        ),
        (
            "unknown escape",
            "a `\\` in double quotes begins a sequence that YAML does not know",
            "use single quotes, in which a `\\` is nothing special",
        ),
    ];
    let known = WORDS.iter().find(|(jargon, ..)| why.contains(jargon));
    known.map_or((why, ANYTHING), |&(_, plain, help)| (plain, help))
}

/// A tab in the indentation: of the line itself, or of one below that the parser took for more of
/// the same text.
fn tab(lines: &[&str], outline: &Outline, mark: Position, why: &str) -> Option<Cause> {
    let is_line = |line: &Line| line.number == mark.line;
    if !why.contains("tab") && !outline.lines.last().is_some_and(is_line) {
        return None;
    }
    for (number, line) in (mark.line..).zip(lines.get(mark.line.checked_sub(1)?..)?) {
        let indentation = line.chars().take_while(|c| matches!(c, ' ' | '\t'));
        if let Some(column) = indentation.clone().position(|c| c == '\t') {
            let length = indentation.skip(column).take_while(|c| *c == '\t').count();
            return Some(Cause::new(
                number,
                column,
                length,
                "a tab cannot indent",
                "use spaces, two for each level",
            ));
        }
        // Text does not go on over the next key.
        let is_over = number > mark.line && line.contains(':');
        if is_over || !why.contains("tab") {
            return None;
        }
    }
    None
}

/// A bracket or a quote without its end.
fn unclosed(outline: &Outline, mark: Position) -> Option<Cause> {
    let (Position { line, column }, opening) = outline.unclosed?;
    if line > mark.line {
        return None;
    }
    let closing = match opening {
        '[' => ']',
        '{' => '}',
        quote => quote,
    };
    let message = format!("this `{opening}` is not closed");
    let help = format!("add the `{closing}` that belongs to it");
    Some(Cause::new(line, column - 1, 1, &message, &help))
}

/// A colon and a space inside of text without quotes.
fn second_colon(lines: &[&str], outline: &Outline, mark: Position) -> Option<Cause> {
    let line = outline.lines.last()?;
    let is_there = line.number == mark.line && line.form == Form::KeyWithValue;
    let content: Vec<char> = lines.get(mark.line.checked_sub(1)?)?.chars().collect();
    let colon = content.iter().skip(line.column).position(|c| *c == ':')? + line.column;
    let second = mark.column - 1;
    (is_there && second > colon && content.get(second) == Some(&':')).then(|| {
        Cause::new(
            mark.line,
            second,
            1,
            "to YAML this `:` ends a second key on the same line",
            "put the text in quotes",
        )
    })
}

/// A line among keys that has none, or among list items that is none: the last one that was read,
/// or the one before, which the parser takes for a part of the next.
fn not_a_key_or_item(lines: &[&str], outline: &Outline) -> Option<Cause> {
    let count = outline.lines.len();
    (count.saturating_sub(2)..count).find_map(|index| {
        let line = &outline.lines[index];
        if line.form != Form::Words {
            return None;
        }
        let mut above = outline.lines[..index].iter().rev();
        let before = above.find(|above| above.indent <= line.indent);
        let after = outline.lines.get(index + 1);
        let mut beside = before.into_iter().chain(after);
        let content: Vec<char> = lines[line.number - 1].chars().skip(line.column).collect();
        let is_beside_item = beside
            .clone()
            .any(|other| other.has_dash() && other.indent == line.indent);
        if content[0] == '-' && !line.has_dash() && is_beside_item {
            return Some(Cause::new(
                line.number,
                line.column,
                1,
                "a space is missing after this `-`",
                "a list item is written `- …`",
            ));
        }
        // What follows an item's dash is of its own kind, unless a key stands below it.
        let is_beside_key = beside.any(|other| {
            let in_same_item = if other.number < line.number {
                !line.has_dash()
            } else {
                !other.has_dash()
            };
            in_same_item && other.has_key() && other.column == line.column
        });
        is_beside_key.then(|| not_a_key(line, &content))
    })
}

fn not_a_key(line: &Line, content: &[char]) -> Cause {
    let word = content.iter().take_while(|c| !c.is_whitespace()).count();
    let colon = content[..word].iter().position(|c| *c == ':');
    match colon {
        // An address is no key.
        Some(colon) if content.get(colon + 1) != Some(&'/') => Cause::new(
            line.number,
            line.column + colon,
            1,
            "a space is missing after this `:`",
            "a key is written `key: value`",
        ),
        _ => Cause::new(
            line.number,
            line.column,
            word,
            "this line stands among keys, but has no key",
            "a key is written `key: value`; text that goes on is indented further than its key",
        ),
    }
}

/// A line below a key that has a value already. Which of the two is indented wrongly, or whether
/// the value is too much, cannot be told.
fn below_a_value(lines: &[&str], outline: &Outline, mark: Position) -> Option<Cause> {
    let [.., before, line] = outline.lines.as_slice() else {
        return None;
    };
    let is_below = if line.has_dash() {
        line.indent >= before.column
    } else {
        line.has_key() && line.indent > before.column
    };
    if line.number != mark.line || before.form != Form::KeyWithValue || !is_below {
        return None;
    }
    let message = format!(
        "this stands below line {}, which has a value already",
        before.number
    );
    let help = "one of the two lines has a wrong indentation, or the value is too much: \
                what belongs together begins in the same column";
    Some(at_first_word(lines, line, &message, help))
}

/// A list item among keys, or something else among list items.
fn among_others(outline: &Outline, mark: Position) -> Option<Cause> {
    let (line, above) = outline.lines.split_last()?;
    let beside = above.iter().rfind(|above| above.indent <= line.indent)?;
    // The parser's mark is at the dash or behind it.
    let is_there = line.number == mark.line && mark.column <= line.column + 1;
    if !is_there || beside.indent != line.indent {
        return None;
    }
    let begins_list = beside.form == Form::Key && beside.number == above.last()?.number;
    let (message, help) = match (line.has_dash(), beside.has_dash()) {
        (true, false) if !begins_list => (
            "this list item stands among keys",
            "indent it below the key that its list belongs to",
        ),
        (false, true) => (
            "this line stands among list items, but is none",
            "indent it further if it belongs to the item above, or begin it with `- `",
        ),
        _ => return None,
    };
    Some(Cause::new(line.number, line.indent, 1, message, help))
}

/// A line further out than the one before, in a column where nothing above begins.
fn between_levels(lines: &[&str], outline: &Outline, mark: Position) -> Option<Cause> {
    let (line, above) = outline.lines.split_last()?;
    // The columns in which the parts that are open begin, each with a line, the innermost first.
    let mut levels: Vec<(usize, usize)> = Vec::new();
    for above in above.iter().rev() {
        for column in [above.column, above.indent] {
            if levels.last().is_none_or(|(outer, _)| column < *outer) {
                levels.push((column, above.number));
            }
        }
    }
    let (inner, inner_line) = levels.iter().rfind(|(column, _)| *column > line.indent)?;
    let (outer, outer_line) = levels.iter().find(|(column, _)| *column <= line.indent)?;
    if line.number != mark.line || *outer == line.indent {
        return None;
    }
    let message = format!(
        "this line is indented by {}, but line {inner_line} by {inner} and line {outer_line} by \
         {outer}",
        line.indent
    );
    let help = "one of these lines has a wrong indentation: \
                what belongs together begins in the same column";
    Some(at_first_word(lines, line, &message, help))
}

/// A cause that is the first word of a line.
fn at_first_word(lines: &[&str], line: &Line, message: &str, help: &str) -> Cause {
    let content = lines[line.number - 1].trim();
    let length = content.chars().take_while(|c| !c.is_whitespace()).count();
    Cause::new(line.number, line.indent, length, message, help)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests {
    use crate::contract::{diagnostic::Report, node};

    /// What is said of a text that is no YAML, with the place.
    fn said(text: &str) -> String {
        let mut report = Report::default();
        assert!(node::parse(text, &mut report).is_none(), "{text}");
        let error = report.into_error("c");
        let [found] = error.diagnostics() else {
            unreachable!("the parser stops at the first error");
        };
        assert_eq!(found.code, "yaml-syntax");
        let start = found.span.start;
        format!("{}:{} {}", start.line, start.column, found.message)
    }

    #[test]
    fn a_slip_is_reported_where_it_is() {
        for (text, expected) in [
            (
                "-\n  a: 1\n-\n  b:2\n  c: 3\n",
                "4:4 a space is missing after this `:`",
            ),
            (
                "-\n  a: 1\n-\n  *b\n",
                "4:3 this is not YAML: `*` repeats a part that no `&` before it marks",
            ),
            ("a: b\n\tc: d\n", "2:1 a tab cannot indent"),
            ("a:\n  b: c\n\td: e\n", "3:1 a tab cannot indent"),
            ("a: b\n c\n \td: e\n", "3:2 a tab cannot indent"),
            ("a: 1\nb:2\nc: 3\n", "2:2 a space is missing after this `:`"),
            (
                "a:\n  b: 1\n  c:2\nd: 3\n",
                "3:4 a space is missing after this `:`",
            ),
            (
                "a:\n  b: 1\n  c:2\n",
                "3:4 a space is missing after this `:`",
            ),
            ("- a:1\n  b: 2\n", "1:4 a space is missing after this `:`"),
            (
                "a: 1\nhttps://b\nc: 3\n",
                "2:1 this line stands among keys, but has no key",
            ),
            ("- a\n-b\n- c\n", "2:1 a space is missing after this `-`"),
            (
                "a:\n  - b\n  -c\nd: 1\n",
                "3:3 a space is missing after this `-`",
            ),
            (
                "a: b: c\n",
                "1:5 to YAML this `:` ends a second key on the same line",
            ),
            ("a: [b,\n  c\nd: e\n", "1:4 this `[` is not closed"),
            ("a: { b: [c }\n", "1:9 this `[` is not closed"),
            ("a: 'b\nc: d\n", "1:4 this `'` is not closed"),
            ("- \"a\n- b\n", "1:3 this `\"` is not closed"),
            (
                "a: b\n  c: d\n",
                "2:3 this stands below line 1, which has a value already",
            ),
            (
                "a: 'b'\n- c: d\n",
                "2:1 this stands below line 1, which has a value already",
            ),
            (
                "a:\n  b: c\n  - d\n",
                "3:3 this stands below line 2, which has a value already",
            ),
            (
                "a:\n  b:\n    c: 1\n  - d\n",
                "4:3 this list item stands among keys",
            ),
            (
                "a:\n  - b: 1\n    c: 2\n  d: 3\n",
                "4:3 this line stands among list items, but is none",
            ),
            (
                "a:\n    b: c\n  d: e\n",
                "3:3 this line is indented by 2, but line 2 by 4 and line 1 by 0",
            ),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
    }

    /// What merely looks like a slip is not taken for the one that stopped the parser.
    #[test]
    fn what_is_no_slip_is_left_alone() {
        let before = "\
a: |
  \tb:c [ ' \"
  -d
b: it's [fine
  -e f:g
c: 'it''s [ # {'
d: [x, 'y]', \"\\\"]\", # ]
  z]
\"e\": # '
  - don't
  - https://example.com/[
";
        for (slip, expected) in [
            (
                "f: *x\n",
                "this is not YAML: `*` repeats a part that no `&` before it marks",
            ),
            (
                "f:\n- *x\n",
                "this is not YAML: `*` repeats a part that no `&` before it marks",
            ),
            ("f: [g:\n", "this `[` is not closed"),
            (
                "f: g: h\n",
                "to YAML this `:` ends a second key on the same line",
            ),
        ] {
            let said = said(&format!("{before}{slip}"));
            let (place, message) = said.split_once(' ').unwrap();
            assert!(
                place.starts_with("12:") || place.starts_with("13:3"),
                "{said}"
            );
            assert_eq!(message, expected);
        }
    }

    #[test]
    fn what_cannot_be_told_is_said_in_the_words_of_the_parser() {
        let found = said("a: \"\\q\"\n");
        assert!(
            found.starts_with("1:4 this is not YAML: a `\\` in double quotes"),
            "{found}"
        );
        let found = said("a: b\n%c\n: d\n");
        assert!(found.contains("this is not YAML: "), "{found}");
    }
}
