//! What setters of optional parameters and properties take: a value, or an `Option` of one.

use crate::argument::{ArgumentError, BoxError};

/// What converts into an optional value: anything that converts into the value, or an `Option` of
/// it. `M` tells the two apart, and is always inferred.
///
/// ```
/// # use client_runtime::codegen::IntoOption;
/// fn nickname<M>(name: impl IntoOption<String, M>) -> Option<String> {
///     name.into_option()
/// }
///
/// assert_eq!(nickname("budi"), Some("budi".to_owned()));
/// assert_eq!(nickname(Some("budi")), Some("budi".to_owned()));
/// assert_eq!(nickname(None::<String>), None);
/// ```
pub trait IntoOption<T, M> {
    /// Converts the value.
    fn into_option(self) -> Option<T>;
}

/// What converts into an optional list: a collection of anything that converts into its items, or an
/// `Option` of one.
///
/// ```
/// # use client_runtime::codegen::IntoList;
/// fn tags<M>(tags: impl IntoList<String, M>) -> Option<Vec<String>> {
///     tags.into_list()
/// }
///
/// assert_eq!(tags(["a", "b"]), Some(vec!["a".to_owned(), "b".to_owned()]));
/// assert_eq!(tags(None::<Vec<String>>), None);
/// ```
pub trait IntoList<T, M> {
    /// Converts the items.
    fn into_list(self) -> Option<Vec<T>>;
}

/// Like [`IntoOption`], where the conversion can fail.
pub trait TryIntoOption<T, M> {
    /// Converts the value.
    ///
    /// # Errors
    ///
    /// Why the value is not one that can be sent.
    fn try_into_option(self) -> Result<Option<T>, BoxError>;
}

/// Marks the conversion of a value.
#[derive(Debug)]
pub struct Value;

/// Marks the conversion of an `Option`.
#[derive(Debug)]
pub struct Optional;

impl<T, V: Into<T>> IntoOption<T, Value> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> IntoOption<T, Optional> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(Into::into)
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoList<T, Value> for I {
    fn into_list(self) -> Option<Vec<T>> {
        Some(self.into_iter().map(Into::into).collect())
    }
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoList<T, Optional> for Option<I> {
    fn into_list(self) -> Option<Vec<T>> {
        self.map(|items| items.into_iter().map(Into::into).collect())
    }
}

impl<T, V: TryInto<T, Error: Into<BoxError>>> TryIntoOption<T, Value> for V {
    fn try_into_option(self) -> Result<Option<T>, BoxError> {
        self.try_into().map(Some).map_err(Into::into)
    }
}

impl<T, V: TryInto<T, Error: Into<BoxError>>> TryIntoOption<T, Optional> for Option<V> {
    fn try_into_option(self) -> Result<Option<T>, BoxError> {
        self.map(TryInto::try_into).transpose().map_err(Into::into)
    }
}

/// Converts the argument of a setter and keeps the cause when that fails.
pub fn optional<T, M>(
    name: &'static str,
    value: impl TryIntoOption<T, M>,
) -> Result<Option<T>, ArgumentError> {
    value
        .try_into_option()
        .map_err(|cause| ArgumentError::of_conversion::<T>(name, cause))
}

/// Converts the items of a list.
pub fn list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Result<Vec<T>, ArgumentError> {
    Ok(items.into_iter().map(Into::into).collect())
}

/// Converts the items of a list, if there is one.
pub fn optional_list<T, M>(items: impl IntoList<T, M>) -> Result<Option<Vec<T>>, ArgumentError> {
    Ok(items.into_list())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn a_value_and_an_option_are_taken() {
        assert_eq!(optional::<i64, _>("limit", 7_u32).unwrap(), Some(7));
        assert_eq!(optional::<i64, _>("limit", 7).unwrap(), Some(7));
        assert_eq!(optional::<i64, _>("limit", Some(7)).unwrap(), Some(7));
        assert_eq!(optional::<i64, _>("limit", None::<i64>).unwrap(), None);
        let text = Some("budi".to_owned());
        assert_eq!(optional::<String, _>("q", text.as_deref()).unwrap(), text);
        let texts = vec!["a".to_owned()];
        assert_eq!(optional("tags", texts.clone()).unwrap(), Some(texts));
    }

    #[test]
    fn a_value_that_cannot_be_sent_is_named() {
        let error = optional::<i64, _>("limit", Some(u64::MAX)).unwrap_err();
        assert!(error.to_string().starts_with("parameter `limit`: "));
    }
}
