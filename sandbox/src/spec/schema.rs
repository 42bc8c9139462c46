//! What the sandbox needs to know of a schema.

use contract::{Index, Node};

/// The schema itself, and the members of `allOf`, at any depth, each resolved.
pub(super) fn parts(schema: &'static Node, index: &Index<'static>) -> Vec<&'static Node> {
    let mut found: Vec<&'static Node> = Vec::new();
    let mut pending = vec![schema];
    while let Some(node) = pending.pop() {
        if let Some(node) = index.schema(node).map(|resolved| resolved.node)
            && !found.iter().any(|known| std::ptr::eq(*known, node))
        {
            found.push(node);
            pending.extend(node.get("allOf").into_iter().flat_map(Node::items));
        }
    }
    found
}

/// The properties of an object, those of `allOf` included.
pub(super) fn properties(
    schema: &'static Node,
    index: &Index<'static>,
) -> Vec<(&'static str, &'static Node)> {
    let parts = parts(schema, index).into_iter();
    parts
        .filter_map(|part| part.get("properties"))
        .flat_map(Node::entries)
        .map(|entry| (entry.key.name(), &entry.value))
        .collect()
}

/// Whether this is a type of the schema.
pub(super) fn is(schema: &'static Node, word: &str, index: &Index<'static>) -> bool {
    let parts = parts(schema, index);
    let mut words = parts.iter().filter_map(|part| part.get("type")?.text());
    words.any(|known| known == word) || (word == "object" && !properties(schema, index).is_empty())
}

/// The schema of the items of a list.
pub(super) fn items(schema: &'static Node, index: &Index<'static>) -> Option<&'static Node> {
    parts(schema, index)
        .into_iter()
        .find_map(|part| part.get("items"))
}
