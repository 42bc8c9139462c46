//! What can be a part of a union tells how well a value fits it.
//!
//! Objects are open, so several members of a union can take a value; the one that declares the most
//! of it is meant. Enums and unions tell by their macros.

use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::tokens::inner_tokens;
use crate::normalize::{Definition, Object, Shape, Type, Types};

/// How well a value fits a struct that is a part of a union.
pub(super) fn implementation(types: &Types, definition: &Definition) -> Option<Item> {
    let name = format_ident!("{}", definition.name);
    if !definition.in_unions {
        return None;
    }
    match &definition.shape {
        Shape::Object(object) => {
            let properties = object.fields.iter().map(|field| {
                let wire = &field.wire;
                let ty = field.ty.clone().nullable(!definition.demands(field));
                let ty = inner_tokens(types, &ty);
                quote!(unions::property::<#ty>(#wire))
            });
            let additional = additional(types, object);
            Some(parse_quote! {
                impl unions::Fit for #name {
                    const PROPERTIES: &'static [unions::Property] = &[#(#properties),*];
                    #additional
                }
            })
        }
        Shape::Newtype(inner, _) => {
            let inner = inner_tokens(types, inner);
            Some(parse_quote! {
                impl unions::Fit for #name {
                    fn fit(value: &::serde_json::Value, seen: &mut unions::Seen) -> ::std::option::Option<unions::Score> {
                        <#inner as unions::Fit>::fit(value, seen)
                    }
                }
            })
        }
        Shape::Enum(_) | Shape::Union(_) => None,
    }
}

/// What unlisted properties hold, if the contract says so.
fn additional(types: &Types, object: &Object) -> Option<proc_macro2::TokenStream> {
    let extra = object
        .extra
        .as_ref()
        .filter(|extra| extra.ty != Type::Any)?;
    let ty = inner_tokens(types, &extra.ty);
    Some(quote! {
        const ADDITIONAL: ::std::option::Option<unions::Scorer> =
            ::std::option::Option::Some(<#ty as unions::Fit>::fit);
    })
}
