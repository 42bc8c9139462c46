//! Comments of the types: schemas, properties, and what typify adds to them.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Item, ItemStruct};

use super::{get, operations, sentence, set};
use crate::{
    api::Api,
    refine::{Unknown, markdown, names, view},
};

pub(super) fn document(file: &mut syn::File, api: &Api) -> Result<(), Unknown> {
    let parameters = parameter_types(api);
    let types = view::module(file, "types")?;
    let meanings = meanings(types);
    for item in types {
        match item {
            Item::Struct(it) => {
                let parameter = parameters.get(&it.ident.to_string());
                document_struct(it, parameter.map(String::as_str), &meanings);
            }
            Item::Enum(it) => {
                let text = own_text(&it.attrs, &it.ident)
                    .unwrap_or_else(|| format!("One of the forms of `{}`.", it.ident));
                set(&mut it.attrs, &text);
                for variant in &mut it.variants {
                    if get(&variant.attrs).is_none() {
                        let text = format!("As `{}`.", variant.fields.to_token_stream());
                        set(&mut variant.attrs, &text);
                    }
                }
            }
            Item::Impl(it) if it.trait_.is_none() => document_builder_function(it),
            Item::Mod(it) if it.ident == "builder" => {
                document_struct_builders(it.content.iter_mut().flat_map(|(_, items)| items));
            }
            _ => {}
        }
    }
    Ok(())
}

/// The types that stand for a constrained parameter, with what the contract says of it.
fn parameter_types(api: &Api) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for operation in &api.operations {
        for parameter in &operation.parameters {
            let name = names::parameter_type(operation, parameter);
            texts.insert(name.to_string(), operations::parameter_text(parameter));
        }
    }
    texts
}

/// The first paragraph of the comment of each type, for properties that only refer to it.
fn meanings(types: &[Item]) -> BTreeMap<String, String> {
    types
        .iter()
        .filter_map(|item| {
            let (name, attributes) = match item {
                Item::Struct(it) => (&it.ident, &it.attrs),
                Item::Enum(it) => (&it.ident, &it.attrs),
                _ => return None,
            };
            let text = own_text(attributes, name)?;
            Some((name.to_string(), markdown::first_paragraph(&text)))
        })
        .collect()
}

/// The item's comment, unless it is typify's stand-in: the item's name in backticks.
fn own_text(attributes: &[syn::Attribute], name: &syn::Ident) -> Option<String> {
    let text = get(attributes)?;
    let stand_in = text.trim() == format!("`{name}`");
    (!stand_in).then(|| sentence(&markdown::documentation(&text)))
}

fn document_struct(
    structure: &mut ItemStruct,
    parameter: Option<&str>,
    meanings: &BTreeMap<String, String>,
) {
    let text = own_text(&structure.attrs, &structure.ident)
        .or_else(|| parameter.map(ToOwned::to_owned))
        .unwrap_or_else(|| format!("The object `{}` of the contract.", structure.ident));
    set(&mut structure.attrs, &text);
    for field in &mut structure.fields {
        let Some(name) = field.ident.clone() else {
            continue;
        };
        let text = match get(&field.attrs) {
            Some(text) => sentence(&markdown::documentation(&text)),
            None => refers_to(&field.ty, meanings)
                .cloned()
                .unwrap_or_else(|| format!("The property `{name}`.")),
        };
        set(&mut field.attrs, &text);
    }
}

/// What the type says that a property is made of: `Contact` of `Option<Vec<Contact>>`.
fn refers_to<'a>(ty: &syn::Type, meanings: &'a BTreeMap<String, String>) -> Option<&'a String> {
    let inner = view::argument_of(ty, "Option").or(view::argument_of(ty, "Vec"));
    match inner {
        Some(inner) => refers_to(inner, meanings),
        None => meanings.get(&ty.to_token_stream().to_string()),
    }
}

fn document_builder_function(block: &mut syn::ItemImpl) {
    for item in &mut block.items {
        if let syn::ImplItem::Fn(it) = item
            && it.sig.ident == "builder"
        {
            set(
                &mut it.attrs,
                "Starts a value whose properties are set one by one.",
            );
        }
    }
}

fn document_struct_builders<'a>(items: impl Iterator<Item = &'a mut Item>) {
    for item in items {
        match item {
            Item::Struct(it) => {
                let name = it.ident.clone();
                set(
                    &mut it.attrs,
                    &format!("Builds a [`{name}`](super::{name})."),
                );
            }
            Item::Impl(it) if it.trait_.is_none() => {
                for item in &mut it.items {
                    if let syn::ImplItem::Fn(setter) = item {
                        let text = format!("Sets `{}`.", setter.sig.ident);
                        set(&mut setter.attrs, &text);
                    }
                }
            }
            _ => {}
        }
    }
}
