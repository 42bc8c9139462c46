//! What to do about a value of the wrong kind.

use crate::contract::{
    grammar::{Kind, Shape, TYPES, WAIVERS},
    node::{Key, Node, Value},
    scalar::{Scalar, Typed},
    suggest::listed,
    survey::{Site, Survey},
};

/// How to mend a value that is of another kind than its shape, where that can be told.
pub(super) fn mend(survey: &Survey<'_>, site: &Site<'_>) -> Option<String> {
    if site.key.is_some_and(|key| key.name() == WAIVERS) {
        return Some("a waiver is a member of an object; here it is a name like any other".into());
    }
    let schema = survey
        .parent(site)
        .filter(|parent| parent.shape.is(Kind::Schema));
    match (site.key.map(Key::name), schema) {
        (Some("required"), Some(schema)) if site.node.flag().is_some() => {
            Some(required_flag(survey, schema, site.node))
        }
        (Some(key @ ("exclusiveMinimum" | "exclusiveMaximum")), _) => later_bound(key, site.node),
        _ => None,
    }
    .or_else(|| keyword_among_properties(survey, site))
    .or_else(|| of_kind(site))
}

/// `required: true` in a schema, as it is written in a parameter.
fn required_flag(survey: &Survey<'_>, schema: &Site<'_>, flag: &Node) -> String {
    let above = survey.parent(schema);
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
fn keyword_among_properties(survey: &Survey<'_>, site: &Site<'_>) -> Option<String> {
    let properties = survey.parent(site)?.key?;
    let keyword = site.key?.name();
    let field = site.shape.object()?.field(keyword)?;
    let fits = match field.shape {
        Shape::List(_) => matches!(site.node.value, Value::List(_)),
        Shape::Flag | Shape::FlagOrSchema => site.node.flag().is_some(),
        Shape::Text | Shape::Type => site.node.text().is_some(),
        _ => false,
    };
    (properties.name() == "properties" && site.shape.is(Kind::Schema) && fits).then(|| {
        format!("a property is a mapping; the keyword `{keyword}` belongs beside `properties`")
    })
}

/// What the shape and the kind of the value alone tell.
fn of_kind(site: &Site<'_>) -> Option<String> {
    let help = match (&site.node.value, site.shape) {
        (Value::Scalar(scalar), _) => return of_scalar(site, scalar),
        (Value::List(items), Shape::Text | Shape::Word(_)) => match items.as_slice() {
            [item] if item.text().is_some() => {
                return Some(format!(
                    "write {} alone, without a list",
                    listed(item.text())
                ));
            }
            _ => "write one text; a list has no place here",
        },
        (Value::Map(_), Shape::Text | Shape::Word(_) | Shape::Type) => {
            "write one text, in quotes if it holds a `: `; nothing can stand below it"
        }
        (Value::List(_), Shape::Object(_) | Shape::Referable(_) | Shape::Map(_)) => {
            "remove the dashes or brackets: here stand keys with their values"
        }
        (Value::Map(_), Shape::List(_)) => "begin each item with `- `",
        (_, Shape::Flag) => "write `true` or `false`",
        (_, Shape::Count | Shape::Number) => "write one number",
        _ => return None,
    };
    Some(help.to_owned())
}

fn of_scalar(site: &Site<'_>, scalar: &Scalar) -> Option<String> {
    let text = scalar.text.as_str();
    let help = match (site.shape, scalar.typed) {
        (Shape::Type, Typed::Null) => "for a value that may be null, use `nullable: true`",
        (Shape::Object(_) | Shape::Referable(_) | Shape::Map(_), Typed::Null)
            if text.is_empty() && site.key.is_some() =>
        {
            "nothing is indented below it: indent what belongs to it, or remove the key"
        }
        (_, Typed::Null) => "give it a value, or remove the key",
        (Shape::Text | Shape::Word(_) | Shape::Type, _) => "put it in quotes",
        (Shape::Flag | Shape::FlagOrSchema, Typed::Text) => match text {
            "true" | "false" => "remove the quotes",
            _ if ["yes", "no", "on", "off"].contains(&text.to_lowercase().as_str()) => {
                "YAML 1.2 has only `true` and `false`"
            }
            _ => "write `true` or `false`, and nothing else",
        },
        (Shape::Flag | Shape::FlagOrSchema, _) => "write `true` or `false`",
        (Shape::Count | Shape::Number, Typed::Text) if text.parse::<f64>().is_ok() => {
            "remove the quotes"
        }
        (Shape::Count | Shape::Number, Typed::Text | Typed::Bool(_)) => "write a number in digits",
        (Shape::Referable(_), Typed::Text) if text.starts_with("#/") => {
            return Some(format!("write it as a reference: `$ref: '{text}'`"));
        }
        (shape, Typed::Text) if shape.is(Kind::Schema) && TYPES.contains(&text) => {
            return Some(format!("write `type: {text}` below it"));
        }
        (Shape::Object(_) | Shape::Referable(_) | Shape::Map(_), _) => {
            "keys with their values belong here, indented below it"
        }
        (Shape::List(_), Typed::Text) if !text.contains([',', '\n', '[', '{', '#', ':']) => {
            return Some(format!("write it as a list: `[{text}]`"));
        }
        (Shape::List(_), _) => "a list has an item in each line, after `- `",
        _ => return None,
    };
    Some(help.to_owned())
}
