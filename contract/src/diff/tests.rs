//! Nothing is missed, and nothing strange or large is too much.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::{
    fmt::Write,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use super::{Change, Verdict, differences};
use crate::{
    diagnostic::Report,
    index::Index,
    text::node::{self, Node},
};

const BASE: &str = include_str!("../../tests/diff/base.yaml");

fn tree(text: &str) -> Node {
    node::parse(text, &mut Report::default()).unwrap()
}

fn differ(old: &Node, new: &Node) -> Vec<Change> {
    differences(Index::new(old), Index::new(new))
}

fn compared(old: &str, new: &str) -> Vec<Change> {
    differ(&tree(old), &tree(new))
}

/// What says nothing: a flag that is off, the type of one part of an `allOf` that another part has, and
/// the server of a path where the contract names the same.
const SAYS_NOTHING: &[&str] = &[
    "/components/schemas/shop.Item/properties/parts/uniqueItems",
    "/components/schemas/shop.ItemEnvelope/allOf/1/type",
    "/components/schemas/shop.Stamp/type",
    "/paths/~1items~1{id}/servers",
];

/// The pointers of all values, those inside before those around them.
fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let mut visit = |token: &str, value: &Value| {
        let pointer = format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"));
        pointers(value, &pointer, found);
        found.push(pointer);
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| visit(key, value)),
        Value::Array(items) => (0..)
            .zip(items)
            .for_each(|(at, it): (usize, _)| visit(&at.to_string(), it)),
        _ => {}
    }
}

fn other(value: &Value) -> Value {
    match value {
        Value::Bool(flag) => json!(!flag),
        Value::Number(number) => json!(number.as_f64().unwrap() + 1.0),
        Value::String(text) => json!(format!("{text}x")),
        _ => json!("x"),
    }
}

/// Takes the value away that the pointer leads to.
fn without(root: &Value, pointer: &str) -> Value {
    let mut root = root.clone();
    let (parent, token) = pointer.rsplit_once('/').unwrap();
    let token = token.replace("~1", "/").replace("~0", "~");
    match root.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.remove(&token)),
        Value::Array(items) => drop(items.remove(token.parse().unwrap())),
        _ => {}
    }
    root
}

#[test]
fn every_value_counts() {
    let base = tree(BASE).to_json();
    let mut all = Vec::new();
    pointers(&base, "", &mut all);
    assert!(all.len() > 300, "{}", all.len());
    let mut missed = Vec::new();
    let read = |value: &Value| tree(&serde_json::to_string_pretty(value).unwrap());
    let old = read(&base);
    for pointer in all.iter().filter(|it| !SAYS_NOTHING.contains(&it.as_str())) {
        let mut changed = base.clone();
        let value = changed.pointer_mut(pointer).unwrap();
        *value = other(value);
        let (changed, removed) = (read(&changed), read(&without(&base, pointer)));
        for (what, old, new) in [
            ("changed", &old, &changed),
            ("removed", &old, &removed),
            ("added", &removed, &old),
        ] {
            if differ(old, new).is_empty() {
                missed.push(format!("{what}: {pointer}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What a further member of `allOf` says where a schema says this under the key already; nothing where
/// that may add nothing.
fn added(key: &str, value: &Value) -> Option<Value> {
    let odd = json!({"format": "odd"});
    Some(match value {
        Value::Number(number) if key.starts_with("max") => json!(number.as_f64()? - 1.0),
        Value::Array(items) if key == "enum" => json!(items[1..]),
        Value::Array(_) if key == "required" => json!(["odd"]),
        Value::Bool(_) | Value::Array(_) => return None,
        Value::Object(members) if key == "properties" => members
            .keys()
            .map(|name| (name.clone(), odd.clone()))
            .collect(),
        Value::Object(_) => odd,
        _ => other(value),
    })
}

#[test]
fn every_member_of_all_of_counts() {
    let base = tree(BASE).to_json();
    let mut all = Vec::new();
    pointers(&base, "", &mut all);
    let old = tree(BASE);
    let (mut missed, mut count) = (Vec::new(), 0);
    for pointer in &all {
        let schema = base.pointer(pointer).and_then(Value::as_object);
        let is_schema = |it: &&serde_json::Map<_, _>| it.get("type").is_some_and(Value::is_string);
        for (key, value) in schema
            .filter(is_schema)
            .filter(|_| !pointer.contains("securitySchemes"))
            .into_iter()
            .flatten()
        {
            let Some(added) = added(key, value) else {
                continue;
            };
            count += 1;
            let mut changed = base.clone();
            let schema = changed
                .pointer_mut(pointer)
                .unwrap()
                .as_object_mut()
                .unwrap();
            let members = schema.entry("allOf").or_insert_with(|| json!([]));
            members.as_array_mut().unwrap().push(json!({ key: added }));
            let new = tree(&serde_json::to_string_pretty(&changed).unwrap());
            for (what, old, new) in [("added", &old, &new), ("removed", &new, &old)] {
                if differ(old, new).is_empty() {
                    missed.push(format!("{what}: {pointer}/{key}"));
                }
            }
        }
    }
    assert!(count > 80, "{count}");
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn what_no_row_is_about_is_breaking_and_says_so() {
    for (from, to) in [
        ("info:\n", "x-owner: the shop team\ninfo:\n"),
        (
            "  version: 1.2.0\n",
            "  version: 1.2.0\n  x-audience: all\n",
        ),
        (
            "      operationId: shop.delete_item\n",
            "      operationId: shop.delete_item\n      x-cost: 5\n",
        ),
        (
            "  /parcels/{number}:\n",
            "  /parcels/{number}:\n    x-zone: [one, two]\n",
        ),
        (
            "        - name: limit\n",
            "        - x-unit: items\n          name: limit\n",
        ),
        (
            "          maxProperties: 10\n",
            "          maxProperties: 10\n          x-sorted: true\n",
        ),
        (
            "    post: {type: http",
            "    post: {x-region: north, type: http",
        ),
        (
            "  post:\n    server:",
            "  post:\n    region: north\n    server:",
        ),
    ] {
        let edit = BASE.replacen(from, to, 1);
        for (old, new) in [(BASE, edit.as_str()), (edit.as_str(), BASE)] {
            let found = compared(old, new);
            let codes: Vec<_> = found.iter().map(|it| (it.code, it.verdict)).collect();
            assert_eq!(
                codes,
                [("unclassified-change", Verdict::Breaking)],
                "{to}: {found:#?}"
            );
        }
    }
}

/// A reviewer's note stands on a line that the change touches.
#[test]
fn a_change_stands_on_the_line_to_change() {
    let listed = "required:\n        - name\n        - price\n";
    let base = BASE.replacen("required: [name, price]\n", listed, 1);
    let edit = base.replacen("        - price\n", "", 1);
    let line = |text: &str, of: &str| text.lines().position(|line| line.contains(of)).unwrap() + 1;
    let found = compared(&base, &edit);
    assert_eq!(found[0].code, "property-made-optional");
    let lines = [found[0].before, found[0].after].map(|span| span.unwrap().start.line);
    // The item before it in the list.
    assert_eq!(lines, [line(&base, "- price"), line(&base, "- price") - 1]);
    let edit = BASE.replacen("maxLength: 200", "maxLength: 100", 1);
    let found = compared(BASE, &edit);
    let lines = [found[0].before, found[0].after].map(|span| span.unwrap().start.line);
    assert_eq!(lines, [line(BASE, "maxLength: 200"); 2]);
    assert_eq!(
        found[0].pointer,
        "/paths/~1items/get/parameters/1/schema/maxLength"
    );
}

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\n";

/// A contract of many operations, each with schemas of its own, and one that all share.
fn many(count: usize, longest: usize) -> String {
    let mut text = format!("{HEAD}paths:\n");
    for number in 0..count {
        write!(
            text,
            "  /things{number}/{{id}}:
    post:
      operationId: shop.call{number}
      parameters:
        - {{name: id, in: path, required: true, schema: {{type: string, maxLength: {longest}}}}}
      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/shop.T{number}'}}}}}}}}
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

/// The bound is wide, for tests are not optimised and share the machine: it catches what grows with the
/// square of the contract.
#[test]
fn a_large_contract_is_compared_in_time() {
    let texts = [many(2000, 9), many(2000, 8)];
    let [old, new] = texts.map(|text| tree(&text));
    let start = Instant::now();
    let changes = differ(&old, &new);
    let took = start.elapsed();
    println!("{} changes in {took:?}", changes.len());
    // A path parameter of each operation, and a property of each schema.
    assert_eq!(changes.len(), 4000);
    assert!(took < Duration::from_secs(30), "{took:?}");
}

/// Components of which each is any of all, so that every pair of them may have to be compared.
#[test]
fn components_that_hold_all_others_are_compared_in_time() {
    let contract = |name: &str, leaf: &str| {
        let mut text = format!(
            "{HEAD}paths: {{/a: {{put: {{requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/{name}0'}}}}}}}}, responses: {{}}}}}}}}\ncomponents:\n  schemas:\n"
        );
        let members = (0..20).map(|at| format!("{{$ref: '#/components/schemas/{name}{at}'}}"));
        let members = members.collect::<Vec<_>>().join(", ");
        for at in 0..20 {
            writeln!(text, "    {name}{at}: {{type: object, properties: {{p{at}: {{type: string}}, u: {{anyOf: [{members}]}}, leaf: {{type: {leaf}}}}}}}").unwrap();
        }
        tree(&text)
    };
    let (old, new) = (contract("A", "string"), contract("B", "integer"));
    let start = Instant::now();
    let changes = differ(&old, &new);
    let took = start.elapsed();
    println!("{} changes in {took:?}", changes.len());
    assert_eq!(changes.len(), 40);
    assert!(took < Duration::from_secs(20), "{took:?}");
}

#[test]
fn strange_contracts_are_compared_without_a_panic() {
    let one = "paths: {/a: {get: {responses: {'200': {description: x, content: {application/json: {schema: \
               {$ref: '#/components/schemas/A'}}}}}}}}\ncomponents: {schemas: ";
    let strange = [
        "paths: {}".to_owned(),
        "paths: {/a: {get: {responses: {}}}}".to_owned(),
        "paths: {'/{': {get: {responses: {default: {$ref: '#/nowhere'}}}}}".to_owned(),
        "paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/A'}}}}}\n\
         components: {responses: {A: {$ref: '#/components/responses/B'}, B: {$ref: '#/components/responses/A'}}}"
            .to_owned(),
        format!("{one}{{A: {{allOf: [{{$ref: '#/components/schemas/B'}}]}}, B: {{allOf: [{{$ref: '#/components/schemas/A'}}]}}}}}}"),
        format!("{one}{{A: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{type: array, items: {{$ref: '#/components/schemas/A'}}}}]}}}}}}"),
        format!("{one}{{A: {{properties: {{a: {{allOf: [{{$ref: '#/components/schemas/A'}}, {{type: object}}]}}}}}}}}}}"),
    ]
    .map(|text| format!("{HEAD}{text}\n"));
    for old in &strange {
        for new in strange.iter().map(String::as_str).chain([BASE]) {
            assert_eq!(compared(old, new).is_empty(), old == new, "{old}\n{new}");
            compared(new, old);
        }
    }
}
