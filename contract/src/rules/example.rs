//! Examples of rules as whole contracts, with the positions that are marked in them.

use crate::{
    diagnostic::{Position, Span},
    rules::Example,
};

/// A contract and the tokens in it that were marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// The contract, without marks.
    pub text: String,
    /// The tokens that were enclosed in `«` and `»`, in the order of the text.
    pub spans: Vec<Span>,
}

impl Marked {
    /// Takes the marks out of `text`.
    pub fn new(text: &str) -> Self {
        let mut marked = Self {
            text: String::with_capacity(text.len()),
            spans: Vec::new(),
        };
        let mut position = Position { line: 1, column: 1 };
        for c in text.chars() {
            match c {
                '«' => marked.spans.push(Span {
                    start: position,
                    end: position,
                }),
                '»' => {
                    if let Some(span) = marked.spans.last_mut() {
                        span.end = position;
                    }
                }
                _ => {
                    marked.text.push(c);
                    if c == '\n' {
                        position.line += 1;
                        position.column = 1;
                    } else {
                        position.column += 1;
                    }
                }
            }
        }
        marked
    }
}

impl Example {
    /// The example as it is written, marks included.
    pub fn snippet(self) -> &'static str {
        let (Self::Contract(text)
        | Self::Schema(text)
        | Self::Operation(text)
        | Self::Parameter(text)) = self;
        text.trim_matches('\n')
    }

    /// The example as a contract, with what its author left out.
    pub fn contract(self) -> Marked {
        let snippet = self.snippet();
        let body = match self {
            Self::Contract(_) => format!("{snippet}\n"),
            Self::Schema(_) => {
                format!(
                    "components:\n  schemas:\n    demo.Thing:\n{}",
                    indented(snippet, 6)
                )
            }
            Self::Operation(_) => operation(snippet),
            Self::Parameter(_) => {
                let indented = indented(snippet, 4);
                operation(&format!("parameters:\n  - {}", indented.trim_start()))
            }
        };
        Marked::new(&complete(body))
    }
}

fn operation(members: &str) -> String {
    let mut text = format!("paths:\n  /things:\n    get:\n{}", indented(members, 6));
    if !text.replace(['«', '»'], "").contains("\n      responses:") {
        text.push_str("      responses: { '200': { description: All of them. } }\n");
    }
    text
}

fn indented(text: &str, by: usize) -> String {
    let indent = " ".repeat(by);
    let line = |line: &str| match line {
        "" => "\n".to_owned(),
        _ => format!("{indent}{line}\n"),
    };
    text.lines().map(line).collect()
}

/// Adds, at the end, the members that every contract needs.
fn complete(mut text: String) -> String {
    for (key, member) in [
        ("openapi", "openapi: 3.0.3\n"),
        ("info", "info: { title: Demo, version: '1' }\n"),
        ("paths", "paths: {}\n"),
    ] {
        let has_key = text.lines().any(|line| {
            let line = line.trim_start_matches(['«', '"', '\'']);
            line.strip_prefix(key)
                .is_some_and(|rest| rest.starts_with([':', '»', '\'', '"']))
        });
        if !has_key {
            text.push_str(member);
        }
    }
    text
}
