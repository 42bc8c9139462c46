//! Pass: types of constrained text print as their text, and are made of `&String` too.
//!
//! A parameter with a pattern or a length is a type of its own. typify converts it from `&str` and
//! `String` only, and gives it no `Display`; a caller with a `&String` at hand would be refused.

use std::collections::BTreeSet;

use syn::{Ident, Item, parse_quote};

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
    let expected: BTreeSet<String> = text_types(api)
        .map(|(operation, parameter)| names::parameter_type(operation, parameter).to_string())
        .collect();
    let mut changed = 0;
    // All in one go: a large contract has thousands of such types.
    for item in std::mem::take(types) {
        if let Some((name, implemented)) = implementation(&item)
            && expected.contains(&name.to_string())
        {
            if implemented == "Display" {
                return Err(Unknown::new(format!("`{name}` prints already")));
            }
            if implemented == "FromStr" {
                types.extend(additions(name).items);
                changed += 1;
            }
        }
        types.push(item);
    }
    Ok(changed)
}

/// The type and the trait of `impl Trait for Type`.
fn implementation(item: &Item) -> Option<(&Ident, &Ident)> {
    let Item::Impl(block) = item else {
        return None;
    };
    let implemented = &block.trait_.as_ref()?.0.segments.last()?.ident;
    Some((view::type_name(&block.self_ty)?, implemented))
}

fn additions(name: &Ident) -> syn::File {
    parse_quote! {
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
    }
}
