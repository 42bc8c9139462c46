//! What values of a schema can be, whichever of the members of its compositions they are.

use contract::schema::{COMPOSITIONS, composed, is_made_of};
use contract::{Entry, Index, Node};

/// The schema and all that it is composed of.
pub(crate) fn parts(
    schema: Option<&'static Node>,
    index: &Index<'static>,
) -> impl Iterator<Item = &'static Node> {
    let all = schema.map(|schema| composed(schema, COMPOSITIONS, index));
    all.into_iter().flatten().flatten()
}

/// Whether a value can be of this type.
pub(crate) fn can_be(schema: Option<&'static Node>, word: &str, index: &Index<'static>) -> bool {
    parts(schema, index).any(|part| is_made_of(part, word, index))
}

/// The properties of an object.
pub(crate) fn properties(
    schema: Option<&'static Node>,
    index: &Index<'static>,
) -> impl Iterator<Item = &'static Entry> {
    parts(schema, index).flat_map(|part| part.entries_of("properties"))
}

/// The schema of a member of an object, if one is given for this name.
pub(crate) fn member(
    schema: &'static Node,
    name: &str,
    index: &Index<'static>,
) -> Option<&'static Node> {
    let known = properties(Some(schema), index).find(|it| it.key.name() == name);
    let mut others = parts(Some(schema), index).filter_map(|it| it.get("additionalProperties"));
    let others = || others.find(|it| it.flag().is_none());
    known.map(|entry| &entry.value).or_else(others)
}
