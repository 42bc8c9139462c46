//! Why a value is not what a parameter takes.

use std::fmt;

/// A text that does not have the form or the length which the contract asks of it, or an integer that is
/// too large for its parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversionError(pub(crate) String);

impl fmt::Display for ConversionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ConversionError {}
