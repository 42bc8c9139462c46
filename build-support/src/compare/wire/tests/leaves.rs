//! Nothing is missed: whatever single value of the base contract changes or goes, it is noticed.

use serde_json::{Value, json};

use super::{BASE, load};
use contract::Contract;

use crate::{
    compare::wire::document::Document,
    compare::{Change, wire::walk::Walk},
};

/// What says nothing: a flag that is off, and the type of one part of an `allOf` that another part
/// has as well.
const SAYS_NOTHING: &[&str] = &[
    "/components/schemas/shop.Item/properties/parts/uniqueItems",
    "/components/schemas/shop.ItemEnvelope/allOf/1/type",
    "/components/schemas/shop.Stamp/type",
];

/// The pointers of all values, those inside before those around them.
fn pointers(value: &Value, pointer: &str, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| (key.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (token, value) in children {
        let pointer = format!("{pointer}/{token}");
        pointers(value, &pointer, found);
        found.push(pointer);
    }
}

fn compared(contract: &Contract, old: &Value, new: &Value) -> Vec<Change> {
    let (old, new) = (Document::new(contract, old), Document::new(contract, new));
    let mut walk = Walk::new(&old, &new);
    walk.all();
    walk.ledger.changes(&old, &new)
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
    let contract = load(BASE);
    let base = contract.to_json();
    let mut all = Vec::new();
    pointers(&base, "", &mut all);
    assert!(all.len() > 300, "{}", all.len());
    let mut missed = Vec::new();
    for pointer in all.iter().filter(|it| !SAYS_NOTHING.contains(&it.as_str())) {
        let mut changed = base.clone();
        let value = changed.pointer_mut(pointer).unwrap();
        *value = other(value);
        let gone = without(&base, pointer);
        for (what, old, new) in [
            ("changed", &base, &changed),
            ("removed", &base, &gone),
            ("added", &gone, &base),
        ] {
            if compared(&contract, old, new).is_empty() {
                missed.push(format!("{what}: {pointer}"));
            }
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
