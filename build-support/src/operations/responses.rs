//! Operations with several success responses: an enum of what each status brings.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use crate::{
    api::{Api, Operation, Outcome, Success},
    docs as comments,
    types::inner_tokens,
};

/// The enums, as items of the module `types`.
pub(super) fn enums(api: &Api) -> Vec<Item> {
    let enums = api
        .operations
        .iter()
        .filter_map(|operation| match &operation.success {
            Success::Several { name, outcomes } => Some(item(api, operation, name, outcomes)),
            _ => None,
        });
    enums.collect()
}

fn item(api: &Api, operation: &Operation, name: &str, outcomes: &[Outcome]) -> Item {
    let name = format_ident!("{name}");
    let method = &operation.names.method;
    let about = comments::attributes(&format!(
        "What [`Client::{method}`](super::Client::{method}) brings, by the status of the response."
    ));
    let variants = outcomes.iter().map(|outcome| {
        let rust = format_ident!("{}", outcome.rust);
        let text = format!(
            "`{}`: {}",
            outcome.status,
            comments::first_sentence(&outcome.description)
        );
        let docs = comments::attributes(&text);
        let body = outcome.ty.as_ref().map(|ty| {
            let ty = inner_tokens(&api.types, ty);
            quote!((#ty))
        });
        quote!(#(#docs)* #rust #body)
    });
    let item = parse_quote! {
        #(#about)*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    };
    item
}

/// The arms that decode each status, over `response`.
pub(super) fn arms(name: &str, outcomes: &[Outcome]) -> TokenStream {
    let name = format_ident!("{name}");
    let arms = outcomes.iter().map(|outcome| {
        let (status, rust) = (
            Literal::u16_unsuffixed(outcome.status),
            format_ident!("{}", outcome.rust),
        );
        if outcome.ty.is_some() {
            quote!(#status => response.decode().map(types::#name::#rust))
        } else {
            quote!(#status => Ok(types::#name::#rust))
        }
    });
    quote!(#(#arms,)*)
}
