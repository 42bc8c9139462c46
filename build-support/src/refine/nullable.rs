//! Pass: a nullable property that is missing reads as null.
//!
//! typify refuses an answer in which a property that is required and nullable is missing. Servers
//! leave such properties out now and then; to a reader both mean that there is no value.

use openapiv3::{OpenAPI, ReferenceOr, Schema, SchemaKind, Type};
use syn::{Item, parse_quote};

use super::{Pass, Unknown, view};
use crate::{
    api::Api,
    walk::{self, Place, Visitor},
};

pub(super) const PASS: Pass = Pass {
    name: "nullable",
    apply,
    expected: |api| required_nullables(&api.document),
};

fn required_nullables(document: &OpenAPI) -> usize {
    struct Count(usize);
    impl Visitor for Count {
        fn schema(&mut self, schema: &mut Schema, _: Place) {
            if let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind {
                let nullable = |name: &&String| match object.properties.get(*name) {
                    Some(ReferenceOr::Item(property)) => property.schema_data.nullable,
                    _ => false,
                };
                self.0 += object.required.iter().filter(nullable).count();
            }
        }
    }
    let mut count = Count(0);
    walk::document(&mut document.clone(), &mut count);
    count.0
}

fn apply(file: &mut syn::File, _: &Api) -> Result<usize, Unknown> {
    let required: syn::Meta = parse_quote!(deserialize_with = "::std::option::Option::deserialize");
    let mut changed = 0;
    for item in view::module(file, "types")? {
        let Item::Struct(structure) = item else {
            continue;
        };
        for field in &mut structure.fields {
            changed += remove_from_serde(field, &required)?;
        }
    }
    Ok(changed)
}

/// Takes `member` out of the field's `#[serde(…)]`; tells how often it was there.
fn remove_from_serde(field: &mut syn::Field, member: &syn::Meta) -> Result<usize, Unknown> {
    type Members = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
    let mut removed = 0;
    for attribute in &mut field.attrs {
        if !attribute.path().is_ident("serde") {
            continue;
        }
        let members = attribute
            .parse_args_with(Members::parse_terminated)
            .map_err(|error| Unknown::new(format!("a serde attribute does not parse: {error}")))?;
        let kept: Vec<_> = members.iter().filter(|it| *it != member).collect();
        removed += members.len() - kept.len();
        *attribute = parse_quote!(#[serde(#(#kept),*)]);
    }
    field
        .attrs
        .retain(|attribute| *attribute != parse_quote!(#[serde()]));
    Ok(removed)
}
