//! Pass: structs and their fields get their names, order and documentation.
//!
//! typify sorts fields by name and names them itself; here they have the names that the naming
//! module gave them, and stand in the order of the contract, so that code and document can be read
//! side by side. A nullable property that is missing reads as null: servers leave such properties
//! out now and then, and to a reader both mean that there is no value. In what is sent null clears a
//! value, and is not the same: there, what is optional and nullable is a `Nullable`.

use std::collections::HashMap;

use quote::{format_ident, quote};
use syn::{Field, Fields, Ident, Item, ItemStruct, parse_quote, visit_mut::VisitMut};

use super::{Pass, Unknown, count, inner_of, optional_of};
use crate::{
    docs,
    normalize::{Definition, Object, Shape, Types, seen_field},
};

pub(super) const NAMES: Pass = Pass {
    name: "names",
    apply: rename_types,
    expected: |types| {
        (0..types.list.len())
            .filter(|at| stands_in(types, *at).is_some())
            .count()
    },
};

pub(super) const FIELDS: Pass = Pass {
    name: "fields",
    apply: fields,
    expected: |types| count(types, |it| matches!(it.shape, Shape::Object(_))),
};

/// The name under which progenitor saw a type, where that is not its own.
fn stands_in(types: &Types, at: usize) -> Option<(String, &str)> {
    let seen = types.seen(at);
    let name = types.list[at].name.as_str();
    (seen != name).then_some((seen, name))
}

fn rename_types(items: &mut Vec<Item>, types: &Types) -> Result<usize, Unknown> {
    struct Rename<'a> {
        names: HashMap<String, &'a str>,
    }
    impl VisitMut for Rename<'_> {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            if let Some(name) = self.names.get(&ident.to_string()) {
                *ident = format_ident!("{name}", span = ident.span());
            }
        }
    }
    let names: HashMap<_, _> = (0..types.list.len())
        .filter_map(|at| stands_in(types, at))
        .collect();
    let mut renamed = 0;
    for item in items.iter() {
        if let Item::Struct(it) = item {
            renamed += usize::from(names.contains_key(&it.ident.to_string()));
        }
    }
    let mut rename = Rename { names };
    for item in items {
        rename.visit_item_mut(item);
    }
    Ok(renamed)
}

fn fields(items: &mut Vec<Item>, types: &Types) -> Result<usize, Unknown> {
    let mut changed = 0;
    for item in items {
        let Item::Struct(structure) = item else {
            continue;
        };
        let definition = types.find(&structure.ident);
        let Some((definition, Shape::Object(object))) = definition.map(|it| (it, &it.shape)) else {
            continue;
        };
        structure.attrs.retain(|it| !it.path().is_ident("doc"));
        structure.attrs.splice(0..0, docs::of_type(definition));
        document_fields(structure, types, definition, object)?;
        derive_default(structure)?;
        changed += 1;
    }
    Ok(changed)
}

fn document_fields(
    structure: &mut ItemStruct,
    types: &Types,
    definition: &Definition,
    object: &Object,
) -> Result<(), Unknown> {
    let name = structure.ident.to_string();
    let Fields::Named(fields) = &mut structure.fields else {
        return Err(Unknown::new(format!("`{name}` has no named fields")));
    };
    let mut found: HashMap<String, Field> = HashMap::new();
    let mut extra = None;
    for field in std::mem::take(&mut fields.named) {
        match &field.ident {
            _ if is_flattened(&field) => extra = Some(field),
            Some(ident) => drop(found.insert(ident.to_string(), field)),
            None => return Err(Unknown::new(format!("a field of `{name}` has no name"))),
        }
    }
    for (number, expected) in object.fields.iter().enumerate() {
        let seen = seen_field(&expected.rust, number);
        let mut field = found
            .remove(&seen)
            .ok_or_else(|| Unknown::new(format!("`{name}` has no field `{seen}`")))?;
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
        set_attributes(&mut field, wire, definition.is_nullable(expected))?;
        field.attrs.splice(0..0, docs::of_field(types, expected));
        fields.named.push(field);
    }
    if let Some(unknown) = found.keys().next() {
        return Err(Unknown::new(format!(
            "`{name}` has an unknown field `{unknown}`"
        )));
    }
    match (extra, &object.extra) {
        (Some(mut field), Some(extra)) => {
            field.ident = Some(format_ident!("{}", extra.rust));
            let text = "Properties that the contract does not list, as received.";
            field.attrs.splice(0..0, docs::attributes(text));
            fields.named.push(field);
        }
        (None, None) => {}
        _ => {
            return Err(Unknown::new(format!(
                "`{name}` keeps unlisted properties differently"
            )));
        }
    }
    Ok(())
}

/// Adds the name on the wire where it is another one, and removes what would refuse a response in
/// which a nullable property is missing. In what is sent, null `is_nullable` apart from what is left out.
fn set_attributes(field: &mut Field, wire: Option<&str>, is_nullable: bool) -> Result<(), Unknown> {
    type Members = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
    let demanded: syn::Meta = parse_quote!(deserialize_with = "::std::option::Option::deserialize");
    let mut members: Vec<syn::Meta> = Vec::new();
    members.extend(wire.map(|wire| parse_quote!(rename = #wire)));
    for attribute in field.attrs.iter().filter(|it| it.path().is_ident("serde")) {
        let parsed = attribute
            .parse_args_with(Members::parse_terminated)
            .map_err(|error| Unknown::new(format!("unknown attribute: {error}")))?;
        members.extend(parsed.into_iter().filter(|it| *it != demanded));
    }
    if is_nullable && let Some(inner) = inner_of(&field.ty, "Option") {
        field.ty = parse_quote!(::client_runtime::Nullable<#inner>);
        members.retain(|it| !it.path().is_ident("skip_serializing_if"));
        members.push(parse_quote!(default));
        members.push(parse_quote!(
            skip_serializing_if = "::client_runtime::Nullable::is_absent"
        ));
    }
    field.attrs.clear();
    if !members.is_empty() {
        field.attrs.push(parse_quote!(#[serde(#(#members),*)]));
    }
    Ok(())
}

/// Lets a struct begin empty where nothing is required: typify does not where unlisted properties
/// are kept.
fn derive_default(structure: &mut ItemStruct) -> Result<(), Unknown> {
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
    let Some(syn::Meta::List(list)) = derive else {
        return Err(Unknown::new(format!("`{name}` derives nothing")));
    };
    let traits = &list.tokens;
    list.tokens = quote!(#traits, Default);
    Ok(())
}

fn is_flattened(field: &Field) -> bool {
    field
        .attrs
        .iter()
        .any(|it| *it == parse_quote!(#[serde(flatten)]))
}
