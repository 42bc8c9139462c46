//! The contract's schemas as JSON Schema, which says null and open bounds in another way.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::contract::{
    grammar::Kind,
    json,
    node::Node,
    schema::{COMPOSITIONS, TypeOf, is_nullable, members, type_of},
    survey::Survey,
};

/// The schemas that examples are checked against, each once.
#[derive(Default)]
pub(super) struct Schemas<'a> {
    nodes: Vec<&'a Node>,
    indices: HashMap<*const Node, usize>,
}

impl<'a> Schemas<'a> {
    /// The index of a schema that is written in place.
    pub(super) fn index(&mut self, node: &'a Node) -> usize {
        *self.indices.entry(node).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }

    pub(super) fn node(&self, index: usize) -> Option<&'a Node> {
        self.nodes.get(index).copied()
    }

    /// The schemas and all that they refer to, each under its index.
    pub(super) fn definitions(&mut self, survey: &Survey<'a>) -> Map<String, Json> {
        let mut definitions = Map::new();
        let mut index = 0;
        while let Some(node) = self.node(index) {
            definitions.insert(index.to_string(), self.converted(node, survey));
            index += 1;
        }
        definitions
    }

    /// A schema; what the rules of loading refuse in it is left out, so that it allows more.
    fn converted(&mut self, node: &'a Node, survey: &Survey<'a>) -> Json {
        if node.reference().is_some() {
            return match survey.resolve(node, Kind::Schema) {
                Some(target) => json!({ "$ref": reference(self.index(target)) }),
                None => json!({}),
            };
        }
        let mut schema = Map::new();
        scalars(node, &mut schema);
        bounds(node, &mut schema);
        self.parts(node, survey, &mut schema);
        if is_nullable(node) {
            // The path of an error tells the schema from this wrapper.
            json!({ "if": { "type": "null" }, "else": schema })
        } else {
            Json::Object(schema)
        }
    }

    /// The schemas inside the schema.
    fn parts(&mut self, node: &'a Node, survey: &Survey<'a>, schema: &mut Map<String, Json>) {
        if let Some(properties) = node.get("properties") {
            let mut converted = Map::new();
            for entry in properties.entries() {
                let name = entry.key.name().to_owned();
                let property = self.converted(&entry.value, survey);
                converted.entry(name).or_insert(property);
            }
            schema.insert("properties".to_owned(), Json::Object(converted));
        }
        for key in ["items", "additionalProperties"] {
            let Some(value) = node.get(key) else {
                continue;
            };
            if let Some(flag) = value.flag() {
                schema.insert(key.to_owned(), Json::Bool(flag));
            } else if value.map().is_some() {
                let inner = self.converted(value, survey);
                schema.insert(key.to_owned(), inner);
            }
        }
        for key in COMPOSITIONS {
            let members: Vec<Json> = members(node, key)
                .map(|member| self.converted(member, survey))
                .collect();
            if !members.is_empty() {
                schema.insert((*key).to_owned(), Json::Array(members));
            }
        }
    }
}

/// The `$ref` to the schema with this index.
pub(super) fn reference(index: usize) -> String {
    format!("#/$defs/{index}")
}

/// The keywords that are the same in both.
fn scalars(node: &Node, schema: &mut Map<String, Json>) {
    if let TypeOf::Known(word) = type_of(node) {
        schema.insert("type".to_owned(), json!(word));
    }
    for key in ["format", "pattern"] {
        if let Some(text) = node.get(key).and_then(Node::text) {
            schema.insert(key.to_owned(), json!(text));
        }
    }
    for key in [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minProperties",
        "maxProperties",
    ] {
        if let Some(Ok(count)) = node.get(key).and_then(Node::integer).map(u64::try_from) {
            schema.insert(key.to_owned(), json!(count));
        }
    }
    if let Some(flag) = node.get("uniqueItems").and_then(Node::flag) {
        schema.insert("uniqueItems".to_owned(), json!(flag));
    }
    let required: Vec<&str> = members(node, "required").filter_map(Node::text).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    let allowed: Vec<Json> = members(node, "enum").filter_map(json::whole).collect();
    if !allowed.is_empty() {
        schema.insert("enum".to_owned(), Json::Array(allowed));
    }
}

/// The bounds of numbers, among them those of a format.
fn bounds(node: &Node, schema: &mut Map<String, Json>) {
    let format = node.get("format").and_then(Node::text);
    if let Some((least, greatest)) = format.and_then(range) {
        schema.insert("minimum".to_owned(), json!(least));
        schema.insert("maximum".to_owned(), json!(greatest));
    }
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        let Some(value) = node.get(bound).filter(|value| value.number().is_some()) else {
            continue;
        };
        let is_open = node.get(exclusive).and_then(Node::flag) == Some(true);
        let key = if is_open { exclusive } else { bound };
        schema.extend(json::whole(value).map(|value| (key.to_owned(), value)));
    }
    let step = node.get("multipleOf");
    let step = step.filter(|step| step.number().is_some_and(|number| number > 0.0));
    schema.extend(
        step.and_then(json::whole)
            .map(|step| ("multipleOf".to_owned(), step)),
    );
}

/// The least and the greatest number of a format.
fn range(format: &str) -> Option<(i64, u64)> {
    Some(match format {
        "int8" => (i8::MIN.into(), 0x7f),
        "int16" => (i16::MIN.into(), 0x7fff),
        "int32" | "int" => (i32::MIN.into(), 0x7fff_ffff),
        "int64" => (i64::MIN, i64::MAX.unsigned_abs()),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" | "uint" => (0, u32::MAX.into()),
        "uint64" => (0, u64::MAX),
        _ => return None,
    })
}
