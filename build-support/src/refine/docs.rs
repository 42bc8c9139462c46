//! Pass: doc comments carry what the contract says, the errors, and an example that compiles.
//!
//! progenitor's comments repeat type names, and its examples are marked `ignore`. Everything
//! public gets a comment here: operations with their document and documented errors, parameters
//! with their limits, properties with their meaning.

mod client;
mod operations;
mod types;

use syn::{Attribute, parse_quote};

use super::{Pass, Unknown, markdown};
use crate::api::Api;

pub(super) const PASS: Pass = Pass {
    name: "docs",
    apply,
    expected: |api| api.operations.len(),
};

/// The crate that the generated module is part of, as examples name it.
const CRATE: &str = "generated_client";

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    client::document(file, api)?;
    types::document(file, api)?;
    operations::document(file, api)
}

/// Gives an item the doc comment `text` in place of any that it has.
fn set(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    let comment: Vec<Attribute> = lines(text)
        .map(|line| parse_quote!(#[doc = #line]))
        .collect();
    attributes.splice(0..0, comment);
}

/// The lines of a doc comment: wrapped, with the space that follows the slashes.
fn lines(text: &str) -> impl Iterator<Item = String> {
    markdown::wrap(text.trim_end(), WIDTH)
        .into_iter()
        .map(|line| {
            if line.is_empty() {
                line
            } else {
                format!(" {line}")
            }
        })
}

/// Characters in a line of a doc comment, so that none is longer than 100 with its indent.
const WIDTH: usize = 84;

/// The doc comment that an item has.
fn get(attributes: &[Attribute]) -> Option<String> {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
        .filter_map(|attribute| match &attribute.meta {
            syn::Meta::NameValue(pair) => match &pair.value {
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }) => Some(text.value()),
                _ => None,
            },
            _ => None,
        })
        .map(|line| {
            line.strip_prefix(' ')
                .map_or(line.clone(), ToOwned::to_owned)
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// `text` as a sentence: with a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?', ':']) {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}
