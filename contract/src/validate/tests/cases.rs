//! For each keyword a value that its schema allows, and one that it does not.

use serde_json::{Value as Json, json};

use super::{Direction, Schemas, lines};

/// Checks one schema against values, each with what is wrong: keyword, pointer, message.
#[track_caller]
fn assert_found(schema: &str, values: &[(Json, &[&str])]) {
    let schemas = Schemas::one(schema);
    for (value, expected) in values {
        assert_eq!(
            lines(&schemas, Direction::Either, value),
            *expected,
            "{value}"
        );
    }
}

#[test]
fn types() {
    assert_found(
        "type: integer",
        &[
            (json!(1), &[]),
            (json!(1.5), &["type  is 1.5, but the type is `integer`"]),
            (json!(1.0), &["type  is 1.0, but the type is `integer`"]),
            (json!("1"), &["type  is text, but the type is `integer`"]),
            (
                json!(null),
                &["type  is null, but the schema is not `nullable`"],
            ),
        ],
    );
    assert_found(
        "type: number",
        &[
            (json!(1), &[]),
            (json!(1.5), &[]),
            (
                json!(true),
                &["type  is true or false, but the type is `number`"],
            ),
        ],
    );
    assert_found(
        "type: array",
        &[
            (json!([]), &[]),
            (json!({}), &["type  is an object, but the type is `array`"]),
        ],
    );
    assert_found(
        "type: object",
        &[
            (json!({}), &[]),
            (json!([]), &["type  is a list, but the type is `object`"]),
        ],
    );
    assert_found(
        "type: boolean",
        &[
            (json!(true), &[]),
            (json!("true"), &["type  is text, but the type is `boolean`"]),
        ],
    );
    assert_found(
        "{ type: string, nullable: true, minLength: 1, enum: [a] }",
        &[(json!(null), &[]), (json!("a"), &[])],
    );
    assert_found("{}", &[(json!(null), &[]), (json!([1]), &[])]);
}

#[test]
fn listed_values() {
    assert_found(
        "enum: [red, 1, [2]]",
        &[
            (json!("red"), &[]),
            (json!(1.0), &[]),
            (json!([2]), &[]),
            (
                json!("1"),
                &["enum  is `1`, which is none of `red`, 1, a list"],
            ),
        ],
    );
    assert_found(
        "enum: [red]",
        &[(json!("blue"), &["enum  is `blue`, but can only be `red`"])],
    );
    let many: Vec<String> = (0..30).map(|number| format!("v{number}")).collect();
    let found = lines(
        &Schemas::one(&format!("enum: [{}]", many.join(", "))),
        Direction::Either,
        &json!(0),
    );
    assert!(found[0].ends_with("`v11`, 18 more"), "{found:?}");
}

#[test]
fn numbers() {
    assert_found(
        "{ minimum: 1, maximum: 2.5 }",
        &[
            (json!(1), &[]),
            (json!(2.5), &[]),
            (json!("text"), &[]),
            (json!(0.5), &["minimum  is 0.5, below the minimum of 1"]),
            (json!(3), &["maximum  is 3, above the maximum of 2.5"]),
        ],
    );
    assert_found(
        "{ minimum: 1, exclusiveMinimum: true, maximum: 3, exclusiveMaximum: true }",
        &[
            (json!(2), &[]),
            (json!(1), &["exclusiveMinimum  is 1, but must be above 1"]),
            (
                json!(3.0),
                &["exclusiveMaximum  is 3.0, but must be below 3"],
            ),
        ],
    );
    assert_found(
        "multipleOf: 0.01",
        &[
            (json!(4.35), &[]),
            (json!(4.351), &["multipleOf  is 4.351, no multiple of 0.01"]),
        ],
    );
    assert_found(
        "format: int32",
        &[
            (json!(2_147_483_647), &[]),
            (json!("text"), &[]),
            (
                json!(2_147_483_648_u64),
                &[
                    "format  is 2147483648, but the format `int32` holds whole numbers from -2147483648 to 2147483647",
                ],
            ),
        ],
    );
    assert_found(
        "format: float",
        &[
            (json!(1e38), &[]),
            (
                json!(1e39),
                &["format  is 1e+39, which the format `float` cannot hold"],
            ),
        ],
    );
}

#[test]
fn texts() {
    assert_found(
        "{ minLength: 2, maxLength: 3 }",
        &[
            (json!("é😀"), &[]),
            (
                json!("😀"),
                &["minLength  has 1 character, but `minLength` is 2"],
            ),
            (
                json!("😀😀😀😀"),
                &["maxLength  has 4 characters, but `maxLength` is 3"],
            ),
        ],
    );
    assert_found(
        r"pattern: '^\p{L}+$'",
        &[
            (json!("é"), &[]),
            (
                json!("p{L}"),
                &[r"pattern  is `p{L}`, which does not match the pattern `^\p{L}+$`"],
            ),
        ],
    );
    assert_found("pattern: '^.$'", &[(json!("😀"), &[])]);
    assert_found(
        "format: date-time",
        &[(
            json!("soon"),
            &["format  is `soon`, which is not a `date-time`"],
        )],
    );
    assert_found(
        "format: email",
        &[(json!("me"), &["format  is `me`, which is not an `email`"])],
    );
    assert_found("format: never-heard-of", &[(json!("me"), &[])]);
}

#[test]
fn lists() {
    assert_found(
        "{ minItems: 1, maxItems: 2, uniqueItems: true, items: { type: integer } }",
        &[
            (json!([1, 2]), &[]),
            (json!([]), &["minItems  has 0 items, but `minItems` is 1"]),
            (
                json!([1, 2, 3]),
                &["maxItems  has 3 items, but `maxItems` is 2"],
            ),
            (
                json!([1, 1]),
                &["uniqueItems /1 is in the list twice, but `uniqueItems` is set"],
            ),
            (
                json!([1, "a"]),
                &["type /1 is text, but the type is `integer`"],
            ),
        ],
    );
}

#[test]
fn objects() {
    assert_found(
        "{ required: [a], properties: { a: { type: integer }, b/~: { type: string } }, minProperties: 1, maxProperties: 2 }",
        &[
            (json!({ "a": 1, "c": 2 }), &[]),
            (
                json!({ "b/~": "" }),
                &["required  lacks `a`, which is required"],
            ),
            (
                json!({ "a": 1, "b/~": 1 }),
                &["type /b~1~0 is a number, but the type is `string`"],
            ),
            (
                json!({ "a": 1, "c": 1, "d": 1 }),
                &["maxProperties  has 3 properties, but `maxProperties` is 2"],
            ),
        ],
    );
    assert_found(
        "{ properties: { a: {} }, additionalProperties: false }",
        &[
            (json!({ "a": 1 }), &[]),
            (
                json!({ "b": 1 }),
                &["additionalProperties /b is not a property of its schema"],
            ),
        ],
    );
    assert_found(
        "additionalProperties: { type: string }",
        &[(
            json!({ "b": 1 }),
            &["type /b is a number, but the type is `string`"],
        )],
    );
}

#[test]
fn suggestions_are_about_the_value() {
    for (schema, value, expected) in [
        ("type: string", json!(5), Some("put it in quotes")),
        ("type: integer", json!("5"), Some("remove the quotes")),
        ("type: integer", json!("five"), None),
        (
            "enum: [red, green]",
            json!("gren"),
            Some("did you mean `green`?"),
        ),
        (
            "{ properties: { name: {} }, additionalProperties: false }",
            json!({ "nmae": 1 }),
            Some("did you mean `name`?"),
        ),
        (
            "format: date",
            json!("31.1.2026"),
            Some("a `date` looks like `2026-01-31`"),
        ),
    ] {
        let found = Schemas::one(schema).check(Direction::Either, "Thing", &value);
        assert_eq!(found[0].suggestion.as_deref(), expected, "{schema}");
    }
}

#[test]
fn a_direction_excuses_what_does_not_travel_in_it() {
    let schemas = Schemas::new(
        "\
Id: { type: string, readOnly: true }
Base:
  properties:
    id: { $ref: '#/components/schemas/Id' }
    pin: { allOf: [{ type: string }], writeOnly: true }
Thing:
  allOf: [{ $ref: '#/components/schemas/Base' }, { required: [id, pin] }]
  required: [name]
",
    );
    let missing = |direction| {
        let mut found = lines(&schemas, direction, &json!({}));
        found.sort();
        found.join("; ")
    };
    let lacks = |name| format!("required  lacks `{name}`, which is required");
    assert_eq!(
        missing(Direction::Request),
        [lacks("name"), lacks("pin")].join("; ")
    );
    assert_eq!(
        missing(Direction::Response),
        [lacks("id"), lacks("name")].join("; ")
    );
    assert_eq!(missing(Direction::Either), lacks("name"));
    // What is sent all the same is checked.
    let found = lines(
        &schemas,
        Direction::Request,
        &json!({ "id": 1, "pin": "", "name": "" }),
    );
    assert_eq!(found, ["type /id is a number, but the type is `string`"]);
}

#[test]
fn combinations() {
    assert_found(
        "allOf: [{ required: [a] }, { properties: { a: { type: integer } } }]",
        &[
            (json!({ "a": 1 }), &[]),
            (json!({}), &["required  lacks `a`, which is required"]),
            (
                json!({ "a": "" }),
                &["type /a is text, but the type is `integer`"],
            ),
        ],
    );
    assert_found(
        "not: { type: string }",
        &[
            (json!(1), &[]),
            (json!(""), &["not  fits the schema that `not` excludes"]),
        ],
    );
    assert_found(
        "oneOf: [{ minimum: 5 }, { maximum: 5 }, { type: string, maxLength: 2 }]",
        &[
            (json!(4), &[]),
            (
                json!(5),
                &["oneOf  fits schema 1 and schema 2, but `oneOf` allows only one"],
            ),
        ],
    );
    assert_found(
        "anyOf: [{ minimum: 5 }, { maximum: 5 }]",
        &[(json!(5), &[])],
    );
    assert_found(
        "oneOf: [{ type: string }, { type: boolean }]",
        &[(
            json!(1.5),
            &["oneOf  is a number, which no schema of `oneOf` allows"],
        )],
    );
    // Only one member takes an object at all.
    assert_found(
        "oneOf: [{ type: string }, { type: object, required: [width] }]",
        &[(json!({}), &["required  lacks `width`, which is required"])],
    );
    // A listed value says which is meant, however much else is wrong.
    assert_found(
        "\
anyOf:
- { type: object, required: [a, b], properties: { kind: { enum: [card] } } }
- { type: object, properties: { kind: { enum: [cash] } } }",
        &[(
            json!({ "kind": "card" }),
            &[
                "required  lacks `a`, which is required (read as schema 1, the best fit of `anyOf`)",
                "required  lacks `b`, which is required (read as schema 1, the best fit of `anyOf`)",
            ],
        )],
    );
}

#[test]
fn a_discriminator_decides_alone() {
    let schemas = Schemas::new(
        "\
Cat: { type: object, required: [lives] }
Dog: { type: object, required: [tricks] }
Thing:
  oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
  discriminator:
    propertyName: kind
    mapping: { cat: '#/components/schemas/Cat', hound: Dog }
",
    );
    for (value, expected) in [
        (json!({ "kind": "cat", "lives": 9 }), vec![]),
        // Without the discriminator it would fit both.
        (json!({ "kind": "hound", "lives": 9, "tricks": 2 }), vec![]),
        (json!({ "kind": "Dog", "tricks": 2 }), vec![]),
        (
            json!({ "kind": "cat", "tricks": 2 }),
            vec!["required  lacks `lives`, which is required"],
        ),
        (
            json!({ "kind": "cow" }),
            vec!["discriminator /kind is `cow`, which names no schema of `oneOf`"],
        ),
        (json!({ "lives": 9 }), vec![]),
        (
            json!(1),
            vec!["oneOf  is a number, which no schema of `oneOf` allows"],
        ),
    ] {
        assert_eq!(
            lines(&schemas, Direction::Either, &value),
            expected,
            "{value}"
        );
    }
}
