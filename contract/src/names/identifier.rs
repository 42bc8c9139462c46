//! One name of the contract as one Rust identifier.

use unicode_normalization::UnicodeNormalization;

use super::words::{is_digit, is_letter, is_mark, words};

/// The words that cannot name anything in edition 2024.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// How the words of a name are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// `created_at`: fields, methods, parameters and modules.
    Snake,
    /// `CreatedAt`: types and variants.
    Pascal,
    /// `CREATED_AT`: constants and statics.
    Constant,
}

/// The Rust name for one name of the contract, by the rule of [this module](super).
///
/// The result is always an identifier that is no keyword, in Unicode's form NFC as rustc compares
/// them. Two names of the contract can have the same one: see [`Scope`](super::Scope).
#[must_use]
pub fn name(wire: &str, case: Case) -> String {
    escaped(stem(wire, case), is_keyword)
}

/// Whether a text is a Rust identifier as it stands, and no keyword.
#[must_use]
pub fn is_identifier(text: &str) -> bool {
    let begins = |c| c == '_' || is_letter(c);
    let continues = |c| begins(c) || is_digit(c) || is_mark(c);
    text.starts_with(begins) && text.chars().all(continues) && text != "_" && !is_keyword(text)
}

/// Whether Rust keeps a word for itself, now or for later (edition 2024).
#[must_use]
pub fn is_keyword(text: &str) -> bool {
    KEYWORDS.binary_search(&text).is_ok()
}

/// The Rust name before keywords are looked at.
pub(super) fn stem(wire: &str, case: Case) -> String {
    let joined = joined(wire, case);
    if joined.starts_with(is_letter) {
        return joined;
    }
    let prefix = if case == Case::Snake { 'n' } else { 'N' };
    format!("{prefix}{joined}")
}

/// The words of a name as one text: an identifier unless it begins with a digit.
pub(super) fn joined(wire: &str, case: Case) -> String {
    let mut joined = String::new();
    for word in words(wire) {
        match case {
            Case::Snake => push(&mut joined, "_", &word),
            Case::Constant => push(&mut joined, "_", &word.to_uppercase()),
            Case::Pascal => push(&mut joined, "", &capitalised(&word)),
        }
    }
    // The other case of a letter can be two, which are one letter again with what follows.
    joined.nfc().collect()
}

/// Appends a part of a name; two digits are kept apart.
pub(super) fn push(name: &mut String, separator: &str, part: &str) {
    let meet = name.ends_with(is_digit) && part.starts_with(is_digit);
    match name.as_str() {
        "" => {}
        _ if meet => name.push('_'),
        _ => name.push_str(separator),
    }
    name.push_str(part);
}

/// A trailing `_` for as long as a name cannot be had.
pub(super) fn escaped(mut name: String, is_reserved: impl Fn(&str) -> bool) -> String {
    while is_reserved(&name) {
        name.push('_');
    }
    name
}

/// A word with a capital; where that is two letters (`ß`), the second one stays small.
fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let mut capital = chars.next().into_iter().flat_map(char::to_uppercase);
    let first = capital.next();
    let small = capital.flat_map(char::to_lowercase);
    first.into_iter().chain(small).chain(chars).collect()
}
