//! What the sandbox needs to know of a schema.

use contract::{Index, Node};

/// How deep alternatives are looked for, and how many there are at most.
const MAX_DEPTH: usize = 4;
const MAX_ALTERNATIVES: usize = 64;

/// The properties of an object, those of `allOf` included.
pub(crate) fn properties(
    schema: &'static Node,
    index: &Index<'static>,
) -> Vec<(&'static str, &'static Node)> {
    let parts = index.parts(schema).into_iter();
    parts
        .filter_map(|part| part.get("properties"))
        .flat_map(Node::entries)
        .map(|entry| (entry.key.name(), &entry.value))
        .collect()
}

/// Whether this is a type of the schema.
pub(crate) fn is(schema: &'static Node, word: &str, index: &Index<'static>) -> bool {
    let parts = index.parts(schema);
    let mut words = parts.iter().filter_map(|part| part.get("type")?.text());
    words.any(|known| known == word) || (word == "object" && !properties(schema, index).is_empty())
}

/// The schema of the items of a list.
pub(crate) fn items(schema: &'static Node, index: &Index<'static>) -> Option<&'static Node> {
    index
        .parts(schema)
        .into_iter()
        .find_map(|part| part.get("items"))
}

/// The schema of a member of an object, if one is given for this name.
pub(crate) fn property(
    schema: &'static Node,
    name: &str,
    index: &Index<'static>,
) -> Option<&'static Node> {
    let mut known = properties(schema, index).into_iter();
    let known = known.find(|(known, _)| *known == name);
    known.map(|(_, node)| node).or_else(|| {
        let mut others = index.parts(schema).into_iter();
        let other = others.find_map(|part| part.get("additionalProperties"));
        other.filter(|it| it.flag().is_none())
    })
}

/// The schemas that a value may be one of: the schema itself if it says what a value is, and the
/// members of its `oneOf` and `anyOf`.
pub(crate) fn alternatives(schema: &'static Node, index: &Index<'static>) -> Vec<&'static Node> {
    let mut found = Vec::new();
    collect(schema, index, 0, &mut found);
    found
}

fn collect(
    schema: &'static Node,
    index: &Index<'static>,
    depth: usize,
    found: &mut Vec<&'static Node>,
) {
    let parts = index.parts(schema).into_iter();
    let lists = parts.flat_map(|part| ["oneOf", "anyOf"].map(|key| part.get(key)));
    let members: Vec<_> = lists.flatten().flat_map(Node::items).collect();
    let says = ["object", "array"]
        .iter()
        .any(|word| is(schema, word, index));
    if says || members.is_empty() {
        found.push(schema);
    }
    if depth < MAX_DEPTH {
        let room = MAX_ALTERNATIVES.saturating_sub(found.len());
        for member in members.into_iter().take(room) {
            collect(member, index, depth + 1, found);
        }
    }
}
