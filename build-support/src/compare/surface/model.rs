//! What a generated client offers to callers, as plain data.
//!
//! Both clients come from the same generator, so only what depends on the contract is kept. Types
//! are texts in short form, those of the module `types` with that in front: `Vec<types::Contact>`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt, iter,
};

/// The module of one API.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Module {
    /// In the order of the contract.
    pub(super) operations: Vec<Operation>,
    /// The items of the module `types`, by name.
    pub(super) types: BTreeMap<String, Definition>,
}

/// A method of the client, and the request that it starts.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Operation {
    /// Name of the method.
    pub(super) name: String,
    /// Name of the request's type in the module `builder`.
    pub(super) request: String,
    /// HTTP method and path: what stays when the name changes.
    pub(super) endpoint: String,
    /// The arguments of the method.
    pub(super) required: Vec<Argument>,
    /// The setters of the request.
    pub(super) optional: Vec<Argument>,
    /// What `send` gives: `Response<types::Contact>`.
    pub(super) answer: String,
    /// What `stream` gives, where the answer comes in pages: `Items<types::Contact>`.
    pub(super) stream: Option<String>,
    /// Names of the types that exist for a parameter of this operation alone.
    pub(super) own_types: BTreeSet<String>,
}

/// An argument of a method, or a setter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: String,
    /// What the caller's value is converted to.
    pub(super) ty: String,
    pub(super) docs: Option<String>,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Definition {
    pub(super) kind: Kind,
    /// Public methods of its own, by name, with their declaration.
    pub(super) methods: BTreeMap<String, String>,
    /// Traits that it implements, derived or not: `From<&str>`, `FromStr<Err = Infallible>`.
    pub(super) traits: BTreeSet<String>,
    pub(super) docs: String,
}

/// How a type is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Its public fields with names; those of a tuple are numbers.
    Struct { fields: Vec<Field>, is_tuple: bool },
    Enum {
        variants: Vec<Variant>,
        is_non_exhaustive: bool,
    },
    /// Another type's name.
    Alias(String),
}

/// A public field of a struct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) ty: String,
    /// Whether whoever makes a value has to give one.
    pub(super) is_required: bool,
    pub(super) docs: String,
}

/// A variant of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Variant {
    pub(super) name: String,
    /// What it holds: `(String)`, or nothing.
    pub(super) payload: String,
    pub(super) docs: String,
}

/// What an operation is known by, whatever it is called.
pub(super) fn endpoint(method: &str, path: &str) -> String {
    format!("{} {path}", method.to_ascii_uppercase())
}

impl Module {
    /// Adds what another piece of the same contract offers.
    pub(super) fn add(&mut self, other: Self) {
        self.operations.extend(other.operations);
        self.types.extend(other.types);
    }
}

impl Operation {
    /// The declaration of the client's method.
    pub(super) fn declaration(&self) -> String {
        let required = self.required.iter().map(ToString::to_string);
        let arguments: Vec<_> = iter::once("&self".to_owned()).chain(required).collect();
        format!(
            "pub fn {}({}) -> builder::{}<'_>",
            self.name,
            arguments.join(", "),
            self.request
        )
    }
}

impl Argument {
    /// The declaration of the setter.
    pub(super) fn setter(&self) -> String {
        format!("pub fn {}(self, {self}) -> Self", self.name)
    }
}

impl fmt::Display for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: impl TryInto<{}>", self.name, self.ty)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pub {}: {}", self.name, self.ty)
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.name, self.payload)
    }
}

impl Definition {
    /// How the type `name` is declared, without what is in its braces.
    pub(super) fn declaration(&self, name: &str) -> String {
        match &self.kind {
            Kind::Struct { fields, is_tuple } if *is_tuple => {
                let fields: Vec<_> = fields.iter().map(|it| format!("pub {}", it.ty)).collect();
                format!("pub struct {name}({})", fields.join(", "))
            }
            Kind::Struct { .. } => format!("pub struct {name}"),
            Kind::Enum {
                is_non_exhaustive: true,
                ..
            } => format!("#[non_exhaustive] pub enum {name}"),
            Kind::Enum { .. } => format!("pub enum {name}"),
            Kind::Alias(ty) => format!("pub type {name} = {ty}"),
        }
    }

    /// Whether callers are given a builder for it: it is part of a request's body.
    pub(super) fn is_sent(&self) -> bool {
        self.methods.contains_key("builder")
    }
}
