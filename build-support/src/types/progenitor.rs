//! The one place that calls progenitor.

use std::iter;
use std::panic::{self, AssertUnwindSafe};

use openapiv3::{Components, Info, OpenAPI};
use progenitor::{GenerationSettings, Generator, TypeImpl};

use crate::{
    Error,
    normalize::{DATE_OR_TEXT, TIME_OR_TEXT, Type, Types},
    types::{inner_tokens, printed::is_printed},
};

/// What progenitor is told besides the components: the types that are ours, by their names and formats.
pub(crate) fn settings(types: &Types) -> GenerationSettings {
    let mut settings = GenerationSettings::default();
    // Tests compare what they receive.
    settings.with_derive("PartialEq");
    for (at, definition) in types.list.iter().enumerate() {
        if is_printed(definition) {
            settings.with_replacement(types.seen(at), &definition.name, iter::empty());
        }
    }
    for (format, date) in [(DATE_OR_TEXT, Type::Date), (TIME_OR_TEXT, Type::DateTime)] {
        let ty = inner_tokens(&Types::default(), &Type::OrText(Box::new(date)));
        let schema = serde_json::json!({"type": "string", "format": format});
        if let Ok(schema) = serde_json::from_value(schema) {
            let can = [TypeImpl::Display, TypeImpl::FromStr];
            settings.with_conversion(schema, ty, can.into_iter());
        }
    }
    settings
}

/// The items that progenitor makes of an API's components.
pub(crate) fn types(
    api: &str,
    components: Components,
    settings: &GenerationSettings,
) -> Result<Vec<syn::Item>, Error> {
    let document = OpenAPI {
        openapi: "3.0.3".to_owned(),
        info: Info {
            title: api.to_owned(),
            version: "1".to_owned(),
            ..Info::default()
        },
        components: Some(components),
        ..OpenAPI::default()
    };
    let tokens = Generator::new(settings).generate_tokens(&document);
    let tokens = tokens.map_err(|source| Error::Refused {
        api: api.to_owned(),
        source,
    })?;
    let file: syn::File = syn::parse2(tokens).map_err(|error| Error::Unknown {
        api: api.to_owned(),
        problem: error.to_string(),
    })?;
    let module = file.items.into_iter().find_map(|item| match item {
        syn::Item::Mod(module) if module.ident == "types" => module.content,
        _ => None,
    });
    Ok(module.map(|(_, items)| items).unwrap_or_default())
}

/// Runs a part of the generator and turns a panic into an error.
pub(crate) fn caught<T>(api: &str, work: impl FnOnce() -> T) -> Result<T, Error> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|payload| {
        let text = payload.downcast_ref::<&str>().copied();
        let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
        Error::Panicked {
            api: api.to_owned(),
            message: text.unwrap_or("no message").to_owned(),
        }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_error_that_names_the_api() {
        let error = caught("shop", || panic!("no such shelf")).unwrap_err();
        assert!(matches!(&error, Error::Panicked { api, .. } if api == "shop"));
        assert!(error.to_string().contains("no such shelf"));
    }

    #[test]
    fn a_refusal_by_progenitor_is_an_error_that_names_the_api() {
        let components = serde_json::json!({"schemas": {"A": {"$ref": "#/components/schemas/B"}}});
        let components = serde_json::from_value(components).unwrap();
        let error = caught("shop", || {
            types("shop", components, &settings(&Types::default()))
        })
        .unwrap_err();
        assert!(error.to_string().contains("`shop`"), "{error}");
    }
}
