//! Each rewrite by its name: a schema before and after.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};

use super::*;

/// `schema` after the rewrite `name` alone.
fn rewritten(name: &str, schema: Value, place: Place) -> Value {
    let rewrite = REWRITES
        .iter()
        .find(|rewrite| rewrite.name == name)
        .unwrap();
    let mut schema: Schema = serde_json::from_value(schema).unwrap();
    (rewrite.apply)(&mut schema, place);
    serde_json::to_value(schema).unwrap()
}

#[test]
fn each_rewrite_changes_what_it_says_and_nothing_else() {
    let object = |property: Value, required: Value| json!({"type": "object", "required": required, "properties": {"a": property}});
    let table = [
        (
            "open objects keep unknown keys",
            json!({"type": "object", "properties": {"a": {"type": "string"}},
                   "additionalProperties": true}),
            json!({"type": "object", "properties": {"a": {"type": "string"}},
                   "additionalProperties": {}}),
        ),
        (
            "open objects keep unknown keys",
            json!({"type": "object", "additionalProperties": true}),
            json!({"type": "object", "additionalProperties": true}),
        ),
        (
            "optional lists and maps are options",
            object(
                json!({"type": "array", "items": {"type": "string"}}),
                json!([]),
            ),
            json!({"type": "object", "properties": {"a":
                {"type": "array", "items": {"type": "string"}, "nullable": true}}}),
        ),
        (
            "optional lists and maps are options",
            object(
                json!({"type": "array", "items": {"type": "string"}}),
                json!(["a"]),
            ),
            object(
                json!({"type": "array", "items": {"type": "string"}}),
                json!(["a"]),
            ),
        ),
        (
            "optional lists and maps are options",
            object(
                json!({"type": "object", "additionalProperties": true}),
                json!([]),
            ),
            json!({"type": "object", "properties": {"a":
                {"type": "object", "additionalProperties": true, "nullable": true}}}),
        ),
        (
            "integers have no bounds",
            json!({"type": "integer", "minimum": 1, "maximum": 9, "exclusiveMaximum": true}),
            json!({"type": "integer"}),
        ),
        (
            "answers are not validated",
            json!({"type": "string", "pattern": "^a", "minLength": 1, "maxLength": 2}),
            json!({"type": "string"}),
        ),
        (
            "the server applies defaults",
            json!({"type": "integer", "default": 25}),
            json!({"type": "integer"}),
        ),
        (
            "titles do not name types",
            json!({"type": "boolean", "title": "Thing"}),
            json!({"type": "boolean"}),
        ),
        (
            "only dates have a type of their own",
            json!({"type": "string", "format": "uuid"}),
            json!({"type": "string"}),
        ),
        (
            "only dates have a type of their own",
            json!({"type": "string", "format": "date-time"}),
            json!({"type": "string", "format": "date-time"}),
        ),
    ];
    for rewrite in REWRITES {
        assert!(
            table.iter().any(|row| row.0 == rewrite.name),
            "{} has no test",
            rewrite.name
        );
    }
    for (name, before, after) in table {
        let actual = rewritten(name, before.clone(), Place::Content);
        assert_eq!(
            without_empty(actual),
            without_empty(after),
            "{name}: {before}"
        );
    }
}

/// Without the empty list that openapiv3 writes for no required properties.
fn without_empty(mut schema: Value) -> Value {
    if schema.get("required") == Some(&json!([])) {
        schema.as_object_mut().unwrap().remove("required");
    }
    schema
}

#[test]
fn parameters_keep_their_constraints() {
    let schema = json!({"type": "string", "pattern": "^a", "minLength": 1});
    assert_eq!(
        rewritten(
            "answers are not validated",
            schema.clone(),
            Place::Parameter
        ),
        schema
    );
}

#[test]
fn every_schema_of_a_document_is_reached() {
    let title = |name: &str| json!({"type": "string", "title": name});
    let document: OpenAPI = serde_json::from_value(json!({
        "openapi": "3.0.3", "info": {"title": "t", "version": "1"},
        "paths": {"/a": {
            "parameters": [{"name": "p", "in": "query", "schema": title("p")}],
            "post": {
                "parameters": [{"name": "q", "in": "header", "schema": title("q")}],
                "requestBody": {"content": {"application/json": {"schema": title("b")}}},
                "responses": {"200": {"description": "d",
                    "content": {"application/json": {"schema":
                        {"type": "array", "items": {"allOf": [title("c")]}}}}}},
            },
        }},
        "components": {"schemas": {
            "S": {"oneOf": [{"type": "object", "properties": {"x": title("d")},
                             "additionalProperties": title("e")}]},
            "N": {"not": title("f")},
            "A": {"pattern": "x", "items": title("g"), "anyOf": [title("h")]},
        }},
    }))
    .unwrap();
    let lowered = serde_json::to_string(&lower(document)).unwrap();
    assert!(!lowered.contains("\"title\":\"p\""), "{lowered}");
    assert_eq!(
        lowered.matches("\"title\"").count(),
        1,
        "only the document's own: {lowered}"
    );
}
