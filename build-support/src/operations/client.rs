//! The client: its constructors, a method for each operation, and what the runtime has to know.

use contract::{Auth, RateLimit, Refill};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Item, parse_quote};

use super::{builder, docs};
use crate::{
    api::{Api, Operation},
    docs as comments,
};

/// The media type of bodies of which an operation says nothing.
const JSON: &str = "application/json";

/// `Client` and what belongs to it.
pub(super) fn items(api: &Api) -> Vec<Item> {
    let server = &api.settings.server;
    // One with variables, or that is relative, is no base URL.
    let is_usable = server.contains("://") && !server.contains('{');
    let about_current = comments::attribute(
        "Base URL of the API's current host. Without a base URL each operation goes to the server that \
         its document names; `Client::builder().base_url(CURRENT_SERVER)` sends all of them to this \
         one.",
    );
    let current = is_usable.then(|| {
        quote! {
            #about_current
            pub const CURRENT_SERVER: &str = #server;
        }
    });
    let about = comments::attribute(&docs::of_client(api));
    // No variable holds a user name and a password.
    let from_env = (api.takes_key() || !api.takes_basic()).then(|| {
        let about = comments::attribute(&format!(
            "Builds a client from the environment: {}.\n\n# Errors\n\nA variable that is missing or \
             not usable; the error names it.",
            docs::of_variables(api)
        ));
        quote! {
            #about
            pub fn from_env() -> Result<Self, Error> {
                Self::builder().env().build()
            }
        }
    });
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
    let server = if is_usable {
        quote!(CURRENT_SERVER)
    } else {
        quote!(#server)
    };
    let statics = api_static(api, &server);
    let file: syn::File = parse_quote! {
        #current

        #about
        #[derive(Clone, Debug)]
        pub struct Client {
            runtime: Runtime,
        }

        impl Client {
            /// Starts a client whose settings are given in the program.
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new()
            }

            #from_env

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
        let (name, taken) = (&field.rust, field.taken());
        quote!(#name: #taken)
    });
    let (in_form, others): (Vec<_>, Vec<_>) = fields.iter().partition(|it| it.is_in_form());
    let values = others.into_iter().map(|field| {
        let rust = &field.rust;
        if field.required {
            let value = field.value();
            quote!(#rust: #value)
        } else {
            quote!(#rust: Ok(None))
        }
    });
    let entries = in_form.iter().filter(|it| it.required);
    let entries = entries.filter_map(|it| it.entry());
    let form = quote!(form: codegen::Form::new() #(#entries)*);
    let values = values.chain((!in_form.is_empty()).then_some(form));
    quote! {
        #docs
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

fn api_static(api: &Api, server: &TokenStream) -> Item {
    let name = &api.name;
    let settings = &api.settings;
    let (api_key_env, base_url_env) = (api.api_key_env(), api.base_url_env());
    let auths = api.auths().into_iter().map(auth);
    let schemes = api.schemes();
    let request_id = option(settings.request_id.as_deref().map(header_name));
    let idempotency = option(settings.idempotency_key.as_deref().map(header_name));
    let rate_limit = option(settings.rate_limit.as_ref().map(|headers| {
        let limit = header_name(&headers.limit);
        let remaining = header_name(&headers.remaining);
        let reset = header_name(&headers.reset);
        quote!(RateLimitHeaders { limit: #limit, remaining: #remaining, reset: #reset })
    }));
    let throttling = option(settings.rate_limit.as_ref().and_then(throttling));
    let variables = api.variables.iter().map(|it| {
        let (name, default, values) = (&it.name, &it.default, texts(&it.values));
        quote!(ServerVariable { name: #name, default: #default, values: #values })
    });
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
            server: #server,
            variables: &[#(#variables),*],
            auths: &[#(#auths),*],
            schemes: &[#(#schemes),*],
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
        Auth::Cookie(name) => quote!(Auth::Cookie(#name)),
    }
}

/// What the runtime has to know of an operation.
pub(super) fn operation_static(operation: &Operation) -> Item {
    let constant = format_ident!("{}", operation.names.constant);
    let method = format_ident!("{}", operation.method);
    let Operation {
        id, server, path, ..
    } = operation;
    let first = auth(&operation.auth);
    let credentials = operation.credentials.iter().map(|(scheme, it)| {
        let auth = auth(it);
        quote!((#scheme, #auth))
    });
    let credentials =
        (!operation.credentials.is_empty()).then(|| quote!(.credentials(&[#(#credentials),*])));
    let idempotent = operation.idempotent.then(|| quote!(.idempotent()));
    let sent = operation.sent.as_ref().map(|it| &it.name);
    let content_type = sent.filter(|it| *it != JSON);
    let content_type = content_type.map(|it| quote!(.content_type(#it)));
    let received = operation.received.iter().map(|it| it.name.as_str());
    let received = received.collect::<Vec<_>>().join(", ");
    let is_other = !matches!(&*received, "" | JSON);
    let accept = is_other.then(|| quote!(.accept(#received)));
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
            Operation::new(&super::API, #id, Method::#method, #server, #path, #first)
                #credentials #idempotent #content_type #accept #redirects #attempt #total #codes;
    }
}
