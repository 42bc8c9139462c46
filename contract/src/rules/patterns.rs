//! Patterns: what ECMA-262 reads with the flag `u`, and the generated client reads the same.

use regress::Regex;

use super::{Check, Context, Example, Rule};
use crate::{diagnostic::Class, grammar::Kind, index::Site, text::node::Node};

pub(super) const RULES: &[Rule] = &[BAD_PATTERN, UNSUPPORTED_PATTERN];

const BAD_PATTERN: Rule = Rule {
    code: "bad-pattern",
    class: Class::Invalid,
    reason: "A pattern is a regular expression of ECMA-262.",
    fails: &[Example::Schema("{ type: string, pattern: «'^[a-z'» }")],
    passes: &[Example::Schema("{ type: string, pattern: '^[a-z]+$' }")],
    check: Check::Object(Kind::Schema, bad_pattern),
};

const UNSUPPORTED_PATTERN: Rule = Rule {
    code: "unsupported-pattern",
    class: Class::Unsupported,
    reason: "Patterns mean what ECMA-262 says with the flag `u`, but the generated client matches them \
             without it, and then some signs mean something else.",
    fails: &[
        Example::Schema(r"{ type: string, pattern: «'^\p{L}+$'» }"),
        Example::Schema(r"{ type: string, pattern: «'\u{1F600}'» }"),
        Example::Schema(r"{ type: string, pattern: «'\uD83D\uDE00'» }"),
        Example::Schema("{ type: string, pattern: «'^(?i:straße)$'» }"),
        // Not an escape of ECMA-262: without the flag it is the letter.
        Example::Schema(r"{ type: string, pattern: «'\A[a-z]+\z'» }"),
    ],
    passes: &[
        Example::Schema(r"{ type: string, pattern: '^\+?\d{6,20}(?:[ \-]\w+)?$' }"),
        // A backslash that is escaped itself.
        Example::Schema(r"{ type: string, pattern: '^\\p$' }"),
    ],
    check: Check::Object(Kind::Schema, unsupported_pattern),
};

/// The pattern of a schema, read with the flag `u` and without it.
type Readings<'a> = (&'a Node, &'a str, [Result<Regex, regress::Error>; 2]);

fn readings(schema: &Node) -> Option<Readings<'_>> {
    let node = schema.get("pattern")?;
    let text = node.text()?;
    Some((
        node,
        text,
        ["u", ""].map(|flags| Regex::with_flags(text, flags)),
    ))
}

fn bad_pattern<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if let Some((node, _, [Err(error), Err(_)])) = readings(site.node) {
        let message = format!("this is not a regular expression: {error}");
        context
            .report(node.span, message)
            .suggest("patterns are those of JavaScript (ECMA-262)");
    }
}

fn unsupported_pattern<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some((node, text, readings)) = readings(site.node) else {
        return;
    };
    let message = match readings {
        [Ok(_), Ok(_)] => match with_two_meanings(text) {
            Some(part) => format!("the generated client does not read `{part}` as ECMA-262 does"),
            None => return,
        },
        [Ok(_), Err(error)] => format!("the generated client cannot read the pattern: {error}"),
        [Err(error), Ok(_)] => {
            format!("with the flag `u` this is not a regular expression: {error}")
        }
        [Err(_), Err(_)] => return,
    };
    context.report(node.span, message).suggest(
        "write the characters out, as in `[A-Za-z]`, and a backslash only before `^$\\.*+?()[]{}|/`",
    );
}

/// The first part of a pattern that means something else without the flag `u`.
///
/// The engine matches characters, not UTF-16, with and without the flag, so this is all that is left of
/// the differences that ECMA-262 lists.
fn with_two_meanings(pattern: &str) -> Option<&str> {
    let mut rest = pattern;
    while let Some(start) = rest.find(['\\', '(']) {
        rest = &rest[start..];
        let closed = |close: char| rest.find(close).map(|end| &rest[..=end]);
        let found = match rest.as_bytes() {
            [b'\\', b'p' | b'P' | b'u', b'{', ..] => closed('}'),
            [b'\\', b'u', b'd' | b'D', high, _, _, b'\\', b'u', ..] if is_surrogate(*high) => {
                rest.get(..12)
            }
            [b'(', b'?', b'a'..=b'z' | b'-', ..] => closed(':').filter(|flags| flags.contains('i')),
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        // An escaped character stands for itself.
        let length = if rest.starts_with('\\') { 2 } else { 1 };
        rest = rest.get(length..).unwrap_or_default();
    }
    None
}

/// Whether `D` and this digit begin the first half of a surrogate pair.
fn is_surrogate(digit: u8) -> bool {
    matches!(digit, b'8' | b'9' | b'a' | b'A' | b'b' | b'B')
}
