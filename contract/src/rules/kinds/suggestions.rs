//! What to do about a value of the wrong kind.

use super::{Index, Key, Kind, Node, Shape, Site, Value, expected, listed};
use crate::{
    grammar::{SUPPRESSIONS, TYPES},
    text::scalar::Typed,
};

/// What to write for a value that may be null.
pub(super) const NULL: &str = "for a value that may be null, use `nullable: true`";

/// What to do about a value that is of another kind than its shape.
pub(super) fn suggestion(index: &Index<'_>, site: &Site<'_>) -> String {
    let is_text = matches!(site.shape, Shape::Text);
    of_key(index, site)
        .or_else(|| comment(site.node).filter(|_| is_text).map(str::to_owned))
        .unwrap_or_else(|| of_kind(site))
}

/// What was meant by text that is nothing but a comment.
pub(super) fn comment(node: &Node) -> Option<&'static str> {
    let help = "without quotes a `#` begins a comment: put the text in quotes";
    (node.is_null() && node.comment.is_some()).then_some(help)
}

/// What is known of such values under this key.
fn of_key(index: &Index<'_>, site: &Site<'_>) -> Option<String> {
    let (node, key, parent) = (site.node, site.key?, index.parent(site)?);
    let is_in_schema = parent.shape.is(Kind::Schema);
    let is_property = parent.key.map(Key::name) == Some("properties");
    let help = match (key.name(), &node.value) {
        (SUPPRESSIONS, _) => "a suppression is a member of an object; here its key is a name",
        ("required", _) if is_in_schema && node.flag().is_some() => {
            "a property is listed under `required` of the object that has it; a parameter has the \
             flag beside its `schema`"
        }
        ("type", Value::List(_)) if is_in_schema => {
            "a list of types is OpenAPI 3.1; write one `type`, and `nullable: true` if it may be null"
        }
        ("type", _) if is_in_schema && node.is_null() => NULL,
        (key @ ("exclusiveMinimum" | "exclusiveMaximum"), Value::Scalar(scalar)) => {
            let number = node.number().map(|_| &scalar.text)?;
            let bound = key.replace("exclusiveM", "m");
            return Some(format!(
                "a number is OpenAPI 3.1; in 3.0 write `{bound}: {number}` and `{key}: true`"
            ));
        }
        (keyword, _) if is_property => {
            let shape = site.shape.object()?.field(keyword)?;
            return expected(shape, node).filter(|(_, fits)| *fits).map(|_| {
                format!(
                    "a property is a mapping; the keyword `{keyword}` belongs beside `properties`"
                )
            });
        }
        _ => return None,
    };
    Some(help.to_owned())
}

/// What the shape and the kind of the value alone tell.
fn of_kind(site: &Site<'_>) -> String {
    let text = site.node.text().unwrap_or_default();
    let is_list = matches!(site.node.value, Value::List(_));
    let is_object = matches!(
        site.shape,
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..)
    );
    if let Some(scalar) = site.node.scalar().filter(|it| it.typed == Typed::Null) {
        let help = if is_object && scalar.text.is_empty() && site.key.is_some() {
            "nothing is indented below it: indent what belongs to it, or remove the key"
        } else {
            "give it a value, or remove the key"
        };
        return help.to_owned();
    }
    let help = match site.shape {
        Shape::Text | Shape::Word(_) => match &site.node.value {
            Value::Scalar(_) => "put it in quotes",
            Value::List(items) if items.len() == 1 && items[0].text().is_some() => {
                return format!("write {} alone, without a list", listed(items[0].text()));
            }
            Value::List(_) => "write one text; a list has no place here",
            Value::Map(_) => {
                "write one text, in quotes if it holds a `: `; nothing can stand below it"
            }
        },
        Shape::Flag | Shape::FlagOrSchema if text == "true" || text == "false" => {
            "remove the quotes"
        }
        Shape::Flag | Shape::FlagOrSchema => "write `true` or `false`; `yes` and `no` are text",
        Shape::Count | Shape::Number if text.parse::<f64>().is_ok() => "remove the quotes",
        Shape::Count | Shape::Number => "write one number, in digits",
        _ if is_object && text.starts_with("#/") => {
            return format!("write it as a reference: `$ref: '{text}'`");
        }
        shape if shape.is(Kind::Schema) && TYPES.contains(&text) => {
            return format!("write `type: {text}` below it");
        }
        _ if is_object && is_list => {
            "remove the dashes or brackets: here stand keys with their values"
        }
        _ if is_object => "keys with their values belong here, indented below it",
        _ if !text.is_empty() && !text.contains([',', '\n', '[', '{', '#', ':']) => {
            return format!("write it as a list: `[{text}]`");
        }
        _ => "begin each item, on a line of its own, with `- `",
    };
    help.to_owned()
}
