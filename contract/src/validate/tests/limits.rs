//! Values and schemas that never end, or nearly so.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::{Direction, Schemas, lines};
use crate::validate::check::MAX_PROBLEMS;

/// Lists in lists, or objects in objects.
fn nested(depth: usize, wrap: impl Fn(Json) -> Json) -> Json {
    (0..depth).fold(json!(1), |value, _| wrap(value))
}

#[test]
fn a_schema_that_holds_itself_is_followed_to_the_end_of_the_value() {
    let schemas = Schemas::one("{ type: array, items: { $ref: '#/components/schemas/Thing' } }");
    let found = lines(
        &schemas,
        Direction::Either,
        &nested(127, |value| json!([value])),
    );
    let pointer = "/0".repeat(127);
    assert_eq!(
        found,
        [format!(
            "type {pointer} is a number, but the type is `array`"
        )]
    );
}

#[test]
fn a_value_that_nests_too_deep_is_refused() {
    let schemas = Schemas::one("{ type: array, items: { $ref: '#/components/schemas/Thing' } }");
    let found = lines(
        &schemas,
        Direction::Either,
        &nested(1_000, |value| json!([value])),
    );
    assert_eq!(
        found,
        ["  cannot be checked: it or its schema nests deeper than 128 levels"]
    );
}

#[test]
fn schemas_that_refer_to_each_other_in_a_circle_allow_all() {
    let schemas = Schemas::new(
        "\
A: { $ref: '#/components/schemas/B' }
B: { $ref: '#/components/schemas/A' }
Thing:
  allOf: [{ $ref: '#/components/schemas/Thing' }, { $ref: '#/components/schemas/A' }]
  anyOf: [{ $ref: '#/components/schemas/Thing' }]
  type: object
",
    );
    assert!(lines(&schemas, Direction::Either, &json!({ "a": [1] })).is_empty());
    assert_eq!(lines(&schemas, Direction::Either, &json!(1)).len(), 1);
}

#[test]
fn a_long_chain_of_schemas_does_not_exhaust_the_stack() {
    let link = |number: usize| {
        let next = number + 1;
        format!("S{number}: {{ allOf: [{{ $ref: '#/components/schemas/S{next}' }}] }}\n")
    };
    let mut text: String = (0..3_000).map(link).collect();
    text += "S3000: { type: object }\nThing: { $ref: '#/components/schemas/S0' }\n";
    let found = lines(&Schemas::new(&text), Direction::Either, &json!({}));
    assert_eq!(
        found,
        ["  cannot be checked: it or its schema nests deeper than 128 levels"]
    );
}

#[test]
fn choices_in_choices_are_tried_once_each() {
    let schemas = Schemas::new(
        "\
Left: { type: object, properties: { child: { $ref: '#/components/schemas/Thing' } } }
Right: { type: object, properties: { child: { $ref: '#/components/schemas/Thing' } } }
Thing:
  anyOf: [{ $ref: '#/components/schemas/Left' }, { $ref: '#/components/schemas/Right' }]
Both:
  allOf: [{ $ref: '#/components/schemas/L' }, { $ref: '#/components/schemas/R' }]
L: { properties: { child: { $ref: '#/components/schemas/Both' } } }
R: { properties: { child: { $ref: '#/components/schemas/Both' } } }
",
    );
    let value = nested(100, |value| json!({ "child": value }));
    let start = Instant::now();
    assert_eq!(lines(&schemas, Direction::Either, &value).len(), 1);
    assert!(schemas.check(Direction::Either, "Both", &value).is_empty());
    // Two to the power of a hundred steps would take longer than that.
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn the_problems_of_a_value_are_bounded() {
    let schemas = Schemas::one("{ type: array, uniqueItems: true, items: { type: string } }");
    let found = lines(&schemas, Direction::Either, &json!(vec![1; 100_000]));
    assert_eq!(found.len(), MAX_PROBLEMS);
    let long = "x".repeat(100_000);
    let schemas = Schemas::one("{ enum: [a], pattern: '^$', additionalProperties: false }");
    for value in [json!(long), json!({ long: 1 })] {
        for problem in schemas.check(Direction::Either, "Thing", &value) {
            assert!(problem.to_string().len() < 300, "{problem}");
        }
    }
}

#[test]
fn what_other_rules_refuse_allows_all() {
    for schema in [
        "{ $ref: '#/components/schemas/Nobody' }",
        "{ type: strng }",
        "{ pattern: '(' , minLength: many, enum: 5, required: 5, properties: [], allOf: {} }",
        "{ items: 5, uniqueItems: 1, multipleOf: 0, minimum: least, discriminator: 5, oneOf: [] }",
    ] {
        for value in [json!("x"), json!([1, 1]), json!({ "a": 1 }), json!(5)] {
            let found = lines(&Schemas::one(schema), Direction::Either, &value);
            assert!(found.is_empty(), "{schema} {value} {found:?}");
        }
    }
}
