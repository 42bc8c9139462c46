//! The parameters of a request: read as the contract says, and checked with its validator.

use std::collections::BTreeMap;

use contract::{Node, Parameter};
use hyper::HeaderMap;
use hyper::header::COOKIE;
use serde_json::Value;

use crate::error::Failure;
use crate::spec::{Operation, Spec};
use crate::styles::{Field, Pair, Raw, decoded, pairs};

/// The values of an operation's parameters, by location and name; defaults included.
pub(crate) struct Parameters(BTreeMap<(&'static str, &'static str), Value>);

/// What a request has in each place that parameters can be in.
pub(crate) struct Sent<'a> {
    path: &'a [(&'static str, &'a str)],
    query: Vec<Pair>,
    cookies: Vec<Pair>,
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
        let parameters = &operation.parameters;
        let names: Vec<_> = parameters.iter().filter_map(Parameter::name).collect();
        for parameter in parameters {
            let (Some(name), Some(place)) = (parameter.name(), parameter.location()) else {
                continue;
            };
            let Some(field) = Field::of_parameter(parameter) else {
                continue;
            };
            let refused = |message: String| {
                Failure::new(operation.refusal(), format!("`{name}` {message}.")).param(name)
            };
            let is_on = |key| parameter.node.get(key).and_then(Node::flag) == Some(true);
            let value = sent.value(spec, &field, name, place, &names);
            let schema = field.schema;
            let value = match value.map_err(refused)? {
                None if is_on("required") => return Err(refused("is missing".to_owned()).missing()),
                None => schema.and_then(|schema| {
                    let parts = spec.index.parts(schema).into_iter();
                    let mut defaults = parts.filter_map(|part| part.get("default"));
                    defaults.next().map(Node::to_json)
                }),
                Some(value) if value == "" && is_on("allowEmptyValue") => Some(value),
                Some(value) => {
                    let problems = schema.map(|it| spec.index.in_request(it, &value));
                    if let Some(problem) = problems.iter().flatten().next() {
                        return Err(refused(problem.message.clone()));
                    }
                    Some(value)
                }
            };
            values.extend(value.map(|value| ((place, name), value)));
        }
        Ok(Self(values))
    }

    /// Whether an operation takes these values in its path.
    pub(crate) fn fit(spec: &Spec, operation: &Operation, path: &[(&'static str, &str)]) -> bool {
        path.iter().all(|(name, text)| {
            let mut parameters = operation.parameters.iter();
            let is_it =
                |it: &&Parameter<'_>| (it.name(), it.location()) == (Some(*name), Some("path"));
            let field = parameters.find(is_it).and_then(Field::of_parameter);
            field.is_none_or(|field| {
                let value = field.value(spec, &Raw::Text(text), &[]);
                value.is_ok_and(|value| {
                    value
                        .is_some_and(|it| field.schema.is_none_or(|schema| spec.takes(schema, &it)))
                })
            })
        })
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

impl<'a> Sent<'a> {
    pub(crate) fn new(
        path: &'a [(&'static str, &'a str)],
        query: &str,
        headers: &'a HeaderMap,
    ) -> Self {
        let cookies = headers.get_all(COOKIE).iter();
        let cookies = cookies.filter_map(|it| it.to_str().ok());
        Self {
            path,
            query: pairs(query, '&'),
            cookies: cookies.flat_map(|it| pairs(it, ';')).collect(),
            headers,
        }
    }

    fn value(
        &self,
        spec: &Spec,
        field: &Field,
        name: &str,
        place: &str,
        names: &[&str],
    ) -> Result<Option<Value>, String> {
        let text = match place {
            "query" => return field.value(spec, &Raw::Pairs(&self.query), names),
            "cookie" => return field.value(spec, &Raw::Pairs(&self.cookies), names),
            "header" => {
                let values = self.headers.get_all(name).iter();
                let texts = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
                // Nothing in a header is percent-encoded.
                let texts: Vec<_> = texts.map(|text| text.replace('%', "%25")).collect();
                (!texts.is_empty()).then(|| texts.join(","))
            }
            _ => {
                let mut path = self.path.iter();
                let found = path.find(|(known, _)| *known == name);
                found.map(|(_, text)| (*text).to_owned())
            }
        };
        match text {
            Some(text) => field.value(spec, &Raw::Text(&text), names),
            None => Ok(None),
        }
    }

    /// The values that the query has under this name.
    pub(crate) fn query_values(&self, name: &str) -> Vec<String> {
        values(&self.query, name)
    }

    /// The values of the cookies of this name.
    pub(crate) fn cookies(&self, name: &str) -> Vec<String> {
        values(&self.cookies, name)
    }
}

fn values(pairs: &[Pair], name: &str) -> Vec<String> {
    let pairs = pairs.iter().filter(|(known, _)| known == name);
    pairs.filter_map(|(_, text)| decoded(text).ok()).collect()
}
