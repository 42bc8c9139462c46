//! Comments of the file itself, of `Client` and of its constructors.

use syn::{Item, parse_quote};

use super::{lines, set};
use crate::{
    api::Api,
    refine::{Unknown, markdown, view},
};

pub(super) fn document(file: &mut syn::File, api: &Api) -> Result<(), Unknown> {
    let name = &api.name;
    let key = api.api_key_env();
    let base_url = api.base_url_env();
    let mut about = format!("Client of the `{name}` API.\n");
    if let Some(description) = &api.settings.description {
        about.push('\n');
        about.push_str(&markdown::documentation(description));
    }
    let comment = lines(&about).map(|line| parse_quote!(#![doc = #line]));
    file.attrs.extend(comment);

    let block = view::inherent_impl(&mut file.items, "Client")?;
    set(
        &mut view::method(block, "builder")?.attrs,
        "Starts a client whose settings are given in the program.",
    );
    set(
        &mut view::method(block, "from_env")?.attrs,
        &format!(
            "Builds a client from the environment: the key from `{key}` and, when it is set, the \
             base URL from `{base_url}`.\n\n# Errors\n\nA variable that is missing or not usable; \
             the error names it."
        ),
    );
    for item in &mut file.items {
        match item {
            Item::Struct(it) if it.ident == "Client" => set(
                &mut it.attrs,
                &format!(
                    "Sends requests to the `{name}` API.\n\nEach operation goes to the server that \
                     its document names; a client with a base URL of its own sends all of them \
                     there. Cloning is cheap, and clones share connections, pacing and the quota of \
                     retries."
                ),
            ),
            Item::Type(it) if it.ident == "ClientBuilder" => {
                set(
                    &mut it.attrs,
                    "Settings of a [`Client`] that is not built yet.",
                );
            }
            Item::Static(it) if it.ident == "API" => {
                set(&mut it.attrs, "What the runtime has to know of this API.");
            }
            Item::Mod(it) if it.ident == "builder" => set(
                &mut it.attrs,
                "Requests of the operations, as the methods of [`Client`] start them.",
            ),
            Item::Mod(it) if it.ident == "types" => set(
                &mut it.attrs,
                "Types of parameters, request bodies and answers.",
            ),
            Item::Mod(it) if it.ident == "operation" => {
                set(
                    &mut it.attrs,
                    "What the runtime has to know of each operation.",
                );
            }
            _ => {}
        }
    }
    Ok(())
}
