//! Contracts that are large, deep or strange: compared in time, and without a panic.

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use super::{BASE, found};

const HEAD: &str = "\
openapi: 3.0.3
info: {title: Shop, version: '1'}
";

/// A contract of many operations, each with schemas of its own, and one that all share.
fn many(count: usize, longest: usize) -> String {
    let mut text = format!("{HEAD}paths:\n");
    for number in 0..count {
        write!(
            text,
            "  /things{number}/{{id}}:
    servers: [{{url: https://shop.example.com}}]
    post:
      operationId: shop.call{number}
      security: [{{shop: []}}]
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string, maxLength: {longest}}}}}
      requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/shop.T{number}'}}}}}}}}
      responses:
        '200': {{description: It., content: {{application/json: {{schema: {{$ref: '#/components/schemas/shop.T{number}'}}}}}}}}
"
        )
        .unwrap();
    }
    text += "components:\n  schemas:\n    shop.Shared: {type: object, properties: {next: {$ref: '#/components/schemas/shop.Shared'}}}\n";
    for number in 0..count {
        write!(
            text,
            "    shop.T{number}:
      type: object
      required: [id]
      properties:
        id: {{type: string, minLength: {longest}}}
        shared: {{$ref: '#/components/schemas/shop.Shared'}}
        other: {{type: array, items: {{type: object, properties: {{a: {{type: integer}}, b: {{type: number}}}}}}}}
"
        )
        .unwrap();
    }
    text
}

/// The bound is wide, for tests are not optimised and share the machine: it catches what grows
/// with the square of the contract.
#[test]
fn a_large_contract_is_compared_in_time() {
    let (old, new) = (super::load(&many(2000, 9)), super::load(&many(2000, 8)));
    let start = Instant::now();
    let changes = super::changes(&old, &new);
    let took = start.elapsed();
    println!("{} changes in {took:?}", changes.len());
    // A path parameter of each operation, and a property of each schema.
    assert_eq!(changes.len(), 4000);
    assert!(took < Duration::from_secs(10), "{took:?}");
}

#[test]
fn strange_contracts_are_compared_without_a_panic() {
    let strange = [
        format!("{HEAD}paths: {{}}\n"),
        format!("{HEAD}paths: {{/a: {{get: {{responses: {{}}}}}}}}\n"),
        format!(
            "{HEAD}paths: {{'/{{': {{get: {{responses: {{default: {{$ref: '#/nowhere'}}}}}}}}}}\n"
        ),
        format!(
            "{HEAD}paths: {{/a: {{get: {{responses: {{'200': {{$ref: '#/components/responses/A'}}}}}}}}}}\n\
             components: {{responses: {{A: {{$ref: '#/components/responses/B'}}, B: {{$ref: '#/components/responses/A'}}}}}}\n"
        ),
        format!(
            "{HEAD}paths: {{/a: {{get: {{responses: {{'200': {{description: x, content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}}}\n\
             components: {{schemas: {{A: {{allOf: [{{$ref: '#/components/schemas/B'}}]}}, \
             B: {{allOf: [{{$ref: '#/components/schemas/A'}}]}}}}}}\n"
        ),
    ];
    for old in &strange {
        for new in strange.iter().map(String::as_str).chain([BASE]) {
            assert_eq!(found(old, new).is_empty(), old == new, "{old}\n{new}");
            found(new, old);
        }
    }
}
