//! Takes out of two contracts what is the same in both, so that no code is generated for it.
//!
//! What stays are the operations and components that differ, whatever leads to a component that
//! differs, and whatever those need to be whole. Both contracts keep the same things, so that what
//! was taken out of one would have been equal in the other.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, Operation, PathItem, Paths, ReferenceOr};
use serde::Serialize;
use serde_json::Value;

use contract::METHODS;

use crate::walk;

/// A component, as references name it: `#/components/schemas/kirim.Contact`.
pub(super) type Reference = String;

/// Path and HTTP method.
pub(super) type Endpoint = (String, String);

/// The parts of both contracts that the client of one needs and that make a difference.
pub(super) fn to_differences(old: &OpenAPI, new: &OpenAPI) -> (OpenAPI, OpenAPI) {
    let (before, after) = (Parts::of(old), Parts::of(new));
    let mut kept = Kept {
        components: differences(&before.components, &after.components).collect(),
        operations: BTreeSet::new(),
    };
    kept.components = dependents(&kept.components, &[&before, &after]);
    for endpoint in differences(&before.operations, &after.operations) {
        kept.operations.insert(endpoint);
    }
    for (endpoint, operation) in before.operations.iter().chain(&after.operations) {
        if operation
            .decisive
            .iter()
            .any(|it| kept.components.contains(it))
        {
            kept.operations.insert(endpoint.clone());
        }
    }
    kept.complete(&[&before, &after]);
    (kept.of(old), kept.of(new))
}

/// The keys whose values differ, or that only one of the two has.
fn differences<'a, K: Ord + Clone, V: PartialEq>(
    old: &'a BTreeMap<K, V>,
    new: &'a BTreeMap<K, V>,
) -> impl Iterator<Item = K> + 'a {
    let changed = old
        .iter()
        .filter(|(key, value)| new.get(key) != Some(value));
    let added = new.iter().filter(|(key, _)| !old.contains_key(key));
    changed.chain(added).map(|(key, _)| key.clone())
}

/// A contract in parts that can be compared.
pub(super) struct Parts {
    pub(super) components: BTreeMap<Reference, Part>,
    pub(super) operations: BTreeMap<Endpoint, OperationPart>,
}

/// A component.
#[derive(PartialEq)]
pub(super) struct Part {
    value: Value,
    pub(super) references: BTreeSet<Reference>,
}

/// An operation, with what its path adds to it.
#[derive(PartialEq)]
pub(super) struct OperationPart {
    value: Value,
    pub(super) references: BTreeSet<Reference>,
    /// Those that its code depends on: not those of answers that are errors.
    pub(super) decisive: BTreeSet<Reference>,
    /// Those that its request body is made of.
    sent: BTreeSet<Reference>,
}

impl Parts {
    pub(super) fn of(contract: &OpenAPI) -> Self {
        let mut parts = Self {
            components: BTreeMap::new(),
            operations: BTreeMap::new(),
        };
        if let Some(components) = &contract.components {
            parts.add("schemas", &components.schemas);
            parts.add("parameters", &components.parameters);
            parts.add("requestBodies", &components.request_bodies);
            parts.add("responses", &components.responses);
        }
        for (path, item) in &contract.paths.paths {
            if let ReferenceOr::Item(item) = item {
                for (method, operation) in item.iter() {
                    let part = operation_part(item, operation);
                    let endpoint = (path.clone(), method.to_owned());
                    parts.operations.insert(endpoint, part);
                }
            }
        }
        parts
    }

    fn add<'a, T: Serialize + 'a>(
        &mut self,
        kind: &str,
        components: impl IntoIterator<Item = (&'a String, &'a ReferenceOr<T>)>,
    ) {
        for (name, component) in components {
            let value = value(component);
            let references = references(&value);
            let name = reference(kind, name);
            self.components.insert(name, Part { value, references });
        }
    }
}

fn operation_part(item: &PathItem, operation: &Operation) -> OperationPart {
    let mut whole = value(operation);
    if let Value::Object(members) = &mut whole {
        let shared = value(&item.parameters);
        members.insert("parameters of the path".to_owned(), shared);
    }
    let mut success = whole.clone();
    if let Some(Value::Object(answers)) = success.get_mut("responses") {
        answers.retain(|status, _| !status.starts_with(['4', '5']));
    }
    OperationPart {
        references: references(&whole),
        decisive: references(&success),
        sent: whole.get("requestBody").map(references).unwrap_or_default(),
        value: whole,
    }
}

fn reference(kind: &str, name: &str) -> Reference {
    format!("#/components/{kind}/{name}")
}

/// A part of the model as JSON. The model came out of YAML, so that it cannot fail; a part that
/// did would count as different from none.
fn value(part: &impl Serialize) -> Value {
    serde_json::to_value(part).unwrap_or_default()
}

/// Every `$ref` in a part of a contract.
fn references(value: &Value) -> BTreeSet<Reference> {
    fn collect(value: &Value, found: &mut BTreeSet<Reference>) {
        match value {
            Value::Object(members) => {
                if let Some(Value::String(reference)) = members.get("$ref") {
                    found.insert(reference.clone());
                }
                members.values().for_each(|member| collect(member, found));
            }
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

/// What stays.
pub(super) struct Kept {
    pub(super) components: BTreeSet<Reference>,
    pub(super) operations: BTreeSet<Endpoint>,
}

/// `components`, and all that lead to them.
fn dependents(components: &BTreeSet<Reference>, versions: &[&Parts]) -> BTreeSet<Reference> {
    let mut dependents: BTreeMap<&Reference, Vec<&Reference>> = BTreeMap::new();
    for (name, part) in versions.iter().flat_map(|it| &it.components) {
        for reference in &part.references {
            dependents.entry(reference).or_default().push(name);
        }
    }
    let mut found = components.clone();
    let mut queue: Vec<&Reference> = components.iter().collect();
    while let Some(name) = queue.pop() {
        for dependent in dependents.get(name).into_iter().flatten() {
            if found.insert((*dependent).clone()) {
                queue.push(dependent);
            }
        }
    }
    found
}

impl Kept {
    /// Adds what the kept parts refer to, and the operations that send any of it: a type has a
    /// builder if it is part of some request.
    fn complete(&mut self, versions: &[&Parts]) {
        let mut before = (0, 0);
        while before != (self.components.len(), self.operations.len()) {
            before = (self.components.len(), self.operations.len());
            for parts in versions {
                let operations = self.operations.iter();
                let operations = operations.filter_map(|it| parts.operations.get(it));
                let mut queue: Vec<&Reference> = operations.flat_map(|it| &it.references).collect();
                let components = self.components.iter();
                let components = components.filter_map(|it| parts.components.get(it));
                queue.extend(components.flat_map(|it| &it.references));
                self.add_reached(parts, queue);
            }
            let leading = dependents(&self.components, versions);
            for (endpoint, operation) in versions.iter().flat_map(|it| &it.operations) {
                if operation.sent.iter().any(|it| leading.contains(it)) {
                    self.operations.insert(endpoint.clone());
                }
            }
        }
    }

    /// Adds the components of `queue`, and all that they lead to.
    pub(super) fn add_reached<'a>(&mut self, parts: &'a Parts, mut queue: Vec<&'a Reference>) {
        while let Some(name) = queue.pop() {
            if self.components.insert(name.clone())
                && let Some(part) = parts.components.get(name)
            {
                queue.extend(&part.references);
            }
        }
    }

    /// The kept parts of `contract`, and what it says of its APIs.
    pub(super) fn of(&self, contract: &OpenAPI) -> OpenAPI {
        let paths = contract.paths.paths.iter().filter_map(|(path, item)| {
            let kept = self.path_item(path, item.as_item()?);
            let is_empty = kept.iter().next().is_none();
            (!is_empty).then(|| (path.clone(), ReferenceOr::Item(kept)))
        });
        OpenAPI {
            openapi: contract.openapi.clone(),
            info: contract.info.clone(),
            extensions: contract.extensions.clone(),
            paths: Paths {
                paths: paths.collect(),
                ..Paths::default()
            },
            components: contract.components.as_ref().map(|all| Components {
                schemas: self.retained("schemas", &all.schemas),
                parameters: self.retained("parameters", &all.parameters),
                request_bodies: self.retained("requestBodies", &all.request_bodies),
                responses: self.retained("responses", &all.responses),
                ..Components::default()
            }),
            ..OpenAPI::default()
        }
    }

    fn path_item(&self, path: &str, item: &PathItem) -> PathItem {
        let mut kept = item.clone();
        let slots = METHODS.iter().zip(walk::operations(&mut kept));
        for (method, slot) in slots {
            let endpoint = (path.to_owned(), (*method).to_owned());
            if !self.operations.contains(&endpoint) {
                *slot = None;
            }
        }
        kept
    }

    fn retained<T: Clone>(
        &self,
        kind: &str,
        components: &IndexMap<String, T>,
    ) -> IndexMap<String, T> {
        let kept = components
            .iter()
            .filter(|(name, _)| self.components.contains(&reference(kind, name)));
        kept.map(|(name, it)| (name.clone(), it.clone())).collect()
    }
}
