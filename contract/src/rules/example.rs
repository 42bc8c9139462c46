//! Examples of rules: short pieces of YAML, and the whole contracts that they stand for.

use crate::diagnostic::{Position, Span};

/// A piece of a contract in YAML that breaks a rule.
///
/// `«` and `»` enclose each token that a finding points at, and `‹BROKEN→FIXED›` says what to write
/// so that the rule is kept.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// Top-level members of a contract; `openapi`, `info` and `paths` may be left out.
    Contract(&'static str),
    /// The members of a schema, which is the component `demo.Thing`.
    Schema(&'static str),
    /// The members of an operation, `GET /things`; `responses` may be left out.
    Operation(&'static str),
    /// The members of a parameter of such an operation.
    Parameter(&'static str),
}

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
            match (c, marked.spans.last_mut()) {
                ('«', _) => marked.spans.push(Span {
                    start: position,
                    end: position,
                }),
                ('»', Some(span)) => span.end = position,
                _ => {
                    marked.text.push(c);
                    position.column += 1;
                    if c == '\n' {
                        let line = position.line + 1;
                        position = Position { line, column: 1 };
                    }
                }
            }
        }
        marked
    }
}

impl Example {
    /// The piece that breaks the rule, with its marks.
    pub fn broken(self) -> String {
        self.with(|(broken, _)| broken)
    }

    /// The piece that keeps the rule.
    pub fn fixed(self) -> String {
        self.with(|(_, fixed)| fixed).replace(['«', '»'], "")
    }

    fn with<'a>(self, choose: impl Fn((&'a str, &'a str)) -> &'a str) -> String {
        let (Self::Contract(text)
        | Self::Schema(text)
        | Self::Operation(text)
        | Self::Parameter(text)) = self;
        let mut parts = text.trim_matches('\n').split('‹');
        let mut piece = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (change, rest) = part.split_once('›').unwrap_or((part, ""));
            piece.push_str(choose(change.split_once('→').unwrap_or((change, ""))));
            piece.push_str(rest);
        }
        piece.trim_matches('\n').to_owned()
    }

    /// A piece of this form as a contract, with what its author left out.
    pub fn contract(self, piece: &str) -> Marked {
        let (head, indent) = match self {
            Self::Contract(_) => ("", 0),
            Self::Schema(_) => ("components:\n  schemas:\n    demo.Thing:\n      ", 6),
            Self::Operation(_) => ("paths:\n  /things:\n    get:\n      ", 6),
            Self::Parameter(_) => {
                let head = "paths:\n  /things:\n    get:\n      parameters:\n        - ";
                (head, 10)
            }
        };
        let body = piece.replace('\n', &format!("\n{}", " ".repeat(indent)));
        let mut text = format!("{head}{body}\n");
        let is_operation = matches!(self, Self::Operation(_) | Self::Parameter(_));
        let members = [
            (
                "      responses:",
                "{ '200': { description: All of them. } }",
            ),
            ("openapi:", "3.0.3"),
            ("info:", "{ title: Demo, version: '1' }"),
            ("paths:", "{}"),
        ];
        for (key, value) in members.into_iter().skip(usize::from(!is_operation)) {
            let plain = text.replace(['«', '»', '"', '\''], "");
            if !plain.lines().any(|line| line.starts_with(key)) {
                text.extend([key, " ", value, "\n"]);
            }
        }
        Marked::new(&text)
    }
}
