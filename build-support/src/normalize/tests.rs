//! Each row of the table in the module's documentation: a schema, and the types that it becomes.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::format_collect,
    reason = "tests, and a table of them"
)]

use super::{Definition, Shape, Type, Types};
use crate::api;

/// The types of an API whose components are `schemas`, in the notation of [`describe`].
fn types_of(schemas: &str) -> String {
    types_with(schemas, "{type: object}", "{type: object}")
}

/// The same for an API that sends `sent` and receives `received`.
fn types_with(schemas: &str, sent: &str, received: &str) -> String {
    let schemas: String = schemas
        .lines()
        .map(|line| format!("    {line}\n"))
        .collect();
    let contract = format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\nx-apis: {{shop: {{server: https://api.example.com}}}}\npaths:\n  /a:\n    \
         post:\n      operationId: shop.send\n      servers: [{{url: https://api.example.com}}]\n      \
         requestBody: {{required: true, content: {{application/json: {{schema: \
         {sent}}}}}}}\n      responses:\n        '200':\n          description: d\n          \
         content: {{application/json: {{schema: {received}}}}}\n\
         components:\n  schemas:\n{schemas}"
    );
    let reading = contract::read("contract.yaml", &contract, contract::Conventions::Off);
    let (contract, _) = reading
        .understood()
        .unwrap_or_else(|error| panic!("{error}"));
    let api = api::apis(&contract, "api").unwrap().remove(0);
    let types = api.types.list.iter();
    types
        .map(|it| describe(&api.types, it))
        .collect::<Vec<_>>()
        .join("; ")
}

/// `A {id: String, note?: i64}`, `A(String)`, `A: x | y`, `A = B | C by type`; `??` can be left out and
/// null, and `!` checks bounds.
fn describe(types: &Types, definition: &Definition) -> String {
    let name = format!(
        "{}{}",
        definition.name,
        if definition.is_checked { "!" } else { "" }
    );
    let ty = |ty: &Type| {
        crate::types::inner_tokens(types, ty)
            .to_string()
            .replace(' ', "")
    };
    let short = |text: String| {
        [
            "::std::string::",
            "::std::vec::",
            "::std::option::",
            "::serde_json::",
            "::std::collections::",
        ]
        .iter()
        .fold(text, |text, path| text.replace(path, ""))
    };
    short(match &definition.shape {
        Shape::Object(object) => {
            let fields = object.fields.iter().map(|field| {
                let mark = match (definition.demands(field), definition.is_nullable(field)) {
                    (true, _) => "",
                    (false, true) => "??",
                    (false, false) => "?",
                };
                format!("{}{mark}: {}", field.rust, ty(&field.ty))
            });
            let extra = object
                .extra
                .iter()
                .map(|it| format!("..{}: {}", it.rust, ty(&it.ty)));
            format!(
                "{name} {{{}}}",
                fields.chain(extra).collect::<Vec<_>>().join(", ")
            )
        }
        Shape::Enum(variants) => {
            let variants = variants.iter().map(|it| it.rust.as_str());
            format!("{name}: {}", variants.collect::<Vec<_>>().join(" | "))
        }
        Shape::Union(union) => {
            let members = union.members.iter().map(|member| {
                let boxed = if member.boxed { "Box " } else { "" };
                format!("{}({boxed}{})", member.rust, ty(&member.ty))
            });
            let by = union
                .discriminator
                .iter()
                .map(|it| format!(" by {it}"))
                .collect::<String>();
            format!("{name} = {}{by}", members.collect::<Vec<_>>().join(" | "))
        }
        Shape::Newtype(inner, _) => format!("{name}({})", ty(inner)),
    })
}

#[test]
fn schemas_become_types() {
    for (schemas, expected) in [
        // Names: components their own, schemas in place that of their place.
        (
            "shop.A: {type: object, properties: {b: {type: object, properties: {c: {type: string}}}}}",
            "A {b?: AB}; AB {c?: String}",
        ),
        (
            "shop.A: {type: object, properties: {b: {type: array, items: {type: string, enum: [x]}}}}",
            "A {b?: Vec<ABItem>}; ABItem: X",
        ),
        (
            "shop.A: {type: object, properties: {b: {type: string, enum: [x]}}}\nshop.A_B: {type: string}",
            "A {b?: AB2}; AB2: X; AB(String)",
        ),
        (
            "shop.a_b: {type: string}\nshop.A_B: {type: string}",
            "AB(String); AB2(String)",
        ),
        // A `$ref` to a `$ref`, `allOf` of one `$ref`.
        (
            "shop.A: {type: object, properties: {b: {$ref: '#/components/schemas/shop.B'}}}\n\
          shop.B: {$ref: '#/components/schemas/shop.C'}\nshop.C: {type: string}",
            "A {b?: C}; C(String)",
        ),
        (
            "shop.A: {allOf: [{$ref: '#/components/schemas/shop.C'}], description: d}\n\
          shop.B: {type: array, items: {$ref: '#/components/schemas/shop.A'}}\nshop.C: {type: string, enum: [x, y]}",
            "C: X | Y; B(Vec<C>)",
        ),
        // `allOf`.
        (
            "shop.A: {allOf: [{$ref: '#/components/schemas/shop.B'}], properties: {c: {type: string}}, required: [b]}\n\
          shop.B: {type: object, additionalProperties: true, properties: {b: {type: integer}}}",
            "A {b: i64, c?: String, ..extra: Value}",
        ),
        (
            "shop.A: {allOf: [{$ref: '#/components/schemas/shop.B'}], properties: {c: {$ref: '#/components/schemas/shop.B'}}}
\
          shop.B: {type: object, properties: {b: {type: string, enum: [x]}}}",
            "A {b?: BB, c?: B}; BB: X; B {b?: BB}",
        ),
        (
            "shop.A: {properties: {a: {type: string}}, allOf: [{properties: {b: {type: string}}}, {properties: {c: {type: string}}}]}",
            "A {a?: String, b?: String, c?: String}",
        ),
        (
            "shop.A: {allOf: [{type: object, properties: {k: {type: string}}}, {properties: {k: {enum: [x], type: string}}}]}",
            "A {k?: AK}; AK: X",
        ),
        // Unions.
        (
            "shop.A: {anyOf: [{type: string, enum: [x]}, {type: string, format: date-time}]}",
            "A = String(AString) | String2(::chrono::DateTime<::chrono::offset::Utc>); AString: X",
        ),
        (
            "shop.A: {oneOf: [{$ref: '#/components/schemas/shop.B'}, {$ref: '#/components/schemas/shop.C'}], discriminator: {propertyName: t}}\n\
          shop.B: {type: object, properties: {t: {type: string}, a: {$ref: '#/components/schemas/shop.A'}}}\n\
          shop.C: {type: object, properties: {t: {type: string}, l: {type: array, items: {$ref: '#/components/schemas/shop.A'}}}}",
            "A = B(Box B) | C(C) by t; B {t?: String, a?: A}; C {t?: String, l?: Vec<A>}",
        ),
        (
            "shop.A: {type: object, properties: {k: {type: string}}, required: [k], oneOf: [{title: One, properties: {a: {type: string}}}, {title: Two, properties: {b: {type: string}}}]}",
            "A = One(AOne) | Two(ATwo); AOne {k: String, a?: String}; ATwo {k: String, b?: String}",
        ),
        (
            "shop.A: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}",
            "A {a?: String, b?: String}",
        ),
        (
            "shop.A: {type: object, properties: {b: {oneOf: [{type: string}, {type: string, enum: [null], nullable: true}]}}, required: [b]}",
            "A {b: Option<String>}",
        ),
        // Null.
        (
            "shop.A: {type: object, properties: {b: {$ref: '#/components/schemas/shop.B'}}, required: [b]}\nshop.B: {type: integer, nullable: true}",
            "A {b: Option<B>}; B(i64)",
        ),
        (
            "shop.A: {type: object, required: [b], properties: {b: {type: string, nullable: true, enum: [x, null]}}}",
            "A {b: Option<AB>}; AB: X",
        ),
        (
            "shop.A: {type: array, items: {type: string, nullable: true}}",
            "A(Vec<Option<String>>)",
        ),
        // Any value.
        (
            "shop.A: {not: {type: string}}\nshop.B: {}\nshop.C: {enum: [a, 1]}",
            "A(Value); B(Value); C(Value)",
        ),
        // Scalars, limits, formats, values.
        (
            "shop.A: {type: string, format: uuid, minLength: 3, default: x}\nshop.B: {type: integer, format: int32, maximum: 5}\nshop.C: {type: number, format: float}\nshop.D: {type: boolean}\nshop.E: {type: string, format: date}",
            "A(String); B(i32); C(f32); D(bool); E(::chrono::naive::NaiveDate)",
        ),
        (
            "shop.A: {type: integer, enum: [1, 2]}\nshop.B: {type: number, enum: [1.5]}",
            "A(i64); B(f64)",
        ),
        (
            "shop.A: {type: array, items: {type: string}, minItems: 2, maxItems: 2}",
            "A(Vec<String>)",
        ),
        (
            "shop.A: {type: string, enum: [asc, ASC, '-1', '+1', '', unknown, Self], x-enum-varnames: [Up]}",
            "A: Asc | Asc2 | Minus1 | Plus1 | Empty | Unknown_ | Self_",
        ),
        (
            "shop.A: {type: string, enum: [a, b], x-enum-varnames: [First, Second]}",
            "A: First | Second",
        ),
        // Maps.
        (
            "shop.A: {type: object}\nshop.B: {additionalProperties: {type: integer}}\nshop.C: {type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}",
            "A(Map<String,Value>); B(HashMap<String,i64>); C {a?: String, ..extra: i64}",
        ),
        // What adds nothing is left out; what is nothing but itself is any value.
        (
            "shop.A: {type: object, properties: {b: {allOf: [{$ref: '#/components/schemas/shop.B'}, {nullable: true, description: d}]}, c: {oneOf: [{$ref: '#/components/schemas/shop.B'}]}}, required: [b, c]}\n\
          shop.B: {anyOf: [{type: object, properties: {x: {type: string}}}, {enum: [null], nullable: true}]}",
            "A {b: Option<B>, c: Option<B>}; B {x?: String}",
        ),
        (
            "shop.A: {type: object, properties: {b: {type: string}}, anyOf: [{type: object, required: [b]}, {not: {required: [b]}}]}",
            "A {b?: String}",
        ),
        // A `$ref` to another place than a component.
        (
            "shop.A: {type: object, properties: {b: {$ref: '#/components/schemas/shop.B/properties/c'}, d: {$ref: '#/components/schemas/shop.B/properties/c'}}}\n\
          shop.B: {type: object, properties: {c: {type: object, properties: {e: {$ref: '#/components/schemas/shop.B/properties/c'}}}}}",
            "A {b?: AB, d?: AB}; AB {e?: AB}; B {c?: AB}",
        ),
        (
            "shop.A: {type: object, properties: {b: {type: array, items: {$ref: '#/components/schemas/shop.A/properties/b'}}}}",
            "A {b?: Vec<Value>}",
        ),
        (
            "shop.A: {type: object, properties: {b: {type: string, oneOf: [{$ref: '#/components/schemas/shop.A/properties/c'}]}, c: {oneOf: [{$ref: '#/components/schemas/shop.A/properties/b'}]}}}",
            "A {b?: Value, c?: Value}",
        ),
        // Keywords of another type, values and defaults that do not fit.
        (
            "shop.A: {type: object, format: uri-map, default: x, minLength: 1}\nshop.B: {type: number, enum: ['', 0], default: x}\n\
          shop.C: {type: string, enum: [a, a, null, 1], nullable: true}\nshop.D: {type: string, enum: [1, 2]}\nshop.E: {type: integer, format: colour}",
            "A(Map<String,Value>); B(f64); C: A; D(String); E(i64)",
        ),
        // Names: none at all, keywords, those of the prelude.
        (
            "shop.Option: {type: object, properties: {'': {type: string}, self: {type: string}, Self: {type: string}, 'a b': {type: string}, a.b: {type: string}, new: {type: string}}}\n\
          shop.String: {type: string}\nshop.Foo.Bar: {type: string}\nshop.Foo-Bar: {type: string}",
            "Option {empty?: String, self_?: String, self2?: String, a_b?: String, a_b2?: String, new_?: String}; String_(String); FooBar(String); FooBar2(String)",
        ),
        // The properties of what others are made of.
        (
            "shop.A: {type: object, properties: {t: {type: string}}, discriminator: {propertyName: t}}\n\
          shop.B: {allOf: [{$ref: '#/components/schemas/shop.A'}, {properties: {b: {type: string}}}]}\nshop.C: {type: array, items: {$ref: '#/components/schemas/shop.A'}}",
            "B {t?: String, b?: String}; C(Vec<A>); A {t?: String, ..extra: Value}",
        ),
        // Directions: `In` is sent, `Out` is received.
        (
            "shop.A: {type: object, required: [r, w], properties: {r: {type: string, readOnly: true}, w: {type: string, writeOnly: true}}}",
            "A {r: String, w: String}",
        ),
        (
            "shop.A: {type: object, required: [nobody], properties: {b: {type: string}}}",
            "A {b?: String}",
        ),
    ] {
        assert_eq!(types_of(schemas), expected, "{schemas}");
    }
}

#[test]
fn what_is_sent_tells_null_from_absent_and_checks_its_bounds() {
    let schemas = "shop.A: {type: object, properties: {n: {type: string, nullable: true}, b: {$ref: '#/components/schemas/shop.B'}, c: {type: array, maxItems: 2, items: {$ref: '#/components/schemas/shop.C'}}}}\n\
        shop.B: {type: object, required: [b, t], properties: {t: {type: string, maxLength: 3, nullable: true}, b: {nullable: true, allOf: [{$ref: '#/components/schemas/shop.B'}]}}}\n\
        shop.C: {type: object, properties: {b: {type: object, minProperties: 1, properties: {d: {type: string}}}}}";
    let (nothing, a) = ("{type: object}", "{$ref: '#/components/schemas/shop.A'}");
    assert_eq!(
        types_with(schemas, a, nothing),
        "A! {n??: Option<String>, b?: B, c?: Vec<C>}; B! {t: Option<String>, b: Option<B>}; C! {b?: CB}; CB! {d?: String}"
    );
    assert_eq!(
        types_with(schemas, nothing, a),
        "A {n?: Option<String>, b?: B, c?: Vec<C>}; B {t: Option<String>, b: Option<B>}; C {b?: CB}; CB {d?: String}"
    );
    let limited = "{type: array, maxItems: 1000, items: {$ref: '#/components/schemas/shop.B'}}";
    assert_eq!(
        types_with(
            "shop.B: {type: object, properties: {d: {type: string}}}",
            limited,
            nothing
        ),
        "B! {d?: String}"
    );
}

#[test]
fn a_received_date_can_be_text() {
    let schemas = "shop.A: {type: object, required: [d, u], properties: {d: {type: string, format: date}, l: {type: array, items: {$ref: '#/components/schemas/shop.T'}}, u: {oneOf: [{type: string, format: date}, {type: boolean}]}}}\n\
        shop.T: {type: string, format: date-time}";
    let (nothing, a) = ("{type: object}", "{$ref: '#/components/schemas/shop.A'}");
    let union = "AU = String(::chrono::naive::NaiveDate) | Boolean(bool)";
    assert_eq!(
        types_with(schemas, a, nothing),
        format!(
            "A {{d: ::chrono::naive::NaiveDate, l?: Vec<T>, u: AU}}; T(::chrono::DateTime<::chrono::offset::Utc>); {union}"
        )
    );
    for sent in [a, nothing] {
        assert_eq!(
            types_with(schemas, sent, a),
            format!(
                "A {{d: ::client_runtime::OrText<::chrono::naive::NaiveDate>, l?: Vec<T>, u: AU}}; \
                 T(::client_runtime::OrText<::chrono::DateTime<::chrono::offset::Utc>>); {union}"
            )
        );
    }
}

#[test]
fn what_does_not_travel_is_not_demanded() {
    let schemas = "shop.A: {type: object, required: [r, w], properties: {r: {type: string, readOnly: true}, w: {type: string, writeOnly: true}}}";
    let (nothing, a) = ("{type: object}", "{$ref: '#/components/schemas/shop.A'}");
    assert_eq!(types_with(schemas, a, nothing), "A {r?: String, w: String}");
    assert_eq!(types_with(schemas, nothing, a), "A {r: String, w?: String}");
    assert_eq!(types_with(schemas, a, a), "A {r?: String, w?: String}");
}
