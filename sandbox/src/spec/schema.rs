//! What values of a schema can be read as.

use contract::schema::{COMPOSITIONS, composed, is_made_of, keyword, property};
use contract::{Index, Node};

/// How many alternatives are looked at.
const MAX_ALTERNATIVES: usize = 64;

/// The schema of a member of an object, if one is given for this name.
pub(crate) fn member(
    schema: &'static Node,
    name: &str,
    index: &Index<'static>,
) -> Option<&'static Node> {
    let known = property(schema, name, index).map(|entry| &entry.value);
    let others = || keyword(schema, "additionalProperties", index);
    known.or_else(|| others().filter(|it| it.flag().is_none()))
}

/// The schemas that a value may be one of: the schema itself if it says what a value is, and the
/// members of its `oneOf` and `anyOf`. Where nothing is said of the value, there is no schema.
pub(crate) fn alternatives(
    schema: Option<&'static Node>,
    index: &Index<'static>,
) -> Vec<Option<&'static Node>> {
    let all = schema.map_or_else(Vec::new, |it| composed(it, COMPOSITIONS, index));
    let mut all: Vec<_> = all.into_iter().take(MAX_ALTERNATIVES).collect();
    // The whole stays first; its members come in the order of the text.
    if let [_, members @ ..] = &mut all[..] {
        members.reverse();
    }
    all.retain(|part| {
        part.is_some_and(|part| {
            let is = |word: &&str| is_made_of(part, word, index);
            let is_choice = ["oneOf", "anyOf"].iter().any(|key| part.get(key).is_some());
            !is_choice || ["object", "array"].iter().any(is)
        })
    });
    if all.is_empty() {
        all.push(None);
    }
    all
}
