//! The tree as JSON: what the text says, complete, without places.

use std::borrow::Cow;

use serde_json::{Number, Value as Json};

use crate::{
    text::node::{Entry, Node, Value},
    text::scalar::Typed,
};

impl Node {
    /// The value as JSON; of a key that is written twice the last one counts.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Map(entries) => {
                let entries = entries.iter();
                entries
                    .map(|Entry { key, value }| (key.scalar.text.clone(), value.to_json()))
                    .collect()
            }
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Scalar(scalar) => match scalar.typed {
                Typed::Null => Json::Null,
                Typed::Bool(flag) => flag.into(),
                Typed::Integer(integer) => Number::from_i128(integer).into(),
                Typed::Float(float) => float.into(),
                Typed::Unbounded | Typed::Text => scalar.text.as_str().into(),
            },
        }
    }
}

/// A text in JSON with each character in one escape: JSON writes those beyond 16 bits as two, which YAML
/// does not know.
pub(crate) fn with_whole_characters(text: &str) -> Cow<'_, str> {
    if !text.trim_start().starts_with('{') {
        return text.into();
    }
    let unit = |text: &str| u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok();
    let (mut whole, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        let units = [unit(escape), escape.get(6..).and_then(unit)].map(Option::unwrap_or_default);
        let character = char::decode_utf16(units).next().and_then(Result::ok);
        whole.push_str(before);
        if let Some(character) = character.filter(|it| it.len_utf16() == 2) {
            whole.extend(["\\U", &format!("{:08x}", u32::from(character))]);
            rest = &escape[12..];
        } else {
            let end = escape.chars().take(2).map(char::len_utf8).sum();
            whole.push_str(&escape[..end]);
            rest = &escape[end..];
        }
    }
    whole.push_str(rest);
    whole.into()
}

/// The value of a node, if JSON can say all of it: no number is without bounds.
pub(crate) fn whole(node: &Node) -> Option<Json> {
    let mut is_whole = true;
    node.walk(&mut |it| is_whole &= !it.is_unbounded());
    is_whole.then(|| node.to_json())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{diagnostic::Report, text::node};

    #[test]
    fn a_document_in_json_is_read_as_json_does() {
        let text = r#"{"a": "\ud83d\ude00 \\ud83d \/ \u00e9", "b": [1e3, "\\"] }"#;
        let tree = node::parse(text, &mut Report::default()).unwrap();
        assert_eq!(tree.to_json(), serde_json::from_str::<Json>(text).unwrap());
    }

    #[test]
    fn every_kind_of_value_is_kept() {
        let text = "{a: [1, -2, 1.5, '1', yes, true, ~], b: {}, 404: 18446744073709551615}";
        let tree = node::parse(text, &mut Report::default()).unwrap();
        assert_eq!(
            tree.to_json(),
            json!({
                "a": [1, -2, 1.5, "1", "yes", true, null],
                "b": {},
                "404": 18_446_744_073_709_551_615_u64,
            })
        );
    }
}
