//! Types that are sent are made by a constructor and setters.
//!
//! They are `#[non_exhaustive]`, so that a property which the contract learns later breaks no
//! program: `new` takes what is required, a setter each of the others. What can have one value only
//! is filled in, and what can be null has a second setter, for null. Where one thing alone is required,
//! the type converts from it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Fields, Ident, Item, ItemStruct, parse_quote};

use super::{inner_of, inner_tokens, optional_of};
use crate::{
    docs,
    normalize::{Definition, Field, Object, Shape, Type, Types},
};

/// The constructor of a type and its setters, of which `texts` are the comments, and its conversions.
pub(super) fn methods(
    structure: &ItemStruct,
    types: &Types,
    definition: &Definition,
    object: &Object,
    texts: &[String],
) -> Result<Vec<Item>, String> {
    let name = &structure.ident;
    let Fields::Named(fields) = &structure.fields else {
        return Err(format!("`{name}` has no named fields"));
    };
    let mut arguments = Vec::new();
    let mut required = Vec::new();
    let mut values = Vec::new();
    let mut setters = Vec::new();
    for (number, field) in fields.named.iter().enumerate() {
        let (Some(ident), ty) = (&field.ident, &field.ty) else {
            continue;
        };
        let Some(property) = object.fields.get(number) else {
            // The field of unlisted properties is public; whoever has some adds them.
            values.push(quote!(#ident: ::std::default::Default::default()));
            continue;
        };
        let demanded = definition.demands(property);
        let list = if demanded {
            &property.ty
        } else {
            property.ty.value()
        };
        let item = match list {
            // There is no conversion from an `Option` of a value to one of its box.
            Type::List(item) if matches!(**item, Type::Optional(_)) => {
                item_of(ty).map(|it| quote!(#it))
            }
            Type::List(item) => Some(inner_tokens(types, item)),
            _ => None,
        };
        let into = quote!(::std::convert::Into);
        if let Some(only) = fixed(types, property).filter(|_| demanded) {
            values.push(quote!(#ident: #only));
            continue;
        }
        if demanded {
            let (taken, value) = match item {
                Some(item) => (
                    quote!(::std::iter::IntoIterator<Item = impl #into<#item>>),
                    quote!(#ident.into_iter().map(#into::into).collect()),
                ),
                None => (quote!(#into<#ty>), quote!(#ident.into())),
            };
            required.push(&property.ty);
            arguments.push(quote!(#ident: impl #taken));
            values.push(quote!(#ident: #value));
            continue;
        }
        let nullable = definition.is_nullable(property);
        values.push(if nullable {
            quote!(#ident: ::client_runtime::Nullable::Absent)
        } else {
            quote!(#ident: None)
        });
        if property.read_only {
            continue;
        }
        let outer = if nullable { "Nullable" } else { "Option" };
        let inner =
            inner_of(ty, outer).ok_or_else(|| format!("`{ident}` of `{name}` is no `{outer}`"))?;
        let (taken, mut value) = match item {
            Some(item) => (quote!(IntoList<#item, M>), quote!(#ident.into_list())),
            None => (quote!(IntoOption<#inner, M>), quote!(#ident.into_option())),
        };
        let mut text = texts[number].trim_end().to_owned();
        let clear = nullable.then(|| clear_method(object, property));
        if let Some(method) = &clear {
            text =
                format!("{text}\n\n`None` leaves it out; [`{method}`](Self::{method}) sends null.");
            value = quote!(codegen::absent_or(#value));
        }
        let docs = docs::with_marker(&text, &property.about);
        let clear = clear.map(|method| clear_setter(&method, ident, property));
        setters.push(quote! {
            #(#docs)*
            pub fn #ident<M>(mut self, #ident: impl #taken) -> Self {
                self.#ident = #value;
                self
            }

            #clear
        });
    }
    let about = docs::attribute("Makes a value of what is required; setters add the rest.");
    let mut items = vec![parse_quote! {
        impl #name {
            #about
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }

            #(#setters)*
        }
    }];
    if let [only] = required[..] {
        items.extend(conversions(name, types, only));
    }
    Ok(items)
}

/// The conversions of a type from the only thing that it requires.
fn conversions(name: &Ident, types: &Types, only: &Type) -> Vec<Item> {
    let from = match only {
        // Null is not written by accident, and any JSON may be meant for the whole.
        Type::Optional(_) | Type::Any => Vec::new(),
        Type::Text => vec![quote!(&str), quote!(::std::string::String)],
        other => vec![inner_tokens(types, other)],
    };
    let conversion = |from: TokenStream| -> Item {
        parse_quote! {
            impl ::std::convert::From<#from> for #name {
                fn from(value: #from) -> Self {
                    Self::new(value)
                }
            }
        }
    };
    from.into_iter().map(conversion).collect()
}

/// The items of a list, required or not.
fn item_of(ty: &syn::Type) -> Option<&syn::Type> {
    inner_of(optional_of(ty).unwrap_or(ty), "Vec")
}

/// The only value that the contract has for a property.
fn fixed(types: &Types, property: &Field) -> Option<TokenStream> {
    let Type::Named(id) = property.ty else {
        return None;
    };
    match &types.get(id).shape {
        Shape::Enum(variants) if variants.len() == 1 => {
            let ty = inner_tokens(types, &property.ty);
            let variant = format_ident!("{}", variants[0].rust);
            Some(quote!(#ty::#variant))
        }
        _ => None,
    }
}

/// The setter that makes a property null.
fn clear_setter(method: &str, field: &Ident, property: &Field) -> TokenStream {
    let text = format!(
        "Sends null as {}: what the API has there is cleared.",
        docs::code(&property.wire)
    );
    let (method, docs) = (format_ident!("{method}"), docs::attribute(&text));
    quote! {
        #docs
        pub fn #method(mut self) -> Self {
            self.#field = ::client_runtime::Nullable::Null;
            self
        }
    }
}

/// Its name.
fn clear_method(object: &Object, property: &Field) -> String {
    let bare = property
        .rust
        .strip_suffix('_')
        .filter(|it| contract::names::is_keyword(it));
    let mut name = format!("clear_{}", bare.unwrap_or(&property.rust));
    while object.fields.iter().any(|it| it.rust == name) {
        name.push('_');
    }
    name
}
