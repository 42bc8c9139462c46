//! The parameters of a request: read as the contract says, and checked with its validator.

use std::borrow::Cow;
use std::collections::BTreeMap;

use contract::Parameter;
use hyper::HeaderMap;
use hyper::header::COOKIE;
use serde_json::Value;

use crate::error::Failure;
use crate::spec::{Operation, Pair, Spec};
use crate::styles::{Field, decoded, pairs};

/// The values of an operation's parameters, by location and name; defaults included.
pub(crate) struct Parameters(BTreeMap<(&'static str, &'static str), Value>);

/// What a request has in each place that parameters can be in.
pub(crate) struct Sent<'a> {
    path: &'a [Pair],
    pub(crate) query: Vec<Pair>,
    pub(crate) cookies: Vec<Pair>,
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
        let names = operation.parameters.iter().filter_map(Parameter::name);
        let names: Vec<_> = names.collect();
        for parameter in &operation.parameters {
            let (Some(field), Some(place)) = (Field::of(parameter), parameter.location()) else {
                continue;
            };
            let (name, schema) = (field.name, field.schema);
            let refused = |message: String| {
                Failure::new(operation.refusal(), format!("`{name}` {message}.")).param(name)
            };
            let value = field.value(spec, &sent.pairs(place, name), &names);
            let is_empty = |value: &Value| value == "" && parameter.node.is_on("allowEmptyValue");
            let value = match value.map_err(refused)? {
                None if parameter.node.is_on("required") => {
                    return Err(refused("is missing".to_owned()).missing());
                }
                None => schema.and_then(|schema| spec.default_of(schema)),
                Some(value) => match spec.problem(schema, &value) {
                    Some(problem) if !is_empty(&value) => return Err(refused(problem.message)),
                    _ => Some(value),
                },
            };
            values.extend(value.map(|value| ((place, name), value)));
        }
        Ok(Self(values))
    }

    /// The value of a parameter in the path or the query.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let mut values = self.0.iter();
        let is_it = |place: &str, known: &str| known == name && matches!(place, "path" | "query");
        let found = values.find(|((place, known), _)| is_it(place, known));
        found.map(|(_, value)| value)
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
    pub(crate) fn new(path: &'a [Pair], query: &str, headers: &'a HeaderMap) -> Self {
        let cookies = headers.get_all(COOKIE).iter();
        let cookies = cookies.filter_map(|it| it.to_str().ok());
        Self {
            path,
            query: pairs(query, '&'),
            cookies: cookies.flat_map(|it| pairs(it, ';')).collect(),
            headers,
        }
    }

    /// What is there for a parameter of this name, among what there is for others.
    fn pairs(&self, place: &str, name: &str) -> Cow<'_, [Pair]> {
        match place {
            "query" => Cow::Borrowed(&self.query),
            "cookie" => Cow::Borrowed(&self.cookies),
            "path" => Cow::Borrowed(self.path),
            _ => {
                let values = self.headers.get_all(name).iter();
                let texts = values.map(|value| String::from_utf8_lossy(value.as_bytes()));
                // Nothing in a header is percent-encoded.
                let texts: Vec<_> = texts.map(|text| text.replace('%', "%25")).collect();
                let pair = (name.to_owned(), texts.join(","));
                Cow::Owned(if texts.is_empty() {
                    Vec::new()
                } else {
                    vec![pair]
                })
            }
        }
    }
}

/// The values that a request has under a name.
pub(crate) fn values(pairs: &[Pair], name: &str) -> Vec<String> {
    let pairs = pairs.iter().filter(|(known, _)| known == name);
    pairs.filter_map(|(_, text)| decoded(text).ok()).collect()
}
