//! What the macros of the sources stand for.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, ItemEnum, parse_quote};

/// A macro that is called where items stand.
pub(super) struct Macro {
    /// The last name of its path.
    pub(super) name: &'static str,
    /// The items that a call stands for, as far as callers see them.
    pub(super) expand: fn(TokenStream) -> syn::Result<Vec<Item>>,
}

/// All that the sources may call.
pub(super) const MACROS: &[Macro] = &[
    Macro {
        name: "open_enum",
        expand: open_enum,
    },
    Macro {
        name: "union",
        expand: union,
    },
    // Implementations of a trait that is hidden.
    Macro {
        name: "scalars",
        expand: |_| Ok(Vec::new()),
    },
];

/// An enum of texts that keeps those it does not know.
fn open_enum(call: TokenStream) -> syn::Result<Vec<Item>> {
    let mut item: ItemEnum = syn::parse2(call)?;
    for variant in &mut item.variants {
        variant.discriminant = None;
    }
    item.variants.push(parse_quote!(Unknown(String)));
    let name = &item.ident;
    let expansion = quote! {
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[derive(::serde::Deserialize, ::serde::Serialize)]
        #[non_exhaustive]
        #item

        impl #name {
            pub fn as_str(&self) -> &str {}
        }
        impl From<&str> for #name {}
        impl From<String> for #name {}
        impl From<&String> for #name {}
        impl ::std::str::FromStr for #name {
            type Err = ::std::convert::Infallible;
        }
        impl ::std::fmt::Display for #name {}
    };
    Ok(syn::parse2::<syn::File>(expansion)?.items)
}

/// An enum of the forms of a value, which keeps a value of none of them.
fn union(call: TokenStream) -> syn::Result<Vec<Item>> {
    let mut item: ItemEnum = syn::parse2(call)?;
    item.attrs.retain(|it| !it.path().is_ident("discriminator"));
    let name = &item.ident;
    let mut conversions = Vec::new();
    for variant in &mut item.variants {
        let has_from = !variant.attrs.iter().any(|it| it.path().is_ident("no_from"));
        variant.attrs.retain(|it| it.path().is_ident("doc"));
        if let Some(member) = variant.fields.iter().next().filter(|_| has_from) {
            let ty = &member.ty;
            conversions.push(quote!(impl From<#ty> for #name {}));
        }
    }
    item.variants
        .push(parse_quote!(Unknown(::serde_json::Value)));
    let expansion = quote! {
        #[derive(Clone, Debug)]
        #[derive(::serde::Deserialize, ::serde::Serialize)]
        #[non_exhaustive]
        #item

        #(#conversions)*
    };
    Ok(syn::parse2::<syn::File>(expansion)?.items)
}
