//! Why text is not what a parameter takes.

use std::borrow::Cow;
use std::fmt;

/// A text that does not have the form or the length which the contract asks of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionError(Cow<'static, str>);

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConversionError {}

impl From<&'static str> for ConversionError {
    fn from(problem: &'static str) -> Self {
        Self(problem.into())
    }
}

impl From<String> for ConversionError {
    fn from(problem: String) -> Self {
        Self(problem.into())
    }
}
