//! A value that is written as text, or the text where a server wrote it in another way.

use std::convert::Infallible;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A received date or time. The contract has the form of RFC 3339, and servers write others now and
/// then: that fails no response, and the text can be read.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use client_runtime::OrText;
///
/// let created: OrText<DateTime<Utc>> = "2026-01-31T12:00:00Z".parse()?;
/// assert_eq!(created.value().map(DateTime::timestamp), Some(1_769_860_800));
///
/// let other: OrText<DateTime<Utc>> = "31 January 2026".parse()?;
/// assert_eq!(other.value(), None);
/// assert_eq!(other.to_string(), "31 January 2026");
/// # Ok::<(), std::convert::Infallible>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum OrText<T> {
    /// The value.
    Value(T),
    /// A text that is no such value, as received.
    Text(String),
}

impl<T> OrText<T> {
    /// The value, if the text is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// The value, if the text is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// The text that is no value, as received. [`Display`](fmt::Display) writes it, too, and a value as it
    /// is sent.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Value(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl<T> From<T> for OrText<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: FromStr> FromStr for OrText<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text
            .parse()
            .map_or_else(|_| Self::Text(text.to_owned()), Self::Value))
    }
}

/// Compares with a value: `contact.created_at == time`.
impl<T: PartialEq> PartialEq<T> for OrText<T> {
    fn eq(&self, other: &T) -> bool {
        self.value() == Some(other)
    }
}

impl<T: Serialize> fmt::Display for OrText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl<T: Serialize> Serialize for OrText<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de, T: FromStr> Deserialize<'de> for OrText<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(PhantomData))
    }
}

/// Makes a value of a text without a copy of it; only a text that is none is copied.
struct Text<T>(PhantomData<T>);

impl<T: FromStr> Visitor<'_> for Text<T> {
    type Value = OrText<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(match text.parse() {
            Ok(value) => OrText::Value(value),
            Err(_) => OrText::Text(text.to_owned()),
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use chrono::{DateTime, NaiveDate, Utc};
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn what_is_no_date_is_kept_as_text() {
        for (wire, is_value) in [
            ("2026-01-31T12:00:00Z", true),
            ("2026-01-31T12:00:00.250Z", true),
            ("2026-01-31T12:00:00", false),
            ("Sat, 31 Jan 2026 12:00:00 +0000", false),
            ("", false),
        ] {
            let time: OrText<DateTime<Utc>> = from_value(json!(wire)).unwrap();
            assert_eq!(time.value().is_some(), is_value, "{wire}");
            assert_eq!(time.text().is_none(), is_value, "{wire}");
            assert_eq!(time, wire.parse::<OrText<_>>().unwrap());
            assert_eq!(time.to_string(), wire);
            assert_eq!(to_value(&time).unwrap(), json!(wire));
        }
        let day: OrText<NaiveDate> = from_value(json!("2026-01-31")).unwrap();
        assert_eq!(day, NaiveDate::from_ymd_opt(2026, 1, 31).unwrap());
        assert_eq!(day.to_string(), "2026-01-31");
        assert_eq!(day, OrText::from(day.clone().into_value().unwrap()));
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for value in [json!(1_769_860_800), json!(null), json!(["2026-01-31"])] {
            let error = from_value::<OrText<NaiveDate>>(value).unwrap_err();
            assert!(error.to_string().contains("expected a string"), "{error}");
        }
    }
}
