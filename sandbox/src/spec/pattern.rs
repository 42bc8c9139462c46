//! Texts that match a pattern, for the patterns that contracts have: literals, classes, groups,
//! alternatives and quantifiers. The validator checks what is made, so a pattern beyond that gives no
//! example rather than a wrong one.

use std::iter::Peekable;
use std::str::Chars;

/// Texts that probably match, each longer than the one before.
pub(super) fn examples(pattern: &str) -> impl Iterator<Item = String> {
    let lengths = [0, 1, 7, 15, 23, 31].into_iter();
    lengths.map(move |more| alternatives(&mut pattern.chars().peekable(), more))
}

type Rest<'p> = Peekable<Chars<'p>>;

/// The first alternative, read to the end of the group. What may be repeated without end is repeated
/// `more` times.
fn alternatives(rest: &mut Rest<'_>, more: usize) -> String {
    let mut first = None;
    let mut text = String::new();
    while let Some(next) = rest.next_if(|next| *next != ')') {
        let part = match next {
            '|' => {
                first.get_or_insert(std::mem::take(&mut text));
                text.clear();
                continue;
            }
            '^' | '$' => continue,
            '(' => {
                if rest.next_if_eq(&'?').is_some() {
                    rest.next();
                }
                let group = alternatives(rest, more);
                rest.next();
                group
            }
            '[' => class(rest).map_or_else(String::new, String::from),
            '.' => "a".to_owned(),
            '\\' => escaped(rest).map_or_else(String::new, String::from),
            literal => literal.to_string(),
        };
        text.push_str(&part.repeat(times(rest, more)));
    }
    first.unwrap_or(text)
}

/// A character that is in a class or, for `[^…]`, one that is not.
fn class(rest: &mut Rest<'_>) -> Option<char> {
    let negated = rest.next_if_eq(&'^').is_some();
    let mut ranges: Vec<(char, char)> = Vec::new();
    while let Some(next) = rest.next_if(|next| *next != ']') {
        let first = if next == '\\' { escaped(rest)? } else { next };
        match (first, ranges.last_mut(), rest.peek()) {
            ('-', Some((_, last)), Some(end)) if *end != ']' => (*last, _) = (*end, rest.next()),
            _ => ranges.push((first, first)),
        }
    }
    rest.next();
    let inside = |c: &char| {
        ranges
            .iter()
            .any(|(first, last)| (first..=last).contains(&c))
    };
    if negated {
        return ['a', '0', '-', ' '].into_iter().find(|c| !inside(c));
    }
    ranges.first().map(|(first, _)| *first)
}

/// A character that an escape stands for; nothing when it stands for a place.
fn escaped(rest: &mut Rest<'_>) -> Option<char> {
    match rest.next()? {
        'd' => Some('0'),
        'w' | 'S' | 'D' => Some('a'),
        's' | 'W' => Some(' '),
        'b' | 'B' => None,
        literal => Some(literal),
    }
}

/// How often the part before is to be written.
fn times(rest: &mut Rest<'_>, more: usize) -> usize {
    let (least, most) = match rest.next_if(|next| matches!(next, '*' | '?' | '+' | '{')) {
        None => return 1,
        Some('?') => (0, 1),
        Some('*') => (0, usize::MAX),
        Some('+') => (1, usize::MAX),
        Some(_) => {
            let bounds: String = rest.by_ref().take_while(|c| *c != '}').collect();
            let (least, most) = bounds.split_once(',').unwrap_or((&bounds, &bounds));
            (
                least.parse().unwrap_or_default(),
                most.parse().unwrap_or(usize::MAX),
            )
        }
    };
    // Whether as much as possible or as little as possible is taken makes no difference here.
    rest.next_if_eq(&'?');
    (least + more).min(most)
}

#[cfg(test)]
mod tests {
    use super::examples;

    #[test]
    fn the_shortest_text_comes_first_and_repeats_grow() {
        for (pattern, shortest) in [
            (r"^\d{6,20}$", "000000"),
            (
                "^ctc_[0-9A-HJKMNP-TV-Z]{26}$",
                "ctc_00000000000000000000000000",
            ),
            (r"^\+[1-9]\d{6,14}$", "+1000000"),
            ("^(?:draft|sent)-v[0-9]+(-rc)?$", "draft-v0"),
            ("^[^a-c]x*$", "0"),
            ("^a|b$", "a"),
        ] {
            assert_eq!(
                examples(pattern).next().as_deref(),
                Some(shortest),
                "{pattern}"
            );
        }
        assert_eq!(examples("^[a-f]+$").nth(2).as_deref(), Some("aaaaaaaa"));
    }
}
