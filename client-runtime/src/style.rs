//! Parameters as text: every style of `OpenAPI`, for paths, queries, headers, cookies and forms.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;

use crate::argument::ArgumentError;
use crate::target::{ENCODED, push_encoded};

/// How a parameter is written, as `style` and `explode` of the contract have it. One that a place does
/// not have, as `Label` in a query, is the default style of that place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `name=a,b`, or exploded `name=a&name=b`.
    Form {
        /// Whether each item or member is a pair of its own.
        explode: bool,
    },
    /// `name=a%20b`; exploded it is `Form`.
    Space {
        /// Whether each item or member is a pair of its own.
        explode: bool,
    },
    /// `name=a%7Cb`; exploded it is `Form`.
    Pipe {
        /// Whether each item or member is a pair of its own.
        explode: bool,
    },
    /// `name[key]=a`, at any depth; items of lists have their number as key.
    DeepObject,
    /// `a,b`; members are `key,a`, or exploded `key=a`.
    Simple {
        /// Whether key and value of a member are one pair.
        explode: bool,
    },
    /// `.a.b`; members are `.key.a`, or exploded `.key=a`.
    Label {
        /// Whether key and value of a member are one pair.
        explode: bool,
    },
    /// `;name=a,b`, or exploded `;name=a;name=b`.
    Matrix {
        /// Whether each item or member is a pair of its own.
        explode: bool,
    },
    /// A value as JSON: a parameter with `content`.
    Json,
    /// Another style with `allowReserved`: reserved characters that do not change the meaning of a
    /// query stay as they are.
    Reserved(&'static Style),
}

/// What `allowReserved` leaves as it is, beside what is never encoded. The others separate pairs, are
/// read as spaces, end the query or may not be in it.
const RESERVED: &AsciiSet = &ENCODED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What a cookie cannot hold (RFC 6265, 4.1.1), and the sign of the encoding itself.
const COOKIE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b',')
    .add(b';')
    .add(b'\\')
    .add(b'%');

/// Appends a parameter to a query, or a field to a form, in the style `form`, exploded.
pub(crate) fn push_parameter(
    query: &mut String,
    name: &'static str,
    value: &impl Serialize,
) -> Result<(), ArgumentError> {
    push_styled(query, name, value, Style::Form { explode: true })
}

/// Appends a parameter to a query, or a field to a form. `null` is left out, also inside of lists and
/// objects.
pub(crate) fn push_styled(
    query: &mut String,
    name: &'static str,
    value: &impl Serialize,
    style: Style,
) -> Result<(), ArgumentError> {
    written(name, value, |value| push_value(query, name, &value, style))
}

/// Appends a field to a form.
pub(crate) fn push_value(
    form: &mut String,
    name: &str,
    value: &Value,
    style: Style,
) -> Result<(), &'static str> {
    match style {
        Style::Reserved(style) => Pairs::new(form, "&", RESERVED).push(name, value, *style),
        style => Pairs::new(form, "&", ENCODED).push(name, value, style),
    }
}

/// Appends one pair as it is to a query.
pub(crate) fn push_text(query: &mut String, key: &str, text: &str) {
    Pairs::new(query, "&", ENCODED).pair(key, text);
}

pub(crate) fn push_cookie(
    cookies: &mut String,
    name: &'static str,
    value: &impl Serialize,
    style: Style,
) -> Result<(), ArgumentError> {
    written(name, value, |value| {
        Pairs::new(cookies, "; ", COOKIE).push(name, &value, style)
    })
}

/// A secret as a cookie.
pub(crate) fn cookie_text(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, COOKIE).into()
}

/// The text of a parameter in the path, encoded; empty for null.
pub(crate) fn path_text(
    name: &'static str,
    value: &impl Serialize,
    style: Style,
) -> Result<String, ArgumentError> {
    written(name, value, |value| in_path(name, value, style))
}

fn in_path(name: &str, value: Value, style: Style) -> Result<String, &'static str> {
    let mut text = String::new();
    let encoded = Some(ENCODED);
    let simple = |pair| Joined(",", pair, encoded);
    match (style, value) {
        (Style::Json, value) => push_encoded(&mut text, &value.to_string()),
        (_, Value::Null) => {}
        (Style::Label { explode }, value) => {
            text.push('.');
            let pair = if explode { "=" } else { "." };
            Joined(".", pair, encoded).push(&mut text, &value)?;
        }
        (Style::Matrix { explode: true }, value) => each(&value, |key, item| {
            text.push(';');
            push_encoded(&mut text, key.unwrap_or(name));
            if !item.is_empty() {
                text.push('=');
                push_encoded(&mut text, item);
            }
            Ok(())
        })?,
        (Style::Matrix { .. }, value) => {
            text.push(';');
            push_encoded(&mut text, name);
            if value != "" {
                text.push('=');
                simple(",").push(&mut text, &value)?;
            }
        }
        // Nearly always there is nothing to encode.
        (_, Value::String(value)) => match utf8_percent_encode(&value, ENCODED).into() {
            Cow::Borrowed(_) => return Ok(value),
            Cow::Owned(encoded) => return Ok(encoded),
        },
        (Style::Simple { explode: true }, value) => simple("=").push(&mut text, &value)?,
        (_, value) => simple(",").push(&mut text, &value)?,
    }
    Ok(text)
}

/// The text of a parameter in a header, `None` for null.
pub(crate) fn header_text(
    name: &'static str,
    value: &impl Serialize,
    style: Style,
) -> Result<Option<String>, ArgumentError> {
    let pair = if style == (Style::Simple { explode: true }) {
        "="
    } else {
        ","
    };
    written(name, value, |value| match (style, value) {
        (_, Value::Null) => Ok(None),
        (Style::Json, value) => Ok(Some(value.to_string())),
        (_, Value::String(text)) => Ok(Some(text)),
        (_, value) => {
            let mut text = String::new();
            Joined(",", pair, None).push(&mut text, &value)?;
            // A list without items is no value.
            Ok((!text.is_empty()).then_some(text))
        }
    })
}

/// A text as it is, also for what has no other form: `None` for null.
pub(crate) fn text(
    name: &'static str,
    value: &impl Serialize,
) -> Result<Option<String>, ArgumentError> {
    written(name, value, |value| match value {
        Value::String(text) => Ok(Some(text)),
        value => Ok(scalar(&value)?.map(Cow::into_owned)),
    })
}

/// A value as JSON. Its `f32`s have no more digits than they are written with.
pub(crate) fn json(value: &impl Serialize) -> serde_json::Result<Value> {
    fn has_fraction(value: &Value) -> bool {
        match value {
            Value::Number(number) => number.is_f64(),
            Value::Array(items) => items.iter().any(has_fraction),
            Value::Object(members) => members.values().any(has_fraction),
            _ => false,
        }
    }
    let json = serde_json::to_value(value)?;
    if !has_fraction(&json) {
        return Ok(json);
    }
    serde_json::from_str(&serde_json::to_string(value)?)
}

/// What `write` makes of the value of a parameter; a problem is one of the parameter.
fn written<T>(
    name: &'static str,
    value: &impl Serialize,
    write: impl FnOnce(Value) -> Result<T, &'static str>,
) -> Result<T, ArgumentError> {
    let value = json(value).map_err(|cause| ArgumentError::new(name, cause))?;
    write(value).map_err(|problem| ArgumentError::new(name, problem))
}

/// Pairs of a name and a value in the making.
struct Pairs<'a> {
    text: &'a mut String,
    separator: &'static str,
    encoded: &'static AsciiSet,
}

impl<'a> Pairs<'a> {
    fn new(text: &'a mut String, separator: &'static str, encoded: &'static AsciiSet) -> Self {
        Self {
            text,
            separator,
            encoded,
        }
    }

    fn begin(&mut self, name: &str) {
        if !self.text.is_empty() {
            self.text.push_str(self.separator);
        }
        push_encoded(self.text, name);
        self.text.push('=');
    }

    fn pair(&mut self, name: &str, text: &str) {
        self.begin(name);
        self.text.extend(utf8_percent_encode(text, self.encoded));
    }

    fn push(&mut self, name: &str, value: &Value, style: Style) -> Result<(), &'static str> {
        let separator = match style {
            Style::Form { explode: false } => ",",
            Style::Space { explode: false } => "%20",
            // The specification shows `|`, which no URL may hold as it is (RFC 3986).
            Style::Pipe { explode: false } => "%7C",
            Style::DeepObject => return self.deep(name, value),
            Style::Json if value.is_null() => return Ok(()),
            Style::Json => {
                self.pair(name, &value.to_string());
                return Ok(());
            }
            _ => {
                return each(value, |key, text| {
                    self.pair(key.unwrap_or(name), text);
                    Ok(())
                });
            }
        };
        let length = self.text.len();
        self.begin(name);
        let start = self.text.len();
        Joined(separator, separator, Some(self.encoded)).push(self.text, value)?;
        if self.text.len() == start && value != "" {
            // Nothing to send.
            self.text.truncate(length);
        }
        Ok(())
    }

    fn deep(&mut self, name: &str, value: &Value) -> Result<(), &'static str> {
        match value {
            Value::Object(members) => members
                .iter()
                .try_for_each(|(key, value)| self.deep(&format!("{name}[{key}]"), value)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .try_for_each(|(number, value)| self.deep(&format!("{name}[{number}]"), value)),
            value => {
                if let Some(text) = scalar(value)? {
                    self.pair(name, &text);
                }
                Ok(())
            }
        }
    }
}

/// How items are joined: the separator of items, that of a key and its value, and what is encoded.
struct Joined(&'static str, &'static str, Option<&'static AsciiSet>);

impl Joined {
    fn push(&self, text: &mut String, value: &Value) -> Result<(), &'static str> {
        let Self(separator, pair, encoded) = self;
        // An item that holds the separator would arrive as two.
        let splits = match *separator {
            "%20" => Some(' '),
            "%7C" => Some('|'),
            "." => Some('.'),
            _ => encoded.is_none().then_some(','),
        };
        let splits = splits.filter(|_| value.is_array() || value.is_object());
        let mut before = "";
        each(value, |key, item| {
            for part in key.into_iter().chain([item]) {
                if splits.is_some_and(|separator| part.contains(separator)) {
                    return Err("holds an item with the character that separates items");
                }
                text.push_str(before);
                match encoded {
                    Some(encoded) => text.extend(utf8_percent_encode(part, encoded)),
                    None => text.push_str(part),
                }
                before = pair;
            }
            before = separator;
            Ok(())
        })
    }
}

/// Calls `write` for each item of a list, for each member of an object with its key, or for a value
/// without parts.
fn each(
    value: &Value,
    mut write: impl FnMut(Option<&str>, &str) -> Result<(), &'static str>,
) -> Result<(), &'static str> {
    let mut write = |key, value| match scalar(value)? {
        Some(text) => write(key, &text),
        None => Ok(()),
    };
    match value {
        Value::Array(items) => items.iter().try_for_each(|item| write(None, item)),
        Value::Object(members) => members
            .iter()
            .try_for_each(|(key, member)| write(Some(key), member)),
        scalar => write(None, scalar),
    }
}

/// The text of a value without parts, `None` for null.
pub(crate) fn scalar(value: &Value) -> Result<Option<Cow<'_, str>>, &'static str> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(value.to_string().into())),
        Value::Number(value) => Ok(Some(value.to_string().into())),
        Value::String(value) => Ok(Some(value.into())),
        Value::Array(_) | Value::Object(_) => {
            Err("must not hold lists or objects inside a list or an object")
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    use super::*;

    const FORM: Style = Style::Form { explode: true };
    const JOINED: Style = Style::Form { explode: false };
    const SPACE: Style = Style::Space { explode: false };
    const PIPE: Style = Style::Pipe { explode: false };
    const SIMPLE: Style = Style::Simple { explode: false };

    fn query(name: &'static str, value: &Value, style: Style) -> String {
        let mut query = String::new();
        push_styled(&mut query, name, value, style).unwrap();
        query
    }

    fn cookie(value: &Value, style: Style) -> String {
        let mut cookies = String::new();
        push_cookie(&mut cookies, "c", value, style).unwrap();
        cookies
    }

    type Write<'a> = &'a dyn Fn(&Value, Style) -> String;

    /// The table "Style Examples" of `OpenAPI` 3.0.3: an empty text, a text, a list and an object. Where
    /// it has `|`, `[` and `]`, a query has them encoded, and where it has nothing, what is sent is what
    /// its neighbours lead to.
    #[test]
    fn the_examples_of_the_specification_are_written_as_it_has_them() {
        let values = [
            json!(""),
            json!("blue"),
            json!(["blue", "black", "brown"]),
            json!({"R": 100, "G": 200}),
        ];
        let path = |value: &Value, style| path_text("c", value, style).unwrap();
        let header = |value: &Value, style| header_text("c", value, style).unwrap();
        let header = |value: &Value, style| header(value, style).unwrap_or_default();
        let query = |value: &Value, style| query("c", value, style);
        let [matrix, matrices] = [false, true].map(|explode| Style::Matrix { explode });
        let [label, labels] = [false, true].map(|explode| Style::Label { explode });
        let simples = Style::Simple { explode: true };
        let spaces = Style::Space { explode: true };
        let deep = "c%5B0%5D=blue&c%5B1%5D=black&c%5B2%5D=brown c%5BG%5D=200&c%5BR%5D=100";
        let json =
            "c=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D c=%7B%22G%22%3A200%2C%22R%22%3A100%7D";
        let rows: [(Write<'_>, Style, &str); 17] = [
            (
                &path,
                matrix,
                ";c ;c=blue ;c=blue,black,brown ;c=G,200,R,100",
            ),
            (
                &path,
                matrices,
                ";c ;c=blue ;c=blue;c=black;c=brown ;G=200;R=100",
            ),
            (&path, label, ". .blue .blue.black.brown .G.200.R.100"),
            (&path, labels, ". .blue .blue.black.brown .G=200.R=100"),
            (&path, SIMPLE, " blue blue,black,brown G,200,R,100"),
            (&path, simples, " blue blue,black,brown G=200,R=100"),
            (&header, SIMPLE, " blue blue,black,brown G,200,R,100"),
            (&header, simples, " blue blue,black,brown G=200,R=100"),
            (&query, JOINED, "c= c=blue c=blue,black,brown c=G,200,R,100"),
            (&query, FORM, "c= c=blue c=blue&c=black&c=brown G=200&R=100"),
            (
                &query,
                SPACE,
                "c= c=blue c=blue%20black%20brown c=G%20200%20R%20100",
            ),
            (
                &query,
                PIPE,
                "c= c=blue c=blue%7Cblack%7Cbrown c=G%7C200%7CR%7C100",
            ),
            (
                &query,
                spaces,
                "c= c=blue c=blue&c=black&c=brown G=200&R=100",
            ),
            (&query, Style::DeepObject, &["c= c=blue", deep].join(" ")),
            (
                &query,
                Style::Json,
                &["c=%22%22 c=%22blue%22", json].join(" "),
            ),
            (
                &cookie,
                JOINED,
                "c= c=blue c=blue,black,brown c=G,200,R,100",
            ),
            (
                &cookie,
                FORM,
                "c= c=blue c=blue; c=black; c=brown G=200; R=100",
            ),
        ];
        for (write, style, expected) in rows {
            let written = values.each_ref().map(|value| write(value, style));
            assert_eq!(written.join(" "), expected, "{style:?}");
        }
    }

    #[test]
    fn values_are_written_in_form_style() {
        for (value, expected) in [
            (json!(null), ""),
            (json!(50), "q=50"),
            (json!(-1.5), "q=-1.5"),
            (json!(true), "q=true"),
            (json!("+6281200000000"), "q=%2B6281200000000"),
            (json!("a b&c=d"), "q=a%20b%26c%3Dd"),
            (json!(["a", 2, null]), "q=a&q=2"),
            (json!([]), ""),
            (
                json!({"by": null, "from": 1, "to": "é"}),
                "from=1&to=%C3%A9",
            ),
        ] {
            assert_eq!(query("q", &value, FORM), expected, "{value}");
        }
    }

    #[test]
    fn what_is_null_or_has_no_items_is_left_out() {
        for style in [FORM, JOINED, SPACE, PIPE, Style::DeepObject] {
            for value in [
                json!(null),
                json!([]),
                json!({}),
                json!([null]),
                json!({"a": null}),
            ] {
                assert_eq!(query("q", &value, style), "", "{style:?} {value}");
                assert_eq!(cookie(&value, style), "");
                let header = header_text("q", &value, SIMPLE).unwrap();
                assert_eq!(
                    (header, path_text("q", &value, SIMPLE).unwrap()),
                    (None, String::new())
                );
            }
        }
        assert_eq!(query("q", &json!(null), Style::Json), "");
    }

    #[test]
    fn parameters_are_joined() {
        let mut query = String::new();
        push_parameter(&mut query, "search", &Some("budi")).unwrap();
        push_parameter(&mut query, "cursor", &None::<String>).unwrap();
        push_styled(&mut query, "ids", &[1, 2], JOINED).unwrap();
        push_styled(&mut query, "none", &None::<String>, PIPE).unwrap();
        push_parameter(&mut query, "limit", &Some(50)).unwrap();
        assert_eq!(query, "search=budi&ids=1,2&limit=50");
    }

    #[test]
    fn items_are_encoded_and_separators_are_not() {
        let items = json!(["a,b", "c d;e", 2, null]);
        assert_eq!(query("q", &items, JOINED), "q=a%2Cb,c%20d%3Be,2");
        assert_eq!(path_text("q", &items, SIMPLE).unwrap(), "a%2Cb,c%20d%3Be,2");
        assert_eq!(cookie(&items, JOINED), "c=a%2Cb,c%20d%3Be,2");
        assert_eq!(cookie(&json!("k+/=:é"), FORM), "c=k+/=:%C3%A9");
    }

    #[test]
    fn an_item_that_would_arrive_as_two_is_refused() {
        let write = |style, value: Value| match style {
            SIMPLE => header_text("q", &value, style).map(drop),
            Style::Label { .. } => path_text("q", &value, style).map(drop),
            _ => push_styled(&mut String::new(), "q", &value, style),
        };
        for (style, text) in [
            (SPACE, "a b"),
            (PIPE, "a|b"),
            (SIMPLE, "a,b"),
            (Style::Label { explode: true }, "1.5"),
        ] {
            let error = write(style, json!([text])).unwrap_err().to_string();
            assert!(error.contains("separates items"), "{error}");
            write(style, json!(text)).unwrap();
        }
    }

    #[test]
    fn reserved_characters_may_stay_unless_they_end_the_value() {
        let value = json!("/a?b=c:d,e;f@g!$'()*&+#[]% é");
        assert_eq!(
            query("q", &value, Style::Reserved(&FORM)),
            "q=/a?b=c:d,e;f@g!$'()*%26%2B%23%5B%5D%25%20%C3%A9"
        );
    }

    #[test]
    fn deep_objects_may_be_as_deep_as_they_are() {
        let value = json!({"a": {"b": [{"c": "é"}, null]}, "d": true});
        assert_eq!(
            query("q", &value, Style::DeepObject)
                .replace("%5B", "[")
                .replace("%5D", "]"),
            "q[a][b][0][c]=%C3%A9&q[d]=true"
        );
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
            for style in [FORM, JOINED] {
                let error = push_styled(&mut String::new(), "q", &value, style).unwrap_err();
                assert_eq!(error.name(), "q", "{value}");
            }
        }
    }
}
