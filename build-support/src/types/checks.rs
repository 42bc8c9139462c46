//! What is sent and has bounds is checked by its type.
//!
//! The types of bodies are plain: a newtype for every text with a length would be in the way of those
//! who write them, and must not refuse what is received. So `send` checks the whole body.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::tokens::{bound, checks};
use crate::normalize::{Definition, Extra, Field, Shape, Type, Types};

pub(super) fn items(types: &Types) -> impl Iterator<Item = Item> {
    let checked = types.list.iter().filter(|it| it.is_checked);
    checked.map(|it| implementation(types, it))
}

fn implementation(types: &Types, definition: &Definition) -> Item {
    let name = format_ident!("{}", definition.name);
    let body = match &definition.shape {
        Shape::Object(object) => {
            let map = Type::Map(Box::new(Type::Any));
            let whole = definition.bounds.iter().map(|it| bound(&map, it));
            let mut body = quote!(#(at.count(self, #whole)?;)*);
            for Field {
                rust,
                wire,
                ty,
                bounds,
                ..
            } in &object.fields
            {
                let (rust, checks) = (format_ident!("{rust}"), checks(types, ty, bounds));
                body.extend(quote!(#(at.property(#wire).check(&self.#rust, #checks)?;)*));
            }
            if let Some(Extra { rust, ty, bounds }) = &object.extra {
                let map = Type::Map(Box::new(ty.clone()));
                let (rust, checks) = (format_ident!("{rust}"), checks(types, &map, bounds));
                body.extend(quote!(#(at.check(&self.#rust, #checks)?;)*));
            }
            body
        }
        Shape::Newtype(ty, _) => {
            let checks = checks(types, ty, &definition.bounds);
            quote!(#(at.check(&self.0, #checks)?;)*)
        }
        Shape::Union(union) => {
            let arms = union.members.iter().filter_map(|member| {
                let rust = format_ident!("{}", member.rust);
                let checks = checks(types, &member.ty, &member.bounds);
                let arm = (
                    quote!(Self::#rust(it)),
                    quote!({ #(at.check(it, #checks)?;)* }),
                );
                (!checks.is_empty()).then_some(arm)
            });
            let (members, checks): (Vec<_>, Vec<_>) = arms.unzip();
            match (&members[..], &checks[..]) {
                ([], _) => TokenStream::new(),
                ([member], [check]) => quote!(if let #member = self #check),
                _ => quote!(match self { #(#members => #checks)* _ => {} }),
            }
        }
        Shape::Enum(_) => TokenStream::new(),
    };
    if body.is_empty() {
        return parse_quote!(impl codegen::Check for #name {});
    }
    parse_quote! {
        impl codegen::Check for #name {
            fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
                #body
                Ok(())
            }
        }
    }
}
