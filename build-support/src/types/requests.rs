//! Pass: types that are sent are made by a constructor and setters.
//!
//! They are `#[non_exhaustive]`, so that a property which the contract learns later breaks no
//! program: `new` takes what is required, a setter each of the others.

use quote::quote;
use syn::{Fields, Item, ItemStruct, parse_quote};

use super::{Pass, Unknown, count, option_of};
use crate::{
    docs,
    normalize::{Definition, Object, Shape, Types},
};

pub(super) const PASS: Pass = Pass {
    name: "request-types",
    apply,
    expected: |types| count(types, is_request),
};

fn is_request(definition: &Definition) -> bool {
    definition.in_requests && matches!(definition.shape, Shape::Object(_))
}

fn apply(items: &mut Vec<Item>, types: &Types) -> Result<usize, Unknown> {
    let mut changed = 0;
    let old = std::mem::take(items);
    for mut item in old {
        let methods = match &mut item {
            Item::Struct(structure) => match types.find(&structure.ident) {
                Some(definition) if is_request(definition) => {
                    let Shape::Object(object) = &definition.shape else {
                        continue;
                    };
                    structure.attrs.push(parse_quote!(#[non_exhaustive]));
                    Some(methods(structure, types, definition, object)?)
                }
                _ => None,
            },
            _ => None,
        };
        items.push(item);
        changed += usize::from(methods.is_some());
        items.extend(methods);
    }
    Ok(changed)
}

fn methods(
    structure: &ItemStruct,
    types: &Types,
    definition: &Definition,
    object: &Object,
) -> Result<Item, Unknown> {
    let name = &structure.ident;
    let Fields::Named(fields) = &structure.fields else {
        return Err(Unknown::new(format!("`{name}` has no named fields")));
    };
    let mut arguments = Vec::new();
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
        if definition.demands(property) {
            arguments.push(quote!(#ident: impl ::std::convert::Into<#ty>));
            values.push(quote!(#ident: #ident.into()));
            continue;
        }
        let inner = option_of(ty)
            .ok_or_else(|| Unknown::new(format!("`{ident}` of `{name}` is no `Option`")))?;
        values.push(quote!(#ident: None));
        if property.read_only {
            continue;
        }
        let docs = docs::of_field(types, property);
        setters.push(quote! {
            #(#docs)*
            pub fn #ident<M>(mut self, #ident: impl IntoOption<#inner, M>) -> Self {
                self.#ident = #ident.into_option();
                self
            }
        });
    }
    let about = docs::attributes("Makes a value of what is required; setters add the rest.");
    Ok(parse_quote! {
        impl #name {
            #(#about)*
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }

            #(#setters)*
        }
    })
}
