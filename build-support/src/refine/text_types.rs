//! Pass: types of constrained text print as their text, and are made of `&String` too.
//!
//! A parameter with a pattern or a length is a type of its own. typify converts it from `&str` and
//! `String` only, and gives it no `Display`; a caller with a `&String` at hand would be refused.

use syn::{Item, parse_quote};

use super::{Pass, Unknown, names, view};
use crate::api::{Api, Operation, ParameterFacts};

pub(super) const PASS: Pass = Pass {
    name: "text-types",
    apply,
    expected: |api| text_types(api).count(),
};

/// The parameters that have a type of their own.
fn text_types(api: &Api) -> impl Iterator<Item = (&Operation, &ParameterFacts)> {
    api.operations.iter().flat_map(|operation| {
        let parameters = operation.parameters.iter();
        parameters
            .filter(|parameter| parameter.is_constrained_text)
            .map(move |parameter| (operation, parameter))
    })
}

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let types = view::module(file, "types")?;
    let mut changed = 0;
    for (operation, parameter) in text_types(api) {
        let name = names::parameter_type(operation, parameter);
        let text = name.to_string();
        view::structure(types, &text)?;
        let is_about = |item: &Item, name: &str| match item {
            Item::Impl(it) => {
                let last = it.trait_.as_ref().and_then(|it| it.0.segments.last());
                view::is_named(&it.self_ty, &text) && last.is_some_and(|last| last.ident == name)
            }
            _ => false,
        };
        if types.iter().any(|item| is_about(item, "Display")) {
            return Err(Unknown::new(format!("`{name}` prints already")));
        }
        let after = types
            .iter()
            .position(|item| is_about(item, "FromStr"))
            .ok_or_else(|| Unknown::new(format!("`{name}` is not made of text")))?;
        let additions: syn::File = parse_quote! {
            impl ::std::fmt::Display for #name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(&self.0)
                }
            }

            impl ::std::convert::TryFrom<&String> for #name {
                type Error = self::error::ConversionError;

                fn try_from(value: &String) -> Result<Self, self::error::ConversionError> {
                    value.parse()
                }
            }
        };
        types.splice(after..after, additions.items);
        changed += 1;
    }
    Ok(changed)
}
