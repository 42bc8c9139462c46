//! Pass: `Client` is built by the runtime.
//!
//! progenitor's `Client::new` unwraps, fixes a timeout of 15 s and knows no credential. The client
//! becomes a handle on the runtime with `builder()` and `from_env()`; progenitor's constructors,
//! hooks and re-exports go, and what the runtime has to know of the API is written down as data.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};
use syn::{Item, ItemImpl, parse_quote};

use super::{Pass, Unknown, names, view};
use crate::api::{Api, Operation, RateLimit, Refill};

pub(super) const PASS: Pass = Pass {
    name: "client",
    apply,
    expected: |_| 1,
};

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let mut methods = None;
    let mut builder = None;
    let mut types = None;
    let mut constructors = 0;
    for item in std::mem::take(&mut file.items) {
        match item {
            Item::Use(_) => {}
            Item::Struct(it) if it.ident == "Client" => {}
            Item::Mod(it) if it.ident == "prelude" => {}
            Item::Mod(it) if it.ident == "builder" => builder = Some(it),
            Item::Mod(it) if it.ident == "types" => types = Some(it),
            Item::Impl(it) if is_trait_impl(&it, &["ClientInfo", "ClientHooks"]) => {}
            Item::Impl(it) if is_constructors(&it) => constructors += 1,
            Item::Impl(it) if it.trait_.is_none() && view::is_named(&it.self_ty, "Client") => {
                methods = Some(it);
            }
            other => {
                let text = other.to_token_stream().to_string();
                let start: String = text.chars().take(60).collect();
                return Err(Unknown::new(format!("unknown item `{start}…`")));
            }
        }
    }
    let missing = |what| Unknown::new(format!("there is no {what}"));
    let mut methods = methods.ok_or_else(|| missing("impl of the client's operations"))?;
    let mut builder = builder.ok_or_else(|| missing("module `builder`"))?;
    let mut types = types.ok_or_else(|| missing("module `types`"))?;
    // progenitor allows every clippy lint here; its refined code needs none of that.
    builder
        .attrs
        .retain(|attribute| !attribute.path().is_ident("allow"));
    types
        .attrs
        .retain(|attribute| !attribute.path().is_ident("allow"));
    if let Some((_, items)) = &mut builder.content {
        items.retain(|item| !matches!(item, Item::Use(_)));
    }
    methods.items.insert(
        0,
        parse_quote! {
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }
        },
    );
    methods.items.insert(
        1,
        parse_quote! {
            pub fn from_env() -> Result<Self, Error> {
                Self::builder().env().build()
            }
        },
    );
    file.items = vec![
        parse_quote! {
            #[derive(Clone, Debug)]
            pub struct Client {
                runtime: Runtime,
            }
        },
        Item::Impl(methods),
        parse_quote! {
            pub type ClientBuilder = runtime::ClientBuilder<Client>;
        },
        parse_quote! {
            impl ApiClient for Client {
                const API: &'static Api = &API;

                fn from_runtime(runtime: Runtime) -> Self {
                    Self { runtime }
                }
            }
        },
        api_static(api),
        operations_module(api),
        Item::Mod(builder),
        Item::Mod(types),
    ];
    Ok(constructors)
}

fn is_trait_impl(block: &ItemImpl, traits: &[&str]) -> bool {
    let last = block.trait_.as_ref().and_then(|it| it.0.segments.last());
    last.is_some_and(|segment| traits.iter().any(|name| segment.ident == name))
}

fn is_constructors(block: &ItemImpl) -> bool {
    let has = |name: &str| {
        block
            .items
            .iter()
            .any(|item| matches!(item, syn::ImplItem::Fn(it) if it.sig.ident == name))
    };
    block.trait_.is_none()
        && view::is_named(&block.self_ty, "Client")
        && has("new")
        && has("new_with_client")
}

fn api_static(api: &Api) -> Item {
    let name = &api.name;
    let settings = &api.settings;
    let api_key_env = api.api_key_env();
    let base_url_env = api.base_url_env();
    let request_id = option(settings.request_id.as_deref().map(str::to_ascii_lowercase));
    let rate_limit = settings.rate_limit.as_ref().map(|headers| {
        let limit = headers.limit.to_ascii_lowercase();
        let remaining = headers.remaining.to_ascii_lowercase();
        let reset = headers.reset.to_ascii_lowercase();
        quote!(RateLimitHeaders { limit: #limit, remaining: #remaining, reset: #reset })
    });
    let rate_limit = option(rate_limit);
    let pacing = option(settings.rate_limit.as_ref().and_then(pacing_rules));
    let kind = texts(&settings.error.kind);
    let code = texts(&settings.error.code);
    let message = texts(&settings.error.message);
    let param = texts(&settings.error.param);
    let error_request_id = texts(&settings.error.request_id);
    parse_quote! {
        static API: Api = Api {
            name: #name,
            api_key_env: #api_key_env,
            base_url_env: #base_url_env,
            request_id_header: #request_id,
            rate_limit_headers: #rate_limit,
            pacing: #pacing,
            error: ErrorPointers {
                kind: #kind,
                code: #code,
                message: #message,
                param: #param,
                request_id: #error_request_id,
            },
        };
    }
}

/// `Some(value)` or `None`, as code.
fn option(value: Option<impl ToTokens>) -> TokenStream {
    value.map_or_else(|| quote!(None), |value| quote!(Some(#value)))
}

/// Texts as a slice, as code.
fn texts(texts: &[String]) -> TokenStream {
    quote!(&[#(#texts),*])
}

fn pacing_rules(limit: &RateLimit) -> Option<TokenStream> {
    let window = Literal::u32_unsuffixed(limit.window?);
    let refill = match limit.refill? {
        Refill::Continuous => quote!(Refill::Continuous),
        Refill::AtReset => quote!(Refill::AtReset),
    };
    let classes = limit.classes.iter().map(|class| texts(class));
    Some(quote! {
        Pacing {
            window: Duration::from_secs(#window),
            refill: #refill,
            classes: &[#(#classes),*],
        }
    })
}

fn operations_module(api: &Api) -> Item {
    let statics = api.operations.iter().map(operation_static);
    parse_quote! {
        mod operation {
            #(#statics)*
        }
    }
}

fn operation_static(operation: &Operation) -> TokenStream {
    let constant = names::constant(&operation.id);
    let Operation {
        id,
        method,
        path,
        server,
        ..
    } = operation;
    let method = quote::format_ident!("{method}");
    quote! {
        pub(super) static #constant: Operation = Operation {
            api: &super::API,
            id: #id,
            method: Method::#method,
            server: #server,
            path: #path,
        };
    }
}
