//! What the checks ask of a JSON value: its kind, when two are equal, how one is shown.

use serde_json::{Number as JsonNumber, Value as Json};

use super::number::Number;

/// How many characters of a value a message shows.
const MAX_SHOWN: usize = 60;

pub(super) fn kind(value: &Json) -> &'static str {
    match value {
        Json::Null => "null",
        Json::Bool(_) => "true or false",
        Json::Number(_) => "a number",
        Json::String(_) => "text",
        Json::Array(_) => "a list",
        Json::Object(_) => "an object",
    }
}

/// Whether the value has a type of OpenAPI.
pub(super) fn has_type(value: &Json, word: &str) -> bool {
    match value {
        Json::Null => false,
        Json::Bool(_) => word == "boolean",
        Json::Number(number) => {
            word == "number" || (word == "integer" && Number::of_json(number).is_integer())
        }
        Json::String(_) => word == "string",
        Json::Array(_) => word == "array",
        Json::Object(_) => word == "object",
    }
}

/// The value for messages: text in backticks and never at length, a list or an object by its kind.
pub(super) fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => quoted(text),
        Json::Array(_) | Json::Object(_) => kind(value).to_owned(),
        _ => value.to_string(),
    }
}

/// The beginning of a text, in backticks.
pub(super) fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// The value with each whole number as an integer: then two values are the same if they are equal.
pub(super) fn canonical(value: &Json) -> Json {
    match value {
        Json::Number(number) => match Number::of_json(number) {
            #[expect(clippy::cast_possible_truncation, reason = "it has no fraction")]
            Number::Float(float) if float.fract() == 0.0 => {
                JsonNumber::from_i128(float as i128).map_or_else(|| value.clone(), Json::Number)
            }
            _ => value.clone(),
        },
        Json::Array(items) => items.iter().map(canonical).collect(),
        Json::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, it)| (name.clone(), canonical(it)))
                .collect()
        }
        _ => value.clone(),
    }
}

/// Whether lists and objects stand in each other deeper than this.
pub(super) fn nests_deeper_than(limit: usize, value: &Json) -> bool {
    let is_too_deep = |inner: &Json| limit == 0 || nests_deeper_than(limit - 1, inner);
    match value {
        Json::Array(items) => items.iter().any(is_too_deep),
        Json::Object(members) => members.values().any(is_too_deep),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn equal_values_have_one_canonical_text() {
        let same = |one: Json, other: Json| canonical(&one) == canonical(&other);
        assert!(same(
            json!([1, { "a": 2.0, "b": -0.0 }]),
            json!([1.0, { "b": 0, "a": 2 }])
        ));
        assert!(same(json!(1e20), json!(100_000_000_000_000_000_000_f64)));
        assert!(!same(json!("1"), json!(1)));
        assert!(!same(json!(["a", "b"]), json!(["a,b"])));
        assert!(!same(json!(["a\",\"b"]), json!(["a", "b"])));
        assert!(!same(json!({ "a": 1 }), json!(["a", 1])));
        assert!(!same(json!(0), json!(false)));
        assert!(!same(
            json!(9_007_199_254_740_993_i64),
            json!(9_007_199_254_740_992_i64)
        ));
    }

    #[test]
    fn a_value_is_never_shown_at_length() {
        assert_eq!(
            shown(&json!("é".repeat(60))),
            format!("`{}`", "é".repeat(60))
        );
        assert_eq!(
            shown(&json!("é".repeat(61))),
            format!("`{}…`", "é".repeat(60))
        );
        assert_eq!(shown(&json!({ "a": [1] })), "an object");
        assert_eq!(shown(&json!(1.5)), "1.5");
    }
}
