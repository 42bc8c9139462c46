//! Enums and unions are printed by us.
//!
//! progenitor's enums refuse a value that they do not know, and its unions take the first member
//! that has no required fields. Ours are open and choose by what a value holds; their code stands
//! once in the client's runtime, in two macros. An item with the attribute [`OPEN_ENUM`] or [`UNION`]
//! is printed as a call of that macro.

use indexmap::IndexMap;
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::tokens::inner_tokens;
use crate::{
    docs,
    normalize::{Definition, Member, Shape, Type, Types, Union, Variant},
};

/// The macro of the runtime that an enum is a call of.
pub(crate) const OPEN_ENUM: &str = "open_enum";
/// The macro of the runtime that a union is a call of.
pub(crate) const UNION: &str = "union";

pub(super) fn is_printed(definition: &Definition) -> bool {
    matches!(definition.shape, Shape::Enum(_) | Shape::Union(_))
}

/// The items of an enum or a union.
pub(super) fn items(types: &Types, definition: &Definition) -> Vec<Item> {
    match &definition.shape {
        Shape::Enum(variants) => vec![open_enum(definition, variants)],
        Shape::Union(union) => self::union(types, definition, union),
        Shape::Object(_) | Shape::Newtype(..) => Vec::new(),
    }
}

fn open_enum(definition: &Definition, variants: &[Variant]) -> Item {
    let name = format_ident!("{}", definition.name);
    let marker = format_ident!("{OPEN_ENUM}");
    let docs = docs::of_type(definition);
    let variants = variants.iter().map(|variant| {
        let (rust, wire) = (format_ident!("{}", variant.rust), &variant.wire);
        let docs = docs::attribute(&docs::code(wire));
        quote!(#docs #rust = #wire)
    });
    parse_quote! {
        #[#marker]
        #(#docs)*
        pub enum #name { #(#variants),* }
    }
}

/// A union, and conversions into it where it is sent.
fn union(types: &Types, definition: &Definition, union: &Union) -> Vec<Item> {
    let name = format_ident!("{}", definition.name);
    let marker = format_ident!("{UNION}");
    let tag = union.discriminator.iter();
    let docs = docs::of_type(definition);
    let variants = union
        .members
        .iter()
        .map(|member| variant(types, union, member));
    let mut items = vec![parse_quote! {
        #[#marker]
        #(#docs)*
        #(#[discriminator(#tag)])*
        pub enum #name { #(#variants),* }
    }];
    if definition.in_requests {
        items.extend(conversions(types, definition, union));
    }
    items
}

/// Conversions for those who write a body, so that they name no variant: from a value that a member
/// boxes, from a member of a member, and from text where one member is text.
fn conversions(types: &Types, definition: &Definition, union: &Union) -> Vec<Item> {
    let mut found: IndexMap<String, Option<&Member>> = IndexMap::new();
    for member in &union.members {
        let mut add = |from: &Type, variant| {
            let from = inner_tokens(types, from).to_string();
            found
                .entry(from)
                .and_modify(|it| *it = None)
                .or_insert(variant);
        };
        // The macro has a conversion for each member.
        add(&member.ty, Some(member).filter(|_| member.boxed));
        let is_text = match types.named(&member.ty).map(|it| &it.shape) {
            Some(Shape::Union(inner)) => {
                let inner = inner
                    .members
                    .iter()
                    .filter(|it| !it.boxed && it.ty != Type::Any);
                inner.for_each(|it| add(&it.ty, Some(member)));
                false
            }
            Some(shape) => matches!(shape, Shape::Enum(_) | Shape::Newtype(Type::Text, _)),
            None => member.ty == Type::Text,
        };
        if is_text {
            let text = found.entry("&str".to_owned());
            text.and_modify(|it| *it = None).or_insert(Some(member));
        }
    }
    let name = format_ident!("{}", definition.name);
    let found = found.into_iter().filter_map(|(from, variant)| {
        let member = variant?;
        let variant = format_ident!("{}", member.rust);
        let is_part = from != inner_tokens(types, &member.ty).to_string();
        let from: syn::Type = syn::parse_str(&from).ok()?;
        let value = if member.boxed && is_part {
            quote!(::std::boxed::Box::new(value.into()))
        } else {
            quote!(value.into())
        };
        Some(parse_quote! {
            impl ::std::convert::From<#from> for #name {
                fn from(value: #from) -> Self {
                    Self::#variant(#value)
                }
            }
        })
    });
    found.collect()
}

fn variant(types: &Types, union: &Union, member: &Member) -> syn::Variant {
    let rust = format_ident!("{}", member.rust);
    let ty = inner_tokens(types, &member.ty);
    let ty = if member.boxed {
        quote!(::std::boxed::Box<#ty>)
    } else {
        ty
    };
    let docs = docs::of_member(types, member);
    let values = &member.values;
    let values = (!values.is_empty()).then(|| quote!(#[values(#(#values),*)]));
    let twins = union.members.iter().filter(|it| it.ty == member.ty).count();
    let no_from = (twins > 1 || member.ty == Type::Any).then(|| quote!(#[no_from]));
    parse_quote! {
        #docs
        #values
        #no_from
        #rust(#ty)
    }
}
