//! Arguments of an operation: their conversion, and why one was refused.

use std::any::type_name;
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::num::TryFromIntError;
use std::ops::{Bound, RangeBounds};
use std::sync::Arc;

use crate::conversion::ConversionError;

/// Any error; what a failed conversion of an argument is turned into.
pub type BoxError = Box<dyn StdError + Send + Sync>;

/// An argument that cannot be sent, with the reason.
///
/// It is kept in a request builder until `send()`, and can be cloned along with it.
#[derive(Clone, Debug)]
pub struct ArgumentError {
    /// Name of the parameter, or the path to the value in it or in the body.
    name: Cow<'static, str>,
    is_in_body: bool,
    cause: Arc<dyn StdError + Send + Sync>,
}

impl ArgumentError {
    pub(crate) fn new(name: impl Into<Cow<'static, str>>, cause: impl Into<BoxError>) -> Self {
        Self {
            name: name.into(),
            is_in_body: false,
            cause: Arc::from(cause.into()),
        }
    }

    /// The value does not convert into a `T`.
    pub(crate) fn of_conversion<T>(name: &'static str, cause: impl Into<BoxError>) -> Self {
        let cause = cause.into();
        if cause.is::<TryFromIntError>() {
            let problem = format!("must fit into `{}`", type_name::<T>());
            Self::new(name, ConversionError(problem))
        } else {
            Self::new(name, cause)
        }
    }

    /// The value at `path` in the body cannot be sent.
    pub(crate) fn in_body(path: String, problem: String) -> Self {
        Self {
            name: path.into(),
            is_in_body: true,
            cause: Arc::from(BoxError::from(problem)),
        }
    }

    /// Whether the value does not fit into the type.
    pub(crate) fn is_of_conversion(&self) -> bool {
        self.cause.is::<ConversionError>()
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn into_cause(self) -> Arc<dyn StdError + Send + Sync> {
        self.cause
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, cause, .. } = self;
        if self.is_in_body {
            write!(f, "`{name}` of the body: {cause}")
        } else {
            write!(f, "parameter `{name}`: {cause}")
        }
    }
}

/// Converts an argument to the type of its parameter and keeps the cause when that fails.
pub fn argument<T, V>(name: &'static str, value: V) -> Result<T, ArgumentError>
where
    V: TryInto<T, Error: Into<BoxError>>,
{
    value
        .try_into()
        .map_err(|cause| ArgumentError::of_conversion::<T>(name, cause))
}

/// Says that a value is not in a range.
pub(crate) fn outside<T>(value: &T, range: &impl RangeBounds<T>) -> Option<String>
where
    T: PartialOrd + fmt::Display,
{
    let is_outside = !range.contains(value);
    is_outside.then(|| format!("must be {}, but is {value}", words(range)))
}

/// Says which values are in a range.
pub(crate) fn words<T: fmt::Display>(range: &impl RangeBounds<T>) -> String {
    let lower = match range.start_bound() {
        Bound::Included(least) => Some(format!("at least {least}")),
        Bound::Excluded(below) => Some(format!("more than {below}")),
        Bound::Unbounded => None,
    };
    let upper = match range.end_bound() {
        Bound::Included(most) => Some(format!("at most {most}")),
        Bound::Excluded(above) => Some(format!("less than {above}")),
        Bound::Unbounded => None,
    };
    let bounds: Vec<String> = lower.into_iter().chain(upper).collect();
    bounds.join(" and ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn an_argument_is_converted() {
        assert_eq!(argument::<String, _>("search", "budi").unwrap(), "budi");
        assert_eq!(argument::<i64, _>("limit", 7_u32).unwrap(), 7);
    }

    #[test]
    fn a_failed_conversion_names_the_parameter_and_what_it_takes() {
        let error = argument::<i64, _>("limit", u64::MAX).unwrap_err();
        assert_eq!(error.name(), "limit");
        assert_eq!(error.to_string(), "parameter `limit`: must fit into `i64`");
    }
}
