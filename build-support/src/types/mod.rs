//! Types by progenitor: the components of an API → the items of its module `types`.
//!
//! Each of progenitor's structs is improved by what its shape asks for; enums and unions are printed by
//! our own templates, and progenitor only hears their names. Generation fails when a type is missing, or
//! is not what it is known to be: an upgrade of progenitor can need work here, but never changes the
//! client unseen.

mod checks;
mod fit;
mod newtypes;
mod printed;
mod progenitor;
mod requests;
mod structs;
mod tokens;

use std::collections::{BTreeMap, HashMap};

use quote::format_ident;
use syn::{Ident, Item, visit_mut::VisitMut};

pub(crate) use printed::{OPEN_ENUM, UNION};
pub(crate) use progenitor::caught;
#[cfg(test)]
pub(crate) use progenitor::settings;
pub(crate) use tokens::{checks, inner_tokens, tokens};

use crate::{
    Error,
    api::Api,
    normalize::{self, Shape, Types},
};

/// The items of the module `types`, sorted by the name of the type.
pub(crate) fn items(api: &Api) -> Result<Vec<Item>, Error> {
    let components = normalize::components(&api.types);
    let settings = progenitor::settings(&api.types);
    let made = progenitor::types(&api.name, components, &settings)?;
    improved(made, &api.types).map_err(|problem| Error::Unknown {
        api: api.name.clone(),
        problem,
    })
}

/// progenitor's items as we want them, with ours between them, or what is not known about them.
fn improved(made: Vec<Item>, types: &Types) -> Result<Vec<Item>, String> {
    let seen = types.list.iter().enumerate();
    let seen = seen.map(|(at, definition)| (types.seen(at), definition));
    let (mut ours, mut missing): (BTreeMap<_, _>, BTreeMap<_, _>) =
        seen.partition(|(_, it)| printed::is_printed(it));
    let names = missing
        .iter()
        .map(|(seen, it)| (seen.clone(), it.name.as_str()));
    let mut rename = Rename(names.filter(|(seen, name)| seen != name).collect());
    let mut items = Vec::with_capacity(made.len());
    for mut item in made {
        // Those whose names come before it.
        if let Item::Struct(structure) = &item {
            let seen = structure.ident.to_string();
            let after = ours.split_off(&seen);
            let before = std::mem::replace(&mut ours, after).into_values();
            items.extend(before.flat_map(|it| printed::items(types, it)));
            missing.remove(&seen);
        }
        if !rename.0.is_empty() {
            rename.visit_item_mut(&mut item);
        }
        let definition = subject(&item).and_then(|it| types.find(it));
        match (item, definition.map(|it| (it, &it.shape))) {
            // typify writes a module with the error of checked text into every client; one type in the
            // runtime serves all of them.
            (Item::Mod(_), _) => {}
            (Item::Struct(structure), Some((definition, Shape::Object(object)))) => {
                items.extend(structs::items(structure, types, definition, object)?);
            }
            (Item::Struct(structure), Some((definition, Shape::Newtype(ty, limits)))) => {
                items.extend(newtypes::items(structure, types, definition, ty, limits));
            }
            (mut item, definition) => {
                if let Some((_, Shape::Newtype(_, limits))) = definition {
                    newtypes::refine(&mut item, limits);
                }
                items.push(item);
            }
        }
    }
    if let Some(missing) = missing.into_keys().next() {
        return Err(format!("there is no `{missing}`"));
    }
    items.extend(ours.into_values().flat_map(|it| printed::items(types, it)));
    items.extend(checks::items(types));
    Ok(items)
}

/// The type that an item defines or implements something for.
fn subject(item: &Item) -> Option<&Ident> {
    match item {
        Item::Struct(it) => Some(&it.ident),
        Item::Impl(block) => match &*block.self_ty {
            syn::Type::Path(path) => path.path.get_ident(),
            _ => None,
        },
        _ => None,
    }
}

/// Gives the types that progenitor saw under another name their own.
struct Rename<'a>(HashMap<String, &'a str>);

impl VisitMut for Rename<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if let Some(name) = self.0.get(&ident.to_string()) {
            *ident = format_ident!("{name}", span = ident.span());
        }
    }
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
