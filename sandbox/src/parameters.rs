//! The parameters of a request: read as the contract says, and checked with its validator.

use std::borrow::Cow;
use std::collections::BTreeMap;

use contract::Node;
use hyper::HeaderMap;
use hyper::header::COOKIE;
use percent_encoding::percent_decode_str;
use serde_json::{Number, Value, json};

use crate::error::Failure;
use crate::spec::{Operation, Spec};

/// The values of an operation's parameters, by location and name; defaults included.
pub(crate) struct Parameters(BTreeMap<(&'static str, &'static str), Value>);

/// What a request has in each place that parameters can be in.
pub(crate) struct Sent<'a> {
    pub(crate) path: &'a [(&'static str, &'a str)],
    pub(crate) query: &'a str,
    pub(crate) headers: &'a HeaderMap,
}

impl Parameters {
    /// Reads and checks the parameters.
    pub(crate) fn read(
        spec: &Spec,
        operation: &Operation,
        sent: &Sent<'_>,
    ) -> Result<Self, Failure> {
        let mut values = BTreeMap::new();
        for parameter in &operation.parameters {
            let (Some(name), Some(place)) = (parameter.name(), parameter.location()) else {
                continue;
            };
            let refused = |message: String| {
                Failure::new(operation.refusal(), format!("`{name}` {message}.")).param(name)
            };
            let texts = sent.texts(name, place).map_err(refused)?;
            let schema = parameter.node.get("schema");
            let schema = schema.and_then(|schema| Some(spec.index.schema(schema)?.node));
            let is_object = schema.and_then(|node| node.get("type")?.text()) == Some("object");
            let required = parameter.node.get("required").and_then(Node::flag) == Some(true);
            let value = match (texts.first(), schema) {
                (None, _) if required && !is_object => {
                    return Err(refused("is missing".to_owned()).missing());
                }
                (None, schema) => schema
                    .and_then(|node| node.get("default"))
                    .map(Node::to_json),
                (Some(_), Some(schema)) if !is_object => {
                    Some(value(spec, parameter.node, place, schema, &texts).map_err(refused)?)
                }
                // Of an object the contract says nothing that is checked here.
                (Some(text), _) => Some(json!(text)),
            };
            values.extend(value.map(|value| ((place, name), value)));
        }
        Ok(Self(values))
    }

    /// The value of a parameter in the path or the query.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let mut values = self.0.iter();
        let is_it = |place: &str, known: &str| known == name && matches!(place, "path" | "query");
        values
            .find(|((place, known), _)| is_it(place, known))
            .map(|(_, value)| value)
    }

    /// The value of such a parameter as text.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Every parameter of the query.
    pub(crate) fn query(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        let query = self.0.iter().filter(|((place, _), _)| *place == "query");
        query.map(|((_, name), value)| (*name, value))
    }
}

impl Sent<'_> {
    /// The texts that a parameter has in the request.
    fn texts(&self, name: &str, place: &str) -> Result<Vec<String>, String> {
        let texts = match place {
            "query" => self.query_values(name),
            "cookie" => self.cookies(name),
            "header" => {
                let values = self.headers.get_all(name).iter();
                let texts = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
                texts.map(Cow::into_owned).collect()
            }
            _ => {
                let mut path = self.path.iter();
                let text = path
                    .find(|(known, _)| *known == name)
                    .map_or("", |(_, text)| text);
                let decoded = percent_decode_str(text).decode_utf8();
                vec![
                    decoded
                        .map_err(|_| "is not UTF-8 when percent-decoded")?
                        .into_owned(),
                ]
            }
        };
        Ok(texts)
    }

    pub(crate) fn query_values(&self, name: &str) -> Vec<String> {
        let pairs = form_urlencoded::parse(self.query.as_bytes());
        let values = pairs.filter(|(known, _)| known == name);
        values.map(|(_, value)| value.into_owned()).collect()
    }

    pub(crate) fn cookies(&self, name: &str) -> Vec<String> {
        let cookies = self
            .headers
            .get(COOKIE)
            .and_then(|value| value.to_str().ok());
        let pairs = cookies.unwrap_or_default().split(';');
        let values = pairs.filter_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='));
        values.map(str::to_owned).collect()
    }
}

/// The value that the texts of a parameter stand for.
fn value<'t>(
    spec: &Spec,
    parameter: &'static Node,
    place: &str,
    schema: &'static Node,
    texts: &'t [String],
) -> Result<Value, String> {
    let items = schema.get("items");
    let in_query = matches!(place, "query" | "cookie");
    let explode = parameter
        .get("explode")
        .and_then(Node::flag)
        .unwrap_or(in_query);
    if texts.len() > 1 && (items.is_none() || !explode) {
        return Err("is in the request more than once".to_owned());
    }
    let Some(items) = items else {
        return one(spec, schema, &texts[0]);
    };
    let delimiter = match parameter.get("style").and_then(Node::text) {
        Some("spaceDelimited") => ' ',
        Some("pipeDelimited") => '|',
        _ => ',',
    };
    let split = |text: &'t String| text.split(move |c| !explode && c == delimiter);
    let parts = texts.iter().flat_map(split);
    let values: Result<Vec<_>, _> = parts.map(|part| one(spec, items, part)).collect();
    let value = Value::Array(values?);
    match spec.validator.in_request(schema, &value).into_iter().next() {
        Some(problem) => Err(problem.message),
        None => Ok(value),
    }
}

/// The text as the first of number, flag and text that the schema allows.
fn one(spec: &Spec, schema: &'static Node, text: &str) -> Result<Value, String> {
    let flag = text.parse().ok().map(Value::Bool);
    let mut problems = Vec::new();
    for value in [number(text), flag, Some(json!(text))]
        .into_iter()
        .flatten()
    {
        match spec.validator.in_request(schema, &value).into_iter().next() {
            None => return Ok(value),
            Some(problem) => problems.push(problem),
        }
    }
    // A value of the right type says most.
    let of_type = problems.iter().find(|problem| problem.keyword != "type");
    let problem = of_type.or(problems.first()).map(|problem| &problem.message);
    Err(problem.cloned().unwrap_or_default())
}

/// A number as JSON has it, and also with zeros before it.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let whole = text.parse::<i64>().ok().map(Value::from);
    whole.or_else(|| {
        text.parse()
            .ok()
            .and_then(Number::from_f64)
            .map(Value::Number)
    })
}
