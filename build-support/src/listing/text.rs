//! Code as one line of text, spaced as people write it.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// What no space follows.
const OPENING: &[&str] = &["", "::", "<", "&", "?", "(", "["];
/// What no space precedes.
const CLOSING: &[&str] = &["::", "<", ">", ",", ";", ":", "!", ")", "]"];
/// What a space stands between and `(`.
const BEFORE_TUPLE: &[&str] = &["->", ",", "="];

/// The code in one line.
pub(super) fn of(code: &impl ToTokens) -> String {
    let mut line = Line::default();
    line.stream(code.to_token_stream());
    // A `where` clause may end in a comma.
    line.text.trim_end_matches(',').to_owned()
}

#[derive(Default)]
struct Line {
    text: String,
    /// The last piece, as far as it matters for the next.
    last: String,
}

impl Line {
    fn stream(&mut self, tokens: TokenStream) {
        // The parts of `::`, `->` or a lifetime.
        let mut joint = String::new();
        for token in tokens {
            match token {
                TokenTree::Group(group) => {
                    let (open, close) = match group.delimiter() {
                        Delimiter::Parenthesis => ("(", ")"),
                        Delimiter::Brace => ("{", "}"),
                        Delimiter::Bracket => ("[", "]"),
                        Delimiter::None => {
                            self.stream(group.stream());
                            continue;
                        }
                    };
                    self.piece(open);
                    self.stream(group.stream());
                    self.piece(close);
                }
                TokenTree::Punct(mark) => {
                    joint.push(mark.as_char());
                    if mark.spacing() == Spacing::Alone {
                        self.piece(&std::mem::take(&mut joint));
                    }
                }
                token => {
                    joint += &token.to_string();
                    self.piece(&std::mem::take(&mut joint));
                }
            }
        }
    }

    fn piece(&mut self, piece: &str) {
        let has_space = if piece == "(" {
            BEFORE_TUPLE.contains(&&*self.last)
        } else {
            !OPENING.contains(&&*self.last) && !CLOSING.contains(&piece)
        };
        if [")", ">"].contains(&piece) && self.last == "," {
            self.text.pop();
        }
        if has_space {
            self.text.push(' ');
        }
        self.text.push_str(piece);
        piece.clone_into(&mut self.last);
    }
}
