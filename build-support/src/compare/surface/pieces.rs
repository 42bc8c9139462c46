//! Cuts a large contract into pieces that have nothing to do with each other.
//!
//! Some passes over the generated code look for each thing among all others, and much code at once
//! takes much memory: thousands of operations are done sooner piece by piece.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::OpenAPI;

use super::prune::{Endpoint, Kept, Parts, Reference};

/// Operations and components in a piece, as far as those that belong together allow.
pub(super) const SIZE: usize = 150;

/// A part of the contract.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Node<'a> {
    Operation(&'a Endpoint),
    Component(&'a Reference),
}

/// The pieces of `contract`, of about `size` parts each. What is only part of errors is in every
/// piece that needs it, because otherwise everything would belong together.
pub(super) fn of(contract: &OpenAPI, size: usize) -> Vec<OpenAPI> {
    let parts = Parts::of(contract);
    let mut pieces = Vec::new();
    let mut piece = Vec::new();
    for group in groups(&parts) {
        piece.extend(group);
        if piece.len() >= size {
            pieces.push(whole(&parts, &piece).of(contract));
            piece.clear();
        }
    }
    if !piece.is_empty() || pieces.is_empty() {
        pieces.push(whole(&parts, &piece).of(contract));
    }
    pieces
}

/// The parts that lead to each other, one way or the other.
fn groups(parts: &Parts) -> Vec<Vec<Node<'_>>> {
    let mut neighbours: BTreeMap<Node<'_>, Vec<Node<'_>>> = BTreeMap::new();
    let operations = parts.operations.iter();
    let operations = operations.map(|(name, it)| (Node::Operation(name), &it.decisive));
    let components = parts.components.iter();
    let components = components.map(|(name, it)| (Node::Component(name), &it.references));
    for (node, references) in operations.chain(components) {
        neighbours.entry(node.clone()).or_default();
        for reference in references.iter().filter(|it| !is_parameter(it)) {
            let other = Node::Component(reference);
            neighbours
                .entry(other.clone())
                .or_default()
                .push(node.clone());
            neighbours.entry(node.clone()).or_default().push(other);
        }
    }
    let mut seen = BTreeSet::new();
    let mut groups = Vec::new();
    for start in neighbours.keys() {
        let mut group = Vec::new();
        let mut queue = vec![start];
        while let Some(node) = queue.pop() {
            if seen.insert(node) {
                group.push(node.clone());
                queue.extend(&neighbours[node]);
            }
        }
        if !group.is_empty() {
            groups.push(group);
        }
    }
    groups
}

/// Whether a component is a parameter. Many operations share one, and no type comes of it but a
/// scalar's: like errors, it is in every piece that needs it.
fn is_parameter(name: &str) -> bool {
    name.starts_with("#/components/parameters/")
}

/// The nodes with all that they refer to.
fn whole(parts: &Parts, nodes: &[Node<'_>]) -> Kept {
    let mut kept = Kept {
        components: BTreeSet::new(),
        operations: BTreeSet::new(),
    };
    for node in nodes {
        match node {
            Node::Operation(endpoint) => {
                kept.operations.insert((*endpoint).clone());
                let references = &parts.operations[*endpoint].references;
                kept.add_reached(parts, references.iter().collect());
            }
            Node::Component(name) => kept.add_reached(parts, vec![name]),
        }
    }
    kept
}
