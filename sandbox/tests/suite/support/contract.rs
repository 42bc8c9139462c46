//! Responses against the contract: its validator says what is wrong with them.

use contract::{Contract, Conventions, Index, Node, Operation, Resolved};
use sandbox::Sandbox;
use serde_json::{Value, json};

use super::raw::{self, Raw};

/// The contract of this workspace.
pub(crate) const BUILT_IN: &str = include_str!("../../../../openapi.yaml");

/// Looks responses up in a contract.
pub(crate) struct Checker<'c> {
    pub(crate) index: Index<'c>,
}

/// Reads a contract.
pub(crate) fn read(text: &str) -> Contract {
    let reading = contract::read("contract", text, Conventions::Off);
    reading.contract.expect("a contract")
}

impl<'c> Checker<'c> {
    pub(crate) fn new(contract: &'c Contract) -> Self {
        Self {
            index: contract.index(),
        }
    }

    pub(crate) fn operation(&self, id: &str) -> Operation<'c> {
        let mut operations = self.index.operations.iter();
        *operations.find(|it| it.id().unwrap().1 == id).unwrap()
    }

    /// What is wrong with a response of an operation: nothing, if it is as documented.
    pub(crate) fn problems(&self, operation: &Operation<'c>, response: &Raw) -> Vec<String> {
        let status = response.status;
        let key = operation.response_key(status);
        let mut documented = operation.documented(&self.index);
        let Some((_, Resolved { node, .. })) = documented.find(|(it, _)| Some(*it) == key) else {
            return vec![format!("{status} is not documented")];
        };
        let mut problems = self.header_problems(node, response);
        let content_type = response.header("content-type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap();
        let content = node.get("content");
        match content {
            None if response.body.is_empty() => {}
            None => problems.push("there is a body".to_owned()),
            Some(content) => match content
                .entries()
                .find(|it| covers(it.key.name(), media_type))
            {
                None => problems.push(format!("content type {content_type:?}")),
                Some(entry) if contract::is_json(media_type) => {
                    let schema = entry.value.get("schema").unwrap();
                    let found = self.index.in_response(schema, &response.json());
                    problems.extend(found.iter().map(ToString::to_string));
                }
                Some(_) => {}
            },
        }
        problems
    }

    fn header_problems(&self, node: &'c Node, response: &Raw) -> Vec<String> {
        let mut problems = Vec::new();
        for entry in node.get("headers").into_iter().flat_map(Node::entries) {
            let name = entry.key.name();
            let schema = self
                .index
                .header(&entry.value)
                .unwrap()
                .node
                .get("schema")
                .unwrap();
            let Some(text) = response.header(name) else {
                problems.push(format!("no header {name}"));
                continue;
            };
            let number = text.parse::<i64>().map(Value::from);
            let flag = text.parse::<bool>().map(Value::from);
            let candidates = [Some(json!(text)), number.ok(), flag.ok()];
            let is_valid = |value: &Value| self.index.in_response(schema, value).is_empty();
            if !candidates.iter().flatten().any(is_valid) {
                problems.push(format!("header {name}: {text:?}"));
            }
        }
        problems
    }

    /// Statuses, one for each key that an operation documents.
    pub(crate) fn statuses(&self, operation: &Operation<'c>) -> Vec<u16> {
        let keys = operation.documented(&self.index).map(|(key, _)| key);
        let statuses = keys.map(|key| match key {
            "default" => 507,
            range if range.ends_with("XX") => range.replace("XX", "17").parse().unwrap(),
            status => status.parse().unwrap(),
        });
        statuses.collect()
    }
}

/// Whether a media type of the contract, which may be a range, covers another.
fn covers(known: &str, sent: &str) -> bool {
    match known.strip_suffix('*') {
        Some(start) => start == "*/" || sent.starts_with(start),
        None => known == sent,
    }
}

/// A request as the contract's examples have it.
pub(crate) struct Example {
    pub(crate) method: String,
    pub(crate) path: String,
    body: Option<(String, String)>,
}

impl Example {
    /// The request of an operation whose API is served below `base`.
    pub(crate) fn new(checker: &Checker<'_>, operation: &Operation<'_>, base: &str) -> Self {
        let mut path = format!("{base}{}", operation.path);
        for parameter in operation.parameters(&checker.index) {
            if parameter.location() == Some("path") {
                let schema = parameter.node.get("schema");
                let listed = schema.and_then(|it| it.get("enum")?.items().next());
                let example = parameter.node.get("example").or(listed).map(Node::to_json);
                let value = example.map_or("1".to_owned(), |value| match value {
                    Value::String(text) => text,
                    other => other.to_string(),
                });
                path = path.replace(&format!("{{{}}}", parameter.name().unwrap()), &value);
            }
        }
        let body = operation.body(&checker.index).map(|Resolved { node, .. }| {
            let content = node.get("content").unwrap().entries().next().unwrap();
            let named = content
                .value
                .get("examples")
                .and_then(|named| named.entries().next());
            let named = named.and_then(|named| named.value.get("value"));
            let example = content.value.get("example").or(named);
            let body = match example.map_or_else(|| json!("1"), Node::to_json) {
                Value::String(text) => text,
                body => body.to_string(),
            };
            (content.key.name().to_owned(), body)
        });
        Self {
            method: operation.method.name().to_uppercase(),
            path,
            body,
        }
    }

    /// Sends it with these headers beside that of the content type.
    pub(crate) async fn send(&self, sandbox: &Sandbox, headers: &[(&str, &str)]) -> Raw {
        let mut headers = headers.to_vec();
        let body = self.body.as_ref().map(|(media_type, body)| {
            headers.push(("content-type", media_type));
            body.as_str()
        });
        let (method, path) = (&self.method, &self.path);
        raw::send(
            sandbox.address(),
            method,
            path,
            &headers,
            body.unwrap_or_default(),
        )
        .await
    }
}
