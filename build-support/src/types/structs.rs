//! Structs and their fields get their names, order and documentation.
//!
//! typify sorts fields by name and names them itself; here they have the names that the naming
//! module gave them, and stand in the order of the contract, so that code and document can be read
//! side by side. A nullable property that is missing reads as null: servers leave such properties
//! out now and then, and to a reader both mean that there is no value. In what is sent null clears a
//! value, and is not the same: there, what is optional and nullable is a `Nullable`.

use std::collections::HashMap;

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{Field, Fields, Item, ItemStruct, Meta, parse_quote};

use super::{fit, inner_of, optional_of, requests};
use crate::{
    docs,
    normalize::{Definition, Object, Types, seen_field},
};

/// A struct, and what it can do.
pub(super) fn items(
    mut structure: ItemStruct,
    types: &Types,
    definition: &Definition,
    object: &Object,
) -> Result<Vec<Item>, String> {
    structure.attrs.retain(|it| !it.path().is_ident("doc"));
    structure.attrs.splice(0..0, docs::of_type(definition));
    let texts = object.fields.iter().map(|it| docs::of_field(types, it));
    let texts: Vec<_> = texts.collect();
    fields(&mut structure, definition, object, &texts)?;
    derive_default(&mut structure)?;
    let mut methods = Vec::new();
    if definition.in_requests {
        structure.attrs.push(parse_quote!(#[non_exhaustive]));
        methods = requests::methods(&structure, types, definition, object, &texts)?;
    }
    let fit = fit::implementation(types, definition);
    let items = [Item::Struct(structure)].into_iter().chain(fit);
    Ok(items.chain(methods).collect())
}

/// Puts the fields into the order of the contract, with the comments `texts`.
fn fields(
    structure: &mut ItemStruct,
    definition: &Definition,
    object: &Object,
    texts: &[String],
) -> Result<(), String> {
    let name = structure.ident.to_string();
    let Fields::Named(fields) = &mut structure.fields else {
        return Err(format!("`{name}` has no named fields"));
    };
    let mut found: HashMap<String, Field> = HashMap::new();
    let mut extra = None;
    for field in std::mem::take(&mut fields.named) {
        match &field.ident {
            _ if is_flattened(&field) => extra = Some(field),
            Some(ident) => drop(found.insert(ident.to_string(), field)),
            None => return Err(format!("a field of `{name}` has no name")),
        }
    }
    for (number, expected) in object.fields.iter().enumerate() {
        let seen = seen_field(&expected.rust, number);
        let mut field = found
            .remove(&seen)
            .ok_or_else(|| format!("`{name}` has no field `{seen}`"))?;
        field.ident = Some(format_ident!("{}", expected.rust));
        // typify boxes the `Option` of what holds itself; the value is what has to be on the heap.
        if let Some(inner) = inner_of(&field.ty, "Box").and_then(|it| inner_of(it, "Option")) {
            field.ty = parse_quote!(::std::option::Option<::std::boxed::Box<#inner>>);
            if !definition.demands(expected) {
                field.attrs.push(
                    parse_quote!(#[serde(skip_serializing_if = "::std::option::Option::is_none")]),
                );
            }
        }
        let wire = (expected.wire != expected.rust).then_some(expected.wire.as_str());
        set_attributes(&mut field, wire, definition.is_nullable(expected));
        let comment = docs::with_marker(&texts[number], &expected.about);
        field.attrs.splice(0..0, comment);
        fields.named.push(field);
    }
    if let Some(unknown) = found.keys().next() {
        return Err(format!("`{name}` has an unknown field `{unknown}`"));
    }
    match (extra, &object.extra) {
        (Some(mut field), Some(extra)) => {
            field.ident = Some(format_ident!("{}", extra.rust));
            let text = "Properties that the contract does not list, as received.";
            field.attrs.insert(0, docs::attribute(text));
            fields.named.push(field);
        }
        (None, None) => {}
        _ => return Err(format!("`{name}` keeps unlisted properties differently")),
    }
    Ok(())
}

/// Adds the name on the wire where it is another one, and removes what would refuse a response in
/// which a nullable property is missing. In what is sent, null `is_nullable` apart from what is left out.
fn set_attributes(field: &mut Field, wire: Option<&str>, is_nullable: bool) {
    let mut members: Vec<TokenStream> = Vec::new();
    members.extend(wire.map(|wire| quote!(rename = #wire)));
    members.extend(field.attrs.iter().flat_map(serde_members));
    members.retain(|it| !is(it, "deserialize_with"));
    if is_nullable && let Some(inner) = inner_of(&field.ty, "Option") {
        field.ty = parse_quote!(::client_runtime::Nullable<#inner>);
        members.retain(|it| !is(it, "skip_serializing_if"));
        members.push(quote!(default));
        members.push(quote!(
            skip_serializing_if = "::client_runtime::Nullable::is_absent"
        ));
    }
    field.attrs.clear();
    if !members.is_empty() {
        field.attrs.push(parse_quote!(#[serde(#(#members),*)]));
    }
}

/// What a serde attribute says, without parsing it.
fn serde_members(attribute: &syn::Attribute) -> Vec<TokenStream> {
    let mut members = Vec::new();
    if let Meta::List(list) = &attribute.meta
        && list.path.is_ident("serde")
    {
        let tokens: Vec<_> = list.tokens.clone().into_iter().collect();
        let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(it) if it.as_char() == ',');
        let parts = tokens.split(is_comma).filter(|it| !it.is_empty());
        members.extend(parts.map(|it| it.iter().cloned().collect()));
    }
    members
}

/// Lets a struct begin empty where nothing is required: typify does not where unlisted properties
/// are kept.
fn derive_default(structure: &mut ItemStruct) -> Result<(), String> {
    if !structure.fields.iter().any(is_flattened)
        || !structure
            .fields
            .iter()
            .all(|field| is_flattened(field) || optional_of(&field.ty).is_some())
    {
        return Ok(());
    }
    let name = &structure.ident;
    let mut attributes = structure.attrs.iter_mut();
    let derive = attributes
        .find(|it| it.path().is_ident("derive"))
        .map(|it| &mut it.meta);
    let Some(Meta::List(list)) = derive else {
        return Err(format!("`{name}` derives nothing"));
    };
    let traits = &list.tokens;
    list.tokens = quote!(#traits, Default);
    Ok(())
}

fn is_flattened(field: &Field) -> bool {
    let mut members = field.attrs.iter().flat_map(serde_members);
    members.any(|it| is(&it, "flatten"))
}

/// Whether a member of a serde attribute has this name.
fn is(member: &TokenStream, name: &str) -> bool {
    let first = member.clone().into_iter().next();
    first.is_some_and(|it| matches!(it, TokenTree::Ident(it) if it == name))
}
