//! `allOf`: the parts that a schema consists of.

use std::collections::HashSet;

use contract::{Index, Node};

use super::schema::is_null;

/// What a schema says in one place; all parts of a schema hold together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part<'a> {
    pub(super) node: &'a Node,
    /// Its `oneOf` and `anyOf` are spoken for by whoever looks at one of their members.
    pub(super) without_union: bool,
    /// The component that it is.
    pub(super) component: Option<&'a str>,
    /// Whether it stands in the `allOf` of another part.
    pub(super) is_member: bool,
}

/// Keys that combine schemas.
const COMBINING: &[&str] = &["allOf", "oneOf", "anyOf"];

/// Keys that say nothing about the values of a schema that combines others.
const BESIDE: &[&str] = &[
    "allOf",
    "oneOf",
    "anyOf",
    "discriminator",
    "description",
    "title",
    "nullable",
    "type",
    "deprecated",
    "example",
    "default",
    "readOnly",
    "writeOnly",
    "externalDocs",
    "xml",
];

/// The only member of `allOf`, `oneOf` or `anyOf` that says something but words and null, of a schema
/// that adds nothing to it.
pub(super) fn wrapped<'a>(index: &Index<'a>, node: &'a Node) -> Option<&'a Node> {
    let mut lists = COMBINING.iter().filter_map(|key| node.get(key));
    let list = lists.next()?;
    let adds_nothing = |node: &Node| {
        node.entries().all(|entry| {
            let key = entry.key.name();
            BESIDE.contains(&key) || key.starts_with("x-")
        })
    };
    let says_nothing = |member: &Node| {
        member.reference().is_none()
            && COMBINING.iter().all(|it| member.get(it).is_none())
            && adds_nothing(member)
    };
    let mut members = list
        .items()
        .filter(|it| !(is_null(index, it) || node.get("allOf").is_some() && says_nothing(it)));
    let member = members.next()?;
    (members.next().is_none() && lists.next().is_none() && adds_nothing(node)).then_some(member)
}

/// The components that are parts of others, somewhere in `node`.
pub(super) fn shared<'a>(index: &Index<'a>, node: &'a Node, found: &mut HashSet<&'a str>) {
    if wrapped(index, node).is_none() {
        let members = node.get("allOf").into_iter().flat_map(Node::items);
        found.extend(members.filter_map(|it| index.schema(it)?.name));
    }
    for inner in node.entries().map(|it| &it.value).chain(node.items()) {
        shared(index, inner, found);
    }
}

/// The parts of a schema in the order of the contract.
pub(super) fn parts<'a>(index: &Index<'a>, node: &'a Node, found: &mut Vec<Part<'a>>) {
    let Some(schema) = index.schema(node) else {
        return;
    };
    let node = schema.node;
    if found.iter().any(|part| std::ptr::eq(part.node, node)) {
        return;
    }
    let part = Part {
        node,
        without_union: false,
        component: schema.name,
        is_member: false,
    };
    let key_is = |name: &str| node.entries().position(|entry| entry.key.name() == name);
    let own_first = match (key_is("properties"), key_is("allOf")) {
        (Some(properties), Some(all_of)) => properties < all_of,
        _ => false,
    };
    let at = found.len();
    found.push(part);
    for member in node.get("allOf").into_iter().flat_map(Node::items) {
        parts(index, member, found);
    }
    for member in &mut found[at + 1..] {
        member.is_member = true;
    }
    if !own_first {
        found[at..].rotate_left(1);
    }
}
