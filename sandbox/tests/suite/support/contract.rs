//! The contract as JSON Schema: what every answer is validated against.

use std::collections::BTreeSet;

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};

use super::Raw;

/// Whether enums hold nothing but the values that the contract lists.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Enums {
    /// As the contract's head says: its lists are today's, and other values may come.
    Open,
    /// Only what is listed.
    Closed,
}

/// The contract.
pub(crate) struct Contract {
    document: Value,
    enums: Enums,
}

impl Contract {
    pub(crate) fn load(enums: Enums) -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        let document = serde_yaml::from_str(&text).unwrap();
        Self { document, enums }
    }

    /// All operations with the statuses that they declare.
    pub(crate) fn declared(&self) -> BTreeSet<(String, u16)> {
        let operations = self.operations();
        let statuses = operations.flat_map(|operation| {
            let id = operation["operationId"].as_str().unwrap();
            let responses = operation["responses"].as_object().unwrap();
            responses
                .keys()
                .map(move |status| (id.to_owned(), status.parse().unwrap()))
        });
        statuses.collect()
    }

    /// Says what is wrong with an answer of an operation: nothing, if it is as declared.
    pub(crate) fn problems(&self, operation: &str, answer: &Raw) -> Vec<String> {
        let response = self.response(operation, answer.status);
        let mut problems = Vec::new();
        let content = &response["content"]["application/json"];
        let content_type = answer.header("content-type").unwrap_or_default();
        if content_type.split(';').next() != Some("application/json") {
            problems.push(format!("content type {content_type:?}"));
        }
        let validator = self.validator(&content["schema"]);
        problems.extend(errors(&validator, &answer.json()));
        for (name, header) in response["headers"].as_object().into_iter().flatten() {
            let schema = &self.resolve(header)["schema"];
            let Some(text) = answer.header(&name.to_lowercase()) else {
                problems.push(format!("no header {name}"));
                continue;
            };
            let value = match schema["type"].as_str() {
                Some("integer") => text.parse::<i64>().map_or(json!(text), Value::from),
                _ => json!(text),
            };
            problems.extend(errors(&self.validator(schema), &value));
        }
        problems
    }

    /// Says what is wrong with a body under a named schema.
    pub(crate) fn problems_of_schema(&self, name: &str, body: &Value) -> Vec<String> {
        let schema = json!({ "$ref": format!("#/components/schemas/{name}") });
        errors(&self.validator(&schema), body)
    }

    /// All operations.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Value> {
        let paths = self.document["paths"].as_object().unwrap();
        paths.values().map(|path| &path["get"])
    }

    /// The path of an operation, filled with the examples of its parameters.
    pub(crate) fn example_path(&self, operation: &Value) -> String {
        let mut paths = self.document["paths"].as_object().unwrap().iter();
        let (path, _) = paths.find(|(_, path)| path["get"] == *operation).unwrap();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters
            .map(|parameter| self.resolve(parameter))
            .filter(|parameter| parameter["in"] == "path")
            .fold(path.clone(), |path, parameter| {
                let name = format!("{{{}}}", parameter["name"].as_str().unwrap());
                path.replace(&name, parameter["example"].as_str().unwrap())
            })
    }

    fn response(&self, operation: &str, status: u16) -> &Value {
        let operation = self
            .operations()
            .find(|known| known["operationId"] == operation)
            .unwrap();
        let response = operation["responses"].get(status.to_string());
        let response = response.unwrap_or_else(|| panic!("{status} is not declared"));
        self.resolve(response)
    }

    fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value.get("$ref") {
            Some(reference) => {
                let pointer = reference.as_str().unwrap().strip_prefix('#').unwrap();
                self.document.pointer(pointer).unwrap()
            }
            None => value,
        }
    }

    fn validator(&self, schema: &Value) -> Validator {
        let schemas = self.document["components"]["schemas"].as_object().unwrap();
        let schemas: Map<_, _> = schemas
            .iter()
            .map(|(name, schema)| (name.clone(), self.converted(schema, true)))
            .collect();
        // In a member of its own: a reference hides what stands beside it.
        let document = json!({
            "allOf": [self.converted(schema, false)],
            "components": { "schemas": schemas },
        });
        jsonschema::options()
            .with_draft(Draft::Draft7)
            .should_validate_formats(true)
            .build(&document)
            .unwrap()
    }

    /// A schema of the contract as JSON Schema, which differs in how it says `null`.
    fn converted(&self, schema: &Value, named: bool) -> Value {
        match schema {
            Value::Object(members) => {
                let mut converted: Map<_, _> = members
                    .iter()
                    .filter(|(key, _)| !matches!(key.as_str(), "nullable" | "example"))
                    .map(|(key, value)| (key.clone(), self.converted(value, false)))
                    .collect();
                if members.get("nullable") == Some(&Value::Bool(true)) {
                    let kind = converted["type"].take();
                    converted["type"] = json!([kind, "null"]);
                }
                // The contract's open enums are those with a name.
                if named && self.enums == Enums::Open {
                    converted.remove("enum");
                }
                Value::Object(converted)
            }
            Value::Array(items) => items
                .iter()
                .map(|item| self.converted(item, false))
                .collect(),
            other => other.clone(),
        }
    }
}

fn errors(validator: &Validator, value: &Value) -> Vec<String> {
    let errors = validator.iter_errors(value);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}
