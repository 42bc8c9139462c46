//! The client: its constructors, a method for each operation, and what the runtime has to know.

use contract::Auth;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Item, parse_quote};

use super::{builder, docs};
use crate::{
    api::{Api, Operation, RateLimit, Refill},
    docs as comments,
};

/// `Client` and what belongs to it.
pub(super) fn items(api: &Api) -> Vec<Item> {
    let current = &api.settings.server;
    let about_current = comments::attributes(
        "Base URL of the API's current host. Without a base URL each operation goes to the server that \
         its document names; `Client::builder().base_url(CURRENT_SERVER)` sends all of them to this \
         one.",
    );
    let about = comments::attributes(&format!(
        "Sends requests to the `{}` API.\n\nEach operation goes to the server that its document \
         names; a client with a base URL of its own sends all of them there. Cloning is cheap, and \
         clones share connections, throttling and the quota of retries.",
        api.name
    ));
    let from_env = comments::attributes(&format!(
        "Builds a client from the environment: the key from `{}` and, when it is set, the base URL \
         from `{}`.\n\n# Errors\n\nA variable that is missing or not usable; the error names it.",
        api.api_key_env(),
        api.base_url_env()
    ));
    let methods = api.operations.iter().map(|it| method(api, it));
    let download = api.operations.iter().any(|it| it.redirects).then(|| {
        quote! {
            /// Fetches what the [`location`](client_runtime::Response::location) of a response points to, without
            /// credentials, to memory or to a writer.
            pub fn download(&self, location: Url) -> Download {
                self.runtime.download(location)
            }
        }
    });
    let statics = api_static(api);
    let file: syn::File = parse_quote! {
        #(#about_current)*
        pub const CURRENT_SERVER: &str = #current;

        #(#about)*
        #[derive(Clone, Debug)]
        pub struct Client {
            runtime: Runtime,
        }

        impl Client {
            /// Starts a client whose settings are given in the program.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            #(#from_env)*
            pub fn from_env() -> Result<Self, Error> {
                Self::builder().env().build()
            }

            /// A client with other options, which shares connections, credentials, throttling and the quota
            /// of retries with this one.
            ///
            /// # Errors
            ///
            /// An option that cannot be used; the error names it.
            pub fn with(&self, change: impl FnOnce(ClientOptions) -> ClientOptions) -> Result<Self, Error> {
                Ok(Self { runtime: self.runtime.with(change)? })
            }

            /// Starts a request of an operation that has no method here. `path` is a template such as
            /// `/labels/{id}`, relative to the base URL.
            pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
                self.runtime.request(method, path)
            }

            #(#methods)*

            #download
        }

        /// Settings of a [`Client`] that is not built yet.
        pub type ClientBuilder = client_runtime::ClientBuilder<Client>;

        impl ApiClient for Client {
            const API: &'static Api = &API;
            const USER_AGENT: &'static str =
                concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

            fn from_runtime(runtime: Runtime) -> Self {
                Self { runtime }
            }
        }

        /// What the runtime has to know of this API.
        #statics
    };
    file.items
}

/// The method that starts the request of an operation.
fn method(api: &Api, operation: &Operation) -> TokenStream {
    let docs = docs::of_operation(api, operation);
    let deprecated = comments::deprecated(&operation.about);
    let name = format_ident!("{}", operation.names.method);
    let request = format_ident!("{}", operation.names.builder);
    let fields = builder::fields(api, operation);
    let arguments = fields.iter().filter(|it| it.required).map(|field| {
        let (name, ty) = (&field.rust, &field.ty);
        quote!(#name: impl ::std::convert::TryInto<#ty, Error: ::std::convert::Into<BoxError>>)
    });
    let values = fields.iter().map(|field| {
        let rust = &field.rust;
        if field.required {
            let value = field.checked(&quote!(codegen::argument));
            quote!(#rust: #value)
        } else {
            quote!(#rust: Ok(None))
        }
    });
    quote! {
        #(#docs)*
        #deprecated
        pub fn #name(&self #(, #arguments)*) -> builder::#request {
            builder::#request { client: self.clone(), options: Options::default() #(, #values)* }
        }
    }
}

/// A header's name as a constant, which is parsed once.
fn header_name(name: &str) -> TokenStream {
    let name = name.to_ascii_lowercase();
    quote!(HeaderName::from_static(#name))
}

fn api_static(api: &Api) -> Item {
    let name = &api.name;
    let settings = &api.settings;
    let (api_key_env, base_url_env) = (api.api_key_env(), api.base_url_env());
    // What most of its operations take is what the first one with a credential takes.
    let mut auths = api.operations.iter().map(|it| &it.auth);
    let auth = auth(auths.find(|it| **it != Auth::None).unwrap_or(&Auth::None));
    let request_id = option(settings.request_id.as_deref().map(header_name));
    let idempotency = option(settings.idempotency_key.as_deref().map(header_name));
    let rate_limit = option(settings.rate_limit.as_ref().map(|headers| {
        let limit = header_name(&headers.limit);
        let remaining = header_name(&headers.remaining);
        let reset = header_name(&headers.reset);
        quote!(RateLimitHeaders { limit: #limit, remaining: #remaining, reset: #reset })
    }));
    let throttling = option(settings.rate_limit.as_ref().and_then(throttling));
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
            server: CURRENT_SERVER,
            auth: #auth,
            request_id_header: #request_id,
            idempotency_header: #idempotency,
            rate_limit_headers: #rate_limit,
            throttling: #throttling,
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

fn throttling(limit: &RateLimit) -> Option<TokenStream> {
    let window = Literal::u32_unsuffixed(limit.window?);
    let refill = match limit.refill? {
        Refill::Continuous => quote!(Refill::Continuous),
        Refill::AtReset => quote!(Refill::AtReset),
    };
    let classes = limit.classes.iter().map(|class| texts(class));
    Some(quote! {
        Throttling {
            window: Duration::from_secs(#window),
            refill: #refill,
            classes: &[#(#classes),*],
        }
    })
}

/// How a credential travels, as code.
fn auth(auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(Auth::None),
        Auth::Bearer => quote!(Auth::Bearer),
        Auth::Basic => quote!(Auth::Basic),
        Auth::Header(name) => quote!(Auth::Header(#name)),
        Auth::Query(name) => quote!(Auth::Query(#name)),
    }
}

/// What the runtime has to know of an operation.
pub(super) fn operation_static(operation: &Operation) -> Item {
    let constant = format_ident!("{}", operation.names.constant);
    let method = format_ident!("{}", operation.method);
    let Operation {
        id, server, path, ..
    } = operation;
    let auth = auth(&operation.auth);
    let idempotent = operation.idempotent.then(|| quote!(.idempotent()));
    let media_type = operation.body.as_ref().map(|body| &body.media_type);
    let other = media_type.filter(|it| !it.eq_ignore_ascii_case("application/json"));
    let content_type = other.map(|it| quote!(.content_type(#it)));
    let redirects = operation.redirects.then(|| quote!(.redirects()));
    let call = &operation.call;
    let [attempt, total] = [
        (call.attempt_timeout, "attempt_timeout"),
        (call.total_timeout, "total_timeout"),
    ]
    .map(|(seconds, setter)| {
        let (seconds, setter) = (Literal::u32_unsuffixed(seconds?), format_ident!("{setter}"));
        Some(quote!(.#setter(Duration::from_secs(#seconds))))
    });
    let codes = Some(texts(&call.retry_codes)).filter(|_| !call.retry_codes.is_empty());
    let codes = codes.map(|codes| quote!(.retry_codes(#codes)));
    parse_quote! {
        pub(super) static #constant: Operation =
            Operation::new(&super::API, #id, Method::#method, #server, #path, #auth)
                #idempotent #content_type #redirects #attempt #total #codes;
    }
}
