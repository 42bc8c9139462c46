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
    /// Name of the parameter, or the path to the value in the body.
    name: Cow<'static, str>,
    is_in_body: bool,
    cause: Arc<dyn StdError + Send + Sync>,
}

impl ArgumentError {
    pub(crate) fn new(name: &'static str, cause: impl Into<BoxError>) -> Self {
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

/// Passes a value on if it lies in the range that the contract allows.
pub fn in_range<T>(
    name: &'static str,
    value: Result<T, ArgumentError>,
    range: impl RangeBounds<T>,
) -> Result<T, ArgumentError>
where
    T: PartialOrd + fmt::Display,
{
    let problem = match &value {
        Ok(value) => outside(value, &range),
        // It did not fit into the type; a range with one end does not say why.
        Err(error)
            if error.cause.is::<ConversionError>()
                && !matches!(range.start_bound(), Bound::Unbounded)
                && !matches!(range.end_bound(), Bound::Unbounded) =>
        {
            Some(format!("must be {}", words(&range)))
        }
        Err(_) => None,
    };
    problem.map_or(value, |problem| Err(ArgumentError::new(name, problem)))
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
fn words<T: fmt::Display>(range: &impl RangeBounds<T>) -> String {
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
        let value = || argument::<i64, _>("limit", u64::MAX);
        let error = value().unwrap_err();
        assert_eq!(error.name(), "limit");
        assert_eq!(error.to_string(), "parameter `limit`: must fit into `i64`");
        assert_eq!(
            in_range("limit", value(), 1..=100).unwrap_err().to_string(),
            "parameter `limit`: must be at least 1 and at most 100"
        );
        let half = in_range("limit", value(), 1..).unwrap_err();
        assert_eq!(half.to_string(), error.to_string());
        let other = ArgumentError::new("limit", "is odd");
        let error = in_range("limit", Err(other), 1..=100).unwrap_err();
        assert_eq!(error.into_cause().to_string(), "is odd");
    }

    #[test]
    fn values_inside_the_range_pass() {
        for value in [1, 50, 100] {
            assert_eq!(in_range("limit", Ok(value), 1..=100).unwrap(), value);
        }
        assert_eq!(in_range("rev", Ok(9), 0..).unwrap(), 9);
    }

    #[test]
    fn values_outside_the_range_are_told_the_range() {
        let text = |result: Result<_, ArgumentError>| result.unwrap_err().to_string();
        assert_eq!(
            text(in_range("limit", Ok(0), 1..=100)),
            "parameter `limit`: must be at least 1 and at most 100, but is 0"
        );
        assert_eq!(
            text(in_range("rev", Ok(-1), 0..)),
            "parameter `rev`: must be at least 0, but is -1"
        );
        assert_eq!(
            text(in_range(
                "n",
                Ok(5),
                (Bound::Excluded(0), Bound::Excluded(5))
            )),
            "parameter `n`: must be more than 0 and less than 5, but is 5"
        );
        let not_a_number = in_range("ratio", Ok(f64::NAN), 0.0..=1.0).unwrap_err();
        assert!(not_a_number.to_string().ends_with("but is NaN"));
    }
}
