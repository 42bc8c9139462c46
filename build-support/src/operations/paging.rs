//! `x-pagination`: a list page by page, and as one stream of its items.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use super::docs;
use crate::{
    api::{Api, Operation, Pagination, Success},
    normalize::{Definition, Field, Shape, Type},
    types,
};

/// A page: its type, and where its items are.
struct Paged<'a> {
    page: &'a Definition,
    items: &'a Field,
    item: &'a Type,
}

fn paged<'a>(api: &'a Api, operation: &'a Operation, pagination: &Pagination) -> Option<Paged<'a>> {
    let Success::One(ty) = &operation.success else {
        return None;
    };
    let page = api.types.named(ty)?;
    let items = field(page, &pagination.items)?;
    match items.ty.value() {
        Type::List(item) => Some(Paged { page, items, item }),
        _ => None,
    }
}

fn field<'a>(page: &'a Definition, wire: &str) -> Option<&'a Field> {
    match &page.shape {
        Shape::Object(object) => object.fields.iter().find(|field| field.wire == wire),
        _ => None,
    }
}

/// `stream` and `pages` of a request for a list.
pub(super) fn methods(api: &Api, operation: &Operation) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let Paged { page, item, .. } = paged(api, operation, pagination)?;
    let cursor = operation
        .parameters
        .iter()
        .find(|it| it.name == pagination.cursor && !it.is_field())?;
    let cursor = format_ident!("{}", cursor.rust);
    let (page, item) = (
        format_ident!("{}", page.name),
        types::tokens(&api.types, item),
    );
    let (about_stream, about_pages) = docs::of_paging(operation);
    Some(quote! {
        #about_stream
        pub fn stream(self) -> Items<#item> {
            Items::new(self.pages())
        }

        #about_pages
        pub fn pages(self) -> Pages<types::#page> {
            Pages::new(self.#cursor.clone(), move |#cursor| {
                Self { #cursor, ..self.clone() }.send()
            })
        }
    })
}

/// `impl Page for …`, once for each type of page.
pub(super) fn pages(api: &Api) -> Vec<Item> {
    let mut names: Vec<&str> = Vec::new();
    let mut items = Vec::new();
    for operation in &api.operations {
        let Some(pagination) = &operation.pagination else {
            continue;
        };
        let Some(paged) = paged(api, operation, pagination) else {
            continue;
        };
        if !names.contains(&paged.page.name.as_str()) {
            names.push(&paged.page.name);
            items.extend(page(api, pagination, &paged));
        }
    }
    items
}

fn page(api: &Api, pagination: &Pagination, paged: &Paged<'_>) -> Option<Item> {
    let name = format_ident!("{}", paged.page.name);
    let item = types::tokens(&api.types, paged.item);
    // The field, and whether it may have no value.
    let read = |field: &Field| {
        let rust = format_ident!("{}", field.rust);
        let is_option = !paged.page.demands(field) || matches!(field.ty, Type::Optional(_));
        (quote!(self.#rust), is_option)
    };
    let next = match read(field(paged.page, &pagination.next)?) {
        (next, true) => quote!(#next.as_deref()),
        (next, false) => quote!(Some(&#next)),
    };
    let more = pagination.more.as_deref();
    let more = more.and_then(|more| field(paged.page, more)).map(|more| {
        let value = match read(more) {
            (more, true) => more,
            (more, false) => quote!(Some(#more)),
        };
        quote! {
            fn has_more(&self) -> Option<bool> {
                #value
            }
        }
    });
    let items = match read(paged.items) {
        (items, true) => quote!(#items.unwrap_or_default()),
        (items, false) => items,
    };
    Some(parse_quote! {
        impl Page for types::#name {
            type Item = #item;

            fn next(&self) -> Option<&str> {
                #next
            }

            #more

            fn into_items(self) -> Vec<#item> {
                #items
            }
        }
    })
}
