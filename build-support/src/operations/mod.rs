//! Operations by template: an API → the items of its module around `types`.
//!
//! The templates read like the code that they print. What differs from operation to operation is the
//! request's method, parameters and body, and what a success brings; a new kind of either is an arm
//! here and a method of the runtime's `Call`.

mod builder;
mod client;
mod docs;
mod example;
mod paging;
mod responses;
#[cfg(test)]
mod whole;

use proc_macro2::Span;
use syn::{Ident, Item, ItemMod, Token, Visibility, token::Brace};

pub(crate) use docs::{of_api as about, of_start as start};
pub(crate) use example::call as example;

use crate::{Error, api::Api, docs as comments, imports, types};

/// The items of an API's module.
pub(crate) fn items(api: &Api) -> Result<Vec<Item>, Error> {
    let mut items = client::items(api);
    let mut types = types::items(api)?;
    types.extend(responses::enums(api));
    let operations = api.operations.iter().map(client::operation_static);
    items.extend(paging::pages(api));
    let about = "What the runtime has to know of each operation.";
    let private = Visibility::Inherited;
    items.push(module(about, private, "operation", operations.collect()));
    let about = "Requests of the operations, as the methods of [`Client`] start them.";
    let builders = api.operations.iter().flat_map(|it| builder::items(api, it));
    items.push(module(about, public(), "builder", builders.collect()));
    let about = "Types of parameters, request bodies and responses.";
    items.push(module(about, public(), "types", types));
    imports::import(&mut items);
    Ok(items)
}

fn public() -> Visibility {
    Visibility::Public(Token![pub](Span::call_site()))
}

/// A module, put together by hand: its items need not be parsed again.
fn module(about: &str, vis: Visibility, name: &str, items: Vec<Item>) -> Item {
    let span = Span::call_site();
    Item::Mod(ItemMod {
        attrs: vec![comments::attribute(about)],
        vis,
        unsafety: None,
        mod_token: Token![mod](span),
        ident: Ident::new(name, span),
        content: Some((Brace(span), items)),
        semi: None,
    })
}
