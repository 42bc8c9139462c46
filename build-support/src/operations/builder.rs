//! The request of one operation: a setter for each optional parameter, and `send`.

use contract::Media;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Item, parse_quote};

use super::{docs, paging, responses};
use crate::{
    api::{Api, Location, Operation, Parameter, Style, Success},
    docs as comments,
    normalize::{About, Type},
    types,
};

/// A parameter or the body.
pub(super) struct Field<'a> {
    /// Its name on the wire, for messages.
    name: &'a str,
    pub(super) rust: Ident,
    ty: TokenStream,
    /// The type of its items, if it is a list.
    item: Option<TokenStream>,
    pub(super) required: bool,
    about: &'a About,
    /// Unless it is the body.
    parameter: Option<&'a Parameter>,
    /// What it is checked for, one `Bounds` after the other.
    checks: Vec<TokenStream>,
}

/// What a request takes: parameters, then the body.
pub(super) fn fields<'a>(api: &Api, operation: &'a Operation) -> Vec<Field<'a>> {
    let item = |ty: &Type| match ty {
        Type::List(item) => Some(types::tokens(&api.types, item)),
        _ => None,
    };
    let parameters = operation.parameters.iter().map(|it| Field {
        name: &it.name,
        rust: format_ident!("{}", it.rust),
        ty: types::tokens(&api.types, &it.ty),
        item: item(&it.ty),
        required: it.required,
        about: &it.about,
        parameter: Some(it),
        checks: types::checks(&api.types, &it.ty, &it.bounds),
    });
    let body = operation.body.iter().map(|it| Field {
        name: "body",
        rust: format_ident!("body"),
        ty: types::tokens(&api.types, &it.ty),
        item: item(&it.ty),
        required: it.required,
        about: &it.about,
        parameter: None,
        checks: Vec::new(),
    });
    parameters.chain(body).collect()
}

impl Field<'_> {
    /// Whether it goes into the form of the request, which has all of its fields in one.
    pub(super) fn is_in_form(&self) -> bool {
        self.parameter.is_some_and(Parameter::is_field)
    }

    /// What is taken for it; `M` is a parameter of setters.
    pub(super) fn taken(&self) -> TokenStream {
        let (ty, into) = (&self.ty, quote!(::std::convert::Into));
        match (&self.item, self.required) {
            (Some(item), true) => quote!(impl ::std::iter::IntoIterator<Item = impl #into<#item>>),
            (Some(item), false) => quote!(impl IntoList<#item, M>),
            (None, true) => quote!(impl ::std::convert::TryInto<#ty, Error: #into<BoxError>>),
            (None, false) => quote!(impl TryIntoOption<#ty, M>),
        }
    }

    /// The value of what was taken, converted and checked.
    pub(super) fn value(&self) -> TokenStream {
        let (name, rust) = (self.name, &self.rust);
        // A field of the request's struct tells the type.
        let ty = self.item.as_ref().unwrap_or(&self.ty);
        let is_list = self.item.is_some() && self.required;
        let marker = (!is_list).then(|| quote!(, _));
        let of = self.is_in_form().then(|| quote!(::<#ty #marker>));
        let value = match (&self.item, self.required) {
            (Some(_), true) => quote!(codegen::list #of(#rust)),
            (Some(_), false) => quote!(codegen::optional_list #of(#rust)),
            (None, true) => quote!(codegen::argument #of(#name, #rust)),
            (None, false) => quote!(codegen::optional #of(#name, #rust)),
        };
        let at = if self.is_in_form() {
            quote!(codegen::Place::Body.property(#name))
        } else {
            quote!(codegen::Place::Parameter(#name))
        };
        checked(&at, value, &self.checks)
    }

    /// The call that adds it to the form of the request.
    pub(super) fn entry(&self) -> Option<TokenStream> {
        let (name, value) = (self.name, self.value());
        match &self.parameter?.location {
            Location::Pair(Style::FORM) => Some(quote!(.pair(#name, #value))),
            Location::Pair(style) => {
                let style = self::style(*style);
                Some(quote!(.pair_as(#name, #value, #style)))
            }
            Location::Part(None) => Some(quote!(.part(#name, #value))),
            Location::Part(Some(media_type)) => Some(quote!(.part_as(#name, #value, #media_type))),
            Location::File(None) => Some(quote!(.file(#name, #value))),
            Location::File(Some(media_type)) => Some(quote!(.file_as(#name, #value, #media_type))),
            _ => None,
        }
    }
}

/// A value in its place, checked for one `Bounds` after the other.
fn checked(at: &TokenStream, value: TokenStream, checks: &[TokenStream]) -> TokenStream {
    let checks = checks.iter();
    checks.fold(
        value,
        |value, bounds| quote!(codegen::checked(#at, #value, #bounds)),
    )
}

/// The struct of a request and its methods.
pub(super) fn items(api: &Api, operation: &Operation) -> Vec<Item> {
    let name = format_ident!("{}", operation.names.builder);
    let about = docs::of_builder(operation);
    let fields = fields(api, operation);
    let declared = fields.iter().filter(|it| !it.is_in_form()).map(|field| {
        let (rust, ty) = (&field.rust, &field.ty);
        let ty = if field.required {
            quote!(#ty)
        } else {
            quote!(::std::option::Option<#ty>)
        };
        quote!(pub(super) #rust: Result<#ty, ArgumentError>)
    });
    let form = fields.iter().any(Field::is_in_form);
    let form = form.then(|| quote!(pub(super) form: codegen::Form));
    let declared = declared.chain(form);
    let setters = fields.iter().filter(|field| !field.required).map(setter);
    let send = send(api, operation);
    let paging = paging::methods(api, operation);
    let file: syn::File = parse_quote! {
        #about
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
    let docs = comments::attribute(&docs::parameter_text(field.name, field.about));
    let deprecated = comments::deprecated(field.about);
    let (rust, taken) = (&field.rust, field.taken());
    let set = if let Some(entry) = field.entry() {
        quote!(self.form = self.form #entry;)
    } else {
        let value = field.value();
        quote!(self.#rust = #value;)
    };
    quote! {
        #docs
        #deprecated
        pub fn #rust<M>(mut self, #rust: #taken) -> Self {
            #set
            self
        }
    }
}

/// The methods that send the request.
fn send(api: &Api, operation: &Operation) -> TokenStream {
    let docs = docs::of_send(operation);
    let constant = format_ident!("{}", operation.names.constant);
    let parameters = operation.parameters.iter().filter_map(added);
    let has_form = operation.parameters.iter().any(Parameter::is_field);
    let required = operation.parameters.iter().filter(|it| it.required_in_form);
    let required: Vec<_> = required.map(|it| &it.name).collect();
    let requiring = (!required.is_empty()).then(|| quote!(.requiring(&[#(#required),*])));
    let form = has_form.then(|| quote!(.fields(self.form #requiring)));
    let body = operation.body.as_ref().map(|body| {
        let add = match (body.media, body.required) {
            (Media::Json, true) => quote!(json),
            (Media::Json, false) => quote!(json_optional),
            (Media::Form | Media::Multipart, _) => quote!(form_body),
            (Media::Text, _) => quote!(text),
            (Media::Binary, _) => quote!(bytes),
        };
        let checks = types::checks(&api.types, &body.ty, &body.bounds);
        let body = checked(&quote!(codegen::Place::Body), quote!(self.body), &checks);
        quote!(.#add(#body))
    });
    let request = quote! {
        self.client
            .runtime
            .call(&operation::#constant)
            .options(self.options)
            #(#parameters)*
            #form
            #body
    };
    let (output, send) = match &operation.success {
        Success::Empty => (quote!(()), quote!(.send_empty())),
        Success::One(ty) => {
            let send = if *ty == Type::Bytes {
                quote!(.send_bytes())
            } else {
                quote!(.send())
            };
            (types::tokens(&api.types, ty), send)
        }
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
    let write_to = (operation.is_download()).then(|| {
        let docs = docs::of_write_to(operation);
        quote! {
            #docs
            pub async fn write_to(
                self,
                writer: &mut (impl ::client_runtime::codegen::AsyncWrite + Unpin),
            ) -> Result<Response<u64>, Error> {
                #request.write_to(writer).await
            }
        }
    });
    quote! {
        #docs
        pub async fn send(self) -> Result<Response<#output>, Error> {
            #request #send.await
        }

        #write_to
    }
}

/// The call that adds a parameter to a request; nothing for a field of its form.
fn added(parameter: &Parameter) -> Option<TokenStream> {
    let (name, rust) = (&parameter.name, format_ident!("{}", parameter.rust));
    let (method, style, usual) = match parameter.location {
        Location::Path(style) => ("path", style, Some(Style::SIMPLE)),
        Location::Query(style) => ("query", style, Some(Style::FORM)),
        Location::Header(style) => ("header", style, Some(Style::SIMPLE)),
        Location::Cookie(style) => ("cookie", style, None),
        Location::Pair(_) | Location::Part(_) | Location::File(_) => return None,
    };
    if usual == Some(style) {
        let method = format_ident!("{method}");
        return Some(quote!(.#method(#name, self.#rust)));
    }
    let styled = if usual.is_some() { "_styled" } else { "" };
    let (method, style) = (format_ident!("{method}{styled}"), self::style(style));
    Some(quote!(.#method(#name, self.#rust, #style)))
}

/// A style, as code.
fn style(style: Style) -> TokenStream {
    use contract::Style as Kind;

    let Style {
        kind,
        explode,
        reserved,
    } = style;
    let kind = match kind {
        None => quote!(codegen::Style::Json),
        Some(Kind::DeepObject) => quote!(codegen::Style::DeepObject),
        Some(Kind::Matrix) => quote!(codegen::Style::Matrix { explode: #explode }),
        Some(Kind::Label) => quote!(codegen::Style::Label { explode: #explode }),
        Some(Kind::Form) => quote!(codegen::Style::Form { explode: #explode }),
        Some(Kind::Simple) => quote!(codegen::Style::Simple { explode: #explode }),
        Some(Kind::SpaceDelimited) => quote!(codegen::Style::Space { explode: #explode }),
        Some(Kind::PipeDelimited) => quote!(codegen::Style::Pipe { explode: #explode }),
    };
    if reserved {
        quote!(codegen::Style::Reserved(&#kind))
    } else {
        kind
    }
}
