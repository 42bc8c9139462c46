//! What is asked of a schema: its type, and its properties wherever they are written.

use std::{collections::HashSet, iter};

use crate::{
    grammar::{Kind, TYPES},
    index::{Index, Site},
    text::node::{Entry, Node},
};

/// The keys that combine schemas.
pub const COMPOSITIONS: &[&str] = &["allOf", "oneOf", "anyOf"];

/// The `type` of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TypeOf {
    /// There is none.
    Absent,
    /// One of those that there are.
    Known(&'static str),
    /// A word that is no type; a rule reports it.
    Unknown,
}

pub(crate) fn type_of(schema: &Node) -> TypeOf {
    if !schema.may_have("type") {
        return TypeOf::Absent;
    }
    schema
        .get("type")
        .and_then(Node::text)
        .and_then(|word| TYPES.iter().find(|known| **known == word))
        .map_or(TypeOf::Unknown, |known| TypeOf::Known(known))
}

pub(crate) fn is(schema: &Node, word: &str) -> bool {
    matches!(type_of(schema), TypeOf::Known(known) if known == word)
        || (word == "object" && has_only_properties(schema))
}

fn has_only_properties(schema: &Node) -> bool {
    type_of(schema) == TypeOf::Absent && schema.get("properties").is_some()
}

pub(crate) fn is_nullable(schema: &Node) -> bool {
    schema.is_on("nullable")
}

/// The members of a list like `allOf`.
pub fn members<'a>(schema: &'a Node, key: &str) -> impl Iterator<Item = &'a Node> {
    schema.get(key).map_or([].iter(), Node::items)
}

/// A schema together with those it is composed of, each resolved: its own node first.
///
/// `keys` are the compositions to look through. `None` stands for a member that cannot be resolved.
pub fn composed<'a>(schema: &'a Node, keys: &[&str], index: &Index<'a>) -> Vec<Option<&'a Node>> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut pending = vec![schema];
    while let Some(item) = pending.pop() {
        let node = index.resolve(item, Kind::Schema);
        if let Some(node) = node {
            if !seen.insert(std::ptr::from_ref(node)) {
                continue;
            }
            pending.extend(keys.iter().flat_map(|key| members(node, key)));
        }
        found.push(node);
    }
    found
}

/// The schema itself, and those that it is a member of, by one of `keys`, from the inside out.
pub(crate) fn wholes<'s, 'a>(
    index: &'s Index<'a>,
    site: &'s Site<'a>,
    keys: &[&str],
) -> impl Iterator<Item = &'s Site<'a>> {
    iter::successors(Some(site), move |site| {
        let list = index.parent(site)?;
        let key = list.key.filter(|_| site.key.is_none())?;
        index.parent(list).filter(|_| keys.contains(&key.name()))
    })
}

/// Whether a schema is of this type, itself or by `allOf`.
pub fn is_made_of<'a>(schema: &'a Node, word: &str, index: &Index<'a>) -> bool {
    index.parts(schema).into_iter().any(|part| is(part, word))
}

/// What a schema says under a key, itself or by `allOf`.
pub fn keyword<'a>(schema: &'a Node, key: &str, index: &Index<'a>) -> Option<&'a Node> {
    let mut parts = index.parts(schema).into_iter();
    parts.find_map(|part| part.get(key))
}

/// The properties of an object, those of `allOf` included.
pub fn properties<'a>(schema: &'a Node, index: &Index<'a>) -> impl Iterator<Item = &'a Entry> {
    let parts = index.parts(schema).into_iter();
    parts.flat_map(|part| part.entries_of("properties"))
}

/// A property of an object, looked for through `allOf` too.
pub fn property<'a>(schema: &'a Node, name: &str, index: &Index<'a>) -> Option<&'a Entry> {
    properties(schema, index).find(|property| property.key.name() == name)
}

/// Whether a property must be there, looked for through `allOf` too.
pub(crate) fn requires<'a>(schema: &'a Node, name: &str, index: &Index<'a>) -> bool {
    let parts = index.parts(schema).into_iter();
    let mut required = parts.flat_map(|part| members(part, "required"));
    required.any(|item| item.text() == Some(name))
}
