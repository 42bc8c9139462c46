//! The expression that turns a caller's value into a checked parameter.

use syn::{Expr, Ident, parse_quote};

use super::names;
use crate::api::{Operation, ParameterFacts};

/// `runtime::argument("limit", limit).and_then(|value| runtime::in_range("limit", value, 1..=100))`
pub(super) fn checked(operation: &Operation, field: &Ident) -> Expr {
    let text = contract_name(operation, field);
    let value: Expr = parse_quote!(runtime::argument(#text, #field));
    match facts(operation, field).and_then(|parameter| range(parameter.range)) {
        Some(range) => {
            parse_quote!(#value.and_then(|value| runtime::in_range(#text, value, #range)))
        }
        None => value,
    }
}

/// The parameter's name in the contract, which errors show; `body` for the body.
pub(super) fn contract_name(operation: &Operation, field: &Ident) -> String {
    facts(operation, field).map_or_else(|| field.to_string(), |parameter| parameter.name.clone())
}

/// What the contract says of the parameter that `field` holds; the body has no such facts.
pub(super) fn facts<'a>(operation: &'a Operation, field: &Ident) -> Option<&'a ParameterFacts> {
    operation
        .parameters
        .iter()
        .find(|parameter| names::snake(&parameter.name) == *field)
}

fn range(bounds: (Option<i64>, Option<i64>)) -> Option<Expr> {
    let literal = proc_macro2::Literal::i64_unsuffixed;
    let (minimum, maximum) = (bounds.0.map(literal), bounds.1.map(literal));
    match (minimum, maximum) {
        (None, None) => None,
        (Some(minimum), Some(maximum)) => Some(parse_quote!(#minimum..=#maximum)),
        (Some(minimum), None) => Some(parse_quote!(#minimum..)),
        (None, Some(maximum)) => Some(parse_quote!(..=#maximum)),
    }
}
