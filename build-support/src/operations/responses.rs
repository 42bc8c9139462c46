//! Operations with several success responses: an enum of what each status brings.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Item, parse_quote};

use crate::{
    api::{Api, Operation, Response, Success},
    docs as comments,
    normalize::Type,
    types::inner_tokens,
};

/// The enums, as items of the module `types`.
pub(super) fn enums(api: &Api) -> Vec<Item> {
    let enums = api
        .operations
        .iter()
        .filter_map(|operation| match &operation.success {
            Success::Several { name, responses } => Some(item(api, operation, name, responses)),
            _ => None,
        });
    enums.collect()
}

fn item(api: &Api, operation: &Operation, name: &str, responses: &[Response]) -> Item {
    let name = format_ident!("{name}");
    let method = &operation.names.method;
    let about = comments::attribute(&format!(
        "What [`Client::{method}`](super::Client::{method}) brings, by the status of the response."
    ));
    let variants = responses.iter().map(|response| {
        let rust = format_ident!("{}", response.rust);
        let docs = comments::attribute(&super::docs::of_response(response));
        let body = response.ty.as_ref().map(|ty| {
            let ty = inner_tokens(&api.types, ty);
            quote!((#ty))
        });
        quote!(#docs #rust #body)
    });
    let item = parse_quote! {
        #about
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }
    };
    item
}

/// The arms that decode each status, over `response`; a range stands after the statuses in it.
pub(super) fn arms(name: &str, responses: &[Response]) -> TokenStream {
    let name = format_ident!("{name}");
    let (ranges, codes): (Vec<_>, Vec<_>) =
        responses.iter().partition(|it| it.status.ends_with("XX"));
    let arms = codes.into_iter().chain(ranges).map(|response| {
        let status = match response.status.as_str() {
            "2XX" => quote!(status if status / 100 == 2),
            "3XX" => quote!(status if status / 100 == 3),
            code => Literal::u16_unsuffixed(code.parse().unwrap_or_default()).into_token_stream(),
        };
        let rust = format_ident!("{}", response.rust);
        match response.ty {
            Some(Type::Bytes) => quote!(#status => response.bytes().map(types::#name::#rust)),
            Some(_) => quote!(#status => response.decode().map(types::#name::#rust)),
            None => quote!(#status => Ok(types::#name::#rust)),
        }
    });
    quote!(#(#arms,)*)
}
