//! Values made from the contract: an example of its own, or a value that the schema allows. The same
//! contract gives the same values.

use std::mem::discriminant;

use contract::schema::{keyword, members};
use contract::{Entry, Node};
use serde_json::{Map, Value, json};

use super::schema::member;
use super::{Spec, pattern};

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
    pub(crate) fn examples(&self, node: &'static Node) -> Vec<Value> {
        let named = node.entries_of("examples");
        let named = named.filter_map(|it| self.index.example(&it.value)?.node.get("value"));
        let all = node.get("example").into_iter().chain(named);
        all.map(Node::to_json).collect()
    }

    /// A body of this media type; null if it is no JSON and the contract gives no example.
    pub(crate) fn example_of(&self, content: &'static Entry) -> Value {
        let schema = content.value.get("schema");
        let mut given = self.examples(&content.value);
        if contract::is_json(content.key.name()) {
            return self.first_valid(schema, given);
        }
        let schema = schema.and_then(|it| self.resolved(it));
        given.extend(schema.and_then(|it| it.get("example")).map(Node::to_json));
        given.into_iter().next().unwrap_or_default()
    }

    /// The value of a header or a parameter, whose examples stand beside its schema.
    pub(crate) fn example_beside(&self, node: &'static Node) -> Value {
        self.first_valid(node.get("schema"), self.examples(node))
    }

    fn first_valid(&self, schema: Option<&'static Node>, given: Vec<Value>) -> Value {
        let mut given = given.into_iter();
        let Some(schema) = schema else {
            return given.next().unwrap_or_else(|| json!("sample"));
        };
        let valid = given.find(|value| self.allows(schema, value));
        valid.unwrap_or_else(|| self.sample(schema))
    }

    /// The properties that an object needs.
    pub(crate) fn required(&self, schema: &'static Node) -> Vec<&'static str> {
        let parts = self.index.parts(schema).into_iter();
        let required = parts.flat_map(|part| members(part, "required"));
        required.filter_map(Node::text).collect()
    }

    pub(crate) fn default_of(&self, schema: &'static Node) -> Option<Value> {
        keyword(schema, "default", &self.index).map(Node::to_json)
    }

    fn resolved(&self, schema: &'static Node) -> Option<&'static Node> {
        self.index.schema(schema).map(|resolved| resolved.node)
    }

    /// A value that the schema allows in a response.
    pub(crate) fn sample(&self, schema: &'static Node) -> Value {
        self.value(schema, 0)
    }

    fn value(&self, schema: &'static Node, depth: usize) -> Value {
        let Some(node) = self.resolved(schema) else {
            return Value::Null;
        };
        let mut value = self.part(node, depth);
        self.complete(&mut value, &[node], depth);
        match value {
            // Any value will do.
            Value::Null if !self.allows(node, &value) => json!({}),
            value => value,
        }
    }

    /// What a schema says of a value that it may be only a part of.
    fn part(&self, schema: &'static Node, depth: usize) -> Value {
        let Some(node) = self.resolved(schema) else {
            return Value::Null;
        };
        let given = [node.get("example"), node.get("default")];
        let given = given.into_iter().flatten().chain(members(node, "enum"));
        let made = match node.word("type") {
            Some("string") => texts(node),
            Some("integer" | "number") => numbers(node),
            Some("boolean") => vec![json!(true)],
            _ => Vec::new(),
        };
        let last = made.last().cloned();
        let mut candidates = given.map(Node::to_json).chain(made);
        if let Some(value) = candidates.find(|value| self.allows(node, value)) {
            return value;
        }
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        let says = |key: &&str| node.get(key).is_some();
        let own = match (last, node.word("type")) {
            (Some(scalar), _) => scalar,
            (None, Some("array")) => self.items(node, depth),
            (None, None) if !OF_OBJECTS.iter().any(says) => Value::Null,
            _ => self.object(node, depth),
        };
        let parts = members(node, "allOf").map(|member| self.part(member, depth + 1));
        let value = parts.fold(own, merged);
        let choices = members(node, "oneOf").chain(members(node, "anyOf"));
        let discriminator = node.get("discriminator");
        let chosen = choices.map(|member| {
            let mut whole = merged(value.clone(), self.part(member, depth + 1));
            self.complete(&mut whole, &[node, member], depth);
            if let Some(discriminator) = discriminator
                && let Some(property) = discriminator.word("propertyName")
                && let Some(tag) = self.index.tags(discriminator, member).first()
                && whole.is_object()
            {
                whole[property] = json!(tag);
            }
            whole
        });
        let mut chosen = chosen.filter(|value| self.allows(node, value));
        chosen.next().unwrap_or(value)
    }

    /// Adds what an object lacks: one schema may require what another describes.
    pub(crate) fn complete(&self, value: &mut Value, nodes: &[&'static Node], depth: usize) {
        let Value::Object(members) = value else {
            return;
        };
        for name in nodes.iter().flat_map(|node| self.required(node)) {
            if !members.contains_key(name) {
                let mut nodes = nodes.iter();
                let schema = nodes.find_map(|node| member(node, name, &self.index));
                members.insert(name.to_owned(), self.value_or_text(schema, depth));
            }
        }
    }

    fn value_or_text(&self, schema: Option<&'static Node>, depth: usize) -> Value {
        let value = schema.map(|schema| self.value(schema, depth + 1));
        value.unwrap_or_else(|| json!("sample"))
    }

    fn object(&self, node: &'static Node, depth: usize) -> Value {
        let required = self.required(node);
        let mut members = Map::new();
        for Entry { key, value } in node.entries_of("properties") {
            let mut parts = self.index.parts(value).into_iter();
            let is_sent = !parts.any(|part| part.is_on("writeOnly"));
            if is_sent && (depth < FULL_DEPTH || required.contains(&key.name())) {
                members.insert(key.name().to_owned(), self.value(value, depth + 1));
            }
        }
        let others = node.get("additionalProperties");
        let others = others.filter(|it| it.entries().next().is_some());
        let least = count(node, "minProperties").unwrap_or(usize::from(others.is_some()));
        for number in members.len()..least {
            members.insert(format!("key{number}"), self.value_or_text(others, depth));
        }
        Value::Object(members)
    }

    fn items(&self, node: &'static Node, depth: usize) -> Value {
        let least = count(node, "minItems").unwrap_or(usize::from(depth < FULL_DEPTH));
        let least = least.min(count(node, "maxItems").unwrap_or(least));
        let (Some(items), 1..) = (node.get("items"), least) else {
            return json!([]);
        };
        let value = self.value(items, depth + 1);
        if !node.is_on("uniqueItems") {
            return Value::Array(vec![value; least]);
        }
        let items = self.resolved(items).into_iter();
        let mut listed = items.flat_map(|it| members(it, "enum"));
        let other = |number: usize| match (&value, listed.next()) {
            (_, Some(listed)) => listed.to_json(),
            (Value::String(text), _) if number > 0 => json!(format!("{text}{number}")),
            (Value::Number(first), _) => {
                let more = u32::try_from(number).unwrap_or_default();
                whole(first.as_f64().unwrap_or_default() + f64::from(more))
            }
            _ => value.clone(),
        };
        (0..least).map(other).collect()
    }
}

/// Texts that a schema may allow, the likeliest first.
fn texts(node: &'static Node) -> Vec<Value> {
    let format = node.word("format").and_then(contract::example_of_format);
    let matching = node.word("pattern").into_iter().flat_map(pattern::examples);
    let least = count(node, "minLength").unwrap_or_default();
    let most = count(node, "maxLength").unwrap_or(usize::MAX);
    let padded = "sample ".chars().cycle().take(least.max(most.min(6)));
    let texts = format.map(str::to_owned).into_iter().chain(matching);
    texts.chain([padded.collect()]).map(Value::String).collect()
}

/// Numbers that a schema may allow, the likeliest first.
fn numbers(node: &'static Node) -> Vec<Value> {
    let bound = |key: &str| node.get(key).and_then(|node| node.to_json().as_f64());
    let step = bound("multipleOf").unwrap_or(1.0);
    let bounds = ["minimum", "maximum"].into_iter().filter_map(bound);
    let bounds: Vec<f64> = bounds.collect();
    let near = bounds.iter().flat_map(|bound| {
        let nearest = (bound / step).round() * step;
        [nearest, nearest + step, nearest - step, *bound]
    });
    let middle = bounds.iter().sum::<f64>() / 2.0;
    let numbers = [step, 0.0].into_iter().chain(near).chain([middle]);
    numbers.map(whole).collect()
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

/// A number, as a whole one if it has no fraction.
fn whole(number: f64) -> Value {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole and below 2^53"
    )]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        json!(number as i64)
    } else {
        json!(number)
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
