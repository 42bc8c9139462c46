//! A name of the contract as a list of words in lower case.

use std::iter;

use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The words for what is neither a letter nor a digit of ASCII.
const SIGNS: &[(char, &[&str])] = &[
    (' ', &["space"]),
    ('!', &["not"]),
    ('"', &["quote"]),
    ('#', &["hash"]),
    ('$', &["dollar"]),
    ('%', &["percent"]),
    ('&', &["and"]),
    ('\'', &["apostrophe"]),
    ('(', &["open", "paren"]),
    (')', &["close", "paren"]),
    ('*', &["star"]),
    ('+', &["plus"]),
    (',', &["comma"]),
    ('-', &["minus"]),
    ('.', &["dot"]),
    ('/', &["slash"]),
    (':', &["colon"]),
    (';', &["semicolon"]),
    ('<', &["less", "than"]),
    ('=', &["equals"]),
    ('>', &["greater", "than"]),
    ('?', &["question"]),
    ('@', &["at"]),
    ('[', &["open", "bracket"]),
    ('\\', &["backslash"]),
    (']', &["close", "bracket"]),
    ('^', &["caret"]),
    ('_', &["underscore"]),
    ('`', &["backtick"]),
    ('{', &["open", "brace"]),
    ('|', &["pipe"]),
    ('}', &["close", "brace"]),
    ('~', &["tilde"]),
];

/// The words of a name: at least one, none of them empty.
pub(super) fn words(wire: &str) -> Vec<String> {
    // rustc takes two spellings of `é` for one name, and warns of letters in special forms (`ﬁ`, `𝐀`).
    let text: Vec<char> = wire.nfkc().collect();
    let mut words = Words::default();
    match text.strip_prefix(&['-']) {
        Some(rest) if begins_with_letter(rest) => {
            words.add_all(rest);
            words.list.push("desc".to_owned());
        }
        _ => words.add_all(&text),
    }
    if words.list.is_empty() {
        for sign in &text {
            words.spell(*sign);
        }
    }
    if words.list.is_empty() {
        words.list.push("empty".to_owned());
    }
    words.list
}

/// Whether a name begins with a letter, or with `_` and a letter.
fn begins_with_letter(text: &[char]) -> bool {
    let first = text.iter().find(|c| **c != '_');
    first.is_some_and(|c| is_letter(*c))
}

// The two crates and the standard library, which goes with the compiler, know different versions of
// Unicode: a letter, a digit or a mark is what two of them know as one.

/// Whether an identifier can begin with `c`.
pub(super) fn is_letter(c: char) -> bool {
    is_xid_start(c) && c.is_alphabetic()
}

/// Whether an identifier can have `c` anywhere but at its beginning.
pub(super) fn is_digit(c: char) -> bool {
    is_xid_continue(c) && c.is_numeric() && !c.is_alphabetic()
}

/// Whether `c` is an accent or a vowel sign on the letter before it.
pub(super) fn is_mark(c: char) -> bool {
    is_xid_continue(c) && is_combining_mark(c)
}

#[derive(Clone, Copy, PartialEq)]
enum Class {
    /// A letter, a digit, or a mark on one.
    Text,
    Separator,
    Sign,
}

/// What `c` is, by what stands before it.
fn class(c: char, before: Option<Class>) -> Class {
    if c == '_' {
        return Class::Separator;
    }
    // A mark alone would be no identifier, or would change the letter that comes to stand before it.
    if is_letter(c) || is_digit(c) || is_mark(c) && before == Some(Class::Text) {
        Class::Text
    } else if matches!(c, '-' | '.' | '/' | ':') || is_dropped(c) {
        Class::Separator
    } else {
        Class::Sign
    }
}

/// Whether a separator that separates nothing is dropped, not spelt.
fn is_dropped(c: char) -> bool {
    c.is_whitespace() || matches!(c, '_' | '(' | ')' | '[' | ']' | '{' | '}')
}

/// The words found so far.
#[derive(Default)]
struct Words {
    list: Vec<String>,
    /// Whether the last character was spelt: digits after it belong to its word, as in `Plus1`.
    after_sign: bool,
}

impl Words {
    fn add_all(&mut self, text: &[char]) {
        let classes = classes(text);
        let mut runs = classes.chunk_by(|one, other| one.1 == other.1).peekable();
        let mut before = None;
        while let Some(run) = runs.next() {
            let class = run[0].1;
            let chars = run.iter().map(|(c, _)| *c);
            let after = runs.peek().map(|next| next[0].1);
            match class {
                Class::Text => self.text(&chars.collect::<String>()),
                Class::Sign => chars.for_each(|sign| self.spell(sign)),
                Class::Separator if (before, after) == (Some(Class::Text), Some(Class::Text)) => {}
                Class::Separator => chars.for_each(|sign| {
                    if is_dropped(sign) {
                        self.after_sign = false;
                    } else {
                        self.spell(sign);
                    }
                }),
            }
            before = Some(class);
        }
    }

    /// Adds the words of a run of letters and digits.
    fn text(&mut self, text: &str) {
        let mut parts = split_at_capitals(text);
        if self.after_sign
            && text.starts_with(is_digit)
            && let (Some(last), Some(first)) = (self.list.last_mut(), parts.next())
        {
            last.push_str(&first.to_lowercase());
        }
        self.list.extend(parts.map(str::to_lowercase));
        self.after_sign = false;
    }

    /// Adds the words for a sign.
    fn spell(&mut self, sign: char) {
        match SIGNS.iter().find(|(known, _)| *known == sign) {
            Some((_, words)) => self.list.extend(words.iter().map(ToString::to_string)),
            None => self.list.push(format!("u{:04x}", u32::from(sign))),
        }
        self.after_sign = true;
    }
}

/// The characters with what each is; an apostrophe between letters is left out.
fn classes(text: &[char]) -> Vec<(char, Class)> {
    let mut classes: Vec<(char, Class)> = Vec::with_capacity(text.len());
    let followers = text.iter().skip(1).map(Some).chain(iter::once(None));
    for (c, next) in text.iter().zip(followers) {
        let before = classes.last().map(|(_, class)| *class);
        let is_inside = before == Some(Class::Text) && next.is_some_and(|next| is_letter(*next));
        if !(is_inside && matches!(c, '\'' | '\u{2019}')) {
            classes.push((*c, class(*c, before)));
        }
    }
    classes
}

/// Cuts a run of letters and digits where a capital begins a word: after a small letter (`apiId`),
/// and before one (`HTTPServer`). The crate `heck` does the same, but loses the marks of scripts that
/// have some.
fn split_at_capitals(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    iter::from_fn(move || {
        let (word, others) = rest.split_at(end_of_word(rest));
        rest = others;
        (!word.is_empty()).then_some(word)
    })
}

fn end_of_word(text: &str) -> usize {
    let followers = text.char_indices().skip(1);
    let (mut is_lower, mut is_upper) = (false, false);
    for ((at, c), (next_at, next)) in text.char_indices().zip(followers) {
        let was_upper = is_upper;
        // A digit leaves the case as it was.
        if c.is_lowercase() || c.is_uppercase() {
            (is_lower, is_upper) = (c.is_lowercase(), c.is_uppercase());
        }
        if is_lower && next.is_uppercase() {
            return next_at;
        }
        if was_upper && c.is_uppercase() && next.is_lowercase() {
            return at;
        }
    }
    text.len()
}
