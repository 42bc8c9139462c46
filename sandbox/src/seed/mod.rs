//! The rows that a sandbox begins with: made of the templates in `data/rows.json`, and for all other
//! collections the contract's examples. The same seed gives the same rows.

pub(crate) mod dice;
mod template;

use contract::Node;
use serde_json::Value;

use self::dice::{Dice, hash};
use crate::spec::{Action, Api, Spec, text_of};
use crate::store::{self, Collection, Row, Store};

/// What the rows of a sandbox depend on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Another seed gives other rows.
    pub(crate) seed: u64,
    /// Contacts of the first Kirim account; the second has a tenth of them.
    pub(crate) contacts: usize,
    /// Customers of Kirim, and as many of Kustomer.
    pub(crate) customers: usize,
    /// Whether enums hold nothing but the values that the contract lists.
    pub(crate) listed_values_only: bool,
}

/// Rows of a collection that has no examples.
const SAMPLES: usize = 3;

/// A store with the rows of every collection of the contract.
pub(crate) fn fill(spec: &Spec, settings: Settings) -> Store {
    let templates = template::Templates::new(settings);
    let mut store = Store::default();
    for api in &spec.apis {
        for (&collection, &schema) in &api.collections {
            let mut rows = templates.rows(spec, api, collection);
            if rows.is_empty() {
                rows = samples(spec, api, collection, schema, settings.seed);
            }
            for row in &mut rows {
                spec.complete(&mut row.value, &[schema], 0, 0);
            }
            store
                .collections
                .insert((api.name, collection), Collection::new(rows));
        }
    }
    store
}

/// The rows in the contract's examples of a collection, or some made from its schema.
fn samples(spec: &Spec, api: &Api, collection: &str, schema: &'static Node, seed: u64) -> Vec<Row> {
    let key = api.key(collection);
    let name = key.map(|(_, name)| name);
    let mut values: Vec<Value> = Vec::new();
    for (operation, convention) in api
        .conventions()
        .filter(|(_, it)| it.collection == collection)
    {
        let response = operation.response(operation.success());
        if let (Action::List | Action::Read, Some(response)) = (convention.action, response) {
            for example in response.examples(spec) {
                match example.pointer(&convention.place).cloned() {
                    Some(Value::Array(rows)) => values.extend(rows),
                    row => values.extend(row),
                }
            }
        }
    }
    values.retain(|row| spec.allows(schema, row));
    let mut dice = Dice::new(hash(seed, collection));
    for variant in 0..if values.is_empty() { SAMPLES } else { 0 } {
        let mut row = Row::new(spec.sample(schema, variant), name);
        row.renew(name, &mut dice, |value| spec.allows(schema, value));
        values.push(row.value);
    }
    // The example of the parameter leads to a row.
    let id = key.and_then(|(operation, name)| spec.example_of_parameter(operation, name));
    let is_there = |id: &Value| {
        values
            .iter()
            .any(|it| store::id_of(it, name) == Some(text_of(id)))
    };
    if let Some(id) = id.filter(|id| !is_there(id)) {
        let mut changed = values[0].clone();
        store::set_id(&mut changed, name, id);
        if spec.allows(schema, &changed) {
            values[0] = changed;
        }
    }
    values
        .into_iter()
        .map(|value| Row::new(value, name))
        .collect()
}
