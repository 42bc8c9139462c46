//! Code as one line of text, spaced as people write it.

use quote::ToTokens;

/// What to write for what the tokens' own text has.
const SPACING: &[(&str, &str)] = &[
    (" :: ", "::"),
    (":: ", "::"),
    (" ::", "::"),
    (" < ", "<"),
    ("< ", "<"),
    (" >", ">"),
    (" ,", ","),
    (" ;", ";"),
    (" :", ":"),
    ("& ", "&"),
    ("? ", "?"),
    (" (", "("),
    ("( ", "("),
    (" )", ")"),
    ("[ ", "["),
    (" ]", "]"),
    (" !", "!"),
    ("->(", "-> ("),
    (",(", ", ("),
    ("=(", "= ("),
    (",)", ")"),
    (",>", ">"),
];

/// The code in one line.
pub(super) fn of(code: &impl ToTokens) -> String {
    let text = code.to_token_stream().to_string();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = SPACING
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to));
    // A `where` clause may end in a comma.
    text.trim_end_matches(',').to_owned()
}
