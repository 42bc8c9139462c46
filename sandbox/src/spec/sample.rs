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
        valid.unwrap_or_else(|| self.sample(schema, 0))
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

    /// A value that the schema allows in a response; other variants choose other alternatives.
    pub(crate) fn sample(&self, schema: &'static Node, variant: usize) -> Value {
        self.value(schema, variant, 0)
    }

    fn value(&self, schema: &'static Node, variant: usize, depth: usize) -> Value {
        let Some(node) = self.resolved(schema) else {
            return Value::Null;
        };
        let mut value = self.part(node, variant, depth);
        self.complete(&mut value, &[node], variant, depth);
        match value {
            // Any value will do.
            Value::Null if !self.allows(node, &value) => json!({}),
            value => value,
        }
    }

    /// What a schema says of a value that it may be only a part of.
    fn part(&self, schema: &'static Node, variant: usize, depth: usize) -> Value {
        let Some(node) = self.resolved(schema) else {
            return Value::Null;
        };
        let given = [node.get("example"), node.get("default")];
        let given = given.into_iter().flatten();
        let mut given = given.chain(members(node, "enum")).map(Node::to_json);
        if let Some(value) = given.find(|value| self.allows(node, value)) {
            return value;
        }
        if depth > MAX_DEPTH {
            return Value::Null;
        }
        let says = |key: &&str| node.get(key).is_some();
        let own = match node.word("type") {
            Some("string") => self.text(node),
            Some("integer" | "number") => self.number(node),
            Some("boolean") => json!(true),
            Some("array") => self.items(node, variant, depth),
            None if !OF_OBJECTS.iter().any(says) => Value::Null,
            _ => self.object(node, variant, depth),
        };
        let parts = members(node, "allOf").map(|member| self.part(member, variant, depth + 1));
        let value = parts.fold(own, merged);
        let choices = members(node, "oneOf").chain(members(node, "anyOf"));
        let choices: Vec<_> = choices.collect();
        let chosen = (0..choices.len()).map(|number| {
            let member = choices[(variant + number) % choices.len()];
            let mut whole = merged(value.clone(), self.part(member, variant, depth + 1));
            self.complete(&mut whole, &[node, member], variant, depth);
            if let (Some((property, name)), true) = (tag(node, member), whole.is_object()) {
                whole[property] = json!(name);
            }
            whole
        });
        let mut chosen = chosen.filter(|value| self.allows(node, value));
        chosen.next().unwrap_or(value)
    }

    /// Adds what an object lacks: one schema may require what another describes.
    pub(crate) fn complete(
        &self,
        value: &mut Value,
        nodes: &[&'static Node],
        variant: usize,
        depth: usize,
    ) {
        let Value::Object(members) = value else {
            return;
        };
        for name in nodes.iter().flat_map(|node| self.required(node)) {
            if !members.contains_key(name) {
                let mut nodes = nodes.iter();
                let schema = nodes.find_map(|node| member(node, name, &self.index));
                members.insert(name.to_owned(), self.value_or_text(schema, variant, depth));
            }
        }
    }

    fn value_or_text(&self, schema: Option<&'static Node>, variant: usize, depth: usize) -> Value {
        let value = schema.map(|schema| self.value(schema, variant, depth + 1));
        value.unwrap_or_else(|| json!("sample"))
    }

    fn object(&self, node: &'static Node, variant: usize, depth: usize) -> Value {
        let required = self.required(node);
        let mut members = Map::new();
        for Entry { key, value } in node.entries_of("properties") {
            let mut parts = self.index.parts(value).into_iter();
            let is_sent = !parts.any(|part| part.is_on("writeOnly"));
            if is_sent && (depth < FULL_DEPTH || required.contains(&key.name())) {
                members.insert(key.name().to_owned(), self.value(value, variant, depth + 1));
            }
        }
        let others = node.get("additionalProperties");
        let others = others.filter(|it| it.entries().next().is_some());
        let least = count(node, "minProperties").unwrap_or(usize::from(others.is_some()));
        for number in members.len()..least {
            members.insert(
                format!("key{number}"),
                self.value_or_text(others, variant, depth),
            );
        }
        Value::Object(members)
    }

    fn items(&self, node: &'static Node, variant: usize, depth: usize) -> Value {
        let least = count(node, "minItems").unwrap_or(usize::from(depth < FULL_DEPTH));
        let least = least.min(count(node, "maxItems").unwrap_or(least));
        let (Some(items), 1..) = (node.get("items"), least) else {
            return json!([]);
        };
        let value = self.value(items, variant, depth + 1);
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

    fn text(&self, node: &'static Node) -> Value {
        let least = count(node, "minLength").unwrap_or_default();
        let most = count(node, "maxLength").unwrap_or(usize::MAX);
        let format = node.word("format").and_then(contract::example_of_format);
        let matching = node.word("pattern").into_iter().flat_map(pattern::examples);
        let format = format.map(str::to_owned).into_iter();
        let mut candidates = format.chain(matching).map(Value::String);
        let found = candidates.find(|value| self.allows(node, value));
        let padded = "sample ".chars().cycle().take(least.max(most.min(6)));
        found.unwrap_or_else(|| Value::String(padded.collect()))
    }

    fn number(&self, node: &'static Node) -> Value {
        let bound = |key: &str| node.get(key).and_then(|node| node.to_json().as_f64());
        let step = bound("multipleOf").unwrap_or(1.0);
        let bounds = [bound("minimum"), bound("maximum")].into_iter();
        let bounds: Vec<f64> = bounds.flatten().collect();
        let near = bounds.iter().flat_map(|bound| {
            let nearest = (bound / step).round() * step;
            [nearest, nearest + step, nearest - step, *bound]
        });
        let middle = bounds.iter().sum::<f64>() / 2.0;
        let candidates = [step, 0.0].into_iter().chain(near).chain([middle]);
        let mut candidates = candidates.map(whole);
        let found = candidates.find(|number| self.allows(node, number));
        found.unwrap_or_else(|| whole(step))
    }
}

/// The property that tells the members of a `oneOf` apart, and its value for one of them.
fn tag(node: &'static Node, member: &'static Node) -> Option<(&'static str, &'static str)> {
    let discriminator = node.get("discriminator")?;
    let reference = member.word("$ref")?;
    let mut mapping = discriminator.entries_of("mapping");
    let mapped = mapping.find(|entry| entry.value.text() == Some(reference));
    let name = mapped.map(|entry| entry.key.name());
    let name = name.or_else(|| reference.rsplit('/').next())?;
    Some((discriminator.word("propertyName")?, name))
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
