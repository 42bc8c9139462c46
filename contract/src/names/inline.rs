//! Names for what has none in the contract: types of schemas that are written in place, members of
//! unions, operations.

use std::{borrow::Cow, iter};

use super::identifier::{Case, joined, push};

/// The name of the type of a schema without a name of its own, after the place where it stands, before
/// [`Scope::claim`](super::Scope::claim) makes it unique.
///
/// `parent` is a Rust name: of the type that the schema stands in, or of the operation in
/// [`Case::Pascal`]. `part` is what leads from there to the schema: the name of a property or a
/// parameter on the wire, the [label](member_label) of a member of `oneOf` or `anyOf`, or a word such as
/// `item` or `response`. A member of `allOf` has no type: its parts stand in the parent.
///
/// ```
/// use contract::names::inside;
///
/// let tags = inside("Contact", "tags");
/// assert_eq!(tags, "ContactTags");
/// assert_eq!(inside(&tags, "item"), "ContactTagsItem");
/// ```
#[must_use]
pub fn inside(parent: &str, part: &str) -> String {
    // What a keyword has at its end.
    let mut name = parent.trim_end_matches('_').to_owned();
    push(&mut name, "", &joined(part, Case::Pascal));
    name
}

/// What a member of `oneOf` or `anyOf` is called: `label`, which is the value that its tag property
/// always has, the name of the component that it refers to or its `title`; without one `Variant 1`,
/// `Variant 2`, … by its `number` from 1.
///
/// Variants are named by it in a [`Scope`](super::Scope) of [`Case::Pascal`], inline types
/// by [`inside`].
#[must_use]
pub fn member_label(label: Option<&str>, number: usize) -> Cow<'_, str> {
    match label.filter(|label| !label.is_empty()) {
        Some(label) => Cow::Borrowed(label),
        None => Cow::Owned(format!("Variant {number}")),
    }
}

/// What an operation without `operationId` is called, as a name of the contract: its method, the
/// words of its path, and `by` before each parameter.
///
/// ```
/// let name = contract::names::of_request("get", "/users/{id}/files");
/// assert_eq!(name, "get_users_by_id_files");
/// ```
#[must_use]
pub fn of_request(method: &str, path: &str) -> String {
    let words = path.replace('{', "/by/").replace('}', "/");
    let words = words.split('/').filter(|word| !word.is_empty());
    iter::once(method)
        .chain(words)
        .collect::<Vec<_>>()
        .join("_")
}
