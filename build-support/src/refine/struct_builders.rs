//! Pass: no builders for types that only the server makes.
//!
//! typify writes a builder for every struct, three times the code of the struct itself. Callers
//! need one only to fill a request body; the types that a body is made of keep theirs.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Item, ItemImpl};

use super::{Pass, Unknown, names, view};
use crate::api::Api;

pub(super) const PASS: Pass = Pass {
    name: "struct-builders",
    apply,
    // Every struct has one, until this pass decides which are kept.
    expected: |api| api.objects().count(),
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let bodies = body_types(file, api)?;
    let types = view::module(file, "types")?;
    let kept = reachable(types, bodies);
    let mut changed = 0;
    let objects: BTreeSet<String> = api
        .objects()
        .map(|(name, _)| names::pascal(name).to_string())
        .collect();
    types.retain_mut(|item| match item {
        Item::Impl(block) if gives_builder(block) => {
            let name = self_name(block);
            changed += usize::from(objects.contains(&name));
            kept.contains(&name)
        }
        Item::Mod(module) if module.ident == "builder" => {
            let items = module
                .content
                .iter_mut()
                .flat_map(|(_, items)| items.drain(..));
            let own: Vec<Item> = items.filter(|item| is_kept(item, &kept)).collect();
            let keep = !own.is_empty();
            if let Some((_, items)) = &mut module.content {
                *items = own;
            }
            keep
        }
        _ => true,
    });
    drop_unused_errors(types);
    Ok(changed)
}

/// Names of the types that operations take as their body.
fn body_types(file: &mut syn::File, api: &Api) -> Result<BTreeSet<String>, Unknown> {
    let mut bodies = BTreeSet::new();
    for operation in api.operations.iter().filter(|it| it.body.is_some()) {
        let builder = view::Builder::find(file, operation)?;
        for field in builder.parameters() {
            if view::field_name(field)? == "body" {
                bodies.extend(identifiers(field));
            }
        }
    }
    Ok(bodies)
}

/// `names` and every type of `types` that their fields lead to.
fn reachable(types: &[Item], names: BTreeSet<String>) -> BTreeSet<String> {
    let definitions: BTreeMap<String, &dyn ToTokens> = types
        .iter()
        .filter_map(|item| match item {
            Item::Struct(it) => Some((it.ident.to_string(), it as &dyn ToTokens)),
            Item::Enum(it) => Some((it.ident.to_string(), it as &dyn ToTokens)),
            _ => None,
        })
        .collect();
    let mut kept = BTreeSet::new();
    let mut queue: Vec<String> = names.into_iter().collect();
    while let Some(name) = queue.pop() {
        if let Some(definition) = definitions.get(&name)
            && kept.insert(name)
        {
            queue.extend(identifiers(*definition));
        }
    }
    kept
}

/// Every identifier in a piece of code.
fn identifiers(code: &dyn ToTokens) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(code.to_token_stream(), &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                found.insert(ident.to_string());
            }
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// `impl Contact { pub fn builder() -> builder::Contact { … } }`
fn gives_builder(block: &ItemImpl) -> bool {
    block.trait_.is_none()
        && matches!(&block.items[..], [syn::ImplItem::Fn(it)] if it.sig.ident == "builder")
}

fn self_name(block: &ItemImpl) -> String {
    match &*block.self_ty {
        syn::Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
    .map(|segment| segment.ident.to_string())
    .unwrap_or_default()
}

/// Items of the module `types::builder` are named after the type they build.
fn is_kept(item: &Item, kept: &BTreeSet<String>) -> bool {
    match item {
        Item::Struct(it) => kept.contains(&it.ident.to_string()),
        Item::Impl(it) => kept.contains(&self_name(it)),
        _ => true,
    }
}

/// `types::error` goes when no conversion is left that could fail.
fn drop_unused_errors(types: &mut Vec<Item>) {
    let is_errors = |item: &Item| matches!(item, Item::Mod(it) if it.ident == "error");
    let used = types
        .iter()
        .filter(|item| !is_errors(item))
        .any(|item| identifiers(item).contains("ConversionError"));
    if !used {
        types.retain(|item| !is_errors(item));
    }
}
