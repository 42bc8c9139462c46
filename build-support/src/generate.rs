//! The one place that calls progenitor.

use std::{
    any::Any,
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle};

/// Why progenitor gave no code for an API.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// progenitor refused the document.
    #[error("progenitor cannot generate the client of `{api}`")]
    Refused {
        /// Name of the API.
        api: String,
        /// progenitor's own words.
        #[source]
        source: progenitor::Error,
    },
    /// progenitor panicked: the document holds something that its checks do not foresee.
    #[error(
        "progenitor panicked on the document of `{api}`: {message}\n  \
         = help: the contract uses something that progenitor cannot take; \
         undo the last change to this API step by step to find it, \
         then add a rule for it to contract/src/rules/"
    )]
    Panicked {
        /// Name of the API.
        api: String,
        /// The panic's message.
        message: String,
    },
    /// progenitor's tokens are not a Rust file.
    #[error("progenitor's code for `{api}` does not parse")]
    Unparsable {
        /// Name of the API.
        api: String,
        /// Where and why.
        #[source]
        source: syn::Error,
    },
}

/// Runs progenitor over `document`, the lowered document of the API `name`.
pub(crate) fn generate(name: &str, document: &OpenAPI) -> Result<syn::File, GenerateError> {
    let tokens = catch_quietly(|| {
        let mut settings = GenerationSettings::default();
        settings.with_interface(InterfaceStyle::Builder);
        Generator::new(&settings).generate_tokens(document)
    })
    .map_err(|message| GenerateError::Panicked {
        api: name.to_owned(),
        message,
    })?
    .map_err(|source| GenerateError::Refused {
        api: name.to_owned(),
        source,
    })?;
    syn::parse2(tokens).map_err(|source| GenerateError::Unparsable {
        api: name.to_owned(),
        source,
    })
}

thread_local! {
    static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work` and turns a panic into its message, without the panic hook printing it.
///
/// The hook is replaced once and for the whole process, but falls silent only on a thread that is
/// inside this function; every other panic is reported as before.
fn catch_quietly<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !QUIET.get() {
                previous(info);
            }
        }));
    });
    QUIET.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    QUIET.set(false);
    outcome.map_err(|payload| message(payload.as_ref()))
}

fn message(payload: &(dyn Any + Send)) -> String {
    payload
        .downcast_ref::<&str>()
        .map(ToString::to_string)
        .or_else(|| payload.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_progenitor_is_an_error_that_names_the_api() {
        // Two media types in one request body meet a `todo!` in progenitor. The contract's rules
        // refuse them, so only a document that bypasses the rules gets here.
        let document = serde_json::from_value(serde_json::json!({
            "openapi": "3.0.3",
            "info": {"title": "t", "version": "1"},
            "paths": {"/a": {"post": {
                "operationId": "a",
                "requestBody": {"content": {
                    "application/json": {"schema": {"type": "string"}},
                    "text/plain": {"schema": {"type": "string"}},
                }},
                "responses": {"204": {"description": "done"}},
            }}},
        }))
        .unwrap();
        let error = generate("shop", &document).unwrap_err();
        assert!(matches!(&error, GenerateError::Panicked { api, .. } if api == "shop"));
        assert!(error.to_string().contains("more media types than expected"));
    }

    #[test]
    fn a_refusal_by_progenitor_is_an_error_that_names_the_api() {
        let document = serde_json::from_value(serde_json::json!({
            "openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {},
        }))
        .unwrap();
        let error = generate("shop", &document).unwrap_err();
        assert!(matches!(&error, GenerateError::Refused { api, .. } if api == "shop"));
    }
}
