//! Rust names as progenitor and typify form them from names of the contract.

use heck::{ToSnakeCase, ToUpperCamelCase};
use syn::Ident;

use crate::api::{Operation, ParameterFacts};

/// Name of the method, field or setter for `name`.
pub(crate) fn snake(name: &str) -> Ident {
    identifier(&name_parts(name).to_snake_case())
}

/// Name of the type for `name`.
pub(crate) fn pascal(name: &str) -> Ident {
    identifier(&name_parts(name).to_upper_camel_case())
}

/// Name of the static that describes the operation `id`.
pub(crate) fn constant(id: &str) -> Ident {
    identifier(&name_parts(id).to_snake_case().to_uppercase())
}

/// Name of the type of a parameter whose text is constrained.
pub(crate) fn parameter_type(operation: &Operation, parameter: &ParameterFacts) -> Ident {
    pascal(&format!("{}-{}", operation.id, parameter.name))
}

fn name_parts(name: &str) -> String {
    name.replace('\'', "")
        .replace(|c: char| !(c.is_alphanumeric() || c == '_'), "-")
}

/// `text` as an identifier, made legal the way progenitor does it.
fn identifier(text: &str) -> Ident {
    let text = match text.chars().next() {
        None => "x".to_owned(),
        Some(first) if first.is_alphabetic() => text.to_owned(),
        Some(_) => format!("_{text}"),
    };
    // A keyword is no identifier for syn; with an underscore it is one.
    syn::parse_str(&text).unwrap_or_else(|_| quote::format_ident!("{text}_"))
}
