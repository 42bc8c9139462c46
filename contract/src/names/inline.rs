//! Types of schemas that are written in place: they are named after the place.

use std::{borrow::Cow, iter};

use super::identifier::{Case, joined, push};

/// Where a schema without a name of its own stands in what has one.
///
/// ```
/// use contract::names::{Case, Place, name};
///
/// let tags = Place::Property("tags").type_name("Contact");
/// assert_eq!(tags, "ContactTags");
/// assert_eq!(Place::Item.type_name(&tags), "ContactTagsItem");
///
/// let operation = name("list_contacts", Case::Pascal);
/// assert_eq!(Place::Response.type_name(&operation), "ListContactsResponse");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place<'a> {
    /// A property of an object, by its name on the wire: `ParentProperty`.
    Property(&'a str),
    /// `items` of an array: `ParentItem`.
    Item,
    /// `additionalProperties` of an object that lists no properties: `ParentValue`.
    Value,
    /// `additionalProperties` beside `properties`, the values of the field `extra`:
    /// `ParentExtraValue`.
    ExtraValue,
    /// A member of `oneOf` or `anyOf`, by its [label](member_label): `ParentLabel`.
    Member(&'a str),
    /// A parameter of an operation, by its name on the wire: `OperationParameter`.
    Parameter(&'a str),
    /// The request body of an operation: `OperationBody`.
    Body,
    /// The response of an operation: `OperationResponse`.
    Response,
}

impl Place<'_> {
    /// The name of the type, before [`Scope::claim`](super::Scope::claim) makes it unique.
    ///
    /// `parent` is a Rust name: of the type that the schema stands in, or of the operation in
    /// [`Case::Pascal`]. A member of `allOf` has no type: its parts stand in the parent.
    #[must_use]
    pub fn type_name(self, parent: &str) -> String {
        let part = match self {
            Self::Property(wire) | Self::Parameter(wire) | Self::Member(wire) => {
                Cow::Owned(joined(wire, Case::Pascal))
            }
            Self::Item => Cow::Borrowed("Item"),
            Self::Value => Cow::Borrowed("Value"),
            Self::ExtraValue => Cow::Borrowed("ExtraValue"),
            Self::Body => Cow::Borrowed("Body"),
            Self::Response => Cow::Borrowed("Response"),
        };
        let mut name = parent.to_owned();
        push(&mut name, "", &part);
        name
    }
}

/// What a member of `oneOf` or `anyOf` is called: `label`, which is the value that its tag property
/// always has, the name of the component that it refers to or its `title`; without one `Variant 1`,
/// `Variant 2`, … by its `number` from 1.
///
/// Variants are named by it in a [`Scope`](super::Scope) of [`Case::Pascal`], inline types by
/// [`Place::Member`].
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
