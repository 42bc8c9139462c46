//! What to do about a value of the wrong kind.

use crate::{
    grammar::{Kind, SUPPRESSIONS, Shape, TYPES},
    index::{Index, Site},
    suggest::listed,
    text::node::{Key, Node, Value},
    text::scalar::{Scalar, Typed},
};

/// What to write for a value that may be null.
pub(super) const NULL: &str = "for a value that may be null, use `nullable: true`";

/// What to do about a value that is of another kind than its shape.
pub(super) fn suggestion(index: &Index<'_>, site: &Site<'_>) -> String {
    let parent = index.parent(site);
    let schema = parent.filter(|parent| parent.shape.is(Kind::Schema));
    let is_list = matches!(site.node.value, Value::List(_));
    let of_key = match (site.key.map(Key::name), schema) {
        (Some(SUPPRESSIONS), _) => {
            Some("a suppression is a member of an object; here its key is a name".to_owned())
        }
        (Some("required"), Some(schema)) if site.node.flag().is_some() => {
            Some(required_flag(index, schema, site.node))
        }
        (Some("type"), Some(_)) if is_list => Some(format!(
            "a list of types is OpenAPI 3.1; write one `type`; {NULL}"
        )),
        (Some("type"), Some(_)) if site.node.is_null() => Some(NULL.to_owned()),
        (Some(key @ ("exclusiveMinimum" | "exclusiveMaximum")), _) => later_bound(key, site.node),
        _ => None,
    };
    of_key
        .or_else(|| keyword_among_properties(index, site))
        .or_else(|| comment(site.node).filter(|_| matches!(site.shape, Shape::Text)))
        .unwrap_or_else(|| of_kind(site))
}

/// What was meant by text that is nothing but a comment.
pub(super) fn comment(node: &Node) -> Option<String> {
    let help = "without quotes a `#` begins a comment: put the text in quotes";
    (node.is_null() && node.comment.is_some()).then(|| help.to_owned())
}

/// `required: true` in a schema, as it is written in a parameter.
fn required_flag(index: &Index<'_>, schema: &Site<'_>, flag: &Node) -> String {
    let above = index.parent(schema);
    let list = above.and_then(|above| above.key);
    match (schema.key, list, above) {
        (Some(name), Some(list), _) if list.name() == "properties" => {
            let name = name.name();
            if flag.flag() == Some(true) {
                format!("remove it, and list `{name}` under `required` of the object that has it")
            } else {
                format!("remove it: `{name}` is optional unless the object lists it as `required`")
            }
        }
        (Some(_), _, Some(above)) if above.shape.is(Kind::Parameter) => {
            "it belongs beside `schema`, as a key of the parameter".to_owned()
        }
        _ => "list the names of the properties that are always there".to_owned(),
    }
}

/// A bound that excludes itself, as version 3.1 of the specification writes it.
fn later_bound(key: &str, node: &Node) -> Option<String> {
    node.number()?;
    let number = &node.scalar()?.text;
    let bound = if key == "exclusiveMinimum" {
        "minimum"
    } else {
        "maximum"
    };
    Some(format!(
        "a number is OpenAPI 3.1; in 3.0 write `{bound}: {number}` and `{key}: true`"
    ))
}

/// A keyword of the schema that stands among its properties.
fn keyword_among_properties(index: &Index<'_>, site: &Site<'_>) -> Option<String> {
    let properties = index.parent(site)?.key?;
    let keyword = site.key?.name();
    let field = site.shape.object()?.field(keyword)?;
    let fits = match field.shape {
        Shape::List(_) => matches!(site.node.value, Value::List(_)),
        Shape::Flag | Shape::FlagOrSchema => site.node.flag().is_some(),
        Shape::Text | Shape::Word(_) => site.node.text().is_some(),
        _ => false,
    };
    (properties.name() == "properties" && site.shape.is(Kind::Schema) && fits).then(|| {
        format!("a property is a mapping; the keyword `{keyword}` belongs beside `properties`")
    })
}

/// What the shape and the kind of the value alone tell.
fn of_kind(site: &Site<'_>) -> String {
    let is_text = matches!(site.shape, Shape::Text | Shape::Word(_));
    let help = match (&site.node.value, site.shape) {
        (Value::Scalar(scalar), _) => return of_scalar(site, scalar),
        (Value::List(items), _) if is_text => match items.as_slice() {
            [item] if item.text().is_some() => {
                return format!("write {} alone, without a list", listed(item.text()));
            }
            _ => "write one text; a list has no place here",
        },
        _ if is_text => "write one text, in quotes if it holds a `: `; nothing can stand below it",
        (Value::List(_), Shape::Object(_) | Shape::Referable(_) | Shape::Map(..)) => {
            "remove the dashes or brackets: here stand keys with their values"
        }
        (_, Shape::List(_)) => "begin each item with `- `",
        (_, Shape::Count | Shape::Number) => "write one number",
        _ => "write `true` or `false`",
    };
    help.to_owned()
}

fn of_scalar(site: &Site<'_>, scalar: &Scalar) -> String {
    let text = scalar.text.as_str();
    let is_number = matches!(site.shape, Shape::Count | Shape::Number);
    let is_object = matches!(
        site.shape,
        Shape::Object(_) | Shape::Referable(_) | Shape::Map(..)
    );
    let help = match (site.shape, scalar.typed) {
        (_, Typed::Null) if is_object && text.is_empty() && site.key.is_some() => {
            "nothing is indented below it: indent what belongs to it, or remove the key"
        }
        (_, Typed::Null) => "give it a value, or remove the key",
        (Shape::Text | Shape::Word(_), _) => "put it in quotes",
        (Shape::Flag | Shape::FlagOrSchema, Typed::Text) => match text {
            "true" | "false" => "remove the quotes",
            _ if ["yes", "no", "on", "off"].contains(&text.to_lowercase().as_str()) => {
                "YAML 1.2 has only `true` and `false`"
            }
            _ => "write `true` or `false`, and nothing else",
        },
        (Shape::Flag | Shape::FlagOrSchema, _) => "write `true` or `false`",
        (_, Typed::Text) if is_number && text.parse::<f64>().is_ok() => "remove the quotes",
        _ if is_number => "write such a number, in digits",
        (Shape::Referable(_), Typed::Text) if text.starts_with("#/") => {
            return format!("write it as a reference: `$ref: '{text}'`");
        }
        (shape, Typed::Text) if shape.is(Kind::Schema) && TYPES.contains(&text) => {
            return format!("write `type: {text}` below it");
        }
        _ if is_object => "keys with their values belong here, indented below it",
        (_, Typed::Text) if !text.contains([',', '\n', '[', '{', '#', ':']) => {
            return format!("write it as a list: `[{text}]`");
        }
        _ => "a list has an item in each line, after `- `",
    };
    help.to_owned()
}
