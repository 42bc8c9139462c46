//! The request of one operation: a setter for each optional parameter, and `send`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Item, parse_quote};

use super::{docs, paging, responses};
use crate::{
    api::{Api, Location, Operation, Parameter, Success},
    docs as comments,
    normalize::{About, Type},
    types,
};

/// A parameter or the body, as a field of the request.
pub(super) struct Field<'a> {
    /// Its name on the wire, for messages.
    name: &'a str,
    pub(super) rust: Ident,
    pub(super) ty: TokenStream,
    pub(super) required: bool,
    about: &'a About,
    parameter: Option<&'a Parameter>,
}

/// The fields of a request besides `client`: parameters, then the body.
pub(super) fn fields<'a>(api: &Api, operation: &'a Operation) -> Vec<Field<'a>> {
    let mut fields: Vec<_> = operation
        .parameters
        .iter()
        .map(|parameter| Field {
            name: &parameter.name,
            rust: format_ident!("{}", parameter.rust),
            ty: types::tokens(&api.types, &parameter.ty),
            required: parameter.required,
            about: &parameter.about,
            parameter: Some(parameter),
        })
        .collect();
    fields.extend(operation.body.as_ref().map(|body| Field {
        name: "body",
        rust: format_ident!("body"),
        ty: types::tokens(&api.types, &body.ty),
        required: body.required,
        about: &body.about,
        parameter: None,
    }));
    fields
}

impl Field<'_> {
    /// The value of the argument of this name, converted by `convert` and checked.
    pub(super) fn checked(&self, convert: &TokenStream) -> TokenStream {
        let (name, rust) = (self.name, &self.rust);
        let value = quote!(#convert(#name, #rust));
        let Some(parameter) = self.parameter else {
            return value;
        };
        if !matches!(parameter.ty, Type::Integer(_)) {
            return value;
        }
        let Some(range) = types::integers(parameter.range) else {
            return value;
        };
        let check = if self.required {
            quote!(codegen::in_range)
        } else {
            quote!(codegen::optional_in_range)
        };
        quote!(#value.and_then(|value| #check(#name, value, #range)))
    }
}

/// The struct of a request and its methods.
pub(super) fn items(api: &Api, operation: &Operation) -> Vec<Item> {
    let name = format_ident!("{}", operation.names.builder);
    let about = docs::of_builder(operation);
    let fields = fields(api, operation);
    let declared = fields.iter().map(|field| {
        let (rust, ty) = (&field.rust, &field.ty);
        let ty = if field.required {
            quote!(#ty)
        } else {
            quote!(::std::option::Option<#ty>)
        };
        quote!(pub(super) #rust: Result<#ty, ArgumentError>)
    });
    let setters = fields.iter().filter(|field| !field.required).map(setter);
    let send = send(api, operation);
    let paging = paging::methods(api, operation);
    let file: syn::File = parse_quote! {
        #(#about)*
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent until `send` is called and awaited"]
        pub struct #name {
            pub(super) client: Client,
            pub(super) options: Options
            #(, #declared)*
        }

        impl CallOptions for #name {
            fn options_mut(&mut self) -> &mut Options {
                &mut self.options
            }
        }

        impl #name {
            #(#setters)*

            #send

            #paging
        }
    };
    file.items
}

fn setter(field: &Field<'_>) -> TokenStream {
    let docs = comments::attributes(&docs::parameter_text(field.name, field.about));
    let deprecated = comments::deprecated(field.about);
    let (rust, ty) = (&field.rust, &field.ty);
    let value = field.checked(&quote!(codegen::optional));
    quote! {
        #(#docs)*
        #deprecated
        pub fn #rust<M>(mut self, #rust: impl TryIntoOption<#ty, M>) -> Self {
            self.#rust = #value;
            self
        }
    }
}

fn send(api: &Api, operation: &Operation) -> TokenStream {
    let docs = docs::of_send(operation);
    let constant = format_ident!("{}", operation.names.constant);
    let parameters = operation.parameters.iter().map(|parameter| {
        let (name, rust) = (&parameter.name, format_ident!("{}", parameter.rust));
        let add = match parameter.location {
            Location::Path => quote!(path),
            Location::Query { exploded: true } => quote!(query),
            Location::Query { exploded: false } => quote!(query_joined),
            Location::Header => quote!(header),
        };
        quote!(.#add(#name, self.#rust))
    });
    let body = operation.body.as_ref().map(|body| {
        let add = if body.required {
            quote!(json)
        } else {
            quote!(json_optional)
        };
        let checks = types::checks(&api.types, &body.ty, &body.bounds).into_iter();
        let body = checks.fold(
            quote!(self.body),
            |body, bounds| quote!(codegen::checked(#body, #bounds)),
        );
        quote!(.#add(#body))
    });
    let (output, send) = match &operation.success {
        Success::Empty => (quote!(()), quote!(.send_empty())),
        Success::One(ty) => (types::tokens(&api.types, ty), quote!(.send())),
        Success::Several { name, responses } => {
            let arms = responses::arms(name, responses);
            let name = format_ident!("{name}");
            let send = quote! {
                .send_with(|response| match response.status() {
                    #arms
                    _ => response.undocumented(),
                })
            };
            (quote!(types::#name), send)
        }
    };
    quote! {
        #(#docs)*
        pub async fn send(self) -> Result<Response<#output>, Error> {
            self.client
                .runtime
                .call(&operation::#constant)
                .options(self.options)
                #(#parameters)*
                #body
                #send
                .await
        }
    }
}
