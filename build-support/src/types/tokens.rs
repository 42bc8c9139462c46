//! A type as Rust writes it, in long form: `imports` shortens it where nothing is in the way.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::normalize::{Bound, Type, Types};

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
        Type::OrText(value) => {
            let value = inner(value);
            quote!(::client_runtime::OrText<#value>)
        }
        Type::Integer(name) | Type::Float(name) => {
            let name = format_ident!("{name}");
            quote!(#name)
        }
        Type::Boolean => quote!(bool),
        Type::Any => quote!(::serde_json::Value),
        Type::Upload => quote!(::client_runtime::Upload),
        Type::Bytes => quote!(::client_runtime::codegen::Bytes),
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

/// What a value of type `ty` is checked for, one `Bounds` after the other; one that has none, where
/// there is only something in the value to check.
pub(crate) fn checks(types: &Types, ty: &Type, bounds: &[Bound]) -> Vec<TokenStream> {
    let checks: Vec<_> = bounds.iter().map(|it| bound(ty, it)).collect();
    if checks.is_empty() && types.is_checked(ty) {
        vec![quote!(&codegen::Bounds::new())]
    } else {
        checks
    }
}

/// One `Bounds`.
pub(super) fn bound(ty: &Type, bound: &Bound) -> TokenStream {
    let own = match (bound, ty.value()) {
        (Bound::Each(inner), Type::List(item) | Type::Map(item)) => {
            let inner = self::bound(item, inner);
            quote!(.each(#inner))
        }
        (Bound::Each(_), _) => TokenStream::new(),
        (Bound::Own(own), Type::Text) => {
            let length = range(own.length, Literal::usize_unsuffixed).into_iter();
            let pattern = own.pattern.iter();
            let meaning = own.meaning.iter();
            quote!(#(.length(#length))* #(.pattern(#pattern))* #(.meaning(#meaning))*)
        }
        (Bound::Own(own), Type::Integer(_)) => {
            let range = range(own.range, Literal::i128_unsuffixed);
            quote!(.integers(#range))
        }
        (Bound::Own(own), Type::Float(_)) => {
            let (least, most) = (end(own.numbers.0), end(own.numbers.1));
            let numbers = (own.numbers != (None, None)).then(|| quote!(.numbers((#least, #most))));
            quote!(#numbers)
        }
        (Bound::Own(own), ty) => {
            let count = match ty {
                Type::List(_) => own.items,
                _ => own.properties,
            };
            let items = range(count, Literal::usize_unsuffixed);
            quote!(.items(#items))
        }
    };
    quote!(&codegen::Bounds::new() #own)
}

fn end(end: Option<(f64, bool)>) -> TokenStream {
    let Some((end, is_excluded)) = end else {
        return quote!(::std::ops::Bound::Unbounded);
    };
    let end = Literal::f64_unsuffixed(end);
    if is_excluded {
        quote!(::std::ops::Bound::Excluded(#end))
    } else {
        quote!(::std::ops::Bound::Included(#end))
    }
}

/// A range as Rust writes it, unless everything is in it.
fn range<T: PartialOrd>(
    ends: (Option<T>, Option<T>),
    literal: fn(T) -> Literal,
) -> Option<TokenStream> {
    let is_empty = matches!(&ends, (Some(least), Some(most)) if least > most);
    match (ends.0.map(literal), ends.1.map(literal)) {
        (None, None) => None,
        (least, None) => Some(quote!(#least..)),
        // As a range it would look like a mistake of ours.
        (least, most) if is_empty => Some(quote!((
            ::std::ops::Bound::Included(#least),
            ::std::ops::Bound::Included(#most)
        ))),
        (least, most) => Some(quote!(#least..=#most)),
    }
}
