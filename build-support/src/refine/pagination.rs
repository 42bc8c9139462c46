//! Pass: operations with `x-pagination` get `stream()` and `pages()`.
//!
//! progenitor streams only what carries Dropshot's own extension. The page's type learns where its
//! items and its next cursor are; following the cursor is the runtime's work. The streams own all
//! that they need, a handle of the client too, so that they can be stored and handed over to tasks.

use quote::ToTokens;
use syn::{Expr, Field, ImplItemFn, Item, Stmt, Type, parse_quote};

use super::{
    Pass, Unknown, names,
    view::{self, Builder},
};
use crate::api::{Api, Operation, Pagination};

pub(super) const PASS: Pass = Pass {
    name: "pagination",
    apply,
    expected: |api| {
        let paged = api.operations.iter().filter(|it| it.pagination.is_some());
        paged.count()
    },
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let mut implemented: Vec<String> = Vec::new();
    let mut changed = 0;
    for operation in &api.operations {
        let Some(pagination) = &operation.pagination else {
            continue;
        };
        let page = page_type(file, operation)?;
        let item = page_item(file, &page, pagination)?;
        let builder = Builder::find(file, operation)?;
        let cursor = names::snake(&pagination.cursor);
        let cursor = builder
            .parameters()
            .find(|field| field.ident.as_ref() == Some(&cursor))
            .ok_or_else(|| Unknown::new(format!("`{}` has no cursor", operation.id)))?;
        let pages = pages_method(operation, pagination, &builder, cursor, &page)?;
        let item_type = &item.ty;
        let stream = parse_quote! {
            pub fn stream(self) -> runtime::Items<#item_type> {
                runtime::Items::new(self.pages())
            }
        };
        for name in ["stream", "pages"] {
            if view::method(builder.block, name).is_ok() {
                return Err(Unknown::new(format!("`{}` has `{name}`", operation.id)));
            }
        }
        let methods = [stream, pages].into_iter().map(syn::ImplItem::Fn);
        builder.block.items.extend(methods);
        // Two operations may answer with the same list.
        if !implemented.contains(&page) {
            file.items.push(item.page);
            implemented.push(page);
        }
        changed += 1;
    }
    Ok(changed)
}

/// Name of the type in `types` that the operation answers with.
fn page_type(file: &mut syn::File, operation: &Operation) -> Result<String, Unknown> {
    let builder = Builder::find(file, operation)?;
    let output = &view::method(builder.block, "send")?.sig.output;
    let unknown = || Unknown::new(format!("`{}` does not answer with a page", operation.id));
    let syn::ReturnType::Type(_, output) = output else {
        return Err(unknown());
    };
    let page = view::argument_of(output, "Result")
        .and_then(|answer| view::argument_of(answer, "Response"))
        .ok_or_else(unknown)?;
    match page {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
    .map(|segment| segment.ident.to_string())
    .ok_or_else(unknown)
}

struct PageItem {
    /// Type of one item, as seen from the module `builder`.
    ty: Type,
    /// `impl Page for types::…`
    page: Item,
}

fn page_item(
    file: &mut syn::File,
    page: &str,
    pagination: &Pagination,
) -> Result<PageItem, Unknown> {
    let structure = view::structure(view::module(file, "types")?, page)?;
    let items = property(structure, &pagination.items)?;
    let next = property(structure, &pagination.next)?;
    let items_name = view::field_name(items)?;
    let next_name = view::field_name(next)?;
    let (list, into_items): (&Type, Expr) = match view::argument_of(&items.ty, "Option") {
        Some(list) => (list, parse_quote!(self.#items_name.unwrap_or_default())),
        None => (&items.ty, parse_quote!(self.#items_name)),
    };
    let item = view::argument_of(list, "Vec")
        .ok_or_else(|| Unknown::new(format!("`{items_name}` of `{page}` is no list")))?;
    let item = outside_types(item)?;
    let has_more: Option<ImplItemFn> = match &pagination.more {
        Some(more) => {
            let more = property(structure, more)?;
            let more_name = view::field_name(more)?;
            let has_more: Expr = match view::argument_of(&more.ty, "Option") {
                Some(_) => parse_quote!(self.#more_name),
                None => parse_quote!(Some(self.#more_name)),
            };
            Some(parse_quote! {
                fn has_more(&self) -> Option<bool> {
                    #has_more
                }
            })
        }
        None => None,
    };
    let page = names::pascal(page);
    let page = parse_quote! {
        impl Page for types::#page {
            type Item = #item;

            fn next(&self) -> Option<&str> {
                self.#next_name.as_deref()
            }

            #has_more

            fn into_items(self) -> Vec<#item> {
                #into_items
            }
        }
    };
    Ok(PageItem { ty: item, page })
}

/// The field of the property `name`.
fn property<'a>(structure: &'a syn::ItemStruct, name: &str) -> Result<&'a Field, Unknown> {
    let mut fields = structure.fields.iter();
    fields
        .find(|field| view::property_name(field).as_deref() == Some(name))
        .ok_or_else(|| Unknown::new(format!("`{}` has no field `{name}`", structure.ident)))
}

/// A type of the module `types`, named from outside: `Contact` becomes `types::Contact`.
fn outside_types(ty: &Type) -> Result<Type, Unknown> {
    match ty {
        Type::Path(path) if path.path.get_ident().is_some() => {
            let ident = path.path.get_ident();
            Ok(parse_quote!(types::#ident))
        }
        Type::Path(path) if path.path.leading_colon.is_some() => Ok(ty.clone()),
        other => Err(Unknown::new(format!(
            "unknown type of a page's items: `{}`",
            other.to_token_stream()
        ))),
    }
}

/// A method that makes the same request for every page, but for the cursor.
fn pages_method(
    operation: &Operation,
    pagination: &Pagination,
    builder: &Builder<'_>,
    cursor: &Field,
    page: &str,
) -> Result<ImplItemFn, Unknown> {
    let text = &pagination.cursor;
    let name = view::field_name(cursor)?;
    let ty = view::argument_of(view::value_type(cursor)?, "Option")
        .ok_or_else(|| Unknown::new(format!("cursor of `{}` is not optional", operation.id)))?;
    // A cursor with a pattern or a length is a type of its own around its text.
    let (first, next): (Expr, Option<Stmt>) = if view::is_named(ty, "String") {
        (parse_quote!(#name), None)
    } else {
        (
            parse_quote!(#name.map(|cursor| cursor.map(String::from))),
            Some(parse_quote! {
                let #name = #name.and_then(|cursor| {
                    cursor.map(|cursor| runtime::argument(#text, cursor)).transpose()
                });
            }),
        )
    };
    let fields = builder.structure.fields.iter().map(view::field_name);
    let fields: Vec<_> = fields.collect::<Result<_, _>>()?;
    let kept = fields.iter().filter(|field| **field != name);
    let others = kept.clone().skip(1);
    let request = names::pascal(&operation.id);
    let page = names::pascal(page);
    Ok(parse_quote! {
        pub fn pages(self) -> runtime::Pages<types::#page> {
            let Self { #(#fields),* } = self;
            let client = client.clone();
            runtime::Pages::new(#first, move |#name| {
                #(let #kept = #kept.clone();)*
                async move {
                    #next
                    let request = #request { client: &client, #name, #(#others),* };
                    request.send().await
                }
            })
        }
    })
}
