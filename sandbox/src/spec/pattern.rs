//! Texts that match a pattern. The validator checks what is made, so a pattern that only ECMA-262 knows
//! gives no example rather than a wrong one.

use regex_syntax::hir::{Class, ClassUnicodeRange, Hir, HirKind};

/// Characters that texts are made of where a class has them.
const PLAIN: [char; 4] = ['a', '0', '-', ' '];

/// Texts that probably match, each longer than the one before.
pub(super) fn examples(pattern: &str) -> impl Iterator<Item = String> {
    // What lies ahead is read as a part of the text: a rule of passwords is often met then.
    let lenient = || regex_syntax::parse(&pattern.replace("(?=", "(?:")).ok();
    let pattern = regex_syntax::parse(pattern).ok().or_else(lenient);
    let lengths = [0, 1, 7, 15, 23, 31].into_iter();
    lengths.filter_map(move |more| Some(text(pattern.as_ref()?, more)))
}

/// The shortest text of the first alternatives, with `more` of what may be repeated.
fn text(pattern: &Hir, more: u32) -> String {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(class) => character(class).map_or_else(String::new, String::from),
        HirKind::Repetition(repetition) => {
            let times = repetition.min.saturating_add(more);
            let times = times.min(repetition.max.unwrap_or(times));
            text(&repetition.sub, more).repeat(times as usize)
        }
        HirKind::Capture(group) => text(&group.sub, more),
        HirKind::Concat(parts) => parts.iter().map(|part| text(part, more)).collect(),
        HirKind::Alternation(parts) => parts.first().map_or_else(String::new, |it| text(it, more)),
    }
}

fn character(class: &Class) -> Option<char> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let has = |c: &char| class.iter().any(|it| (it.start()..=it.end()).contains(c));
    let starts = || class.iter().map(ClassUnicodeRange::start);
    let word = starts().find(char::is_ascii_alphanumeric);
    PLAIN
        .into_iter()
        .find(has)
        .or(word)
        .or_else(|| starts().next())
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
            (r"^(?=.*[A-Z])\d{2}$", "A00"),
            (r"^\p{Lu}$", "A"),
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
