//! Names are imported instead of spelled out from the root.
//!
//! progenitor and typify write `::std::option::Option` and the like, and so do our templates where a
//! name of the contract could be in the way. Each module gets the imports it uses; where a type of
//! the module itself has the name, the long form stays.

use std::collections::{BTreeMap, BTreeSet};

use quote::{ToTokens, quote};
use syn::{
    Item, Path,
    visit_mut::{self, VisitMut},
};

use crate::types::Unknown;

/// How many names the longest of [`SHORT`] has; the shortest has two.
const LONGEST: usize = 3;

/// Paths as progenitor writes them, what they become, and where that is imported from; the
/// prelude's names need no import.
const SHORT: &[(&str, &str, Option<&str>)] = &[
    ("std::borrow::Cow", "Cow", Some("std::borrow")),
    ("std::boxed::Box", "Box", None),
    (
        "std::collections::HashMap",
        "HashMap",
        Some("std::collections"),
    ),
    ("std::convert::From", "From", None),
    ("std::convert::Into", "Into", None),
    (
        "std::convert::Infallible",
        "Infallible",
        Some("std::convert"),
    ),
    ("std::convert::TryFrom", "TryFrom", None),
    ("std::convert::TryInto", "TryInto", None),
    ("std::default::Default", "Default", None),
    ("std::fmt", "fmt", Some("std")),
    ("std::iter::IntoIterator", "IntoIterator", None),
    ("std::ops::Deref", "Deref", Some("std::ops")),
    ("std::option::Option", "Option", None),
    ("std::result::Result", "Result", None),
    ("std::str::FromStr", "FromStr", Some("std::str")),
    ("std::string::String", "String", None),
    ("std::sync::LazyLock", "LazyLock", Some("std::sync")),
    ("std::vec::Vec", "Vec", None),
    ("chrono::DateTime", "DateTime", Some("chrono")),
    ("chrono::naive::NaiveDate", "NaiveDate", Some("chrono")),
    ("chrono::offset::Utc", "Utc", Some("chrono")),
    ("regress::Regex", "Regex", Some("regress")),
    (
        "client_runtime::codegen::AsyncWrite",
        "AsyncWrite",
        Some("client_runtime::codegen"),
    ),
    (
        "client_runtime::codegen::Bytes",
        "Bytes",
        Some("client_runtime::codegen"),
    ),
    (
        "client_runtime::ConversionError",
        "ConversionError",
        Some("client_runtime"),
    ),
    (
        "client_runtime::Nullable",
        "Nullable",
        Some("client_runtime"),
    ),
    ("client_runtime::OrText", "OrText", Some("client_runtime")),
    ("client_runtime::Upload", "Upload", Some("client_runtime")),
    ("serde::Deserialize", "Deserialize", Some("serde")),
    ("serde::Deserializer", "Deserializer", Some("serde")),
    ("serde::Serialize", "Serialize", Some("serde")),
    ("serde::Serializer", "Serializer", Some("serde")),
    ("serde::de", "de", Some("serde")),
    ("serde_json::Map", "Map", Some("serde_json")),
    ("serde_json::Value", "Value", Some("serde_json")),
];

/// Names that the templates write short, sorted, and where they come from.
const KNOWN: &[(&str, &str)] = &[
    ("Api", "client_runtime::codegen"),
    ("ApiClient", "client_runtime::codegen"),
    ("ArgumentError", "client_runtime::codegen"),
    ("Auth", "client_runtime::codegen"),
    ("BoxError", "client_runtime"),
    ("CallOptions", "client_runtime"),
    ("Client", "super"),
    ("ClientOptions", "client_runtime"),
    ("CustomRequest", "client_runtime"),
    ("Download", "client_runtime"),
    ("Duration", "std::time"),
    ("Error", "client_runtime"),
    ("ErrorPointers", "client_runtime::codegen"),
    ("HeaderName", "reqwest::header"),
    ("IntoList", "client_runtime::codegen"),
    ("IntoOption", "client_runtime::codegen"),
    ("Items", "client_runtime"),
    ("Method", "reqwest"),
    ("Operation", "client_runtime::codegen"),
    ("Options", "client_runtime::codegen"),
    ("Page", "client_runtime::codegen"),
    ("Pages", "client_runtime"),
    ("RateLimitHeaders", "client_runtime::codegen"),
    ("Refill", "client_runtime::codegen"),
    ("Response", "client_runtime"),
    ("Runtime", "client_runtime::codegen"),
    ("ServerVariable", "client_runtime::codegen"),
    ("Throttling", "client_runtime::codegen"),
    ("TryIntoOption", "client_runtime::codegen"),
    ("Url", "reqwest"),
    ("codegen", "client_runtime"),
    ("open_enum", "client_runtime::codegen"),
    ("operation", "super"),
    ("types", "super"),
    ("union", "client_runtime::codegen"),
    ("unions", "client_runtime::codegen"),
];

/// Shortens and imports in `items` and the modules among them.
pub(crate) fn import(items: &mut Vec<Item>) -> Result<(), Unknown> {
    let mut shorten = Shorten {
        defined: items.iter().filter_map(defined_name).collect(),
        imports: BTreeSet::new(),
    };
    for item in items.iter_mut() {
        if let Item::Mod(module) = item {
            if let Some((_, items)) = &mut module.content {
                import(items)?;
            }
        } else {
            shorten.visit_item_mut(item);
        }
    }
    items.splice(0..0, uses(&shorten.imports)?);
    Ok(())
}

/// The name that an item brings into its module.
fn defined_name(item: &Item) -> Option<String> {
    match item {
        Item::Enum(it) => Some(it.ident.to_string()),
        Item::Mod(it) => Some(it.ident.to_string()),
        Item::Static(it) => Some(it.ident.to_string()),
        Item::Struct(it) => Some(it.ident.to_string()),
        Item::Type(it) => Some(it.ident.to_string()),
        _ => None,
    }
}

struct Shorten {
    /// Names that the module defines itself.
    defined: BTreeSet<String>,
    /// (module, name) of what is to be imported.
    imports: BTreeSet<(&'static str, &'static str)>,
}

impl Shorten {
    /// The short form of `path`, after noting its import.
    fn short(&mut self, path: &Path) -> Option<Path> {
        let is_rooted = path.leading_colon.is_some() || path.segments.first()?.ident == "std";
        if !is_rooted {
            return None;
        }
        let first = path.segments.iter().take(LONGEST);
        let names: Vec<String> = first.map(|it| it.ident.to_string()).collect();
        let (skip, (_, name, module)) = (2..=names.len()).find_map(|count| {
            let long = names[..count].join("::");
            Some((count - 1, SHORT.iter().find(|it| it.0 == long)?))
        })?;
        if self.defined.contains(*name) {
            return None;
        }
        if let Some(module) = module {
            self.imports.insert((module, name));
        }
        // The last segment of the long form carries the type arguments.
        let mut short = path.clone();
        short.leading_colon = None;
        short.segments = path.segments.iter().skip(skip).cloned().collect();
        Some(short)
    }

    /// Notes the import of a short name that a template wrote, if `name` is one.
    fn import_known(&mut self, name: &str) {
        if let Ok(at) = KNOWN.binary_search_by_key(&name, |(known, _)| known)
            && !self.defined.contains(name)
        {
            let (name, module) = KNOWN[at];
            self.imports.insert((module, name));
        }
    }

    /// Shortens the paths in the text of a serde attribute: `"::std::option::Option::is_none"`.
    fn shorten_text(&mut self, text: &str) -> Option<String> {
        if !text.contains("::") {
            return None;
        }
        let path = syn::parse_str::<Path>(text).ok()?;
        let short = self.short(&path)?;
        Some(short.to_token_stream().to_string().replace(' ', ""))
    }
}

impl VisitMut for Shorten {
    // `<T as ::serde::de::Error>::custom`: the trait's path ends at a position of its own.
    fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
        let before = path.path.segments.len();
        visit_mut::visit_expr_path_mut(self, path);
        if let Some(qself) = &mut path.qself {
            qself.position -= before - path.path.segments.len();
        }
    }

    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        let before = path.path.segments.len();
        visit_mut::visit_type_path_mut(self, path);
        if let Some(qself) = &mut path.qself {
            qself.position -= before - path.path.segments.len();
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(short) = self.short(path) {
            *path = short;
        } else if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
        {
            let first = first.ident.to_string();
            // A local variable can have the name of a module.
            if path.segments.len() > 1 || first.starts_with(char::is_uppercase) {
                self.import_known(&first);
            }
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        type Members = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
        let list = match &mut attribute.meta {
            // The mark of a macro.
            syn::Meta::Path(name) => {
                let name = name.get_ident().map(ToString::to_string);
                return self.import_known(&name.unwrap_or_default());
            }
            syn::Meta::List(it) if it.path.is_ident("derive") || it.path.is_ident("serde") => it,
            _ => return,
        };
        let Ok(mut members) = list.parse_args_with(Members::parse_terminated) else {
            return;
        };
        for member in &mut members {
            match member {
                syn::Meta::Path(path) => self.visit_path_mut(path),
                syn::Meta::NameValue(pair) => {
                    let syn::Expr::Lit(literal) = &mut pair.value else {
                        continue;
                    };
                    let syn::Lit::Str(text) = &mut literal.lit else {
                        continue;
                    };
                    if let Some(short) = self.shorten_text(&text.value()) {
                        *text = syn::LitStr::new(&short, text.span());
                    }
                }
                syn::Meta::List(_) => {}
            }
        }
        // Without a trailing comma the list stays on one line where it fits.
        let members = members.iter();
        list.tokens = quote!(#(#members),*);
    }
}

/// One `use` for each module that something is imported from: std first, `super` last.
fn uses(imports: &BTreeSet<(&'static str, &'static str)>) -> Result<Vec<Item>, Unknown> {
    let mut by_module: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
    for (module, name) in imports {
        // `use client_runtime::{codegen, codegen::{…}}` in one: `codegen::{self, …}`.
        let inner = imports
            .iter()
            .any(|(other, _)| *other == "client_runtime::codegen");
        let (module, name) = match (*module, *name) {
            ("client_runtime", "codegen") if inner => ("client_runtime::codegen", "self"),
            other => other,
        };
        let rank = match module.split("::").next() {
            Some("std") => 0,
            Some("super") => 2,
            _ => 1,
        };
        by_module.entry((rank, module)).or_default().push(name);
    }
    let mut lines: Vec<(u8, String)> = by_module
        .into_iter()
        .map(|((rank, module), mut names)| {
            names.sort_by_key(|name| (*name != "self", *name));
            let names = match &names[..] {
                [name] => (*name).to_owned(),
                names => format!("{{{}}}", names.join(", ")),
            };
            (rank, format!("use {module}::{names};"))
        })
        .collect();
    // As rustfmt sorts them: a list of names after the modules beside it.
    lines.sort();
    let parse = |(_, text): (u8, String)| {
        syn::parse_str(&text).map_err(|error| Unknown::new(format!("`{text}`: {error}")))
    };
    lines.into_iter().map(parse).collect()
}
