//! Small passes that turn progenitor's code into the client's code.
//!
//! A pass is one file. It knows exactly the code that it changes, counts its changes, and fails
//! the generation when the count is not what the contract lets expect or when it meets code it
//! does not know: an upgrade of progenitor can break a pass, but never undo it unseen.

mod api_version;
mod arguments;
mod client;
mod docs;
mod imports;
mod markdown;
pub(crate) mod names;
mod nullable;
mod open_enums;
mod open_objects;
mod pagination;
mod property_order;
mod send;
mod setters;
mod struct_builders;
mod target;
mod text_types;
mod value;
mod view;

use crate::api::Api;

/// One improvement over progenitor's code.
struct Pass {
    /// What it does.
    name: &'static str,
    /// Changes the file and counts the changes.
    apply: fn(&mut syn::File, &Api) -> Result<usize, Unknown>,
    /// How many changes the contract lets expect.
    expected: fn(&Api) -> usize,
}

/// The passes that decide what the code offers to callers, in the order in which they run.
const SHAPE: &[Pass] = &[
    client::PASS,
    arguments::PASS,
    target::PASS,
    api_version::PASS,
    send::PASS,
    setters::PASS,
    pagination::PASS,
    text_types::PASS,
    open_enums::PASS,
    struct_builders::PASS,
    open_objects::PASS,
    nullable::PASS,
    property_order::PASS,
];

/// The passes after them, which decide how it reads.
const READING: &[Pass] = &[docs::PASS, imports::PASS];

/// Every pass, in the order in which they run.
fn passes() -> impl Iterator<Item = &'static Pass> {
    SHAPE.iter().chain(READING)
}

/// What a pass met is not the code it was written for.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unknown(String);

impl Unknown {
    fn new(what: impl Into<String>) -> Self {
        Self(what.into())
    }
}

/// A pass could not do its work on an API's code.
#[derive(Debug, thiserror::Error)]
#[error(
    "refine pass `{pass}` failed on the code of `{api}`: {problem}\n  \
     = help: progenitor's code has changed its shape; \
     adapt build-support/src/refine/ to it, or pin the former progenitor"
)]
pub struct RefineError {
    pass: &'static str,
    api: String,
    problem: String,
}

/// Runs every pass over `file`, progenitor's code for `api`.
pub(crate) fn refine(file: &mut syn::File, api: &Api) -> Result<(), RefineError> {
    passes().try_for_each(|pass| run(pass, file, api))
}

fn run(pass: &Pass, file: &mut syn::File, api: &Api) -> Result<(), RefineError> {
    let fail = |problem| RefineError {
        pass: pass.name,
        api: api.name.clone(),
        problem,
    };
    let changed = (pass.apply)(file, api).map_err(|unknown| fail(unknown.to_string()))?;
    let expected = (pass.expected)(api);
    if changed == expected {
        Ok(())
    } else {
        Err(fail(format!(
            "changed {changed} places, expected {expected}"
        )))
    }
}

#[cfg(test)]
mod tests;
