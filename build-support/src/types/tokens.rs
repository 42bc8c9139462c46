//! A type as Rust writes it, in long form: the imports pass shortens it where nothing is in the way.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::normalize::{Type, Types};

/// The type as it is written beside the module `types`.
pub(crate) fn tokens(types: &Types, ty: &Type) -> TokenStream {
    write(types, ty, &quote!(types::))
}

/// The type as it is written inside the module `types`.
pub(crate) fn inner_tokens(types: &Types, ty: &Type) -> TokenStream {
    write(types, ty, &TokenStream::new())
}

fn write(types: &Types, ty: &Type, module: &TokenStream) -> TokenStream {
    let inner = |ty: &Type| write(types, ty, module);
    match ty {
        Type::Text => quote!(::std::string::String),
        Type::Date => quote!(::chrono::naive::NaiveDate),
        Type::DateTime => quote!(::chrono::DateTime<::chrono::offset::Utc>),
        Type::Integer(name) | Type::Float(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        Type::Boolean => quote!(bool),
        Type::Any => quote!(::serde_json::Value),
        Type::List(item) => {
            let item = inner(item);
            quote!(::std::vec::Vec<#item>)
        }
        Type::Map(value) if **value == Type::Any => {
            quote!(::serde_json::Map<::std::string::String, ::serde_json::Value>)
        }
        Type::Map(value) => {
            let value = inner(value);
            quote!(::std::collections::HashMap<::std::string::String, #value>)
        }
        Type::Optional(value) => {
            let value = inner(value);
            quote!(::std::option::Option<#value>)
        }
        Type::Named(id) => {
            let name = format_ident!("{}", types.get(*id).name);
            quote!(#module #name)
        }
    }
}
