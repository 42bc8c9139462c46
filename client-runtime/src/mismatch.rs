//! Why a JSON value is not what a type expects, without repeating anything of the value.
//!
//! The errors of `serde_json` quote what they found, which may be the API key or people's data. So
//! the value is deserialised once more, by a deserializer whose error keeps the kind of what was
//! found only.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    self, DeserializeOwned, Deserializer, Expected, IntoDeserializer, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use crate::sanitise::sanitise;

/// The first place at which a value is not what a type expects.
pub(crate) struct Place {
    /// Path of the value, as in `data[1].name`; empty for the whole body.
    pub(crate) path: String,
    pub(crate) problem: String,
}

/// Finds out why `body` cannot be decoded; `None` if it can, or if it is not JSON.
pub(crate) fn find<T: DeserializeOwned>(body: &[u8]) -> Option<Place> {
    find_in::<T>(&serde_json::from_slice(body).ok()?)
}

/// Finds out why `value` cannot be decoded; `None` if it can.
pub(crate) fn find_in<T: DeserializeOwned>(value: &Value) -> Option<Place> {
    let error = serde_path_to_error::deserialize::<_, T>(Json(value)).err()?;
    let is_root = error.path().iter().next().is_none();
    let path = (!is_root).then(|| error.path().to_string());
    let problem = error.inner().0.clone().unwrap_or_else(|| {
        let kind = at(value, error.path()).map_or("a value", kind_of);
        format!("found {kind} that its type does not accept")
    });
    Some(Place {
        path: path.unwrap_or_default(),
        problem,
    })
}

/// The value at a path.
fn at<'a>(value: &'a Value, path: &Path) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, segment| match segment {
        Segment::Seq { index } => value.get(index),
        Segment::Map { key: name } | Segment::Enum { variant: name } => value.get(name),
        Segment::Unknown => None,
    })
}

/// What is wrong with a value, as part of a sentence; `None` for a message of the type's own, which may
/// repeat the value.
#[derive(Debug)]
struct Mismatch(Option<String>);

impl Mismatch {
    fn known(problem: String) -> Self {
        Self(Some(problem))
    }

    fn unexpected(found: &str, expected: &dyn Expected) -> Self {
        let expected = sanitise(&expected.to_string());
        Self::known(format!("found {found}, expected {expected}"))
    }

    fn one_of(found: &str, expected: &[&str]) -> Self {
        let expected = sanitise(&expected.join(", "));
        Self::known(format!("found {found}, expected one of: {expected}"))
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("found another value"))
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(None)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::unexpected(kind(&found), expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::unexpected(kind(&found), expected)
    }

    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::unexpected(&format!("{length} items"), expected)
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of("an unknown value", expected)
    }

    fn unknown_field(_: &str, expected: &'static [&'static str]) -> Self {
        Self::one_of("an unknown member", expected)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::known(format!("member `{field}` is missing"))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::known(format!("member `{field}` is there twice"))
    }
}

/// What kind of value was found, in the words of JSON.
fn kind(found: &Unexpected<'_>) -> &'static str {
    match found {
        Unexpected::Bool(_) => "a boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "an integer",
        Unexpected::Float(_) => "a number",
        Unexpected::Char(_) | Unexpected::Str(_) | Unexpected::Bytes(_) => "a string",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Seq => "an array",
        Unexpected::Map => "an object",
        _ => "another kind of value",
    }
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a number",
        Value::Number(_) => "an integer",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A deserializer of a JSON value.
#[derive(Clone, Copy)]
struct Json<'a>(&'a Value);

impl<'a> Json<'a> {
    /// The members of an object; none of any other value.
    fn members(self) -> Members<'a> {
        let members = self.0.as_object().into_iter().flatten();
        let members = members.map(|(name, value)| (name.as_str(), Json(value)));
        MapDeserializer::new(members.collect::<Vec<_>>().into_iter())
    }
}

type Members<'a> = MapDeserializer<'a, std::vec::IntoIter<(&'a str, Json<'a>)>, Mismatch>;

impl<'a> IntoDeserializer<'a, Mismatch> for Json<'a> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Json<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => {
                if let Some(number) = number.as_u64() {
                    visitor.visit_u64(number)
                } else if let Some(number) = number.as_i64() {
                    visitor.visit_i64(number)
                } else {
                    visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
                }
            }
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(Json));
                let value = visitor.visit_seq(&mut items)?;
                items.end().map(|()| value)
            }
            Value::Object(_) => visitor.visit_map(self.members()),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Value::Object(_) => visitor.visit_enum(MapAccessDeserializer::new(self.members())),
            other => Err(Mismatch::unexpected(kind_of(other), &"an enum")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use serde::Deserialize;

    use super::*;

    const SECRET: &str = "kdv_live_secret";

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only decoded")]
    struct Everything {
        #[serde(default)]
        count: i64,
        small: Option<u8>,
        name: Option<String>,
        at: Option<chrono::DateTime<chrono::Utc>>,
        level: Option<Level>,
        shape: Option<Shape>,
        pair: Option<(i64, i64)>,
        id: Option<Id>,
        more: Option<BTreeMap<String, Inner>>,
        either: Option<Either>,
        items: Option<Vec<bool>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Level {
        Low,
        High,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    #[expect(dead_code, reason = "only decoded")]
    enum Shape {
        Circle { radius: f64 },
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Inner {
        rev: i64,
    }

    #[derive(Debug, Deserialize)]
    #[serde(untagged)]
    #[expect(dead_code, reason = "only decoded")]
    enum Either {
        Number(i64),
        Inner(Inner),
    }

    /// A type whose errors quote the value, as those of many crates do.
    #[derive(Debug)]
    struct Id;

    impl<'de> Deserialize<'de> for Id {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = String::deserialize(deserializer)?;
            Err(de::Error::custom(format!(
                "invalid type: {text}, expected {text}"
            )))
        }
    }

    fn found<T: DeserializeOwned + Debug>(body: &str) -> String {
        serde_json::from_str::<T>(body).unwrap_err();
        let Place { path, problem } = find::<T>(body.as_bytes()).unwrap();
        format!("{path}: {problem}")
    }

    #[test]
    fn every_form_of_error_tells_the_kind_and_not_the_value() {
        for (body, expected) in [
            (
                r#"{"count": "SECRET"}"#,
                "count: found a string, expected i64",
            ),
            (r#"{"count": 7.25}"#, "count: found a number, expected i64"),
            (r#"{"small": 7777}"#, "small: found an integer, expected u8"),
            (
                r#"{"name": 7777}"#,
                "name: found an integer, expected a string",
            ),
            (
                r#"{"name": {"a": 1}}"#,
                "name: found an object, expected a string",
            ),
            (
                r#"{"items": [true, null]}"#,
                "items[1]: found null, expected a boolean",
            ),
            (
                r#"{"items": true}"#,
                "items: found a boolean, expected a sequence",
            ),
            (
                r#"{"at": "SECRET"}"#,
                "at: found a string that its type does not accept",
            ),
            (
                r#"{"id": "SECRET"}"#,
                "id: found a string that its type does not accept",
            ),
            (
                r#"{"either": "SECRET"}"#,
                "either: found a string that its type does not accept",
            ),
            (
                r#"{"level": "SECRET"}"#,
                "level: found an unknown value, expected one of: low, high",
            ),
            (
                r#"{"level": [1]}"#,
                "level: found an array, expected an enum",
            ),
            (
                r#"{"shape": {"SECRET": {}}}"#,
                "shape: found an unknown value, expected one of: circle",
            ),
            (
                r#"{"shape": {"circle": {}}}"#,
                "shape.circle: member `radius` is missing",
            ),
            (
                r#"{"SECRET": 1}"#,
                "found an unknown member, expected one of: count, small, name, at, level, shape, \
                 pair, id, more, either, items",
            ),
            (
                r#"{"pair": [1]}"#,
                "pair: found 1 items, expected a tuple of size 2",
            ),
            (r#"{"more": {"x": {}}}"#, "more.x: member `rev` is missing"),
            (r#"["SECRET"]"#, "[0]: found a string, expected i64"),
            (
                r#""SECRET""#,
                ": found a string, expected struct Everything",
            ),
        ] {
            let text = found::<Everything>(&body.replace("SECRET", SECRET));
            assert!(text.ends_with(expected), "{body}: {text}");
            let problem = text.split_once(": ").unwrap().1;
            assert!(
                !problem.contains(SECRET) && !problem.contains("7777"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_can_be_decoded_or_is_not_json_has_no_place() {
        let whole = r#"{"count": -1, "name": null, "at": "2026-01-02T03:04:05Z", "level": "low",
            "shape": {"circle": {"radius": 1}}, "pair": [1, 2], "more": {"x": {"rev": 1}},
            "either": {"rev": 2}, "items": [true]}"#;
        assert!(find::<Everything>(whole.as_bytes()).is_none());
        assert!(find::<Everything>(b"<html>").is_none());
    }
}
