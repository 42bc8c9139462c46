//! What the sandbox needs to know of a schema.

use contract::{Index, Node};

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
pub(super) fn is(schema: &'static Node, word: &str, index: &Index<'static>) -> bool {
    let parts = index.parts(schema);
    let mut words = parts.iter().filter_map(|part| part.get("type")?.text());
    words.any(|known| known == word) || (word == "object" && !properties(schema, index).is_empty())
}

/// The schema of the items of a list.
pub(super) fn items(schema: &'static Node, index: &Index<'static>) -> Option<&'static Node> {
    index
        .parts(schema)
        .into_iter()
        .find_map(|part| part.get("items"))
}
