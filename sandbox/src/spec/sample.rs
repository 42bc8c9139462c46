//! Values made from the contract: an example of its own, or a value that the schema allows. The same
//! contract gives the same values.

use std::mem::discriminant;

use contract::Node;
use serde_json::{Map, Number, Value, json};

use super::operation::{Content, Operation, examples};
use super::{Spec, pattern, schema};

/// Objects deeper than this have no more than their required properties.
const FULL_DEPTH: usize = 5;

/// Values are made no deeper than this: a schema that requires itself allows none that ends.
const MAX_DEPTH: usize = 24;

/// Keywords that say something of objects alone.
const OF_OBJECTS: &[&str] = &[
    "properties",
    "additionalProperties",
    "minProperties",
    "required",
];

impl Spec {
    /// A body of this content; null if it is no JSON and the contract gives no example.
    pub(crate) fn example_of(&self, content: &Content) -> Value {
        let examples = content.examples.iter().cloned();
        if contract::is_json(content.media_type) {
            return self.first_valid(content.schema, examples);
        }
        let node = content.schema.and_then(|it| self.index.schema(it));
        let beside = node.and_then(|it| it.node.get("example"));
        let mut given = examples.chain(beside.map(Node::to_json));
        given.next().unwrap_or_default()
    }

    /// The value of a header or a parameter, whose examples stand beside its schema.
    pub(crate) fn example_beside(&self, node: &'static Node) -> Value {
        self.first_valid(node.get("schema"), examples(node, &self.index).into_iter())
    }

    /// The value of a parameter of an operation.
    pub(crate) fn example_of_parameter(&self, operation: &Operation, name: &str) -> Option<Value> {
        let mut parameters = operation.parameters.iter();
        let parameter = parameters.find(|parameter| parameter.name() == Some(name))?;
        Some(self.example_beside(parameter.node))
    }

    fn first_valid(
        &self,
        schema: Option<&'static Node>,
        mut given: impl Iterator<Item = Value>,
    ) -> Value {
        let Some(schema) = schema else {
            return given.next().unwrap_or_else(|| json!("sample"));
        };
        let valid = given.find(|value| self.allows(schema, value));
        valid.unwrap_or_else(|| self.sample(schema, 0))
    }

    /// Whether a schema allows a value in a response.
    pub(crate) fn allows(&self, schema: &'static Node, value: &Value) -> bool {
        self.index.in_response(schema, value).is_empty()
    }

    /// The properties that an object needs.
    pub(crate) fn required(&self, schema: &'static Node) -> Vec<&'static str> {
        let parts = self.index.parts(schema).into_iter();
        parts
            .flat_map(|part| list(part, "required"))
            .filter_map(Node::text)
            .collect()
    }

    /// A value that the schema allows in a response; other variants choose other alternatives.
    pub(crate) fn sample(&self, schema: &'static Node, variant: usize) -> Value {
        self.value(schema, variant, 0)
    }

    fn value(&self, schema: &'static Node, variant: usize, depth: usize) -> Value {
        let Some(node) = self.index.schema(schema).map(|resolved| resolved.node) else {
            return Value::Null;
        };
        let value = self.part(node, variant, depth);
        let mut whole = value.clone();
        self.complete(&mut whole, &[node], variant, depth);
        match whole {
            // Any value will do.
            Value::Null if !self.allows(node, &value) => json!({}),
            whole => whole,
        }
    }

    /// What a schema says of a value that it may be only a part of.
    fn part(&self, schema: &'static Node, variant: usize, depth: usize) -> Value {
        let Some(node) = self.index.schema(schema).map(|resolved| resolved.node) else {
            return Value::Null;
        };
        let given = ["example", "default"]
            .into_iter()
            .filter_map(|key| node.get(key));
        let mut given = given.chain(list(node, "enum")).map(Node::to_json);
        if let Some(value) = given.find(|value| self.allows(node, value)) {
            return value;
        }
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        let says = |key: &&str| node.get(key).is_some();
        let own = match node.get("type").and_then(Node::text) {
            Some("string") => self.text(node),
            Some("integer" | "number") => self.number(node),
            Some("boolean") => json!(true),
            Some("array") => self.items(node, variant, depth),
            None if !OF_OBJECTS.iter().any(says) => Value::Null,
            _ => self.object(node, variant, depth),
        };
        let parts = list(node, "allOf").map(|member| self.part(member, variant, depth + 1));
        let value = parts.fold(own, merged);
        let members: Vec<_> = list(node, "oneOf").chain(list(node, "anyOf")).collect();
        let chosen = (0..members.len()).map(|number| {
            let member = members[(variant + number) % members.len()];
            let mut whole = merged(value.clone(), self.part(member, variant, depth + 1));
            self.complete(&mut whole, &[node, member], variant, depth);
            if let (Some((property, name)), Value::Object(members)) =
                (tag(node, member), &mut whole)
            {
                members.insert(property.to_owned(), json!(name));
            }
            whole
        });
        let mut chosen = chosen.filter(|value| self.allows(node, value));
        chosen.next().unwrap_or(value)
    }

    /// Adds what an object lacks: one schema may require what another describes.
    fn complete(&self, value: &mut Value, nodes: &[&'static Node], variant: usize, depth: usize) {
        let Value::Object(members) = value else {
            return;
        };
        for name in nodes.iter().flat_map(|node| self.required(node)) {
            if !members.contains_key(name) {
                let mut nodes = nodes.iter();
                let property = nodes.find_map(|node| schema::property(node, name, &self.index));
                let value = property.map(|it| self.value(it, variant, depth + 1));
                members.insert(name.to_owned(), value.unwrap_or_else(|| json!("sample")));
            }
        }
    }

    fn object(&self, node: &'static Node, variant: usize, depth: usize) -> Value {
        let required = self.required(node);
        let mut members = Map::new();
        for entry in node.get("properties").into_iter().flat_map(Node::entries) {
            let (name, schema) = (entry.key.name(), &entry.value);
            let parts = self.index.parts(schema);
            let mut flags = parts
                .iter()
                .filter_map(|part| part.get("writeOnly")?.flag());
            if !flags.any(|flag| flag) && (required.contains(&name) || depth < FULL_DEPTH) {
                members.insert(name.to_owned(), self.value(schema, variant, depth + 1));
            }
        }
        let other = node
            .get("additionalProperties")
            .filter(|it| it.entries().next().is_some());
        let least = count(node, "minProperties").unwrap_or(usize::from(other.is_some()));
        for number in members.len()..least {
            let value = other.map(|other| self.value(other, variant, depth + 1));
            members.insert(
                format!("key{number}"),
                value.unwrap_or_else(|| json!("sample")),
            );
        }
        Value::Object(members)
    }

    fn items(&self, node: &'static Node, variant: usize, depth: usize) -> Value {
        let least = count(node, "minItems").unwrap_or(usize::from(depth < FULL_DEPTH));
        let least = least.min(count(node, "maxItems").unwrap_or(least));
        let Some(items) = node.get("items") else {
            return json!([]);
        };
        let unique = node.get("uniqueItems").and_then(Node::flag) == Some(true);
        let node = self.index.schema(items).map(|resolved| resolved.node);
        let mut listed = node.into_iter().flat_map(|node| list(node, "enum"));
        let mut values: Vec<Value> = Vec::new();
        for number in 0..least {
            let value = self.value(items, variant, depth + 1);
            let listed = listed.next().map(Node::to_json);
            values.push(match &value {
                _ if !unique || !values.contains(&value) => value,
                Value::String(text) => listed.unwrap_or_else(|| json!(format!("{text}{number}"))),
                Value::Number(first) => {
                    let more = u32::try_from(number).unwrap_or_default();
                    whole(json!(first.as_f64().unwrap_or_default() + f64::from(more)))
                }
                _ => value,
            });
        }
        Value::Array(values)
    }

    fn text(&self, node: &'static Node) -> Value {
        let least = count(node, "minLength").unwrap_or_default();
        let most = count(node, "maxLength").unwrap_or(usize::MAX);
        let text = |key: &str| node.get(key).and_then(Node::text);
        let format = text("format")
            .and_then(contract::example_of_format)
            .map(str::to_owned);
        let matching = text("pattern").into_iter().flat_map(pattern::examples);
        let padded = "sample ".chars().cycle().take(least.max(most.min(6)));
        let mut candidates = format.into_iter().chain(matching).map(Value::String);
        let found = candidates.find(|value| self.allows(node, value));
        found.unwrap_or_else(|| Value::String(padded.collect()))
    }

    fn number(&self, node: &'static Node) -> Value {
        let bound = |key: &str| node.get(key).and_then(|node| node.to_json().as_f64());
        let step = bound("multipleOf").unwrap_or(1.0);
        let bounds: Vec<f64> = ["minimum", "maximum"]
            .into_iter()
            .filter_map(bound)
            .collect();
        let near = bounds.iter().flat_map(|bound| {
            let nearest = (bound / step).round() * step;
            [nearest, nearest + step, nearest - step, *bound]
        });
        let middle = bounds.iter().sum::<f64>() / 2.0;
        let mut candidates = [step, 0.0].into_iter().chain(near).chain([middle]);
        let number = |number: f64| Number::from_f64(number).map_or(Value::Null, Value::Number);
        let found = candidates.find(|it| self.allows(node, &whole(number(*it))));
        whole(number(found.unwrap_or(step)))
    }
}

/// The property that tells the members of a `oneOf` apart, and its value for one of them.
fn tag(node: &'static Node, member: &'static Node) -> Option<(&'static str, &'static str)> {
    let discriminator = node.get("discriminator")?;
    let reference = member.get("$ref")?.text()?;
    let mapping = discriminator
        .get("mapping")
        .into_iter()
        .flat_map(Node::entries);
    let mut mapped = mapping.filter(|entry| entry.value.text() == Some(reference));
    let name = mapped.next().map(|entry| entry.key.name());
    let name = name.or_else(|| reference.rsplit('/').next())?;
    Some((discriminator.get("propertyName")?.text()?, name))
}

fn list(node: &'static Node, key: &str) -> impl Iterator<Item = &'static Node> + use<> {
    node.get(key).into_iter().flat_map(Node::items)
}

fn count(node: &'static Node, key: &str) -> Option<usize> {
    usize::try_from(node.get(key)?.integer()?).ok()
}

/// A value as paths and headers hold it.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(text_of).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// A number as a whole one, if it has no fraction.
fn whole(value: Value) -> Value {
    match value.as_f64() {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it is whole and below 2^53"
        )]
        Some(number) if number.fract() == 0.0 && number.abs() < 9e15 => json!(number as i64),
        _ => value,
    }
}

/// The members of two objects; of other values the second, if it is of the kind of the first.
fn merged(first: Value, second: Value) -> Value {
    match (first, second) {
        (Value::Object(mut first), Value::Object(second)) => {
            first.extend(second);
            Value::Object(first)
        }
        (Value::Null, second) => second,
        (first, second) if discriminant(&first) == discriminant(&second) => second,
        (first, _) => first,
    }
}
