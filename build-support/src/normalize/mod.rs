//! The schemas of an API as named types: what the templates print, and what progenitor is given.
//!
//! Every schema that needs a Rust type of its own gets a name here, in the naming module of the
//! contract, before progenitor sees it: components their own, schemas written in place that of their
//! place. What is read in another way than it is written:
//!
//! | in the contract | becomes | because |
//! |---|---|---|
//! | a `$ref` to a `$ref`; `allOf`, `oneOf` or `anyOf` with one member that says something | the type at the end | a second name for a type helps nobody |
//! | a `$ref` to another place than a component | one type, named after the place where it is met first | it is one schema |
//! | a schema without a name that holds itself | any JSON value inside it | no type can be written |
//! | `allOf` | one object, its properties in the order of the contract | members are not types of their own, unless something else refers to them |
//! | `anyOf` | read as `oneOf` | progenitor flattens it, and then every response fails |
//! | `oneOf` whose members only say what is `required` | left out | they are checks, and responses are not checked |
//! | `nullable` of a component, a member or an enum | `Option` where it is used | a type around an `Option` reads badly |
//! | a `discriminator` of an object that lists no members | unlisted properties are kept in `extra` | those of the members would be lost |
//! | `not`, no `type`, values of several types | any JSON value | Rust has no type for them |
//! | limits, patterns and formats, but for dates | words in the documentation | a response is never refused for them |
//! | a date or time that is received | `OrText` of it | servers write others than RFC 3339 |
//! | limits of a parameter that is text | a type of its own | that saves a request |
//! | other limits of what is sent | `Check` of the types that reach one | a value is checked before it is sent, and its type stays plain |
//! | optional and `nullable` in a request | absent, null or a value | null clears what the server has |
//! | a required enum of one value in a request | filled in | there is nothing to choose |
//! | an enum of anything but text | its type | other values may come |
//! | `default` | words in the documentation | the server applies it |
//! | `minItems` equal to `maxItems` | a `Vec` | an array would refuse a response with more |
//! | `required` and `readOnly` in a request, `required` and `writeOnly` in a response | optional | it does not travel there |
//! | `required` of no property, a keyword of another type, a value of an enum of text that is none | left out | it says nothing |
//! | a bound that the Rust type cannot have | left out | every value is within it |

mod components;
mod constraints;
mod merge;
mod reach;
mod read;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

#[cfg(test)]
pub(crate) use components::schema;
pub(crate) use components::{DATE_OR_TEXT, TIME_OR_TEXT, components, seen_field};
pub(crate) use constraints::{Bound, Constraints};
pub(crate) use read::Reader;

/// The named types of one API.
#[derive(Debug, Default)]
pub(crate) struct Types {
    /// In the order in which they were met: components first.
    pub(crate) list: Vec<Definition>,
    /// Where a type stands in the list, by its name in Rust.
    by_name: HashMap<String, Id>,
}

impl Types {
    pub(crate) fn get(&self, id: Id) -> &Definition {
        &self.list[id.0]
    }

    /// The definition of a type by its name in Rust.
    pub(crate) fn find(&self, name: &syn::Ident) -> Option<&Definition> {
        self.by_name.get(&name.to_string()).map(|id| self.get(*id))
    }

    fn add(&mut self, definition: Definition) -> Id {
        let id = Id(self.list.len());
        self.by_name.insert(definition.name.clone(), id);
        self.list.push(definition);
        id
    }

    fn get_mut(&mut self, id: Id) -> &mut Definition {
        &mut self.list[id.0]
    }

    /// The definition that stands for itself, and `Optional` taken off.
    pub(crate) fn named(&self, ty: &Type) -> Option<&Definition> {
        match ty {
            Type::Optional(inner) => self.named(inner),
            Type::Named(id) => Some(self.get(*id)),
            _ => None,
        }
    }
}

/// A place in [`Types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Id(usize);

/// A Rust type, as it is used somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Date,
    DateTime,
    /// A received date or time, or the text that a server wrote instead.
    OrText(Box<Type>),
    /// An integer, by its name in Rust.
    Integer(&'static str),
    /// A float, by its name in Rust.
    Float(&'static str),
    Boolean,
    /// Any JSON value.
    Any,
    /// The content of a body that is sent, or of a file in a form.
    Upload,
    /// The content of a body that is received.
    Bytes,
    List(Box<Type>),
    Map(Box<Type>),
    /// A value or null.
    Optional(Box<Type>),
    Named(Id),
}

impl Type {
    /// The type, with null beside its values if it `is_nullable`.
    pub(crate) fn nullable(self, is_nullable: bool) -> Self {
        match self {
            // JSON has its null already.
            Self::Any | Self::Optional(_) => self,
            other if is_nullable => Self::Optional(Box::new(other)),
            other => other,
        }
    }

    /// The type without null.
    pub(crate) fn value(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }
}

/// A named type.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that are independent of each other"
)]
pub(crate) struct Definition {
    /// Its name in Rust.
    pub(crate) name: String,
    /// Its name in the contract, if it is a component.
    pub(crate) component: Option<String>,
    pub(crate) about: About,
    pub(crate) shape: Shape,
    /// Whether it is sent, as a request body or a part of one.
    pub(crate) in_requests: bool,
    /// Whether it is received.
    pub(crate) in_responses: bool,
    /// Whether it is tried as a member of a union, or is a part of one.
    pub(crate) in_unions: bool,
    /// What a type around another asks of it, where it is sent.
    pub(crate) bounds: Vec<Bound>,
    /// Whether it is sent and a bound is to be checked in it.
    pub(crate) is_checked: bool,
}

/// What the contract says about something, for people.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) description: Option<String>,
    pub(crate) constraints: Vec<String>,
    pub(crate) deprecated: bool,
}

/// What a named type is.
#[derive(Debug)]
pub(crate) enum Shape {
    Object(Object),
    Enum(Vec<Variant>),
    Union(Union),
    /// A type around another; of a parameter that is text, with its limits.
    Newtype(Type, Vec<Constraints>),
}

/// An object with properties.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) fields: Vec<Field>,
    /// The field that keeps properties which the contract does not list.
    pub(crate) extra: Option<Extra>,
}

#[derive(Debug)]
pub(crate) struct Field {
    /// The name of the property.
    pub(crate) wire: String,
    /// The name of the field.
    pub(crate) rust: String,
    pub(crate) ty: Type,
    pub(crate) bounds: Vec<Bound>,
    /// Whether the contract demands the property, in each direction in which it travels.
    pub(crate) required: bool,
    /// `readOnly`: not sent.
    pub(crate) read_only: bool,
    /// `writeOnly`: not received.
    pub(crate) write_only: bool,
    pub(crate) about: About,
}

#[derive(Debug)]
pub(crate) struct Extra {
    /// The name of the field.
    pub(crate) rust: String,
    /// The type of the values.
    pub(crate) ty: Type,
    pub(crate) bounds: Vec<Bound>,
}

/// A value of an enum.
#[derive(Debug)]
pub(crate) struct Variant {
    pub(crate) wire: String,
    pub(crate) rust: String,
}

/// `oneOf` or `anyOf`.
#[derive(Debug)]
pub(crate) struct Union {
    pub(crate) members: Vec<Member>,
    /// The property that tells the members apart.
    pub(crate) discriminator: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Member {
    /// The name of the variant.
    pub(crate) rust: String,
    pub(crate) ty: Type,
    pub(crate) bounds: Vec<Bound>,
    /// Whether the variant holds its value on the heap: the value can hold the union again.
    pub(crate) boxed: bool,
    /// The values of the discriminator that mean this member.
    pub(crate) values: Vec<String>,
    pub(crate) about: About,
}
