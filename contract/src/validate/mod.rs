//! JSON values against the schemas of a contract.
//!
//! The checks follow the document itself, so that a problem is told in its words. A value of the
//! contract (an example, a default) is checked as the JSON that it stands for; the pointer of a
//! problem leads back to its token.

mod check;
mod combine;
pub(crate) mod format;
mod number;
mod problem;
#[cfg(test)]
mod tests;
mod value;

use std::collections::HashMap;

use regress::Regex;
use serde_json::Value as Json;

pub(crate) use problem::Direction;
pub use problem::Problem;

use crate::{
    grammar::Kind,
    index::{Index, media::json_schema, operation::Operation},
    text::node::Node,
};

/// Reads a pattern as ECMA-262 does with the flag `u`: by code points, and strictly.
pub(crate) fn pattern(text: &str) -> Result<Regex, regress::Error> {
    Regex::with_flags(text, "u")
}

/// The patterns of a contract, each read once. One that cannot be read allows all: a rule reports it.
#[derive(Debug)]
pub(crate) struct Patterns<'a>(HashMap<&'a str, Regex>);

impl<'a> Patterns<'a> {
    pub(crate) fn new(index: &Index<'a>) -> Self {
        let mut patterns = HashMap::new();
        for site in index.objects(Kind::Schema) {
            if let Some(text) = site.node.get("pattern").and_then(Node::text)
                && !patterns.contains_key(text)
                && let Ok(regex) = pattern(text)
            {
                patterns.insert(text, regex);
            }
        }
        Self(patterns)
    }

    fn get(&self, pattern: &str) -> Option<&Regex> {
        self.0.get(pattern)
    }
}

/// What is wrong with `value` as one of `schema`; at most 100 problems are reported.
pub(crate) fn check<'a>(
    index: &Index<'a>,
    patterns: &Patterns<'a>,
    direction: Direction,
    schema: &'a Node,
    value: &Json,
) -> Vec<Problem> {
    check::Check::run(index, patterns, direction, schema, value)
}

/// Checks the bodies of requests and responses against what a contract says of them.
///
/// Made by [`Contract::validator`](crate::Contract::validator), which goes through the whole
/// contract: make it once and share it.
///
/// A required property that is `readOnly` is not demanded in a request, and one that is `writeOnly`
/// is not demanded in a response. OpenAPI says that they SHOULD NOT be sent there, which forbids
/// nothing: one that is sent is accepted, and checked as any other.
#[derive(Debug)]
pub struct Validator<'c> {
    index: Index<'c>,
    patterns: Patterns<'c>,
}

/// There is nothing to check a body against.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoSchema {
    /// No operation has this `operationId`.
    #[error("the contract has no operation `{0}`")]
    Operation(String),
    /// The operation documents no JSON request body with a schema.
    #[error("operation `{0}` has no schema of a JSON request body")]
    Request(String),
    /// The operation documents no JSON body with a schema for responses of this status.
    #[error("operation `{0}` has no schema of a JSON body for status {1}")]
    Response(String, u16),
}

impl<'c> Validator<'c> {
    pub(crate) fn new(root: &'c Node) -> Self {
        let index = Index::new(root);
        let patterns = Patterns::new(&index);
        Self { index, patterns }
    }

    /// What is wrong with the JSON body of a request to an operation: nothing, if it is as the
    /// contract says. At most 100 problems are reported.
    ///
    /// # Errors
    ///
    /// There is no such operation, or no schema of its JSON request body.
    pub fn request_body(&self, operation: &str, body: &Json) -> Result<Vec<Problem>, NoSchema> {
        let schema = self
            .operation(operation)?
            .node
            .get("requestBody")
            .and_then(|it| self.index.body_schema(it, Kind::RequestBody))
            .ok_or_else(|| NoSchema::Request(operation.to_owned()))?;
        Ok(self.check(Direction::Request, schema, body))
    }

    /// What is wrong with the JSON body of a response of an operation: nothing, if it is as the
    /// contract says. At most 100 problems are reported.
    ///
    /// A status that is not listed is looked for as a range (`4XX`), then as `default`.
    ///
    /// # Errors
    ///
    /// There is no such operation, or no schema of its JSON body for this status.
    pub fn response_body(
        &self,
        operation: &str,
        status: u16,
        body: &Json,
    ) -> Result<Vec<Problem>, NoSchema> {
        let response = self.operation(operation)?.response(&self.index, status);
        let schema = response
            .and_then(|response| json_schema(response.node))
            .ok_or_else(|| NoSchema::Response(operation.to_owned(), status))?;
        Ok(self.check(Direction::Response, schema, body))
    }

    /// What is wrong with `value` as one of `schema`, which stands in this contract, when it is sent
    /// to the server: the value of a parameter, say. At most 100 problems are reported.
    pub fn in_request(&self, schema: &'c Node, value: &Json) -> Vec<Problem> {
        self.check(Direction::Request, schema, value)
    }

    /// The same for a value that comes from the server, such as that of a header or a part of a body.
    pub fn in_response(&self, schema: &'c Node, value: &Json) -> Vec<Problem> {
        self.check(Direction::Response, schema, value)
    }

    fn check(&self, direction: Direction, schema: &'c Node, body: &Json) -> Vec<Problem> {
        check(&self.index, &self.patterns, direction, schema, body)
    }

    fn operation(&self, id: &str) -> Result<&Operation<'c>, NoSchema> {
        let mut operations = self.index.operations.iter();
        operations
            .find(|operation| operation.id().is_some_and(|(_, known)| known == id))
            .ok_or_else(|| NoSchema::Operation(id.to_owned()))
    }
}

/// A text of this format; nothing when it is not one of those for text that values are checked
/// against.
pub fn example_of_format(format: &str) -> Option<&'static str> {
    match format::named(format)? {
        format::Allows::Text(_, like) => Some(like),
        _ => None,
    }
}
