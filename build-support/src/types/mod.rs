//! Types by progenitor: the components of an API → the items of its module `types`.
//!
//! Each pass over progenitor's items is one file. It counts what it changes, and generation fails
//! when that is not what the types let expect: an upgrade of progenitor can break a pass, but never
//! undo it unseen. Enums and unions are not progenitor's: our own templates print them.

#![allow(
    clippy::ptr_arg,
    clippy::unnecessary_wraps,
    reason = "all passes have the type of those that need it"
)]

mod checks;
mod fit;
mod newtypes;
mod printed;
mod progenitor;
mod requests;
mod structs;
mod tokens;

pub use progenitor::GenerateError;

pub(crate) use printed::{OPEN_ENUM, UNION};
pub(crate) use progenitor::quietly;
#[cfg(test)]
pub(crate) use progenitor::settings;
pub(crate) use tokens::{checks, inner_tokens, integers, tokens};

use crate::{
    api::Api,
    normalize::{self, Definition, Types},
};

/// One improvement over progenitor's items.
struct Pass {
    /// What it does.
    name: &'static str,
    /// Changes the items and counts the changes.
    apply: fn(&mut Vec<syn::Item>, &Types) -> Result<usize, Unknown>,
    /// How many changes the types let expect.
    expected: fn(&Types) -> usize,
}

/// Every pass, in the order in which they run.
const PASSES: &[Pass] = &[
    structs::NAMES,
    printed::PASS,
    structs::FIELDS,
    newtypes::PASS,
    requests::PASS,
    fit::PASS,
    checks::PASS,
];

/// What a pass met is not the code it was written for.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unknown(String);

impl Unknown {
    pub(crate) fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// A pass could not do its work on an API's types.
#[derive(Debug, thiserror::Error)]
#[error(
    "pass `{pass}` failed on the types of `{api}`: {problem}\n  \
     = help: progenitor's code has changed its shape; \
     adapt build-support/src/types/ to it, or pin the former progenitor"
)]
pub struct PassError {
    pass: &'static str,
    api: String,
    problem: String,
}

impl PassError {
    pub(crate) fn imports(api: &Api, problem: &Unknown) -> Self {
        Self {
            pass: "imports",
            api: api.name.clone(),
            problem: problem.to_string(),
        }
    }
}

/// The items of the module `types`, sorted by the name of the type.
pub(crate) fn items(api: &Api) -> Result<Vec<syn::Item>, crate::Error> {
    let components = normalize::components(&api.types);
    let mut items = progenitor::types(&api.name, components)?;
    for pass in PASSES {
        let fail = |problem| PassError {
            pass: pass.name,
            api: api.name.clone(),
            problem,
        };
        let changed = (pass.apply)(&mut items, &api.types).map_err(|it| fail(it.to_string()))?;
        let expected = (pass.expected)(&api.types);
        if changed != expected {
            let problem = format!("changed {changed} places, expected {expected}");
            return Err(fail(problem).into());
        }
    }
    Ok(items)
}

/// The types whose shape is one that `is` picks.
fn count(types: &Types, is: impl Fn(&Definition) -> bool) -> usize {
    types
        .list
        .iter()
        .filter(|definition| is(definition))
        .count()
}

/// What an `Option`, or another `outer` type, holds; nothing for any other type.
fn inner_of<'a>(ty: &'a syn::Type, outer: &str) -> Option<&'a syn::Type> {
    let syn::Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last().filter(|it| it.ident == outer)?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}

/// What a type holds that may have no value: an `Option`, or a `Nullable`.
fn optional_of(ty: &syn::Type) -> Option<&syn::Type> {
    inner_of(ty, "Option").or_else(|| inner_of(ty, "Nullable"))
}
