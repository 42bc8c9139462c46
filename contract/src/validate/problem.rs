//! What is wrong with a value, and the direction that it travels in.

use std::fmt;

use super::value::quoted;
use crate::diagnostic::Span;

/// Where a value travels. It decides which required properties may be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
    /// Either way, such as the example of a schema that stands by itself: it may be written as it is
    /// in a request or as it is in a response, so neither kind of property is demanded.
    Either,
}

/// Something in a value that its schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// JSON Pointer (RFC 6901) to the part of the value that is wrong: `/messages/0/to`; empty for
    /// the value as a whole.
    pub pointer: String,
    /// What is wrong with that part, to be read after its name: "is text, but the type is
    /// `integer`". Of any text it shows 60 characters at most.
    pub message: String,
    /// What to do about it, where that is certain enough.
    pub suggestion: Option<String>,
    /// The keyword of the schema that is broken, such as `required`.
    pub keyword: String,
    /// The property that is missing from that part, if that is what is wrong.
    pub missing: Option<String>,
    /// The schema in whose words it is wrong.
    pub(crate) schema: Span,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => write!(f, "the value {}", self.message),
            pointer => write!(f, "{} {}", quoted(pointer), self.message),
        }
    }
}
