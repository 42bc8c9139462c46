//! The rows that a sandbox begins with: made of the templates in `data/rows.json`, and for all other
//! collections the contract's examples. The same seed gives the same rows.

pub(crate) mod dice;
mod template;

use serde_json::Value;

use self::dice::Dice;
use crate::builder::Builder;
use crate::spec::{Action, Api, Rows, Spec};
use crate::store::{self, Collection, Row, Scope, Store};

/// Rows of a collection that has no examples.
const SAMPLES: usize = 3;

/// A store with the rows of every collection of the contract.
pub(crate) fn fill(spec: &Spec, settings: &Builder) -> Store {
    let mut store = Store::default();
    for api in &spec.apis {
        for (&collection, kind) in &api.collections {
            let mut rows = template::rows(spec, settings, api, collection, kind);
            if rows.is_empty() {
                rows = samples(spec, api, collection, kind, settings.seed);
            }
            for row in &mut rows {
                spec.complete(&mut row.value, &[kind.schema], 0);
            }
            let rows = Collection::new(rows);
            store.collections.insert((api.name, collection), rows);
        }
    }
    store
}

/// The rows in the contract's examples of a collection, or some made from its schema.
fn samples(spec: &Spec, api: &Api, collection: &str, kind: &Rows, seed: u64) -> Vec<Row> {
    let mut values: Vec<Value> = Vec::new();
    for operation in &api.operations {
        if let Some(convention) = &operation.convention
            && convention.collection == collection
            && matches!(convention.action, Action::List | Action::Read)
            && let Some(response) = operation.response(operation.success())
        {
            for example in &response.examples {
                match example.pointer(&convention.place).cloned() {
                    Some(Value::Array(rows)) => values.extend(rows),
                    row => values.extend(row),
                }
            }
        }
    }
    values.retain(|row| spec.allows(kind.schema, row));
    let mut dice = Dice::new((seed, collection));
    for _ in 0..if values.is_empty() { SAMPLES } else { 0 } {
        let mut value = spec.sample(kind.schema);
        store::renew(&mut value, kind, &mut dice, spec);
        values.push(value);
    }
    // The example of the parameter leads to a row.
    let id = kind.key.map(|key| spec.example_beside(key));
    let is_there = |id: &Value| values.iter().any(|it| it[kind.id] == *id);
    if let Some(id) = id.filter(|id| !is_there(id)) {
        store::set_id(&mut values[0], kind, id, spec);
    }
    let row = |value| Row::new(value, kind.id, Scope::new());
    values.into_iter().map(row).collect()
}
