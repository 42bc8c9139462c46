//! Pass: string enums are open.
//!
//! With progenitor's closed enums one new value of the server fails a whole answer. Each enum gets
//! a variant that keeps what it does not know, and is marked non-exhaustive, so that a value added
//! to the contract breaks no caller.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Schema, SchemaKind, Type};
use quote::format_ident;
use syn::{Fields, Item, ItemEnum, ItemImpl, parse_quote};

use super::{Pass, Unknown, names, view};
use crate::api::Api;

pub(super) const PASS: Pass = Pass {
    name: "open-enums",
    apply,
    expected: |api| string_enums(api).count(),
};

fn string_enums(api: &Api) -> impl Iterator<Item = (&String, &Schema)> {
    let components = api.document.components.iter();
    let schemas = components.flat_map(|components| &components.schemas);
    schemas.filter_map(|(name, schema)| {
        let schema = schema.as_item()?;
        match &schema.schema_kind {
            SchemaKind::Type(Type::String(string)) if !string.enumeration.is_empty() => {
                Some((name, schema))
            }
            _ => None,
        }
    })
}

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let types = view::module(file, "types")?;
    let mut enums = BTreeMap::new();
    for (name, schema) in string_enums(api) {
        if let SchemaKind::Type(Type::String(string)) = &schema.schema_kind {
            let values = string.enumeration.iter().flatten().map(String::as_str);
            enums.insert(names::pascal(name).to_string(), values.collect::<Vec<_>>());
        }
    }
    let mut changed = BTreeSet::new();
    // All in one go: a large contract has thousands of enums.
    for item in std::mem::take(types) {
        match item {
            Item::Enum(closed) if enums.contains_key(&closed.ident.to_string()) => {
                let name = closed.ident.to_string();
                types.extend(open(&closed, &enums[&name])?);
                changed.insert(name);
            }
            // typify's conversions from text and to it, for a closed set of values.
            Item::Impl(block) if is_about(&block, &enums) => {}
            other => types.push(other),
        }
    }
    match enums.keys().find(|name| !changed.contains(*name)) {
        Some(name) => Err(Unknown::new(format!("there is no enum `{name}`"))),
        None => Ok(changed.len()),
    }
}

fn is_about(block: &ItemImpl, enums: &BTreeMap<String, Vec<&str>>) -> bool {
    let name = view::type_name(&block.self_ty);
    name.is_some_and(|name| enums.contains_key(&name.to_string()))
}

fn open(closed: &ItemEnum, values: &[&str]) -> Result<Vec<Item>, Unknown> {
    let name = &closed.ident;
    let unit = |variant: &syn::Variant| matches!(variant.fields, Fields::Unit);
    if closed.variants.len() != values.len() || !closed.variants.iter().all(unit) {
        return Err(Unknown::new(format!("unknown variants of `{name}`")));
    }
    let variants: Vec<_> = closed.variants.iter().map(|it| &it.ident).collect();
    let unknown = if variants.iter().any(|variant| *variant == "Unknown") {
        format_ident!("UnknownValue")
    } else {
        format_ident!("Unknown")
    };
    let docs = closed.attrs.iter().filter(|it| it.path().is_ident("doc"));
    let value_docs = values.iter().map(|value| format!(" `{value}`"));
    let file: syn::File = parse_quote! {
        #(#docs)*
        #[derive(
            Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, ::serde::Deserialize,
        )]
        #[serde(from = "String")]
        #[non_exhaustive]
        pub enum #name {
            #(#[doc = #value_docs] #variants,)*
            /// Any other value, as received.
            #unknown(String),
        }

        impl #name {
            /// The value as it is sent and received.
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #values,)*
                    Self::#unknown(value) => value,
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                match value {
                    #(#values => Self::#variants,)*
                    other => Self::#unknown(other.to_owned()),
                }
            }
        }

        impl From<String> for #name {
            fn from(value: String) -> Self {
                match value.as_str() {
                    #(#values => Self::#variants,)*
                    _ => Self::#unknown(value),
                }
            }
        }

        impl From<&String> for #name {
            fn from(value: &String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::std::str::FromStr for #name {
            type Err = ::std::convert::Infallible;

            fn from_str(value: &str) -> Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
    Ok(file.items)
}
