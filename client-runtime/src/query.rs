//! The query of a request, in the style that `OpenAPI` calls `form`, exploded.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;

use crate::argument::ArgumentError;
use crate::target::push_encoded;

/// Appends a parameter: `null` is left out, a scalar gives one pair, a list repeats the name, an
/// object gives one pair a member.
pub(crate) fn push_parameter(
    query: &mut String,
    name: &'static str,
    value: &impl Serialize,
) -> Result<(), ArgumentError> {
    let value = serde_json::to_value(value).map_err(|cause| ArgumentError::new(name, cause))?;
    match &value {
        Value::Array(items) => items
            .iter()
            .try_for_each(|item| push_pair(query, name, name, item)),
        Value::Object(members) => members
            .iter()
            .try_for_each(|(key, member)| push_pair(query, name, key, member)),
        scalar => push_pair(query, name, name, scalar),
    }
}

/// Appends one pair of the parameter `name`.
fn push_pair(
    query: &mut String,
    name: &'static str,
    key: &str,
    value: &Value,
) -> Result<(), ArgumentError> {
    let Some(text) = scalar(name, value)? else {
        return Ok(());
    };
    push_text(query, key, &text);
    Ok(())
}

/// Appends one pair as it is.
pub(crate) fn push_text(query: &mut String, key: &str, text: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    push_encoded(query, key);
    query.push('=');
    push_encoded(query, text);
}

/// The text of a value without parts, `None` for null.
fn scalar<'a>(name: &'static str, value: &'a Value) -> Result<Option<Cow<'a, str>>, ArgumentError> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(value.to_string().into())),
        Value::Number(value) => Ok(Some(value.to_string().into())),
        Value::String(value) => Ok(Some(value.into())),
        Value::Array(_) | Value::Object(_) => Err(ArgumentError::new(
            name,
            "must not hold lists or objects inside a list or an object",
        )),
    }
}

/// The text of a parameter in a path or a header, `None` for null.
pub(crate) fn text(
    name: &'static str,
    value: &impl Serialize,
) -> Result<Option<String>, ArgumentError> {
    let value = serde_json::to_value(value).map_err(|cause| ArgumentError::new(name, cause))?;
    match value {
        Value::String(text) => Ok(Some(text)),
        value => Ok(scalar(name, &value)?.map(Cow::into_owned)),
    }
}

/// Appends a list as one pair, its items separated by commas: the style `form`, not exploded.
pub(crate) fn push_joined(
    query: &mut String,
    name: &'static str,
    value: &impl Serialize,
) -> Result<(), ArgumentError> {
    let value = serde_json::to_value(value).map_err(|cause| ArgumentError::new(name, cause))?;
    let Value::Array(items) = &value else {
        return push_pair(query, name, name, &value);
    };
    let mut separator = "";
    for item in items {
        let Some(text) = scalar(name, item)? else {
            continue;
        };
        if separator.is_empty() {
            push_pair(query, name, name, item)?;
        } else {
            query.push_str(separator);
            push_encoded(query, &text);
        }
        separator = ",";
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_written_in_form_style() {
        for (value, expected) in [
            (json!(null), ""),
            (json!("all"), "q=all"),
            (json!(""), "q="),
            (json!(50), "q=50"),
            (json!(-1.5), "q=-1.5"),
            (json!(true), "q=true"),
            (json!("+6281200000000"), "q=%2B6281200000000"),
            (json!("a b&c=d"), "q=a%20b%26c%3Dd"),
            (json!(["a", 2, null]), "q=a&q=2"),
            (json!([]), ""),
            (
                json!({"from": 1, "to": "é", "by": null}),
                "from=1&to=%C3%A9",
            ),
        ] {
            let mut query = String::new();
            push_parameter(&mut query, "q", &value).unwrap();
            assert_eq!(query, expected, "{value}");
        }
    }

    #[test]
    fn parameters_are_joined() {
        let mut query = String::new();
        push_parameter(&mut query, "search", &Some("budi")).unwrap();
        push_parameter(&mut query, "cursor", &None::<String>).unwrap();
        push_parameter(&mut query, "limit", &Some(50)).unwrap();
        assert_eq!(query, "search=budi&limit=50");
    }

    #[test]
    fn a_list_that_is_not_exploded_is_one_pair() {
        for (value, expected) in [
            (json!(["a,b", 2, null]), "q=a%2Cb,2"),
            (json!([]), ""),
            (json!(null), ""),
            (json!("a"), "q=a"),
        ] {
            let mut query = String::new();
            push_joined(&mut query, "q", &value).unwrap();
            assert_eq!(query, expected, "{value}");
        }
    }

    #[test]
    fn times_are_written_as_in_json() {
        let time: chrono::DateTime<chrono::Utc> = "2026-01-31T12:00:00Z".parse().unwrap();
        assert_eq!(text("at", &time).unwrap().unwrap(), "2026-01-31T12:00:00Z");
        assert_eq!(text("at", &None::<String>).unwrap(), None);
    }

    #[test]
    fn nested_values_are_refused_by_name() {
        for value in [json!([["a"]]), json!({"a": {"b": 1}}), json!([{"a": 1}])] {
            let error = push_parameter(&mut String::new(), "q", &value).unwrap_err();
            assert_eq!(error.name(), "q", "{value}");
        }
    }
}
