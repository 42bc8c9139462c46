//! Types by progenitor: the components of an API → the items of its module `types`.
//!
//! Each of progenitor's structs is improved by what its shape asks for; enums and unions are not
//! progenitor's: our own templates print them. Generation fails when a type is missing, or is not what
//! it is known to be: an upgrade of progenitor can need work here, but never changes the client unseen.

mod checks;
mod fit;
mod newtypes;
mod printed;
mod progenitor;
mod requests;
mod structs;
mod tokens;

use std::collections::HashMap;

use quote::format_ident;
use syn::{Ident, Item, visit_mut::VisitMut};

pub(crate) use printed::{OPEN_ENUM, UNION};
pub(crate) use progenitor::caught;
#[cfg(test)]
pub(crate) use progenitor::settings;
pub(crate) use tokens::{checks, inner_tokens, integers, tokens};

use crate::{
    Error,
    api::Api,
    normalize::{self, Shape, Types},
};

/// The items of the module `types`, sorted by the name of the type.
pub(crate) fn items(api: &Api) -> Result<Vec<Item>, Error> {
    let components = normalize::components(&api.types);
    let made = progenitor::types(&api.name, components)?;
    improved(made, &api.types).map_err(|problem| Error::Unknown {
        api: api.name.clone(),
        problem,
    })
}

/// progenitor's items as we want them, or what is not known about them.
fn improved(mut made: Vec<Item>, types: &Types) -> Result<Vec<Item>, String> {
    rename(&mut made, types);
    let mut missing: Vec<&str> = types.list.iter().map(|it| it.name.as_str()).collect();
    let mut items = Vec::with_capacity(made.len());
    for item in made {
        let definition = subject(&item).and_then(|it| types.find(it));
        match (item, definition) {
            // typify writes a module with the error of checked text into every client; one type in the
            // runtime serves all of them.
            (Item::Mod(_), _) => {}
            (Item::Struct(structure), Some(definition)) => {
                missing.retain(|it| *it != definition.name);
                match &definition.shape {
                    Shape::Object(object) => {
                        items.extend(structs::items(structure, types, definition, object)?);
                    }
                    Shape::Newtype(ty, limits) => {
                        items.extend(newtypes::items(structure, types, definition, ty, limits));
                    }
                    Shape::Enum(variants) => items.push(printed::open_enum(definition, variants)),
                    Shape::Union(union) => items.extend(printed::union(types, definition, union)),
                }
            }
            // What the stand-in can do.
            (_, Some(definition)) if printed::is_printed(definition) => {}
            (mut item, definition) => {
                if definition.is_some_and(|it| matches!(it.shape, Shape::Newtype(..))) {
                    newtypes::refine(&mut item);
                }
                items.push(item);
            }
        }
    }
    if !missing.is_empty() {
        return Err(format!("there is no `{}`", missing.join("`, `")));
    }
    items.extend(checks::items(types));
    Ok(items)
}

/// The type that an item defines or implements something for.
fn subject(item: &Item) -> Option<&Ident> {
    match item {
        Item::Struct(it) => Some(&it.ident),
        Item::Impl(block) => {
            let implements = match &*block.self_ty {
                syn::Type::Path(path) => path.path.get_ident(),
                _ => None,
            };
            // `impl From<Stand> for Value`.
            implements.or_else(|| {
                let of = block.trait_.as_ref()?.0.segments.last()?;
                match first_argument(&of.arguments)? {
                    syn::Type::Path(path) => path.path.get_ident(),
                    _ => None,
                }
            })
        }
        _ => None,
    }
}

/// Gives the types that progenitor saw under another name their own.
fn rename(items: &mut [Item], types: &Types) {
    struct Rename<'a>(HashMap<String, &'a str>);

    impl VisitMut for Rename<'_> {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            if let Some(name) = self.0.get(&ident.to_string()) {
                *ident = format_ident!("{name}", span = ident.span());
            }
        }
    }

    let seen = types.list.iter().enumerate();
    let seen = seen.map(|(at, it)| (types.seen(at), it.name.as_str()));
    let mut rename = Rename(seen.filter(|(seen, name)| seen != name).collect());
    if !rename.0.is_empty() {
        for item in items {
            rename.visit_item_mut(item);
        }
    }
}

/// What an `Option`, or another `outer` type, holds; nothing for any other type.
fn inner_of<'a>(ty: &'a syn::Type, outer: &str) -> Option<&'a syn::Type> {
    let syn::Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last().filter(|it| it.ident == outer)?;
    first_argument(&last.arguments)
}

fn first_argument(arguments: &syn::PathArguments) -> Option<&syn::Type> {
    let syn::PathArguments::AngleBracketed(arguments) = arguments else {
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
