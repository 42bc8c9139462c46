//! What the macros of the sources stand for.

use syn::{Attribute, ItemEnum, parse_quote};

/// A macro that takes an enum.
#[derive(Debug)]
pub(super) struct Macro {
    /// The last name of its path.
    name: &'static str,
    /// What it adds to the lines of the enum, after its path.
    pub(super) lines: &'static [&'static str],
    /// Whether it adds a conversion from what is in each variant.
    pub(super) has_conversions: bool,
}

/// All that the sources may call where items stand.
const MACROS: &[Macro] = &[
    // An enum of texts that keeps those it does not know.
    Macro {
        name: "open_enum",
        lines: &[
            ": impl Clone",
            ": impl Eq",
            ": impl From<&String>",
            ": impl From<&str>",
            ": impl From<String>",
            ": impl Ord",
            ": impl PartialEq",
            ": impl PartialOrd",
            ": impl serde::Serialize",
            ": impl std::fmt::Debug",
            ": impl std::fmt::Display",
            ": impl std::hash::Hash",
            ": impl std::str::FromStr<Err = std::convert::Infallible>",
            ": impl<'de> serde::Deserialize<'de>",
            "::Unknown: variant (String)",
            "::as_str: pub fn as_str(&self) -> &str",
        ],
        has_conversions: false,
    },
    // An enum of the forms of a value, which keeps a value of none of them.
    Macro {
        name: "union",
        lines: &[
            ": impl Clone",
            ": impl PartialEq",
            ": impl serde::Serialize",
            ": impl std::fmt::Debug",
            ": impl<'de> serde::Deserialize<'de>",
            "::Unknown: variant (serde_json::Value)",
        ],
        has_conversions: true,
    },
];

/// The macro that an attribute marks an enum for: so it stands in what is not printed yet.
pub(super) fn marked(attributes: &[Attribute]) -> Option<&'static Macro> {
    // The path may be in full by now, as that of any item.
    let mut names = attributes.iter().filter_map(|it| it.path().segments.last());
    names.find_map(|name| MACROS.iter().find(|it| name.ident == it.name))
}

/// What the call of a macro stands for: the enum that it takes, marked for it, or nothing where it
/// implements a hidden trait. No value if the macro is not known.
pub(super) fn called(mac: &syn::Macro) -> Option<syn::Result<Option<ItemEnum>>> {
    let name = &mac.path.segments.last()?.ident;
    if name == "scalars" {
        return Some(Ok(None));
    }
    MACROS.iter().find(|it| name == it.name)?;
    let item = mac.parse_body().map(|mut item: ItemEnum| {
        item.attrs.push(parse_quote!(#[#name]));
        Some(item)
    });
    Some(item)
}
