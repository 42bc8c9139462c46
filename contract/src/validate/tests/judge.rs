//! A second opinion: the crate `jsonschema` (draft 4, on which OpenAPI 3.0 is based) and our validator
//! agree on made-up schemas and values.

use std::collections::BTreeMap;

use jsonschema::Draft;
use serde_json::{Map, Value as Json, json};

use super::{
    Direction, Schemas,
    generate::{self, Random},
};

/// The keywords that a problem can be about.
const KEYWORDS: &[&str] = &[
    "additionalProperties",
    "anyOf",
    "discriminator",
    "enum",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "oneOf",
    "pattern",
    "required",
    "type",
    "uniqueItems",
];

#[test]
fn the_judge_agrees_on_every_value() {
    let mut random = Random(20_260_131);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let (mut valid, mut invalid, mut excused) = (0, 0, 0);
    for _ in 0..800 {
        let schemas = generate::schemas(&mut random);
        let components = schemas.as_object().unwrap().iter();
        let components: Vec<String> = components
            .map(|(name, it)| format!("{name}: {it}"))
            .collect();
        let ours = Schemas::new(&components.join("\n"));
        let direction = *random.pick(&[Direction::Request, Direction::Response, Direction::Either]);
        let theirs = judge(&schemas, direction);
        for _ in 0..12 {
            let value = generate::value(&mut random, &schemas, &schemas["Thing"], 6);
            let problems = ours.check(direction, "Thing", &value);
            if problems.is_empty() != theirs.is_valid(&value) {
                let errors = theirs.iter_errors(&value).map(|error| error.to_string());
                let errors: Vec<String> = errors.collect();
                assert!(
                    is_beyond_floats(&value, &schemas),
                    "{direction:?} {value}\n{schemas}\nours: {problems:#?}\ntheirs: {errors:?}"
                );
                excused += 1;
            }
            *(if problems.is_empty() {
                &mut valid
            } else {
                &mut invalid
            }) += 1;
            for problem in problems {
                // Every pointer leads to a part of the value.
                assert!(
                    value.pointer(&problem.pointer).is_some(),
                    "{problem:?} {value}"
                );
                *counts.entry(problem.keyword).or_default() += 1;
            }
        }
    }
    eprintln!("{valid} valid, {invalid} invalid, {excused} excused, {counts:?}");
    assert!(excused <= 10, "{excused}");
    assert!(
        valid > 3_000 && invalid > 3_000,
        "{valid} valid, {invalid} invalid"
    );
    for keyword in KEYWORDS {
        let count = counts.get(*keyword).copied().unwrap_or_default();
        assert!(count >= 10, "`{keyword}` is broken {count} times");
    }
}

/// Whether the judge may be wrong: next to a step with a fraction it takes an integer for a float,
/// which beyond 2^53 is another number. We compare digits.
fn is_beyond_floats(value: &Json, schemas: &Json) -> bool {
    let has_step =
        |text: &str| text.contains(r#""multipleOf":1.5"#) || text.contains(r#""multipleOf":0."#);
    has_step(&schemas.to_string())
        && match value {
            Json::Number(number) => number
                .as_f64()
                .is_some_and(|it| it.abs() >= 9_007_199_254_740_992.0),
            Json::Array(items) => items.iter().any(|item| is_beyond_floats(item, schemas)),
            Json::Object(members) => members
                .values()
                .any(|member| is_beyond_floats(member, schemas)),
            _ => false,
        }
}

#[test]
fn the_judge_agrees_on_every_format_and_pattern() {
    let formats = generate::TEXT_FORMATS
        .iter()
        .map(|format| json!({ "format": format }));
    let patterns = generate::PATTERNS
        .iter()
        .map(|pattern| json!({ "pattern": pattern }));
    for schema in formats.chain(patterns) {
        let ours = Schemas::one(&schema.to_string());
        let theirs = judge(&json!({ "Thing": schema }), Direction::Either);
        for text in generate::TEXTS {
            let value = json!(text);
            let is_valid = ours.check(Direction::Either, "Thing", &value).is_empty();
            assert_eq!(is_valid, theirs.is_valid(&value), "{schema} {text}");
        }
    }
}

/// The judge of `Thing`.
fn judge(schemas: &Json, direction: Direction) -> jsonschema::Validator {
    let translated: Map<String, Json> = schemas
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, schema)| (name.clone(), translated(schema, direction)))
        .collect();
    let document = json!({
        "allOf": [{ "$ref": "#/components/schemas/Thing" }],
        "components": { "schemas": translated },
    });
    // Drafts that do not know these formats are given those of a later one.
    let later = |format: &str| {
        let schema = json!({ "format": format });
        let options = jsonschema::options().with_draft(Draft::Draft202012);
        options
            .should_validate_formats(true)
            .build(&schema)
            .unwrap()
    };
    let uuid = later("uuid");
    jsonschema::options()
        .with_draft(Draft::Draft4)
        .should_validate_formats(true)
        .with_format("uuid", move |text: &str| uuid.is_valid(&json!(text)))
        .build(&document)
        .unwrap()
}

/// A schema of OpenAPI 3.0 in the words of draft 4.
fn translated(schema: &Json, direction: Direction) -> Json {
    let Json::Object(members) = schema else {
        return schema.clone();
    };
    let inner = |schema: &Json| translated(schema, direction);
    let mut all = Vec::new();
    let mut plain = Map::new();
    for (key, value) in members {
        let value = match key.as_str() {
            "nullable" | "discriminator" | "readOnly" | "writeOnly" | "deprecated" => continue,
            "oneOf" | "anyOf" if members.contains_key("discriminator") => {
                all.push(chosen(key, value, &members["discriminator"]));
                continue;
            }
            "format" => {
                all.push(format(value.as_str().unwrap()));
                continue;
            }
            "required" => {
                let names = value.as_array().unwrap().iter();
                let left_out: &[&str] = match direction {
                    Direction::Request => &["ro"],
                    Direction::Response => &["wo"],
                    Direction::Either => &["ro", "wo"],
                };
                let names = names.filter(|name| !left_out.contains(&name.as_str().unwrap()));
                let names: Vec<&Json> = names.collect();
                // Draft 4 has no empty list here.
                if names.is_empty() {
                    continue;
                }
                json!(names)
            }
            "properties" => value
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, schema)| (name.clone(), inner(schema)))
                .collect(),
            "items" | "additionalProperties" | "not" => inner(value),
            "allOf" | "oneOf" | "anyOf" => value.as_array().unwrap().iter().map(inner).collect(),
            _ => value.clone(),
        };
        plain.insert(key.clone(), value);
    }
    if plain.contains_key("$ref") {
        return Json::Object(plain);
    }
    all.push(Json::Object(plain));
    match members.get("nullable") {
        Some(Json::Bool(true)) => json!({ "anyOf": [{ "enum": [null] }, { "allOf": all }] }),
        _ => json!({ "allOf": all }),
    }
}

/// A choice by the text of the property `a`: of components alone, so that no member changes.
fn chosen(key: &str, members: &Json, discriminator: &Json) -> Json {
    let has_tag =
        |tags: &Json| json!({ "type": "object", "required": ["a"], "properties": { "a": tags } });
    let mut alternatives = Vec::new();
    for member in members.as_array().unwrap() {
        let name = member["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
        let mapping = discriminator["mapping"].as_object().unwrap();
        let mapped = mapping
            .iter()
            .filter(|(_, target)| target.as_str().unwrap().ends_with(name));
        let mut tags: Vec<&str> = mapped.map(|(tag, _)| tag.as_str()).collect();
        tags.push(name);
        alternatives.push(json!({ "allOf": [has_tag(&json!({ "enum": tags })), member] }));
    }
    let untagged = json!({ "not": has_tag(&json!({ "type": "string" })) });
    alternatives.push(json!({ "allOf": [untagged, { key: members }] }));
    json!({ "anyOf": alternatives })
}

/// A format in the words of draft 4.
fn format(name: &str) -> Json {
    let integers = |least: i64, greatest: u64| {
        let range = json!({ "minimum": least, "maximum": greatest, "type": "integer" });
        json!({ "anyOf": [{ "not": { "type": "number" } }, range] })
    };
    match name {
        "int8" => integers(i8::MIN.into(), 127),
        "int32" => integers(i32::MIN.into(), 0x7fff_ffff),
        "int64" => integers(i64::MIN, 0x7fff_ffff_ffff_ffff),
        "uint32" => integers(0, 0xffff_ffff),
        "uint64" => integers(0, u64::MAX),
        "float" => json!({ "minimum": f32::MIN, "maximum": f32::MAX }),
        "double" => json!({}),
        "byte" => {
            json!({ "pattern": "^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}==|[A-Za-z0-9+/_-]{3}=)?$" })
        }
        text => json!({ "format": text }),
    }
}
